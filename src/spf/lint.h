/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is wrong, risky or wasteful in a published record and in what it leads to: rules over its
 * tree. */

#pragma once

#include "spf/tree.h"

/* One thing found.  Owns its strings; `id` and the keys of `values` are static. */
typedef struct
{
  const char *id; /* "record-ptr": a row of judge/remedies.c tells severity and texts */
  char *domain;   /* whose record, or the name at which it was found */
  char *term;     /* as published; NULL where it is about the whole record */
  guint column;   /* 1-based byte of that record at which the term begins, or the syntax error was
                     met; 0: does not apply */
  char *root;     /* the domain that was looked at */
  GPtrArray *values; /* char *: name, value, name, value …: what the texts fill in beside {domain},
                        {term} and {column}; the value of "reason" is N_(), to be translated */
} SvSpfLint;

/* Looks at a tree as far as it is known.  GArray of SvSpfLint that frees its elements, in the order
 * of the records and their terms.  Asks three questions of its own (TXT at _spf.DOMAIN and
 * spf.DOMAIN, type SPF at DOMAIN), but none for a tree built on a text: `waiting` becomes TRUE
 * while they or the tree lack answers.  Call it in every round, so that they are asked together
 * with the first. */
GArray *sv_spf_lint (const SvSpfTree *tree, SvLookups *lookups, gboolean *waiting);

/* The value of that name, or NULL; borrowed. */
const char *sv_spf_lint_value (const SvSpfLint *lint, const char *name);
