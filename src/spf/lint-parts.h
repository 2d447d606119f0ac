/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the rules over a tree share; for the lint files only. */

#pragma once

#include "spf/lint.h"

typedef struct
{
  const SvSpfTree *tree;
  SvLookups *lookups;
  gboolean waiting;
  GArray *lints;   /* SvSpfLint */
  GHashTable *ids; /* id → how often it was told */
} SvLinter;

/* Adds a lint on a term of the node's record, or on the whole record; the result is good until the
 * next is added.  NULL where so many of that id were told already that nobody reads another. */
SvSpfLint *sv_lint_add (SvLinter *linter, const char *id, const SvSpfNode *node,
                        const SvSpfTerm *term);

/* Give a text its values; `lint` may be NULL.  `name` is static. */
void sv_lint_set (SvSpfLint *lint, const char *name, const char *value);
void sv_lint_set_number (SvSpfLint *lint, const char *name, gsize number);

/* The term at which evaluation of the record ends: its first "all"; NULL if it has none. */
const SvSpfTerm *sv_lint_first_all (const SvSpfNode *node);

/* The branch of a redirect that counts, or NULL. */
const SvSpfBranch *sv_lint_redirect (const SvSpfNode *node);

/* Rules over the terms of one record, in lint-terms.c: what they cost, and what they do. */
void sv_lint_costs (SvLinter *linter, const SvSpfNode *root, const GPtrArray *nodes);
void sv_lint_end (SvLinter *linter, const SvSpfNode *root);
void sv_lint_terms (SvLinter *linter, const SvSpfNode *node);

/* Rules over networks and repetitions, in lint-networks.c. */
void sv_lint_networks (SvLinter *linter, const SvSpfNode *node);
void sv_lint_repeated_includes (SvLinter *linter, const GPtrArray *nodes);

/* Slips of the pen, in lint-typos.c; TRUE if the node's answer had any. */
gboolean sv_lint_typos (SvLinter *linter, const SvSpfNode *node);
