/* SPDX-License-Identifier: GPL-3.0-or-later
 * "dmarc" of the report: by RFC 9989, and in it the same by RFC 7489 where that differs. */

#include "output/json-parts.h"

/* `dmarc` is NULL where no DNS was to be asked: then there is alignment only. */
static void
put_policy (SvJsonWriter *json, const SvDmarcEvaluation *dmarc, SvRestsOn rests_on)
{
  gboolean applies = dmarc && dmarc->policy_tag;
  gboolean rests = applies && sv_dmarc_word (dmarc);
  sv_json_put_string (json, "policy_domain", dmarc ? dmarc->policy_domain : NULL);
  sv_json_put_string (json, "record", dmarc ? dmarc->record : NULL);
  sv_json_put_string (json, "policy", dmarc ? sv_dmarc_policy_name (dmarc->policy) : NULL);
  sv_json_put_string (json, "effective_policy",
                      dmarc ? sv_dmarc_policy_name (dmarc->effective_policy) : NULL);
  sv_json_put_string (json, "rests_on", rests ? sv_rests_on_name (rests_on) : NULL);
  if (applies)
    sv_json_put_bool (json, "testing", dmarc->testing);
  else
    sv_json_put_null (json, "testing");
}

/* The keys of both; the caller closes. */
static void
open_dmarc (SvJsonWriter *json, const char *key, const SvReport *report,
            const SvDmarcEvaluation *dmarc, const SvAlignment *alignment)
{
  const char *domain = alignment->ascii_domain;
  sv_json_open_object (json, key);
  sv_json_put_string (json, "from_domain", domain ? domain : alignment->from_domain);
  sv_json_put_string (json, "organizational_domain", alignment->organizational_domain);
  put_policy (json, dmarc, report->identifiers ? report->identifiers->rests_on : 0);
  sv_json_put_string (json, "spf_aligned", sv_aligned_name (alignment->spf_aligned));
  sv_json_put_string (json, "dkim_aligned", sv_aligned_name (alignment->dkim_aligned));
  sv_json_put_string (json, "result", sv_dmarc_word (dmarc));
}

static void
put_rfc7489 (SvJsonWriter *json, const SvReport *report)
{
  const SvDmarcEvaluation *old = report->dmarc_rfc7489;
  if (!old || !old->author_domain || !sv_dmarc_evaluation_differs (report->dmarc, old))
    {
      sv_json_put_null (json, "rfc7489");
      return;
    }
  SvAlignment alignment = report->alignment;
  alignment.organizational_domain = old->organizational_domain;
  alignment.spf_aligned = old->spf_aligned;
  alignment.dkim_aligned = old->dkim_aligned;
  open_dmarc (json, "rfc7489", report, old, &alignment);
  sv_json_put_string (json, "stored", report->stored.dmarc);
  sv_json_close (json);
}

void
sv_json_put_dmarc (SvJsonWriter *json, const SvReport *report)
{
  if (!report->alignment.from_domain)
    {
      sv_json_put_null (json, "dmarc");
      return;
    }
  open_dmarc (json, "dmarc", report, report->dmarc, &report->alignment);
  put_rfc7489 (json, report);
  sv_json_put_string (json, "stored", report->stored.dmarc);
  sv_json_close (json);
}
