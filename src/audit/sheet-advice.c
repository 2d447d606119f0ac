/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sheets of what is to be done: advice once a domain, records, findings, and what could not be
 * read; see sheet.h. */

#include "audit/sheet-parts.h"
#include "output/finding-text.h"

#include <glib/gi18n.h>
#include <string.h>

static void
add_remedy (SvSheet *sheet, const SvTallyCell *cell, const SvFinding *finding, char *remedy)
{
  sv_sheet_add_text (sheet, g_strdup (sv_severity_name (finding->severity)));
  sv_sheet_add_text (sheet, g_strdup (finding->text->id));
  sv_sheet_add_text (sheet, sv_summary_key_part (cell->key, 1));
  sv_sheet_add_number (sheet, (gint64)cell->counts[SV_COUNT_MESSAGES]);
  sv_sheet_add_text (sheet, sv_finding_safe_text (finding, sv_finding_title));
  sv_sheet_add_text (sheet, remedy);
  sv_sheet_add_place (sheet, &cell->first);
}

/* Only what somebody can do something about. */
static void
add_remedies (GPtrArray *sheets, const SvSummary *summary, guint limit)
{
  g_autoptr (GPtrArray) cells = sv_tally_sorted (&summary->by[SV_BY_REMEDY], FALSE);
  SvSheet *sheet = sv_sheet_new ("remedies", _ ("What to do"), SV_FOR_ALL);
  sheet->is_list = TRUE;
  sv_sheet_add_column (sheet, "severity", _ ("severity"), SV_CELL_WORD, SV_FOR_ALL);
  sv_sheet_add_column (sheet, "finding", _ ("finding"), SV_CELL_WORD, SV_FOR_ALL);
  sv_sheet_add_column (sheet, "domain", _ ("domain"), SV_CELL_TEXT, SV_FOR_ALL);
  sv_sheet_add_column (sheet, "messages", _ ("messages"), SV_CELL_NUMBER, SV_FOR_ALL);
  sv_sheet_add_column (sheet, "title", _ ("what was found"), SV_CELL_TEXT, SV_FOR_ALL);
  sv_sheet_add_column (sheet, "remedy", _ ("what to do"), SV_CELL_TEXT, SV_FOR_ALL);
  sv_sheet_place_column (sheet);
  guint rows = 0;
  for (guint i = 0; i < cells->len; i++)
    {
      SvFinding finding = { 0 };
      gboolean known = sv_summary_finding (cells->pdata[i], &finding);
      char *remedy = known ? sv_finding_safe_text (&finding, sv_finding_remedy) : NULL;
      if (remedy && *remedy && rows++ < limit)
        add_remedy (sheet, cells->pdata[i], &finding, g_steal_pointer (&remedy));
      g_free (remedy);
      g_clear_pointer (&finding.values, g_ptr_array_unref);
    }
  sheet->more = rows - MIN (rows, limit);
  sv_sheet_set_note (sheet, &summary->by[SV_BY_REMEDY]);
  sv_sheets_take (sheets, summary, sheet);
}

void
sv_sheets_add_findings (GPtrArray *sheets, const SvSummary *summary)
{
  g_autoptr (GPtrArray) cells = sv_tally_sorted (&summary->by[SV_BY_FINDING], FALSE);
  SvSheet *sheet = sv_sheet_new ("findings", _ ("What was found"), SV_FOR_ALL);
  sv_sheet_add_column (sheet, "severity", _ ("severity"), SV_CELL_WORD, SV_FOR_ALL);
  sv_sheet_add_column (sheet, "finding", _ ("finding"), SV_CELL_WORD, SV_FOR_ALL);
  sv_sheet_counted_columns (sheet);
  sv_sheet_place_column (sheet);
  for (guint i = 0; i < cells->len; i++)
    {
      const SvTallyCell *cell = cells->pdata[i];
      sv_sheet_add_text (sheet, g_strdup (sv_severity_name ((SvSeverity)cell->rank)));
      sv_sheet_add_text (sheet, g_strdup (cell->key));
      sv_sheet_add_counted (sheet, cell, summary);
      sv_sheet_add_place (sheet, &cell->first);
    }
  sv_sheets_take (sheets, summary, sheet);
}

