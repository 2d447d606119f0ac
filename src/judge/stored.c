/* SPDX-License-Identifier: GPL-3.0-or-later
 * Picks what the believed receiver stored from the marked fields. */

#include "judge/stored.h"

#include "judge/trust.h"

#include <string.h>

/* The topmost believed Received-SPF on MAIL FROM, or on another identity. */
static const SvReceivedSpf *
believed_spf (const SvFacts *facts, const SvIdentity *identity, gboolean on_mail_from)
{
  for (guint i = 0; i < facts->received_spf->len; i++)
    {
      const SvReceivedSpf *spf = &g_array_index (facts->received_spf, SvReceivedSpf, i);
      if (identity->spf_trusted[i] && spf->result
          && sv_trust_on_mail_from (spf->identity) == on_mail_from)
        return spf;
    }
  return NULL;
}

/* The spf result of a believed field, if it is on MAIL FROM, or on another identity. */
static const SvMethodResult *
spf_result (const SvFacts *facts, const SvIdentity *identity, guint i, gboolean on_mail_from)
{
  const SvAuthResults *field = &g_array_index (facts->auth_results, SvAuthResults, i);
  const SvMethodResult *result = identity->results_trusted[i] ? sv_trust_spf_result (field) : NULL;
  return result && sv_trust_result_on_mail_from (field, result) == on_mail_from ? result : NULL;
}

/* The topmost of those. */
static const SvMethodResult *
believed_result (const SvFacts *facts, const SvIdentity *identity, gboolean on_mail_from,
                 const SvAuthResults **field)
{
  for (guint i = 0; i < facts->auth_results->len; i++)
    {
      const SvMethodResult *result = spf_result (facts, identity, i, on_mail_from);
      *field = &g_array_index (facts->auth_results, SvAuthResults, i);
      if (result)
        return result;
    }
  return NULL;
}

static gboolean
contradicts (const SvStored *stored, const char *word)
{
  return word && !stored->best_guess && strcmp (word, "bestguesspass") != 0
         && strcmp (word, stored->spf) != 0;
}

static void
set_conflict (SvStored *stored, const char *word, guint line)
{
  stored->spf_conflict = word;
  stored->spf_conflict_line = line;
}

/* Another believed verdict on the same identity that differs.  Only inside one block: 8,295 real
 * messages have two there and none disagree, while verdicts of two blocks are of two hops. */
static void
find_conflict (const SvFacts *facts, const SvIdentity *identity, guint field, SvStored *stored)
{
  SvVerdictBlock block;
  if (!sv_trust_block (facts, 0, &block) || field < block.first || field > block.last)
    return;
  for (guint i = 0; i < facts->received_spf->len && !stored->spf_conflict; i++)
    {
      const SvReceivedSpf *spf = &g_array_index (facts->received_spf, SvReceivedSpf, i);
      if (identity->spf_trusted[i] && spf->field >= block.first && spf->field <= block.last
          && sv_trust_on_mail_from (spf->identity) == stored->spf_on_mail_from
          && contradicts (stored, spf->result))
        set_conflict (stored, spf->result, spf->line);
    }
  for (guint i = 0; i < facts->auth_results->len && !stored->spf_conflict; i++)
    {
      const SvAuthResults *results = &g_array_index (facts->auth_results, SvAuthResults, i);
      const SvMethodResult *result = spf_result (facts, identity, i, stored->spf_on_mail_from);
      if (result && results->field >= block.first && results->field <= block.last
          && contradicts (stored, result->result))
        set_conflict (stored, result->result, results->line);
    }
}

static gboolean
find_spf (const SvFacts *facts, const SvIdentity *identity, gboolean on_mail_from, SvStored *stored)
{
  const SvAuthResults *field = NULL;
  const SvReceivedSpf *spf = believed_spf (facts, identity, on_mail_from);
  const SvMethodResult *result
      = spf ? NULL : believed_result (facts, identity, on_mail_from, &field);
  if (!spf && !result)
    return FALSE;
  stored->spf = spf ? spf->result : result->result;
  stored->spf_header = spf ? "Received-SPF" : "Authentication-Results";
  stored->spf_line = spf ? spf->line : field->line;
  stored->spf_on_mail_from = on_mail_from;
  stored->spf_ip = spf ? spf->client_ip : result->client_ip;
  stored->spf_field = spf;
  stored->spf_method = result;
  stored->best_guess = (spf && spf->best_guess) || strcmp (stored->spf, "bestguesspass") == 0;
  find_conflict (facts, identity, spf ? spf->field : field->field, stored);
  return TRUE;
}

/* A method's believed result: a pass before anything else, for DKIM may have judged several
 * signatures. */
static const char *
find_method (const SvFacts *facts, const SvIdentity *identity, const char *method, guint *line)
{
  const char *found = NULL;
  for (guint i = 0; i < facts->auth_results->len; i++)
    {
      const SvAuthResults *field = &g_array_index (facts->auth_results, SvAuthResults, i);
      for (guint k = 0; identity->results_trusted[i] && k < field->results->len; k++)
        {
          const SvMethodResult *result = &g_array_index (field->results, SvMethodResult, k);
          if (strcmp (result->method, method) != 0
              || (found && strcmp (result->result, "pass") != 0))
            continue;
          if (found && strcmp (found, "pass") == 0)
            continue;
          found = result->result;
          *line = field->line;
        }
    }
  return found;
}

void
sv_stored_find (const SvFacts *facts, const SvIdentity *identity, SvStored *stored)
{
  *stored = (SvStored){ 0 };
  if (!find_spf (facts, identity, TRUE, stored))
    find_spf (facts, identity, FALSE, stored);
  stored->dkim = find_method (facts, identity, "dkim", &stored->dkim_line);
  stored->dmarc = find_method (facts, identity, "dmarc", &stored->dmarc_line);
  stored->arc = find_method (facts, identity, "arc", &stored->arc_line);
}
