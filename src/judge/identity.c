/* SPDX-License-Identifier: GPL-3.0-or-later
 * Client address, MAIL FROM and HELO: the user's words, then the receiver's, then what the hops
 * show. */

#include "judge/identity.h"

#include "judge/border.h"
#include "judge/trust.h"

#include <glib/gi18n.h>
#include <string.h>

const char *
sv_from_name (SvFrom from)
{
  static const char *const names[]
      = { NULL,          "option", "received-spf", "authentication-results", "x-header", "received",
          "return-path", "from_",  "report" };
  return names[from];
}

const char *
sv_confidence_name (SvConfidence confidence)
{
  static const char *const names[] = { "none", "low", "medium", "high" };
  return names[confidence];
}

const char *
sv_role_name (SvRole role)
{
  static const char *const names[] = { NULL, "internal", "border", "outside" };
  return names[role];
}

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

/* The receiver's own words: the address in the block, and the hop that holds it. */
static gboolean
ip_from_block (const SvFacts *facts, const SvVerdictBlock *block, SvIdentity *identity)
{
  if (!block->ip.family)
    return FALSE;
  identity->hop = sv_border_by_address (facts, block->first, &block->ip);
  if (identity->hop >= 0)
    set_ip (identity, &block->ip, block->ip_from, block->ip_line, SV_CONFIDENCE_HIGH,
            N_ ("The receiver wrote the address down, and a Received field holds the same one."));
  else
    set_ip (identity, &block->ip, block->ip_from, block->ip_line, SV_CONFIDENCE_MEDIUM,
            N_ ("The receiver wrote the address down; no Received field holds it."));
  return TRUE;
}

/* X-Sender-IP and its kin, where a hop at the border holds the address. */
static gboolean
ip_from_client_header (const SvFacts *facts, int border, SvIdentity *identity)
{
  for (guint i = 0; border >= 0 && i < facts->client_headers->len; i++)
    {
      const SvClientHeader *header = &g_array_index (facts->client_headers, SvClientHeader, i);
      if (!header->ip.family || !sv_ip_equal (&header->ip, &hop_at (facts, border)->ip))
        continue;
      identity->hop = border;
      set_ip (identity, &header->ip, SV_FROM_X_HEADER, header->line, SV_CONFIDENCE_HIGH,
              N_ ("A header of the receiver names the address, and the border hop holds the same "
                  "one."));
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

/* The hop at which the chain of hops above a block breaks: whoever sent the message from there may
 * have written the block, so it is no evidence.  -1: the chain is whole. */
static int
break_above_block (const SvFacts *facts, const SvVerdictBlock *block)
{
  int hop = block->ip.family ? sv_border_by_address (facts, block->first, &block->ip) : -1;
  if (hop < 0)
    hop = sv_border_by_place (facts, block->first, block->names);
  return sv_border_break_above (facts, hop);
}

/* The address where the receiver states none: an X- header, else rule P, else the chain of hops
 * alone. */
static void
ip_from_place (const SvFacts *facts, const SvVerdictBlock *block, SvIdentity *identity)
{
  int place = block ? sv_border_by_place (facts, block->first, block->names) : -1;
  int hop = place >= 0 ? place : sv_border_by_chain (facts);
  if (ip_from_client_header (facts, hop, identity))
    return;
  if (place >= 0)
    ip_from_hop (facts, hop, SV_CONFIDENCE_MEDIUM,
                 N_ ("Derived: the hop beside the stored verdict; the receiver did not write the "
                     "address down."),
                 identity);
  else
    ip_from_hop (facts, hop, SV_CONFIDENCE_LOW,
                 N_ ("Derived: the topmost hop that comes from outside; no verdict says which one "
                     "was judged."),
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
  identity->hop = facts->received->len > 0 ? sv_border_by_address (facts, 0, ip) : -1;
  if (identity->hop >= 0)
    set_ip (identity, ip, SV_FROM_REPORT, 0, SV_CONFIDENCE_HIGH,
            N_ ("The report names the address, and a Received field holds the same one."));
  else
    set_ip (identity, ip, SV_FROM_REPORT, 0, SV_CONFIDENCE_MEDIUM,
            N_ ("The report names the address; no Received field holds it."));
}

/* Whether the client of a hop is one of the relays that the user named. */
static gboolean
is_relay (const SvReceived *hop, const char *const *relays)
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
      gboolean relay = is_relay (hop_at (facts, hop), relays);
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
                            .results_trusted = identity->results_trusted };
  if (hop < n)
    ip_from_hop (facts, hop, SV_CONFIDENCE_MEDIUM,
                 N_ ("The hop behind the relay that was named with --relay."), identity);
  else
    identity->why = N_ ("Every hop down to the last one is a relay that was named with --relay.");
}

static void
find_ip (const SvFacts *facts, const SvSaid *said, const SvVerdictBlock *block, int broken,
         SvIdentity *identity)
{
  if (broken >= 0)
    ip_from_hop (
        facts, broken, SV_CONFIDENCE_LOW,
        N_ ("Derived: the hop that comes from outside; the verdicts below it can be anybody's."),
        identity);
  else if (!block || !ip_from_block (facts, block, identity))
    ip_from_place (facts, block, identity);
  ip_from_report (facts, identity);
  SvIp judged = identity->ip;
  if (said->relay && *said->relay)
    step_behind_relays (facts, said->relay, identity);
  if (said->ip.family)
    {
      if (!sv_ip_equal (&said->ip, &identity->ip))
        identity->hop = facts->received->len > 0 ? sv_border_by_address (facts, 0, &said->ip) : -1;
      set_ip (identity, &said->ip, SV_FROM_OPTION, 0, SV_CONFIDENCE_HIGH, N_ ("Given with --ip."));
    }
  identity->overruled = judged.family && !sv_ip_equal (&judged, &identity->ip);
  identity->invalid_ip = !identity->ip.family && block && block->spf && block->spf->ip_unreadable;
  if (!identity->why)
    identity->why = N_ ("No header field names a client address that could have been judged.");
}

static gboolean
set_mail_from (SvIdentity *identity, const char *mail_from, SvFrom from, guint line)
{
  if (!mail_from)
    return FALSE;
  identity->mail_from = strcmp (mail_from, "<>") == 0 ? "" : mail_from;
  identity->mail_from_from = from;
  identity->mail_from_line = line;
  return TRUE;
}

/* smtp.mailfrom under its historical names (RFC 5451 wrote smtp.mail; sid-filter smtp.mfrom). */
static const char *
result_mail_from (const SvVerdictBlock *block)
{
  static const char *const keys[] = { "smtp.mailfrom", "smtp.mail", "smtp.mfrom", "envelope-from" };
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *value = sv_auth_results_property (block->results, block->result, keys[i]);
      if (value && value[0])
        return value;
    }
  return NULL;
}

