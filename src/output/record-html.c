/* SPDX-License-Identifier: GPL-3.0-or-later
 * Records as one page of HTML: no script, no request to anywhere, light and dark; see record.h. */

#include "output/escape.h"
#include "output/finding-text.h"
#include "output/record-words.h"
#include "spf/networks.h"

#include <glib/gi18n.h>
#include <string.h>

/* The policy forbids what the page does not do: should a record ever get markup past the escaping,
 * it could still load and run nothing. */
static const char head[]
    = "<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n";

static const char style[]
    = "<style>\n"
      ":root{color-scheme:light dark;--fg:#1b1f24;--bg:#fff;--dim:#57606a;--line:#d0d7de;"
      "--soft:#f6f8fa;--good:#1a7f37;--bad:#b3261e;--warn:#8a5a00}\n"
      "@media (prefers-color-scheme:dark){:root{--fg:#e6edf3;--bg:#0d1117;--dim:#9aa4af;"
      "--line:#30363d;--soft:#161b22;--good:#56d364;--bad:#ff8a80;--warn:#e3b341}}\n"
      "body{font:16px/1.5 system-ui,sans-serif;color:var(--fg);background:var(--bg);"
      "max-width:70rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}\n"
      "h1{font-size:1.4rem}h2{font-size:1.25rem;margin:2rem 0 0}h3{font-size:1.05rem}\n"
      "pre,code{font-family:ui-monospace,monospace;font-size:.9em}\n"
      "pre{background:var(--soft);border:1px solid var(--line);padding:.6rem;"
      "white-space:pre-wrap}\n"
      "table{border-collapse:collapse;width:100%}\n"
      "th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;"
      "border-bottom:1px solid var(--line)}\n"
      "td.n,th.n{text-align:right;white-space:nowrap}\n"
      "@media(min-width:40rem){td:first-child{min-width:19rem}}\n"
      ".dim{color:var(--dim)}.good{color:var(--good)}.bad,.error{color:var(--bad)}"
      ".warning{color:var(--warn)}\n"
      "</style>\n";

/* Depth of a term as padding; ten lookups cannot lead deeper. */
#define DEPTH_SHOWN_MAX 12

/* The only way for text into the page: made visible first, then the characters of markup. */
static void
put (FILE *stream, const char *text)
{
  g_autofree char *safe = sv_escape (text ? text : "-");
  g_autofree char *markup = g_markup_escape_text (safe, -1);
  fputs (markup, stream);
}

static void
element (FILE *stream, const char *tag, const char *class, const char *text)
{
  fprintf (stream, "<%s%s%s%s>", tag, class ? " class=\"" : "", class ? class : "",
           class ? "\"" : "");
  put (stream, text);
  fprintf (stream, "</%s>\n", tag);
}

/* A text of ours with line ends; lines that begin with a blank are for copying. */
static void
put_text (FILE *stream, const char *class, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line; line++)
    if (**line)
      element (stream, **line == ' ' ? "pre" : "p", **line == ' ' ? NULL : class,
               *line + strspn (*line, " "));
}

