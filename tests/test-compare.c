/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the stored verdict against the present one: which is picked, and the cause of a drift.
 */

#include "judge/compare.h"

#include "mail.h"
#include "suite.h"

#include <string.h>

/* Which verdict is believed. */
static const struct
{
  const char *text;
  const char *spf, *header;
  guint line;
  gboolean on_mail_from;
  const char *conflict;
  const char *dkim, *dmarc;
} rows[] = {
  { "gmail", "pass", "Received-SPF", 8, TRUE, NULL, "pass", "pass" },
  { "gmail-place", "pass", "Authentication-Results", 5, TRUE, NULL, NULL, NULL },
  { "outlook", "pass", "Received-SPF", 10, TRUE, NULL, "none", "pass" },
  { "outlook-none", "none", "Received-SPF", 6, TRUE, NULL, "none", "none" },
  { "policyd", "softfail", "Received-SPF", 4, TRUE, NULL, NULL, NULL },
  { "exim-late", "fail", "Received-SPF", 7, TRUE, NULL, NULL, NULL },
  { "milters", "pass", "Authentication-Results", 2, TRUE, NULL, "pass", "pass" },
  { "cisco", "softfail", "Received-SPF", 4, TRUE, NULL, NULL, NULL },
  { "helo-first", "fail", "Authentication-Results", 1, TRUE, NULL, NULL, NULL },
  { "contradiction", "pass", "Received-SPF", 1, TRUE, "fail", NULL, NULL },
  { "two-hops", "fail", "Received-SPF", 1, TRUE, NULL, NULL, NULL },
  { "forged-id", "fail", "Received-SPF", 2, TRUE, NULL, NULL, NULL },
  { "forged-chain", NULL, NULL, 0, FALSE, NULL, NULL, NULL },
  { "foreign-id", "fail", "Received-SPF", 1, TRUE, NULL, NULL, NULL },
  { "no-verdict", NULL, NULL, 0, FALSE, NULL, NULL, NULL },
  { "bare", NULL, NULL, 0, FALSE, NULL, NULL, NULL },
};

static void
test_stored (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *row = rows[i].text;
      g_autoptr (SvFacts) facts = mail_facts (mail_text (row));
      SvSaid said = { 0 };
      g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
      SvStored stored;
      sv_stored_find (facts, identity, &stored);
      CHECK_STR (row, stored.spf, rows[i].spf);
      CHECK_STR (row, stored.spf_header, rows[i].header);
      CHECK_INT (row, stored.spf_line, rows[i].line);
      CHECK_INT (row, stored.spf_on_mail_from, rows[i].on_mail_from);
      CHECK_STR (row, stored.spf_conflict, rows[i].conflict);
      CHECK_STR (row, stored.dkim, rows[i].dkim);
      CHECK_STR (row, stored.dmarc, rows[i].dmarc);
    }
}

/* Two fields of one block, and what they say of each other; the hop below makes them the
 * receiver's. */
#define HOP \
  "Received: from client.example.com (client.example.com [192.0.2.1]) by mx.example.org; date\n" \
  "Return-Path: <a@example.com>\n\n"
#define SPF(word, rest) \
  "Received-SPF: " word " (mx.example.org: domain of a@example.com) client-ip=192.0.2.1; " \
  "envelope-from=a@example.com; helo=client.example.com; receiver=mx.example.org" rest "\n"
#define RESULTS(text) "Authentication-Results: mx.example.org; " text "\n"