/* Microsoft writes only the domain: then Return-Path, if it is of that domain, tells the whole
 * address. */
static gboolean
mail_from_of_results (const SvFacts *facts, const SvVerdictBlock *block, SvIdentity *identity)
{
  const char *value = block->result ? result_mail_from (block) : NULL;
  if (!value)
    return FALSE;
  const char *whole
      = facts->return_path && facts->return_path[0] ? sv_address_domain (facts->return_path) : NULL;
  if (!strchr (value, '@') && whole && g_ascii_strcasecmp (whole, value) == 0)
    return FALSE;
  return set_mail_from (identity, value, SV_FROM_AUTH_RESULTS, block->results->line);
}

/* The comment's domain comes late: it may be that of an include (SES, Zoho). */
static void
mail_from_of_message (const SvFacts *facts, const SvVerdictBlock *block, SvIdentity *identity)
{
  if (set_mail_from (identity, facts->reported_mail_from, SV_FROM_REPORT, 0))
    return;
  if (block && block->spf
      && set_mail_from (identity, block->spf->envelope_from, SV_FROM_RECEIVED_SPF,
                        block->spf->line))
    return;
  if (block && mail_from_of_results (facts, block, identity))
    return;
  if (set_mail_from (identity, facts->return_path, SV_FROM_RETURN_PATH, facts->return_path_line))
    return;
  for (guint i = 0; i < facts->client_headers->len; i++)
    {
      const SvClientHeader *header = &g_array_index (facts->client_headers, SvClientHeader, i);
      if (set_mail_from (identity, header->envelope_from, SV_FROM_X_HEADER, header->line))
        return;
    }
  if (block && block->spf
      && set_mail_from (identity, block->spf->domain, SV_FROM_RECEIVED_SPF, block->spf->line))
    return;
  set_mail_from (identity, facts->from_line, SV_FROM_FROM_LINE, 0);
}

/* Whether two senders are two identities; receivers often write only the domain. */
static gboolean
is_other_sender (const char *a, const char *b)
{
  const char *domain_a = sv_address_domain (a), *domain_b = sv_address_domain (b);
  if (domain_a && domain_b)
    return g_ascii_strcasecmp (a, b) != 0;
  return g_ascii_strcasecmp (domain_a ? domain_a : a, domain_b ? domain_b : b) != 0;
}

