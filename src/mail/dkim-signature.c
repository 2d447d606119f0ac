/* SPDX-License-Identifier: GPL-3.0-or-later
 * DKIM-Signature's tag list; see dkim-signature.h. */

#include "mail/dkim-signature.h"

#include "mail/scanner.h"

#include <string.h>

/* How a tag's value is kept. */
typedef enum
{
  TAG_TEXT,   /* without any white space: folding may split it anywhere */
  TAG_EXPIRY, /* a number */
  TAG_LENGTH,
} TagKind;

/* The tags of RFC 6376 3.5. */
/* clang-format off */
static const struct
{
  const char *name;
  TagKind kind;
  gsize field;
} tags[] = {
  { "d", TAG_TEXT, G_STRUCT_OFFSET (SvDkimSignature, domain) },
  { "s", TAG_TEXT, G_STRUCT_OFFSET (SvDkimSignature, selector) },
  { "i", TAG_TEXT, G_STRUCT_OFFSET (SvDkimSignature, identity) },
  { "a", TAG_TEXT, G_STRUCT_OFFSET (SvDkimSignature, algorithm) },
  { "b", TAG_TEXT, G_STRUCT_OFFSET (SvDkimSignature, signature) },
  { "x", TAG_EXPIRY, 0 },
  { "l", TAG_LENGTH, 0 },
};
/* clang-format on */

static const char *
keep_without_space (SvSlice value, GStringChunk *strings)
{
  if (value.len == 0)
    return NULL;
  char *text = g_string_chunk_insert_len (strings, value.data, (gssize)value.len), *to = text;
  for (const char *p = text; p < text + value.len; p++)
    if (!g_ascii_isspace (*p))
      *to++ = *p;
  *to = '\0';
  return to > text ? text : NULL;
}

/* 1*76DIGIT; what does not fit into 63 bits is no time and no length of this world. */
static gboolean
read_number (SvSlice value, guint64 *number)
{
  *number = 0;
  for (gsize i = 0; i < value.len; i++)
    {
      if (!g_ascii_isdigit (value.data[i]) || *number > (G_MAXINT64 - 9) / 10)
        return FALSE;
      *number = *number * 10 + (guint64)(value.data[i] - '0');
    }
  return value.len > 0;
}

/* Stores one tag; FALSE if it cannot be read or stands there twice (RFC 6376 3.2 forbids that). */
static gboolean
set_tag (SvDkimSignature *out, SvSlice name, SvSlice value, GStringChunk *strings)
{
  gsize row = 0;
  guint64 number;
  while (row < G_N_ELEMENTS (tags)
         && !(name.len == 1 && name.data[0] == tags[row].name[0])) /* tag names have case */
    row++;
  if (row == G_N_ELEMENTS (tags))
    return TRUE;
  if (tags[row].kind == TAG_TEXT)
    {
      const char **field = (const char **)G_STRUCT_MEMBER_P (out, tags[row].field);
      if (*field)
        return FALSE;
      *field = keep_without_space (value, strings);
      return *field != NULL;
    }
  gboolean *has = tags[row].kind == TAG_EXPIRY ? &out->has_expiry : &out->has_length;
  if (*has || !read_number (value, &number))
    return FALSE;
  *has = TRUE;
  if (tags[row].kind == TAG_EXPIRY)
    out->expiry = (gint64)number;
  else
    out->length = number;
  return TRUE;
}

/* tag-list = tag-spec *( ";" tag-spec ) [ ";" ]; tag-spec = [FWS] name [FWS] "=" [FWS] value [FWS]
 * (RFC 6376 3.2) */
void
sv_dkim_signature_parse (const SvField *field, GStringChunk *strings, SvDkimSignature *out)
{
  SvScanner scanner;
  *out = (SvDkimSignature){ .line = field->line };
  sv_scanner_init (&scanner, field->value, field->len);
  while (!sv_scanner_at_end (&scanner))
    {
      sv_scanner_skip_space (&scanner);
      SvScanner start = scanner;
      SvSlice spec = sv_scanner_until (&scanner, ";");
      const char *equals = spec.len ? memchr (spec.data, '=', spec.len) : NULL;
      gsize before = equals ? (gsize)(equals - spec.data) : spec.len;
      SvSlice name = sv_slice_trim ((SvSlice){ spec.data, before });
      SvSlice value = { spec.data + before, spec.len - before };
      if (equals)
        value = sv_slice_trim ((SvSlice){ equals + 1, spec.len - before - 1 });
      if (spec.len && (!equals || !name.len || !set_tag (out, name, value, strings))
          && !out->partly)
        {
          out->partly = TRUE;
          out->partly_at = sv_scanner_offset (&start);
        }
      sv_scanner_accept (&scanner, ';');
    }
}
