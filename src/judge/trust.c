/* SPDX-License-Identifier: GPL-3.0-or-later
 * Groups verdict fields into blocks, and believes those of the receiver. */

#include "judge/trust.h"

#include "judge/border.h"

#include <string.h>

#define AR "authentication-results"

gboolean
sv_trust_result_on_mail_from (const SvAuthResults *results, const SvMethodResult *result)
{
  return !sv_auth_results_property (results, result, "smtp.helo")
         || sv_auth_results_property (results, result, "smtp.mailfrom");
}

const SvMethodResult *
sv_trust_spf_result (const SvAuthResults *results)
{
  const SvMethodResult *on_helo = NULL;
  for (guint i = 0; i < results->results->len; i++)
    {
      const SvMethodResult *result = &g_array_index (results->results, SvMethodResult, i);
      if (strcmp (result->method, "spf") != 0)
        continue;
      if (sv_trust_result_on_mail_from (results, result))
        return result;
      if (!on_helo)
        on_helo = result;
    }
  return on_helo;
}

/* The first address that a field states outside its spf result: Proton's arc= and everybody's
 * iprev=. */
static const SvMethodResult *
address_result (const SvAuthResults *results)
{
  for (guint i = 0; i < results->results->len; i++)
    if (g_array_index (results->results, SvMethodResult, i).client_ip.family)
      return &g_array_index (results->results, SvMethodResult, i);
  return NULL;
}

static void
add_name (SvVerdictBlock *block, const char *name)
{
  if (!name || name[0] == '<')
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (block->names) - 1; i++)
    if (!block->names[i])
      {
        block->names[i] = name;
        return;
      }
}

/* Addresses rank by who states them: a Received-SPF before the spf result before any other. */
static void
take_address (SvVerdictBlock *block, const SvIp *ip, SvFrom from, guint line, gboolean better)
{
  if (!ip->family || (block->ip.family && !better))
    return;
  block->ip = *ip;
  block->ip_from = from;
  block->ip_line = line;
}

/* Cisco writes verdicts on pra (Sender ID, RFC 4407) and helo beside the one on mailfrom. */
gboolean
sv_trust_on_mail_from (const char *identity)
{
  return !identity
         || (g_ascii_strcasecmp (identity, "helo") != 0
             && g_ascii_strcasecmp (identity, "pra") != 0);
}

static void
add_spf (SvVerdictBlock *block, const SvReceivedSpf *spf)
{
  if (!block->spf
      || (!sv_trust_on_mail_from (block->spf->identity) && sv_trust_on_mail_from (spf->identity)))
    block->spf = spf;
  take_address (block, &spf->client_ip, SV_FROM_RECEIVED_SPF, spf->line,
                block->ip_from != SV_FROM_RECEIVED_SPF);
  add_name (block, spf->receiver);
  add_name (block, spf->host);
}

static void
add_results (SvVerdictBlock *block, const SvAuthResults *results)
{
  const SvMethodResult *spf = sv_trust_spf_result (results), *other = address_result (results);
  if (spf && !block->result)
    {
      block->results = results;
      block->result = spf;
      take_address (block, &spf->client_ip, SV_FROM_AUTH_RESULTS, results->line,
                    block->ip_from == SV_FROM_AUTH_RESULTS);
    }
  if (other)
    take_address (block, &other->client_ip, SV_FROM_AUTH_RESULTS, results->line, FALSE);
  add_name (block, results->authserv_id);
}

/* Walks Received-SPF, Authentication-Results and Received fields together, in header order, once.
 */
typedef struct
{
  const SvFacts *facts;
  guint next_spf, next_results, next_hop;
  const SvReceivedSpf *spf;     /* the present field, if it is one */
  const SvAuthResults *results; /* the present field, if it is one */
  guint field;                  /* its number */
} Walk;

/* Takes the next verdict field at or below field number `from`; FALSE at the end. */
static gboolean
next_verdict (Walk *walk, guint from)
{
  const GArray *spfs = walk->facts->received_spf, *all = walk->facts->auth_results;
  const SvReceivedSpf *spf = NULL;
  const SvAuthResults *results = NULL;
  for (; walk->next_spf < spfs->len; walk->next_spf++)
    if ((spf = &g_array_index (spfs, SvReceivedSpf, walk->next_spf))->field >= from)
      break;
  for (; walk->next_results < all->len; walk->next_results++)
    {
      results = &g_array_index (all, SvAuthResults, walk->next_results);
      if (results->field >= from && strcmp (results->header, AR) == 0)
        break;
    }
  gboolean more_spf = walk->next_spf < spfs->len, more_results = walk->next_results < all->len;
  if (!more_spf && !more_results)
    return FALSE;
  gboolean is_spf = more_spf && (!more_results || spf->field < results->field);
  walk->spf = is_spf ? spf : NULL;
  walk->results = is_spf ? NULL : results;
  walk->field = is_spf ? spf->field : results->field;
  if (is_spf)
    walk->next_spf++;
  else
    walk->next_results++;
  return TRUE;
}

