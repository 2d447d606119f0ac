/* SPDX-License-Identifier: GPL-3.0-or-later
 * Received fields in the forms of the systems that write them. */

#include "mail/received.h"
#include "suite.h"

#include <string.h>

/* 2024-01-01 00:00:00 UTC */
#define NEW_YEAR 1704067200
#define DATE "Mon, 1 Jan 2024 00:00:00 +0000"

/* Time in which a hostile field of 1 MB must be read, with sanitizers on a slow machine.  It takes
 * some 20 ms; a walk in quadratic time takes hours. */
#define HOSTILE_SECONDS 20
#define HOSTILE_BYTES (1024 * 1024)

typedef struct
{
  const char *name;
  const char *value;
  const char *ip;
  const char *helo;
  const char *rdns;
  const char *by;
  const char *with;
} HopRow;

/* clang-format off */
static const HopRow hops[] = {
  /* name [address] in a comment */
  { "Postfix", "from h.example (r.example [192.0.2.1])\tby mx.example.com (Postfix) with ESMTPS id 4Yx\tfor <b@example.com>; " DATE,
    "192.0.2.1", "h.example", "r.example", "mx.example.com", "ESMTPS" },
  { "Postfix, unknown", "from h.example (unknown [192.0.2.1]) by mx.example.com (Postfix) with ESMTP id 4Yx; " DATE,
    "192.0.2.1", "h.example", NULL, "mx.example.com", "ESMTP" },
  { "Postfix, TLS comments", "from h.example (r.example [192.0.2.1]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) "
    "key-exchange X25519 server-signature RSA-PSS (2048 bits)) (No client certificate requested) by mx.example.com (Postfix) with ESMTPS id 1; " DATE,
    "192.0.2.1", "h.example", "r.example", "mx.example.com", "ESMTPS" },
  { "Postfix, IPv6", "from h.example (r.example [IPv6:2001:db8::1]) by mx.example.com with ESMTP id 1; " DATE,
    "2001:db8::1", "h.example", "r.example", "mx.example.com", "ESMTP" },
  { "HELO literal is not the peer", "from [198.51.100.7] (r.example [192.0.2.1]) by mx.example.com with ESMTPSA id 1; " DATE,
    "192.0.2.1", "[198.51.100.7]", "r.example", "mx.example.com", "ESMTPSA" },
  { "Google, final dot", "from h.example (r.example. [192.0.2.1]) by mx.google.com with ESMTPS id a1si5 for <b@example.com> (version=TLS1_3 cipher=X bits=256/256); " DATE,
    "192.0.2.1", "h.example", "r.example", "mx.google.com", "ESMTPS" },
  { "sendmail ident", "from h.example (IDENT:nobody@r.example [192.0.2.1]) by mx.example.com (8.15.2/8.15.2) with ESMTP id 1; " DATE,
    "192.0.2.1", "h.example", "r.example", "mx.example.com", "ESMTP" },
  { "sendmail, forged", "from h.example (r.example [192.0.2.1] (may be forged)) by mx.example.com (8.15.2/8.15.2) with ESMTP id 1; " DATE,
    "192.0.2.1", "h.example", "r.example", "mx.example.com", "ESMTP" },
  { "name is the address", "from h.example (192.0.2.1 [192.0.2.1]) by mx.example.com with ESMTP id 1; " DATE,
    "192.0.2.1", "h.example", "192.0.2.1", "mx.example.com", "ESMTP" },
  { "no name, no address", "from h.example (r.example []) by mx.example.com (Postfix) with ESMTP id 1; " DATE,
    NULL, "h.example", NULL, "mx.example.com", "ESMTP" },
  { "HELO literal, peer unreadable", "from [198.51.100.7] (r.example []) by mx.example.com with ESMTP id 1; " DATE,
    NULL, "[198.51.100.7]", NULL, "mx.example.com", "ESMTP" },
  { "SendGrid, no name", "from h.example ([UNAVAILABLE]. [192.0.2.1]) by 203.0.113.9:2500 (trex/5.2.13); " DATE,
    "192.0.2.1", "h.example", NULL, "203.0.113.9:2500", NULL },

  /* address alone */
  { "Google", "from h.example ([192.0.2.1]) by smtp.gmail.com with ESMTPSA id 1; " DATE,
    "192.0.2.1", "h.example", NULL, "smtp.gmail.com", "ESMTPSA" },
  { "Microsoft", "from h.example (192.0.2.1) by A1.mail.protection.outlook.com (203.0.113.10) with Microsoft SMTP Server (version=TLS1_2, cipher=X) id 15.20.1.2 via Frontend Transport; " DATE,
    "192.0.2.1", "h.example", NULL, "A1.mail.protection.outlook.com", "Microsoft SMTP Server" },
  { "Microsoft, folded", "from h.example\t(2001:db8::5) by\tA1.outlook.com (2001:db8::6) with Microsoft\tSMTP\tServer id 15.20.1.2; " DATE,
    "2001:db8::5", "h.example", NULL, "A1.outlook.com", "Microsoft SMTP Server" },
  { "Microsoft HTTPS has no HELO", "from A.example (2001:db8::5) by B.example with HTTPS; " DATE,
    "2001:db8::5", NULL, NULL, "B.example", "HTTPS" },
  { "Microsoft MAPI with zone", "from A.example ([fe80::1:2:3:4]) by A.example ([fe80::1:2:3:4%7]) with mapi id 15.20.1.2; " DATE,
    "fe80::1:2:3:4", NULL, NULL, "A.example", "mapi" },
  { "zone in the peer", "from A.example (fe80::1%12) by B.example with Microsoft SMTP Server id 1; " DATE,
    "fe80::1", "A.example", NULL, "B.example", "Microsoft SMTP Server" },
  { "IPv4 in IPv6", "from h.example (r.example [::ffff:192.0.2.1]) (AUTH: CRAM-MD5 a@example.com, ) by mx.example.com with ESMTPSA id 1; " DATE,
    "192.0.2.1", "h.example", "r.example", "mx.example.com", "ESMTPSA" },
  { "Oracle", "from [198.51.100.7] (/192.0.2.1) by default (Oracle Beehive Gateway v4.0) with ESMTP ; " DATE,
    "192.0.2.1", "[198.51.100.7]", NULL, "default", "ESMTP" },
  { "blank in front", "from h.example ( [192.0.2.1]) by mx.example.com (Symantec Messaging Gateway) with SMTP id 1; " DATE,
    "192.0.2.1", "h.example", NULL, "mx.example.com", "SMTP" },
  { "doubled brackets", "from h.example ([[192.0.2.1]]) by mx.example.com with SMTP id 1; " DATE,
    "192.0.2.1", "h.example", NULL, "mx.example.com", "SMTP" },
  { "parentheses in brackets", "from h.example ([(192.0.2.1)]) by mx.example.com with SMTP id 1; " DATE,
    "192.0.2.1", "h.example", NULL, "mx.example.com", "SMTP" },
  { "verified", "from h.example ([192.0.2.1] verified) by mx.example.com (CommuniGate Pro SMTP 6.1.13) with ESMTP id 1; " DATE,
    "192.0.2.1", "h.example", NULL, "mx.example.com", "ESMTP" },
  { "user at address", "from h.example (a@example.org@192.0.2.1 with plain) by mx.example.com with SMTP; " DATE,
    "192.0.2.1", "h.example", NULL, "mx.example.com", "SMTP" },
  { "user at literal", "from h.example (lists@[192.0.2.1]) by mx.example.com (8.7.3/8.7.3) with ESMTP id 1; " DATE,
    "192.0.2.1", "h.example", NULL, "mx.example.com", "ESMTP" },
  { "address in brackets behind the name", "from h.example [192.0.2.1] by mx.example.com with SUBMISSION; " DATE,
    "192.0.2.1", "h.example", NULL, "mx.example.com", "SUBMISSION" },
  { "the same, forged", "from h.example [192.0.2.1] (may be forged) by mx.example.com with SMTP id 1; " DATE,
    "192.0.2.1", "h.example", NULL, "mx.example.com", "SMTP" },
  { "glued to the name", "from h.example[192.0.2.1] by mx.example.com with SMTP id 1; " DATE,
    "192.0.2.1", "h.example", NULL, "mx.example.com", "SMTP" },
  { "literal alone", "from [192.0.2.1] by mx.example.com with ASMTP; " DATE, "192.0.2.1", NULL, NULL, "mx.example.com", "ASMTP" },
  { "literal with port", "from [192.0.2.1]:4283 by mx.example.com with SMTP; " DATE, "192.0.2.1", NULL, NULL, "mx.example.com", "SMTP" },
  { "address alone", "from 192.0.2.1 by 203.0.113.9; " DATE, "192.0.2.1", NULL, NULL, "203.0.113.9", NULL },
  { "comment alone", "from (192.0.2.1) by mx.example.com id 1 for <b@example.com>; " DATE, "192.0.2.1", NULL, NULL, "mx.example.com", NULL },
  { "fetchmail", "from pop.example.net [192.0.2.1] by localhost with POP3 (fetchmail-6.3.21) for <b@localhost> (single-drop); " DATE,
    "192.0.2.1", NULL, NULL, "localhost", "POP3" },
  { "web mail", "from [192.0.2.1] ([192.0.2.1]) by web.example.com (Horde Framework) with HTTP; " DATE, "192.0.2.1", NULL, NULL, "web.example.com", "HTTP" },

  /* HELO apart */
  { "Exim, HELO as found", "from h.example ([192.0.2.1]) by mx.example.com with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384 (Exim 4.96) (envelope-from <a@example.org>) id 1; " DATE,
    "192.0.2.1", "h.example", "h.example", "mx.example.com", "esmtps" },
  { "Exim, helo=", "from r.example ([192.0.2.1] helo=h.example) by mx.example.com with esmtp (Exim 4.96) id 1; " DATE,
    "192.0.2.1", "h.example", "r.example", "mx.example.com", "esmtp" },
  { "Exim, port", "from r.example ([192.0.2.1]:47349 helo=h.example ident=root) by mx.example.com with esmtp (Exim 4.43) id 1; " DATE,
    "192.0.2.1", "h.example", "r.example", "mx.example.com", "esmtp" },
  { "Exim, no name", "from [192.0.2.1] (helo=h.example) by mx.example.com with esmtp (Exim 4.96) id 1; " DATE,
    "192.0.2.1", "h.example", NULL, "mx.example.com", "esmtp" },
  { "Exim, no name, port=", "from [192.0.2.1] (port=27040 helo=[10.0.0.27]) by mx.example.com with esmtps (Exim 4.96) id 1; " DATE,
    "192.0.2.1", "[10.0.0.27]", NULL, "mx.example.com", "esmtps" },
  { "Exim, local", "from root by mx.example.com with local (Exim 4.96) (envelope-from <root@example.com>) id 1; " DATE, NULL, NULL, NULL, "mx.example.com", "local" },
  { "Exim, local-rmail", "from uucp by mx.example.com with local-rmail (Exim 4.84_2 #1 (Debian)) id 1; " DATE, NULL, NULL, NULL, "mx.example.com", "local-rmail" },
  { "ecelerity, port in the brackets", "from [198.51.100.7] ([192.0.2.1:36166] helo=[10.0.54.70]) by mx.example.com (envelope-from <a@example.org>) (ecelerity 4.2.38 r(:)) with ESMTP id 6A/47; " DATE,
    "192.0.2.1", "[10.0.54.70]", NULL, "mx.example.com", "ESMTP" },
  { "ecelerity, local", "from [127.0.0.1] ([local]) by mx.example.com (ecelerity 4.2.39) with SMTP id 1; " DATE, "127.0.0.1", NULL, NULL, "mx.example.com", "SMTP" },
  { "qmail", "from r.example (HELO h.example) (192.0.2.1) by mx.example.com with SMTP; 1 Jan 2024 00:00:00 -0000",
    "192.0.2.1", "h.example", "r.example", "mx.example.com", "SMTP" },
  { "qmail, unknown", "from unknown (HELO h.example)([192.0.2.1]) by mx.example.com with SMTP; " DATE,
    "192.0.2.1", "h.example", NULL, "mx.example.com", "SMTP" },
  { "IronPort, HELO literal", "from r.example (HELO\t[198.51.100.7]) ([192.0.2.1]) by mx.example.com with ESMTP; " DATE,
    "192.0.2.1", "[198.51.100.7]", "r.example", "mx.example.com", "ESMTP" },
  { "HELO address without a peer", "from r.example (HELO 198.51.100.7) by mx.example.com with SMTP; " DATE, NULL, "198.51.100.7", "r.example", "mx.example.com", "SMTP" },
  { "HELO with a blank", "from r.example (HELO my host) (192.0.2.1) by mx.example.com with SMTP; " DATE, "192.0.2.1", "my host", "r.example", "mx.example.com", "SMTP" },
  { "Yahoo", "from 192.0.2.1 (EHLO h.example) (192.0.2.1) by mta1.example.com with SMTPs; " DATE, "192.0.2.1", "h.example", NULL, "mta1.example.com", "SMTPs" },
  { "Yahoo, address once", "from 192.0.2.1 (EHLO h.example) by 203.0.113.9 with SMTPs; " DATE, "192.0.2.1", "h.example", NULL, "203.0.113.9", "SMTPs" },
  { "Yahoo, inside", "from 192.0.2.1 by atlas1.example.com pod-id NONE with HTTPS; " DATE, "192.0.2.1", NULL, NULL, "atlas1.example.com", "HTTPS" },
  { "vger", "from r.example ([192.0.2.1]:38878 \"EHLO h.example\" rhost-flags-OK-OK-OK-OK) by vger.example.org with ESMTP id S1 (ORCPT <rfc822;b@example.com>); " DATE,
    "192.0.2.1", "h.example", "r.example", "vger.example.org", "ESMTP" },

  /* what is no address */
  { "version numbers", "from h.example (Server 7.0.5.33) by mx.example.com (12.2.0.1) with Microsoft SMTPSVC(5.0.2195.5329) id 192.0.2.9; " DATE,
    NULL, "h.example", NULL, "mx.example.com", "Microsoft SMTPSVC" },
  { "a date in brackets", "from h.example ([Tue, 18 Jun 2024 14:39:27 +0300]) by mx.example.com with ESMTP; " DATE, NULL, "h.example", NULL, "mx.example.com", "ESMTP" },
  { "socket", "from h.example ([unix socket]) by mx.example.com (Cyrus v2.1.18) with LMTP; " DATE, NULL, "h.example", NULL, "mx.example.com", "LMTP" },
  { "question marks", "from ?10.0.1.6? ([192.0.2.1]) by smtp.gmail.com with ESMTPSA id 1; " DATE, "192.0.2.1", "?10.0.1.6?", NULL, "smtp.gmail.com", "ESMTPSA" },
  { "stars", "from [*.*.*.*] (r.example. [*.*.*.*]) by mx.example.com with ESMTPSA id 1; " DATE, NULL, "[*.*.*.*]", "r.example", "mx.example.com", "ESMTPSA" },
  { "sender, not host", "from <a@example.org> by mx.example.com (CommuniGate Pro RULE 6.1.13) with RULE id 1; " DATE, NULL, NULL, NULL, "mx.example.com", "RULE" },

  /* clauses */
  { "by alone", "by 2002:a05:6a00:1::b0 with SMTP id a1csp1; " DATE, NULL, NULL, NULL, "2002:a05:6a00:1::b0", "SMTP" },
  { "by address after empty from", "from by 192.0.2.9 with SMTP; " DATE, NULL, NULL, NULL, "192.0.2.9", "SMTP" },
  { "client that calls itself by", "from by (r.example [192.0.2.1]) by mx.example.com with ESMTP id 1; " DATE, "192.0.2.1", "by", "r.example", "mx.example.com", "ESMTP" },
  { "by before from", "by mx.example.com (Smail3.1) from h.example (192.0.2.1) with smtp id <1>; " DATE, "192.0.2.1", "h.example", NULL, "mx.example.com", "smtp" },
  { "glued to the comment", "from h.example (r.example [192.0.2.1])by mx.example.com (LM-6) with ESMTP id 1; " DATE, "192.0.2.1", "h.example", "r.example", "mx.example.com", "ESMTP" },
  { "words in upper case", "FROM h.example ([192.0.2.1]) BY mx.example.com WITH ESMTP; " DATE, "192.0.2.1", "h.example", NULL, "mx.example.com", "ESMTP" },
  { "words in a comment", "from h.example (from x by y with z [192.0.2.1]) by mx.example.com with ESMTP; " DATE, NULL, "h.example", NULL, "mx.example.com", "ESMTP" },
  { "sendmail submission", "(from root@localhost) by mx.example.com (8.15.2/8.15.2/Submit) id 1; " DATE, NULL, NULL, NULL, "mx.example.com", NULL },
  { "Postfix submission", "by mx.example.com (Postfix, from userid 0) id 1; " DATE, NULL, NULL, NULL, "mx.example.com", NULL },
  { "qmail inside", "(qmail 12 invoked from network); 1 Jan 2024 00:00:00 -0000", NULL, NULL, NULL, NULL, NULL },
  { "vger list", "(majordomo@vger.example.org) by vger.example.org via listexpand id S1 (ORCPT <rfc822;b@example.com>); " DATE, NULL, NULL, NULL, "vger.example.org", NULL },
  { "Mimecast", "from h.example (r.example [192.0.2.1]) by relay.example.com with ESMTP with STARTTLS (version=TLSv1.3, cipher=X) id 1; " DATE,
    "192.0.2.1", "h.example", "r.example", "relay.example.com", "ESMTP" },
  { "comment behind with", "from h.example ([192.0.2.1]) by mx.example.com with (TLSv1.2:X encrypted) esmtp id 1; " DATE, "192.0.2.1", "h.example", NULL, "mx.example.com", "esmtp" },
  { "stray parenthesis in HELO", "from h(x (r.example [192.0.2.1]) by mx.example.com with ESMTP id 1; " DATE, "192.0.2.1", "h", "r.example", "mx.example.com", "ESMTP" },
  { "unclosed bracket", "from [192.0.2.1 (r.example [192.0.2.2]) by mx.example.com with ESMTP id 1; " DATE, "192.0.2.2", "[192.0.2.1", "r.example", "mx.example.com", "ESMTP" },
  { "8-bit bytes", "from h\xc3\xa4.example (r\xff.example [192.0.2.1]) by mx.example.com with ESMTP id 1; " DATE, "192.0.2.1", "h\xc3\xa4.example", "r\xff.example", "mx.example.com", "ESMTP" },
  { "empty", "", NULL, NULL, NULL, NULL, NULL },
  { "from alone", "from", NULL, NULL, NULL, NULL, NULL },
};

