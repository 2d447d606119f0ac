/* SPDX-License-Identifier: GPL-3.0-or-later
 * DMARC in sentences: what the record asks for, and what decides; see report-words.h. */

#include "judge/dmarc-words.h"
#include "output/report-words.h"
#include "output/sentence.h"

#include <glib/gi18n.h>

/* Takes the sentence; NULL is nothing. */
static void
add (GPtrArray *out, char *sentence)
{
  if (sentence)
    g_ptr_array_add (out, sentence);
}

static void
add_policy (GPtrArray *out, const SvDmarcEvaluation *dmarc)
{
  if (!dmarc->policy_tag)
    return;
  add (out, sv_dmarc_policy_sentence (dmarc));
  if (dmarc->testing)
    add (out, sv_fill (_ ("It is being tried out (t=y): otherwise it would be {policy}."), "policy",
                       sv_dmarc_policy_name (dmarc->policy), NULL));
}

static void
add_result (GPtrArray *out, const SvReport *report)
{
  const SvDmarcEvaluation *dmarc = report->dmarc;
  if (!sv_dmarc_word (dmarc))
    {
      add (out, g_strdup (
                    _ ("Not decided: it depends on a verdict or a DNS answer that is not known.")));
      return;
    }
  switch (dmarc->result)
    {
    case SV_DMARC_PASS:
      add (out, sv_dmarc_pass_sentence (dmarc, report->identifiers));
      break;
    case SV_DMARC_FAIL:
      add (out, sv_dmarc_spf_sentence (dmarc, report->identifiers));
      add (out, sv_dmarc_dkim_sentence (dmarc, report->identifiers));
      break;
    case SV_DMARC_NONE:
      add (out, g_strdup (_ ("There is no policy that applies.")));
      return;
    case SV_DMARC_TEMPERROR:
      add (out,
           dmarc->error_name
               ? sv_fill (_ ("DNS is in trouble: {status} for {name}."), "status",
                          sv_dns_status_name (dmarc->error_status), "name", dmarc->error_name, NULL)
               : g_strdup (_ ("DNS trouble kept SPF or DKIM from its verdict.")));
      break;
    }
  add (out, sv_dmarc_rests_sentence (report->identifiers));
}

static void
add_rfc7489 (GPtrArray *out, const SvReport *report)
{
  const SvDmarcEvaluation *now = report->dmarc, *old = report->dmarc_rfc7489;
  if (!sv_dmarc_word (now) || !sv_dmarc_word (old)
      || (now->result == old->result && now->effective_policy == old->effective_policy
          && g_strcmp0 (now->policy_domain, old->policy_domain) == 0))
    return;
  add (out,
       sv_fill (_ ("By RFC 7489, with the public suffix list: {result}, policy {policy} of "
                   "{domain}."),
                "result", sv_dmarc_word (old), "policy",
                sv_dmarc_policy_name (old->effective_policy), "domain", old->policy_domain, NULL));
}

GPtrArray *
sv_words_dmarc (const SvReport *report)
{
  GPtrArray *out = g_ptr_array_new_with_free_func (g_free);
  const SvDmarcEvaluation *dmarc = report->dmarc;
  if (!dmarc || !dmarc->author_domain)
    return out;
  add_policy (out, dmarc);
  add_result (out, report);
  add_rfc7489 (out, report);
  return out;
}
