/* SPDX-License-Identifier: GPL-3.0-or-later
 * Header blocks in the shapes that receivers write, by name; see mail.h. */

#include "mail.h"

#include <string.h>

/* Each is the least that shows its shape: 192.0.2.1 is the client, a@example.com the envelope
 * sender, client.example.com the HELO name unless the row is about something else. */
static const struct
{
  const char *name;
  const char *text;
} texts[] = {
  /* The verdict stands below Google's own Received, the next one above it is the border. */
  { "gmail",
    "Received: by 2001:db8:a05::1 with SMTP id x1; Sun, 1 Nov 2026 00:00:03 -0700 (PDT)\n"
    "X-Received: by 2001:db8:a05::2 with SMTP id x2; Sun, 1 Nov 2026 00:00:02 -0700 (PDT)\n"
    "ARC-Authentication-Results: i=1; mx.google.com; spf=pass smtp.mailfrom=a@example.com\n"
    "Return-Path: <a@example.com>\n"
    "Received: from client.example.com (client.example.com. [192.0.2.1])\n"
    "        by mx.google.com with ESMTPS id x3 for <b@example.org>;\n"
    "        Sun, 1 Nov 2026 00:00:02 -0700 (PDT)\n"
    "Received-SPF: pass (google.com: domain of a@example.com designates 192.0.2.1 as permitted "
    "sender) client-ip=192.0.2.1;\n"
    "Authentication-Results: mx.google.com;\n"
    "       dkim=pass header.i=@example.com header.s=s1 header.b=AbCdEfGh;\n"
    "       spf=pass (google.com: domain of a@example.com designates 192.0.2.1 as permitted "
    "sender) smtp.mailfrom=a@example.com;\n"
    "       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=example.com\n"
    "Received: from app (app.example.com [203.0.113.9]) by client.example.com with ESMTP id y1;\n"
    "        Sun, 1 Nov 2026 07:00:01 +0000\n"
    "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=s1; b=AbCdEfGhIjKlMnOp\n"
    "From: A <a@example.com>\n\n" },

  /* The same without an address in any verdict: only its place tells the hop. */
  { "gmail-place",
    "Received: by 2001:db8:a05::1 with SMTP id x1; Sun, 1 Nov 2026 00:00:03 -0700 (PDT)\n"
    "Return-Path: <a@example.com>\n"
    "Received: from client.example.com (client.example.com. [192.0.2.1])\n"
    "        by mx.google.com with ESMTPS id x3; Sun, 1 Nov 2026 00:00:02 -0700 (PDT)\n"
    "Authentication-Results: mx.google.com;\n"
    "       spf=pass smtp.mailfrom=a@example.com\n"
    "Received: from app (app.example.com [203.0.113.9]) by client.example.com with ESMTP id y1;\n"
    "        Sun, 1 Nov 2026 07:00:01 +0000\n"
    "From: A <a@example.com>\n\n" },

  /* Three hops inside the receiver, two of them with public addresses. */
  { "outlook",
    "Received: from AM1.eurprd01.prod.outlook.com (::1) by VI1.eurprd01.prod.outlook.com with\n"
    " HTTPS; Sun, 1 Nov 2026 07:00:04 +0000\n"
    "Received: from DB1.eurprd01.prod.outlook.com (2001:db8:10a6::1) by\n"
    " AM1.eurprd01.prod.outlook.com (2001:db8:10a6::2); Sun, 1 Nov 2026 07:00:03 +0000\n"
    "Received: from DB2.eurprd01.prod.outlook.com (2001:db8:10a6::3) by\n"
    " DB1.outlook.office365.com (2001:db8:10a6::4); Sun, 1 Nov 2026 07:00:02 +0000\n"
    "Authentication-Results: spf=pass (sender IP is 192.0.2.1)\n"
    " smtp.mailfrom=example.com; dkim=none (message not signed)\n"
    " header.d=none;dmarc=pass action=none header.from=example.com;compauth=pass reason=100\n"
    "Received-SPF: Pass (protection.outlook.com: domain of example.com designates 192.0.2.1 as\n"
    " permitted sender) receiver=protection.outlook.com; client-ip=192.0.2.1;\n"
    " helo=client.example.com; pr=C\n"
    "Received: from client.example.com (192.0.2.1) by DB2.mail.protection.outlook.com\n"
    " (10.0.0.1) with Microsoft SMTP Server; Sun, 1 Nov 2026 07:00:01 +0000\n"
    "Received: from app by client.example.com; Sun, 1 Nov 2026 07:00:00 +0000\n"
    "From: A <a@example.com>\n"
    "Return-Path: a@example.com\n\n" },

  /* Received-SPF without an address: it stands in Authentication-Results alone. */
  { "outlook-none",
    "Received: from DB2.eurprd01.prod.outlook.com (2001:db8:10a6::3) by\n"
    " DB1.outlook.office365.com (2001:db8:10a6::4); Sun, 1 Nov 2026 07:00:02 +0000\n"
    "Authentication-Results: spf=none (sender IP is 192.0.2.1)\n"
    " smtp.mailfrom=example.com; dkim=none (message not signed)\n"
    " header.d=none;dmarc=none action=none header.from=example.com;\n"
    "Received-SPF: None (protection.outlook.com: example.com does not designate\n"
    " permitted sender hosts)\n"
    "Received: from client.example.com (192.0.2.1) by DB2.mail.protection.outlook.com\n"
    " (10.0.0.1) with Microsoft SMTP Server; Sun, 1 Nov 2026 07:00:01 +0000\n"
    "From: A <a@example.com>\n"
    "Return-Path: a@example.com\n\n" },

  /* A bounce: smtp.helo in place of smtp.mailfrom. */
  { "outlook-bounce",
    "Authentication-Results: spf=pass (sender IP is 192.0.2.1)\n"
    " smtp.helo=client.example.com; dkim=none (message not signed)\n"
    " header.d=none;dmarc=pass action=none header.from=example.com;\n"
    "Received-SPF: Pass (protection.outlook.com: domain of client.example.com designates\n"
    " 192.0.2.1 as permitted sender) receiver=protection.outlook.com; client-ip=192.0.2.1;\n"
    " helo=client.example.com; pr=C\n"
    "Received: from client.example.com (192.0.2.1) by DB2.mail.protection.outlook.com\n"
    " (10.0.0.1) with Microsoft SMTP Server; Sun, 1 Nov 2026 07:00:01 +0000\n"
    "From: postmaster@example.com\n"
    "Return-Path: <>\n\n" },

  /* The address stands in X-Sender-IP alone. */
  { "outlook-x-sender-ip",
    "Received: from DB2.eurprd01.prod.outlook.com (2001:db8:10a6::3) by\n"
    " DB1.outlook.office365.com (2001:db8:10a6::4); Sun, 1 Nov 2026 07:00:02 +0000\n"
    "Received-SPF: None (protection.outlook.com: example.com does not designate\n"
    " permitted sender hosts)\n"
    "Received: from client.example.com (192.0.2.1) by DB2.mail.protection.outlook.com\n"
    " (10.0.0.1) with Microsoft SMTP Server; Sun, 1 Nov 2026 07:00:01 +0000\n"
    "From: A <a@example.com>\n"
    "X-Sender-IP: 192.0.2.1\n"
    "Return-Path: a@example.com\n\n" },

  /* policyd-spf writes above the Received field of its own host. */
  { "policyd",
    "Return-Path: <a@example.com>\n"
    "Received: from localhost (localhost [127.0.0.1]) by mx.example.org (Postfix) with ESMTP id "
    "A1;\n"
    "\tSun, 1 Nov 2026 07:00:02 +0000 (UTC)\n"
    "Received-SPF: Softfail (mailfrom) identity=mailfrom; client-ip=192.0.2.1;\n"
    " helo=client.example.com; envelope-from=a@example.com; receiver=<UNKNOWN>\n"
    "Authentication-Results: mx.example.org; spf=softfail (mailfrom) smtp.mailfrom=example.com\n"
    " (client-ip=192.0.2.1; helo=client.example.com; envelope-from=a@example.com)\n"
    "Received: from client.example.com (unknown [192.0.2.1]) by mx.example.org (Postfix) with "
    "ESMTP "
    "id A2\n"
    "\tfor <b@example.org>; Sun, 1 Nov 2026 07:00:01 +0000 (UTC)\n"
    "From: A <a@example.com>\n\n" },

  /* Exim adds Received-SPF late in the block, below fields that the sender wrote. */
  { "exim-late",
    "Return-path: <a@example.com>\n"
    "Received: from client.example.com ([192.0.2.1])\n"
    "\tby mx.example.org with esmtps (Exim 4.96) id 1abc; Sun, 01 Nov 2026 07:00:01 +0000\n"
    "Received: from app.example.com (app.example.com [203.0.113.9])\n"
    "\tby client.example.com (Postfix) with ESMTP id A1; Sun, 1 Nov 2026 07:00:00 +0000\n"
    "From: A <a@example.com>\n"
    "Received-SPF: fail client-ip=192.0.2.1; envelope-from=a@example.com; "
    "helo=client.example.com\n\n" },

  /* Milters: one field a method, their word for an id, on top of the border. */
  { "milters",
    "Authentication-Results: OpenDMARC; dmarc=pass (p=none dis=none) header.from=example.com\n"
    "Authentication-Results: OpenDMARC; spf=pass smtp.mailfrom=example.com\n"
    "Authentication-Results: mx.example.org; dkim=pass header.d=example.com header.s=s1\n"
    "Return-Path: <a@example.com>\n"
    "Received: from client.example.com (client.example.com [192.0.2.1])\n"
    "\tby mx.example.org (Postfix) with ESMTPS id A1; Sun, 1 Nov 2026 07:00:01 +0000 (UTC)\n"
    "From: A <a@example.com>\n\n" },

  /* The gateway's address was judged before the receiver knew better. */
  { "gateway",
    "Return-Path: <a@example.com>\n"
    "Received: from gate.example.org (gate.example.org [198.51.100.25])\n"
    "\tby mx.example.org (Postfix) with ESMTP id A1; Sun, 1 Nov 2026 07:00:02 +0000\n"
    "Received-SPF: fail (mx.example.org: domain of a@example.com does not designate 198.51.100.25 "
    "as permitted sender) client-ip=198.51.100.25; envelope-from=a@example.com; "
    "helo=gate.example.org\n"
    "Received: from scanner.gate.example.org (scanner [10.1.1.1])\n"
    "\tby gate.example.org (Postfix) with ESMTP id A2; Sun, 1 Nov 2026 07:00:01 +0000\n"
    "Received: from client.example.com (client.example.com [192.0.2.1])\n"
    "\tby gate.example.org (Postfix) with ESMTP id A3; Sun, 1 Nov 2026 07:00:00 +0000\n"
    "From: A <a@example.com>\n\n" },

  /* Several verdicts for one hop; the first is on another identity. */
  { "cisco",
    "Received-SPF: None (mx.example.org: no sender authenticity information available from domain\n"
    " of a@example.com) identity=pra; client-ip=192.0.2.1; receiver=mx.example.org;\n"
    " envelope-from=\"a@example.com\"; x-sender=\"a@example.com\"; x-conformance=sidf_compatible\n"
    "Received-SPF: SoftFail (mx.example.org: domain of a@example.com is inclined to not designate\n"
    " 192.0.2.1 as permitted sender) identity=mailfrom; client-ip=192.0.2.1;\n"
    " receiver=mx.example.org; envelope-from=\"a@example.com\"; x-sender=\"a@example.com\";\n"
    " x-conformance=sidf_compatible; x-record-type=\"v=spf1\";\n"
    " x-record-text=\"v=spf1 ip4:198.51.100.0/24 ~all\"\n"
    "Received-SPF: None (mx.example.org: no sender authenticity information available from domain\n"
    " of postmaster@client.example.com) identity=helo; client-ip=192.0.2.1;\n"
    " receiver=mx.example.org; envelope-from=\"a@example.com\";\n"
    " x-sender=\"postmaster@client.example.com\"; x-conformance=sidf_compatible\n"
    "Received: from client.example.com ([192.0.2.1])\n"
    "  by mx.example.org with ESMTP; 01 Nov 2026 07:00:01 +0000\n"
    "Return-Path: <a@example.com>\n"
    "From: A <a@example.com>\n\n" },

  /* HELO's verdict stands first, MAIL FROM's second. */
  { "helo-first", "Authentication-Results: mx.example.org;\n"
                  "\tspf=none smtp.helo=client.example.com;\n"
                  "\tspf=fail smtp.mailfrom=a@example.com;\n"
                  "\tiprev=pass policy.iprev=192.0.2.1\n"
                  "Return-Path: <a@example.com>\n"
                  "Received: from client.example.com (client.example.com [192.0.2.1])\n"
                  "\tby mx.example.org with ESMTPS id A1; Sun, 1 Nov 2026 07:00:01 +0000\n"
                  "From: A <a@example.com>\n\n" },

  /* One receiver, two verdicts on one identity, side by side. */
  { "contradiction",
    "Received-SPF: pass (mx.example.org: domain of a@example.com designates 192.0.2.1 as permitted "
    "sender) client-ip=192.0.2.1; envelope-from=a@example.com; helo=client.example.com\n"
    "Authentication-Results: mx.example.org; spf=fail smtp.mailfrom=a@example.com\n"
    "Return-Path: <a@example.com>\n"
    "Received: from client.example.com (client.example.com [192.0.2.1])\n"
    "\tby mx.example.org with ESMTPS id A1; Sun, 1 Nov 2026 07:00:01 +0000\n"
    "From: A <a@example.com>\n\n" },

  /* Two hops, two verdicts: the forwarder's is another evaluation, no contradiction. */
  { "two-hops",
    "Received-SPF: fail (mx.example.org: domain of a@example.com does not designate 198.51.100.7 "
    "as "
    "permitted sender) client-ip=198.51.100.7; envelope-from=a@example.com; helo=fwd.example.net\n"
    "Return-Path: <a@example.com>\n"
    "Received: from fwd.example.net (fwd.example.net [198.51.100.7])\n"
    "\tby mx.example.org with ESMTPS id A1; Sun, 1 Nov 2026 07:00:03 +0000\n"
    "Received-SPF: pass (fwd.example.net: domain of a@example.com designates 192.0.2.1 as "
    "permitted "
    "sender) client-ip=192.0.2.1; envelope-from=a@example.com; helo=client.example.com\n"
    "Authentication-Results: fwd.example.net; spf=pass smtp.mailfrom=a@example.com\n"
    "Received: from client.example.com (client.example.com [192.0.2.1])\n"
    "\tby fwd.example.net with ESMTPS id B1; Sun, 1 Nov 2026 07:00:01 +0000\n"
    "From: A <a@example.com>\n\n" },

  /* The sender wrote a whole evaluation by the receiver's name below its own hop. */
  { "forged-id",
    "Return-Path: <a@example.com>\n"
    "Received-SPF: fail (mx.example.org: domain of a@example.com does not designate 192.0.2.1 as "
    "permitted sender) client-ip=192.0.2.1; envelope-from=a@example.com; helo=client.example.com\n"
    "Received: from client.example.com (client.example.com [192.0.2.1])\n"
    "\tby mx.example.org with ESMTPS id A1; Sun, 1 Nov 2026 07:00:01 +0000\n"
    "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=a@example.com;\n"
    "\tdkim=pass header.d=example.com; dmarc=pass header.from=example.com\n"
    "From: A <a@example.com>\n\n" },

  /* The receiver writes no verdict; the sender wrote a hop and a verdict of a bank's server. */
  { "forged-chain",
    "Return-Path: <a@example.com>\n"
    "Received: from client.example.com (client.example.com [192.0.2.1])\n"
    "\tby mx.example.org with ESMTPS id A1; Sun, 1 Nov 2026 07:00:03 +0000\n"
    "Received-SPF: pass (mx.example.net: domain of a@example.com designates 203.0.113.5 as "
    "permitted sender) client-ip=203.0.113.5; envelope-from=a@example.com; "
    "helo=good.example.com\n"
    "Received: from good.example.com (good.example.com [203.0.113.5])\n"
    "\tby mx.example.net with ESMTPS id B1; Sun, 1 Nov 2026 07:00:01 +0000\n"
    "From: A <a@example.com>\n\n" },

  /* A field of another writer stands among the receiver's own. */
  { "foreign-id",
    "Received-SPF: fail (mx.example.org: domain of a@example.com does not designate 192.0.2.1 as "
    "permitted sender) client-ip=192.0.2.1; envelope-from=a@example.com; helo=client.example.com\n"
    "Authentication-Results: filter.example.net; spf=pass smtp.mailfrom=a@example.com\n"
    "Return-Path: <a@example.com>\n"
    "Received: from client.example.com (client.example.com [192.0.2.1])\n"
    "\tby mx.example.org with ESMTPS id A1; Sun, 1 Nov 2026 07:00:01 +0000\n"
    "From: A <a@example.com>\n\n" },

  /* Return-Path names another sender than the verdict: a list wrote it. */
  { "other-return-path",
    "Return-Path: <list-bounces@lists.example.net>\n"
    "Received-SPF: pass (mx.example.org: domain of a@example.com designates 192.0.2.1 as permitted "
    "sender) client-ip=192.0.2.1; envelope-from=a@example.com; helo=client.example.com\n"
    "Received: from client.example.com (client.example.com [192.0.2.1])\n"
    "\tby mx.example.org with ESMTPS id A1; Sun, 1 Nov 2026 07:00:01 +0000\n"
    "From: A <a@example.com>\n\n" },

  /* Only hops: nobody wrote a verdict down. */
  { "no-verdict", "Return-Path: <a@example.com>\n"
                  "Received: from inner.example.org (inner.example.org [198.51.100.3])\n"
                  "\tby store.example.org with ESMTP id A1; Sun, 1 Nov 2026 07:00:03 +0000\n"
                  "Received: from client.example.com (client.example.com [192.0.2.1])\n"
                  "\tby inner.example.org with ESMTPS id A2; Sun, 1 Nov 2026 07:00:02 +0000\n"
                  "Received: from app.example.com (app.example.com [203.0.113.9])\n"
                  "\tby client.example.com with ESMTP id B1; Sun, 1 Nov 2026 07:00:01 +0000\n"
                  "From: A <a@example.com>\n\n" },

  { "null-sender",
    "Return-Path: <>\n"
    "Received-SPF: none (mx.example.org: no record) client-ip=192.0.2.1; envelope-from=<>; "
    "helo=client.example.com\n"
    "Received: from client.example.com (client.example.com [192.0.2.1])\n"
    "\tby mx.example.org with ESMTPS id A1; Sun, 1 Nov 2026 07:00:01 +0000\n"
    "From: Mail Delivery <postmaster@client.example.com>\n\n" },

  /* Nothing but what an author writes. */
  { "bare", "From: A <a@example.com>\nSubject: hello\n\n" },
};

const char *
mail_text (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (strcmp (texts[i].name, name) == 0)
      return texts[i].text;
  g_error ("there is no text %s", name);
}
