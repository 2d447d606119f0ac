/* SPDX-License-Identifier: GPL-3.0-or-later
 * "DMARC of …" of the report for people: the record, what it asks for, what decides. */

#include "judge/dmarc-words.h"
#include "output/sentence.h"
#include "output/text-parts.h"
#include <glib/gi18n.h>

/* One sentence as a paragraph; takes it, NULL is nothing. */
static void
print (SvScreen *screen, SvStyle style, char *sentence)
{
  if (sentence)
    sv_screen_paragraph (screen, style, 2, NULL, sentence);
  g_free (sentence);
}

static void
print_policy (SvScreen *screen, const SvDmarcEvaluation *dmarc)
{
  if (dmarc->record)
    sv_screen_marked (screen, 2, dmarc->record, NULL, SV_STYLE_PLAIN);
  if (!dmarc->policy_tag)
    return;
  print (screen, SV_STYLE_PLAIN, sv_dmarc_policy_sentence (dmarc));
  if (dmarc->testing)
    print (screen, SV_STYLE_PLAIN,
           sv_fill (_ ("It is being tried out (t=y): otherwise it would be {policy}."), "policy",
                    sv_dmarc_policy_name (dmarc->policy), NULL));
}

static void
print_result (SvScreen *screen, const SvReport *report)
{
  const SvDmarcEvaluation *dmarc = report->dmarc;
  if (!sv_dmarc_word (dmarc))
    {
      print (
          screen, SV_STYLE_PLAIN,
          g_strdup (_ ("Not decided: it depends on a verdict or a DNS answer that is not known.")));
      return;
    }
  switch (dmarc->result)
    {
    case SV_DMARC_PASS:
      print (screen, SV_STYLE_PLAIN, sv_dmarc_pass_sentence (dmarc, report->identifiers));
      break;
    case SV_DMARC_FAIL:
      print (screen, SV_STYLE_PLAIN, sv_dmarc_spf_sentence (dmarc, report->identifiers));
      print (screen, SV_STYLE_PLAIN, sv_dmarc_dkim_sentence (dmarc, report->identifiers));
      break;
    case SV_DMARC_NONE:
      print (screen, SV_STYLE_PLAIN, g_strdup (_ ("There is no policy that applies.")));
      return;
    case SV_DMARC_TEMPERROR:
      print (screen, SV_STYLE_PLAIN,
             dmarc->error_name ? sv_fill (_ ("DNS is in trouble: {status} for {name}."), "status",
                                          sv_dns_status_name (dmarc->error_status), "name",
                                          dmarc->error_name, NULL)
                               : g_strdup (_ ("DNS trouble kept SPF or DKIM from its verdict.")));
      break;
    }
  print (screen, SV_STYLE_DIM, sv_dmarc_rests_sentence (report->identifiers));
}

static void
print_rfc7489 (SvScreen *screen, const SvReport *report)
{
  const SvDmarcEvaluation *now = report->dmarc, *old = report->dmarc_rfc7489;
  if (!sv_dmarc_word (now) || !sv_dmarc_word (old)
      || (now->result == old->result && now->effective_policy == old->effective_policy
          && g_strcmp0 (now->policy_domain, old->policy_domain) == 0))
    return;
  print (screen, SV_STYLE_WARN,
         sv_fill (_ ("By RFC 7489, with the public suffix list: {result}, policy {policy} of "
                     "{domain}."),
                  "result", sv_dmarc_word (old), "policy",
                  sv_dmarc_policy_name (old->effective_policy), "domain", old->policy_domain,
                  NULL));
}

void
sv_text_dmarc (SvScreen *screen, const SvReport *report)
{
  const SvDmarcEvaluation *dmarc = report->dmarc;
  if (!dmarc || !dmarc->author_domain)
    return;
  g_autofree char *title = sv_fill (_ ("DMARC of {domain}"), "domain", dmarc->author_domain, NULL);
  sv_text_heading (screen, title);
  print_policy (screen, dmarc);
  print_result (screen, report);
  print_rfc7489 (screen, report);
}
