/* SPDX-License-Identifier: GPL-3.0-or-later
 * Received-SPF: one row per dialect and per oddity of real mail. */

#include "mail/received-spf.h"
#include "suite.h"

#include <string.h>

/* What a row leaves out must be NULL; `partly_at` counts from 1, 0 for "all was understood". */
typedef struct
{
  const char *name;
  const char *value;
  const char *result, *ip;
  SvIpFrom ip_from;
  const char *envelope_from, *helo, *receiver, *host, *identity, *mechanism, *problem, *domain;
  const char *record;
  gboolean best_guess;
  gsize partly_at;
} Row;

#define KEY SV_IP_FROM_KEY
#define COMMENT SV_IP_FROM_COMMENT

/* clang-format off */
static const Row dialects[] = {
  { "Gmail",
    "pass (google.com: domain of a@e.example designates 192.0.2.1 as permitted sender) client-ip=192.0.2.1;",
    .result = "pass", .ip = "192.0.2.1", .ip_from = KEY, .host = "google.com", .domain = "a@e.example" },
  { "Gmail, IPv6",
    "pass (google.com: domain of a@e.example designates 2001:db8::1 as permitted sender) client-ip=2001:db8::1;",
    .result = "pass", .ip = "2001:db8::1", .ip_from = KEY, .host = "google.com", .domain = "a@e.example" },
  { "Gmail, softfail",
    "softfail (google.com: domain of transitioning a@e.example does not designate 192.0.2.1 as permitted sender) client-ip=192.0.2.1;",
    .result = "softfail", .ip = "192.0.2.1", .ip_from = KEY, .host = "google.com", .domain = "a@e.example" },
  { "Gmail, best guess",
    "pass (google.com: best guess record for domain of a@e.example designates 192.0.2.1 as permitted sender) client-ip=192.0.2.1;",
    .result = "pass", .ip = "192.0.2.1", .ip_from = KEY, .host = "google.com", .domain = "a@e.example", .best_guess = TRUE },
  { "Gmail, neutral by best guess",
    "neutral (google.com: 2001:db8::1 is neither permitted nor denied by best guess record for domain of a@e.example) client-ip=2001:db8::1;",
    .result = "neutral", .ip = "2001:db8::1", .ip_from = KEY, .host = "google.com", .domain = "a@e.example", .best_guess = TRUE },
  { "Gmail, neutral, address in the comment alone",
    "neutral (google.com: 2001:db8:: is neither permitted nor denied by domain of a@e.example)",
    .result = "neutral", .ip = "2001:db8::", .ip_from = COMMENT, .host = "google.com", .domain = "a@e.example" },
  { "Gmail, none",
    "none (google.com: a@e.example does not designate permitted sender hosts) client-ip=192.0.2.1;",
    .result = "none", .ip = "192.0.2.1", .ip_from = KEY, .host = "google.com", .domain = "a@e.example" },
  { "Gmail, temperror",
    "temperror (google.com: error in processing during lookup of a@e.example: DNS error) client-ip=192.0.2.1;",
    .result = "temperror", .ip = "192.0.2.1", .ip_from = KEY, .host = "google.com", .domain = "a@e.example", .problem = "DNS error" },
  { "Gmail, permerror",
    "permerror (google.com: permanent error in processing during lookup of a@e.example: _spf.e.example not found) client-ip=192.0.2.1;",
    .result = "permerror", .ip = "192.0.2.1", .ip_from = KEY, .host = "google.com", .domain = "a@e.example", .problem = "_spf.e.example not found" },
  { "Gmail, inbound gateway",
    "pass (google.com: configured 192.0.2.1 as internal address) client-ip=192.0.2.1;",
    .result = "pass", .ip = "192.0.2.1", .ip_from = KEY, .host = "google.com" },
  { "Gmail, empty domain",
    "pass (google.com: domain of designates 192.0.2.1 as permitted sender) client-ip=192.0.2.1",
    .result = "pass", .ip = "192.0.2.1", .ip_from = KEY, .host = "google.com" },
  { "Gmail, client unknown",
    "softfail (google.com: domain of transitioning a@e.example does not designate <unknown> as permitted sender)",
    .result = "softfail", .host = "google.com", .domain = "a@e.example" },
  { "Microsoft, pass",
    "Pass (protection.outlook.com: domain of e.example designates 192.0.2.1 as permitted sender) receiver=protection.outlook.com; client-ip=192.0.2.1; helo=h.example; pr=C",
    .result = "pass", .ip = "192.0.2.1", .ip_from = KEY, .helo = "h.example", .receiver = "protection.outlook.com",
    .host = "protection.outlook.com", .domain = "e.example" },
  { "Microsoft, fail",
    "Fail (protection.outlook.com: domain of e.example does not designate 192.0.2.1 as permitted sender) receiver=protection.outlook.com; client-ip=192.0.2.1; helo=H;",
    .result = "fail", .ip = "192.0.2.1", .ip_from = KEY, .helo = "H", .receiver = "protection.outlook.com",
    .host = "protection.outlook.com", .domain = "e.example" },
  { "Microsoft, none: no address anywhere",
    "None (protection.outlook.com: e.example does not designate permitted sender hosts)",
    .result = "none", .host = "protection.outlook.com", .domain = "e.example" },
  { "Microsoft, none, empty domain",
    "None (protection.outlook.com: does not designate permitted sender hosts)",
    .result = "none", .host = "protection.outlook.com" },
  { "Microsoft, softfail: address in the comment",
    "SoftFail (protection.outlook.com: domain of transitioning e.example discourages use of 192.0.2.1 as permitted sender)",
    .result = "softfail", .ip = "192.0.2.1", .ip_from = COMMENT, .host = "protection.outlook.com", .domain = "e.example" },
  { "Microsoft, neutral",
    "Neutral (protection.outlook.com: 192.0.2.1 is neither permitted nor denied by domain of e.example)",
    .result = "neutral", .ip = "192.0.2.1", .ip_from = COMMENT, .host = "protection.outlook.com", .domain = "e.example" },
  { "Microsoft, temperror",
    "TempError (protection.outlook.com: error in processing during lookup of e.example: DNS Timeout)",
    .result = "temperror", .host = "protection.outlook.com", .domain = "e.example", .problem = "DNS Timeout" },
  { "Microsoft, permerror",
    "PermError (protection.outlook.com: domain of e.example used an invalid SPF mechanism)",
    .result = "permerror", .host = "protection.outlook.com", .domain = "e.example",
    .problem = "domain of e.example used an invalid SPF mechanism" },
  { "Microsoft, on-premises",
    "Fail (mx.example.com: domain of a@e.example does not designate 192.0.2.1 as permitted sender) receiver=mx.example.com; client-ip=192.0.2.1; helo=h.example;",
    .result = "fail", .ip = "192.0.2.1", .ip_from = KEY, .helo = "h.example", .receiver = "mx.example.com",
    .host = "mx.example.com", .domain = "a@e.example" },
  { "Yahoo", "pass (domain of e.example designates 192.0.2.1 as permitted sender)",
    .result = "pass", .ip = "192.0.2.1", .ip_from = COMMENT, .domain = "e.example" },
  { "Yahoo, lost blank",
    "softfail (domain of transitioninge.example does not designate 192.0.2.1 as permitted sender)",
    .result = "softfail", .ip = "192.0.2.1", .ip_from = COMMENT, .domain = "e.example" },
  { "Yahoo, none", "none (domain of h.example does not designate permitted sender hosts)",
    .result = "none", .domain = "h.example" },
  { "iCloud",
    "pass (spf.icloud.com: domain of a@e.example designates 192.0.2.1 as permitted sender) receiver=spf.icloud.com; client-ip=192.0.2.1; helo=h.example; envelope-from=a@e.example",
    .result = "pass", .ip = "192.0.2.1", .ip_from = KEY, .envelope_from = "a@e.example", .helo = "h.example",
    .receiver = "spf.icloud.com", .host = "spf.icloud.com", .domain = "a@e.example" },
  { "iCloud, quoted SRS",
    "pass (spf.icloud.com: domain of x@e.example designates 192.0.2.1 as permitted sender) receiver=spf.icloud.com; client-ip=192.0.2.1; helo=h.example; envelope-from=\"srs0=ab=cd=f.example=a@e.example\"",
    .result = "pass", .ip = "192.0.2.1", .ip_from = KEY, .envelope_from = "srs0=ab=cd=f.example=a@e.example",
    .helo = "h.example", .receiver = "spf.icloud.com", .host = "spf.icloud.com", .domain = "x@e.example" },
  { "Amazon SES: the comment's domain is an include's",
    "pass (spfCheck: domain of amazonses.example designates 192.0.2.1 as permitted sender) client-ip=192.0.2.1; envelope-from=a@e.example; helo=h.example;",
    .result = "pass", .ip = "192.0.2.1", .ip_from = KEY, .envelope_from = "a@e.example", .helo = "h.example",
    .host = "spfCheck", .domain = "amazonses.example" },
  { "Zoho, error", "temperror (zoho.example: Error in retrieving data from DNS)",
    .result = "temperror", .host = "zoho.example", .problem = "Error in retrieving data from DNS" },
  { "policyd-spf",
    "Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.1; helo=h.example; envelope-from=a@e.example; receiver=<UNKNOWN>",
    .result = "pass", .ip = "192.0.2.1", .ip_from = KEY, .envelope_from = "a@e.example", .helo = "h.example",
    .receiver = "<UNKNOWN>", .identity = "mailfrom" },
  { "policyd-spf, null sender and an address for a name",
    "None (no SPF record) identity=no SPF record; client-ip=192.0.2.1; helo=[192.0.2.1]; envelope-from=<>; receiver=<UNKNOWN>",
    .result = "none", .ip = "192.0.2.1", .ip_from = KEY, .envelope_from = "", .helo = "[192.0.2.1]",
    .receiver = "<UNKNOWN>", .identity = "no SPF record" },
  { "policyd-spf, cause",
    "Permerror (SPF Permanent Error: Void lookup limit of 2 exceeded) identity=mailfrom; client-ip=192.0.2.1; helo=h.example; envelope-from=a@e.example; receiver=<UNKNOWN>",
    .result = "permerror", .ip = "192.0.2.1", .ip_from = KEY, .envelope_from = "a@e.example", .helo = "h.example",
    .receiver = "<UNKNOWN>", .identity = "mailfrom", .problem = "SPF Permanent Error: Void lookup limit of 2 exceeded" },
  { "policyd-spf, error without a cause",
    "Permerror (mailfrom) identity=mailfrom; client-ip=192.0.2.1; helo=h.example; envelope-from=a@e.example; receiver=mx.example",
    .result = "permerror", .ip = "192.0.2.1", .ip_from = KEY, .envelope_from = "a@e.example", .helo = "h.example",
    .receiver = "mx.example", .identity = "mailfrom" },
  { "Mail::SPF",
    "pass (e.example: Sender is authorized to use 'a@e.example' in 'mfrom' identity (mechanism 'ip4:192.0.2.0/24' matched)) receiver=mx.example; identity=mailfrom; envelope-from=\"a@e.example\"; helo=h.example; client-ip=192.0.2.1",
    .result = "pass", .ip = "192.0.2.1", .ip_from = KEY, .envelope_from = "a@e.example", .helo = "h.example",
    .receiver = "mx.example", .identity = "mailfrom", .mechanism = "ip4:192.0.2.0/24", .domain = "a@e.example" },
  { "Mail::SPF, address as the subject, path to an include",
    "pass (e.example ... _spf.f.example: 192.0.2.1 is authorized to use 'a@e.example' in 'mfrom' identity (mechanism 'include:_spf.f.example' matched)) receiver=mx.example; identity=mailfrom; envelope-from=\"a@e.example\"",
    .result = "pass", .ip = "192.0.2.1", .ip_from = COMMENT, .envelope_from = "a@e.example", .receiver = "mx.example",
    .identity = "mailfrom", .mechanism = "include:_spf.f.example", .domain = "a@e.example" },
  { "Mail::SPF, softfail",
    "softfail (e.example: Sender is not authorized by default to use 'a@e.example' in 'mfrom' identity, however domain is not currently prepared for false failures (mechanism '~all' matched)) receiver=mx.example; identity=mailfrom; envelope-from=\"a@e.example\"; helo=h.example; client-ip=192.0.2.1",
    .result = "softfail", .ip = "192.0.2.1", .ip_from = KEY, .envelope_from = "a@e.example", .helo = "h.example",
    .receiver = "mx.example", .identity = "mailfrom", .mechanism = "~all", .domain = "a@e.example" },
  { "pyspf",
    "pass (mx.example: domain of e.example designates 192.0.2.1 as permitted sender) client-ip=192.0.2.1; envelope-from=\"a@e.example\"; helo=h.example; receiver=mx.example; mechanism=ip4:192.0.2.0/24; identity=mailfrom",
    .result = "pass", .ip = "192.0.2.1", .ip_from = KEY, .envelope_from = "a@e.example", .helo = "h.example",
    .receiver = "mx.example", .host = "mx.example", .identity = "mailfrom", .mechanism = "ip4:192.0.2.0/24", .domain = "e.example" },
  { "pyspf, problem and guess",
    "permerror (mx.example: permanent error in processing domain of e.example: Invalid IP4 address: ip4:x) client-ip=192.0.2.1; envelope-from=a@e.example; helo=h.example; problem=Invalid IP4 address; x-bestguess=pass",
    .result = "permerror", .ip = "192.0.2.1", .ip_from = KEY, .envelope_from = "a@e.example", .helo = "h.example",
    .host = "mx.example", .problem = "Invalid IP4 address", .domain = "e.example" },
  { "libspf2",
    "softfail (mx.example: transitioning domain of a@e.example does not designate 192.0.2.1 as permitted sender) client-ip=192.0.2.1; envelope-from=a@e.example; helo=h.example;",
    .result = "softfail", .ip = "192.0.2.1", .ip_from = KEY, .envelope_from = "a@e.example", .helo = "h.example",
    .host = "mx.example", .domain = "a@e.example" },
  { "libspf2, local",
    "pass (mx.example: localhost is always allowed.) client-ip=127.0.0.1; envelope-from=a@e.example; helo=h.example;",
    .result = "pass", .ip = "127.0.0.1", .ip_from = KEY, .envelope_from = "a@e.example", .helo = "h.example",
    .host = "mx.example" },
  { "Exim, no comment", "pass client-ip=192.0.2.1; envelope-from=a@e.example; helo=h.example",
    .result = "pass", .ip = "192.0.2.1", .ip_from = KEY, .envelope_from = "a@e.example", .helo = "h.example" },
  { "Cisco, mailfrom, with the record",
    "Pass (esa.example: domain of a@e.example designates 192.0.2.1 as permitted sender) identity=mailfrom; client-ip=192.0.2.1; receiver=esa.example; envelope-from=\"a@e.example\"; x-sender=\"a@e.example\"; x-conformance=spf_only; x-record-type=\"v=spf1\"; x-record-text=\"v=spf1 ip4:192.0.2.0/24 -all\"",
    .result = "pass", .ip = "192.0.2.1", .ip_from = KEY, .envelope_from = "a@e.example", .receiver = "esa.example",
    .host = "esa.example", .identity = "mailfrom", .domain = "a@e.example", .record = "v=spf1 ip4:192.0.2.0/24 -all" },
  { "Cisco, helo",
    "None (esa.example: no sender authenticity information available from domain of postmaster@h.example) identity=helo; client-ip=192.0.2.1; receiver=esa.example; envelope-from=\"a@e.example\"; x-sender=\"postmaster@h.example\"; x-conformance=sidf_compatible",
    .result = "none", .ip = "192.0.2.1", .ip_from = KEY, .envelope_from = "a@e.example", .receiver = "esa.example",
    .host = "esa.example", .identity = "helo", .domain = "postmaster@h.example" },
  { "Haraka: a semicolon is missing",
    "Pass (mx.example: domain of e.example designates 192.0.2.1 as permitted sender) receiver=mx.example; identity=mailfrom; client-ip=192.0.2.1 helo=h.example; envelope-from=<a@e.example>",
    .result = "pass", .ip = "192.0.2.1", .ip_from = KEY, .envelope_from = "a@e.example", .helo = "h.example",
    .receiver = "mx.example", .host = "mx.example", .identity = "mailfrom", .domain = "e.example" },
  { "Courier, MAIL FROM",
    "fail (Address does not pass the Sender Policy Framework) SPF=MAILFROM; sender=a@e.example; remoteip=::ffff:192.0.2.1; remotehost=h.example; helo=h.example; receiver=mx.example;",
    .result = "fail", .ip = "192.0.2.1", .ip_from = KEY, .envelope_from = "a@e.example", .helo = "h.example",
    .receiver = "mx.example", .identity = "MAILFROM" },
  { "Courier, HELO: its sender is no MAIL FROM",
    "none (Address does not pass the Sender Policy Framework) SPF=HELO; sender=h.example; remoteip=::ffff:192.0.2.1; remotehost=h.example; helo=h.example; receiver=mx.example;",
    .result = "none", .ip = "192.0.2.1", .ip_from = KEY, .helo = "h.example", .receiver = "mx.example", .identity = "HELO" },
  { "rspamd, submission", "pass (mx.example: connection is authenticated)",
    .result = "pass", .host = "mx.example" },
  { "improvmx: the comment is wrong, the word counts",
    "fail (mx.example: domain of a@e.example does not designates 192.0.2.1 as permitted sender) client-ip=192.0.2.1;",
    .result = "fail", .ip = "192.0.2.1", .ip_from = KEY, .host = "mx.example", .domain = "a@e.example" },
  { "mailauth, folded and quoted",
    "pass (mx.example: domain of\r\n a@e.example designates 192.0.2.1 as\r\n permitted sender)\r\n client-ip=192.0.2.1; envelope-from=\"a@e.example\";\r\n helo=h.example;",
    .result = "pass", .ip = "192.0.2.1", .ip_from = KEY, .envelope_from = "a@e.example", .helo = "h.example",
    .host = "mx.example", .domain = "a@e.example" },
  { "IIJmio: no address", "PASS identity=mailfrom; envelope-from=\"a@e.example\"",
    .result = "pass", .envelope_from = "a@e.example", .identity = "mailfrom" },
  { "record named in the comment", "pass (mx.example: SPF record at e.example designates 192.0.2.1 as permitted sender)",
    .result = "pass", .ip = "192.0.2.1", .ip_from = COMMENT, .host = "mx.example", .domain = "e.example" },
  { "address in brackets alone", "notyetresolved (mx.example: h.example [192.0.2.1] <a@e.example>)",
    .result = "notyetresolved", .ip = "192.0.2.1", .ip_from = COMMENT, .host = "mx.example" },
};

