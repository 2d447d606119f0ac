/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of what is found in bodies: messages, delivery reports, abuse reports; and of hostile MIME.
 */

#include "mail/enclosed.h"

#include "judge/findings.h"

#include "mail.h"
#include "mail/mime.h"
#include "suite.h"

#include <string.h>

static SvEnclosed *
read_message (const SvMessage *message)
{
  g_autoptr (SvHeaders) headers = sv_headers_parse (message->header);
  return sv_enclosed_read (message, headers);
}

static SvEnclosed *
read_text (const char *text)
{
  g_autoptr (SvMessage) message = mail_whole_message (text);
  return read_message (message);
}

/* "PART FIRST-FIELD[+LEN]; …": LEN is that of the body, where there is one. */
static char *
describe_messages (const SvEnclosed *enclosed)
{
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < enclosed->messages->len; i++)
    {
      const SvMessage *message = enclosed->messages->pdata[i];
      g_autoptr (SvHeaders) headers = sv_headers_parse (message->header);
      g_string_append_printf (out, "%s %s", message->part,
                              g_array_index (headers->fields, SvField, 0).value);
      if (message->body)
        g_string_append_printf (out, "+%u", (guint)g_bytes_get_size (message->body));
      g_string_append (out, "; ");
    }
  return g_string_free (out, FALSE);
}

#define MULTI(subtype) \
  "Subject: outer\nContent-Type: multipart/" subtype "; boundary=\"b\"\n\npreamble\n"
#define PART(type) "--b\nContent-Type: " type "\n\n"
#define END "--b--\nepilogue\n"
#define MAIL(name) "Subject: " name "\n\nbody\n"

/* clang-format off */
static const struct
{
  const char *row;
  const char *text;
  const char *messages;
} enclosed_rows[] = {
  { "no MIME", "Subject: x\n\nSubject: y\n\nbody\n", "" },
  { "one", MULTI ("mixed") PART ("text/plain") "hello\n" PART ("message/rfc822") MAIL ("in") END, "2 in+4; " },
  { "header alone", MULTI ("report") PART ("text/plain") "hello\n" PART ("text/rfc822-headers") "Subject: in\nX: y\n" END, "2 in; " },
  { "header alone, with the empty line", MULTI ("report") PART ("text/rfc822-headers") "Subject: in\n\n" END, "1 in; " },
  { "case and parameters", MULTI ("mixed") PART ("Message/RFC822; name=\"a;b.eml\"") MAIL ("in") END, "1 in+4; " },
  { "global", MULTI ("mixed") PART ("message/global") MAIL ("in") PART ("message/global-headers") MAIL ("in2") END, "1 in+4; 2 in2; " },
  { "several", MULTI ("mixed") PART ("message/rfc822") MAIL ("a") PART ("message/rfc822") MAIL ("b") END, "1 a+4; 2 b+4; " },
  { "digest", MULTI ("digest") "--b\n\n" MAIL ("a") "--b\nContent-Type: text/plain\n\nx\n--b\nX: y\n\n" MAIL ("b") END, "1 a+4; 3 b+4; " },
  { "the whole message is one", "Content-Type: message/rfc822\n\n" MAIL ("in"), "1 in+5; " },
  { "base64", MULTI ("mixed") "--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDog\naW4KCmJvZHkK\n" END, "1 in+5; " },
  { "quoted-printable", MULTI ("mixed") "--b\nContent-Type: text/rfc822-headers\nContent-Transfer-Encoding: Quoted-Printable\n\nSubject=3A i=\nn\n" END, "1 in; " },
  { "multipart in multipart", MULTI ("mixed") PART ("text/plain") "x\n" "--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\n\nx\n--bb\nContent-Type: message/rfc822\n\n" MAIL ("in") "--bb--\n" PART ("message/rfc822") MAIL ("out") END, "2.2 in+4; 3 out+4; " },
  { "inner not closed", MULTI ("mixed") "--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\nContent-Type: message/rfc822\n\n" MAIL ("in") PART ("message/rfc822") MAIL ("out") END, "1.1 in+4; 2 out+4; " },
  { "nothing closed", MULTI ("mixed") PART ("message/rfc822") MAIL ("in"), "1 in+5; " },
  { "CRLF", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\nbody\r\n--b--\r\n", "1 in+4; " },
  { "white space behind the boundary", MULTI ("mixed") "--b \t\nContent-Type: message/rfc822\n\n" MAIL ("in") "--b-- \n" PART ("message/rfc822") MAIL ("late") , "1 in+4; " },
  { "longer lines are no boundary", MULTI ("mixed") PART ("message/rfc822") "Subject: in\n\n--bb\n--b-\n--b---\n" END, "1 in+16; " },
  { "a message with boundaries of its own", MULTI ("mixed") PART ("message/rfc822") "Content-Type: multipart/mixed; boundary=c\n\n--c\n\nx\n--c--\n" END, "1 multipart/mixed; boundary=c+12; " },
  { "no boundary parameter", "Content-Type: multipart/mixed\n\n--b\nContent-Type: message/rfc822\n\n" MAIL ("in"), "" },
  { "no header field", MULTI ("mixed") PART ("message/rfc822") "\n\nprose\n" END, "" },
  { "empty part", MULTI ("mixed") PART ("message/rfc822") END, "" },
  { "part without an end of header", MULTI ("mixed") "--b\nContent-Type: message/rfc822\n" END, "" },
  { "text that speaks of mail", MULTI ("mixed") PART ("text/plain") MAIL ("in") END, "" },
  { "preamble and epilogue", "Content-Type: multipart/mixed; boundary=b\n\nContent-Type: message/rfc822\n\n" MAIL ("no") PART ("message/rfc822") MAIL ("in") "--b--\n" PART ("message/rfc822") MAIL ("no"), "1 in+4; " },
};
/* clang-format on */

static void
test_messages (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (enclosed_rows); i++)
    {
      g_autoptr (SvEnclosed) enclosed = read_text (enclosed_rows[i].text);
      g_autofree char *found = describe_messages (enclosed);
      CHECK_STR (enclosed_rows[i].row, found, enclosed_rows[i].messages);
      CHECK_INT (enclosed_rows[i].row, enclosed->deliveries->len, 0);
      CHECK (enclosed_rows[i].row, !enclosed->abuse.feedback_type);
    }
}

