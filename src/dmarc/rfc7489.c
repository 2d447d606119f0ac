/* SPDX-License-Identifier: GPL-3.0-or-later
 * DMARC as RFC 7489 had it; see rfc7489.h. */

#include "dmarc/rfc7489.h"

#include "dmarc/claims.h"

#include <string.h>

/* RFC 7489 6.6.3 step 6, and 6.3 for sp and pct.  With pct=0 no message gets the policy itself
 * (6.6.4); with other values it is a matter of chance. */
static void
apply (SvDmarcSession *session, const char *domain, const SvDmarcSite *site)
{
  SvDmarcEvaluation *out = session->out;
  const SvDmarcRecord *record = site->record;
  sv_dmarc_session_govern (session, domain, site);
  gboolean usable = record->p && !record->bad_sp;
  session->applies = usable || record->has_rua;
  if (!session->applies)
    return;
  gboolean inherited = strcmp (domain, session->author) != 0;
  out->policy = !usable ? SV_DMARC_POLICY_NONE : inherited && record->sp ? record->sp : record->p;
  out->policy_tag = !usable ? "rua" : inherited && record->sp ? "sp" : "p";
  out->pct = record->pct;
  out->effective_policy = out->pct == 0 ? sv_dmarc_policy_milder (out->policy) : out->policy;
}

/* RFC 7489 6.6.3: the author domain's own record, else its organization's.  Several records at the
 * first of them end the search, other than in RFC 9989. */
static void
discover (SvDmarcSession *session)
{
  const char *places[] = { session->author, session->out->organizational_domain };
  guint n = strcmp (places[0], places[1]) == 0 ? 1 : 2;
  for (guint i = 0; i < n; i++)
    {
      const SvDmarcSite *site = sv_dmarc_sites_get (&session->sites, places[i]);
      sv_dmarc_session_note_site (session, places[i], site);
      session->gap = site->gap;
      if (site->record)
        apply (session, places[i], site);
      if (site->record || site->several || site->gap.kind != SV_DMARC_GAP_NONE)
        return;
    }
}

SvDmarcEvaluation *
sv_dmarc_rfc7489_evaluate (const SvDmarcInput *input, SvLookups *lookups)
{
  SvDmarcSession session;
  if (sv_dmarc_session_init (&session, input, lookups))
    {
      session.out->organizational_domain = sv_organizational_domain (session.author);
      sv_dmarc_prefetch (lookups, session.author);
      sv_dmarc_prefetch (lookups, session.out->organizational_domain);
      discover (&session);
      for (guint i = 0; i < session.claims->len; i++)
        {
          SvDmarcClaim *claim = &g_array_index (session.claims, SvDmarcClaim, i);
          if (claim->open)
            claim->aligned = sv_alignment (claim->domain, session.author);
        }
      sv_dmarc_session_decide (&session);
    }
  sv_dmarc_session_clear (&session);
  return session.out;
}
