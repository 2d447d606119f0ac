/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the report for people: its exact text and its width. */

#include "suite.h"

#include "output/formats.h"
#include "output/sentence.h"
#include "output/text-parts.h"
#include "sample-report.h"
#include <stdlib.h>
#include <string.h>

static gboolean
has (const char *text, const char *part)
{
  return strstr (text, part) != NULL;
}

static const SvOutputOptions options = { .width = 80 };

static const char expected_sample[]
    = "invoice.eml: SPF softfail when it was received, softfail now: they agree\n"
      "  Subject  Invoice 7\n"
      "  From     Alice <alice@example.org>\n"
      "  Date     2026-02-28T21:28:20-03:30\n"
      "\n"
      "203.0.113.7 is not listed by example.org\n"
      "No term of the record lists the address, and the record ends in ~all: other\n"
      "servers are probably not allowed.\n"
      "\n"
      "What to do\n"
      "  1. If this server sends for you, publish at example.org:\n"
      "         v=spf1 ip4:203.0.113.7 include:_spf.example.net ~all\n"
      "\n"
      "Other findings\n"
      "  warning: Authentication-Results is a claim by stranger.example (line 11)\n"
      "\n"
      "What was judged\n"
      "  client IP  203.0.113.7        Received-SPF, line 6\n"
      "  MAIL FROM  alice@example.org  Return-Path, line 1\n"
      "  HELO       mail.example.org   Received, line 4\n"
      "  High confidence. The receiver wrote the address down.\n"
      "\n"
      "Verdicts\n"
      "         stored    now       domain       aligned with example.org\n"
      "  SPF    softfail  softfail  example.org  yes (strict)\n"
      "  DKIM   pass      -         example.org  yes (strict)\n"
      "  DMARC  pass      -         example.org  -\n"
      "  ARC    pass      -         -            -\n"
      "\n"
      "SPF record of example.org\n"
      "  v=spf1 include:_spf.example.net exists:%{i}.spf.example.org ~all\n"
      "  Decided by ~all\n"
      "  2 of 10 lookups, 1 of 2 void lookups\n"
      "\n"
      "DKIM signatures\n"
      "  line  domain            selector  stored  now  aligned\n"
      "    13  example.org       s1        pass    -    yes (strict)\n"
      "        rsa-sha256\n"
      "    15  list.example.net  l         -       -    no\n"
      "        ed25519-sha256\n"
      "\n"
      "Stored verdicts\n"
      "  line  field                   result\n"
      "     6  Received-SPF            softfail                           believed\n"
      "      (mx.example.com: domain of transitioning alice@example.org discourages ...\n"
      "     7  Authentication-Results  spf=softfail dkim=pass dmarc=pass  believed\n"
      "      by mx.example.com\n"
      "    11  Authentication-Results  dkim=pass                          a claim only\n"
      "      by stranger.example\n"
      "\n"
      "Path (newest first)\n"
      "  line  from (client address)            by                delay  role\n"
      "     2  -                                imap.example.com    1 s  internal\n"
      "     4  host7.example.net (203.0.113.7)  mx.example.com    104 s  judged here\n"
      "     9  [10.0.0.5] (10.0.0.5)            mail.example.org      -  outside\n";

static const char expected_empty[]
    = "(standard input): SPF not evaluated: the client address is not known\n"
      "\n"
      "Nothing was found that needs attention.\n"
      "\n"
      "What was judged\n"
      "  client IP  -  not known\n"
      "  MAIL FROM  -  not known\n"
      "  HELO       -  not known\n"
      "\n"
      "Verdicts\n"
      "         stored  now  domain  aligned\n"
      "  SPF    -       -    -       -\n"
      "  DKIM   -       -    -       -\n"
      "  DMARC  -       -    -       -\n";

static const char expected_rule[]
    = "\n"
      "--------------------------------------------------------------------------------\n"
      "\n";

static const char expected_totals[]
    = "2 messages: 1 agree, 0 drift, 0 contradiction, 0 without a stored verdict, 1 not\n"
      "evaluated; 0 unreadable\n";

static const char expected_evaluation[]
    = "\n"
      "Evaluation\n"
      "  term                                             outcome         lookups  void\n"
      "  example.org\n"
      "    v=spf1 include:_spf.example.net exists:%{i}.spf.example.org ~all\n"
      "    include:_spf.example.net                       no-match              1     0\n"
      "    _spf.example.net\n"
      "      v=spf1 ip4:192.0.2.0/24 -all\n"
      "      ip4:192.0.2.0/24                             no-match              1     0\n"
      "      -all                                         match                 1     0\n"
      "    exists:%{i}.spf.example.org ->                 no-match              2     1\n"
      "    203.0.113.7.spf.example.org\n"
      "  > ~all                                           match: decides        2     1\n";

