/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is wrong with the judged record, as far as it matters for one message. */

#pragma once

#include "judge/findings.h"

/* Only errors and what is the root cause of the verdict; not what a finding says already. */
void sv_rule_record (const SvCase *message, GArray *findings);
