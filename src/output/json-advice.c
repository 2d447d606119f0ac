/* SPDX-License-Identifier: GPL-3.0-or-later
 * The corrected record in a JSON report. */

#include "output/json-parts.h"

static void
put_count (SvJsonWriter *json, const char *key, const SvAdvice *advice, gsize count)
{
  if (advice->state == SV_ADVICE_PUBLISH)
    sv_json_put_int (json, key, (gint64)count);
  else
    sv_json_put_null (json, key);
}

static void
put_counts (SvJsonWriter *json, const SvAdvice *advice)
{
  static const SvSpfAdvice none;
  const SvSpfAdvice *change = advice->change ? advice->change : &none;
  put_count (json, "lookups_before", advice, change->lookups_before);
  put_count (json, "lookups_after", advice, change->lookups_after);
  put_count (json, "void_lookups_before", advice, change->voids_before);
  put_count (json, "void_lookups_after", advice, change->voids_after);
  put_count (json, "bytes_before", advice, change->bytes_before);
  put_count (json, "bytes_after", advice, change->bytes_after);
}

static void
put_signs (SvJsonWriter *json, const GArray *signs)
{
  sv_json_open_array (json, "signs");
  for (guint i = 0; i < signs->len; i++)
    {
      const SvAdviceSign *sign = &g_array_index (signs, SvAdviceSign, i);
      sv_json_open_object (json, NULL);
      sv_json_put_string (json, "id", sign->id);
      sv_json_put_string (json, "speaks", sign->speaks_for ? "for" : "against");
      sv_json_put_string (json, "title", sign->text);
      sv_json_close (json);
    }
  sv_json_close (json);
}

void
sv_json_put_advice (SvJsonWriter *json, const SvAdvice *advice)
{
  if (!advice)
    {
      sv_json_put_null (json, "advice");
      return;
    }
  gboolean publish = advice->state == SV_ADVICE_PUBLISH;
  g_autofree char *zone = sv_advice_zone_line (advice), *title = sv_advice_lead (advice);
  g_autofree char *detail = sv_advice_why (advice), *remedy = sv_advice_otherwise (advice);
  sv_json_open_object (json, "advice");
  sv_json_put_string (json, "state", sv_advice_state_name (advice->state));
  sv_json_put_string (json, "reason", sv_advice_reason_name (advice->reason));
  sv_json_put_string (json, "name", advice->name);
  sv_json_put_string (json, "old", advice->before);
  sv_json_put_string (json, "new", publish ? advice->change->record : NULL);
  sv_json_put_string (json, "zone", zone);
  sv_json_put_bool (json, "mended", advice->mended);
  sv_json_put_string (json, "term", advice->term);
  sv_json_put_string (json, "service", advice->service ? advice->service->name : NULL);
  put_counts (json, advice);
  put_signs (json, advice->signs);
  sv_json_put_string (json, "title", title);
  sv_json_put_string (json, "detail", detail);
  sv_json_put_string (json, "remedy", remedy);
  sv_json_close (json);
}