static void
test_reports (void)
{
  SvReport *reports[] = { sample_report_new (), sample_report_empty (), NULL };
  SvTotals totals
      = { .messages = 2, .by_status = { [SV_COMPARE_AGREE] = 1, [SV_COMPARE_NOT_EVALUATED] = 1 } };
  g_autofree char *expected = g_strconcat (expected_sample, expected_rule, expected_empty,
                                           expected_rule, expected_totals, NULL);
  g_autofree char *text = sample_write ("text", &options, &totals, reports);
  CHECK_STR ("two reports", text, expected);
  SvReport *one[] = { reports[1], NULL };
  totals.messages = 1;
  g_autofree char *alone = sample_write ("text", &options, &totals, one);
  CHECK_STR ("one report has no totals", alone, expected_empty);
  sample_report_free (reports[0]);
  sample_report_free (reports[1]);
}

static void
test_verbose (void)
{
  SvReport *reports[] = { sample_report_new (), NULL };
  const SvOutputOptions verbose = { .width = 80, .verbose = TRUE };
  g_autofree char *text = sample_write ("text", &verbose, NULL, reports);
  CHECK ("info", has (text, "\n  info: The stored verdict is the present one\n"));
  CHECK ("trace", has (text, "\nEvaluation\n  term "));
  const SvOutputOptions trace = { .width = 80, .trace = TRUE };
  g_autofree char *traced = sample_write ("text", &trace, NULL, reports);
  CHECK ("--trace", g_str_has_suffix (traced, expected_evaluation));
  CHECK ("--trace is not --verbose", !has (traced, "The stored verdict is the present one"));
  sample_report_free (reports[0]);
}

static void
test_color (void)
{
  SvReport *reports[] = { sample_report_new (), NULL };
  const SvOutputOptions color = { .width = 80, .color = TRUE };
  g_autofree char *text = sample_write ("text", &color, NULL, reports);
  CHECK ("headline", g_str_has_prefix (text, "\033[1minvoice.eml: SPF softfail"));
  CHECK ("verdict", has (text, "  SPF    \033[33msoftfail\033[0m  \033[33msoftfail\033[0m  "
                               "example.org  \033[32myes (strict)\033[0m\n"));
  CHECK ("deciding term", has (text, " exists:%{i}.spf.example.org \033[33m~all\033[0m\n"));
  sample_report_free (reports[0]);
}

static char *
checked (const SvSpfEvaluation *spf, const SvOutputOptions *how)
{
  char *text = NULL;
  size_t len;
  FILE *stream = open_memstream (&text, &len);
  sv_text_check (stream, spf, NULL, how);
  fclose (stream);
  char *copy = g_strdup (text);
  free (text);
  return copy;
}

static void
test_check (void)
{
  SvReport *report = sample_report_new ();
  report->spf->explanation = g_strdup ("see\nhttp://example.org/\033[2J");
  g_autofree char *expected
      = g_strconcat ("softfail\n"
                     "explanation: see\\x0ahttp://example.org/\\x1b[2J\n"
                     "\n"
                     "SPF record of example.org\n"
                     "  v=spf1 include:_spf.example.net exists:%{i}.spf.example.org ~all\n"
                     "  Decided by ~all\n"
                     "  2 of 10 lookups, 1 of 2 void lookups\n",
                     expected_evaluation, NULL);
  g_autofree char *text = checked (report->spf, &options);
  CHECK_STR ("softfail", text, expected);
  const SvOutputOptions color = { .width = 80, .color = TRUE };
  g_autofree char *colored = checked (report->spf, &color);
  CHECK ("colour", g_str_has_prefix (colored, "\033[33msoftfail\033[0m\nexplanation: "));
  report->spf->state = SV_SPF_STATE_UNRECORDED;
  g_autofree char *unknown = checked (report->spf, &options);
  CHECK ("unrecorded", g_str_has_prefix (unknown, "no result: "));
  sample_report_free (report);
}

