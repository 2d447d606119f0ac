/* SPDX-License-Identifier: GPL-3.0-or-later
 * Drives an SPF evaluation over the text of a DNS file, round by round, for the tests. */

#pragma once

#include "spf/evaluate.h"

/* Evaluates until it does not wait any more.  Questions that the zone does not know are
 * unrecorded.  `rounds`, which may be NULL, gets the questions of each round as one string: "NAME
 * TYPE", sorted, ", " between them. */
SvSpfEvaluation *spf_zone_evaluate (const char *zone_text, const SvSpfInput *input,
                                    GPtrArray *rounds);

/* The strings of an array with a space between them. */
char *spf_zone_join (const GPtrArray *strings);
