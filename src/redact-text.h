/* SPDX-License-Identifier: GPL-3.0-or-later
 * People in a text: found, and replaced by hashes; for redact*.c. */

#pragma once

#include <glib.h>

/* What is known of one message, and the run's key. */
typedef struct
{
  const guint8 *key;
  GPtrArray *secrets; /* char *: text, replacement, text, replacement … longest text first */
  GHashTable *words;  /* char * in lower case: local parts that were seen */
  GStringChunk *pool; /* scratch of sv_sender_rewriting() */
} SvRedactText;

void sv_redact_text_init (SvRedactText *text, const guint8 *key);
void sv_redact_text_clear (SvRedactText *text);

/* "user-1a2b3c4d5e": the kind, and a keyed hash of the text without its case. */
char *sv_redact_hash (const SvRedactText *text, const char *kind, const char *secret, gssize len);

/* From now on `secret` is replaced wherever it stands, whole.  What is very short is not looked
 * for: it would be found in words that say nothing. */
void sv_redact_add_secret (SvRedactText *text, const char *secret, const char *replacement);

/* Notes the local part of each address in `value`: alone, too, it is replaced from now on. */
void sv_redact_learn (SvRedactText *text, const char *value);

/* The same for a value that is a local part alone, if it has no "@"; NULL is nothing. */
void sv_redact_learn_user (SvRedactText *text, const char *user);

/* The text without people; newly allocated, NULL for NULL. */
char *sv_redact_string (const SvRedactText *text, const char *value);

/* Where in a local part the person begins: behind what SRS or BATV put in front, so that the
 * rewriting is still seen, and the person has the hash that it has elsewhere. */
gsize sv_redact_person (const SvRedactText *text, const char *local, gsize len);

/* A DNS name in lower case in which a macro (RFC 7208 7.2) may have put pieces of a person's local
 * part, as %{lr-} does: labels that are one become hashes. */
char *sv_redact_name (const SvRedactText *text, const char *name, const char *person);
