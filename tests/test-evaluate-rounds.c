/* SPDX-License-Identifier: GPL-3.0-or-later
 * What an evaluation asks for and when, what it does without an answer, its explanation, its trace.
 */

#include "suite.h"

#include "spf-zone.h"

#include "dns/zone.h"
#include "spf/libspf2.h"

#include <string.h>

#define SPF(owner, record) owner " 0 IN TXT \"" record "\"\n"

static SvSpfInput
default_input (const char *ip)
{
  SvSpfInput input = { .mail_from = "user@example.com",
                       .helo = "mail.example.net",
                       .receiver = "mta.example.org",
                       .default_explanation = "DEFAULT",
                       .now = 1700000000 };
  CHECK (ip, sv_ip_parse (ip, -1, &input.ip));
  return input;
}

/* The questions of each round; "|" between rounds. */
static const struct
{
  const char *name;
  const char *zone;
  const char *ip;
  const char *result;
  const char *rounds;
} rounds[] = {
  /* clang-format off */
  { "all alone", SPF ("example.com.", "v=spf1 -all"), "192.0.2.3", "fail", "example.com TXT" },
  { "everything without macros at once",
    SPF ("example.com.", "v=spf1 a mx:m.example include:i.example exists:e.example redirect=r.example")
    SPF ("r.example.", "v=spf1 -all") SPF ("i.example.", "v=spf1 -all")
    "example.com. 0 IN A 192.0.2.9\nm.example. 0 IN MX 1 h.example.\nh.example. 0 IN A 192.0.2.9\n", "192.0.2.3", "fail",
    "example.com TXT|e.example A, example.com A, i.example TXT, m.example MX, r.example TXT|h.example A" },
  { "the family of the client", SPF ("example.com.", "v=spf1 a mx exists:e.example -all") "example.com. 0 IN MX 1 h.example.\n"
    "h.example. 0 IN AAAA 2001:db8::1\n", "2001:db8::1", "pass",
    "example.com TXT|e.example A, example.com AAAA, example.com MX|h.example AAAA" },
  { "addresses of all MX together", SPF ("example.com.", "v=spf1 mx -all") "example.com. 0 IN MX 1 g.example.\nexample.com. 0 IN MX 2 h.example.\n"
    "g.example. 0 IN A 192.0.2.8\nh.example. 0 IN A 192.0.2.9\n", "192.0.2.3", "fail", "example.com TXT|example.com MX|g.example A, h.example A" },
  { "names of the reverse tree together", SPF ("example.com.", "v=spf1 ptr -all")
    "3.2.0.192.in-addr.arpa. 0 IN PTR g.example.\n3.2.0.192.in-addr.arpa. 0 IN PTR h.example.\n", "192.0.2.3", "fail",
    "example.com TXT|3.2.0.192.in-addr.arpa PTR|g.example A, h.example A" },
  { "nothing behind a match", SPF ("example.com.", "v=spf1 ip4:192.0.2.3 a include:i.example -all"), "192.0.2.3", "pass", "example.com TXT" },
  { "what may be before a match", SPF ("example.com.", "v=spf1 a ip4:192.0.2.3 include:i.example -all"), "192.0.2.3", "pass",
    "example.com TXT|example.com A" },
  { "no redirect beside all", SPF ("example.com.", "v=spf1 a redirect=r.example -all"), "192.0.2.3", "fail", "example.com TXT|example.com A" },
  { "macros only when their turn comes", SPF ("example.com.", "v=spf1 a exists:%{i}.x.example a:b.example -all") "b.example. 0 IN A 192.0.2.9\n",
    "192.0.2.3", "fail",
    "example.com TXT|b.example A, example.com A|192.0.2.3.x.example A" },
  { "no more than the limit allows", SPF ("example.com.", "v=spf1 a:a.example a:b.example a:c.example a:d.example a:e.example a:f.example"
    " a:g.example a:h.example a:i.example a:j.example a:k.example -all") "a.example. 0 IN A 192.0.2.3\n", "192.0.2.3", "pass",
    "example.com TXT|a.example A, b.example A, c.example A, d.example A, e.example A, f.example A, g.example A, h.example A, i.example A, j.example A" },
  { "a tree takes as many rounds as it is deep",
    SPF ("example.com.", "v=spf1 include:a.example include:b.example include:c.example -all")
    SPF ("a.example.", "v=spf1 include:aa.example -all") SPF ("b.example.", "v=spf1 include:bb.example -all")
    SPF ("c.example.", "v=spf1 ip4:192.0.2.4 -all") SPF ("aa.example.", "v=spf1 -all") SPF ("bb.example.", "v=spf1 include:bbb.example -all")
    SPF ("bbb.example.", "v=spf1 ip4:192.0.2.3 -all"), "192.0.2.3", "pass",
    "example.com TXT|a.example TXT, b.example TXT, c.example TXT|aa.example TXT, bb.example TXT|bbb.example TXT" },
  { "a question twice is asked once", SPF ("example.com.", "v=spf1 include:i.example include:i.example a a -all") SPF ("i.example.", "v=spf1 -all"),
    "192.0.2.3", "fail", "example.com TXT|example.com A, i.example TXT" },
  { "nothing behind a broken include", SPF ("example.com.", "v=spf1 include:i.example include:j.example -all") SPF ("i.example.", "v=spf1 x")
    SPF ("j.example.", "v=spf1 include:k.example -all"), "192.0.2.3", "permerror", "example.com TXT|i.example TXT, j.example TXT" },
  { "explanation after the verdict", SPF ("example.com.", "v=spf1 a -all exp=%{d}.exp.example") "example.com.exp.example. 0 IN TXT \"no: %{p}\"\n",
    "192.0.2.3", "fail", "example.com TXT|example.com A|example.com.exp.example TXT|3.2.0.192.in-addr.arpa PTR" },
  { "no explanation without fail", SPF ("example.com.", "v=spf1 ~all exp=exp.example"), "192.0.2.3", "softfail", "example.com TXT" },
  { "names that no packet can carry", SPF ("example.com.", "v=spf1 a:x..example include:i.example -all") SPF ("i.example.", "v=spf1 -all"),
    "192.0.2.3", "fail", "example.com TXT|i.example TXT" },
  /* clang-format on */
};

