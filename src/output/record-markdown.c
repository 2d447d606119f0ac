/* SPDX-License-Identifier: GPL-3.0-or-later
 * Records as markdown, to be pasted into a ticket; see record.h. */

#include "output/finding-text.h"
#include "output/markdown-writer.h"
#include "output/record-words.h"
#include "spf/networks.h"

#include <glib/gi18n.h>
#include <string.h>

static void
put_head (FILE *stream, const SvRecordReport *report)
{
  const SvSpfNode *root = report->tree->root;
  SvSeverity worst;
  g_autofree char *headline = sv_record_headline (report, &worst);
  g_autofree char *counts = sv_record_counts (report);
  fputs ("## ", stream);
  sv_markdown_paragraph (stream, headline);
  if (counts)
    sv_markdown_paragraph (stream, counts);
  if (root->text)
    sv_markdown_block (stream, "", root->text);
  for (guint i = 0; !root->text && root->texts && i < root->texts->len; i++)
    sv_markdown_block (stream, "", g_ptr_array_index (root->texts, i));
}

static void
put_ip (FILE *stream, const SvRecordReport *report)
{
  g_autofree char *sentence = sv_record_ip_sentence (report);
  g_autofree char *path = sv_record_path (report->spf);
  if (!sentence)
    return;
  fputc ('\n', stream);
  sv_markdown_paragraph (stream, sentence);
  if (path)
    sv_markdown_paragraph (stream, path);
}

static void
put_advice (FILE *stream, const SvRecordReport *report)
{
  g_autofree char *sentence = sv_record_advice_sentence (report);
  if (!sentence)
    return;
  const char *old = report->tree->root->text;
  sv_markdown_heading (stream, _ ("Change"));
  sv_markdown_paragraph (stream, sentence);
  if (report->advice->state != SV_SPF_ADVICE_CHANGED)
    return;
  g_autofree char *counts = sv_record_advice_counts (report->advice);
  g_autofree char *zone = sv_record_zone_line (report);
  if (old)
    sv_markdown_block (stream, "- ", old);
  sv_markdown_block (stream, "+ ", report->advice->record);
  fputc ('\n', stream);
  sv_markdown_paragraph (stream, counts);
  sv_markdown_paragraph (stream, _ ("For a zone file:"));
  sv_markdown_block (stream, "", zone);
}

static void
put_row (FILE *stream, const SvRecordRow *row)
{
  fputs ("| ", stream);
  for (guint i = 0; i < row->depth; i++)
    fputs ("&rsaquo; ", stream);
  sv_markdown_code (stream, row->term);
  fputs (" | ", stream);
  sv_markdown_put (stream, row->meaning);
  if (row->branch)
    fprintf (stream, " | %u | %u |\n", row->branch->lookups, row->branch->voids);
  else
    fputs (" | | |\n", stream);
}

static void
put_tree (FILE *stream, const SvRecordReport *report)
{
  g_autoptr (GArray) rows = sv_record_rows (report);
  if (rows->len == 0)
    return;
  const char *const heads[] = { _ ("term"), _ ("meaning"), _ ("lookups"), _ ("void") };
  sv_markdown_heading (stream, _ ("Term by term"));
  sv_markdown_table (stream, "llrr", heads);
  for (guint i = 0; i < rows->len; i++)
    put_row (stream, &g_array_index (rows, SvRecordRow, i));
}

static void
put_networks (FILE *stream, const SvRecordReport *report)
{
  if (!report->networks)
    return;
  sv_markdown_heading (stream, _ ("Addresses that pass"));
  if (!report->exact)
    sv_markdown_paragraph (stream, sv_record_inexact ());
  for (guint i = 0; i < report->networks->len; i++)
    {
      g_autofree char *text
          = sv_spf_network_text (&g_array_index (report->networks, SvSpfNetwork, i));
      sv_markdown_block (stream, "", text);
    }
}

static void
put_finding (FILE *stream, const SvRecordReport *report, const SvFinding *finding)
{
  g_autofree char *title = sv_finding_safe_text (finding, sv_finding_title);
  g_autofree char *detail = sv_finding_safe_text (finding, sv_finding_detail);
  g_autofree char *remedy = sv_finding_safe_text (finding, sv_finding_remedy);
  g_autofree char *place = sv_record_place (report, finding);
  fputs ("- **", stream);
  sv_markdown_put (stream, sv_severity_label (finding->severity));
  fputs ("**: ", stream);
  sv_markdown_put (stream, title);
  if (place)
    {
      fputs (" (", stream);
      sv_markdown_put (stream, place);
      fputc (')', stream);
    }
  fputc ('\n', stream);
  if (detail)
    sv_markdown_text (stream, detail);
  if (remedy)
    sv_markdown_text (stream, remedy);
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
        sv_markdown_heading (self->stream, _ ("Findings"));
      any = TRUE;
      put_finding (self->stream, report, finding);
    }
}

void
sv_record_markdown (SvRecordOutput *self, const SvRecordReport *report)
{
  if (self->index > 0)
    fputc ('\n', self->stream);
  put_head (self->stream, report);
  put_ip (self->stream, report);
  put_advice (self->stream, report);
  put_tree (self->stream, report);
  put_networks (self->stream, report);
  put_findings (self, report);
}