static const Row oddities[] = {
  { "empty", "", .partly_at = 1 },
  { "word alone", "none", .result = "none" },
  { "hardfail", "hardfail client-ip=192.0.2.1", .result = "fail", .ip = "192.0.2.1", .ip_from = KEY },
  { "no result", "client-ip=192.0.2.1; helo=h.example", .ip = "192.0.2.1", .ip_from = KEY, .helo = "h.example", .partly_at = 1 },
  { "comment first", "(why) pass client-ip=192.0.2.1", .result = "pass", .ip = "192.0.2.1", .ip_from = KEY },
  { "client unknown", "pass client-ip=<unknown>; helo=h.example", .result = "pass", .helo = "h.example" },
  { "key outranks comment", "pass (mx.example: domain of e.example designates 192.0.2.7 as permitted sender) client-ip=192.0.2.1",
    .result = "pass", .ip = "192.0.2.1", .ip_from = KEY, .host = "mx.example", .domain = "e.example" },
  { "first of two keys", "pass client-ip=192.0.2.1; client-ip=192.0.2.2", .result = "pass", .ip = "192.0.2.1", .ip_from = KEY },
  { "unreadable key, address in the comment", "pass (domain of e.example designates 192.0.2.1 as permitted sender) client-ip=masked",
    .result = "pass", .ip = "192.0.2.1", .ip_from = COMMENT, .domain = "e.example" },
  { "brackets", "pass client-ip=[192.0.2.1]; helo=[IPv6:2001:db8::1]", .result = "pass", .ip = "192.0.2.1", .ip_from = KEY,
    .helo = "[IPv6:2001:db8::1]" },
  { "blanks around =", "pass client-ip = 192.0.2.1 ; helo= h.example", .result = "pass", .ip = "192.0.2.1", .ip_from = KEY,
    .helo = "h.example" },
  { "empty values", "Fail receiver=; client-ip=; helo=;", .result = "fail" },
  { "empty values without semicolons", "Fail receiver= client-ip=192.0.2.1", .result = "fail", .ip = "192.0.2.1", .ip_from = KEY },
  { "quoted null sender", "pass envelope-from=\"\"; helo=h.example", .result = "pass", .envelope_from = "", .helo = "h.example" },
  { "quoted null sender in angles", "pass envelope-from=\"<>\"", .result = "pass", .envelope_from = "" },
  { "VERP and SRS", "pass envelope-from=prvs=123=b+a=f.example@e.example; helo=h", .result = "pass",
    .envelope_from = "prvs=123=b+a=f.example@e.example", .helo = "h" },
  { "quoted local part", "pass envelope-from=\"a; b\"@e.example; helo=h", .result = "pass",
    .envelope_from = "\"a; b\"@e.example", .helo = "h" },
  { "quoted local part in angles", "pass envelope-from=<\"a b\"@e.example>; helo=h", .result = "pass",
    .envelope_from = "\"a b\"@e.example", .helo = "h" },
  { "quoted pairs", "pass envelope-from=\"\\\"a\\\\b\\\"@e.example\"", .result = "pass", .envelope_from = "\"a\\b\"@e.example" },
  { "quoted domain in the comment", "pass (mx.example: domain of \"a b\"@e.example designates 192.0.2.1 as permitted sender)",
    .result = "pass", .ip = "192.0.2.1", .ip_from = COMMENT, .host = "mx.example", .domain = "\"a b\"@e.example" },
  { "stray word", "none (domain of h.example does not designate permitted sender hosts) AzE-",
    .result = "none", .domain = "h.example", .partly_at = 70 },
  { "junk in the result", "pass_1 client-ip=192.0.2.1", .result = "pass", .ip = "192.0.2.1", .ip_from = KEY, .partly_at = 5 },
  { "open comment", "pass (mx.example: domain of e.example designates 192.0.2.1 as",
    .result = "pass", .ip = "192.0.2.1", .ip_from = COMMENT, .host = "mx.example", .domain = "e.example", .partly_at = 6 },
  { "open quote ends with its word", "pass envelope-from=\"a@e.example; helo=h", .result = "pass",
    .envelope_from = "\"a@e.example", .helo = "h", .partly_at = 20 },
  { "parenthesis too many", "pass (x)) helo=h", .result = "pass", .helo = "h", .partly_at = 9 },
  { "only a quote", "pass \"", .result = "pass", .partly_at = 6 },
  { "8-bit", "pass (domain of \xc3\xa4@e.example designates 192.0.2.1 as permitted sender) helo=\xff",
    .result = "pass", .ip = "192.0.2.1", .ip_from = COMMENT, .domain = "\xc3\xa4@e.example", .helo = "\xff" },
  { "unknown keys are allowed", "pass x-foo=\"a; b\"; bar=c; helo=h", .result = "pass", .helo = "h" },
};
/* clang-format on */

