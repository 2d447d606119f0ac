/* SPDX-License-Identifier: GPL-3.0-or-later
 * The members of a JSON report that tell what was judged, and the `spf` object alone for `check`.
 */

#include "config.h"

#include "output/formats.h"
#include "output/json-parts.h"

void
sv_json_put_identity (SvJsonWriter *json, const SvIdentity *identity)
{
  sv_json_open_object (json, "identity");
  sv_json_put_ip (json, "ip", &identity->ip);
  sv_json_put_string (json, "ip_from", sv_from_name (identity->ip_from));
  if (identity->hop >= 0)
    sv_json_put_int (json, "hop", identity->hop);
  else
    sv_json_put_null (json, "hop");
  sv_json_put_string (json, "mail_from", identity->mail_from);
  sv_json_put_string (json, "mail_from_from", sv_from_name (identity->mail_from_from));
  sv_json_put_string (json, "helo", identity->helo);
  sv_json_put_string (json, "helo_from", sv_from_name (identity->helo_from));
  sv_json_put_string (json, "confidence", sv_confidence_name (identity->confidence));
  sv_json_put_string (json, "why", identity->why);
  sv_json_close (json);
}

static void
put_engine (SvJsonWriter *json, const char *name, const char *version, const char *result,
            const char *reason)
{
  sv_json_open_object (json, NULL);
  sv_json_put_string (json, "name", name);
  sv_json_put_string (json, "version", version);
  sv_json_put_string (json, "result", result);
  sv_json_put_string (json, "reason", reason);
  sv_json_close (json);
}

static void
put_step (SvJsonWriter *json, const SvSpfStep *step)
{
  sv_json_open_object (json, NULL);
  sv_json_put_int (json, "depth", step->depth);
  sv_json_put_string (json, "domain", step->domain ? step->domain : "");
  sv_json_put_string (json, "term", step->term ? step->term : "");
  sv_json_put_string (json, "target", step->target);
  sv_json_put_string (json, "outcome", sv_spf_outcome_name (step->outcome));
  sv_json_put_bool (json, "decides", step->decides);
  sv_json_put_int (json, "lookups", step->lookups);
  sv_json_put_int (json, "voids", step->voids);
  sv_json_put_string (json, "record", step->record);
  sv_json_close (json);
}

static void
put_path (SvJsonWriter *json, const GPtrArray *path)
{
  sv_json_open_array (json, "path");
  for (guint i = 0; path && i < path->len; i++)
    sv_json_put_string (json, NULL, g_ptr_array_index (path, i));
  sv_json_close (json);
}

void
sv_json_put_spf (SvJsonWriter *json, const char *key, const SvSpfEvaluation *spf)
{
  if (!spf || spf->state != SV_SPF_STATE_DONE)
    {
      sv_json_put_null (json, key);
      return;
    }
  const char *result = sv_spf_result_name (spf->result);
  sv_json_open_object (json, key);
  sv_json_put_string (json, "result", result);
  sv_json_put_string (json, "identity", spf->helo_identity ? "helo" : "mailfrom");
  sv_json_put_string (json, "domain", spf->domain);
  sv_json_put_string (json, "record", spf->record);
  sv_json_put_string (json, "mechanism", spf->mechanism);
  put_path (json, spf->path);
  sv_json_put_string (json, "problem", sv_spf_problem_name (spf->problem));
  sv_json_put_string (json, "explanation", spf->explanation);
  sv_json_put_int (json, "lookups", spf->lookups);
  sv_json_put_int (json, "void_lookups", spf->voids);
  sv_json_open_array (json, "engines");
  put_engine (json, "rfc7208", PACKAGE_VERSION, result, NULL);
  put_engine (json, "libspf2", sv_spf_library_version (), spf->witness.result, spf->witness.reason);
  sv_json_close (json);
  sv_json_open_array (json, "trace");
  for (guint i = 0; spf->trace && i < spf->trace->len; i++)
    put_step (json, &g_array_index (spf->trace, SvSpfStep, i));
  sv_json_close (json);
  sv_json_close (json);
}

static void
put_answer (SvJsonWriter *json, const SvDnsAnswer *answer)
{
  sv_json_open_object (json, NULL);
  sv_json_put_string (json, "name", answer->name);
  sv_json_put_string (json, "type", sv_dns_type_name (answer->type));
  sv_json_put_string (json, "status", sv_dns_status_name (answer->status));
  if (answer->status == SV_DNS_NOERROR)
    sv_json_put_int (json, "ttl", answer->ttl);
  else
    sv_json_put_null (json, "ttl");
  sv_json_put_date (json, "time", answer->time > 0, answer->time / G_USEC_PER_SEC, 0);
  sv_json_open_array (json, "answers");
  for (guint i = 0; answer->records && i < answer->records->len; i++)
    {
      g_autofree char *text
          = sv_dns_record_text (&g_array_index (answer->records, SvDnsRecord, i), answer->type);
      sv_json_put_string (json, NULL, text);
    }
  sv_json_close (json);
  sv_json_close (json);
}

void
sv_json_put_dns (SvJsonWriter *json, const SvLookups *lookups)
{
  const GPtrArray *used = lookups ? sv_lookups_used (lookups) : NULL;
  sv_json_open_array (json, "dns");
  for (guint i = 0; used && i < used->len; i++)
    put_answer (json, g_ptr_array_index (used, i));
  sv_json_close (json);
}

void
sv_json_check (FILE *stream, const SvSpfEvaluation *spf)
{
  SvJsonWriter json;
  sv_json_writer_init (&json, stream, TRUE);
  sv_json_put_spf (&json, NULL, spf);
  sv_json_finish (&json);
}
