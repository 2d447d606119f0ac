/* SPDX-License-Identifier: GPL-3.0-or-later
 * DMARC as RFC 7489 had it, side by side with RFC 9989, and where the two differ. */

#include "suite.h"

#include "dmarc-zone.h"

#include "dmarc/rfc7489.h"

static const struct
{
  const char *name;
  const char *zone;
  const char *author, *spf, *dkim;
  const char *rfc9989; /* NULL: the same, but for what RFC 7489 cannot know */
  const char *rfc7489;
} rows[] = {
  /* clang-format off */
  { "the same: own record", DMARC ("example.com", "v=DMARC1; p=reject"), "example.com", "+mail.example.com", "-example.com",
    NULL, "pass p=reject>reject at example.com org example.com spf relaxed* dkim strict" },
  { "the same: sp", DMARC ("example.com", "v=DMARC1; p=reject; sp=quarantine"), "a.b.example.com", "+example.com", "+example.net",
    NULL, "pass sp=quarantine>quarantine at example.com org example.com spf relaxed* dkim none" },
  { "the same: strict", DMARC ("example.com", "v=DMARC1; p=reject; aspf=s; adkim=s"), "example.com", "+a.example.com", "+a.example.com",
    NULL, "fail p=reject>reject at example.com org example.com spf relaxed dkim relaxed" },
  { "the same: no p, rua", DMARC ("example.com", "v=DMARC1; rua=mailto:a@example.com"), "example.com", NULL, NULL,
    NULL, "fail rua=none>none at example.com org example.com spf - dkim -" },
  { "the same: bad sp", DMARC ("example.com", "v=DMARC1; p=reject; sp=x"), "example.com", NULL, NULL,
    NULL, "none -=->- at example.com org example.com spf - dkim -" },
  { "the same: sp at the author domain", DMARC ("example.com", "v=DMARC1; p=reject; sp=none"), "example.com", NULL, NULL,
    NULL, "fail p=reject>reject at example.com org example.com spf - dkim -" },
  { "the same: no record", "", "example.com", NULL, NULL, NULL, "none -=->- at - org example.com spf - dkim -" },
  { "the same: temperror of a method", DMARC ("example.com", "v=DMARC1; p=reject"), "example.com", "!a.example.com", NULL,
    NULL, "temperror p=reject>reject at example.com org example.com spf relaxed dkim -" },
  { "no records: no organization above", "", "a.example.com", NULL, NULL,
    "none -=->- at - org a.example.com spf - dkim -", "none -=->- at - org example.com spf - dkim -" },
  { "a parent that publishes nothing", DMARC ("a.example.com", "v=DMARC1; p=reject"), "a.example.com", "+example.com", "+b.example.com",
    "fail p=reject>reject at a.example.com org a.example.com spf none dkim none", "pass p=reject>reject at a.example.com org example.com spf relaxed* dkim relaxed*" },
  { "psd=n inside an organization", DMARC ("a.example.com", "v=DMARC1; p=reject; psd=n") DMARC ("example.com", "v=DMARC1; p=none"),
    "b.a.example.com", "+example.com", NULL,
    "fail p=reject>reject at a.example.com org a.example.com spf none dkim -", "pass p=none>none at example.com org example.com spf relaxed* dkim -" },
  { "psd=y", DMARC ("shop.example", "v=DMARC1; p=reject; psd=y"), "a.shop.example", "+b.shop.example", NULL,
    "fail p=reject>reject at shop.example org a.shop.example spf none dkim -", "pass p=reject>reject at shop.example org shop.example spf relaxed* dkim -" },
  { "a suffix that the list knows and that publishes nothing", DMARC ("example.co.uk", "v=DMARC1; p=reject"), "b.example.co.uk", "+example.co.uk", NULL,
    NULL, "pass p=reject>reject at example.co.uk org example.co.uk spf relaxed* dkim -" },
  { "a suffix of the list that publishes without psd", DMARC ("co.uk", "v=DMARC1; p=reject"), "example.co.uk", "+co.uk", NULL,
    "pass p=reject>reject at co.uk org co.uk spf relaxed* dkim -", "none -=->- at - org example.co.uk spf none dkim -" },
  { "np", DMARC ("example.com", "v=DMARC1; p=none; np=reject"), "a.example.com", NULL, NULL,
    "fail np=reject>reject at example.com org example.com spf - dkim -", "fail p=none>none at example.com org example.com spf - dkim -" },
  { "bad np is no tag of it", DMARC ("example.com", "v=DMARC1; p=reject; np=x"), "example.com", NULL, NULL,
    "none -=->- at example.com org example.com spf - dkim -", "fail p=reject>reject at example.com org example.com spf - dkim -" },
  { "t=y", DMARC ("example.com", "v=DMARC1; p=reject; t=y"), "example.com", NULL, NULL,
    "fail p=reject>quarantine at example.com org example.com spf - dkim -", "fail p=reject>reject at example.com org example.com spf - dkim -" },
  { "pct=0", DMARC ("example.com", "v=DMARC1; p=reject; pct=0"), "example.com", NULL, NULL,
    "fail p=reject>reject at example.com org example.com spf - dkim -", "fail p=reject>quarantine at example.com org example.com spf - dkim -" },
  { "pct=50 leaves it to chance", DMARC ("example.com", "v=DMARC1; p=reject; pct=50"), "example.com", NULL, NULL,
    NULL, "fail p=reject>reject at example.com org example.com spf - dkim -" },
  { "several records end the search", DMARC ("a.example.com", "v=DMARC1; p=reject") DMARC ("a.example.com", "v=DMARC1; p=none")
    DMARC ("example.com", "v=DMARC1; p=reject"), "a.example.com", NULL, NULL,
    "fail p=reject>reject at example.com org example.com spf - dkim -", "none -=->- at - org example.com spf - dkim -" },
  { "an organization that only the walk finds", DMARC ("b.example.com", "v=DMARC1; p=reject"), "a.b.example.com", NULL, NULL,
    "fail p=reject>reject at b.example.com org b.example.com spf - dkim -", "none -=->- at - org example.com spf - dkim -" },
  { "no author domain", "", "[192.0.2.1]", "+example.com", NULL, NULL, "none -=->- at - org - spf - dkim -" },
  /* clang-format on */
};

