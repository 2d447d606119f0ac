/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which characters are unsafe, and how they are shown; see escape.h. */

#include "output/escape.h"

#include <string.h>

/* Characters that GLib counts as printable and that show nothing all the same
 * (Default_Ignorable_Code_Point of the Unicode character database, less its format controls). */
static const struct
{
  gunichar first, last;
} invisible[] = {
  { 0x034f, 0x034f },   /* combining grapheme joiner */
  { 0x115f, 0x1160 },   /* Hangul fillers */
  { 0x17b4, 0x17b5 },   /* Khmer inherent vowels */
  { 0x180b, 0x180f },   /* Mongolian variation selectors */
  { 0x2028, 0x2029 },   /* line and paragraph separator */
  { 0x3164, 0x3164 },   /* Hangul filler */
  { 0xfe00, 0xfe0f },   /* variation selectors */
  { 0xffa0, 0xffa0 },   /* half-width Hangul filler */
  { 0xe0100, 0xe01ef }, /* variation selectors supplement */
};

gboolean
sv_char_is_unsafe (gunichar c)
{
  if (c < 0x7f)
    return c < 0x20;
  if (!g_unichar_isprint (c))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (invisible); i++)
    if (c >= invisible[i].first && c <= invisible[i].last)
      return TRUE;
  return FALSE;
}

static void
append_unsafe (GString *out, gunichar c)
{
  if (c == '\t')
    g_string_append_c (out, ' ');
  else if (c < 0x80)
    g_string_append_printf (out, "\\x%02x", c);
  else if (c < 0x10000)
    g_string_append_printf (out, "\\u%04x", c);
  else
    g_string_append_printf (out, "\\U%08x", c);
}

void
sv_escape_append (GString *out, const char *text, gsize len)
{
  const char *end = text + len;
  while (text < end)
    {
      gunichar c = g_utf8_get_char_validated (text, end - text);
      if (c == (gunichar)-1 || c == (gunichar)-2)
        {
          g_string_append_printf (out, "\\x%02x", (guchar)*text++);
          continue;
        }
      const char *next = g_utf8_next_char (text);
      if (sv_char_is_unsafe (c))
        append_unsafe (out, c);
      else
        g_string_append_len (out, text, next - text);
      text = next;
    }
}

char *
sv_escape (const char *text)
{
  if (!text)
    return NULL;
  GString *out = g_string_sized_new (strlen (text));
  sv_escape_append (out, text, strlen (text));
  return g_string_free (out, FALSE);
}
