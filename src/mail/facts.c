/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which reader reads which field, one table; see facts.h. */

#include "mail/facts.h"

#include "mail/scanner.h"
#include "mail/spf-facts.h"

#include <string.h>

/* RFC 8617 4.2.1: no chain has more sets. */
#define ARC_INSTANCE_MAX 50

/* Room for the Received fields that most messages have. */
#define HOPS_USUAL 6

typedef struct
{
  SvFacts *facts;
  const SvField *field;
  guint index;
} Reader;

static SvSlice
value_of (const Reader *reader)
{
  return (SvSlice){ reader->field->value, reader->field->len };
}

/* As written, white space off both ends; the first field of the kind that is not empty counts. */
static void
keep_first (const Reader *reader, const char **to)
{
  if (!*to)
    *to = sv_slice_keep (value_of (reader), reader->facts->headers->strings);
}

/* The delivering server puts its field on top, so the first one counts. */
static void
read_return_path (const Reader *reader)
{
  SvFacts *facts = reader->facts;
  if (facts->n_return_paths++)
    return;
  facts->has_return_path = TRUE;
  facts->return_path_line = reader->field->line;
  facts->return_path = sv_address_path (value_of (reader), facts->headers->strings);
}

static void
read_received (const Reader *reader)
{
  SvReceived hop;
  sv_received_parse (reader->field, reader->facts->headers->strings, &hop);
  g_array_append_val (reader->facts->received, hop);
  g_array_append_val (reader->facts->received_field, reader->index);
}

static void
read_received_spf (const Reader *reader)
{
  SvReceivedSpf verdict;
  sv_received_spf_parse (reader->field, reader->facts->headers->strings, &verdict);
  verdict.field = reader->index;
  g_array_append_val (reader->facts->received_spf, verdict);
}

static void
read_dkim_signature (const Reader *reader)
{
  SvDkimSignature signature;
  sv_dkim_signature_parse (reader->field, reader->facts->headers->strings, &signature);
  signature.field = reader->index;
  g_array_append_val (reader->facts->signatures, signature);
}

static void
note_arc_instance (SvFacts *facts, int instance)
{
  if (instance > facts->arc_instances && instance <= ARC_INSTANCE_MAX)
    facts->arc_instances = instance;
}

static void
read_auth_results (const Reader *reader)
{
  SvAuthResults results;
  sv_auth_results_parse (reader->field, reader->facts->headers->strings, &results);
  results.field = reader->index;
  note_arc_instance (reader->facts, results.instance);
  g_array_append_val (reader->facts->auth_results, results);
}

/* The i= tag of ARC-Seal and ARC-Message-Signature (RFC 8617 4.1.2, 4.1.3): a number there. */
static void
read_arc_tags (const Reader *reader)
{
  SvScanner scanner;
  sv_scanner_init_slice (&scanner, value_of (reader));
  while (!sv_scanner_at_end (&scanner))
    {
      sv_scanner_skip_space (&scanner);
      gboolean instance = sv_scanner_accept_word (&scanner, "i");
      sv_scanner_skip_space (&scanner);
      if (instance && sv_scanner_accept (&scanner, '='))
        {
          SvSlice digits = sv_slice_trim (sv_scanner_until (&scanner, ";"));
          g_autofree char *text = g_strndup (digits.data, digits.len);
          guint64 number;
          if (g_ascii_string_to_unsigned (text, 10, 1, ARC_INSTANCE_MAX, &number, NULL))
            note_arc_instance (reader->facts, (int)number);
          return;
        }
      sv_scanner_until (&scanner, ";");
      sv_scanner_accept (&scanner, ';');
    }
}

static void
read_from (const Reader *reader)
{
  SvFacts *facts = reader->facts;
  if (!facts->n_from_fields++)
    facts->from_line_number = reader->field->line;
  if (!sv_address_list (reader->field->value, facts->headers->strings, facts->from))
    facts->from_broken = TRUE;
}

