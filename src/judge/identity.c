/* SPDX-License-Identifier: GPL-3.0-or-later
 * Puts together whom to believe and what was judged: custody, trust, block, identity. */

#include "judge/identity.h"

#include "judge/identity-parts.h"

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

/* Notes on every verdict field how far it is believed. */
static void
mark (const GArray *statements, SvIdentity *identity)
{
  for (guint i = 0; i < statements->len; i++)
    {
      const SvStatement *statement = &g_array_index (statements, SvStatement, i);
      SvTrust *marks = statement->spf ? identity->spf_trusted : identity->results_trusted;
      marks[statement->index] = statement->trust;
    }
}

static gboolean
claims_spf (const GArray *statements)
{
  for (guint i = 0; i < statements->len; i++)
    if (sv_verdict_states_spf (&g_array_index (statements, SvStatement, i)))
      return TRUE;
  return FALSE;
}

SvIdentity *
sv_identity_find (const SvFacts *facts, const SvSaid *said)
{
  SvIdentity *identity = g_new0 (SvIdentity, 1);
  identity->hop = identity->relay = -1;
  identity->roles = g_new0 (SvRole, facts->received->len + 1);
  identity->spf_trusted = g_new0 (SvTrust, facts->received_spf->len + 1);
  identity->results_trusted = g_new0 (SvTrust, facts->auth_results->len + 1);
  g_auto (SvCustody) custody = { 0 };
  sv_custody_find (facts, said->relay, &custody);
  g_autoptr (GArray) statements = sv_trust_statements (&custody, said->trust);
  SvVerdictBlock found;
  const SvVerdictBlock *block
      = sv_verdict_block_find (&custody, statements, &found) ? &found : NULL;
  identity->trust = found.trust;
  identity->block_first = found.first;
  identity->block_last = found.last;
  sv_identity_find_ip (&custody, said, block, claims_spf (statements), identity);
  sv_identity_find_mail_from (facts, said, block, identity);
  sv_identity_find_helo (facts, said, block, identity);
  set_roles (facts, identity);
  identity->receiver = receiver_name (facts, block, identity);
  sv_verdict_settle_below (statements, block, identity->hop);
  mark (statements, identity);
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
