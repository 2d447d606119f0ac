/* SPDX-License-Identifier: GPL-3.0-or-later
 * Writes an mbox of any size to standard output: the samples, one after another, with headers of
 * some 11 kB and bodies of some 30 kB, as real mail has them: text and HTML.  What bodies are made
 * of matters for what is compared with grep, which reads letters like base64 three times as fast.
 *
 *   make-archive BYTES DOMAINS FILE.eml…
 *
 * With DOMAINS, message N says that it comes from dK.example, K = N modulo DOMAINS, and no sample
 * is needed. */

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of real mail: 24,798 messages had 11 kB of header and 30 kB of body each. */
#define HEADER_LEN ((gsize)11 * 1024)
#define BODY_LEN ((gsize)30 * 1024)

#define FIELD_LINES 6

/* Fields that pad a header, as large receivers and senders write them: nothing is read out of them,
 * but they have to be passed. */
static const char *const padding[] = { "X-MS-Exchange-CrossTenant-OriginalArrivalTime",
                                       "X-Microsoft-Antispam-Message-Info-Original",
                                       "X-Google-Smtp-Source",
                                       "X-Gm-Message-State",
                                       "X-MS-Exchange-AntiSpam-MessageData-ChunkCount",
                                       "X-Mailer-Tracking",
                                       "List-Unsubscribe-Comment",
                                       "X-SG-EID" };

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Letters that look like base64, the same in each run. */
static void
append_noise (GString *out, GRand *rand, gsize len)
{
  for (gsize i = 0; i < len; i++)
    g_string_append_c (out, letters[g_rand_int (rand) & 63]);
}

static const char *const words[]
    = { "the",      "order",  "of",      "your",     "from", "We",  "have",     "account",
        "delivery", "and",    "to",      "is",       "in",   "You", "form",     "please",
        "with",     "Berlin", "invoice", "team",     "that", "on",  "offer",    "Meeting",
        "at",       "this",   "Our",     "question", "can",  "for", "Thursday", "next" };

/* What newsletters are made of. */
static const char *const markup[]
    = { "<tr><td style=3D\"font-family:Arial,sans-serif;color:#333333\" align=3D\"left\">",
        "<a href=3D\"https://d.example/c/4Xk2?u=3D8f1c&amp;m=3Dnews\" target=3D\"_blank\">",
        "</a></td></tr></table><p style=3D\"margin:0 0 10px 0;padding:0\">=C3=A9",
        "<img src=3D\"https://img.d.example/logo.png\" width=3D\"200\" alt=3D\"\">" };

/* One line of a body: words, or every third time markup. */
static void
append_line (GString *out, GRand *rand)
{
  gsize begin = out->len;
  if (g_rand_int_range (rand, 0, 3) == 0)
    g_string_append (out, markup[g_rand_int_range (rand, 0, G_N_ELEMENTS (markup))]);
  else
    while (out->len - begin < 66)
      g_string_append_printf (out, "%s%s", out->len > begin ? " " : "",
                              words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);
  g_string_append_c (out, '\n');
}

static void
append_padding (GString *header, GRand *rand, gsize len)
{
  for (guint n = 0; header->len < len; n++)
    {
      g_string_append_printf (header, "%s: ", padding[n % G_N_ELEMENTS (padding)]);
      for (guint line = 0; line < FIELD_LINES && header->len < len; line++)
        {
          append_noise (header, rand, 64);
          g_string_append (header, line + 1 < FIELD_LINES ? "\n\t" : "");
        }
      g_string_append_c (header, '\n');
    }
}

/* The header of a sample without what ends it, and no line that would end it. */
static char *
read_header (const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  if (!g_file_get_contents (path, &text, NULL, &error))
    g_error ("%s", error->message);
  g_autoptr (GString) header = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      g_strchomp (lines[i]);
      if (lines[i][0] && !g_str_has_prefix (lines[i], "From "))
        g_string_append_printf (header, "%s\n", lines[i]);
      else if (header->len > 0 && !lines[i][0])
        break;
    }
  return g_string_free (g_steal_pointer (&header), FALSE);
}

static char *
domain_header (guint domain)
{
  return g_strdup_printf ("Return-Path: <news@d%u.example>\n"
                          "Received: from mail.d%u.example (mail.d%u.example [203.0.113.%u])\n"
                          "\tby mx.example.org (Postfix) with ESMTP id 4X%u\n"
                          "\tfor <user@example.org>; Tue, 15 Sep 2026 08:41:20 +0200\n"
                          "Received-SPF: pass (example.org: domain of news@d%u.example designates\n"
                          "\t203.0.113.%u as permitted sender) receiver=mx.example.org;\n"
                          "\tclient-ip=203.0.113.%u; envelope-from=news@d%u.example;\n"
                          "\thelo=mail.d%u.example\n"
                          "From: News <news@d%u.example>\nTo: user@example.org\n"
                          "Subject: Offer %u\nDate: Tue, 15 Sep 2026 08:41:18 +0200\n"
                          "Message-ID: <%u@d%u.example>\n",
                          domain, domain, domain, domain % 250 + 1, domain, domain,
                          domain % 250 + 1, domain % 250 + 1, domain, domain, domain, domain,
                          domain, domain);
}

int
main (int argc, char **argv)
{
  if (argc < 3)
    g_error ("usage: make-archive BYTES DOMAINS FILE.eml…");
  guint64 bytes = g_ascii_strtoull (argv[1], NULL, 10), written = 0;
  guint domains = (guint)g_ascii_strtoull (argv[2], NULL, 10);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GString) body = g_string_new ("\n");
  g_autoptr (GString) pad = g_string_new (NULL);
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);
  while (body->len < BODY_LEN)
    append_line (body, rand);
  append_padding (pad, rand, HEADER_LEN);
  for (int i = 3; i < argc; i++)
    g_ptr_array_add (headers, read_header (argv[i]));
  for (guint n = 0; written < bytes; n++)
    {
      g_autofree char *own = domains ? domain_header (n % domains) : NULL;
      const char *header = own ? own : headers->pdata[n % headers->len];
      gsize len = strlen (header);
      /* Whole fields from the end of the padding, which all begin behind a line end. */
      gsize want = len < HEADER_LEN ? HEADER_LEN - len : 0;
      const char *tail = pad->str + pad->len - MIN (want, pad->len);
      while (tail > pad->str && !(tail[-1] == '\n' && *tail != '\t'))
        tail--;
      int got = printf ("From news@d.example Tue Sep 15 08:41:20 2026\n%s%s%s\n", header,
                        want ? tail : "", body->str);
      if (got < 0)
        return EXIT_FAILURE;
      written += (guint64)got;
    }
  return EXIT_SUCCESS;
}
