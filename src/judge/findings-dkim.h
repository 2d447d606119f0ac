/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rules on DKIM signatures and ARC chains. */

#pragma once

#include "judge/findings.h"

void sv_rule_dkim (const SvCase *message, GArray *findings);
void sv_rule_arc (const SvCase *message, GArray *findings);
