/* SPDX-License-Identifier: GPL-3.0-or-later
 * The line in front of each message of an mbox. */

#pragma once

#include <glib.h>

/* Longer ones are no From_ lines: the line limit of RFC 5322 2.1.1. */
#define SV_FROM_LINE_MAX 998

/* Whether `line` (of `len` bytes, with or without its line end) begins as a From_ line. */
gboolean sv_from_line_begins (const char *line, gsize len);

/* Reads a From_ line: "From ", an envelope sender, a date.  FALSE if it is none.  `sender`, which
 * may be NULL, gets the sender as an address, or NULL where there is none. */
gboolean sv_from_line_parse (const char *line, gsize len, char **sender);
