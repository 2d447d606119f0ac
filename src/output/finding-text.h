/* SPDX-License-Identifier: GPL-3.0-or-later
 * Findings as people read them: texts whose values are safe, severities in words and colours. */

#pragma once

#include "output/screen.h"

/* sv_finding_title(), sv_finding_detail() or sv_finding_remedy(). */
typedef char *(*SvFindingWords) (const SvFinding *finding);

/* The text with its values escaped, line ends too, so that only our own text breaks lines.  Newly
 * allocated; NULL where the finding has none. */
char *sv_finding_safe_text (const SvFinding *finding, SvFindingWords text);

SvStyle sv_severity_style (SvSeverity severity);

/* The severity in the user's language; static. */
const char *sv_severity_label (SvSeverity severity);
