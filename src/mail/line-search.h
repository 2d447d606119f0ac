/* SPDX-License-Identifier: GPL-3.0-or-later
 * Searches over every byte of an archive: for lines that begin with a word, and for what ends a
 * field or a header. */

#pragma once

#include <glib.h>

/* The line end in front of the first line of `data` that begins with `word`, or NULL.  The word has
 * at least one byte; what `data` itself begins with is behind no line end and does not count. */
const char *sv_line_search (const char *data, gsize len, const char *word);

/* The ways to search that this machine can go, each with the same result; sv_line_search() takes
 * the last.  For tests. */
typedef const char *(*SvLineSearch) (const char *data, gsize len, const char *word, gsize word_len);
guint sv_line_search_ways (const SvLineSearch **ways);

/* The line end behind which no white space stands, so that a field ends there (RFC 5322 2.2.3), or
 * that is the last byte of `data`; NULL: there is none.  `*lines` grows by the line ends up to and
 * with that, or by all of them. */
const char *sv_field_end_search (const char *data, gsize len, guint *lines);

/* The first line end behind which CR or LF stands, or NULL: an empty line, perhaps. */
const char *sv_empty_line_search (const char *data, gsize len);

/* The first line end behind which one of three (lower-case) letters stands, in either case, or
 * NULL. */
const char *sv_line_letter_search (const char *data, gsize len, const char letters[3]);

/* As above: the ways of these three. */
typedef struct
{
  const char *(*field_end) (const char *data, gsize len, guint *lines);
  const char *(*empty_line) (const char *data, gsize len);
  const char *(*letter) (const char *data, gsize len, const char letters[3]);
} SvFieldSearch;
guint sv_field_search_ways (const SvFieldSearch **ways);
