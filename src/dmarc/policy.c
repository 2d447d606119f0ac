/* SPDX-License-Identifier: GPL-3.0-or-later
 * Policy discovery, alignment and verdict of RFC 9989; see policy.h. */

#include "dmarc/policy.h"

#include "dmarc/claims.h"

#include <string.h>

const char *
sv_dmarc_result_name (SvDmarcResult result)
{
  static const char *const names[] = {
    [SV_DMARC_NONE] = "none",
    [SV_DMARC_PASS] = "pass",
    [SV_DMARC_FAIL] = "fail",
    [SV_DMARC_TEMPERROR] = "temperror",
  };
  return names[result];
}

void
sv_dmarc_evaluation_free (SvDmarcEvaluation *evaluation)
{
  if (!evaluation)
    return;
  g_free (evaluation->author_domain);
  g_free (evaluation->organizational_domain);
  g_free (evaluation->policy_domain);
  g_free (evaluation->record);
  g_free (evaluation->error_name);
  g_array_unref (evaluation->dkim_each);
  g_array_unref (evaluation->problems);
  g_free (evaluation);
}

gboolean
sv_dmarc_evaluation_differs (const SvDmarcEvaluation *a, const SvDmarcEvaluation *b)
{
  return a->state != b->state || a->result != b->result || a->policy != b->policy
         || a->effective_policy != b->effective_policy || a->testing != b->testing
         || a->spf_aligned != b->spf_aligned || a->dkim_aligned != b->dkim_aligned
         || g_strcmp0 (a->organizational_domain, b->organizational_domain) != 0
         || g_strcmp0 (a->policy_domain, b->policy_domain) != 0
         || g_strcmp0 (a->record, b->record) != 0;
}

/* Everything that may be needed, before anything is: the walks of a message are one round. */
static void
prefetch (const SvDmarcSession *session)
{
  sv_dmarc_prefetch_walk (session->sites.lookups, session->author);
  for (guint i = 0; i < session->claims->len; i++)
    {
      const SvDmarcClaim *claim = &g_array_index (session->claims, SvDmarcClaim, i);
      if (claim->open)
        sv_dmarc_prefetch_walk (session->sites.lookups, claim->domain);
    }
}

/* A domain is non-existent if DNS says so of the name (RFC 9989 with RFC 8020), whatever type is
 * asked for.  TXT is often known already, because SPF asks for it. */
static SvDmarcExistence
existence (SvDmarcSession *session)
{
  SvDmarcGap gap;
  const SvDnsAnswer *answer = sv_dmarc_sites_ask (&session->sites, session->author, &gap);
  if (!answer)
    return SV_DMARC_EXISTENCE_UNKNOWN;
  return answer->status == SV_DNS_NXDOMAIN ? SV_DMARC_EXISTENCE_NO : SV_DMARC_EXISTENCE_YES;
}

/* The policy of a record that is not the author domain's own: np → sp → p. */
static void
choose_inherited (SvDmarcSession *session, const SvDmarcRecord *record)
{
  SvDmarcEvaluation *out = session->out;
  SvDmarcPolicy existing = record->sp ? record->sp : record->p;
  SvDmarcPolicy missing = record->np ? record->np : existing;
  if (existing != missing)
    out->existence = existence (session);
  if (out->existence == SV_DMARC_EXISTENCE_UNKNOWN)
    return;
  gboolean by_np = out->existence == SV_DMARC_EXISTENCE_NO;
  out->policy = by_np ? missing : existing;
  out->policy_tag = by_np ? "np" : record->sp ? "sp" : "p";
}

/* RFC 9989 4.10.1: where the record is from decides which tag counts; one without a usable policy
 * counts as p=none if it wants reports, and not at all if it does not. */
static void
apply (SvDmarcSession *session, const char *domain, const SvDmarcSite *site)
{
  SvDmarcEvaluation *out = session->out;
  const SvDmarcRecord *record = site->record;
  sv_dmarc_session_govern (session, domain, site);
  gboolean usable = record->p && !record->bad_sp && !record->bad_np;
  session->applies = usable || record->has_rua;
  if (!session->applies)
    return;
  out->testing = record->testing;
  if (!usable)
    {
      out->policy = SV_DMARC_POLICY_NONE;
      out->policy_tag = "rua";
    }
  else if (domain == session->author)
    {
      out->policy = record->p;
      out->policy_tag = "p";
    }
  else
    choose_inherited (session, record);
  out->effective_policy = out->testing ? sv_dmarc_policy_milder (out->policy) : out->policy;
}