static void
test_rounds (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rounds); i++)
    {
      SvSpfInput input = default_input (rounds[i].ip);
      g_autofree char *zone = g_strconcat ("$DEFAULT NXDOMAIN\n", rounds[i].zone, NULL);
      g_autoptr (GPtrArray) asked = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (SvSpfEvaluation) evaluation = spf_zone_evaluate (zone, &input, asked);
      CHECK_STR (rounds[i].name, sv_spf_result_name (evaluation->result), rounds[i].result);
      g_ptr_array_add (asked, NULL);
      g_autofree char *joined = g_strjoinv ("|", (char **)asked->pdata);
      CHECK_STR (rounds[i].name, joined, rounds[i].rounds);
    }
}

/* No $DEFAULT: what the file does not mention is unrecorded.  `result` NULL: there is none. */
static const struct
{
  const char *name;
  const char *zone;
  const char *result;
} unrecorded[] = {
  /* clang-format off */
  { "no record", "x.example. 0 IN A 192.0.2.9\n", NULL },
  { "not needed behind a match", SPF ("example.com.", "v=spf1 a:a.example ip4:192.0.2.3 a:b.example -all") "a.example. 0 IN A 192.0.2.9\n", "pass" },
  { "needed before a match", SPF ("example.com.", "v=spf1 a:a.example ip4:192.0.2.3 -all"), NULL },
  { "include", SPF ("example.com.", "v=spf1 include:i.example -all"), NULL },
  { "inside an include", SPF ("example.com.", "v=spf1 include:i.example -all") SPF ("i.example.", "v=spf1 exists:%{i}.x.example"), NULL },
  { "redirect", SPF ("example.com.", "v=spf1 redirect=r.example"), NULL },
  { "address of an MX", SPF ("example.com.", "v=spf1 mx -all") "example.com. 0 IN MX 1 h.example.\n", NULL },
  { "asked ahead, not needed", SPF ("example.com.", "v=spf1 a:a.example include:i.example -all") "a.example. 0 IN A 192.0.2.3\n", "pass" },
  { "reverse tree", SPF ("example.com.", "v=spf1 ptr -all"), NULL },
  { "another name of the reverse tree matches", SPF ("example.com.", "v=spf1 ptr -all") "3.2.0.192.in-addr.arpa. 0 IN PTR h.example.\n"
    "3.2.0.192.in-addr.arpa. 0 IN PTR m.example.com.\nm.example.com. 0 IN A 192.0.2.3\n", "pass" },
  { "%{p}", SPF ("example.com.", "v=spf1 exists:%{p}.x.example -all"), NULL },
  { "explanation is not the verdict", SPF ("example.com.", "v=spf1 -all exp=exp.example"), "fail" },
  { "an error decides first", SPF ("example.com.", "v=spf1 a:b.example a:c.example -all") "b.example. 0 IN A !TIMEOUT\n", "temperror" },
  /* clang-format on */
};

