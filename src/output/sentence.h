/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whole sentences about verdicts in the user's language, for the screen and for data alike.  Their
 * values are a stranger's: whoever prints them escapes them. */

#pragma once

#include "report.h"

/* Puts values into the {placeholders} of `text`: name, value, name, value … NULL.  A NULL value is
 * "-".  Newly allocated. */
char *sv_fill (const char *text, ...) G_GNUC_NULL_TERMINATED;

/* The stored verdict against the present one. */
char *sv_comparison_sentence (const SvReport *report);

/* Which term decided, or what broke the evaluation; NULL without a result. */
char *sv_decision_sentence (const SvSpfEvaluation *spf);

/* What receivers with stock libspf2 say, and why; NULL where it is the same, or not known. */
char *sv_witness_sentence (const SvSpfEvaluation *spf);
