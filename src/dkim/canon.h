/* SPDX-License-Identifier: GPL-3.0-or-later
 * The canonical forms of header fields and bodies (RFC 6376 3.4).
 *
 * A line end that is a lone LF is read as CRLF, because archives keep mail that way; a CR that
 * stands elsewhere is a character. */

#pragma once

#include "mail/headers.h"
#include "mail/scanner.h"

typedef enum
{
  SV_CANON_SIMPLE,
  SV_CANON_RELAXED
} SvCanon;

/* Appends a field of `headers` without its line end.  `left_out` is a part of its raw bytes that
 * does not count (the value of b=), or empty. */
void sv_canon_field (GString *out, SvCanon canon, const SvHeaders *headers, const SvField *field,
                     SvSlice left_out);

/* The canonical body.  `unquote`: one ">" is taken off every line that is ">From " behind any
 * number of ">", as an mbox quotes them. */
GByteArray *sv_canon_body (SvCanon canon, GBytes *body, gboolean unquote);

/* Whether there is a line that `unquote` would change. */
gboolean sv_canon_has_quotes (GBytes *body);
