/* SPDX-License-Identifier: GPL-3.0-or-later
 * The words of Authentication-Results, as tables: field names, methods, keys that tell an address.
 */

#pragma once

#include "mail/scanner.h"

/* A method that verifiers are known to write, registered (RFC 8601 6.2) or not. */
gboolean sv_auth_word_is_method (SvSlice name);

/* A method that checks the client's address against the sender's domain. */
gboolean sv_auth_word_is_spf (const char *method);

/* A word that results use; tells a method that we do not know from any other key. */
gboolean sv_auth_word_is_result (SvSlice word);

/* A key without a dot that is never a method. */
gboolean sv_auth_word_is_plain_key (SvSlice name);

/* A key that stands in a segment of its own in front of a result and says nothing new. */
gboolean sv_auth_word_is_foreword (SvSlice name);

/* "smtp.mailfrom" and the like: a property that cannot be read as a part of a value. */
gboolean sv_auth_word_is_property (SvSlice name);

/* How good a source of the client's address a property is; 0 is best, -1 is none. */
int sv_auth_word_ip_rank (const char *key);

/* The rank of what comments tell, by "client-ip=" and by phrases. */
#define SV_AUTH_RANK_COMMENT_KEY 1
#define SV_AUTH_RANK_COMMENT 2
