/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tables on a terminal; see table.h. */

#include "output/table.h"

#include <string.h>

#define GAP 2

/* A column is not made narrower than this: addresses could not be read any more. */
#define COLUMN_MIN 6

/* Lines of one cell; a stranger's 4 MB name does not fill the screen. */
#define CELL_LINES_MAX 6

/* More than any screen has: what is longer is wrapped, or cut, in any case. */
#define COLUMN_MAX 200

typedef struct
{
  char *text;
  SvStyle style;
  int columns; /* of the escaped text, COLUMN_MAX at most */
} Cell;

typedef struct
{
  guint row; /* below this row, 0 being the first */
  int indent;
  char *text;
  SvStyle style;
} Note;

struct SvTable
{
  char *align;
  guint n; /* columns */
  GArray *cells;
  GArray *notes;
};

static void
clear_cell (gpointer data)
{
  g_free (((Cell *)data)->text);
}

static void
clear_note (gpointer data)
{
  g_free (((Note *)data)->text);
}

SvTable *
sv_table_new (const char *align)
{
  SvTable *table = g_new0 (SvTable, 1);
  table->align = g_strdup (align);
  table->n = (guint)strlen (align);
  table->cells = g_array_new (FALSE, TRUE, sizeof (Cell));
  g_array_set_clear_func (table->cells, clear_cell);
  table->notes = g_array_new (FALSE, TRUE, sizeof (Note));
  g_array_set_clear_func (table->notes, clear_note);
  return table;
}

void
sv_table_free (SvTable *table)
{
  if (!table)
    return;
  g_array_unref (table->cells);
  g_array_unref (table->notes);
  g_free (table->align);
  g_free (table);
}

void
sv_table_cell (SvTable *table, SvStyle style, const char *text)
{
  g_autofree char *safe = sv_text_shorten (text ? text : "-", COLUMN_MAX * CELL_LINES_MAX);
  Cell cell = { .style = style, .columns = MIN (sv_text_columns (safe), COLUMN_MAX) };
  cell.text = g_steal_pointer (&safe);
  g_array_append_val (table->cells, cell);
}

void
sv_table_note (SvTable *table, SvStyle style, int indent, const char *text)
{
  g_assert (table->cells->len > 0 && table->cells->len % table->n == 0);
  Note note = { .row = table->cells->len / table->n - 1, .indent = indent, .style = style };
  note.text = g_strdup (text);
  g_array_append_val (table->notes, note);
}

static const Cell *
cell_at (const SvTable *table, guint row, guint column)
{
  return &g_array_index (table->cells, Cell, row * table->n + column);
}

/* Makes the widest column narrower until all fit, or none can be. */
static void
shrink (int *widths, guint n, int room)
{
  int sum = 0;
  for (guint i = 0; i < n; i++)
    sum += widths[i];
  for (; sum > room; sum--)
    {
      guint widest = 0;
      for (guint i = 1; i < n; i++)
        if (widths[i] > widths[widest])
          widest = i;
      if (widths[widest] <= COLUMN_MIN)
        return;
      widths[widest]--;
    }
}

static int *
fit (const SvTable *table, int room)
{
  int *widths = g_new0 (int, table->n);
  for (guint i = 0; i < table->cells->len; i++)
    {
      int columns = g_array_index (table->cells, Cell, i).columns;
      widths[i % table->n] = MAX (widths[i % table->n], columns);
    }
  shrink (widths, table->n, room - GAP * (int)(table->n - 1));
  return widths;
}

/* The lines of one cell; blanks in front stand before each of them. */
static GPtrArray *
cell_lines (const Cell *cell, int width)
{
  gsize blanks = MIN (strspn (cell->text, " "), (gsize)(width / 2));
  GPtrArray *lines
      = sv_text_break (cell->text + strspn (cell->text, " "), width - (int)blanks, SV_BREAK_FIT);
  if (lines->len > CELL_LINES_MAX)
    {
      g_ptr_array_set_size (lines, CELL_LINES_MAX);
      g_free (g_ptr_array_index (lines, CELL_LINES_MAX - 1));
      g_ptr_array_index (lines, CELL_LINES_MAX - 1) = g_strdup ("...");
    }
  for (guint i = 0; blanks && i < lines->len; i++)
    {
      g_autofree char *line = g_ptr_array_index (lines, i);
      g_ptr_array_index (lines, i) = g_strdup_printf ("%*s%s", (int)blanks, "", line);
    }
  return lines;
}

/* Writes line `at` of each cell of a row, without blanks at the end. */
static void
print_line (const SvTable *table, SvScreen *screen, guint row, GPtrArray *const *lines, guint at,
            const int *widths, int indent)
{
  int pending = indent;
  for (guint i = 0; i < table->n; i++)
    {
      const char *text = at < lines[i]->len ? g_ptr_array_index (lines[i], at) : "";
      int blank = MAX (widths[i] - sv_text_columns (text), 0);
      gboolean right = table->align[i] == 'r';
      if (*text)
        {
          sv_screen_indent (screen, pending + (right ? blank : 0));
          sv_screen_write (screen, cell_at (table, row, i)->style, text);
          pending = right ? 0 : blank;
        }
      else
        pending += widths[i];
      pending += GAP;
    }
  sv_screen_end_line (screen);
}

static void
print_row (const SvTable *table, SvScreen *screen, guint row, const int *widths, int indent)
{
  g_autofree GPtrArray **lines = g_new0 (GPtrArray *, table->n);
  guint height = 1;
  for (guint i = 0; i < table->n; i++)
    {
      lines[i] = cell_lines (cell_at (table, row, i), widths[i]);
      height = MAX (height, lines[i]->len);
    }
  for (guint at = 0; at < height; at++)
    print_line (table, screen, row, lines, at, widths, indent);
  for (guint i = 0; i < table->n; i++)
    g_ptr_array_unref (lines[i]);
}

void
sv_table_print (const SvTable *table, SvScreen *screen, int indent)
{
  g_autofree int *widths = fit (table, screen->width - indent);
  guint note = 0;
  for (guint row = 0; row < table->cells->len / table->n; row++)
    {
      print_row (table, screen, row, widths, indent);
      for (; note < table->notes->len && g_array_index (table->notes, Note, note).row == row;
           note++)
        {
          const Note *below = &g_array_index (table->notes, Note, note);
          g_autofree char *text
              = sv_text_shorten (below->text, screen->width - indent - below->indent);
          sv_screen_line (screen, below->style, indent + below->indent, text);
        }
    }
}
