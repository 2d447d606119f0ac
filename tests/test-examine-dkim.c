/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of DKIM in a whole examination: verdicts and findings, what each of them says, and bad
 * input. */

#include "mail.h"
#include "sample-report.h"
#include "signer.h"
#include "suite.h"
#include "world.h"

#include <string.h>

#define HOP \
  "Received: from client.example.com (client.example.com [192.0.2.1]) by mx.example.net; " \
  "Mon, 2 Nov 2026 10:00:00 +0000\r\n"
#define RECEIVED 1793613600
#define STORED "Authentication-Results: mx.example.net; dkim=pass header.d=example.com\r\n"
#define LIST "List-Id: <list.example.net>\r\n"
#define FROM "From: A <a@example.com>\r\n"
#define REST "Subject: hello\r\n\r\nfirst line\r\nsecond line\r\n"

#define QUESTION "s._domainkey.example.com"
#define RECORD(text) QUESTION ". IN TXT " text "\n"

#define TAGS "v=1; d=example.com; s=s; "

static const char *const names[] = { "from", "subject", NULL };

/* What is signed, changed afterwards, and what is then told of it.  NULL: nothing of that. */
/* clang-format off */
static const struct
{
  const char *row;
  const char *above;     /* put on top, unsigned */
  const char *from;      /* the From field */
  const char *tags;
  const char *old, *new; /* changed in the signed message */
  const char *key;       /* lines of the DNS file instead of the key's */
  const char *expected;  /* "NOW: dkim-… and dmarc-from-… findings" */
  const char *says;      /* within detail and remedy of the first of them */
} rows[] = {
  { .row = "pass", .expected = "pass: dkim-pass", .says = "" },
  { .row = "body changed", .old = "first line", .new = "First line",
    .expected = "fail: dkim-body-changed", .says = "A disclaimer, a virus scanner" },
  { .row = "header changed", .old = "hello", .new = "hallo",
    .expected = "fail: dkim-headers-changed", .says = "a signing key other than the published one" },
  { .row = "footer of a list", .above = LIST, .old = "second line\r\n", .new = "second line\r\n__________\r\nfooter\r\n",
    .expected = "fail: dkim-body-changed", .says = "<list.example.net> sent it on, and it ends with what looks like the list's footer" },
  { .row = "tag of a list", .above = LIST, .old = "hello", .new = "[list] hello",
    .expected = "fail: dkim-headers-changed", .says = "the Subject begins with [list]" },
  { .row = "a list without marks", .above = LIST, .old = "first line", .new = "First line",
    .expected = "fail: dkim-body-changed", .says = "<list.example.net> sent it on: that is the plausible cause" },
  { .row = "changed behind the receiver", .above = STORED, .old = "first line", .new = "First line",
    .expected = "fail: dkim-body-changed", .says = "The receiver still found it good" },
  { .row = "no key", .key = "", .expected = "permerror: dkim-key-missing", .says = "No receiver can verify the signature" },
  { .row = "no key any more", .above = STORED, .key = "",
    .expected = "permerror: dkim-key-missing", .says = "the key has been withdrawn since" },
  { .row = "revoked", .key = RECORD ("\"v=DKIM1; p=\""), .expected = "permerror: dkim-key-revoked", .says = "" },
  { .row = "rubbish for a key", .key = RECORD ("\"v=DKIM1; p=!!!!\""),
    .expected = "permerror: dkim-key-invalid", .says = "no key that can be read" },
  { .row = "key of another kind", .key = RECORD ("\"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\""),
    .expected = "permerror: dkim-key-invalid", .says = "the key is not for this signature" },
  { .row = "several keys", .key = RECORD ("\"v=DKIM1; p=AAAA\"") RECORD ("\"v=DKIM1; p=BBBB\""),
    .expected = "permerror: dkim-key-invalid", .says = "no key that can be read" },
  { .row = "no answer", .key = QUESTION ". IN TXT !SERVFAIL\n",
    .expected = "temperror: dkim-temperror", .says = "the result is temperror" },
  { .row = "expired", .tags = TAGS "x=1500000000; ", .expected = "policy: dkim-expired", .says = "2017-07-14 02:40 UTC" },
  { .row = "a doubled tag", .tags = TAGS "d=example.com; ",
    .expected = "neutral: dkim-signature-invalid", .says = "has one twice" },
  { .row = "rubbish in b=", .old = "\tb=", .new = "\tb=!?",
    .expected = "neutral: dkim-signature-invalid", .says = "breaks the grammar" },
  { .row = "an algorithm that nobody knows", .old = "a=rsa-sha256", .new = "a=rot13-sha256",
    .expected = "neutral: dkim-signature-invalid", .says = "nobody knows" },
  { .row = "several domains in From", .from = "From: a@example.com, b@example.net\r\n",
    .expected = "pass: dmarc-from-multiple dkim-pass" },
  { .row = "no address in From", .from = "From: nobody\r\n", .expected = "pass: dmarc-from-missing dkim-pass" },
  { .row = "empty From", .from = "From: \r\n", .expected = "pass: dmarc-from-missing dkim-pass" },
  { .row = "a group in From", .from = "From: all: a@example.com, b@example.com;\r\n", .expected = "pass: dkim-pass" },
  { .row = "an empty group in From", .from = "From: undisclosed:;\r\n", .expected = "pass: dmarc-from-missing dkim-pass" },
  { .row = "an encoded word in From", .from = "From: =?UTF-8?B?5bGx55Sw?= <a@example.com>\r\n", .expected = "pass: dkim-pass" },
  { .row = "IDN in From", .from = "From: a@b\xc3\xbc" "cher.example\r\n", .expected = "pass: dkim-not-aligned dkim-pass" },
};
/* clang-format on */

