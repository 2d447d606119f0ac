/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of audit/engine.h: everything is handed over once and in the order of the input, whatever
 * the threads do; it stops when it is told to, and goes on where it stopped. */

#include "audit/engine.h"
#include "dns-server.h"
#include "inputs.h"
#include "world.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define PLAIN "Subject: x\nFrom: a@example.org\n\nbody\n"
#define ENCLOSING \
  "From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\n" \
  "Content-Type: message/rfc822\n\nSubject: inner\n\nx\n--b\n" \
  "Content-Type: message/rfc822\n\nSubject: other\n\nx\n--b--\n"

/* A run, and what its hooks were called with. */
typedef struct
{
  SvEngineOptions options;
  SvEngineHooks hooks;
  GString *log;
  SvPlace end; /* of the file that ended last */
  guint reports;
  gint n_made;          /* atomic */
  gint out_of_order;    /* atomic: messages made in front of an earlier one */
  gint highest;         /* atomic: the last one in the order of the input that was made */
  gint stopped;         /* atomic: what `progress` has said */
  const char *stop_at;  /* reading does not pass this file until then */
  const char *known;    /* this file is passed over */
  guint enough;         /* progress stops after so many messages */
  SvSourceStart starts; /* and all others are read from there */
} Run;

static void
log_file (const SvSourceFile *file, gpointer data)
{
  g_string_append_printf (((Run *)data)->log, "<%s#%u ", file->path, file->number);
}

static void
log_file_end (const SvPlace *place, gpointer data)
{
  Run *run = data;
  run->end = *place;
  g_string_append_printf (run->log, "%s=%u@%u> ", place->file->path, (guint)place->next_index,
                          (guint)place->next_offset);
}

/* Messages take times that have nothing to do with their order. */
static gpointer
make_slowly (SvReport *report, gpointer data)
{
  Run *run = data;
  gint index = (gint)report->message->index, order = report->message->file[0] * 1000 + index;
  g_usleep (index * 7919 % 13 * 50);
  g_atomic_int_inc (&run->n_made);
  if (order < g_atomic_int_get (&run->highest))
    g_atomic_int_inc (&run->out_of_order);
  else
    g_atomic_int_set (&run->highest, order);
  return g_strdup_printf ("%u@%u%s%s", (guint)report->message->index,
                          (guint)report->message->offset, report->message->part ? "/" : "",
                          report->message->part ? report->message->part : "");
}

static void
log_message (const SvPlace *place, gpointer made, gpointer data)
{
  Run *run = data;
  run->reports++;
  g_string_append_printf (run->log, "%s%s ", (char *)made, place->last ? "." : "");
}

static void
log_unreadable (const SvPlace *place, const GError *error, gpointer data)
{
  g_string_append_printf (((Run *)data)->log, "!%d%s%s ", error->code, place->file ? "" : "-",
                          place->file ? place->file->path : "");
}

static Run
run_new (const char *const *paths, guint jobs)
{
  return (Run){ .options = { .paths = paths, .index = -1, .jobs = jobs },
                .hooks = { .file = log_file,
                           .file_end = log_file_end,
                           .make = make_slowly,
                           .unmake = g_free,
                           .message = log_message,
                           .unreadable = log_unreadable },
                .log = g_string_new (NULL) };
}

/* TRUE if it ran to the end; the log stays the caller's. */
static gboolean
run_it (Run *run, const SvWorld *world)
{
  run->hooks.data = run;
  return sv_engine_run (&run->options, world, &run->hooks);
}

/* Writes a box of `n` messages, each seventh with two inside, each fifth without a header field,
 * and adds to `log` what a run has to say of it from message `first` on. */
static void
put_box (const char *path, guint number, guint n, guint first, GString *log)
{
  g_autoptr (GString) box = g_string_new (NULL);
  g_string_append_printf (log, "<%s#%u ", path, number);
  for (guint i = 0; i < n; i++)
    {
      gsize begin = box->len + strlen (FROM);
      gboolean broken = i % 5 == 4, encloses = !broken && i % 7 == 6;
      g_string_append (box, FROM);
      g_string_append (box, broken ? "\nnothing\n" : encloses ? ENCLOSING : PLAIN);
      g_string_append_c (box, '\n');
      if (i < first)
        continue;
      if (broken)
        g_string_append_printf (log, "!%d%s ", SV_SOURCE_ERROR_MESSAGE, path);
      else if (encloses)
        g_string_append_printf (log, "%u@%u %u@%u/1 %u@%u/2. ", i, (guint)begin, i, (guint)begin, i,
                                (guint)begin);
      else
        g_string_append_printf (log, "%u@%u. ", i, (guint)begin);
    }
  g_string_append_printf (log, "%s=%u@%u> ", path, n, (guint)box->len);
  inputs_put (path, box->str, (gssize)box->len);
}

