/* SPDX-License-Identifier: GPL-3.0-or-later
 * The client address: the user's word, then a report's, then the receiver's, then what the hops
 * show. */

#include "judge/identity-parts.h"

#include "judge/border.h"

#include <glib/gi18n.h>
#include <string.h>

static const SvReceived *
hop_at (const SvFacts *facts, int hop)
{
  return &g_array_index (facts->received, SvReceived, hop);
}

static void
set_ip (SvIdentity *identity, const SvIp *ip, SvFrom from, guint line, SvConfidence confidence,
        const char *why)
{
  identity->ip = *ip;
  identity->ip_from = from;
  identity->ip_line = line;
  identity->confidence = confidence;
  identity->why = why;
}

/* Where the sender can write too, only an address that the receiver's own hop holds is worth
 * something. */
static SvConfidence
open_confidence (const SvCustody *custody, int hop)
{
  return hop >= 0 && custody->trust[hop] == SV_TRUST_RECEIVER ? SV_CONFIDENCE_MEDIUM
                                                              : SV_CONFIDENCE_LOW;
}

/* The writer's own words: the address in the block, and the hop that holds it. */
static gboolean
ip_from_block (const SvCustody *custody, const SvVerdictBlock *block, SvIdentity *identity)
{
  if (!block->ip.family)
    return FALSE;
  int hop = block->spoken_hop;
  if (hop < 0)
    hop = sv_border_by_address (custody->facts, block->first, &block->ip, block->names);
  identity->hop = hop;
  SvConfidence confidence = SV_CONFIDENCE_MEDIUM;
  const char *why;
  if (block->trust == SV_TRUST_OPEN)
    {
      confidence = open_confidence (custody, hop);
      why = N_ ("The verdict stands where the sender can have written it as well, and so does its "
                "address; the receiver wrote none where only it can write.");
    }
  else if (block->trust == SV_TRUST_HANDED_ON)
    why = N_ ("A server that handed the message on wrote the address down; the receiver behind it "
              "wrote no verdict, and only that server vouches for this one.");
  else if (hop < 0)
    why = N_ ("The receiver wrote the address down; no Received field holds it.");
  else
    {
      confidence = SV_CONFIDENCE_HIGH;
      why = N_ ("The receiver wrote the address down, and a Received field holds the same one.");
    }
  set_ip (identity, &block->ip, block->ip_from, block->ip_line, confidence, why);
  return TRUE;
}

/* X-Sender-IP and its kin, where a hop at the border holds the address.  They stand where the
 * sender can write too: with a verdict of the receiver's beside the hop they are its word. */
static gboolean
ip_from_client_header (const SvFacts *facts, int border, SvTrust trust, SvIdentity *identity)
{
  for (guint i = 0; border >= 0 && i < facts->client_headers->len; i++)
    {
      const SvClientHeader *header = &g_array_index (facts->client_headers, SvClientHeader, i);
      if (!header->ip.family || !sv_ip_equal (&header->ip, &hop_at (facts, border)->ip))
        continue;
      identity->hop = border;
      if (trust >= SV_TRUST_USER)
        set_ip (identity, &header->ip, SV_FROM_X_HEADER, header->line, SV_CONFIDENCE_HIGH,
                N_ ("A header of the receiver names the address, and the border hop holds the same "
                    "one."));
      else
        set_ip (identity, &header->ip, SV_FROM_X_HEADER, header->line, SV_CONFIDENCE_LOW,
                N_ ("A header that the sender can have written names the address, and so does the "
                    "topmost hop that comes from outside."));
      return TRUE;
    }
  return FALSE;
}

static void
ip_from_hop (const SvFacts *facts, int hop, SvConfidence confidence, const char *why,
             SvIdentity *identity)
{
  if (hop < 0)
    return;
  identity->hop = hop;
  set_ip (identity, &hop_at (facts, hop)->ip, SV_FROM_RECEIVED, hop_at (facts, hop)->line,
          confidence, why);
}

/* The address where the receiver states none: an X- header, else rule P, else the chain of hops
 * alone. */
