/* SPDX-License-Identifier: GPL-3.0-or-later
 * One row into the tables of the store; see store.h. */

#include "audit/store-parts.h"

#include <string.h>

/* Texts whose number is remembered: mail of one archive comes from few domains. */
#define TEXTS_MAX 65536

/* Answers that are known to be stored; each is kept for as long. */
#define ANSWERS_NOTED 32768

static void
put_lists (SvStore *store, const SvRow *row, gint64 message)
{
  for (guint i = 0; i < row->verdicts->len && !store->error; i++)
    {
      sqlite3_stmt *statement = sv_store_sql (store, SV_SQL_VERDICT);
      if (!statement)
        return;
      sqlite3_bind_int64 (statement, 1, message);
      sqlite3_bind_int64 (statement, 2, i);
      sv_columns_bind (&sv_verdict_columns, statement,
                       &g_array_index (row->verdicts, SvRowVerdict, i));
      sv_store_step (store, statement);
    }
  for (guint i = 0; i < row->hops->len && !store->error; i++)
    {
      sqlite3_stmt *statement = sv_store_sql (store, SV_SQL_HOP);
      if (!statement)
        return;
      sqlite3_bind_int64 (statement, 1, message);
      sqlite3_bind_int64 (statement, 2, i);
      sv_columns_bind (&sv_hop_columns, statement, &g_array_index (row->hops, SvRowHop, i));
      sv_store_step (store, statement);
    }
}

/* ---- texts ---- */

static void
bind_text (sqlite3_stmt *statement, const SvRowFinding *finding)
{
  sqlite3_bind_text (statement, 1, finding->id, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, finding->domain, -1, SQLITE_STATIC);
  sqlite3_bind_int (statement, 3, (int)finding->variant);
  sqlite3_bind_text (statement, 4, finding->severity, -1, SQLITE_STATIC);
}

static void
put_values (SvStore *store, const SvRowFinding *finding, gint64 text)
{
  for (guint i = 0; finding->values && finding->values[i] && !store->error; i += 2)
    {
      sqlite3_stmt *statement = sv_store_sql (store, SV_SQL_VALUE);
      if (!statement)
        return;
      sqlite3_bind_int64 (statement, 1, text);
      sqlite3_bind_int64 (statement, 2, i / 2);
      sqlite3_bind_text (statement, 3, finding->values[i], -1, SQLITE_STATIC);
      sqlite3_bind_text (statement, 4, finding->values[i + 1], -1, SQLITE_STATIC);
      sv_store_step (store, statement);
    }
}

static gint64
find_text (SvStore *store, const SvRowFinding *finding)
{
  sqlite3_stmt *statement = sv_store_sql (store, SV_SQL_FIND_TEXT);
  if (!statement)
    return 0;
  bind_text (statement, finding);
  gint64 id = sqlite3_step (statement) == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : 0;
  sqlite3_reset (statement);
  return id;
}

/* The number of a finding's text: one for each domain and severity, with the values of the first
 * message, which are those that a summary of the run itself keeps: it passes over what is no more
 * than information. */
static gint64
text_number (SvStore *store, const SvRowFinding *finding)
{
  g_autofree char *key = g_strdup_printf ("%s %s %d %s", finding->severity, finding->id,
                                          (int)finding->variant, finding->domain);
  const gint64 *cached = g_hash_table_lookup (store->texts, key);
  if (cached)
    return *cached;
  gint64 id = find_text (store, finding);
  sqlite3_stmt *statement = id == 0 ? sv_store_sql (store, SV_SQL_PUT_TEXT) : NULL;
  if (statement)
    {
      bind_text (statement, finding);
      sv_store_step (store, statement);
      id = sqlite3_last_insert_rowid (store->db);
      put_values (store, finding, id);
    }
  if (g_hash_table_size (store->texts) >= TEXTS_MAX)
    g_hash_table_remove_all (store->texts);
  g_hash_table_insert (store->texts, g_steal_pointer (&key), g_memdup2 (&id, sizeof id));
  return id;
}

static void
put_findings (SvStore *store, const SvRow *row, gint64 message)
{
  for (guint i = 0; i < row->findings->len && !store->error; i++)
    {
      const SvRowFinding *finding = &g_array_index (row->findings, SvRowFinding, i);
      gint64 text = text_number (store, finding);
      sqlite3_stmt *statement = store->error ? NULL : sv_store_sql (store, SV_SQL_FINDING);
      if (!statement)
        return;
      sqlite3_bind_int64 (statement, 1, message);
      sqlite3_bind_int64 (statement, 2, i);
      sqlite3_bind_int64 (statement, 3, text);
      sqlite3_bind_text (statement, 4, finding->severity, -1, SQLITE_STATIC);
      if (finding->line > 0)
        sqlite3_bind_int64 (statement, 5, finding->line);
      else
        sqlite3_bind_null (statement, 5);
      sv_store_step (store, statement);
    }
}

/* ---- answers ---- */

/* The records of an answer, one a line, as in a master file. */
static char *
records_text (const SvDnsAnswer *answer)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < answer->records->len; i++)
    {
      g_autofree char *record
          = sv_dns_record_text (&g_array_index (answer->records, SvDnsRecord, i), answer->type);
      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", record);
    }
  return g_string_free (text, FALSE);
}

static void
put_answer (SvStore *store, const SvDnsAnswer *answer)
{
  sqlite3_stmt *statement = sv_store_sql (store, SV_SQL_ANSWER);
  if (!statement)
    return;
  g_autofree char *records = records_text (answer);
  sqlite3_bind_text (statement, 1, answer->name, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, sv_dns_type_name (answer->type), -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 3, sv_dns_status_name (answer->status), -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 4, answer->ttl);
  if (answer->time != 0)
    sqlite3_bind_int64 (statement, 5, answer->time / G_USEC_PER_SEC);
  else
    sqlite3_bind_null (statement, 5);
  sqlite3_bind_text (statement, 6, records, -1, SQLITE_STATIC);
  sv_store_step (store, statement);
}

/* An answer is one object for as long as it is remembered, and mostly written once; SQLite passes
 * over one that it has. */
static void
put_answers (SvStore *store, const SvRow *row)
{
  if (g_hash_table_size (store->answers) >= ANSWERS_NOTED)
    g_hash_table_remove_all (store->answers);
  for (guint i = 0; i < row->answers->len && !store->error; i++)
    if (g_hash_table_add (store->answers, sv_dns_answer_ref (row->answers->pdata[i])))
      put_answer (store, row->answers->pdata[i]);
}

void
sv_store_put_row (SvStore *store, const SvRow *row)
{
  sqlite3_stmt *statement = sv_store_sql (store, SV_SQL_MESSAGE);
  if (!statement)
    return;
  gint64 message = store->last_message + 1;
  sqlite3_bind_int64 (statement, 1, message);
  sqlite3_bind_int64 (statement, 2, store->file);
  sv_columns_bind (&sv_message_columns, statement, row);
  sv_store_step (store, statement);
  put_lists (store, row, message);
  if (!store->error)
    put_findings (store, row, message);
  put_answers (store, row);
  store->last_message = message;
  store->messages_now++;
}
