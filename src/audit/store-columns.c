/* SPDX-License-Identifier: GPL-3.0-or-later
 * The tables of columns; see store-columns.h.  Whoever changes one raises SV_STORE_VERSION and
 * doc/audit-schema.md. */

#include "audit/store-columns.h"

#include <string.h>

#define ROW(name, kind) \
  { \
#name, SV_COLUMN_##kind, G_STRUCT_OFFSET(SvRow, name) \
  }
#define VERDICT(name, kind) \
  { \
#name, SV_COLUMN_##kind, G_STRUCT_OFFSET(SvRowVerdict, name) \
  }
#define HOP(name, kind) \
  { \
#name, SV_COLUMN_##kind, G_STRUCT_OFFSET(SvRowHop, name) \
  }

/* clang-format off */
static const SvColumn message_columns[] = {
  ROW (index, COUNT), ROW (part, TEXT), ROW (offset, COUNT), ROW (size, COUNT),
  ROW (message_id, TEXT), ROW (date, TIME), ROW (received, TIME), ROW (month, TEXT),
  ROW (from_address, TEXT), ROW (from_domain, TEXT),
  ROW (ip, TEXT), ROW (ip_from, TEXT), ROW (network, TEXT),
  ROW (mail_from, TEXT), ROW (mail_from_from, TEXT), ROW (envelope_domain, TEXT),
  ROW (helo, TEXT), ROW (helo_from, TEXT), ROW (confidence, TEXT), ROW (receiver, TEXT),
  ROW (status, TEXT), ROW (stored_spf, TEXT), ROW (now_spf, TEXT), ROW (cause, TEXT),
  ROW (spf_domain, TEXT), ROW (spf_identity, TEXT), ROW (mechanism, TEXT),
  ROW (problem, TEXT), ROW (problem_term, TEXT), ROW (problem_domain, TEXT),
  ROW (lookups, COUNT), ROW (void_lookups, COUNT),
  ROW (dkim_stored, TEXT), ROW (dmarc_stored, TEXT), ROW (arc_stored, TEXT),
  ROW (dmarc_now, TEXT), ROW (dmarc_policy, TEXT), ROW (dmarc_effective_policy, TEXT),
  ROW (dmarc_rests_on, TEXT), ROW (policy_domain, TEXT), ROW (organizational_domain, TEXT),
  ROW (spf_aligned, TEXT), ROW (dkim_aligned, TEXT),
};

static const SvColumn verdict_columns[] = {
  VERDICT (line, LINE), VERDICT (header, TEXT), VERDICT (receiver, TEXT), VERDICT (method, TEXT),
  VERDICT (result, TEXT), VERDICT (trusted, FLAG),
};

static const SvColumn hop_columns[] = {
  HOP (line, LINE), HOP (ip, TEXT), HOP (helo, TEXT), HOP (rdns, TEXT), HOP (by, TEXT), HOP (role, TEXT),
  HOP (date, TIME),
};

const SvColumns sv_message_columns = {
  "messages", "id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES files", ")", 2,
  message_columns, G_N_ELEMENTS (message_columns),
};
const SvColumns sv_verdict_columns = {
  "verdicts", "message INTEGER NOT NULL, place INTEGER NOT NULL", ", PRIMARY KEY (message, place)) WITHOUT ROWID", 2,
  verdict_columns, G_N_ELEMENTS (verdict_columns),
};
const SvColumns sv_hop_columns = {
  "hops", "message INTEGER NOT NULL, place INTEGER NOT NULL", ", PRIMARY KEY (message, place)) WITHOUT ROWID", 2,
  hop_columns, G_N_ELEMENTS (hop_columns),
};
/* clang-format on */

/* "index" is a word of SQL, and so are others. */
static void
append_name (GString *sql, const SvColumn *column)
{
  g_string_append_printf (sql, "\"%s\"", column->name);
}

