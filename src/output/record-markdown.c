/* SPDX-License-Identifier: GPL-3.0-or-later
 * Records as markdown, to be pasted into a ticket; see record.h. */

#include "output/escape.h"
#include "output/finding-text.h"
#include "output/record-words.h"
#include "spf/networks.h"

#include <glib/gi18n.h>
#include <string.h>

/* Everything that GitHub Flavored Markdown gives a meaning inside a line: emphasis, code, links,
 * HTML, tables, mentions, references. */
static gboolean
is_markup (char c)
{
  return c && strchr ("\\`*_[]<>#|~&@$", c);
}

/* The links that GitHub makes of bare words. */
static gboolean
begins_link (const char *text)
{
  return g_str_has_prefix (text, "://") || g_ascii_strncasecmp (text, "www.", 4) == 0
         || g_ascii_strncasecmp (text, "mailto:", 7) == 0
         || g_ascii_strncasecmp (text, "xmpp:", 5) == 0;
}

/* The only way for text into a line. */
static void
put (FILE *stream, const char *text)
{
  g_autofree char *safe = sv_escape (text ? text : "-");
  gboolean link = FALSE;
  for (const char *c = safe; *c; c++)
    {
      link = link || begins_link (c);
      gboolean joint = link && (*c == ':' || *c == '.');
      link = link && !joint;
      fprintf (stream, is_markup (*c) || joint ? "\\%c" : "%c", *c);
    }
}

/* Code in a line; a table takes "|" for its own even there.  The fence is longer than any run of
 * backticks inside. */
static void
put_code (FILE *stream, const char *text)
{
  g_autofree char *safe = sv_escape (text ? text : "-");
  gsize fence = 1, run = 0;
  for (const char *c = safe; *c; c++)
    {
      run = *c == '`' ? run + 1 : 0;
      fence = MAX (fence, run + 1);
    }
  g_autofree char *ticks = g_strnfill (fence, '`');
  const char *pad = fence > 1 ? " " : "";
  fprintf (stream, "%s%s", ticks, pad);
  for (const char *c = safe; *c; c++)
    fprintf (stream, *c == '|' ? "\\%c" : "%c", *c);
  fprintf (stream, "%s%s", pad, ticks);
}

/* Lines to be copied: indented code has no fence that a text could close. */
static void
put_block (FILE *stream, const char *lead, const char *text)
{
  g_autofree char *safe = sv_escape (text);
  fprintf (stream, "    %s%s\n", lead, safe);
}

static void
put_heading (FILE *stream, const char *text)
{
  fputs ("\n### ", stream);
  put (stream, text);
  fputs ("\n\n", stream);
}

static void
put_paragraph (FILE *stream, const char *text)
{
  put (stream, text);
  fputs ("\n\n", stream);
}

/* A text of ours with line ends as part of a list item; lines that begin with a blank are code. */
static void
put_text (FILE *stream, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line; line++)
    {
      if (!**line)
        continue;
      fputs ("\n  ", stream);
      if (**line == ' ')
        put_block (stream, "", *line + strspn (*line, " "));
      else
        {
          put (stream, *line);
          fputc ('\n', stream);
        }
    }
}

static void
put_head (FILE *stream, const SvRecordReport *report)
{
  const SvSpfNode *root = report->tree->root;
  SvSeverity worst;
  g_autofree char *headline = sv_record_headline (report, &worst);
  g_autofree char *counts = sv_record_counts (report);
  fputs ("## ", stream);
  put_paragraph (stream, headline);
  if (counts)
    put_paragraph (stream, counts);
  if (root->text)
    put_block (stream, "", root->text);
  for (guint i = 0; !root->text && root->texts && i < root->texts->len; i++)
    put_block (stream, "", g_ptr_array_index (root->texts, i));
}

static void
put_ip (FILE *stream, const SvRecordReport *report)
{
  g_autofree char *sentence = sv_record_ip_sentence (report);
  g_autofree char *path = sv_record_path (report->spf);
  if (!sentence)
    return;
  fputc ('\n', stream);
  put_paragraph (stream, sentence);
  if (path)
    put_paragraph (stream, path);
}

static void
put_advice (FILE *stream, const SvRecordReport *report)
{
  g_autofree char *sentence = sv_record_advice_sentence (report);
  if (!sentence)
    return;
  const char *old = report->tree->root->text;
  put_heading (stream, _ ("Change"));
  put_paragraph (stream, sentence);
  if (report->advice->state != SV_SPF_ADVICE_CHANGED)
    return;
  g_autofree char *counts = sv_record_advice_counts (report->advice);
  g_autofree char *zone = sv_record_zone_line (report);
  if (old)
    put_block (stream, "- ", old);
  put_block (stream, "+ ", report->advice->record);
  fputc ('\n', stream);
  put_paragraph (stream, counts);
  put_paragraph (stream, _ ("For a zone file:"));
  put_block (stream, "", zone);
}

static void
put_row (FILE *stream, const SvRecordRow *row)
{
  fputs ("| ", stream);
  for (guint i = 0; i < row->depth; i++)
    fputs ("&rsaquo; ", stream);
  put_code (stream, row->term);
  fputs (" | ", stream);
  put (stream, row->meaning);
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
  put_heading (stream, _ ("Term by term"));
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      fputs ("| ", stream);
      put (stream, heads[i]);
      fputc (' ', stream);
    }
  fputs ("|\n| --- | --- | ---: | ---: |\n", stream);
  for (guint i = 0; i < rows->len; i++)
    put_row (stream, &g_array_index (rows, SvRecordRow, i));
}

static void
put_networks (FILE *stream, const SvRecordReport *report)
{
  if (!report->networks)
    return;
  put_heading (stream, _ ("Addresses that pass"));
  if (!report->exact)
    put_paragraph (stream, sv_record_inexact ());
  for (guint i = 0; i < report->networks->len; i++)
    {
      g_autofree char *text
          = sv_spf_network_text (&g_array_index (report->networks, SvSpfNetwork, i));
      put_block (stream, "", text);
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
  put (stream, sv_severity_label (finding->severity));
  fputs ("**: ", stream);
  put (stream, title);
  if (place)
    {
      fputs (" (", stream);
      put (stream, place);
      fputc (')', stream);
    }
  fputc ('\n', stream);
  if (detail)
    put_text (stream, detail);
  if (remedy)
    put_text (stream, remedy);
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
        put_heading (self->stream, _ ("Findings"));
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
