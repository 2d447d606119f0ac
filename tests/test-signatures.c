/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of stored DKIM results matched to signatures. */

#include "judge/signatures.h"

#include "mail.h"
#include "suite.h"

#include <string.h>

/* What is said of d=example.com, s=s1, b=AbCdEfGhIjKlMn and of d=example.net, s=k, b=ZyXwVuTsRq. */
static const struct
{
  const char *row;
  const char *result;
  const char *first, *second;
} rows[] = {
  { "header.b tells them apart", "dkim=pass header.b=AbCdEfGh; dkim=fail header.b=ZyXwVuTs", "pass",
    "fail" },
  { "all that is said must fit", "dkim=fail header.d=example.com header.b=ZyXwVuTs", NULL, NULL },
  { "a short header.b tells nothing", "dkim=pass header.b=AbC", NULL, NULL },
  { "header.d alone", "dkim=pass header.d=example.com", "pass", NULL },
  { "header.s of another", "dkim=pass header.d=example.com header.s=s2", NULL, NULL },
  { "without case", "dkim=pass header.d=EXAMPLE.com header.s=S1", "pass", NULL },
  { "header.i at the domain", "dkim=pass header.i=@example.com", "pass", NULL },
  { "header.i below the domain", "dkim=pass header.i=x@mail.example.com header.s=s1", "pass",
    NULL },
  { "header.i of the other", "dkim=pass header.i=@example.net", NULL, "pass" },
  { "header.i that only ends alike", "dkim=pass header.i=@badexample.com", NULL, NULL },
  { "the surest result, not the first",
    "dkim=fail header.d=example.com; dkim=pass header.d=example.com header.b=AbCdEfGh", "pass",
    NULL },
  { "no property", "dkim=pass", NULL, NULL },
  { "Microsoft's none", "dkim=none (message not signed) header.d=none", NULL, NULL },
  { "another method", "dkim-adsp=pass header.d=example.com", NULL, NULL },
};

#define SIGNATURES \
  "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=s1; b=AbCd EfGhIjKlMn\n" \
  "DKIM-Signature: v=1; a=rsa-sha256; d=example.net; s=k; b=ZyXwVuTsRq\n"

static const char *
stored (const GArray *judged, guint i)
{
  return g_array_index (judged, SvJudgedSignature, i).stored;
}

static void
test_match (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *row = rows[i].row;
      g_autofree char *text = g_strconcat ("Authentication-Results: mx.example.org; spf=pass; ",
                                           rows[i].result, "\n" SIGNATURES "\n", NULL);
      g_autoptr (SvFacts) facts = mail_facts (text);
      SvSaid said = { 0 };
      g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
      g_autoptr (GArray) judged = sv_signatures_judge (facts, identity);
      CHECK_INT (row, judged->len, 2);
      CHECK_STR (row, stored (judged, 0), rows[i].first);
      CHECK_STR (row, stored (judged, 1), rows[i].second);
    }
}

/* Only believed fields count. */
static void
test_stranger (void)
{
  static const char text[]
      = "Received: from c.example.com (c.example.com [192.0.2.1]) by mx.example.org; date\n"
        "Authentication-Results: mx.example.org; dkim=pass header.d=example.com\n" SIGNATURES "\n";
  g_autoptr (SvFacts) facts = mail_facts (text);
  SvSaid said = { 0 };
  g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
  g_autoptr (GArray) judged = sv_signatures_judge (facts, identity);
  CHECK_STR ("a claim", stored (judged, 0), NULL);
}

/* Thousands of results and signatures: what a forger can write must stay cheap. */
static void
test_many (void)
{
  g_autoptr (GString) text = g_string_new ("Authentication-Results: mx.example.org; spf=pass");
  for (int i = 0; i < 2000; i++)
    g_string_append_printf (text, "; dkim=pass header.d=d%d.example", i);
  for (int i = 0; i < 2000; i++)
    g_string_append_printf (text, "\nDKIM-Signature: v=1; d=d%d.example; s=s; b=x", i);
  g_string_append (text, "\n\n");
  g_autoptr (SvFacts) facts = mail_facts (text->str);
  SvSaid said = { 0 };
  g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
  g_autoptr (GArray) judged = sv_signatures_judge (facts, identity);
  CHECK_INT ("one word each", judged->len, 2000);
  CHECK_STR ("the first", stored (judged, 0), "pass");
  CHECK_STR ("beyond the limit", stored (judged, 1999), NULL);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "match", test_match },
    { "stranger", test_stranger },
    { "many", test_many },
    { NULL, NULL },
  };
  return suite_run ("signatures", tests);
}
