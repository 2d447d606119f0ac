/* SPDX-License-Identifier: GPL-3.0-or-later
 * Records as one JSON document, spfview-record/1 (doc/output.md); see record.h. */

#include "output/json-parts.h"
#include "output/record-words.h"
#include "output/sentence.h"
#include "spf/networks.h"

#include <glib/gi18n.h>
#include <string.h>

static void
put_networks (SvJsonWriter *json, const char *key, const GArray *networks)
{
  if (!networks)
    {
      sv_json_put_null (json, key);
      return;
    }
  g_autoptr (GArray) sorted = g_array_copy ((GArray *)networks);
  sv_spf_networks_aggregate (sorted);
  sv_json_open_array (json, key);
  for (guint i = 0; i < sorted->len; i++)
    {
      g_autofree char *text = sv_spf_network_text (&g_array_index (sorted, SvSpfNetwork, i));
      sv_json_put_string (json, NULL, text);
    }
  sv_json_close (json);
}

static const char *
kind_name (SvSpfTermKind kind)
{
  static const char *const names[] = {
    [SV_SPF_TERM_ALL] = "all",
    [SV_SPF_TERM_INCLUDE] = "include",
    [SV_SPF_TERM_A] = "a",
    [SV_SPF_TERM_MX] = "mx",
    [SV_SPF_TERM_PTR] = "ptr",
    [SV_SPF_TERM_IP4] = "ip4",
    [SV_SPF_TERM_IP6] = "ip6",
    [SV_SPF_TERM_EXISTS] = "exists",
    [SV_SPF_TERM_REDIRECT] = "redirect",
    [SV_SPF_TERM_EXP] = "exp",
    [SV_SPF_TERM_MODIFIER] = "modifier",
  };
  return names[kind];
}

static void
put_term (SvJsonWriter *json, const SvRecordRow *row, const SvRecordReport *report)
{
  const SvSpfBranch *branch = row->branch;
  const char qualifier[] = { branch->term->qualifier, '\0' };
  sv_json_open_object (json, NULL);
  sv_json_put_int (json, "depth", row->depth);
  sv_json_put_string (json, "domain",
                      row->node == report->tree->root ? report->domain : row->node->domain);
  sv_json_put_string (json, "term", branch->term->text);
  sv_json_put_int (json, "column", branch->term->column);
  sv_json_put_string (json, "kind", kind_name (branch->term->kind));
  sv_json_put_string (json, "qualifier", *qualifier ? qualifier : NULL);
  sv_json_put_string (json, "target", branch->target);
  sv_json_put_string (json, "target_state",
                      branch->child ? sv_spf_node_state_name (branch->child->state) : NULL);
  sv_json_put_string (json, "target_record", branch->child ? branch->child->text : NULL);
  sv_json_put_bool (json, "reached", row->reached);
  sv_json_put_int (json, "lookups", branch->lookups);
  sv_json_put_int (json, "void_lookups", branch->voids);
  put_networks (json, "networks", branch->networks);
  sv_json_put_string (json, "explanation", row->meaning);
  sv_json_close (json);
}

static void
put_terms (SvJsonWriter *json, const SvRecordReport *report)
{
  g_autoptr (GArray) rows = sv_record_rows (report);
  sv_json_open_array (json, "terms");
  for (guint i = 0; i < rows->len; i++)
    if (g_array_index (rows, SvRecordRow, i).branch)
      put_term (json, &g_array_index (rows, SvRecordRow, i), report);
  sv_json_close (json);
}

static void
put_finding (SvJsonWriter *json, const SvFinding *finding)
{
  g_autofree char *title = sv_finding_title (finding);
  g_autofree char *detail = sv_finding_detail (finding);
  g_autofree char *remedy = sv_finding_remedy (finding);
  const char *column = sv_record_finding_value (finding, "column");
  sv_json_open_object (json, NULL);
  sv_json_put_string (json, "id", finding->text->id);
  sv_json_put_string (json, "severity", sv_severity_name (finding->severity));
  const char *domain = sv_record_finding_value (finding, "at");
  gboolean named = g_strcmp0 (domain, SV_RECORD_UNNAMED) != 0;
  sv_json_put_string (json, "domain", named ? domain : NULL);
  sv_json_put_string (json, "term", sv_record_finding_value (finding, "term"));
  if (column)
    sv_json_put_int (json, "column", g_ascii_strtoll (column, NULL, 10));
  else
    sv_json_put_null (json, "column");
  sv_json_put_string (json, "title", title);
  sv_json_put_string (json, "detail", detail);
  sv_json_put_string (json, "remedy", remedy);
  sv_json_put_string (json, "reference", finding->text->reference);
  sv_json_close (json);
}