static void
test_unrecorded (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (unrecorded); i++)
    {
      const char *name = unrecorded[i].name;
      SvSpfInput input = default_input ("192.0.2.3");
      g_autoptr (SvSpfEvaluation) evaluation = spf_zone_evaluate (unrecorded[i].zone, &input, NULL);
      gboolean done = unrecorded[i].result != NULL;
      CHECK_INT (name, evaluation->state, done ? SV_SPF_STATE_DONE : SV_SPF_STATE_UNRECORDED);
      if (done)
        CHECK_STR (name, sv_spf_result_name (evaluation->result), unrecorded[i].result);
      else
        CHECK_STR (name, evaluation->mechanism, NULL);
    }
}

static const struct
{
  const char *name;
  const char *record;
  const char *zone;
  const char *mail_from; /* NULL: user@example.com */
  const char *explanation;
} explanations[] = {
  /* clang-format off */
  { "text", "v=spf1 -all exp=e.example", "e.example. 0 IN TXT \"Go \" \"away.\"\n", NULL, "Go away." },
  { "macros", "v=spf1 -all exp=e.example", "e.example. 0 IN TXT \"%{c} %{ir} %{r} %{t} %{h} %{S} 100%%\"\n", NULL,
    "192.0.2.3 3.2.0.192 mta.example.org 1700000000 mail.example.net user%40example.com 100%" },
  { "local part with specials", "v=spf1 -all exp=e.example", "e.example. 0 IN TXT \"l=%{L}\"\n", "~a&b=c-d_e.f@example.com", "l=~a%26b%3Dc-d_e.f" },
  { "target with macros", "v=spf1 exp=%{ir}.%{v}.e.example -all", "3.2.0.192.in-addr.e.example. 0 IN TXT \"found\"\n", NULL, "found" },
  { "final dot stays", "v=spf1 -all exp=e.example.", "e.example. 0 IN TXT \"No.\"\n", NULL, "No." },
  { "%{p}", "v=spf1 -all exp=e.example", "e.example. 0 IN TXT \"from %{p}\"\n3.2.0.192.in-addr.arpa. 0 IN PTR h.example.\nh.example. 0 IN A 192.0.2.3\n",
    NULL, "from h.example" },
  { "%{p} unknown", "v=spf1 -all exp=e.example", "e.example. 0 IN TXT \"from %{p}\"\n", NULL, "from unknown" },
  { "no exp", "v=spf1 -all", "", NULL, "DEFAULT" },
  { "no such name", "v=spf1 -all exp=e.example", "", NULL, "DEFAULT" },
  { "timeout", "v=spf1 -all exp=e.example", "e.example. 0 IN TXT !TIMEOUT\n", NULL, "DEFAULT" },
  { "two texts", "v=spf1 -all exp=e.example", "e.example. 0 IN TXT \"a\"\ne.example. 0 IN TXT \"b\"\n", NULL, "DEFAULT" },
  { "bad macro", "v=spf1 -all exp=e.example", "e.example. 0 IN TXT \"%{x}\"\n", NULL, "DEFAULT" },
  { "cut macro", "v=spf1 -all exp=e.example", "e.example. 0 IN TXT \"a %{d\"\n", NULL, "DEFAULT" },
  { "bytes beyond ASCII", "v=spf1 -all exp=e.example", "e.example. 0 IN TXT \"\\195\\169\"\n", NULL, "DEFAULT" },
  { "NUL", "v=spf1 -all exp=e.example", "e.example. 0 IN TXT \"a\\000b\"\n", NULL, "DEFAULT" },
  { "empty", "v=spf1 -all exp=e.example", "e.example. 0 IN TXT \"\"\n", NULL, "DEFAULT" },
  { "name that cannot be asked for", "v=spf1 -all exp=e..example", "", NULL, "DEFAULT" },
  { "include has none of its own", "v=spf1 include:i.example -all exp=e.example",
    SPF ("i.example.", "v=spf1 -all exp=x.example") "e.example. 0 IN TXT \"ours\"\nx.example. 0 IN TXT \"theirs\"\n", NULL, "ours" },
  { "redirect has its own", "v=spf1 redirect=r.example exp=e.example",
    SPF ("r.example.", "v=spf1 -all exp=%{d}.x.example") "e.example. 0 IN TXT \"ours\"\nr.example.x.example. 0 IN TXT \"theirs %{d}\"\n", NULL, "theirs r.example" },
  { "redirect cancels ours", "v=spf1 redirect=r.example exp=e.example", SPF ("r.example.", "v=spf1 -all") "e.example. 0 IN TXT \"ours\"\n", NULL, "DEFAULT" },
  { "not with softfail", "v=spf1 ~all exp=e.example", "e.example. 0 IN TXT \"x\"\n", NULL, NULL },
  { "not counted", "v=spf1 a a a a a a a a a a -all exp=e.example", "e.example. 0 IN TXT \"x\"\nexample.com. 0 IN A 192.0.2.9\n", NULL, "x" },
  /* clang-format on */
};

