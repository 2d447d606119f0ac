/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which member of a row is which column of the store: for store*.c only.
 *
 * The schema, what is written and what is read back are made of these tables. */

#pragma once

#include "audit/row.h"

#include <sqlite3.h>

typedef enum
{
  SV_COLUMN_TEXT,  /* const char *; NULL is NULL */
  SV_COLUMN_COUNT, /* gint64; -1 is NULL */
  SV_COLUMN_TIME,  /* gint64; SV_ROW_NO_TIME is NULL */
  SV_COLUMN_LINE,  /* guint; 0 is NULL */
  SV_COLUMN_FLAG   /* gboolean */
} SvColumnKind;

typedef struct
{
  const char *name;
  SvColumnKind kind;
  gsize member;
} SvColumn;

typedef struct
{
  const char *table;
  const char *keys; /* "message INTEGER NOT NULL, …": columns in front, of the store itself */
  const char *end;  /* what follows the columns in CREATE TABLE, from the closing parenthesis on */
  guint n_keys;
  const SvColumn *columns;
  guint n;
} SvColumns;

extern const SvColumns sv_message_columns, sv_verdict_columns, sv_hop_columns;

/* CREATE TABLE, INSERT (keys first), and "a,b,c" for a SELECT; newly allocated. */
char *sv_columns_create (const SvColumns *columns);
char *sv_columns_insert (const SvColumns *columns);
char *sv_columns_list (const SvColumns *columns);

/* Binds the members of `data` behind the keys. */
void sv_columns_bind (const SvColumns *columns, sqlite3_stmt *statement, gconstpointer data);

/* Reads result columns from number `first` on into `data`; strings go to the row's pool. */
void sv_columns_read (const SvColumns *columns, sqlite3_stmt *statement, int first, gpointer data,
                      SvRow *row);