static void
read_subject (const Reader *reader)
{
  SvFacts *facts = reader->facts;
  if (facts->subject)
    return;
  g_autofree char *text = sv_headers_decode_text (reader->field->value);
  facts->subject = g_string_chunk_insert (facts->headers->strings, text);
}

static void
read_message_id (const Reader *reader)
{
  keep_first (reader, &reader->facts->message_id);
}

static void
read_list_id (const Reader *reader)
{
  keep_first (reader, &reader->facts->list_id);
}

static void
read_date (const Reader *reader)
{
  SvFacts *facts = reader->facts;
  if (!facts->has_date)
    facts->has_date = sv_headers_decode_date (reader->field->value, -1, &facts->date, &facts->zone);
}

static void
add_client (const Reader *reader, const SvIp *ip, const char *envelope_from)
{
  SvClientHeader client = { .line = reader->field->line,
                            .field = reader->index,
                            .header = reader->field->name,
                            .ip = *ip,
                            .envelope_from = envelope_from };
  g_array_append_val (reader->facts->client_headers, client);
}

/* The first address in the value: bare, "[A]", "UNKNOWN[A]" or "host[A]". */
static void
read_client_ip (const Reader *reader)
{
  SvScanner scanner;
  SvSlice word;
  SvIp ip;
  sv_scanner_init_slice (&scanner, value_of (reader));
  while (!sv_scanner_at_end (&scanner))
    if (!sv_scanner_run (&scanner, "[](),;", &word))
      scanner.cursor++;
    else if (sv_spf_facts_ip (word, &ip))
      {
        add_client (reader, &ip, NULL);
        return;
      }
}

/* "CIP:A;CTRY:…;": the connecting address among Microsoft's notes. */
static void
read_forefront (const Reader *reader)
{
  SvScanner scanner;
  SvIp ip;
  sv_scanner_init_slice (&scanner, value_of (reader));
  while (!sv_scanner_at_end (&scanner))
    {
      sv_scanner_skip_space (&scanner);
      if (sv_scanner_accept_word (&scanner, "CIP") && sv_scanner_accept (&scanner, ':'))
        {
          if (sv_spf_facts_ip (sv_slice_trim (sv_scanner_until (&scanner, ";")), &ip))
            add_client (reader, &ip, NULL);
          return;
        }
      sv_scanner_until (&scanner, ";");
      sv_scanner_accept (&scanner, ';');
    }
}

static void
read_envelope_from (const Reader *reader)
{
  SvIp none = { 0 };
  const char *path = sv_address_path (value_of (reader), reader->facts->headers->strings);
  if (path)
    add_client (reader, &none, path);
}

/* The -Untrusted twin of Microsoft's report is left out: the sender's side wrote it. */
/* clang-format off */
static const struct
{
  const char *name;
  void (*read) (const Reader *reader);
} readers[] = {
  { "received", read_received },
  { "received-spf", read_received_spf },
  { "return-path", read_return_path },
  { "from", read_from },
  { "subject", read_subject },
  { "date", read_date },
  { "message-id", read_message_id },
  { "list-id", read_list_id },
  { "dkim-signature", read_dkim_signature },
  { "arc-seal", read_arc_tags },
  { "arc-message-signature", read_arc_tags },
  { "x-sender-ip", read_client_ip },                    /* Microsoft */
  { "x-forefront-antispam-report", read_forefront },
  { "x-originating-ip", read_client_ip },               /* Yahoo, webmail */
  { "x-barracuda-connect", read_client_ip },
  { "x-barracuda-apparent-source-ip", read_client_ip },
  { "x-barracuda-effective-source-ip", read_client_ip },
  { "x-barracuda-envelope-from", read_envelope_from },
};

/* Fields that are looked up later, by their names. */
static const char *const looked_up[] = {
  "content-transfer-encoding", "content-type",          /* mail/mime */
  "delivered-to", "x-original-to", "x-forwarded-to", "x-forwarded-for", /* judge/way */
  "resent-from", "resent-to", "resent-sender",
  "list-post",
  "dkim2-signature",                                    /* judge/findings-dkim */
};
/* clang-format on */

