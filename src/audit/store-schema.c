/* SPDX-License-Identifier: GPL-3.0-or-later
 * The tables and views of the store, and whether a database is one; see store.h. */

#include "audit/store-parts.h"

#include <glib/gi18n.h>

/* "spfv": file(1) and we ourselves know the database by it. */
#define APPLICATION_ID 0x73706676

static const char before[]
    = "CREATE TABLE runs (id INTEGER PRIMARY KEY, started INTEGER NOT NULL, ended INTEGER,"
      " program TEXT NOT NULL, arguments TEXT NOT NULL, shard INTEGER, shards INTEGER,"
      " messages INTEGER);"
      "CREATE TABLE files (id INTEGER PRIMARY KEY, number INTEGER NOT NULL, path TEXT NOT NULL"
      " UNIQUE, format TEXT, size INTEGER NOT NULL, mtime INTEGER NOT NULL,"
      " last_index INTEGER NOT NULL DEFAULT 0, last_offset INTEGER NOT NULL DEFAULT 0,"
      " next_index INTEGER NOT NULL DEFAULT 0, next_offset INTEGER NOT NULL DEFAULT 0,"
      " done INTEGER NOT NULL DEFAULT 0, fingerprint TEXT);"
      "CREATE INDEX files_number ON files (number);";

static const char behind[]
    = "CREATE INDEX messages_file ON messages (file, \"index\");"
      "CREATE TABLE texts (id INTEGER PRIMARY KEY, finding TEXT NOT NULL, domain TEXT NOT NULL,"
      " variant INTEGER NOT NULL, severity TEXT NOT NULL,"
      " UNIQUE (finding, domain, variant, severity));"
      "CREATE TABLE text_values (text INTEGER NOT NULL REFERENCES texts, place INTEGER NOT NULL,"
      " name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (text, place)) WITHOUT ROWID;"
      "CREATE TABLE findings (message INTEGER NOT NULL, place INTEGER NOT NULL,"
      " text INTEGER NOT NULL REFERENCES texts, severity TEXT NOT NULL, line INTEGER,"
      " PRIMARY KEY (message, place)) WITHOUT ROWID;"
      "CREATE TABLE answers (name TEXT NOT NULL, type TEXT NOT NULL, status TEXT NOT NULL,"
      " ttl INTEGER, time INTEGER, records TEXT, PRIMARY KEY (name, type)) WITHOUT ROWID;"
      "CREATE TABLE failures (id INTEGER PRIMARY KEY, file TEXT, \"index\" INTEGER,"
      " \"offset\" INTEGER, kind TEXT NOT NULL, reason TEXT NOT NULL);"
      "CREATE TABLE outputs (path TEXT PRIMARY KEY, bytes INTEGER NOT NULL) WITHOUT ROWID;"
      /* The usual questions. */
      "CREATE VIEW mail AS SELECT f.path AS path, f.number AS file_number, m.* FROM messages m"
      " JOIN files f ON f.id = m.file;"
      "CREATE VIEW stored_against_now AS SELECT stored_spf, now_spf, status, count(*) AS messages"
      " FROM messages GROUP BY stored_spf, now_spf, status;"
      "CREATE VIEW drift AS SELECT path, \"index\", part, month, ip, envelope_domain, from_domain,"
      " stored_spf, now_spf, cause FROM mail WHERE status = 'drift';"
      "CREATE VIEW causes AS SELECT cause, count(*) AS messages FROM messages"
      " WHERE status = 'drift' GROUP BY cause;"
      "CREATE VIEW sources AS SELECT ip, network, count(*) AS messages,"
      " sum(stored_spf IS 'pass') AS stored_pass, sum(now_spf IS 'pass') AS now_pass,"
      " sum(status = 'drift') AS drift, sum(dmarc_now IS 'fail') AS dmarc_fail"
      " FROM messages GROUP BY ip;"
      "CREATE VIEW domains AS SELECT from_domain, envelope_domain, count(*) AS messages,"
      " sum(now_spf IS 'pass') AS now_pass, sum(dmarc_now IS 'pass') AS dmarc_pass,"
      " sum(dmarc_now IS 'fail') AS dmarc_fail FROM messages GROUP BY from_domain,"
      " envelope_domain;"
      "CREATE VIEW months AS SELECT month, count(*) AS messages,"
      " sum(stored_spf IS 'pass') AS stored_pass, sum(now_spf IS 'pass') AS now_pass,"
      " sum(status = 'drift') AS drift FROM messages GROUP BY month;"
      "CREATE VIEW broken_records AS SELECT spf_domain, problem, problem_term, problem_domain,"
      " max(lookups) AS lookups, max(void_lookups) AS void_lookups, count(*) AS messages"
      " FROM messages WHERE now_spf = 'permerror' OR lookups >= 8 GROUP BY spf_domain, problem,"
      " problem_term, problem_domain;"
      "CREATE VIEW told AS SELECT m.path AS path, m.\"index\" AS \"index\", m.part AS part,"
      " t.finding AS finding, f.severity AS severity, f.line AS line, t.domain AS domain"
      " FROM findings f JOIN texts t ON t.id = f.text JOIN mail m ON m.id = f.message;";

