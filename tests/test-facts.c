/* SPDX-License-Identifier: GPL-3.0-or-later
 * Facts: that each field reaches its reader, in order and with its place. */

#include "mail/facts.h"
#include "suite.h"

#include <string.h>

static SvFacts *
facts_of (const char *text, const char *from_line)
{
  SvMessage message = { .from_line = (char *)from_line };
  gsize len = strlen (text);
  message.header = g_bytes_new_take (suite_exact (text, (gssize)len), len);
  SvFacts *facts = sv_facts_read (&message, TRUE);
  g_bytes_unref (message.header);
  return facts;
}

static const char whole[]
    = "Received: from h.example (h.example [192.0.2.1]) by mx.example with ESMTP; Mon, 1 Jan 2024 "
      "10:00:00 +0900\n"
      "Received-SPF: pass client-ip=192.0.2.1; envelope-from=a@e.example; helo=h.example\n"
      "ARC-Seal: i=2; a=rsa-sha256; d=mx.example; cv=pass; b=ab\n"
      "ARC-Message-Signature: a=rsa-sha256; i = 3 ; d=mx.example\n"
      "ARC-Authentication-Results: i=1; mx.example; none\n"
      "Authentication-Results: mx.example;\n spf=pass smtp.mailfrom=a@e.example\n"
      "Authentication-Results-Original: x.example; spf=fail\n"
      "X-Sender-IP: 192.0.2.1\n"
      "X-Originating-Ip: [2001:db8::1]\n"
      "X-Barracuda-Connect: h.example[192.0.2.2]\n"
      "X-Barracuda-Apparent-Source-IP: 192.0.2.3\n"
      "X-Barracuda-Effective-Source-IP: UNKNOWN[192.0.2.4]\n"
      "X-Barracuda-Envelope-From: a@e.example\n"
      "X-Forefront-Antispam-Report:\n CTRY:JP; CIP:192.0.2.5;LANG:ja;SCL:1\n"
      "X-Forefront-Antispam-Report-Untrusted: CIP:192.0.2.9;\n"
      "Received: from o.example (o.example [198.51.100.1]) by h.example; Mon, 1 Jan 2024 00:00:00 "
      "+0000\n"
      "DKIM-Signature: v=1; d=e.example; s=s1; a=rsa-sha256; b=ab\n"
      "Return-Path: a@e.example\n"
      "Return-Path: <b@e.example>\n"
      "From: \"A\" <a@e.example>, b@f.example\n"
      "To: r@r.example\n"
      "Subject: =?utf-8?Q?caf=C3=A9?=\n"
      "Message-ID:  <1@e.example> \n"
      "List-Id: A list <l.e.example>\n"
      "Date: Mon, 1 Jan 2024 10:00:00 +0900\n"
      "\n";

static void
test_whole (void)
{
  g_autoptr (SvFacts) facts = facts_of (whole, "bounce@e.example");
  CHECK_STR ("whole", facts->from_line, "bounce@e.example");
  CHECK ("whole", facts->has_return_path);
  CHECK_STR ("whole", facts->return_path, "a@e.example");
  CHECK_INT ("whole", facts->return_path_line, 20);
  CHECK_INT ("whole", facts->n_return_paths, 2);
  CHECK_INT ("whole", facts->received->len, 2);
  CHECK_INT ("whole", g_array_index (facts->received_field, guint, 0), 0);
  CHECK_INT ("whole", g_array_index (facts->received_field, guint, 1), 15);
  CHECK_INT ("whole", facts->arc_instances, 3);
  CHECK_STR ("whole", facts->subject, "caf\xc3\xa9");
  CHECK_STR ("whole", facts->message_id, "<1@e.example>");
  CHECK_STR ("whole", facts->list_id, "A list <l.e.example>");
  CHECK ("whole", facts->has_date);
  CHECK_INT ("whole", facts->date, 1704070800);
  CHECK_INT ("whole", facts->zone, 540);
  CHECK_INT ("whole", facts->from->len, 2);
  CHECK_STR ("whole", g_array_index (facts->from, SvMailbox, 1).domain, "f.example");
  CHECK_INT ("whole", facts->from_line_number, 22);
  CHECK_INT ("whole", facts->n_from_fields, 1);
  CHECK ("whole", !facts->from_broken);
}

