/* SPDX-License-Identifier: GPL-3.0-or-later
 * Who wrote each Received field: from the receiver, hand to hand, downwards. */

#pragma once

#include "judge/identity.h"

typedef struct
{
  const SvFacts *facts;
  SvTrust *trust; /* one per hop: how well it is known that its field was written by the host that
                     it names */
  int border;     /* the lowest hop that the receiver's own hosts wrote: what stands below came from
                     outside; -1: there are no hops */
  int broken;     /* the hop whose client cannot have written what stands below it; -1: none */
} SvCustody;

/* `relays` are hosts and networks that the user vouches for; may be NULL.  Clear it. */
void sv_custody_find (const SvFacts *facts, const char *const *relays, SvCustody *custody);
void sv_custody_clear (SvCustody *custody);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SvCustody, sv_custody_clear)

/* Whether the client of a hop is one of the relays that the user named. */
gboolean sv_custody_is_relay (const SvReceived *hop, const char *const *relays);
