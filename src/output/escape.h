/* SPDX-License-Identifier: GPL-3.0-or-later
 * Text of strangers made harmless: the one place that knows which characters never reach a terminal
 * as they are. */

#pragma once

#include <glib.h>

/* Whether a character commands a terminal, reorders what stands around it, or cannot be seen:
 * control characters, bidi and other format controls, zero-width characters and variation
 * selectors, line separators, unassigned code points. */
gboolean sv_char_is_unsafe (gunichar c);

/* Appends `text` as one line of valid UTF-8: unsafe characters as \x1b, \u202e or \U000e0001,
 * bytes that are not UTF-8 as \xff, a tab as a blank (folded header fields are full of them).
 * Escaping twice changes nothing. */
void sv_escape_append (GString *out, const char *text, gsize len);

/* The same, newly allocated; NULL for NULL. */
char *sv_escape (const char *text);
