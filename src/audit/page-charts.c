/* SPDX-License-Identifier: GPL-3.0-or-later
 * Bars in SVG; see page-charts.h.
 *
 * Colours are classes of the style sheet, so that they follow light and dark; sizes are in units of
 * the view box, which is as wide as a phone. */

#include "audit/page-charts.h"

#include "output/page.h"

#include <glib/gi18n.h>
#include <string.h>

#define WIDTH 400
#define LABEL 128 /* of a bar that lies */
#define NUMBER 56 /* behind it */
#define ROW 26
#define BAR 16
#define HEIGHT 160 /* of bars that stand */
#define AXIS 22    /* below them */

/* Lying bars of one chart; the table has the rest. */
#define BARS_MAX 12

/* Characters of a label: more do not fit into LABEL. */
#define LABEL_CHARACTERS 20

/* Standing bars; one each month is ten years. */
#define MONTHS_MAX 120

enum
{
  PASS,
  FAIL,
  OTHER,
  PARTS
};

static const char *const part_classes[PARTS] = { "c-pass", "c-fail", "c-other" };

static const char *
part_label (guint part)
{
  static const char *const labels[PARTS]
      = { N_ ("pass"), N_ ("fail or softfail"), N_ ("everything else") };
  return _ (labels[part]);
}

/* ---- the frame ---- */

static void
begin (FILE *stream, const char *caption, guint height)
{
  fputs ("<figure class=\"chart\">\n", stream);
  fprintf (stream, "<svg viewBox=\"0 0 %d %u\" role=\"img\" aria-label=\"", WIDTH, height);
  sv_page_put (stream, caption);
  fputs ("\">\n", stream);
}

static void
legend (FILE *stream, const SvChartPart *parts, guint n)
{
  fputs ("<ul class=\"legend\">", stream);
  for (guint i = 0; i < n; i++)
    {
      fprintf (stream, "<li><span class=\"key %s\"></span>", parts[i].class);
      sv_page_put (stream, parts[i].label);
      fputs ("</li>", stream);
    }
  fputs ("</ul>\n", stream);
}

static void
end (FILE *stream, const char *caption, const SvChartPart *parts, guint n)
{
  fputs ("</svg>\n<figcaption>", stream);
  sv_page_put (stream, caption);
  if (n > 0)
    legend (stream, parts, n);
  fputs ("</figcaption></figure>\n", stream);
}

static void
end_with_results (FILE *stream, const char *caption)
{
  SvChartPart parts[PARTS];
  for (guint i = 0; i < PARTS; i++)
    parts[i] = (SvChartPart){ part_classes[i], part_label (i) };
  end (stream, caption, parts, PARTS);
}

/* `length` units of `whole` for a share of `most`; at least one where there is anything. */
static guint
scaled (guint64 number, guint64 most, guint whole)
{
  if (number == 0 || most == 0)
    return 0;
  return MAX ((guint)((double)number / (double)most * whole + 0.5), 1);
}

static void
rect (FILE *stream, const char *class, guint x, guint y, guint width, guint height)
{
  if (width > 0 && height > 0)
    fprintf (stream, "<rect class=\"%s\" x=\"%u\" y=\"%u\" width=\"%u\" height=\"%u\"/>\n", class,
             x, y, width, height);
}

static void
text (FILE *stream, const char *anchor, guint x, guint y, const char *what)
{
  fprintf (stream, "<text x=\"%u\" y=\"%u\" text-anchor=\"%s\">", x, y, anchor);
  sv_page_put (stream, what);
  fputs ("</text>\n", stream);
}

/* The end of a name says more of a host, the beginning more of an address: the middle goes. */
static char *
short_label (const char *label)
{
  glong len = g_utf8_strlen (label, -1);
  if (len <= LABEL_CHARACTERS)
    return g_strdup (label);
  glong half = LABEL_CHARACTERS / 2 - 1;
  g_autofree char *front = g_utf8_substring (label, 0, half);
  return g_strconcat (front, "…", g_utf8_offset_to_pointer (label, len - half), NULL);
}

static void
label_row (FILE *stream, guint row, const char *label, guint64 number)
{
  g_autofree char *name = short_label (label);
  g_autofree char *count = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
  guint base = row * ROW + ROW / 2 + 4;
  text (stream, "end", LABEL - 8, base, name);
  text (stream, "end", WIDTH - 2, base, count);
}

/* ---- lying bars ---- */

static void
split (const SvTallyCell *cell, guint64 *parts)
{
  parts[PASS] = cell->counts[SV_COUNT_NOW_PASS];
  parts[FAIL] = cell->counts[SV_COUNT_NOW_FAIL];
  parts[OTHER] = cell->counts[SV_COUNT_MESSAGES] - parts[PASS] - parts[FAIL];
}

static void
bar (FILE *stream, guint row, const guint64 *parts, const char *const *classes, guint n,
     guint64 most)
{
  guint x = LABEL;
  for (guint i = 0; i < n; i++)
    {
      guint width = scaled (parts[i], most, WIDTH - LABEL - NUMBER);
      rect (stream, classes[i], x, row * ROW + (ROW - BAR) / 2, width, BAR);
      x += width;
    }
}

