/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whether a record may be published as it is; for advise.c only. */

#pragma once

#include "spf/tree.h"

/* What keeps a record from being published. */
typedef struct
{
  const char *reason;  /* N_(), NULL: nothing */
  const char *culprit; /* the term of the root's record that should go, or NULL; borrowed */
} SvSpfObstacle;

/* Looks at the whole tree: what is broken in it, then every limit of RFC 7208 4.6.4.  `added`
 * (char *) are terms that are named last. */
SvSpfObstacle sv_spf_obstacle_find (const SvSpfTree *tree, const GPtrArray *added);
