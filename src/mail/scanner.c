/* SPDX-License-Identifier: GPL-3.0-or-later
 * The verbs of scanner.h. */

#include "mail/scanner.h"

#include <string.h>

/* These and the loops below are the innermost of every reader: a call per byte to the C library was
 * a tenth of the time of a message. */
static gboolean
is_space (int c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static char
lower (char c)
{
  return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* What never stops anything, and is most of what is read: names, addresses, numbers. */
static gboolean
is_solid (char c)
{
  return g_ascii_isalnum (c) || c == '.' || c == '-' || c == '_';
}

static gboolean
is_stop (char c, const char *stops)
{
  if (is_solid (c))
    return FALSE;
  for (; stops && *stops; stops++)
    if (*stops == c)
      return TRUE;
  return FALSE;
}

static gboolean
is_word (int c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '_';
}

void
sv_scanner_init (SvScanner *scanner, const char *data, gsize len)
{
  *scanner = (SvScanner){ .begin = data, .cursor = data, .end = len ? data + len : data };
}

void
sv_scanner_init_slice (SvScanner *scanner, SvSlice slice)
{
  sv_scanner_init (scanner, slice.data, slice.len);
}

gsize
sv_scanner_offset (const SvScanner *scanner)
{
  return (gsize)(scanner->cursor - scanner->begin);
}

void
sv_scanner_fail (SvScanner *scanner)
{
  if (scanner->failed)
    return;
  scanner->failed = TRUE;
  scanner->failed_at = sv_scanner_offset (scanner);
}

gboolean
sv_scanner_accept_word (SvScanner *scanner, const char *word)
{
  SvSlice left = { scanner->cursor, (gsize)(scanner->end - scanner->cursor) };
  if (!sv_slice_starts (left, word))
    return FALSE;
  gsize len = strlen (word);
  if (left.len > len && is_word ((unsigned char)left.data[len]))
    return FALSE;
  scanner->cursor += len;
  return TRUE;
}

void
sv_scanner_skip_space (SvScanner *scanner)
{
  while (is_space (sv_scanner_peek (scanner)))
    scanner->cursor++;
}

/* comment = "(" *([FWS] ccontent) [FWS] ")" (RFC 5322 3.2.2).  Depth is counted, so nesting costs
 * no stack; quotes mean nothing inside a comment. */
gboolean
sv_scanner_comment (SvScanner *scanner, SvSlice *inside)
{
  if (sv_scanner_peek (scanner) != '(')
    return FALSE;
  const char *start = scanner->cursor + 1;
  guint depth = 0;
  for (const char *p = scanner->cursor; p < scanner->end; p++)
    {
      if (*p == '\\' && p + 1 < scanner->end)
        p++;
      else if (*p == '(')
        depth++;
      else if (*p == ')' && --depth == 0)
        {
          *inside = (SvSlice){ start, (gsize)(p - start) };
          scanner->cursor = p + 1;
          return TRUE;
        }
    }
  sv_scanner_fail (scanner);
  *inside = (SvSlice){ start, (gsize)(scanner->end - start) };
  scanner->cursor = scanner->end;
  return TRUE;
}

void
sv_scanner_skip_cfws (SvScanner *scanner)
{
  SvSlice ignored;
  do
    sv_scanner_skip_space (scanner);
  while (sv_scanner_comment (scanner, &ignored));
}

/* quoted-string = DQUOTE *([FWS] qcontent) [FWS] DQUOTE (RFC 5322 3.2.4) */
gboolean
sv_scanner_quoted_string (SvScanner *scanner, GString *out)
{
  if (sv_scanner_peek (scanner) != '"')
    return FALSE;
  for (const char *p = scanner->cursor + 1; p < scanner->end; p++)
    {
      if (*p == '"')
        {
          scanner->cursor = p + 1;
          return TRUE;
        }
      if (*p == '\\' && p + 1 < scanner->end)
        p++;
      if (out)
        g_string_append_c (out, *p);
    }
  sv_scanner_fail (scanner);
  scanner->cursor = scanner->end;
  return TRUE;
}

/* Takes a quoted string only if its closing quote stands somewhere. */
static gboolean
closed_quote (SvScanner *scanner, GString *content)
{
  SvScanner ahead = { scanner->begin, scanner->cursor, scanner->end, FALSE, 0 };
  if (!sv_scanner_quoted_string (&ahead, content))
    return FALSE;
  if (ahead.failed)
    {
      sv_scanner_fail (scanner);
      return FALSE;
    }
  scanner->cursor = ahead.cursor;
  return TRUE;
}

gboolean
sv_scanner_value (SvScanner *scanner, const char *stops, GString *out)
{
  const char *start = scanner->cursor;
  SvSlice rest;
  g_string_truncate (out, 0);
  gboolean quoted = closed_quote (scanner, out);
  if (!quoted && sv_scanner_accept (scanner, '<'))
    closed_quote (scanner, NULL);
  sv_scanner_run (scanner, stops, &rest);
  if (!quoted || rest.len)
    {
      g_string_truncate (out, 0);
      g_string_append_len (out, start, scanner->cursor - start);
    }
  return scanner->cursor > start;
}

gboolean
sv_scanner_run (SvScanner *scanner, const char *stops, SvSlice *run)
{
  const char *start = scanner->cursor;
  const char *p = start;
  while (p < scanner->end
         && (is_solid (*p) || (!is_space ((unsigned char)*p) && !is_stop (*p, stops))))
    p++;
  scanner->cursor = p;
  *run = (SvSlice){ start, (gsize)(scanner->cursor - start) };
  return run->len > 0;
}

SvSlice
sv_scanner_until (SvScanner *scanner, const char *stops)
{
  const char *start = scanner->cursor;
  const char *p = start;
  if (p < scanner->end && stops[0] && !stops[1])
    {
      p = memchr (p, stops[0], (gsize)(scanner->end - p));
      p = p ? p : scanner->end;
    }
  else
    while (p < scanner->end && !is_stop (*p, stops))
      p++;
  scanner->cursor = p;
  return (SvSlice){ start, (gsize)(p - start) };
}

/* How many bytes `text` and `slice` have in common from their beginnings on, without case. */
static gsize
common_length (SvSlice slice, const char *text)
{
  gsize i = 0;
  while (text[i] && i < slice.len && lower (slice.data[i]) == lower (text[i]))
    i++;
  return i;
}

gboolean
sv_slice_is_whole (SvSlice slice, const char *text)
{
  gsize common = common_length (slice, text);
  return common == slice.len && text[common] == '\0';
}

gboolean
sv_slice_starts_whole (SvSlice slice, const char *prefix)
{
  return prefix[common_length (slice, prefix)] == '\0';
}

SvSlice
sv_slice_trim (SvSlice slice)
{
  while (slice.len > 0 && is_space ((unsigned char)slice.data[0]))
    {
      slice.data++;
      slice.len--;
    }
  while (slice.len > 0 && is_space ((unsigned char)slice.data[slice.len - 1]))
    slice.len--;
  return slice;
}

const char *
sv_slice_keep (SvSlice slice, GStringChunk *strings)
{
  return slice.len ? g_string_chunk_insert_len (strings, slice.data, (gssize)slice.len) : NULL;
}