/* Whether the walk came over a Received field since it was asked last. */
static gboolean
crossed_received (Walk *walk)
{
  guint before = walk->next_hop;
  const GArray *hops = walk->facts->received_field;
  while (walk->next_hop < hops->len && g_array_index (hops, guint, walk->next_hop) < walk->field)
    walk->next_hop++;
  return walk->next_hop > before;
}

static gboolean
is_useful (const SvVerdictBlock *block)
{
  return block->spf || block->result || block->ip.family;
}

gboolean
sv_trust_block (const SvFacts *facts, guint from, SvVerdictBlock *block)
{
  Walk walk = { .facts = facts };
  gboolean open = FALSE;
  *block = (SvVerdictBlock){ 0 };
  while (next_verdict (&walk, from))
    {
      gboolean crossed = crossed_received (&walk);
      if (open && crossed && is_useful (block))
        return TRUE;
      if (!open || crossed)
        *block = (SvVerdictBlock){ .first = walk.field };
      open = TRUE;
      block->last = walk.field;
      if (walk.spf)
        add_spf (block, walk.spf);
      else
        add_results (block, walk.results);
    }
  return is_useful (block);
}

/* --trust=ID: the id itself, or "@domain" for everything under it. */
static gboolean
user_trusts (const char *const *trust, const char *name)
{
  for (; name && trust && *trust; trust++)
    if ((*trust)[0] == '@' ? sv_host_under (name, *trust + 1)
                           : g_ascii_strcasecmp (name, *trust) == 0)
      return TRUE;
  return FALSE;
}

gboolean
sv_trust_user (const char *const *trust, const SvVerdictBlock *block)
{
  for (gsize i = 0; block->names[i]; i++)
    if (user_trusts (trust, block->names[i]))
      return TRUE;
  return FALSE;
}

/* More hops than this inside one receiver are not looked at: Outlook.com, the deepest, has five. */
#define NATIVE_HOPS_MAX 32

/* Whether a name belongs to a host that handled the message on the receiver's side. */
static gboolean
is_native (const SvFacts *facts, const SvIdentity *identity, const char *name)
{
  for (int i = 0; i <= identity->hop && i < (int)facts->received->len; i++)
    {
      const char *by = g_array_index (facts->received, SvReceived, i).by;
      if (by
          && (g_ascii_strcasecmp (by, name) == 0 || sv_host_under (by, name)
              || sv_same_organization (by, name)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
above_border (const SvFacts *facts, const SvIdentity *identity, guint field)
{
  return identity->hop >= 0 && field < g_array_index (facts->received_field, guint, identity->hop);
}

/* A Received-SPF is believed wherever it stands if it speaks of the border hop (Exim writes it
 * late). */
static gboolean
speaks_of_border (const SvFacts *facts, const SvIdentity *identity, const SvReceivedSpf *spf)
{
  if (identity->hop < 0)
    return FALSE;
  const SvReceived *border = &g_array_index (facts->received, SvReceived, identity->hop);
  if (spf->receiver && border->by && g_ascii_strcasecmp (spf->receiver, border->by) == 0)
    return TRUE;
  gboolean stranger
      = spf->receiver && spf->receiver[0] != '<' && !is_native (facts, identity, spf->receiver);
  return !stranger && spf->client_ip.family && sv_ip_equal (&spf->client_ip, &border->ip);
}

void
sv_trust_mark (const SvFacts *facts, const SvVerdictBlock *block, const char *const *trust,
               SvIdentity *identity)
{
  for (guint i = 0; i < facts->received_spf->len; i++)
    {
      const SvReceivedSpf *spf = &g_array_index (facts->received_spf, SvReceivedSpf, i);
      gboolean inside = block && spf->field >= block->first && spf->field <= block->last;
      identity->spf_trusted[i] = inside || user_trusts (trust, spf->receiver)
                                 || user_trusts (trust, spf->host)
                                 || speaks_of_border (facts, identity, spf);
    }
  for (guint i = 0; i < facts->auth_results->len; i++)
    {
      const SvAuthResults *results = &g_array_index (facts->auth_results, SvAuthResults, i);
      const char *id = results->authserv_id;
      gboolean plain = strcmp (results->header, AR) == 0;
      gboolean inside = block && results->field >= block->first && results->field <= block->last;
      gboolean foreign = id && block && !is_native (facts, identity, id) && block->spf
                         && strchr (id, '.') && facts->received->len > 0;
      identity->results_trusted[i] = user_trusts (trust, id) || (plain && inside && !foreign)
                                     || (plain && above_border (facts, identity, results->field)
                                         && (!id || is_native (facts, identity, id)));
    }
}
