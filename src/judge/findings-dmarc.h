/* SPDX-License-Identifier: GPL-3.0-or-later
 * The rules about DMARC. */

#pragma once

#include "judge/findings-rules.h"

/* What DMARC says now; nothing where that is not known. */
void sv_rule_dmarc (const SvCase *message, GArray *findings);

/* What is to be known of the policy besides: it explains no complaint, and stands behind what does.
 */
void sv_rule_dmarc_policy (const SvCase *message, GArray *findings);
