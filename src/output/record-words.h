/* SPDX-License-Identifier: GPL-3.0-or-later
 * A record in plain words in the user's language, for all formats of `record`.  Values in the
 * sentences are a stranger's: whoever prints them escapes them. */

#pragma once

#include "output/record.h"

/* One line of the tree. */
typedef struct
{
  guint depth;
  const SvSpfNode *node; /* whose record the term is in, or what stands at the end of the branch */
  const SvSpfBranch *branch; /* NULL: the line tells why `node` cannot be read */
  gboolean reached;          /* FALSE: behind all, or a redirect beside it */
  gboolean broken;           /* this line is why every message gets permerror or temperror */
  char *term;                /* as published; the domain where there is no branch */
  char *meaning;
} SvRecordRow;

/* The tree as lines, each record behind the term that leads to it.  GArray that frees its elements.
 */
GArray *sv_record_rows (const SvRecordReport *report);

/* How it stands with the record in one line; the whole, its severity into `worst`. */
char *sv_record_headline (const SvRecordReport *report, SvSeverity *worst);

/* "7 of 10 lookups, 0 of 2 void lookups, 312 bytes"; NULL without a record. */
char *sv_record_counts (const SvRecordReport *report);

/* What becomes of mail from --ip; NULL if it was not asked for. */
char *sv_record_ip_sentence (const SvRecordReport *report);

/* "example.com > _spf.example.net"; NULL where the domain's own record decides. */
char *sv_record_path (const SvSpfEvaluation *spf);

/* What is said of the change that was wished: whether, and why not.  NULL if none was. */
char *sv_record_advice_sentence (const SvRecordReport *report);

/* "lookups: 9 before, 10 after (10 allowed)" …: lookups, voids, bytes, as lines. */
char *sv_record_advice_counts (const SvSpfAdvice *advice);

/* `example.com. IN TXT "…"`; the name is "@" where no domain is known. */
char *sv_record_zone_line (const SvRecordReport *report);

/* Whom a finding speaks of: "record of D, term T, column N"; NULL where it is the whole record. */
char *sv_record_place (const SvRecordReport *report, const SvFinding *finding);

/* What makes the list of networks inexact, as a sentence. */
const char *sv_record_inexact (void);

/* The record, or why there is none to show, in words; NULL where the row's record is well. */
char *sv_record_state (const SvSpfNode *node);
