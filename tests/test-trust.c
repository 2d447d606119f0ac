/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of whom to believe: blocks of verdicts, and the marks on every verdict field. */

#include "judge/verdict-block.h"

#include "mail.h"
#include "suite.h"

#include <string.h>

/* How far each field is believed: one letter a Received-SPF, "/", one letter a field of the family
 * of Authentication-Results (ARC and others among them), top first.  r: the receiver's, u: named by
 * the user, h: handed on, o: open to the sender, -: a claim. */
static char *
marks (const SvFacts *facts, const SvIdentity *identity)
{
  static const char letters[] = "-ohur";
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < facts->received_spf->len; i++)
    g_string_append_c (out, letters[identity->spf_trusted[i]]);
  g_string_append_c (out, '/');
  for (guint i = 0; i < facts->auth_results->len; i++)
    g_string_append_c (out, letters[identity->results_trusted[i]]);
  return g_string_free (out, FALSE);
}

static const struct
{
  const char *text;
  const char *trust[3];
  const char *marks;
} rows[] = {
  { "gmail", { NULL }, "r/-r" }, /* the ARC set is not the receiver's verdict on this message */
  { "gmail-place", { NULL }, "/r" },
  { "outlook", { NULL }, "r/r" },
  { "outlook-none", { NULL }, "r/r" },
  { "policyd", { NULL }, "r/r" },
  { "exim-late", { NULL }, "o/" },
  { "milters", { NULL }, "/rrr" },
  { "cisco", { NULL }, "rrr/" },
  { "gateway", { NULL }, "r/" },
  { "two-hops", { NULL }, "r-/-" },
  { "two-hops", { "fwd.example.net" }, "ru/u" },
  { "two-hops", { "@example.net" }, "ru/u" },
  { "two-hops", { "@example.com", "FWD.example.net" }, "ru/u" },
  { "two-hops", { "example.net" }, "r-/-" },
  { "forged-id", { NULL }, "r/-" },
  { "forged-chain", { NULL }, "-/" },
  { "forged-chain", { "mx.example.net" }, "u/" },
  { "foreign-id", { NULL }, "r/-" },
  { "foreign-id", { "filter.example.net" }, "r/u" },
  { "no-verdict", { NULL }, "/" },
};

static void
test_marks (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *row = g_strdup_printf ("%s, trusting %s", rows[i].text,
                                              rows[i].trust[0] ? rows[i].trust[0] : "nobody");
      g_autoptr (SvFacts) facts = mail_facts (mail_text (rows[i].text));
      SvSaid said = { .trust = rows[i].trust };
      g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
      g_autofree char *found = marks (facts, identity);
      CHECK_STR (row, found, rows[i].marks);
    }
}

/* Fields of other names are relatives, never the receiver's word. */
static void
test_relatives (void)
{
  static const char text[]
      = "Authentication-Results-Original: mx.example.org; spf=pass smtp.mailfrom=a@example.com\n"
        "X-Original-Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=a@example.com\n"
        "ARC-Authentication-Results: i=1; mx.example.org; spf=pass smtp.mailfrom=a@example.com\n"
        "Received: from c.example.com (c.example.com [192.0.2.1]) by mx.example.org; date\n\n";
  g_autoptr (SvFacts) facts = mail_facts (text);
  SvSaid said = { 0 };
  g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
  g_autofree char *found = marks (facts, identity);
  CHECK_STR ("relatives", found, "/---");
}

#define HOP(from, by) \
  "Received: from " from " by " by " with ESMTPS id 1; Sun, 1 Nov 2026 07:00:00 +0000\n"
#define EVIL "evil.example.net (evil.example.net [203.0.113.66])"
#define GOOD "good.example.com (good.example.com [192.0.2.1])"
#define AR(id, word) "Authentication-Results: " id "; spf=" word " smtp.mailfrom=a@example.com\n"
#define RSPF(word, rest) "Received-SPF: " word " " rest "\n"
#define ME "mx.example.org"

