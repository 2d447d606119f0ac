/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sheets of verdicts: stored against now, drift by cause, alignment, DMARC; see sheet.h. */

#include "audit/sheet-parts.h"

#include <glib/gi18n.h>
#include <string.h>

/* In the order in which people think of them; others follow by name. */
static const char *const results[]
    = { "pass", "fail", "softfail", "neutral", "none", "temperror", "permerror" };

static guint
result_rank (const char *word)
{
  guint i = 0;
  while (i < G_N_ELEMENTS (results) && strcmp (results[i], word) != 0)
    i++;
  return *word ? i : G_N_ELEMENTS (results) + 1;
}

static int
compare_results (gconstpointer a, gconstpointer b)
{
  const char *left = *(const char *const *)a, *right = *(const char *const *)b;
  guint m = result_rank (left), n = result_rank (right);
  return m != n ? (m < n ? -1 : 1) : strcmp (left, right);
}

/* The different words in one part of the keys, sorted. */
static GPtrArray *
words_of (GPtrArray *cells, guint part)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < cells->len; i++)
    {
      char *word = sv_summary_key_part (((const SvTallyCell *)cells->pdata[i])->key, part);
      if (g_hash_table_contains (seen, word))
        {
          g_free (word); /* adding it would put it in place of the one that is kept */
          continue;
        }
      g_hash_table_add (seen, word);
      g_ptr_array_add (words, word);
    }
  g_ptr_array_sort (words, compare_results);
  return words;
}

/* A matrix for people: a column for each verdict of now, which are few: RFC 7208 has seven. */
static void
add_matrix (GPtrArray *sheets, const SvSummary *summary, GPtrArray *cells, guint limit)
{
  g_autoptr (GPtrArray) stored = words_of (cells, 0);
  g_autoptr (GPtrArray) now = words_of (cells, 1);
  SvSheet *sheet = sv_sheet_new ("matrix", _ ("Stored against now"), SV_FOR_PEOPLE);
  sv_sheet_add_column (sheet, "stored", _ ("stored \\ now"), SV_CELL_WORD, SV_FOR_ALL);
  for (guint i = 0; i < now->len; i++)
    {
      const char *word = g_intern_string (now->pdata[i]);
      sv_sheet_add_column (sheet, word, *word ? word : _ ("not evaluated"), SV_CELL_NUMBER,
                           SV_FOR_ALL);
    }
  for (guint i = 0; i < MIN (stored->len, limit); i++)
    {
      const char *row = stored->pdata[i];
      sv_sheet_add_text (sheet, g_strdup (*row ? row : _ ("nothing stored")));
      for (guint j = 0; j < now->len; j++)
        {
          g_autofree char *key = g_strjoin ("\t", row, now->pdata[j], NULL);
          const SvTallyCell *cell = g_hash_table_lookup (summary->by[SV_BY_VERDICTS].cells, key);
          sv_sheet_add_number (sheet, cell ? (gint64)cell->counts[SV_COUNT_MESSAGES] : 0);
        }
    }
  sv_sheets_take (sheets, summary, sheet);
}

static void
add_pairs (GPtrArray *sheets, const SvSummary *summary, GPtrArray *cells, guint limit)
{
  SvSheet *sheet = sv_sheet_new ("verdicts", _ ("From which verdict to which"), SV_FOR_ALL);
  sv_sheet_add_column (sheet, "stored", _ ("stored"), SV_CELL_WORD, SV_FOR_ALL);
  sv_sheet_add_column (sheet, "now", _ ("now"), SV_CELL_WORD, SV_FOR_ALL);
  sv_sheet_counted_columns (sheet);
  sv_sheet_place_column (sheet);
  for (guint i = 0; i < MIN (cells->len, limit); i++)
    {
      const SvTallyCell *cell = cells->pdata[i];
      sv_sheet_add_text (sheet, sv_summary_key_part (cell->key, 0));
      sv_sheet_add_text (sheet, sv_summary_key_part (cell->key, 1));
      sv_sheet_add_counted (sheet, cell, summary);
      sv_sheet_add_place (sheet, &cell->first);
    }
  sheet->more = cells->len - MIN (cells->len, limit);
  sv_sheet_set_note (sheet, &summary->by[SV_BY_VERDICTS]);
  sv_sheets_take (sheets, summary, sheet);
}

