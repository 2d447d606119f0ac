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

typedef struct
{
  const char *id;
  char severity; /* I, N, W, E */
} Row;

/* The ids of the contract with their severities. */
static const Row contract[] = {
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
  { "forwarded", 'N' },
  { "forwarded-srs", 'N' },
  { "mailing-list", 'N' },
  { "own-relay", 'N' },
  { "sending-service", 'N' },
  { "path-time-travel", 'N' },
  { "bounce-reason", 'E' },
  { "complaint-report", 'N' },
  { "dmarc-pass", 'I' },
  { "dmarc-fail", 'E' },
  { "dmarc-none", 'W' },
  { "dmarc-policy-none", 'N' },
  { "dmarc-record-invalid", 'W' },
  { "dmarc-from-missing", 'W' },
  { "dmarc-from-multiple", 'W' },
  { "dmarc-rfc7489-differs", 'N' },
  { "spf-not-aligned", 'W' },
  { "dkim-not-aligned", 'W' },
  { "dkim-none", 'W' },
  { "dkim-pass", 'I' },
  { "dkim-body-changed", 'W' },
  { "dkim-headers-changed", 'W' },
  { "dkim-key-missing", 'W' },
  { "dkim-key-revoked", 'W' },
  { "dkim-key-weak", 'W' },
  { "dkim-expired", 'W' },
  { "dkim-partial-body", 'W' },
  { "dkim-unverifiable", 'N' },
  { "arc-present", 'I' },
  { "record-syntax", 'E' },
  { "record-multiple", 'E' },
  { "record-lookups-over", 'E' },
  { "record-lookups-near", 'W' },
  { "record-voids-over", 'E' },
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
};

/* What the program tells beyond them. */
static const Row added[] = {
  { "stored-unproven", 'N' },  { "record-mx-over", 'E' },   { "record-dns-trouble", 'W' },
  { "record-none", 'W' },      { "dkim-key-invalid", 'W' }, { "dkim-algorithm-weak", 'W' },
  { "dkim-key-testing", 'N' }, { "dkim-temperror", 'W' },   { "dkim-signature-invalid", 'W' },
  { "dkim-too-many", 'N' },    { "dkim2-present", 'I' },
};

static const Row *
find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (contract); i++)
    if (strcmp (contract[i].id, id) == 0)
      return &contract[i];
  for (gsize i = 0; i < G_N_ELEMENTS (added); i++)
    if (strcmp (added[i].id, id) == 0)
      return &added[i];
  return NULL;
}

static void
check_rows (const Row *rows, gsize n)
{
  static const char letters[] = { 'I', 'N', 'W', 'E' };
  for (gsize i = 0; i < n; i++)
    {
      const char *id = rows[i].id;
      const SvFindingText *text = sv_finding_text (id);
      CHECK (id, text != NULL);
      if (!text)
        continue;
      CHECK_STR (id, text->id, id);
      CHECK_INT (id, letters[text->severity], rows[i].severity);
      CHECK (id, text->title && text->title[0]);
      /* Whoever reads of trouble wants to know what to do. */
      CHECK (id, text->severity < SV_SEVERITY_ERROR || text->remedy);
    }
}

static void
test_findings (void)
{
  check_rows (contract, G_N_ELEMENTS (contract));
  check_rows (added, G_N_ELEMENTS (added));
  CHECK ("unknown", !sv_finding_text ("no-such-finding"));
  CHECK ("empty", !sv_finding_text (""));
}

/* No row that these lists do not know, none twice. */
static void
test_no_other_findings (void)
{
  guint n = 0;
  for (const SvFindingText *text; (text = sv_finding_text_at (n)); n++)
    {
      CHECK (text->id, find (text->id) != NULL);
      CHECK (text->id, sv_finding_text (text->id) == text);
    }
  CHECK_INT ("rows", n, G_N_ELEMENTS (contract) + G_N_ELEMENTS (added));
}

/* Advice that must never be given (FINDINGS, "Remedies"). */
static void
test_forbidden_advice (void)
{
  static const char *const words[] = { "+all", "ptr", "must reject", "255" };
  const SvFindingText *text;
  for (guint i = 0; (text = sv_finding_text_at (i)); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (words); k++)
      CHECK (text->id, !text->remedy || !strstr (text->remedy, words[k]));
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
    { "no other findings", test_no_other_findings },
    { "forbidden advice", test_forbidden_advice },
    { "causes", test_causes },
    { NULL, NULL },
  };
  return suite_run ("remedies", tests);
}
