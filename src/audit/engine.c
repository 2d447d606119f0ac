/* SPDX-License-Identifier: GPL-3.0-or-later
 * The run over many messages: several threads read in turn and examine, and the caller's gets the
 * results in order; see engine.h. */

#include "audit/engine-parts.h"

#include <sys/eventfd.h>
#include <unistd.h>

/* How often `progress` is called. */
#define PROGRESS_INTERVAL (100 * G_TIME_SPAN_MILLISECOND)

/* So many messages of a file are read at a time, of this weight at most: threads meet seldom, and
 * none waits long for its turn. */
#define BATCH_MAX 32
#define BATCH_WEIGHT ((gsize)1024 * 1024)

typedef struct
{
  const SvEngineOptions *options;
  const SvEngineHooks *hooks;
  const SvWorld *world;
  SvEngineWindow *window;

  /* Of the thread that reads. */
  SvSource *source;
  SvSourceFile *reading; /* belongs to the tasks */

  /* The caller's. */
  SvSourceFile *file; /* the one that was announced */
  SvPlace place;      /* of what was handed over last */
  SvEngineProgress progress;
  gint64 begun;
  gint64 told;

  gint stopped; /* atomic */
  int stop;     /* eventfd: the same, for a reader that waits for input */
} SvEngine;

/* ---- the thread that reads ---- */

/* The file that was just read from, in a copy that its tasks share.  It is theirs: once a task
 * follows that does not belong to it, it may be gone. */
static SvSourceFile *
current_file (SvEngine *engine, const SvSourceFile *file)
{
  if (!file)
    return engine->reading = NULL;
  if (engine->reading && engine->reading->number == file->number)
    return engine->reading;
  engine->reading = g_memdup2 (file, sizeof *file);
  engine->reading->path = g_strdup (file->path);
  return engine->reading;
}

/* The next message, or what could not be read of it; NULL: nothing follows. */
static SvEngineTask *
read_task (SvEngine *engine)
{
  const gint64 index = engine->options->index;
  while (!g_atomic_int_get (&engine->stopped))
    {
      GError *error = NULL;
      SvSourceStart next;
      g_autoptr (SvMessage) message = sv_source_next (engine->source, &error);
      if (g_atomic_int_get (&engine->stopped) || (!message && !error))
        {
          /* Once stopped, it may be cut. */
          g_clear_error (&error);
          break;
        }
      if (message && index >= 0 && message->index != (guint64)index)
        continue;
      SvSourceFile *file = current_file (engine, sv_source_file (engine->source, &next));
      SvEngineTask *task = sv_engine_task_new (file, g_steal_pointer (&message), error);
      task->place.next_index = next.index;
      task->place.next_offset = next.offset;
      /* Who wants one message does not wait for the end of a large archive. */
      if (index >= 0 && task->place.in_message)
        sv_source_leave_file (engine->source);
      task->bytes = sv_source_bytes (engine->source);
      return task;
    }
  return NULL;
}

/* What was read does not wait for a pipe, nor for another file to be opened. */
static gboolean
read_some (gpointer data, GQueue *tasks)
{
  SvEngine *engine = data;
  gsize weight = 0;
  do
    {
      SvEngineTask *task = read_task (engine);
      if (!task)
        return FALSE;
      g_queue_push_tail (tasks, task);
      weight += task->weight;
    }
  while (sv_source_goes_on (engine->source) && tasks->length < BATCH_MAX && weight < BATCH_WEIGHT);
  return TRUE;
}

/* ---- the caller's thread ---- */

static void
end_file (SvEngine *engine)
{
  if (!engine->file)
    return;
  SvPlace end = engine->place;
  end.in_message = FALSE;
  if (engine->hooks->file_end)
    engine->hooks->file_end (&end, engine->hooks->data);
  g_free (engine->file->path);
  g_clear_pointer (&engine->file, g_free);
}

static void
arrive (SvEngine *engine, const SvEngineTask *task)
{
  if (task->file != engine->file)
    {
      end_file (engine);
      engine->file = task->file;
      if (engine->file && engine->hooks->file)
        engine->hooks->file (engine->file, engine->hooks->data);
    }
  engine->place = task->place;
  engine->progress.bytes = task->bytes;
}

static void
hand_over (SvEngine *engine, SvEngineTask *task)
{
  const SvEngineHooks *hooks = engine->hooks;
  arrive (engine, task);
  if (task->error)
    {
      engine->progress.unreadable++;
      if (hooks->unreadable)
        hooks->unreadable (&task->place, task->error, hooks->data);
      return;
    }
  for (guint i = 0; i < task->made->len; i++)
    {
      task->place.last = i + 1 == task->made->len;
      engine->progress.messages++;
      hooks->message (&task->place, task->made->pdata[i], hooks->data);
    }
}

static void
tell_progress (SvEngine *engine)
{
  gint64 now = g_get_monotonic_time ();
  if (!engine->hooks->progress || now - engine->told < PROGRESS_INTERVAL)
    return;
  engine->told = now;
  engine->progress.elapsed = now - engine->begun;
  engine->progress.questions = sv_ask_in_flight (engine->world->ask);
  if (!engine->hooks->progress (&engine->progress, engine->hooks->data))
    {
      g_atomic_int_set (&engine->stopped, TRUE);
      eventfd_write (engine->stop, 1);
    }
}

static void
deliver_all (SvEngine *engine)
{
  GQueue taken = G_QUEUE_INIT;
  gboolean more = TRUE;
  while (more)
    {
      more = sv_engine_window_take (engine->window, &taken);
      for (GList *link = taken.head; link; link = link->next)
        hand_over (engine, link->data);
      tell_progress (engine);
    }
  sv_engine_window_take (engine->window, &taken);
  end_file (engine);
}

gboolean
sv_engine_run (const SvEngineOptions *options, const SvWorld *world, const SvEngineHooks *hooks)
{
  SvEngine engine
      = { .options = options, .hooks = hooks, .world = world, .begun = g_get_monotonic_time () };
  engine.source = sv_source_new (options->paths, options->input_format,
                                 options->bodies ? SV_BODIES_ALL : SV_BODIES_ENCLOSING);
  if (options->shards > 1)
    sv_source_set_shard (engine.source, options->shard, options->shards);
  else if (options->measure)
    engine.progress.total = sv_source_measure (options->paths);
  engine.stop = eventfd (0, EFD_CLOEXEC);
  sv_source_set_stop (engine.source, engine.stop);
  if (hooks->resume)
    sv_source_set_ask (engine.source, hooks->resume, hooks->data);
  /* One that waits for input does no work meanwhile. */
  guint threads = options->jobs ? options->jobs : g_get_num_processors ();
  threads += sv_source_may_wait (options->paths);
  engine.window = sv_engine_window_new (world, hooks, threads, read_some, &engine);
  deliver_all (&engine);
  sv_engine_window_free (engine.window);
  sv_source_free (engine.source);
  if (engine.stop >= 0)
    close (engine.stop);
  return !engine.stopped;
}