static void
find_mail_from (const SvFacts *facts, const SvSaid *said, const SvVerdictBlock *block,
                SvIdentity *identity)
{
  mail_from_of_message (facts, block, identity);
  const char *judged = identity->mail_from;
  if (set_mail_from (identity, said->mail_from, SV_FROM_OPTION, 0) && judged
      && is_other_sender (judged, identity->mail_from))
    identity->overruled = TRUE;
}

static gboolean
set_helo (SvIdentity *identity, const char *helo, SvFrom from, guint line)
{
  if (!helo || !helo[0])
    return FALSE;
  identity->helo = helo;
  identity->helo_from = from;
  identity->helo_line = line;
  return TRUE;
}

static void
find_helo (const SvFacts *facts, const SvSaid *said, const SvVerdictBlock *block,
           SvIdentity *identity)
{
  gboolean moved = identity->ip_from == SV_FROM_RECEIVED || identity->ip_from == SV_FROM_OPTION
                   || (identity->ip_from == SV_FROM_NONE && said->relay);
  if (set_helo (identity, said->helo, SV_FROM_OPTION, 0))
    return;
  if (block && !moved && block->spf
      && set_helo (identity, block->spf->helo, SV_FROM_RECEIVED_SPF, block->spf->line))
    return;
  if (block && !moved && block->result)
    {
      const char *helo = sv_auth_results_property (block->results, block->result, "smtp.helo");
      if (!helo)
        helo = sv_auth_results_property (block->results, block->result, "helo");
      if (helo && strchr (helo, '@'))
        helo = sv_address_domain (helo);
      if (set_helo (identity, helo, SV_FROM_AUTH_RESULTS, block->results->line))
        return;
    }
  if (identity->hop >= 0)
    set_helo (identity, hop_at (facts, identity->hop)->helo, SV_FROM_RECEIVED,
              hop_at (facts, identity->hop)->line);
}

static void
set_roles (const SvFacts *facts, SvIdentity *identity)
{
  for (int i = 0; identity->hop >= 0 && i < (int)facts->received->len; i++)
    identity->roles[i] = i < identity->hop    ? SV_ROLE_INTERNAL
                         : i == identity->hop ? SV_ROLE_BORDER
                                              : SV_ROLE_OUTSIDE;
}

/* The receiver's name for itself: where it speaks of SPF, then anywhere in the block, then the
 * border hop's.  "spfCheck" (Amazon SES) and "<UNKNOWN>" (policyd-spf) are no names. */
static const char *
receiver_name (const SvFacts *facts, const SvVerdictBlock *block, const SvIdentity *identity)
{
  const char *by = identity->hop >= 0 ? hop_at (facts, identity->hop)->by : NULL;
  if (!block)
    return by;
  const char *names[] = { block->spf ? block->spf->receiver : NULL,
                          block->results ? block->results->authserv_id : NULL,
                          block->spf ? block->spf->host : NULL, block->names[0] };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i] && names[i][0] != '<' && strchr (names[i], '.'))
      return names[i];
  return by ? by : block->names[0];
}

SvIdentity *
sv_identity_find (const SvFacts *facts, const SvSaid *said)
{
  SvIdentity *identity = g_new0 (SvIdentity, 1);
  identity->hop = identity->relay = -1;
  identity->roles = g_new0 (SvRole, facts->received->len + 1);
  identity->spf_trusted = g_new0 (gboolean, facts->received_spf->len + 1);
  identity->results_trusted = g_new0 (gboolean, facts->auth_results->len + 1);
  SvVerdictBlock found;
  const SvVerdictBlock *block = sv_trust_block (facts, 0, &found) ? &found : NULL;
  int broken = block && !sv_trust_user (said->trust, block) ? break_above_block (facts, block) : -1;
  if (broken >= 0)
    block = NULL;
  find_ip (facts, said, block, broken, identity);
  find_mail_from (facts, said, block, identity);
  find_helo (facts, said, block, identity);
  set_roles (facts, identity);
  identity->receiver = receiver_name (facts, block, identity);
  sv_trust_mark (facts, block, said->trust, identity);
  return identity;
}

void
sv_identity_free (SvIdentity *identity)
{
  if (!identity)
    return;
  g_free (identity->roles);
  g_free (identity->spf_trusted);
  g_free (identity->results_trusted);
  g_free (identity);
}
