/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the rules: which findings, in which order, on which lines, and that all their texts are
 * filled. */

#include "judge/findings.h"

#include "mail.h"
#include "suite.h"

#include <string.h>

/* A case under test: what check_host() says now, `state` -1 for not evaluated. */
typedef struct
{
  const char *row;
  const char *text;
  int state;
  SvSpfResult result;
  SvSpfProblem problem;
  const char *mechanism;
  const char *from_domain;
  SvAligned aligned;
  const char *findings; /* "id@line …" in order */
} Row;

/* "id@line id@line …", and a check that no placeholder stays open. */
static char *
describe (const char *row, const GArray *findings)
{
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < findings->len; i++)
    {
      const SvFinding *finding = &g_array_index (findings, SvFinding, i);
      g_autofree char *title = sv_finding_title (finding);
      g_autofree char *detail = sv_finding_detail (finding);
      g_autofree char *remedy = sv_finding_remedy (finding);
      g_autofree char *name = g_strdup_printf ("%s, %s", row, finding->text->id);
      CHECK (name, title && !strchr (title, '{'));
      CHECK (name, !detail || !strchr (detail, '{'));
      CHECK (name, !remedy || !strchr (remedy, '{'));
      CHECK (name, sv_finding_text (finding->text->id) == finding->text);
      g_string_append_printf (out, "%s%s@%u", i ? " " : "", finding->text->id, finding->line);
    }
  return g_string_free (out, FALSE);
}

static GArray *
find (const Row *row, const SvSaid *said)
{
  g_autoptr (SvFacts) facts = mail_facts (row->text);
  g_autoptr (SvIdentity) identity = sv_identity_find (facts, said);
  SvStored stored;
  sv_stored_find (facts, identity, &stored);
  SvSpfEvaluation spf = { .state = (SvSpfState)MAX (row->state, 0),
                          .result = row->result,
                          .problem = row->problem,
                          .mechanism = (char *)row->mechanism,
                          .domain = (char *)"example.com" };
  const SvSpfEvaluation *judged = row->state < 0 ? NULL : &spf;
  SvComparison comparison;
  sv_compare (&stored, identity, judged, NULL, FALSE, &comparison);
  SvAlignment alignment = { .from_domain = row->from_domain, .spf_aligned = row->aligned };
  SvCase message = { facts, identity, &stored, judged, &comparison, &alignment };
  GArray *findings = sv_findings_find (&message);
  g_autofree char *found = describe (row->row, findings);
  CHECK_STR (row->row, found, row->findings);
  return findings;
}

#define HOP \
  "Received: from client.example.com (client.example.com [192.0.2.1]) by mx.example.org; date\n" \
  "Return-Path: <a@example.com>\nFrom: A <a@example.com>\n\n"
#define SPF(word) \
  "Received-SPF: " word " (mx.example.org: domain of a@example.com) client-ip=192.0.2.1; " \
  "envelope-from=a@example.com; helo=client.example.com; receiver=mx.example.org\n"
#define OURS "example.com", SV_ALIGNED_STRICT

