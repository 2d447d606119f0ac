/* SPDX-License-Identifier: GPL-3.0-or-later
 * From a report to its row; see row.h. */

#include "audit/row.h"

#include "output/escape.h"
#include "output/formats.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of a row's strings that are taken at once: most messages need no more. */
#define POOL_BLOCK 2048

/* What of a message with thousands of them is kept: fields are a stranger's to repeat. */
#define FINDINGS_MAX 100
#define VERDICTS_MAX 100
#define HOPS_MAX 100

static void
clear_finding (gpointer data)
{
  g_free ((gpointer)((SvRowFinding *)data)->values);
}

SvRow *
sv_row_new_empty (void)
{
  SvRow *row = g_new0 (SvRow, 1);
  row->strings = g_string_chunk_new (POOL_BLOCK);
  row->part = "";
  row->date = row->received = SV_ROW_NO_TIME;
  row->lookups = row->void_lookups = -1;
  row->findings = g_array_new (FALSE, FALSE, sizeof (SvRowFinding));
  g_array_set_clear_func (row->findings, clear_finding);
  row->verdicts = g_array_new (FALSE, FALSE, sizeof (SvRowVerdict));
  row->hops = g_array_new (FALSE, FALSE, sizeof (SvRowHop));
  row->answers = g_ptr_array_new_with_free_func ((GDestroyNotify)sv_dns_answer_unref);
  return row;
}

void
sv_row_free (SvRow *row)
{
  if (!row)
    return;
  g_array_unref (row->findings);
  g_array_unref (row->verdicts);
  g_array_unref (row->hops);
  g_ptr_array_unref (row->answers);
  g_string_chunk_free (row->strings);
  free (row->jsonl);
  free (row->csv);
  g_free (row);
}

/* Printable ASCII, which nearly everything in a header is. */
static gboolean
is_plain (const char *text)
{
  for (; *text; text++)
    if (*text < ' ' || *text > '~')
      return FALSE;
  return TRUE;
}

const char *
sv_row_keep (SvRow *row, const char *text)
{
  if (!text || is_plain (text))
    return text ? g_string_chunk_insert (row->strings, text) : NULL;
  g_autofree char *safe = sv_escape (text);
  return g_string_chunk_insert (row->strings, safe);
}

static void
append_bytes (GString *out, const char *bytes, gsize len)
{
  for (gsize i = 0; i < len; i++)
    g_string_append_printf (out, "\\x%02x", (guchar)bytes[i]);
}

char *
sv_row_path (const char *path)
{
  if (is_plain (path) && !strchr (path, '\\'))
    return g_strdup (path);
  GString *out = g_string_new (NULL);
  for (const char *next; *path; path = next)
    {
      gunichar c = g_utf8_get_char_validated (path, -1);
      gboolean valid = c != (gunichar)-1 && c != (gunichar)-2;
      next = valid ? g_utf8_next_char (path) : path + 1;
      if (!valid || sv_char_is_unsafe (c) || (c == '\\' && *next == 'x'))
        append_bytes (out, path, (gsize)(next - path));
      else
        g_string_append_len (out, path, next - path);
    }
  return g_string_free (out, FALSE);
}

/* Domains are compared and counted: lower case, as the DNS compares them. */
static const char *
keep_domain (SvRow *row, const char *domain)
{
  char *kept = (char *)sv_row_keep (row, domain);
  for (char *p = kept; p && *p; p++)
    *p = g_ascii_tolower (*p);
  return kept;
}

static const char *
keep_ip (SvRow *row, const SvIp *ip)
{
  char text[SV_IP_TEXT_MAX];
  return ip->family ? sv_row_keep (row, sv_ip_format (ip, text)) : NULL;
}

