/* SPDX-License-Identifier: GPL-3.0-or-later
 * The search for lines that begin with a word, over every byte of an archive. */

#pragma once

#include <glib.h>

/* The line end in front of the first line of `data` that begins with `word`, or NULL.  The word has
 * at least one byte; what `data` itself begins with is behind no line end and does not count. */
const char *sv_line_search (const char *data, gsize len, const char *word);

/* The ways to search that this machine can go, each with the same result; sv_line_search() takes
 * the last.  For tests. */
typedef const char *(*SvLineSearch) (const char *data, gsize len, const char *word, gsize word_len);
guint sv_line_search_ways (const SvLineSearch **ways);