static const struct
{
  const char *row;
  const char *text;
  const char *spf, *conflict;
} conflicts[] = {
  { "one word in two fields", SPF ("pass", "") RESULTS ("spf=pass") HOP, "pass", NULL },
  { "synonyms", SPF ("fail", "") RESULTS ("spf=hardfail") HOP, "fail", NULL },
  { "two of Received-SPF", SPF ("pass", "") SPF ("fail", "") HOP, "pass", "fail" },
  { "two of Authentication-Results", RESULTS ("spf=pass") RESULTS ("spf=softfail") HOP, "pass",
    "softfail" },
  { "mailfrom and helo", SPF ("pass", "; identity=mailfrom") SPF ("none", "; identity=helo") HOP,
    "pass", NULL },
  { "mailfrom and smtp.helo", SPF ("pass", "") RESULTS ("spf=none smtp.helo=x.example.com") HOP,
    "pass", NULL },
  { "a guess is no contradiction",
    "Received-SPF: pass (mx.example.org: best guess record for domain of a@example.com designates "
    "192.0.2.1 as permitted sender) client-ip=192.0.2.1;\n" RESULTS ("spf=none") HOP,
    "pass", NULL },
  { "across a hop",
    SPF ("pass", "") "Received: from x (x [10.0.0.1]) by mx.example.org; date\n" SPF ("fail", "")
        HOP,
    "pass", NULL },
};

static void
test_conflict (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (conflicts); i++)
    {
      const char *row = conflicts[i].row;
      g_autoptr (SvFacts) facts = mail_facts (conflicts[i].text);
      SvSaid said = { 0 };
      g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
      SvStored stored;
      sv_stored_find (facts, identity, &stored);
      CHECK_STR (row, stored.spf, conflicts[i].spf);
      CHECK_STR (row, stored.spf_conflict, conflicts[i].conflict);
    }
}

