/* SPDX-License-Identifier: GPL-3.0-or-later
 * The tables of a summary; see sheet.h. */

#include "audit/sheet.h"

#include "audit/sheet-parts.h"
#include "output/sentence.h"

#include <glib/gi18n.h>
#include <string.h>

static void
clear_cell (gpointer data)
{
  g_free (((SvSheetCell *)data)->text);
}

static void
free_sheet (gpointer data)
{
  SvSheet *sheet = data;
  g_array_unref (sheet->columns);
  g_array_unref (sheet->cells);
  g_free (sheet->note);
  g_free (sheet);
}

SvSheet *
sv_sheet_new (const char *name, const char *title, SvSheetFor whom)
{
  SvSheet *sheet = g_new0 (SvSheet, 1);
  *sheet = (SvSheet){ .name = name, .title = title, .whom = whom };
  sheet->columns = g_array_new (FALSE, FALSE, sizeof (SvSheetColumn));
  sheet->cells = g_array_new (FALSE, TRUE, sizeof (SvSheetCell));
  g_array_set_clear_func (sheet->cells, clear_cell);
  return sheet;
}

void
sv_sheet_add_column (SvSheet *sheet, const char *name, const char *title, SvCellKind kind,
                     SvSheetFor whom)
{
  SvSheetColumn column = { name, title, kind, whom };
  g_array_append_val (sheet->columns, column);
}

void
sv_sheet_add_text (SvSheet *sheet, char *text)
{
  SvSheetCell cell = { .text = text, .number = -1 };
  if (text && !*text)
    g_clear_pointer (&cell.text, g_free);
  g_array_append_val (sheet->cells, cell);
}

void
sv_sheet_add_number (SvSheet *sheet, gint64 number)
{
  SvSheetCell cell = { .number = number };
  g_array_append_val (sheet->cells, cell);
}

void
sv_sheet_add_place (SvSheet *sheet, const SvPlaceInFile *place)
{
  SvSheetCell cell = { .place = place, .number = -1 };
  g_array_append_val (sheet->cells, cell);
}

const SvSheetColumn *
sv_sheet_column (const SvSheet *sheet, guint column)
{
  return &g_array_index (sheet->columns, SvSheetColumn, column);
}

const SvSheetCell *
sv_sheet_cell (const SvSheet *sheet, guint row, guint column)
{
  return &g_array_index (sheet->cells, SvSheetCell, row * sheet->columns->len + column);
}

int
sv_sheet_find (const SvSheet *sheet, const char *name)
{
  for (guint i = 0; i < sheet->columns->len; i++)
    if (strcmp (sv_sheet_column (sheet, i)->name, name) == 0)
      return (int)i;
  return -1;
}

/* As spfview takes it; the file where there are several. */
static char *
place_text (const SvPlaceInFile *place, gboolean with_file)
{
  GString *text = g_string_new (NULL);
  if (with_file)
    g_string_append_printf (text, "%s ", place->file);
  g_string_append_printf (text, "--index=%" G_GINT64_FORMAT, place->index);
  if (place->part && *place->part)
    g_string_append_printf (text, " (%s)", place->part);
  return g_string_free (text, FALSE);
}

char *
sv_sheet_text (const SvSheet *sheet, guint row, guint column)
{
  const SvSheetCell *cell = sv_sheet_cell (sheet, row, column);
  switch (sv_sheet_column (sheet, column)->kind)
    {
    case SV_CELL_TEXT:
    case SV_CELL_WORD:
      return g_strdup (cell->text);
    case SV_CELL_NUMBER:
      return cell->number < 0 ? NULL : g_strdup_printf ("%" G_GINT64_FORMAT, cell->number);
    case SV_CELL_SHARE:
      return g_strdup_printf ("%d.%d %%", (int)(cell->number / 10), (int)(cell->number % 10));
    case SV_CELL_PLACE:
      return cell->place && cell->place->file ? place_text (cell->place, sheet->several_files)
                                              : NULL;
    }
  return NULL;
}

/* ---- what stands at the ends of most rows ---- */

static char *
digits (guint64 number)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, number);
}

/* Tenths of a per cent, rounded. */
static gint64
share (guint64 part, guint64 whole)
{
  return whole == 0 ? 0 : (gint64)((part * 1000 + whole / 2) / whole);
}

void
sv_sheet_add_counted (SvSheet *sheet, const SvTallyCell *cell, const SvSummary *summary)
{
  guint64 messages = cell->counts[SV_COUNT_MESSAGES];
  sv_sheet_add_number (sheet, (gint64)messages);
  sv_sheet_add_number (sheet, share (messages, summary->messages));
}

void
sv_sheet_counted_columns (SvSheet *sheet)
{
  sv_sheet_add_column (sheet, "messages", _ ("messages"), SV_CELL_NUMBER, SV_FOR_ALL);
  sv_sheet_add_column (sheet, "per_mille", _ ("share"), SV_CELL_SHARE, SV_FOR_ALL);
}

void
sv_sheet_place_column (SvSheet *sheet)
{
  sv_sheet_add_column (sheet, "first", _ ("for example"), SV_CELL_PLACE, SV_FOR_ALL);
}

void
sv_sheet_set_note (SvSheet *sheet, const SvTally *tally)
{
  if (tally->lost == 0)
    return;
  g_autofree char *max = digits (tally->max);
  g_autofree char *lost = digits (tally->lost);
  sheet->note
      = sv_fill (_ ("There are more than {max} different ones. Small ones are left out, and "
                    "each number can be too low by up to {lost}; a database (--db) gives "
                    "exact numbers."),
                 "max", max, "lost", lost, NULL);
}

/* ---- all of them ---- */

