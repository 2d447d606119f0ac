/* SPDX-License-Identifier: GPL-3.0-or-later
 * That no input makes time grow faster than its size: each row is a way to make a message larger,
 * examined and written at one size and at eight times that size.  Processor time is measured, so
 * that a busy machine does not matter.  Exit status 1 where a row grows too fast. */

#include "examine.h"
#include "mail/headers.h"
#include "output/output.h"
#include "spf/libspf2.h"

#include <gmime/gmime.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* Linear is 8, with a logarithm some 10; quadratic would be 64. */
#define GROWTH 8
#define GROWTH_ALLOWED 20.0

/* What takes less at the larger size is not measured well, and hurts nobody. */
#define SECONDS_NOTICED 0.01

#define RUNS 3

typedef struct
{
  const char *name;
  const char *head; /* before what is repeated */
  const char *unit; /* repeated */
  const char *tail; /* behind it; the header goes on from there */
  guint n;          /* repetitions at the smaller size */
  gboolean in_body; /* it is the body that grows */
} Row;

#define HOP \
  "Received: from h.example (h.example [192.0.2.1]) by mx.example; Mon, 2 Nov 2026 10:00:00 " \
  "+0000\n"
#define SIGNATURE "DKIM-Signature: v=1; a=rsa-sha256; d=e.example; s=s; h=from; bh=AAAA; b=AAAA\n"

/* clang-format off */
static const Row rows[] = {
  { "fields", "", "X-Any: thing\n", "", 400 },
  { "hops", "", HOP, "", 400 },
  { "hops that break the chain", "", HOP "Received: from a (a [198.51.100.1]) by b.example.net; x\n", "", 200 },
  { "hops without an address", "", "Received: by mx.example; Mon, 2 Nov 2026 10:00:00 +0000\n", "", 400 },
  { "Received-SPF fields", HOP, "Received-SPF: pass (mx: domain of a@e.example designates 192.0.2.1 as permitted sender) client-ip=192.0.2.1\n", "", 300 },
  { "verdict fields", HOP, "Authentication-Results: mx.example; spf=pass smtp.mailfrom=a@e.example; dkim=pass header.d=e.example\n", "", 300 },
  { "hops and verdicts in turn", "", HOP "Authentication-Results: mx.example; spf=fail smtp.mailfrom=e.example\n", "", 200 },
  { "ARC fields", "", "ARC-Authentication-Results: i=1; mx.example; spf=pass\nARC-Seal: i=1; d=e.example; s=s; b=AA\n", "", 200 },
  { "results in one field", HOP "Authentication-Results: mx.example", "; spf=pass smtp.mailfrom=a@e.example", "\n", 400 },
  { "properties of one result", HOP "Authentication-Results: mx.example; spf=pass", " smtp.x=y", "\n", 1000 },
  { "signatures", HOP, SIGNATURE, "", 200 },
  { "tags of a signature", HOP "DKIM-Signature: v=1", "; t=1", "\n", 1000 },
  { "nested comments in Received", "Received: from h ", "(", " by mx.example; x\n", 20000 },
  { "comments in Received", "Received: from h ", "(a [192.0.2.1])", " by mx.example; x\n", 4000 },
  { "nested comments in results", HOP "Authentication-Results: mx.example; spf=pass ", "(", "\n", 20000 },
  { "nested comments in Received-SPF", HOP "Received-SPF: pass ", "(", "\n", 20000 },
  { "nested comments in From", "From: ", "(", " <a@e.example>\n", 20000 },
  { "quotes in Received", "Received: from ", "\"", " by mx.example; x\n", 20001 },
  { "brackets in Received", "Received: from h (", "[", ") by mx.example; x\n", 20000 },
  { "keywords in Received", "Received:", " from by with id for", "; x\n", 4000 },
  { "addresses in From", "From: a@e.example", ", \"B, C\" <b@f.example>", "\n", 1000 },
  { "angles in From", "From: ", "<", "\n", 20000 },
  { "groups in From", "From: ", "g:", "\n", 10000 },
  { "words in Subject", "Subject:", " =?utf-8?q?=E3=81=82?=", "\n", 1000 },
  { "broken words in Subject", "Subject: ", "=?", "\n", 20000 },
  { "folded lines", "Subject: a", "\n b", "\n", 20000 },
  { "a long line", "Subject: a", "b", "\n", 200000 },
  { "lines that are no fields", "", "no field\n", "", 4000 },
  { "blank lines on top", "", "\n", "", 20000 },
  { "NULs", "Subject: a", "\001", "\n", 100000 },
  { "list of recipients", "Received: from h by mx.example for ", "<a@e.example>,", "; x\n", 4000 },
  { "rewritten sender", "Return-Path: <", "SRS1=x=", "@e.example>\n", 4000 },
  { "labels of a domain", "Return-Path: <a@", "a.", "example>\nFrom: a@e.example\n", 4000 },
  { "labels of the author's domain", "From: a@", "\303\266.", "example\n", 4000 },
  { "parts", "Content-Type: multipart/mixed; boundary=b\n", "--b\n\nx\n", "--b--\n", 2000, TRUE },
  { "nested parts", "Content-Type: multipart/mixed; boundary=b\n", "--b\nContent-Type: multipart/mixed; boundary=b\n\n", "", 1000, TRUE },
  { "boundaries that are none", "Content-Type: multipart/mixed; boundary=b\n", "--a\n", "", 20000, TRUE },
  { "enclosed messages", "Content-Type: multipart/digest; boundary=b\n", "--b\n\nFrom: a@e.example\n\nx\n", "--b--\n", 100, TRUE },
  { "deliveries of a report", "Content-Type: multipart/report; boundary=b; report-type=delivery-status\n", "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@e\nStatus: 5.7.26\nDiagnostic-Code: smtp; 550 5.7.26 no\n\n", "--b--\n", 100, TRUE },
  { "a plain body", "", "all work and no play\n", "", 20000, TRUE },
  { "a signed body", HOP SIGNATURE, "trailing space   \n\n", "", 20000, TRUE },
};
/* clang-format on */

