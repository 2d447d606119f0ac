/* SPDX-License-Identifier: GPL-3.0-or-later
 * From_ lines as mailers and list archives write them. */

#include "mail/from-line.h"

#include "mail/headers.h"
#include "mail/scanner.h"

#include <string.h>

gboolean
sv_from_line_begins (const char *line, gsize len)
{
  return len >= 5 && memcmp (line, "From ", 5) == 0;
}

/* The date decides: text that begins with "From " has none right behind its first word.  What
 * follows it ("remote from host", a zone) does not matter. */
static gboolean
at_date (SvScanner *line)
{
  sv_scanner_skip_space (line);
  gint64 epoch;
  int zone;
  return sv_headers_decode_date (line->cursor, line->end - line->cursor, &epoch, &zone);
}

/* sender = *(quoted-string / run), or the "local at domain" of pipermail. */
static char *
read_sender (SvScanner *line)
{
  const char *begin = line->cursor;
  SvSlice run, domain;
  sv_scanner_quoted_string (line, NULL);
  sv_scanner_run (line, NULL, &run);
  SvSlice local = { begin, (gsize)(line->cursor - begin) };
  SvScanner behind = *line;
  sv_scanner_skip_space (&behind);
  if (sv_scanner_accept_word (&behind, "at") && sv_scanner_peek (&behind) == ' ')
    {
      sv_scanner_skip_space (&behind);
      if (sv_scanner_run (&behind, NULL, &domain))
        {
          *line = behind;
          return g_strdup_printf ("%.*s@%.*s", (int)local.len, local.data, (int)domain.len,
                                  domain.data);
        }
    }
  if (local.len >= 2 && local.data[0] == '<' && local.data[local.len - 1] == '>')
    local = (SvSlice){ local.data + 1, local.len - 2 };
  return local.len == 0 || sv_slice_is (local, "-") ? NULL : g_strndup (local.data, local.len);
}

/* From_ = "From " [sender] date *anything (RFC 4155 appendix A, and what came before it). */
gboolean
sv_from_line_parse (const char *line, gsize len, char **sender)
{
  if (sender)
    *sender = NULL;
  if (!sv_from_line_begins (line, len) || len > SV_FROM_LINE_MAX)
    return FALSE;
  SvScanner rest;
  sv_scanner_init (&rest, line + 5, len - 5);
  if (at_date (&rest))
    return TRUE;
  g_autofree char *found = read_sender (&rest);
  if (!at_date (&rest))
    return FALSE;
  if (sender && found)
    *sender = g_utf8_make_valid (found, -1);
  return TRUE;
}
