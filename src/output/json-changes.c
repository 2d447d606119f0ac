/* SPDX-License-Identifier: GPL-3.0-or-later
 * The members of a JSON report that --dns-then adds. */

#include "output/json-parts.h"

void
sv_json_put_then (SvJsonWriter *json, const SvReport *report)
{
  const SvSpfEvaluation *then = report->then;
  if (!report->then_lookups)
    return;
  if (!then || then->state != SV_SPF_STATE_DONE)
    {
      sv_json_put_null (json, "spf_then");
      return;
    }
  sv_json_open_object (json, "spf_then");
  sv_json_put_string (json, "result", sv_spf_result_name (then->result));
  sv_json_put_string (json, "record", then->record);
  sv_json_put_string (json, "mechanism", then->mechanism);
  sv_json_close (json);
}

static void
put_texts (SvJsonWriter *json, const char *key, const GPtrArray *texts)
{
  sv_json_open_array (json, key);
  for (guint i = 0; i < texts->len; i++)
    sv_json_put_string (json, NULL, texts->pdata[i]);
  sv_json_close (json);
}

void
sv_json_put_changed (SvJsonWriter *json, const SvReport *report)
{
  if (!report->changes)
    return;
  sv_json_open_array (json, "changed");
  for (guint i = 0; i < report->changes->len; i++)
    {
      const SvChange *change = &g_array_index (report->changes, SvChange, i);
      sv_json_open_object (json, NULL);
      sv_json_put_string (json, "name", change->name);
      sv_json_put_string (json, "type", sv_dns_type_name (change->type));
      sv_json_put_string (json, "then_status", sv_dns_status_name (change->then_status));
      sv_json_put_string (json, "now_status", sv_dns_status_name (change->now_status));
      put_texts (json, "then", change->then);
      put_texts (json, "now", change->now);
      sv_json_close (json);
    }
  sv_json_close (json);
}
