/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is known of each DKIM signature: what the believed receiver said, and what it is now. */

#pragma once

#include "dkim/verify.h"
#include "dmarc/alignment.h"
#include "judge/compare.h"

/* One signature; everything is borrowed. */
typedef struct
{
  const char *stored;       /* the normalised word that a trusted field stored for it, or NULL */
  const SvDkimVerdict *now; /* NULL: not verified */
  SvAligned aligned;        /* of its domain with the author's; unknown until it is looked for */
} SvJudgedSignature;

/* One SvJudgedSignature per facts->signatures, with what was stored.  Borrows from `facts`. */
GArray *sv_signatures_judge (const SvFacts *facts, const SvIdentity *identity);

/* Adds the present verdicts, as far as they are there; borrows from `dkim`. */
void sv_signatures_verified (GArray *signatures, const SvDkimVerification *dkim);

/* The present verdict's word; NULL where there is none. */
const char *sv_signature_now (const SvJudgedSignature *signature);

/* The word that counts: of the present verdict if it could be verified, else the stored one; NULL
 * with neither.  `fresh` tells which. */
const char *sv_signature_word (const SvJudgedSignature *signature, gboolean *fresh);

/* Stored against now.  It is a drift if only one of them is a pass: of a signature that does not
 * pass receivers say fail, neutral or permerror as they like. */
SvCompareStatus sv_signature_status (const SvJudgedSignature *signature);
