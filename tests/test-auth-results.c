/* SPDX-License-Identifier: GPL-3.0-or-later
 * Authentication-Results and its relatives: one row per dialect and per oddity of real mail. */

#include "mail/auth-results.h"
#include "suite.h"

#include <string.h>

/* `results` is what was read, one result after another with "|" between them:
 *   method=result {client address, k or c for key or comment} [reason] key=value …
 * `partly_at` counts from 1, 0 for "all was understood". */
typedef struct
{
  const char *name;
  const char *value;
  const char *authserv_id;
  const char *results;
  int instance;
  gsize partly_at;
} Row;

/* clang-format off */
static const Row dialects[] = {
  { "Gmail",
    "mx.google.com; dkim=pass header.i=@e.example header.s=s1 header.b=\"ab/cd+==\"; spf=pass (google.com: domain of a@e.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=a@e.example; dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=e.example",
    "mx.google.com",
    .results = "dkim=pass header.i=@e.example header.s=s1 header.b=ab/cd+==|spf=pass {192.0.2.1 c} smtp.mailfrom=a@e.example|dmarc=pass header.from=e.example" },
  { "Gmail, old name", "mx.google.com; spf=softfail (google.com: domain of transitioning a@e.example does not designate 192.0.2.1 as permitted sender) smtp.mail=a@e.example",
    "mx.google.com", .results = "spf=softfail {192.0.2.1 c} smtp.mail=a@e.example" },
  { "Gmail, neutral by best guess, null sender",
    "mx.google.com; spf=neutral (google.com: 2001:db8::1 is neither permitted nor denied by best guess record for domain of postmaster@h.example) smtp.helo=h.example",
    "mx.google.com", .results = "spf=neutral {2001:db8::1 c} smtp.helo=h.example" },
  { "Gmail, inbound gateway",
    "mx.google.com; gateway.spf=pass (google.com: configured 192.0.2.9 as internal address) smtp.mailfrom=a@e.example smtp.remote-ip=192.0.2.1 policy.d=e.example; dara=pass header.i=@e.example",
    "mx.google.com", .results = "gateway.spf=pass {192.0.2.9 c} smtp.mailfrom=a@e.example smtp.remote-ip=192.0.2.1 policy.d=e.example|dara=pass header.i=@e.example" },
  { "Gmail, ARC set", "i=2; mx.google.com; arc=pass (i=1 spf=pass spfdomain=e.example dkim=pass dkdomain=e.example dmarc=pass fromdomain=e.example>); dkim=neutral (no key) header.i=@e.example header.s=k",
    "mx.google.com", .results = "arc=pass|dkim=neutral header.i=@e.example header.s=k", .instance = 2 },
  { "Microsoft: no id",
    "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=e.example; dkim=none (message not signed) header.d=none;dmarc=pass action=none header.from=e.example;compauth=pass reason=100",
    NULL, .results = "spf=pass {192.0.2.1 c} smtp.mailfrom=e.example|dkim=none header.d=none|dmarc=pass action=none header.from=e.example|compauth=pass [100]" },
  { "Microsoft, bounce", "spf=none (sender IP is 2001:db8::1) smtp.helo=H; dkim=none (message not signed) header.d=none;dmarc=bestguesspass action=none header.from=e.example;",
    NULL, .results = "spf=none {2001:db8::1 c} smtp.helo=H|dkim=none header.d=none|dmarc=bestguesspass action=none header.from=e.example" },
  { "Microsoft, empty values", "spf=none (sender IP is ) smtp.mailfrom=<>; dkim=none (message not signed) header.d=none;dmarc=none action=none header.from=;compauth=softpass reason=202",
    NULL, .results = "spf=none smtp.mailfrom=|dkim=none header.d=none|dmarc=none action=none header.from=|compauth=softpass [202]" },
  { "Microsoft, quarantine words", "spf=fail (sender IP is 192.0.2.1) smtp.mailfrom=e.example; dkim=fail (signature exipred) header.d=e.example;dmarc=fail action=oreject header.from=e.example;",
    NULL, .results = "spf=fail {192.0.2.1 c} smtp.mailfrom=e.example|dkim=fail header.d=e.example|dmarc=fail action=oreject header.from=e.example" },
  { "Microsoft, tenant as a stray word", "spf=none (sender IP is 192.0.2.1) smtp.mailfrom=e.example; t.example; dkim=none (message not signed) header.d=none;t.example; dmarc=none action=none header.from=e.example;",
    NULL, .results = "spf=none {192.0.2.1 c} smtp.mailfrom=e.example|dkim=none header.d=none|dmarc=none action=none header.from=e.example", .partly_at = 60 },
  { "Microsoft, tenant as the id", "t.example; dkim=none (message not signed) header.d=none;t.example; dmarc=none action=none header.from=e.example;",
    "t.example", .results = "dkim=none header.d=none|dmarc=none action=none header.from=e.example", .partly_at = 57 },
  { "Microsoft, ARC set, version behind the id",
    "i=1; mx.microsoft.com 1; spf=pass (sender ip is 192.0.2.1) smtp.rcpttodomain=r.example smtp.mailfrom=e.example; dmarc=pass (p=none sp=none pct=100) action=none header.from=e.example; dkim=pass (signature was verified) header.d=e.example; arc=pass (0 oda=1 ltdi=1 spf=[1,1,smtp.mailfrom=e.example] dkim=[1,1,header.d=e.example] dmarc=[1,1,header.from=e.example])",
    "mx.microsoft.com", .results = "spf=pass {192.0.2.1 c} smtp.rcpttodomain=r.example smtp.mailfrom=e.example|dmarc=pass action=none header.from=e.example|dkim=pass header.d=e.example|arc=pass", .instance = 1 },
  { "Microsoft, ARC set, empty value before a blank", "i=1; mx.microsoft.com 1; spf=none (sender ip is 192.0.2.1) smtp.rcpttodomain= smtp.mailfrom=e.example; arc=none",
    "mx.microsoft.com", .results = "spf=none {192.0.2.1 c} smtp.rcpttodomain= smtp.mailfrom=e.example|arc=none", .instance = 1 },
  { "Hotmail 2016", "hotmail.com; spf=pass (sender IP is 192.0.2.1; identity alignment result is pass and alignment mode is relaxed) smtp.mailfrom=a@e.example; dkim=none header.d=e.example; x-hmca=pass header.id=a@e.example",
    "hotmail.com", .results = "spf=pass {192.0.2.1 c} smtp.mailfrom=a@e.example|dkim=none header.d=e.example|x-hmca=pass header.id=a@e.example" },
  { "Outlook, the whole value encoded", "=?utf-8?B?c3BmPXBhc3MgKHNlbmRlciBJUCBpcyAxOTIuMC4yLjEpIHNtdHAubWFpbA==?= =?utf-8?B?ZnJvbT1lLmV4YW1wbGU7?= =?utf-8?Q?dmarc=3Dnone_header.from=3D=C3=A4.example;?=",
    NULL, .results = "spf=pass {192.0.2.1 c} smtp.mailfrom=e.example|dmarc=none header.from=\xc3\xa4.example" },
  { "Yahoo", "atlas1.mail.yahoo.example; dkim=pass header.i=@e.example header.s=s1 arc_overridden_status=NOT_OVERRIDDEN; spf=pass smtp.mailfrom=e.example arc_overridden_status=NOT_OVERRIDDEN; dmarc=pass(p=REJECT,sp=REJECT) header.from=e.example arc_overridden_status=;",
    "atlas1.mail.yahoo.example", .results = "dkim=pass header.i=@e.example header.s=s1 arc_overridden_status=NOT_OVERRIDDEN|spf=pass smtp.mailfrom=e.example arc_overridden_status=NOT_OVERRIDDEN|dmarc=pass header.from=e.example arc_overridden_status=" },
  { "Yahoo, old words", "mta1.yahoo.example; dkim=dkim_pass (ok) header.i=@e.example; dmarc=success(p=NONE) header.from=e.example;",
    "mta1.yahoo.example", .results = "dkim=pass header.i=@e.example|dmarc=pass header.from=e.example" },
  { "Yahoo 2015", "mta1.yahoo.example  from=e.example; domainkeys=neutral (no sig);  from=e.example; dkim=pass (ok)",
    "mta1.yahoo.example", .results = "domainkeys=neutral|dkim=pass" },
  { "iCloud", "spf.icloud.com; spf=pass (spf.icloud.com: domain of a@e.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=a@e.example",
    "spf.icloud.com", .results = "spf=pass {192.0.2.1 c} smtp.mailfrom=a@e.example" },
  { "Fastmail", "mx1.fastmail.example; x-csa=none; x-me-sender=none; x-ptr=fail smtp.helo=h.example policy.ptr=\"\"; spf=pass smtp.mailfrom= \"a@e.example\" smtp.helo=h.example; iprev=pass policy.iprev=2001:db8::1 (h.example)",
    "mx1.fastmail.example", .results = "x-csa=none|x-me-sender=none|x-ptr=fail smtp.helo=h.example policy.ptr=|spf=pass smtp.mailfrom=a@e.example smtp.helo=h.example|iprev=pass {2001:db8::1 k} policy.iprev=2001:db8::1" },
  { "Fastmail, its own methods", "mx1.fastmail.example; x-tls=pass smtp.version=TLSv1.3 smtp.cipher=X smtp.bits=256/256; x-vs=spam:medium score=300 state=1; bimi=pass header.d=e.example policy.mark-type=\"Verified Mark\" policy.authority-uri= https://e.example/a?b=c",
    "mx1.fastmail.example", .results = "x-tls=pass smtp.version=TLSv1.3 smtp.cipher=X smtp.bits=256/256|x-vs=spam:medium score=300 state=1|bimi=pass header.d=e.example policy.mark-type=Verified Mark policy.authority-uri=https://e.example/a?b=c" },
  { "Amazon SES: keys posing as methods", "amazonses.com; spf=pass (spfCheck: domain of f.example designates 192.0.2.7 as permitted sender) client-ip=192.0.2.1; envelope-from=a@e.example; helo=h.example; dkim=pass header.i=@e.example; dmarc=pass header.from=e.example;",
    "amazonses.com", .results = "spf=pass {192.0.2.1 k} client-ip=192.0.2.1 envelope-from=a@e.example helo=h.example|dkim=pass header.i=@e.example|dmarc=pass header.from=e.example" },
  { "Zoho", "mx.zoho.example; dkim=pass header.i=e.example; spf=pass smtp.mailfrom=a@e.example; dmarc=pass(p=none dis=none) header.from=<a@e.example>",
    "mx.zoho.example", .results = "dkim=pass header.i=e.example|spf=pass smtp.mailfrom=a@e.example|dmarc=pass header.from=a@e.example" },
  { "policyd-spf", "mx.example; spf=pass (mailfrom) smtp.mailfrom=e.example (client-ip=192.0.2.1; helo=h.example; envelope-from=a@e.example; receiver=<UNKNOWN>)",
    "mx.example", .results = "spf=pass {192.0.2.1 c} smtp.mailfrom=e.example helo=h.example envelope-from=a@e.example receiver=<UNKNOWN>" },
  { "policyd-spf, null sender", "mx.example; spf=none (no SPF record) smtp.helo=[192.0.2.1] (client-ip=2001:db8::1; helo=[192.0.2.1]; envelope-from=<>; receiver=mx.example)",
    "mx.example", .results = "spf=none {2001:db8::1 c} smtp.helo=[192.0.2.1] helo=[192.0.2.1] envelope-from= receiver=mx.example" },
  { "pyspf", "mx.example; spf=pass (sender=a@e.example; helo=h.example; client-ip=192.0.2.1; mechanism=mx) smtp.mailfrom=a@e.example",
    "mx.example", .results = "spf=pass {192.0.2.1 c} helo=h.example envelope-from=a@e.example smtp.mailfrom=a@e.example" },
  { "Exim", "mx.example; iprev=pass (h.example) smtp.remote-ip=192.0.2.1; spf=pass smtp.mailfrom=e.example; auth=pass (PLAIN) smtp.auth=u",
    "mx.example", .results = "iprev=pass {192.0.2.1 k} smtp.remote-ip=192.0.2.1|spf=pass smtp.mailfrom=e.example|auth=pass smtp.auth=u" },
  { "Exim, null sender", "mx.example; spf=none smtp.mailfrom=<>", "mx.example", .results = "spf=none smtp.mailfrom=" },
  { "OpenDMARC", "OpenDMARC; dmarc=pass (p=none dis=none) header.from=e.example", "OpenDMARC", .results = "dmarc=pass header.from=e.example" },
  { "rspamd", "mx.example; dkim=fail (\"body hash did not verify\") header.d=e.example header.s=s header.b=ab; spf=softfail (mx.example: 192.0.2.1 is neither permitted nor denied by domain of \"a@e.example\") smtp.mailfrom=\"a@e.example\"; dmarc=fail reason=\"No valid SPF\" header.from=e.example (policy=none); arc=reject (\"fail, {[1] = sig:e.example:reject}\")",
    "mx.example", .results = "dkim=fail header.d=e.example header.s=s header.b=ab|spf=softfail {192.0.2.1 c} smtp.mailfrom=a@e.example|dmarc=fail [No valid SPF] header.from=e.example|arc=reject" },
  { "Stalwart", "mx.example; spf=pass (mx.example: domain of postmaster@h.example designates 192.0.2.1 as permitted sender) smtp.helo=h.example; spf=fail (mx.example: domain of a@e.example does not designate 192.0.2.1 as permitted sender) smtp.mailfrom=a@e.example; iprev=pass (h.example) policy.iprev=192.0.2.1",
    "mx.example", .results = "spf=pass {192.0.2.1 c} smtp.helo=h.example|spf=fail {192.0.2.1 c} smtp.mailfrom=a@e.example|iprev=pass {192.0.2.1 k} policy.iprev=192.0.2.1" },
  { "Cisco", "esa.example; dkim=none (message not signed) header.i=none; spf=Pass smtp.mailfrom=a@e.example; spf=None smtp.helo=postmaster@h.example; dmarc=pass (p=none dis=none) d=e.example",
    "esa.example", .results = "dkim=none header.i=none|spf=pass smtp.mailfrom=a@e.example|spf=none smtp.helo=postmaster@h.example|dmarc=pass d=e.example" },
  { "Proton", "mail.proton.example; spf=tempfail smtp.mailfrom=e.example", "mail.proton.example", .results = "spf=temperror smtp.mailfrom=e.example" },
  { "Proton, ARC", "mail.proton.example; arc=pass smtp.remote-ip=192.0.2.1 arc.chain=:e.example",
    "mail.proton.example", .results = "arc=pass {192.0.2.1 k} smtp.remote-ip=192.0.2.1 arc.chain=:e.example" },
  { "kernel.org", "smtp.example; dkim=pass (2048-bit key; unprotected) header.d=e.example header.a=rsa-sha256; arc=none smtp.client-ip=192.0.2.1",
    "smtp.example", .results = "dkim=pass header.d=e.example header.a=rsa-sha256|arc=none {192.0.2.1 k} smtp.client-ip=192.0.2.1" },
  { "Mimecast", "relay.mimecast.example; auth=pass smtp.auth=u smtp.mailfrom=a@e.example", "relay.mimecast.example", .results = "auth=pass smtp.auth=u smtp.mailfrom=a@e.example" },
  { "Proofpoint", "ppops.example; spf=softfail smtp.mailfrom=a@e.example", "ppops.example", .results = "spf=softfail smtp.mailfrom=a@e.example" },
  { "mailauth", "mx.example; spf=pass (mx.example: domain of\r\n a@e.example designates 192.0.2.1 as permitted sender)\r\n smtp.mailfrom=\"a@e.example\"\r\n smtp.helo=h.example",
    "mx.example", .results = "spf=pass {192.0.2.1 c} smtp.mailfrom=a@e.example smtp.helo=h.example" },
  { "GMX", "gmx.example; dkim=pass header.i=@e.example; auth=pass smtp.auth=u policy.iprev=\"192.0.2.1\"",
    "gmx.example", .results = "dkim=pass header.i=@e.example|auth=pass {192.0.2.1 k} smtp.auth=u policy.iprev=192.0.2.1" },
  { "amavis", "mx.example (amavisd-new); dkim=softfail (fail, message has been altered) header.i=@e.example; dkim=pass (2048-bit key) reason=\"pass (just generated, assumed good)\" header.d=e.example",
    "mx.example", .results = "dkim=softfail header.i=@e.example|dkim=pass [pass (just generated, assumed good)] header.d=e.example" },
  { "Salesforce", "mx.example x-tls.subject=\"/C=US/O=e, inc.; f/CN=h.example\"; auth=fail (cipher=X)",
    "mx.example", .results = "auth=fail" },
  { "text behind the id", "mx.example smtp.user=<hidden>; auth=pass (LOGIN)", "mx.example", .results = "auth=pass" },
  { "LinkedIn", "mx.example; tls=pass key.ciphersuite=X key.length=256 tls.v=tlsv1.3; spf=pass smtp.mailfrom=a@e.example policy.iprev=\"192.0.2.1\"",
    "mx.example", .results = "tls=pass key.ciphersuite=X key.length=256 tls.v=tlsv1.3|spf=pass {192.0.2.1 k} smtp.mailfrom=a@e.example policy.iprev=192.0.2.1" },
  { "IIJmio", "mx.example; x-token-a=pass; dkim=none", "mx.example", .results = "x-token-a=pass|dkim=none" },
  { "WebARENA, sid-filter", "mx.example; sender-id=none header.from=a@e.example; spf=hardfail smtp.mfrom=a@e.example", "mx.example",
    .results = "sender-id=none header.from=a@e.example|spf=fail smtp.mfrom=a@e.example" },
  { "BIGLOBE", "mx.example; spf=PASS smtp.mfrom=a@e.example; DKIM=Pass header.i=@e.example; dkim-adsp=none; x-dkim-adsp=unknown", "mx.example",
    .results = "spf=pass smtp.mfrom=a@e.example|dkim=pass header.i=@e.example|dkim-adsp=none|x-dkim-adsp=unknown" },
};

