/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a DMARC evaluation asks for and when, and what it says where an answer is missing or wrong.
 */

#include "suite.h"

#include "dmarc-zone.h"

#include "dmarc/rfc7489.h"
#include "dmarc/walk.h"
#include "dns/name.h"

#include <string.h>

static void
test_walk_names (void)
{
  static const struct
  {
    const char *domain;
    const char *names; /* "|" between them */
  } rows[] = {
    /* clang-format off */
    { "com", "com" },
    { "example.com", "example.com|com" },
    { "g.f.e.d.c.example.com", "g.f.e.d.c.example.com|f.e.d.c.example.com|e.d.c.example.com|d.c.example.com|c.example.com|example.com|com" },
    { "h.g.f.e.d.c.example.com", "h.g.f.e.d.c.example.com|g.f.e.d.c.example.com|f.e.d.c.example.com|e.d.c.example.com|d.c.example.com|c.example.com|example.com|com" },
    { "i.h.g.f.e.d.c.example.com", "i.h.g.f.e.d.c.example.com|g.f.e.d.c.example.com|f.e.d.c.example.com|e.d.c.example.com|d.c.example.com|c.example.com|example.com|com" },
    { "a.b.c.d.e.f.g.h.i.j.mail.example.com",
      "a.b.c.d.e.f.g.h.i.j.mail.example.com|g.h.i.j.mail.example.com|h.i.j.mail.example.com|i.j.mail.example.com|j.mail.example.com|mail.example.com|example.com|com" },
    /* clang-format on */
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *names[SV_DMARC_WALK_MAX + 1];
      guint n = sv_dmarc_walk_names (rows[i].domain, names);
      names[n] = NULL;
      g_autofree char *joined = g_strjoinv ("|", (char **)names);
      CHECK_STR (rows[i].domain, joined, rows[i].names);
    }
}

/* The questions of each round; "|" between rounds. */
static const struct
{
  const char *name;
  const char *zone;
  const char *author, *spf, *dkim;
  const char *rounds;
} rounds[] = {
  /* clang-format off */
  { "a walk is one round", DMARC ("example.com", "v=DMARC1; p=none"), "a.b.example.com", NULL, NULL, "a.b.example.com b.example.com com example.com" },
  { "all walks are one round", DMARC ("example.com", "v=DMARC1; p=none"), "example.com", "+a.example.com", "+b.example.com -c.example.com",
    "a.example.com b.example.com com example.com" },
  { "every walk to its end", DMARC ("example.com", "v=DMARC1; p=none"), "example.com", "+a.b.example.com", "+c.d.example.com",
    "a.b.example.com b.example.com c.d.example.com com d.example.com example.com" },
  { "signatures that do not pass, if no other does", DMARC ("example.com", "v=DMARC1; p=none"), "example.com", "-a.example.com", "-b.example.com !c.example.com",
    "a.example.com b.example.com c.example.com com example.com" },
  { "the same domain needs no walk of its own", DMARC ("example.com", "v=DMARC1; p=none"), "example.com", "+example.com", "+EXAMPLE.com.", "com example.com" },
  { "nothing in common needs none either", DMARC ("example.com", "v=DMARC1; p=none"), "example.com", "+example.net", "+a.example.org", "com example.com" },
  { "eight questions at most", DMARC ("example.com", "v=DMARC1; p=none"), "a.b.c.d.e.f.g.h.i.j.mail.example.com", NULL, NULL,
    "a.b.c.d.e.f.g.h.i.j.mail.example.com com example.com g.h.i.j.mail.example.com h.i.j.mail.example.com i.j.mail.example.com j.mail.example.com mail.example.com" },
  { "existence only where it decides", DMARC ("example.com", "v=DMARC1; p=none; np=reject"), "a.example.com", NULL, NULL, "a.example.com com example.com|=a.example.com" },
  { "np like sp", DMARC ("example.com", "v=DMARC1; p=none; sp=reject; np=reject"), "a.example.com", NULL, NULL, "a.example.com com example.com" },
  { "np at the author domain", DMARC ("example.com", "v=DMARC1; p=none; np=reject"), "example.com", NULL, NULL, "com example.com" },
  { "np of a record that counts as p=none", DMARC ("example.com", "v=DMARC1; np=reject; rua=mailto:a@example.com"), "a.example.com", NULL, NULL,
    "a.example.com com example.com" },
  { "no record: one at the wrong name is looked for", "", "example.com", NULL, NULL, "com example.com|=example.com" },
  { "several records: none at the wrong name", DMARC ("example.com", "v=DMARC1; p=none") DMARC ("example.com", "v=DMARC1; p=reject"), "example.com", NULL, NULL,
    "com example.com" },
  { "one label", DMARC ("example", "v=DMARC1; p=none"), "example", NULL, NULL, "example" },
  { "no author domain", "", NULL, "+example.com", NULL, "" },
  { "an address in its place", "", "[192.0.2.1]", "+example.com", NULL, "" },
  { "the same without brackets", "", "192.0.2.1", "+example.com", NULL, "" },
  { "what is no domain", "", "a b.example", NULL, NULL, "" },
  { "an empty label", "", "a..example", NULL, NULL, "" },
  { "the root", "", ".", NULL, NULL, "" },
  { "not UTF-8", "", "b\xfc" "cher.example", NULL, NULL, "" },
  /* clang-format on */
};