static void
test_no_body (void)
{
  g_autoptr (SvMessage) message = mail_message (MULTI ("mixed"));
  g_autoptr (SvEnclosed) enclosed = read_message (message);
  CHECK_INT ("messages", enclosed->messages->len, 0);
}

/* Where it comes from is that of the outer one; lines count from its own first. */
static void
test_origin (void)
{
  g_autoptr (SvMessage) outer = mail_whole_message (
      MULTI ("mixed") PART ("message/rfc822") "X: y\nReturn-Path: <a@example.org>\n"
                                              "\nbody\n" END);
  g_free (outer->file);
  outer->file = g_strdup ("box");
  outer->format = SV_INPUT_MBOX;
  outer->part = g_strdup ("4.2");
  outer->depth = 2;
  g_autoptr (SvEnclosed) enclosed = read_message (outer);
  const SvMessage *message = enclosed->messages->pdata[0];
  CHECK_STR ("file", message->file, "box");
  CHECK_INT ("format", message->format, SV_INPUT_MBOX);
  CHECK_INT ("index", message->index, 7);
  CHECK_INT ("offset", message->offset, 99);
  CHECK_INT ("size", message->size, strlen ("X: y\nReturn-Path: <a@example.org>\n\nbody"));
  CHECK_STR ("part", message->part, "4.2.1");
  CHECK_INT ("depth", message->depth, 3);
  CHECK ("no report", !message->reported_ip.family && !message->reported_mail_from);
  g_autoptr (SvFacts) facts = sv_facts_read (message, TRUE);
  CHECK_STR ("return path", facts->return_path, "a@example.org");
  CHECK_INT ("line", facts->return_path_line, 2);
}