static const struct
{
  const char *name;
  const char *value;
  const char *id;
  const char *for_;
  gint64 date; /* 0: none */
  int zone;
  int partly_at; /* -1: understood */
} tails[] = {
  { "usual", "by x.example with SMTP id abc-1 for <b@example.com>; " DATE, "abc-1", "b@example.com", NEW_YEAR, 0, -1 },
  { "zone and comment", "by x.example; Mon, 1 Jan 2024 09:00:00 +0900 (JST)", NULL, NULL, NEW_YEAR, 540, -1 },
  { "bare for", "by x.example id 1 for b@example.com; " DATE, "1", "b@example.com", NEW_YEAR, 0, -1 },
  { "for with doubled brackets", "by x.example id <1@y.example> for <\"b@example.com\" <b@example.com>> " DATE, "<1@y.example>", "b@example.com", NEW_YEAR, 0, -1 },
  { "clause words in quotes", "by x.example for \"by with\"@example.com; " DATE, NULL, "\"by with\"@example.com", NEW_YEAR, 0, -1 },
  { "several recipients", "by x.example id 1 for <multiple recipients>; " DATE, "1", NULL, NEW_YEAR, 0, -1 },
  { "date without semicolon", "by x.example (SG) with HTTP id ab Mon, 01 Jan 2024 00:00:00.481 +0000 (UTC)", "ab", NULL, NEW_YEAR, 0, -1 },
  { "date of a Go program", "by x.example with SMTP id ab 2024-01-01 00:00:00.883022059 +0000 UTC m=+217393.327204024", "ab", NULL, NEW_YEAR, 0, -1 },
  { "semicolon in a comment", "by x.example (a; b) id 1; " DATE, "1", NULL, NEW_YEAR, 0, -1 },
  { "clauses behind a semicolon", "by x.example id 1; (version=TLSv1) for <b@example.com>; " DATE, "1", "b@example.com", NEW_YEAR, 0, -1 },
  { "comment behind the date", "by x.example id 1; " DATE " (envelope-from <a;b@example.com>)", "1", NULL, NEW_YEAR, 0, -1 },
  { "no date", "by x.example id 1", "1", NULL, 0, 0, -1 },
  { "not a date", "by x.example id 1; tomorrow", "1", NULL, 0, 0, 18 },
  { "no clause", "hello by x.example id 1; " DATE, "1", NULL, NEW_YEAR, 0, 0 },
  { "second from", "from h.example by x.example id 1 from <a@example.com>; " DATE, "1", NULL, NEW_YEAR, 0, 33 },
  { "second by", "by x.example by y.example id 1; " DATE, "1", NULL, NEW_YEAR, 0, 13 },
  { "two words of an id", "by x.example id 1 2; " DATE, "1", NULL, NEW_YEAR, 0, 18 },
  { "not an address", "from h.example (r.example [192.0.2.x]) by x.example; " DATE, NULL, NULL, NEW_YEAR, 0, 15 },
  { "unclosed comment", "by x.example (Postfix id 1; " DATE, "1", NULL, NEW_YEAR, 0, 13 },
};
/* clang-format on */

