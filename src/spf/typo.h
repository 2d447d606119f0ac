/* SPDX-License-Identifier: GPL-3.0-or-later
 * Slips of the pen in SPF records, and what was meant. */

#pragma once

#include <glib.h>

/* Whether a TXT record that is no SPF record was meant to be one, or is a Sender ID record
 * ("spf2.0", RFC 4406). */
gboolean sv_spf_typo_is_meant (const char *text);

/* Whether it is a Sender ID record. */
gboolean sv_spf_typo_is_sender_id (const char *text);

/* The whole record with its beginning as it should be, if what is wrong is its version; else NULL.
 */
char *sv_spf_typo_version (const char *text);

/* What a term should be: one or several well-formed terms, or "" for one that goes; NULL if it
 * cannot be told, or nothing is wrong with it.  `next` is the term behind it, or NULL; where the
 * two belong together `*joined`, which may be NULL, becomes TRUE. */
char *sv_spf_typo_term (const char *term, const char *next, gboolean *joined);