static const Row oddities[] = {
  { "empty", "", NULL, .results = "" },
  { "none", "mx.example; none", "mx.example", .results = "" },
  { "none alone", "none", NULL, .results = "" },
  { "id alone", "mx.example", "mx.example", .results = "" },
  { "dots", "...", "...", .results = "" },
  { "instance alone", "i=1;", NULL, .results = "", .instance = 1 },
  { "instance, blanks and comments", "(x) i (y) = (z) 3 ; mx.example; none", "mx.example", .results = "", .instance = 3 },
  { "instance that is no number", "i=x; mx.example; spf=pass", NULL, .results = "spf=pass", .partly_at = 1 },
  { "empty id", "; spf=fail (sender IP is 192.0.2.1)", NULL, .results = "spf=fail {192.0.2.1 c}" },
  { "quoted id", "\"mx example\" 1; spf=pass", "mx example", .results = "spf=pass" },
  { "comment before the id", "(removed by x) mx.example; spf=pass", "mx.example", .results = "spf=pass" },
  { "version, comments everywhere", "mx.example (a) 1 (b); spf/1 (c) = (d) pass (e) reason (f) = \"g\" (h) smtp.mailfrom (i) = a@e.example", "mx.example",
    .results = "spf=pass [g] smtp.mailfrom=a@e.example" },
  { "semicolon lost behind the id", "mx.example spf=pass smtp.mailfrom=e.example; dkim=none", "mx.example",
    .results = "spf=pass smtp.mailfrom=e.example|dkim=none", .partly_at = 12 },
  { "semicolon lost between results", "mx.example; spf=pass smtp.mailfrom=e.example dkim=none header.d=none", "mx.example",
    .results = "spf=pass smtp.mailfrom=e.example|dkim=none header.d=none", .partly_at = 46 },
  { "unknown method with a result word", "mx.example; foo=pass bar.baz=1", "mx.example", .results = "foo=pass bar.baz=1" },
  { "unknown key in a segment of its own", "mx.example; spf=pass; foo=bar; dkim=none", "mx.example", .results = "spf=pass foo=bar|dkim=none", .partly_at = 23 },
  { "property before any result", "mx.example; header.from=a@e.example; dkim=neutral", "mx.example", .results = "dkim=neutral", .partly_at = 13 },
  { "for", "mx.example; spf=pass smtp.mailfrom=e.example for a@r.example", "mx.example", .results = "spf=pass smtp.mailfrom=e.example", .partly_at = 46 },
  { "blank inside an address", "mx.example; spf=pass smtp.mail=a b@e.example; dkim=none", "mx.example", .results = "spf=pass smtp.mail=a|dkim=none", .partly_at = 34 },
  { "VERP with =", "mx.example; spf=pass smtp.mailfrom=b+a=f.example@e.example", "mx.example", .results = "spf=pass smtp.mailfrom=b+a=f.example@e.example" },
  { "value behind a blank that holds =", "mx.example; spf=pass smtp.mailfrom= prvs=1=a@e.example", "mx.example", .results = "spf=pass smtp.mailfrom=prvs=1=a@e.example" },
  { "blanks around =", "mx.example; spf = pass smtp.mailfrom = a@e.example", "mx.example", .results = "spf=pass smtp.mailfrom=a@e.example" },
  { "quoted pairs", "mx.example; dkim=fail header.i=\" a \\\"b\\\"@e.example\"", "mx.example", .results = "dkim=fail header.i= a \"b\"@e.example" },
  { "quoted local part", "mx.example; spf=pass smtp.mailfrom=\"a; b\"@e.example", "mx.example", .results = "spf=pass smtp.mailfrom=\"a; b\"@e.example" },
  { "bare IPv6", "mx.example; iprev=fail policy.iprev=2001:db8::1; dkim=none", "mx.example", .results = "iprev=fail {2001:db8::1 k} policy.iprev=2001:db8::1|dkim=none" },
  { "address literal", "mx.example; iprev=fail smtp.remote-ip=[IPv6:2001:db8::1]", "mx.example", .results = "iprev=fail {2001:db8::1 k} smtp.remote-ip=[IPv6:2001:db8::1]" },
  { "comment outranks properties", "mx.example; spf=pass smtp.remote-ip=192.0.2.7 policy.iprev=192.0.2.8 (sender IP is 192.0.2.1)", "mx.example",
    .results = "spf=pass {192.0.2.1 c} smtp.remote-ip=192.0.2.7 policy.iprev=192.0.2.8" },
  { "pair outranks phrase", "mx.example; spf=pass (domain of e.example designates 192.0.2.7 as permitted sender) (client-ip=192.0.2.1)", "mx.example", .results = "spf=pass {192.0.2.1 c}" },
  { "a dkim comment tells no client", "mx.example; dkim=pass (sender IP is 192.0.2.1)", "mx.example", .results = "dkim=pass" },
  { "nested comment", "mx.example; spf=pass (a (b; dkim=fail) \\) c) smtp.mailfrom=e.example", "mx.example", .results = "spf=pass smtp.mailfrom=e.example" },
  { "open comment", "mx.example; spf=pass (sender IP is 192.0.2.1; dkim=none", "mx.example", .results = "spf=pass {192.0.2.1 c}", .partly_at = 22 },
  { "open quote ends with its word", "mx.example; spf=pass smtp.mailfrom=\"e.example; dkim=none", "mx.example", .results = "spf=pass smtp.mailfrom=\"e.example|dkim=none", .partly_at = 36 },
  { "result missing", "mx.example; spf=; dkim=none", "mx.example", .results = "dkim=none", .partly_at = 13 },
  { "parenthesis too many", "mx.example; spf=pass (a)) smtp.mailfrom=e.example", "mx.example", .results = "spf=pass smtp.mailfrom=e.example", .partly_at = 25 },
  { "8-bit", "mx.example; spf=pass smtp.mailfrom=\xc3\xa4@e.example; dkim=\xff", "mx.example", .results = "spf=pass smtp.mailfrom=\xc3\xa4@e.example|dkim=\xff" },
  { "upper case keys", "mx.example; DKIM=PASS Header.From=A@e.example", "mx.example", .results = "dkim=pass header.from=A@e.example" },
};
/* clang-format on */