static const SignerKey *
key (void)
{
  return signer_key_rsa (2048);
}

static char *
sign (const char *tags, const char *from)
{
  const Signer signer = { .key = key (),
                          .field = "DKIM-Signature",
                          .tags = tags ? tags : TAGS,
                          .names = names,
                          .relaxed_header = TRUE,
                          .relaxed_body = TRUE };
  g_autofree char *message = g_strconcat (from ? from : FROM, REST, NULL);
  return signer_sign (&signer, message);
}

static char *
changed (const char *text, const char *old, const char *new)
{
  const char *place = strstr (text, old);
  g_assert_nonnull (place);
  g_autofree char *before = g_strndup (text, (gsize)(place - text));
  return g_strconcat (before, new, place + strlen (old), NULL);
}

static SvReport *
examine (World *test, const char *lines, const char *text)
{
  g_autofree char *good = signer_zone_line (key (), QUESTION);
  g_autofree char *zone = g_strconcat ("$DEFAULT NXDOMAIN\n", lines ? lines : good, NULL);
  world_init (test, zone);
  test->world.verify_dkim = TRUE;
  test->world.now = RECEIVED;
  test->world.dns_timeout = G_USEC_PER_SEC;
  return sv_examine (mail_whole_message (text), &test->world);
}

/* The findings of this test, all texts filled; `says` collects those of the first. */
static char *
describe (const char *row, const SvReport *report, GString *says)
{
  GString *out
      = g_string_new (sv_signature_now (&g_array_index (report->signatures, SvJudgedSignature, 0)));
  g_string_append_c (out, ':');
  for (guint i = 0; i < report->findings->len; i++)
    {
      const SvFinding *finding = &g_array_index (report->findings, SvFinding, i);
      const char *id = finding->text->id;
      if (!g_str_has_prefix (id, "dkim-") && !g_str_has_prefix (id, "dmarc-from-"))
        continue;
      g_autofree char *title = sv_finding_title (finding);
      g_autofree char *detail = sv_finding_detail (finding);
      g_autofree char *remedy = sv_finding_remedy (finding);
      CHECK (row, title && !strpbrk (title, "{}"));
      CHECK (row, !detail || !strpbrk (detail, "{}"));
      CHECK (row, !remedy || !strpbrk (remedy, "{}"));
      g_string_append_printf (out, " %s", id);
      if (says->len == 0)
        g_string_append_printf (says, "%s / %s", detail ? detail : "", remedy ? remedy : "");
    }
  return g_string_free (out, FALSE);
}

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (World) test = { 0 };
      g_autoptr (GString) says = g_string_new (NULL);
      g_autofree char *good = sign (rows[i].tags, rows[i].from);
      g_autofree char *broken = rows[i].old ? changed (good, rows[i].old, rows[i].new) : NULL;
      g_autofree char *text
          = g_strconcat (rows[i].above ? rows[i].above : "", HOP, broken ? broken : good, NULL);
      g_autoptr (SvReport) report = examine (&test, rows[i].key, text);
      g_autofree char *out = describe (rows[i].row, report, says);
      CHECK_STR (rows[i].row, out, rows[i].expected);
      if (rows[i].says && !strstr (says->str, rows[i].says))
        CHECK_STR (rows[i].row, says->str, rows[i].says);
    }
}