static void
test_verdicts (void)
{
  static const char *const headers[] = { "arc-authentication-results", "authentication-results",
                                         "authentication-results-original" };
  g_autoptr (SvFacts) facts = facts_of (whole, NULL);
  CHECK_STR ("verdicts", facts->from_line, NULL);
  CHECK_INT ("verdicts", facts->received_spf->len, 1);
  const SvReceivedSpf *spf = &g_array_index (facts->received_spf, SvReceivedSpf, 0);
  CHECK_INT ("verdicts", spf->field, 1);
  CHECK_INT ("verdicts", spf->line, 2);
  CHECK_STR ("verdicts", spf->result, "pass");
  CHECK_INT ("verdicts", facts->auth_results->len, 3);
  for (guint i = 0; i < facts->auth_results->len; i++)
    {
      const SvAuthResults *results = &g_array_index (facts->auth_results, SvAuthResults, i);
      CHECK_STR ("verdicts", results->header, headers[i]);
      CHECK_INT (headers[i], results->field, 4 + i);
    }
  CHECK_INT ("verdicts", facts->signatures->len, 1);
  const SvDkimSignature *signature = &g_array_index (facts->signatures, SvDkimSignature, 0);
  CHECK_INT ("verdicts", signature->field, 16);
  CHECK_STR ("verdicts", signature->domain, "e.example");
}

static void
test_client_headers (void)
{
  static const struct
  {
    const char *header, *ip, *envelope_from;
    guint field;
  } rows[] = {
    { "x-sender-ip", "192.0.2.1", NULL, 7 },
    { "x-originating-ip", "2001:db8::1", NULL, 8 },
    { "x-barracuda-connect", "192.0.2.2", NULL, 9 },
    { "x-barracuda-apparent-source-ip", "192.0.2.3", NULL, 10 },
    { "x-barracuda-effective-source-ip", "192.0.2.4", NULL, 11 },
    { "x-barracuda-envelope-from", "", "a@e.example", 12 },
    { "x-forefront-antispam-report", "192.0.2.5", NULL, 13 },
  };
  g_autoptr (SvFacts) facts = facts_of (whole, NULL);
  CHECK_INT ("clients", facts->client_headers->len, G_N_ELEMENTS (rows));
  for (guint i = 0; i < MIN (facts->client_headers->len, G_N_ELEMENTS (rows)); i++)
    {
      const SvClientHeader *client = &g_array_index (facts->client_headers, SvClientHeader, i);
      char ip[SV_IP_TEXT_MAX];
      CHECK_STR (rows[i].header, client->header, rows[i].header);
      CHECK_STR (rows[i].header, sv_ip_format (&client->ip, ip), rows[i].ip);
      CHECK_STR (rows[i].header, client->envelope_from, rows[i].envelope_from);
      CHECK_INT (rows[i].header, client->field, rows[i].field);
    }
}

/* Client headers without an address say nothing; ones that say much are read at their first. */
static void
test_client_values (void)
{
  static const struct
  {
    const char *field, *ip;
  } rows[] = {
    { "X-Sender-IP: 192.0.2.1, 192.0.2.2\n\n", "192.0.2.1" },
    { "X-Originating-IP: [IPv6:2001:db8::1]\n\n", "2001:db8::1" },
    { "X-Originating-IP: h.example ( 192.0.2.1 )\n\n", "192.0.2.1" },
    { "X-Originating-IP: ::ffff:192.0.2.1\n\n", "192.0.2.1" },
    { "X-Originating-IP: []\n\n", NULL },
    { "X-Sender-IP: 192.0.2.masked\n\n", NULL },
    { "X-Barracuda-Effective-Source-IP: UNKNOWN\n\n", NULL },
    { "X-Forefront-Antispam-Report: CIP:;CTRY:\n\n", NULL },
    { "X-Forefront-Antispam-Report: CIP:2001:db8::1;CTRY:\n\n", "2001:db8::1" },
    { "X-Forefront-Antispam-Report: CTRY:;XCIP:192.0.2.1\n\n", NULL },
    { "X-Forefront-Antispam-Report: SFV:NSPM;SFS:(1)(2);\n\n", NULL },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SvFacts) facts = facts_of (rows[i].field, NULL);
      char ip[SV_IP_TEXT_MAX];
      CHECK_INT (rows[i].field, facts->client_headers->len, rows[i].ip ? 1 : 0);
      if (facts->client_headers->len)
        CHECK_STR (rows[i].field,
                   sv_ip_format (&g_array_index (facts->client_headers, SvClientHeader, 0).ip, ip),
                   rows[i].ip);
    }
}

static void
test_return_path (void)
{
  static const struct
  {
    const char *fields, *path;
    guint n;
  } rows[] = {
    { "Subject: x\n\n", NULL, 0 },
    { "Return-Path: <>\n\n", "", 1 },
    { "Return-Path: <a@e.example>\nReturn-Path: <>\n\n", "a@e.example", 2 },
    { "return-path : a@e.example\n\n", "a@e.example", 1 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SvFacts) facts = facts_of (rows[i].fields, NULL);
      CHECK_STR (rows[i].fields, facts->return_path, rows[i].path);
      CHECK_INT (rows[i].fields, facts->n_return_paths, rows[i].n);
      CHECK_INT (rows[i].fields, facts->has_return_path, rows[i].n > 0);
    }
}