static void
read_value (const char *value, GStringChunk *strings, SvReceived *hop)
{
  g_autofree char *copy = g_strdup (value);
  SvField field = { .name = "received", .value = copy, .len = strlen (copy), .line = 7 };
  sv_received_parse (&field, strings, hop);
}

static void
test_hops (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hops); i++)
    {
      const HopRow *row = &hops[i];
      GStringChunk *strings = g_string_chunk_new (256);
      SvReceived hop;
      read_value (row->value, strings, &hop);
      g_autofree char *ip = sv_ip_to_string (&hop.ip);
      CHECK_STR (row->name, ip, row->ip);
      CHECK_STR (row->name, hop.helo, row->helo);
      CHECK_STR (row->name, hop.rdns, row->rdns);
      CHECK_STR (row->name, hop.by, row->by);
      CHECK_STR (row->name, hop.with, row->with);
      CHECK_INT (row->name, hop.line, 7);
      CHECK_INT (row->name, hop.has_date, strchr (row->value, ';') != NULL);
      if (hop.has_date)
        CHECK_INT (row->name, hop.date, NEW_YEAR);
      g_string_chunk_free (strings);
    }
}

static void
test_tails (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tails); i++)
    {
      const char *name = tails[i].name;
      GStringChunk *strings = g_string_chunk_new (256);
      SvReceived hop;
      read_value (tails[i].value, strings, &hop);
      CHECK_STR (name, hop.id, tails[i].id);
      CHECK_STR (name, hop.for_, tails[i].for_);
      CHECK_INT (name, hop.has_date, tails[i].date != 0);
      if (hop.has_date)
        {
          CHECK_INT (name, hop.date, tails[i].date);
          CHECK_INT (name, hop.zone, tails[i].zone);
        }
      CHECK_INT (name, hop.partly ? (int)hop.partly_at : -1, tails[i].partly_at);
      g_string_chunk_free (strings);
    }
}