/* "RECIPIENT ACTION STATUS CODE MTA REPORTER; …", "-" for what is not told. */
static char *
describe_deliveries (const SvEnclosed *enclosed)
{
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < enclosed->deliveries->len; i++)
    {
      const SvDelivery *delivery = &g_array_index (enclosed->deliveries, SvDelivery, i);
      const char *words[]
          = { delivery->recipient,    delivery->action,     delivery->status,
              delivery->reply.status, delivery->remote_mta, delivery->reporting_mta };
      for (gsize k = 0; k < G_N_ELEMENTS (words); k++)
        g_string_append_printf (out, "%s%s", k ? " " : "", words[k] ? words[k] : "-");
      g_string_append_printf (out, " %u; ", delivery->reply.code);
    }
  return g_string_free (out, FALSE);
}

#define STATUS MULTI ("report; report-type=delivery-status") PART ("message/delivery-status")
#define REPORTER "Reporting-MTA: dns; mx2.example.net\n\n"
#define QMAIL_TOP \
  "Hi. This is the qmail-send program at mx2.example.net.\nI'm afraid I wasn't able to " \
  "deliver.\n\n"
#define EXIM_TOP \
  "This message was created automatically by mail delivery software.\n\nIt could not be " \
  "delivered:\n\n"

/* clang-format off */
static const struct
{
  const char *row;
  const char *text;
  const char *deliveries;
  const char *messages;
} report_rows[] = {
  { "Postfix", STATUS REPORTER "Final-Recipient: rfc822; bob@example.net\nOriginal-Recipient: rfc822;b@example.net\nAction: failed\nStatus: 5.7.26\nRemote-MTA: dns; mx.example.net\nDiagnostic-Code: smtp; 550 5.7.26 Not\n    authenticated\n" END,
    "bob@example.net failed 5.7.26 5.7.26 mx.example.net mx2.example.net 550; ", "" },
  { "two recipients", STATUS REPORTER "Final-Recipient: rfc822;a@example.net\nAction: failed\nStatus: 5.1.1\n\nFinal-Recipient: RFC822; <b@example.net>\nAction: Delayed (will retry)\nStatus: 4.4.1 (no answer)\n" END,
    "a@example.net failed 5.1.1 - - mx2.example.net 0; b@example.net delayed 4.4.1 - - mx2.example.net 0; ", "" },
  { "one group", STATUS "Reporting-MTA: dns;mx2.example.net\nFinal-Recipient: rfc822;a@example.net\nAction: failed\nStatus: 5.1.1\n" END,
    "a@example.net failed 5.1.1 - - mx2.example.net 0; ", "" },
  { "no types", STATUS "Reporting-MTA: mx2.example.net\n\nFinal-Recipient: a@example.net\nAction: failed\nDiagnostic-Code: 550 5.1.1 no; none\n" END,
    "a@example.net failed - 5.1.1 - mx2.example.net 550; ", "" },
  { "no recipient", STATUS REPORTER "Action: failed\nStatus: bad\n" END, "- failed - - - mx2.example.net 0; ", "" },
  { "Exchange", STATUS REPORTER "Final-recipient: RFC822; a@example.net\nAction: failed\nStatus: 5.7.515\nDiagnostic-Code: smtp;550 5.7.515 Access denied\n" END,
    "a@example.net failed 5.7.515 5.7.515 - mx2.example.net 550; ", "" },
  { "success", STATUS REPORTER "Final-Recipient: rfc822;a@example.net\nAction: delivered\nStatus: 2.0.0\n" END, "a@example.net delivered - - - mx2.example.net 0; ", "" },
  { "base64", MULTI ("report") "--b\nContent-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\nRmluYWwtUmVjaXBpZW50OiByZmM4MjI7IGFAZXhhbXBsZS5uZXQKQWN0aW9uOiBmYWlsZWQK\n" END, "a@example.net failed - - - - 0; ", "" },
  { "empty", STATUS END, "", "" },
  { "nothing of it", STATUS "X: y\n\n\n\nZ: a\n" END, "", "" },
  { "the text counts for nothing beside it", MULTI ("report") PART ("text/plain") QMAIL_TOP "<a@example.net>:\n550 5.1.1 no\n" PART ("message/delivery-status") REPORTER "Final-Recipient: rfc822;b@example.net\nAction: failed\n" END, "b@example.net failed - - - mx2.example.net 0; ", "" },

  { "qmail", "Subject: failure notice\n\n" QMAIL_TOP "<bob@example.net>:\n192.0.2.201 failed after I sent the message.\nRemote host said: 550-5.7.26 Not\n550 5.7.26 authenticated\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <a@example.org>\nSubject: in\n\nbody\n",
    "bob@example.net failed 5.7.26 5.7.26 - - 550; ", "1 <a@example.org>+5; " },
  { "qmail, two", "Subject: x\n\n" QMAIL_TOP "<a@example.net>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n<b@example.net>:\nGiving up. Remote host said: 552 full\n\n--- Below this line is a copy of the message.\n\nX",
    "a@example.net failed 5.1.1 5.1.1 - - 0; b@example.net failed - - - - 552; ", "" },
  { "Exim", "Subject: x\n\n" EXIM_TOP "  bob@example.net\n    host mx.example.net [192.0.2.201]\n    SMTP error from remote mail server after RCPT TO:<bob@example.net>:\n    550 5.7.23 SPF fail\n\n------ This is a copy of the message, including all the headers. ------\n\nReturn-path: <a@example.org>\n\nbody\n",
    "bob@example.net failed 5.7.23 5.7.23 - - 550; ", "1 <a@example.org>+5; " },
  { "Exim, in a part", MULTI ("mixed") PART ("text/plain") EXIM_TOP "  bob@example.net\n    550 5.1.1 no\n" END, "bob@example.net failed 5.1.1 5.1.1 - - 550; ", "" },
  { "no bounce", "Subject: x\n\n<bob@example.net>:\nRemote host said: 550 5.7.26 no\n", "", "" },
  { "a bounce quoted far below", "Subject: x\n\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n21\n" QMAIL_TOP "<bob@example.net>:\n550 5.7.26 no\n", "", "" },
  { "no code, no delivery", "Subject: x\n\n" QMAIL_TOP "<bob@example.net>:\nI do not like you.\n", "", "" },
  { "HTML is not read", "Content-Type: text/html\n\n" QMAIL_TOP "<bob@example.net>:\n550 5.7.26 no\n", "", "" },
};
/* clang-format on */

