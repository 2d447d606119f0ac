/* SPDX-License-Identifier: GPL-3.0-or-later
 * The author domain, the identifiers, both evaluations, and alignment; see examine-dmarc.h. */

#include "examine-dmarc.h"

#include "dmarc/rfc7489.h"

const char *
sv_examine_author_domain (const SvFacts *facts)
{
  const char *domain = NULL;
  for (guint i = 0; i < facts->from->len; i++)
    {
      const char *next = g_array_index (facts->from, SvMailbox, i).domain;
      if (!next || (domain && g_ascii_strcasecmp (domain, next) != 0))
        return NULL;
      domain = next;
    }
  return domain;
}

const char *
sv_examine_spf_domain (const SvIdentity *identity, const SvSpfEvaluation *spf)
{
  if (spf && spf->domain)
    return spf->domain;
  if (!identity->mail_from)
    return NULL;
  const char *domain = sv_address_domain (identity->mail_from);
  return identity->mail_from[0] ? (domain ? domain : identity->mail_from) : identity->helo;
}

gboolean
sv_examine_dmarc (SvReport *report)
{
  g_clear_pointer (&report->dmarc, sv_dmarc_evaluation_free);
  g_clear_pointer (&report->dmarc_rfc7489, sv_dmarc_evaluation_free);
  g_clear_pointer (&report->identifiers, sv_dmarc_identifiers_free);
  const char *author = sv_examine_author_domain (report->facts);
  if (!author)
    return TRUE;
  const SvDmarcSources sources
      = { .facts = report->facts,
          .identity = report->identity,
          .stored = &report->stored,
          .signatures = report->signatures,
          .spf = report->spf,
          .spf_domain = sv_examine_spf_domain (report->identity, report->spf) };
  SvDmarcIdentifiers *identifiers = sv_dmarc_identifiers_find (&sources);
  SvDmarcInput input = { .author_domain = author,
                         .spf = identifiers->spf,
                         .dkim = (const SvDmarcIdentifier *)(gpointer)identifiers->dkim->data,
                         .n_dkim = identifiers->dkim->len };
  report->identifiers = identifiers;
  report->dmarc = sv_dmarc_evaluate (&input, report->lookups);
  report->dmarc_rfc7489 = sv_dmarc_rfc7489_evaluate (&input, report->lookups);
  sv_dmarc_identifiers_check (identifiers, report->dmarc);
  sv_dmarc_identifiers_check (identifiers, report->dmarc_rfc7489);
  return report->dmarc->state != SV_DMARC_STATE_WAITING
         && report->dmarc_rfc7489->state != SV_DMARC_STATE_WAITING;
}

/* How each signature's domain stands: what the tree walk tells goes before the list. */
static void
align_signatures (const SvReport *report, const char *from_domain)
{
  for (guint i = 0; i < report->signatures->len; i++)
    {
      SvJudgedSignature *judged = &g_array_index (report->signatures, SvJudgedSignature, i);
      const GArray *each = report->dmarc ? report->dmarc->dkim_each : NULL;
      if (each && i < each->len)
        judged->aligned = g_array_index (each, SvAligned, i);
      if (judged->aligned == SV_ALIGNED_UNKNOWN)
        judged->aligned = sv_alignment (
            g_array_index (report->facts->signatures, SvDkimSignature, i).domain, from_domain);
    }
}

/* Best alignment of the signatures' domains; signatures that are good count before the others. */
static void
align_dkim (const SvReport *report, SvAlignment *alignment)
{
  gboolean best_passed = FALSE;
  for (guint i = 0; i < report->facts->signatures->len; i++)
    {
      const SvJudgedSignature *judged = &g_array_index (report->signatures, SvJudgedSignature, i);
      gboolean fresh, passed = g_strcmp0 (sv_signature_word (judged, &fresh), "pass") == 0;
      if (passed < best_passed
          || (passed == best_passed && judged->aligned <= alignment->dkim_aligned))
        continue;
      best_passed = passed;
      alignment->dkim_index = (int)i;
      alignment->dkim_aligned = judged->aligned;
      alignment->dkim_domain = g_array_index (report->facts->signatures, SvDkimSignature, i).domain;
    }
}

/* What the tree walk tells goes before the list; what it could not tell stays. */
static void
align_by_walk (const SvReport *report, SvAlignment *alignment)
{
  const SvDmarcEvaluation *dmarc = report->dmarc;
  if (dmarc->organizational_domain)
    {
      g_free (alignment->organizational_domain);
      alignment->organizational_domain = g_strdup (dmarc->organizational_domain);
    }
  if (dmarc->spf_aligned != SV_ALIGNED_UNKNOWN)
    alignment->spf_aligned = dmarc->spf_aligned;
  if (dmarc->dkim_aligned == SV_ALIGNED_UNKNOWN || dmarc->dkim_index < 0)
    return;
  alignment->dkim_aligned = dmarc->dkim_aligned;
  alignment->dkim_index = dmarc->dkim_index;
  alignment->dkim_domain
      = g_array_index (report->facts->signatures, SvDkimSignature, dmarc->dkim_index).domain;
}

void
sv_examine_align (SvReport *report)
{
  SvAlignment *alignment = &report->alignment;
  alignment->dkim_index = -1;
  alignment->from_domain = sv_examine_author_domain (report->facts);
  alignment->ascii_domain = sv_domain_to_ascii (alignment->from_domain);
  if (alignment->ascii_domain)
    alignment->organizational_domain = sv_organizational_domain (alignment->ascii_domain);
  alignment->spf_domain = sv_examine_spf_domain (report->identity, report->spf);
  alignment->spf_aligned = sv_alignment (alignment->spf_domain, alignment->from_domain);
  align_signatures (report, alignment->from_domain);
  align_dkim (report, alignment);
  if (report->dmarc)
    align_by_walk (report, alignment);
}
