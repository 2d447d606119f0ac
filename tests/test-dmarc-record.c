/* SPDX-License-Identifier: GPL-3.0-or-later
 * The grammar of DMARC records: what is one, what its tags say, what counts as absent. */

#include "suite.h"

#include "dmarc-zone.h"

#include "dmarc/record.h"

#include <string.h>

static const struct
{
  const char *text;
  gsize len; /* 0: up to the NUL */
  gboolean is_one;
  gboolean resembles;
} versions[] = {
  /* clang-format off */
  { "v=DMARC1", 0, TRUE, TRUE },
  { "v=DMARC1;", 0, TRUE, TRUE },
  { "v=DMARC1;p=none", 0, TRUE, TRUE },
  { "v=DMARC1 ; p=none", 0, TRUE, TRUE },
  { "v = DMARC1\t;", 0, TRUE, TRUE },
  { "v\t= DMARC1", 0, TRUE, TRUE },
  { "v=dmarc1; p=none", 0, FALSE, TRUE },
  { "v=Dmarc1; p=none", 0, FALSE, TRUE },
  { "V=DMARC1; p=none", 0, FALSE, TRUE },
  { " v=DMARC1; p=none", 0, FALSE, TRUE },
  { "\"v=DMARC1; p=none\"", 0, FALSE, TRUE },
  { "\\\"v=DMARC1; p=none", 0, FALSE, TRUE },
  { "v=DMARC1 p=none", 0, FALSE, TRUE },
  { "v=DMARC1, p=none", 0, FALSE, TRUE },
  { "v=DMARC10; p=none", 0, FALSE, TRUE },
  { "v=DMARC; p=none", 0, FALSE, TRUE },
  { "v:DMARC1; p=none", 0, FALSE, TRUE },
  { "v=\"DMARC1\"; p=none", 0, FALSE, TRUE },
  { "vDMARC1", 0, FALSE, TRUE },
  { "v=DMARC1\0;", 10, FALSE, TRUE },
  { "v=DMARC2; p=none", 0, FALSE, TRUE },
  { "p=none; v=DMARC1", 0, FALSE, FALSE },
  { "v=spf1 -all", 0, FALSE, FALSE },
  { "vv=DMARC1", 0, FALSE, FALSE },
  { "v=", 0, FALSE, FALSE },
  { "v", 0, FALSE, FALSE },
  { "v=DMAR", 0, FALSE, FALSE },
  { "=DMARC1", 0, FALSE, FALSE },
  { ";v=DMARC1", 0, FALSE, TRUE },
  { "         v=DMARC1", 0, FALSE, FALSE },
  { "verification=DMARC", 0, FALSE, FALSE },
  { "", 0, FALSE, FALSE },
  /* clang-format on */
};

static void
test_version (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      const char *text = versions[i].text;
      gsize len = versions[i].len ? versions[i].len : strlen (text);
      g_autofree char *exact = suite_exact (text, (gssize)len);
      CHECK_INT (text, sv_dmarc_record_is_one (exact, len), versions[i].is_one);
      CHECK_INT (text, sv_dmarc_record_resembles_one (exact, len), versions[i].resembles);
      g_autoptr (SvDmarcRecord) record = sv_dmarc_record_parse (exact, len);
      CHECK_INT (text, record != NULL, versions[i].is_one);
    }
}

/* A record as "P SP NP" and letters: s for adkim=s, S for aspf=s, t, y or n for psd, r for a valid
 * rua, x for an invalid sp, X for an invalid np. */
static char *
record_text (const SvDmarcRecord *record)
{
  const SvDmarcPolicy policies[] = { record->p, record->sp, record->np };
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (policies); i++)
    {
      const char *name = sv_dmarc_policy_name (policies[i]);
      g_string_append_printf (text, "%s ", name ? name : "-");
    }
  g_string_append (text, record->adkim_strict ? "s" : "");
  g_string_append (text, record->aspf_strict ? "S" : "");
  g_string_append (text, record->testing ? "t" : "");
  g_string_append (text, record->psd == SV_DMARC_PSD_YES  ? "y"
                         : record->psd == SV_DMARC_PSD_NO ? "n"
                                                          : "");
  g_string_append (text, record->has_rua ? "r" : "");
  g_string_append (text, record->bad_sp ? "x" : "");
  g_string_append (text, record->bad_np ? "X" : "");
  return g_string_free (text, FALSE);
}

