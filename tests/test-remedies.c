/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the texts of findings and causes, and of how placeholders are filled. */

#include "judge/remedies.h"

#include "suite.h"

#include <string.h>

/* {a} is one, {b} holds a placeholder of its own, {empty} is empty. */
static const char *const values[]
    = { "a", "one", "b", "{a}", "empty", "", "long_name", "x", "a", "the first counts" };

static const struct
{
  const char *text;
  const char *filled;
} fills[] = {
  { "", "" },
  { "plain", "plain" },
  { "{a}", "one" },
  { "<{a}>", "<one>" },
  { "{a}{a}", "oneone" },
  { "{b} is not filled again", "{a} is not filled again" },
  { "{b}{a}", "{a}one" },
  { "({empty})", "()" },
  { "{long_name}", "x" },
  { "{unknown} stays", "{unknown} stays" },
  { "{A} has another case", "{A} has another case" },
  { "{a", "{a" },
  { "a}", "a}" },
  { "{", "{" },
  { "}", "}" },
  { "{}", "{}" },
  { "{{a}}", "{one}" },
  { "{x{a}y}", "{xoney}" },
  { "%s {a} %n", "%s one %n" },
  { "“{a}”", "“one”" },
};

static void
test_fill (void)
{
  g_autoptr (GPtrArray) pairs = g_ptr_array_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    g_ptr_array_add (pairs, (gpointer)values[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (fills); i++)
    {
      g_autofree char *filled = sv_text_fill (fills[i].text, pairs);
      CHECK_STR (fills[i].text, filled, fills[i].filled);
    }
}

static void
test_fill_with_nothing (void)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autofree char *filled = sv_text_fill ("{a} of {b}", none);
  CHECK_STR ("no values", filled, "{a} of {b}");
}

/* A name without a value at the end is no pair. */
static void
test_fill_with_half_a_pair (void)
{
  g_autoptr (GPtrArray) half = g_ptr_array_new ();
  g_ptr_array_add (half, (gpointer) "a");
  g_autofree char *filled = sv_text_fill ("{a}", half);
  CHECK_STR ("half a pair", filled, "{a}");
}

static void
test_severity (void)
{
  CHECK_STR ("info", sv_severity_name (SV_SEVERITY_INFO), "info");
  CHECK_STR ("notice", sv_severity_name (SV_SEVERITY_NOTICE), "notice");
  CHECK_STR ("warning", sv_severity_name (SV_SEVERITY_WARNING), "warning");
  CHECK_STR ("error", sv_severity_name (SV_SEVERITY_ERROR), "error");
}

