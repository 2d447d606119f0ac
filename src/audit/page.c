/* SPDX-License-Identifier: GPL-3.0-or-later
 * The summary as a page for people who would rather look: charts, each with its table, and what to
 * do.  One file, nothing loaded; a small script sorts and filters, and nothing is lost without it.
 */

#include "output/page.h"
#include "audit/page-charts.h"
#include "audit/page-parts.h"
#include "audit/sheet.h"
#include "audit/summary-output.h"
#include "output/sentence.h"

#include <glib/gi18n.h>
#include <string.h>

/* Rows of one table: what a browser still sorts in an instant. */
#define ROWS_MAX 10000

/* A table of more rows is laid out only where it is looked at. */
#define LONG 500

/* Advice that is unfolded from the start. */
#define OPEN_ADVICE 3

static gboolean
is_number (const SvSheetColumn *column)
{
  return column->kind == SV_CELL_NUMBER || column->kind == SV_CELL_SHARE;
}

static gboolean
is_shown (const SvSheetColumn *column)
{
  return column->whom != SV_FOR_DATA;
}

/* ---- style of the tables ---- */

/* Tells columns apart by their place rather than by an attribute of every cell, which would double
 * the size of a long page.  Heads are the program's own words. */
static void
add_sheet_style (GString *style, const SvSheet *sheet)
{
  guint place = 0;
  for (guint i = 0; i < sheet->columns->len; i++)
    {
      const SvSheetColumn *column = sv_sheet_column (sheet, i);
      if (!is_shown (column))
        continue;
      place++;
      if (is_number (column))
        g_string_append_printf (style,
                                "@media(min-width:40.01rem){#%s td:nth-child(%u)"
                                "{text-align:right;font-variant-numeric:tabular-nums}}\n",
                                sheet->name, place);
      g_string_append_printf (style,
                              "@media(max-width:40rem){#%s td:nth-child(%u)::before"
                              "{content:\"",
                              sheet->name, place);
      for (const char *c = column->title; *c; c++)
        {
          if (strchr ("\"\\", *c))
            g_string_append_c (style, '\\');
          g_string_append_c (style, *c);
        }
      g_string_append (style, "\"}}\n");
    }
}

static char *
page_style (const GPtrArray *sheets)
{
  GString *style = g_string_new (sv_audit_page_style);
  for (guint i = 0; i < sheets->len; i++)
    {
      const SvSheet *sheet = sheets->pdata[i];
      if (!sheet->is_list && sheet->whom != SV_FOR_DATA)
        add_sheet_style (style, sheet);
    }
  return g_string_free (style, FALSE);
}

/* ---- tables ---- */

static void
put_heads (FILE *stream, const SvSheet *sheet)
{
  fputs ("<thead><tr>", stream);
  for (guint i = 0; i < sheet->columns->len; i++)
    {
      const SvSheetColumn *column = sv_sheet_column (sheet, i);
      if (!is_shown (column))
        continue;
      fprintf (stream, "<th scope=\"col\"%s>", is_number (column) ? " class=\"n\"" : "");
      sv_page_put (stream, column->title);
      fputs ("</th>", stream);
    }
  fputs ("</tr></thead>\n<tbody>\n", stream);
}

/* End tags of cells and rows may be left out (HTML, 13.1.2.4): they are a third of a long table. */
static void
put_row (FILE *stream, const SvSheet *sheet, guint row)
{
  fputs ("<tr>", stream);
  for (guint i = 0; i < sheet->columns->len; i++)
    {
      const SvSheetColumn *column = sv_sheet_column (sheet, i);
      if (!is_shown (column))
        continue;
      g_autofree char *text = sv_sheet_text (sheet, row, i);
      const char *class = column->kind == SV_CELL_WORD ? sv_page_result_class (text) : "plain";
      gboolean classed = strcmp (class, "plain") != 0;
      fprintf (stream, classed ? "<td class=\"%s\">" : "<td>", class);
      if (text)
        sv_page_put (stream, text);
    }
  fputc ('\n', stream);
}

