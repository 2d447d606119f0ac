/* SPDX-License-Identifier: GPL-3.0-or-later
 * The readers of message/delivery-status and message/feedback-report; see report-parts.h. */

#include "mail/report-parts.h"

#include "mail/address.h"

#include <string.h>

/* Groups of fields that are read: one of the message, the others of recipients. */
#define GROUPS_MAX (SV_DELIVERIES_MAX + 1)

/* A field with a type in front: "rfc822; bob@example.net" (RFC 3464 2.1.2). */
static SvSlice
without_type (const SvField *field)
{
  SvScanner scanner;
  SvSlice type;
  SvSlice whole = { field->value, field->len };
  sv_scanner_init_slice (&scanner, whole);
  if (!sv_scanner_run (&scanner, ";", &type))
    return whole;
  sv_scanner_skip_space (&scanner);
  if (!sv_scanner_accept (&scanner, ';'))
    return whole;
  SvSlice value = { scanner.cursor, (gsize)(scanner.end - scanner.cursor) };
  return sv_slice_trim (value);
}

static const char *
keep_value (const SvHeaders *group, const char *name, GStringChunk *strings)
{
  const SvField *field = sv_headers_find (group, name);
  return field ? sv_slice_keep (without_type (field), strings) : NULL;
}

static const char *
keep_address (const SvHeaders *group, const char *name, GStringChunk *strings)
{
  const SvField *field = sv_headers_find (group, name);
  if (!field)
    return NULL;
  SvSlice value = without_type (field);
  const char *address = sv_address_path (value, strings);
  return address ? address : sv_slice_keep (value, strings);
}

/* The first word, lower case; some add a comment: "failed (undeliverable)". */
static const char *
keep_word (const SvHeaders *group, const char *name, GStringChunk *strings)
{
  SvScanner scanner;
  SvSlice word;
  const SvField *field = sv_headers_find (group, name);
  if (!field)
    return NULL;
  sv_scanner_init (&scanner, field->value, field->len);
  sv_scanner_skip_cfws (&scanner);
  if (!sv_scanner_run (&scanner, "(;", &word))
    return NULL;
  g_autofree char *lower = g_ascii_strdown (word.data, (gssize)word.len);
  return g_string_chunk_insert (strings, lower);
}

static const char *
keep_status (const SvHeaders *group, GStringChunk *strings)
{
  const char *word = keep_word (group, "status", strings);
  SvSlice status = { word, word ? strlen (word) : 0 };
  return sv_reply_is_status (status) ? word : NULL;
}

/* per-recipient-fields (RFC 3464 2.3); FALSE where the group has none of them. */
static gboolean
read_recipient (const SvHeaders *group, GStringChunk *strings, SvDelivery *delivery)
{
  delivery->recipient = keep_address (group, "final-recipient", strings);
  if (!delivery->recipient)
    delivery->recipient = keep_address (group, "original-recipient", strings);
  delivery->action = keep_word (group, "action", strings);
  if (!delivery->recipient && !delivery->action)
    return FALSE;
  delivery->status = keep_status (group, strings);
  delivery->remote_mta = keep_value (group, "remote-mta", strings);
  const SvField *diagnostic = sv_headers_find (group, "diagnostic-code");
  if (diagnostic)
    sv_reply_read (without_type (diagnostic), strings, &delivery->reply);
  return TRUE;
}

/* The line of the message that a field stands on, in a group that begins on `line`. */
static guint
line_of (const SvHeaders *group, const char *name, guint line)
{
  const SvField *field = sv_headers_find (group, name);
  return field && line ? line + field->line - 1 : 0;
}

/* Where the reason stands, else whatever is told of the recipient. */
static guint
line_of_recipient (const SvHeaders *group, guint line)
{
  static const char *const names[]
      = { "diagnostic-code", "status", "action", "final-recipient", "original-recipient" };
  guint found = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (names) && !found; i++)
    found = line_of (group, names[i], line);
  return found;
}

