/* SPDX-License-Identifier: GPL-3.0-or-later
 * Measures messages per second and core whose DKIM signatures and ARC chain are verified, keys
 * being there, header parsed anew each time.  For people, not for `make check`: numbers depend on
 * the machine. */

#include "../dkim-case.h"
#include "../signer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Long enough to see through the noise of a busy machine; the best of some runs is taken, because
 * noise only adds. */
#define RUN_MICROSECONDS (G_USEC_PER_SEC / 4)
#define RUNS 4

/* The goal for an ordinary message: two signatures, half of all bodies are shorter than this. */
#define GOAL 1000.0
#define ORDINARY_BODY (32 * 1024)

#define QUESTION "s._domainkey.example.org"

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
  GString *text = g_string_new (NULL);
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

static void
verify (const SvMessage *message, SvAnswers *answers, guint seals)
{
  const SvDkimTimes times = { 0, 0 };
  g_autoptr (SvHeaders) headers = sv_headers_parse (message->header);
  g_autoptr (SvLookups) lookups = sv_lookups_new (answers);
  g_autoptr (SvDkimContent) content = sv_dkim_content_new (headers, message);
  g_autoptr (SvDkimVerification) dkim = sv_dkim_verify (content, &times, lookups);
  g_autoptr (SvArcVerification) arc = sv_arc_verify (content, lookups);
  for (guint i = 0; i < dkim->verdicts->len; i++)
    g_assert_cmpint (g_array_index (dkim->verdicts, SvDkimVerdict, i).result, ==, SV_DKIM_PASS);
  g_assert_cmpint (arc->result, ==, seals ? SV_ARC_PASS : SV_ARC_NONE);
}

static double
per_second (const DkimCase *test, guint seals)
{
  guint done = 0;
  gint64 begin = g_get_monotonic_time (), taken = 0;
  while ((taken = g_get_monotonic_time () - begin) < RUN_MICROSECONDS)
    {
      verify (test->message, test->answers, seals);
      done++;
    }
  return done * (double)G_USEC_PER_SEC / (double)taken;
}

static gboolean
run_case (gsize n)
{
  const SignerKey *key = cases[n].ed25519 ? signer_key_ed25519 () : signer_key_rsa (2048);
  g_autofree char *text = message_of (n, key);
  g_autofree char *record = signer_key_record (key);
  g_auto (DkimCase) test = { 0 };
  dkim_case_init (&test, text, -1);
  dkim_case_answer_one (&test, QUESTION, record);
  double best = 0;
  for (guint i = 0; i < RUNS; i++)
    {
      double rate = per_second (&test, cases[n].seals);
      best = MAX (best, rate);
    }
  printf ("%-24s %8.0f messages/s\n", cases[n].name, best);
  return !cases[n].has_goal || best >= GOAL;
}

int
main (void)
{
  gboolean fast = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    fast = run_case (i) && fast;
  signer_clear ();
  return fast ? EXIT_SUCCESS : EXIT_FAILURE;
}
