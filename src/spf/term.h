/* SPDX-License-Identifier: GPL-3.0-or-later
 * The grammar of one term (RFC 7208 section 12); for record.c only. */

#pragma once

#include "spf/record.h"

/* Reads the bytes from `begin` up to `end`, at least one and none of them a space, into everything
 * of `term` but its text and column.  FALSE on a syntax error: `wrong` is the byte where it was
 * met, possibly `end`, and `reason` a static text to be translated. */
gboolean sv_spf_term_read (SvSpfTerm *term, const char *begin, const char *end, const char **wrong,
                           const char **reason);
