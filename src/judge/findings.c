/* SPDX-License-Identifier: GPL-3.0-or-later
 * The rules: each looks at one thing and says what it finds; the order is made at the end. */

#include "judge/findings.h"

#include "judge/advice.h"
#include "judge/findings-dkim.h"
#include "judge/findings-dmarc.h"
#include "judge/findings-record.h"
#include "judge/findings-reports.h"
#include "judge/findings-stored.h"
#include "judge/findings-way.h"

#include <glib/gi18n.h>
#include <string.h>

static void
clear_finding (gpointer data)
{
  g_clear_pointer (&((SvFinding *)data)->values, g_ptr_array_unref);
}

SvFinding *
sv_findings_add (GArray *findings, const char *id, guint line)
{
  const SvFindingText *text = sv_finding_text (id);
  g_return_val_if_fail (text, NULL);
  SvFinding finding = { text, text->severity, line, g_ptr_array_new_with_free_func (g_free) };
  g_array_append_val (findings, finding);
  return &g_array_index (findings, SvFinding, findings->len - 1);
}

void
sv_finding_set (SvFinding *finding, const char *name, const char *value)
{
  g_ptr_array_add (finding->values, g_strdup (name));
  g_ptr_array_add (finding->values, g_strdup (value ? value : "?"));
}

void
sv_finding_set_number (SvFinding *finding, const char *name, gsize number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GSIZE_FORMAT, number);
  sv_finding_set (finding, name, text);
}

/* ---- the verdict now ---- */

static const char *
none_id (const SvSpfEvaluation *spf)
{
  if (spf->problem == SV_SPF_PROBLEM_NO_DOMAIN)
    return "spf-none-no-domain";
  return spf->problem == SV_SPF_PROBLEM_INVALID_DOMAIN ? "spf-none-invalid-domain"
                                                       : "spf-none-no-record";
}

static const char *
permerror_id (const SvSpfEvaluation *spf)
{
  switch (spf->problem)
    {
    case SV_SPF_PROBLEM_MULTIPLE_RECORDS:
      return "spf-permerror-multiple-records";
    case SV_SPF_PROBLEM_LOOKUP_LIMIT:
      return "spf-permerror-lookup-limit";
    case SV_SPF_PROBLEM_VOID_LIMIT:
      return "spf-permerror-void-limit";
    case SV_SPF_PROBLEM_MX_LIMIT:
      return "spf-permerror-mx-limit";
    case SV_SPF_PROBLEM_INCLUDE_NONE:
    case SV_SPF_PROBLEM_REDIRECT_NONE:
      return "spf-permerror-include";
    default:
      return "spf-permerror-syntax";
    }
}

/* A fail of the closing "-all" says "not listed"; of any other term, "refused by name". */
static const char *
fail_id (const SvSpfEvaluation *spf)
{
  const char *term = spf->mechanism ? spf->mechanism : "-all";
  return g_ascii_strcasecmp (term, "-all") == 0 ? "spf-fail" : "spf-fail-explicit";
}

static const char *
verdict_id (const SvSpfEvaluation *spf)
{
  switch (spf->result)
    {
    case SV_SPF_NONE:
      return none_id (spf);
    case SV_SPF_NEUTRAL:
      return "spf-neutral";
    case SV_SPF_PASS:
      return "spf-pass";
    case SV_SPF_FAIL:
      return fail_id (spf);
    case SV_SPF_SOFTFAIL:
      return "spf-softfail";
    case SV_SPF_TEMPERROR:
      return spf->problem == SV_SPF_PROBLEM_DNS_TIMEOUT ? "spf-temperror-timeout"
                                                        : "spf-temperror-dns";
    case SV_SPF_PERMERROR:
      return permerror_id (spf);
    }
  return "spf-not-evaluated";
}

/* "ip4:192.0.2.1" as it would stand in a record. */
static void
set_address (SvFinding *finding, const SvIp *ip)
{
  char text[SV_IP_TEXT_MAX];
  g_autofree char *term
      = g_strconcat (ip->family == 6 ? "ip6:" : "ip4:", sv_ip_format (ip, text), NULL);
  sv_finding_set (finding, "ip", text);
  sv_finding_set (finding, "ip_term", term);
}

