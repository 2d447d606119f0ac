/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reads the way of a message from its hops and from what forwarders, lists and gateways write. */

#include "judge/way.h"

#include "judge/border.h"
#include "judge/verdict-block.h"

#include <string.h>

typedef struct
{
  const SvFacts *facts;
  const SvIdentity *identity;
  const SvStored *stored;
  const SvReceived *border; /* the judged hop, or NULL */
  const char *sender;       /* domain of the judged envelope sender, or NULL */
  const char *client;       /* name of the host that was judged, or NULL */
} Road;

static const SvReceived *
hop_at (const SvFacts *facts, int hop)
{
  return &g_array_index (facts->received, SvReceived, hop);
}

static const char *
client_of (const SvReceived *hop)
{
  return hop->rdns ? hop->rdns : hop->helo;
}

/* ---- forwarding ---- */

/* The hop by which the judged host's organization took the message from another; -1: none is to be
 * seen. */
static int
first_reception (const Road *road)
{
  int n = (int)road->facts->received->len;
  for (int i = road->identity->hop + 1; road->border && i < n; i++)
    {
      const SvReceived *hop = hop_at (road->facts, i);
      if (sv_same_organization (hop->by, road->client) && sv_ip_scope (&hop->ip) == SV_SCOPE_PUBLIC
          && !sv_same_organization (client_of (hop), road->client))
        return i;
    }
  return -1;
}

/* Fields that forwarders write, and whether they count only with an address of the forwarder's. */
static const struct
{
  const char *name;
  gboolean own;
} forward_fields[] = {
  { "x-forwarded-to", FALSE }, { "x-forwarded-for", FALSE }, { "resent-from", FALSE },
  { "resent-to", FALSE },      { "resent-sender", FALSE },   { "delivered-to", TRUE },
  { "x-original-to", TRUE },
};

/* The line of a field below the border by which the judged host's organization says that the
 * message had reached a mailbox there; 0: none.  X-Forwarded-To (Gmail) and Resent- (RFC 5322
 * 3.6.6) may stand on top as well. */
static guint
forwarding_line (const Road *road)
{
  const GArray *fields = road->facts->headers->fields;
  guint border = g_array_index (road->facts->received_field, guint, road->identity->hop);
  for (guint i = 0; i < fields->len; i++)
    {
      const SvField *field = &g_array_index (fields, SvField, i);
      for (gsize k = 0; k < G_N_ELEMENTS (forward_fields); k++)
        {
          if (strcmp (field->name, forward_fields[k].name) != 0)
            continue;
          const char *domain = sv_address_domain (field->value);
          if (!forward_fields[k].own
              || (i > border && domain && sv_same_organization (domain, road->client)))
            return field->line;
        }
    }
  return 0;
}

static gboolean
is_pass (const char *word)
{
  return g_strcmp0 (word, "pass") == 0;
}

/* The line of a verdict of the judged host's organization below the border that passed where the
 * receiver's did not: the forwarder took it from the author's own server. */
static guint
other_verdict_line (const Road *road)
{
  const GArray *spfs = road->facts->received_spf, *all = road->facts->auth_results;
  if (!road->stored->spf || is_pass (road->stored->spf))
    return 0;
  for (guint i = 0; i < spfs->len; i++)
    {
      const SvReceivedSpf *spf = &g_array_index (spfs, SvReceivedSpf, i);
      if (!road->identity->spf_trusted[i] && is_pass (spf->result)
          && (sv_same_organization (spf->receiver, road->client)
              || sv_same_organization (spf->host, road->client)))
        return spf->line;
    }
  for (guint i = 0; i < all->len; i++)
    {
      const SvAuthResults *field = &g_array_index (all, SvAuthResults, i);
      const SvMethodResult *spf = sv_verdict_spf_result (field);
      if (!road->identity->results_trusted[i] && spf && is_pass (spf->result)
          && sv_same_organization (field->authserv_id, road->client))
        return field->line;
    }
  return 0;
}