static void
test_explanations (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (explanations); i++)
    {
      SvSpfInput input = default_input ("192.0.2.3");
      if (explanations[i].mail_from)
        input.mail_from = explanations[i].mail_from;
      g_autofree char *zone
          = g_strconcat ("$DEFAULT NXDOMAIN\nexample.com. 0 IN TXT \"", explanations[i].record,
                         "\"\n", explanations[i].zone, NULL);
      g_autoptr (SvSpfEvaluation) evaluation = spf_zone_evaluate (zone, &input, NULL);
      CHECK_STR (explanations[i].name, evaluation->explanation, explanations[i].explanation);
    }
}

/* Steps as "DEPTH TERM TARGET OUTCOME LOOKUPS VOIDS"; ";" between them. */
static const struct
{
  const char *name;
  const char *zone;
  const char *trace;
} traces[] = {
  /* clang-format off */
  { "order", SPF ("example.com.", "v=spf1 redirect=r.example x=y a:%{d2} include:i.example ip4:192.0.2.3 exp=e.example mx")
    SPF ("i.example.", "v=spf1 exists:g.example -all"),
    "0 x=y - skipped 0 0;0 a:%{d2} example.com no-match 1 1;0 include:i.example i.example no-match 2 1;"
    "1 exists:g.example g.example no-match 3 2;1 -all - match 3 2;0 ip4:192.0.2.3 - match 3 2;0 exp=e.example - skipped 3 2;"
    "0 mx - not-reached 3 2;0 redirect=r.example - not-reached 3 2" },
  { "redirect", SPF ("example.com.", "v=spf1 redirect=r.example ptr") SPF ("r.example.", "v=spf1 ?all"),
    "0 ptr example.com no-match 1 0;0 redirect=r.example r.example match 2 0;1 ?all - match 2 0" },
  { "redirect to a default", SPF ("example.com.", "v=spf1 redirect=r.example") SPF ("r.example.", "v=spf1"),
    "0 redirect=r.example r.example no-match 1 0" },
  { "redirect beside all", SPF ("example.com.", "v=spf1 redirect=r.example -all"), "0 redirect=r.example - skipped 0 0;0 -all - match 0 0" },
  { "errors go up", SPF ("example.com.", "v=spf1 include:i.example -all") SPF ("i.example.", "v=spf1 a:x/99 mx"),
    "0 include:i.example i.example error 1 0;1 a:x/99 - error 1 0;0 -all - not-reached 1 0" },
  { "limit", SPF ("example.com.", "v=spf1 a:a.example a:b.example a:c.example -all"),
    "0 a:a.example a.example no-match 1 1;0 a:b.example b.example no-match 2 2;0 a:c.example c.example error 3 3;0 -all - not-reached 3 3" },
  /* clang-format on */
};