/* The network that one sender usually has: /24 of IPv4, /48 of IPv6 (RFC 6177). */
static const char *
keep_network (SvRow *row, const SvIp *ip)
{
  if (!ip->family)
    return NULL;
  gsize kept = ip->family == 4 ? 3 : 6;
  SvIp network = *ip;
  memset (network.bytes + kept, 0, sizeof network.bytes - kept);
  char text[SV_IP_TEXT_MAX];
  g_autofree char *whole
      = g_strdup_printf ("%s/%u", sv_ip_format (&network, text), (guint)kept * 8);
  return sv_row_keep (row, whole);
}

static void
take_place (SvRow *row, const SvMessage *message)
{
  static const char *const formats[] = {
    [SV_INPUT_MESSAGE] = "message",
    [SV_INPUT_MBOX] = "mbox",
    [SV_INPUT_MAILDIR] = "maildir",
  };
  g_autofree char *file = sv_row_path (message->file);
  row->file = g_string_chunk_insert (row->strings, file);
  row->format = formats[message->format];
  row->index = (gint64)message->index;
  row->offset = (gint64)message->offset;
  row->size = (gint64)message->size;
  row->part = message->part ? sv_row_keep (row, message->part) : "";
}

/* When the receiver took the message: the border hop's clock is its own. */
static gint64
received_at (const SvReport *report)
{
  const GArray *hops = report->facts->received;
  int border = report->identity->hop;
  guint first = border >= 0 ? (guint)border : 0;
  if (first >= hops->len)
    return SV_ROW_NO_TIME;
  const SvReceived *hop = &g_array_index (hops, SvReceived, first);
  return hop->has_date ? hop->date : SV_ROW_NO_TIME;
}

static const char *
keep_month (SvRow *row, gint64 time)
{
  char month[SV_MONTH_SIZE];
  return time != SV_ROW_NO_TIME && sv_month_of (time, month) ? sv_row_keep (row, month) : NULL;
}

static void
take_message (SvRow *row, const SvReport *report)
{
  const SvFacts *facts = report->facts;
  row->message_id = sv_row_keep (row, facts->message_id);
  if (facts->has_date)
    row->date = facts->date;
  row->received = received_at (report);
  row->month = keep_month (row, row->received != SV_ROW_NO_TIME ? row->received : row->date);
  if (facts->from->len == 0)
    return;
  const SvMailbox *from = &g_array_index (facts->from, SvMailbox, 0);
  row->from_address = sv_row_keep (row, from->address);
  row->from_domain = keep_domain (row, from->domain);
}

static void
take_identity (SvRow *row, const SvIdentity *identity)
{
  row->ip = keep_ip (row, &identity->ip);
  row->ip_from = sv_from_name (identity->ip_from);
  row->network = keep_network (row, &identity->ip);
  row->mail_from = sv_row_keep (row, identity->mail_from);
  row->mail_from_from = sv_from_name (identity->mail_from_from);
  row->envelope_domain = keep_domain (row, sv_address_domain (identity->mail_from));
  row->helo = keep_domain (row, identity->helo);
  row->helo_from = sv_from_name (identity->helo_from);
  row->confidence = sv_confidence_name (identity->confidence);
  row->receiver = sv_row_keep (row, identity->receiver);
}

static void
take_spf (SvRow *row, const SvReport *report)
{
  const SvComparison *comparison = &report->comparison;
  row->status = sv_compare_status_name (comparison->status);
  row->stored_spf = sv_row_keep (row, comparison->stored);
  row->now_spf = sv_row_keep (row, comparison->now);
  row->cause = comparison->cause;
  const SvSpfEvaluation *spf = report->spf;
  if (!spf || spf->state != SV_SPF_STATE_DONE)
    return;
  row->spf_domain = sv_row_keep (row, spf->domain);
  row->spf_identity = spf->helo_identity ? "helo" : "mailfrom";
  row->mechanism = sv_row_keep (row, spf->mechanism);
  row->problem = sv_spf_problem_name (spf->problem);
  row->problem_term = sv_row_keep (row, spf->problem_term);
  row->problem_domain = sv_row_keep (row, spf->problem_domain);
  row->lookups = spf->lookups;
  row->void_lookups = spf->voids;
}

