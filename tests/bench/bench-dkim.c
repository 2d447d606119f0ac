/* SPDX-License-Identifier: GPL-3.0-or-later
 * Measures messages per second of processor time whose DKIM signatures and ARC chain are verified,
 * keys being there: that alone, header parsed anew each time; and the whole way from the message to
 * its report as a line of JSON.  For people, not for `make check`: numbers depend on the machine.
 */

#include "../dkim-case.h"
#include "../signer.h"
#include "../world.h"

#include "output/output.h"
#include "spf/libspf2.h"

#include <gmime/gmime.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Long enough for the clock; the best of some runs is taken, because noise only adds. */
#define RUN_SECONDS 0.25
#define RUNS 4

/* The goal for an ordinary message: two signatures, half of all bodies are shorter than this. */
#define GOAL 1000.0
#define ORDINARY_BODY (32 * 1024)

#define QUESTION "s._domainkey.example.org"

/* Everything else that the message makes one ask: SPF of its sender, DMARC of its author. */
#define ZONE \
  "$DEFAULT NXDOMAIN\n" \
  "example.org. IN TXT \"v=spf1 ip4:192.0.2.0/24 -all\"\n" \
  "_dmarc.example.org. IN TXT \"v=DMARC1; p=reject\"\n"

static const char *const names[]
    = { "from", "to", "subject", "date", "message-id", "mime-version", "content-type", NULL };

static const struct
{
  const char *name;
  gboolean ed25519;
  guint signatures;
  guint seals;
  gsize body;
  gboolean has_goal;
} cases[] = {
  { "1 RSA, 4 kB", FALSE, 1, 0, 4096, TRUE },
  { "2 RSA, 32 kB", FALSE, 2, 0, ORDINARY_BODY, TRUE },
  { "2 RSA and 1 ARC, 32 kB", FALSE, 2, 1, ORDINARY_BODY, TRUE },
  { "2 Ed25519, 32 kB", TRUE, 2, 0, ORDINARY_BODY, TRUE },
  { "1 RSA, 1 MB", FALSE, 1, 0, 1 << 20, FALSE },
  { "20 RSA, 32 kB", FALSE, 20, 0, ORDINARY_BODY, FALSE },
};

/* A message of lines like quoted-printable text, with as many trace fields as most have. */
static char *
plain_message (gsize body)
{
  GString *text = g_string_new ("Return-Path: <alice@example.org>\r\n");
  for (guint i = 0; i < 20; i++)
    g_string_append_printf (
        text,
        "Received: from host%u.example.org (host%u.example.org [192.0.2.%u])\r\n"
        "\tby mx.example.com (Postfix) with ESMTPS id 4cNq0000Abz9z%u\r\n"
        "\tfor <bob@example.com>; Mon,  2 Feb 2026 09:00:10 +0000 (UTC)\r\n",
        i, i, i, i);
  g_string_append (text, "From: Alice Archer <alice@example.org>\r\nTo: bob@example.com\r\n"
                         "Subject: a subject\r\nDate: Mon, 2 Feb 2026 10:00:06 +0100\r\n"
                         "Message-ID: <1@example.org>\r\nMIME-Version: 1.0\r\n"
                         "Content-Type: text/plain; charset=UTF-8\r\n\r\n");
  for (gsize end = text->len + body; text->len < end;)
    g_string_append (text, "It was a bright cold day in April, and the=20clocks were st=\r\n");
  return g_string_free (text, FALSE);
}

static char *
seal (const SignerKey *key, char *message)
{
  const Signer signer = { .key = key,
                          .field = "ARC-Message-Signature",
                          .tags = "i=1; d=example.org; s=s; ",
                          .names = names,
                          .relaxed_header = TRUE,
                          .relaxed_body = TRUE };
  g_autoptr (GPtrArray) fields = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (fields, g_strdup ("ARC-Authentication-Results: i=1; mx.example.com; spf=pass"));
  g_ptr_array_add (fields, signer_field (&signer, message));
  g_autofree char *field = signer_seal (key, "i=1; cv=none; d=example.org; s=s; ", fields);
  char *sealed = g_strjoin ("\r\n", field, fields->pdata[1], fields->pdata[0], message, NULL);
  g_free (message);
  return sealed;
}

