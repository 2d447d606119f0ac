/* SPDX-License-Identifier: GPL-3.0-or-later
 * The table of output formats; see output.h. */

#include "output/output.h"

#include "output/formats.h"
#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>

/* clang-format off */
const SvFormat sv_formats[] = {
  { "text",  N_("a report for people"),           NULL,          sv_text_report,  sv_text_end, TRUE, sv_text_between },
  { "json",  N_("one JSON document"),             sv_json_begin, sv_json_report,  sv_json_end },
  { "jsonl", N_("one JSON object a line"),        NULL,          sv_jsonl_report, NULL, TRUE },
  { "csv",   N_("one line a message, RFC 4180"),  sv_csv_begin,  sv_csv_report,   NULL, TRUE },
  { "html",  N_("one page for browser and printer"), sv_html_begin, sv_html_report, sv_html_end },
  { "markdown", N_("for a ticket"), NULL, sv_markdown_report, sv_markdown_end },
  { NULL,    NULL,                                NULL,          NULL,            NULL },
};
/* clang-format on */

const SvFormat *
sv_format_find (const char *name)
{
  for (const SvFormat *format = sv_formats; format->name; format++)
    if (strcmp (format->name, name) == 0)
      return format;
  return NULL;
}

void
sv_output_init (SvOutput *output, const SvFormat *format, FILE *stream,
                const SvOutputOptions *options)
{
  *output = (SvOutput){
    .stream = stream,
    .options = *options,
    .begin = format->begin,
    .report = format->report,
    .end = format->end,
    .between = format->between,
    .alone = format->alone,
  };
}

void
sv_output_begin (SvOutput *output)
{
  if (output->begin)
    output->begin (output);
}

void
sv_output_report (SvOutput *output, const SvReport *report)
{
  if (output->written > 0 && output->between)
    output->between (output);
  output->report (output, report);
  output->written++;
}

char *
sv_output_render (const SvOutput *output, const SvReport *report, gsize *len)
{
  if (!output->alone)
    return NULL;
  char *text = NULL;
  /* What stands in `output` between the calls is another thread's. */
  SvOutput single = { .options = output->options, .report = output->report };
  single.stream = open_memstream (&text, len);
  if (!single.stream)
    g_error ("open_memstream: %s", g_strerror (errno));
  single.report (&single, report);
  if (fclose (single.stream) != 0)
    g_error ("open_memstream: %s", g_strerror (errno));
  return text;
}

void
sv_output_rendered (SvOutput *output, const char *text, gsize len)
{
  if (output->written > 0 && output->between)
    output->between (output);
  fwrite (text, 1, len, output->stream);
  output->written++;
}

void
sv_output_end (SvOutput *output, const SvTotals *totals)
{
  if (output->end)
    output->end (output, totals);
}
