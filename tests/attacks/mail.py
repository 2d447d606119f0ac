# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages, file names and DNS answers that hold the texts of texts.py."""
import base64
import re

RECEIVED = """Return-Path: <bounce@{domain}>
Delivered-To: dina@receiver.example
Authentication-Results: mx.receiver.example; dmarc=fail (p=quarantine dis=none) header.from={domain};
 spf=softfail (mx.receiver.example: domain of bounce@{domain} does not designate 203.0.113.7) reason="not listed" smtp.mailfrom=bounce@{domain} smtp.helo=mail.{domain};
 dkim=pass (2048 bits) header.d={domain} header.i=@{domain} header.s=s header.a=rsa-sha256 header.b=Ab3dEf9h
Received-SPF: Softfail (mx.receiver.example: domain of transitioning bounce@{domain} does not designate 203.0.113.7 as permitted sender) identity=mailfrom; client-ip=203.0.113.7; helo=mail.{domain}; envelope-from="bounce@{domain}"; receiver=mx.receiver.example; mechanism=~all; problem="none at all"; x-software=policyd
ARC-Seal: i=1; a=rsa-sha256; t=1789454482; cv=none; d={domain}; s=arc; b=dqu6jO9coVg3Ta8w
ARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s=arc; h=to:subject:from; bh=GK9kUixzPteqGkvh4P2iGvJv6J5scTnU3gPCJ6TKvqo=; b=WPw4HMb7HnJjoOoA
ARC-Authentication-Results: i=1; mx.{domain}; spf=pass (ok) smtp.mailfrom=bounce@{domain}; dmarc=pass (p=NONE) header.from={domain}
X-Original-Authentication-Results: mx.{domain}; spf=pass smtp.mailfrom=bounce@{domain}
Received: from mail.{domain} (rdns.{domain} [203.0.113.7]) (using TLSv1.3 with cipher TLS_AES_256) by mx.receiver.example (Postfix) with ESMTPS id 4ckF3Z1dWsz9yC for <dina@receiver.example>; Mon, 12 Oct 2026 02:51:33 +0000 (UTC)
Received: from pc.{domain} (HELO laptop) (192.168.1.7) by mail.{domain} with SMTP; 12 Oct 2026 02:51:30 -0000
X-Received: by 2001:db8::7 with SMTP id x7; Mon, 12 Oct 2026 02:51:30 +0000
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; d={domain}; s=s; i=post@{domain}; t=1789454000; x=1999999999; q=dns/txt; l=4; h=from:to:subject:date; z=From:a|To:b; bh=GK9kUixzPteqGkvh4P2iGvJv6J5scTnU3gPCJ6TKvqo=; b=WPw4HMb7HnJjoOoA
X-Sender-IP: 203.0.113.7
X-Originating-IP: [198.51.100.7]
X-Forefront-Antispam-Report: CIP:203.0.113.7;CTRY:DE;LANG:en;
X-Barracuda-Connect: mail.{domain}[203.0.113.7]
X-Barracuda-Apparent-Source-IP: 203.0.113.7
X-Barracuda-Effective-Source-IP: mail.{domain}[203.0.113.7]
X-Barracuda-Envelope-From: bounce@{domain}
List-Id: Parcels and more <parcels.{domain}>
List-Post: <mailto:parcels@{domain}>
List-Unsubscribe: <https://{domain}/leave>
Precedence: list
Sender: parcels@{domain}
Reply-To: Answers <answers@{domain}>
Auto-Submitted: auto-generated
X-Mailer: Mailer 1.0
Date: Mon, 12 Oct 2026 02:51:31 +0000
From: "Example Post" <post@{domain}>
To: Dina <dina@receiver.example>
Subject: Your parcel waits
Message-ID: <0a7ff9c1@{domain}>
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 7bit

body
"""

