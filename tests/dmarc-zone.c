/* SPDX-License-Identifier: GPL-3.0-or-later
 * Drives a DMARC evaluation over the text of a DNS file; see dmarc-zone.h. */

#include "dmarc-zone.h"

#include "dns/zone.h"

#include <string.h>

/* The walks, and one question about the author domain itself. */
#define ROUNDS_MAX 3

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
      g_assert_cmpint (question->type, ==, SV_DNS_TXT);
      SvDnsAnswer *answer = sv_zone_lookup (zones, question->name, question->type);
      if (!answer)
        answer = sv_dns_answer_new (question->name, question->type, SV_DNS_UNRECORDED);
      sv_answers_put (answers, answer);
      gboolean below = g_str_has_prefix (question->name, "_dmarc.");
      g_ptr_array_add (
          texts,
          g_strconcat (below ? "" : "=", question->name + (below ? strlen ("_dmarc.") : 0), NULL));
    }
  g_ptr_array_sort (texts, compare_strings);
  g_ptr_array_add (texts, NULL);
  return g_strjoinv (" ", (char **)texts->pdata);
}

static SvDmarcIdentifier
identifier (const char *text)
{
  SvDmarcIdentifier is = { 0 };
  if (!text || !*text)
    return is;
  is.domain = text + 1;
  is.pass = *text == '+';
  is.temperror = *text == '!';
  is.unknown = *text == '?';
  return is;
}

SvDmarcEvaluation *
dmarc_zone_evaluate (DmarcEvaluate evaluate, const char *zone_text, const char *author,
                     const char *spf, const char *dkim, GPtrArray *rounds)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SvZone) zone = sv_zone_parse ("test", zone_text, strlen (zone_text), &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) zones = g_ptr_array_new ();
  g_ptr_array_add (zones, zone);
  g_auto (GStrv) words = g_strsplit (dkim ? dkim : "", " ", -1);
  g_autoptr (GArray) signatures = g_array_new (FALSE, FALSE, sizeof (SvDmarcIdentifier));
  for (guint i = 0; words[i]; i++)
    {
      SvDmarcIdentifier one = identifier (words[i]);
      g_array_append_val (signatures, one);
    }
  const SvDmarcInput input = { .author_domain = author,
                               .spf = identifier (spf),
                               .dkim = (const SvDmarcIdentifier *)signatures->data,
                               .n_dkim = signatures->len };
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  g_autoptr (SvLookups) lookups = sv_lookups_new (answers);
  for (guint round = 0; round <= ROUNDS_MAX; round++)
    {
      g_autoptr (SvDmarcEvaluation) evaluation = evaluate (&input, lookups);
      if (evaluation->state != SV_DMARC_STATE_WAITING)
        return g_steal_pointer (&evaluation);
      char *asked = answer_round (lookups, answers, zones);
      g_assert_cmpstr (asked, !=, "");
      if (rounds)
        g_ptr_array_add (rounds, asked);
      else
        g_free (asked);
    }
  g_assert_not_reached ();
}

static const char *
or_dash (const char *text)
{
  return text ? text : "-";
}

char *
dmarc_zone_text (const SvDmarcEvaluation *e)
{
  return g_strdup_printf (
      "%s %s=%s>%s at %s org %s spf %s%s dkim %s%s",
      e->state == SV_DMARC_STATE_UNRECORDED ? "unrecorded" : sv_dmarc_result_name (e->result),
      or_dash (e->policy_tag), or_dash (sv_dmarc_policy_name (e->policy)),
      or_dash (sv_dmarc_policy_name (e->effective_policy)), or_dash (e->policy_domain),
      or_dash (e->organizational_domain), or_dash (sv_aligned_name (e->spf_aligned)),
      e->passes_by_spf ? "*" : "", or_dash (sv_aligned_name (e->dkim_aligned)),
      e->passes_by_dkim >= 0 ? "*" : "");
}

char *
dmarc_zone_problems (const GArray *problems)
{
  static const char *const names[] = {
    [SV_DMARC_PROBLEM_SYNTAX] = "syntax",       [SV_DMARC_PROBLEM_DUPLICATE] = "duplicate-tag",
    [SV_DMARC_PROBLEM_NO_POLICY] = "no-policy", [SV_DMARC_PROBLEM_SEVERAL] = "multiple-records",
    [SV_DMARC_PROBLEM_VERSION] = "version",     [SV_DMARC_PROBLEM_MISPLACED] = "misplaced",
  };
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < problems->len; i++)
    {
      const SvDmarcProblem *problem = &g_array_index (problems, SvDmarcProblem, i);
      g_string_append_printf (text, "%s%s", i ? " " : "", names[problem->kind]);
      if (problem->tag)
        g_string_append_printf (text, ":%s", problem->tag);
      if (problem->domain)
        g_string_append_printf (text, "@%s", problem->domain);
    }
  return g_string_free (text, FALSE);
}
