/* SPDX-License-Identifier: GPL-3.0-or-later
 * Walks the Received fields from the receiver downwards, and holds the client of each against the
 * writer of the one below. */

#include "judge/custody.h"

#include "judge/border.h"

#include <string.h>

static const SvReceived *
hop_at (const SvFacts *facts, int hop)
{
  return &g_array_index (facts->received, SvReceived, hop);
}

gboolean
sv_custody_is_relay (const SvReceived *hop, const char *const *relays)
{
  for (; relays && *relays; relays++)
    {
      SvIp network;
      guint bits;
      if (sv_network_parse (*relays, &network, &bits))
        {
          if (sv_ip_in_network (&hop->ip, &network, bits))
            return TRUE;
        }
      else if ((hop->helo && g_ascii_strcasecmp (hop->helo, *relays) == 0)
               || (hop->rdns && g_ascii_strcasecmp (hop->rdns, *relays) == 0))
        return TRUE;
    }
  return FALSE;
}

/* What ties the client of one hop to the writer of the hop below. */
typedef enum
{
  LINK_BROKEN,  /* it is another's name */
  LINK_CLAIMED, /* nothing but what the client said itself */
  LINK_NAMED,   /* the name that was found for its address, of another organization */
  LINK_INSIDE   /* it cannot be a stranger */
} Link;

/* Exchange Online writes the HELO name where others write the one they looked up (none with HTTPS),
 * and states a verdict on whatever comes from outside: above its topmost one its names are its own.
 */
static gboolean
is_within_exchange_online (const SvReceived *upper, const char *writer)
{
  return sv_same_organization (upper->by, "outlook.com")
         && (!upper->helo || sv_same_organization (upper->helo, "outlook.com"))
         && sv_same_organization (writer, "outlook.com");
}

/* `above` and `below` are the writers of the two hops as far as they are named, NULL if not at all.
 */
static Link
link_of (const SvReceived *upper, const SvReceived *lower, const char *above, const char *below)
{
  gboolean inside = !above || !below || sv_same_organization (above, below);
  if (sv_is_fetched (upper))
    return LINK_INSIDE;
  if (!upper->ip.family && below && upper->helo && sv_is_domain_name (upper->helo)
      && !sv_same_organization (upper->helo, below))
    return LINK_CLAIMED;
  if (sv_ip_scope (&upper->ip) != SV_SCOPE_PUBLIC)
    return inside || !sv_is_domain_name (lower->by) ? LINK_INSIDE : LINK_NAMED;
  if (!below)
    return LINK_CLAIMED;
  if (!upper->rdns_doubted && sv_same_organization (upper->rdns, below))
    return inside && above ? LINK_INSIDE : LINK_NAMED;
  if (is_within_exchange_online (upper, below))
    return LINK_INSIDE;
  if (sv_same_organization (upper->helo, below) || sv_same_organization (upper->rdns, below))
    return LINK_CLAIMED;
  return sv_is_domain_name (upper->rdns ? upper->rdns : upper->helo) ? LINK_BROKEN : LINK_CLAIMED;
}

/* For each hop, the first domain that it or one below it names as its writer: hosts inside often
 * have no full name. */
static const char **
writers_of (const SvFacts *facts)
{
  guint n = facts->received->len;
  const char **writers = g_new0 (const char *, n + 1);
  for (guint i = n; i-- > 0;)
    {
      const char *by = hop_at (facts, (int)i)->by;
      writers[i] = sv_is_domain_name (by) ? by : writers[i + 1];
    }
  return writers;
}

void
sv_custody_find (const SvFacts *facts, const char *const *relays, SvCustody *custody)
{
  static const SvTrust at_most[] = { [LINK_BROKEN] = SV_TRUST_CLAIM,
                                     [LINK_CLAIMED] = SV_TRUST_OPEN,
                                     [LINK_NAMED] = SV_TRUST_HANDED_ON,
                                     [LINK_INSIDE] = SV_TRUST_RECEIVER };
  int n = (int)facts->received->len;
  g_autofree const char **writers = writers_of (facts);
  const char *above = NULL;
  *custody = (SvCustody){ facts, g_new0 (SvTrust, n + 1), n > 0 ? 0 : -1, -1 };
  custody->trust[0] = SV_TRUST_RECEIVER;
  for (int i = 0; i + 1 < n; i++)
    {
      const SvReceived *upper = hop_at (facts, i);
      above = sv_is_domain_name (upper->by) ? upper->by : above;
      Link link = sv_custody_is_relay (upper, relays)
                      ? LINK_INSIDE
                      : link_of (upper, hop_at (facts, i + 1), above, writers[i + 1]);
      custody->trust[i + 1] = MIN (custody->trust[i], at_most[link]);
      if (custody->trust[i + 1] == SV_TRUST_RECEIVER)
        custody->border = i + 1;
      if (custody->trust[i + 1] == SV_TRUST_CLAIM && custody->broken < 0)
        custody->broken = i;
    }
}

void
sv_custody_clear (SvCustody *custody)
{
  g_clear_pointer (&custody->trust, g_free);
}
