/* SPDX-License-Identifier: GPL-3.0-or-later
 * Records as one page of HTML: no script, no request to anywhere, light and dark; see record.h. */

#include "output/finding-text.h"
#include "output/page.h"
#include "output/record-words.h"
#include "spf/networks.h"

#include <glib/gi18n.h>
#include <string.h>

/* Depth of a term as the style sheet knows it (d1 … d12); ten lookups cannot lead deeper. */
#define DEPTH_SHOWN_MAX 12

static void
put_networks (FILE *stream, const SvRecordReport *report)
{
  if (!report->networks)
    return;
  sv_page_element (stream, "h3", NULL, _ ("Addresses that pass"));
  if (!report->exact)
    sv_page_element (stream, "p", "warning", sv_record_inexact ());
  fputs ("<pre>", stream);
  for (guint i = 0; i < report->networks->len; i++)
    {
      g_autofree char *text
          = sv_spf_network_text (&g_array_index (report->networks, SvSpfNetwork, i));
      sv_page_put (stream, text);
      fputc ('\n', stream);
    }
  fputs ("</pre>\n", stream);
}

static void
put_head (FILE *stream, const SvRecordReport *report)
{
  const SvSpfNode *root = report->tree->root;
  SvSeverity worst;
  g_autofree char *headline = sv_record_headline (report, &worst);
  g_autofree char *counts = sv_record_counts (report);
  sv_page_element (stream, "h2", worst >= SV_SEVERITY_WARNING ? sv_severity_name (worst) : "good",
                   headline);
  if (counts)
    sv_page_element (stream, "p", "dim", counts);
  if (root->text)
    sv_page_element (stream, "pre", NULL, root->text);
  for (guint i = 0; !root->text && root->texts && i < root->texts->len; i++)
    sv_page_element (stream, "pre", NULL, g_ptr_array_index (root->texts, i));
}

static void
put_ip (FILE *stream, const SvRecordReport *report)
{
  g_autofree char *sentence = sv_record_ip_sentence (report);
  g_autofree char *path = sv_record_path (report->spf);
  if (!sentence)
    return;
  gboolean passes = report->spf->state == SV_SPF_STATE_DONE && report->spf->result == SV_SPF_PASS;
  sv_page_element (stream, "p", passes ? "good" : "bad", sentence);
  if (path)
    sv_page_element (stream, "p", "dim", path);
}

static void
put_advice (FILE *stream, const SvRecordReport *report)
{
  g_autofree char *sentence = sv_record_advice_sentence (report);
  if (!sentence)
    return;
  const char *old = report->tree->root->text;
  sv_page_element (stream, "h3", NULL, _ ("Change"));
  sv_page_element (stream, "p", report->advice->state == SV_SPF_ADVICE_REFUSED ? "bad" : NULL,
                   sentence);
  if (report->advice->state != SV_SPF_ADVICE_CHANGED)
    return;
  g_autofree char *counts = sv_record_advice_counts (report->advice);
  g_autofree char *zone = sv_record_zone_line (report);
  fputs ("<pre>", stream);
  if (old)
    {
      fputs ("<del class=\"bad\">- ", stream);
      sv_page_put (stream, old);
      fputs ("</del>\n", stream);
    }
  fputs ("<ins class=\"good\">+ ", stream);
  sv_page_put (stream, report->advice->record);
  fputs ("</ins></pre>\n", stream);
  sv_page_element (stream, "p", NULL, counts);
  sv_page_element (stream, "p", NULL, _ ("For a zone file:"));
  sv_page_copy (stream, zone);
}

static void
put_row (SvPageTable *table, const SvRecordRow *row)
{
  FILE *stream = table->stream;
  g_autofree char *depth
      = row->depth > 0 ? g_strdup_printf ("d%u", MIN (row->depth, DEPTH_SHOWN_MAX)) : NULL;
  g_autofree char *lookups = row->branch ? g_strdup_printf ("%u", row->branch->lookups) : NULL;
  g_autofree char *voids = row->branch ? g_strdup_printf ("%u", row->branch->voids) : NULL;
  sv_page_row (table, row->broken ? "bad" : row->reached ? NULL : "dim");
  sv_page_cell_open (table, depth);
  fputs ("<code>", stream);
  sv_page_put (stream, row->term);
  fputs ("</code>", stream);
  sv_page_cell_close (table);
  sv_page_cell (table, NULL, row->meaning);
  sv_page_cell (table, NULL, lookups ? lookups : "");
  sv_page_cell (table, NULL, voids ? voids : "");
  sv_page_row_end (table);
}

static void
put_tree (FILE *stream, const SvRecordReport *report)
{
  g_autoptr (GArray) rows = sv_record_rows (report);
  if (rows->len == 0)
    return;
  const char *const heads[] = { _ ("term"), _ ("meaning"), _ ("lookups"), _ ("void") };
  SvPageTable table;
  sv_page_element (stream, "h3", NULL, _ ("Term by term"));
  sv_page_table_begin (&table, stream, NULL, "llrr", heads);
  for (guint i = 0; i < rows->len; i++)
    put_row (&table, &g_array_index (rows, SvRecordRow, i));
  sv_page_table_end (&table);
}

static void
put_finding (FILE *stream, const SvRecordReport *report, const SvFinding *finding)
{
  g_autofree char *title = sv_finding_safe_text (finding, sv_finding_title);
  g_autofree char *detail = sv_finding_safe_text (finding, sv_finding_detail);
  g_autofree char *remedy = sv_finding_safe_text (finding, sv_finding_remedy);
  g_autofree char *place = sv_record_place (report, finding);
  fputs ("<li>", stream);
  fprintf (stream, "<strong class=\"tag %s\">", sv_severity_name (finding->severity));
  sv_page_put (stream, sv_severity_label (finding->severity));
  fputs ("</strong> ", stream);
  sv_page_put (stream, title);
  if (place)
    sv_page_element (stream, "p", "dim", place);
  if (detail)
    sv_page_text (stream, NULL, detail);
  if (remedy)
    sv_page_text (stream, NULL, remedy);
  fputs ("</li>\n", stream);
}

static void
put_findings (SvRecordOutput *self, const SvRecordReport *report)
{
  gboolean any = FALSE;
  for (guint i = 0; i < report->findings->len; i++)
    {
      const SvFinding *finding = &g_array_index (report->findings, SvFinding, i);
      if (finding->severity == SV_SEVERITY_INFO && !self->options.verbose)
        continue;
      if (!any)
        {
          sv_page_element (self->stream, "h3", NULL, _ ("Findings"));
          fputs ("<ul>\n", self->stream);
        }
      any = TRUE;
      put_finding (self->stream, report, finding);
    }
  if (any)
    fputs ("</ul>\n", self->stream);
}

void
sv_record_html_begin (SvRecordOutput *self)
{
  sv_page_begin (self->stream, _ ("SPF records"));
  sv_page_element (self->stream, "h1", NULL, _ ("SPF records"));
}

void
sv_record_html (SvRecordOutput *self, const SvRecordReport *report)
{
  FILE *stream = self->stream;
  fputs ("<section>\n", stream);
  put_head (stream, report);
  put_ip (stream, report);
  put_advice (stream, report);
  put_tree (stream, report);
  put_networks (stream, report);
  put_findings (self, report);
  fputs ("</section>\n", stream);
}

void
sv_record_html_end (SvRecordOutput *self)
{
  sv_page_end (self->stream);
}
