/* SPDX-License-Identifier: GPL-3.0-or-later
 * The SPF evaluation for people: record, deciding term, every step; and the text of `check`. */

#include "output/formats.h"
#include "output/sentence.h"
#include "output/table.h"
#include "output/text-parts.h"
#include <glib/gi18n.h>
#include <string.h>

/* Includes inside each other are bounded by the 10 lookups of RFC 7208 4.6.4. */
#define DEPTH_SHOWN_MAX 12

/* The term of the record itself by which the evaluation came to its end: the deciding one, or the
 * include that leads to it. */
static const char *
deciding_term (const SvSpfEvaluation *spf)
{
  for (guint i = 0; spf->trace && i < spf->trace->len; i++)
    {
      const SvSpfStep *step = &g_array_index (spf->trace, SvSpfStep, i);
      if (step->depth == 0
          && (step->outcome == SV_SPF_OUTCOME_MATCH || step->outcome == SV_SPF_OUTCOME_ERROR))
        return step->term;
    }
  return spf->problem_term;
}

static void
print_counts (SvScreen *screen, const SvSpfEvaluation *spf)
{
  g_autofree char *lookups = g_strdup_printf ("%u", spf->lookups);
  g_autofree char *voids = g_strdup_printf ("%u", spf->voids);
  g_autofree char *line = sv_fill (_ ("{lookups} of 10 lookups, {voids} of 2 void lookups"),
                                   "lookups", lookups, "voids", voids, NULL);
  sv_screen_paragraph (screen, SV_STYLE_DIM, 2, NULL, line);
}

/* The way to the term that decided or broke it, where it is not in the record itself. */
static void
print_path (SvScreen *screen, const GPtrArray *path)
{
  if (!path || path->len < 2)
    return;
  GString *domains = g_string_new (NULL);
  for (guint i = 0; i < path->len; i++)
    g_string_append_printf (domains, "%s%s", i > 0 ? " > " : "",
                            (const char *)g_ptr_array_index (path, i));
  g_autofree char *line = sv_fill (_ ("path: {domains}"), "domains", domains->str, NULL);
  g_string_free (domains, TRUE);
  sv_screen_paragraph (screen, SV_STYLE_PLAIN, 2, NULL, line);
}

void
sv_text_record (SvScreen *screen, const SvSpfEvaluation *spf)
{
  if (!spf || spf->state != SV_SPF_STATE_DONE || !spf->domain)
    return;
  SvStyle style = sv_style_of_result (sv_spf_result_name (spf->result));
  g_autofree char *title = sv_fill (_ ("SPF record of {domain}"), "domain", spf->domain, NULL);
  g_autofree char *decision = sv_decision_sentence (spf);
  sv_text_heading (screen, title);
  if (spf->record)
    sv_screen_marked (screen, 2, spf->record, deciding_term (spf), style);
  if (decision)
    sv_screen_paragraph (screen, SV_STYLE_PLAIN, 2, NULL, decision);
  print_path (screen, spf->path);
  if (spf->record)
    print_counts (screen, spf);
}

static SvStyle
outcome_style (SvSpfOutcome outcome)
{
  static const SvStyle styles[] = {
    [SV_SPF_OUTCOME_MATCH] = SV_STYLE_BOLD,      [SV_SPF_OUTCOME_NO_MATCH] = SV_STYLE_PLAIN,
    [SV_SPF_OUTCOME_ERROR] = SV_STYLE_BAD,       [SV_SPF_OUTCOME_SKIPPED] = SV_STYLE_DIM,
    [SV_SPF_OUTCOME_NOT_REACHED] = SV_STYLE_DIM,
  };
  return styles[outcome];
}

/* The term, and what its macros became where the term itself does not show it. */
static char *
term_text (const SvSpfStep *step)
{
  int indent = 2 * (int)MIN (step->depth, DEPTH_SHOWN_MAX) + 2;
  const char *term = step->term ? step->term : "-";
  if (step->target && strchr (term, '%'))
    return g_strdup_printf ("%*s%s -> %s", indent, "", term, step->target);
  return g_strdup_printf ("%*s%s", indent, "", term);
}