static void
append (GString *text, const Row *row, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append (text, row->unit);
  g_string_append (text, row->tail);
}

/* \001 stands for NUL, which a C string cannot hold. */
static SvMessage *
build (const Row *row, guint n)
{
  g_autoptr (GString) header = g_string_new (row->head), body = g_string_new (NULL);
  append (row->in_body ? body : header, row, n);
  g_string_append (header, "Message-ID: <x@e.example>\nTo: b@r.example\n\n");
  for (gsize i = 0; i < header->len; i++)
    if (header->str[i] == '\001')
      header->str[i] = '\0';
  SvMessage *message = g_new0 (SvMessage, 1);
  message->file = g_strdup ("cost");
  message->format = SV_INPUT_MESSAGE;
  message->size = header->len + body->len;
  message->header = g_bytes_new (header->str, header->len);
  message->body = g_bytes_new (body->str, body->len);
  return message;
}

static void
write_all (const SvReport *report)
{
  for (const SvFormat *format = sv_formats; format->name; format++)
    {
      FILE *stream = fopen ("/dev/null", "w");
      SvOutputOptions look = { .width = 80, .verbose = TRUE, .trace = TRUE };
      SvTotals totals = { .messages = 1 };
      SvOutput output;
      sv_output_init (&output, format, stream, &look);
      sv_output_begin (&output);
      sv_output_report (&output, report);
      sv_output_end (&output, &totals);
      fclose (stream);
    }
}

static double
seconds (void)
{
  struct timespec now;
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* The least of several runs. */
static double
cost (const Row *row, guint n)
{
  double least = G_MAXDOUBLE;
  SvAskOptions options = { .no_network = TRUE };
  for (guint i = 0; i < RUNS; i++)
    {
      g_autoptr (SvAsk) ask = sv_ask_new (&options, NULL);
      g_autoptr (SvAnswers) answers = sv_answers_new ();
      SvWorld world = { .ask = ask, .answers = answers, .now = 1700000000 };
      SvMessage *message = build (row, n);
      double begin = seconds ();
      g_autoptr (SvReport) report = sv_examine (message, &world);
      write_all (report);
      least = MIN (least, seconds () - begin);
    }
  return least;
}

int
main (void)
{
  g_mime_init ();
  sv_libspf2_init ();
  guint failed = 0;
  printf ("%-32s %10s %10s %7s\n", "what grows", "small", "8 times", "ratio");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double small = cost (&rows[i], rows[i].n), large = cost (&rows[i], rows[i].n * GROWTH);
      gboolean bad = large > SECONDS_NOTICED && large / small > GROWTH_ALLOWED;
      failed += bad;
      printf ("%-32s %7.2f ms %7.2f ms %7.1f%s\n", rows[i].name, small * 1e3, large * 1e3,
              large / small, bad ? "  TOO FAST" : "");
    }
  printf ("%u of %zu grow faster than their size\n", failed, G_N_ELEMENTS (rows));
  return failed > 0;
}
