/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the engine's window: bounded in number and in bytes, and left as it was entered. */

#include "audit/engine-parts.h"
#include "suite.h"
#include "world.h"

#include <string.h>

/* What the window may hold (engine-window.c), and what a message weighs at least, for each byte of
 * its header, and once it is made (engine-task.c). */
#define WEIGHT_MAX ((gsize)64 * 1024 * 1024)
#define WEIGHT_MIN ((gsize)24 * 1024)
#define WEIGHT_OF_BYTE ((gsize)3)
#define WEIGHT_MADE ((gsize)4 * 1024)

#define LARGE ((gsize)1024 * 1024)

/* How many are read at a time. */
#define BATCH 3

/* What fills a window. */
typedef struct
{
  SvEngineWindow *window;
  guint n;
  gsize header_len; /* of messages; 0: errors, which need no work */
  gint reading;     /* atomic: threads that do */
  gint met;         /* atomic: how often it was two */
  gint entered;     /* atomic */
  gint locked;      /* atomic: make() waits */
  gint made, freed; /* atomic */
} Filler;

static SvMessage *
new_message (guint index, gsize len)
{
  SvMessage *message = g_new0 (SvMessage, 1);
  char *header = g_strnfill (len, 'x');
  memcpy (header, "Subject: ", strlen ("Subject: "));
  memcpy (header + len - 2, "\n\n", 2);
  message->file = g_strdup ("box");
  message->format = SV_INPUT_MBOX;
  message->index = index;
  message->header = g_bytes_new_take (header, len);
  return message;
}

static gboolean
fill (gpointer data, GQueue *tasks)
{
  Filler *filler = data;
  if (g_atomic_int_add (&filler->reading, 1) != 0 || tasks->length != 0)
    g_atomic_int_inc (&filler->met);
  for (guint i = 0; i < BATCH && (guint)filler->entered < filler->n; i++)
    {
      guint index = (guint)filler->entered;
      SvMessage *message = filler->header_len ? new_message (index, filler->header_len) : NULL;
      GError *error
          = message ? NULL
                    : g_error_new (SV_SOURCE_ERROR, SV_SOURCE_ERROR_MESSAGE, "number %u", index);
      SvEngineTask *task = sv_engine_task_new (NULL, message, error);
      task->place.index = index;
      g_queue_push_tail (tasks, task);
      g_atomic_int_inc (&filler->entered);
    }
  g_atomic_int_add (&filler->reading, -1);
  return (guint)filler->entered < filler->n;
}

static gpointer
make (SvReport *report, gpointer data)
{
  Filler *filler = data;
  while (g_atomic_int_get (&filler->locked))
    g_usleep (500);
  g_atomic_int_inc (&filler->made);
  return g_strdup_printf ("%u", (guint)report->message->index);
}

static gint *unmade; /* Filler.freed of the running test */

static void
unmake (gpointer made)
{
  g_free (made);
  g_atomic_int_inc (unmade);
}

/* How many have entered once no more do.  A machine that is busy elsewhere may cut this short, but
 * then there are too few, never too many. */
static guint
wait_until_full (Filler *filler)
{
  gint before = -1, now = 0;
  for (guint still = 0; still < 20; still = now == before && now > 0 ? still + 1 : 0)
    {
      before = now;
      g_usleep (3000);
      now = g_atomic_int_get (&filler->entered);
    }
  return (guint)now;
}

/* Takes everything out; the order is that in which it was put in. */
static void
take_all (Filler *filler)
{
  GQueue taken = G_QUEUE_INIT;
  guint next = 0;
  gboolean more = TRUE, in_order = TRUE;
  while (more)
    {
      more = sv_engine_window_take (filler->window, &taken);
      for (GList *link = taken.head; link; link = link->next, next++)
        {
          SvEngineTask *task = link->data;
          in_order = in_order && task->place.index == next && task->finished;
          if (filler->header_len)
            {
              const char *made = task->made->pdata[0];
              in_order = in_order && g_ascii_strtoull (made, NULL, 10) == next;
            }
        }
    }
  sv_engine_window_take (filler->window, &taken);
  CHECK ("in order", in_order);
  CHECK_INT ("all of them", next, filler->n);
}

/* Fills a window that nobody empties, then empties it; `most` may be in it at a time.  Where it is
 * locked, messages stay heavy because none can be made. */
