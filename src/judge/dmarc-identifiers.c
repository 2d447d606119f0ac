/* SPDX-License-Identifier: GPL-3.0-or-later
 * Fresh verdicts before stored ones; see dmarc-identifiers.h. */

#include "judge/dmarc-identifiers.h"

const char *
sv_rests_on_name (SvRestsOn rests_on)
{
  static const char *const names[] = {
    [SV_RESTS_ON_NOTHING] = NULL,
    [SV_RESTS_ON_FRESH] = "fresh",
    [SV_RESTS_ON_STORED] = "stored",
    [SV_RESTS_ON_MIXED] = "mixed",
  };
  return names[rests_on];
}

static SvDmarcIdentifier
identifier (const char *domain, const char *word)
{
  return (SvDmarcIdentifier){ .domain = domain,
                              .pass = g_strcmp0 (word, "pass") == 0,
                              .temperror = g_strcmp0 (word, "temperror") == 0,
                              .unknown = !word };
}

/* A stored verdict on HELO or PRA says nothing of MAIL FROM, unless that is empty; one on a guessed
 * record is none of the domain's; one that others can have written than the receiver counts not at
 * all. */
static const char *
stored_spf (const SvIdentity *identity, const SvStored *stored)
{
  gboolean null_sender = identity->mail_from && !identity->mail_from[0];
  if (!stored->spf || stored->spf_trust < SV_TRUST_USER
      || (!stored->spf_on_mail_from && !null_sender))
    return NULL;
  return stored->best_guess ? "none" : stored->spf;
}

static void
add_spf (SvDmarcIdentifiers *found, const SvDmarcSources *sources, guint *origins)
{
  const SvSpfEvaluation *spf = sources->spf;
  gboolean fresh = spf && spf->state == SV_SPF_STATE_DONE;
  found->spf_word = fresh                 ? sv_spf_result_name (spf->result)
                    : sources->spf_domain ? stored_spf (sources->identity, sources->stored)
                                          : NULL;
  found->spf = identifier (sources->spf_domain, found->spf_word);
  if (found->spf_word)
    *origins |= fresh ? SV_RESTS_ON_FRESH : SV_RESTS_ON_STORED;
}

static void
add_dkim (SvDmarcIdentifiers *found, const SvDmarcSources *sources, guint *origins)
{
  for (guint i = 0; i < sources->signatures->len; i++)
    {
      gboolean fresh;
      const char *word
          = sv_signature_word (&g_array_index (sources->signatures, SvJudgedSignature, i), &fresh);
      SvDmarcIdentifier next = identifier (
          g_array_index (sources->facts->signatures, SvDkimSignature, i).domain, word);
      g_array_append_val (found->dkim, next);
      g_ptr_array_add (found->words, (gpointer)word);
      if (word)
        *origins |= fresh ? SV_RESTS_ON_FRESH : SV_RESTS_ON_STORED;
    }
}

SvDmarcIdentifiers *
sv_dmarc_identifiers_find (const SvDmarcSources *sources)
{
  SvDmarcIdentifiers *found = g_new0 (SvDmarcIdentifiers, 1);
  guint origins = SV_RESTS_ON_NOTHING;
  found->dkim = g_array_new (FALSE, FALSE, sizeof (SvDmarcIdentifier));
  found->words = g_ptr_array_new ();
  add_spf (found, sources, &origins);
  add_dkim (found, sources, &origins);
  found->rests_on = (SvRestsOn)origins;
  return found;
}

void
sv_dmarc_identifiers_free (SvDmarcIdentifiers *identifiers)
{
  if (!identifiers)
    return;
  g_array_unref (identifiers->dkim);
  g_ptr_array_unref (identifiers->words);
  g_free (identifiers);
}

const char *
sv_dmarc_word (const SvDmarcEvaluation *dmarc)
{
  if (!dmarc || !dmarc->author_domain || dmarc->state != SV_DMARC_STATE_DONE)
    return NULL;
  return sv_dmarc_result_name (dmarc->result);
}

void
sv_dmarc_identifiers_check (const SvDmarcIdentifiers *identifiers, SvDmarcEvaluation *dmarc)
{
  gboolean open = identifiers->spf.unknown && !identifiers->spf.domain;
  if (open && dmarc->state == SV_DMARC_STATE_DONE && dmarc->result == SV_DMARC_FAIL)
    dmarc->state = SV_DMARC_STATE_UNRECORDED;
}
