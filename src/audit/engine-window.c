/* SPDX-License-Identifier: GPL-3.0-or-later
 * The window of messages that are on their way: bounded in bytes, worked on by several threads,
 * left in the order in which it was entered. */

#include "audit/engine-parts.h"

/* What the tasks of the window may weigh together: enough for some hundreds that wait for DNS. */
#define WEIGHT_MAX ((gsize)64 * 1024 * 1024)

/* Having been full, it is entered again when it is as empty as this: threads do not wake each other
 * for single messages. */
#define WEIGHT_LOW (WEIGHT_MAX * 3 / 4)

/* Finished tasks are handed over so many at a time, or after this time. */
#define HAND_OVER 64
#define HAND_OVER_MICROSECONDS (20 * G_TIME_SPAN_MILLISECOND)

struct SvEngineWindow
{
  const SvWorld *world;
  const SvEngineHooks *hooks;
  GPtrArray *workers; /* GThread; made as there is work for them */
  guint jobs;
  GMutex lock; /* guards everything below */
  GCond work, room, finished;
  GQueue order; /* SvEngineTask: all of them */
  GQueue fresh; /* those not begun */
  GQueue ready; /* those whose questions are answered */
  gsize weight;
  guint n_finished;
  guint idle;
  gboolean full;
  gboolean ended;
};

/* Whether it is worth waking who takes the finished ones. */
static gboolean
worth_taking (SvEngineWindow *window)
{
  const SvEngineTask *head = g_queue_peek_head (&window->order);
  return head && head->finished
         && (window->n_finished >= HAND_OVER || window->n_finished == window->order.length
             || window->full);
}

static void
finish (SvEngineWindow *window, SvEngineTask *task, gsize weight)
{
  g_mutex_lock (&window->lock);
  task->finished = TRUE;
  window->n_finished++;
  window->weight -= weight - task->weight;
  if (worth_taking (window))
    g_cond_signal (&window->finished);
  g_mutex_unlock (&window->lock);
}

static void
make_ready (gpointer data)
{
  SvEngineTask *task = data;
  SvEngineWindow *window = sv_engine_window (task->engine);
  g_mutex_lock (&window->lock);
  g_queue_push_tail (&window->ready, task);
  if (window->idle > 0)
    g_cond_signal (&window->work);
  g_mutex_unlock (&window->lock);
}

/* The next task to work on, those begun first; NULL: there will be none any more. */
static SvEngineTask *
next_task (SvEngineWindow *window)
{
  SvEngineTask *task;
  g_mutex_lock (&window->lock);
  while (!(task = g_queue_pop_head (&window->ready)) && !(task = g_queue_pop_head (&window->fresh))
         && !(window->ended && window->order.length == 0))
    {
      window->idle++;
      g_cond_wait (&window->work, &window->lock);
      window->idle--;
    }
  g_mutex_unlock (&window->lock);
  return task;
}

static gpointer
work (gpointer data)
{
  SvEngineWindow *window = data;
  for (SvEngineTask *task; (task = next_task (window));)
    {
      gsize weight = task->weight;
      if (sv_engine_task_run (task, window->world, window->hooks, make_ready))
        finish (window, task, weight);
    }
  return NULL;
}

SvEngineWindow *
sv_engine_window_new (const SvWorld *world, const SvEngineHooks *hooks, guint jobs)
{
  SvEngineWindow *window = g_new0 (SvEngineWindow, 1);
  window->world = world;
  window->hooks = hooks;
  window->jobs = jobs ? jobs : g_get_num_processors ();
  window->workers = g_ptr_array_new ();
  g_mutex_init (&window->lock);
  g_cond_init (&window->work);
  g_cond_init (&window->room);
  g_cond_init (&window->finished);
  return window;
}

void
sv_engine_window_free (SvEngineWindow *window)
{
  g_mutex_lock (&window->lock);
  g_cond_broadcast (&window->work);
  g_mutex_unlock (&window->lock);
  for (guint i = 0; i < window->workers->len; i++)
    g_thread_join (window->workers->pdata[i]);
  g_ptr_array_unref (window->workers);
  g_mutex_clear (&window->lock);
  g_cond_clear (&window->work);
  g_cond_clear (&window->room);
  g_cond_clear (&window->finished);
  g_free (window);
}

void
sv_engine_window_put (SvEngineWindow *window, SvEngineTask *task)
{
  g_mutex_lock (&window->lock);
  while (window->full)
    g_cond_wait (&window->room, &window->lock);
  g_queue_push_tail (&window->order, task);
  window->weight += task->weight;
  window->full = window->weight >= WEIGHT_MAX;
  if (task->error)
    {
      task->finished = TRUE;
      window->n_finished++;
    }
  else
    g_queue_push_tail (&window->fresh, task);
  if (task->error || window->full)
    g_cond_signal (&window->finished);
  else if (window->idle > 0)
    g_cond_signal (&window->work);
  else if (window->workers->len < window->jobs)
    g_ptr_array_add (window->workers, g_thread_new ("audit", work, window));
  g_mutex_unlock (&window->lock);
}

void
sv_engine_window_end (SvEngineWindow *window)
{
  g_mutex_lock (&window->lock);
  window->ended = TRUE;
  g_cond_signal (&window->finished);
  g_mutex_unlock (&window->lock);
}

gboolean
sv_engine_window_take (SvEngineWindow *window, GQueue *taken)
{
  gint64 until = g_get_monotonic_time () + HAND_OVER_MICROSECONDS;
  g_mutex_lock (&window->lock);
  while (!worth_taking (window) && !(window->ended && window->order.length == 0)
         && g_cond_wait_until (&window->finished, &window->lock, until))
    ;
  for (SvEngineTask *task; (task = g_queue_peek_head (&window->order)) && task->finished;)
    {
      g_queue_push_tail (taken, g_queue_pop_head (&window->order));
      window->n_finished--;
      window->weight -= task->weight;
    }
  if (window->full && (window->weight < WEIGHT_LOW || window->order.length == 0))
    {
      window->full = FALSE;
      g_cond_signal (&window->room);
    }
  gboolean more = !window->ended || window->order.length > 0;
  g_mutex_unlock (&window->lock);
  return more;
}