char *
sv_columns_create (const SvColumns *columns)
{
  GString *sql = g_string_new (NULL);
  g_string_append_printf (sql, "CREATE TABLE %s (%s", columns->table, columns->keys);
  for (guint i = 0; i < columns->n; i++)
    {
      g_string_append (sql, ", ");
      append_name (sql, &columns->columns[i]);
      g_string_append (sql, columns->columns[i].kind == SV_COLUMN_TEXT ? " TEXT" : " INTEGER");
    }
  g_string_append_printf (sql, "%s;", columns->end);
  return g_string_free (sql, FALSE);
}

char *
sv_columns_insert (const SvColumns *columns)
{
  GString *sql = g_string_new (NULL);
  g_string_append_printf (sql, "INSERT INTO %s VALUES (?", columns->table);
  for (guint i = 1; i < columns->n_keys + columns->n; i++)
    g_string_append (sql, ",?");
  g_string_append_c (sql, ')');
  return g_string_free (sql, FALSE);
}

char *
sv_columns_list (const SvColumns *columns)
{
  GString *sql = g_string_new (NULL);
  for (guint i = 0; i < columns->n; i++)
    {
      if (i > 0)
        g_string_append_c (sql, ',');
      append_name (sql, &columns->columns[i]);
    }
  return g_string_free (sql, FALSE);
}

static void
bind (sqlite3_stmt *statement, int at, SvColumnKind kind, gconstpointer member)
{
  gint64 number = kind == SV_COLUMN_COUNT || kind == SV_COLUMN_TIME ? *(const gint64 *)member : 0;
  switch (kind)
    {
    case SV_COLUMN_TEXT:
      sqlite3_bind_text (statement, at, *(const char *const *)member, -1, SQLITE_STATIC);
      return;
    case SV_COLUMN_COUNT:
    case SV_COLUMN_TIME:
      if (number == (kind == SV_COLUMN_COUNT ? -1 : SV_ROW_NO_TIME))
        sqlite3_bind_null (statement, at);
      else
        sqlite3_bind_int64 (statement, at, number);
      return;
    case SV_COLUMN_LINE:
      if (*(const guint *)member > 0)
        sqlite3_bind_int64 (statement, at, *(const guint *)member);
      else
        sqlite3_bind_null (statement, at);
      return;
    case SV_COLUMN_FLAG:
      sqlite3_bind_int (statement, at, *(const gboolean *)member != 0);
      return;
    }
}

void
sv_columns_bind (const SvColumns *columns, sqlite3_stmt *statement, gconstpointer data)
{
  for (guint i = 0; i < columns->n; i++)
    bind (statement, (int)(columns->n_keys + i + 1), columns->columns[i].kind,
          (const char *)data + columns->columns[i].member);
}

static void
read_member (sqlite3_stmt *statement, int at, SvColumnKind kind, gpointer member, SvRow *row)
{
  gboolean null = sqlite3_column_type (statement, at) == SQLITE_NULL;
  switch (kind)
    {
    case SV_COLUMN_TEXT:
      *(const char **)member = sv_row_keep (row, (const char *)sqlite3_column_text (statement, at));
      return;
    case SV_COLUMN_COUNT:
      *(gint64 *)member = null ? -1 : sqlite3_column_int64 (statement, at);
      return;
    case SV_COLUMN_TIME:
      *(gint64 *)member = null ? SV_ROW_NO_TIME : sqlite3_column_int64 (statement, at);
      return;
    case SV_COLUMN_LINE:
      *(guint *)member = (guint)sqlite3_column_int64 (statement, at);
      return;
    case SV_COLUMN_FLAG:
      *(gboolean *)member = sqlite3_column_int (statement, at);
      return;
    }
}

void
sv_columns_read (const SvColumns *columns, sqlite3_stmt *statement, int first, gpointer data,
                 SvRow *row)
{
  for (guint i = 0; i < columns->n; i++)
    read_member (statement, first + (int)i, columns->columns[i].kind,
                 (char *)data + columns->columns[i].member, row);
}