static const struct
{
  const char *tags; /* behind "v=DMARC1;" */
  const char *record;
  const char *problems;
} records[] = {
  /* clang-format off */
  { "p=none", "none - - ", "" },
  { "p=quarantine", "quarantine - - ", "" },
  { "p=reject", "reject - - ", "" },
  { "p=none;", "none - - ", "" },
  { " p = none ; ", "none - - ", "" },
  { "\tp\t=\tnone\t;\t", "none - - ", "" },
  { "p=NONE; ADKIM=S", "none - - s", "" },
  { "P=Reject;Sp=quaranTine;nP=none", "reject quarantine none ", "" },
  { "sp=none; p=reject", "reject none - ", "" },
  { ";;p=none; ;", "none - - ", "" },
  /* policies that are none */
  { "", "- - - ", "no-policy:p" },
  { "p=", "- - - ", "syntax:p" },
  { "p=rejected", "- - - ", "syntax:p" },
  { "p=non", "- - - ", "syntax:p" },
  { "p=\"none\"", "- - - ", "syntax:p" },
  { "p=none,sp=none", "- - - ", "syntax:p" },
  { "p=none sp=reject", "- - - ", "syntax:p" },
  { "p", "- - - ", "syntax no-policy:p" },
  { "p=reject; sp=", "reject - - x", "syntax:sp" },
  { "p=reject; np=no", "reject - - X", "syntax:np" },
  { "p=reject; sp=all; np=all", "reject - - xX", "syntax:sp syntax:np" },
  /* alignment */
  { "p=none; adkim=s; aspf=s", "none - - sS", "" },
  { "p=none; adkim=r; aspf=S", "none - - S", "" },
  { "p=none; adkim=strict", "none - - ", "syntax:adkim" },
  { "p=none; aspf=", "none - - ", "syntax:aspf" },
  { "p=none; aspf=x", "none - - ", "syntax:aspf" },
  /* t, psd */
  { "p=none; t=y", "none - - t", "" },
  { "p=none; t=Y", "none - - t", "" },
  { "p=none; t=n", "none - - ", "" },
  { "p=none; t=yes", "none - - ", "syntax:t" },
  { "p=none; psd=y", "none - - y", "" },
  { "p=none; psd=n", "none - - n", "" },
  { "p=none; psd=u", "none - - ", "" },
  { "p=none; psd=maybe", "none - - ", "syntax:psd" },
  /* doubled: the first counts */
  { "p=none; p=reject", "none - - ", "duplicate-tag:p" },
  { "p=bad; p=reject", "- - - ", "syntax:p duplicate-tag:p" },
  { "p=reject; t=n; t=y; T=y", "reject - - ", "duplicate-tag:t duplicate-tag:t" },
  { "v=DMARC1; p=none", "none - - ", "duplicate-tag:v" },
  /* unknown and obsolete tags */
  { "p=none; x=y; foo=bar; FOO=; foo=baz", "none - - ", "" },
  { "p=none; pct=50; rf=afrf; ri=3600; fo=1:d:s", "none - - ", "" },
  { "p=none; pct=fifty; pct", "none - - ", "syntax" },
  { "p=none; pp=reject; s=reject; =reject", "none - - ", "" },
  { "p=none; garbage; sp=reject", "none reject - ", "syntax" },
  { "p=none=none", "- - - ", "syntax:p" },
  { "p=n\xc3\xb6ne", "- - - ", "syntax:p" },
  /* addresses */
  { "p=none; rua=mailto:a@example.com", "none - - r", "" },
  { "p=none; rua=MAILTO:a@example.com!10m", "none - - r", "" },
  { "p=none; rua=mailto:a@example.com!1", "none - - r", "" },
  { "p=none; rua=mailto:a@example.com , mailto:b@example.net!2G", "none - - r", "" },
  { "p=none; rua=https://example.com/dmarc?a=b&c=%2C", "none - - r", "" },
  { "p=none; rua=mailto:a%21b@example.com?subject=x", "none - - r", "" },
  { "p=none; rua=a@example.com", "none - - ", "syntax:rua" },
  { "p=none; rua=mailto:", "none - - ", "syntax:rua" },
  { "p=none; rua=mailto:a@", "none - - ", "syntax:rua" },
  { "p=none; rua=mailto:@example.com", "none - - ", "syntax:rua" },
  { "p=none; rua=mailto:?to=a@example.com", "none - - ", "syntax:rua" },
  { "p=none; rua=", "none - - ", "syntax:rua" },
  { "p=none; rua=,", "none - - ", "syntax:rua" },
  { "p=none; rua=mailto:a b@example.com", "none - - ", "syntax:rua" },
  { "p=none; rua=mailto:a!b@example.com", "none - - ", "syntax:rua" },
  { "p=none; rua=mailto:a@example.com!m", "none - - ", "syntax:rua" },
  { "p=none; rua=mailto:a%2@example.com", "none - - ", "syntax:rua" },
  { "p=none; rua=mailto:a@example.com%2", "none - - ", "syntax:rua" },
  { "p=none; rua=!10m", "none - - ", "syntax:rua" },
  { "p=none; rua=m ailto:a@example.com", "none - - ", "syntax:rua" },
  { "p=none; rua=1mailto:a@example.com", "none - - ", "syntax:rua" },
  { "p=none; rua=mailto:a@example.com,b@example.com", "none - - r", "syntax:rua" },
  { "p=none; rua=mailto:a@example.com,", "none - - r", "syntax:rua" },
  { "p=none; ruf=mailto:a@example.com", "none - - ", "" },
  { "p=none; ruf=a@example.com", "none - - ", "syntax:ruf" },
  { "sp=none; rua=mailto:a@example.com", "- none - r", "no-policy:p" },
  /* clang-format on */
};

