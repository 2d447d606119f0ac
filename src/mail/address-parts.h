/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the readers of single addresses and of address lists share. */

#pragma once

#include "mail/scanner.h"

gboolean sv_address_has_at (SvSlice slice);

/* Takes "<…>", further "<" in front and ">" behind included; `inside` may be empty.  A quoted local
 * part may hold a ">".  FALSE, and only the "<" taken, where another "<" comes before the ">": that
 * one counts. */
gboolean sv_address_angle (SvScanner *scanner, SvSlice *inside);

/* Takes comments and white space off both ends of what stood in angle brackets. */
SvSlice sv_address_without_comments (SvSlice text);

/* The address in what stood in angle brackets: brackets inside them, a source route ("@x,@y:a@b",
 * RFC 5321 4.1.1.3) and quotes around the whole address are taken off. */
SvSlice sv_address_clean (SvSlice text);

/* Whether this is an addr-spec (RFC 5322 3.4.1, RFC 6532): local-part "@" domain without comments.
 */
gboolean sv_address_is_spec (SvSlice text);