static SvField
field_of (const char *value, gsize len)
{
  return (SvField){ .name = "authentication-results", .value = value, .len = len, .line = 7 };
}

static char *
render (const SvAuthResults *field)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < field->results->len; i++)
    {
      const SvMethodResult *result = &g_array_index (field->results, SvMethodResult, i);
      char ip[SV_IP_TEXT_MAX];
      g_string_append_printf (text, "%s%s=%s", i ? "|" : "", result->method, result->result);
      if (result->client_ip.family)
        g_string_append_printf (text, " {%s %s}", sv_ip_format (&result->client_ip, ip),
                                result->client_ip_from == SV_IP_FROM_KEY ? "k" : "c");
      if (result->reason)
        g_string_append_printf (text, " [%s]", result->reason);
      for (guint k = 0; k < result->n_properties; k++)
        {
          const SvProperty *property
              = &g_array_index (field->properties, SvProperty, result->first_property + k);
          g_string_append_printf (text, " %s=%s", property->key, property->value);
        }
    }
  return g_string_free (text, FALSE);
}

static void
check_row (const Row *row)
{
  g_autoptr (GStringChunk) strings = g_string_chunk_new (512);
  g_autofree char *value = suite_exact (row->value, -1);
  SvField field = field_of (value, strlen (row->value));
  SvAuthResults got;
  sv_auth_results_parse (&field, strings, &got);
  g_autofree char *results = render (&got);
  CHECK_INT (row->name, got.line, 7);
  CHECK_STR (row->name, got.header, "authentication-results");
  CHECK_STR (row->name, got.authserv_id, row->authserv_id);
  CHECK_INT (row->name, got.instance, row->instance);
  CHECK_STR (row->name, results, row->results);
  CHECK_INT (row->name, got.partly ? got.partly_at + 1 : 0, row->partly_at);
  sv_auth_results_clear (&got);
}

