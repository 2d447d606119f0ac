/* SPDX-License-Identifier: GPL-3.0-or-later
 * A report made by hand, and what an output writes of it: shared by the tests of the formats. */

#pragma once

#include "output/output.h"

/* A softfail that agrees: two hops, one Received-SPF, one believed and one foreign
 * Authentication-Results, two signatures, three findings, an evaluation through an include. */
SvReport *sample_report_new (void);

/* A message with next to nothing in it, SPF not evaluated. */
SvReport *sample_report_empty (void);
void sample_report_free (SvReport *report);

/* What the format writes of these reports (ended by NULL), begin and end with it; `totals` may be
 * NULL.  Newly allocated. */
char *sample_write (const char *format, const SvOutputOptions *options, const SvTotals *totals,
                    SvReport *const *reports);

/* Columns of the longest line. */
int sample_widest (const char *text);