/* The lengths of the names above that begin with each letter, as bits: most fields of a message end
 * here. */
static const guint64 *
known_lengths (void)
{
  static guint64 lengths[256];
  static gsize known;
  if (g_once_init_enter (&known))
    {
      for (gsize i = 0; i < G_N_ELEMENTS (readers); i++)
        lengths[(guchar)readers[i].name[0]] |= G_GUINT64_CONSTANT (1) << strlen (readers[i].name);
      for (gsize i = 0; i < G_N_ELEMENTS (looked_up); i++)
        lengths[(guchar)looked_up[i][0]] |= G_GUINT64_CONSTANT (1) << strlen (looked_up[i]);
      g_once_init_leave (&known, 1);
    }
  return lengths;
}

gboolean
sv_facts_wants (const char *name, gsize len)
{
  SvSlice slice = { name, len };
  if (len < 64 && known_lengths ()[(guchar)(name[0] | 0x20)] >> len & 1)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (readers); i++)
        if (sv_slice_is (slice, readers[i].name))
          return TRUE;
      for (gsize i = 0; i < G_N_ELEMENTS (looked_up); i++)
        if (sv_slice_is (slice, looked_up[i]))
          return TRUE;
    }
  return sv_auth_results_is (name, len);
}

static void
read_field (const Reader *reader)
{
  const char *name = reader->field->name;
  gsize len = strlen (name);
  SvSlice slice = { name, len };
  for (gsize i = 0; i < G_N_ELEMENTS (readers); i++)
    if (sv_slice_is (slice, readers[i].name))
      {
        readers[i].read (reader);
        return;
      }
  if (sv_auth_results_is (name, len))
    read_auth_results (reader);
}

static GArray *
auth_results_array (void)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (SvAuthResults));
  g_array_set_clear_func (array, (GDestroyNotify)sv_auth_results_clear);
  return array;
}

SvFacts *
sv_facts_read (const SvMessage *message, gboolean every_field)
{
  SvFacts *facts = g_new0 (SvFacts, 1);
  facts->headers = sv_headers_parse_wanted (message->header, every_field ? NULL : sv_facts_wants);
  facts->received = g_array_sized_new (FALSE, FALSE, sizeof (SvReceived), HOPS_USUAL);
  facts->received_field = g_array_sized_new (FALSE, FALSE, sizeof (guint), HOPS_USUAL);
  facts->received_spf = g_array_new (FALSE, FALSE, sizeof (SvReceivedSpf));
  facts->auth_results = auth_results_array ();
  facts->signatures = g_array_new (FALSE, FALSE, sizeof (SvDkimSignature));
  facts->client_headers = g_array_new (FALSE, FALSE, sizeof (SvClientHeader));
  facts->from = g_array_new (FALSE, FALSE, sizeof (SvMailbox));
  if (message->from_line)
    facts->from_line = g_string_chunk_insert (facts->headers->strings, message->from_line);
  facts->reported_ip = message->reported_ip;
  if (message->reported_mail_from)
    facts->reported_mail_from
        = g_string_chunk_insert (facts->headers->strings, message->reported_mail_from);
  const GArray *fields = facts->headers->fields;
  for (guint i = 0; i < fields->len; i++)
    {
      Reader reader = { facts, &g_array_index (fields, SvField, i), i };
      read_field (&reader);
    }
  return facts;
}

void
sv_facts_free (SvFacts *facts)
{
  if (!facts)
    return;
  g_array_unref (facts->received);
  g_array_unref (facts->received_field);
  g_array_unref (facts->received_spf);
  g_array_unref (facts->auth_results);
  g_array_unref (facts->signatures);
  g_array_unref (facts->client_headers);
  g_array_unref (facts->from);
  sv_headers_free (facts->headers);
  g_free (facts);
}