static void
take_dmarc (SvRow *row, const SvReport *report)
{
  row->dkim_stored = sv_row_keep (row, report->stored.dkim);
  row->dmarc_stored = sv_row_keep (row, report->stored.dmarc);
  row->arc_stored = sv_row_keep (row, report->stored.arc);
  row->spf_aligned = sv_aligned_name (report->alignment.spf_aligned);
  row->dkim_aligned = sv_aligned_name (report->alignment.dkim_aligned);
  const SvDmarcEvaluation *dmarc = report->dmarc;
  row->dmarc_now = sv_dmarc_word (dmarc);
  if (!dmarc)
    return;
  row->dmarc_policy = sv_dmarc_policy_name (dmarc->policy);
  row->dmarc_effective_policy = sv_dmarc_policy_name (dmarc->effective_policy);
  row->policy_domain = sv_row_keep (row, dmarc->policy_domain);
  row->organizational_domain = sv_row_keep (row, dmarc->organizational_domain);
  if (report->identifiers)
    row->dmarc_rests_on = sv_rests_on_name (report->identifiers->rests_on);
}

/* ---- lists ---- */

static SvVariant
variant_of (const SvFindingText *text)
{
  for (int variant = SV_VARIANT_NONE + 1; variant <= SV_VARIANT_NO_INCLUDE; variant++)
    if (sv_finding_variant (text->id, (SvVariant)variant) == text)
      return (SvVariant)variant;
  return SV_VARIANT_NONE;
}

static const char *
value_of (const GPtrArray *values, const char *name)
{
  for (guint i = 0; i + 1 < values->len; i += 2)
    if (strcmp (values->pdata[i], name) == 0)
      return values->pdata[i + 1];
  return NULL;
}

/* Whom the finding concerns: the domain that its title names, or else its remedy.  "?" is what a
 * finding says where it does not know. */
static const char *
finding_domain (SvRow *row, const SvFinding *finding)
{
  static const char *const marks[] = { "{domain}", "{from}" };
  static const char *const names[] = { "domain", "from" };
  const char *const texts[] = { finding->text->title, finding->text->remedy };
  for (gsize text = 0; text < G_N_ELEMENTS (texts); text++)
    for (gsize i = 0; texts[text] && i < G_N_ELEMENTS (names); i++)
      {
        const char *value = value_of (finding->values, names[i]);
        if (value && strcmp (value, "?") != 0 && strstr (texts[text], marks[i]))
          return keep_domain (row, value);
      }
  return "";
}

static const char *const *
keep_values (SvRow *row, const GPtrArray *values)
{
  g_autofree const char **kept = g_new0 (const char *, values->len + 1);
  for (guint i = 0; i < values->len; i++)
    kept[i] = sv_row_keep (row, values->pdata[i]);
  return (const char *const *)g_memdup2 (kept, (values->len + 1) * sizeof *kept);
}

static void
take_findings (SvRow *row, const GArray *findings)
{
  for (guint i = 0; i < MIN (findings->len, FINDINGS_MAX); i++)
    {
      const SvFinding *finding = &g_array_index (findings, SvFinding, i);
      SvRowFinding kept = {
        .id = finding->text->id,
        .severity = sv_severity_name (finding->severity),
        .line = finding->line,
        .domain = finding_domain (row, finding),
        .variant = variant_of (finding->text),
        .values = keep_values (row, finding->values),
      };
      g_array_append_val (row->findings, kept);
    }
}

static void
add_verdict (SvRow *row, const SvRowVerdict *verdict)
{
  if (row->verdicts->len < VERDICTS_MAX)
    g_array_append_vals (row->verdicts, verdict, 1);
}

static void
take_received_spf (SvRow *row, const SvReport *report, guint i)
{
  const SvReceivedSpf *field = &g_array_index (report->facts->received_spf, SvReceivedSpf, i);
  add_verdict (row,
               &(SvRowVerdict){ .line = field->line,
                                .header = "received-spf",
                                .receiver = sv_row_keep (row, field->receiver),
                                .method = "spf",
                                .result = sv_row_keep (row, field->result),
                                .trusted = report->identity->spf_trusted[i] > SV_TRUST_CLAIM });
}

