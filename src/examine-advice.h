/* SPDX-License-Identifier: GPL-3.0-or-later
 * The corrected record of one message. */

#pragma once

#include "report.h"

/* Works the advice out on what is known by now, and keeps it in the report.  FALSE if questions
 * wait for their answers, in report->advice_lookups.  `input` is what SPF was evaluated on; NULL:
 * nothing. */
gboolean sv_examine_advice (SvReport *report, const SvSpfInput *input);
