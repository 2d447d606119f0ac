/* SPDX-License-Identifier: GPL-3.0-or-later
 * Records in a message's page: SPF with its evaluation as a tree, DMARC, DNS; see html-parts.h. */

#include "output/html-parts.h"
#include "output/report-words.h"
#include "output/sentence.h"

#include <glib/gi18n.h>
#include <string.h>

/* ---- the evaluation ---- */

/* Terms that are left in this state are told in one colour. */
static const char *
outcome_class (const SvSpfStep *step)
{
  if (step->outcome == SV_SPF_OUTCOME_ERROR)
    return "bad";
  if (step->outcome == SV_SPF_OUTCOME_MATCH)
    return "notice";
  return "dim";
}

static void
put_step (FILE *stream, const SvSpfStep *step)
{
  g_autofree char *outcome = sv_words_outcome (step);
  g_autofree char *lookups = g_strdup_printf ("%u", step->lookups);
  g_autofree char *voids = g_strdup_printf ("%u", step->voids);
  g_autofree char *counts
      = sv_fill (_ ("lookups {lookups}, void {void}"), "lookups", lookups, "void", voids, NULL);
  fputs ("<code>", stream);
  sv_page_put (stream, step->term);
  if (step->target && step->term && strchr (step->term, '%'))
    {
      fputs (" \342\206\222 ", stream);
      sv_page_put (stream, step->target);
    }
  fprintf (stream, "</code> <span class=\"%s%s\">", step->decides ? "tag " : "",
           outcome_class (step));
  sv_page_put (stream, outcome);
  fputs ("</span> <span class=\"dim small\">", stream);
  sv_page_put (stream, counts);
  fputs ("</span>", stream);
}

/* A record that is entered; what follows is inside of it.  The way to the decision stands open. */
static void
enter (FILE *stream, const SvSpfStep *step)
{
  gboolean leads = step->outcome == SV_SPF_OUTCOME_MATCH || step->outcome == SV_SPF_OUTCOME_ERROR;
  fprintf (stream, "<li><details%s><summary>", leads ? " open" : "");
  put_step (stream, step);
  fputs ("</summary>\n<p class=\"dim\">", stream);
  sv_page_put (stream, step->target);
  fputs ("</p>\n", stream);
  sv_page_element (stream, "pre", NULL, step->record);
  fputs ("<ul>\n", stream);
}

static void
leave (FILE *stream)
{
  fputs ("</ul></details></li>\n", stream);
}

/* A walk with a counter, not a recursion: how deep it goes is a stranger's to choose. */
static void
put_tree (FILE *stream, const GArray *trace)
{
  guint depth = 0;
  fputs ("<ul class=\"tree\">\n", stream);
  for (guint i = 0; i < trace->len; i++)
    {
      const SvSpfStep *step = &g_array_index (trace, SvSpfStep, i);
      const SvSpfStep *next = i + 1 < trace->len ? step + 1 : NULL;
      for (; depth > step->depth; depth--)
        leave (stream);
      if (step->record && next && next->depth > step->depth)
        {
          enter (stream, step);
          depth++;
          continue;
        }
      fprintf (stream, "<li%s>", step->decides ? " class=\"here\"" : "");
      put_step (stream, step);
      fputs ("</li>\n", stream);
    }
  for (; depth > 0; depth--)
    leave (stream);
  fputs ("</ul>\n", stream);
}

/* The record, the term that led to the verdict marked in it where it stands between blanks. */
static void
put_record (FILE *stream, const SvSpfEvaluation *spf)
{
  const char *term = sv_words_deciding_term (spf);
  g_auto (GStrv) words = g_strsplit (spf->record, " ", -1);
  gboolean marked = FALSE;
  fputs ("<pre>", stream);
  for (guint i = 0; words[i]; i++)
    {
      gboolean mark = !marked && term && strcmp (words[i], term) == 0;
      marked = marked || mark;
      fputs (i > 0 ? " " : "", stream);
      fputs (mark ? "<mark>" : "", stream);
      sv_page_put (stream, words[i]);
      fputs (mark ? "</mark>" : "", stream);
    }
  fputs ("</pre>\n", stream);
}

static void
put_sentence (FILE *stream, const char *class, char *sentence)
{
  if (sentence)
    sv_page_element (stream, "p", class, sentence);
  g_free (sentence);
}

