/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rows read back from the store in the order of the input; see store.h. */

#include "audit/store-parts.h"

struct SvStoreCursor
{
  SvStore *store;
  sqlite3_stmt *files, *messages, *verdicts, *hops, *findings, *values;
  gint64 file; /* id, 0: none yet */
  guint number;
  char *path;
  const char *format;
};

static gboolean
prepare (SvStoreCursor *cursor, sqlite3_stmt **statement, const char *sql, GError **error)
{
  return sqlite3_prepare_v2 (cursor->store->db, sql, -1, statement, NULL) == SQLITE_OK
         || sv_store_complain (cursor->store, error);
}

static gboolean
prepare_list (SvStoreCursor *cursor, sqlite3_stmt **statement, const SvColumns *columns,
              const char *where, GError **error)
{
  g_autofree char *list = sv_columns_list (columns);
  const char *key = columns == &sv_message_columns ? "id" : "message";
  g_autofree char *sql
      = g_strdup_printf ("SELECT %s,%s FROM %s WHERE %s", key, list, columns->table, where);
  return prepare (cursor, statement, sql, error);
}

SvStoreCursor *
sv_store_cursor_new (SvStore *store, GError **error)
{
  SvStoreCursor *cursor = g_new0 (SvStoreCursor, 1);
  cursor->store = store;
  gboolean good
      = prepare (cursor, &cursor->files,
                 "SELECT id, number, path, format FROM files ORDER BY number, id", error)
        && prepare_list (cursor, &cursor->messages, &sv_message_columns,
                         "file = ? ORDER BY \"index\", id", error)
        && prepare_list (cursor, &cursor->verdicts, &sv_verdict_columns,
                         "message = ? ORDER BY place", error)
        && prepare_list (cursor, &cursor->hops, &sv_hop_columns, "message = ? ORDER BY place",
                         error)
        && prepare (
            cursor, &cursor->findings,
            "SELECT t.id, t.finding, t.domain, t.variant, f.severity, f.line FROM findings f"
            " JOIN texts t ON t.id = f.text WHERE f.message = ? ORDER BY f.place",
            error)
        && prepare (cursor, &cursor->values,
                    "SELECT name, value FROM text_values WHERE text = ? ORDER BY place", error);
  if (!good)
    g_clear_pointer (&cursor, sv_store_cursor_free);
  return cursor;
}

void
sv_store_cursor_free (SvStoreCursor *cursor)
{
  if (!cursor)
    return;
  sqlite3_finalize (cursor->files);
  sqlite3_finalize (cursor->messages);
  sqlite3_finalize (cursor->verdicts);
  sqlite3_finalize (cursor->hops);
  sqlite3_finalize (cursor->findings);
  sqlite3_finalize (cursor->values);
  g_free (cursor->path);
  g_free (cursor);
}

guint
sv_store_cursor_file_number (const SvStoreCursor *cursor)
{
  return cursor->number;
}

/* The words of the report, static: a row that was read may not depend on the cursor. */
static const char *
static_format (const char *word)
{
  static const char *const formats[] = { "message", "mbox", "maildir" };
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_strcmp0 (word, formats[i]) == 0)
      return formats[i];
  return NULL;
}

/* SQLITE_ROW: there is a next file; SQLITE_DONE: there is none. */
static int
next_file (SvStoreCursor *cursor)
{
  int result = sqlite3_step (cursor->files);
  if (result != SQLITE_ROW)
    return result;
  cursor->file = sqlite3_column_int64 (cursor->files, 0);
  cursor->number = (guint)sqlite3_column_int64 (cursor->files, 1);
  g_free (cursor->path);
  cursor->path = g_strdup ((const char *)sqlite3_column_text (cursor->files, 2));
  cursor->format = static_format ((const char *)sqlite3_column_text (cursor->files, 3));
  sqlite3_reset (cursor->messages);
  sqlite3_bind_int64 (cursor->messages, 1, cursor->file);
  return SQLITE_ROW;
}

/* ---- the lists of a message ---- */

static void
restart (sqlite3_stmt *statement, gint64 key)
{
  sqlite3_reset (statement);
  sqlite3_bind_int64 (statement, 1, key);
}

