/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sentences about DMARC in the user's language, for findings and for the screen.  Their values are
 * a stranger's: whoever prints them escapes them.  All newly allocated. */

#pragma once

#include "judge/dmarc-identifiers.h"

/* What the policy asks receivers to do. */
char *sv_dmarc_policy_sentence (const SvDmarcEvaluation *dmarc);

/* Why SPF, and why DKIM, does not make a message pass that fails. */
char *sv_dmarc_spf_sentence (const SvDmarcEvaluation *dmarc, const SvDmarcIdentifiers *identifiers);
char *sv_dmarc_dkim_sentence (const SvDmarcEvaluation *dmarc,
                              const SvDmarcIdentifiers *identifiers);

/* By which identifiers a message passes. */
char *sv_dmarc_pass_sentence (const SvDmarcEvaluation *dmarc,
                              const SvDmarcIdentifiers *identifiers);

/* Where the verdicts are from; NULL where there are none. */
char *sv_dmarc_rests_sentence (const SvDmarcIdentifiers *identifiers);