static void
test_rounds (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rounds); i++)
    {
      g_autofree char *zone = g_strconcat ("$DEFAULT NXDOMAIN\n", rounds[i].zone, NULL);
      g_autoptr (GPtrArray) asked = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (SvDmarcEvaluation) evaluation = dmarc_zone_evaluate (
          sv_dmarc_evaluate, zone, rounds[i].author, rounds[i].spf, rounds[i].dkim, asked);
      CHECK_INT (rounds[i].name, evaluation->state, SV_DMARC_STATE_DONE);
      g_ptr_array_add (asked, NULL);
      g_autofree char *joined = g_strjoinv ("|", (char **)asked->pdata);
      CHECK_STR (rounds[i].name, joined, rounds[i].rounds);
    }
}

/* What is missing: the evaluation of either RFC as text.  No $DEFAULT: unrecorded. */
typedef struct
{
  const char *name;
  const char *zone;
  const char *author, *spf, *dkim;
  const char *expected;
  const char *error_name;
} Missing;

static const Missing missing[] = {
  /* clang-format off */
  { "nothing recorded", "", "example.com", "+example.com", NULL, "unrecorded -=->- at - org - spf strict dkim -", NULL },
  { "own record, same domain", DMARC ("example.com", "v=DMARC1; p=none"), "example.com", "+example.com", NULL,
    "pass p=none>none at example.com org - spf strict* dkim -", NULL },
  { "own record, above unrecorded", DMARC ("example.com", "v=DMARC1; p=none"), "example.com", "+a.example.com", NULL,
    "unrecorded p=none>none at example.com org - spf - dkim -", NULL },
  { "own record, strict", DMARC ("example.com", "v=DMARC1; p=none; aspf=s"), "example.com", "+a.example.com", NULL,
    "fail p=none>none at example.com org - spf - dkim -", NULL },
  { "own record, nothing in common", DMARC ("example.com", "v=DMARC1; p=none"), "example.com", "+example.net", NULL,
    "fail p=none>none at example.com org - spf none dkim -", NULL },
  { "own record, nothing passes", DMARC ("example.com", "v=DMARC1; p=none"), "example.com", "-a.example.com", "-b.example.com",
    "fail p=none>none at example.com org - spf - dkim -", NULL },
  { "organization, above unrecorded", DMARC ("example.com", "v=DMARC1; p=none") "_dmarc.a.example.com. 0 IN TXT !NXDOMAIN\n", "a.example.com", "+a.example.com", NULL,
    "unrecorded -=->- at - org - spf strict dkim -", NULL },
  { "an end to the walk", DMARC ("example.com", "v=DMARC1; p=none; psd=n"), "example.com", "+a.example.net", NULL,
    "fail p=none>none at example.com org example.com spf none dkim -", NULL },
  { "the other walk", DMARC ("example.com", "v=DMARC1; p=none; psd=n"), "example.com", "+a.example.com", NULL,
    "unrecorded p=none>none at example.com org example.com spf - dkim -", NULL },
  { "the other walk, not above the author", DMARC ("a.example.com", "v=DMARC1; p=none; psd=n"), "a.example.com", "+b.example.com", NULL,
    "fail p=none>none at a.example.com org a.example.com spf none dkim -", NULL },
  { "the author's walk, and the other is known", DMARC ("example.com", "v=DMARC1; p=none") DMARC ("a.example.com", "v=DMARC1; p=none; psd=n"), "example.com", "+a.example.com", NULL,
    "fail p=none>none at example.com org - spf none dkim -", NULL },
  { "the end of a label is no domain", DMARC ("shop.example", "v=DMARC1; p=none; psd=n"), "shop.example", "+workshop.example", NULL,
    "fail p=none>none at shop.example org shop.example spf none dkim -", NULL },
  { "existence", DMARC ("example.com", "v=DMARC1; p=none; np=reject; psd=n") "_dmarc.a.example.com. 0 IN ANY !NXDOMAIN\n", "a.example.com", "+a.example.com", NULL,
    "pass -=->- at example.com org example.com spf strict* dkim -", NULL },
  { "a record at the wrong name", "_dmarc.example.com. 0 IN TXT !NXDOMAIN\n_dmarc.com. 0 IN TXT !NXDOMAIN\n", "example.com", NULL, NULL,
    "none -=->- at - org example.com spf - dkim -", NULL },
  { "own record, error", "_dmarc.example.com. 0 IN TXT !TIMEOUT\n_dmarc.com. 0 IN TXT !NXDOMAIN\n", "example.com", "+example.com", NULL,
    "temperror -=->- at - org - spf strict dkim -", "_dmarc.example.com" },
  { "organization, error below it", "_dmarc.a.b.example.com. 0 IN TXT !NXDOMAIN\n_dmarc.b.example.com. 0 IN TXT !SERVFAIL\n" DMARC ("example.com", "v=DMARC1; p=none"),
    "a.b.example.com", NULL, NULL, "temperror -=->- at - org - spf - dkim -", "_dmarc.b.example.com" },
  { "organization, error above it", "_dmarc.a.example.com. 0 IN TXT !NXDOMAIN\n_dmarc.com. 0 IN TXT !REFUSED\n" DMARC ("example.com", "v=DMARC1; p=none"),
    "a.example.com", NULL, NULL, "temperror -=->- at - org - spf - dkim -", "_dmarc.com" },
  { "own record, error above, not needed", DMARC ("example.com", "v=DMARC1; p=none") "_dmarc.com. 0 IN TXT !SERVFAIL\n", "example.com", "+example.com", "+a.example.com",
    "pass p=none>none at example.com org - spf strict* dkim -", NULL },
  { "own record, error above, needed", DMARC ("example.com", "v=DMARC1; p=none") "_dmarc.com. 0 IN TXT !SERVFAIL\n_dmarc.a.example.com. 0 IN TXT !NXDOMAIN\n",
    "example.com", "+a.example.com", NULL, "temperror p=none>none at example.com org - spf - dkim -", "_dmarc.com" },
  { "the other walk, error", DMARC ("example.com", "v=DMARC1; p=none; psd=n") "_dmarc.a.example.com. 0 IN TXT !TIMEOUT\n", "example.com", NULL, "+a.example.com",
    "temperror p=none>none at example.com org example.com spf - dkim -", "_dmarc.a.example.com" },
  { "the other walk, error, does not pass", DMARC ("example.com", "v=DMARC1; p=none; psd=n") "_dmarc.a.example.com. 0 IN TXT !TIMEOUT\n", "example.com", NULL,
    "-a.example.com", "fail p=none>none at example.com org example.com spf - dkim -", NULL },
  { "the other walk, error, another passes", DMARC ("example.com", "v=DMARC1; p=none; psd=n") "_dmarc.a.example.com. 0 IN TXT !TIMEOUT\n", "example.com", "+example.com",
    "+a.example.com", "pass p=none>none at example.com org example.com spf strict* dkim -", NULL },
  { "error and unrecorded", DMARC ("example.com", "v=DMARC1; p=none; psd=n") "_dmarc.a.example.com. 0 IN TXT !TIMEOUT\n", "example.com", "+a.example.com",
    "+b.example.com", "unrecorded p=none>none at example.com org example.com spf - dkim -", NULL },
  /* clang-format on */
};

