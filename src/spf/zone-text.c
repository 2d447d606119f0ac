/* SPDX-License-Identifier: GPL-3.0-or-later
 * A record as a zone file has it: in character-strings. */

#include "spf/advise.h"

#include <string.h>

/* Bytes of the next string: up to a blank where there is one, so that terms stay whole; the blank
 * itself must stay, for strings are joined without one (RFC 7208 3.3). */
static gsize
string_length (const char *record)
{
  gsize len = strlen (record);
  if (len <= SV_SPF_STRING_MAX)
    return len;
  const char *blank = memrchr (record, ' ', SV_SPF_STRING_MAX);
  return blank > record ? (gsize)(blank - record) + 1 : SV_SPF_STRING_MAX;
}

char *
sv_spf_zone_text (const char *record)
{
  GString *text = g_string_new (NULL);
  do
    {
      gsize len = string_length (record);
      g_string_append (text, text->len > 0 ? " \"" : "\"");
      for (const char *c = record; c < record + len; c++)
        if (*c == '"' || *c == '\\')
          g_string_append_printf (text, "\\%c", *c);
        else if (g_ascii_isprint (*c))
          g_string_append_c (text, *c);
        else
          g_string_append_printf (text, "\\%03u", (guint)(guchar)*c);
      g_string_append_c (text, '"');
      record += len;
    }
  while (*record);
  return g_string_free (text, FALSE);
}
