/* SPDX-License-Identifier: GPL-3.0-or-later
 * From the verdicts of SPF and DKIM to that of DMARC; see claims.h. */

#include "dmarc/claims.h"

#include <string.h>

static void
claim_clear (gpointer data)
{
  SvDmarcClaim *claim = data;
  g_free (claim->domain);
}

static SvDmarcEvaluation *
evaluation_new (void)
{
  SvDmarcEvaluation *evaluation = g_new0 (SvDmarcEvaluation, 1);
  evaluation->pct = 100;
  evaluation->dkim_index = evaluation->passes_by_dkim = -1;
  evaluation->dkim_each = g_array_new (FALSE, FALSE, sizeof (SvAligned));
  evaluation->problems = sv_dmarc_problems_new ();
  return evaluation;
}

/* Two domains that do not even share their last label have no name above them in common. */
static gboolean
share_a_label (const char *a, const char *b)
{
  const char *last = strrchr (a, '.');
  return sv_dmarc_is_within (b, last ? last + 1 : a);
}

/* What can be said without organizational domains. */
static void
add_claim (SvDmarcSession *session, const SvDmarcIdentifier *identifier)
{
  SvDmarcClaim claim = { .is = *identifier, .domain = sv_dmarc_domain (identifier->domain) };
  if (!claim.domain)
    claim.aligned = SV_ALIGNED_UNKNOWN;
  else if (strcmp (claim.domain, session->author) == 0)
    claim.aligned = SV_ALIGNED_STRICT;
  else if (!share_a_label (claim.domain, session->author))
    claim.aligned = SV_ALIGNED_NONE;
  g_array_append_val (session->claims, claim);
}

/* 0: may make the message pass, 1: may have made it pass, 2: told for the report only. */
static guint
rank (const SvDmarcClaim *claim)
{
  return claim->is.pass ? 0 : claim->is.temperror || claim->is.unknown ? 1 : 2;
}

/* Opens the claims that need organizational domains, as many as are allowed; each domain counts
 * once.  Signatures that do not pass are told of only if there are no others. */
static void
open_claims (SvDmarcSession *session)
{
  g_autoptr (GHashTable) domains = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean dkim_passes = FALSE;
  for (guint i = 1; i < session->claims->len; i++)
    dkim_passes = dkim_passes || g_array_index (session->claims, SvDmarcClaim, i).is.pass;
  for (guint wanted = 0; wanted <= 2; wanted++)
    for (guint i = 0; i < session->claims->len; i++)
      {
        SvDmarcClaim *claim = &g_array_index (session->claims, SvDmarcClaim, i);
        if (rank (claim) != wanted || !claim->domain || claim->aligned != SV_ALIGNED_UNKNOWN
            || (wanted == 2 && i > 0 && dkim_passes))
          continue;
        if (!g_hash_table_contains (domains, claim->domain)
            && g_hash_table_size (domains) >= SV_DMARC_IDENTIFIERS_MAX)
          continue;
        g_hash_table_add (domains, claim->domain);
        claim->open = TRUE;
      }
}

gboolean
sv_dmarc_session_init (SvDmarcSession *session, const SvDmarcInput *input, SvLookups *lookups)
{
  *session = (SvDmarcSession){ .out = evaluation_new () };
  session->out->author_domain = sv_dmarc_domain (input->author_domain);
  session->author = session->out->author_domain;
  session->claims = g_array_new (FALSE, FALSE, sizeof (SvDmarcClaim));
  g_array_set_clear_func (session->claims, claim_clear);
  sv_dmarc_sites_init (&session->sites, lookups);
  if (!session->author)
    return FALSE;
  add_claim (session, &input->spf);
  for (guint i = 0; i < input->n_dkim; i++)
    add_claim (session, &input->dkim[i]);
  open_claims (session);
  return TRUE;
}

void
sv_dmarc_session_clear (SvDmarcSession *session)
{
  g_array_unref (session->claims);
  sv_dmarc_sites_clear (&session->sites);
}

void
sv_dmarc_session_note_site (SvDmarcSession *session, const char *domain, const SvDmarcSite *site)
{
  SvDmarcProblem problem = { .domain = (char *)domain, .text = site->resembling };
  problem.kind = site->several ? SV_DMARC_PROBLEM_SEVERAL : SV_DMARC_PROBLEM_VERSION;
  if (site->several)
    problem.text = NULL;
  if (site->several || site->resembling)
    sv_dmarc_problems_add (session->out->problems, &problem);
}

void
sv_dmarc_session_govern (SvDmarcSession *session, const char *domain, const SvDmarcSite *site)
{
  SvDmarcEvaluation *out = session->out;
  const SvDmarcRecord *record = site->record;
  out->policy_domain = g_strdup (domain);
  out->record = g_strdup (record->text);
  out->adkim_strict = record->adkim_strict;
  out->aspf_strict = record->aspf_strict;
  for (guint i = 0; i < record->problems->len; i++)
    {
      SvDmarcProblem problem = g_array_index (record->problems, SvDmarcProblem, i);
      problem.domain = (char *)domain;
      sv_dmarc_problems_add (out->problems, &problem);
    }
}

