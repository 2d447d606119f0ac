/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of whom to believe: blocks of verdicts, and the marks on every verdict field. */

#include "judge/trust.h"

#include "mail.h"
#include "suite.h"

#include <string.h>

/* Believed fields: one digit a Received-SPF, "/", one digit a field of the family of
 * Authentication-Results (ARC and others among them), top first. */
static char *
marks (const SvFacts *facts, const SvIdentity *identity)
{
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < facts->received_spf->len; i++)
    g_string_append_c (out, identity->spf_trusted[i] ? '1' : '0');
  g_string_append_c (out, '/');
  for (guint i = 0; i < facts->auth_results->len; i++)
    g_string_append_c (out, identity->results_trusted[i] ? '1' : '0');
  return g_string_free (out, FALSE);
}

static const struct
{
  const char *text;
  const char *trust[3];
  const char *marks;
} rows[] = {
  { "gmail", { NULL }, "1/01" }, /* the ARC set is not the receiver's verdict on this message */
  { "gmail-place", { NULL }, "/1" },
  { "outlook", { NULL }, "1/1" },
  { "outlook-none", { NULL }, "1/1" },
  { "policyd", { NULL }, "1/1" },
  { "exim-late", { NULL }, "1/" },
  { "milters", { NULL }, "/111" },
  { "cisco", { NULL }, "111/" },
  { "gateway", { NULL }, "1/" },
  { "two-hops", { NULL }, "10/0" },
  { "two-hops", { "fwd.example.net" }, "11/1" },
  { "two-hops", { "@example.net" }, "11/1" },
  { "two-hops", { "@example.com", "FWD.example.net" }, "11/1" },
  { "two-hops", { "example.net" }, "10/0" },
  { "forged-id", { NULL }, "1/0" },
  { "forged-chain", { NULL }, "0/" },
  { "forged-chain", { "mx.example.net" }, "1/" },
  { "foreign-id", { NULL }, "1/0" },
  { "foreign-id", { "filter.example.net" }, "1/1" },
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
  CHECK_STR ("relatives", found, "/000");
}

/* The topmost block: what it is made of. */
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

static void
test_block (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      const char *row = blocks[i].text;
      g_autoptr (SvFacts) facts = mail_facts (mail_text (row));
      SvVerdictBlock block;
      CHECK_INT (row, sv_trust_block (facts, 0, &block), blocks[i].found);
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
  CHECK ("found", sv_trust_block (facts, 0, &block));
  CHECK_STR ("of the second block", block.result ? block.result->result : NULL, "fail");
  CHECK ("from below it", !sv_trust_block (facts, block.last + 1, &block));
  SvSaid said = { 0 };
  g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
  g_autofree char *found = marks (facts, identity);
  CHECK_STR ("both are the receiver's", found, "/11");
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
  CHECK ("found", sv_trust_block (facts, 0, &block));
  CHECK_STR ("first", block.names[0], "mx0.example.org");
  CHECK ("ended", !block.names[G_N_ELEMENTS (block.names) - 1]);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "marks", test_marks },           { "relatives", test_relatives },   { "block", test_block },
    { "next block", test_next_block }, { "many names", test_many_names }, { NULL, NULL },
  };
  return suite_run ("trust", tests);
}