static void
test_deliveries (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (report_rows); i++)
    {
      g_autoptr (SvEnclosed) enclosed = read_text (report_rows[i].text);
      g_autofree char *deliveries = describe_deliveries (enclosed);
      g_autofree char *messages = describe_messages (enclosed);
      CHECK_STR (report_rows[i].row, deliveries, report_rows[i].deliveries);
      CHECK_STR (report_rows[i].row, messages, report_rows[i].messages);
    }
}

#define FEEDBACK MULTI ("report; report-type=feedback-report") PART ("message/feedback-report")
#define COMPLAINED PART ("message/rfc822") MAIL ("in") END

/* clang-format off */
static const struct
{
  const char *row;
  const char *text;
  const char *type, *ip, *mail_from, *rcpt_to, *domain, *results;
  gint64 arrival;
} abuse_rows[] = {
  { "RFC 5965 B.2", FEEDBACK "Feedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\nOriginal-Mail-From: <a@example.org>\nOriginal-Rcpt-To: <bob@example.net>\nOriginal-Rcpt-To: <c@example.net>\nArrival-Date: Thu, 1 Jan 1970 00:01:40 +0000\nReporting-MTA: dns; mx.example.net\nSource-IP: 192.0.2.1\nAuthentication-Results: mx.example.net;\n  spf=fail smtp.mail=a@example.org\nReported-Domain: example.org\nReported-Uri: http://example.org/\n" COMPLAINED,
    "abuse", "192.0.2.1", "a@example.org", "bob@example.net", "example.org", "mx.example.net;  spf=fail smtp.mail=a@example.org", 100 },
  { "least", FEEDBACK "Feedback-Type: Fraud\n" COMPLAINED, "fraud", NULL, NULL, NULL, NULL, NULL, 0 },
  { "null sender, IPv6, old date", FEEDBACK "Feedback-Type: abuse\nOriginal-Mail-From: <>\nSource-IP: [2001:DB8::1]\nReceived-Date: Thu, 1 Jan 1970 00:01:40 +0000\n" COMPLAINED,
    "abuse", "2001:db8::1", "", NULL, NULL, NULL, 100 },
  { "no address", FEEDBACK "Feedback-Type: abuse\nSource-IP: unknown\nArrival-Date: yesterday\n" COMPLAINED, "abuse", NULL, NULL, NULL, NULL, NULL, 0 },
  { "no type", FEEDBACK "Source-IP: 192.0.2.1\n" COMPLAINED, NULL, NULL, NULL, NULL, NULL, NULL, 0 },
  { "the first counts", FEEDBACK "Feedback-Type: abuse\nSource-IP: 192.0.2.1\n" PART ("message/feedback-report") "Feedback-Type: fraud\nSource-IP: 192.0.2.2\n" COMPLAINED, "abuse", "192.0.2.1", NULL, NULL, NULL, NULL, 0 },
};
/* clang-format on */

