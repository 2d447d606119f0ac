/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rules on the delivery and abuse reports that a message encloses. */

#include "judge/findings-reports.h"

#include "judge/bounce.h"

#include <glib/gi18n.h>
#include <string.h>

/* So many reasons of one delivery report are told; a mailing to hundreds of people can have many.
 */
#define BOUNCES_MAX 5

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
void
sv_rule_bounce (const SvCase *message, GArray *findings)
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

void
sv_rule_complaint (const SvCase *message, GArray *findings)
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
