/* SPDX-License-Identifier: GPL-3.0-or-later
 * Opening, committing and closing the store.  See store.h. */

#include "audit/store-parts.h"

#include "output/escape.h"
#include <glib/gi18n.h>
#include <string.h>

/* Messages of one commit: a commit costs about as much as storing ten messages, and that many
 * are examined again at most after a kill -9. */
#define BATCH 500

G_DEFINE_QUARK (sv_store_error_quark, sv_store_error)

/* clang-format off */
static const char *const sql[SV_SQL_N] = {
  [SV_SQL_BEGIN] = "BEGIN IMMEDIATE",
  [SV_SQL_COMMIT] = "COMMIT",
  [SV_SQL_ROLLBACK] = "ROLLBACK",
  [SV_SQL_FIND_FILE] = "SELECT id, size, mtime, next_index, next_offset, done, fingerprint, number, last_index, last_offset FROM files WHERE path = ?",
  [SV_SQL_PUT_FILE] = "INSERT INTO files (number, path, format, size, mtime) VALUES (?,?,?,?,?)",
  [SV_SQL_UPDATE_FILE] = "UPDATE files SET number = ?, format = ?, size = ?, mtime = ?, done = 0 WHERE id = ?",
  [SV_SQL_REACHED] = "UPDATE files SET next_index = ?, next_offset = ?, done = ?, fingerprint = ?, last_index = ?, last_offset = ? WHERE id = ?",
  [SV_SQL_FINDING] = "INSERT INTO findings VALUES (?,?,?,?,?)",
  [SV_SQL_FIND_TEXT] = "SELECT id FROM texts WHERE finding = ? AND domain = ? AND variant = ? AND severity = ?",
  [SV_SQL_PUT_TEXT] = "INSERT INTO texts (finding, domain, variant, severity) VALUES (?,?,?,?)",
  [SV_SQL_VALUE] = "INSERT INTO text_values VALUES (?,?,?,?)",
  [SV_SQL_ANSWER] = "INSERT OR IGNORE INTO answers VALUES (?,?,?,?,?,?)",
  [SV_SQL_FAILURE] = "INSERT INTO failures (file, \"index\", \"offset\", kind, reason) VALUES (?,?,?,?,?)",
  [SV_SQL_OUTPUT] = "INSERT OR REPLACE INTO outputs VALUES (?,?)",
};
/* clang-format on */

/* ---- statements ---- */

static char *
text_of (SvSql which)
{
  switch (which)
    {
    case SV_SQL_MESSAGE:
      return sv_columns_insert (&sv_message_columns);
    case SV_SQL_VERDICT:
      return sv_columns_insert (&sv_verdict_columns);
    case SV_SQL_HOP:
      return sv_columns_insert (&sv_hop_columns);
    default:
      return g_strdup (sql[which]);
    }
}

sqlite3_stmt *
sv_store_sql (SvStore *store, SvSql which)
{
  sqlite3_stmt **statement = &store->statements[which];
  if (!*statement)
    {
      g_autofree char *text = text_of (which);
      if (sqlite3_prepare_v3 (store->db, text, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL)
          != SQLITE_OK)
        sv_store_fail (store);
    }
  return *statement;
}

void
sv_store_step (SvStore *store, sqlite3_stmt *statement)
{
  if (!statement)
    return;
  if (sqlite3_step (statement) != SQLITE_DONE)
    sv_store_fail (store);
  sqlite3_reset (statement);
}

void
sv_store_fail (SvStore *store)
{
  if (!store->error)
    sv_store_complain (store, &store->error);
  if (!sqlite3_get_autocommit (store->db))
    sqlite3_exec (store->db, "ROLLBACK", NULL, NULL, NULL);
  store->in_transaction = FALSE;
}

/* ---- open ---- */

/* No temporary file is ever needed, and the sandbox would allow none.  WAL lets others read while
 * an audit runs, and with NORMAL a commit waits for no disk: after a power cut the last commits can
 * be missing, but never half of one. */
static gboolean
set_up (SvStore *store, SvStoreMode mode, gboolean *empty, GError **error)
{
  sqlite3_extended_result_codes (store->db, 1);
  sqlite3_busy_timeout (store->db, mode == SV_STORE_READ ? 10000 : 0);
  return sv_store_schema (store, mode != SV_STORE_READ, empty, error)
         && (mode == SV_STORE_READ
             || sv_store_exec (store,
                               "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                               "PRAGMA temp_store=MEMORY",
                               error));
}

static void
free_store (SvStore *store)
{
  for (guint i = 0; i < SV_SQL_N; i++)
    sqlite3_finalize (store->statements[i]);
  sqlite3_close (store->db);
  g_clear_pointer (&store->texts, g_hash_table_unref);
  g_clear_pointer (&store->answers, g_hash_table_unref);
  g_string_free (store->asked, TRUE);
  g_clear_error (&store->error);
  g_mutex_clear (&store->lock);
  g_free (store->file_path);
  g_free (store->path);
  g_free (store);
}

