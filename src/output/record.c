/* SPDX-License-Identifier: GPL-3.0-or-later
 * The table of formats of `record`; see record.h. */

#include "output/record.h"

#include <string.h>

/* clang-format off */
const SvRecordFormat sv_record_formats[] = {
  { "text",     NULL,                 sv_record_text,     NULL },
  { "json",     sv_record_json_begin, sv_record_json,     sv_record_json_end },
  { "html",     sv_record_html_begin, sv_record_html,     sv_record_html_end },
  { "markdown", NULL,                 sv_record_markdown, NULL },
  { NULL,       NULL,                 NULL,               NULL },
};
/* clang-format on */

const SvRecordFormat *
sv_record_format_find (const char *name)
{
  for (const SvRecordFormat *format = sv_record_formats; format->name; format++)
    if (strcmp (format->name, name) == 0)
      return format;
  return NULL;
}

void
sv_record_report_free (SvRecordReport *report)
{
  if (!report)
    return;
  g_free (report->domain);
  g_clear_pointer (&report->tree, sv_spf_tree_free);
  g_clear_pointer (&report->findings, g_array_unref);
  g_clear_pointer (&report->spf, sv_spf_evaluation_free);
  g_clear_pointer (&report->networks, g_array_unref);
  g_clear_pointer (&report->advice, sv_spf_advice_free);
  g_free (report);
}