/* What a sender can add to the shapes that receivers write, and what is left of it. */
static const struct
{
  const char *row;
  const char *text;
  const char *marks;
  const char *basis;      /* of the verdict that leads, NULL: none does */
  const char *confidence; /* of the address */
} forged[] = {
  { "policyd-spf above its own hop, its name below it",
    RSPF ("fail", "client-ip=203.0.113.66; receiver=" ME) HOP (EVIL, ME) AR (ME, "pass"), "r/-",
    "receiver", "high" },
  { "a late pass against it",
    AR (ME, "fail") HOP (EVIL, ME) RSPF ("pass", "client-ip=203.0.113.66; receiver=" ME), "-/r",
    "receiver", "medium" },
  { "a late field that agrees is the same receiver's",
    AR (ME, "fail") HOP (EVIL, ME) RSPF ("fail", "client-ip=203.0.113.66"), "o/r", "receiver",
    "medium" },
  { "HELO judged above, MAIL FROM forged below",
    RSPF ("none", "identity=helo; client-ip=203.0.113.66") HOP (EVIL, ME)
        RSPF ("pass", "identity=mailfrom; client-ip=203.0.113.66"),
    "r-/", "receiver", "high" },
  { "Exim's late refusal under a forged pass",
    HOP (EVIL, ME)
        RSPF ("pass", "client-ip=203.0.113.66") "From: a\n" RSPF ("fail", "client-ip=203.0.113.66"),
    "-o/", "open", "medium" },
  { "nothing but a late pass", HOP (EVIL, ME) "From: a\n" RSPF ("pass", "client-ip=203.0.113.66"),
    "o/", "open", "medium" },
  { "a late pass for another address", HOP (EVIL, ME) RSPF ("pass", "client-ip=192.0.2.1"), "-/",
    NULL, "low" },
  { "a late pass by a stranger",
    HOP (EVIL, ME) RSPF ("pass", "client-ip=203.0.113.66; receiver=mx.example.com"), "-/", NULL,
    "low" },
  { "Google's, and a second one behind it",
    HOP (EVIL, "mx.google.com") RSPF ("softfail", "(google.com: x) client-ip=203.0.113.66;")
        AR ("mx.google.com", "softfail") AR ("mx.google.com", "pass")
            RSPF ("pass", "(google.com: x) client-ip=203.0.113.66;"),
    "r-/r-", "receiver", "high" },
  { "Google's, and the method that it did not state",
    HOP (EVIL, "mx.google.com") RSPF ("none", "(google.com: x) client-ip=203.0.113.66;")
        AR ("mx.google.com", "none") "Authentication-Results: mx.google.com; dmarc=pass\n",
    "r/r-", "receiver", "high" },
  { "Microsoft's without an id, and one below",
    "Authentication-Results: spf=fail (sender IP is 203.0.113.66) smtp.mailfrom=example.com\n"
    "Received: from evil.outlook.com (203.0.113.66) by DB2.mail.protection.outlook.com; date\n"
    "Authentication-Results: spf=pass (sender IP is 203.0.113.66) smtp.mailfrom=example.com\n"
    "Received: from good.example.com (192.0.2.1) by DB3.mail.protection.outlook.com; date\n",
    "/r-", "receiver", "high" },
  { "Microsoft's without an id under another's hop",
    HOP (EVIL, ME) "Authentication-Results: spf=pass (sender IP is 203.0.113.66)\n", "/-", NULL,
    "low" },
  { "iCloud's, one a method, each once",
    HOP (EVIL, "p00.me.com")
        AR ("spf.icloud.com", "fail") "Authentication-Results: dmarc.icloud.com; dmarc=fail\n" AR (
            "spf.icloud.com", "pass") "Authentication-Results: dmarc.icloud.com; dmarc=pass\n",
    "/rr--", "receiver", "medium" },
  { "rspamd's under its own hop, and a second one", HOP (EVIL, ME) AR (ME, "fail") AR (ME, "pass"),
    "/o-", "open", "low" },
  { "a word for an id under the hop", HOP (EVIL, ME) AR ("OpenDMARC", "pass"), "/-", NULL, "low" },
  { "Proton's below everything",
    HOP (EVIL, "mail.protonmail.ch") HOP ("x (x [10.0.0.1])", "evil.example.net")
        AR ("mail.protonmail.ch", "fail"),
    "/o", "open", "low" },
  { "a hop and a verdict in the receiver's name",
    HOP (EVIL, ME) RSPF ("pass", "(" ME ": x) client-ip=192.0.2.1") AR (ME, "pass") HOP (GOOD, ME),
    "o/o", "open", "low" },
  { "the same after a HELO in its name, from an address without one",
    HOP ("mx2.example.org (unknown [203.0.113.66])", ME) AR ("mx2.example.org", "pass")
        HOP (GOOD, "mx2.example.org"),
    "/o", "open", "low" },
  { "the same from an address whose name may be forged",
    HOP ("x (mx2.example.org [203.0.113.66] (may be forged))", ME) AR ("mx2.example.org", "pass")
        HOP (GOOD, "mx2.example.org"),
    "/o", "open", "low" },
  { "from a machine that anybody can rent",
    HOP ("x (ec2-1.us-west-2.compute.amazonaws.com [203.0.113.66])", ME)
        AR ("amazonses.com", "pass") HOP (GOOD, "inbound-smtp.us-west-2.amazonaws.com"),
    "/-", NULL, "low" },
  { "by who handed it on",
    HOP (EVIL, ME) AR ("mx.evil.example.net", "pass") HOP (GOOD, "mx.evil.example.net"), "/h",
    "handed-on", "low" },
  { "by who handed it on, against the receiver's refusal",
    HOP (EVIL, ME) AR (ME, "fail") AR ("mx.evil.example.net", "pass")
        HOP (GOOD, "mx.evil.example.net"),
    "/o-", "open", "low" },
  { "a gateway of the sender's",
    HOP (EVIL, ME) AR ("relay.mimecast.com", "pass") AR ("ppops.net", "pass"), "/--", NULL, "low" },
  { "relatives",
    HOP (EVIL, ME) "ARC-Authentication-Results: i=1; " ME "; spf=pass\n"
                   "Authentication-Results-Original: " ME "; spf=pass\n",
    "/--", NULL, "low" },
  { "a mailbox that was fetched",
    "Received: from imap.gmail.com [203.0.113.5] by localhost with IMAP (fetchmail); date\n" HOP (
        EVIL, "mx.google.com") RSPF ("fail", "(google.com: x) client-ip=203.0.113.66;"),
    "r/", "receiver", "high" },
};

