/* SPDX-License-Identifier: GPL-3.0-or-later
 * Builds and lints the tree of a record over the text of a DNS file; see tree-zone.h. */

#include "tree-zone.h"

#include "dns/zone.h"

#include <string.h>

/* More rounds than the deepest tree can need: eleven records, MX, addresses. */
#define ROUNDS_MAX 20

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

/* Answers what is wanted; the questions as text. */
static char *
answer_round (SvLookups *lookups, SvAnswers *answers, const GPtrArray *zones)
{
  g_autoptr (GPtrArray) wanted = sv_lookups_take_wanted (lookups);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < wanted->len; i++)
    {
      const SvDnsQuestion *question = wanted->pdata[i];
      SvDnsAnswer *answer = sv_zone_lookup (zones, question->name, question->type);
      if (!answer)
        answer = sv_dns_answer_new (question->name, question->type, SV_DNS_UNRECORDED);
      sv_answers_put (answers, answer);
      g_ptr_array_add (
          texts, g_strdup_printf ("%s %s", question->name, sv_dns_type_name (question->type)));
    }
  g_ptr_array_sort (texts, compare_strings);
  g_ptr_array_add (texts, NULL);
  return g_strjoinv (", ", (char **)texts->pdata);
}

SvSpfTree *
tree_zone_build (const TreeZone *input, GArray **lints, GPtrArray *rounds)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SvZone) zone = sv_zone_parse ("test", input->zone, strlen (input->zone), &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) zones = g_ptr_array_new ();
  g_ptr_array_add (zones, zone);
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  g_autoptr (SvLookups) lookups = sv_lookups_new (answers);
  for (guint round = 0; round < ROUNDS_MAX; round++)
    {
      g_autoptr (SvSpfTree) tree
          = sv_spf_tree_build (input->domain, input->text, input->values, lookups);
      gboolean waiting = tree->waiting;
      g_autoptr (GArray) found = lints ? sv_spf_lint (tree, lookups, &waiting) : NULL;
      if (lints && !waiting)
        *lints = g_steal_pointer (&found);
      if (!waiting)
        return g_steal_pointer (&tree);
      char *asked = answer_round (lookups, answers, zones);
      g_assert_cmpstr (asked, !=, "");
      if (rounds)
        g_ptr_array_add (rounds, asked);
      else
        g_free (asked);
    }
  g_assert_not_reached ();
}
