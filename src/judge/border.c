/* SPDX-License-Identifier: GPL-3.0-or-later
 * Looks for the border hop among the Received fields, by address, by place, or by the chain alone.
 */

#include "judge/border.h"

#include "dmarc/alignment.h"

#include <string.h>

static const SvReceived *
hop_at (const SvFacts *facts, int hop)
{
  return &g_array_index (facts->received, SvReceived, hop);
}

static guint
field_of (const SvFacts *facts, int hop)
{
  return g_array_index (facts->received_field, guint, hop);
}

/* Names that only a network inside knows (RFC 6762 appendix G). */
static gboolean
is_inside_name (const char *name)
{
  static const char *const zones[] = {
    "internal", "local", "localdomain", "lan", "corp", "home", "private", "intranet",
  };
  const char *dot = strrchr (name, '.');
  for (gsize i = 0; dot > name && i < G_N_ELEMENTS (zones); i++)
    if ((dot[1] | 0x20) == zones[i][0] && g_ascii_strcasecmp (dot + 1, zones[i]) == 0)
      return TRUE;
  return FALSE;
}

gboolean
sv_is_domain_name (const char *name)
{
  SvIp ip;
  return name && strchr (name, '.') && g_ascii_isalnum (name[0]) && !is_inside_name (name)
         && !sv_ip_parse (name, -1, &ip);
}

gboolean
sv_host_under (const char *host, const char *name)
{
  gsize host_len = host ? strlen (host) : 0, len = name ? strlen (name) : 0;
  if (len == 0 || host_len < len || g_ascii_strcasecmp (host + host_len - len, name) != 0)
    return FALSE;
  return host_len == len || host[host_len - len - 1] == '.';
}

/* Receivers that go by several registered domains in one header; a row an organization, each name
 * of two labels, NULL behind the last one. */
static const char *const organizations[][6] = {
  { "outlook.com", "office365.com", "exchangelabs.com", "hotmail.com", "microsoft.com" },
  { "google.com", "gmail.com", "googlemail.com" },
  { "icloud.com", "me.com", "apple.com" },
  { "amazonses.com", "amazonaws.com" },
  { "kernel.org", "vger.email" },
  { "sourceforge.net", "sourceforge.com" },
};

/* Machines that anybody can rent, under a provider's own name: all of amazonaws.com so far. */
static const char *const rented[] = { "compute.amazonaws.com", "compute-1.amazonaws.com" };

/* The row of organizations[] that a host belongs to, or -1. */
static int
organization_of (const char *host)
{
  const char *domain = sv_last_two_labels (host);
  int found = -1;
  for (gsize row = 0; row < G_N_ELEMENTS (organizations) && found < 0; row++)
    for (const char *const *name = organizations[row]; *name; name++)
      if ((domain[0] | 0x20) == (*name)[0] && (domain[1] | 0x20) == (*name)[1]
          && g_ascii_strcasecmp (domain, *name) == 0)
        found = (int)row;
  for (gsize i = 0; found >= 0 && i < G_N_ELEMENTS (rented); i++)
    if ((domain[0] | 0x20) == 'a' && sv_host_under (host, rented[i]))
      return -1;
  return found;
}

gboolean
sv_same_organization (const char *a, const char *b)
{
  if (!a || !b)
    return FALSE;
  int organization;
  if ((sv_far_apart (a, b) || sv_alignment (a, b) < SV_ALIGNED_RELAXED)
      && ((organization = organization_of (a)) < 0 || organization != organization_of (b)))
    return FALSE;
  return sv_is_domain_name (a) && sv_is_domain_name (b);
}

gboolean
sv_is_fetched (const SvReceived *hop)
{
  return hop->with
         && (g_ascii_strncasecmp (hop->with, "imap", strlen ("imap")) == 0
             || g_ascii_strncasecmp (hop->with, "pop3", strlen ("pop3")) == 0);
}

/* A hop from outside: public client, and not the host itself under another address. */
static gboolean
is_usable (const SvReceived *hop)
{
  if (sv_ip_scope (&hop->ip) != SV_SCOPE_PUBLIC || sv_is_fetched (hop))
    return FALSE;
  return !hop->by
         || (g_ascii_strcasecmp (hop->rdns ? hop->rdns : "", hop->by) != 0
             && g_ascii_strcasecmp (hop->helo ? hop->helo : "", hop->by) != 0);
}

/* How many Received fields stand above header field number `field`. */
static int
hops_above (const SvFacts *facts, guint field)
{
  int n = 0;
  while (n < (int)facts->received->len && field_of (facts, n) < field)
    n++;
  return n;
}

typedef gboolean (*Belongs) (const char *by, const char *name);

static gboolean
written_by (const SvReceived *hop, const char *const *names, Belongs belongs)
{
  for (; *names; names++)
    if (hop->by && belongs (hop->by, *names))
      return TRUE;
  return FALSE;
}

int
sv_border_by_address (const SvFacts *facts, guint field, const SvIp *ip, const char *const *names)
{
  int above = hops_above (facts, field), n = (int)facts->received->len;
  if (names && above > 0 && sv_ip_equal (&hop_at (facts, above - 1)->ip, ip)
      && written_by (hop_at (facts, above - 1), names, sv_same_organization))
    return above - 1;
  for (int i = above; i < n; i++)
    if (sv_ip_equal (&hop_at (facts, i)->ip, ip))
      return i;
  for (int i = above - 1; i >= 0; i--)
    if (sv_ip_equal (&hop_at (facts, i)->ip, ip))
      return i;
  return -1;
}

/* Nearest hop to the field, in either direction, that is usable and written by the verifier's
 * organization. */
static int
nearest_anywhere (const SvFacts *facts, int above, const char *const *names)
{
  int n = (int)facts->received->len;
  for (int distance = 0; distance < n; distance++)
    {
      int places[] = { above - 1 - distance, above + distance };
      for (gsize k = 0; k < G_N_ELEMENTS (places); k++)
        if (places[k] >= 0 && places[k] < n && is_usable (hop_at (facts, places[k]))
            && written_by (hop_at (facts, places[k]), names, sv_same_organization))
          return places[k];
    }
  return -1;
}

int
sv_border_by_place (const SvFacts *facts, guint field, const char *const *names)
{
  int first_below = hops_above (facts, field), n = (int)facts->received->len;
  int above = first_below - 1, below = first_below;
  while (above >= 0 && !hop_at (facts, above)->ip.family)
    above--;
  while (below < n && !hop_at (facts, below)->ip.family)
    below++;
  int near[2], count = 0;
  if (above >= 0 && is_usable (hop_at (facts, above)))
    near[count++] = above;
  if (below < n && is_usable (hop_at (facts, below)))
    near[count++] = below;
  static const Belongs ties[] = { sv_host_under, sv_same_organization };
  for (gsize t = 0; t < G_N_ELEMENTS (ties); t++)
    for (int i = 0; i < count; i++)
      if (written_by (hop_at (facts, near[i]), names, ties[t]))
        return near[i];
  int anywhere = nearest_anywhere (facts, first_below, names);
  if (anywhere >= 0)
    return anywhere;
  return count > 0 ? near[count - 1] : -1;
}

int
sv_border_by_chain (const SvFacts *facts)
{
  for (int i = 0; i < (int)facts->received->len; i++)
    {
      const SvReceived *hop = hop_at (facts, i);
      gboolean inside = sv_same_organization (hop->rdns ? hop->rdns : hop->helo, hop->by);
      if (is_usable (hop) && !inside)
        return i;
    }
  return -1;
}