static void
check_row (const Row *row)
{
  g_autoptr (GStringChunk) strings = g_string_chunk_new (512);
  g_autofree char *value = suite_exact (row->value, -1);
  SvField field = { .name = "received-spf", .value = value, .len = strlen (row->value), .line = 7 };
  SvReceivedSpf got;
  char ip[SV_IP_TEXT_MAX];
  sv_received_spf_parse (&field, strings, &got);
  CHECK_INT (row->name, got.line, 7);
  CHECK_STR (row->name, got.result, row->result);
  CHECK_STR (row->name, sv_ip_format (&got.client_ip, ip), row->ip ? row->ip : "");
  CHECK_INT (row->name, got.client_ip_from, row->ip_from);
  CHECK_STR (row->name, got.envelope_from, row->envelope_from);
  CHECK_STR (row->name, got.helo, row->helo);
  CHECK_STR (row->name, got.receiver, row->receiver);
  CHECK_STR (row->name, got.host, row->host);
  CHECK_STR (row->name, got.identity, row->identity);
  CHECK_STR (row->name, got.mechanism, row->mechanism);
  CHECK_STR (row->name, got.problem, row->problem);
  CHECK_STR (row->name, got.domain, row->domain);
  CHECK_STR (row->name, got.record, row->record);
  CHECK_INT (row->name, got.best_guess, row->best_guess);
  CHECK_INT (row->name, got.partly, row->partly_at != 0);
  CHECK_INT (row->name, got.partly ? got.partly_at + 1 : 0, row->partly_at);
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
test_raw_words (void)
{
  g_autoptr (GStringChunk) strings = g_string_chunk_new (64);
  const char *value = "HardFail ( x (y) z ) helo=h";
  SvField field = { .name = "received-spf", .value = value, .len = strlen (value) };
  SvReceivedSpf got;
  sv_received_spf_parse (&field, strings, &got);
  CHECK_STR ("raw", got.result_raw, "HardFail");
  CHECK_STR ("raw", got.result, "fail");
  CHECK_STR ("raw", got.comment, "x (y) z");
}

static void
test_comment (void)
{
  static const struct
  {
    const char *comment, *ip, *domain;
  } rows[] = {
    { "sender IP is 192.0.2.1", "192.0.2.1", NULL },
    { "sender ip is 2001:db8::1", "2001:db8::1", NULL },
    { "sender IP is ", "", NULL },
    { "sender IP is 192.0.2.1; identity alignment result is pass", "192.0.2.1", NULL },
    { "mx.example: 192.0.2.1 is neither permitted nor denied by domain of \"a@e.example\"",
      "192.0.2.1", "a@e.example" },
    { "client-ip=192.0.2.1; helo=h.example; envelope-from=a@e.example; receiver=<UNKNOWN>",
      "192.0.2.1", NULL },
    { "sender=a@e.example; helo=h.example; client-ip=192.0.2.1; mechanism=mx", "192.0.2.1", NULL },
    { "", "", NULL },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GStringChunk) strings = g_string_chunk_new (64);
      SvIp ip;
      char text[SV_IP_TEXT_MAX];
      CHECK_INT (rows[i].comment, sv_spf_comment_ip (rows[i].comment, &ip), rows[i].ip[0] != '\0');
      CHECK_STR (rows[i].comment, sv_ip_format (&ip, text), rows[i].ip);
      CHECK_STR (rows[i].comment, sv_spf_comment_domain (rows[i].comment, strings), rows[i].domain);
    }
}

