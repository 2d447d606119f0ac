/* SPDX-License-Identifier: GPL-3.0-or-later
 * Says what happened on the way, and refuses advice that is the wrong cure there. */

#include "judge/findings-way.h"

#include "judge/findings-rules.h"
#include "judge/way.h"

#include <glib/gi18n.h>
#include <string.h>

static void
set_ip (SvFinding *finding, const char *name, const SvIp *ip)
{
  g_autofree char *text = sv_ip_to_string (ip);
  sv_finding_set (finding, name, text);
}

static void
rule_forwarded (const SvCase *message, const SvWay *way, GArray *findings)
{
  const SvIdentity *identity = message->identity;
  if (way->kind == SV_WAY_FORWARDED)
    {
      SvFinding *finding = sv_findings_add (findings, "forwarded", way->line);
      sv_finding_set (finding, "forwarder", way->forwarder);
      sv_finding_set (finding, "mail_from", identity->mail_from);
    }
  else if (way->kind == SV_WAY_FORWARDED_SRS)
    {
      SvFinding *finding = sv_findings_add (findings, "forwarded-srs", way->line);
      sv_finding_set (finding, "forwarder", way->forwarder);
      sv_finding_set (finding, "kind", sv_rewriting_name (way->sender.kind));
      sv_finding_set (finding, "mail_from", identity->mail_from);
      sv_finding_set (finding, "original",
                      way->sender.sender ? way->sender.sender : _ ("not written down"));
    }
}

static void
rule_list (const SvCase *message, const SvWay *way, GArray *findings)
{
  if (way->kind != SV_WAY_LIST)
    return;
  SvFinding *finding = sv_findings_add (findings, "mailing-list", way->line);
  sv_finding_set (finding, "list", way->list_id);
  sv_finding_set (finding, "mail_from", message->identity->mail_from);
  sv_finding_set (finding, "from", message->alignment->from_domain);
}

static void
rule_own_relay (const SvWay *way, GArray *findings)
{
  if (!way->own_relay)
    return;
  SvFinding *finding = sv_findings_add (findings, "own-relay", way->relay_line);
  set_ip (finding, "ip", &way->relay_ip);
  sv_finding_set (finding, "relay", way->relay);
  set_ip (finding, "outside", &way->outside_ip);
}

/* Whether the judged record lets the host send: then there is nothing to add to it. */
static gboolean
passes (const SvCase *message)
{
  return message->spf && message->spf->state == SV_SPF_STATE_DONE
         && message->spf->result == SV_SPF_PASS;
}

static void
set_service (SvFinding *finding, const SvService *service)
{
  sv_finding_set (finding, "service", service->name);
  sv_finding_set (finding, "include", service->include);
  sv_finding_set (finding, "documentation", service->documentation);
}

static void
rule_service (const SvCase *message, const SvWay *way, GArray *findings)
{
  if (!way->service)
    return;
  SvFinding *finding = sv_findings_add (findings, "sending-service", way->service_line);
  sv_finding_set (finding, "host", way->service_host);
  sv_finding_set (finding, "date", SV_SERVICES_DATE);
  sv_finding_set (finding, "domain", message->spf ? message->spf->domain : NULL);
  set_service (finding, way->service);
  if (passes (message) || !way->service->include)
    finding->text = sv_finding_variant (finding->text->id, SV_VARIANT_NO_INCLUDE);
}

static void
rule_time_travel (const SvWay *way, GArray *findings)
{
  if (way->travel_line == 0)
    return;
  SvFinding *finding = sv_findings_add (findings, "path-time-travel", way->travel_line);
  g_autofree char *minutes = g_strdup_printf ("%" G_GINT64_FORMAT, way->travel_seconds / 60);
  sv_finding_set (finding, "minutes", minutes);
}

/* What the way makes of the advice on the verdict. */
static SvVariant
variant_of (const SvWay *way)
{
  switch (way->kind)
    {
    case SV_WAY_FORWARDED:
      return SV_VARIANT_FORWARDED;
    case SV_WAY_FORWARDED_SRS:
      return SV_VARIANT_SRS;
    case SV_WAY_LIST:
      return SV_VARIANT_LIST;
    case SV_WAY_DIRECT:
      break;
    }
  if (way->own_relay)
    return SV_VARIANT_RELAY;
  return way->service && way->service->include ? SV_VARIANT_SERVICE : SV_VARIANT_NONE;
}

static void
change_advice (const SvWay *way, GArray *findings)
{
  SvVariant variant = variant_of (way);
  for (guint i = 0; variant != SV_VARIANT_NONE && i < findings->len; i++)
    {
      SvFinding *finding = &g_array_index (findings, SvFinding, i);
      const SvFindingText *text = sv_finding_variant (finding->text->id, variant);
      if (!text || text == finding->text)
        continue;
      finding->text = text;
      if (variant != SV_VARIANT_SERVICE)
        finding->advice = NULL;
      sv_finding_set (finding, "forwarder", way->forwarder);
      sv_finding_set (finding, "relay", way->relay);
      sv_finding_set (finding, "original", way->sender.sender);
      set_ip (finding, "outside", &way->outside_ip);
      if (way->service)
        set_service (finding, way->service);
    }
}

void
sv_findings_way (const SvCase *message, GArray *findings)
{
  SvWay way;
  sv_way_find (message->facts, message->identity, message->stored, &way);
  change_advice (&way, findings);
  rule_forwarded (message, &way, findings);
  rule_list (message, &way, findings);
  rule_own_relay (&way, findings);
  rule_service (message, &way, findings);
  rule_time_travel (&way, findings);
}
