/* SPDX-License-Identifier: GPL-3.0-or-later
 * What shows the cause of a drift: what the receiver wrote down, against what DNS says now. */

#pragma once

#include "report.h"

/* Sentences without a full stop in the user's language, most telling first; none without a drift.
 * Their values are a stranger's: whoever prints them escapes them.  char *; never NULL. */
GPtrArray *sv_evidence_sentences (const SvReport *report);

/* What the comparison says (sentence.h), and that evidence behind it; newly allocated. */
char *sv_evidence_detail (const SvReport *report);
