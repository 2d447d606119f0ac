/* SPDX-License-Identifier: GPL-3.0-or-later
 * The reference inside the program: what a word means, why one meets it, who acts, what to do. */

#pragma once

#include "judge/remedies.h"

/* In the order of the list. */
typedef enum
{
  SV_EXPLAIN_RESULT,
  SV_EXPLAIN_QUALIFIER,
  SV_EXPLAIN_MECHANISM,
  SV_EXPLAIN_MODIFIER,
  SV_EXPLAIN_MACRO,
  SV_EXPLAIN_LIMIT,
  SV_EXPLAIN_IDENTITY,
  SV_EXPLAIN_HEADER,
  SV_EXPLAIN_METHOD,
  SV_EXPLAIN_ALIGNMENT,
  SV_EXPLAIN_WAY,
  SV_EXPLAIN_CODE,
  SV_EXPLAIN_CAUSE,
  SV_EXPLAIN_FINDING,
  SV_EXPLAIN_MYTH,
  SV_EXPLAIN_GROUPS /* how many there are */
} SvExplainGroup;
const char *sv_explain_group_name (SvExplainGroup group);  /* word for data */
const char *sv_explain_group_title (SvExplainGroup group); /* in the user's language */

typedef enum
{
  SV_EXPLAIN_WHO_NONE,
  SV_EXPLAIN_WHO_DNS,
  SV_EXPLAIN_WHO_SERVER,
  SV_EXPLAIN_WHO_SENDER,
  SV_EXPLAIN_WHO_FORWARDER,
  SV_EXPLAIN_WHO_RECEIVER,
  SV_EXPLAIN_WHO_NOBODY
} SvExplainWho;
const char *sv_explain_who_name (SvExplainWho who);  /* word for data, NULL for none */
const char *sv_explain_who_title (SvExplainWho who); /* in the user's language, NULL for none */

/* One entry.  Everything is static; texts are N_(), for sv_explain_text(). */
typedef struct
{
  SvExplainGroup group;
  const char *word;     /* that it is listed under */
  const char *synonyms; /* other spellings, "|" between them */
  const char *title;    /* of a finding; else NULL */
  const char *meaning, *causes;
  SvExplainWho who;
  const char *what;
  const char *reference;
} SvExplainEntry;

/* All entries: those of the tables here, then enhanced status codes, causes and findings from their
 * own tables; sorted by group.  A GArray of SvExplainEntry. */
GArray *sv_explain_entries (void);

/* The entry of a word or one of its other spellings, whatever its case, hyphens and blanks.  An
 * enhanced status code that no entry has is made one in `made`.  NULL if there is none. */
const SvExplainEntry *sv_explain_find (const GArray *entries, const char *word,
                                       SvExplainEntry *made);

/* Words that are spelt nearly so, the nearest first, at most five; static strings. */
GPtrArray *sv_explain_near (const GArray *entries, const char *word);

/* A text in the user's language; the values that findings have there are shown as <name>.  NULL for
 * NULL, and for a text that is nothing but values. */
char *sv_explain_text (const char *text);
