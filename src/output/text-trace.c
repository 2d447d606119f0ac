/* SPDX-License-Identifier: GPL-3.0-or-later
 * The SPF evaluation for people: record, deciding term, every step; and the text of `check`. */

#include "output/formats.h"
#include "output/report-words.h"
#include "output/rfc3339.h"
#include "output/sentence.h"
#include "output/table.h"
#include "output/text-parts.h"
#include <glib/gi18n.h>
#include <string.h>

/* Includes inside each other are bounded by the 10 lookups of RFC 7208 4.6.4. */
#define DEPTH_SHOWN_MAX 12

/* In front of the tables. */
#define TABLE_INDENT 2

static void
print_counts (SvScreen *screen, const SvSpfEvaluation *spf)
{
  g_autofree char *line = sv_words_counts (spf);
  sv_screen_paragraph (screen, SV_STYLE_DIM, 2, NULL, line);
}

static void
print_path (SvScreen *screen, const SvSpfEvaluation *spf)
{
  g_autofree char *line = sv_words_path (spf);
  if (line)
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
    sv_screen_marked (screen, 2, spf->record, sv_words_deciding_term (spf), style);
  if (decision)
    sv_screen_paragraph (screen, SV_STYLE_PLAIN, 2, NULL, decision);
  print_path (screen, spf);
  if (spf->record)
    print_counts (screen, spf);
  g_autofree char *witness = sv_witness_sentence (spf);
  if (witness)
    sv_screen_paragraph (screen, SV_STYLE_WARN, 2, NULL, witness);
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

/* Columns in front of what stands in a record. */
static int
indent_of (guint depth)
{
  return 2 * (int)MIN (depth, DEPTH_SHOWN_MAX);
}

/* The term, and what its macros became where the term itself does not show it.  A mark stands
 * before the one that decided. */
static char *
term_text (const SvSpfStep *step)
{
  const char *term = step->term ? step->term : "-";
  const char *mark = step->decides ? "> " : "  ";
  int indent = indent_of (step->depth);
  if (step->target && strchr (term, '%'))
    return g_strdup_printf ("%*s%s%s -> %s", indent, "", mark, term, step->target);
  return g_strdup_printf ("%*s%s%s", indent, "", mark, term);
}

/* A domain that is entered, and its whole record: the steps below it are in it. */
static void
domain_rows (SvTable *table, SvScreen *screen, guint depth, const char *domain, const char *record)
{
  int indent = indent_of (depth);
  g_autofree char *text = g_strdup_printf ("%*s%s", indent, "", domain);
  sv_table_cell (table, SV_STYLE_BOLD, text);
  for (int i = 0; i < 3; i++)
    sv_table_cell (table, SV_STYLE_PLAIN, "");
  if (!record)
    return;
  g_autoptr (GPtrArray) lines
      = sv_text_break (record, screen->width - TABLE_INDENT - indent - 2, SV_BREAK_FIT);
  for (guint i = 0; i < lines->len; i++)
    sv_table_note (table, SV_STYLE_DIM, indent + 2, g_ptr_array_index (lines, i));
}

static void
step_row (SvTable *table, const SvSpfStep *step)
{
  g_autofree char *term = term_text (step);
  g_autofree char *outcome = sv_words_outcome (step);
  g_autofree char *lookups = g_strdup_printf ("%u", step->lookups);
  g_autofree char *voids = g_strdup_printf ("%u", step->voids);
  SvStyle style = outcome_style (step->outcome);
  SvStyle term_style = style == SV_STYLE_DIM ? SV_STYLE_DIM : SV_STYLE_PLAIN;
  sv_table_cell (table, step->decides ? style : term_style, term);
  sv_table_cell (table, style, outcome);
  sv_table_cell (table, SV_STYLE_DIM, lookups);
  sv_table_cell (table, SV_STYLE_DIM, voids);
}

static void
print_tree (SvScreen *screen, const SvSpfEvaluation *spf)
{
  g_autoptr (SvTable) table = sv_table_new ("llrr");
  const char *const heads[] = { _ ("term"), _ ("outcome"), _ ("lookups"), _ ("void") };
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    sv_table_cell (table, SV_STYLE_DIM, heads[i]);
  domain_rows (table, screen, 0, spf->domain, spf->record);
  for (guint i = 0; i < spf->trace->len; i++)
    {
      const SvSpfStep *step = &g_array_index (spf->trace, SvSpfStep, i);
      step_row (table, step);
      if (step->record)
        domain_rows (table, screen, step->depth + 1, step->target, step->record);
    }
  sv_table_print (table, screen, TABLE_INDENT);
}

void
sv_text_trace (SvScreen *screen, const SvSpfEvaluation *spf)
{
  if (!spf || !spf->trace || !spf->domain || (spf->trace->len == 0 && !spf->record))
    return;
  sv_text_heading (screen, _ ("Evaluation"));
  print_tree (screen, spf);
}

/* What a table of answers shows beside the data. */
typedef struct
{
  SvTable *table;
  gboolean times; /* answers from a file have none */
} Answers;

/* Name, type, TTL and time of an answer: in its first row only. */
static void
answer_cells (const Answers *answers, const SvDnsAnswer *answer, gboolean first)
{
  g_autofree char *ttl = g_strdup_printf ("%u", answer->ttl);
  g_autofree char *time
      = answer->time > 0 ? sv_date_rfc3339 (answer->time / G_USEC_PER_SEC, 0) : NULL;
  gboolean has_ttl = first && answer->status == SV_DNS_NOERROR;
  sv_table_cell (answers->table, SV_STYLE_PLAIN, first ? answer->name : "");
  sv_table_cell (answers->table, SV_STYLE_PLAIN, first ? sv_dns_type_name (answer->type) : "");
  sv_table_cell (answers->table, SV_STYLE_DIM, has_ttl ? ttl : "");
  if (answers->times)
    sv_table_cell (answers->table, SV_STYLE_DIM, first && time ? time : "");
}

static void
answer_rows (const Answers *answers, const SvDnsAnswer *answer)
{
  guint n = answer->records ? answer->records->len : 0;
  for (guint i = 0; i < MAX (n, 1); i++)
    {
      g_autofree char *text = i < n ? sv_dns_record_text (
                                  &g_array_index (answer->records, SvDnsRecord, i), answer->type)
                                    : NULL;
      answer_cells (answers, answer, i == 0);
      sv_table_cell (answers->table, text ? SV_STYLE_PLAIN : SV_STYLE_DIM,
                     text ? text : sv_dns_status_name (answer->status));
    }
}

static void
answer_heads (const Answers *answers)
{
  const char *const heads[] = { _ ("name"), _ ("type"), _ ("TTL"), _ ("time"), _ ("answer") };
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    if (i != 3 || answers->times)
      sv_table_cell (answers->table, SV_STYLE_DIM, heads[i]);
}

void
sv_text_dns (SvScreen *screen, const SvLookups *lookups)
{
  const GPtrArray *used = lookups ? sv_lookups_used (lookups) : NULL;
  if (!used || used->len == 0)
    return;
  gboolean times = FALSE;
  for (guint i = 0; i < used->len; i++)
    times = times || ((const SvDnsAnswer *)used->pdata[i])->time > 0;
  g_autoptr (SvTable) table = sv_table_new (times ? "llrll" : "llrl");
  Answers answers = { .table = table, .times = times };
  answer_heads (&answers);
  for (guint i = 0; i < used->len; i++)
    answer_rows (&answers, used->pdata[i]);
  sv_text_heading (screen, _ ("DNS answers"));
  sv_table_print (table, screen, TABLE_INDENT);
}

void
sv_text_check (FILE *stream, const SvSpfEvaluation *spf, const SvLookups *lookups,
               const SvOutputOptions *options)
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
  sv_text_dns (&screen, lookups);
}
