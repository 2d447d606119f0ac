/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of how quoted SMTP replies are read, and of what they are explained as. */

#include "judge/bounce.h"

#include "mail.h"
#include "suite.h"

#include <string.h>

/* Reads a reply from an exact block; `strings` holds what is found. */
static SvReply
read_reply (const char *text, GStringChunk *strings)
{
  SvReply reply;
  g_autofree char *exact = suite_exact (text, -1);
  sv_reply_read ((SvSlice){ exact, strlen (text) }, strings, &reply);
  return reply;
}

/* clang-format off */
static const struct
{
  const char *text;
  guint code;
  const char *status;
  const char *line; /* NULL: as it is */
  const char *ip;
} replies[] = {
  { "550 5.1.1 No such user", 550, "5.1.1", NULL, NULL },
  { "550 No such user", 550, NULL, NULL, NULL },
  { "550", 550, NULL, NULL, NULL },
  { "421 4.7.0 [TSS04] Messages from 203.0.113.7 temporarily deferred", 421, "4.7.0", NULL, "203.0.113.7" },
  { "host mx.example.net[192.0.2.1] said: 550 5.7.23 SPF fail (in reply to RCPT TO command)", 550, "5.7.23",
    "550 5.7.23 SPF fail (in reply to RCPT TO command)", NULL },
  { "SMTP error from remote mail server after RCPT TO:<b@example.net>:\n  550 5.1.1 unknown", 550, "5.1.1",
    "550 5.1.1 unknown", NULL },
  { "550-5.7.26 This is 550-5.7.26 one text. 550 5.7.26 The end", 550, "5.7.26", "550 5.7.26 This is one text. The end", NULL },
  { "550-5.7.1 One\n550-5.7.1 two\n550 5.7.1 three", 550, "5.7.1", "550 5.7.1 One two three", NULL },
  { "550-Verification failed for <a@example.org>\n550-Nobody there\n550 Sender verify failed", 550, NULL,
    "550 Verification failed for <a@example.org> Nobody there Sender verify failed", NULL },
  { "550 5.7.1 the 550 people of room 550-7", 550, "5.7.1", "550 5.7.1 the 550 people of room 7", NULL },
  { "Sorry, no mailbox here by that name. (#5.1.1)", 0, "5.1.1", NULL, NULL },
  { "554 delivery error: dd This user doesn't have an account (#5.1.1)", 554, "5.1.1", NULL, NULL },
  { "550 5.7.1: refused", 550, "5.7.1", NULL, NULL },
  { "<<< 550 5.1.1 unknown", 550, "5.1.1", "550 5.1.1 unknown", NULL },
  { "250 2.0.0 fine", 0, NULL, NULL, NULL },
  { "connect to mx.example.net[192.0.2.1]:25: Connection timed out", 0, NULL, NULL, NULL },
  { "room 550 is closed", 0, NULL, NULL, NULL },
  { "5500 5.1.1.1 15.1.1", 0, NULL, NULL, NULL },
  { "550 5.7.1 from [2001:db8::25].", 550, "5.7.1", NULL, "2001:db8::25" },
  { "550 5.7.23 see http://www.openspf.net/Why?s=mfrom;id=a@example.org;ip=203.0.113.7;r=<UNKNOWN>", 550, "5.7.23", NULL, "203.0.113.7" },
  { "550 5.7.1 192.0.2.1 and 192.0.2.2", 550, "5.7.1", NULL, NULL },
  { "550 5.7.1 192.0.2.1 and [192.0.2.1]", 550, "5.7.1", NULL, "192.0.2.1" },
  { "  550   5.1.1\t unknown \r\n", 550, "5.1.1", "550 5.1.1 unknown", NULL },
  { "", 0, NULL, NULL, NULL },
  { "-", 0, NULL, NULL, NULL },
  { "550-", 550, NULL, "550", NULL },
  { "(#", 0, NULL, NULL, NULL },
};
/* clang-format on */