static void
test_arc (void)
{
  static const struct
  {
    const char *fields;
    int instances;
  } rows[] = {
    { "ARC-Seal: a=b; i=50\n\n", 50 },
    { "ARC-Seal: i=51\n\n", 0 },
    { "ARC-Seal: i=0\n\n", 0 },
    { "ARC-Seal: i=-1\n\n", 0 },
    { "ARC-Seal: i=x; i=2\n\n", 0 },
    { "ARC-Seal: ai=3; b=i=4\n\n", 0 },
    { "ARC-Message-Signature: i=1\nARC-Seal: i=1\nARC-Authentication-Results: i=2; h; none\n\n",
      2 },
    { "ARC-Authentication-Results: i=2147483647; h; none\n\n", 0 },
    { "ARC-Authentication-Results: ...\n\n", 0 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SvFacts) facts = facts_of (rows[i].fields, NULL);
      CHECK_INT (rows[i].fields, facts->arc_instances, rows[i].instances);
    }
}

static void
test_from (void)
{
  g_autoptr (SvFacts) two = facts_of ("From: a@e.example\nX: y\nFrom: b@f.example\n\n", NULL);
  CHECK_INT ("two", two->n_from_fields, 2);
  CHECK_INT ("two", two->from->len, 2);
  CHECK_INT ("two", two->from_line_number, 1);
  CHECK ("two", !two->from_broken);
  g_autoptr (SvFacts) broken = facts_of ("From: \"a <a@e.example>\n\n", NULL);
  CHECK ("broken", broken->from_broken);
  g_autoptr (SvFacts) none = facts_of ("", NULL);
  CHECK_INT ("none", none->n_from_fields, 0);
  CHECK_INT ("none", none->from->len, 0);
  CHECK_STR ("none", none->subject, NULL);
  CHECK ("none", !none->has_date);
}

/* Every kind of field at once, each a hundred kilobytes of what its reader likes least. */
static void
test_hostile (void)
{
  static const char *const names[] = { "Received",
                                       "Received-SPF",
                                       "Return-Path",
                                       "From",
                                       "Subject",
                                       "Date",
                                       "DKIM-Signature",
                                       "ARC-Seal",
                                       "Authentication-Results",
                                       "X-Sender-IP",
                                       "X-Forefront-Antispam-Report" };
  static const char *const pieces[] = { "(", "\"", "<", ";", "=", "[", "i=", "a ", "\\", "," };
  for (gsize k = 0; k < G_N_ELEMENTS (pieces); k++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
        {
          g_string_append_printf (text, "%s: ", names[i]);
          for (gsize end = text->len + 100000; text->len < end;)
            g_string_append (text, pieces[k]);
          g_string_append_c (text, '\n');
        }
      gint64 start = g_get_monotonic_time ();
      g_autoptr (SvFacts) facts = facts_of (text->str, NULL);
      CHECK_INT (pieces[k], facts->headers->fields->len, G_N_ELEMENTS (names));
      CHECK (pieces[k], g_get_monotonic_time () - start < 10 * G_USEC_PER_SEC);
    }
}

/* Every field that a reader reads is wanted, and so is what judges look up. */
static void
test_wants (void)
{
  static const char *const wanted[]
      = { "received",           "subject",         "x-barracuda-effective-source-ip",
          "content-type",       "list-post",       "x-me-authentication-results",
          "delivered-to",       "dkim2-signature", "authentication-results-original",
          "x-senderauth-result" };
  static const char *const others[] = { "x-spam-status",
                                        "to",
                                        "receive",
                                        "receivedx",
                                        "x",
                                        "",
                                        "authentication-result",
                                        "x-received-by-somebody-else" };
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    CHECK (wanted[i], sv_facts_wants (wanted[i], strlen (wanted[i])));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    CHECK (others[i], !sv_facts_wants (others[i], strlen (others[i])));
}

int
main (void)
{
  static const SuiteTest tests[] = { { "whole", test_whole },
                                     { "verdicts", test_verdicts },
                                     { "client headers", test_client_headers },
                                     { "client values", test_client_values },
                                     { "return path", test_return_path },
                                     { "arc", test_arc },
                                     { "from", test_from },
                                     { "hostile", test_hostile },
                                     { "wants", test_wants },
                                     { NULL, NULL } };
  return suite_run ("facts", tests);
}