/* clang-format off */
static const char *const pieces[] = {
  "(", ")", "()", "\"", "=", ";", "a=", "\\", "(a)", "a ", " ", "helo=\"", "=\"\\\"", "<\"",
  "problem=a ", "identity=", "domain of ", "mechanism '", "sender ip ", "lookup of ", "is not ",
  "client-ip=x ",
};
/* clang-format on */

/* A megabyte of each piece: any quadratic reader would take minutes. */
static void
test_hostile (void)
{
  enum
  {
    SIZE = 1 << 20
  };
  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    for (int inside = 0; inside < 2; inside++)
      {
        g_autoptr (GStringChunk) strings = g_string_chunk_new (4096);
        g_autoptr (GString) text = g_string_new (inside ? "pass (" : "pass ");
        while (text->len < SIZE)
          g_string_append (text, pieces[i]);
        g_autofree char *value = suite_exact (text->str, (gssize)text->len);
        SvField field = { .name = "received-spf", .value = value, .len = text->len };
        SvReceivedSpf got;
        gint64 start = g_get_monotonic_time ();
        sv_received_spf_parse (&field, strings, &got);
        CHECK (pieces[i], g_get_monotonic_time () - start < 10 * G_USEC_PER_SEC);
        CHECK_STR (pieces[i], got.result, "pass");
      }
}

int
main (void)
{
  static const SuiteTest tests[] = { { "dialects", test_dialects },   { "oddities", test_oddities },
                                     { "raw words", test_raw_words }, { "comment", test_comment },
                                     { "hostile", test_hostile },     { NULL, NULL } };
  return suite_run ("received-spf", tests);
}
