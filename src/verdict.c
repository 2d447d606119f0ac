/* SPDX-License-Identifier: GPL-3.0-or-later
 * One table of result words and their synonyms; see verdict.h. */

#include "verdict.h"

#include <string.h>

static const char *const spf_names[]
    = { "none", "neutral", "pass", "fail", "softfail", "temperror", "permerror" };

/* What products write for a word of RFC 8601 and RFC 7208.  New words stay themselves. */
static const struct
{
  const char *written;
  const char *meant;
} synonyms[] = {
  { "hardfail", "fail" },      /* RFC 5451; sid-filter, BIGLOBE */
  { "tempfail", "temperror" }, /* Proton */
  { "success", "pass" },       /* Yahoo, until about 2016 */
  { "dkim_pass", "pass" },     /* Yahoo, until about 2016 */
};

const char *
sv_spf_result_name (SvSpfResult result)
{
  return spf_names[result];
}

gboolean
sv_spf_result_from_word (const char *word, SvSpfResult *result)
{
  for (gsize i = 0; i < G_N_ELEMENTS (spf_names); i++)
    if (strcmp (spf_names[i], word) == 0)
      {
        *result = (SvSpfResult)i;
        return TRUE;
      }
  return FALSE;
}

char *
sv_verdict_normalise (const char *raw, gssize len)
{
  g_autofree char *word = g_ascii_strdown (raw, len);
  for (gsize i = 0; i < G_N_ELEMENTS (synonyms); i++)
    if (strcmp (synonyms[i].written, word) == 0)
      return g_strdup (synonyms[i].meant);
  return g_steal_pointer (&word);
}
