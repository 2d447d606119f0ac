/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rules on what happened on the way, and what they do to the other findings. */

#pragma once

#include "judge/findings.h"

/* Adds the findings on the way, and gives those already there the texts that fit it: where a
 * message was forwarded, a record is the wrong cure. */
void sv_findings_way (const SvCase *message, GArray *findings);
