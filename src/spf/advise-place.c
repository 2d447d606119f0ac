/* SPDX-License-Identifier: GPL-3.0-or-later
 * Places in a record; see advise-place.h. */

#include "spf/advise-place.h"

#include <string.h>

gboolean
sv_spf_may_refuse (const SvSpfTerm *term, const SvSpfWanted *wanted)
{
  if (!term->qualifier || term->qualifier == '+' || term->kind == SV_SPF_TERM_ALL)
    return FALSE;
  if (term->kind != SV_SPF_TERM_IP4 && term->kind != SV_SPF_TERM_IP6)
    return TRUE;
  guint bits = term->kind == SV_SPF_TERM_IP4 ? term->bits4 : term->bits6;
  return sv_ip_in_network (&term->network, &wanted->network, wanted->bits)
         || sv_ip_in_network (&wanted->network, &term->network, bits);
}

guint
sv_spf_closing_place (const SvSpfRecord *record)
{
  guint redirect = record->terms->len;
  for (guint i = 0; i < record->terms->len; i++)
    {
      const SvSpfTerm *term = &g_array_index (record->terms, SvSpfTerm, i);
      if (term->kind == SV_SPF_TERM_ALL)
        return i;
      if (term == record->redirect)
        redirect = i;
    }
  return redirect;
}

guint
sv_spf_deciding_place (const SvSpfRecord *record, const SvSpfEvaluation *spf)
{
  for (guint i = 0; i < spf->trace->len; i++)
    {
      const SvSpfStep *step = &g_array_index (spf->trace, SvSpfStep, i);
      gboolean ends = step->depth == 0 && step->outcome != SV_SPF_OUTCOME_NO_MATCH
                      && step->outcome != SV_SPF_OUTCOME_SKIPPED;
      for (guint k = 0; ends && k < record->terms->len; k++)
        if (strcmp (g_array_index (record->terms, SvSpfTerm, k).text, step->term) == 0)
          return k;
    }
  return record->terms->len;
}

gboolean
sv_spf_is_listed (const SvSpfRecord *record, const SvSpfWanted *wanted)
{
  const guint end = sv_spf_closing_place (record);
  for (guint i = 0; i < end; i++)
    {
      const SvSpfTerm *term = &g_array_index (record->terms, SvSpfTerm, i);
      if (sv_spf_may_refuse (term, wanted))
        return FALSE;
      guint bits = term->kind == SV_SPF_TERM_IP4 ? term->bits4 : term->bits6;
      if (term->kind == wanted->kind && term->qualifier == '+' && bits <= wanted->bits
          && sv_ip_in_network (&wanted->network, &term->network, bits))
        return TRUE;
    }
  return FALSE;
}

/* A stack in place of recursion: how deep records lead is not ours to say. */
gboolean
sv_spf_is_included (const SvSpfTree *tree, const char *target)
{
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
  g_ptr_array_add (nodes, tree->root);
  while (nodes->len > 0)
    {
      const SvSpfNode *node = g_ptr_array_steal_index (nodes, nodes->len - 1);
      for (guint i = 0; node->branches && i < node->branches->len; i++)
        {
          const SvSpfBranch *branch = &g_array_index (node->branches, SvSpfBranch, i);
          if (branch->term->qualifier && branch->term->qualifier != '+')
            break;
          if (!branch->child || branch->child->state != SV_SPF_NODE_RECORD)
            continue;
          if (g_ascii_strcasecmp (branch->child->domain, target) == 0)
            return TRUE;
          g_ptr_array_add (nodes, branch->child);
        }
    }
  return FALSE;
}

char *
sv_spf_text_with (const char *text, const SvSpfRecord *record, guint at, const char *term)
{
  GString *out = g_string_new_len (text, (gssize)strcspn (text, " "));
  for (guint i = 0; i <= record->terms->len; i++)
    {
      if (i == at)
        g_string_append_printf (out, " %s", term);
      if (i < record->terms->len)
        g_string_append_printf (out, " %s", g_array_index (record->terms, SvSpfTerm, i).text);
    }
  return g_string_free (out, FALSE);
}

char *
sv_spf_text_without (const char *text, const char *name)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  GString *out = g_string_new (words[0]);
  gboolean found = FALSE;
  for (char **word = words[0] ? words + 1 : words; *word; word++)
    {
      gboolean named = **word && sv_spf_term_is_named (*word, name);
      found = found || named;
      if (**word && !named)
        g_string_append_printf (out, " %s", *word);
    }
  char *rest = g_string_free (out, FALSE);
  if (!found)
    g_clear_pointer (&rest, g_free);
  return rest;
}