/* Who sends through a server of another organization may use a smarthost: forwarding shows in that
 * the message was received there for someone. */
static void
find_plain_forwarding (const Road *road, SvWay *way)
{
  if (!road->border || !road->sender || !road->client
      || sv_same_organization (road->client, road->sender) || first_reception (road) < 0)
    return;
  guint line = forwarding_line (road);
  if (line == 0)
    line = other_verdict_line (road);
  if (line == 0)
    return;
  way->kind = SV_WAY_FORWARDED;
  way->line = line;
  way->forwarder = road->client;
}

static void
find_rewriting (const Road *road, SvWay *way)
{
  const SvIdentity *identity = road->identity;
  if (!sv_sender_rewriting (identity->mail_from, road->facts->headers->strings, &way->sender))
    return;
  if (way->sender.kind != SV_REWRITING_SRS && way->sender.kind != SV_REWRITING_CAF)
    return;
  way->kind = SV_WAY_FORWARDED_SRS;
  way->line = identity->mail_from_line;
  way->forwarder = way->sender.forwarder;
}

/* ---- lists ---- */

/* What stands between "<" and ">" (RFC 2919 3), else all of it. */
static const char *
list_domain (const SvFacts *facts)
{
  SvScanner scanner;
  sv_scanner_init (&scanner, facts->list_id, strlen (facts->list_id));
  sv_scanner_until (&scanner, "<");
  if (!sv_scanner_accept (&scanner, '<'))
    return facts->list_id;
  return sv_slice_keep (sv_slice_trim (sv_scanner_until (&scanner, ">")), facts->headers->strings);
}

/* A list sends under its own envelope sender; a newsletter has a List-Id as well, and is no list.
 */
static void
find_list (const Road *road, SvWay *way)
{
  const SvFacts *facts = road->facts;
  const SvField *field = sv_headers_find (facts->headers, "list-id");
  const char *domain = facts->list_id ? list_domain (facts) : NULL;
  if (!domain || !road->sender || sv_service_by_envelope (road->sender))
    return;
  gboolean own = sv_same_organization (road->sender, domain)
                 || way->sender.kind == SV_REWRITING_EZMLM || way->sender.kind == SV_REWRITING_VERP;
  const SvMailbox *author
      = facts->from->len > 0 ? &g_array_index (facts->from, SvMailbox, 0) : NULL;
  gboolean posts = sv_headers_find (facts->headers, "list-post") != NULL;
  if (!own || !author || (sv_same_organization (author->domain, road->sender) && !posts))
    return;
  way->kind = SV_WAY_LIST;
  way->line = field ? field->line : 0;
  way->list_id = domain;
  way->forwarder = road->client ? road->client : road->sender;
}

/* ---- own relays ---- */

static void
set_relay (SvWay *way, guint line, const char *name, const SvIp *ip)
{
  way->own_relay = TRUE;
  way->relay_line = line;
  way->relay = name;
  way->relay_ip = *ip;
}

/* Whether the receiver wrote the field: it is believed, or sealed by ARC on top of the message. */
static gboolean
is_receivers (const Road *road, guint i)
{
  const SvAuthResults *field = &g_array_index (road->facts->auth_results, SvAuthResults, i);
  if (road->identity->results_trusted[i])
    return TRUE;
  return road->border && strcmp (field->header, "arc-authentication-results") == 0
         && field->field < g_array_index (road->facts->received_field, guint, road->identity->hop)
         && sv_same_organization (field->authserv_id, road->border->by);
}

/* "gateway.spf=pass (google.com: domain D configured A as internal address) … smtp.remote-ip=A":
 * Google Workspace took A for its customer's inbound gateway and judged nothing there. */
