/* SPDX-License-Identifier: GPL-3.0-or-later
 * Counts by key in bounded memory; see tally.h. */

#include "audit/tally.h"

#include <string.h>

static void
free_cell (gpointer data)
{
  SvTallyCell *cell = data;
  g_free (cell->key);
  g_strfreev (cell->values);
  if (cell->first.file)
    g_ref_string_release ((char *)cell->first.file);
  if (cell->first.part)
    g_ref_string_release ((char *)cell->first.part);
  g_free (cell);
}

void
sv_tally_init (SvTally *tally, guint max)
{
  *tally = (SvTally){ .max = max };
  tally->cells = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_cell);
}

void
sv_tally_clear (SvTally *tally)
{
  g_clear_pointer (&tally->cells, g_hash_table_unref);
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const SvTallyCell *const *left = a, *const *right = b;
  return strcmp ((*left)->key, (*right)->key);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const SvTallyCell *left = *(const SvTallyCell *const *)a;
  const SvTallyCell *right = *(const SvTallyCell *const *)b;
  guint64 m = left->counts[SV_COUNT_MESSAGES], n = right->counts[SV_COUNT_MESSAGES];
  if (left->rank != right->rank)
    return left->rank > right->rank ? -1 : 1;
  if (m != n)
    return m > n ? -1 : 1;
  return strcmp (left->key, right->key);
}

GPtrArray *
sv_tally_sorted (const SvTally *tally, gboolean by_key)
{
  GPtrArray *cells = g_ptr_array_sized_new (g_hash_table_size (tally->cells));
  GHashTableIter iter;
  gpointer cell;
  g_hash_table_iter_init (&iter, tally->cells);
  while (g_hash_table_iter_next (&iter, NULL, &cell))
    g_ptr_array_add (cells, cell);
  g_ptr_array_sort (cells, by_key ? compare_keys : compare);
  return cells;
}

/* Drops the half with the smallest counts.  A key can come back and be dropped again: what it can
 * have lost is the sum of the largest counts that were dropped each time. */
static void
prune (SvTally *tally)
{
  g_autoptr (GPtrArray) cells = sv_tally_sorted (tally, FALSE);
  guint64 largest = 0;
  for (guint i = tally->max / 2; i < cells->len; i++)
    {
      const SvTallyCell *cell = cells->pdata[i];
      largest = MAX (largest, cell->counts[SV_COUNT_MESSAGES]);
      for (guint j = 0; j < SV_COUNT_N; j++)
        tally->others[j] += cell->counts[j];
      g_hash_table_remove (tally->cells, cell->key);
    }
  tally->lost += largest;
}

SvTallyCell *
sv_tally_cell (SvTally *tally, const char *key)
{
  SvTallyCell *cell = g_hash_table_lookup (tally->cells, key);
  if (cell)
    return cell;
  if (g_hash_table_size (tally->cells) >= tally->max)
    prune (tally);
  cell = g_new0 (SvTallyCell, 1);
  cell->key = g_strdup (key);
  cell->lookups = cell->void_lookups = -1;
  g_hash_table_insert (tally->cells, cell->key, cell);
  return cell;
}