static void
test_dialects (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (dialects); i++)
    check_row (&dialects[i]);
}

static void
test_oddities (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (oddities); i++)
    check_row (&oddities[i]);
}

static void
test_family (void)
{
  static const char *const yes[] = { "authentication-results",
                                     "arc-authentication-results",
                                     "authentication-results-original",
                                     "original-authentication-results",
                                     "x-original-authentication-results",
                                     "x-ms-exchange-authentication-results",
                                     "x-mailman-original-authentication-results",
                                     "x-me-authentication-results",
                                     "x-received-authentication-results",
                                     "x-senderauth-result" };
  static const char *const no[] = { "",
                                    "received-spf",
                                    "authentication-result",
                                    "arc-seal",
                                    "authentication-results-x",
                                    "x-authentication-warning" };
  for (gsize i = 0; i < G_N_ELEMENTS (yes); i++)
    CHECK (yes[i], sv_auth_results_is (yes[i], strlen (yes[i])));
  for (gsize i = 0; i < G_N_ELEMENTS (no); i++)
    CHECK (no[i], !sv_auth_results_is (no[i], strlen (no[i])));
}

static void
test_words (void)
{
  g_autoptr (GStringChunk) strings = g_string_chunk_new (512);
  const char *value = "mx.example; dkim=HardFail ( a (b) ) (c) header.d=x header.d=y; spf=pass";
  SvField field = field_of (value, strlen (value));
  SvAuthResults got;
  sv_auth_results_parse (&field, strings, &got);
  const SvMethodResult *dkim = &g_array_index (got.results, SvMethodResult, 0);
  const SvMethodResult *spf = &g_array_index (got.results, SvMethodResult, 1);
  CHECK_STR ("words", dkim->result_raw, "HardFail");
  CHECK_STR ("words", dkim->result, "fail");
  CHECK_STR ("words", dkim->comment, "a (b)");
  CHECK_STR ("words", sv_auth_results_property (&got, dkim, "header.d"), "x");
  CHECK_STR ("words", sv_auth_results_property (&got, spf, "header.d"), NULL);
  CHECK_STR ("words", spf->comment, NULL);
  sv_auth_results_clear (&got);
}

