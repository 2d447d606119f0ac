/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of an examination that goes step by step: many messages wait at once, in one thread. */

#include "mail.h"
#include "suite.h"
#include "world.h"

#include <string.h>

#define MAIL(domain) \
  "Received: from client.example.com (client.example.com [192.0.2.1]) by mx.example.net; date\n" \
  "Return-Path: <a@" domain ">\nFrom: A <a@" domain ">\n\n"

static const char zone[] = "$DEFAULT NXDOMAIN\n"
                           "example.com. 0 IN TXT \"v=spf1 include:a.example.org -all\"\n"
                           "a.example.org. 0 IN TXT \"v=spf1 include:b.example.org -all\"\n"
                           "b.example.org. 0 IN TXT \"v=spf1 ip4:192.0.2.1 -all\"\n"
                           "_dmarc.example.com. 0 IN TXT \"v=DMARC1; p=reject\"\n"
                           "example.org. 0 IN TXT \"v=spf1 -all\"\n";

/* Puts what waits into the store, and says how many questions that were. */
static guint
answer (World *test, SvExamination *examination)
{
  SvLookups *lookups = sv_examination_lookups (examination);
  g_autoptr (GPtrArray) wanted = sv_lookups_take_wanted (lookups);
  g_autoptr (SvLookups) ask = sv_lookups_new (test->answers);
  for (guint i = 0; i < wanted->len; i++)
    {
      const SvDnsQuestion *question = wanted->pdata[i];
      sv_lookups_prefetch (ask, question->name, question->type);
    }
  sv_ask_answer (test->ask, ask, test->answers, g_get_monotonic_time () + G_USEC_PER_SEC);
  return wanted->len;
}

/* Both wait at the same time; each has its own number of rounds, and its own report. */
static void
test_many_at_once (void)
{
  static const struct
  {
    const char *mail, *now, *dmarc;
    guint rounds;
  } rows[] = { { MAIL ("example.com"), "pass", "pass", 3 },
               { MAIL ("example.org"), "fail", "none", 2 } }; /* the second for the advice */
  g_auto (World) test = { 0 };
  world_init (&test, zone);
  SvExamination *examinations[G_N_ELEMENTS (rows)];
  guint rounds[G_N_ELEMENTS (rows)] = { 0 };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    examinations[i] = sv_examination_new (mail_message (rows[i].mail), &test.world);
  for (gsize i = 0, open = G_N_ELEMENTS (rows); open; i = (i + 1) % G_N_ELEMENTS (rows))
    {
      if (!examinations[i])
        continue;
      if (!sv_examination_step (examinations[i]))
        {
          CHECK (rows[i].mail, answer (&test, examinations[i]) > 0);
          rounds[i]++;
          continue;
        }
      g_autoptr (SvReport) report = sv_examination_finish (g_steal_pointer (&examinations[i]));
      CHECK_STR (rows[i].mail, report->comparison.now, rows[i].now);
      CHECK_STR (rows[i].mail, sv_dmarc_word (report->dmarc), rows[i].dmarc);
      CHECK_INT (rows[i].mail, rounds[i], rows[i].rounds);
      open--;
    }
}

/* One that nobody wants to wait for leaves nothing behind. */
static void
test_given_up (void)
{
  g_auto (World) test = { 0 };
  world_init (&test, zone);
  g_autoptr (SvExamination) examination
      = sv_examination_new (mail_message (MAIL ("example.com")), &test.world);
  CHECK ("waits", !sv_examination_step (examination));
}

static void
test_no_dns (void)
{
  g_auto (World) test = { 0 };
  world_init (&test, "");
  SvExamination *examination
      = sv_examination_new (mail_message (MAIL ("example.com")), &test.world);
  CHECK ("done", sv_examination_step (examination));
  g_autoptr (SvReport) report = sv_examination_finish (examination);
  CHECK_STR ("cause", report->comparison.cause, "no-network");
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "many at once", test_many_at_once },
    { "given up", test_given_up },
    { "no DNS", test_no_dns },
    { NULL, NULL },
  };
  return suite_run ("examine", tests);
}