/* Said only where it differs. */
static void
test_witness (void)
{
  SvReport *report = sample_report_new ();
  g_autofree char *same = checked (report->spf, &options);
  CHECK ("same", !has (same, "libspf2"));
  report->spf->witness = (SvSpfWitness){ NULL, "macro" };
  g_autofree char *not_asked = checked (report->spf, &options);
  CHECK ("not consulted", !has (not_asked, "libspf2"));
  report->spf->witness = (SvSpfWitness){ "pass", "void-limit" };
  g_autofree char *other = checked (report->spf, &options);
  CHECK ("differs", has (other, "  2 of 10 lookups, 1 of 2 void lookups\n"
                                "  Receivers that run stock libspf2 say pass here: it does not "
                                "count lookups that\n  find nothing\n"));
  report->spf->witness = (SvSpfWitness){ "pass", "unexplained" };
  g_autofree char *open = sv_witness_sentence (report->spf);
  CHECK_STR ("unexplained", open, "Receivers that run stock libspf2 say pass here");
  sample_report_free (report);
}

/* Answers with and without a time; what is empty has no TTL of its own. */
static void
test_answers (void)
{
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  g_autoptr (SvLookups) lookups = sv_lookups_new (answers);
  SvDnsAnswer *address = sv_dns_answer_new ("mail.example.org", SV_DNS_A, SV_DNS_NOERROR);
  SvDnsRecord record = { 0 };
  CHECK ("address", sv_ip_parse ("192.0.2.1", -1, &record.ip));
  sv_dns_answer_add (address, &record);
  sv_dns_answer_add (address, &record);
  address->ttl = 300;
  sv_answers_put (answers, address);
  sv_answers_put (answers, sv_dns_answer_new ("no.example.org", SV_DNS_TXT, SV_DNS_NXDOMAIN));
  sv_lookups_get (lookups, "mail.example.org", SV_DNS_A);
  sv_lookups_get (lookups, "no.example.org", SV_DNS_TXT);
  for (int times = 0; times < 2; times++)
    {
      char *text = NULL;
      size_t len;
      FILE *stream = open_memstream (&text, &len);
      SvScreen screen;
      address->time = times ? G_GINT64_CONSTANT (1793880000) * G_USEC_PER_SEC : 0;
      sv_screen_init (&screen, stream, &options);
      sv_text_dns (&screen, lookups);
      fclose (stream);
      CHECK_STR (times ? "times" : "no times", text,
                 times ? "\nDNS answers\n"
                         "  name              type  TTL  time                  answer\n"
                         "  mail.example.org  A     300  2026-11-05T12:00:00Z  192.0.2.1\n"
                         "                                                     192.0.2.1\n"
                         "  no.example.org    TXT                              nxdomain\n"
                       : "\nDNS answers\n"
                         "  name              type  TTL  answer\n"
                         "  mail.example.org  A     300  192.0.2.1\n"
                         "                               192.0.2.1\n"
                         "  no.example.org    TXT        nxdomain\n");
      free (text);
    }
}

static void
test_included (void)
{
  SvReport *report = sample_report_new ();
  SvSpfEvaluation *spf = report->spf;
  spf->result = SV_SPF_PERMERROR;
  spf->problem = SV_SPF_PROBLEM_SYNTAX;
  spf->problem_term = g_strdup ("ip:192.0.2.1");
  spf->problem_domain = g_strdup ("_spf.example.net");
  spf->problem_column = 8;
  g_ptr_array_add (spf->path, (gpointer) "_spf.example.net");
  g_array_index (spf->trace, SvSpfStep, 0).outcome = SV_SPF_OUTCOME_ERROR;
  const SvOutputOptions color = { .width = 80, .color = TRUE };
  g_autofree char *text = checked (spf, &color);
  CHECK ("mark, problem and path",
         has (text,
              "  v=spf1 \033[31minclude:_spf.example.net\033[0m exists:%{i}.spf.example.org ~all\n"
              "  Syntax error in the record of _spf.example.net: ip:192.0.2.1, column 8\n"
              "  path: example.org > _spf.example.net\n"));
  sample_report_free (report);
}

/* clang-format off */
static const struct { const char *name; SvComparison comparison; const char *expected; } sentences[] = {
  { "drift", { SV_COMPARE_DRIFT, "pass", "fail", "ip-no-longer-authorized" },
    "SPF fail now, pass when it was received: the address has gone from the record since" },
  { "drift of unknown cause", { SV_COMPARE_DRIFT, "pass", "fail", "unknown" },
    "SPF fail now, pass when it was received: why they differ cannot be shown" },
  { "contradiction", { SV_COMPARE_CONTRADICTION, "pass", "fail", NULL },
    "SPF fail now; the receiver stored two verdicts that differ, pass and neutral" },
  { "contradiction without a verdict", { SV_COMPARE_CONTRADICTION, "pass", NULL, NULL },
    "The receiver stored two SPF verdicts that differ, pass and neutral" },
  { "nothing stored", { SV_COMPARE_NO_STORED, NULL, "none", NULL },
    "SPF none now; no verdict of the receiver is there to compare with" },
  { "not evaluated", { SV_COMPARE_NOT_EVALUATED, "pass", NULL, "no-network" },
    "SPF pass when it was received; not evaluated now: no DNS was allowed or given" },
  { "not evaluated, no cause", { SV_COMPARE_NOT_EVALUATED, NULL, NULL, NULL },
    "SPF not evaluated" },
};
/* clang-format on */

