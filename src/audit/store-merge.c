/* SPDX-License-Identifier: GPL-3.0-or-later
 * The stores of shards joined into one; see store.h.
 *
 * Rows are taken from all inputs in the order of the archive and written as a run would write them,
 * so that the outcome is the same. */

#include "audit/store-parts.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  SvStore *store;
  SvStoreCursor *cursor;
  SvRow *row; /* the next one; NULL: no more */
} Input;

static void
clear_input (gpointer data)
{
  Input *input = data;
  sv_row_free (input->row);
  sv_store_cursor_free (input->cursor);
  if (input->store)
    sv_store_close (input->store, 0, NULL);
}

static gboolean
advance (Input *input, GError **error)
{
  GError *failure = NULL;
  g_clear_pointer (&input->row, sv_row_free);
  input->row = sv_store_cursor_next (input->cursor, &failure);
  if (failure)
    g_propagate_error (error, failure);
  return failure == NULL;
}

/* A shard that stopped before its end would leave a hole. */
static gboolean
is_finished (Input *input, GError **error)
{
  sqlite3_stmt *statement = NULL;
  sqlite3 *db = input->store->db;
  gboolean finished = sqlite3_prepare_v2 (db, "SELECT ended FROM runs ORDER BY id DESC LIMIT 1", -1,
                                          &statement, NULL)
                          == SQLITE_OK
                      && sqlite3_step (statement) == SQLITE_ROW
                      && sqlite3_column_type (statement, 0) != SQLITE_NULL;
  sqlite3_finalize (statement);
  if (!finished)
    g_set_error (error, SV_STORE_ERROR, SV_STORE_ERROR_UNFINISHED,
                 _ ("%s: the run has not come to its end; go on with --resume first"),
                 input->store->path);
  return finished;
}

static gboolean
open_inputs (GArray *inputs, const char *const *paths, GError **error)
{
  for (; *paths; paths++)
    {
      Input input = { .store = sv_store_open (*paths, SV_STORE_READ, error) };
      if (!input.store)
        return FALSE;
      input.cursor = sv_store_cursor_new (input.store, error);
      g_array_append_val (inputs, input);
      Input *kept = &g_array_index (inputs, Input, inputs->len - 1);
      if (!is_finished (kept, error) || !kept->cursor || !advance (kept, error))
        return FALSE;
    }
  return TRUE;
}

/* The input whose row comes first in the archive; NULL where all are at their end.  Shards are few:
 * looking at each is faster than anything clever. */
static Input *
first_of (GArray *inputs)
{
  Input *first = NULL;
  for (guint i = 0; i < inputs->len; i++)
    {
      Input *input = &g_array_index (inputs, Input, i);
      if (!input->row)
        continue;
      guint number = sv_store_cursor_file_number (input->cursor);
      guint least = first ? sv_store_cursor_file_number (first->cursor) : 0;
      if (!first || number < least || (number == least && input->row->index < first->row->index))
        first = input;
    }
  return first;
}

/* ---- whole tables ---- */

/* Of a file that several shards have read, the one that came furthest tells where to go on.  What
 * every shard met, such as a path that cannot be opened, is one failure. */
static const char copy[]
    = "INSERT OR IGNORE INTO answers SELECT * FROM shard.answers;"
      "INSERT INTO runs (started, ended, program, arguments, shard, shards, messages)"
      " SELECT started, ended, program, arguments, shard, shards, messages FROM shard.runs"
      " ORDER BY id;"
      "INSERT INTO failures (file, \"index\", \"offset\", kind, reason)"
      " SELECT file, \"index\", \"offset\", kind, reason FROM shard.failures s WHERE NOT EXISTS"
      " (SELECT 1 FROM failures f WHERE f.file IS s.file AND f.\"index\" IS s.\"index\""
      " AND f.reason = s.reason) ORDER BY id;"
      "INSERT INTO files (number, path, format, size, mtime, last_index, last_offset, next_index,"
      " next_offset, done, fingerprint) SELECT number, path, format, size, mtime, last_index,"
      " last_offset, next_index, next_offset, done, fingerprint FROM shard.files WHERE true"
      " ORDER BY number, id ON CONFLICT (path) DO UPDATE SET last_index = excluded.last_index,"
      " last_offset = excluded.last_offset, next_index = excluded.next_index,"
      " next_offset = excluded.next_offset, done = excluded.done,"
      " fingerprint = excluded.fingerprint"
      " WHERE excluded.next_index >= next_index;";

/* A database cannot be detached inside a transaction: each is copied in one of its own. */
static gboolean
copy_tables (SvStore *out, const char *const *paths, GError **error)
{
  for (; *paths; paths++)
    {
      char *attach = sqlite3_mprintf ("ATTACH DATABASE %Q AS shard", *paths);
      gboolean good = sv_store_exec (out, attach, error) && sv_store_exec (out, "BEGIN", error)
                      && sv_store_exec (out, copy, error) && sv_store_exec (out, "COMMIT", error)
                      && sv_store_exec (out, "DETACH DATABASE shard", error);
      sqlite3_free (attach);
      if (!good)
        return FALSE;
    }
  return TRUE;
}

static gint64
file_id (SvStore *out, const char *path)
{
  sqlite3_stmt *statement = sv_store_sql (out, SV_SQL_FIND_FILE);
  if (!statement)
    return 0;
  sqlite3_bind_text (statement, 1, path, -1, SQLITE_STATIC);
  gint64 id = sqlite3_step (statement) == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : 0;
  sqlite3_reset (statement);
  return id;
}

/* In one transaction: a merge is there or it is not. */
static gboolean
copy_rows (SvStore *out, GArray *inputs, GError **error)
{
  g_autofree char *path = NULL;
  for (Input *input; !out->error && (input = first_of (inputs));)
    {
      if (g_strcmp0 (path, input->row->file) != 0)
        {
          g_free (path);
          path = g_strdup (input->row->file);
          out->file = file_id (out, path);
        }
      if (!out->error)
        sv_store_put_row (out, input->row);
      if (!advance (input, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
merge (SvStore *out, const char *const *paths, GArray *inputs, GError **error)
{
  if (!open_inputs (inputs, paths, error) || !copy_tables (out, paths, error)
      || !sv_store_exec (out, "BEGIN IMMEDIATE", error) || !copy_rows (out, inputs, error))
    return FALSE;
  return out->error || sv_store_exec (out, "COMMIT", error);
}

gboolean
sv_store_merge (const char *path, const char *const *inputs, GError **error)
{
  SvStore *out = sv_store_open (path, SV_STORE_NEW, error);
  if (!out)
    return FALSE;
  g_autoptr (GArray) open = g_array_new (FALSE, TRUE, sizeof (Input));
  g_array_set_clear_func (open, clear_input);
  gboolean good = merge (out, inputs, open, error);
  good = sv_store_close (out, 0, good ? error : NULL) && good;
  if (!good)
    g_unlink (path);
  return good;
}
