/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the corrected record of a message: the shortest change that lets it pass, what is
 * mended, and where a record is the wrong cure. */

#include "mail.h"
#include "suite.h"
#include "world.h"

#include <string.h>

/* A message that mx.example.net took from a host; HELO and reverse name as given. */
#define MAIL(helo, rdns, ip, sender) \
  "Received: from " helo " (" rdns " [" ip "]) by mx.example.net with ESMTP; " \
  "Mon, 2 Feb 2026 10:00:00 +0000\n" \
  "Return-Path: <" sender ">\nFrom: A <" sender ">\n\n"

#define HERE MAIL ("mail.example.com", "mail.example.com", "192.0.2.9", "a@example.com")
#define SENDGRID MAIL ("o1.sendgrid.net", "o1.sendgrid.net", "198.51.100.9", "a@example.com")

static const struct
{
  const char *name, *mail, *zone;
  const char *state; /* NULL: no advice at all */
  const char *reason, *term, *record;
} rows[] = {
  { "passes", HERE, "example.com. IN TXT \"v=spf1 ip4:192.0.2.9 -all\"\n", NULL },
  { "address", HERE, "example.com. IN TXT \"v=spf1 mx -all\"\n", "publish", NULL, "ip4:192.0.2.9",
    "v=spf1 mx ip4:192.0.2.9 -all" },
  { "no record", HERE, "example.com. IN TXT \"hello\"\n", "publish", NULL, "ip4:192.0.2.9",
    "v=spf1 ip4:192.0.2.9 ~all" },
  { "no domain", HERE, "example.com. IN TXT !NXDOMAIN\n", NULL },
  { "refused by name", HERE, "example.com. IN TXT \"v=spf1 -ip4:192.0.2.0/24 ~all\"\n", "publish",
    NULL, "ip4:192.0.2.9", "v=spf1 ip4:192.0.2.9 -ip4:192.0.2.0/24 ~all" },
  { "known service", SENDGRID,
    "example.com. IN TXT \"v=spf1 mx ~all\"\n"
    "sendgrid.net. IN TXT \"v=spf1 ip4:198.51.100.0/24 ~all\"\n",
    "publish", NULL, "include:sendgrid.net", "v=spf1 mx include:sendgrid.net ~all" },
  { "service that does not list it", SENDGRID,
    "example.com. IN TXT \"v=spf1 mx ~all\"\n"
    "sendgrid.net. IN TXT \"v=spf1 ip4:203.0.113.0/24 ~all\"\n",
    "publish", NULL, "ip4:198.51.100.9", "v=spf1 mx ip4:198.51.100.9 ~all" },
  { "include behind all", HERE,
    "example.com. IN TXT \"v=spf1 mx -all include:s.example.org\"\n"
    "s.example.org. IN TXT \"v=spf1 ip4:192.0.2.0/24 -all\"\n",
    "publish", NULL, "include:s.example.org", "v=spf1 mx include:s.example.org -all" },
  { "include with a qualifier", HERE,
    "example.com. IN TXT \"v=spf1 ?include:s.example.org -all\"\n"
    "s.example.org. IN TXT \"v=spf1 ip4:192.0.2.0/24 -all\"\n",
    "publish", NULL, "include:s.example.org", "v=spf1 include:s.example.org -all" },
  { "slip of the pen", HERE, "example.com. IN TXT \"v=spf1 ip:192.0.2.9 -all\"\n", "publish", NULL,
    NULL, "v=spf1 ip4:192.0.2.9 -all" },
  { "slip of the pen, and not listed", HERE, "example.com. IN TXT \"v=spf1 ip:192.0.2.77 -all\"\n",
    "publish", NULL, "ip4:192.0.2.9", "v=spf1 ip4:192.0.2.77 ip4:192.0.2.9 -all" },
  { "two records", HERE,
    "example.com. IN TXT \"v=spf1 ip4:192.0.2.9 ~all\"\n"
    "example.com. IN TXT \"v=spf1 mx -all\"\n",
    "publish", NULL, NULL, "v=spf1 ip4:192.0.2.9 mx -all" },
  { "at the wrong name", HERE,
    "example.com. IN TXT \"hello\"\n_spf.example.com. IN TXT \"v=spf1 ip4:192.0.2.9 -all\"\n",
    "publish", NULL, NULL, "v=spf1 ip4:192.0.2.9 -all" },
  { "broken beyond mending", HERE, "example.com. IN TXT \"v=spf1 foo:bar -all\"\n", "refused",
    "record", NULL, NULL },
  { "somebody else's record is broken", HERE,
    "example.com. IN TXT \"v=spf1 include:s.example.org -all\"\n"
    "s.example.org. IN TXT \"v=spf1 foo:bar -all\"\n",
    NULL },
  { "rewritten by a forwarder",
    MAIL ("f.example.org", "f.example.org", "192.0.2.9",
          "SRS0=k3Xa=CZ=example.com=a@f.example.org"),
    "f.example.org. IN TXT \"v=spf1 -all\"\n", "refused", "forwarded-srs", NULL, NULL },
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (World) test = { 0 };
      g_autofree char *zone = g_strconcat ("$DEFAULT NXDOMAIN\n", rows[i].zone, NULL);
      world_init (&test, zone);
      g_autoptr (SvReport) report = sv_examine (mail_message (rows[i].mail), &test.world);
      const SvAdvice *advice = report->advice;
      gboolean publish = advice && advice->state == SV_ADVICE_PUBLISH;
      CHECK_STR (rows[i].name, advice ? sv_advice_state_name (advice->state) : NULL, rows[i].state);
      CHECK_STR (rows[i].name, advice ? sv_advice_reason_name (advice->reason) : NULL,
                 rows[i].reason);
      CHECK_STR (rows[i].name, advice ? advice->term : NULL, rows[i].term);
      CHECK_STR (rows[i].name, publish ? advice->change->record : NULL, rows[i].record);
    }
}

/* Words that speak of a server only where one is to be let in. */
static void
test_words (void)
{
  g_auto (World) test = { 0 };
  world_init (&test, "$DEFAULT NXDOMAIN\nexample.com. IN TXT \"v=spf1 mx -all\"\n");
  g_autoptr (SvReport) report = sv_examine (mail_message (HERE), &test.world);
  g_autofree char *lead = sv_advice_lead (report->advice);
  g_autofree char *otherwise = sv_advice_otherwise (report->advice);
  g_autofree char *zone = sv_advice_zone_line (report->advice);
  CHECK ("lead", g_str_has_prefix (lead, "If this server sends for you"));
  CHECK ("otherwise", strstr (otherwise, "change nothing") != NULL);
  CHECK_STR ("zone", zone, "example.com. IN TXT \"v=spf1 mx ip4:192.0.2.9 -all\"");
  CHECK ("signs", report->advice->signs->len >= 2);
  const SvAdviceSign *first = &g_array_index (report->advice->signs, SvAdviceSign, 0);
  CHECK ("what speaks for it stands first", first->speaks_for);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "rows", test_rows },
    { "words", test_words },
    { NULL, NULL },
  };
  return suite_run ("mail-advice", tests);
}
