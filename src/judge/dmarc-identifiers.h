/* SPDX-License-Identifier: GPL-3.0-or-later
 * From the verdicts of SPF and DKIM, present or stored, to what DMARC is evaluated on; and what
 * those verdicts say in words. */

#pragma once

#include "dmarc/policy.h"
#include "judge/signatures.h"

/* Where the verdicts that DMARC was evaluated on are from. */
typedef enum
{
  SV_RESTS_ON_NOTHING,
  SV_RESTS_ON_FRESH = 1 << 0,
  SV_RESTS_ON_STORED = 1 << 1,
  SV_RESTS_ON_MIXED = SV_RESTS_ON_FRESH | SV_RESTS_ON_STORED
} SvRestsOn;
const char *sv_rests_on_name (SvRestsOn rests_on); /* word of the report; NULL for nothing */

/* Borrows domains and words. */
typedef struct
{
  SvDmarcIdentifier spf;
  const char *spf_word; /* NULL: there is no verdict on this domain */
  GArray *dkim;         /* SvDmarcIdentifier per facts->signatures */
  GPtrArray *words;     /* const char * likewise, or NULL */
  SvRestsOn rests_on;
} SvDmarcIdentifiers;

/* What the verdicts are taken from. */
typedef struct
{
  const SvFacts *facts;
  const SvIdentity *identity;
  const SvStored *stored;
  const GArray *signatures;   /* SvJudgedSignature */
  const SvSpfEvaluation *spf; /* the present verdict, or NULL */
  const char *spf_domain;     /* what is judged by SPF, or would be */
} SvDmarcSources;

SvDmarcIdentifiers *sv_dmarc_identifiers_find (const SvDmarcSources *sources);
void sv_dmarc_identifiers_free (SvDmarcIdentifiers *identifiers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvDmarcIdentifiers, sv_dmarc_identifiers_free)

/* The result, or NULL where it is not known: an answer or a verdict that it needs is not there. */
const char *sv_dmarc_word (const SvDmarcEvaluation *dmarc);

/* Withdraws a fail while the domain that SPF speaks for is not even known: it could be aligned. */
void sv_dmarc_identifiers_check (const SvDmarcIdentifiers *identifiers, SvDmarcEvaluation *dmarc);
