/* SPDX-License-Identifier: GPL-3.0-or-later
 * The header of a message without people; see redact-header.h. */

#include "redact-header.h"

#include <string.h>

/* What stands for a value that is not shown; data, the same in every language. */
#define HIDDEN "(redacted)"

/* Fields whose text is kept, but for the people in it; the family of Authentication-Results and
 * fields with the client's address are, too. */
static const char *const kept[]
    = { "received",       "x-received", "received-spf", "arc-seal",   "arc-message-signature",
        "dkim-signature", "date",       "mime-version", "message-id", "content-transfer-encoding",
        "return-path" };

/* Fields that list mailboxes. */
static const char *const mailboxes[] = { "from",         "sender",
                                         "reply-to",     "to",
                                         "cc",           "bcc",
                                         "resent-from",  "resent-sender",
                                         "resent-to",    "resent-cc",
                                         "delivered-to", "x-original-to",
                                         "errors-to",    "disposition-notification-to" };

typedef struct
{
  const SvRedactText *text;
  const SvFacts *facts;
  GString *out;
} Writer;

static gboolean
is_one_of (const char *name, const char *const *names, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (strcmp (name, names[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
names_client (const SvFacts *facts, guint line)
{
  for (guint i = 0; i < facts->client_headers->len; i++)
    if (g_array_index (facts->client_headers, SvClientHeader, i).line == line)
      return TRUE;
  return FALSE;
}

/* Whether line-wise replacing sees all there is: not where an address is split by a fold or a
 * blank, where a word is encoded (RFC 2047), where a signature has a copy of other fields (z=, RFC
 * 6376 3.5). */
static gboolean
is_readable (const SvField *field)
{
  const char *value = field->value;
  for (const char *p = value; *p; p++)
    {
      gboolean begins = p == value || g_ascii_isspace (p[-1]) || p[-1] == ')';
      gboolean at = *p == '@' || g_str_has_prefix (p, "%40");
      if ((begins && at) || g_str_has_prefix (p, "=?"))
        return FALSE;
      if (*p != ';' && p != value)
        continue;
      const char *tag = p + (*p == ';');
      tag += strspn (tag, " \t\r\n");
      if (g_ascii_tolower (*tag) == 'z' && tag[1 + strspn (tag + 1, " \t\r\n")] == '=')
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_kept (const Writer *writer, const SvField *field)
{
  return (is_one_of (field->name, kept, G_N_ELEMENTS (kept))
          || sv_auth_results_is (field->name, strlen (field->name))
          || names_client (writer->facts, field->line))
         && is_readable (field);
}

/* "name-… <user-…@domain>, …". */
static char *
mailbox_text (const Writer *writer, const SvField *field)
{
  g_autoptr (GArray) list = g_array_new (FALSE, TRUE, sizeof (SvMailbox));
  GString *out = g_string_new (NULL);
  sv_address_list (field->value, writer->text->pool, list);
  for (guint i = 0; i < list->len; i++)
    {
      const SvMailbox *mailbox = &g_array_index (list, SvMailbox, i);
      g_string_append (out, i > 0 ? ", " : "");
      if (mailbox->name && *mailbox->name)
        {
          g_autofree char *name = sv_redact_hash (writer->text, "name", mailbox->name, -1);
          g_string_append_printf (out, "%s ", name);
        }
      g_autofree char *address = mailbox->address && strchr (mailbox->address, '@')
                                     ? sv_redact_string (writer->text, mailbox->address)
                                     : g_strdup (HIDDEN);
      g_string_append_printf (out, "<%s>", address);
    }
  if (out->len == 0)
    g_string_append (out, HIDDEN);
  return g_string_free (out, FALSE);
}

/* What the first line of a field that is not kept says in place of its value. */
static char *
substitute (const Writer *writer, const SvField *field)
{
  if (is_one_of (field->name, mailboxes, G_N_ELEMENTS (mailboxes)))
    return mailbox_text (writer, field);
  if (strcmp (field->name, "subject") == 0 && writer->facts->subject)
    return sv_redact_hash (writer->text, "subject", writer->facts->subject, -1);
  return g_strdup (HIDDEN);
}

static void
put_line (Writer *writer, const char *line, gsize len)
{
  g_autofree char *copy = g_strndup (line, len);
  g_autofree char *safe = sv_redact_string (writer->text, copy);
  g_string_append (writer->out, safe);
  g_string_append_c (writer->out, '\n');
}

/* One line of a field, without its line end; `first` is the one with the name. */
static void
put_field_line (Writer *writer, const SvField *field, gboolean keep, gboolean first,
                const char *line, gsize len)
{
  gboolean folded = len > 0 && (*line == ' ' || *line == '\t');
  if (len == 0)
    g_string_append_c (writer->out, '\n');
  else if (keep && (first || folded))
    put_line (writer, line, len);
  else if (first)
    {
      const char *colon = memchr (line, ':', len);
      g_autofree char *name = g_strndup (line, colon ? (gsize)(colon - line) : 0);
      g_autofree char *safe = sv_redact_string (writer->text, name);
      g_autofree char *value = substitute (writer, field);
      g_string_append_printf (writer->out, "%s: %s\n", safe, value);
    }
  else
    g_string_append (writer->out, folded ? " " HIDDEN "\n" : HIDDEN "\n");
}

/* The lines from `p` to `end`, which belong to a field or (NULL) stand in front of the first. */
static void
put_lines (Writer *writer, const SvField *field, const char *p, const char *end)
{
  gboolean keep = field && is_kept (writer, field);
  for (gboolean first = TRUE; p < end; first = FALSE)
    {
      const char *newline = memchr (p, '\n', (gsize)(end - p));
      const char *stop = newline ? newline : end;
      gsize len = (gsize)(stop - p);
      while (len > 0 && p[len - 1] == '\r')
        len--;
      if (field)
        put_field_line (writer, field, keep, first, p, len);
      else
        put_line (writer, p, len);
      p = newline ? newline + 1 : end;
    }
}

GBytes *
sv_redact_header (const SvRedactText *text, const SvFacts *facts, GBytes *block)
{
  gsize len;
  const char *data = g_bytes_get_data (block, &len);
  const GArray *fields = facts->headers->fields;
  Writer writer = { .text = text, .facts = facts, .out = g_string_sized_new (len) };
  gsize at = 0;
  for (guint i = 0; i <= fields->len; i++)
    {
      gsize next = i < fields->len ? g_array_index (fields, SvField, i).offset : len;
      const SvField *field = i > 0 ? &g_array_index (fields, SvField, i - 1) : NULL;
      put_lines (&writer, field, data + at, data + next);
      at = next;
    }
  return g_string_free_to_bytes (writer.out);
}
