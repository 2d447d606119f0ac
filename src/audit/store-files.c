/* SPDX-License-Identifier: GPL-3.0-or-later
 * The files of the archive in the store: how far each is done, and where to go on. */

#include "audit/store-parts.h"

#include "audit/engine.h"

#include <string.h>

/* A hash for files that only ever grow at their end; what holds one message has its size and time.
 */
void
sv_store_put_reached (SvStore *store, gboolean done)
{
  sqlite3_stmt *statement = sv_store_sql (store, SV_SQL_REACHED);
  if (!statement || store->file == 0)
    return;
  g_autofree char *fingerprint
      = store->file_path ? sv_engine_fingerprint (store->file_path, store->next.offset) : NULL;
  sqlite3_bind_int64 (statement, 1, (gint64)store->next.index);
  sqlite3_bind_int64 (statement, 2, (gint64)store->next.offset);
  sqlite3_bind_int (statement, 3, done);
  sqlite3_bind_text (statement, 4, fingerprint, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 5, (gint64)store->last.index);
  sqlite3_bind_int64 (statement, 6, (gint64)store->last.offset);
  sqlite3_bind_int64 (statement, 7, store->file);
  sv_store_step (store, statement);
}

typedef struct
{
  gint64 id;
  guint64 size;
  gint64 mtime;
  SvSourceStart last, next;
  gboolean done;
  char *fingerprint;
  gint64 number;
} Known;

static gboolean
find_file (SvStore *store, const char *path, Known *known)
{
  *known = (Known){ 0 };
  sqlite3_stmt *statement = store->error ? NULL : sv_store_sql (store, SV_SQL_FIND_FILE);
  if (!statement)
    return FALSE;
  sqlite3_bind_text (statement, 1, sv_row_path (path), -1, g_free);
  gboolean found = sqlite3_step (statement) == SQLITE_ROW;
  if (found)
    {
      known->id = sqlite3_column_int64 (statement, 0);
      known->size = (guint64)sqlite3_column_int64 (statement, 1);
      known->mtime = sqlite3_column_int64 (statement, 2);
      known->next.index = (guint64)sqlite3_column_int64 (statement, 3);
      known->next.offset = (guint64)sqlite3_column_int64 (statement, 4);
      known->done = sqlite3_column_int (statement, 5);
      known->fingerprint = g_strdup ((const char *)sqlite3_column_text (statement, 6));
      known->number = sqlite3_column_int64 (statement, 7);
      known->last.index = (guint64)sqlite3_column_int64 (statement, 8);
      known->last.offset = (guint64)sqlite3_column_int64 (statement, 9);
    }
  sqlite3_reset (statement);
  return found;
}

/* Whether what was read of the file still stands there. */
static gboolean
same_file (const SvSourceFile *file, const Known *known)
{
  if (file->size == known->size && file->mtime == known->mtime)
    return TRUE;
  if (!file->plain || !known->fingerprint)
    return FALSE;
  g_autofree char *now = sv_engine_fingerprint (file->path, known->next.offset);
  return g_strcmp0 (now, known->fingerprint) == 0;
}

/* Removes what is stored of the messages of a file from `from` on; reading begins there. */
static void
forget (SvStore *store, const Known *known, const char *path, SvSourceStart from)
{
  static const char *const tables[] = { "findings", "verdicts", "hops" };
  g_autofree char *name = sv_row_path (path);
  char *text = sqlite3_mprintf ("file = %lld AND \"index\" >= %lld", (long long)known->id,
                                (long long)from.index);
  for (gsize i = 0; i < G_N_ELEMENTS (tables) && !store->error; i++)
    {
      g_autofree char *list = g_strdup_printf (
          "DELETE FROM %s WHERE message IN (SELECT id FROM messages WHERE %s)", tables[i], text);
      sv_store_exec (store, list, &store->error);
    }
  char *rest
      = sqlite3_mprintf ("DELETE FROM messages WHERE %s;"
                         "DELETE FROM failures WHERE file = %Q AND"
                         " coalesce(\"index\", %lld) >= %lld;"
                         "UPDATE files SET next_index = %lld, next_offset = %lld, done = 0,"
                         " fingerprint = NULL WHERE id = %lld",
                         text, name, (long long)from.index, (long long)from.index,
                         (long long)from.index, (long long)from.offset, (long long)known->id);
  if (!store->error)
    sv_store_exec (store, rest, &store->error);
  sqlite3_free (rest);
  sqlite3_free (text);
}

