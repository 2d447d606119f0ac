/* SPDX-License-Identifier: GPL-3.0-or-later
 * The result words of SPF, DKIM and DMARC, and the words that products write in their place. */

#pragma once

#include <glib.h>

/* Results of check_host() (RFC 7208 2.6). */
typedef enum
{
  SV_SPF_NONE,
  SV_SPF_NEUTRAL,
  SV_SPF_PASS,
  SV_SPF_FAIL,
  SV_SPF_SOFTFAIL,
  SV_SPF_TEMPERROR,
  SV_SPF_PERMERROR
} SvSpfResult;

/* The word of RFC 7208 for a result; static. */
const char *sv_spf_result_name (SvSpfResult result);

/* Reads a normalised word; FALSE for a word that is no SPF result ("bestguesspass", "unknown"). */
gboolean sv_spf_result_from_word (const char *word, SvSpfResult *result);

/* The normalised form of a result word of `len` bytes (-1: up to the NUL) as some receiver wrote
 * it: lower case, known synonyms replaced ("hardfail" is "fail"), every other word itself.  Newly
 * allocated. */
char *sv_verdict_normalise (const char *raw, gssize len);
