/* SPDX-License-Identifier: GPL-3.0-or-later
 * What each part of a body is taken for, one table; see enclosed.h. */

#include "mail/enclosed.h"

#include "mail/mime.h"
#include "mail/report-parts.h"

#include <string.h>

typedef struct
{
  const SvMessage *outer;
  SvEnclosed *enclosed;
  guint header_lines;
  gboolean delivery_status; /* an RFC 3464 part was seen */
  GBytes *text;             /* the first text for people */
  guint text_line;
  char *text_part;
} Reader;

/* The line of the message that a part begins on. */
static guint
line_of (const Reader *reader, const SvMimePart *part)
{
  return part->line ? reader->header_lines + part->line : 0;
}

/* A message of its own, if it has a header: `content` up to the empty line, and behind it the body,
 * which only whole messages have. */
static void
add_message (Reader *reader, GBytes *content, const char *part, gboolean whole)
{
  gsize len;
  const char *data = g_bytes_get_data (content, &len);
  if (len == 0 || reader->enclosed->messages->len >= SV_ENCLOSED_MAX
      || reader->outer->depth >= SV_ENCLOSED_DEPTH_MAX || !sv_headers_have_field (data, len))
    return;
  SvMessage *message = g_new0 (SvMessage, 1);
  gsize end = sv_headers_end (data, len);
  gsize header = MIN (end ? end : len, SV_HEADER_BLOCK_MAX);
  message->file = g_strdup (reader->outer->file);
  message->format = reader->outer->format;
  message->index = reader->outer->index;
  message->offset = reader->outer->offset;
  message->size = len;
  message->cut = header < (end ? end : len);
  message->header = g_bytes_new_from_bytes (content, 0, header);
  if (whole && end)
    message->body = g_bytes_new_from_bytes (content, end, len - end);
  message->part = g_strdup (part);
  message->depth = reader->outer->depth + 1;
  g_ptr_array_add (reader->enclosed->messages, message);
}

static void
take_message (Reader *reader, GBytes *content, const SvMimePart *part)
{
  add_message (reader, content, part->part, TRUE);
}

static void
take_header (Reader *reader, GBytes *content, const SvMimePart *part)
{
  add_message (reader, content, part->part, FALSE);
}

static void
take_delivery_status (Reader *reader, GBytes *content, const SvMimePart *part)
{
  reader->delivery_status = TRUE;
  sv_report_delivery_status (content, line_of (reader, part), reader->enclosed);
}

static void
take_feedback (Reader *reader, GBytes *content, const SvMimePart *part)
{
  sv_report_feedback (content, line_of (reader, part), reader->enclosed);
}

/* Kept until it is known whether an RFC 3464 part follows, which says the same better. */
static void
take_text (Reader *reader, GBytes *content, const SvMimePart *part)
{
  if (reader->text)
    return;
  reader->text = g_bytes_ref (content);
  reader->text_line = line_of (reader, part);
  reader->text_part = g_strdup (part->part);
}

/* clang-format off */
static const struct
{
  const char *type;
  void (*take) (Reader *reader, GBytes *content, const SvMimePart *part);
} types[] = {
  { "message/rfc822", take_message },
  { "message/global", take_message },                   /* RFC 6532 3.7 */
  { "message/news", take_message },                     /* RFC 1036 */
  { "text/rfc822-headers", take_header },               /* RFC 6522 4 */
  { "text/rfc822-header", take_header },                /* MailEnable */
  { "message/rfc822-headers", take_header },
  { "message/global-headers", take_header },            /* RFC 6533 6.2 */
  { "message/delivery-status", take_delivery_status },  /* RFC 3464 */
  { "message/global-delivery-status", take_delivery_status },
  { "message/feedback-report", take_feedback },         /* RFC 5965 */
  { "text/plain", take_text },
};
/* clang-format on */

static guint
count_lines (GBytes *block)
{
  gsize len;
  guint lines = 0;
  const char *p = g_bytes_get_data (block, &len);
  const char *end = p ? p + len : NULL;
  for (; p && (p = memchr (p, '\n', (gsize)(end - p))); p++)
    lines++;
  return lines;
}

static void
visit (const SvMimePart *part, gpointer data)
{
  Reader *reader = data;
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (strcmp (part->type, types[i].type) == 0)
      {
        g_autoptr (GBytes) content = sv_mime_content (part);
        types[i].take (reader, content, part);
        return;
      }
}

/* A bounce without RFC 3464; the message that came back is quoted in its text. */
static void
read_text (Reader *reader)
{
  gsize copy = sv_report_text (reader->text, reader->text_line, reader->enclosed);
  if (copy == 0 || reader->enclosed->deliveries->len == 0 || reader->enclosed->messages->len > 0)
    return;
  g_autoptr (GBytes) content
      = g_bytes_new_from_bytes (reader->text, copy, g_bytes_get_size (reader->text) - copy);
  add_message (reader, content, reader->text_part, TRUE);
}

/* The address that the refusing server names, as Gmail and policyd-spf do. */
static const SvIp *
refused_ip (const SvEnclosed *enclosed)
{
  for (guint i = 0; i < enclosed->deliveries->len; i++)
    {
      const SvDelivery *delivery = &g_array_index (enclosed->deliveries, SvDelivery, i);
      if (sv_ip_scope (&delivery->reply.client_ip) == SV_SCOPE_PUBLIC)
        return &delivery->reply.client_ip;
    }
  return NULL;
}

/* A report speaks of the one message that it encloses (RFC 5965 2, RFC 6522 3).  Who refused it saw
 * the client; the header that comes back ends before that hop. */
static void
hand_over_report (const SvEnclosed *enclosed)
{
  if (enclosed->messages->len == 0)
    return;
  SvMessage *message = enclosed->messages->pdata[0];
  const SvIp *ip = refused_ip (enclosed);
  if (enclosed->abuse.feedback_type)
    {
      message->reported_ip = enclosed->abuse.source_ip;
      message->reported_mail_from = g_strdup (enclosed->abuse.mail_from);
    }
  else if (ip)
    message->reported_ip = *ip;
}

SvEnclosed *
sv_enclosed_read (const SvMessage *message, const SvHeaders *headers)
{
  SvEnclosed *enclosed = g_new0 (SvEnclosed, 1);
  Reader reader = { .outer = message, .enclosed = enclosed };
  enclosed->strings = g_string_chunk_new (1024);
  enclosed->deliveries = g_array_new (FALSE, FALSE, sizeof (SvDelivery));
  enclosed->messages = g_ptr_array_new_with_free_func ((GDestroyNotify)sv_message_free);
  if (!message->body)
    return enclosed;
  reader.header_lines = count_lines (message->header);
  sv_mime_walk (headers, message->body, message->part, visit, &reader);
  if (reader.text && !reader.delivery_status)
    read_text (&reader);
  hand_over_report (enclosed);
  g_clear_pointer (&reader.text, g_bytes_unref);
  g_free (reader.text_part);
  return enclosed;
}

void
sv_enclosed_free (SvEnclosed *enclosed)
{
  if (!enclosed)
    return;
  g_string_chunk_free (enclosed->strings);
  g_array_unref (enclosed->deliveries);
  g_ptr_array_unref (enclosed->messages);
  g_free (enclosed);
}
