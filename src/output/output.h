/* SPDX-License-Identifier: GPL-3.0-or-later
 * Writes reports in one format: begin, then each report in input order, then end. */

#pragma once

#include "output/json-writer.h"
#include "report.h"
#include <stdio.h>

typedef struct
{
  gboolean color;   /* ANSI colours */
  int width;        /* columns of the terminal, or 80 */
  gboolean verbose; /* everything: findings of severity info too, and the trace */
  gboolean trace;   /* the evaluation term by term, and the DNS answers */
  gboolean quiet;   /* text: one line a message */
} SvOutputOptions;

/* What a run amounts to. */
typedef struct
{
  guint64 messages;
  guint64 unreadable;
  guint64 by_status[SV_COMPARE_NOT_EVALUATED + 1];
} SvTotals;

/* A page of which something stands in front that is known last; memory streams and what they hold.
 */
typedef struct
{
  FILE *index, *body;
  char *index_text, *body_text;
  gsize index_size, body_size;
} SvHeld;

typedef struct SvOutput SvOutput;
struct SvOutput
{
  FILE *stream; /* borrowed; write errors stick to it and are asked for at the end */
  SvOutputOptions options;
  guint64 written;   /* reports so far */
  SvJsonWriter json; /* of the format json: where its one document stands between the calls */
  SvHeld held;       /* of the format html, between begin and end */
  void (*begin) (SvOutput *self);
  void (*report) (SvOutput *self, const SvReport *report);
  void (*end) (SvOutput *self, const SvTotals *totals);
  void (*between) (SvOutput *self);
  gboolean alone;
};

/* One row a format; ended by a NULL name. */
typedef struct
{
  const char *name;
  const char *summary; /* N_() */
  void (*begin) (SvOutput *self);
  void (*report) (SvOutput *self, const SvReport *report);
  void (*end) (SvOutput *self, const SvTotals *totals);
  gboolean alone; /* what is written of a report does not depend on where it stands */
  void (*between) (SvOutput *self); /* two reports */
} SvFormat;

extern const SvFormat sv_formats[];
const SvFormat *sv_format_find (const char *name);

/* Makes an output of that format on `stream`. */
void sv_output_init (SvOutput *output, const SvFormat *format, FILE *stream,
                     const SvOutputOptions *options);

void sv_output_begin (SvOutput *output);
void sv_output_report (SvOutput *output, const SvReport *report);

/* The text of one report, newly allocated, from any thread, for sv_output_rendered(); NULL for a
 * format that has to see the reports in order. */
char *sv_output_render (const SvOutput *output, const SvReport *report, gsize *len);
void sv_output_rendered (SvOutput *output, const char *text, gsize len);

void sv_output_end (SvOutput *output, const SvTotals *totals);