static void
test_order (void)
{
  g_autoptr (GString) wanted = g_string_new (NULL);
  put_box ("a", 0, 60, 0, wanted);
  g_string_append_printf (wanted, "!%d- ", SV_SOURCE_ERROR_OPEN);
  put_box ("b", 1, 3, 0, wanted);
  inputs_put ("c.gz", "\x1f\x8b\x08", 3);
  g_string_append_printf (wanted, "!%d- ", SV_SOURCE_ERROR_READ);
  put_box ("d", 3, 200, 0, wanted);
  const char *const paths[] = { "a", "missing", "b", "c.gz", "d", NULL };
  g_auto (World) world;
  world_init (&world, "");
  for (guint jobs = 0; jobs <= 8; jobs++)
    {
      g_autofree char *row = g_strdup_printf ("%u jobs", jobs);
      Run run = run_new (paths, jobs);
      CHECK (row, run_it (&run, &world.world));
      CHECK_STR (row, run.log->str, wanted->str);
      CHECK_INT (row, run.n_made, run.reports);
      /* Otherwise there is nothing to see here. */
      CHECK (row, jobs != 1 || run.out_of_order == 0);
      CHECK (row, jobs < 8 || run.out_of_order > 0);
      g_string_free (run.log, TRUE);
    }
  inputs_clear ();
}

static void
take_report (const SvPlace *place, gpointer made, gpointer data)
{
  const SvReport *report = made;
  Run *run = data;
  CHECK_INT ("a report", report->message->index, place->index);
  CHECK_INT ("a report", run->reports, place->index);
  run->reports++;
}

/* Without `make` reports are handed over; and nobody has to want anything else. */
static void
test_reports (void)
{
  inputs_put ("box", BOX "\n" BOX, -1);
  const char *const paths[] = { "box", "missing", NULL };
  g_auto (World) world;
  world_init (&world, "");
  Run run = run_new (paths, 3);
  run.hooks = (SvEngineHooks){ .message = take_report };
  CHECK ("to the end", run_it (&run, &world.world));
  CHECK_INT ("all", run.reports, 4);
  g_string_free (run.log, TRUE);
  inputs_clear ();
}

static void
test_one (void)
{
  g_autoptr (GString) whole = g_string_new (NULL);
  put_box ("box", 0, 30, 0, whole);
  const char *const paths[] = { "box", NULL };
  g_auto (World) world;
  world_init (&world, "");
  Run run = run_new (paths, 2);
  run.options.index = 20;
  CHECK ("to the end", run_it (&run, &world.world));
  CHECK ("message 20 alone", run.reports == 3 && strstr (run.log->str, "20@"));
  guint broken = 0;
  for (const char *p = run.log->str; (p = strchr (p, '!')); p++)
    broken++;
  CHECK_INT ("nothing is read behind it", broken, 4);
  g_string_free (run.log, TRUE);
  inputs_clear ();
}

/* ---- waiting for DNS ---- */

/* `n` messages, each from a domain of its own, of which the first and each tenth never answers. */
static void
put_asking_box (const char *path, guint n)
{
  g_autoptr (GString) box = g_string_new (NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *domain
          = g_strdup_printf (i % 10 == 0 ? "silent%u.example.com" : "d%u.example.com", i);
      g_string_append_printf (box,
                              FROM "Return-Path: <a@%s>\n"
                                   "Received: from %s (%s [192.0.2.1]) by mx.example.org; Mon, "
                                   "5 Jan 2026 10:00:00 +0000\n"
                                   "From: a@%s\n\nbody\n\n",
                              domain, domain, domain, domain);
    }
  inputs_put (path, box->str, (gssize)box->len);
}

static char *
silent_zone (guint n)
{
  GString *zone = g_string_new ("$DEFAULT NXDOMAIN\n");
  for (guint i = 0; i < n; i += 10)
    g_string_append_printf (zone, "silent%u.example.com. ANY !TIMEOUT\n", i);
  return g_string_free (zone, FALSE);
}

