/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files of the store share: for store*.c only. */

#pragma once

#include "audit/store-columns.h"
#include "audit/store.h"

/* Statements that are prepared once. */
typedef enum
{
  SV_SQL_BEGIN,
  SV_SQL_COMMIT,
  SV_SQL_ROLLBACK,
  SV_SQL_FIND_FILE,
  SV_SQL_PUT_FILE,
  SV_SQL_UPDATE_FILE,
  SV_SQL_REACHED,
  SV_SQL_MESSAGE,
  SV_SQL_VERDICT,
  SV_SQL_HOP,
  SV_SQL_FINDING,
  SV_SQL_FIND_TEXT,
  SV_SQL_PUT_TEXT,
  SV_SQL_VALUE,
  SV_SQL_ANSWER,
  SV_SQL_FAILURE,
  SV_SQL_OUTPUT,
  SV_SQL_N
} SvSql;

struct SvStore
{
  char *path;
  sqlite3 *db;
  GMutex lock; /* sv_store_where() comes from another thread */
  sqlite3_stmt *statements[SV_SQL_N];
  gboolean in_transaction;
  gboolean read_only;
  GError *error; /* the first */

  gint64 run;
  GPtrArray *lines; /* SvLines *, borrowed; or NULL */
  guint64 messages_before, messages_now;
  gint64 last_message; /* id */
  gboolean in_message; /* what it encloses may still come */
  guint waiting;       /* messages since the last commit */

  gint64 last_file;   /* id of the one that ended last: an interrupted run did not finish it */
  GString *asked;     /* ",id" of those that were not done and are gone on with */
  gint64 file;        /* id of the current one, 0: none */
  SvSourceStart next; /* how far it is done */
  SvSourceStart last; /* where the message in front of that begins */
  char *file_path;    /* for its fingerprint; NULL where it has none */

  GHashTable *texts;   /* "id NUL-free key" to id of the table texts: a cache */
  GHashTable *answers; /* SvDnsAnswer, a reference each: stored already */
};

/* Creates the tables in an empty database, or checks that they are ours.  `empty` tells which. */
gboolean sv_store_schema (SvStore *store, gboolean may_create, gboolean *empty, GError **error);

/* Runs SQL without results. */
gboolean sv_store_exec (SvStore *store, const char *sql, GError **error);

/* What SQLite says, with the name of the database.  Returns FALSE. */
gboolean sv_store_complain (const SvStore *store, GError **error);

/* A prepared statement, reset and without old values; NULL where that fails (the error sticks). */
sqlite3_stmt *sv_store_sql (SvStore *store, SvSql which);

/* Steps a statement without results, and resets it; a failure sticks. */
void sv_store_step (SvStore *store, sqlite3_stmt *statement);

/* Notes how far the present file is done. */
void sv_store_put_reached (SvStore *store, gboolean done);

/* Makes an error stick, and takes back what is not committed. */
void sv_store_fail (SvStore *store);

/* The parts of a message; the lock is held. */
void sv_store_put_row (SvStore *store, const SvRow *row);
