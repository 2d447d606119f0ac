/* SPDX-License-Identifier: GPL-3.0-or-later
 * The domains that SPF and DKIM speak for, how they stand to the author's, and the verdict.
 *
 * What both RFCs have in common; for policy.c and rfc7489.c only. */

#pragma once

#include "dmarc/policy.h"
#include "dmarc/walk.h"

/* One domain that a method speaks for. */
typedef struct
{
  SvDmarcIdentifier is;
  char *domain; /* as from sv_dmarc_domain(), or NULL */
  SvAligned aligned;
  SvDmarcGap gap; /* why `aligned` is unknown */
  gboolean open;  /* only organizational domains can tell */
} SvDmarcClaim;

/* One evaluation at work. */
typedef struct
{
  SvDmarcSites sites;
  SvDmarcEvaluation *out;
  const char *author;
  GArray *claims;   /* SvDmarcClaim: SPF, then the signatures in order */
  SvDmarcGap gap;   /* why it is not known which record governs */
  gboolean applies; /* a record governs, and has a policy */
} SvDmarcSession;

/* Begins: FALSE if there is no author domain, and with it nothing to evaluate. */
gboolean sv_dmarc_session_init (SvDmarcSession *session, const SvDmarcInput *input,
                                SvLookups *lookups);
void sv_dmarc_session_clear (SvDmarcSession *session);

/* Tells what is wrong at a domain that was looked at. */
void sv_dmarc_session_note_site (SvDmarcSession *session, const char *domain,
                                 const SvDmarcSite *site);

/* Makes the record of `site` the one that governs: what both RFCs take from it. */
void sv_dmarc_session_govern (SvDmarcSession *session, const char *domain, const SvDmarcSite *site);

/* One step towards none. */
SvDmarcPolicy sv_dmarc_policy_milder (SvDmarcPolicy policy);

/* Once all claims are aligned: the result, and by what it passes. */
void sv_dmarc_session_decide (SvDmarcSession *session);