void
sv_html_spf (const SvHtml *html, const SvSpfEvaluation *spf)
{
  if (!spf || spf->state != SV_SPF_STATE_DONE || !spf->domain)
    return;
  FILE *stream = html->stream;
  g_autofree char *title = sv_fill (_ ("SPF record of {domain}"), "domain", spf->domain, NULL);
  sv_html_heading (html, "spf", title);
  if (spf->record)
    put_record (stream, spf);
  put_sentence (stream, NULL, sv_decision_sentence (spf));
  put_sentence (stream, NULL, sv_words_path (spf));
  if (spf->record)
    put_sentence (stream, "dim", sv_words_counts (spf));
  if (spf->explanation)
    put_sentence (
        stream, NULL,
        sv_fill (_ ("Explanation of the domain: {text}"), "text", spf->explanation, NULL));
  put_sentence (stream, "warning", sv_witness_sentence (spf));
  if (!spf->trace || spf->trace->len == 0)
    return;
  sv_page_element (stream, "h4", NULL, _ ("Evaluation"));
  put_tree (stream, spf->trace);
}

/* ---- DMARC ---- */

void
sv_html_dmarc (const SvHtml *html, const SvReport *report)
{
  const SvDmarcEvaluation *dmarc = report->dmarc;
  if (!dmarc || !dmarc->author_domain)
    return;
  g_autofree char *title = sv_fill (_ ("DMARC of {domain}"), "domain", dmarc->author_domain, NULL);
  g_autoptr (GPtrArray) sentences = sv_words_dmarc (report);
  sv_html_heading (html, "dmarc", title);
  if (dmarc->record)
    sv_page_element (html->stream, "pre", NULL, dmarc->record);
  for (guint i = 0; i < sentences->len; i++)
    sv_page_element (html->stream, "p", NULL, sentences->pdata[i]);
}

/* ---- DNS ---- */

static void
put_side (FILE *stream, const char *tag, const char *lead, const GPtrArray *texts,
          SvDnsStatus status, SvDnsStatus other)
{
  for (guint i = 0; i < MAX (texts->len, 1); i++)
    {
      if (texts->len == 0 && status == other)
        return;
      fprintf (stream, "<%s>%s ", tag, lead);
      sv_page_put (stream, texts->len > 0 ? texts->pdata[i] : sv_dns_status_name (status));
      fprintf (stream, "</%s>\n", tag);
    }
}

void
sv_html_changes (const SvHtml *html, const SvReport *report)
{
  FILE *stream = html->stream;
  if (!report->changes || report->changes->len == 0)
    return;
  sv_html_heading (html, "changes", _ ("What changed in DNS"));
  for (guint i = 0; i < report->changes->len; i++)
    {
      const SvChange *change = &g_array_index (report->changes, SvChange, i);
      g_autofree char *title
          = g_strdup_printf ("%s %s", change->name, sv_dns_type_name (change->type));
      sv_page_element (stream, "p", NULL, title);
      fputs ("<pre>", stream);
      put_side (stream, "del", "-", change->then, change->then_status, change->now_status);
      put_side (stream, "ins", "+", change->now, change->now_status, change->then_status);
      fputs ("</pre>\n", stream);
    }
}

static void
answer_row (SvPageTable *table, const SvDnsAnswer *answer)
{
  guint n = answer->records ? answer->records->len : 0;
  g_autofree char *ttl
      = answer->status == SV_DNS_NOERROR ? g_strdup_printf ("%u", answer->ttl) : g_strdup ("");
  sv_page_row (table, NULL);
  sv_page_cell (table, NULL, answer->name);
  sv_page_cell (table, NULL, sv_dns_type_name (answer->type));
  sv_page_cell (table, NULL, ttl);
  sv_page_cell_open (table, n > 0 ? NULL : "dim");
  fputs ("<span>", table->stream);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text
          = sv_dns_record_text (&g_array_index (answer->records, SvDnsRecord, i), answer->type);
      fputs (i > 0 ? "<br>" : "", table->stream);
      sv_page_put (table->stream, text);
    }
  if (n == 0)
    sv_page_put (table->stream, sv_dns_status_name (answer->status));
  fputs ("</span>", table->stream);
  sv_page_cell_close (table);
  sv_page_row_end (table);
}

void
sv_html_dns (const SvHtml *html, const SvReport *report)
{
  const GPtrArray *used = report->lookups ? sv_lookups_used (report->lookups) : NULL;
  if (!used || used->len == 0)
    return;
  const char *const heads[] = { _ ("name"), _ ("type"), _ ("TTL"), _ ("answer") };
  SvPageTable table;
  sv_html_heading (html, "dns", _ ("DNS answers"));
  g_autofree char *count = g_strdup_printf ("%u", used->len);
  g_autofree char *summary
      = sv_fill (ngettext ("{count} answer", "{count} answers", used->len), "count", count, NULL);
  fputs ("<details><summary>", html->stream);
  sv_page_put (html->stream, summary);
  fputs ("</summary>\n", html->stream);
  sv_page_table_begin (&table, html->stream, NULL, "llrl", heads);
  for (guint i = 0; i < used->len; i++)
    answer_row (&table, used->pdata[i]);
  sv_page_table_end (&table);
  fputs ("</details>\n", html->stream);
}
