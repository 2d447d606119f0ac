/* SPDX-License-Identifier: GPL-3.0-or-later
 * Domain names as check_host() wants them: which can be judged, which can be asked for. */

#pragma once

#include <glib.h>

/* Characters of the longest name that fits into a packet, without its final dot (RFC 7208 7.3). */
#define SV_DOMAIN_MAX 253

/* The domain of an identity in the form that is judged: A-labels (RFC 8616), lower case, no final
 * dot.  NULL where RFC 7208 4.3 wants the result none: malformed, a domain literal, an address, a
 * single label. */
char *sv_domain_judged (const char *raw);

/* What a macro expansion names: the final dot dropped, labels taken off the left until it fits
 * (RFC 7208 7.3), a backslash made an escape so that it stays a byte of its label. */
char *sv_domain_target (const char *expanded);

/* Whether a question for `name` can be put into a packet and could have an answer.  Names with
 * bytes beyond ASCII cannot: a local part with such bytes never matches (RFC 8616 4). */
gboolean sv_domain_can_ask (const char *name);

/* Whether check_host() goes on with `name`, RFC 7208 4.3: as above, and more than one label. */
gboolean sv_domain_can_judge (const char *name);

/* Whether `name` is `domain` or below it, without case. */
gboolean sv_domain_is_within (const char *name, const char *domain);