void
sv_chart_addresses (FILE *stream, const SvSummary *summary)
{
  g_autoptr (GPtrArray) cells = sv_tally_sorted (&summary->by[SV_BY_IP], FALSE);
  guint n = MIN (cells->len, BARS_MAX);
  if (n == 0)
    return;
  const char *caption = _ ("The addresses that send most, by the verdicts of today");
  guint64 most = ((const SvTallyCell *)cells->pdata[0])->counts[SV_COUNT_MESSAGES];
  begin (stream, caption, n * ROW);
  for (guint i = 0; i < n; i++)
    {
      const SvTallyCell *cell = cells->pdata[i];
      guint64 parts[PARTS];
      split (cell, parts);
      label_row (stream, i, cell->key, cell->counts[SV_COUNT_MESSAGES]);
      bar (stream, i, parts, part_classes, PARTS, most);
    }
  end_with_results (stream, caption);
}

void
sv_chart_causes (FILE *stream, const SvSummary *summary)
{
  g_autoptr (GPtrArray) cells = sv_tally_sorted (&summary->by[SV_BY_CAUSE], FALSE);
  guint n = MIN (cells->len, BARS_MAX);
  if (n == 0)
    return;
  const char *caption = _ ("Changed verdicts by cause");
  guint64 most = ((const SvTallyCell *)cells->pdata[0])->counts[SV_COUNT_MESSAGES];
  begin (stream, caption, n * ROW);
  for (guint i = 0; i < n; i++)
    {
      const SvTallyCell *cell = cells->pdata[i];
      static const char *const class[] = { "c-drift" };
      label_row (stream, i, cell->key, cell->counts[SV_COUNT_MESSAGES]);
      bar (stream, i, &cell->counts[SV_COUNT_MESSAGES], class, 1, most);
    }
  end (stream, caption, NULL, 0);
}

/* Cells of one stored verdict, added up; in the order of their number. */
static GPtrArray *
stored_rows (const SvSummary *summary, SvTally *rows)
{
  GHashTableIter iter;
  gpointer data;
  g_hash_table_iter_init (&iter, summary->by[SV_BY_VERDICTS].cells);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      const SvTallyCell *cell = data;
      g_autofree char *stored = sv_summary_key_part (cell->key, 0);
      SvTallyCell *row = sv_tally_cell (rows, stored);
      for (guint i = 0; i < SV_COUNT_N; i++)
        row->counts[i] += cell->counts[i];
    }
  return sv_tally_sorted (rows, FALSE);
}

void
sv_chart_verdicts (FILE *stream, const SvSummary *summary)
{
  SvTally rows;
  sv_tally_init (&rows, SV_TALLY_MAX);
  g_autoptr (GPtrArray) cells = stored_rows (summary, &rows);
  guint n = MIN (cells->len, BARS_MAX);
  const char *caption = _ ("Stored verdict, and what the same messages get now");
  if (n > 0)
    begin (stream, caption, n * ROW);
  for (guint i = 0; i < n; i++)
    {
      const SvTallyCell *cell = cells->pdata[i];
      guint64 parts[PARTS];
      guint64 most = ((const SvTallyCell *)cells->pdata[0])->counts[SV_COUNT_MESSAGES];
      split (cell, parts);
      label_row (stream, i, *cell->key ? cell->key : _ ("nothing stored"),
                 cell->counts[SV_COUNT_MESSAGES]);
      bar (stream, i, parts, part_classes, PARTS, most);
    }
  if (n > 0)
    end_with_results (stream, caption);
  sv_tally_clear (&rows);
}

/* ---- standing bars ---- */

static void
month_bar (FILE *stream, const SvTallyCell *cell, guint x, guint width, guint64 most)
{
  guint64 parts[PARTS];
  split (cell, parts);
  guint y = HEIGHT;
  for (guint i = 0; i < PARTS; i++)
    {
      guint height = scaled (parts[i], most, HEIGHT - 20);
      height = MIN (height, y);
      y -= height;
      rect (stream, part_classes[i], x, y, width, height);
    }
}

void
sv_chart_months (FILE *stream, const SvSummary *summary)
{
  g_autoptr (GPtrArray) cells = sv_tally_sorted (&summary->by[SV_BY_MONTH], TRUE);
  if (cells->len < 2)
    return;
  guint first = cells->len > MONTHS_MAX ? cells->len - MONTHS_MAX : 0;
  guint n = cells->len - first;
  guint64 most = 0;
  for (guint i = first; i < cells->len; i++)
    most = MAX (most, ((const SvTallyCell *)cells->pdata[i])->counts[SV_COUNT_MESSAGES]);
  const char *caption = _ ("Messages by month, by the verdicts of today");
  begin (stream, caption, HEIGHT + AXIS);
  guint step = MAX (MIN (WIDTH / n, 48), 1);
  for (guint i = 0; i < n; i++)
    month_bar (stream, cells->pdata[first + i], i * step, MAX (step - 1 - step / 8, 1), most);
  g_autofree char *top = g_strdup_printf ("%" G_GUINT64_FORMAT, most);
  fprintf (stream, "<line class=\"axis\" x1=\"0\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n", HEIGHT, WIDTH,
           HEIGHT);
  text (stream, "end", WIDTH - 2, 12, top);
  text (stream, "start", 0, HEIGHT + 16, ((const SvTallyCell *)cells->pdata[first])->key);
  guint right = MIN (MAX (n * step, 150), WIDTH);
  text (stream, "end", right, HEIGHT + 16,
        ((const SvTallyCell *)cells->pdata[cells->len - 1])->key);
  end_with_results (stream, caption);
}
