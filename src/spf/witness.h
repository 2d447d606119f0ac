/* SPDX-License-Identifier: GPL-3.0-or-later
 * Stock libspf2 as a witness: many receivers run it, and its verdict on the whole check explains
 * some of those that they stored.
 *
 * It is asked only where that is safe: about records that passed our parser, in words composed
 * anew (witness-record.h), on answers that are there, within a limit of questions.
 *
 * Why it was not consulted: "invalid-domain" (there is nothing to ask for), "odd-name", "macro",
 * "modifier", "syntax" (what it would have to read), "dns-unrecorded", "dns-trouble" (what it would
 * have to know), "query-limit", "too-deep" (what it would have to ask for), "internal-error".
 * Why it differs: the rows of a table in witness.c. */

#pragma once

#include "spf/evaluate.h"

/* Fills `evaluation->witness` of an evaluation that is done; any other gets none.  FALSE: questions
 * are noted in the lookups, answer them and ask again. */
gboolean sv_spf_witness (const SvSpfInput *input, SvLookups *lookups, SvSpfEvaluation *evaluation);

/* Whether it was consulted and says something else than we do. */
gboolean sv_spf_witness_differs (const SvSpfEvaluation *evaluation);