static void
test_replies (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      const char *row = replies[i].text;
      g_autoptr (GStringChunk) strings = g_string_chunk_new (64);
      SvReply reply = read_reply (row, strings);
      CHECK_INT (row, reply.code, replies[i].code);
      CHECK_STR (row, reply.status, replies[i].status);
      CHECK_STR (row, reply.text, replies[i].line ? replies[i].line : row[0] ? row : NULL);
      CHECK_IP (row, &reply.client_ip, replies[i].ip);
    }
}

static void
test_long_reply (void)
{
  g_autoptr (GString) text = g_string_new ("550 5.7.1");
  for (int i = 0; i < 20000; i++)
    g_string_append (text, " 550-5.7.1 word");
  g_autoptr (GStringChunk) strings = g_string_chunk_new (64);
  SvReply reply = read_reply (text->str, strings);
  CHECK ("bounded", strlen (reply.text) < SV_REPLY_MAX);
  CHECK ("in words", g_str_has_suffix (reply.text, " word"));
}

/* clang-format off */
/* Replies as the receivers write them, with reserved names. */
static const struct
{
  const char *reply;
  const char *status; /* of the report */
  const char *reason; /* NULL: nothing can be said */
} bounces[] = {
  /* Gmail */
  { "550-5.7.26 This mail has been blocked because the sender is 550-5.7.26 unauthenticated. 550-5.7.26 Gmail requires all senders to authenticate with either 550-5.7.26 SPF or DKIM.", NULL, "unauthenticated" },
  { "550-5.7.26 Unauthenticated email from example.org is not accepted due to 550-5.7.26 domain's DMARC policy.", NULL, "dmarc-policy" },
  { "550-5.7.26 The MAIL FROM domain [example.org] has an SPF record with a hard 550-5.7.26 fail policy (-all) but it fails to pass SPF checks", NULL, "spf-fail" },
  { "421-4.7.26 This email has been rate limited because it is unauthenticated. 421-4.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.", NULL, "unauthenticated" },
  { "550-5.7.27 This message was blocked because it didn't pass SPF", NULL, "spf-required" },
  { "421-4.7.27 Your email has been rate limited because SPF authentication didn't pass", NULL, "spf-required" },
  { "550-5.7.30 This message was blocked because it didn't pass DKIM", NULL, "dkim-required" },
  { "421 4.7.32 Your email has been rate limited because the From: header (RFC5322) in this message isn't aligned", NULL, "not-aligned" },
  { "550 5.7.40 Your message was blocked because the sending domain doesn't have a DMARC record", NULL, "dmarc-missing" },
  { "550-5.7.25 The IP address sending this message does not have a PTR record setup", NULL, "no-ptr" },
  { "451 4.7.23 The sending IP address for this message doesn't have a PTR record", NULL, "no-ptr" },
  { "451-4.7.24 The SPF record of the sending domain has one or more suspicious 451-4.7.24 entries.", NULL, "spf-suspicious" },
  { "421-4.7.28 Gmail has detected an unusual rate of email", NULL, "rate" },
  { "421-4.7.29 Your email has been rate limited because you're not using a TLS connection", NULL, "tls-required" },
  { "550-5.7.1 Gmail has detected that this message is likely unsolicited mail.", NULL, "spam" },
  { "552-5.2.2 The recipient's inbox is out of storage space", NULL, "mailbox-full" },
  { "550-5.1.1 The email account that you tried to reach does not exist.", NULL, "unknown-user" },

  /* Microsoft */
  { "550 5.7.515 Access denied, sending domain EXAMPLE.ORG does not meet the required authentication level.", NULL, "authentication-level" },
  { "550 5.7.509: Access denied, sending domain example.org does not pass DMARC verification and has a DMARC policy of reject.", NULL, "dmarc-policy" },
  { "550 5.7.23 The message was rejected because of Sender Policy Framework violation", NULL, "spf-fail" },
  { "550 5.7.1 Unfortunately, messages from [203.0.113.7] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150).", NULL, "ip-blocked" },
  { "550 SC-001 (EXAMPLE) Unfortunately, messages from 203.0.113.7 weren't sent.", NULL, "spam" },
  { "421 RP-001 (EXAMPLE) Unfortunately, some messages from 203.0.113.7 weren't sent.", NULL, "rate" },
  { "451 4.7.650 The mail server [203.0.113.7] has been temporarily rate limited due to IP reputation.", NULL, "rate" },
  { "550 5.7.606 Access denied, banned sending IP [203.0.113.7]", NULL, "ip-blocked" },
  { "550 5.7.649 Access denied", NULL, "ip-blocked" },
  { "550 5.7.650 Access denied", NULL, "policy" },
  { "550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP.", NULL, "sender-banned" },
  { "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup", NULL, "senders-restricted" },
  { "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", NULL, "unknown-user" },
  { "550 5.4.1 Recipient address rejected: Access denied.", NULL, "unknown-user" },

  /* Yahoo, Apple */
  { "554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yahooinc.com/error-codes", NULL, "dmarc-policy" },
  { "421 4.7.0 [TSS04] Messages from 203.0.113.7 temporarily deferred due to unexpected volume or user complaints", NULL, "rate" },
  { "553 5.7.2 [TSS09] All messages from 203.0.113.7 will be permanently deferred", NULL, "ip-blocked" },
  { "554 Message not allowed - [PH01] Email not accepted for policy reasons.", NULL, "spam" },
  { "554 5.7.1 [HME1] This message was blocked for failing both SPF and DKIM authentication checks.", NULL, "unauthenticated" },
  { "550 5.7.1 [CS01] Message rejected due to local policy.", NULL, "spam" },
  { "554 5.7.1 Your message was rejected due to example.org's DMARC policy.", NULL, "dmarc-policy" },

  /* Postfix with policyd-spf, Exim, qmail */
  { "550 5.7.23 <bob@example.net>: Recipient address rejected: Message rejected due to: SPF fail - not authorized. Please see http://www.openspf.net/Why?s=mfrom;id=a@example.org;ip=203.0.113.7;r=<UNKNOWN>", NULL, "spf-fail" },
  { "550 5.7.1 <bob@example.net>: Recipient address rejected: Message rejected due to: SPF fail - not authorized", NULL, "spf-fail" },
  { "550 5.7.24 <bob@example.net>: Recipient address rejected: Message rejected due to: SPF Permanent Error: Too many DNS lookups", NULL, "spf-error" },
  { "550 [SPF] 203.0.113.7 is not allowed to send mail from example.org.", NULL, "spf-fail" },
  { "550 SPF: 203.0.113.7 is not allowed to send mail from example.org: Please see http://www.open-spf.org/Why", NULL, "spf-fail" },
  { "550 SPF check failed.", NULL, "spf-fail" },
  { "Sorry, no mailbox here by that name. (#5.1.1)", NULL, "unknown-user" },

  /* RFC 7372 and its neighbours without known words */
  { "550 5.7.20 refused", NULL, "dkim-fail" },
  { "550 5.7.21 refused", NULL, "dkim-fail" },
  { "550 5.7.22 refused", NULL, "dkim-fail" },
  { "550 5.7.23 refused", NULL, "spf-fail" },
  { "451 4.7.24 refused", NULL, "spf-error" },
  { "550 5.7.25 refused", NULL, "no-ptr" },
  { "550 5.7.26 refused", NULL, "unauthenticated" },
  { "550 5.7.27 refused", NULL, "null-mx" },
  { "550 5.7.29 refused", NULL, "arc-fail" },
  { "550 5.7.30 refused", NULL, "tls-required" },

  /* Words */
  { "554 5.7.1 Service unavailable; Client host [203.0.113.7] blocked using zen.spamhaus.org", NULL, "ip-blocked" },
  { "450 4.2.0 <bob@example.net>: Recipient address rejected: Greylisted", NULL, "greylisted" },
  { "554 5.7.1 <bob@example.net>: Relay access denied", NULL, "relay-denied" },
  { "550 User unknown", NULL, "unknown-user" },

  /* RFC 3463 */
  { "550 5.1.1 x", NULL, "unknown-user" },
  { "550 5.1.2 x", NULL, "unknown-domain" },
  { "553 5.1.8 x", NULL, "sender-domain" },
  { "550 5.1.5 x", NULL, "address" },
  { "550 5.2.1 x", NULL, "mailbox-disabled" },
  { "552 5.2.3 x", NULL, "too-large" },
  { "550 5.2.4 x", NULL, "mailbox" },
  { "552 5.3.4 x", NULL, "too-large" },
  { "452 4.3.1 x", NULL, "system" },
  { "554 5.4.6 x", NULL, "loop" },
  { "554 4.4.7 x", NULL, "expired" },
  { "554 5.4.4 x", NULL, "routing" },
  { "503 5.5.1 x", NULL, "protocol" },
  { "554 5.6.0 x", NULL, "content" },
  { "554 5.7.8 x", NULL, "login-required" },
  { "554 5.7.1 x", NULL, "policy" },

  /* What the reply lacks, the Status field has; the reply's own code comes first. */
  { "x", "5.1.1", "unknown-user" },
  { "550 5.7.23 x", "5.0.0", "spf-fail" },
  { "", "5.2.2", "mailbox-full" },
  { "550 x", NULL, "permanent" },
  { "421 x", NULL, "temporary" },
  { "550 x", "5.0.0", "permanent" },
  { "x", "4.0.0", "temporary" },
  { "x", NULL, NULL },
  { "", NULL, NULL },

  /* Words are whole, and codes too. */
  { "550 5.7.1 dmarcation line, spfail", NULL, "policy" },
  { "550 5.7.260 x", NULL, "policy" },
  { "550 5.70.26 SPF", NULL, "permanent" },
};
/* clang-format on */

