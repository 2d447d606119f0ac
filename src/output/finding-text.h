/* SPDX-License-Identifier: GPL-3.0-or-later
 * Findings as people read them: texts whose values are safe, severities in words and colours. */

#pragma once

#include "output/screen.h"
#include "report.h"

/* sv_finding_title(), sv_finding_detail() or sv_finding_remedy(). */
typedef char *(*SvFindingWords) (const SvFinding *finding);

/* The text with its values escaped, line ends too, so that only our own text breaks lines.  Newly
 * allocated; NULL where the finding has none. */
char *sv_finding_safe_text (const SvFinding *finding, SvFindingWords text);

SvStyle sv_severity_style (SvSeverity severity);

/* The severity in the user's language; static. */
const char *sv_severity_label (SvSeverity severity);

/* The next finding at or behind *i that is to be shown, or NULL; *i moves behind it. */
const SvFinding *sv_finding_next (const SvReport *report, gboolean verbose, guint *i);

/* Findings to be shown that have a remedy, each remedy once: findings of one cause can share
 * theirs.  const SvFinding *. */
GPtrArray *sv_findings_to_remedy (const SvReport *report, gboolean verbose);