/* What check_host() says now, and the comparison that follows. */
static const struct
{
  const char *row;
  const char *text;
  const char *said_ip, *said_mail_from;
  SvSpfResult now;
  SvSpfProblem problem;
  const char *record, *mechanism;
  SvCompareStatus status;
  const char *cause;
} drifts[] = {
  { "agree", SPF ("pass", "") HOP, NULL, NULL, SV_SPF_PASS, 0, NULL, "ip4:192.0.2.1",
    SV_COMPARE_AGREE, NULL },
  { "agree by a synonym", RESULTS ("spf=hardfail") HOP, NULL, NULL, SV_SPF_FAIL, 0, NULL, "-all",
    SV_COMPARE_AGREE, NULL },
  { "no stored verdict", HOP, NULL, NULL, SV_SPF_FAIL, 0, NULL, "-all", SV_COMPARE_NO_STORED,
    NULL },
  { "contradiction", SPF ("pass", "") RESULTS ("spf=fail") HOP, NULL, NULL, SV_SPF_PASS, 0, NULL,
    "a", SV_COMPARE_CONTRADICTION, NULL },

  { "HELO alone was judged", SPF ("none", "; identity=helo") HOP, NULL, NULL, SV_SPF_FAIL, 0, NULL,
    "-all", SV_COMPARE_DRIFT, "other-identity" },
  { "PRA alone was judged", SPF ("none", "; identity=pra") HOP, NULL, NULL, SV_SPF_FAIL, 0, NULL,
    "-all", SV_COMPARE_DRIFT, "other-identity" },
  { "HELO alone, by smtp.helo", RESULTS ("spf=none smtp.helo=client.example.com") HOP, NULL, NULL,
    SV_SPF_FAIL, 0, NULL, "-all", SV_COMPARE_DRIFT, "other-identity" },
  { "--ip", SPF ("pass", "") HOP, "203.0.113.9", NULL, SV_SPF_FAIL, 0, NULL, "-all",
    SV_COMPARE_DRIFT, "other-identity" },
  { "--ip against Authentication-Results", RESULTS ("spf=pass (sender IP is 192.0.2.1)") HOP,
    "203.0.113.9", NULL, SV_SPF_FAIL, 0, NULL, "-all", SV_COMPARE_DRIFT, "other-identity" },
  { "--ip against the place", RESULTS ("spf=pass") HOP, "203.0.113.9", NULL, SV_SPF_FAIL, 0, NULL,
    "-all", SV_COMPARE_DRIFT, "other-identity" },
  { "--ip that says the same", SPF ("pass", "") HOP, "192.0.2.1", NULL, SV_SPF_FAIL, 0, NULL,
    "-all", SV_COMPARE_DRIFT, "ip-no-longer-authorized" },
  { "--mail-from", SPF ("pass", "") HOP, NULL, "x@example.net", SV_SPF_FAIL, 0, NULL, "-all",
    SV_COMPARE_DRIFT, "other-identity" },
  { "--mail-from against Authentication-Results",
    RESULTS ("spf=pass smtp.mailfrom=example.com") HOP, NULL, "x@example.net", SV_SPF_FAIL, 0, NULL,
    "-all", SV_COMPARE_DRIFT, "other-identity" },
  { "--mail-from that says the same", SPF ("pass", "") HOP, NULL, "A@example.com", SV_SPF_FAIL, 0,
    NULL, "-all", SV_COMPARE_DRIFT, "ip-no-longer-authorized" },
  { "another identity outranks trouble now", SPF ("pass", "") HOP, "203.0.113.9", NULL,
    SV_SPF_TEMPERROR, SV_SPF_PROBLEM_DNS_TIMEOUT, NULL, NULL, SV_COMPARE_DRIFT, "other-identity" },

  { "best guess",
    "Received-SPF: pass (mx.example.org: best guess record for domain of a@example.com designates "
    "192.0.2.1 as permitted sender) client-ip=192.0.2.1;\n" HOP,
    NULL, NULL, SV_SPF_NONE, SV_SPF_PROBLEM_NO_RECORD, NULL, NULL, SV_COMPARE_DRIFT,
    "receiver-best-guess" },
  { "best guess by its word", RESULTS ("spf=bestguesspass") HOP, NULL, NULL, SV_SPF_TEMPERROR,
    SV_SPF_PROBLEM_DNS_TIMEOUT, NULL, NULL, SV_COMPARE_DRIFT, "receiver-best-guess" },

  { "trouble now", SPF ("pass", "") HOP, NULL, NULL, SV_SPF_TEMPERROR, SV_SPF_PROBLEM_DNS_SERVFAIL,
    NULL, NULL, SV_COMPARE_DRIFT, "dns-trouble-now" },
  { "trouble then", SPF ("temperror", "") HOP, NULL, NULL, SV_SPF_PASS, 0, NULL, "a",
    SV_COMPARE_DRIFT, "dns-trouble-then" },
  { "trouble then, by a synonym", RESULTS ("spf=tempfail") HOP, NULL, NULL, SV_SPF_NONE,
    SV_SPF_PROBLEM_NO_DOMAIN, NULL, NULL, SV_COMPARE_DRIFT, "dns-trouble-then" },

  { "domain gone", SPF ("pass", "") HOP, NULL, NULL, SV_SPF_NONE, SV_SPF_PROBLEM_NO_DOMAIN, NULL,
    NULL, SV_COMPARE_DRIFT, "domain-gone" },
  { "record removed", SPF ("permerror", "") HOP, NULL, NULL, SV_SPF_NONE, SV_SPF_PROBLEM_NO_RECORD,
    NULL, NULL, SV_COMPARE_DRIFT, "record-removed" },
  { "record added", SPF ("none", "") HOP, NULL, NULL, SV_SPF_PASS, 0, NULL, "a", SV_COMPARE_DRIFT,
    "record-added" },
  { "record added and broken", SPF ("none", "") HOP, NULL, NULL, SV_SPF_PERMERROR,
    SV_SPF_PROBLEM_SYNTAX, NULL, NULL, SV_COMPARE_DRIFT, "record-added" },
  { "record broken", SPF ("pass", "") HOP, NULL, NULL, SV_SPF_PERMERROR, SV_SPF_PROBLEM_SYNTAX,
    NULL, NULL, SV_COMPARE_DRIFT, "record-broken" },
  { "record repaired", SPF ("permerror", "") HOP, NULL, NULL, SV_SPF_PASS, 0, NULL, "a",
    SV_COMPARE_DRIFT, "record-repaired" },

  { "address added", SPF ("softfail", "") HOP, NULL, NULL, SV_SPF_PASS, 0, NULL, "ip4:192.0.2.1",
    SV_COMPARE_DRIFT, "ip-now-authorized" },
  { "address removed", SPF ("pass", "") HOP, NULL, NULL, SV_SPF_SOFTFAIL, 0, NULL, "~all",
    SV_COMPARE_DRIFT, "ip-no-longer-authorized" },

  { "another record then", SPF ("softfail", "; x-record-text=\"v=spf1 mx ~all\"") HOP, NULL, NULL,
    SV_SPF_FAIL, 0, "v=spf1 a -all", "-all", SV_COMPARE_DRIFT, "record-changed" },
  { "another term then", SPF ("softfail", "; mechanism=~all") HOP, NULL, NULL, SV_SPF_FAIL, 0, NULL,
    "-ip4:192.0.2.0/24", SV_COMPARE_DRIFT, "record-changed" },
  { "another closing qualifier then", SPF ("softfail", "; x-record-text=\"v=spf1 mx ~all\"") HOP,
    NULL, NULL, SV_SPF_FAIL, 0, "v=spf1 mx -all", "-all", SV_COMPARE_DRIFT, "qualifier-changed" },
  { "no closing term then", SPF ("neutral", "; x-record-text=\"v=spf1 mx\"") HOP, NULL, NULL,
    SV_SPF_FAIL, 0, "v=spf1 mx -all", "-all", SV_COMPARE_DRIFT, "qualifier-changed" },
  { "a name that ends in all", SPF ("neutral", "; x-record-text=\"v=spf1 include:small\"") HOP,
    NULL, NULL, SV_SPF_FAIL, 0, "v=spf1 include:sm -all", "-all", SV_COMPARE_DRIFT,
    "record-changed" },
  { "another qualifier of that term", SPF ("softfail", "; mechanism=~all") HOP, NULL, NULL,
    SV_SPF_FAIL, 0, NULL, "-all", SV_COMPARE_DRIFT, "qualifier-changed" },
  { "a default then", SPF ("neutral", "; mechanism=default") HOP, NULL, NULL, SV_SPF_SOFTFAIL, 0,
    NULL, "~all", SV_COMPARE_DRIFT, "qualifier-changed" },
  { "only the words", SPF ("neutral", "") HOP, NULL, NULL, SV_SPF_SOFTFAIL, 0, NULL, "~all",
    SV_COMPARE_DRIFT, "qualifier-changed" },
  { "a word that nobody knows", SPF ("sideways", "") HOP, NULL, NULL, SV_SPF_FAIL, 0, NULL, "-all",
    SV_COMPARE_DRIFT, "unknown" },
};

