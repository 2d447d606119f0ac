/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rules on the delivery and abuse reports that a message encloses. */

#pragma once

#include "judge/findings-rules.h"

/* Why mail came back (RFC 3464), each reason once. */
void sv_rule_bounce (const SvCase *message, GArray *findings);

/* What a complaint says (RFC 5965). */
void sv_rule_complaint (const SvCase *message, GArray *findings);
