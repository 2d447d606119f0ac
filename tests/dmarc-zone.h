/* SPDX-License-Identifier: GPL-3.0-or-later
 * Drives a DMARC evaluation over the text of a DNS file, round by round, for the tests. */

#pragma once

#include "dmarc/policy.h"

/* A line of a DNS file: the record of a domain. */
#define DMARC(domain, record) "_dmarc." domain ". 0 IN TXT \"" record "\"\n"

typedef SvDmarcEvaluation *(*DmarcEvaluate) (const SvDmarcInput *input, SvLookups *lookups);

/* Evaluates until it does not wait any more.  SPF's domain and the signatures' (spaces between
 * them) have their verdict before them: "+" pass, "-" no pass, "!" temperror, "?" unknown.
 * Questions that the zone does not know are unrecorded.  `rounds`, which may be NULL, gets the
 * questions of each round: names without "_dmarc." in front are marked by "=", sorted, a space
 * between them. */
SvDmarcEvaluation *dmarc_zone_evaluate (DmarcEvaluate evaluate, const char *zone_text,
                                        const char *author, const char *spf, const char *dkim,
                                        GPtrArray *rounds);

/* "RESULT TAG=POLICY>EFFECTIVE at DOMAIN org DOMAIN spf ALIGNED dkim ALIGNED", in short: what is
 * not there is "-"; "*" behind an alignment: passes by it. */
char *dmarc_zone_text (const SvDmarcEvaluation *evaluation);

/* The problems as "KIND[:TAG][@DOMAIN]", spaces between them. */
char *dmarc_zone_problems (const GArray *problems);
