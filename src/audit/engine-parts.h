/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files of the engine have of each other: a message on its way, and the window of those
 * that are on their way. */

#pragma once

#include "audit/engine.h"

typedef struct SvEngine SvEngine;

/* One message of the input, with those that it encloses; or a piece that could not be read. */
typedef struct
{
  SvEngine *engine;
  SvSourceFile *file; /* shared by its tasks; the last of them lets it go */
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
SvEngineTask *sv_engine_task_new (SvEngine *engine, SvSourceFile *file, SvMessage *message,
                                  GError *error);
void sv_engine_task_free (SvEngineTask *task);

/* Takes the message as far as it gets.  FALSE: it waits for DNS, and `ready` is called with the
 * task once it may be called again; the task must not be touched until then. */
gboolean sv_engine_task_run (SvEngineTask *task, const SvWorld *world, const SvEngineHooks *hooks,
                             void (*ready) (gpointer task));

/* The window: tasks in the order of the input, with the threads that work on them. */
typedef struct SvEngineWindow SvEngineWindow;
SvEngineWindow *sv_engine_window_new (const SvWorld *world, const SvEngineHooks *hooks, guint jobs);

/* Waits for the threads; everything must have been taken out. */
void sv_engine_window_free (SvEngineWindow *window);

/* Puts a task in, waiting for room.  Reader's thread. */
void sv_engine_window_put (SvEngineWindow *window, SvEngineTask *task);

/* Nothing more will be put in. */
void sv_engine_window_end (SvEngineWindow *window);

/* Waits a while for finished tasks and gives those that are next in the order, the first one first;
 * the queue may be empty.  FALSE: that was all. */
gboolean sv_engine_window_take (SvEngineWindow *window, GQueue *taken);

/* The window that a task of `engine` goes back into. */
SvEngineWindow *sv_engine_window (const SvEngine *engine);
