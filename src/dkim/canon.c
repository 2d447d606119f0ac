/* SPDX-License-Identifier: GPL-3.0-or-later
 * Canonical forms; see canon.h. */

#include "dkim/canon.h"

#include <string.h>

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

/* Appends bytes with every line end as CRLF. */
static void
append_simple (GString *out, const char *p, const char *end)
{
  const char *newline;
  while ((newline = memchr (p, '\n', (gsize)(end - p))))
    {
      gboolean has_cr = newline > p && newline[-1] == '\r';
      g_string_append_len (out, p, newline - p - (has_cr ? 1 : 0));
      g_string_append (out, "\r\n");
      p = newline + 1;
    }
  g_string_append_len (out, p, end - p);
}

/* Appends bytes of a field's value that begins at `start` of `out`: line ends taken out, runs of
 * blanks made one, none at the beginning.  `blank` carries a run from one part to the next. */
static void
append_relaxed (GString *out, gsize start, const char *p, const char *end, gboolean *blank)
{
  while (p < end)
    {
      const char *run = p;
      if (*p == '\n' || (*p == '\r' && p + 1 < end && p[1] == '\n'))
        {
          p += *p == '\r' ? 2 : 1;
          continue;
        }
      if (is_blank (*p))
        {
          *blank = TRUE;
          p++;
          continue;
        }
      if (*blank && out->len > start)
        g_string_append_c (out, ' ');
      *blank = FALSE;
      do
        p++;
      while (p < end && !is_blank (*p) && *p != '\n' && *p != '\r');
      g_string_append_len (out, run, p - run);
    }
}

void
sv_canon_field (GString *out, SvCanon canon, const SvHeaders *headers, const SvField *field,
                SvSlice left_out)
{
  const char *end = field->raw + field->raw_len;
  const char *gap = left_out.len ? left_out.data : end;
  const char *behind = left_out.len ? gap + left_out.len : end;
  if (canon == SV_CANON_SIMPLE)
    {
      const char *block = g_bytes_get_data (headers->block, NULL);
      append_simple (out, block + field->offset, gap);
      append_simple (out, behind, end);
      return;
    }
  g_string_append (out, field->name);
  g_string_append_c (out, ':');
  gsize start = out->len;
  gboolean blank = FALSE;
  append_relaxed (out, start, field->raw, gap, &blank);
  append_relaxed (out, start, behind, end, &blank);
}

/* Whether a line is an mbox's quotation of one that begins with "From ". */
static gboolean
is_quoted (const char *p, const char *end)
{
  const char *quote = p;
  while (p < end && *p == '>')
    p++;
  return p > quote && end - p >= 5 && memcmp (p, "From ", 5) == 0;
}

gboolean
sv_canon_has_quotes (GBytes *body)
{
  gsize len;
  const char *p = g_bytes_get_data (body, &len);
  const char *end = len ? p + len : p;
  while (p < end)
    {
      if (is_quoted (p, end))
        return TRUE;
      const char *newline = memchr (p, '\n', (gsize)(end - p));
      p = newline ? newline + 1 : end;
    }
  return FALSE;
}

static void
append (GByteArray *out, const char *data, gsize len)
{
  g_byte_array_append (out, (const guint8 *)data, (guint)len);
}

/* Appends a line with runs of blanks made one and none at its end (RFC 6376 3.4.4). */
static void
append_line_relaxed (GByteArray *out, const char *p, const char *end)
{
  while (end > p && is_blank (end[-1]))
    end--;
  while (p < end)
    {
      const char *run = p;
      while (p < end && !is_blank (*p))
        p++;
      append (out, run, (gsize)(p - run));
      if (p == end)
        return;
      append (out, " ", 1);
      while (is_blank (*p))
        p++;
    }
}

/* Both forms leave empty lines at the end out (RFC 6376 3.4.3, 3.4.4), so lines without anything
 * are counted until one with something comes. */
GByteArray *
sv_canon_body (SvCanon canon, GBytes *body, gboolean unquote)
{
  gsize len;
  const char *p = g_bytes_get_data (body, &len);
  const char *end = len ? p + len : p;
  GByteArray *out = g_byte_array_sized_new ((guint)(len + len / 32 + 2));
  gsize empty = 0;
  while (p < end)
    {
      const char *newline = memchr (p, '\n', (gsize)(end - p));
      const char *stop = newline ? newline : end;
      const char *next = newline ? newline + 1 : end;
      if (newline && stop > p && stop[-1] == '\r')
        stop--;
      if (unquote && is_quoted (p, stop))
        p++;
      while (canon == SV_CANON_RELAXED && stop > p && is_blank (stop[-1]))
        stop--;
      if (stop == p)
        empty++;
      else
        {
          for (; empty > 0; empty--)
            append (out, "\r\n", 2);
          if (canon == SV_CANON_RELAXED)
            append_line_relaxed (out, p, stop);
          else
            append (out, p, (gsize)(stop - p));
          append (out, "\r\n", 2);
        }
      p = next;
    }
  /* The simple form of no body is a line end, the relaxed form nothing. */
  if (out->len == 0 && canon == SV_CANON_SIMPLE)
    append (out, "\r\n", 2);
  return out;
}