static void
test_sentences (void)
{
  SvReport *report = sample_report_new ();
  report->stored.spf_conflict = "neutral";
  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    {
      report->comparison = sentences[i].comparison;
      g_autofree char *text = sv_comparison_sentence (report);
      CHECK_STR (sentences[i].name, text, sentences[i].expected);
    }
  sample_report_free (report);
}

/* Every cause of the contract has a sentence of its own. */
static void
test_causes (void)
{
  static const char *const causes[]
      = { "other-identity",   "receiver-best-guess", "receiver-deviates", "dns-trouble-now",
          "dns-trouble-then", "domain-gone",         "record-removed",    "record-added",
          "record-broken",    "record-repaired",     "ip-now-authorized", "ip-no-longer-authorized",
          "record-changed",   "qualifier-changed" };
  SvReport *report = sample_report_new ();
  report->comparison = (SvComparison){ SV_COMPARE_DRIFT, "pass", "fail", "unknown" };
  g_autofree char *unknown = sv_comparison_sentence (report);
  for (gsize i = 0; i < G_N_ELEMENTS (causes); i++)
    {
      report->comparison.cause = causes[i];
      g_autofree char *text = sv_comparison_sentence (report);
      CHECK (causes[i], strcmp (text, unknown) != 0);
      CHECK (causes[i], strchr (text, '{') == NULL);
    }
  sample_report_free (report);
}

static void
test_problems (void)
{
  SvSpfEvaluation spf = { .state = SV_SPF_STATE_DONE,
                          .domain = (char *)"example.org",
                          .problem_term = (char *)"mx" };
  for (int i = SV_SPF_PROBLEM_SYNTAX; i <= SV_SPF_PROBLEM_INVALID_DOMAIN; i++)
    {
      spf.problem = (SvSpfProblem)i;
      g_autofree char *text = sv_decision_sentence (&spf);
      const char *row = sv_spf_problem_name (spf.problem);
      CHECK (row, text && (strstr (text, "example.org") || strstr (text, "mx")));
      CHECK (row, text && strchr (text, '{') == NULL);
    }
  spf.problem = SV_SPF_PROBLEM_NONE;
  spf.mechanism = (char *)"default";
  g_autofree char *text = sv_decision_sentence (&spf);
  CHECK_STR ("default", text, "No term matched, so the default stands: neutral");
}

/* No line sticks out, whatever the width, but for what is there to be copied. */
static void
test_width (void)
{
  static const char long_name[]
      = "a-very-long-name-without-any-blank-that-no-table-has-room-for.mail.example.org";
  static const char japanese[]
      = "請求書の件でご連絡いたします。送信者認証の結果をご確認ください、お願いします。";
  static const int columns[] = { 48, 60, 80, 100 };
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      SvReport *reports[] = { sample_report_new (), NULL };
      SvReceived *hop = &g_array_index (reports[0]->facts->received, SvReceived, 1);
      hop->rdns = hop->by = long_name;
      reports[0]->identity->helo = long_name;
      reports[0]->identity->why = japanese;
      reports[0]->facts->subject = japanese;
      g_array_index (reports[0]->facts->received_spf, SvReceivedSpf, 0).comment = japanese;
      /* Its remedy holds a record on a line of its own. */
      g_array_index (reports[0]->findings, SvFinding, 0).severity = SV_SEVERITY_INFO;
      const SvOutputOptions narrow = { .width = columns[i] };
      g_autofree char *text = sample_write ("text", &narrow, NULL, reports);
      g_autofree char *row = g_strdup_printf ("%d columns", columns[i]);
      CHECK (row, sample_widest (text) <= columns[i]);
      CHECK (row, sample_widest (text) > columns[i] - 12);
      sample_report_free (reports[0]);
    }
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "reports", test_reports }, { "verbose", test_verbose },   { "colour", test_color },
    { "check", test_check },     { "included", test_included }, { "sentences", test_sentences },
    { "causes", test_causes },   { "problems", test_problems }, { "width", test_width },
    { "witness", test_witness }, { "answers", test_answers },   { NULL, NULL },
  };
  return suite_run ("text", tests);
}
