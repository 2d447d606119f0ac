/* SPDX-License-Identifier: GPL-3.0-or-later
 * The window of messages that are on their way: bounded in bytes, filled and worked on by several
 * threads, left in the order in which it was entered.
 *
 * A thread that finds little to do reads what comes next, one thread at a time.  So messages are
 * mostly examined where they were read, and freed where they were allocated: threads that hand each
 * other memory wait for each other in malloc() and free(). */

#include "audit/engine-parts.h"

/* What the tasks of the window may weigh together: enough for some hundreds that wait for DNS. */
#define WEIGHT_MAX ((gsize)64 * 1024 * 1024)

/* Having been full, it is filled again when it is as empty as this: threads do not wake each other
 * for single messages. */
#define WEIGHT_LOW (WEIGHT_MAX * 3 / 4)

/* More is read when fewer than so many are left to begin with: the others go on with those. */
#define READ_AHEAD 32

/* A thread takes so many fresh tasks at a time, if there are enough for all, and they are finished
 * together: threads meet seldom. */
#define TAKE_MAX 16

/* Finished tasks are handed over so many at a time, or after this time. */
#define HAND_OVER 64
#define HAND_OVER_MICROSECONDS (20 * G_TIME_SPAN_MILLISECOND)

struct SvEngineWindow
{
  const SvWorld *world;
  const SvEngineHooks *hooks;
  SvEngineRead read;
  gpointer reader;
  guint threads;
  GMutex lock;        /* guards everything below */
  GPtrArray *workers; /* GThread; made as there is work for them */
  GCond work, finished;
  GQueue order; /* SvEngineTask: all of them */
  GQueue fresh; /* those not begun */
  GQueue ready; /* those whose questions are answered */
  GQueue spent; /* those handed over, no longer in `order`, but weighing until they are freed */
  gsize weight;
  guint n_finished;
  guint idle;
  gboolean reading; /* one of the threads is at it */
  gboolean full;
  gboolean ended; /* there is nothing more to read */
};

/* Whether it is worth waking who takes the finished ones: some of them make room. */
static gboolean
worth_taking (SvEngineWindow *window)
{
  const SvEngineTask *head = g_queue_peek_head (&window->order);
  guint enough = window->full ? MIN (HAND_OVER, window->order.length / 4) : HAND_OVER;
  return head && head->finished
         && (window->n_finished >= enough || window->n_finished == window->order.length);
}

/* Lets `n` more threads see whether there is something for them. */
static void
wake (SvEngineWindow *window, guint n)
{
  for (guint i = 0; i < MIN (n, window->idle); i++)
    g_cond_signal (&window->work);
}

static void
make_ready (gpointer data)
{
  SvEngineTask *task = data;
  SvEngineWindow *window = task->window;
  g_mutex_lock (&window->lock);
  g_queue_push_tail (&window->ready, task);
  wake (window, 1);
  g_mutex_unlock (&window->lock);
}

/* ---- a thread ---- */

/* What it has in hand. */
typedef struct
{
  SvEngineTask *tasks[TAKE_MAX];
  gboolean finished[TAKE_MAX];
  guint n;
  gsize lighter; /* bytes that finishing set free */
  GQueue spent;  /* to be freed */
} Hand;

static gpointer work (gpointer data);

/* Puts in what was read. */
static void
enter (SvEngineWindow *window, GQueue *tasks)
{
  guint fresh = 0;
  for (SvEngineTask *task; (task = g_queue_pop_head (tasks));)
    {
      task->window = window;
      task->finished = task->error != NULL;
      window->weight += task->weight;
      g_queue_push_tail (&window->order, task);
      if (!task->finished)
        {
          g_queue_push_tail (&window->fresh, task);
          fresh++;
        }
      window->n_finished += task->finished;
    }
  window->full = window->weight >= WEIGHT_MAX;
  wake (window, fresh);
  if (window->idle == 0 && fresh > 0 && window->workers->len < window->threads)
    g_ptr_array_add (window->workers, g_thread_new ("audit", work, window));
}

/* Reads on, without the lock. */
static void
read_on (SvEngineWindow *window)
{
  GQueue tasks = G_QUEUE_INIT;
  window->reading = TRUE;
  g_mutex_unlock (&window->lock);
  gboolean more = window->read (window->reader, &tasks);
  g_mutex_lock (&window->lock);
  window->reading = FALSE;
  window->ended = !more;
  enter (window, &tasks);
  if (window->ended || worth_taking (window))
    g_cond_signal (&window->finished);
}