static char *
trace_text (const SvSpfEvaluation *evaluation)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < evaluation->trace->len; i++)
    {
      const SvSpfStep *step = &g_array_index (evaluation->trace, SvSpfStep, i);
      g_string_append_printf (text, "%s%u %s %s %s %u %u", i ? ";" : "", step->depth, step->term,
                              step->target ? step->target : "-",
                              sv_spf_outcome_name (step->outcome), step->lookups, step->voids);
    }
  return g_string_free (text, FALSE);
}

static void
test_traces (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (traces); i++)
    {
      SvSpfInput input = default_input ("192.0.2.3");
      g_autofree char *zone = g_strconcat ("$DEFAULT NXDOMAIN\n", traces[i].zone, NULL);
      g_autoptr (SvSpfEvaluation) evaluation = spf_zone_evaluate (zone, &input, NULL);
      g_autofree char *text = trace_text (evaluation);
      CHECK_STR (traces[i].name, text, traces[i].trace);
    }
}

/* A flattened record far beyond what libspf2 would keep of it, and 64 kB that match at the end. */
static void
test_large (void)
{
  static const guint sizes[] = { 450, 3000 };
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      GString *zone = g_string_new ("example.com. 0 IN TXT \"v=spf1\"");
      for (guint n = 0; n < sizes[i]; n++)
        g_string_append_printf (zone, " \" ip4:198.51.%u.%u\"", 100 + n / 250, n % 250);
      g_string_append (zone, " \" ip4:192.0.2.3 -all\"\n");
      SvSpfInput input = default_input ("192.0.2.3");
      g_autoptr (SvSpfEvaluation) evaluation = spf_zone_evaluate (zone->str, &input, NULL);
      CHECK_STR ("large", evaluation->mechanism, "ip4:192.0.2.3");
      CHECK_INT ("large", evaluation->trace->len, sizes[i] + 2);
      g_string_free (zone, TRUE);
    }
}

typedef struct
{
  const char *zone;
  SvSpfInput input;
} Job;

static gpointer
evaluate_in_thread (gpointer data)
{
  const Job *job = data;
  return spf_zone_evaluate (job->zone, &job->input, NULL);
}

static void
test_threads (void)
{
  const Job job = { .zone = "$DEFAULT NXDOMAIN\n" SPF ("example.com.",
                                                       "v=spf1 a mx ptr ip4:192.0.2.0/24 -all"),
                    .input = default_input ("192.0.2.3") };
  GThread *threads[4];
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("evaluate", evaluate_in_thread, (gpointer)&job);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (SvSpfEvaluation) evaluation = g_thread_join (threads[i]);
      CHECK_STR ("thread", evaluation->mechanism, "ip4:192.0.2.0/24");
    }
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "rounds", test_rounds },
    { "unrecorded", test_unrecorded },
    { "explanations", test_explanations },
    { "traces", test_traces },
    { "large", test_large },
    { "threads", test_threads },
    { NULL, NULL },
  };
  sv_libspf2_init ();
  return suite_run ("evaluate-rounds", tests);
}
