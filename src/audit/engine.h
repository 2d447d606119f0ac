/* SPDX-License-Identifier: GPL-3.0-or-later
 * Many messages: read, examined by several threads, handed back in the order of the input.
 *
 * Whatever the number of jobs, the calls and their order are the same.  Memory does not grow with
 * the input: what is between reading and handing back is bounded in number and in bytes. */

#pragma once

#include "examine.h"
#include "mail/source.h"

/* Where something lies in the input. */
typedef struct
{
  const SvSourceFile *file; /* valid during the call; NULL: a path that was not opened */
  gboolean in_message;      /* FALSE: it concerns the file as a whole, nothing below is set */
  guint64 index;            /* 0-based message of the file */
  guint64 offset;           /* its first byte */
  guint64 next_index;       /* where a later run has to go on, once this is stored */
  guint64 next_offset;
  gboolean last; /* nothing more will be said of this message (enclosed ones come behind it) */
} SvPlace;

/* How far a run is. */
typedef struct
{
  guint64 bytes; /* of the input on disk, read so far */
  guint64 total; /* of all of it; 0: not known (a pipe) */
  guint64 messages;
  guint64 unreadable;
  guint questions; /* in flight */
  gint64 elapsed;  /* microseconds */
} SvEngineProgress;

/* What the engine calls.  All but `make`, `unmake` and `resume` are called in the thread that
 * called sv_engine_run(), one at a time and in the order of the input; any may be NULL. */
typedef struct
{
  gpointer data;

  /* Whether to read a file, and from where: `start` is all zero, the beginning.  FALSE: it is done
   * already.  Called by a thread of the engine, ahead of everything below. */
  gboolean (*resume) (const SvSourceFile *file, SvSourceStart *start, gpointer data);

  /* A file that is read from now on; and its end, `place` saying where a later run has to go on. */
  void (*file) (const SvSourceFile *file, gpointer data);
  void (*file_end) (const SvPlace *place, gpointer data);

  /* Makes from a report what is handed to `message`.  Called by several threads at a time.  NULL:
   * the report itself is handed over.  `unmake`, which goes with it, frees that again: a thread
   * that makes does so, as memory is given back cheaply where it was taken. */
  gpointer (*make) (SvReport *report, gpointer data);
  GDestroyNotify unmake;

  /* One finished message: what `make` returned, or the SvReport, borrowed. */
  void (*message) (const SvPlace *place, gpointer made, gpointer data);

  /* A message, a file or a folder that could not be read; `error` (SV_SOURCE_ERROR) names it. */
  void (*unreadable) (const SvPlace *place, const GError *error, gpointer data);

  /* Every now and then, also while nothing is finished.  FALSE: stop reading, finish what is in
   * hand and return. */
  gboolean (*progress) (const SvEngineProgress *progress, gpointer data);
} SvEngineHooks;

typedef struct
{
  const char *const *paths;
  SvInputFormat input_format;
  gint64 index;     /* only this message of each file; -1: all */
  gboolean bodies;  /* every body is wanted, not only those that may enclose something */
  gboolean measure; /* SvEngineProgress.total is wanted */
  guint jobs;       /* threads; 0: one for each processor */
  guint shard;      /* 1-based, of `shards`; both 0: everything */
  guint shards;
} SvEngineOptions;

/* Runs to the end of the input.  FALSE: `progress` stopped it. */
gboolean sv_engine_run (const SvEngineOptions *options, const SvWorld *world,
                        const SvEngineHooks *hooks);

/* What tells a file that has only grown from one that has changed: a hash of its first bytes and of
 * those in front of `offset`.  Newly allocated; NULL if it cannot be read or is shorter. */
char *sv_engine_fingerprint (const char *path, guint64 offset);
