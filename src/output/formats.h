/* SPDX-License-Identifier: GPL-3.0-or-later
 * The writers behind the table of formats, and what `check` borrows from them. */

#pragma once

#include "output/output.h"

void sv_text_between (SvOutput *self);
void sv_text_report (SvOutput *self, const SvReport *report);
void sv_text_end (SvOutput *self, const SvTotals *totals);

void sv_json_begin (SvOutput *self);
void sv_json_report (SvOutput *self, const SvReport *report);
void sv_json_end (SvOutput *self, const SvTotals *totals);
void sv_jsonl_report (SvOutput *self, const SvReport *report);

void sv_csv_begin (SvOutput *self);
void sv_csv_report (SvOutput *self, const SvReport *report);

void sv_html_begin (SvOutput *self);
void sv_html_report (SvOutput *self, const SvReport *report);
void sv_html_end (SvOutput *self, const SvTotals *totals);

void sv_markdown_report (SvOutput *self, const SvReport *report);
void sv_markdown_end (SvOutput *self, const SvTotals *totals);

/* The evaluation for people: result word, explanation line, then the trace and the DNS answers
 * (INTERFACE: `check`).  `lookups` may be NULL. */
void sv_text_check (FILE *stream, const SvSpfEvaluation *spf, const SvLookups *lookups,
                    const SvOutputOptions *options);

/* The `spf` object of the report alone, and a line end. */
void sv_json_check (FILE *stream, const SvSpfEvaluation *spf);
