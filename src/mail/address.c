/* SPDX-License-Identifier: GPL-3.0-or-later
 * Single mail addresses as real mail writes them, in angle brackets and without. */

#include "mail/address.h"

#include "mail/address-parts.h"

#include <string.h>

/* A quoted local part longer than this is not looked for inside angle brackets: RFC 5321 4.5.3.1.1
 * allows 64 bytes. */
#define QUOTED_MAX 256

static SvSlice
slice_between (const char *begin, const char *end)
{
  return (SvSlice){ begin, (gsize)(end - begin) };
}

gboolean
sv_address_has_at (SvSlice slice)
{
  return slice.len > 0 && memchr (slice.data, '@', slice.len) != NULL;
}

SvSlice
sv_address_without_comments (SvSlice text)
{
  SvScanner scanner;
  SvSlice word;
  sv_scanner_init_slice (&scanner, text);
  sv_scanner_skip_cfws (&scanner);
  text = sv_slice_trim (slice_between (scanner.cursor, scanner.end));
  if (text.len == 0 || text.data[text.len - 1] != ')')
    return text;
  while (!sv_scanner_at_end (&scanner) && sv_scanner_peek (&scanner) != '(')
    if (!sv_scanner_quoted_string (&scanner, NULL) && !sv_scanner_run (&scanner, "(\"", &word))
      sv_scanner_skip_space (&scanner);
  return sv_slice_trim (slice_between (text.data, scanner.cursor));
}

SvSlice
sv_address_clean (SvSlice text)
{
  text = sv_address_without_comments (text);
  while (text.len > 0 && (text.data[0] == '<' || text.data[0] == ' '))
    text = (SvSlice){ text.data + 1, text.len - 1 };
  while (text.len > 0 && (text.data[text.len - 1] == '>' || text.data[text.len - 1] == ' '))
    text.len--;
  const char *colon = text.len && text.data[0] == '@' ? memchr (text.data, ':', text.len) : NULL;
  if (colon)
    text = slice_between (colon + 1, text.data + text.len);
  if (text.len > 2 && text.data[0] == '"' && text.data[text.len - 1] == '"')
    {
      SvSlice inside = { text.data + 1, text.len - 2 };
      if (sv_address_has_at (inside))
        text = inside;
    }
  return sv_slice_trim (text);
}

gboolean
sv_address_angle (SvScanner *scanner, SvSlice *inside)
{
  SvScanner ahead, quoted;
  while (sv_scanner_accept (scanner, '<'))
    sv_scanner_skip_space (scanner);
  ahead = *scanner;
  sv_scanner_init (&quoted, ahead.cursor, MIN ((gsize)(ahead.end - ahead.cursor), QUOTED_MAX));
  if (sv_scanner_quoted_string (&quoted, NULL) && !quoted.failed)
    ahead.cursor = quoted.cursor;
  sv_scanner_until (&ahead, "<>");
  *inside = slice_between (scanner->cursor, ahead.cursor);
  if (sv_scanner_peek (&ahead) != '>')
    return FALSE;
  while (sv_scanner_accept (&ahead, '>'))
    ;
  scanner->cursor = ahead.cursor;
  return TRUE;
}

static gboolean
is_special (unsigned char c)
{
  return c <= ' ' || c == 0x7F || strchr ("()<>[]:;@\\,\"", c);
}

gboolean
sv_address_is_spec (SvSlice text)
{
  SvScanner scanner;
  sv_scanner_init_slice (&scanner, text);
  gsize n_local = 0;
  if (sv_scanner_quoted_string (&scanner, NULL))
    n_local++;
  for (; !sv_scanner_at_end (&scanner) && !is_special (*scanner.cursor); scanner.cursor++)
    n_local++;
  if (n_local == 0 || !sv_scanner_accept (&scanner, '@') || sv_scanner_at_end (&scanner))
    return FALSE;
  if (sv_scanner_accept (&scanner, '['))
    {
      sv_scanner_until (&scanner, "[]\\ \t");
      return sv_scanner_accept (&scanner, ']') && sv_scanner_at_end (&scanner);
    }
  while (!sv_scanner_at_end (&scanner) && !is_special (*scanner.cursor))
    scanner.cursor++;
  return sv_scanner_at_end (&scanner) && scanner.end[-1] != '.';
}

/* Whether a local part may stand alone: "postmaster" (RFC 5321 4.1.1.3), a user of the machine. */
static gboolean
is_local_name (SvSlice word)
{
  for (gsize i = 0; i < word.len; i++)
    if (is_special ((unsigned char)word.data[i]))
      return FALSE;
  return word.len > 0;
}

/* Takes one word of a path without brackets, a quoted local part included. */
static SvSlice
take_bare (SvScanner *scanner)
{
  const char *begin = scanner->cursor;
  SvSlice rest;
  sv_scanner_quoted_string (scanner, NULL);
  if (!sv_scanner_run (scanner, "<(\"", &rest) && scanner->cursor == begin)
    scanner->cursor++;
  return slice_between (begin, scanner->cursor);
}

const char *
sv_address_path (SvSlice value, GStringChunk *strings)
{
  SvScanner scanner;
  SvSlice bare = { 0 }, inside;
  sv_scanner_init_slice (&scanner, value);
  for (sv_scanner_skip_cfws (&scanner); !sv_scanner_at_end (&scanner);
       sv_scanner_skip_cfws (&scanner))
    {
      if (sv_scanner_peek (&scanner) != '<')
        {
          SvSlice word = take_bare (&scanner);
          if (bare.len == 0 || (sv_address_has_at (word) && !sv_address_has_at (bare)))
            bare = word;
        }
      else if (sv_address_angle (&scanner, &inside))
        {
          SvSlice address = sv_address_clean (inside);
          if (address.len == 0 && !sv_address_has_at (bare))
            return "";
          if (sv_address_has_at (address) || (bare.len == 0 && is_local_name (address)))
            return sv_slice_keep (address, strings);
        }
    }
  bare = sv_address_clean (bare);
  return sv_address_has_at (bare) || is_local_name (bare) ? sv_slice_keep (bare, strings) : NULL;
}

const char *
sv_address_domain (const char *address)
{
  const char *at = address ? strrchr (address, '@') : NULL;
  return at && at[1] ? at + 1 : NULL;
}