static void
ip_from_place (const SvCustody *custody, const SvVerdictBlock *block, SvIdentity *identity)
{
  const SvFacts *facts = custody->facts;
  int place = block ? sv_border_by_place (facts, block->first, block->names) : -1;
  int hop = place >= 0 ? place : sv_border_by_chain (facts);
  if (ip_from_client_header (facts, hop, block ? block->trust : SV_TRUST_CLAIM, identity))
    return;
  if (place < 0)
    ip_from_hop (facts, hop, SV_CONFIDENCE_LOW,
                 N_ ("Derived: the topmost hop that comes from outside; no verdict says which one "
                     "was judged."),
                 identity);
  else if (block->trust < SV_TRUST_USER)
    ip_from_hop (facts, hop, SV_CONFIDENCE_LOW,
                 N_ ("Derived: the hop beside a stored verdict, which states no address and which "
                     "the receiver alone does not vouch for."),
                 identity);
  else
    ip_from_hop (facts, hop, SV_CONFIDENCE_MEDIUM,
                 N_ ("Derived: the hop beside the stored verdict; the receiver did not write the "
                     "address down."),
                 identity);
}

/* What an enclosing report says: its writer took the message from that address (Source-IP, RFC 5965
 * 3.2), or refused it. */
static void
ip_from_report (const SvFacts *facts, SvIdentity *identity)
{
  const SvIp *ip = &facts->reported_ip;
  if (!ip->family)
    return;
  identity->hop = facts->received->len > 0 ? sv_border_by_address (facts, 0, ip, NULL) : -1;
  if (identity->hop >= 0)
    set_ip (identity, ip, SV_FROM_REPORT, 0, SV_CONFIDENCE_HIGH,
            N_ ("The report names the address, and a Received field holds the same one."));
  else
    set_ip (identity, ip, SV_FROM_REPORT, 0, SV_CONFIDENCE_MEDIUM,
            N_ ("The report names the address; no Received field holds it."));
}

/* --relay: goes down from the border as long as the client is a relay, a host inside, or not known.
 */
static void
step_behind_relays (const SvFacts *facts, const char *const *relays, SvIdentity *identity)
{
  int n = (int)facts->received->len, hop = MAX (identity->hop, 0);
  int outer = -1;
  gboolean moved = FALSE;
  for (; hop < n; hop++)
    {
      gboolean relay = sv_custody_is_relay (hop_at (facts, hop), relays);
      outer = relay && outer < 0 ? hop : outer;
      moved = moved || relay;
      if (!relay && (!moved || sv_ip_scope (&hop_at (facts, hop)->ip) == SV_SCOPE_PUBLIC))
        break;
    }
  if (!moved)
    return;
  *identity = (SvIdentity){ .hop = -1,
                            .relay = outer,
                            .roles = identity->roles,
                            .spf_trusted = identity->spf_trusted,
                            .results_trusted = identity->results_trusted,
                            .trust = identity->trust,
                            .block_first = identity->block_first,
                            .block_last = identity->block_last };
  if (hop < n)
    ip_from_hop (facts, hop, SV_CONFIDENCE_MEDIUM,
                 N_ ("The hop behind the relay that was named with --relay."), identity);
  else
    identity->why = N_ ("Every hop down to the last one is a relay that was named with --relay.");
}

void
sv_identity_find_ip (const SvCustody *custody, const SvSaid *said, const SvVerdictBlock *block,
                     gboolean claims, SvIdentity *identity)
{
  const SvFacts *facts = custody->facts;
  if (!block && claims && custody->broken >= 0)
    ip_from_hop (
        facts, custody->broken, SV_CONFIDENCE_LOW,
        N_ ("Derived: the hop that comes from outside; the verdicts below it can be anybody's."),
        identity);
  else if (!block || !ip_from_block (custody, block, identity))
    ip_from_place (custody, block, identity);
  ip_from_report (facts, identity);
  SvIp judged = identity->ip;
  if (said->relay && *said->relay)
    step_behind_relays (facts, said->relay, identity);
  if (said->ip.family)
    {
      if (!sv_ip_equal (&said->ip, &identity->ip))
        identity->hop
            = facts->received->len > 0 ? sv_border_by_address (facts, 0, &said->ip, NULL) : -1;
      set_ip (identity, &said->ip, SV_FROM_OPTION, 0, SV_CONFIDENCE_HIGH, N_ ("Given with --ip."));
    }
  identity->overruled = judged.family && !sv_ip_equal (&judged, &identity->ip);
  identity->invalid_ip = !identity->ip.family && block && block->spf && block->spf->ip_unreadable;
  if (!identity->why)
    identity->why = N_ ("No header field names a client address that could have been judged.");
}