/* Each result and problem once, the stored verdict agreeing. */
static const Row verdicts[] = {
  { "pass", SPF ("pass") HOP, 0, SV_SPF_PASS, 0, "a", OURS, "spf-pass@1 stored-agrees@1" },
  { "neutral", SPF ("neutral") HOP, 0, SV_SPF_NEUTRAL, 0, "?all", OURS,
    "spf-neutral@1 stored-agrees@1" },
  { "softfail", SPF ("softfail") HOP, 0, SV_SPF_SOFTFAIL, 0, "~all", OURS,
    "spf-softfail@1 stored-agrees@1" },
  { "fail", SPF ("fail") HOP, 0, SV_SPF_FAIL, 0, "-all", OURS, "spf-fail@1 stored-agrees@1" },
  { "fail by a term", SPF ("fail") HOP, 0, SV_SPF_FAIL, 0, "-ip4:192.0.2.1", OURS,
    "spf-fail-explicit@1 stored-agrees@1" },
  { "no record", SPF ("none") HOP, 0, SV_SPF_NONE, SV_SPF_PROBLEM_NO_RECORD, NULL, OURS,
    "spf-none-no-record@1 stored-agrees@1" },
  { "no domain", SPF ("none") HOP, 0, SV_SPF_NONE, SV_SPF_PROBLEM_NO_DOMAIN, NULL, OURS,
    "spf-none-no-domain@1 stored-agrees@1" },
  { "no valid domain", SPF ("none") HOP, 0, SV_SPF_NONE, SV_SPF_PROBLEM_INVALID_DOMAIN, NULL, OURS,
    "spf-none-invalid-domain@1 stored-agrees@1" },
  { "syntax", SPF ("permerror") HOP, 0, SV_SPF_PERMERROR, SV_SPF_PROBLEM_SYNTAX, NULL, OURS,
    "spf-permerror-syntax@1 stored-agrees@1" },
  { "two records", SPF ("permerror") HOP, 0, SV_SPF_PERMERROR, SV_SPF_PROBLEM_MULTIPLE_RECORDS,
    NULL, OURS, "spf-permerror-multiple-records@1 stored-agrees@1" },
  { "lookups", SPF ("permerror") HOP, 0, SV_SPF_PERMERROR, SV_SPF_PROBLEM_LOOKUP_LIMIT, NULL, OURS,
    "spf-permerror-lookup-limit@1 stored-agrees@1" },
  { "voids", SPF ("permerror") HOP, 0, SV_SPF_PERMERROR, SV_SPF_PROBLEM_VOID_LIMIT, NULL, OURS,
    "spf-permerror-void-limit@1 stored-agrees@1" },
  { "MX names", SPF ("permerror") HOP, 0, SV_SPF_PERMERROR, SV_SPF_PROBLEM_MX_LIMIT, NULL, OURS,
    "spf-permerror-mx-limit@1 stored-agrees@1" },
  { "include of nothing", SPF ("permerror") HOP, 0, SV_SPF_PERMERROR, SV_SPF_PROBLEM_INCLUDE_NONE,
    NULL, OURS, "spf-permerror-include@1 stored-agrees@1" },
  { "redirect to nothing", SPF ("permerror") HOP, 0, SV_SPF_PERMERROR, SV_SPF_PROBLEM_REDIRECT_NONE,
    NULL, OURS, "spf-permerror-include@1 stored-agrees@1" },
  { "timeout", SPF ("temperror") HOP, 0, SV_SPF_TEMPERROR, SV_SPF_PROBLEM_DNS_TIMEOUT, NULL, OURS,
    "spf-temperror-timeout@1 stored-agrees@1" },
  { "SERVFAIL", SPF ("temperror") HOP, 0, SV_SPF_TEMPERROR, SV_SPF_PROBLEM_DNS_SERVFAIL, NULL, OURS,
    "spf-temperror-dns@1 stored-agrees@1" },
  { "REFUSED", SPF ("temperror") HOP, 0, SV_SPF_TEMPERROR, SV_SPF_PROBLEM_DNS_REFUSED, NULL, OURS,
    "spf-temperror-dns@1 stored-agrees@1" },
};