/* Whether a message was whole when it was the last one of a file that has grown since. */
static gboolean
was_whole (const SvSourceFile *file, const Known *known)
{
  char from[5];
  FILE *stream = fopen (file->path, "r");
  gboolean whole = stream && fseeko (stream, (off_t)known->next.offset, SEEK_SET) == 0
                   && fread (from, 1, sizeof from, stream) == sizeof from
                   && memcmp (from, "From ", sizeof from) == 0;
  if (stream)
    fclose (stream);
  return whole;
}

/* Where to go on in a file that is known; FALSE: nowhere. */
static gboolean
go_on (SvStore *store, const SvSourceFile *file, const Known *known, SvSourceStart *start)
{
  gboolean unchanged = file->size == known->size && file->mtime == known->mtime;
  if (known->done && unchanged)
    return FALSE;
  if (!same_file (file, known))
    *start = (SvSourceStart){ 0 };
  else if (!unchanged && known->done && !was_whole (file, known))
    *start = known->last;
  else
    *start = known->next;
  if (start->index < known->next.index)
    forget (store, known, file->path, *start);
  else if (!known->done) /* nothing may come of it any more, but its end */
    g_string_append_printf (store->asked, ",%" G_GINT64_FORMAT, known->id);
  return TRUE;
}

/* Other files may have come in front of it. */
static void
set_number (SvStore *store, const SvSourceFile *file, const Known *known)
{
  if (known->number == (gint64)file->number)
    return;
  g_autofree char *text = g_strdup_printf (
      "UPDATE files SET number = %u WHERE id = %" G_GINT64_FORMAT, file->number, known->id);
  sv_store_exec (store, text, &store->error);
}

gboolean
sv_store_where (SvStore *store, const SvSourceFile *file, SvSourceStart *start)
{
  g_mutex_lock (&store->lock);
  Known known;
  gboolean wanted = TRUE;
  if (find_file (store, file->path, &known))
    {
      set_number (store, file, &known);
      wanted = store->error || go_on (store, file, &known, start);
    }
  g_free (known.fingerprint);
  g_mutex_unlock (&store->lock);
  return wanted;
}

static void
put_file (SvStore *store, const SvSourceFile *file, gint64 id)
{
  static const char *const formats[] = {
    [SV_INPUT_AUTO] = NULL,
    [SV_INPUT_MESSAGE] = "message",
    [SV_INPUT_MBOX] = "mbox",
    [SV_INPUT_MAILDIR] = "maildir",
  };
  sqlite3_stmt *statement = sv_store_sql (store, id ? SV_SQL_UPDATE_FILE : SV_SQL_PUT_FILE);
  if (!statement)
    return;
  int at = 1;
  sqlite3_bind_int64 (statement, at++, file->number);
  if (!id)
    sqlite3_bind_text (statement, at++, sv_row_path (file->path), -1, g_free);
  sqlite3_bind_text (statement, at++, formats[file->format], -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, at++, (gint64)file->size);
  sqlite3_bind_int64 (statement, at++, file->mtime);
  if (id)
    sqlite3_bind_int64 (statement, at, id);
  sv_store_step (store, statement);
  store->file = id ? id : sqlite3_last_insert_rowid (store->db);
}

void
sv_store_file (SvStore *store, const SvSourceFile *file)
{
  g_mutex_lock (&store->lock);
  Known known;
  gboolean found = find_file (store, file->path, &known);
  if (!store->error)
    put_file (store, file, found ? known.id : 0);
  store->last = known.last;
  store->next = known.next;
  g_free (known.fingerprint);
  g_free (store->file_path);
  store->file_path = file->plain && file->format == SV_INPUT_MBOX ? g_strdup (file->path) : NULL;
  g_mutex_unlock (&store->lock);
}

void
sv_store_file_end (SvStore *store, const SvSourceStart *next)
{
  g_mutex_lock (&store->lock);
  store->next = *next;
  if (!store->error)
    sv_store_put_reached (store, TRUE);
  store->last_file = store->file;
  store->file = 0;
  g_clear_pointer (&store->file_path, g_free);
  g_mutex_unlock (&store->lock);
}
