/* SPDX-License-Identifier: GPL-3.0-or-later
 * What all commands share: how the program complains, and --fail-on. */

#include "command.h"

#include "output/escape.h"

#include <stdarg.h>
#include <stdio.h>

void
sv_complain (const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_autofree char *visible = sv_escape (text);
  fprintf (stderr, "spfview: %s\n", visible);
}

gboolean
sv_fail_on_met (SvFailOn fail_on, const SvReport *report)
{
  if (fail_on == SV_FAIL_ON_DRIFT)
    return report->comparison.status == SV_COMPARE_DRIFT;
  if (fail_on == SV_FAIL_ON_NEVER)
    return FALSE;
  SvSeverity least = fail_on == SV_FAIL_ON_ERROR ? SV_SEVERITY_ERROR : SV_SEVERITY_WARNING;
  for (guint i = 0; i < report->findings->len; i++)
    if (g_array_index (report->findings, SvFinding, i).severity >= least)
      return TRUE;
  return FALSE;
}
