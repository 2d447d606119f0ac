/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reports as one page of HTML: to be shown, printed, attached to a ticket.
 *
 * The index stands at the top and is known at the end, so the page is held in memory until then;
 * whoever has an archive asks `audit`. */

#include "output/formats.h"
#include "output/html-parts.h"
#include "output/report-words.h"
#include "output/sentence.h"

#include <glib/gi18n.h>

void
sv_html_heading (const SvHtml *html, const char *id, const char *title)
{
  fprintf (html->stream, "<h3 id=\"m%u-%s\">", html->number, id);
  sv_page_put (html->stream, title);
  fputs ("</h3>\n", html->stream);
}

void
sv_html_line (const SvHtml *html, guint line, const char *text)
{
  if (line == 0 || line > html->lines)
    {
      sv_page_put (html->stream, text);
      return;
    }
  fprintf (html->stream, "<a href=\"#m%u-L%u\">", html->number, line);
  sv_page_put (html->stream, text);
  fputs ("</a>", html->stream);
}

void
sv_html_result (const SvHtml *html, const char *word)
{
  if (!word)
    {
      fputs ("<span>-</span>", html->stream);
      return;
    }
  fprintf (html->stream, "<span class=\"tag %s\">", sv_page_result_class (word));
  sv_page_put (html->stream, word);
  fputs ("</span>", html->stream);
}

void
sv_html_begin (SvOutput *self)
{
  self->held.index = open_memstream (&self->held.index_text, &self->held.index_size);
  self->held.body = open_memstream (&self->held.body_text, &self->held.body_size);
  if (!self->held.index || !self->held.body)
    g_error ("no memory for a page");
}

static void
put_index_entry (FILE *index, guint number, const SvReport *report, const char *headline)
{
  fprintf (index, "<li><a href=\"#m%u\">", number);
  sv_page_put (index, headline);
  fputs ("</a>", index);
  if (report->facts->subject)
    sv_page_element (index, "p", "dim", report->facts->subject);
  fputs ("</li>\n", index);
}

void
sv_html_report (SvOutput *self, const SvReport *report)
{
  FILE *stream = self->held.body;
  SvHtml html = { .stream = stream,
                  .verbose = self->options.verbose,
                  .number = (guint)self->written + 1,
                  .lines = sv_html_header_lines (report) };
  g_autofree char *headline = sv_words_headline (report);
  put_index_entry (self->held.index, html.number, report, headline);
  fprintf (stream, "<article id=\"m%u\">\n", html.number);
  sv_page_element (stream, "h2", NULL, headline);
  sv_html_mail (&html, report);
  sv_html_cause (&html, report);
  sv_html_verdicts (&html, report);
  sv_html_remedies (&html, report);
  sv_html_findings (&html, report);
  sv_html_judged (&html, report);
  sv_html_path (&html, report);
  sv_html_stored (&html, report);
  sv_html_spf (&html, report->spf);
  sv_html_changes (&html, report);
  sv_html_dmarc (&html, report);
  sv_html_signatures (&html, report);
  sv_html_dns (&html, report);
  sv_html_header (&html, report);
  fputs ("</article>\n", stream);
}

static void
put_index (SvOutput *self, const SvTotals *totals)
{
  FILE *stream = self->stream;
  g_autofree char *counts = sv_words_totals (totals);
  fputs ("<nav aria-labelledby=\"index\">\n<h2 id=\"index\">", stream);
  sv_page_put (stream, _ ("Messages"));
  fputs ("</h2>\n", stream);
  sv_page_element (stream, "p", "dim", counts);
  fputs ("<ol>\n", stream);
  fwrite (self->held.index_text, 1, self->held.index_size, stream);
  fputs ("</ol>\n</nav>\n", stream);
}

void
sv_html_end (SvOutput *self, const SvTotals *totals)
{
  fclose (self->held.index);
  fclose (self->held.body);
  sv_page_begin (self->stream, _ ("Mail authentication report"));
  sv_page_element (self->stream, "h1", NULL, _ ("Mail authentication report"));
  if (totals->messages + totals->unreadable > 1)
    put_index (self, totals);
  fwrite (self->held.body_text, 1, self->held.body_size, self->stream);
  sv_page_end (self->stream);
  free (self->held.index_text);
  free (self->held.body_text);
}
