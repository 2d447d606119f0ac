/* SPDX-License-Identifier: GPL-3.0-or-later
 * Texts about DKIM and ARC, for remedies.c only: the table would be too long for one file. */

#pragma once

#include "judge/remedies.h"

/* The rows; static. */
const SvFindingText *sv_remedies_dkim (gsize *n);
