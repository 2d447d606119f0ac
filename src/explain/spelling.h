/* SPDX-License-Identifier: GPL-3.0-or-later
 * How words are spelt: the same but for case, hyphens and blanks, or nearly the same. */

#pragma once

#include <glib.h>

/* Nobody types a longer word; what is longer is not looked at (bytes). */
#define SV_SPELLING_MAX 128

/* Whether two words are the same but for their case. */
gboolean sv_spelling_same (const char *a, const char *b);

/* The word folded (NFKC, case) and without hyphens, blanks and what else is written now and then
 * between its parts.  Newly allocated; empty where nothing is left. */
char *sv_spelling_bare (const char *word);

/* How many characters have to be changed, put in, taken out or swapped with their neighbour to make
 * one word of the other. */
guint sv_spelling_distance (const char *a, const char *b);
