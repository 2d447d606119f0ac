/* SPDX-License-Identifier: GPL-3.0-or-later
 * The border hop: the Received field by which the receiver took the message from outside. */

#pragma once

#include "mail/facts.h"

/* Whether two host names belong to one organization; addresses and NULL belong to none. */
gboolean sv_same_organization (const char *a, const char *b);

/* Whether `host` is `name` or lies under it. */
gboolean sv_host_under (const char *host, const char *name);

/* The hop nearest to header field number `field` whose client has this address, those below the
 * field first; -1: none. */
int sv_border_by_address (const SvFacts *facts, guint field, const SvIp *ip);

/* Rule P: the hop that the writer of a verdict at header field number `field` judged.  `names`
 * (NULL-terminated) are the names that the verdict gives its writer.  -1: none. */
int sv_border_by_place (const SvFacts *facts, guint field, const char *const *names);

/* The topmost hop that comes from another organization; -1: none.  For messages without any
 * verdict. */
int sv_border_by_chain (const SvFacts *facts);

/* The first hop above `hop` whose sender is not the writer of the hop below it: what stands below
 * was not written by the receiver.  -1: the chain down to `hop` is whole. */
int sv_border_break_above (const SvFacts *facts, int hop);