gboolean
sv_store_complain (const SvStore *store, GError **error)
{
  const char *text = store->db ? sqlite3_errmsg (store->db) : sqlite3_errstr (SQLITE_NOMEM);
  g_set_error (error, SV_STORE_ERROR, SV_STORE_ERROR_SQLITE, "%s: %s", store->path, text);
  return FALSE;
}

gboolean
sv_store_exec (SvStore *store, const char *sql, GError **error)
{
  return sqlite3_exec (store->db, sql, NULL, NULL, NULL) == SQLITE_OK
         || sv_store_complain (store, error);
}

/* The one number that a pragma or a count gives. */
static gboolean
ask (SvStore *store, const char *sql, gint64 *number, GError **error)
{
  sqlite3_stmt *statement = NULL;
  gboolean good = sqlite3_prepare_v2 (store->db, sql, -1, &statement, NULL) == SQLITE_OK
                  && sqlite3_step (statement) == SQLITE_ROW;
  if (good)
    *number = sqlite3_column_int64 (statement, 0);
  else
    sv_store_complain (store, error);
  sqlite3_finalize (statement);
  return good;
}

static gboolean
create (SvStore *store, GError **error)
{
  g_autofree char *messages = sv_columns_create (&sv_message_columns);
  g_autofree char *verdicts = sv_columns_create (&sv_verdict_columns);
  g_autofree char *hops = sv_columns_create (&sv_hop_columns);
  g_autofree char *sql = g_strdup_printf ("BEGIN IMMEDIATE;%s%s%s%s%s"
                                          "PRAGMA application_id=%d;PRAGMA user_version=%d;COMMIT;",
                                          before, messages, verdicts, hops, behind, APPLICATION_ID,
                                          SV_STORE_VERSION);
  return sv_store_exec (store, sql, error);
}

static gboolean
check (SvStore *store, gint64 application, gint64 version, GError **error)
{
  if (application != APPLICATION_ID)
    g_set_error (error, SV_STORE_ERROR, SV_STORE_ERROR_VERSION,
                 _ ("%s: is a database of another program"), store->path);
  else if (version != SV_STORE_VERSION)
    g_set_error (error, SV_STORE_ERROR, SV_STORE_ERROR_VERSION,
                 _ ("%s: has version %d of the schema, and this program knows version %d"),
                 store->path, (int)version, SV_STORE_VERSION);
  else
    return TRUE;
  return FALSE;
}

gboolean
sv_store_schema (SvStore *store, gboolean may_create, gboolean *empty, GError **error)
{
  gint64 tables, application, version, messages = 0;
  if (!ask (store, "SELECT count(*) FROM sqlite_schema", &tables, error)
      || !ask (store, "PRAGMA application_id", &application, error)
      || !ask (store, "PRAGMA user_version", &version, error))
    return FALSE;
  *empty = tables == 0;
  if (tables == 0 && may_create)
    return create (store, error);
  if (!check (store, application, version, error)
      || !ask (store, "SELECT count(*) FROM messages", &messages, error)
      || !ask (store, "SELECT coalesce(max(id),0) FROM messages", &store->last_message, error))
    return FALSE;
  store->messages_before = (guint64)messages;
  return TRUE;
}