static void
test_abuse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (abuse_rows); i++)
    {
      const char *row = abuse_rows[i].row;
      g_autoptr (SvEnclosed) enclosed = read_text (abuse_rows[i].text);
      const SvAbuseReport *abuse = &enclosed->abuse;
      CHECK_STR (row, abuse->feedback_type, abuse_rows[i].type);
      CHECK_IP (row, &abuse->source_ip, abuse_rows[i].ip);
      CHECK_STR (row, abuse->mail_from, abuse_rows[i].mail_from);
      CHECK_STR (row, abuse->rcpt_to, abuse_rows[i].rcpt_to);
      CHECK_STR (row, abuse->reported_domain, abuse_rows[i].domain);
      CHECK_STR (row, abuse->auth_results, abuse_rows[i].results);
      CHECK_INT (row, abuse->has_arrival_date, abuse_rows[i].arrival != 0);
      CHECK_INT (row, abuse->arrival_date, abuse_rows[i].arrival);
      CHECK_INT (row, enclosed->messages->len, 1);
      const SvMessage *message = enclosed->messages->pdata[0];
      CHECK_IP (row, &message->reported_ip, abuse_rows[i].ip);
      CHECK_STR (row, message->reported_mail_from, abuse_rows[i].mail_from);
    }
}

/* What the refusing server saw goes to the message that came back, an abuse report's word first. */
static void
test_refused_address (void)
{
#define GMAIL \
  "Final-Recipient: rfc822;a@example.net\nAction: failed\nDiagnostic-Code: smtp; 550-5.7.26 " \
  "SPF [example.org] with ip: [203.0.113.7] = did not pass\n"
  static const struct
  {
    const char *row, *text, *ip;
  } rows[] = {
    { "named", STATUS GMAIL COMPLAINED, "203.0.113.7" },
    { "private", STATUS "Action: failed\nDiagnostic-Code: smtp; 550 from 10.1.2.3\n" COMPLAINED,
      NULL },
    { "not named", STATUS "Action: failed\nDiagnostic-Code: smtp; 550 no\n" COMPLAINED, NULL },
    { "abuse", STATUS GMAIL PART ("message/feedback-report") "Feedback-Type: abuse\n" COMPLAINED,
      NULL },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SvEnclosed) enclosed = read_text (rows[i].text);
      const SvMessage *message = enclosed->messages->pdata[0];
      CHECK_IP (rows[i].row, &message->reported_ip, rows[i].ip);
    }
}

