/* SPDX-License-Identifier: GPL-3.0-or-later
 * The rules: each looks at one thing and says what it finds; the order is made at the end. */

#include "judge/findings.h"

#include "judge/advice.h"
#include "judge/border.h"
#include "judge/bounce.h"
#include "judge/findings-dmarc.h"
#include "judge/findings-way.h"

#include <glib/gi18n.h>
#include <string.h>

/* So many fields of strangers are named one by one; a message can hold thousands. */
#define CLAIMS_MAX 5

/* So many reasons of one delivery report are told; a mailing to hundreds of people can have many.
 */
#define BOUNCES_MAX 5

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

static void
set_number (SvFinding *finding, const char *name, gsize number)
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
  set_number (finding, "column", (gsize)spf->problem_column);
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

/* ---- stored against now ---- */

static void
rule_stored (const SvCase *message, GArray *findings)
{
  const SvStored *stored = message->stored;
  if (!stored->spf)
    {
      sv_findings_add (findings, "stored-none", 0);
      return;
    }
  if (stored->spf_conflict)
    {
      SvFinding *finding
          = sv_findings_add (findings, "stored-contradiction", stored->spf_conflict_line);
      sv_finding_set (finding, "stored", stored->spf);
      sv_finding_set (finding, "other", stored->spf_conflict);
      sv_finding_set (finding, "header", stored->spf_header);
    }
  if (stored->best_guess)
    sv_findings_add (findings, "stored-best-guess", stored->spf_line);
  SvCompareStatus status = message->comparison->status;
  if (status == SV_COMPARE_AGREE)
    sv_finding_set (sv_findings_add (findings, "stored-agrees", stored->spf_line), "stored",
                    stored->spf);
  if (status != SV_COMPARE_DRIFT)
    return;
  SvFinding *finding = sv_findings_add (findings, "stored-drift", stored->spf_line);
  sv_finding_set (finding, "stored", stored->spf);
  sv_finding_set (finding, "now", message->comparison->now);
  sv_finding_set (finding, "reason", _ (sv_cause_text (message->comparison->cause)));
}

/* ---- claims ---- */

static void
add_claim (GArray *findings, const char *header, guint line, const char *who)
{
  SvFinding *finding = sv_findings_add (findings, "auth-results-untrusted", line);
  sv_finding_set (finding, "header", header);
  set_number (finding, "line", line);
  sv_finding_set (finding, "who", who ? who : _ ("it names no writer"));
}

static void
rule_claims (const SvCase *message, GArray *findings)
{
  const SvFacts *facts = message->facts;
  guint claims = 0;
  for (guint i = 0; i < facts->received_spf->len && claims < CLAIMS_MAX; i++)
    {
      const SvReceivedSpf *spf = &g_array_index (facts->received_spf, SvReceivedSpf, i);
      if (message->identity->spf_trusted[i])
        continue;
      add_claim (findings, "Received-SPF", spf->line, spf->receiver ? spf->receiver : spf->host);
      claims++;
    }
  for (guint i = 0; i < facts->auth_results->len && claims < CLAIMS_MAX; i++)
    {
      const SvAuthResults *field = &g_array_index (facts->auth_results, SvAuthResults, i);
      if (message->identity->results_trusted[i]
          || strcmp (field->header, "authentication-results") != 0)
        continue;
      add_claim (findings, "Authentication-Results", field->line, field->authserv_id);
      claims++;
    }
}

static void
add_malformed (GArray *findings, const char *header, guint line, gsize at)
{
  SvFinding *finding = sv_findings_add (findings, "auth-results-malformed", line);
  sv_finding_set (finding, "header", header);
  set_number (finding, "column", at + 1);
}

/* Only believed fields: how a stranger's claim is written does not matter. */
static void
rule_malformed (const SvCase *message, GArray *findings)
{
  const SvFacts *facts = message->facts;
  guint said = 0;
  for (guint i = 0; i < facts->received_spf->len && said < CLAIMS_MAX; i++)
    {
      const SvReceivedSpf *spf = &g_array_index (facts->received_spf, SvReceivedSpf, i);
      if (!spf->partly || !message->identity->spf_trusted[i])
        continue;
      add_malformed (findings, "Received-SPF", spf->line, spf->partly_at);
      said++;
    }
  for (guint i = 0; i < facts->auth_results->len && said < CLAIMS_MAX; i++)
    {
      const SvAuthResults *field = &g_array_index (facts->auth_results, SvAuthResults, i);
      if (!field->partly || !message->identity->results_trusted[i])
        continue;
      add_malformed (findings, "Authentication-Results", field->line, field->partly_at);
      said++;
    }
}

/* ---- identity and alignment ---- */