static void
check_order (const char *row, const char *log, guint n)
{
  const char *p = log;
  for (guint i = 0; i < n && p; i++)
    {
      g_autofree char *next = g_strdup_printf (" %u@", i);
      p = strstr (p, next);
    }
  CHECK (row, p != NULL);
}

/* No worker waits: one alone has many questions in flight.  Those that are answered are made while
 * earlier ones wait, and handed over behind them. */
static void
test_waiting (void)
{
  enum
  {
    MESSAGES = 60
  };
  g_autofree char *zone = silent_zone (MESSAGES);
  put_asking_box ("box", MESSAGES);
  const char *const paths[] = { "box", NULL };
  for (guint jobs = 1; jobs <= 3; jobs += 2)
    {
      g_autofree char *row = g_strdup_printf ("%u jobs", jobs);
      g_autoptr (DnsServer) server = dns_server_new (zone, &(DnsServerSwitches){ .delay = 60 });
      const char *const resolvers[] = { dns_server_address (server), NULL };
      const SvAskOptions options = { .resolvers = resolvers };
      g_autoptr (SvAnswers) answers = sv_answers_new ();
      g_autoptr (SvAsk) ask = sv_ask_new (&options, NULL);
      const SvWorld world = { .ask = ask, .answers = answers, .dns_timeout = 250 * 1000 };
      Run run = run_new (paths, jobs);
      CHECK (row, run_it (&run, &world));
      CHECK_INT (row, run.reports, MESSAGES);
      check_order (row, run.log->str, MESSAGES);
      CHECK ("silent ones are made behind later ones", run.out_of_order > 0);
      CHECK ("many at a time", dns_server_most_waiting (server) > 8);
      g_string_free (run.log, TRUE);
    }
  inputs_clear ();
}

/* ---- resume, stop ---- */

static gboolean
where (const SvSourceFile *file, SvSourceStart *start, gpointer data)
{
  Run *run = data;
  *start = run->starts;
  return g_strcmp0 (file->path, run->known) != 0;
}

/* A file that is known is passed over, another is read from where its last run came to. */
static void
test_resume (void)
{
  g_autoptr (GString) first = g_string_new (NULL), wanted = g_string_new (NULL);
  g_autoptr (GString) known = g_string_new (NULL);
  const char *const paths[] = { "box", "known", NULL };
  g_auto (World) world;
  world_init (&world, "");
  put_box ("known", 1, 3, 0, known);
  put_box ("box", 0, 20, 0, first);
  const char *const box[] = { "box", NULL };
  Run run = run_new (box, 2);
  CHECK ("to the end", run_it (&run, &world.world));
  CHECK_STR ("the first run", run.log->str, first->str);
  g_string_free (run.log, TRUE);

  put_box ("box", 0, 50, 20, wanted);
  Run more = run_new (paths, 2);
  more.hooks.resume = where;
  more.known = "known";
  more.starts = (SvSourceStart){ run.end.next_index, run.end.next_offset };
  CHECK ("to the end", run_it (&more, &world.world));
  CHECK_STR ("what has grown", more.log->str, wanted->str);
  g_string_free (more.log, TRUE);
  inputs_clear ();
}

/* Reading stands still in front of `stop_at` until `progress` has said that it is enough. */
static gboolean
wait_for_stop (const SvSourceFile *file, SvSourceStart *start, gpointer data)
{
  Run *run = data;
  *start = (SvSourceStart){ 0 };
  while (g_strcmp0 (file->path, run->stop_at) >= 0 && !g_atomic_int_get (&run->stopped))
    g_usleep (1000);
  /* Time for the engine to hear of it. */
  if (g_strcmp0 (file->path, run->stop_at) >= 0)
    g_usleep (20 * 1000);
  return TRUE;
}

static gboolean
stop (const SvEngineProgress *progress, gpointer data)
{
  Run *run = data;
  CHECK ("so far", progress->bytes <= progress->total && progress->messages == run->reports);
  CHECK_INT ("a hundred files", progress->total, 100 * strlen (PLAIN));
  CHECK_INT ("questions", progress->questions, 0);
  if (run->reports < 10)
    return TRUE;
  g_atomic_int_set (&run->stopped, TRUE);
  return FALSE;
}