/* Lines of the message, wherever the part can be read as it lies there. */
static void
test_lines (void)
{
  static const struct
  {
    const char *row, *text;
    guint lines[2];
  } rows[] = {
    { "reason",
      STATUS REPORTER "Final-Recipient: a@example.net\nAction: failed\nDiagnostic-Code: x\n\n"
                      "Final-Recipient: b@example.net\nStatus: 5.0.0\nAction: failed\n" END,
      { 12, 15 } },
    { "encoded",
      MULTI ("report") "--b\nContent-Type: message/delivery-status\n"
                       "Content-Transfer-Encoding: quoted-printable\n\nAction: failed\n" END,
      { 0, 0 } },
    { "the whole body", "Content-Type: message/delivery-status\n\nAction: failed\n", { 3, 0 } },
    { "text",
      "Subject: x\n\n" QMAIL_TOP "<a@example.net>:\nsaid:\n550 x\n\n<b@example.net>:\n550 y\n",
      { 6, 10 } },
    { "multipart in multipart",
      MULTI ("mixed") "--b\nContent-Type: multipart/report; boundary=c\n\n\n--c\n\nx\n--c\n"
                      "Content-Type: message/delivery-status\n\nAction: failed\n--c--\n" END,
      { 15, 0 } },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SvEnclosed) enclosed = read_text (rows[i].text);
      for (guint k = 0; k < enclosed->deliveries->len; k++)
        CHECK_INT (rows[i].row, g_array_index (enclosed->deliveries, SvDelivery, k).line,
                   rows[i].lines[k]);
      CHECK (rows[i].row, enclosed->deliveries->len > 0);
    }
  g_autoptr (SvEnclosed) abuse
      = read_text (FEEDBACK "Version: 1\nFeedback-Type: abuse\n" COMPLAINED);
  CHECK_INT ("complaint", abuse->abuse.line, 9);
}

/* What a report says is the identity of the message that it encloses; only options overrule it. */
static void
test_identity (void)
{
#define REPORTED \
  FEEDBACK "Feedback-Type: abuse\nSource-IP: 192.0.2.1\nOriginal-Mail-From: <a@example.org>\n"
#define FROM_CLIENT "Received: from client.example.org ([192.0.2.1]) by mx.example.net; date\n"
#define OTHER_CLIENT "Received: from other.example.org ([198.51.100.1]) by mx.example.net; date\n"
  static const struct
  {
    const char *row, *text, *said, *ip, *from, *mail_from, *mail_from_from, *confidence;
  } rows[] = {
    { "confirmed", REPORTED PART ("message/rfc822") FROM_CLIENT "\n" END, NULL, "192.0.2.1",
      "report", "a@example.org", "report", "high" },
    { "not confirmed", REPORTED PART ("message/rfc822") OTHER_CLIENT "\n" END, NULL, "192.0.2.1",
      "report", "a@example.org", "report", "medium" },
    { "over Return-Path",
      REPORTED PART ("message/rfc822") "Return-Path: <b@example.org>\n" FROM_CLIENT "\n" END, NULL,
      "192.0.2.1", "report", "a@example.org", "report", "high" },
    { "nothing said",
      FEEDBACK "Feedback-Type: abuse\n" PART (
          "message/rfc822") "Return-Path: <b@example.org>\n" FROM_CLIENT "\n" END,
      NULL, "192.0.2.1", "received", "b@example.org", "return-path", "low" },
    { "overruled", REPORTED PART ("message/rfc822") FROM_CLIENT "\n" END, "203.0.113.9",
      "203.0.113.9", "option", "a@example.org", "report", "high" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SvEnclosed) enclosed = read_text (rows[i].text);
      g_autoptr (SvFacts) facts = sv_facts_read (enclosed->messages->pdata[0], TRUE);
      SvSaid said = { .ip = mail_ip (rows[i].said) };
      g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
      CHECK_IP (rows[i].row, &identity->ip, rows[i].ip);
      CHECK_STR (rows[i].row, sv_from_name (identity->ip_from), rows[i].from);
      CHECK_STR (rows[i].row, identity->mail_from, rows[i].mail_from);
      CHECK_STR (rows[i].row, sv_from_name (identity->mail_from_from), rows[i].mail_from_from);
      CHECK_STR (rows[i].row, sv_confidence_name (identity->confidence), rows[i].confidence);
    }
}

/* The findings of a message. */
static GArray *
find (const char *text)
{
  g_autoptr (SvMessage) message = mail_whole_message (text);
  g_autoptr (SvEnclosed) enclosed = read_message (message);
  g_autoptr (SvFacts) facts = sv_facts_read (message, TRUE);
  SvSaid said = { 0 };
  g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
  SvStored stored = { 0 };
  SvComparison comparison = { SV_COMPARE_NOT_EVALUATED, NULL, NULL, "no-network" };
  SvAlignment alignment = { 0 };
  SvCase findings_case
      = { facts, identity, &stored, NULL, &comparison, &alignment, .enclosed = enclosed };
  return sv_findings_find (&findings_case);
}