static void
take_auth_results (SvRow *row, const SvReport *report, guint i)
{
  const SvAuthResults *field = &g_array_index (report->facts->auth_results, SvAuthResults, i);
  for (guint j = 0; j < field->results->len && row->verdicts->len < VERDICTS_MAX; j++)
    {
      const SvMethodResult *result = &g_array_index (field->results, SvMethodResult, j);
      add_verdict (
          row, &(SvRowVerdict){ .line = field->line,
                                .header = sv_row_keep (row, field->header),
                                .receiver = sv_row_keep (row, field->authserv_id),
                                .method = sv_row_keep (row, result->method),
                                .result = sv_row_keep (row, result->result),
                                .trusted = report->identity->results_trusted[i] > SV_TRUST_CLAIM });
    }
}

static void
take_hops (SvRow *row, const SvReport *report)
{
  const GArray *hops = report->facts->received;
  for (guint i = 0; i < MIN (hops->len, HOPS_MAX); i++)
    {
      const SvReceived *hop = &g_array_index (hops, SvReceived, i);
      SvRowHop kept = { .line = hop->line,
                        .ip = keep_ip (row, &hop->ip),
                        .helo = sv_row_keep (row, hop->helo),
                        .rdns = sv_row_keep (row, hop->rdns),
                        .by = sv_row_keep (row, hop->by),
                        .role = sv_role_name (report->identity->roles[i]),
                        .date = hop->has_date ? hop->date : SV_ROW_NO_TIME };
      g_array_append_val (row->hops, kept);
    }
}

static void
take_lists (SvRow *row, const SvReport *report)
{
  for (guint i = 0; i < report->facts->received_spf->len; i++)
    take_received_spf (row, report, i);
  for (guint i = 0; i < report->facts->auth_results->len; i++)
    take_auth_results (row, report, i);
  take_hops (row, report);
}

static void
take_answers (SvRow *row, const SvLookups *lookups)
{
  const GPtrArray *used = lookups ? sv_lookups_used (lookups) : NULL;
  for (guint i = 0; used && i < used->len; i++)
    g_ptr_array_add (row->answers, sv_dns_answer_ref (used->pdata[i]));
}

/* ---- lines ---- */

/* What a writer of reports writes of this one; to be freed with free(). */
static char *
line_of (const SvReport *report, void (*write) (SvOutput *self, const SvReport *report))
{
  char *text = NULL;
  gsize len = 0;
  SvOutput output = { .stream = open_memstream (&text, &len) };
  if (!output.stream)
    g_error ("no memory for a line of output");
  write (&output, report);
  fclose (output.stream);
  return text;
}

SvRow *
sv_row_new (const SvReport *report, SvRowParts parts)
{
  SvRow *row = sv_row_new_empty ();
  take_place (row, report->message);
  take_message (row, report);
  take_identity (row, report->identity);
  take_spf (row, report);
  take_dmarc (row, report);
  take_findings (row, report->findings);
  if (parts & SV_ROW_LISTS)
    take_lists (row, report);
  take_answers (row, report->lookups);
  take_answers (row, report->advice_lookups);
  if (parts & SV_ROW_JSONL)
    row->jsonl = line_of (report, sv_jsonl_report);
  if (parts & SV_ROW_CSV)
    row->csv = line_of (report, sv_csv_report);
  return row;
}

gboolean
sv_row_finding_text (const SvRowFinding *stored, SvFinding *finding)
{
  const SvFindingText *text = sv_finding_variant (stored->id, stored->variant);
  if (!text)
    text = sv_finding_text (stored->id);
  if (!text)
    return FALSE;
  *finding
      = (SvFinding){ text, text->severity, stored->line, g_ptr_array_new_with_free_func (g_free) };
  for (const char *const *value = stored->values; value && *value; value++)
    g_ptr_array_add (finding->values, g_strdup (*value));
  return TRUE;
}