/* The contract's ids with their severities: I, N, W, E. */
static const struct
{
  const char *id;
  char severity;
} findings[] = {
  { "spf-pass", 'I' },
  { "spf-none-no-record", 'W' },
  { "spf-none-no-domain", 'W' },
  { "spf-none-invalid-domain", 'W' },
  { "spf-neutral", 'N' },
  { "spf-softfail", 'W' },
  { "spf-fail", 'E' },
  { "spf-fail-explicit", 'E' },
  { "spf-permerror-syntax", 'E' },
  { "spf-permerror-multiple-records", 'E' },
  { "spf-permerror-lookup-limit", 'E' },
  { "spf-permerror-void-limit", 'E' },
  { "spf-permerror-mx-limit", 'E' },
  { "spf-permerror-include", 'E' },
  { "spf-temperror-timeout", 'W' },
  { "spf-temperror-dns", 'W' },
  { "spf-not-evaluated", 'N' },
  { "spf-null-sender", 'N' },
  { "stored-none", 'N' },
  { "stored-agrees", 'I' },
  { "stored-drift", 'W' },
  { "stored-contradiction", 'W' },
  { "stored-best-guess", 'N' },
  { "auth-results-untrusted", 'W' },
  { "auth-results-malformed", 'N' },
  { "identity-disagrees", 'W' },
  { "bounce-reason", 'E' },
  { "complaint-report", 'N' },
  { "spf-not-aligned", 'W' },
  { "dmarc-from-missing", 'W' },
  { "dmarc-from-multiple", 'W' },
  { "dmarc-pass", 'I' },
  { "dmarc-fail", 'E' },
  { "dmarc-none", 'W' },
  { "dmarc-policy-none", 'N' },
  { "dmarc-record-invalid", 'W' },
  { "dmarc-rfc7489-differs", 'N' },
  { "record-syntax", 'E' },
  { "record-multiple", 'E' },
  { "record-lookups-over", 'E' },
  { "record-lookups-near", 'W' },
  { "record-voids-over", 'E' },
  { "record-mx-over", 'E' },
  { "record-pass-all", 'E' },
  { "record-neutral-all", 'W' },
  { "record-terms-after-all", 'W' },
  { "record-ptr", 'W' },
  { "record-wide", 'W' },
  { "record-private-address", 'W' },
  { "record-duplicate", 'N' },
  { "record-string-long", 'E' },
  { "record-answer-large", 'W' },
  { "record-typo", 'W' },
  { "record-wrong-name", 'W' },
  { "record-obsolete-type", 'N' },
  { "record-void-include", 'E' },
  { "record-loop", 'E' },
  { "record-dns-trouble", 'W' },
  { "record-none", 'W' },
};

static void
test_findings (void)
{
  static const char letters[] = { 'I', 'N', 'W', 'E' };
  for (gsize i = 0; i < G_N_ELEMENTS (findings); i++)
    {
      const char *id = findings[i].id;
      const SvFindingText *text = sv_finding_text (id);
      CHECK (id, text != NULL);
      if (!text)
        continue;
      CHECK_STR (id, text->id, id);
      CHECK_INT (id, letters[text->severity], findings[i].severity);
      CHECK (id, text->title && text->title[0]);
      /* Whoever reads of trouble wants to know what to do. */
      CHECK (id, text->severity < SV_SEVERITY_ERROR || text->remedy);
    }
  CHECK ("unknown", !sv_finding_text ("no-such-finding"));
  CHECK ("empty", !sv_finding_text (""));
}

/* Advice that must never be given (FINDINGS, "Remedies"). */
static void
test_forbidden_advice (void)
{
  static const char *const words[] = { "+all", "ptr", "must reject", "255" };
  for (gsize i = 0; i < G_N_ELEMENTS (findings); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (words); k++)
      {
        const SvFindingText *text = sv_finding_text (findings[i].id);
        CHECK (findings[i].id, !text || !text->remedy || !strstr (text->remedy, words[k]));
      }
}

static const char *const causes[] = {
  "other-identity",   "receiver-best-guess", "receiver-deviates", "dns-trouble-now",
  "dns-trouble-then", "domain-gone",         "record-removed",    "record-added",
  "record-broken",    "record-repaired",     "ip-now-authorized", "ip-no-longer-authorized",
  "record-changed",   "qualifier-changed",   "unknown",           "invalid-ip",
  "no-client-ip",     "no-identity",         "no-network",        "dns-unrecorded",
};

static void
test_causes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (causes); i++)
    {
      const char *text = sv_cause_text (causes[i]);
      CHECK (causes[i], text && text[0]);
      CHECK (causes[i], !text || !strchr (text, '{'));
    }
  CHECK ("unknown id", !sv_cause_text ("no-such-cause"));
  CHECK ("no id", !sv_cause_text (NULL));
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "fill", test_fill },
    { "fill with nothing", test_fill_with_nothing },
    { "fill with half a pair", test_fill_with_half_a_pair },
    { "severities", test_severity },
    { "findings", test_findings },
    { "forbidden advice", test_forbidden_advice },
    { "causes", test_causes },
    { NULL, NULL },
  };
  return suite_run ("remedies", tests);
}