/* Gives back what is finished. */
static void
give_back (SvEngineWindow *window, Hand *hand)
{
  for (guint i = 0; i < hand->n; i++)
    if (hand->finished[i])
      {
        hand->tasks[i]->finished = TRUE;
        window->n_finished++;
      }
  window->weight -= hand->lighter;
  if (hand->n > 0 && worth_taking (window))
    g_cond_signal (&window->finished);
  *hand = (Hand){ .n = 0 };
}

/* Takes the next tasks to work on, those begun first, and the next ones to free. */
static void
take_in_hand (SvEngineWindow *window, Hand *hand)
{
  SvEngineTask *task;
  guint share = CLAMP (window->fresh.length / (2 * window->threads), 1, TAKE_MAX);
  if ((task = g_queue_pop_head (&window->ready)))
    hand->tasks[hand->n++] = task;
  while (hand->n < share && (task = g_queue_pop_head (&window->fresh)))
    hand->tasks[hand->n++] = task;
  for (guint i = 0; i < 2 * TAKE_MAX && (task = g_queue_pop_head (&window->spent)); i++)
    {
      window->weight -= task->weight;
      g_queue_push_tail (&hand->spent, task);
    }
  if (window->full && (window->weight < WEIGHT_LOW || window->order.length == 0))
    {
      window->full = FALSE;
      wake (window, 1);
    }
}

/* Gives back what a thread had in hand and takes more.  FALSE: there will be nothing any more. */
static gboolean
go_on (SvEngineWindow *window, Hand *hand)
{
  g_mutex_lock (&window->lock);
  give_back (window, hand);
  for (;;)
    {
      gboolean may_read = !window->reading && !window->full && !window->ended;
      if (may_read && window->ready.length == 0 && window->fresh.length < READ_AHEAD)
        read_on (window);
      take_in_hand (window, hand);
      if (hand->n > 0 || hand->spent.length > 0 || (window->ended && window->order.length == 0))
        break;
      window->idle++;
      g_cond_wait (&window->work, &window->lock);
      window->idle--;
    }
  g_mutex_unlock (&window->lock);
  return hand->n > 0 || hand->spent.length > 0;
}

static void
free_spent (SvEngineWindow *window, GQueue *spent)
{
  for (SvEngineTask *task; (task = g_queue_pop_head (spent));)
    sv_engine_task_free (task, window->hooks);
}

static gpointer
work (gpointer data)
{
  SvEngineWindow *window = data;
  for (Hand hand = { .n = 0 }; go_on (window, &hand);)
    {
      free_spent (window, &hand.spent);
      for (guint i = 0; i < hand.n; i++)
        {
          SvEngineTask *task = hand.tasks[i];
          gsize weight = task->weight;
          hand.finished[i] = sv_engine_task_run (task, window->world, window->hooks, make_ready);
          if (hand.finished[i])
            hand.lighter += weight - task->weight;
        }
    }
  return NULL;
}

/* ---- the window ---- */

SvEngineWindow *
sv_engine_window_new (const SvWorld *world, const SvEngineHooks *hooks, guint threads,
                      SvEngineRead read, gpointer data)
{
  SvEngineWindow *window = g_new0 (SvEngineWindow, 1);
  window->world = world;
  window->hooks = hooks;
  window->threads = threads;
  window->read = read;
  window->reader = data;
  window->workers = g_ptr_array_new ();
  g_mutex_init (&window->lock);
  g_cond_init (&window->work);
  g_cond_init (&window->finished);
  g_mutex_lock (&window->lock);
  g_ptr_array_add (window->workers, g_thread_new ("audit", work, window));
  g_mutex_unlock (&window->lock);
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
  free_spent (window, &window->spent);
  g_ptr_array_unref (window->workers);
  g_mutex_clear (&window->lock);
  g_cond_clear (&window->work);
  g_cond_clear (&window->finished);
  g_free (window);
}

gboolean
sv_engine_window_take (SvEngineWindow *window, GQueue *taken)
{
  gint64 until = g_get_monotonic_time () + HAND_OVER_MICROSECONDS;
  g_mutex_lock (&window->lock);
  wake (window, taken->length > 0);
  for (SvEngineTask *task; (task = g_queue_pop_head (taken));)
    g_queue_push_tail (&window->spent, task);
  while (!worth_taking (window) && !(window->ended && window->order.length == 0)
         && g_cond_wait_until (&window->finished, &window->lock, until))
    ;
  for (SvEngineTask *task; (task = g_queue_peek_head (&window->order)) && task->finished;)
    {
      g_queue_push_tail (taken, g_queue_pop_head (&window->order));
      window->n_finished--;
    }
  gboolean more = !window->ended || window->order.length > 0;
  g_mutex_unlock (&window->lock);
  return more;
}
