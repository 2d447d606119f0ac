/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is wrong with the judged record, and the corrected one. */

#pragma once

#include "report.h"

/* Works lints and advice out on what is known by now, and keeps them in the report.  FALSE if
 * questions wait for their answers, in report->advice_lookups.  `input` is what SPF was evaluated
 * on; NULL: nothing.  With `lint_only` there is no advice. */
gboolean sv_examine_advice (SvReport *report, const SvSpfInput *input, gboolean lint_only);
