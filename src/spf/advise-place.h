/* SPDX-License-Identifier: GPL-3.0-or-later
 * Where in a record a new term has to stand, whether it is there already, and the text with and
 * without it; for advise.c only. */

#pragma once

#include "spf/advise-wish.h"
#include "spf/evaluate.h"
#include "spf/tree.h"

/* Whether a term that stands before could refuse an address of the network: only what can be seen
 * to lie elsewhere cannot. */
gboolean sv_spf_may_refuse (const SvSpfTerm *term, const SvSpfWanted *wanted);

/* Before the closing all, or else before the redirect, or else at the end. */
guint sv_spf_closing_place (const SvSpfRecord *record);

/* The term of the record itself that ended the evaluation. */
guint sv_spf_deciding_place (const SvSpfRecord *record, const SvSpfEvaluation *spf);

/* Whether one of the record's own terms lets the whole network through, whatever stands before. */
gboolean sv_spf_is_listed (const SvSpfRecord *record, const SvSpfWanted *wanted);

/* Whether everything that the target lets send passes already: an include of it, or a redirect, is
 * reached through terms that all say "+". */
gboolean sv_spf_is_included (const SvSpfTree *tree, const char *target);

/* The text of the record with `term` before the term of that number; at the end if there are not so
 * many. */
char *sv_spf_text_with (const char *text, const SvSpfRecord *record, guint at, const char *term);

/* The text without every term that `name` names, syntax errors and all; NULL if there is none. */
char *sv_spf_text_without (const char *text, const char *name);
