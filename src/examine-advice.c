/* SPDX-License-Identifier: GPL-3.0-or-later
 * Asks for the corrected record, over lookups of its own: what only the advice needed is no part of
 * the verdict; see examine-advice.h. */

#include "examine-advice.h"

gboolean
sv_examine_advice (SvReport *report, const SvSpfInput *input)
{
  if (!input)
    return TRUE;
  if (!report->advice_lookups)
    report->advice_lookups = sv_lookups_new (report->answers);
  const SvAdviceCase message
      = { report->facts, report->identity, &report->stored, report->spf, input };
  return sv_advice_find (&message, report->advice_lookups, &report->advice);
}