static void
test_drift (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (drifts); i++)
    {
      const char *row = drifts[i].row;
      g_autoptr (SvFacts) facts = mail_facts (drifts[i].text);
      SvSaid said = { .ip = mail_ip (drifts[i].said_ip), .mail_from = drifts[i].said_mail_from };
      g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
      SvStored stored;
      sv_stored_find (facts, identity, &stored);
      SvSpfEvaluation spf = { .state = SV_SPF_STATE_DONE,
                              .result = drifts[i].now,
                              .problem = drifts[i].problem,
                              .record = (char *)drifts[i].record,
                              .mechanism = (char *)drifts[i].mechanism };
      SvComparison comparison;
      sv_compare (&stored, identity, &spf, NULL, FALSE, &comparison);
      CHECK_STR (row, sv_compare_status_name (comparison.status),
                 sv_compare_status_name (drifts[i].status));
      CHECK_STR (row, comparison.stored, stored.spf);
      CHECK_STR (row, comparison.now, sv_spf_result_name (drifts[i].now));
      CHECK_STR (row, comparison.cause, drifts[i].cause);
    }
}

/* What stock libspf2 says is what the receiver stored. */
static void
test_deviates (void)
{
  static const struct
  {
    const char *row, *text;
    SvSpfResult now;
    SvSpfWitness witness;
    const char *cause;
  } deviations[] = {
    { "it says so too",
      SPF ("pass", "") HOP,
      SV_SPF_PERMERROR,
      { "pass", "void-limit" },
      "receiver-deviates" },
    { "it outranks trouble now",
      SPF ("pass", "") HOP,
      SV_SPF_TEMPERROR,
      { "pass", "localhost" },
      "receiver-deviates" },
    { "it says something else",
      SPF ("pass", "") HOP,
      SV_SPF_PERMERROR,
      { "neutral", "truncated-record" },
      "record-broken" },
    { "it says what we say",
      SPF ("pass", "") HOP,
      SV_SPF_PERMERROR,
      { "permerror", NULL },
      "record-broken" },
    { "it was not consulted",
      SPF ("pass", "") HOP,
      SV_SPF_PERMERROR,
      { NULL, "macro" },
      "record-broken" },
    { "a guess outranks it",
      RESULTS ("spf=bestguesspass") HOP,
      SV_SPF_NONE,
      { "pass", "localhost" },
      "receiver-best-guess" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (deviations); i++)
    {
      g_autoptr (SvFacts) facts = mail_facts (deviations[i].text);
      SvSaid said = { 0 };
      g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
      SvStored stored;
      sv_stored_find (facts, identity, &stored);
      SvSpfEvaluation spf = { .state = SV_SPF_STATE_DONE,
                              .result = deviations[i].now,
                              .witness = deviations[i].witness };
      SvComparison comparison;
      sv_compare (&stored, identity, &spf, NULL, FALSE, &comparison);
      CHECK_STR (deviations[i].row, comparison.cause, deviations[i].cause);
    }
}

/* --relay makes the address right: the receiver had judged the relay. */
static void
test_relay (void)
{
  static const char *const relay[] = { "198.51.100.25", NULL };
  g_autoptr (SvFacts) facts = mail_facts (mail_text ("gateway"));
  SvSaid said = { .relay = relay };
  g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
  SvStored stored;
  sv_stored_find (facts, identity, &stored);
  SvSpfEvaluation spf = { .state = SV_SPF_STATE_DONE, .result = SV_SPF_PASS };
  SvComparison comparison;
  sv_compare (&stored, identity, &spf, NULL, FALSE, &comparison);
  CHECK_STR ("gateway", comparison.stored, "fail");
  CHECK_STR ("gateway", comparison.cause, "other-identity");
}

/* Why nothing was evaluated; `state` -1: the evaluation was not begun. */
static const struct
{
  const char *row;
  const char *text;
  int state;
  gboolean no_dns;
  const char *cause;
} missing[] = {
  { "no address", "Return-Path: <a@example.com>\n\n", -1, FALSE, "no-client-ip" },
  { "no address comes before no DNS", "Return-Path: <a@example.com>\n\n", -1, TRUE,
    "no-client-ip" },
  { "what stands there is none",
    "Received-SPF: none (mx.example.org: x) client-ip=<unknown>; envelope-from=a@example.com\n\n",
    -1, FALSE, "invalid-ip" },
  { "no sender", "Received: from client.example.com ([192.0.2.1]) by mx.example.org; date\n\n", -1,
    FALSE, "no-identity" },
  { "a bounce without a HELO name",
    "Received: from ([192.0.2.1]) by mx.example.org; date\nReturn-Path: <>\n\n", -1, FALSE,
    "no-identity" },
  { "no DNS", SPF ("pass", "") HOP, -1, TRUE, "no-network" },
  { "an answer was not recorded", SPF ("pass", "") HOP, SV_SPF_STATE_UNRECORDED, FALSE,
    "dns-unrecorded" },
};

static void
test_missing (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (missing); i++)
    {
      const char *row = missing[i].row;
      g_autoptr (SvFacts) facts = mail_facts (missing[i].text);
      SvSaid said = { 0 };
      g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
      SvStored stored;
      sv_stored_find (facts, identity, &stored);
      SvSpfEvaluation spf = { .state = (SvSpfState)MAX (missing[i].state, 0) };
      SvComparison comparison;
      sv_compare (&stored, identity, missing[i].state < 0 ? NULL : &spf, NULL, missing[i].no_dns,
                  &comparison);
      CHECK_STR (row, sv_compare_status_name (comparison.status), "not-evaluated");
      CHECK_STR (row, comparison.cause, missing[i].cause);
      CHECK_STR (row, comparison.now, NULL);
    }
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "stored verdict", test_stored },
    { "contradiction", test_conflict },
    { "causes of a drift", test_drift },
    { "relay", test_relay },
    { "not evaluated", test_missing },
    { "receiver deviates", test_deviates },
    { NULL, NULL },
  };
  return suite_run ("compare", tests);
}