static const Missing missing_7489[] = {
  /* clang-format off */
  { "nothing recorded", "", "example.com", "+example.com", NULL, "unrecorded -=->- at - org example.com spf strict dkim -", NULL },
  { "own record", DMARC ("example.com", "v=DMARC1; p=none"), "example.com", "+a.example.com", NULL, "pass p=none>none at example.com org example.com spf relaxed* dkim -", NULL },
  { "own record, error", "_dmarc.a.example.com. 0 IN TXT !TIMEOUT\n", "a.example.com", "+a.example.com", NULL,
    "temperror -=->- at - org example.com spf strict dkim -", "_dmarc.a.example.com" },
  { "organization, error", "_dmarc.a.example.com. 0 IN TXT !NODATA\n_dmarc.example.com. 0 IN TXT !SERVFAIL\n", "a.example.com", NULL, NULL,
    "temperror -=->- at - org example.com spf - dkim -", "_dmarc.example.com" },
  { "organization, not needed", DMARC ("a.example.com", "v=DMARC1; p=none") "_dmarc.example.com. 0 IN TXT !SERVFAIL\n", "a.example.com", NULL, NULL,
    "fail p=none>none at a.example.com org example.com spf - dkim -", NULL },
  /* clang-format on */
};

static void
check_missing (DmarcEvaluate evaluate, const Missing *rows, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (SvDmarcEvaluation) evaluation = dmarc_zone_evaluate (
          evaluate, rows[i].zone, rows[i].author, rows[i].spf, rows[i].dkim, NULL);
      g_autofree char *text = dmarc_zone_text (evaluation);
      CHECK_STR (rows[i].name, text, rows[i].expected);
      CHECK_STR (rows[i].name, evaluation->error_name, rows[i].error_name);
    }
}

