/* SPDX-License-Identifier: GPL-3.0-or-later
 * Putting sheets together: for sheet*.c only. */

#pragma once

#include "audit/sheet.h"

SvSheet *sv_sheet_new (const char *name, const char *title, SvSheetFor whom);
void sv_sheet_add_column (SvSheet *sheet, const char *name, const char *title, SvCellKind kind,
                          SvSheetFor whom);

/* The next cell, row by row.  Takes `text`; "" is as good as NULL. */
void sv_sheet_add_text (SvSheet *sheet, char *text);
void sv_sheet_add_number (SvSheet *sheet, gint64 number);
void sv_sheet_add_place (SvSheet *sheet, const SvPlaceInFile *place);

/* Messages and their share of all; an example. */
void sv_sheet_counted_columns (SvSheet *sheet);
void sv_sheet_add_counted (SvSheet *sheet, const SvTallyCell *cell, const SvSummary *summary);
void sv_sheet_place_column (SvSheet *sheet);

/* Says so where a tally is not exact. */
void sv_sheet_set_note (SvSheet *sheet, const SvTally *tally);

/* Takes a finished sheet; one without rows is dropped. */
void sv_sheets_take (GPtrArray *sheets, const SvSummary *summary, SvSheet *sheet);

/* sheet-verdicts.c, sheet-advice.c, sheet-sources.c */
void sv_sheets_add_verdicts (GPtrArray *sheets, const SvSummary *summary, guint limit);
void sv_sheets_add_dmarc (GPtrArray *sheets, const SvSummary *summary, guint limit);
void sv_sheets_add_findings (GPtrArray *sheets, const SvSummary *summary);
void sv_sheets_add_advice (GPtrArray *sheets, const SvSummary *summary, guint limit);
void sv_sheets_add_sources (GPtrArray *sheets, const SvSummary *summary, guint limit);
void sv_sheets_add_failures (GPtrArray *sheets, const SvSummary *summary, guint limit);