/* "ID[!]@LINE …", "!" for one that is no error; all placeholders are filled. */
static char *
describe_findings (const char *text)
{
  g_autoptr (GArray) findings = find (text);
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < findings->len; i++)
    {
      const SvFinding *finding = &g_array_index (findings, SvFinding, i);
      if (strcmp (finding->text->id, "bounce-reason") != 0
          && strcmp (finding->text->id, "complaint-report") != 0)
        continue;
      g_autofree char *title = sv_finding_title (finding);
      g_autofree char *detail = sv_finding_detail (finding);
      g_autofree char *remedy = sv_finding_remedy (finding);
      CHECK (title, !strchr (title, '{') && !strchr (detail, '{') && !strchr (remedy, '{'));
      g_string_append_printf (out, "%s%s@%u ", finding->text->id,
                              finding->severity == SV_SEVERITY_ERROR ? "" : "!", finding->line);
    }
  return g_string_free (out, FALSE);
}

static void
test_findings (void)
{
#define REFUSED(to, reply) \
  "Final-Recipient: rfc822;" to "@example.net\nAction: failed\nDiagnostic-Code: smtp; " reply "\n" \
  "\n"
  static const struct
  {
    const char *row, *text, *findings;
  } rows[] = {
    { "one", STATUS REFUSED ("a", "550 5.1.1 no") END, "bounce-reason@10 " },
    { "one reason, two recipients",
      STATUS REFUSED ("a", "550 5.1.1 no") REFUSED ("b", "550 5.1.1 nobody") END,
      "bounce-reason@10 " },
    { "two reasons", STATUS REFUSED ("a", "550 5.1.1 no") REFUSED ("b", "552 5.2.2 full") END,
      "bounce-reason@10 bounce-reason@14 " },
    { "delayed", STATUS "Action: delayed\nStatus: 4.4.1\n" END, "bounce-reason!@9 " },
    { "delivered", STATUS "Action: delivered\nStatus: 2.0.0\n" END, "" },
    { "no code", STATUS "Action: failed\nDiagnostic-Code: smtp; no\n" END, "" },
    { "many reasons",
      STATUS REFUSED ("a", "550 5.1.1") REFUSED ("b", "550 5.1.2") REFUSED ("c", "550 5.2.1")
          REFUSED ("d", "550 5.2.2") REFUSED ("e", "550 5.2.3") REFUSED ("f", "550 5.4.6") END,
      "bounce-reason@10 bounce-reason@14 bounce-reason@18 bounce-reason@22 bounce-reason@26 " },
    { "complaint", FEEDBACK "Feedback-Type: abuse\n" COMPLAINED, "complaint-report!@8 " },
    { "no report", MULTI ("mixed") PART ("text/plain") "x\n" END, "" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *found = describe_findings (rows[i].text);
      CHECK_STR (rows[i].row, found, rows[i].findings);
    }
}

/* What looks like a placeholder in a report stays what it is. */
static void
test_hostile_values (void)
{
  g_autoptr (GArray) findings
      = find (STATUS REFUSED ("{reply}", "550 5.7.1 {evidence} {advice} {mta}") END);
  const SvFinding *finding = &g_array_index (findings, SvFinding, 0);
  g_autofree char *title = sv_finding_title (finding);
  g_autofree char *detail = sv_finding_detail (finding);
  CHECK ("title", strstr (title, "{reply}@example.net") != NULL);
  CHECK ("detail", strstr (detail, "550 5.7.1 {evidence} {advice} {mta}") != NULL);
}

/* A message in a message, as deep as there are any; each is opened like the first. */
static void
test_nested_messages (void)
{
  g_autoptr (GString) text = g_string_new ("Subject: in\n\nbody\n");
  for (int i = 0; i < 40; i++)
    g_string_prepend (text, "Content-Type: message/rfc822\n\n");
  SvMessage *message = mail_whole_message (text->str);
  guint depth = 0;
  while (message)
    {
      g_autoptr (SvEnclosed) enclosed = read_message (message);
      sv_message_free (message);
      message = enclosed->messages->len ? g_steal_pointer (&enclosed->messages->pdata[0]) : NULL;
      depth += message != NULL;
    }
  CHECK_INT ("depth", depth, SV_ENCLOSED_DEPTH_MAX);
}

static void
count_parts (const SvMimePart *part, gpointer data)
{
  (void)part;
  ++*(guint *)data;
}

static guint
walk (const char *text)
{
  g_autoptr (SvMessage) message = mail_whole_message (text);
  g_autoptr (SvHeaders) headers = sv_headers_parse (message->header);
  guint parts = 0;
  sv_mime_walk (headers, message->body, NULL, count_parts, &parts);
  return parts;
}

/* Multiparts in multiparts: those that lie too deep are parts like others, with all that is in
 * them; nobody's stack grows. */
static void
test_nested_multiparts (void)
{
  g_autoptr (GString) text = g_string_new ("Content-Type: multipart/mixed; boundary=b0\n\n");
  for (int i = 0; i < 50000; i++)
    g_string_append_printf (text, "--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n", i,
                            i + 1);
  CHECK_INT ("deep", walk (text->str), 1);
}

static void
test_many_parts (void)
{
  g_autoptr (GString) text = g_string_new (MULTI ("digest"));
  for (int i = 0; i < 50000; i++)
    g_string_append (text, "--b\n\nSubject: x\n\n");
  CHECK_INT ("parts", walk (text->str), SV_MIME_PARTS_MAX);
  g_autoptr (SvEnclosed) enclosed = read_text (text->str);
  CHECK_INT ("messages", enclosed->messages->len, SV_ENCLOSED_MAX);
}

static void
test_many_recipients (void)
{
  g_autoptr (GString) text = g_string_new (STATUS REPORTER);
  for (int i = 0; i < 50000; i++)
    g_string_append (text, "Action: failed\n\n");
  g_autoptr (SvEnclosed) enclosed = read_text (text->str);
  CHECK_INT ("recipients", enclosed->deliveries->len, SV_DELIVERIES_MAX);
}

/* Lines that nearly are boundaries, in a body of some megabytes. */
static void
test_near_boundaries (void)
{
  g_autofree char *boundary = g_strnfill (3000, '-');
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_printf (text, "Content-Type: multipart/mixed; boundary=\"%s\"\n\n", boundary);
  for (int i = 0; i < 1000; i++)
    g_string_append_printf (text, "--%s-\n", boundary);
  CHECK_INT ("parts", walk (text->str), 0);
}

static void
test_odd_content_types (void)
{
  static const char *const types[] = { "",
                                       "multipart",
                                       "multipart/",
                                       "/",
                                       ";",
                                       "multipart/mixed;boundary=",
                                       "multipart/mixed;boundary=\"",
                                       "multipart/mixed; boundary=\"\"",
                                       "\x01\xff",
                                       "message/rfc822;\"",
                                       "multipart/mixed; boundary*0=b; boundary*1=c",
                                       "multipart/mixed; boundary*=utf-8''b",
                                       "multipart/mixed; boundary*=x'%'%%%" };
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *text = g_strdup_printf (
          "Content-Type: %s\n\n--b\n\nx\n--b\nContent-Type: %s\n\nx\n", types[i], types[i]);
      g_autoptr (SvEnclosed) enclosed = read_text (text);
      CHECK (types[i], enclosed->messages->len == 0);
    }
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "messages", test_messages },
    { "no body", test_no_body },
    { "origin", test_origin },
    { "deliveries", test_deliveries },
    { "abuse reports", test_abuse },
    { "refused address", test_refused_address },
    { "lines", test_lines },
    { "identity", test_identity },
    { "findings", test_findings },
    { "hostile values", test_hostile_values },
    { "nested messages", test_nested_messages },
    { "nested multiparts", test_nested_multiparts },
    { "many parts", test_many_parts },
    { "many recipients", test_many_recipients },
    { "near boundaries", test_near_boundaries },
    { "odd content types", test_odd_content_types },
    { NULL, NULL },
  };
  return suite_run ("enclosed", tests);
}
