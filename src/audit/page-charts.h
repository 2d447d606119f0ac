/* SPDX-License-Identifier: GPL-3.0-or-later
 * Charts of the audit's page, as SVG inside it.  What a chart shows stands in the table beside it;
 * each writes nothing where there is nothing to show. */

#pragma once

#include "audit/summary.h"

#include <stdio.h>

/* What a segment of a bar stands for: a class of the style sheet and a word for the legend. */
typedef struct
{
  const char *class;
  const char *label; /* in the user's language */
} SvChartPart;

/* Verdicts of today month by month. */
void sv_chart_months (FILE *stream, const SvSummary *summary);

/* For each stored verdict, what the same messages get now. */
void sv_chart_verdicts (FILE *stream, const SvSummary *summary);

/* The addresses that send most. */
void sv_chart_addresses (FILE *stream, const SvSummary *summary);

/* How often each cause changed a verdict. */
void sv_chart_causes (FILE *stream, const SvSummary *summary);
