/* SPDX-License-Identifier: GPL-3.0-or-later
 * What all rules share: for the files of rules (findings-*.c) only. */

#pragma once

#include "judge/findings.h"

/* A new finding at the end of `findings`; the next one moves it. */
SvFinding *sv_findings_add (GArray *findings, const char *id, guint line);

/* Gives a placeholder its value; what is not known reads "?". */
void sv_finding_set (SvFinding *finding, const char *name, const char *value);
void sv_finding_set_number (SvFinding *finding, const char *name, gsize number);
