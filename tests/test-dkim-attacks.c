/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of DKIM verification on input that is meant to hurt: crowds, lengths, broken keys. */

#include "dkim/verify.h"

#include "dkim-case.h"
#include "signer.h"
#include "suite.h"

#include <string.h>

#define HEADER "From: alice@example.org\r\nTo: bob@example.com\r\nSubject: x\r\n\r\n"
#define BODY "first line\r\nsecond line\r\n"
#define QUESTION "s._domainkey.example.org"
#define TAGS "v=1; d=example.org; s=s; "

static const char *const names[] = { "from", "to", "subject", NULL };

static char *
sign (const SignerKey *key, const char *tags, const char *message)
{
  const Signer signer = { .key = key, .field = "DKIM-Signature", .tags = tags, .names = names };
  return signer_sign (&signer, message);
}

static void
check_words (const char *row, DkimCase *test, const char *expected)
{
  SvDkimVerdict verdict = dkim_case_verdict (test);
  g_autofree char *words = dkim_case_words (&verdict);
  CHECK_STR (row, words, expected);
}

static void
test_many_signatures (void)
{
  g_auto (DkimCase) test = { 0 };
  const SvDkimTimes times = { 0, 0 };
  g_autofree char *record = signer_key_record (signer_key_rsa (2048));
  g_autofree char *field = sign (signer_key_rsa (2048), TAGS, HEADER BODY);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < 999; i++)
    g_string_append_len (text, field, strstr (field, "From: ") - field);
  g_string_append (text, field);
  dkim_case_init (&test, text->str, (gssize)text->len);
  dkim_case_answer_one (&test, QUESTION, record);
  g_autoptr (SvDkimVerification) verification = sv_dkim_verify (test.content, &times, test.lookups);
  CHECK_INT ("a thousand", verification->verdicts->len, SV_DKIM_SIGNATURES_MAX);
  CHECK_INT ("a thousand", verification->skipped, 1000 - SV_DKIM_SIGNATURES_MAX);
  for (guint i = 0; i < verification->verdicts->len; i++)
    CHECK_INT ("a thousand", g_array_index (verification->verdicts, SvDkimVerdict, i).result,
               SV_DKIM_PASS);
}

/* h= with more names than any mail has fields, thousands of fields of one name, big values. */
static void
test_huge_lists (void)
{
  g_auto (DkimCase) test = { 0 };
  g_autofree char *record = signer_key_record (signer_key_rsa (2048));
  g_autoptr (GString) text = g_string_new ("DKIM-Signature: v=1; h=from");
  for (guint i = 0; i < 200000; i++)
    g_string_append (text, i % 2 ? ":x" : ":dkim-signature");
  g_string_append (text, "; a=rsa-sha256; d=example.org; s=s; bh=AAAA; b=");
  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "AAAA ");
  g_string_append (text, "\r\n");
  for (guint i = 0; i < 9000; i++)
    g_string_append (text, "x: y\r\n");
  g_string_append (text, HEADER BODY);
  dkim_case_init (&test, text->str, (gssize)text->len);
  dkim_case_answer_one (&test, QUESTION, record);
  check_words ("huge lists", &test, "fail body-changed");
}

/* DER of an RSAPublicKey: a modulus of `bytes` bytes, and an exponent of `exponent_bytes`. */
static char *
huge_key (guint bytes, guint exponent_bytes)
{
  g_autoptr (GByteArray) der = g_byte_array_new ();
  guint body = 4 + bytes + 4 + exponent_bytes;
  const guint8 head[] = { 0x30, 0x82, (guint8)(body >> 8),  (guint8)body,
                          0x02, 0x82, (guint8)(bytes >> 8), (guint8)bytes };
  const guint8 middle[] = { 0x02, 0x82, (guint8)(exponent_bytes >> 8), (guint8)exponent_bytes };
  const guint8 byte = 0x7F;
  g_byte_array_append (der, head, sizeof head);
  for (guint i = 0; i < bytes; i++)
    g_byte_array_append (der, &byte, 1);
  g_byte_array_append (der, middle, sizeof middle);
  for (guint i = 0; i < exponent_bytes; i++)
    g_byte_array_append (der, &byte, 1);
  g_autofree char *data = g_base64_encode (der->data, der->len);
  return g_strconcat ("v=DKIM1; k=rsa; p=", data, NULL);
}

static const struct
{
  const char *row;
  guint bytes;
  guint exponent_bytes;
  const char *expected;
  guint bits;
} huge_keys[] = {
  { "16 kbit", 2048, 3, "fail headers-changed", 2048 * 8 - 1 },
  { "longer than libcrypto takes", 8192, 3, "permerror key-malformed", 0 },
  { "long exponent", 256, 256, "permerror key-malformed", 0 },
  { "exponent of 4 bytes", 256, 4, "fail headers-changed", 256 * 8 - 1 },
  { "exponent of 5 bytes", 256, 5, "permerror key-malformed", 0 },
  { "tiny", 1, 1, "fail headers-changed", 7 },
};

static void
test_huge_keys (void)
{
  g_autofree char *text = sign (signer_key_rsa (2048), TAGS, HEADER BODY);
  for (gsize i = 0; i < G_N_ELEMENTS (huge_keys); i++)
    {
      g_auto (DkimCase) test = { 0 };
      g_autofree char *record = huge_key (huge_keys[i].bytes, huge_keys[i].exponent_bytes);
      dkim_case_init (&test, text, -1);
      dkim_case_answer_one (&test, QUESTION, record);
      check_words (huge_keys[i].row, &test, huge_keys[i].expected);
      CHECK_INT (huge_keys[i].row, dkim_case_verdict (&test).key_bits, huge_keys[i].bits);
    }
}

/* Every beginning of a key record and of its DER, and every byte of the DER changed. */
static void
test_broken_keys (void)
{
  g_autofree char *record = signer_key_record (signer_key_rsa (1024));
  g_autofree char *data = signer_key_data (signer_key_rsa (1024));
  g_autofree char *text = sign (signer_key_rsa (1024), TAGS, HEADER BODY);
  gsize len;
  g_autofree guchar *der = g_base64_decode (data, &len);
  for (gsize cut = 0; cut < strlen (record); cut++)
    {
      g_auto (DkimCase) test = { 0 };
      g_autofree char *part = g_strndup (record, cut);
      dkim_case_init (&test, text, -1);
      dkim_case_answer_one (&test, QUESTION, part);
      CHECK (part, dkim_case_verdict (&test).result != SV_DKIM_PASS);
    }
  for (gsize i = 0; i < len * 2; i++)
    {
      g_auto (DkimCase) test = { 0 };
      g_autofree guchar *changed = g_memdup2 (der, len);
      changed[i / 2] ^= i % 2 ? 0xFF : 0x01;
      g_autofree char *encoded = g_base64_encode (changed, len);
      g_autofree char *broken = g_strconcat ("p=", encoded, NULL);
      dkim_case_init (&test, text, -1);
      dkim_case_answer_one (&test, QUESTION, broken);
      dkim_case_verdict (&test);
    }
  CU_PASS ("read to the end");
}

static const SuiteTest tests[] = {
  { "many signatures", test_many_signatures },
  { "huge lists", test_huge_lists },
  { "huge keys", test_huge_keys },
  { "broken keys", test_broken_keys },
  { NULL, NULL },
};

int
main (void)
{
  int status = suite_run ("dkim-attacks", tests);
  signer_clear ();
  return status;
}
