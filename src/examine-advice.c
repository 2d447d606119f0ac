/* SPDX-License-Identifier: GPL-3.0-or-later
 * Looks at the judged domain's record, and asks for the corrected one, over lookups of their own:
 * what only they needed is no part of the verdict; see examine-advice.h. */

#include "examine-advice.h"

/* A record that lets the message pass is of no interest here, unless it lets everybody. */
static gboolean
is_of_interest (const SvSpfEvaluation *spf)
{
  if (!spf || spf->state != SV_SPF_STATE_DONE || !spf->domain)
    return FALSE;
  return spf->result != SV_SPF_PASS
         || (spf->mechanism
             && g_ascii_strcasecmp (sv_compare_bare_term (spf->mechanism), "all") == 0);
}

gboolean
sv_examine_advice (SvReport *report, const SvSpfInput *input, gboolean lint_only)
{
  if (!input || !is_of_interest (report->spf))
    return TRUE;
  if (!report->advice_lookups)
    report->advice_lookups = sv_lookups_new (report->answers);
  gboolean waiting = FALSE;
  g_autoptr (SvSpfTree) tree
      = sv_spf_tree_build (report->spf->domain, NULL, NULL, report->advice_lookups);
  g_clear_pointer (&report->lints, g_array_unref);
  report->lints = sv_spf_lint (tree, report->advice_lookups, &waiting);
  const SvAdviceCase message = {
    report->facts, report->identity, &report->stored, report->spf, input, tree, report->lints
  };
  gboolean found = lint_only || sv_advice_find (&message, report->advice_lookups, &report->advice);
  return found && !waiting && !tree->waiting;
}