static guint
count_lines (const char *data, gsize len)
{
  guint lines = 0;
  for (const char *end = data + len; (data = memchr (data, '\n', (gsize)(end - data))); data++)
    lines++;
  return lines;
}

/* delivery-status-content = per-message-fields 1*( CRLF per-recipient-fields ) (RFC 3464 2.1).
 * Where the empty line between them was lost, one group holds both. */
void
sv_report_delivery_status (GBytes *content, guint line, SvEnclosed *enclosed)
{
  gsize len;
  const char *data = g_bytes_get_data (content, &len);
  const char *reporting = NULL;
  gsize at = 0, size;
  for (guint groups = 0; at < len && groups < GROUPS_MAX; groups++, at += size)
    {
      size = sv_headers_end (data + at, len - at);
      if (size == 0)
        size = len - at;
      g_autoptr (GBytes) block = g_bytes_new_from_bytes (content, at, size);
      g_autoptr (SvHeaders) group = sv_headers_parse (block);
      SvDelivery delivery = { 0 };
      if (!reporting)
        reporting = keep_value (group, "reporting-mta", enclosed->strings);
      delivery.line = line_of_recipient (group, line);
      line += line ? count_lines (data + at, size) : 0;
      if (!read_recipient (group, enclosed->strings, &delivery)
          || enclosed->deliveries->len >= SV_DELIVERIES_MAX)
        continue;
      delivery.reporting_mta = reporting;
      g_array_append_val (enclosed->deliveries, delivery);
    }
}

static const char *
keep_text (const SvHeaders *group, const char *name, GStringChunk *strings)
{
  const SvField *field = sv_headers_find (group, name);
  SvSlice value = { field ? field->value : NULL, field ? field->len : 0 };
  return sv_slice_keep (value, strings);
}

static const char *
keep_path (const SvHeaders *group, const char *name, GStringChunk *strings)
{
  const SvField *field = sv_headers_find (group, name);
  SvSlice value = { field ? field->value : NULL, field ? field->len : 0 };
  return field ? sv_address_path (value, strings) : NULL;
}

/* Source-IP (RFC 5965 3.2); in brackets, as some write it, too. */
static void
read_source_ip (const SvHeaders *group, SvIp *ip)
{
  SvScanner scanner;
  SvSlice word;
  const SvField *field = sv_headers_find (group, "source-ip");
  if (!field)
    return;
  sv_scanner_init (&scanner, field->value, field->len);
  sv_scanner_accept (&scanner, '[');
  if (sv_scanner_run (&scanner, "]", &word))
    sv_ip_parse (word.data, (gssize)word.len, ip);
}

static void
read_arrival (const SvHeaders *group, SvAbuseReport *abuse)
{
  static const char *const names[] = { "arrival-date", "received-date" };
  for (gsize i = 0; i < G_N_ELEMENTS (names) && !abuse->has_arrival_date; i++)
    {
      const SvField *field = sv_headers_find (group, names[i]);
      if (field)
        abuse->has_arrival_date
            = sv_headers_decode_date (field->value, -1, &abuse->arrival_date, &abuse->arrival_zone);
    }
}

void
sv_report_feedback (GBytes *content, guint line, SvEnclosed *enclosed)
{
  SvAbuseReport *abuse = &enclosed->abuse;
  if (abuse->feedback_type || g_bytes_get_size (content) == 0)
    return;
  g_autoptr (SvHeaders) group = sv_headers_parse (content);
  abuse->feedback_type = keep_word (group, "feedback-type", enclosed->strings);
  if (!abuse->feedback_type)
    return;
  abuse->line = line_of (group, "feedback-type", line);
  abuse->mail_from = keep_path (group, "original-mail-from", enclosed->strings);
  abuse->rcpt_to = keep_path (group, "original-rcpt-to", enclosed->strings);
  abuse->reported_domain = keep_text (group, "reported-domain", enclosed->strings);
  abuse->auth_results = keep_text (group, "authentication-results", enclosed->strings);
  read_source_ip (group, &abuse->source_ip);
  read_arrival (group, abuse);
}
