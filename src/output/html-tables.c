/* SPDX-License-Identifier: GPL-3.0-or-later
 * The tables of a message's page: what was judged, verdicts, the receiver's fields, signatures; see
 * html-parts.h. */

#include "output/evidence.h"
#include "output/html-parts.h"
#include "output/report-words.h"
#include "output/sentence.h"

#include <glib/gi18n.h>

/* ---- what was judged ---- */

static void
judged_row (const SvHtml *html, SvPageTable *table, const char *label, const char *value,
            guint line, char *source)
{
  sv_page_row (table, NULL);
  sv_page_cell (table, NULL, label);
  sv_page_cell_open (table, NULL);
  sv_page_element (html->stream, "strong", NULL, value);
  sv_page_cell_close (table);
  sv_page_cell_open (table, "dim");
  fputs ("<span>", html->stream);
  sv_html_line (html, line, source);
  fputs ("</span>", html->stream);
  sv_page_cell_close (table);
  sv_page_row_end (table);
  g_free (source);
}

void
sv_html_judged (const SvHtml *html, const SvReport *report)
{
  const SvIdentity *identity = report->identity;
  const SvFacts *facts = report->facts;
  const char *const heads[] = { _ ("what"), _ ("value"), _ ("source") };
  const char *mail_from = identity->mail_from;
  g_autofree char *ip = sv_ip_to_string (&identity->ip);
  g_autofree char *why = sv_words_why (identity);
  SvPageTable table;
  sv_html_heading (html, "judged", _ ("What was judged"));
  sv_page_table_begin (&table, html->stream, NULL, "lll", heads);
  judged_row (html, &table, _ ("client IP"), ip, identity->ip_line,
              sv_words_source (facts, identity->ip_from, identity->ip_line));
  judged_row (html, &table, "MAIL FROM", mail_from && !*mail_from ? "<>" : mail_from,
              identity->mail_from_line,
              sv_words_source (facts, identity->mail_from_from, identity->mail_from_line));
  judged_row (html, &table, "HELO", identity->helo, identity->helo_line,
              sv_words_source (facts, identity->helo_from, identity->helo_line));
  sv_page_table_end (&table);
  if (why)
    sv_page_element (html->stream, "p", "dim", why);
}

/* ---- verdicts ---- */

static const char *
aligned_class (SvAligned aligned)
{
  static const char *const classes[] = {
    [SV_ALIGNED_UNKNOWN] = "",
    [SV_ALIGNED_NONE] = "warning",
    [SV_ALIGNED_RELAXED] = "good",
    [SV_ALIGNED_STRICT] = "good",
  };
  return classes[aligned];
}

static void
result_cell (const SvHtml *html, SvPageTable *table, const char *word)
{
  sv_page_cell_open (table, NULL);
  sv_html_result (html, word);
  sv_page_cell_close (table);
}

static void
verdict_row (const SvHtml *html, SvPageTable *table, const char *method, const char *stored,
             const char *now, const char *domain, SvAligned aligned)
{
  sv_page_row (table, NULL);
  sv_page_cell_open (table, NULL);
  sv_page_element (html->stream, "strong", NULL, method);
  sv_page_cell_close (table);
  result_cell (html, table, stored);
  result_cell (html, table, now);
  sv_page_cell (table, NULL, domain);
  sv_page_cell (table, aligned_class (aligned), sv_words_aligned (aligned));
  sv_page_row_end (table);
}

/* Below the table: what shows the cause of a drift. */
static void
put_evidence (const SvHtml *html, const SvReport *report)
{
  g_autoptr (GPtrArray) sentences = sv_evidence_sentences (report);
  for (guint i = 0; i < sentences->len; i++)
    sv_page_element (html->stream, "p", NULL, sentences->pdata[i]);
}

void
sv_html_verdicts (const SvHtml *html, const SvReport *report)
{
  const SvStored *stored = &report->stored;
  const SvAlignment *alignment = &report->alignment;
  const SvSpfEvaluation *spf = report->spf;
  gboolean done = spf && spf->state == SV_SPF_STATE_DONE;
  g_autofree char *aligned
      = alignment->from_domain
            ? sv_fill (_ ("aligned with {domain}"), "domain", alignment->from_domain, NULL)
            : g_strdup (_ ("aligned"));
  const char *const heads[] = { _ ("method"), _ ("stored"), _ ("now"), _ ("domain"), aligned };
  SvPageTable table;
  sv_html_heading (html, "verdicts", _ ("Verdicts"));
  sv_page_table_begin (&table, html->stream, NULL, "lllll", heads);
  verdict_row (html, &table, "SPF", stored->spf, done ? sv_spf_result_name (spf->result) : NULL,
               alignment->spf_domain, alignment->spf_aligned);
  verdict_row (html, &table, "DKIM", stored->dkim, sv_dkim_now (report), alignment->dkim_domain,
               alignment->dkim_aligned);
  verdict_row (html, &table, "DMARC", stored->dmarc, sv_dmarc_word (report->dmarc),
               alignment->from_domain, SV_ALIGNED_UNKNOWN);
  if (stored->arc || report->facts->arc_instances > 0)
    verdict_row (html, &table, "ARC", stored->arc, sv_arc_now (report), NULL, SV_ALIGNED_UNKNOWN);
  sv_page_table_end (&table);
  put_evidence (html, report);
}