static void
add_records (GPtrArray *sheets, const SvSummary *summary, guint limit)
{
  g_autoptr (GPtrArray) cells = sv_tally_sorted (&summary->by[SV_BY_RECORD], FALSE);
  SvSheet *sheet
      = sv_sheet_new ("records", _ ("Records that are broken or near a limit"), SV_FOR_ALL);
  sv_sheet_add_column (sheet, "domain", _ ("domain"), SV_CELL_TEXT, SV_FOR_ALL);
  sv_sheet_add_column (sheet, "problem", _ ("problem"), SV_CELL_WORD, SV_FOR_ALL);
  sv_sheet_add_column (sheet, "term", _ ("term"), SV_CELL_TEXT, SV_FOR_ALL);
  sv_sheet_add_column (sheet, "at", _ ("at"), SV_CELL_TEXT, SV_FOR_WIDE);
  sv_sheet_add_column (sheet, "lookups", _ ("lookups"), SV_CELL_NUMBER, SV_FOR_ALL);
  sv_sheet_add_column (sheet, "void_lookups", _ ("void"), SV_CELL_NUMBER, SV_FOR_WIDE);
  sv_sheet_add_column (sheet, "messages", _ ("messages"), SV_CELL_NUMBER, SV_FOR_ALL);
  sv_sheet_place_column (sheet);
  for (guint i = 0; i < MIN (cells->len, limit); i++)
    {
      const SvTallyCell *cell = cells->pdata[i];
      for (guint part = 0; part < 4; part++)
        sv_sheet_add_text (sheet, sv_summary_key_part (cell->key, part));
      sv_sheet_add_number (sheet, cell->lookups);
      sv_sheet_add_number (sheet, cell->void_lookups);
      sv_sheet_add_number (sheet, (gint64)cell->counts[SV_COUNT_MESSAGES]);
      sv_sheet_add_place (sheet, &cell->first);
    }
  sheet->more = cells->len - MIN (cells->len, limit);
  sv_sheet_set_note (sheet, &summary->by[SV_BY_RECORD]);
  sv_sheets_take (sheets, summary, sheet);
}

void
sv_sheets_add_advice (GPtrArray *sheets, const SvSummary *summary, guint limit)
{
  add_remedies (sheets, summary, limit);
  add_records (sheets, summary, limit);
}

/* ---- what could not be read ---- */

static int
compare_failures (gconstpointer a, gconstpointer b)
{
  const SvFailure *left = *(const SvFailure *const *)a, *right = *(const SvFailure *const *)b;
  int files = g_strcmp0 (left->file, right->file);
  if (files != 0)
    return files;
  if (left->index != right->index)
    return left->index < right->index ? -1 : 1;
  return strcmp (left->reason, right->reason);
}

void
sv_sheets_add_failures (GPtrArray *sheets, const SvSummary *summary, guint limit)
{
  g_autoptr (GPtrArray) failures = g_ptr_array_copy (summary->failures, NULL, NULL);
  g_ptr_array_sort (failures, compare_failures);
  SvSheet *sheet = sv_sheet_new ("unreadable", _ ("What could not be read"), SV_FOR_ALL);
  sv_sheet_add_column (sheet, "file", _ ("file"), SV_CELL_TEXT, SV_FOR_ALL);
  sv_sheet_add_column (sheet, "index", _ ("index"), SV_CELL_NUMBER, SV_FOR_ALL);
  sv_sheet_add_column (sheet, "offset", _ ("offset"), SV_CELL_NUMBER, SV_FOR_ALL);
  sv_sheet_add_column (sheet, "kind", _ ("kind"), SV_CELL_WORD, SV_FOR_WIDE);
  sv_sheet_add_column (sheet, "reason", _ ("reason"), SV_CELL_TEXT, SV_FOR_ALL);
  for (guint i = 0; i < MIN (failures->len, limit); i++)
    {
      const SvFailure *failure = failures->pdata[i];
      sv_sheet_add_text (sheet, g_strdup (failure->file));
      sv_sheet_add_number (sheet, failure->index);
      sv_sheet_add_number (sheet, failure->offset);
      sv_sheet_add_text (sheet, g_strdup (failure->kind));
      sv_sheet_add_text (sheet, g_strdup (failure->reason));
    }
  sheet->more = summary->unreadable - MIN (failures->len, limit);
  sv_sheets_take (sheets, summary, sheet);
}
