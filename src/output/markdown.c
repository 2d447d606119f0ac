/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reports as markdown, to be pasted into a ticket: short, what matters first. */

#include "output/evidence.h"
#include "output/finding-text.h"
#include "output/formats.h"
#include "output/markdown-writer.h"
#include "output/record-words.h"
#include "output/report-words.h"
#include "output/rfc3339.h"
#include "output/sentence.h"

#include <glib/gi18n.h>
#include <string.h>

/* A paragraph behind what stands there. */
static void
put_sentence (FILE *stream, const char *text)
{
  fputc ('\n', stream);
  sv_markdown_put (stream, text);
  fputc ('\n', stream);
}

/* "**label** text" as an item of a list. */
static void
put_labelled (FILE *stream, const char *label, const char *text)
{
  if (!text)
    return;
  fputs ("- **", stream);
  sv_markdown_put (stream, label);
  fputs ("**: ", stream);
  sv_markdown_put (stream, text);
  fputc ('\n', stream);
}

static void
put_mail (FILE *stream, const SvFacts *facts)
{
  g_autofree char *from = sv_words_from (facts);
  g_autofree char *date = facts->has_date ? sv_date_rfc3339 (facts->date, facts->zone) : NULL;
  put_labelled (stream, _ ("Subject"), facts->subject);
  put_labelled (stream, _ ("From"), from);
  put_labelled (stream, _ ("Date"), date);
  put_labelled (stream, "Message-ID", facts->message_id);
}

/* The text of a finding: title in bold, the rest below it. */
static void
put_finding (FILE *stream, const SvFinding *finding, gboolean item)
{
  g_autofree char *title = sv_finding_safe_text (finding, sv_finding_title);
  g_autofree char *number = g_strdup_printf ("%u", finding->line);
  fputs (item ? "- **" : "**", stream);
  sv_markdown_put (stream, sv_severity_label (finding->severity));
  fputs ("**: ", stream);
  g_autofree char *text = finding->line > 0 ? sv_fill (_ ("{title} (line {line})"), "title", title,
                                                       "line", number, NULL)
                                            : g_strdup (title);
  sv_markdown_put (stream, text);
  fputc ('\n', stream);
}

static void
put_cause (FILE *stream, const SvReport *report, gboolean verbose)
{
  guint i = 0;
  const SvFinding *finding = sv_finding_next (report, verbose, &i);
  fputc ('\n', stream);
  if (!finding)
    {
      sv_markdown_paragraph (stream, _ ("Nothing was found that needs attention."));
      return;
    }
  g_autofree char *detail = sv_finding_safe_text (finding, sv_finding_detail);
  put_finding (stream, finding, FALSE);
  g_auto (GStrv) lines = g_strsplit (detail ? detail : "", "\n", -1);
  for (char **line = lines; *line; line++)
    if (**line)
      put_sentence (stream, *line);
}

/* ---- what to do ---- */

/* Inside an item of a numbered list, whose text begins in the fourth column. */
static void
put_change (FILE *stream, const SvAdvice *advice)
{
  g_autofree char *lead = sv_advice_lead (advice);
  g_autofree char *counts = sv_record_advice_counts (advice->change);
  g_autofree char *otherwise = sv_advice_otherwise (advice);
  sv_markdown_put (stream, lead);
  fputs ("\n\n", stream);
  if (advice->before)
    sv_markdown_block (stream, "   - ", advice->before);
  sv_markdown_block (stream, "   + ", advice->change->record);
  fputs ("\n   ", stream);
  sv_markdown_put (stream, counts);
  fputs ("\n", stream);
  for (guint i = 0; i < advice->signs->len; i++)
    {
      const SvAdviceSign *sign = &g_array_index (advice->signs, SvAdviceSign, i);
      if (i == 0 || sign[-1].speaks_for != sign->speaks_for)
        {
          fputs ("\n   ", stream);
          sv_markdown_put (stream, sign->speaks_for ? _ ("What speaks for it being yours:")
                                                    : _ ("What speaks against it:"));
          fputs ("\n\n", stream);
        }
      fputs ("   - ", stream);
      sv_markdown_put (stream, sign->text);
      fputc ('\n', stream);
    }
  if (!otherwise)
    return;
  fputs ("\n   ", stream);
  sv_markdown_put (stream, otherwise);
  fputc ('\n', stream);
}