static void
test_tags (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_autofree char *text = g_strconcat ("v=DMARC1;", records[i].tags, NULL);
      g_autofree char *exact = suite_exact (text, -1);
      g_autoptr (SvDmarcRecord) record = sv_dmarc_record_parse (exact, strlen (text));
      CHECK_STR (text, record->text, text);
      g_autofree char *read = record_text (record);
      CHECK_STR (text, read, records[i].record);
      g_autofree char *problems = dmarc_zone_problems (record->problems);
      CHECK_STR (text, problems, records[i].problems);
    }
}

static const struct
{
  const char *tag;
  guint pct;
} percentages[] = {
  { "p=none", 100 },  { "pct=0", 0 },      { "pct=00", 0 },   { "pct=7", 7 },    { "pct=100", 100 },
  { "pct=101", 100 }, { "pct=0100", 100 }, { "pct=-1", 100 }, { "pct=5%", 100 }, { "pct=", 100 },
};

static void
test_pct (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (percentages); i++)
    {
      g_autofree char *text = g_strconcat ("v=DMARC1; ", percentages[i].tag, NULL);
      g_autoptr (SvDmarcRecord) record = sv_dmarc_record_parse (text, strlen (text));
      CHECK_INT (text, record->pct, percentages[i].pct);
    }
}

/* Where a problem is, and how it is quoted. */
static void
test_problem (void)
{
  static const char text[] = "v=DMARC1; sp =  a\0b ; p=none";
  g_autofree char *exact = suite_exact (text, sizeof text - 1);
  g_autoptr (SvDmarcRecord) record = sv_dmarc_record_parse (exact, sizeof text - 1);
  CHECK_STR ("NUL", record->text,
             "v=DMARC1; sp =  a\x1a"
             "b ; p=none");
  CHECK_INT ("NUL", record->problems->len, 1);
  const SvDmarcProblem *problem = &g_array_index (record->problems, SvDmarcProblem, 0);
  CHECK_STR ("quote", problem->text,
             "sp =  a\x1a"
             "b");
  CHECK_INT ("column", problem->column, 11);
}

/* A record as long as DNS can carry it: thousands of tags, few of which are told of. */
static void
test_long (void)
{
  static const char *const pieces[] = { "p=none;", "x;", ";", "=", "rua=,,,,", "sp=x;", "!", "  " };
  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      GString *text = g_string_new ("v=DMARC1;");
      while (text->len < 65000)
        g_string_append (text, pieces[i]);
      g_autofree char *exact = suite_exact (text->str, (gssize)text->len);
      g_autoptr (SvDmarcRecord) record = sv_dmarc_record_parse (exact, text->len);
      CHECK_STR (pieces[i], record->text, text->str);
      CHECK (pieces[i], record->problems->len <= 32);
      for (guint j = 0; j < record->problems->len; j++)
        {
          const char *quote = g_array_index (record->problems, SvDmarcProblem, j).text;
          CHECK (pieces[i], !quote || strlen (quote) <= 120);
        }
      g_string_free (text, TRUE);
    }
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "version", test_version }, { "tags", test_tags }, { "pct", test_pct },
    { "problem", test_problem }, { "long", test_long }, { NULL, NULL },
  };
  return suite_run ("dmarc-record", tests);
}