/* A record that nobody will find: people forget the label _dmarc.  Not part of the verdict. */
static void
look_for_misplaced (SvDmarcSession *session)
{
  SvDmarcGap gap;
  const SvDnsAnswer *answer = sv_dmarc_sites_ask (&session->sites, session->author, &gap);
  for (guint i = 0; answer && i < answer->records->len; i++)
    {
      g_autoptr (GBytes) bytes
          = sv_dns_record_joined (&g_array_index (answer->records, SvDnsRecord, i));
      gsize len;
      const char *text = g_bytes_get_data (bytes, &len);
      if (len == 0 || !sv_dmarc_record_resembles_one (text, len))
        continue;
      g_autofree char *shown = sv_dmarc_text (text, len);
      const SvDmarcProblem problem = { .kind = SV_DMARC_PROBLEM_MISPLACED,
                                       .domain = (char *)session->author,
                                       .text = shown };
      sv_dmarc_problems_add (session->out->problems, &problem);
      return;
    }
}

/* RFC 9989 4.10.1: the author domain's own record, its organization's, its public suffix's. */
static void
discover (SvDmarcSession *session, const SvDmarcWalk *walk)
{
  const char *places[] = { session->author, walk->organization, walk->suffix };
  const char *names[SV_DMARC_WALK_MAX];
  sv_dmarc_walk_names (session->author, names);
  for (guint i = 0; i < walk->walked; i++)
    sv_dmarc_session_note_site (session, names[i], sv_dmarc_sites_get (&session->sites, names[i]));
  /* Whether the own record is there is known however the walk ended. */
  const SvDmarcSite *own = sv_dmarc_sites_get (&session->sites, session->author);
  if (!own->record && walk->gap.kind != SV_DMARC_GAP_NONE)
    {
      session->gap = walk->gap;
      return;
    }
  for (guint place = 0; place < G_N_ELEMENTS (places); place++)
    for (guint i = 0; i < walk->walked; i++)
      {
        const SvDmarcSite *site = sv_dmarc_sites_get (&session->sites, names[i]);
        if (names[i] == places[place] && site->record)
          {
            apply (session, names[i], site);
            return;
          }
      }
  if (session->out->problems->len == 0)
    look_for_misplaced (session);
}

/* Relaxed alignment is an organizational domain in common, and that is above both or one of them:
 * where one is known and not above the other domain, the other's walk is not needed. */
static void
align (SvDmarcSession *session, const SvDmarcWalk *author, SvDmarcClaim *claim)
{
  claim->aligned = SV_ALIGNED_NONE;
  gboolean known = author->gap.kind == SV_DMARC_GAP_NONE;
  if (known && !sv_dmarc_is_within (claim->domain, author->organization))
    return;
  SvDmarcWalk walk;
  sv_dmarc_walk (&session->sites, claim->domain, &walk);
  gboolean claim_known = walk.gap.kind == SV_DMARC_GAP_NONE;
  if (claim_known && !sv_dmarc_is_within (session->author, walk.organization))
    return;
  if (known && claim_known)
    {
      if (strcmp (author->organization, walk.organization) == 0)
        claim->aligned = SV_ALIGNED_RELAXED;
      return;
    }
  claim->aligned = SV_ALIGNED_UNKNOWN;
  claim->gap = walk.gap.kind > author->gap.kind ? walk.gap : author->gap;
}

SvDmarcEvaluation *
sv_dmarc_evaluate (const SvDmarcInput *input, SvLookups *lookups)
{
  SvDmarcSession session;
  if (sv_dmarc_session_init (&session, input, lookups))
    {
      prefetch (&session);
      SvDmarcWalk walk;
      sv_dmarc_walk (&session.sites, session.author, &walk);
      if (walk.gap.kind == SV_DMARC_GAP_NONE)
        session.out->organizational_domain = g_strdup (walk.organization);
      discover (&session, &walk);
      for (guint i = 0; i < session.claims->len; i++)
        {
          SvDmarcClaim *claim = &g_array_index (session.claims, SvDmarcClaim, i);
          if (claim->open)
            align (&session, &walk, claim);
        }
      sv_dmarc_session_decide (&session);
    }
  sv_dmarc_session_clear (&session);
  return session.out;
}