/* More results and properties than one field may have are cut and noted. */
static void
test_bounds (void)
{
  g_autoptr (GStringChunk) strings = g_string_chunk_new (4096);
  g_autoptr (GString) text = g_string_new ("mx.example");
  for (int i = 0; i < 2000; i++)
    g_string_append (
        text, "; spf=pass a.b=c a.b=c a.b=c a.b=c a.b=c a.b=c a.b=c a.b=c a.b=c a.b=c a.b=c");
  SvField field = field_of (text->str, text->len);
  SvAuthResults got;
  sv_auth_results_parse (&field, strings, &got);
  CHECK_INT ("bounds", got.results->len, 1000);
  CHECK_INT ("bounds", got.properties->len, 10000);
  CHECK ("bounds", got.partly);
  sv_auth_results_clear (&got);
}

/* clang-format off */
static const char *const pieces[] = {
  "(", ")", "()", "(a)", "\"", "=", ";", "a=", "a ", "a;", "\\", " ", "spf=pass;", "spf=pass ",
  "a.b=", "a.b=\"", "=\"\\\"", "<\"", "spf=(", "a.b=c ", "=?utf-8?Q?a?= ", "helo=h ",
  "(helo=h client-ip=192.0.2.1)", "a (b) ", "a.b= ", "smtp.a= smtp.b ",
};
/* clang-format on */

