/* SPDX-License-Identifier: GPL-3.0-or-later
 * The table of formats of a summary; see summary-output.h. */

#include "audit/summary-output.h"

#include <string.h>

const SvSummaryFormat sv_summary_formats[] = {
  { "text", sv_summary_text },
  { "json", sv_summary_json },
  { "html", sv_summary_html },
  { "markdown", sv_summary_markdown },
  { NULL, NULL },
};

const SvSummaryFormat *
sv_summary_format_find (const char *name)
{
  for (const SvSummaryFormat *format = sv_summary_formats; format->name; format++)
    if (strcmp (format->name, name) == 0)
      return format;
  return NULL;
}
