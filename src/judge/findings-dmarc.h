/* SPDX-License-Identifier: GPL-3.0-or-later
 * The rules about DMARC, and what all rules share: for findings.c and findings-dmarc.c only. */

#pragma once

#include "judge/findings.h"

/* A new finding at the end of `findings`; the next one moves it. */
SvFinding *sv_findings_add (GArray *findings, const char *id, guint line);

/* Gives a placeholder its value; what is not known reads "?". */
void sv_finding_set (SvFinding *finding, const char *name, const char *value);

/* What DMARC says now; nothing where that is not known. */
void sv_rule_dmarc (const SvCase *message, GArray *findings);

/* What is to be known of the policy besides: it explains no complaint, and stands behind what does.
 */
void sv_rule_dmarc_policy (const SvCase *message, GArray *findings);