static gboolean
find_google_gateway (const Road *road, SvWay *way)
{
  const GArray *all = road->facts->auth_results;
  for (guint i = 0; i < all->len; i++)
    {
      const SvAuthResults *field = &g_array_index (all, SvAuthResults, i);
      for (guint k = 0; k < field->results->len; k++)
        {
          const SvMethodResult *result = &g_array_index (field->results, SvMethodResult, k);
          if (strcmp (result->method, "gateway.spf") != 0 || !is_receivers (road, i))
            continue;
          set_relay (way, field->line, NULL, &result->client_ip);
          return TRUE;
        }
    }
  return FALSE;
}

/* The next hop below that comes from outside. */
static void
set_outside (const Road *road, int hop, SvWay *way)
{
  for (int i = hop + 1; i < (int)road->facts->received->len; i++)
    {
      const SvReceived *below = hop_at (road->facts, i);
      if (sv_ip_scope (&below->ip) == SV_SCOPE_PUBLIC
          && !sv_same_organization (client_of (below), below->by))
        {
          way->outside_ip = below->ip;
          return;
        }
    }
}

/* The judged host bears the receiver's own name, is no large provider's, whose customers send to
 * each other, and something came to it from outside. */
static void
find_relay_by_name (const Road *road, SvWay *way)
{
  const SvReceived *border = road->border;
  if (!border || !border->rdns || sv_ip_scope (&border->ip) != SV_SCOPE_PUBLIC
      || !sv_same_organization (border->rdns, border->by) || sv_service_by_host (border->rdns)
      || sv_same_organization (border->rdns, road->sender))
    return;
  set_outside (road, road->identity->hop, way);
  if (way->outside_ip.family)
    set_relay (way, border->line, border->rdns, &border->ip);
}

/* Google says so itself, or the user named it with --relay, or its name tells. */
static void
find_own_relay (const Road *road, SvWay *way)
{
  const SvIdentity *identity = road->identity;
  if (find_google_gateway (road, way))
    set_outside (road, identity->hop, way);
  else if (identity->relay >= 0)
    {
      const SvReceived *hop = hop_at (road->facts, identity->relay);
      set_relay (way, hop->line, client_of (hop), &hop->ip);
      way->outside_ip = identity->ip;
    }
  else
    find_relay_by_name (road, way);
}

/* ---- services and clocks ---- */

/* A reverse name is the service's own word; what a host calls itself needs a pass to go with it. */
static void
find_service (const Road *road, SvWay *way)
{
  const SvReceived *border = road->border;
  if (!border)
    return;
  const char *name = border->rdns                  ? border->rdns
                     : is_pass (road->stored->spf) ? border->helo
                                                   : NULL;
  way->service = sv_service_by_host (name);
  way->service_host = name;
  way->service_line = border->line;
}

static void
find_time_travel (const SvFacts *facts, SvWay *way)
{
  for (int i = 0; i + 1 < (int)facts->received->len; i++)
    {
      const SvReceived *hop = hop_at (facts, i), *below = hop_at (facts, i + 1);
      if (!hop->has_date || !below->has_date || below->date <= hop->date
          || below->date - hop->date <= MAX (SV_CLOCK_TOLERANCE, way->travel_seconds))
        continue;
      way->travel_seconds = below->date - hop->date;
      way->travel_line = hop->line;
    }
}

void
sv_way_find (const SvFacts *facts, const SvIdentity *identity, const SvStored *stored, SvWay *way)
{
  *way = (SvWay){ .kind = SV_WAY_DIRECT };
  Road road = { .facts = facts,
                .identity = identity,
                .stored = stored,
                .border = identity->hop >= 0 ? hop_at (facts, identity->hop) : NULL };
  road.sender = identity->mail_from ? sv_address_domain (identity->mail_from) : NULL;
  road.client = road.border ? client_of (road.border) : NULL;
  find_plain_forwarding (&road, way);
  find_rewriting (&road, way);
  find_list (&road, way);
  find_own_relay (&road, way);
  find_service (&road, way);
  find_time_travel (facts, way);
}
