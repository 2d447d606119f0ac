/* SPDX-License-Identifier: GPL-3.0-or-later
 * Questions to a server that floods, lies or stalls: no answer of its is believed, and it costs
 * neither time nor memory beyond bounds. */

#include "dns-text.h"
#include "dns/ask.h"
#include "hostile-server.h"
#include "suite.h"

#include <malloc.h>
#include <string.h>
#include <sys/resource.h>

/* What a message would have for its DNS, four times as much until a busy machine has come as far as
 * TCP; and what it may take longer. */
#define DEADLINE (G_USEC_PER_SEC / 8)
#define DEADLINE_MAX (8 * G_USEC_PER_SEC)
#define SLACK (3 * G_USEC_PER_SEC)

/* What is on the heap afterwards, and at the most what the process may have grown by. */
#define HEAP_MAX ((gsize)1024 * 1024)
#define GROWTH_MAX_KIB (48 * 1024)

#define QUESTIONS 4

/* clang-format off */
static const struct
{
  const char *name;
  guint questions;      /* at most; 0: whatever c-ares asks again */
  gboolean connects;
} rows[HOSTILE_N] = {
  [HOSTILE_GARBAGE] = { "garbage" },
  [HOSTILE_GARBAGE_BODY] = { "garbage behind a question" },
  [HOSTILE_COUNTS] = { "records that are not there" },
  [HOSTILE_POINTERS] = { "names that point at themselves" },
  [HOSTILE_WRONG_ID] = { "wrong ids" },
  [HOSTILE_WRONG_QUESTION] = { "wrong questions" },
  [HOSTILE_QUESTIONS] = { "no answers" },
  [HOSTILE_CHAIN] = { "aliases without end", 9 * QUESTIONS },
  [HOSTILE_LONG_CHAIN] = { "a packet of aliases", QUESTIONS },
  [HOSTILE_STALL] = { "TCP that stalls", 0, TRUE },
  [HOSTILE_DRIP] = { "TCP that drips", 0, TRUE },
  [HOSTILE_CLOSE] = { "TCP that closes", 0, TRUE },
  [HOSTILE_RESET] = { "TCP that breaks off", 0, TRUE },
  [HOSTILE_STREAM] = { "TCP without an end", 0, TRUE },
};
/* clang-format on */

static gsize
heap (void)
{
  return mallinfo2 ().uordblks;
}

static long
peak_kib (void)
{
  struct rusage usage;
  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/* Asks, and holds the answers to what they may be: anything but an answer. */
static void
ask_all (HostileServer *server, const char *name, gint64 time)
{
  const char *const resolvers[] = { hostile_server_address (server), NULL };
  const SvAskOptions options = { .resolvers = resolvers };
  g_autoptr (SvAsk) ask = sv_ask_new (&options, NULL);
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  g_autoptr (SvLookups) lookups = sv_lookups_new (answers);
  for (guint i = 0; i < QUESTIONS; i++)
    {
      g_autofree char *owner = g_strdup_printf ("a%u.example.org", i);
      sv_lookups_get (lookups, owner, SV_DNS_A);
    }
  gint64 begin = g_get_monotonic_time ();
  sv_ask_answer (ask, lookups, answers, begin + time);
  CHECK (name, g_get_monotonic_time () - begin < time + SLACK);
  for (guint i = 0; i < QUESTIONS; i++)
    {
      g_autofree char *owner = g_strdup_printf ("a%u.example.org", i);
      const SvDnsAnswer *answer = sv_answers_get (answers, owner, SV_DNS_A);
      g_autofree char *text = answer ? dns_text (answer) : NULL;
      gboolean failed = text
                        && (g_str_equal (text, "timeout 0") || g_str_equal (text, "servfail 0")
                            || g_str_equal (text, "refused 0"));
      g_autofree char *row = g_strdup_printf ("%s: %s", name, text);
      CHECK (row, failed);
    }
}

/* Asks, until the server could do its worst. */
static void
meet (HostileServer *server, HostileMode mode)
{
  gint64 time = DEADLINE;
  do
    ask_all (server, rows[mode].name, time);
  while (rows[mode].connects && hostile_server_connections (server) == 0
         && (time *= 4) <= DEADLINE_MAX);
  for (guint i = 0; i < 1000 && hostile_server_questions (server) < QUESTIONS; i++)
    g_usleep (5000);
}

static void
test_hostile (void)
{
  for (HostileMode mode = 0; mode < HOSTILE_N; mode++)
    {
      gsize before = heap ();
      long peak = peak_kib ();
      g_autoptr (HostileServer) server = hostile_server_new (mode);
      meet (server, mode);
      guint questions = hostile_server_questions (server);
      CHECK (rows[mode].name, questions >= QUESTIONS);
      CHECK (rows[mode].name, rows[mode].questions == 0 || questions <= rows[mode].questions);
      CHECK_INT (rows[mode].name, hostile_server_connections (server) > 0, rows[mode].connects);
      g_clear_pointer (&server, hostile_server_free);
      CHECK (rows[mode].name, heap () < before + HEAP_MAX);
      CHECK (rows[mode].name, peak_kib () < peak + GROWTH_MAX_KIB);
    }
}

int
main (void)
{
  static const SuiteTest tests[] = { { "hostile", test_hostile }, { NULL, NULL } };
  return suite_run ("ask-hostile", tests);
}
