/* SPDX-License-Identifier: GPL-3.0-or-later
 * Builds and lints the tree of a record over the text of a DNS file, round by round, for the tests.
 */

#pragma once

#include "spf/lint.h"

typedef struct
{
  const char *zone;
  const char *domain;
  const char *text; /* NULL: as published */
  const SvSpfTreeValues *values;
} TreeZone;

/* Goes on until nothing is waited for.  Questions that the zone does not know are unrecorded.
 * `lints`, which may be NULL, gets what was found; without it no lint is asked for.  `rounds`,
 * which may be NULL, gets the questions of each round as one string: "NAME TYPE", sorted, ", "
 * between them. */
SvSpfTree *tree_zone_build (const TreeZone *input, GArray **lints, GPtrArray *rounds);
