/* SPDX-License-Identifier: GPL-3.0-or-later
 * The border hop: the Received field by which the receiver took the message from outside. */

#pragma once

#include "mail/facts.h"

/* Whether a name can belong to an organization: at least two labels, not an address, and not of a
 * zone that only a network inside knows. */
gboolean sv_is_domain_name (const char *name);

/* Whether a hop tells of a mailbox that was fetched: its client is the server asked, no stranger.
 */
gboolean sv_is_fetched (const SvReceived *hop);

/* Whether two host names belong to one organization; addresses and NULL belong to none. */
gboolean sv_same_organization (const char *a, const char *b);

/* Whether `host` is `name` or lies under it. */
gboolean sv_host_under (const char *host, const char *name);

/* The hop whose client has this address, seen from header field number `field`: the one right above
 * it if one of `names` (NULL-terminated, may be NULL) wrote that, else the nearest, those below the
 * field first; -1: none. */
int sv_border_by_address (const SvFacts *facts, guint field, const SvIp *ip,
                          const char *const *names);

/* Rule P: the hop that the writer of a verdict at header field number `field` judged.  `names`
 * (NULL-terminated) are the names that the verdict gives its writer.  -1: none. */
int sv_border_by_place (const SvFacts *facts, guint field, const char *const *names);

/* The topmost hop that comes from another organization; -1: none.  For messages without any
 * verdict. */
int sv_border_by_chain (const SvFacts *facts);