static void
put_findings (SvJsonWriter *json, const SvRecordReport *report)
{
  sv_json_open_array (json, "findings");
  for (guint i = 0; i < report->findings->len; i++)
    put_finding (json, &g_array_index (report->findings, SvFinding, i));
  sv_json_close (json);
}

static void
put_counts (SvJsonWriter *json, const char *key, guint lookups, guint voids, gsize bytes)
{
  sv_json_open_object (json, key);
  sv_json_put_int (json, "lookups", lookups);
  sv_json_put_int (json, "void_lookups", voids);
  sv_json_put_int (json, "bytes", (gint64)bytes);
  sv_json_close (json);
}

static void
put_advice (SvJsonWriter *json, const SvRecordReport *report)
{
  static const char *const states[] = {
    [SV_SPF_ADVICE_CHANGED] = "changed",
    [SV_SPF_ADVICE_NOTHING] = "nothing",
    [SV_SPF_ADVICE_REFUSED] = "refused",
  };
  const SvSpfAdvice *advice = report->advice;
  if (!advice)
    {
      sv_json_put_null (json, "advice");
      return;
    }
  gboolean changed = advice->state == SV_SPF_ADVICE_CHANGED;
  g_autofree char *zone = changed ? sv_record_zone_line (report) : NULL;
  g_autofree char *sentence = sv_record_advice_sentence (report);
  sv_json_open_object (json, "advice");
  sv_json_put_string (json, "state", states[advice->state]);
  sv_json_put_string (json, "old", report->tree->root->text);
  sv_json_put_string (json, "new", changed ? advice->record : NULL);
  sv_json_put_string (json, "zone", zone);
  sv_json_put_string (json, "culprit", advice->culprit);
  put_counts (json, "before", advice->lookups_before, advice->voids_before, advice->bytes_before);
  put_counts (json, "after", advice->lookups_after, advice->voids_after, advice->bytes_after);
  sv_json_put_string (json, "explanation", sentence);
  sv_json_close (json);
}

static void
put_error (SvJsonWriter *json, const SvSpfNode *root)
{
  if (root->state != SV_SPF_NODE_SYNTAX)
    {
      sv_json_put_null (json, "error");
      return;
    }
  sv_json_open_object (json, "error");
  sv_json_put_string (json, "term", root->error.term);
  sv_json_put_int (json, "column", root->error.column);
  sv_json_put_string (json, "explanation", root->error.reason ? _ (root->error.reason) : NULL);
  sv_json_close (json);
}

/* What stands at the name: one record, several, or none. */
static void
put_published (SvJsonWriter *json, const SvRecordReport *report)
{
  const SvSpfNode *root = report->tree->root;
  SvSeverity worst;
  g_autofree char *headline = sv_record_headline (report, &worst);
  sv_json_put_string (json, "domain", report->domain);
  sv_json_put_bool (json, "published", !report->from_text);
  sv_json_put_string (json, "state", sv_spf_node_state_name (root->state));
  sv_json_put_string (json, "dns_status",
                      report->from_text ? NULL : sv_dns_status_name (root->status));
  sv_json_put_string (json, "record", root->text);
  sv_json_open_array (json, "records");
  for (guint i = 0; root->texts && i < root->texts->len; i++)
    sv_json_put_string (json, NULL, g_ptr_array_index (root->texts, i));
  sv_json_close (json);
  put_error (json, root);
  sv_json_put_int (json, "lookups", root->lookups);
  sv_json_put_int (json, "void_lookups", root->voids);
  sv_json_put_int (json, "bytes", root->text ? (gint64)strlen (root->text) : 0);
  sv_json_put_int (json, "strings", root->n_strings);
  sv_json_put_int (json, "answer_bytes", (gint64)root->answer_size);
  sv_json_put_string (json, "explanation", headline);
}

void
sv_record_json_begin (SvRecordOutput *self)
{
  sv_json_writer_init (&self->json, self->stream, TRUE);
  sv_json_open_object (&self->json, NULL);
  sv_json_put_string (&self->json, "schema", "spfview-record/1");
  sv_json_open_array (&self->json, "records");
}

void
sv_record_json (SvRecordOutput *self, const SvRecordReport *report)
{
  SvJsonWriter *json = &self->json;
  sv_json_open_object (json, NULL);
  put_published (json, report);
  put_terms (json, report);
  put_findings (json, report);
  sv_json_put_ip (json, "ip", &report->ip);
  sv_json_put_spf (json, "spf", report->spf);
  put_networks (json, "addresses", report->networks);
  if (report->networks)
    sv_json_put_bool (json, "addresses_exact", report->exact);
  else
    sv_json_put_null (json, "addresses_exact");
  put_advice (json, report);
  sv_json_close (json);
}

void
sv_record_json_end (SvRecordOutput *self)
{
  sv_json_close (&self->json);
  sv_json_close (&self->json);
  sv_json_finish (&self->json);
}