static void
check_window (const char *row, guint n, gsize header_len, gboolean locked, guint jobs, guint most)
{
  g_auto (World) world;
  world_init (&world, "");
  Filler filler = { .n = n, .header_len = header_len, .locked = locked };
  const SvEngineHooks hooks = { .data = &filler, .make = make, .unmake = unmake };
  unmade = &filler.freed;
  filler.window = sv_engine_window_new (&world.world, &hooks, jobs, fill, &filler);
  guint entered = wait_until_full (&filler);
  CHECK (row, entered <= most);
  CHECK (row, !locked || filler.made == 0);
  g_atomic_int_set (&filler.locked, FALSE);
  take_all (&filler);
  CHECK_INT (row, filler.made, header_len ? n : 0);
  sv_engine_window_free (filler.window);
  CHECK_INT (row, filler.freed, filler.made);
  CHECK_INT ("one thread at a time reads", filler.met, 0);
}

static void
test_number (void)
{
  check_window ("5000 that weigh next to nothing", 5000, 0, TRUE, 2,
                WEIGHT_MAX / WEIGHT_MIN + BATCH);
  check_window ("17000 that are made", 17000, 20, FALSE, 2, WEIGHT_MAX / WEIGHT_MADE + BATCH);
}

static void
test_bytes (void)
{
  for (guint jobs = 1; jobs <= 8; jobs += 7)
    check_window ("40 headers of 1 MB", 40, LARGE, TRUE, jobs,
                  WEIGHT_MAX / (WEIGHT_OF_BYTE * LARGE) + BATCH);
}

/* One error that is heavier than all that the window may hold; three times. */
static gboolean
read_heavy (gpointer data, GQueue *tasks)
{
  gint *n = data;
  GError *error = g_error_new (SV_SOURCE_ERROR, SV_SOURCE_ERROR_MESSAGE, "number %d", *n);
  SvEngineTask *task = sv_engine_task_new (NULL, NULL, error);
  task->weight = 2 * WEIGHT_MAX;
  g_queue_push_tail (tasks, task);
  return g_atomic_int_add (n, 1) < 2;
}

/* It enters, alone: the next one is read only once it is gone. */
static void
test_heavy (void)
{
  g_auto (World) world;
  world_init (&world, "");
  const SvEngineHooks hooks = { 0 };
  gint n = 0;
  SvEngineWindow *window = sv_engine_window_new (&world.world, &hooks, 1, read_heavy, &n);
  GQueue taken = G_QUEUE_INIT;
  for (gint i = 1; i <= 3; i++)
    {
      gboolean more = TRUE;
      for (sv_engine_window_take (window, &taken); more && taken.length == 0;)
        more = sv_engine_window_take (window, &taken);
      CHECK_INT ("through", taken.length, 1);
      g_usleep (3000);
      CHECK_INT ("alone", g_atomic_int_get (&n), i);
    }
  CHECK ("that was all", !sv_engine_window_take (window, &taken));
  CHECK_INT ("nothing", taken.length, 0);
  sv_engine_window_free (window);
}

/* Nothing, at once or once `data` says so. */
static gboolean
read_nothing (gpointer data, GQueue *tasks G_GNUC_UNUSED)
{
  while (!g_atomic_int_get ((gint *)data))
    g_usleep (500);
  return FALSE;
}

static void
test_nothing (void)
{
  g_auto (World) world;
  world_init (&world, "");
  const SvEngineHooks hooks = { 0 };
  gint ended = FALSE;
  SvEngineWindow *window = sv_engine_window_new (&world.world, &hooks, 2, read_nothing, &ended);
  GQueue taken = G_QUEUE_INIT;
  CHECK ("something may come", sv_engine_window_take (window, &taken));
  CHECK_INT ("nothing yet", taken.length, 0);
  g_atomic_int_set (&ended, TRUE);
  while (sv_engine_window_take (window, &taken))
    CHECK_INT ("still nothing", taken.length, 0);
  CHECK_INT ("nothing", taken.length, 0);
  sv_engine_window_free (window);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "number", test_number },   { "bytes", test_bytes }, { "heavy", test_heavy },
    { "nothing", test_nothing }, { NULL, NULL },
  };
  return suite_run ("engine-window", tests);
}
