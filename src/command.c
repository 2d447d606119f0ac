/* SPDX-License-Identifier: GPL-3.0-or-later
 * What all commands share: how the program complains. */

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
