/* SPDX-License-Identifier: GPL-3.0-or-later
 * The summary for people at a terminal: what matters first, then what to do, then where mail comes
 * from. */

#include "audit/sheet.h"
#include "audit/summary-output.h"
#include "output/sentence.h"
#include "output/table.h"

#include <glib/gi18n.h>
#include <string.h>

/* Rows of each table; with --verbose all. */
#define ROWS_SHORT 10

static void
heading (SvScreen *screen, const char *title)
{
  sv_screen_end_line (screen);
  sv_screen_line (screen, SV_STYLE_BOLD, 0, title);
}

static gboolean
is_shown (const SvSheetColumn *column)
{
  return column->whom == SV_FOR_ALL || column->whom == SV_FOR_PEOPLE;
}

static void
put_heads (const SvSheet *sheet, SvTable *table)
{
  for (guint i = 0; i < sheet->columns->len; i++)
    if (is_shown (sv_sheet_column (sheet, i)))
      sv_table_cell (table, SV_STYLE_DIM, sv_sheet_column (sheet, i)->title);
}

static void
put_row (const SvSheet *sheet, SvTable *table, guint row)
{
  for (guint i = 0; i < sheet->columns->len; i++)
    {
      const SvSheetColumn *column = sv_sheet_column (sheet, i);
      if (!is_shown (column))
        continue;
      g_autofree char *text = sv_sheet_text (sheet, row, i);
      SvStyle style
          = column->kind == SV_CELL_WORD && text ? sv_style_of_result (text) : SV_STYLE_PLAIN;
      sv_table_cell (table, column->kind == SV_CELL_PLACE ? SV_STYLE_DIM : style, text);
    }
}

static void
put_table (const SvSheet *sheet, SvScreen *screen)
{
  GString *align = g_string_new (NULL);
  for (guint i = 0; i < sheet->columns->len; i++)
    {
      const SvSheetColumn *column = sv_sheet_column (sheet, i);
      if (is_shown (column))
        g_string_append_c (
            align, column->kind == SV_CELL_NUMBER || column->kind == SV_CELL_SHARE ? 'r' : 'l');
    }
  g_autoptr (SvTable) table = sv_table_new (align->str);
  put_heads (sheet, table);
  for (guint row = 0; row < sheet->rows; row++)
    put_row (sheet, table, row);
  sv_table_print (table, screen, 2);
  g_string_free (align, TRUE);
}

/* An advice: what was found and how often, what to do, and a message to look at. */
static void
put_advice (const SvSheet *sheet, SvScreen *screen, guint row)
{
  g_autofree char *title = sv_sheet_text (sheet, row, (guint)sv_sheet_find (sheet, "title"));
  g_autofree char *remedy = sv_sheet_text (sheet, row, (guint)sv_sheet_find (sheet, "remedy"));
  g_autofree char *place = sv_sheet_text (sheet, row, (guint)sv_sheet_find (sheet, "first"));
  gint64 messages = sv_sheet_cell (sheet, row, (guint)sv_sheet_find (sheet, "messages"))->number;
  g_autofree char *lead = g_strdup_printf ("%u. ", row + 1);
  g_autofree char *n = sv_sheet_text (sheet, row, (guint)sv_sheet_find (sheet, "messages"));
  g_autofree char *many
      = sv_fill (ngettext ("{finding} ({n} message)", "{finding} ({n} messages)", (gulong)messages),
                 "finding", title, "n", n, NULL);
  /* Translators: a message to look at, "inbox.mbox --index=12". */
  g_autofree char *example = sv_fill (_ ("for example {place}"), "place", place, NULL);
  int indent = 2 + (int)strlen (lead);
  sv_screen_text (screen, SV_STYLE_BOLD, 2, lead, many);
  sv_screen_text (screen, SV_STYLE_PLAIN, indent, NULL, remedy);
  sv_screen_paragraph (screen, SV_STYLE_DIM, indent, NULL, example);
}

static void
put_more (const SvSheet *sheet, SvScreen *screen)
{
  g_autofree char *more = sv_sheet_more (sheet);
  if (more)
    sv_screen_line (screen, SV_STYLE_DIM, 2, more);
  if (sheet->note)
    sv_screen_paragraph (screen, SV_STYLE_DIM, 2, NULL, sheet->note);
}

static void
put_sheet (const SvSheet *sheet, SvScreen *screen)
{
  heading (screen, sheet->title);
  if (sheet->is_list)
    for (guint row = 0; row < sheet->rows; row++)
      put_advice (sheet, screen, row);
  else
    put_table (sheet, screen);
  put_more (sheet, screen);
}

static SvStyle
style_of_class (const char *class)
{
  if (strcmp (class, "good") == 0)
    return SV_STYLE_GOOD;
  if (strcmp (class, "bad") == 0)
    return SV_STYLE_BAD;
  return strcmp (class, "warning") == 0 ? SV_STYLE_WARN : SV_STYLE_PLAIN;
}

static void
put_totals (const SvSummary *summary, SvScreen *screen)
{
  g_autoptr (SvTable) table = sv_table_new ("rl");
  gboolean any = FALSE;
  for (guint i = 0; i < SV_TOTALS_N; i++)
    {
      guint64 number;
      const char *text = sv_sheets_total (summary, i, &number);
      if (number == 0)
        continue;
      g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
      sv_table_cell (table, SV_STYLE_PLAIN, digits);
      sv_table_cell (table, style_of_class (sv_sheets_total_class (i)), text);
      any = TRUE;
    }
  if (any)
    sv_table_print (table, screen, 2);
}

void
sv_summary_text (FILE *stream, const SvSummary *summary, const SvOutputOptions *options)
{
  g_autoptr (GPtrArray) sheets = sv_sheets_new (summary, options->verbose ? G_MAXUINT : ROWS_SHORT);
  g_autofree char *headline = sv_sheets_headline (summary);
  g_autofree char *policy = sv_sheets_policy (summary);
  SvScreen screen;
  sv_screen_init (&screen, stream, options);
  sv_screen_paragraph (&screen, SV_STYLE_BOLD, 0, NULL, headline);
  put_totals (summary, &screen);
  if (policy)
    sv_screen_paragraph (&screen, SV_STYLE_PLAIN, 2, NULL, policy);
  for (guint i = 0; i < sheets->len; i++)
    if (((const SvSheet *)sheets->pdata[i])->whom != SV_FOR_DATA)
      put_sheet (sheets->pdata[i], &screen);
  sv_screen_end_line (&screen);
  sv_screen_paragraph (&screen, SV_STYLE_DIM, 0, NULL,
                       _ ("A message is opened with: spfview FILE --index=N"));
}
