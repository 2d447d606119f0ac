/* SPDX-License-Identifier: GPL-3.0-or-later
 * The words and signs that people get wrong in SPF records; for typo.c only. */

#pragma once

#include <glib.h>

/* The mechanism or modifier that a word stands for, be it misspelt; NULL if for none.  Static. */
const char *sv_spf_typo_word (const char *word, gsize len);

/* The term with its word, its sign and the kind of its address as they should be, if that can be
 * told; NULL if not.  Whether the result is well-formed is for the caller to find out. */
char *sv_spf_typo_respell (const char *term);

/* Whether a term begins here that is told from the end of another by its looks. */
gboolean sv_spf_typo_begins_term (const char *text);

/* The text without quotes and backslashes; with plain dashes, colons and spaces in place of those
 * of word processors. */
char *sv_spf_typo_clean (const char *text);

/* How many letters must be changed, added, dropped or swapped with their neighbour to make one word
 * of the other; words beyond 16 letters are infinitely far. */
guint sv_spf_typo_distance (const char *a, const char *b);
