/* SPDX-License-Identifier: GPL-3.0-or-later
 * Writes entries of the reference: `explain`. */

#pragma once

#include "explain/explain.h"
#include "output/output.h"

/* `entries` is a GPtrArray of const SvExplainEntry *: each in full, for people. */
void sv_explain_text_entries (FILE *stream, const GPtrArray *entries,
                              const SvOutputOptions *options);

/* The words by group, for people. */
void sv_explain_text_list (FILE *stream, const GPtrArray *entries, const SvOutputOptions *options);

/* The same entries as one JSON document. */
void sv_explain_json (FILE *stream, const GPtrArray *entries);
