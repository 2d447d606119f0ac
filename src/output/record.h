/* SPDX-License-Identifier: GPL-3.0-or-later
 * What `record` has to say of one domain, and the formats in which it says it. */

#pragma once

#include "judge/record-findings.h"
#include "output/output.h"
#include "spf/advise.h"

/* One record, explained.  Owns all of it but the answers. */
typedef struct
{
  char *domain;         /* as asked for, A-labels; NULL: a text without a domain */
  gboolean from_text;   /* the record was given, not looked up */
  SvSpfTree *tree;      /* never NULL, and not waiting */
  GArray *findings;     /* SvFinding */
  SvIp ip;              /* of --ip, or no address */
  SvSpfEvaluation *spf; /* what becomes of mail from there; NULL: not asked for */
  GArray *networks;     /* SvSpfNetwork, aggregated; NULL: not asked for */
  gboolean exact;       /* nothing passes but these */
  SvSpfAdvice *advice;  /* NULL: no change was wished */
  SvAnswers *answers;   /* borrowed: names of mail servers are read from it */
} SvRecordReport;

void sv_record_report_free (SvRecordReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvRecordReport, sv_record_report_free)

/* The writers.  `index` counts the records from 0; `json` stays between the calls. */
typedef struct
{
  FILE *stream; /* borrowed */
  SvOutputOptions options;
  SvJsonWriter json;
  guint index;
  gboolean many; /* more than one record will come */
} SvRecordOutput;

/* One row a format; ended by a NULL name. */
typedef struct
{
  const char *name;
  void (*begin) (SvRecordOutput *self);
  void (*record) (SvRecordOutput *self, const SvRecordReport *report);
  void (*end) (SvRecordOutput *self);
} SvRecordFormat;

extern const SvRecordFormat sv_record_formats[];
const SvRecordFormat *sv_record_format_find (const char *name);

void sv_record_text (SvRecordOutput *self, const SvRecordReport *report);

void sv_record_json_begin (SvRecordOutput *self);
void sv_record_json (SvRecordOutput *self, const SvRecordReport *report);
void sv_record_json_end (SvRecordOutput *self);

void sv_record_html_begin (SvRecordOutput *self);
void sv_record_html (SvRecordOutput *self, const SvRecordReport *report);
void sv_record_html_end (SvRecordOutput *self);

void sv_record_markdown (SvRecordOutput *self, const SvRecordReport *report);
