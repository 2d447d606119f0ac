/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the cause of a drift with its evidence: what the receiver wrote down against the DNS of
 * now, and of then where it is recorded. */

#include "output/evidence.h"

#include "mail.h"
#include "spf-zone.h"
#include "suite.h"

#include <string.h>

#define HOP \
  "Received: from client.example.com (client.example.com [192.0.2.1]) by mx.example.org; date\n" \
  "Return-Path: <a@example.com>\n\n"
#define SPF(word, rest) \
  "Received-SPF: " word " client-ip=192.0.2.1; envelope-from=a@example.com; " \
  "helo=client.example.com; receiver=mx.example.org" rest "\n"
#define RESULTS(text) "Authentication-Results: mx.example.org; " text "\n"
#define ZONE(record) "$DEFAULT NXDOMAIN\nexample.com. IN TXT \"" record "\"\n"
#define MORE(name, record) name ". IN TXT \"" record "\"\n"
#define NO_RECORD "$DEFAULT NXDOMAIN\nexample.com. IN A 192.0.2.9\n"
#define NO_DOMAIN "$DEFAULT NXDOMAIN\n"
#define TROUBLE "example.com. IN TXT !TIMEOUT\n"

#define NOTHING(word) "The receiver wrote down nothing but its verdict, " word " | "
#define THEN_SAME(word) " | The recorded DNS of then gives " word ", as the receiver stored"
#define THEN_NOW(word) \
  " | The recorded DNS of then gives " word \
  ", as that of today: a change in DNS is not what made " \
  "the difference"
#define THEN_OTHER(word) \
  " | The recorded DNS of then gives " word ", which is neither the verdict that was stored nor " \
  "today's"