/* The other rules, and the order. */
static const Row others[] = {
  { "drift", SPF ("pass") HOP, 0, SV_SPF_FAIL, 0, "-all", OURS, "spf-fail@1 stored-drift@1" },
  { "most severe first", SPF ("softfail") HOP, 0, SV_SPF_NEUTRAL, 0, "?all", OURS,
    "stored-drift@1 spf-neutral@1" },
  { "not evaluated", SPF ("pass") HOP, -1, 0, 0, NULL, OURS, "spf-not-evaluated@0" },
  { "not recorded", SPF ("pass") HOP, SV_SPF_STATE_UNRECORDED, 0, 0, NULL, OURS,
    "spf-not-evaluated@0" },
  { "nothing stored", HOP, 0, SV_SPF_PASS, 0, "a", OURS, "stored-none@0 spf-pass@0" },
  { "contradiction", SPF ("pass") "Authentication-Results: mx.example.org; spf=fail\n" HOP, 0,
    SV_SPF_PASS, 0, "a", OURS, "stored-contradiction@2 spf-pass@1" },
  { "best guess",
    "Received-SPF: pass (mx.example.org: best guess record for domain of a@example.com designates "
    "192.0.2.1 as permitted sender) client-ip=192.0.2.1;\n" HOP,
    0, SV_SPF_NONE, SV_SPF_PROBLEM_NO_RECORD, NULL, OURS,
    "spf-none-no-record@1 stored-drift@1 stored-best-guess@1" },
  { "null sender",
    "Received-SPF: pass (mx.example.org: x) client-ip=192.0.2.1; envelope-from=<>; "
    "helo=client.example.com\n"
    "Received: from client.example.com (client.example.com [192.0.2.1]) by mx.example.org; date\n"
    "From: A <a@example.com>\n\n",
    0, SV_SPF_PASS, 0, "a", OURS, "spf-null-sender@1 spf-pass@1 stored-agrees@1" },
  { "a claim below the border",
    SPF ("pass") "Received: from client.example.com (client.example.com [192.0.2.1]) by "
                 "mx.example.org; date\n"
                 "Received-SPF: pass (mx.example.org: x) client-ip=203.0.113.5;\n"
                 "Authentication-Results: mx.example.org; spf=pass\n"
                 "From: A <a@example.com>\n\n",
    0, SV_SPF_PASS, 0, "a", OURS,
    "auth-results-untrusted@3 auth-results-untrusted@4 spf-pass@1 stored-agrees@1" },
  { "relatives are no claims",
    SPF ("pass") "Received: from client.example.com (client.example.com [192.0.2.1]) by "
                 "mx.example.org; date\n"
                 "ARC-Authentication-Results: i=1; mx.example.net; spf=pass\n"
                 "Authentication-Results-Original: mx.example.net; spf=pass\n"
                 "From: A <a@example.com>\n\n",
    0, SV_SPF_PASS, 0, "a", OURS, "spf-pass@1 stored-agrees@1" },
  { "written badly", "Authentication-Results: mx.example.org; spf=pass (never closed\n" HOP, 0,
    SV_SPF_PASS, 0, "a", OURS, "auth-results-malformed@1 spf-pass@1 stored-agrees@1" },
  { "two senders",
    SPF ("pass") "Received: from client.example.com (client.example.com [192.0.2.1]) by "
                 "mx.example.org; date\n"
                 "Return-Path: <list-bounces@lists.example.net>\nFrom: A <a@example.com>\n\n",
    0, SV_SPF_PASS, 0, "a", OURS, "identity-disagrees@3 spf-pass@1 stored-agrees@1" },
  { "one sender, other case",
    SPF ("pass") "Received: from client.example.com (client.example.com [192.0.2.1]) by "
                 "mx.example.org; date\n"
                 "Return-Path: <A@EXAMPLE.com>\nFrom: A <a@example.com>\n\n",
    0, SV_SPF_PASS, 0, "a", OURS, "spf-pass@1 stored-agrees@1" },
  { "not aligned", SPF ("pass") HOP, 0, SV_SPF_PASS, 0, "a", "example.net", SV_ALIGNED_NONE,
    "spf-not-aligned@4 spf-pass@1 stored-agrees@1" },
  { "a fail needs no alignment", SPF ("fail") HOP, 0, SV_SPF_FAIL, 0, "-all", "example.net",
    SV_ALIGNED_NONE, "spf-fail@1 stored-agrees@1" },
  { "no author", "Received-SPF: pass\nFrom: nobody\n\n", 0, SV_SPF_PASS, 0, "a", NULL,
    SV_ALIGNED_UNKNOWN, "dmarc-from-missing@2 spf-pass@1 stored-agrees@1" },
  { "two authors", "Received-SPF: pass\nFrom: a@example.com, b@example.net\n\n", 0, SV_SPF_PASS, 0,
    "a", NULL, SV_ALIGNED_UNKNOWN, "dmarc-from-multiple@2 spf-pass@1 stored-agrees@1" },
};