static void
test_bounces (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bounces); i++)
    {
      const char *row = bounces[i].reply;
      g_autoptr (GStringChunk) strings = g_string_chunk_new (64);
      SvReply reply = read_reply (row, strings);
      SvBounce bounce = { 0 };
      gboolean found = sv_bounce_explain (&reply, bounces[i].status, &bounce);
      CHECK_STR (row, found ? bounce.reason->id : NULL, bounces[i].reason);
      CHECK (row, !found || (bounce.reference && bounce.reference[0]));
    }
}

/* One receiver, one page. */
static void
test_references (void)
{
  static const struct
  {
    const char *reply, *reference;
  } pages[] = {
    { "550-5.7.27 This message was blocked because it didn't pass SPF", "support.google.com" },
    { "550 5.7.515 Access denied", "support.microsoft.com" },
    { "550 5.7.509 Access denied", "learn.microsoft.com" },
    { "421 4.7.0 [TSS04] Messages temporarily deferred due to", "senders.yahooinc.com" },
    { "550 5.7.1 [CS01] Message rejected due to local policy.", "support.apple.com" },
    { "550 5.7.23 refused", "RFC 7372" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (GStringChunk) strings = g_string_chunk_new (64);
      SvReply reply = read_reply (pages[i].reply, strings);
      SvBounce bounce = { 0 };
      sv_bounce_explain (&reply, NULL, &bounce);
      CHECK (pages[i].reply, bounce.reference && strstr (bounce.reference, pages[i].reference));
    }
}

/* Every reason that a row leads to is in the table of reasons, with whole texts. */
static void
test_reasons (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bounces); i++)
    {
      const char *id = bounces[i].reason;
      const SvBounceReason *reason = id ? sv_bounce_reason (id) : NULL;
      if (!id)
        continue;
      CHECK (id, reason && reason->explanation[0] && reason->advice[0]);
      CHECK (id, !reason || (!strchr (reason->explanation, '{') && !strchr (reason->advice, '{')));
    }
  CHECK ("unknown", !sv_bounce_reason ("no-such-reason"));
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "replies", test_replies }, { "long reply", test_long_reply },
    { "bounces", test_bounces }, { "references", test_references },
    { "reasons", test_reasons }, { NULL, NULL },
  };
  return suite_run ("bounce", tests);
}
