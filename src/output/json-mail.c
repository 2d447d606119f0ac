/* SPDX-License-Identifier: GPL-3.0-or-later
 * The members of a JSON report that tell what the header says; see json-parts.h. */

#include "output/json-parts.h"

#include "output/rfc3339.h"

void
sv_json_put_ip (SvJsonWriter *json, const char *key, const SvIp *ip)
{
  g_autofree char *text = sv_ip_to_string (ip);
  sv_json_put_string (json, key, text);
}

void
sv_json_put_date (SvJsonWriter *json, const char *key, gboolean known, gint64 epoch, int zone)
{
  g_autofree char *text = known ? sv_date_rfc3339 (epoch, zone) : NULL;
  sv_json_put_string (json, key, text);
}

void
sv_json_put_return_path (SvJsonWriter *json, const SvFacts *facts)
{
  if (!facts->has_return_path)
    {
      sv_json_put_null (json, "return_path");
      return;
    }
  sv_json_open_object (json, "return_path");
  sv_json_put_string (json, "address", facts->return_path);
  sv_json_put_bool (json, "null_sender", facts->return_path && !*facts->return_path);
  sv_json_put_int (json, "line", facts->return_path_line);
  sv_json_close (json);
}

/* Seconds since the hop below, which is the next one in the list. */
static void
put_delay (SvJsonWriter *json, const GArray *hops, guint i)
{
  const SvReceived *hop = &g_array_index (hops, SvReceived, i);
  const SvReceived *below = i + 1 < hops->len ? hop + 1 : NULL;
  if (below && hop->has_date && below->has_date)
    sv_json_put_int (json, "delay", hop->date - below->date);
  else
    sv_json_put_null (json, "delay");
}

static void
put_hop (SvJsonWriter *json, const SvReport *report, guint i)
{
  const GArray *hops = report->facts->received;
  const SvReceived *hop = &g_array_index (hops, SvReceived, i);
  sv_json_open_object (json, NULL);
  sv_json_put_int (json, "line", hop->line);
  sv_json_put_string (json, "helo", hop->helo);
  sv_json_put_string (json, "rdns", hop->rdns);
  sv_json_put_ip (json, "ip", &hop->ip);
  sv_json_put_string (json, "scope", sv_scope_name (sv_ip_scope (&hop->ip)));
  sv_json_put_string (json, "by", hop->by);
  sv_json_put_string (json, "with", hop->with);
  sv_json_put_string (json, "id", hop->id);
  sv_json_put_string (json, "for", hop->for_);
  sv_json_put_date (json, "date", hop->has_date, hop->date, hop->zone);
  put_delay (json, hops, i);
  sv_json_put_string (json, "role", sv_role_name (report->identity->roles[i]));
  sv_json_close (json);
}

void
sv_json_put_received (SvJsonWriter *json, const SvReport *report)
{
  sv_json_open_array (json, "received");
  for (guint i = 0; i < report->facts->received->len; i++)
    put_hop (json, report, i);
  sv_json_close (json);
}

static const char *
ip_from_word (SvIpFrom from)
{
  static const char *const words[] = { NULL, "client-ip", "comment" };
  return words[from];
}

void
sv_json_put_received_spf (SvJsonWriter *json, const SvReport *report)
{
  const GArray *fields = report->facts->received_spf;
  sv_json_open_array (json, "received_spf");
  for (guint i = 0; i < fields->len; i++)
    {
      const SvReceivedSpf *field = &g_array_index (fields, SvReceivedSpf, i);
      sv_json_open_object (json, NULL);
      sv_json_put_int (json, "line", field->line);
      sv_json_put_string (json, "result", field->result);
      sv_json_put_string (json, "result_raw", field->result_raw);
      sv_json_put_ip (json, "client_ip", &field->client_ip);
      sv_json_put_string (json, "client_ip_from", ip_from_word (field->client_ip_from));
      sv_json_put_string (json, "envelope_from", field->envelope_from);
      sv_json_put_string (json, "helo", field->helo);
      sv_json_put_string (json, "receiver", field->receiver);
      sv_json_put_string (json, "identity", field->identity);
      sv_json_put_string (json, "mechanism", field->mechanism);
      sv_json_put_string (json, "problem", field->problem);
      sv_json_put_string (json, "comment", field->comment);
      sv_json_put_bool (json, "trusted", report->identity->spf_trusted[i]);
      sv_json_close (json);
    }
  sv_json_close (json);
}

/* A key twice in one result would be a key twice in one object: the first one stands, as it does
 * for every reader of the field. */
static void
put_properties (SvJsonWriter *json, const SvAuthResults *field, const SvMethodResult *result)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  sv_json_open_object (json, "properties");
  for (guint i = 0; i < result->n_properties; i++)
    {
      const SvProperty *property
          = &g_array_index (field->properties, SvProperty, result->first_property + i);
      char *key = g_utf8_make_valid (property->key, -1);
      gboolean known = g_hash_table_contains (seen, key);
      if (!known)
        sv_json_put_string (json, key, property->value ? property->value : "");
      g_hash_table_add (seen, key);
    }
  sv_json_close (json);
}