static char *
message_of (gsize n, const SignerKey *key)
{
  const Signer signer = { .key = key,
                          .field = "DKIM-Signature",
                          .tags = "v=1; d=example.org; s=s; ",
                          .names = names,
                          .relaxed_header = TRUE,
                          .relaxed_body = TRUE };
  char *message = plain_message (cases[n].body);
  for (guint i = 0; i < cases[n].signatures; i++)
    {
      char *next = signer_sign (&signer, message);
      g_free (message);
      message = next;
    }
  return cases[n].seals ? seal (key, message) : message;
}

/* One message, and what is known of DNS. */
typedef struct
{
  DkimCase keys;
  World dns;
  SvOutput output;
  guint seals;
} Bench;

static void
verify (Bench *bench)
{
  const SvDkimTimes times = { 0, 0 };
  const SvMessage *message = bench->keys.message;
  g_autoptr (SvHeaders) headers = sv_headers_parse (message->header);
  g_autoptr (SvLookups) lookups = sv_lookups_new (bench->keys.answers);
  g_autoptr (SvDkimContent) content = sv_dkim_content_new (headers, message);
  g_autoptr (SvDkimVerification) dkim = sv_dkim_verify (content, &times, lookups);
  g_autoptr (SvArcVerification) arc = sv_arc_verify (content, lookups);
  for (guint i = 0; i < dkim->verdicts->len; i++)
    g_assert_cmpint (g_array_index (dkim->verdicts, SvDkimVerdict, i).result, ==, SV_DKIM_PASS);
  g_assert_cmpint (arc->result, ==, bench->seals ? SV_ARC_PASS : SV_ARC_NONE);
}

/* From the bytes of the message to its line. */
static void
examine (Bench *bench)
{
  const SvMessage *original = bench->keys.message;
  SvMessage *message = g_new0 (SvMessage, 1);
  message->file = g_strdup ("bench");
  message->format = SV_INPUT_MESSAGE;
  message->header = g_bytes_ref (original->header);
  message->body = g_bytes_ref (original->body);
  message->size = g_bytes_get_size (message->header) + g_bytes_get_size (message->body);
  g_autoptr (SvReport) report = sv_examine (message, &bench->dns.world);
  g_assert_cmpint (report->dkim->verdicts->len, >, 0);
  for (guint i = 0; i < report->dkim->verdicts->len; i++)
    g_assert_cmpint (g_array_index (report->dkim->verdicts, SvDkimVerdict, i).result, ==,
                     SV_DKIM_PASS);
  sv_output_report (&bench->output, report);
}

static double
seconds (void)
{
  struct timespec now;
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double
per_second (void (*work) (Bench *bench), Bench *bench)
{
  double best = 0;
  for (guint i = 0; i < RUNS; i++)
    {
      guint done = 0;
      double begin = seconds (), taken = 0;
      for (; taken < RUN_SECONDS; taken = seconds () - begin, done++)
        work (bench);
      best = MAX (best, done / taken);
    }
  return best;
}

static gboolean
run_case (gsize n, FILE *sink)
{
  static const SvOutputOptions options = { .width = 80 };
  const SignerKey *key = cases[n].ed25519 ? signer_key_ed25519 () : signer_key_rsa (2048);
  g_autofree char *text = message_of (n, key);
  g_autofree char *record = signer_key_record (key);
  Bench bench = { .seals = cases[n].seals };
  dkim_case_init (&bench.keys, text, -1);
  dkim_case_answer_one (&bench.keys, QUESTION, record);
  g_autofree char *zone = signer_zone_line (key, QUESTION);
  g_autofree char *whole_zone = g_strconcat (ZONE, zone, NULL);
  world_init (&bench.dns, whole_zone);
  bench.dns.world.verify_dkim = TRUE;
  bench.dns.world.now = 1770022810;
  bench.dns.world.dns_timeout = G_USEC_PER_SEC;
  sv_output_init (&bench.output, sv_format_find ("jsonl"), sink, &options);
  sv_output_begin (&bench.output);
  double alone = per_second (verify, &bench), whole = per_second (examine, &bench);
  printf ("%-24s %10.0f %10.0f messages/s\n", cases[n].name, alone, whole);
  world_clear (&bench.dns);
  dkim_case_clear (&bench.keys);
  return !cases[n].has_goal || MIN (alone, whole) >= GOAL;
}

int
main (void)
{
  gboolean fast = TRUE;
  g_mime_init ();
  sv_libspf2_init ();
  FILE *sink = fopen ("/dev/null", "w");
  printf ("%-24s %10s %10s\n", "processor time", "verified", "examined");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    fast = run_case (i, sink) && fast;
  fclose (sink);
  signer_clear ();
  return fast ? EXIT_SUCCESS : EXIT_FAILURE;
}