static void
add_causes (GPtrArray *sheets, const SvSummary *summary)
{
  g_autoptr (GPtrArray) cells = sv_tally_sorted (&summary->by[SV_BY_CAUSE], FALSE);
  SvSheet *sheet = sv_sheet_new ("causes", _ ("Why verdicts changed"), SV_FOR_ALL);
  sv_sheet_add_column (sheet, "cause", _ ("cause"), SV_CELL_WORD, SV_FOR_ALL);
  sv_sheet_counted_columns (sheet);
  sv_sheet_add_column (sheet, "meaning", _ ("meaning"), SV_CELL_TEXT, SV_FOR_ALL);
  sv_sheet_place_column (sheet);
  for (guint i = 0; i < cells->len; i++)
    {
      const SvTallyCell *cell = cells->pdata[i];
      const char *meaning = sv_cause_text (cell->key);
      sv_sheet_add_text (sheet, g_strdup (cell->key));
      sv_sheet_add_counted (sheet, cell, summary);
      sv_sheet_add_text (sheet, g_strdup (meaning ? _ (meaning) : NULL));
      sv_sheet_add_place (sheet, &cell->first);
    }
  sv_sheets_take (sheets, summary, sheet);
}

static void
add_aligned (SvSheet *sheet, const SvSummary *summary, SvBy by, const char *method)
{
  static const char *const words[] = { "strict", "relaxed", "none", "" };
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const SvTallyCell *cell = g_hash_table_lookup (summary->by[by].cells, words[i]);
      if (!cell)
        continue;
      sv_sheet_add_text (sheet, g_strdup (method));
      sv_sheet_add_text (sheet, g_strdup (words[i]));
      sv_sheet_add_counted (sheet, cell, summary);
      sv_sheet_add_place (sheet, &cell->first);
    }
}

static void
add_alignment (GPtrArray *sheets, const SvSummary *summary)
{
  SvSheet *sheet = sv_sheet_new ("alignment", _ ("Alignment with the author's domain"), SV_FOR_ALL);
  sv_sheet_add_column (sheet, "method", _ ("method"), SV_CELL_WORD, SV_FOR_ALL);
  sv_sheet_add_column (sheet, "aligned", _ ("aligned"), SV_CELL_WORD, SV_FOR_ALL);
  sv_sheet_counted_columns (sheet);
  sv_sheet_place_column (sheet);
  add_aligned (sheet, summary, SV_BY_SPF_ALIGNED, "spf");
  add_aligned (sheet, summary, SV_BY_DKIM_ALIGNED, "dkim");
  sv_sheets_take (sheets, summary, sheet);
}

static void
add_dmarc (GPtrArray *sheets, const SvSummary *summary, guint limit)
{
  g_autoptr (GPtrArray) cells = sv_tally_sorted (&summary->by[SV_BY_DMARC], FALSE);
  SvSheet *sheet = sv_sheet_new ("dmarc", _ ("DMARC by the policy of today"), SV_FOR_ALL);
  sv_sheet_add_column (sheet, "result", _ ("result"), SV_CELL_WORD, SV_FOR_ALL);
  sv_sheet_add_column (sheet, "policy", _ ("policy"), SV_CELL_WORD, SV_FOR_ALL);
  sv_sheet_add_column (sheet, "effective_policy", _ ("asked for"), SV_CELL_WORD, SV_FOR_ALL);
  sv_sheet_counted_columns (sheet);
  sv_sheet_place_column (sheet);
  for (guint i = 0; i < MIN (cells->len, limit); i++)
    {
      const SvTallyCell *cell = cells->pdata[i];
      for (guint part = 0; part < 3; part++)
        sv_sheet_add_text (sheet, sv_summary_key_part (cell->key, part));
      sv_sheet_add_counted (sheet, cell, summary);
      sv_sheet_add_place (sheet, &cell->first);
    }
  sv_sheets_take (sheets, summary, sheet);
}

void
sv_sheets_add_verdicts (GPtrArray *sheets, const SvSummary *summary, guint limit)
{
  g_autoptr (GPtrArray) cells = sv_tally_sorted (&summary->by[SV_BY_VERDICTS], FALSE);
  add_matrix (sheets, summary, cells, limit);
  add_pairs (sheets, summary, cells, limit);
  add_causes (sheets, summary);
}

void
sv_sheets_add_dmarc (GPtrArray *sheets, const SvSummary *summary, guint limit)
{
  add_dmarc (sheets, summary, limit);
  add_alignment (sheets, summary);
}
