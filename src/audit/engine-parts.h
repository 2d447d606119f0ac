/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files of the engine have of each other: a message on its way, and the window of those
 * that are on their way. */

#pragma once

#include "audit/engine.h"

typedef struct SvEngineWindow SvEngineWindow;

/* One message of the input, with those that it encloses; or a piece that could not be read. */
typedef struct
{
  SvEngineWindow *window; /* the one that it is in */
  SvSourceFile *file;     /* shared by its tasks; the last of them lets it go */
  SvPlace place;
  GError *error;              /* either this */
  GQueue waiting;             /* or SvMessage: to be examined, the next one first */
  guint n;                    /* how many were taken out of there */
  SvExamination *examination; /* the one in hand */
  gint64 left;                /* microseconds that it may still wait for DNS */
  GPtrArray *made;            /* what `make` returned, in order */
  guint64 bytes;              /* of the input, read when this was */
  gsize weight;               /* bytes that it is taken to hold */
  gboolean finished;
} SvEngineTask;

/* Takes either `message` or `error`. */
SvEngineTask *sv_engine_task_new (SvSourceFile *file, SvMessage *message, GError *error);
void sv_engine_task_free (SvEngineTask *task, const SvEngineHooks *hooks);

/* Takes the message as far as it gets.  FALSE: it waits for DNS, and `ready` is called with the
 * task once it may be called again; the task must not be touched until then. */
gboolean sv_engine_task_run (SvEngineTask *task, const SvWorld *world, const SvEngineHooks *hooks,
                             void (*ready) (gpointer task));

/* Reads on: appends some tasks to the empty queue `tasks`.  FALSE: nothing will follow those. */
typedef gboolean (*SvEngineRead) (gpointer data, GQueue *tasks);

/* The window: tasks in the order of the input, with `threads` that read them, in turn, and work on
 * them.  They begin at once. */
SvEngineWindow *sv_engine_window_new (const SvWorld *world, const SvEngineHooks *hooks,
                                      guint threads, SvEngineRead read, gpointer data);

/* Waits for the threads; everything must have been taken out. */
void sv_engine_window_free (SvEngineWindow *window);

/* Waits a while for finished tasks and gives those that are next in the order, the first one first;
 * the queue may be empty.  What is in it before, from the last call, is done with and goes.  FALSE:
 * that was all. */
gboolean sv_engine_window_take (SvEngineWindow *window, GQueue *taken);