static void
test_missing (void)
{
  check_missing (sv_dmarc_evaluate, missing, G_N_ELEMENTS (missing));
  check_missing (sv_dmarc_rfc7489_evaluate, missing_7489, G_N_ELEMENTS (missing_7489));
}

/* A name of `len` characters that ends in example.com. */
static char *
long_name (gsize len)
{
  GString *name = g_string_new (NULL);
  while (name->len + strlen ("example.com") < len)
    {
      gsize left = len - strlen ("example.com") - name->len;
      gsize label = left > 64 ? (left == 65 ? 32 : 63) : left - 1;
      for (gsize i = 0; i < label; i++)
        g_string_append_c (name, 'a');
      g_string_append_c (name, '.');
    }
  g_string_append (name, "example.com");
  return g_string_free (name, FALSE);
}

/* _dmarc. makes a name of more than 246 characters too long to be asked for: nothing can be there.
 */
static void
test_long_names (void)
{
  static const struct
  {
    gsize len;
    gboolean judged;
    gboolean asked; /* at the author domain itself */
  } rows[]
      = { { 246, TRUE, TRUE }, { 247, TRUE, FALSE }, { 253, TRUE, FALSE }, { 254, FALSE, FALSE } };
  static const char zone[]
      = "$DEFAULT NXDOMAIN\n" DMARC ("example.com", "v=DMARC1; p=none; sp=reject");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = long_name (rows[i].len);
      CHECK_INT (name, strlen (name), rows[i].len);
      g_autoptr (GPtrArray) asked = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (SvDmarcEvaluation) evaluation
          = dmarc_zone_evaluate (sv_dmarc_evaluate, zone, name, NULL, NULL, asked);
      CHECK_INT (name, evaluation->author_domain != NULL, rows[i].judged);
      CHECK_STR (name, evaluation->policy_domain, rows[i].judged ? "example.com" : NULL);
      CHECK_INT (name, asked->len, rows[i].judged ? 1 : 0);
      g_auto (GStrv) names = g_strsplit (asked->len > 0 ? asked->pdata[0] : "", " ", -1);
      CHECK_INT (name, g_strv_contains ((const char *const *)names, name), rows[i].asked);
    }
}

