/* SPDX-License-Identifier: GPL-3.0-or-later
 * DMARC of one message: by RFC 9989, and by RFC 7489 for comparison. */

#pragma once

#include "examine.h"

/* The one author domain (RFC 9989 5.3.1): of all From mailboxes, if they agree. */
const char *sv_examine_author_domain (const SvFacts *facts);

/* SPF's domain for alignment: the judged one, else that of the identity which would be judged. */
const char *sv_examine_spf_domain (const SvIdentity *identity, const SvSpfEvaluation *spf);

/* Evaluates on what is known by now, and keeps it in the report, in place of what was there.  FALSE
 * if questions wait for their answers. */
gboolean sv_examine_dmarc (SvReport *report);

/* How the domains stand to the author's: as DMARC found it, or by the public suffix list. */
void sv_examine_align (SvReport *report);