/* The first line stands behind the number, the others as deep as it. */
static void
put_remedy (FILE *stream, const char *remedy)
{
  g_auto (GStrv) lines = g_strsplit (remedy, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      fputs (i > 0 ? "\n   " : "", stream);
      if (lines[i][0] == ' ')
        sv_markdown_block (stream, "", lines[i] + strspn (lines[i], " "));
      else
        {
          sv_markdown_put (stream, lines[i]);
          fputc ('\n', stream);
        }
    }
}

static void
put_remedies (FILE *stream, const SvReport *report, gboolean verbose)
{
  g_autoptr (GPtrArray) findings = sv_findings_to_remedy (report, verbose);
  if (findings->len > 0)
    sv_markdown_heading (stream, _ ("What to do"));
  for (guint i = 0; i < findings->len; i++)
    {
      const SvFinding *finding = findings->pdata[i];
      g_autofree char *remedy = sv_finding_safe_text (finding, sv_finding_remedy);
      /* "1." each time: the number is counted by whoever shows it, and the indent stays. */
      fputs ("1. ", stream);
      if (finding->advice && finding->advice->state == SV_ADVICE_PUBLISH)
        put_change (stream, finding->advice);
      else
        put_remedy (stream, remedy);
    }
}

static void
put_findings (FILE *stream, const SvReport *report, gboolean verbose)
{
  guint i = 0;
  const SvFinding *finding = sv_finding_next (report, verbose, &i);
  gboolean any = FALSE;
  while ((finding = sv_finding_next (report, verbose, &i)))
    {
      if (!any)
        sv_markdown_heading (stream, _ ("Other findings"));
      any = TRUE;
      put_finding (stream, finding, TRUE);
    }
}

/* ---- tables ---- */

static void
put_row (FILE *stream, const char *const *cells, gsize n)
{
  for (gsize i = 0; i < n; i++)
    sv_markdown_cell (stream, cells[i]);
  fputs ("|\n", stream);
}

static void
put_verdicts (FILE *stream, const SvReport *report)
{
  const SvStored *stored = &report->stored;
  const SvAlignment *alignment = &report->alignment;
  gboolean done = report->spf && report->spf->state == SV_SPF_STATE_DONE;
  g_autofree char *aligned
      = alignment->from_domain
            ? sv_fill (_ ("aligned with {domain}"), "domain", alignment->from_domain, NULL)
            : g_strdup (_ ("aligned"));
  const char *const heads[] = { _ ("method"), _ ("stored"), _ ("now"), _ ("domain"), aligned };
  const char *const rows[][5] = {
    { "SPF", stored->spf, done ? sv_spf_result_name (report->spf->result) : NULL,
      alignment->spf_domain, sv_words_aligned (alignment->spf_aligned) },
    { "DKIM", stored->dkim, sv_dkim_now (report), alignment->dkim_domain,
      sv_words_aligned (alignment->dkim_aligned) },
    { "DMARC", stored->dmarc, sv_dmarc_word (report->dmarc), alignment->from_domain, "-" },
    { "ARC", stored->arc, sv_arc_now (report), NULL, "-" },
  };
  gboolean arc = stored->arc || report->facts->arc_instances > 0;
  sv_markdown_heading (stream, _ ("Verdicts"));
  sv_markdown_table (stream, "lllll", heads);
  for (gsize i = 0; i < (arc ? 4 : 3); i++)
    put_row (stream, rows[i], G_N_ELEMENTS (rows[i]));
  g_autoptr (GPtrArray) sentences = sv_evidence_sentences (report);
  for (guint i = 0; i < sentences->len; i++)
    put_sentence (stream, sentences->pdata[i]);
}