BOUNCE = """Return-Path: <>
Received: by mx.receiver.example (Postfix) id 4cS0Fh2LbRz2Kd; Thu, 17 Sep 2026 08:31:09 +0200 (CEST)
From: MAILER-DAEMON@receiver.example (Mail Delivery System)
To: dina@receiver.example
Subject: Undelivered Mail Returned to Sender
Message-Id: <4cS0Fh2LbRz2Kd@receiver.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="border"

--border
Content-Type: text/plain

<bob@far.example>: host mx.far.example[192.0.2.26] said: 550 5.7.26 blocked

--border
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.receiver.example
Arrival-Date: Thu, 17 Sep 2026 08:31:06 +0200 (CEST)

Final-Recipient: rfc822; bob@far.example
Original-Recipient: rfc822;bob@far.example
Action: failed
Status: 5.7.26
Remote-MTA: dns; mx.far.example
Diagnostic-Code: smtp; 550-5.7.26 This mail is unauthenticated. SPF [{domain}] with ip: [203.0.113.7] = did not pass

--border
Content-Type: message/rfc822

Return-Path: <alice@{domain}>
Received: from [192.168.10.24] (unknown [192.168.10.24]) by mail.{domain} (Postfix) with ESMTPSA id 4c; Thu, 17 Sep 2026 08:31:06 +0200
From: Alice <alice@{domain}>
Subject: Offer
Message-ID: <1@{domain}>

text

--border--
"""

COMPLAINT = """Return-Path: <feedback@fbl.example.net>
Received: from fbl.example.net (fbl.example.net [192.0.2.45]) by mx.receiver.example (Postfix) with ESMTPS id 4cT; Mon, 21 Sep 2026 14:05:33 +0000
From: Complaints <feedback@fbl.example.net>
Subject: FW: waiting
Message-ID: <2@fbl.example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="border"

--border
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: ComplaintDesk/3.4
Version: 1
Original-Mail-From: <news@{domain}>
Original-Rcpt-To: <carol@example.net>
Arrival-Date: Mon, 21 Sep 2026 13:58:47 +0000
Reporting-MTA: dns; mx.example.net
Source-IP: 198.51.100.77
Authentication-Results: mx.example.net; spf=fail smtp.mailfrom=news@{domain}; dkim=none
Reported-Domain: {domain}

--border
Content-Type: text/rfc822-headers

Received: from web.{domain} (web.{domain} [198.51.100.77]) by mx.example.net with ESMTP; Mon, 21 Sep 2026 13:58:47 +0000
From: News <news@{domain}>
Subject: Your parcel
Message-ID: <3@{domain}>

--border--
"""

TEMPLATES = (RECEIVED, BOUNCE, COMPLAINT)

# Of so many tokens one is replaced in a message, so that the others keep their meaning.
SPREAD = 3
FIELD = re.compile(r"^([A-Za-z-]+: ?| )(.*)$")
TOKEN = re.compile(r"[^\s<>()\[\]=;,\":@]+")


def folded(text):
    """A text that may stand in a header field: a line feed in it folds."""
    return text.replace(b"\n", b"\n ")