SvStore *
sv_store_open (const char *path, SvStoreMode mode, GError **error)
{
  SvStore *store = g_new0 (SvStore, 1);
  store->path = g_strdup (path);
  store->read_only = mode == SV_STORE_READ;
  store->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  store->answers = g_hash_table_new_full (NULL, NULL, (GDestroyNotify)sv_dns_answer_unref, NULL);
  store->asked = g_string_new (NULL);
  g_mutex_init (&store->lock);
  int flags = store->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  gboolean empty = FALSE;
  gboolean good
      = sqlite3_open_v2 (path, &store->db, flags | SQLITE_OPEN_FULLMUTEX, NULL) == SQLITE_OK
            ? set_up (store, mode, &empty, error)
            : sv_store_complain (store, error);
  if (good && mode == SV_STORE_NEW && !empty)
    {
      g_set_error (error, SV_STORE_ERROR, SV_STORE_ERROR_EXISTS,
                   _ ("%s: holds an audit already; --resume goes on with it"), path);
      good = FALSE;
    }
  if (!good)
    g_clear_pointer (&store, free_store);
  return store;
}

const GError *
sv_store_error (const SvStore *store)
{
  return store->error;
}

guint64
sv_store_messages_before (const SvStore *store)
{
  return store->messages_before;
}

/* ---- a run ---- */

/* How long a line file was at the last commit; 0 if it is not known. */
static gboolean
bytes_of (SvStore *store, const char *path, guint64 *bytes, gboolean *known)
{
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2 (store->db, "SELECT bytes FROM outputs WHERE path = ?", -1, &statement,
                          NULL)
      != SQLITE_OK)
    return FALSE;
  sqlite3_bind_text (statement, 1, path, -1, SQLITE_STATIC);
  *known = sqlite3_step (statement) == SQLITE_ROW;
  *bytes = *known ? (guint64)sqlite3_column_int64 (statement, 0) : 0;
  sqlite3_finalize (statement);
  return TRUE;
}

static gboolean
open_lines (SvStore *store, SvLines *lines, GError **error)
{
  guint64 bytes;
  gboolean known;
  if (!bytes_of (store, lines->path, &bytes, &known))
    return sv_store_complain (store, error);
  if (!known && store->messages_before > 0)
    {
      g_set_error (error, SV_STORE_ERROR, SV_STORE_ERROR_OUTPUT,
                   _ ("%s: was not written by the runs that --resume goes on with, and would lack "
                      "their messages"),
                   lines->path);
      return FALSE;
    }
  return sv_lines_open_growing (lines, lines->option, lines->path, bytes, error);
}

static gboolean
put_run (SvStore *store, const SvStoreRun *run, GError **error)
{
  sqlite3_stmt *statement = NULL;
  gboolean good
      = sqlite3_prepare_v2 (store->db,
                            "INSERT INTO runs (started, program, arguments, shard, shards) "
                            "VALUES (?,?,?,nullif(?,0),nullif(?,0))",
                            -1, &statement, NULL)
        == SQLITE_OK;
  if (good)
    {
      sqlite3_bind_int64 (statement, 1, run->started);
      sqlite3_bind_text (statement, 2, run->program, -1, SQLITE_STATIC);
      sqlite3_bind_text (statement, 3, sv_escape (run->arguments), -1, g_free);
      sqlite3_bind_int64 (statement, 4, run->shard);
      sqlite3_bind_int64 (statement, 5, run->shards);
      good = sqlite3_step (statement) == SQLITE_DONE;
    }
  sqlite3_finalize (statement);
  store->run = sqlite3_last_insert_rowid (store->db);
  return good || sv_store_complain (store, error);
}

static void
begin (SvStore *store)
{
  sv_store_step (store, sv_store_sql (store, SV_SQL_BEGIN));
  store->in_transaction = !store->error;
}

/* What could not be opened or read is tried again, and is named again: a disk or a server may have
 * come back. */
gboolean
sv_store_begin (SvStore *store, const SvStoreRun *run, GPtrArray *lines, GError **error)
{
  store->lines = lines;
  begin (store);
  if (store->error)
    {
      g_propagate_error (error, g_error_copy (store->error));
      return FALSE;
    }
  gboolean good = put_run (store, run, error)
                  && sv_store_exec (store,
                                    "UPDATE files SET done = 0 WHERE path IN"
                                    " (SELECT file FROM failures WHERE kind = 'read');"
                                    "DELETE FROM failures WHERE file IS NULL OR kind = 'read'",
                                    error);
  for (guint i = 0; good && lines && i < lines->len; i++)
    good = open_lines (store, g_ptr_array_index (lines, i), error);
  if (!good)
    {
      sv_store_exec (store, "ROLLBACK", NULL);
      store->in_transaction = FALSE;
    }
  return good;
}

