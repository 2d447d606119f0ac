/* SPDX-License-Identifier: GPL-3.0-or-later
 * The report for people: what matters first, then the evidence, then what to do. */

#include "output/finding-text.h"
#include "output/formats.h"
#include "output/report-words.h"
#include "output/rfc3339.h"
#include "output/sentence.h"
#include "output/text-parts.h"
#include <glib/gi18n.h>
#include <string.h>

void
sv_text_heading (SvScreen *screen, const char *title)
{
  sv_screen_end_line (screen);
  sv_screen_line (screen, SV_STYLE_BOLD, 0, title);
}

static void
headline (SvScreen *screen, const SvReport *report)
{
  g_autofree char *line = sv_words_headline (report);
  sv_screen_paragraph (screen, SV_STYLE_BOLD, 0, NULL, line);
}

static char *
date_line (const SvFacts *facts)
{
  return facts->has_date ? sv_date_rfc3339 (facts->date, facts->zone) : NULL;
}

/* Which mail it is: one line each. */
static void
mail_lines (SvScreen *screen, const SvFacts *facts)
{
  g_autofree char *from = sv_words_from (facts);
  g_autofree char *date = date_line (facts);
  const struct
  {
    const char *label, *text;
  } rows[] = { { _ ("Subject"), facts->subject }, { _ ("From"), from }, { _ ("Date"), date } };
  int widest = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    widest = MAX (widest, sv_text_columns (rows[i].label));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (!rows[i].text)
        continue;
      g_autofree char *text = sv_text_shorten (rows[i].text, screen->width - widest - 4);
      sv_screen_indent (screen, 2);
      sv_screen_write (screen, SV_STYLE_DIM, rows[i].label);
      sv_screen_indent (screen, widest - sv_text_columns (rows[i].label) + 2);
      sv_screen_write (screen, SV_STYLE_PLAIN, text);
      sv_screen_end_line (screen);
    }
}

/* The finding that explains the complaint. */
static void
first_finding (SvScreen *screen, const SvReport *report, gboolean verbose)
{
  guint i = 0;
  const SvFinding *finding = sv_finding_next (report, verbose, &i);
  sv_screen_end_line (screen);
  if (!finding)
    {
      sv_screen_paragraph (screen, SV_STYLE_PLAIN, 0, NULL,
                           _ ("Nothing was found that needs attention."));
      return;
    }
  g_autofree char *title = sv_finding_safe_text (finding, sv_finding_title);
  g_autofree char *detail = sv_finding_safe_text (finding, sv_finding_detail);
  sv_screen_text (screen, sv_severity_style (finding->severity), 0, NULL, title);
  if (detail)
    sv_screen_text (screen, SV_STYLE_PLAIN, 0, NULL, detail);
}

/* The remedies, numbered. */
static void
remedies (SvScreen *screen, const SvReport *report, gboolean verbose)
{
  g_autoptr (GPtrArray) findings = sv_findings_to_remedy (report, verbose);
  if (findings->len > 0)
    sv_text_heading (screen, _ ("What to do"));
  for (guint i = 0; i < findings->len; i++)
    {
      const SvFinding *finding = g_ptr_array_index (findings, i);
      g_autofree char *lead = g_strdup_printf ("%u. ", i + 1);
      g_autofree char *remedy = sv_finding_safe_text (finding, sv_finding_remedy);
      if (finding->advice)
        sv_text_advice (screen, lead, finding->advice);
      else
        sv_screen_text (screen, SV_STYLE_PLAIN, 2, lead, remedy);
    }
}

static void
other_finding (SvScreen *screen, const SvFinding *finding, gboolean verbose)
{
  g_autofree char *title = sv_finding_safe_text (finding, sv_finding_title);
  g_autofree char *detail = verbose ? sv_finding_safe_text (finding, sv_finding_detail) : NULL;
  g_autofree char *number = g_strdup_printf ("%u", finding->line);
  g_autofree char *text = finding->line > 0 ? sv_fill (_ ("{title} (line {line})"), "title", title,
                                                       "line", number, NULL)
                                            : g_strdup (title);
  const char *label = sv_severity_label (finding->severity);
  g_autofree char *lead = g_strdup_printf ("%s: ", label);
  sv_screen_text (screen, sv_severity_style (finding->severity), 2, lead, text);
  if (detail)
    sv_screen_text (screen, SV_STYLE_PLAIN, 4, NULL, detail);
}

static void
other_findings (SvScreen *screen, const SvReport *report, gboolean verbose)
{
  guint i = 0;
  const SvFinding *finding = sv_finding_next (report, verbose, &i);
  gboolean any = FALSE;
  while ((finding = sv_finding_next (report, verbose, &i)))
    {
      if (!any)
        sv_text_heading (screen, _ ("Other findings"));
      any = TRUE;
      other_finding (screen, finding, verbose);
    }
}

static void
rule (SvScreen *screen)
{
  g_autofree char *line = g_strnfill ((gsize)screen->width, '-');
  sv_screen_end_line (screen);
  sv_screen_line (screen, SV_STYLE_DIM, 0, line);
  sv_screen_end_line (screen);
}

void
sv_text_between (SvOutput *self)
{
  if (self->options.quiet)
    return;
  SvScreen screen;
  sv_screen_init (&screen, self->stream, &self->options);
  rule (&screen);
}

void
sv_text_report (SvOutput *self, const SvReport *report)
{
  gboolean verbose = self->options.verbose;
  SvScreen screen;
  sv_screen_init (&screen, self->stream, &self->options);
  if (self->options.quiet)
    {
      g_autofree char *line = sv_words_quiet (report);
      sv_screen_line (&screen, SV_STYLE_PLAIN, 0, line);
      return;
    }
  headline (&screen, report);
  mail_lines (&screen, report->facts);
  first_finding (&screen, report, verbose);
  remedies (&screen, report, verbose);
  other_findings (&screen, report, verbose);
  sv_text_judged (&screen, report);
  sv_text_verdicts (&screen, report);
  sv_text_evidence (&screen, report);
  sv_text_record (&screen, report->spf);
  sv_text_changes (&screen, report);
  sv_text_dmarc (&screen, report);
  sv_text_signatures (&screen, report);
  sv_text_stored (&screen, report);
  sv_text_path (&screen, report);
  if (verbose)
    sv_text_arc (&screen, report);
  if (!verbose && !self->options.trace)
    return;
  sv_text_trace (&screen, report->spf);
  sv_text_dns (&screen, report->lookups);
}

void
sv_text_end (SvOutput *self, const SvTotals *totals)
{
  if (self->options.quiet || totals->messages == 0 || totals->messages + totals->unreadable == 1)
    return;
  SvScreen screen;
  sv_screen_init (&screen, self->stream, &self->options);
  g_autofree char *line = sv_words_totals (totals);
  rule (&screen);
  sv_screen_paragraph (&screen, SV_STYLE_BOLD, 0, NULL, line);
}