/* Fills a list whose elements are `size` bytes; FALSE where SQLite fails. */
static gboolean
read_list (sqlite3_stmt *statement, const SvColumns *columns, gint64 message, GArray *list,
           SvRow *row)
{
  restart (statement, message);
  int result;
  while ((result = sqlite3_step (statement)) == SQLITE_ROW)
    {
      g_array_set_size (list, list->len + 1);
      gpointer element = list->data + (list->len - 1) * g_array_get_element_size (list);
      sv_columns_read (columns, statement, 1, element, row);
    }
  return result == SQLITE_DONE;
}

static gboolean
read_values (SvStoreCursor *cursor, gint64 text, SvRow *row, SvRowFinding *finding)
{
  restart (cursor->values, text);
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  int result;
  while ((result = sqlite3_step (cursor->values)) == SQLITE_ROW)
    for (int i = 0; i < 2; i++)
      g_ptr_array_add (values, (gpointer)sv_row_keep (
                                   row, (const char *)sqlite3_column_text (cursor->values, i)));
  g_ptr_array_add (values, NULL);
  finding->values = (const char *const *)g_ptr_array_steal (values, NULL);
  return result == SQLITE_DONE;
}

static gboolean
read_findings (SvStoreCursor *cursor, gint64 message, SvRow *row)
{
  restart (cursor->findings, message);
  int result;
  while ((result = sqlite3_step (cursor->findings)) == SQLITE_ROW)
    {
      sqlite3_stmt *from = cursor->findings;
      SvRowFinding finding = {
        .id = sv_row_keep (row, (const char *)sqlite3_column_text (from, 1)),
        .domain = sv_row_keep (row, (const char *)sqlite3_column_text (from, 2)),
        .variant = (SvVariant)sqlite3_column_int (from, 3),
        .severity = sv_row_keep (row, (const char *)sqlite3_column_text (from, 4)),
        .line = (guint)sqlite3_column_int64 (from, 5),
      };
      gboolean good = read_values (cursor, sqlite3_column_int64 (from, 0), row, &finding);
      g_array_append_val (row->findings, finding);
      if (!good)
        return FALSE;
    }
  return result == SQLITE_DONE;
}

static SvRow *
read_row (SvStoreCursor *cursor, GError **error)
{
  g_autoptr (SvRow) row = sv_row_new_empty ();
  row->file = sv_row_keep (row, cursor->path);
  row->format = cursor->format;
  gint64 message = sqlite3_column_int64 (cursor->messages, 0);
  sv_columns_read (&sv_message_columns, cursor->messages, 1, row, row);
  if (read_list (cursor->verdicts, &sv_verdict_columns, message, row->verdicts, row)
      && read_list (cursor->hops, &sv_hop_columns, message, row->hops, row)
      && read_findings (cursor, message, row))
    return g_steal_pointer (&row);
  sv_store_complain (cursor->store, error);
  return NULL;
}

SvRow *
sv_store_cursor_next (SvStoreCursor *cursor, GError **error)
{
  for (;;)
    {
      int result = cursor->file ? sqlite3_step (cursor->messages) : SQLITE_DONE;
      if (result == SQLITE_ROW)
        return read_row (cursor, error);
      if (result == SQLITE_DONE)
        result = next_file (cursor);
      if (result == SQLITE_ROW)
        continue;
      if (result != SQLITE_DONE)
        sv_store_complain (cursor->store, error);
      return NULL;
    }
}

gboolean
sv_store_failures (SvStore *store, void (*each) (const SvStoreFailure *, gpointer), gpointer data,
                   GError **error)
{
  sqlite3_stmt *statement = NULL;
  int result = sqlite3_prepare_v2 (
      store->db,
      "SELECT file, coalesce(\"index\",-1), coalesce(\"offset\",-1), kind, reason FROM failures"
      " ORDER BY id",
      -1, &statement, NULL);
  if (result == SQLITE_OK)
    while ((result = sqlite3_step (statement)) == SQLITE_ROW)
      {
        SvStoreFailure failure
            = { (const char *)sqlite3_column_text (statement, 0),
                sqlite3_column_int64 (statement, 1), sqlite3_column_int64 (statement, 2),
                (const char *)sqlite3_column_text (statement, 3),
                (const char *)sqlite3_column_text (statement, 4) };
        each (&failure, data);
      }
  sqlite3_finalize (statement);
  return result == SQLITE_DONE || sv_store_complain (store, error);
}