static void
put_networks (FILE *stream, const SvRecordReport *report)
{
  if (!report->networks)
    return;
  element (stream, "h3", NULL, _ ("Addresses that pass"));
  if (!report->exact)
    element (stream, "p", "warning", sv_record_inexact ());
  fputs ("<pre>", stream);
  for (guint i = 0; i < report->networks->len; i++)
    {
      g_autofree char *text
          = sv_spf_network_text (&g_array_index (report->networks, SvSpfNetwork, i));
      put (stream, text);
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
  element (stream, "h2", worst >= SV_SEVERITY_WARNING ? sv_severity_name (worst) : "good",
           headline);
  if (counts)
    element (stream, "p", "dim", counts);
  if (root->text)
    element (stream, "pre", NULL, root->text);
  for (guint i = 0; !root->text && root->texts && i < root->texts->len; i++)
    element (stream, "pre", NULL, g_ptr_array_index (root->texts, i));
}

static void
put_ip (FILE *stream, const SvRecordReport *report)
{
  g_autofree char *sentence = sv_record_ip_sentence (report);
  g_autofree char *path = sv_record_path (report->spf);
  if (!sentence)
    return;
  gboolean passes = report->spf->state == SV_SPF_STATE_DONE && report->spf->result == SV_SPF_PASS;
  element (stream, "p", passes ? "good" : "bad", sentence);
  if (path)
    element (stream, "p", "dim", path);
}

static void
put_advice (FILE *stream, const SvRecordReport *report)
{
  g_autofree char *sentence = sv_record_advice_sentence (report);
  if (!sentence)
    return;
  const char *old = report->tree->root->text;
  element (stream, "h3", NULL, _ ("Change"));
  element (stream, "p", report->advice->state == SV_SPF_ADVICE_REFUSED ? "bad" : NULL, sentence);
  if (report->advice->state != SV_SPF_ADVICE_CHANGED)
    return;
  g_autofree char *counts = sv_record_advice_counts (report->advice);
  g_autofree char *zone = sv_record_zone_line (report);
  fputs ("<pre>", stream);
  if (old)
    {
      fputs ("<del class=\"bad\">- ", stream);
      put (stream, old);
      fputs ("</del>\n", stream);
    }
  fputs ("<ins class=\"good\">+ ", stream);
  put (stream, report->advice->record);
  fputs ("</ins></pre>\n", stream);
  element (stream, "p", NULL, counts);
  element (stream, "p", NULL, _ ("For a zone file:"));
  element (stream, "pre", NULL, zone);
}

static void
put_row (FILE *stream, const SvRecordRow *row)
{
  const char *class = row->broken ? " class=\"bad\"" : row->reached ? "" : " class=\"dim\"";
  fprintf (stream, "<tr%s><td style=\"padding-left:%u.5em\"><code>", class,
           MIN (row->depth, DEPTH_SHOWN_MAX));
  put (stream, row->term);
  fputs ("</code></td><td>", stream);
  put (stream, row->meaning);
  if (row->branch)
    fprintf (stream, "</td><td class=\"n\">%u</td><td class=\"n\">%u</td></tr>\n",
             row->branch->lookups, row->branch->voids);
  else
    fputs ("</td><td></td><td></td></tr>\n", stream);
}

static void
put_tree (FILE *stream, const SvRecordReport *report)
{
  g_autoptr (GArray) rows = sv_record_rows (report);
  if (rows->len == 0)
    return;
  element (stream, "h3", NULL, _ ("Term by term"));
  fputs ("<table>\n<thead><tr>\n", stream);
  element (stream, "th", NULL, _ ("term"));
  element (stream, "th", NULL, _ ("meaning"));
  element (stream, "th", "n", _ ("lookups"));
  element (stream, "th", "n", _ ("void"));
  fputs ("</tr></thead>\n<tbody>\n", stream);
  for (guint i = 0; i < rows->len; i++)
    put_row (stream, &g_array_index (rows, SvRecordRow, i));
  fputs ("</tbody>\n</table>\n", stream);
}

static void
put_finding (FILE *stream, const SvRecordReport *report, const SvFinding *finding)
{
  g_autofree char *title = sv_finding_safe_text (finding, sv_finding_title);
  g_autofree char *detail = sv_finding_safe_text (finding, sv_finding_detail);
  g_autofree char *remedy = sv_finding_safe_text (finding, sv_finding_remedy);
  g_autofree char *place = sv_record_place (report, finding);
  fputs ("<li>", stream);
  element (stream, "strong", sv_severity_name (finding->severity),
           sv_severity_label (finding->severity));
  put (stream, title);
  if (place)
    element (stream, "p", "dim", place);
  if (detail)
    put_text (stream, NULL, detail);
  if (remedy)
    put_text (stream, NULL, remedy);
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
          element (self->stream, "h3", NULL, _ ("Findings"));
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
  /* Translators: the code of your language, as in <html lang="en">. */
  fprintf (self->stream, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n%s", _ ("en"), head);
  element (self->stream, "title", NULL, _ ("SPF records"));
  fprintf (self->stream, "%s</head>\n<body>\n", style);
  element (self->stream, "h1", NULL, _ ("SPF records"));
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
  fputs ("</body>\n</html>\n", self->stream);
}
