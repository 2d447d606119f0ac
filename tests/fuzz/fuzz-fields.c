/* SPDX-License-Identifier: GPL-3.0-or-later
 * Fuzzes the readers of header fields, one at a time: a small grammar is explored faster alone.
 * The first byte picks the reader; the rest is the value of its field. */

#include "fuzz.h"

#include "mail/facts.h"
#include "mail/reply.h"
#include "mail/sender-rewriting.h"

#include <gmime/gmime.h>
#include <string.h>

/* A field as the header scanner makes it: unfolded, with a NUL behind it and none in it. */
typedef struct
{
  GStringChunk *strings;
  char *value;
  gsize len;
  SvField field;
} Input;

static void
read_received (Input *input)
{
  SvReceived hop;
  sv_received_parse (&input->field, input->strings, &hop);
  g_assert_true (!hop.by || strlen (hop.by) <= input->len);
}

static void
read_received_spf (Input *input)
{
  SvReceivedSpf spf;
  sv_received_spf_parse (&input->field, input->strings, &spf);
  g_assert_true ((spf.client_ip.family != 0) == (spf.client_ip_from != SV_IP_FROM_NONE));
}

static void
read_auth_results (Input *input)
{
  SvAuthResults results;
  sv_auth_results_parse (&input->field, input->strings, &results);
  for (guint i = 0; i < results.results->len; i++)
    g_assert_nonnull (g_array_index (results.results, SvMethodResult, i).method);
  sv_auth_results_clear (&results);
}

static void
read_signature (Input *input)
{
  SvDkimSignature signature;
  sv_dkim_signature_parse (&input->field, input->strings, &signature);
  g_assert_cmpuint (signature.line, ==, input->field.line);
}

static void
read_addresses (Input *input)
{
  g_autoptr (GArray) mailboxes = g_array_new (FALSE, FALSE, sizeof (SvMailbox));
  sv_address_list (input->value, input->strings, mailboxes);
  g_assert_cmpuint (mailboxes->len, <=, input->len);
}

static void
read_path (Input *input)
{
  SvSlice slice = { input->value, input->len };
  const char *path = sv_address_path (slice, input->strings);
  g_assert_true (!path || strlen (path) <= input->len);
}

static void
read_date (Input *input)
{
  gint64 epoch;
  int zone = 0;
  if (sv_headers_decode_date (input->value, -1, &epoch, &zone))
    g_assert_cmpint (ABS (zone), <, 24 * 60);
}

static void
read_text (Input *input)
{
  g_autofree char *text = sv_headers_decode_text (input->value);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static void
read_rewriting (Input *input)
{
  SvSenderRewriting rewriting;
  if (sv_sender_rewriting (input->value, input->strings, &rewriting))
    g_assert_nonnull (sv_rewriting_name (rewriting.kind));
}

static void
read_reply (Input *input)
{
  SvSlice slice = { input->value, input->len };
  SvReply reply;
  sv_reply_read (slice, input->strings, &reply);
  g_assert_cmpint (reply.code, <, 1000);
}

static void (*const readers[]) (Input *)
    = { read_received, read_received_spf, read_auth_results, read_signature, read_addresses,
        read_path,     read_date,         read_text,         read_rewriting, read_reply };

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static gsize ready;
  if (g_once_init_enter (&ready))
    {
      g_mime_init ();
      g_once_init_leave (&ready, 1);
    }
  if (size == 0 || memchr (data + 1, 0, size - 1))
    return 0;
  Input input = { .strings = g_string_chunk_new (64), .len = size - 1 };
  input.value = g_malloc (size);
  memcpy (input.value, data + 1, size - 1);
  input.value[size - 1] = '\0';
  input.field = (SvField){ .name = "field",
                           .value = input.value,
                           .len = input.len,
                           .raw = input.value,
                           .raw_len = input.len,
                           .line = 7 };
  readers[data[0] % G_N_ELEMENTS (readers)](&input);
  g_free (input.value);
  g_string_chunk_free (input.strings);
  return 0;
}