static void
put_judged (FILE *stream, const SvReport *report)
{
  const SvIdentity *identity = report->identity;
  const SvFacts *facts = report->facts;
  const char *mail_from = identity->mail_from;
  g_autofree char *ip = sv_ip_to_string (&identity->ip);
  g_autofree char *ip_source = sv_words_source (facts, identity->ip_from, identity->ip_line);
  g_autofree char *from_source
      = sv_words_source (facts, identity->mail_from_from, identity->mail_from_line);
  g_autofree char *helo_source = sv_words_source (facts, identity->helo_from, identity->helo_line);
  g_autofree char *why = sv_words_why (identity);
  const char *const heads[] = { _ ("what"), _ ("value"), _ ("source") };
  const char *const rows[][3] = {
    { _ ("client IP"), ip, ip_source },
    { "MAIL FROM", mail_from && !*mail_from ? "<>" : mail_from, from_source },
    { "HELO", identity->helo, helo_source },
  };
  sv_markdown_heading (stream, _ ("What was judged"));
  sv_markdown_table (stream, "lll", heads);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    put_row (stream, rows[i], G_N_ELEMENTS (rows[i]));
  if (why)
    put_sentence (stream, why);
}

static void
put_path (FILE *stream, const SvReport *report)
{
  const GArray *hops = report->facts->received;
  const char *const heads[]
      = { _ ("line"), _ ("from (client address)"), _ ("by"), _ ("delay"), _ ("role") };
  if (hops->len == 0)
    return;
  sv_markdown_heading (stream, _ ("Path (newest first)"));
  sv_markdown_table (stream, "rllrl", heads);
  for (guint i = 0; i < hops->len; i++)
    {
      const SvReceived *hop = &g_array_index (hops, SvReceived, i);
      gint64 seconds;
      g_autofree char *line = g_strdup_printf ("%u", hop->line);
      g_autofree char *client = sv_words_client (hop);
      g_autofree char *delay
          = sv_words_hop_delay (hops, i, &seconds) ? sv_words_delay (seconds) : NULL;
      const char *const cells[]
          = { line, client, hop->by, delay, sv_words_role (report->identity->roles[i]) };
      put_row (stream, cells, G_N_ELEMENTS (cells));
    }
}

/* ---- records ---- */

static void
put_spf (FILE *stream, const SvSpfEvaluation *spf)
{
  if (!spf || spf->state != SV_SPF_STATE_DONE || !spf->domain)
    return;
  g_autofree char *title = sv_fill (_ ("SPF record of {domain}"), "domain", spf->domain, NULL);
  char *const sentences[]
      = { sv_decision_sentence (spf), sv_words_path (spf),
          spf->record ? sv_words_counts (spf) : NULL, sv_witness_sentence (spf) };
  sv_markdown_heading (stream, title);
  if (spf->record)
    sv_markdown_block (stream, "", spf->record);
  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    {
      if (sentences[i])
        put_sentence (stream, sentences[i]);
      g_free (sentences[i]);
    }
}

static void
put_dmarc (FILE *stream, const SvReport *report)
{
  const SvDmarcEvaluation *dmarc = report->dmarc;
  if (!dmarc || !dmarc->author_domain)
    return;
  g_autofree char *title = sv_fill (_ ("DMARC of {domain}"), "domain", dmarc->author_domain, NULL);
  g_autoptr (GPtrArray) sentences = sv_words_dmarc (report);
  sv_markdown_heading (stream, title);
  if (dmarc->record)
    sv_markdown_block (stream, "", dmarc->record);
  for (guint i = 0; i < sentences->len; i++)
    put_sentence (stream, sentences->pdata[i]);
}

void
sv_markdown_report (SvOutput *self, const SvReport *report)
{
  FILE *stream = self->stream;
  gboolean verbose = self->options.verbose;
  g_autofree char *headline = sv_words_headline (report);
  fputs (self->written > 0 ? "\n## " : "## ", stream);
  sv_markdown_paragraph (stream, headline);
  put_mail (stream, report->facts);
  put_cause (stream, report, verbose);
  put_verdicts (stream, report);
  put_remedies (stream, report, verbose);
  put_findings (stream, report, verbose);
  put_judged (stream, report);
  put_path (stream, report);
  put_spf (stream, report->spf);
  put_dmarc (stream, report);
}

void
sv_markdown_end (SvOutput *self, const SvTotals *totals)
{
  if (totals->messages + totals->unreadable <= 1)
    return;
  g_autofree char *line = sv_words_totals (totals);
  fputs ("\n---\n\n", self->stream);
  sv_markdown_put (self->stream, line);
  fputc ('\n', self->stream);
}