/* Every front part of every row: no byte behind the end is read, nothing leaks. */
static void
test_cut (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hops); i++)
    for (gsize len = 0; len < strlen (hops[i].value); len++)
      {
        g_autofree char *front = g_strndup (hops[i].value, len);
        GStringChunk *strings = g_string_chunk_new (64);
        SvReceived hop;
        read_value (front, strings, &hop);
        CHECK (hops[i].name, !hop.partly || hop.partly_at <= len);
        g_string_chunk_free (strings);
      }
}

/* clang-format off */
static const char *const hostile[] = {
  "(", ")", "[", "[ ", "\"", "\" ", "\\\" ", "<", "< ", ";", "; ", "=", "@", "for < ", "for ", "from ", "by x ", "with x ", "with ",
  "from (", "from x [", "(a [", "Mon, ", "2024-01-01 ", "\\", "(\\", "a(b)", "x ",
};
/* clang-format on */

static void
test_hostile (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    for (int from = 0; from < 2; from++)
      {
        GString *value = g_string_sized_new (HOSTILE_BYTES + 16);
        g_string_append (value, from ? "from h.example (" : "");
        while (value->len < HOSTILE_BYTES)
          g_string_append (value, hostile[i]);
        GStringChunk *strings = g_string_chunk_new (256);
        SvReceived hop;
        gint64 start = g_get_monotonic_time ();
        read_value (value->str, strings, &hop);
        CHECK (hostile[i], g_get_monotonic_time () - start < HOSTILE_SECONDS * G_USEC_PER_SEC);
        g_string_chunk_free (strings);
        g_string_free (value, TRUE);
      }
}

int
main (void)
{
  static const SuiteTest tests[] = { { "hops", test_hops },
                                     { "tails", test_tails },
                                     { "cut", test_cut },
                                     { "hostile", test_hostile },
                                     { NULL, NULL } };
  return suite_run ("received", tests);
}