def infect(template, which, texts, shift, domain):
    """The message with every SPREAD-th token, from number `which` on, replaced by the texts in turn."""
    out = []
    n = 0
    for line in template.replace("{domain}", domain).split("\n"):
        match = FIELD.match(line)
        if not match or "border" in line or "report-type" in line or line.startswith("Content-"):
            out.append(line.encode())
            continue
        parts = [match.group(1).encode()]
        end = 0
        value = match.group(2)
        for token in TOKEN.finditer(value):
            parts.append(value[end:token.start()].encode())
            if n % SPREAD == which:
                parts.append(folded(texts[(n // SPREAD + shift) % len(texts)]))
            else:
                parts.append(token.group().encode())
            end = token.end()
            n += 1
        out.append(b"".join(parts) + value[end:].encode())
    return b"\n".join(out)


def whole_values(template, texts, shift, domain):
    """The message with the whole value of a field replaced, one field in SPREAD."""
    lines = template.replace("{domain}", domain).encode().split(b"\n\n", 1)
    fields = re.split(rb"\n(?=[^ ])", lines[0])
    for i in range(shift % SPREAD, len(fields), SPREAD):
        name, _ = fields[i].split(b":", 1)
        if not name.startswith(b"Content-"):
            fields[i] = name + b": " + folded(texts[shift % len(texts)])
    return b"\n".join(fields) + b"\n\n" + lines[1]


def encoded(text):
    """An encoded word (RFC 2047) may hold any byte."""
    return b"=?utf-8?B?" + base64.b64encode(text) + b"?="


def with_words(text):
    """The texts that readers decode: subject and display name."""
    return (b"Return-Path: <a@example.org>\nReceived: from m.example.org (m.example.org [192.0.2.10]) by mx.receiver.example;"
            b" Mon, 12 Oct 2026 02:51:33 +0000\nFrom: " + encoded(text) + b" <a@example.org>\nSubject: " + encoded(text)
            + b"\nMessage-ID: <" + encoded(text) + b"@example.org>\n\nbody\n")


def messages(texts):
    """Every text in every token of a message, in whole values, and in encoded words; in reports each in every third."""
    shifts = range(len(texts))
    return ([infect(RECEIVED, which, texts, shift, "example.org") for shift in shifts for which in range(SPREAD)]
            + [infect(template, shift % SPREAD, texts, shift, "example.org") for template in (BOUNCE, COMPLAINT) for shift in shifts]
            + [whole_values(template, texts, shift, "example.org") for template in TEMPLATES for shift in shifts]
            + [with_words(text) for text in texts])


def some_messages(texts):
    """Fewer of them, for readers that are slow."""
    return ([infect(RECEIVED, which, texts, shift, "example.org") for shift in range(len(texts)) for which in range(SPREAD)]
            + [with_words(text) for text in texts])


def mbox(messages_of_it, from_line=b"From a@example.org Mon Jan  5 00:00:00 2026"):
    return b"".join(from_line + b"\n" + message + b"\n" for message in messages_of_it)


# ---- DNS ----

def data(text):
    """Character strings of a zone file (RFC 1035 5.1), every byte escaped that could mean something there."""
    def string(chunk):
        return '"' + "".join(chr(c) if c < 128 and chr(c).isalnum() else "\\%03d" % c for c in chunk) + '"'
    return " ".join(string(text[i:i + 255]) for i in range(0, max(len(text), 1), 255))


def label(text):
    return "".join(chr(c) if c < 128 and chr(c).isalnum() else "\\%03d" % c for c in text[:60]) or "x"


def records(text, spf):
    return {
        "{d}": spf,
        "_dmarc.{d}": b"v=DMARC1; p=reject; rua=mailto:" + text,
        "s._domainkey.{d}": b"v=DKIM1; k=rsa; n=" + text + b"; p=" + text,
        "arc._domainkey.{d}": text,
        "exp.{d}": text,
    }


# What a record does with the text; {d} is its domain.
KINDS = (
    lambda text, d: b"v=spf1 " + text + b" -all",
    lambda text, d: b"v=spf1 ip4:" + text + b" a:" + text + b" " + text + b"=" + text + b" -all",
    lambda text, d: b"v=spf1 include:" + text + b"." + d + b" redirect=" + text + b"." + d,
    lambda text, d: b"v=spf1 mx ptr exp=exp." + d + b" -all",
    lambda text, d: text,
)


def domain_of(kind, i):
    return "k%dn%d.example" % (kind, i)


def zone(texts):
    lines = ["$TTL 300", "$DEFAULT NXDOMAIN", 'example.org. TXT "v=spf1 ip4:192.0.2.10 ~all"',
             '_dmarc.example.org. TXT "v=DMARC1; p=none"', "7.113.0.203.in-addr.arpa. PTR mail.example.org."]
    for kind, compose in enumerate(KINDS):
        for i, text in enumerate(texts):
            domain = domain_of(kind, i)
            for name, value in records(text, compose(text, domain.encode())).items():
                lines.append("%s. TXT %s" % (name.replace("{d}", domain), data(value)))
            if kind % 2:
                lines.append("_dmarc.%s. TXT %s" % (domain, data(b"v=DMARC1; p=" + text)))
            lines.append("%s. MX 10 %s.%s." % (domain, label(text), domain))
            lines.append("%s.%s. A 192.0.2.1" % (label(text), domain))
            lines.append("7.113.0.203.in-addr.arpa. PTR %s.%s." % (label(text), domain))
            lines.append("cname.%s. CNAME %s.%s." % (domain, label(text), domain))
    return "\n".join(dict.fromkeys(lines)) + "\n"


def messages_of_domains(texts):
    """Mail as it should be, from domains whose records are not."""
    return [RECEIVED.replace("{domain}", domain_of(kind, i)).encode()
            for kind in range(len(KINDS)) for i in range(len(texts))]


# ---- file names ----

def file_name(text):
    """As much of the text as a file may be called."""
    return text.replace(b"\0", b"").replace(b"/", b"_")[:200] or b"empty"
