/* SPDX-License-Identifier: GPL-3.0-or-later
 * The summary as markdown, to be pasted into a ticket. */

#include "audit/sheet.h"
#include "audit/summary-output.h"
#include "output/markdown-writer.h"
#include "output/sentence.h"

#include <glib/gi18n.h>

/* Rows of each table; with --verbose all. */
#define ROWS_SHORT 20

static gboolean
is_shown (const SvSheetColumn *column)
{
  return column->whom == SV_FOR_ALL || column->whom == SV_FOR_PEOPLE;
}

static void
put_heads (FILE *stream, const SvSheet *sheet)
{
  g_autoptr (GPtrArray) heads = g_ptr_array_new ();
  g_autoptr (GString) align = g_string_new (NULL);
  for (guint i = 0; i < sheet->columns->len; i++)
    {
      const SvSheetColumn *column = sv_sheet_column (sheet, i);
      gboolean number = column->kind == SV_CELL_NUMBER || column->kind == SV_CELL_SHARE;
      if (!is_shown (column))
        continue;
      g_ptr_array_add (heads, (gpointer)column->title);
      g_string_append_c (align, number ? 'r' : 'l');
    }
  sv_markdown_table (stream, align->str, (const char *const *)heads->pdata);
}

static void
put_table (FILE *stream, const SvSheet *sheet)
{
  put_heads (stream, sheet);
  for (guint row = 0; row < sheet->rows; row++)
    {
      for (guint i = 0; i < sheet->columns->len; i++)
        if (is_shown (sv_sheet_column (sheet, i)))
          {
            g_autofree char *text = sv_sheet_text (sheet, row, i);
            sv_markdown_cell (stream, text ? text : "");
          }
      fputs ("|\n", stream);
    }
}

static void
put_advice (FILE *stream, const SvSheet *sheet, guint row)
{
  g_autofree char *title = sv_sheet_text (sheet, row, (guint)sv_sheet_find (sheet, "title"));
  g_autofree char *messages = sv_sheet_text (sheet, row, (guint)sv_sheet_find (sheet, "messages"));
  g_autofree char *remedy = sv_sheet_text (sheet, row, (guint)sv_sheet_find (sheet, "remedy"));
  g_autofree char *place = sv_sheet_text (sheet, row, (guint)sv_sheet_find (sheet, "first"));
  g_autofree char *example = sv_fill (_ ("for example {place}"), "place", place, NULL);
  fputs ("* **", stream);
  sv_markdown_put (stream, title);
  fputs ("** (", stream);
  sv_markdown_put (stream, messages);
  fputs (")\n", stream);
  sv_markdown_text (stream, remedy);
  sv_markdown_text (stream, example);
  fputc ('\n', stream);
}

static void
put_sheet (FILE *stream, const SvSheet *sheet)
{
  sv_markdown_heading (stream, sheet->title);
  if (sheet->is_list)
    for (guint row = 0; row < sheet->rows; row++)
      put_advice (stream, sheet, row);
  else
    put_table (stream, sheet);
  g_autofree char *more = sv_sheet_more (sheet);
  if (more)
    {
      fputc ('\n', stream);
      sv_markdown_paragraph (stream, more);
    }
  if (sheet->note)
    {
      fputc ('\n', stream);
      sv_markdown_paragraph (stream, sheet->note);
    }
}

void
sv_summary_markdown (FILE *stream, const SvSummary *summary, const SvOutputOptions *options)
{
  g_autoptr (GPtrArray) sheets = sv_sheets_new (summary, options->verbose ? G_MAXUINT : ROWS_SHORT);
  g_autofree char *headline = sv_sheets_headline (summary);
  g_autofree char *policy = sv_sheets_policy (summary);
  fputs ("## ", stream);
  sv_markdown_paragraph (stream, headline);
  for (guint i = 0; i < SV_TOTALS_N; i++)
    {
      guint64 number;
      const char *text = sv_sheets_total (summary, i, &number);
      if (number == 0)
        continue;
      fprintf (stream, "* %" G_GUINT64_FORMAT " ", number);
      sv_markdown_put (stream, text);
      fputc ('\n', stream);
    }
  fputc ('\n', stream);
  if (policy)
    sv_markdown_paragraph (stream, policy);
  for (guint i = 0; i < sheets->len; i++)
    if (((const SvSheet *)sheets->pdata[i])->whom != SV_FOR_DATA)
      put_sheet (stream, sheets->pdata[i]);
}