/* What was read is handed over, whole and in order; the rest is not read. */
static void
test_stop (void)
{
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *name = g_strdup_printf ("in/%02u", i);
      inputs_put (name, PLAIN, -1);
    }
  const char *const paths[] = { "in", NULL };
  g_auto (World) world;
  world_init (&world, "");
  Run run = run_new (paths, 2);
  run.options.measure = TRUE;
  run.hooks.resume = wait_for_stop;
  run.hooks.progress = stop;
  run.stop_at = "in/10";
  CHECK ("not to the end", !run_it (&run, &world.world));
  CHECK ("ten, and what was in hand", run.reports >= 10 && run.reports < 100);
  CHECK_INT ("all that was made", run.n_made, run.reports);
  g_autoptr (GString) wanted = g_string_new (NULL);
  for (guint i = 0; i < run.reports; i++)
    g_string_append_printf (wanted, "<in/%02u#%u 0@0. in/%02u=1@%u> ", i, i, i,
                            (guint)strlen (PLAIN));
  CHECK_STR ("whole files", run.log->str, wanted->str);
  g_string_free (run.log, TRUE);
  inputs_clear ();
}

/* ---- a pipe ---- */

/* Far longer than a run takes that does not wait for its end. */
#define PIPE_SECONDS 60

typedef struct
{
  int in[2];   /* the pipe that is read */
  int over[2]; /* closed when the run has ended */
  const char *text;
  gboolean broken; /* neither written nor refused because nobody reads */
} Pipes;

static gboolean
stop_at_enough (const SvEngineProgress *progress, gpointer data)
{
  return progress->messages < ((Run *)data)->enough;
}

static gpointer
hold_open (gpointer data)
{
  Pipes *pipes = data;
  /* More than a pipe holds: on a slow machine the run is over before all of it is written. */
  gssize written = write (pipes->in[1], pipes->text, strlen (pipes->text));
  pipes->broken = written < 0 && errno != EPIPE;
  struct pollfd over = { .fd = pipes->over[0], .events = POLLIN };
  poll (&over, 1, PIPE_SECONDS * 1000);
  close (pipes->in[1]);
  return NULL;
}

/* Reads a pipe that gives `text` and then nothing for long, and stops after `enough` messages. */
static void
check_idle_pipe (const char *row, const char *text, guint enough, const char *log)
{
  const char *const paths[] = { "-", NULL };
  Pipes pipes = { .text = text };
  int saved = dup (STDIN_FILENO);
  CHECK (row, pipe (pipes.in) == 0 && pipe (pipes.over) == 0);
  CHECK (row, dup2 (pipes.in[0], STDIN_FILENO) == STDIN_FILENO);
  GThread *holder = g_thread_new ("holder", hold_open, &pipes);
  g_auto (World) world;
  world_init (&world, "");
  Run run = run_new (paths, 2);
  run.hooks.progress = stop_at_enough;
  run.enough = enough;
  gint64 begun = g_get_monotonic_time ();
  CHECK (row, !run_it (&run, &world.world));
  CHECK (row, g_get_monotonic_time () - begun < PIPE_SECONDS * G_USEC_PER_SEC / 2);
  CHECK_STR (row, run.log->str, log);
  /* Nobody reads any more, so that nobody waits to write. */
  dup2 (saved, STDIN_FILENO);
  close (saved);
  close (pipes.in[0]);
  close (pipes.over[1]);
  g_thread_join (holder);
  CHECK (row, !pipes.broken);
  g_string_free (run.log, TRUE);
  close (pipes.over[0]);
}

/* A run that waits for its input stops at once; what has not come as a whole is not handed over. */
static void
test_idle_pipe (void)
{
  /* More than is read ahead to see what the input is. */
  g_autofree char *padding = g_strnfill (150 * 1000, 'x');
  signal (SIGPIPE, SIG_IGN);
  g_autofree char *cut
      = g_strdup_printf (FROM PLAIN "\n" FROM PLAIN "\n" FROM "Subject: %s\nFrom: a@exa", padding);
  check_idle_pipe ("nothing", "", 0, "");
  check_idle_pipe ("two and a half", cut, 2, "<-#0 0@44. 1@126. -=2@164> ");
  check_idle_pipe ("gzip that begins", "\x1f\x8b\x08", 0, "");
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "order", test_order },         { "reports", test_reports },
    { "one message", test_one },     { "waiting", test_waiting },
    { "resume", test_resume },       { "stop", test_stop },
    { "idle pipe", test_idle_pipe }, { NULL, NULL },
  };
  return inputs_run ("engine", tests);
}
