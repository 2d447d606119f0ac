/* SPDX-License-Identifier: GPL-3.0-or-later
 * A broken or misplaced record as it was meant. */

#pragma once

#include "spf/tree.h"

/* The record that its owner meant to publish at the root's name, where that can be told: slips of
 * the pen corrected, several records made one, a record fetched from the name at which nobody
 * looks.  `lints` (SvSpfLint) are those of the tree.  NULL where nothing needs mending, or it
 * cannot be told how; newly allocated.  It has not been tried. */
char *sv_spf_mended (const SvSpfTree *tree, const GArray *lints);
