/* SPDX-License-Identifier: GPL-3.0-or-later
 * Groups believed verdict fields into blocks, and picks the one that leads. */

#include "judge/verdict-block.h"

#include <string.h>

gboolean
sv_verdict_result_on_mail_from (const SvAuthResults *results, const SvMethodResult *result)
{
  return !sv_auth_results_property (results, result, "smtp.helo")
         || sv_auth_results_property (results, result, "smtp.mailfrom");
}

const SvMethodResult *
sv_verdict_spf_result (const SvAuthResults *results)
{
  const SvMethodResult *on_helo = NULL;
  for (guint i = 0; i < results->results->len; i++)
    {
      const SvMethodResult *result = &g_array_index (results->results, SvMethodResult, i);
      if (strcmp (result->method, "spf") != 0)
        continue;
      if (sv_verdict_result_on_mail_from (results, result))
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
sv_verdict_on_mail_from (const char *identity)
{
  return !identity
         || (g_ascii_strcasecmp (identity, "helo") != 0
             && g_ascii_strcasecmp (identity, "pra") != 0);
}

static void
add_spf (SvVerdictBlock *block, const SvReceivedSpf *spf)
{
  if (!block->spf
      || (!sv_verdict_on_mail_from (block->spf->identity)
          && sv_verdict_on_mail_from (spf->identity)))
    block->spf = spf;
  take_address (block, &spf->client_ip, SV_FROM_RECEIVED_SPF, spf->line,
                block->ip_from != SV_FROM_RECEIVED_SPF);
  add_name (block, spf->receiver);
  add_name (block, spf->host);
}

static void
add_results (SvVerdictBlock *block, const SvAuthResults *results)
{
  const SvMethodResult *spf = sv_verdict_spf_result (results), *other = address_result (results);
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

/* ---- statements that overrule each other ---- */

static SvStatement *
statement_at (const GArray *statements, guint i)
{
  return &g_array_index (statements, SvStatement, i);
}

/* What a statement says of SPF on MAIL FROM; NULL: nothing. */
static const char *
word_of (const SvStatement *statement)
{
  if (statement->spf)
    return sv_verdict_on_mail_from (statement->spf->identity) ? statement->spf->result : NULL;
  const SvMethodResult *result = sv_verdict_spf_result (statement->results);
  return result && sv_verdict_result_on_mail_from (statement->results, result) ? result->result
                                                                               : NULL;
}

static gboolean
is_pass (const char *word)
{
  return word && strcmp (word, "pass") == 0;
}

/* On MAIL FROM anything but a pass; on another identity a fail, for many publish nothing there. */
static gboolean
refuses (const SvStatement *statement)
{
  const char *word = word_of (statement);
  if (word)
    return !is_pass (word);
  const SvMethodResult *result
      = statement->results ? sv_verdict_spf_result (statement->results) : NULL;
  word = statement->spf ? statement->spf->result : result ? result->result : NULL;
  return word && (strcmp (word, "fail") == 0 || strcmp (word, "softfail") == 0);
}

gboolean
sv_verdict_states_spf (const SvStatement *statement)
{
  return statement->spf || (!statement->relative && sv_verdict_spf_result (statement->results));
}

/* What stands against a pass where the sender can write too, for nobody forges a refusal. */
typedef struct
{
  gboolean any; /* against one that came late, wherever each is written */
  gboolean
      border;  /* in the name of the border hop's writer: against one that was handed on as well */
  guint field; /* of the topmost beside its writer's hop: against one below it; G_MAXUINT: none */
  gboolean proven; /* the receiver's own verdict stands, and decides */
} Refusals;

static void
note_refusal (const SvStatement *statement, Refusals *refusals)
{
  if (statement->trust >= SV_TRUST_USER && sv_verdict_states_spf (statement))
    refusals->proven = TRUE;
  if (statement->trust != SV_TRUST_OPEN || !refuses (statement))
    return;
  refusals->any = TRUE;
  refusals->border = refusals->border || statement->of_border;
  if (!statement->late)
    refusals->field = MIN (refusals->field, statement->field);
}

static gboolean
is_refused (const SvStatement *statement, const Refusals *refusals)
{
  if (!is_pass (word_of (statement)))
    return FALSE;
  gboolean open = statement->trust == SV_TRUST_OPEN;
  if (open && ((statement->late && refusals->any) || statement->field > refusals->field))
    return TRUE;
  return (open || statement->trust == SV_TRUST_HANDED_ON) && refusals->border && !refusals->proven;
}

static void
settle_open (GArray *statements)
{
  Refusals refusals = { .field = G_MAXUINT };
  for (guint i = 0; i < statements->len; i++)
    note_refusal (statement_at (statements, i), &refusals);
  for (guint i = 0; i < statements->len; i++)
    if (is_refused (statement_at (statements, i), &refusals))
      statement_at (statements, i)->trust = SV_TRUST_CLAIM;
}

/* Whether a claim says the same as the open verdict that leads, in the border's name or beside it
 * in nobody's: then it is as good. */
static gboolean
is_companion (const SvStatement *statement, const SvVerdictBlock *block, const char *word)
{
  const char *name = sv_trust_writer (statement);
  return statement->trust == SV_TRUST_CLAIM && !statement->relative && word
         && g_strcmp0 (word_of (statement), word) == 0
         && (statement->of_border || (!name && statement->above == block->above));
}

/* Once a block leads, what is less certain counts no more; but a late Received-SPF that says the
 * same is the same receiver's. */
static void
settle_rest (GArray *statements, const SvVerdictBlock *block)
{
  const char *word = block->spf ? block->spf->result : block->result ? block->result->result : NULL;
  for (guint i = 0; i < statements->len; i++)
    {
      SvStatement *statement = statement_at (statements, i);
      gboolean agrees = statement->spf && statement->of_border && word
                        && g_strcmp0 (word_of (statement), word) == 0;
      gboolean below = statement->trust == SV_TRUST_HANDED_ON
                       && (block->trust != SV_TRUST_HANDED_ON || statement->field > block->last);
      gboolean late
          = statement->trust == SV_TRUST_OPEN && block->trust > SV_TRUST_OPEN && word && !agrees;
      if (below || late)
        statement->trust = SV_TRUST_CLAIM;
      if (block->trust == SV_TRUST_OPEN && is_companion (statement, block, word))
        statement->trust = SV_TRUST_OPEN;
    }
}

/* ---- the block that leads ---- */

static gboolean
is_useful (const SvVerdictBlock *block)
{
  return block->spf || block->result || block->ip.family;
}

/* Which statements between the same two Received fields lead: those that none but the receiver can
 * have written, then those in the name of the hop right above, then those of who handed the message
 * on, then those that came late. */
static int
rank_of (const SvStatement *statement)
{
  if (statement->relative || statement->trust == SV_TRUST_CLAIM)
    return 0;
  if (statement->trust >= SV_TRUST_USER)
    return 4;
  return statement->trust == SV_TRUST_HANDED_ON ? 2 : statement->late ? 1 : 3;
}

/* Fills the block from the statements from number `from` to before `end` that have this rank. */
static void
fill_block (const SvCustody *custody, const GArray *statements, guint from, guint end, int rank,
            SvVerdictBlock *block)
{
  *block = (SvVerdictBlock){ .above = statement_at (statements, from)->above, .spoken_hop = -1 };
  for (guint i = from; i < end; i++)
    {
      const SvStatement *statement = statement_at (statements, i);
      if (rank_of (statement) != rank)
        continue;
      if (block->trust == SV_TRUST_CLAIM)
        block->first = statement->field;
      block->trust = MAX (block->trust, statement->trust);
      block->last = statement->field;
      if (statement->trust == SV_TRUST_OPEN && block->spoken_hop < 0)
        block->spoken_hop = sv_trust_spoken_hop (custody, statement);
      if (statement->spf)
        add_spf (block, statement->spf);
      else
        add_results (block, statement->results);
    }
}

/* The topmost useful block of a rank between these. */
static gboolean
topmost_block (const SvCustody *custody, const GArray *statements, int lowest, int highest,
               SvVerdictBlock *block)
{
  for (guint from = 0, end; from < statements->len; from = end)
    {
      for (end = from + 1; end < statements->len; end++)
        if (statement_at (statements, end)->above != statement_at (statements, from)->above)
          break;
      for (int rank = highest; rank >= lowest; rank--)
        {
          fill_block (custody, statements, from, end, rank, block);
          if (is_useful (block))
            return TRUE;
        }
    }
  return FALSE;
}

gboolean
sv_verdict_block_find (const SvCustody *custody, GArray *statements, SvVerdictBlock *block)
{
  settle_open (statements);
  if (topmost_block (custody, statements, 2, 4, block)
      || topmost_block (custody, statements, 1, 1, block))
    {
      settle_rest (statements, block);
      return TRUE;
    }
  *block = (SvVerdictBlock){ .above = -1, .spoken_hop = -1 };
  return FALSE;
}

void
sv_verdict_settle_below (GArray *statements, const SvVerdictBlock *block, int hop)
{
  int judged = hop >= 0 ? hop : block ? block->above + 1 : G_MAXINT;
  for (guint i = 0; i < statements->len; i++)
    {
      SvStatement *statement = statement_at (statements, i);
      gboolean apart = !block || statement->above != block->above || !statement->beside;
      gboolean below = statement->above >= judged && apart;
      if (below && statement->trust != SV_TRUST_USER && statement->trust > SV_TRUST_OPEN)
        statement->trust = SV_TRUST_CLAIM;
    }
}
