/* SPDX-License-Identifier: GPL-3.0-or-later
 * A summary as tables, whatever they are written as: the one place that knows what is told, in
 * which order and under which heads. */

#pragma once

#include "audit/summary.h"

typedef enum
{
  SV_CELL_TEXT,
  SV_CELL_WORD, /* a verdict or another word of data */
  SV_CELL_NUMBER,
  SV_CELL_SHARE, /* of all messages, in tenths of a per cent */
  SV_CELL_PLACE  /* a message */
} SvCellKind;

/* Which writers a column or a sheet is for. */
typedef enum
{
  SV_FOR_ALL,
  SV_FOR_DATA,   /* JSON only */
  SV_FOR_PEOPLE, /* everything else */
  SV_FOR_WIDE    /* JSON and HTML: a terminal has no room */
} SvSheetFor;

typedef struct
{
  const char *name;  /* in data; static */
  const char *title; /* for people, in their language; static, or lives as long as the sheet */
  SvCellKind kind;
  SvSheetFor whom;
} SvSheetColumn;

typedef struct
{
  char *text;                 /* TEXT, WORD; NULL: not known */
  gint64 number;              /* NUMBER (-1: not known), SHARE */
  const SvPlaceInFile *place; /* PLACE; borrowed from the summary */
} SvSheetCell;

typedef struct
{
  const char *name;
  const char *title;
  SvSheetFor whom;
  gboolean several_files; /* a place is told with its file */
  gboolean is_list;       /* each row is an advice rather than a line of numbers */
  GArray *columns;        /* SvSheetColumn */
  GArray *cells;          /* SvSheetCell, row by row */
  guint rows;
  guint64 more; /* rows that were not taken */
  char *note;   /* a sentence on how exact this is, or NULL */
} SvSheet;

/* All sheets of a summary that have rows, with at most `limit` rows each: SvSheet *, freed with the
 * array.  The summary must stay. */
GPtrArray *sv_sheets_new (const SvSummary *summary, guint limit);

const SvSheetColumn *sv_sheet_column (const SvSheet *sheet, guint column);
const SvSheetCell *sv_sheet_cell (const SvSheet *sheet, guint row, guint column);

/* The column of that name; -1: there is none. */
int sv_sheet_find (const SvSheet *sheet, const char *name);

/* A cell as people read it, newly allocated; NULL where it is empty. */
char *sv_sheet_text (const SvSheet *sheet, guint row, guint column);

/* What the archive is, in sentences; newly allocated. */
char *sv_sheets_headline (const SvSummary *summary);
char *sv_sheets_policy (const SvSummary *summary); /* what DMARC would do; NULL: nothing known */

/* How many rows were not taken, and how to see them; newly allocated, NULL where there are none. */
char *sv_sheet_more (const SvSheet *sheet);

/* The counts above all tables: number, and its words in the user's language (static). */
#define SV_TOTALS_N 6
const char *sv_sheets_total (const SvSummary *summary, guint i, guint64 *number);
const char *sv_sheets_total_class (guint i); /* "good", "warning", "bad" or "plain" */
