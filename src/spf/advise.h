/* SPDX-License-Identifier: GPL-3.0-or-later
 * The corrected record: what to publish so that an address passes, or a term is gone. */

#pragma once

#include "spf/tree.h"

/* A character-string of a TXT record holds so many bytes (RFC 1035 3.3). */
#define SV_SPF_STRING_MAX 255

/* What was asked for: --add and --remove. */
typedef struct
{
  const char *const
      *add; /* "ip4:…", "ip6:…", "include:…", or a bare address; NULL-terminated, or NULL */
  const char *const *remove; /* terms as published, qualifier or not; NULL-terminated, or NULL */
} SvSpfWish;

typedef enum
{
  SV_SPF_ADVICE_CHANGED,
  SV_SPF_ADVICE_NOTHING, /* the record grants it already */
  SV_SPF_ADVICE_REFUSED  /* `reason` tells why, `culprit` the term to drop */
} SvSpfAdviceState;

/* The answer.  Owns everything in it. */
typedef struct
{
  SvSpfAdviceState state;
  char *record; /* whole, to be published at the domain; NULL if refused */
  guint lookups_before, lookups_after;
  guint voids_before, voids_after;
  gsize bytes_before, bytes_after;
  const char *reason; /* N_(), with the placeholders {term} (the culprit), {domain}, {lookups} and
                         {voids} (those after); NULL unless refused */
  char *culprit;      /* the term that should go first, or NULL */
} SvSpfAdvice;

#define SV_SPF_ADVISE_ERROR (sv_spf_advise_error_quark ())
GQuark sv_spf_advise_error_quark (void);
typedef enum
{
  SV_SPF_ADVISE_ERROR_WISH /* a wish that is no term: text names the option and the wish */
} SvSpfAdviseError;

/* Shortest change first, evaluated before it is told: every added address passes, every limit of
 * RFC 7208 4.6.4 holds.  NULL while answers lack (they are noted in `lookups`); `error` is set, and
 * NULL returned, for a wish that is no term.  Never advises +all, ptr, or more than was wished. */
SvSpfAdvice *sv_spf_advise (const SvSpfTree *tree, const SvSpfWish *wish, SvLookups *lookups,
                            GError **error);
void sv_spf_advice_free (SvSpfAdvice *advice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvSpfAdvice, sv_spf_advice_free)

/* The record as TXT data of a zone file: `"…" "…"` in strings of at most SV_SPF_STRING_MAX bytes.
 */
char *sv_spf_zone_text (const char *record);