/* A thousand good signatures: some are verified, the rest is counted, and it is over soon. */
static void
test_crowd (void)
{
  g_auto (World) test = { 0 };
  g_autoptr (GString) says = g_string_new (NULL), text = g_string_new (HOP);
  g_autofree char *good = sign (NULL, NULL);
  for (guint i = 0; i < 999; i++)
    g_string_append_len (text, good, strstr (good, "From: ") - good);
  g_string_append (text, good);
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (SvReport) report = examine (&test, NULL, text->str);
  CHECK ("soon", g_get_monotonic_time () - begin < 10 * G_USEC_PER_SEC);
  CHECK_INT ("verified", report->dkim->verdicts->len, SV_DKIM_SIGNATURES_MAX);
  CHECK_INT ("counted", report->dkim->skipped, 1000 - SV_DKIM_SIGNATURES_MAX);
  g_autofree char *out = describe ("a thousand", report, says);
  CHECK_STR ("a thousand", out, "pass: dkim-too-many dkim-pass dkim-pass dkim-pass dkim-pass");
}

/* Methods that are not judged here are named where they are stored (BIMI, RFC 5617). */
static void
test_named_only (void)
{
  static const SvOutputOptions options = { .width = 80 };
  static const struct
  {
    const char *format, *part;
  } outputs[] = {
    { "text", "spf=pass bimi=pass dkim-adsp=discard    believed\n" },
    { "text", " x-dkim-adsp=none\n" },
    { "html", ">spf=pass bimi=pass dkim-adsp=discard x-dkim-adsp=none<" },
    { "jsonl", "\"method\":\"bimi\",\"result\":\"pass\"" },
    { "jsonl", "\"method\":\"dkim-adsp\",\"result\":\"discard\"" },
  };
  g_auto (World) test = { 0 };
  g_autoptr (SvReport) report = examine (
      &test, NULL,
      "Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=a@example.com; "
      "bimi=pass header.d=example.com; dkim-adsp=discard; x-dkim-adsp=none\r\n" HOP FROM REST);
  SvReport *reports[] = { report, NULL };
  for (gsize i = 0; i < G_N_ELEMENTS (outputs); i++)
    {
      g_autofree char *text = sample_write (outputs[i].format, &options, NULL, reports);
      CHECK (outputs[i].part, strstr (text, outputs[i].part) != NULL);
    }
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "verdicts and findings", test_rows },
    { "a thousand signatures", test_crowd },
    { "methods that are only named", test_named_only },
    { NULL, NULL },
  };
  int status = suite_run ("examine-dkim", tests);
  signer_clear ();
  return status;
}
