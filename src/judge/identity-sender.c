/* SPDX-License-Identifier: GPL-3.0-or-later
 * MAIL FROM and HELO: the user's word, then the receiver's, then what the message shows. */

#include "judge/identity-parts.h"

#include <string.h>

static const SvReceived *
hop_at (const SvFacts *facts, int hop)
{
  return &g_array_index (facts->received, SvReceived, hop);
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

/* Whether two senders are two identities; receivers often write only the domain. */
static gboolean
is_other_sender (const char *a, const char *b)
{
  const char *domain_a = sv_address_domain (a), *domain_b = sv_address_domain (b);
  if (domain_a && domain_b)
    return g_ascii_strcasecmp (a, b) != 0;
  return g_ascii_strcasecmp (domain_a ? domain_a : a, domain_b ? domain_b : b) != 0;
}

/* Whether the receiver's own Return-Path, on top of the message, names another sender than a
 * verdict that the sender can have written. */
static gboolean
is_outdone (const SvFacts *facts, const SvVerdictBlock *block)
{
  if (!block || block->trust != SV_TRUST_OPEN || !facts->return_path || facts->received->len == 0
      || facts->return_path_line > hop_at (facts, 0)->line)
    return FALSE;
  const char *stated = block->spf ? block->spf->envelope_from : NULL;
  if (!stated && block->result)
    stated = result_mail_from (block);
  return stated && is_other_sender (stated, facts->return_path);
}

/* The comment's domain comes late: it may be that of an include (SES, Zoho). */
static void
mail_from_of_message (const SvFacts *facts, const SvVerdictBlock *block, SvIdentity *identity)
{
  if (set_mail_from (identity, facts->reported_mail_from, SV_FROM_REPORT, 0))
    return;
  if (is_outdone (facts, block)
      && set_mail_from (identity, facts->return_path, SV_FROM_RETURN_PATH, facts->return_path_line))
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

void
sv_identity_find_mail_from (const SvFacts *facts, const SvSaid *said, const SvVerdictBlock *block,
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

void
sv_identity_find_helo (const SvFacts *facts, const SvSaid *said, const SvVerdictBlock *block,
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
