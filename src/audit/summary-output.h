/* SPDX-License-Identifier: GPL-3.0-or-later
 * The summary of an audit in one format. */

#pragma once

#include "audit/summary.h"
#include "output/output.h"

/* One row a format; ended by a NULL name. */
typedef struct
{
  const char *name;
  void (*write) (FILE *stream, const SvSummary *summary, const SvOutputOptions *options);
} SvSummaryFormat;

extern const SvSummaryFormat sv_summary_formats[];
const SvSummaryFormat *sv_summary_format_find (const char *name);

/* The writers of the table; write errors stick to the stream. */
void sv_summary_text (FILE *stream, const SvSummary *summary, const SvOutputOptions *options);
void sv_summary_json (FILE *stream, const SvSummary *summary, const SvOutputOptions *options);
void sv_summary_markdown (FILE *stream, const SvSummary *summary, const SvOutputOptions *options);
void sv_summary_html (FILE *stream, const SvSummary *summary, const SvOutputOptions *options);
