/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tables of sentences about DMARC; see dmarc-words.h. */

#include "judge/dmarc-words.h"

#include "judge/remedies.h"

#include <glib/gi18n.h>

/* Fills a sentence: a word or the domain of SPF, the domain that is spoken for, the author's. */
static char *
fill (const char *text, const char *word, const char *domain, const char *from)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  const char *const pairs[] = { "result", word, "spf", word, "domain", domain, "from", from };
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_ptr_array_add (values, (gpointer)(pairs[i] ? pairs[i] : "?"));
  return sv_text_fill (text, values);
}

char *
sv_dmarc_policy_sentence (const SvDmarcEvaluation *dmarc)
{
  static const char *const texts[] = {
    [SV_DMARC_POLICY_UNKNOWN] = N_ ("What the policy of {domain} asks for is not known."),
    [SV_DMARC_POLICY_NONE]
    = N_ ("The policy of {domain} asks receivers to do nothing about mail that fails."),
    [SV_DMARC_POLICY_QUARANTINE]
    = N_ ("The policy of {domain} asks receivers to quarantine mail that fails."),
    [SV_DMARC_POLICY_REJECT]
    = N_ ("The policy of {domain} asks receivers to refuse mail that fails."),
  };
  return fill (_ (texts[dmarc->effective_policy]), NULL, dmarc->policy_domain, NULL);
}

char *
sv_dmarc_spf_sentence (const SvDmarcEvaluation *dmarc, const SvDmarcIdentifiers *identifiers)
{
  const SvDmarcIdentifier *spf = &identifiers->spf;
  const char *text;
  if (!spf->domain)
    text = N_ ("SPF speaks for no domain.");
  else if (spf->pass && dmarc->spf_aligned > SV_ALIGNED_NONE)
    text = N_ ("SPF passes for {domain}, but the record demands {from} itself (aspf=s).");
  else if (spf->pass)
    text = N_ ("SPF passes for {domain}, which is not aligned with {from}.");
  else if (!identifiers->spf_word)
    text = N_ ("SPF would speak for {domain}, which is not aligned with {from}.");
  else
    text = N_ ("SPF does not pass: {result} for {domain}.");
  return fill (_ (text), identifiers->spf_word, spf->domain, dmarc->author_domain);
}

char *
sv_dmarc_dkim_sentence (const SvDmarcEvaluation *dmarc, const SvDmarcIdentifiers *identifiers)
{
  if (identifiers->dkim->len == 0)
    return g_strdup (_ ("There is no DKIM signature."));
  guint i = (guint)MAX (dmarc->dkim_index, 0);
  const SvDmarcIdentifier *dkim = &g_array_index (identifiers->dkim, SvDmarcIdentifier, i);
  const char *word = g_ptr_array_index (identifiers->words, i);
  const char *text;
  if (dkim->pass && dmarc->dkim_aligned > SV_ALIGNED_NONE)
    text = N_ ("DKIM passes for {domain}, but the record demands {from} itself (adkim=s).");
  else if (dkim->pass)
    text = N_ ("DKIM passes for {domain}, which is not aligned with {from}.");
  else if (!word)
    text = N_ ("The DKIM signature is one of {domain}, which is not aligned with {from}.");
  else
    text = N_ ("DKIM does not pass: {result} for {domain}.");
  return fill (_ (text), word, dkim->domain, dmarc->author_domain);
}

char *
sv_dmarc_pass_sentence (const SvDmarcEvaluation *dmarc, const SvDmarcIdentifiers *identifiers)
{
  const char *spf = identifiers->spf.domain;
  if (dmarc->passes_by_dkim < 0)
    return fill (_ ("SPF passes for {domain}, which is aligned with {from}."), NULL, spf,
                 dmarc->author_domain);
  const SvDmarcIdentifier *dkim
      = &g_array_index (identifiers->dkim, SvDmarcIdentifier, dmarc->passes_by_dkim);
  const char *text
      = dmarc->passes_by_spf
            ? N_ ("SPF passes for {spf} and DKIM for {domain}, which are aligned with {from}.")
            : N_ ("DKIM passes for {domain}, which is aligned with {from}.");
  return fill (_ (text), spf, dkim->domain, dmarc->author_domain);
}

char *
sv_dmarc_rests_sentence (const SvDmarcIdentifiers *identifiers)
{
  static const char *const texts[] = {
    [SV_RESTS_ON_NOTHING] = NULL,
    [SV_RESTS_ON_FRESH] = N_ ("This rests on present verdicts."),
    [SV_RESTS_ON_STORED] = N_ ("This rests on what the receiver stored."),
    [SV_RESTS_ON_MIXED]
    = N_ ("This rests on present verdicts, and on what the receiver stored where there are none."),
  };
  const char *text = texts[identifiers->rests_on];
  return text ? g_strdup (_ (text)) : NULL;
}
