/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the result words and their synonyms. */

#include "verdict.h"

#include "suite.h"

#include <string.h>

static const struct
{
  SvSpfResult result;
  const char *word;
} results[] = {
  { SV_SPF_NONE, "none" },           { SV_SPF_NEUTRAL, "neutral" },
  { SV_SPF_PASS, "pass" },           { SV_SPF_FAIL, "fail" },
  { SV_SPF_SOFTFAIL, "softfail" },   { SV_SPF_TEMPERROR, "temperror" },
  { SV_SPF_PERMERROR, "permerror" },
};

static void
test_names (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      SvSpfResult result;
      CHECK_STR (results[i].word, sv_spf_result_name (results[i].result), results[i].word);
      CHECK (results[i].word, sv_spf_result_from_word (results[i].word, &result));
      CHECK_INT (results[i].word, result, results[i].result);
    }
}

/* Words that are kept, because some receiver writes them, but that are no result of RFC 7208. */
static void
test_strange_words (void)
{
  static const char *const words[]
      = { "", "unknown", "bestguesspass", "hardfail", "Pass", "passed", "skipped" };
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      SvSpfResult result = SV_SPF_PASS;
      CHECK (words[i], !sv_spf_result_from_word (words[i], &result));
    }
}

static const struct
{
  const char *written;
  const char *normal;
} words[] = {
  { "pass", "pass" },
  { "Pass", "pass" },
  { "SOFTFAIL", "softfail" },
  { "SoftFail", "softfail" },
  { "hardfail", "fail" },
  { "HardFail", "fail" },
  { "tempfail", "temperror" },
  { "success", "pass" },
  { "dkim_pass", "pass" },
  { "bestguesspass", "bestguesspass" },
  { "unknown", "unknown" },
  { "Skipped", "skipped" },
  { "", "" },
  { "caf\xc3\xa9", "caf\xc3\xa9" },
};

static void
test_normalise (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize len = strlen (words[i].written);
      g_autofree char *exact = suite_exact (words[i].written, (gssize)len);
      g_autofree char *sized = sv_verdict_normalise (exact, (gssize)len);
      g_autofree char *whole = sv_verdict_normalise (words[i].written, -1);
      CHECK_STR (words[i].written, sized, words[i].normal);
      CHECK_STR (words[i].written, whole, words[i].normal);
    }
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "names", test_names },
    { "strange words", test_strange_words },
    { "normalise", test_normalise },
    { NULL, NULL },
  };
  return suite_run ("verdict", tests);
}
