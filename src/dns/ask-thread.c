/* SPDX-License-Identifier: GPL-3.0-or-later
 * One thread that keeps the questions of many messages in flight: sv_ask_post(). */

#include "dns/ask-thread.h"

#include <sys/eventfd.h>
#include <unistd.h>

/* Longest sleep without a reason to wake up. */
#define TURN_MICROSECONDS (G_USEC_PER_SEC / 4)

/* Somebody's questions, from sv_ask_post() to `done`. */
typedef struct
{
  SvAskWaiter waiter;
  SvLookups *lookups;
  SvAnswers *answers;
  GPtrArray *wanted; /* SvDnsQuestion, until the thread has joined them */
  gint64 *left;
  void (*done) (gpointer data);
  gpointer data;
} Post;

struct SvAskThread
{
  SvAsk *ask;
  GThread *thread;
  int wake; /* eventfd: something was posted, or it is over */
  GMutex lock;
  GQueue posted;      /* Post; guarded by `lock` */
  gboolean quit;      /* guarded by `lock` */
  GPtrArray *waiting; /* Post; the thread's own */
};

static void
wake_up (SvAskThread *thread)
{
  const guint64 one = 1;
  /* Fails only if the counter is full, and then the thread is awake. */
  if (write (thread->wake, &one, sizeof one) < 0)
    return;
}

static void
sleep_again (SvAskThread *thread)
{
  guint64 count;
  if (read (thread->wake, &count, sizeof count) < 0) /* EAGAIN: nobody woke it */
    return;
}

/* Takes what was posted; FALSE when it is over. */
static gboolean
take_posted (SvAskThread *thread)
{
  g_mutex_lock (&thread->lock);
  GQueue posted = thread->posted;
  gboolean go_on = !thread->quit;
  g_queue_init (&thread->posted);
  g_mutex_unlock (&thread->lock);
  for (Post *post; (post = g_queue_pop_head (&posted));)
    {
      for (guint i = 0; i < post->wanted->len; i++)
        sv_ask_join (thread->ask, post->wanted->pdata[i], post->answers, &post->waiter);
      g_clear_pointer (&post->wanted, g_ptr_array_unref);
      g_ptr_array_add (thread->waiting, post);
    }
  return go_on;
}

/* Lets go of those whose questions are answered, or whose time is over. */
static void
wake_waiters (SvAskThread *thread, gint64 *wait)
{
  gint64 now = g_get_monotonic_time ();
  *wait = TURN_MICROSECONDS;
  for (guint i = thread->waiting->len; i > 0; i--)
    {
      Post *post = thread->waiting->pdata[i - 1];
      gint64 taken = post->waiter.since ? now - post->waiter.since : 0;
      gboolean late = taken >= *post->left;
      if (post->waiter.open > 0 && !late)
        {
          *wait = MIN (*wait, *post->left - taken);
          continue;
        }
      if (post->waiter.open > 0)
        sv_ask_leave (thread->ask, &post->waiter);
      *post->left -= taken;
      if (late)
        sv_lookups_give_up (post->lookups);
      g_ptr_array_remove_index_fast (thread->waiting, i - 1);
      post->done (post->data);
      g_free (post);
    }
}

static gpointer
run (gpointer data)
{
  SvAskThread *thread = data;
  gint64 wait;
  while (take_posted (thread))
    {
      wake_waiters (thread, &wait);
      sv_ask_turn (thread->ask, thread->wake, wait);
      sleep_again (thread);
      wake_waiters (thread, &wait);
    }
  sv_ask_close (thread->ask);
  wake_waiters (thread, &wait);
  return NULL;
}

static SvAskThread *
thread_new (SvAsk *ask)
{
  SvAskThread *thread = g_new0 (SvAskThread, 1);
  thread->ask = ask;
  thread->wake = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  g_mutex_init (&thread->lock);
  thread->waiting = g_ptr_array_new ();
  thread->thread = g_thread_new ("dns", run, thread);
  return thread;
}

void
sv_ask_thread_free (SvAskThread *thread)
{
  if (!thread)
    return;
  g_mutex_lock (&thread->lock);
  thread->quit = TRUE;
  g_mutex_unlock (&thread->lock);
  wake_up (thread);
  g_thread_join (thread->thread);
  close (thread->wake);
  g_mutex_clear (&thread->lock);
  g_ptr_array_unref (thread->waiting);
  g_free (thread);
}

/* The thread of `ask`, made when it is first needed. */
static SvAskThread *
find_thread (SvAsk *ask)
{
  static GMutex lock;
  SvAskThread **thread = sv_ask_thread (ask);
  g_mutex_lock (&lock);
  if (!*thread)
    *thread = thread_new (ask);
  g_mutex_unlock (&lock);
  return *thread;
}

gboolean
sv_ask_post (SvAsk *ask, SvLookups *lookups, SvAnswers *answers, gint64 *left,
             void (*done) (gpointer data), gpointer data)
{
  g_autoptr (GPtrArray) wanted = sv_lookups_take_wanted (lookups);
  for (guint i = wanted->len; i > 0; i--)
    if (sv_ask_from_files (ask, wanted->pdata[i - 1], answers))
      g_ptr_array_remove_index_fast (wanted, i - 1);
  if (wanted->len == 0)
    return FALSE;
  if (*left <= 0)
    {
      sv_lookups_give_up (lookups);
      return FALSE;
    }
  Post *post = g_new0 (Post, 1);
  post->lookups = lookups;
  post->answers = answers;
  post->wanted = g_steal_pointer (&wanted);
  post->left = left;
  post->done = done;
  post->data = data;
  SvAskThread *thread = find_thread (ask);
  g_mutex_lock (&thread->lock);
  g_queue_push_tail (&thread->posted, post);
  gboolean first = thread->posted.length == 1;
  g_mutex_unlock (&thread->lock);
  if (first)
    wake_up (thread);
  return TRUE;
}