SvDmarcPolicy
sv_dmarc_policy_milder (SvDmarcPolicy policy)
{
  return policy > SV_DMARC_POLICY_NONE ? policy - 1 : policy;
}

/* How each signature stands, and that which dkim_aligned is said of: of those that pass, or of all
 * where none does, the first of the best. */
static void
tell_dkim (SvDmarcSession *session)
{
  SvDmarcEvaluation *out = session->out;
  gboolean best_passes = FALSE;
  for (guint i = 1; i < session->claims->len; i++)
    {
      const SvDmarcClaim *claim = &g_array_index (session->claims, SvDmarcClaim, i);
      g_array_append_val (out->dkim_each, claim->aligned);
      gboolean better
          = claim->is.pass != best_passes ? claim->is.pass : claim->aligned > out->dkim_aligned;
      if (!claim->domain || (!better && out->dkim_index >= 0) || (!claim->is.pass && best_passes))
        continue;
      best_passes = claim->is.pass;
      out->dkim_aligned = claim->aligned;
      out->dkim_index = (int)i - 1;
    }
}

/* What stands between an identifier that does not count and one that might. */
static SvDmarcGap
gap_of (const SvDmarcClaim *claim, gboolean strict)
{
  SvAligned needed = strict ? SV_ALIGNED_STRICT : SV_ALIGNED_RELAXED;
  gboolean may_pass = claim->is.pass || claim->is.temperror || claim->is.unknown;
  /* Strict alignment needs no organizational domains. */
  gboolean undecided = claim->open && claim->aligned == SV_ALIGNED_UNKNOWN && !strict;
  if (!may_pass || (!undecided && claim->aligned < needed))
    return (SvDmarcGap){ .kind = SV_DMARC_GAP_NONE };
  if (undecided)
    return claim->gap;
  return (SvDmarcGap){ .kind = claim->is.unknown     ? SV_DMARC_GAP_UNRECORDED
                               : claim->is.temperror ? SV_DMARC_GAP_ERROR
                                                     : SV_DMARC_GAP_NONE };
}

/* Looks at every claim: by which the message passes, and the greatest gap of the others. */
static SvDmarcGap
weigh (SvDmarcSession *session)
{
  SvDmarcEvaluation *out = session->out;
  SvDmarcGap gap = { .kind = SV_DMARC_GAP_NONE };
  SvAligned best = SV_ALIGNED_NONE;
  for (guint i = 0; i < session->claims->len; i++)
    {
      const SvDmarcClaim *claim = &g_array_index (session->claims, SvDmarcClaim, i);
      gboolean strict = i == 0 ? out->aspf_strict : out->adkim_strict;
      SvDmarcGap next = gap_of (claim, strict);
      if (next.kind > gap.kind)
        gap = next;
      if (!claim->is.pass || claim->aligned < (strict ? SV_ALIGNED_STRICT : SV_ALIGNED_RELAXED))
        continue;
      if (i == 0)
        out->passes_by_spf = TRUE;
      else if (claim->aligned > best)
        {
          best = claim->aligned;
          out->passes_by_dkim = (int)i - 1;
        }
    }
  return gap;
}

static void
stop_at (SvDmarcSession *session, const SvDmarcGap *gap)
{
  SvDmarcEvaluation *out = session->out;
  if (gap->kind == SV_DMARC_GAP_UNRECORDED)
    out->state = SV_DMARC_STATE_UNRECORDED;
  if (gap->kind != SV_DMARC_GAP_ERROR)
    return;
  out->result = SV_DMARC_TEMPERROR;
  if (gap->answer)
    {
      out->error_name = g_strdup (gap->answer->name);
      out->error_status = gap->answer->status;
    }
}

void
sv_dmarc_session_decide (SvDmarcSession *session)
{
  SvDmarcEvaluation *out = session->out;
  out->spf_aligned = g_array_index (session->claims, SvDmarcClaim, 0).aligned;
  tell_dkim (session);
  if (session->gap.kind != SV_DMARC_GAP_NONE)
    stop_at (session, &session->gap);
  else if (session->applies)
    {
      SvDmarcGap gap = weigh (session);
      if (out->passes_by_spf || out->passes_by_dkim >= 0)
        out->result = SV_DMARC_PASS;
      else if (gap.kind == SV_DMARC_GAP_NONE)
        out->result = SV_DMARC_FAIL;
      else
        stop_at (session, &gap);
    }
  if (session->sites.waiting)
    out->state = SV_DMARC_STATE_WAITING;
}