/* A line for the record that the steps below it are in. */
static void
domain_row (SvTable *table, const SvSpfStep *step)
{
  g_autofree char *text
      = g_strdup_printf ("%*s%s", 2 * (int)MIN (step->depth, DEPTH_SHOWN_MAX), "", step->domain);
  sv_table_cell (table, SV_STYLE_BOLD, text);
  for (int i = 0; i < 3; i++)
    sv_table_cell (table, SV_STYLE_PLAIN, "");
}

static void
step_row (SvTable *table, const SvSpfStep *step)
{
  g_autofree char *term = term_text (step);
  g_autofree char *lookups = g_strdup_printf ("%u", step->lookups);
  g_autofree char *voids = g_strdup_printf ("%u", step->voids);
  SvStyle style = outcome_style (step->outcome);
  sv_table_cell (table, style == SV_STYLE_DIM ? SV_STYLE_DIM : SV_STYLE_PLAIN, term);
  sv_table_cell (table, style, sv_spf_outcome_name (step->outcome));
  sv_table_cell (table, SV_STYLE_DIM, lookups);
  sv_table_cell (table, SV_STYLE_DIM, voids);
}

static void
print_tree (SvScreen *screen, const GArray *trace)
{
  g_autoptr (SvTable) table = sv_table_new ("llrr");
  const char *const heads[] = { _ ("term"), _ ("outcome"), _ ("lookups"), _ ("void") };
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    sv_table_cell (table, SV_STYLE_DIM, heads[i]);
  const SvSpfStep *above = NULL;
  for (guint i = 0; i < trace->len; i++)
    {
      const SvSpfStep *step = &g_array_index (trace, SvSpfStep, i);
      if (!above || step->depth > above->depth
          || (step->depth == above->depth && strcmp (step->domain, above->domain) != 0))
        domain_row (table, step);
      step_row (table, step);
      above = step;
    }
  sv_table_print (table, screen, 2);
}

void
sv_text_trace (SvScreen *screen, const SvSpfEvaluation *spf)
{
  if (!spf || !spf->trace || spf->trace->len == 0)
    return;
  sv_text_heading (screen, _ ("Evaluation"));
  print_tree (screen, spf->trace);
}

static void
answer_rows (SvTable *table, const SvDnsAnswer *answer)
{
  guint n = answer->records ? answer->records->len : 0;
  for (guint i = 0; i < MAX (n, 1); i++)
    {
      g_autofree char *text = i < n ? sv_dns_record_text (
                                  &g_array_index (answer->records, SvDnsRecord, i), answer->type)
                                    : NULL;
      sv_table_cell (table, SV_STYLE_PLAIN, i == 0 ? answer->name : "");
      sv_table_cell (table, SV_STYLE_PLAIN, i == 0 ? sv_dns_type_name (answer->type) : "");
      sv_table_cell (table, text ? SV_STYLE_PLAIN : SV_STYLE_DIM,
                     text ? text : sv_dns_status_name (answer->status));
    }
}

void
sv_text_dns (SvScreen *screen, const SvLookups *lookups)
{
  const GPtrArray *used = lookups ? sv_lookups_used (lookups) : NULL;
  if (!used || used->len == 0)
    return;
  g_autoptr (SvTable) table = sv_table_new ("lll");
  for (guint i = 0; i < used->len; i++)
    answer_rows (table, g_ptr_array_index (used, i));
  sv_text_heading (screen, _ ("DNS answers"));
  sv_table_print (table, screen, 2);
}

void
sv_text_check (FILE *stream, const SvSpfEvaluation *spf, const SvOutputOptions *options)
{
  SvScreen screen;
  sv_screen_init (&screen, stream, options);
  if (spf->state == SV_SPF_STATE_DONE)
    {
      const char *word = sv_spf_result_name (spf->result);
      sv_screen_line (&screen, sv_style_of_result (word), 0, word);
    }
  else
    sv_screen_line (&screen, SV_STYLE_BOLD, 0,
                    _ ("no result: a DNS answer that it needs was not recorded"));
  if (spf->explanation)
    {
      /* The label is a data word: scripts look for it (INTERFACE, `check`). */
      g_autofree char *line = g_strdup_printf ("explanation: %s", spf->explanation);
      sv_screen_line (&screen, SV_STYLE_PLAIN, 0, line);
    }
  sv_text_record (&screen, spf);
  sv_text_trace (&screen, spf);
}
