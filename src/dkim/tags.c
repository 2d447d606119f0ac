/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tag lists and the forms of their values; see tags.h. */

#include "dkim/tags.h"

#include <string.h>

/* RFC 6376 3.5: digits of a length; times have fewer. */
#define DIGITS_MAX 76

/* tag-name = ALPHA *ALNUMPUNC; ALNUMPUNC = ALPHA / DIGIT / "_" */
static gboolean
is_name (SvSlice name)
{
  if (name.len == 0 || !g_ascii_isalpha (name.data[0]))
    return FALSE;
  for (gsize i = 1; i < name.len; i++)
    if (!g_ascii_isalnum (name.data[i]) && name.data[i] != '_')
      return FALSE;
  return TRUE;
}

static const SvTag *
find (const SvTagList *list, const char *name, gsize len)
{
  for (guint i = 0; i < list->n; i++)
    if (list->tags[i].name.len == len && memcmp (list->tags[i].name.data, name, len) == 0)
      return &list->tags[i];
  return NULL;
}

/* tag-spec = [FWS] tag-name [FWS] "=" [FWS] tag-value [FWS] */
static gboolean
read_tag (SvTagList *list, SvSlice spec)
{
  const char *equals = memchr (spec.data, '=', spec.len);
  if (!equals || list->n == SV_TAGS_MAX)
    return FALSE;
  gsize before = (gsize)(equals - spec.data);
  SvTag tag = { .name = sv_slice_trim ((SvSlice){ spec.data, before }),
                .span = { equals + 1, spec.len - before - 1 } };
  tag.value = sv_slice_trim (tag.span);
  if (!is_name (tag.name) || find (list, tag.name.data, tag.name.len))
    return FALSE;
  list->tags[list->n++] = tag;
  return TRUE;
}

/* tag-list = tag-spec *( ";" tag-spec ) [ ";" ].  An empty tag-spec is passed over: ";;" is common
 * in key records, and means nothing. */
gboolean
sv_tags_read (SvTagList *list, const char *data, gsize len)
{
  SvScanner scanner;
  list->n = 0;
  sv_scanner_init (&scanner, data, len);
  while (!sv_scanner_at_end (&scanner))
    {
      SvSlice spec = sv_scanner_until (&scanner, ";");
      if (sv_slice_trim (spec).len && !read_tag (list, spec))
        return FALSE;
      sv_scanner_accept (&scanner, ';');
    }
  return list->n > 0;
}

const SvTag *
sv_tags_find (const SvTagList *list, const char *name)
{
  return find (list, name, strlen (name));
}

SvSlice
sv_tags_value (const SvTagList *list, const char *name)
{
  const SvTag *tag = sv_tags_find (list, name);
  return tag ? tag->value : (SvSlice){ "", 0 };
}

char *
sv_tag_text (SvSlice value)
{
  GString *text = g_string_sized_new (value.len);
  for (gsize i = 0; i < value.len; i++)
    if (!g_ascii_isspace (value.data[i]))
      g_string_append_c (text, value.data[i]);
  gboolean usable = text->len > 0 && !memchr (text->str, '\0', text->len);
  return g_string_free (text, !usable);
}

gboolean
sv_tag_number (SvSlice value, guint64 *number)
{
  *number = 0;
  if (value.len == 0 || value.len > DIGITS_MAX)
    return FALSE;
  for (gsize i = 0; i < value.len; i++)
    {
      if (!g_ascii_isdigit (value.data[i]))
        return FALSE;
      if (*number > (G_MAXINT64 - 9) / 10)
        *number = G_MAXINT64;
      else
        *number = *number * 10 + (guint64)(value.data[i] - '0');
    }
  return TRUE;
}

/* The six bits of a base64 digit, or -1. */
static int
digit (char c)
{
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* base64string = ALPHADIGITPS *([FWS] ALPHADIGITPS) [ [FWS] "=" [ [FWS] "=" ] ] */
GBytes *
sv_tag_base64 (SvSlice value)
{
  g_autoptr (GByteArray) out = g_byte_array_sized_new ((guint)(value.len / 4 * 3 + 3));
  guint32 bits = 0;
  guint n_bits = 0, padding = 0;
  for (gsize i = 0; i < value.len; i++)
    {
      int six = digit (value.data[i]);
      if (g_ascii_isspace (value.data[i]))
        continue;
      if (value.data[i] == '=' ? ++padding > 2 : six < 0 || padding)
        return NULL;
      if (padding)
        continue;
      bits = bits << 6 | (guint32)six;
      n_bits += 6;
      if (n_bits < 8)
        continue;
      n_bits -= 8;
      guint8 byte = (guint8)(bits >> n_bits);
      g_byte_array_append (out, &byte, 1);
      bits &= (1u << n_bits) - 1;
    }
  /* A lone digit holds no byte; other bits would be a second spelling of the same bytes. */
  if (n_bits >= 6 || bits || out->len == 0)
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

gboolean
sv_tag_next_item (SvScanner *list, SvSlice *item)
{
  if (sv_scanner_at_end (list))
    return FALSE;
  *item = sv_slice_trim (sv_scanner_until (list, ":"));
  sv_scanner_accept (list, ':');
  return TRUE;
}

gboolean
sv_tag_list_has (SvSlice list, const char *word)
{
  SvScanner scanner;
  SvSlice item;
  sv_scanner_init_slice (&scanner, list);
  while (sv_tag_next_item (&scanner, &item))
    if (sv_slice_is (item, word))
      return TRUE;
  return FALSE;
}
