/* SPDX-License-Identifier: GPL-3.0-or-later
 * The top of a message's page: which mail, what is wrong, what to do; see html-parts.h. */

#include "output/finding-text.h"
#include "output/html-parts.h"
#include "output/record-words.h"
#include "output/report-words.h"
#include "output/rfc3339.h"
#include "output/sentence.h"

#include <glib/gi18n.h>

void
sv_html_mail (const SvHtml *html, const SvReport *report)
{
  const SvFacts *facts = report->facts;
  g_autofree char *from = sv_words_from (facts);
  g_autofree char *date = facts->has_date ? sv_date_rfc3339 (facts->date, facts->zone) : NULL;
  const struct
  {
    const char *label, *text;
  } rows[] = { { _ ("Subject"), facts->subject },
               { _ ("From"), from },
               { _ ("Date"), date },
               { "Message-ID", facts->message_id } };
  gboolean any = FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (!rows[i].text)
        continue;
      if (!any)
        fputs ("<dl class=\"mail\">\n", html->stream);
      any = TRUE;
      sv_page_element (html->stream, "dt", NULL, rows[i].label);
      sv_page_element (html->stream, "dd", NULL, rows[i].text);
    }
  if (any)
    fputs ("</dl>\n", html->stream);
}

static void
put_severity (const SvHtml *html, SvSeverity severity)
{
  fprintf (html->stream, "<strong class=\"tag %s\">", sv_severity_name (severity));
  sv_page_put (html->stream, sv_severity_label (severity));
  fputs ("</strong> ", html->stream);
}

static void
put_finding_line (const SvHtml *html, const SvFinding *finding)
{
  if (finding->line == 0)
    return;
  g_autofree char *number = g_strdup_printf ("%u", finding->line);
  g_autofree char *text = sv_fill (_ ("line {line}"), "line", number, NULL);
  fputs (" <span class=\"dim\">(", html->stream);
  sv_html_line (html, finding->line, text);
  fputs (")</span>", html->stream);
}

void
sv_html_cause (const SvHtml *html, const SvReport *report)
{
  guint i = 0;
  const SvFinding *finding = sv_finding_next (report, html->verbose, &i);
  if (!finding)
    {
      fputs ("<div class=\"cause good\">\n", html->stream);
      sv_page_element (html->stream, "p", "title", _ ("Nothing was found that needs attention."));
      fputs ("</div>\n", html->stream);
      return;
    }
  g_autofree char *title = sv_finding_safe_text (finding, sv_finding_title);
  g_autofree char *detail = sv_finding_safe_text (finding, sv_finding_detail);
  fprintf (html->stream, "<div class=\"cause %s\">\n<p class=\"title\">",
           sv_severity_name (finding->severity));
  put_severity (html, finding->severity);
  sv_page_put (html->stream, title);
  put_finding_line (html, finding);
  fputs ("</p>\n", html->stream);
  if (detail)
    sv_page_text (html->stream, NULL, detail);
  fputs ("</div>\n", html->stream);
}

/* ---- what to do ---- */

static void
put_signs (FILE *stream, const GArray *signs)
{
  for (guint i = 0; i < signs->len; i++)
    {
      const SvAdviceSign *sign = &g_array_index (signs, SvAdviceSign, i);
      gboolean begins = i == 0 || sign[-1].speaks_for != sign->speaks_for;
      gboolean ends = i + 1 == signs->len || sign[1].speaks_for != sign->speaks_for;
      if (begins)
        {
          sv_page_element (stream, "p", NULL,
                           sign->speaks_for ? _ ("What speaks for it being yours:")
                                            : _ ("What speaks against it:"));
          fputs ("<ul>\n", stream);
        }
      sv_page_element (stream, "li", NULL, sign->text);
      if (ends)
        fputs ("</ul>\n", stream);
    }
}

/* The corrected record, to be copied as it is and as a line of a zone file. */
static void
put_change (const SvHtml *html, const SvAdvice *advice)
{
  FILE *stream = html->stream;
  g_autofree char *counts = sv_record_advice_counts (advice->change);
  g_autofree char *otherwise = sv_advice_otherwise (advice);
  g_autofree char *zone = sv_advice_zone_line (advice);
  if (advice->before)
    {
      sv_page_element (stream, "p", "dim", _ ("Old record:"));
      fputs ("<pre><del>", stream);
      sv_page_put (stream, advice->before);
      fputs ("</del></pre>\n", stream);
    }
  sv_page_element (stream, "p", "dim", _ ("New record:"));
  sv_page_copy (stream, advice->change->record);
  sv_page_element (stream, "p", "dim", _ ("For a zone file:"));
  sv_page_copy (stream, zone);
  sv_page_element (stream, "p", "dim", counts);
  put_signs (stream, advice->signs);
  if (otherwise)
    sv_page_element (stream, "p", NULL, otherwise);
}

static void
put_remedy (const SvHtml *html, const SvFinding *finding)
{
  g_autofree char *remedy = sv_finding_safe_text (finding, sv_finding_remedy);
  const SvAdvice *advice = finding->advice;
  fputs ("<li>", html->stream);
  if (advice && advice->state == SV_ADVICE_PUBLISH)
    {
      g_autofree char *lead = sv_advice_lead (advice);
      sv_page_element (html->stream, "p", NULL, lead);
      put_change (html, advice);
    }
  else
    sv_page_text (html->stream, NULL, remedy);
  fputs ("</li>\n", html->stream);
}

void
sv_html_remedies (const SvHtml *html, const SvReport *report)
{
  g_autoptr (GPtrArray) findings = sv_findings_to_remedy (report, html->verbose);
  if (findings->len == 0)
    return;
  sv_html_heading (html, "do", _ ("What to do"));
  fputs ("<ol class=\"do\">\n", html->stream);
  for (guint i = 0; i < findings->len; i++)
    put_remedy (html, findings->pdata[i]);
  fputs ("</ol>\n", html->stream);
}

/* ---- other findings ---- */

static void
put_finding (const SvHtml *html, const SvFinding *finding)
{
  g_autofree char *title = sv_finding_safe_text (finding, sv_finding_title);
  g_autofree char *detail = sv_finding_safe_text (finding, sv_finding_detail);
  fputs ("<li>", html->stream);
  put_severity (html, finding->severity);
  sv_page_put (html->stream, title);
  put_finding_line (html, finding);
  if (detail)
    {
      fputc ('\n', html->stream);
      sv_page_text (html->stream, "dim", detail);
    }
  fputs ("</li>\n", html->stream);
}

void
sv_html_findings (const SvHtml *html, const SvReport *report)
{
  guint i = 0;
  const SvFinding *finding = sv_finding_next (report, html->verbose, &i);
  gboolean any = FALSE;
  while ((finding = sv_finding_next (report, html->verbose, &i)))
    {
      if (!any)
        {
          sv_html_heading (html, "findings", _ ("Other findings"));
          fputs ("<ul class=\"findings\">\n", html->stream);
        }
      any = TRUE;
      put_finding (html, finding);
    }
  if (any)
    fputs ("</ul>\n", html->stream);
}