/* ---- stored verdicts ---- */

/* A line number as a link, in the first cell of a row. */
static void
line_cell (const SvHtml *html, SvPageTable *table, guint line)
{
  g_autofree char *number = g_strdup_printf ("%u", line);
  sv_page_cell_open (table, NULL);
  sv_html_line (html, line, number);
  sv_page_cell_close (table);
}

static void
stored_row (const SvHtml *html, SvPageTable *table, guint line, const char *field,
            const char *result, gboolean trusted, const char *note)
{
  sv_page_row (table, NULL);
  line_cell (html, table, line);
  sv_page_cell (table, NULL, field);
  sv_page_cell_open (table, NULL);
  fputs ("<span>", html->stream);
  sv_page_put (html->stream, result);
  if (note)
    {
      fputs ("<br><span class=\"dim\">", html->stream);
      sv_page_put (html->stream, note);
      fputs ("</span>", html->stream);
    }
  fputs ("</span>", html->stream);
  sv_page_cell_close (table);
  sv_page_cell (table, trusted ? "good nowrap" : "warning nowrap",
                trusted ? _ ("believed") : _ ("a claim only"));
  sv_page_row_end (table);
}

static void
received_spf_row (const SvHtml *html, SvPageTable *table, const SvReceivedSpf *field,
                  gboolean trusted)
{
  const char *comment = field->comment && *field->comment ? field->comment : NULL;
  stored_row (html, table, field->line, "Received-SPF", field->result, trusted, comment);
}

static void
auth_results_row (const SvHtml *html, SvPageTable *table, const SvAuthResults *field,
                  gboolean trusted)
{
  g_autofree char *label = sv_words_field (field->header);
  g_autofree char *results = sv_words_results (field);
  g_autofree char *by = field->authserv_id
                            ? sv_fill (_ ("by {receiver}"), "receiver", field->authserv_id, NULL)
                            : NULL;
  stored_row (html, table, field->line, label, results, trusted, by);
}

/* Both kinds of field in the order of the message. */
void
sv_html_stored (const SvHtml *html, const SvReport *report)
{
  const GArray *spf = report->facts->received_spf;
  const GArray *results = report->facts->auth_results;
  if (spf->len + results->len == 0)
    return;
  const char *const heads[] = { _ ("line"), _ ("field"), _ ("result"), _ ("trust") };
  SvPageTable table;
  sv_html_heading (html, "stored", _ ("Stored verdicts"));
  sv_page_table_begin (&table, html->stream, NULL, "rlll", heads);
  for (guint i = 0, j = 0; i < spf->len || j < results->len;)
    {
      const SvReceivedSpf *field = i < spf->len ? &g_array_index (spf, SvReceivedSpf, i) : NULL;
      const SvAuthResults *other
          = j < results->len ? &g_array_index (results, SvAuthResults, j) : NULL;
      if (field && (!other || field->line <= other->line))
        received_spf_row (html, &table, field, report->identity->spf_trusted[i++]);
      else
        auth_results_row (html, &table, other, report->identity->results_trusted[j++]);
    }
  sv_page_table_end (&table);
}

/* ---- DKIM signatures ---- */

static void
signature_row (const SvHtml *html, SvPageTable *table, const SvDkimSignature *signature,
               const SvJudgedSignature *judged)
{
  sv_page_row (table, NULL);
  line_cell (html, table, signature->line);
  sv_page_cell (table, NULL, signature->domain);
  sv_page_cell (table, NULL, signature->selector);
  sv_page_cell (table, NULL, signature->algorithm);
  result_cell (html, table, judged->stored);
  result_cell (html, table, sv_signature_now (judged));
  sv_page_cell (table, NULL, judged->now ? sv_dkim_reason_name (judged->now->reason) : NULL);
  sv_page_cell (table, aligned_class (judged->aligned), sv_words_aligned (judged->aligned));
  sv_page_row_end (table);
}

void
sv_html_signatures (const SvHtml *html, const SvReport *report)
{
  const GArray *signatures = report->facts->signatures;
  if (signatures->len == 0)
    return;
  const char *const heads[] = { _ ("line"),   _ ("domain"), _ ("selector"), _ ("algorithm"),
                                _ ("stored"), _ ("now"),    _ ("reason"),   _ ("aligned") };
  SvPageTable table;
  sv_html_heading (html, "dkim", _ ("DKIM signatures"));
  sv_page_table_begin (&table, html->stream, NULL, "rlllllll", heads);
  for (guint i = 0; i < signatures->len; i++)
    signature_row (html, &table, &g_array_index (signatures, SvDkimSignature, i),
                   &g_array_index (report->signatures, SvJudgedSignature, i));
  sv_page_table_end (&table);
}