static void
test_forged (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (forged); i++)
    {
      const char *row = forged[i].row;
      g_autofree char *text = g_strconcat (forged[i].text, "From: A <a@example.com>\n\n", NULL);
      g_autoptr (SvFacts) facts = mail_facts (text);
      SvSaid said = { 0 };
      g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
      g_autofree char *found = marks (facts, identity);
      CHECK_STR (row, found, forged[i].marks);
      CHECK_STR (row, sv_trust_name (identity->trust), forged[i].basis);
      CHECK_STR (row, sv_confidence_name (identity->confidence), forged[i].confidence);
    }
}

/* The block that leads: what it is made of. */
static const struct
{
  const char *text;
  gboolean found;
  const char *spf;    /* result of its Received-SPF */
  const char *result; /* its result in Authentication-Results */
  const char *ip;
  const char *ip_from;
} blocks[] = {
  { "gmail", TRUE, "pass", "pass", "192.0.2.1", "received-spf" },
  { "outlook", TRUE, "pass", "pass", "192.0.2.1", "received-spf" },
  { "outlook-none", TRUE, "none", "none", "192.0.2.1", "authentication-results" },
  { "outlook-x-sender-ip", TRUE, "none", NULL, NULL, NULL },
  { "policyd", TRUE, "softfail", "softfail", "192.0.2.1", "received-spf" },
  { "milters", TRUE, NULL, "pass", NULL, NULL },
  { "helo-first", TRUE, NULL, "fail", "192.0.2.1", "authentication-results" },
  { "two-hops", TRUE, "fail", NULL, "198.51.100.7", "received-spf" },
  { "cisco", TRUE, "softfail", NULL, "192.0.2.1", "received-spf" },
  { "no-verdict", FALSE, NULL, NULL, NULL, NULL },
  { "bare", FALSE, NULL, NULL, NULL, NULL },
};

static gboolean
find_block (const SvFacts *facts, SvVerdictBlock *block)
{
  g_auto (SvCustody) custody = { 0 };
  sv_custody_find (facts, NULL, &custody);
  g_autoptr (GArray) statements = sv_trust_statements (&custody, NULL);
  return sv_verdict_block_find (&custody, statements, block);
}

static void
test_block (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      const char *row = blocks[i].text;
      g_autoptr (SvFacts) facts = mail_facts (mail_text (row));
      SvVerdictBlock block;
      CHECK_INT (row, find_block (facts, &block), blocks[i].found);
      CHECK_STR (row, block.spf ? block.spf->result : NULL, blocks[i].spf);
      CHECK_STR (row, block.result ? block.result->result : NULL, blocks[i].result);
      CHECK_IP (row, &block.ip, blocks[i].ip);
      CHECK_STR (row, sv_from_name (block.ip_from), blocks[i].ip_from);
    }
}

/* A block of nothing but DKIM states no SPF verdict: the next one is looked at. */
static void
test_next_block (void)
{
  static const char text[]
      = "Authentication-Results: store.example.org; dkim=pass header.d=example.com\n"
        "Received: from mx.example.org (mx.example.org [10.0.0.1]) by store.example.org; date\n"
        "Authentication-Results: mx.example.org; spf=fail smtp.mailfrom=a@example.com\n"
        "Received: from c.example.com (c.example.com [192.0.2.1]) by mx.example.org; date\n\n";
  g_autoptr (SvFacts) facts = mail_facts (text);
  SvVerdictBlock block;
  CHECK ("found", find_block (facts, &block));
  CHECK_STR ("of the second block", block.result ? block.result->result : NULL, "fail");
  SvSaid said = { 0 };
  g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
  g_autofree char *found = marks (facts, identity);
  CHECK_STR ("both are the receiver's", found, "/rr");
}

/* More names than a block can hold are dropped. */
static void
test_many_names (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (int i = 0; i < 40; i++)
    g_string_append_printf (text, "Authentication-Results: mx%d.example.org; spf=pass\n", i);
  g_string_append (text, "\n");
  g_autoptr (SvFacts) facts = mail_facts (text->str);
  SvVerdictBlock block;
  CHECK ("found", find_block (facts, &block));
  CHECK_STR ("first", block.names[0], "mx0.example.org");
  CHECK ("ended", !block.names[G_N_ELEMENTS (block.names) - 1]);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "marks", test_marks }, { "forged", test_forged },         { "relatives", test_relatives },
    { "block", test_block }, { "next block", test_next_block }, { "many names", test_many_names },
    { NULL, NULL },
  };
  return suite_run ("trust", tests);
}