GPtrArray *
sv_sheets_new (const SvSummary *summary, guint limit)
{
  GPtrArray *sheets = g_ptr_array_new_with_free_func (free_sheet);
  sv_sheets_add_verdicts (sheets, summary, limit);
  sv_sheets_add_advice (sheets, summary, limit);
  sv_sheets_add_dmarc (sheets, summary, limit);
  sv_sheets_add_sources (sheets, summary, limit);
  sv_sheets_add_findings (sheets, summary);
  sv_sheets_add_failures (sheets, summary, limit);
  return sheets;
}

void
sv_sheets_take (GPtrArray *sheets, const SvSummary *summary, SvSheet *sheet)
{
  sheet->several_files = summary->files > 1;
  sheet->rows = sheet->columns->len > 0 ? sheet->cells->len / sheet->columns->len : 0;
  if (sheet->rows > 0)
    g_ptr_array_add (sheets, sheet);
  else
    free_sheet (sheet);
}

/* ---- sentences ---- */

/* clang-format off */
static const struct
{
  SvCompareStatus status;
  const char *class;
  const char *text; /* N_() */
} totals[] = {
  { SV_COMPARE_AGREE, "good", N_("stored and present verdict agree") },
  { SV_COMPARE_DRIFT, "warning", N_("the verdict has changed") },
  { SV_COMPARE_CONTRADICTION, "warning", N_("stored verdicts contradict each other") },
  { SV_COMPARE_NO_STORED, "plain", N_("no stored verdict to believe") },
  { SV_COMPARE_NOT_EVALUATED, "plain", N_("not evaluated now") },
};
/* clang-format on */
G_STATIC_ASSERT (G_N_ELEMENTS (totals) + 1 == SV_TOTALS_N);

const char *
sv_sheets_total (const SvSummary *summary, guint i, guint64 *number)
{
  if (i < G_N_ELEMENTS (totals))
    {
      *number = summary->by_status[totals[i].status];
      return _ (totals[i].text);
    }
  *number = summary->unreadable;
  return _ ("could not be read");
}

const char *
sv_sheets_total_class (guint i)
{
  return i < G_N_ELEMENTS (totals) ? totals[i].class : "bad";
}

char *
sv_sheet_more (const SvSheet *sheet)
{
  if (sheet->more == 0)
    return NULL;
  g_autofree char *n = digits (sheet->more);
  return sv_fill (
      ngettext ("{n} more; --verbose shows it", "{n} more; --verbose shows them", sheet->more), "n",
      n, NULL);
}

/* "12 messages in inbox.mbox", "1 message in 3 files". */
static char *
size_sentence (const SvSummary *summary)
{
  g_autofree char *n = digits (summary->messages);
  g_autofree char *messages
      = sv_fill (ngettext ("{n} message", "{n} messages", summary->messages), "n", n, NULL);
  g_autofree char *m = digits (summary->files);
  g_autofree char *files
      = summary->files == 1
            ? g_strdup (summary->last_file)
            : sv_fill (ngettext ("{n} file", "{n} files", summary->files), "n", m, NULL);
  /* Translators: "12 messages in 3 files", or "12 messages in inbox.mbox". */
  return sv_fill (_ ("{messages} in {files}"), "messages", messages, "files", files, NULL);
}

char *
sv_sheets_headline (const SvSummary *summary)
{
  g_autoptr (GPtrArray) months = sv_tally_sorted (&summary->by[SV_BY_MONTH], TRUE);
  g_autofree char *size = size_sentence (summary);
  if (months->len == 0)
    return g_steal_pointer (&size);
  const SvTallyCell *first = months->pdata[0], *last = months->pdata[months->len - 1];
  if (first == last)
    /* Translators: a month, "2026-11". */
    return sv_fill (_ ("{size}, received in {month}"), "size", size, "month", first->key, NULL);
  /* Translators: months, "2025-01 to 2026-11". */
  return sv_fill (_ ("{size}, received {first} to {last}"), "size", size, "first", first->key,
                  "last", last->key, NULL);
}

/* Messages that fail DMARC now, by what their policy asks for. */
static guint64
asked_for (const SvSummary *summary, const char *policy)
{
  guint64 messages = 0;
  g_autofree char *wanted = g_strconcat ("\t", policy, NULL);
  GHashTableIter iter;
  gpointer data;
  g_hash_table_iter_init (&iter, summary->by[SV_BY_DMARC].cells);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      const SvTallyCell *cell = data;
      if (g_str_has_prefix (cell->key, "fail\t") && g_str_has_suffix (cell->key, wanted))
        messages += cell->counts[SV_COUNT_MESSAGES];
    }
  return messages;
}

char *
sv_sheets_policy (const SvSummary *summary)
{
  guint64 pass = 0, fail = 0;
  GHashTableIter iter;
  gpointer data;
  g_hash_table_iter_init (&iter, summary->by[SV_BY_DMARC].cells);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      const SvTallyCell *cell = data;
      pass += cell->counts[SV_COUNT_DMARC_PASS];
      fail += cell->counts[SV_COUNT_DMARC_FAIL];
    }
  if (pass + fail == 0)
    return NULL;
  g_autofree char *passing = digits (pass);
  g_autofree char *failing = digits (fail);
  g_autofree char *reject = digits (asked_for (summary, "reject"));
  g_autofree char *quarantine = digits (asked_for (summary, "quarantine"));
  return sv_fill (
      _ ("By the DMARC policies of today {pass} pass and {fail} fail; of those, receivers "
         "are asked to reject {reject} and to quarantine {quarantine}."),
      "pass", passing, "fail", failing, "reject", reject, "quarantine", quarantine, NULL);
}