static void
rule_verdict (const SvCase *message, GArray *findings)
{
  const SvSpfEvaluation *spf = message->spf;
  if (!spf || spf->state != SV_SPF_STATE_DONE)
    {
      SvFinding *finding = sv_findings_add (findings, "spf-not-evaluated", 0);
      sv_finding_set (finding, "reason", _ (sv_cause_text (message->comparison->cause)));
      return;
    }
  SvFinding *finding = sv_findings_add (findings, verdict_id (spf), message->stored->spf_line);
  set_address (finding, &message->identity->ip);
  sv_finding_set (finding, "domain", spf->domain);
  sv_finding_set (finding, "term", spf->problem_term ? spf->problem_term : spf->mechanism);
  sv_finding_set (finding, "record_domain",
                  spf->problem_domain ? spf->problem_domain : spf->domain);
  sv_finding_set (finding, "problem", sv_spf_problem_name (spf->problem));
  sv_finding_set_number (finding, "column", (gsize)spf->problem_column);
  finding->advice = message->advice;
}

static void
rule_null_sender (const SvCase *message, GArray *findings)
{
  const SvIdentity *identity = message->identity;
  if (identity->mail_from && !identity->mail_from[0] && identity->helo)
    sv_finding_set (sv_findings_add (findings, "spf-null-sender", identity->mail_from_line), "helo",
                    identity->helo);
}

/* ---- alignment ---- */

/* Where DMARC passes all the same, by DKIM, it is worth a notice only. */
static void
rule_alignment (const SvCase *message, GArray *findings)
{
  const SvSpfEvaluation *spf = message->spf;
  const SvAlignment *alignment = message->alignment;
  gboolean passes = spf && spf->state == SV_SPF_STATE_DONE && spf->result == SV_SPF_PASS;
  if (!passes || alignment->spf_aligned != SV_ALIGNED_NONE)
    return;
  SvFinding *finding
      = sv_findings_add (findings, "spf-not-aligned", message->facts->from_line_number);
  sv_finding_set (finding, "domain", spf->domain);
  sv_finding_set (finding, "from", alignment->from_domain);
  const char *dmarc = sv_dmarc_word (message->dmarc);
  if (g_strcmp0 (dmarc ? dmarc : message->stored->dmarc, "pass") == 0)
    finding->severity = SV_SEVERITY_NOTICE;
}

static void
rule_author (const SvCase *message, GArray *findings)
{
  const SvFacts *facts = message->facts;
  if (message->alignment->from_domain)
    return;
  guint domains = 0;
  for (guint i = 0; i < facts->from->len; i++)
    domains += g_array_index (facts->from, SvMailbox, i).domain != NULL;
  sv_findings_add (findings, domains > 1 ? "dmarc-from-multiple" : "dmarc-from-missing",
                   facts->from_line_number);
}

/* In the order of causes: of two findings with one severity the earlier stays first. */
static void (*const rules[]) (const SvCase *message, GArray *findings) = {
  sv_rule_bounce,   rule_verdict,   sv_rule_record,    sv_rule_stored,    rule_alignment,
  sv_rule_dmarc,    sv_rule_dkim,   sv_rule_arc,       sv_rule_identity,  rule_author,
  rule_null_sender, sv_rule_claims, sv_rule_malformed, sv_rule_complaint, sv_rule_dmarc_policy,
};

/* Most severe first, stable: insertion sort, for there are few. */
static void
order (GArray *findings)
{
  for (guint i = 1; i < findings->len; i++)
    for (guint k = i; k > 0; k--)
      {
        SvFinding *upper = &g_array_index (findings, SvFinding, k - 1), *lower = upper + 1;
        if (upper->severity >= lower->severity)
          break;
        SvFinding swap = *upper;
        *upper = *lower;
        *lower = swap;
      }
}

GArray *
sv_findings_find (const SvCase *message)
{
  GArray *findings = g_array_new (FALSE, FALSE, sizeof (SvFinding));
  g_array_set_clear_func (findings, clear_finding);
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    rules[i](message, findings);
  sv_findings_way (message, findings);
  order (findings);
  return findings;
}

static char *
fill (const char *text, const SvFinding *finding)
{
  return text ? sv_text_fill (_ (text), finding->values) : NULL;
}

char *
sv_finding_title (const SvFinding *finding)
{
  return fill (finding->text->title, finding);
}

char *
sv_finding_detail (const SvFinding *finding)
{
  return fill (finding->text->detail, finding);
}

char *
sv_finding_remedy (const SvFinding *finding)
{
  if (finding->advice)
    return sv_advice_remedy (finding->advice);
  return fill (finding->text->remedy, finding);
}
