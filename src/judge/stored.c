/* SPDX-License-Identifier: GPL-3.0-or-later
 * Picks what the believed receiver stored from the marked fields. */

#include "judge/stored.h"

#include "judge/verdict-block.h"

#include <string.h>

/* The topmost Received-SPF that is believed just so far, on MAIL FROM or on another identity. */
static const SvReceivedSpf *
believed_spf (const SvFacts *facts, const SvIdentity *identity, SvTrust trust,
              gboolean on_mail_from)
{
  for (guint i = 0; i < facts->received_spf->len; i++)
    {
      const SvReceivedSpf *spf = &g_array_index (facts->received_spf, SvReceivedSpf, i);
      if (identity->spf_trusted[i] == trust && spf->result
          && sv_verdict_on_mail_from (spf->identity) == on_mail_from)
        return spf;
    }
  return NULL;
}

/* The spf result of a field, if it is on MAIL FROM, or on another identity. */
static const SvMethodResult *
spf_result (const SvAuthResults *field, gboolean on_mail_from)
{
  const SvMethodResult *result = sv_verdict_spf_result (field);
  return result && sv_verdict_result_on_mail_from (field, result) == on_mail_from ? result : NULL;
}

/* The topmost of those that are believed just so far. */
static const SvMethodResult *
believed_result (const SvFacts *facts, const SvIdentity *identity, SvTrust trust,
                 gboolean on_mail_from, const SvAuthResults **field)
{
  for (guint i = 0; i < facts->auth_results->len; i++)
    {
      *field = &g_array_index (facts->auth_results, SvAuthResults, i);
      const SvMethodResult *result
          = identity->results_trusted[i] == trust ? spf_result (*field, on_mail_from) : NULL;
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
  guint first = identity->block_first, last = identity->block_last;
  if (identity->trust == SV_TRUST_CLAIM || field < first || field > last)
    return;
  for (guint i = 0; i < facts->received_spf->len && !stored->spf_conflict; i++)
    {
      const SvReceivedSpf *spf = &g_array_index (facts->received_spf, SvReceivedSpf, i);
      if (identity->spf_trusted[i] && spf->field >= first && spf->field <= last
          && sv_verdict_on_mail_from (spf->identity) == stored->spf_on_mail_from
          && contradicts (stored, spf->result))
        set_conflict (stored, spf->result, spf->line);
    }
  for (guint i = 0; i < facts->auth_results->len && !stored->spf_conflict; i++)
    {
      const SvAuthResults *results = &g_array_index (facts->auth_results, SvAuthResults, i);
      const SvMethodResult *result
          = identity->results_trusted[i] ? spf_result (results, stored->spf_on_mail_from) : NULL;
      if (result && results->field >= first && results->field <= last
          && contradicts (stored, result->result))
        set_conflict (stored, result->result, results->line);
    }
}

static gboolean
find_spf (const SvFacts *facts, const SvIdentity *identity, SvTrust trust, gboolean on_mail_from,
          SvStored *stored)
{
  const SvAuthResults *field = NULL;
  const SvReceivedSpf *spf = believed_spf (facts, identity, trust, on_mail_from);
  const SvMethodResult *result
      = spf ? NULL : believed_result (facts, identity, trust, on_mail_from, &field);
  if (!spf && !result)
    return FALSE;
  stored->spf = spf ? spf->result : result->result;
  stored->spf_trust = trust;
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

/* A method's result in a field; a pass before anything else, for DKIM may have judged several
 * signatures. */
static const char *
method_result (const SvAuthResults *field, const char *method)
{
  const char *found = NULL;
  for (guint i = 0; i < field->results->len; i++)
    {
      const SvMethodResult *result = &g_array_index (field->results, SvMethodResult, i);
      if (strcmp (result->method, method) == 0
          && (!found || (strcmp (found, "pass") != 0 && strcmp (result->result, "pass") == 0)))
        found = result->result;
    }
  return found;
}

/* The same among the fields that are believed just so far; a pass counts from the receiver alone.
 */
static const char *
find_method (const SvFacts *facts, const SvIdentity *identity, SvTrust trust, const char *method,
             guint *line)
{
  const char *found = NULL;
  for (guint i = 0; i < facts->auth_results->len; i++)
    {
      const SvAuthResults *field = &g_array_index (facts->auth_results, SvAuthResults, i);
      const char *word
          = identity->results_trusted[i] == trust ? method_result (field, method) : NULL;
      gboolean pass = word && strcmp (word, "pass") == 0;
      if (!word || (pass && trust < SV_TRUST_USER) || (found && !pass))
        continue;
      found = word;
      *line = field->line;
      if (pass)
        break;
    }
  return found;
}

void
sv_stored_find (const SvFacts *facts, const SvIdentity *identity, SvStored *stored)
{
  *stored = (SvStored){ 0 };
  struct
  {
    const char *name;
    const char **word;
    guint *line;
  } methods[] = {
    { "dkim", &stored->dkim, &stored->dkim_line },
    { "dmarc", &stored->dmarc, &stored->dmarc_line },
    { "arc", &stored->arc, &stored->arc_line },
  };
  for (SvTrust trust = SV_TRUST_RECEIVER; trust > SV_TRUST_CLAIM; trust--)
    {
      if (!stored->spf && !find_spf (facts, identity, trust, TRUE, stored))
        find_spf (facts, identity, trust, FALSE, stored);
      for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
        if (!*methods[i].word)
          *methods[i].word = find_method (facts, identity, trust, methods[i].name, methods[i].line);
    }
}
