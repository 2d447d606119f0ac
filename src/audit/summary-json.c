/* SPDX-License-Identifier: GPL-3.0-or-later
 * The summary as one JSON document: an array a sheet, an object a row. */

#include "audit/sheet.h"
#include "audit/summary-output.h"

/* All that is kept: a tally holds no more than SV_TALLY_MAX. */
#define ROWS_MAX G_MAXUINT

static void
put_place (SvJsonWriter *json, const char *key, const SvPlaceInFile *place)
{
  if (!place || !place->file)
    {
      sv_json_put_null (json, key);
      return;
    }
  sv_json_open_object (json, key);
  sv_json_put_string (json, "file", place->file);
  sv_json_put_int (json, "index", place->index);
  sv_json_put_int (json, "offset", place->offset);
  sv_json_put_string (json, "part", place->part && *place->part ? place->part : NULL);
  sv_json_close (json);
}

static void
put_cell (SvJsonWriter *json, const SvSheet *sheet, guint row, guint column)
{
  const SvSheetColumn *head = sv_sheet_column (sheet, column);
  const SvSheetCell *cell = sv_sheet_cell (sheet, row, column);
  if (head->whom == SV_FOR_PEOPLE)
    return;
  switch (head->kind)
    {
    case SV_CELL_TEXT:
    case SV_CELL_WORD:
      sv_json_put_string (json, head->name, cell->text);
      return;
    case SV_CELL_NUMBER:
    case SV_CELL_SHARE:
      if (cell->number < 0)
        sv_json_put_null (json, head->name);
      else
        sv_json_put_int (json, head->name, cell->number);
      return;
    case SV_CELL_PLACE:
      put_place (json, head->name, cell->place);
      return;
    }
}

static void
put_sheet (SvJsonWriter *json, const SvSheet *sheet)
{
  if (sheet->whom == SV_FOR_PEOPLE)
    return;
  sv_json_open_array (json, sheet->name);
  for (guint row = 0; row < sheet->rows; row++)
    {
      sv_json_open_object (json, NULL);
      for (guint column = 0; column < sheet->columns->len; column++)
        put_cell (json, sheet, row, column);
      sv_json_close (json);
    }
  sv_json_close (json);
}

/* Tallies that are not exact, with what is missing. */
static void
put_limits (SvJsonWriter *json, const SvSummary *summary)
{
  guint64 lost = 0;
  for (guint i = 0; i < SV_BY_N; i++)
    lost = MAX (lost, summary->by[i].lost);
  sv_json_put_int (json, "too_low_by_at_most", (gint64)lost);
}

void
sv_summary_json (FILE *stream, const SvSummary *summary, const SvOutputOptions *options)
{
  (void)options;
  g_autoptr (GPtrArray) sheets = sv_sheets_new (summary, ROWS_MAX);
  SvJsonWriter json;
  sv_json_writer_init (&json, stream, TRUE);
  sv_json_open_object (&json, NULL);
  sv_json_put_string (&json, "schema", "spfview-audit/1");
  sv_json_open_object (&json, "totals");
  sv_json_put_int (&json, "messages", (gint64)summary->messages);
  sv_json_put_int (&json, "enclosed", (gint64)summary->enclosed);
  sv_json_put_int (&json, "files", (gint64)summary->files);
  sv_json_put_int (&json, "bytes", (gint64)summary->bytes);
  sv_json_put_int (&json, "unreadable", (gint64)summary->unreadable);
  for (guint i = 0; i < G_N_ELEMENTS (summary->by_status); i++)
    sv_json_put_int (&json, sv_compare_status_name ((SvCompareStatus)i),
                     (gint64)summary->by_status[i]);
  put_limits (&json, summary);
  sv_json_close (&json);
  for (guint i = 0; i < sheets->len; i++)
    put_sheet (&json, sheets->pdata[i]);
  sv_json_close (&json);
  sv_json_finish (&json);
}