/* Up to a megabyte of each piece: any quadratic reader would take minutes. */
static void
test_hostile (void)
{
  static const char *const starts[] = { "", "mx.example; spf=pass ", "spf=pass (", "i=1;" };
  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (starts); k++)
      {
        g_autoptr (GStringChunk) strings = g_string_chunk_new (4096);
        g_autoptr (GString) text = g_string_new (starts[k]);
        while (text->len < (k == 0 ? 1 << 20 : 1 << 18))
          g_string_append (text, pieces[i]);
        g_autofree char *value = suite_exact (text->str, (gssize)text->len);
        SvField field = field_of (value, text->len);
        SvAuthResults got;
        gint64 start = g_get_monotonic_time ();
        sv_auth_results_parse (&field, strings, &got);

        CHECK (pieces[i], g_get_monotonic_time () - start < 10 * G_USEC_PER_SEC);
        sv_auth_results_clear (&got);
      }
}

int
main (void)
{
  static const SuiteTest tests[] = { { "dialects", test_dialects },
                                     { "oddities", test_oddities },
                                     { "family", test_family },
                                     { "words", test_words },
                                     { "bounds", test_bounds },
                                     { "hostile", test_hostile },
                                     { NULL, NULL } };
  return suite_run ("auth-results", tests);
}
