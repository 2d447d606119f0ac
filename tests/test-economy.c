/* SPDX-License-Identifier: GPL-3.0-or-later
 * What an evaluation costs on the network: time on slow servers, questions on hostile records. */

#include "dns-server.h"
#include "suite.h"

#include "dns/ask.h"
#include "spf/evaluate.h"
#include "spf/libspf2.h"

#include <string.h>

/* Far enough away for any machine; only a hanging test reaches it. */
#define DEADLINE (20 * G_USEC_PER_SEC)

/* A busy machine may be late once or twice; what is slow by itself is slow every time. */
#define TRIES 3

typedef struct
{
  const char *result; /* the word */
  guint lookups;
  guint rounds; /* in which something was asked */
  guint questions;
  gint64 taken; /* microseconds */
} Cost;

/* Judges user@example.com from 192.0.2.3 by what a new server says. */
static Cost
judge (const char *zone, const DnsServerSwitches *switches)
{
  g_autoptr (DnsServer) server = dns_server_new (zone, switches);
  const char *const resolvers[] = { dns_server_address (server), NULL };
  const SvAskOptions options = { .resolvers = resolvers };
  g_autoptr (SvAsk) ask = sv_ask_new (&options, NULL);
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  g_autoptr (SvLookups) lookups = sv_lookups_new (answers);
  SvSpfInput input = { .mail_from = "user@example.com", .helo = "mail.example.net" };
  CHECK ("client", sv_ip_parse ("192.0.2.3", -1, &input.ip));
  gint64 begin = g_get_monotonic_time ();
  Cost cost = { .rounds = 0 };
  for (;;)
    {
      g_autoptr (SvSpfEvaluation) evaluation = sv_spf_evaluate (&input, lookups);
      cost.result = sv_spf_result_name (evaluation->result);
      cost.lookups = evaluation->lookups;
      if (evaluation->state != SV_SPF_STATE_WAITING)
        break;
      sv_ask_answer (ask, lookups, answers, begin + DEADLINE);
      cost.rounds++;
    }
  cost.taken = g_get_monotonic_time () - begin;
  cost.questions = dns_server_udp_questions (server);
  return cost;
}

/* Three includes deep, ten terms that ask, MX and their addresses among them. */
static const char tree_zone[]
    = "$DEFAULT NXDOMAIN\n"
      "example.com. TXT \"v=spf1 include:a.example include:b.example a mx exists:e.example -all\"\n"
      "example.com. A 198.51.100.1\n"
      "example.com. MX 1 m1.example.com.\n"
      "example.com. MX 2 m2.example.com.\n"
      "m1.example.com. A 198.51.100.2\n"
      "m2.example.com. A 198.51.100.3\n"
      "e.example. AAAA 2001:db8::1\n"
      "a.example. TXT \"v=spf1 include:aa.example a:h.example ?all\"\n"
      "b.example. TXT \"v=spf1 include:bb.example ?all\"\n"
      "aa.example. TXT \"v=spf1 include:aaa.example ?all\"\n"
      "bb.example. TXT \"v=spf1 include:aaa.example ?all\"\n"
      "aaa.example. TXT \"v=spf1 ip4:198.51.100.0/24 ?all\"\n"
      "h.example. A 198.51.100.4\n";

/* A tree takes as long as it is deep: the record and three levels of 100 ms each. */
static void
test_slow_server (void)
{
  Cost best = { .taken = G_MAXINT64 };
  for (guint i = 0; i < TRIES && best.taken >= G_USEC_PER_SEC / 2; i++)
    {
      Cost cost = judge (tree_zone, &(DnsServerSwitches){ .delay = 100 });
      CHECK_STR ("tree", cost.result, "fail");
      CHECK_INT ("tree", cost.lookups, 10);
      CHECK_INT ("tree", cost.rounds, 4);
      CHECK_INT ("each question once", cost.questions, 12);
      if (cost.taken < best.taken)
        best = cost;
    }
  CHECK ("100 ms an answer, under half a second", best.taken < G_USEC_PER_SEC / 2);
}

/* 10,000 records, each of which includes the next. */
static void
test_nested (void)
{
  GString *zone
      = g_string_new ("$DEFAULT NXDOMAIN\nexample.com. TXT \"v=spf1 include:n0.example -all\"\n");
  for (guint i = 0; i < 10000; i++)
    g_string_append_printf (zone, "n%u.example. TXT \"v=spf1 include:n%u.example -all\"\n", i,
                            i + 1);
  Cost cost = judge (zone->str, NULL);
  CHECK_STR ("nested", cost.result, "permerror");
  CHECK_INT ("nested", cost.lookups, 11);
  CHECK ("nested", cost.questions <= 12);
  g_string_free (zone, TRUE);
}

/* 1,000 includes side by side in one record, which comes over TCP. */
static void
test_wide (void)
{
  GString *zone = g_string_new ("$DEFAULT NXDOMAIN\nexample.com. TXT \"v=spf1\"");
  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (zone, " \" include:n%u.example\"", i);
  g_string_append (zone, " \" -all\"\n*.example. TXT \"v=spf1 -all\"\n");
  Cost cost = judge (zone->str, NULL);
  CHECK_STR ("wide", cost.result, "permerror");
  CHECK_INT ("wide", cost.lookups, 11);
  CHECK ("wide", cost.questions <= 12);
  g_string_free (zone, TRUE);
}

static void
append_bush (GString *zone, const char *owner, guint level)
{
  g_string_append_printf (zone, "%s. TXT \"v=spf1\"", owner);
  for (guint i = 0; i < 10; i++)
    g_string_append_printf (zone, " \" include:l%u-%u.example\"", level, i);
  g_string_append_c (zone, '\n');
}

/* Every record includes ten others, all of them different.  What was asked ahead in one round may
 * turn out to be behind the limit in the next, but each round has one lookup less to spend. */
static void
test_bushy (void)
{
  GString *zone = g_string_new ("$DEFAULT NXDOMAIN\n");
  append_bush (zone, "example.com", 0);
  for (guint level = 0; level < 12; level++)
    for (guint i = 0; i < 10; i++)
      {
        g_autofree char *owner = g_strdup_printf ("l%u-%u.example", level, i);
        append_bush (zone, owner, level + 1);
      }
  Cost cost = judge (zone->str, NULL);
  CHECK_STR ("bushy", cost.result, "permerror");
  CHECK_INT ("bushy", cost.lookups, 11);
  CHECK ("bushy", cost.questions <= 1 + 10 * 11 / 2);
  g_string_free (zone, TRUE);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "slow server", test_slow_server },
    { "nested includes", test_nested },
    { "wide includes", test_wide },
    { "bushy includes", test_bushy },
    { NULL, NULL },
  };
  sv_libspf2_init ();
  return suite_run ("economy", tests);
}