/* clang-format off */
static const struct
{
  const char *row;
  const char *text;
  const char *now, *then; /* zones; `then` NULL: not recorded */
  const char *cause;
  const char *evidence; /* sentences with " | " between them */
  const char *said_ip, *said_mail_from;
  SvSpfWitness witness, then_witness;
} rows[] = {
  { "agree", SPF ("pass", "") HOP, ZONE ("v=spf1 +all"), NULL, NULL, "" },

  /* Not in DNS. */
  { "HELO", SPF ("none", "; identity=helo") HOP, ZONE ("v=spf1 -all"), NULL, "other-identity",
    "The stored verdict is on helo, not on MAIL FROM a@example.com, which is judged here" },
  { "PRA", SPF ("none", "; identity=pra") HOP, ZONE ("v=spf1 -all"), NULL, "other-identity",
    "The stored verdict is on pra, not on MAIL FROM a@example.com, which is judged here" },
  { "HELO in a result", RESULTS ("spf=none smtp.helo=client.example.com") HOP, ZONE ("v=spf1 -all"), NULL, "other-identity",
    "The stored verdict is on helo, not on MAIL FROM a@example.com, which is judged here" },
  { "another address", SPF ("pass", "") HOP, ZONE ("v=spf1 -all"), NULL, "other-identity",
    "The receiver judged the address 192.0.2.1; judged here is 203.0.113.9", "203.0.113.9" },
  { "another sender", SPF ("pass", "") HOP, ZONE ("v=spf1 -all"), NULL, "other-identity",
    "The receiver judged the sender “a@example.com”; judged here is “b@x.example.com”", NULL, "b@x.example.com" },
  { "an option, and no more known", RESULTS ("spf=pass") HOP, ZONE ("v=spf1 -all"), NULL, "other-identity",
    "What is judged here was given with an option, and is not what the receiver judged", "203.0.113.9" },
  { "a guess", "Received-SPF: pass (mx.example.org: best guess record for domain of a@example.com designates 192.0.2.1 as permitted sender) client-ip=192.0.2.1;\n" HOP,
    NO_RECORD, NULL, "receiver-best-guess",
    "The receiver wrote that it guessed: “mx.example.org: best guess record for domain of a@example.com designates 192.0.2.1 as permitted sender” | Now: example.com publishes no SPF record" },
  { "a guess by its word", RESULTS ("spf=bestguesspass") HOP, NO_RECORD, NO_RECORD, "receiver-best-guess",
    "The word for the stored verdict says that it is a guess: bestguesspass | Now: example.com publishes no SPF record" THEN_NOW ("none") },
  { "libspf2", SPF ("pass", "") HOP, ZONE ("v=spf1 a:1.example.com a:2.example.com a:3.example.com +all"), NULL, "receiver-deviates",
    NOTHING ("pass") "Receivers that run stock libspf2 say pass here: it does not count lookups that find nothing", NULL, NULL, { "pass", "void-limit" } },
  { "libspf2 then", SPF ("pass", "") HOP, ZONE ("v=spf1 -all"), ZONE ("v=spf1 a:1.example.com a:2.example.com a:3.example.com +all"), "receiver-deviates",
    NOTHING ("pass") "Receivers that run stock libspf2 say pass here: it does not count lookups that find nothing" THEN_OTHER ("permerror"),
    NULL, NULL, { "fail", NULL }, { "pass", "void-limit" } },
  { "libspf2 now, but not on the record of then", SPF ("pass", "") HOP, ZONE ("v=spf1 a:1.example.com a:2.example.com a:3.example.com +all"), ZONE ("v=spf1 +all"), "record-broken",
    NOTHING ("pass") "Now: More than 2 lookups found nothing: a:3.example.com in the record of example.com was one too many" THEN_SAME ("pass"),
    NULL, NULL, { "pass", "void-limit" }, { "pass", NULL } },
  { "trouble now", SPF ("pass", "; mechanism=a") HOP, TROUBLE, NULL, "dns-trouble-now",
    "The receiver wrote down the term that decided: “a” | Now: DNS did not answer in time for example.com" },
  { "trouble then", SPF ("temperror", "; problem=\"DNS timeout\"") HOP, ZONE ("v=spf1 +all"), NULL, "dns-trouble-then",
    "The receiver wrote down what went wrong: “DNS timeout” | Now: Decided by +all" },
  { "trouble then, recorded later that day", SPF ("temperror", "") HOP, ZONE ("v=spf1 +all"), ZONE ("v=spf1 +all"), "dns-trouble-then",
    NOTHING ("temperror") "Now: Decided by +all" THEN_NOW ("pass") },

  /* In DNS. */
  { "gone", SPF ("pass", "") HOP, NO_DOMAIN, NULL, "domain-gone", NOTHING ("pass") "Now: example.com does not exist" },
  { "removed", SPF ("pass", "; mechanism=ip4:192.0.2.1") HOP, NO_RECORD, ZONE ("v=spf1 ip4:192.0.2.1 -all"), "record-removed",
    "The receiver wrote down the term that decided: “ip4:192.0.2.1” | Now: example.com publishes no SPF record" THEN_SAME ("pass") },
  { "added", RESULTS ("spf=none (mx.example.org: no SPF record at a@example.com)") HOP, ZONE ("v=spf1 +all"), NO_RECORD, "record-added",
    "The receiver wrote: “mx.example.org: no SPF record at a@example.com” | Now: Decided by +all" THEN_SAME ("none") },
  { "none stored, though there was a record", RESULTS ("spf=none") HOP, ZONE ("v=spf1 -all"), ZONE ("v=spf1 ~all"), "qualifier-changed",
    NOTHING ("none") "Now: Decided by -all" THEN_OTHER ("softfail") },
  { "broken", SPF ("pass", "; mechanism=ip4:192.0.2.1") HOP, ZONE ("v=spf1 ip4:192.0.2.1 foo -all"), NULL, "record-broken",
    "The receiver wrote down the term that decided: “ip4:192.0.2.1” | No record that was looked at now has that term" },
  { "repaired", RESULTS ("spf=permerror (Void lookup limit of 2 exceeded)") HOP, ZONE ("v=spf1 +all"), NULL, "record-repaired",
    "The receiver wrote: “Void lookup limit of 2 exceeded” | Now: Decided by +all" },
  { "an identity is no evidence", RESULTS ("spf=none (mailfrom) smtp.mailfrom=a@example.com") HOP, ZONE ("v=spf1 +all"), NULL, "record-added",
    NOTHING ("none") "Now: Decided by +all" },
  { "come in", SPF ("softfail (mx.example.org: domain of transitioning a@example.com does not designate 192.0.2.1 as permitted sender)", "") HOP,
    ZONE ("v=spf1 ip4:192.0.2.1 -all"), NULL, "ip-now-authorized",
    "The receiver wrote: “mx.example.org: domain of transitioning a@example.com does not designate 192.0.2.1 as permitted sender” | Now: Decided by ip4:192.0.2.1" },
  { "the term is gone", SPF ("pass", "; mechanism=ip4:192.0.2.1") HOP, ZONE ("v=spf1 -all"), NULL, "ip-no-longer-authorized",
    "The receiver wrote down the term that decided: “ip4:192.0.2.1” | No record that was looked at now has that term" },
  { "the term is there, without the address", SPF ("pass", "; mechanism=include:i.example.com") HOP, ZONE ("v=spf1 include:i.example.com -all") MORE ("i.example.com", "v=spf1 -all"), NULL, "ip-no-longer-authorized",
    "The receiver wrote down the term that decided: “include:i.example.com” | It still stands in the record of example.com, but does not match the address now" },
  { "the term is there, further back", SPF ("pass", "; mechanism=ip4:192.0.2.1") HOP, ZONE ("v=spf1 -ip4:192.0.2.0/24 +ip4:192.0.2.1"), NULL, "ip-no-longer-authorized",
    "The receiver wrote down the term that decided: “ip4:192.0.2.1” | It still stands in the record of example.com" },
  { "the term refuses", SPF ("pass", "; mechanism=ip4:192.0.2.1") HOP, ZONE ("v=spf1 -ip4:192.0.2.1"), NULL, "ip-no-longer-authorized",
    "The receiver wrote down the term that decided: “ip4:192.0.2.1” | In the record of example.com it is “-ip4:192.0.2.1” now" },
  { "the term is in another record", SPF ("pass", "; mechanism=ip4:192.0.2.1") HOP, ZONE ("v=spf1 -include:i.example.com") MORE ("i.example.com", "v=spf1 ip4:192.0.2.1"), NULL, "ip-no-longer-authorized",
    "The receiver wrote down the term that decided: “ip4:192.0.2.1” | It still stands in the record of i.example.com" },
  { "another record", SPF ("softfail", "; x-record-text=\"v=spf1 mx ~all\"") HOP, ZONE ("v=spf1 ip4:192.0.2.9 -all"), NULL, "record-changed",
    "The receiver wrote down the record as it stood then: “v=spf1 mx ~all” | The record is another now: “v=spf1 ip4:192.0.2.9 -all”" },
  { "another end", SPF ("softfail", "; x-record-text=\"v=spf1 ip4:192.0.2.9  ~all\"") HOP, ZONE ("v=spf1 ip4:192.0.2.9 -all"), NULL, "qualifier-changed",
    "The receiver wrote down the record as it stood then: “v=spf1 ip4:192.0.2.9  ~all” | Only the end of the record is another now: “v=spf1 ip4:192.0.2.9 -all”" },
  { "a folded record is the same", SPF ("softfail", "; x-record-text=\"V=spf1 ip4:192.0.2.9  -all \"") HOP, ZONE ("v=spf1 ip4:192.0.2.9 -all"), NULL, "qualifier-changed",
    "The receiver wrote down the record as it stood then: “V=spf1 ip4:192.0.2.9  -all ” | The record is the same now: the difference comes from a name that it leads to, or from the receiver" },
  { "a default", SPF ("neutral", "; mechanism=default") HOP, ZONE ("v=spf1 -all"), NULL, "qualifier-changed",
    "The receiver wrote down the term that decided: “default” | Now: Decided by -all" },
  { "another record, by the DNS of then", SPF ("softfail", "") HOP, ZONE ("v=spf1 ip4:192.0.2.9 -all"), ZONE ("v=spf1 ip4:192.0.2.8 ~all"), "record-changed",
    NOTHING ("softfail") "Now: Decided by -all" THEN_SAME ("softfail") },
  { "another end, by the DNS of then", SPF ("softfail", "") HOP, ZONE ("v=spf1 ip4:192.0.2.9 -all"), ZONE ("v=spf1 ip4:192.0.2.9 ~all"), "qualifier-changed",
    NOTHING ("softfail") "Now: Decided by -all" THEN_SAME ("softfail") },

  /* Nothing can be shown. */
  { "the DNS of then is that of now", SPF ("pass", "") HOP, ZONE ("v=spf1 -all"), ZONE ("v=spf1 -all"), "unknown",
    NOTHING ("pass") "Now: Decided by -all" THEN_NOW ("fail") },
  { "a word that nobody knows", SPF ("sideways", "") HOP, ZONE ("v=spf1 -all"), NULL, "unknown",
    NOTHING ("sideways") "Now: Decided by -all" },
  { "such a word, and a change", SPF ("sideways", "") HOP, ZONE ("v=spf1 -all"), ZONE ("v=spf1 ip4:192.0.2.1"), "ip-no-longer-authorized",
    NOTHING ("sideways") "Now: Decided by -all" THEN_OTHER ("pass") },
  { "an answer of then lacks", SPF ("pass", "") HOP, ZONE ("v=spf1 -all"), MORE ("other.example", "v=spf1"), "ip-no-longer-authorized",
    NOTHING ("pass") "Now: Decided by -all | The recorded DNS of then lacks an answer that the verdict needs" },
};
/* clang-format on */

