/* SPDX-License-Identifier: GPL-3.0-or-later
 * The report as JSON, in the order of its schema: one document (json), or one object a line
 * (jsonl). */

#include "output/evidence.h"
#include "output/formats.h"
#include "output/json-parts.h"

static void
put_source (SvJsonWriter *json, const SvMessage *message)
{
  static const char *const formats[] = {
    [SV_INPUT_MESSAGE] = "message",
    [SV_INPUT_MBOX] = "mbox",
    [SV_INPUT_MAILDIR] = "maildir",
  };
  sv_json_open_object (json, "source");
  sv_json_put_string (json, "file", message->file);
  sv_json_put_string (json, "format", formats[message->format]);
  sv_json_put_int (json, "index", (gint64)message->index);
  sv_json_put_int (json, "offset", (gint64)message->offset);
  sv_json_put_int (json, "size", (gint64)message->size);
  sv_json_put_string (json, "part", message->part);
  sv_json_close (json);
}

static void
put_message (SvJsonWriter *json, const SvFacts *facts)
{
  sv_json_open_object (json, "message");
  sv_json_put_string (json, "message_id", facts->message_id);
  sv_json_put_date (json, "date", facts->has_date, facts->date, facts->zone);
  sv_json_put_string (json, "subject", facts->subject);
  sv_json_open_array (json, "from");
  for (guint i = 0; i < facts->from->len; i++)
    {
      const SvMailbox *mailbox = &g_array_index (facts->from, SvMailbox, i);
      sv_json_open_object (json, NULL);
      sv_json_put_string (json, "name", mailbox->name);
      sv_json_put_string (json, "address", mailbox->address);
      sv_json_put_string (json, "domain", mailbox->domain);
      sv_json_close (json);
    }
  sv_json_close (json);
  sv_json_close (json);
}

static void
put_stored (SvJsonWriter *json, const SvReport *report)
{
  const SvStored *stored = &report->stored;
  sv_json_open_object (json, "stored");
  sv_json_put_string (json, "receiver", report->identity->receiver);
  if (stored->spf)
    {
      sv_json_open_object (json, "spf");
      sv_json_put_string (json, "result", stored->spf);
      sv_json_put_string (json, "header", stored->spf_header);
      sv_json_put_int (json, "line", stored->spf_line);
      sv_json_put_string (json, "basis", sv_trust_name (stored->spf_trust));
      sv_json_close (json);
    }
  else
    sv_json_put_null (json, "spf");
  sv_json_put_string (json, "dkim", stored->dkim);
  sv_json_put_string (json, "dmarc", stored->dmarc);
  sv_json_close (json);
}

static void
put_comparison (SvJsonWriter *json, const SvReport *report)
{
  const SvComparison *comparison = &report->comparison;
  g_autofree char *detail = sv_evidence_detail (report);
  sv_json_open_object (json, "comparison");
  sv_json_put_string (json, "status", sv_compare_status_name (comparison->status));
  sv_json_put_string (json, "stored", comparison->stored);
  sv_json_put_string (json, "now", comparison->now);
  sv_json_put_string (json, "cause", comparison->cause);
  sv_json_put_string (json, "detail", detail);
  sv_json_put_changed (json, report);
  sv_json_close (json);
}

static void
put_findings (SvJsonWriter *json, const GArray *findings)
{
  sv_json_open_array (json, "findings");
  for (guint i = 0; i < findings->len; i++)
    {
      const SvFinding *finding = &g_array_index (findings, SvFinding, i);
      g_autofree char *title = sv_finding_title (finding);
      g_autofree char *detail = sv_finding_detail (finding);
      g_autofree char *remedy = sv_finding_remedy (finding);
      sv_json_open_object (json, NULL);
      sv_json_put_string (json, "id", finding->text->id);
      sv_json_put_string (json, "severity", sv_severity_name (finding->severity));
      sv_json_put_string (json, "title", title);
      sv_json_put_string (json, "detail", detail);
      sv_json_put_string (json, "remedy", remedy);
      sv_json_put_string (json, "reference",
                          finding->reference ? finding->reference : finding->text->reference);
      if (finding->line > 0)
        sv_json_put_int (json, "line", finding->line);
      else
        sv_json_put_null (json, "line");
      sv_json_close (json);
    }
  sv_json_close (json);
}

static void
put_report (SvJsonWriter *json, const SvReport *report)
{
  sv_json_open_object (json, NULL);
  sv_json_put_string (json, "schema", "spfview-report/1");
  put_source (json, report->message);
  put_message (json, report->facts);
  sv_json_put_return_path (json, report->facts);
  sv_json_put_received (json, report);
  sv_json_put_received_spf (json, report);
  sv_json_put_auth_results (json, report);
  sv_json_put_signatures (json, report);
  sv_json_put_arc (json, report);
  put_stored (json, report);
  sv_json_put_identity (json, report->identity);
  sv_json_put_spf (json, "spf", report->spf);
  sv_json_put_then (json, report);
  put_comparison (json, report);
  sv_json_put_dmarc (json, report);
  put_findings (json, report->findings);
  sv_json_put_advice (json, report->advice);
  sv_json_put_dns (json, report->lookups);
  sv_json_close (json);
}

void
sv_json_begin (SvOutput *self)
{
  sv_json_writer_init (&self->json, self->stream, TRUE);
  sv_json_open_object (&self->json, NULL);
  sv_json_put_string (&self->json, "schema", "spfview/1");
  sv_json_open_array (&self->json, "reports");
}

void
sv_json_report (SvOutput *self, const SvReport *report)
{
  put_report (&self->json, report);
}

void
sv_json_end (SvOutput *self, const SvTotals *totals)
{
  SvJsonWriter *json = &self->json;
  sv_json_close (json);
  sv_json_open_object (json, "totals");
  sv_json_put_int (json, "messages", (gint64)totals->messages);
  sv_json_put_int (json, "unreadable", (gint64)totals->unreadable);
  for (guint i = 0; i < G_N_ELEMENTS (totals->by_status); i++)
    sv_json_put_int (json, sv_compare_status_name ((SvCompareStatus)i),
                     (gint64)totals->by_status[i]);
  sv_json_close (json);
  sv_json_close (json);
  sv_json_finish (json);
}

void
sv_jsonl_report (SvOutput *self, const SvReport *report)
{
  SvJsonWriter json;
  sv_json_writer_init (&json, self->stream, FALSE);
  put_report (&json, report);
  sv_json_finish (&json);
}
