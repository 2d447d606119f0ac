/* SPDX-License-Identifier: GPL-3.0-or-later
 * The store of an audit: an SQLite database that grows message by message and loses none.
 *
 * Rows come in the order of the input and are committed in batches, always behind a whole message
 * with what it encloses.  After kill -9 or a full disk the database is as of its last commit, and
 * knows for every file where to go on.  doc/audit-schema.md describes the tables.
 *
 * The first thing that goes wrong sticks: all later writes do nothing, and the error can be asked
 * for.  sv_store_where() may be called from another thread than the rest. */

#pragma once

#include "audit/lines.h"
#include "audit/row.h"
#include "mail/source.h"

/* Raised whenever a table changes; a database of another version is refused. */
#define SV_STORE_VERSION 1

typedef enum
{
  SV_STORE_ERROR_EXISTS,     /* a new store was wanted, and the database has one already */
  SV_STORE_ERROR_VERSION,    /* of another version of the schema, or no store of ours */
  SV_STORE_ERROR_SQLITE,     /* what SQLite or the system says: read-only, full, damaged … */
  SV_STORE_ERROR_UNFINISHED, /* a run that stopped before its end is to be merged */
  SV_STORE_ERROR_OUTPUT      /* lines (audit/lines.h) that do not belong to this store */
} SvStoreError;
#define SV_STORE_ERROR (sv_store_error_quark ())
GQuark sv_store_error_quark (void);

typedef enum
{
  SV_STORE_NEW,    /* must not hold an audit yet */
  SV_STORE_RESUME, /* goes on, or begins */
  SV_STORE_READ    /* must exist; nothing is written */
} SvStoreMode;

/* What is written down of a run. */
typedef struct
{
  const char *program; /* version */
  const char *arguments;
  guint shard, shards; /* 0: everything */
  gint64 started;      /* seconds since 1970 */
} SvStoreRun;

typedef struct SvStore SvStore;

SvStore *sv_store_open (const char *path, SvStoreMode mode, GError **error);

/* Commits what is whole and closes.  FALSE: the error that stuck, or that of the last commit.
 * `ended` is the time, 0 for a run that was interrupted.  Afterwards the database is one file. */
gboolean sv_store_close (SvStore *store, gint64 ended, GError **error);

/* The error that stuck, or NULL. */
const GError *sv_store_error (const SvStore *store);

/* Messages that the store held when it was opened. */
guint64 sv_store_messages_before (const SvStore *store);

/* Begins a run.  `lines` (GPtrArray of SvLines *, borrowed) are committed together with the rows.
 */
gboolean sv_store_begin (SvStore *store, const SvStoreRun *run, GPtrArray *lines, GError **error);

/* Whether a file is to be read, and from where.  Rows of a file that is no longer the one that was
 * read are removed. */
gboolean sv_store_where (SvStore *store, const SvSourceFile *file, SvSourceStart *start);

/* A file; its messages; how far it is done (commits now and then); its end. */
void sv_store_file (SvStore *store, const SvSourceFile *file);
void sv_store_message (SvStore *store, const SvRow *row);
void sv_store_reached (SvStore *store, const SvSourceStart *next);
void sv_store_file_end (SvStore *store, const SvSourceStart *next);

/* Something that could not be read. */
typedef struct
{
  const char *file;   /* sv_row_path(), or NULL where only the reason names it */
  gint64 index;       /* -1: it concerns the file as a whole */
  gint64 offset;      /* -1: likewise */
  const char *kind;   /* data word: "open", "read", "changed", "no-mail", "message" */
  const char *reason; /* for people */
} SvStoreFailure;
void sv_store_unreadable (SvStore *store, const SvStoreFailure *failure);

/* Commits what is whole: called now and then where messages are slow to come. */
void sv_store_commit (SvStore *store);

/* ---- reading ---- */

/* A walk over all rows in the order of the input.  Answers are not part of it. */
typedef struct SvStoreCursor SvStoreCursor;
SvStoreCursor *sv_store_cursor_new (SvStore *store, GError **error);
SvRow *sv_store_cursor_next (SvStoreCursor *cursor, GError **error); /* yours; NULL: the end */
guint sv_store_cursor_file_number (const SvStoreCursor *cursor);     /* of the row returned last */
void sv_store_cursor_free (SvStoreCursor *cursor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvStoreCursor, sv_store_cursor_free)

/* Calls `each` for everything that could not be read, in order. */
gboolean sv_store_failures (SvStore *store, void (*each) (const SvStoreFailure *, gpointer),
                            gpointer data, GError **error);

/* Joins the stores of shards into a new one, as one run would have written it. */
gboolean sv_store_merge (const char *path, const char *const *inputs, GError **error);
