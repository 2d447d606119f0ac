/* SPDX-License-Identifier: GPL-3.0-or-later
 * DKIM-Signature tag lists, well-formed and not. */

#include "mail/dkim-signature.h"
#include "suite.h"

#include <string.h>

/* `expiry` and `length` are -1 where the tag is missing; `partly_at` counts from 1. */
typedef struct
{
  const char *name;
  const char *value;
  const char *domain, *selector, *identity, *algorithm, *signature;
  gint64 expiry, length;
  gsize partly_at;
} Row;

/* clang-format off */
static const Row rows[] = {
  { "RFC 6376", "v=1; a=rsa-sha256; d=e.example; s=s1; c=simple/simple; q=dns/txt; i=@e.example; h=from:to; bh=ab=; b=cd+/==",
    "e.example", "s1", "@e.example", "rsa-sha256", "cd+/==", -1, -1, 0 },
  { "folded", "v=1; a=rsa-sha256;\r\n\td=e.example;\r\n s=s1;\r\n b=ab\r\n cd\r\n\t ef==;", "e.example", "s1", NULL, "rsa-sha256", "abcdef==", -1, -1, 0 },
  { "expiry and length", "d=e.example; x=1700000000; l=42", "e.example", NULL, NULL, NULL, NULL, 1700000000, 42, 0 },
  { "length nought", "l=0", NULL, NULL, NULL, NULL, NULL, -1, 0, 0 },
  { "blanks around =", "d = e.example ; s\t=\ts1", "e.example", "s1", NULL, NULL, NULL, -1, -1, 0 },
  { "no blanks at all", "d=e.example;s=s1;b=x", "e.example", "s1", NULL, NULL, "x", -1, -1, 0 },
  { "empty", "", NULL, NULL, NULL, NULL, NULL, -1, -1, 0 },
  { "semicolons", ";; d=e.example;;", "e.example", NULL, NULL, NULL, NULL, -1, -1, 0 },
  { "tag names have case", "D=e.example; S=s1", NULL, NULL, NULL, NULL, NULL, -1, -1, 0 },
  { "longer names are other tags", "dd=e.example; xs=s1", NULL, NULL, NULL, NULL, NULL, -1, -1, 0 },
  { "the first of two counts", "d=e.example; d=f.example; s=s1", "e.example", "s1", NULL, NULL, NULL, -1, -1, 14 },
  { "word without =", "d=e.example; what; s=s1", "e.example", "s1", NULL, NULL, NULL, -1, -1, 14 },
  { "no name", "d=e.example; =x; s=s1", "e.example", "s1", NULL, NULL, NULL, -1, -1, 14 },
  { "empty value", "d=; s=s1", NULL, "s1", NULL, NULL, NULL, -1, -1, 1 },
  { "bad expiry", "s=s1; x=soon", NULL, "s1", NULL, NULL, NULL, -1, -1, 7 },
  { "negative length", "l=-1", NULL, NULL, NULL, NULL, NULL, -1, -1, 1 },
  { "length beyond 63 bits", "l=9223372036854775808", NULL, NULL, NULL, NULL, NULL, -1, -1, 1 },
  { "longest length", "l=9223372036854775799", NULL, NULL, NULL, NULL, NULL, -1, G_GINT64_CONSTANT (9223372036854775799), 0 },
  { "8-bit", "d=\xc3\xa4.example; s=\xff", "\xc3\xa4.example", "\xff", NULL, NULL, NULL, -1, -1, 0 },
};
/* clang-format on */

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const Row *row = &rows[i];
      g_autoptr (GStringChunk) strings = g_string_chunk_new (256);
      g_autofree char *value = suite_exact (row->value, -1);
      SvField field
          = { .name = "dkim-signature", .value = value, .len = strlen (row->value), .line = 7 };
      SvDkimSignature got;
      sv_dkim_signature_parse (&field, strings, &got);
      CHECK_INT (row->name, got.line, 7);
      CHECK_STR (row->name, got.domain, row->domain);
      CHECK_STR (row->name, got.selector, row->selector);
      CHECK_STR (row->name, got.identity, row->identity);
      CHECK_STR (row->name, got.algorithm, row->algorithm);
      CHECK_STR (row->name, got.signature, row->signature);
      CHECK_INT (row->name, got.has_expiry ? got.expiry : -1, row->expiry);
      CHECK_INT (row->name, got.has_length ? (gint64)got.length : -1, row->length);
      CHECK_INT (row->name, got.partly ? got.partly_at + 1 : 0, row->partly_at);
    }
}

/* A megabyte of each piece: any quadratic reader would take minutes. */
static void
test_hostile (void)
{
  static const char *const pieces[]
      = { ";", "=", "d=", "d=;", "b=a;", "b", " ", "b= ", "l=1;", "l=9", "\r\n " };
  enum
  {
    SIZE = 1 << 20
  };
  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GStringChunk) strings = g_string_chunk_new (4096);
      g_autoptr (GString) text = g_string_new (NULL);
      while (text->len < SIZE)
        g_string_append (text, pieces[i]);
      g_autofree char *value = suite_exact (text->str, (gssize)text->len);
      SvField field = { .name = "dkim-signature", .value = value, .len = text->len };
      SvDkimSignature got;
      gint64 start = g_get_monotonic_time ();
      sv_dkim_signature_parse (&field, strings, &got);
      CHECK (pieces[i], g_get_monotonic_time () - start < 10 * G_USEC_PER_SEC);
    }
}

int
main (void)
{
  static const SuiteTest tests[]
      = { { "rows", test_rows }, { "hostile", test_hostile }, { NULL, NULL } };
  return suite_run ("dkim-signature", tests);
}