static void
test_both (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *zone = g_strconcat ("$DEFAULT NXDOMAIN\n", rows[i].zone, NULL);
      g_autoptr (SvDmarcEvaluation) a = dmarc_zone_evaluate (
          sv_dmarc_evaluate, zone, rows[i].author, rows[i].spf, rows[i].dkim, NULL);
      g_autoptr (SvDmarcEvaluation) b = dmarc_zone_evaluate (
          sv_dmarc_rfc7489_evaluate, zone, rows[i].author, rows[i].spf, rows[i].dkim, NULL);
      g_autofree char *text_a = dmarc_zone_text (a);
      g_autofree char *text_b = dmarc_zone_text (b);
      CHECK_STR (rows[i].name, text_a, rows[i].rfc9989 ? rows[i].rfc9989 : rows[i].rfc7489);
      CHECK_STR (rows[i].name, text_b, rows[i].rfc7489);
      CHECK_INT (rows[i].name, sv_dmarc_evaluation_differs (a, b), rows[i].rfc9989 != NULL);
      CHECK_INT (rows[i].name, sv_dmarc_evaluation_differs (a, a), FALSE);
    }
}

/* It asks what the walk of RFC 9989 has asked already: no round of its own. */
static void
test_questions (void)
{
  static const char zone[] = "$DEFAULT NXDOMAIN\n";
  static const struct
  {
    const char *author;
    const char *questions;
  } asked[] = {
    { "example.com", "example.com" },
    { "a.b.example.com", "a.b.example.com example.com" },
    { "a.example.co.uk", "a.example.co.uk example.co.uk" },
    { "co.uk", "co.uk" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      g_autoptr (GPtrArray) rounds = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (SvDmarcEvaluation) evaluation
          = dmarc_zone_evaluate (sv_dmarc_rfc7489_evaluate, zone, asked[i].author, "+x.example.net",
                                 "+y.example.co.uk", rounds);
      CHECK_STR (asked[i].author, sv_dmarc_result_name (evaluation->result), "none");
      CHECK_INT (asked[i].author, rounds->len, 1);
      CHECK_STR (asked[i].author, rounds->pdata[0], asked[i].questions);
    }
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "both", test_both },
    { "questions", test_questions },
    { NULL, NULL },
  };
  return suite_run ("dmarc-rfc7489", tests);
}