static void
put_table (FILE *stream, const SvSheet *sheet)
{
  fputs ("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"", stream);
  sv_page_put (stream, sheet->title);
  fputs ("\"><table class=\"big\">\n", stream);
  put_heads (stream, sheet);
  for (guint row = 0; row < sheet->rows; row++)
    put_row (stream, sheet, row);
  fputs ("</tbody>\n</table></div>\n", stream);
}

/* ---- advice ---- */

static char *
cell_text (const SvSheet *sheet, guint row, const char *column)
{
  return sv_sheet_text (sheet, row, (guint)sv_sheet_find (sheet, column));
}

static const char *
severity_class (const char *severity)
{
  return severity ? severity : "info";
}

static void
put_advice (FILE *stream, const SvSheet *sheet, guint row)
{
  g_autofree char *severity = cell_text (sheet, row, "severity");
  g_autofree char *title = cell_text (sheet, row, "title");
  g_autofree char *messages = cell_text (sheet, row, "messages");
  g_autofree char *remedy = cell_text (sheet, row, "remedy");
  g_autofree char *finding = cell_text (sheet, row, "finding");
  g_autofree char *place = cell_text (sheet, row, "first");
  fprintf (stream, "<details%s><summary>", row < OPEN_ADVICE ? " open" : "");
  g_autofree char *class = g_strconcat ("tag ", severity_class (severity), NULL);
  sv_page_element (stream, "span", class, severity);
  sv_page_element (stream, "span", NULL, title);
  sv_page_element (stream, "span", "count", messages);
  fputs ("</summary><div>\n", stream);
  sv_page_text (stream, NULL, remedy);
  g_autofree char *example = sv_fill (_ ("for example {place}"), "place", place, NULL);
  fputs ("<p class=\"dim\">", stream);
  sv_page_put (stream, finding);
  fputs (" · ", stream);
  sv_page_put (stream, example);
  fputs ("</p></div></details>\n", stream);
}

static void
put_list (FILE *stream, const SvSheet *sheet)
{
  fputs ("<div class=\"list\">\n", stream);
  for (guint row = 0; row < sheet->rows; row++)
    put_advice (stream, sheet, row);
  fputs ("</div>\n", stream);
}

/* ---- sections ---- */

/* Which sheet has a chart beside it. */
static const struct
{
  const char *sheet;
  void (*put) (FILE *stream, const SvSummary *summary);
} charts[] = {
  { "matrix", sv_chart_verdicts },
  { "months", sv_chart_months },
  { "addresses", sv_chart_addresses },
  { "causes", sv_chart_causes },
};

static gboolean
put_chart (FILE *stream, const SvSheet *sheet, const SvSummary *summary)
{
  for (gsize i = 0; i < G_N_ELEMENTS (charts); i++)
    if (strcmp (charts[i].sheet, sheet->name) == 0)
      {
        fputs ("<div class=\"pair\">\n<div>", stream);
        charts[i].put (stream, summary);
        fputs ("</div>\n<div>\n", stream);
        return TRUE;
      }
  return FALSE;
}

static void
put_section (FILE *stream, const SvSheet *sheet, const SvSummary *summary)
{
  fprintf (stream, "<section id=\"%s\"%s>\n", sheet->name,
           sheet->rows > LONG ? " class=\"long\"" : "");
  sv_page_element (stream, "h2", NULL, sheet->title);
  gboolean chart = put_chart (stream, sheet, summary);
  if (sheet->is_list)
    put_list (stream, sheet);
  else
    put_table (stream, sheet);
  if (sheet->more > 0)
    {
      g_autofree char *n = g_strdup_printf ("%" G_GUINT64_FORMAT, sheet->more);
      g_autofree char *more = sv_fill (
          ngettext ("{n} more is not on this page.", "{n} more are not on this page.", sheet->more),
          "n", n, NULL);
      sv_page_element (stream, "p", "dim", more);
    }
  if (sheet->note)
    sv_page_element (stream, "p", "dim", sheet->note);
  fputs (chart ? "</div></div>\n</section>\n" : "</section>\n", stream);
}

static void
put_tile (FILE *stream, const char *class, guint64 number, const char *label)
{
  if (number == 0)
    return;
  fprintf (stream, "<li class=\"%s\"><strong>%" G_GUINT64_FORMAT "</strong> ", class, number);
  sv_page_put (stream, label);
  fputs ("</li>\n", stream);
}

static void
put_tiles (FILE *stream, const SvSummary *summary)
{
  fputs ("<ul class=\"tiles\">\n", stream);
  put_tile (stream, "plain", summary->messages, _ ("messages"));
  for (guint i = 0; i < SV_TOTALS_N; i++)
    {
      guint64 number;
      const char *text = sv_sheets_total (summary, i, &number);
      put_tile (stream, sv_sheets_total_class (i), number, text);
    }
  fputs ("</ul>\n", stream);
}

static void
put_contents (FILE *stream, const GPtrArray *sheets)
{
  fputs ("<nav aria-label=\"", stream);
  sv_page_put (stream, _ ("Contents"));
  fputs ("\"><ul>\n", stream);
  for (guint i = 0; i < sheets->len; i++)
    {
      const SvSheet *sheet = sheets->pdata[i];
      fprintf (stream, "<li><a href=\"#%s\">", sheet->name);
      sv_page_put (stream, sheet->title);
      fputs ("</a></li>\n", stream);
    }
  fputs ("</ul></nav>\n", stream);
}

/* The script's words are attributes, so that the script is the same in all languages. */
static void
put_words (FILE *stream)
{
  fputs ("<p id=\"words\" data-filter=\"", stream);
  sv_page_put (stream, _ ("Filter"));
  fputs ("\" data-more=\"", stream);
  sv_page_put (stream, _ ("Show more"));
  fputs ("\" data-count=\"", stream);
  /* Translators: keep the words in braces. */
  sv_page_put (stream, _ ("{shown} of {all}"));
  fputs ("\" class=\"dim\">", stream);
  sv_page_put (stream, _ ("A message is opened with: spfview FILE --index=N"));
  fputs ("</p>\n", stream);
}

void
sv_summary_html (FILE *stream, const SvSummary *summary, const SvOutputOptions *options)
{
  (void)options;
  g_autoptr (GPtrArray) sheets = sv_sheets_new (summary, ROWS_MAX);
  g_autofree char *headline = sv_sheets_headline (summary);
  g_autofree char *policy = sv_sheets_policy (summary);
  g_autofree char *style = page_style (sheets);
  sv_page_begin_scripted (stream, _ ("Mail audit"), style, sv_audit_page_script);
  sv_page_element (stream, "h1", NULL, _ ("Mail audit"));
  sv_page_element (stream, "p", NULL, headline);
  put_tiles (stream, summary);
  if (policy)
    sv_page_element (stream, "p", NULL, policy);
  put_contents (stream, sheets);
  for (guint i = 0; i < sheets->len; i++)
    put_section (stream, sheets->pdata[i], summary);
  put_words (stream);
  fprintf (stream, "<script>%s</script>\n", sv_audit_page_script);
  sv_page_end (stream);
}