/* The line files are on disk before the commit that tells how long they are. */
static void
sync_lines (SvStore *store)
{
  for (guint i = 0; store->lines && i < store->lines->len && !store->error; i++)
    {
      SvLines *lines = g_ptr_array_index (store->lines, i);
      guint64 bytes = 0;
      sqlite3_stmt *statement = sv_store_sql (store, SV_SQL_OUTPUT);
      if (!sv_lines_sync (lines, &bytes, &store->error))
        sv_store_fail (store);
      else if (statement)
        {
          sqlite3_bind_text (statement, 1, lines->path, -1, SQLITE_STATIC);
          sqlite3_bind_int64 (statement, 2, (gint64)bytes);
          sv_store_step (store, statement);
        }
    }
}

static void
commit (SvStore *store)
{
  if (store->error || !store->in_transaction)
    return;
  sync_lines (store);
  if (!store->error)
    sv_store_step (store, sv_store_sql (store, SV_SQL_COMMIT));
  store->in_transaction = FALSE;
  store->waiting = 0;
}

void
sv_store_reached (SvStore *store, const SvSourceStart *next)
{
  g_mutex_lock (&store->lock);
  if (next->index > store->next.index)
    store->last = store->next;
  store->next = *next;
  store->in_message = FALSE;
  if (!store->error && ++store->waiting >= BATCH)
    {
      sv_store_put_reached (store, FALSE);
      commit (store);
      if (!store->error)
        begin (store);
    }
  g_mutex_unlock (&store->lock);
}

void
sv_store_commit (SvStore *store)
{
  g_mutex_lock (&store->lock);
  if (!store->error && store->waiting > 0 && !store->in_message)
    {
      sv_store_put_reached (store, FALSE);
      commit (store);
      if (!store->error)
        begin (store);
    }
  g_mutex_unlock (&store->lock);
}

/* A database in WAL mode cannot be read from a folder that is read-only. */
static void
leave_wal (SvStore *store)
{
  for (guint i = 0; i < SV_SQL_N; i++)
    g_clear_pointer (&store->statements[i], sqlite3_finalize);
  if (sqlite3_exec (store->db, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL) != SQLITE_OK)
    g_debug ("%s: stays in WAL mode: %s", store->path, sqlite3_errmsg (store->db));
}

gboolean
sv_store_close (SvStore *store, gint64 ended, GError **error)
{
  if (!store->read_only && !store->error && store->in_transaction)
    {
      sv_store_put_reached (store, FALSE);
      g_autofree char *text
          = g_strdup_printf ("UPDATE files SET done = 0 WHERE %d AND id = %" G_GINT64_FORMAT ";"
                             "UPDATE files SET done = 1 WHERE %d AND id IN (0%s);"
                             "UPDATE runs SET ended = nullif(%" G_GINT64_FORMAT
                             ",0), messages = %" G_GUINT64_FORMAT " WHERE id = %" G_GINT64_FORMAT,
                             ended == 0, store->last_file, ended != 0, store->asked->str, ended,
                             store->messages_now, store->run);
      sv_store_exec (store, text, &store->error);
      commit (store);
    }
  gboolean good = !store->error;
  if (!good && error)
    *error = g_steal_pointer (&store->error);
  if (!store->read_only && good)
    leave_wal (store);
  free_store (store);
  return good;
}

/* ---- rows ---- */

void
sv_store_message (SvStore *store, const SvRow *row)
{
  g_mutex_lock (&store->lock);
  store->in_message = TRUE;
  if (!store->error && store->file != 0)
    sv_store_put_row (store, row);
  g_mutex_unlock (&store->lock);
}

static void
bind_known (sqlite3_stmt *statement, int at, gint64 number)
{
  if (number >= 0)
    sqlite3_bind_int64 (statement, at, number);
  else
    sqlite3_bind_null (statement, at);
}

void
sv_store_unreadable (SvStore *store, const SvStoreFailure *failure)
{
  g_mutex_lock (&store->lock);
  sqlite3_stmt *statement = store->error ? NULL : sv_store_sql (store, SV_SQL_FAILURE);
  if (statement)
    {
      sqlite3_bind_text (statement, 1, failure->file, -1, SQLITE_STATIC);
      bind_known (statement, 2, failure->index);
      bind_known (statement, 3, failure->offset);
      sqlite3_bind_text (statement, 4, failure->kind, -1, SQLITE_STATIC);
      sqlite3_bind_text (statement, 5, failure->reason, -1, SQLITE_STATIC);
      sv_store_step (store, statement);
    }
  g_mutex_unlock (&store->lock);
}