/* A thousand signatures, each of another domain: as many walks as there may be, and those of
 * signatures that pass. */
static void
test_many_signatures (void)
{
  GString *dkim = g_string_new (NULL);
  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (dkim, "%cd%u.example.com ", i % 2 ? '+' : '!', i);
  g_string_append (dkim, "+d999.example.com +example.com");
  static const char zone[]
      = "$DEFAULT NXDOMAIN\n" DMARC ("example.com", "v=DMARC1; p=none; adkim=s");
  g_autoptr (GPtrArray) asked = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SvDmarcEvaluation) evaluation = dmarc_zone_evaluate (
      sv_dmarc_evaluate, zone, "example.com", "+example.net", dkim->str, asked);
  CHECK_INT ("thousand", evaluation->passes_by_dkim, 1001);
  CHECK_INT ("thousand", asked->len, 1);
  g_auto (GStrv) names = g_strsplit (asked->pdata[0], " ", -1);
  CHECK_INT ("thousand", g_strv_length (names), 2 + SV_DMARC_IDENTIFIERS_MAX);
  CHECK ("passing first", g_strv_contains ((const char *const *)names, "d39.example.com"));
  g_string_free (dkim, TRUE);
}

/* One answer with as much text as fits, many records of it. */
static void
test_large_answer (void)
{
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  SvDnsAnswer *answer = sv_dns_answer_new ("_dmarc.example.com", SV_DNS_TXT, SV_DNS_NOERROR);
  for (guint i = 0; i < 5000; i++)
    {
      SvDnsRecord record
          = { .strings = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref) };
      const char *text = i == 4000 ? "v=DMARC1; p=reject" : "v=dmarc1; =";
      g_ptr_array_add (record.strings, g_bytes_new_static (text, strlen (text)));
      sv_dns_answer_add (answer, &record);
    }
  sv_answers_put (answers, answer);
  sv_answers_put (answers, sv_dns_answer_new ("_dmarc.com", SV_DNS_TXT, SV_DNS_NXDOMAIN));
  g_autoptr (SvLookups) lookups = sv_lookups_new (answers);
  const SvDmarcInput input = { .author_domain = "example.com" };
  g_autoptr (SvDmarcEvaluation) evaluation = sv_dmarc_evaluate (&input, lookups);
  CHECK_STR ("large", sv_dmarc_result_name (evaluation->result), "fail");
  CHECK_STR ("large", sv_dmarc_policy_name (evaluation->policy), "reject");
  g_autofree char *problems = dmarc_zone_problems (evaluation->problems);
  CHECK_STR ("large", problems, "version@example.com");
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "walk-names", test_walk_names },
    { "rounds", test_rounds },
    { "missing", test_missing },
    { "long-names", test_long_names },
    { "many-signatures", test_many_signatures },
    { "large-answer", test_large_answer },
    { NULL, NULL },
  };
  return suite_run ("dmarc-rounds", tests);
}