static void
put_result (SvJsonWriter *json, const SvAuthResults *field, const SvMethodResult *result)
{
  sv_json_open_object (json, NULL);
  sv_json_put_string (json, "method", result->method ? result->method : "");
  sv_json_put_string (json, "result", result->result ? result->result : "");
  sv_json_put_string (json, "result_raw", result->result_raw ? result->result_raw : "");
  sv_json_put_string (json, "reason", result->reason);
  sv_json_put_string (json, "comment", result->comment);
  put_properties (json, field, result);
  sv_json_put_ip (json, "client_ip", &result->client_ip);
  sv_json_close (json);
}

void
sv_json_put_auth_results (SvJsonWriter *json, const SvReport *report)
{
  const GArray *fields = report->facts->auth_results;
  sv_json_open_array (json, "authentication_results");
  for (guint i = 0; i < fields->len; i++)
    {
      const SvAuthResults *field = &g_array_index (fields, SvAuthResults, i);
      sv_json_open_object (json, NULL);
      sv_json_put_int (json, "line", field->line);
      sv_json_put_string (json, "header", field->header);
      sv_json_put_string (json, "authserv_id", field->authserv_id);
      if (field->instance > 0)
        sv_json_put_int (json, "instance", field->instance);
      else
        sv_json_put_null (json, "instance");
      sv_json_put_bool (json, "trusted", report->identity->results_trusted[i]);
      sv_json_open_array (json, "results");
      for (guint j = 0; j < field->results->len; j++)
        put_result (json, field, &g_array_index (field->results, SvMethodResult, j));
      sv_json_close (json);
      sv_json_close (json);
    }
  sv_json_close (json);
}

static void
put_count (SvJsonWriter *json, const char *key, gboolean known, guint64 count)
{
  if (known)
    sv_json_put_int (json, key, (gint64)count);
  else
    sv_json_put_null (json, key);
}

void
sv_json_put_signatures (SvJsonWriter *json, const SvReport *report)
{
  const GArray *signatures = report->facts->signatures;
  sv_json_open_array (json, "dkim_signatures");
  for (guint i = 0; i < signatures->len; i++)
    {
      const SvDkimSignature *signature = &g_array_index (signatures, SvDkimSignature, i);
      const SvJudgedSignature *judged = &g_array_index (report->signatures, SvJudgedSignature, i);
      const SvDkimVerdict *now = judged->now;
      sv_json_open_object (json, NULL);
      sv_json_put_int (json, "line", signature->line);
      sv_json_put_string (json, "domain", signature->domain);
      sv_json_put_string (json, "selector", signature->selector);
      sv_json_put_string (json, "identity", signature->identity);
      sv_json_put_string (json, "algorithm", signature->algorithm);
      put_count (json, "key_bits", now && now->key_bits > 0, now ? now->key_bits : 0);
      sv_json_put_string (json, "stored", judged->stored);
      sv_json_put_string (json, "now", sv_signature_now (judged));
      sv_json_put_string (json, "reason", now ? sv_dkim_reason_name (now->reason) : NULL);
      sv_json_put_string (json, "status", sv_compare_status_name (sv_signature_status (judged)));
      put_count (json, "unsigned_bytes", now && now->notes & SV_DKIM_NOTE_LENGTH,
                 now ? now->unsigned_bytes : 0);
      sv_json_put_date (json, "expires", signature->has_expiry, signature->expiry, 0);
      sv_json_put_string (json, "aligned", sv_aligned_name (judged->aligned));
      sv_json_close (json);
    }
  sv_json_close (json);
}

/* What the set's hop said is in authentication_results, with its instance. */
static void
put_arc_set (SvJsonWriter *json, const SvArcSet *set)
{
  sv_json_open_object (json, NULL);
  sv_json_put_int (json, "instance", set->instance);
  put_count (json, "line", set->seal_line > 0, set->seal_line);
  sv_json_put_string (json, "domain", set->domain);
  sv_json_put_string (json, "selector", set->selector);
  sv_json_put_string (json, "cv", sv_arc_cv_name (set->cv));
  sv_json_put_string (json, "message", sv_dkim_result_name (set->message.result));
  sv_json_put_string (json, "seal", sv_dkim_result_name (set->seal.result));
  sv_json_close (json);
}

void
sv_json_put_arc (SvJsonWriter *json, const SvReport *report)
{
  const SvArcVerification *arc = report->arc;
  if (report->facts->arc_instances <= 0)
    {
      sv_json_put_null (json, "arc");
      return;
    }
  sv_json_open_object (json, "arc");
  sv_json_put_int (json, "instances", report->facts->arc_instances);
  sv_json_put_string (json, "stored", report->stored.arc);
  sv_json_put_string (json, "now", sv_arc_now (report));
  sv_json_put_string (json, "reason", arc ? sv_arc_reason_name (arc->reason) : NULL);
  sv_json_open_array (json, "sets");
  for (guint i = 0; arc && i < arc->sets->len; i++)
    put_arc_set (json, &g_array_index (arc->sets, SvArcSet, i));
  sv_json_close (json);
  sv_json_close (json);
}