static char *
evidence_text (const SvReport *report)
{
  g_autoptr (GPtrArray) sentences = sv_evidence_sentences (report);
  g_ptr_array_add (sentences, NULL);
  return g_strjoinv (" | ", (char **)sentences->pdata);
}

static SvSpfEvaluation *
evaluate (const SvIdentity *identity, const char *zone, SvSpfWitness witness)
{
  if (!zone)
    return NULL;
  SvSpfInput input
      = { .ip = identity->ip, .mail_from = identity->mail_from, .helo = identity->helo };
  SvSpfEvaluation *spf = spf_zone_evaluate (zone, &input, NULL);
  spf->witness = witness;
  return spf;
}

static void
test_evidence (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SvFacts) facts = mail_facts (rows[i].text);
      SvSaid said = { .ip = mail_ip (rows[i].said_ip), .mail_from = rows[i].said_mail_from };
      g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
      g_autoptr (SvSpfEvaluation) now = evaluate (identity, rows[i].now, rows[i].witness);
      g_autoptr (SvSpfEvaluation) then = evaluate (identity, rows[i].then, rows[i].then_witness);
      SvReport report = { .facts = facts, .identity = identity, .spf = now, .then = then };
      sv_stored_find (facts, identity, &report.stored);
      sv_compare (&report.stored, identity, now, then, FALSE, &report.comparison);
      g_autofree char *text = evidence_text (&report);
      CHECK_STR (rows[i].row, report.comparison.cause, rows[i].cause);
      CHECK_STR (rows[i].row, text, rows[i].evidence);
    }
}

/* The comparison's own sentence stands first, the evidence behind it. */
static void
test_detail (void)
{
  g_autoptr (SvFacts) facts = mail_facts (SPF ("pass", "") HOP);
  SvSaid said = { 0 };
  g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
  g_autoptr (SvSpfEvaluation) now
      = evaluate (identity, ZONE ("v=spf1 -all"), (SvSpfWitness){ NULL, NULL });
  SvReport report = { .facts = facts, .identity = identity, .spf = now };
  sv_stored_find (facts, identity, &report.stored);
  sv_compare (&report.stored, identity, now, NULL, FALSE, &report.comparison);
  g_autofree char *detail = sv_evidence_detail (&report);
  CHECK_STR ("detail", detail,
             "SPF fail now, pass when it was received: the address has gone from the record since. "
             "The receiver wrote down nothing but its verdict, pass. Now: Decided by -all");
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "evidence of each cause", test_evidence },
    { "detail", test_detail },
    { NULL, NULL },
  };
  return suite_run ("evidence", tests);
}