/* Compares domains: receivers often write only those. */
static void
rule_identity (const SvCase *message, GArray *findings)
{
  const SvIdentity *identity = message->identity;
  const char *then = message->facts->return_path;
  gboolean stated = identity->mail_from_from == SV_FROM_RECEIVED_SPF
                    || identity->mail_from_from == SV_FROM_AUTH_RESULTS;
  if (!stated || !then || !then[0] || !identity->mail_from[0])
    return;
  const char *a = sv_address_domain (identity->mail_from), *b = sv_address_domain (then);
  if (!b || g_ascii_strcasecmp (a ? a : identity->mail_from, b) == 0)
    return;
  SvFinding *finding
      = sv_findings_add (findings, "identity-disagrees", message->facts->return_path_line);
  sv_finding_set (finding, "mail_from", identity->mail_from);
  sv_finding_set (finding, "other", then);
}

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

/* ---- reports that the message encloses ---- */

/* "550 5.7.26", or what is known of it. */
static char *
reply_codes (const SvDelivery *delivery)
{
  const char *status = delivery->reply.status ? delivery->reply.status : delivery->status;
  if (!delivery->reply.code)
    return g_strdup (status);
  return status ? g_strdup_printf ("%u %s", delivery->reply.code, status)
                : g_strdup_printf ("%u", delivery->reply.code);
}

/* Who said what. */
static void
set_evidence (SvFinding *finding, const SvDelivery *delivery)
{
  const char *mta = delivery->remote_mta ? delivery->remote_mta : delivery->reporting_mta;
  sv_finding_set (finding, "mta", mta ? mta : _ ("the receiver"));
  sv_finding_set (finding, "reply", delivery->reply.text);
  sv_finding_set (finding, "status", delivery->status);
  g_autofree char *evidence = sv_text_fill (
      delivery->reply.text ? _ ("{mta} said: {reply}")
                           : _ ("The report says no more than the status {status}."),
      finding->values);
  sv_finding_set (finding, "evidence", evidence);
}

/* delivered, relayed and expanded are no trouble (RFC 3464 2.3.3). */
static gboolean
is_trouble (const SvDelivery *delivery)
{
  return !delivery->action || strcmp (delivery->action, "failed") == 0
         || strcmp (delivery->action, "delayed") == 0;
}

static void
add_bounce (GArray *findings, const SvDelivery *delivery, const SvBounce *bounce)
{
  SvFinding *finding = sv_findings_add (findings, "bounce-reason", delivery->line);
  g_autofree char *codes = reply_codes (delivery);
  sv_finding_set (finding, "recipient", delivery->recipient);
  sv_finding_set (finding, "codes", codes);
  sv_finding_set (finding, "explanation", _ (bounce->reason->explanation));
  sv_finding_set (finding, "advice", _ (bounce->reason->advice));
  sv_finding_set (finding, "reference", bounce->reference);
  set_evidence (finding, delivery);
  finding->reference = bounce->reference;
  if (g_strcmp0 (delivery->action, "delayed") == 0)
    finding->severity = SV_SEVERITY_WARNING;
}

/* Recipients that were refused for one reason are told once. */
static void
rule_bounce (const SvCase *message, GArray *findings)
{
  const SvBounceReason *told[BOUNCES_MAX];
  guint n = 0;
  const GArray *deliveries = message->enclosed ? message->enclosed->deliveries : NULL;
  for (guint i = 0; deliveries && i < deliveries->len && n < BOUNCES_MAX; i++)
    {
      const SvDelivery *delivery = &g_array_index (deliveries, SvDelivery, i);
      SvBounce bounce;
      guint k = 0;
      if (!is_trouble (delivery)
          || !sv_bounce_explain (&delivery->reply, delivery->status, &bounce))
        continue;
      while (k < n && told[k] != bounce.reason)
        k++;
      if (k < n)
        continue;
      told[n++] = bounce.reason;
      add_bounce (findings, delivery, &bounce);
    }
}

static void
rule_complaint (const SvCase *message, GArray *findings)
{
  const SvAbuseReport *abuse = message->enclosed ? &message->enclosed->abuse : NULL;
  if (!abuse || !abuse->feedback_type)
    return;
  SvFinding *finding = sv_findings_add (findings, "complaint-report", abuse->line);
  g_autofree char *ip = sv_ip_to_string (&abuse->source_ip);
  g_autofree char *said = NULL, *verdict = NULL;
  sv_finding_set (finding, "type", abuse->feedback_type);
  sv_finding_set (finding, "ip", ip);
  sv_finding_set (finding, "mail_from",
                  abuse->mail_from && !abuse->mail_from[0] ? "<>" : abuse->mail_from);
  sv_finding_set (finding, "results", abuse->auth_results);
  if (abuse->auth_results)
    said = sv_text_fill (_ ("Its writer's own verdict: {results}"), finding->values);
  verdict = g_strconcat (said ? " " : "", said, NULL);
  sv_finding_set (finding, "verdict", verdict);
}

/* In the order of causes: of two findings with one severity the earlier stays first. */
static void (*const rules[]) (const SvCase *message, GArray *findings) = {
  rule_bounce, rule_verdict,     rule_stored, rule_alignment, sv_rule_dmarc,  rule_identity,
  rule_author, rule_null_sender, rule_claims, rule_malformed, rule_complaint, sv_rule_dmarc_policy,
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