static void
run_rows (const Row *rows, gsize n)
{
  static const SvSaid nothing = { 0 };
  for (gsize i = 0; i < n; i++)
    g_array_unref (find (&rows[i], &nothing));
}

static void
test_verdicts (void)
{
  run_rows (verdicts, G_N_ELEMENTS (verdicts));
}

static void
test_others (void)
{
  run_rows (others, G_N_ELEMENTS (others));
}

/* Where the receiver's DMARC passed all the same, missing alignment is a notice. */
static void
test_aligned_by_dkim (void)
{
  static const Row row = { "aligned by DKIM",
                           "Authentication-Results: mx.example.org; spf=pass; dmarc=pass\n" HOP,
                           0,
                           SV_SPF_PASS,
                           0,
                           "a",
                           "example.net",
                           SV_ALIGNED_NONE,
                           "spf-not-aligned@4 spf-pass@1 stored-agrees@1" };
  static const SvSaid nothing = { 0 };
  g_autoptr (GArray) findings = find (&row, &nothing);
  CHECK_INT (row.row, g_array_index (findings, SvFinding, 0).severity, SV_SEVERITY_NOTICE);
}

/* Thousands of forged fields are named up to a limit. */
static void
test_many_claims (void)
{
  g_autoptr (GString) text = g_string_new (SPF ("pass") "Received: from client.example.com "
                                                        "(client.example.com [192.0.2.1]) by "
                                                        "mx.example.org; date\n");
  for (int i = 0; i < 3000; i++)
    g_string_append_printf (text, "Authentication-Results: forged%d.example.net; spf=pass\n", i);
  g_string_append (text, "From: A <a@example.com>\n\n");
  g_autoptr (SvFacts) facts = mail_facts (text->str);
  SvSaid said = { 0 };
  g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
  SvStored stored;
  sv_stored_find (facts, identity, &stored);
  SvComparison comparison;
  sv_compare (&stored, identity, NULL, NULL, TRUE, &comparison);
  SvAlignment alignment = { .from_domain = "example.com" };
  SvCase message = { facts, identity, &stored, NULL, &comparison, &alignment };
  g_autoptr (GArray) findings = sv_findings_find (&message);
  CHECK ("few", findings->len > 1 && findings->len < 20);
}

/* Values come from the message: what looks like a placeholder there stays what it is. */
static void
test_hostile_values (void)
{
  static const char text[]
      = SPF ("pass") "Received: from client.example.com (client.example.com [192.0.2.1]) by "
                     "mx.example.org; date\n"
                     "Authentication-Results: {line}{who}.example.net; spf=pass\n"
                     "From: A <a@example.com>\n\n";
  g_autoptr (SvFacts) facts = mail_facts (text);
  SvSaid said = { 0 };
  g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
  SvStored stored;
  sv_stored_find (facts, identity, &stored);
  SvComparison comparison;
  sv_compare (&stored, identity, NULL, NULL, TRUE, &comparison);
  SvAlignment alignment = { .from_domain = "example.com" };
  SvCase message = { facts, identity, &stored, NULL, &comparison, &alignment };
  g_autoptr (GArray) findings = sv_findings_find (&message);
  g_autofree char *detail = sv_finding_detail (&g_array_index (findings, SvFinding, 0));
  CHECK ("as written", detail && strstr (detail, "{line}{who}.example.net"));
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "verdicts", test_verdicts },
    { "other rules and order", test_others },
    { "aligned by DKIM", test_aligned_by_dkim },
    { "many claims", test_many_claims },
    { "hostile values", test_hostile_values },
    { NULL, NULL },
  };
  return suite_run ("findings", tests);
}
