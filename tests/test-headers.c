/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of mail/headers.h: fields and their lines, odd blocks, where headers end, text and dates.
 */

#include "mail/headers.h"
#include "suite.h"

#include <string.h>

/* A block in an exact-size heap copy, so that over-reads are seen. */
static SvHeaders *
parse (const char *text, gssize len)
{
  gsize n = len < 0 ? strlen (text) : (gsize)len;
  g_autoptr (GBytes) block = g_bytes_new_take (suite_exact (text, len), n);
  return sv_headers_parse (block);
}

/* All fields as "line@offset name=value|…". */
static char *
summary (const SvHeaders *headers)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < headers->fields->len; i++)
    {
      const SvField *field = &g_array_index (headers->fields, SvField, i);
      g_string_append_printf (text, "%s%u@%u %s=%s", i ? "|" : "", field->line,
                              (guint)field->offset, field->name, field->value);
    }
  return g_string_free (text, FALSE);
}

/* clang-format off */
static const struct
{
  const char *name;
  const char *block;
  const char *fields;
  guint notes;
} blocks[] = {
  { "plain LF", "A: 1\nB:2\n\n", "1@0 a=1|2@5 b=2", 0 },
  { "CRLF", "A: 1\r\nB: 2\r\n\r\n", "1@0 a=1|2@6 b=2", 0 },
  { "mixed line ends", "A: 1\r\nB: 2\n\r\n", "1@0 a=1|2@6 b=2", 0 },
  { "converted to CRLF twice", "A: 1\r\r\nB: 2\r\r\n\r\r\n", "1@0 a=1|2@7 b=2", 0 },
  { "lone CR inside is a character", "A: 1\r2\nB: 2\n\n", "1@0 a=1\r2|2@7 b=2", 0 },
  { "body is not read", "A: 1\n\nB: 2\n", "1@0 a=1", 0 },
  { "folds keep their white space", "A: 1\r\n\t2\n  3\n\n", "1@0 a=1\t2  3", 0 },
  { "value on the continuation", "A:\r\n value\r\n\r\n", "1@0 a=value", 0 },
  { "white-space line continues", "A: 1\n \t\n 2\nB: 3\n\n", "1@0 a=1 \t 2|4@11 b=3", 0 },
  { "white-space line at the end of a field", "A: 1\n  \nB: 3\n\n", "1@0 a=1|3@8 b=3", 0 },
  { "space in front of the colon", "From : x\nTo\t:y\n\n", "1@0 from=x|2@9 to=y", 0 },
  { "empty value", "A:\nB: \n\n", "1@0 a=|2@3 b=", 0 },
  { "several colons", "A: b: c\n\n", "1@0 a=b: c", 0 },
  { "no end", "A: 1\n", "1@0 a=1", SV_HEADERS_NO_END },
  { "no line end at all", "A: 1", "1@0 a=1", SV_HEADERS_NO_END },
  { "name alone", "A:", "1@0 a=", SV_HEADERS_NO_END },
  { "From_ line on top", "From x@example.org Sun May  8 19:07:09 2005\nA: 1\n\n", "2@44 a=1",
    SV_HEADERS_FROM_LINE },
  { ">From_ line on top", ">From x\nA: 1\n\n", "2@8 a=1", SV_HEADERS_FROM_LINE },
  { ">From_ line inside", "A: 1\n>From x\nB: 2\n\n", "1@0 a=1|3@13 b=2", SV_HEADERS_BAD_LINE },
  { "leading blank lines count", "\n \t\r\n\r\nA: 1\n\n", "4@7 a=1", SV_HEADERS_LEADING_BLANK },
  { "blank lines and a From_ line", "\nFrom x\n\nA: 1\n\n", "4@9 a=1",
    SV_HEADERS_LEADING_BLANK | SV_HEADERS_FROM_LINE },
  { "BOM", "\xEF\xBB\xBF" "A: 1\n\n", "1@3 a=1", SV_HEADERS_BOM },
  { "BOM and a blank line", "\xEF\xBB\xBF\r\nA: 1\n\n", "2@5 a=1",
    SV_HEADERS_BOM | SV_HEADERS_LEADING_BLANK },
  { "continuation first", " lost\nA: 1\n\n", "2@6 a=1", SV_HEADERS_BAD_LINE },
  { "garbage is skipped with its continuation", "A: 1\ngarbage\n more\nB: 2\n\n",
    "1@0 a=1|4@19 b=2", SV_HEADERS_BAD_LINE },
  { "colon without a name", ": x\nA: 1\n\n", "2@4 a=1", SV_HEADERS_BAD_LINE },
  { "8-bit name", "\xC3\xA4: x\nA: 1\n\n", "2@6 a=1", SV_HEADERS_BAD_LINE },
  { "body begins without an empty line", "A: 1\nDear all,\nB: 2\n", "1@0 a=1|3@15 b=2",
    SV_HEADERS_BAD_LINE | SV_HEADERS_NO_END },
  { "8-bit value is kept", "A: caf\xE9\n\n", "1@0 a=caf\xE9", 0 },
  { "nothing", "", "", SV_HEADERS_NO_END },
  { "blank lines alone", "\n\n", "", SV_HEADERS_NO_END | SV_HEADERS_LEADING_BLANK },
  { "a lone CR at the end", "A: 1\r", "1@0 a=1", SV_HEADERS_NO_END },
};
/* clang-format on */

static void
test_blocks (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      g_autoptr (SvHeaders) headers = parse (blocks[i].block, -1);
      g_autofree char *fields = summary (headers);
      CHECK_STR (blocks[i].name, fields, blocks[i].fields);
      CHECK_INT (blocks[i].name, headers->notes, blocks[i].notes);
    }
}

static void
test_raw (void)
{
  g_autoptr (SvHeaders) headers = parse ("Aa : 1\r\n\t2 \r\nB:3\n\n", -1);
  const SvField *field = sv_headers_find (headers, "aa");
  CHECK ("raw", field != NULL);
  g_autofree char *raw = g_strndup (field->raw, field->raw_len);
  CHECK_STR ("raw with folds, without the last line end", raw, " 1\r\n\t2 ");
  CHECK_INT ("len", field->len, strlen ("1\t2"));
  CHECK ("missing", sv_headers_find (headers, "c") == NULL);
}

static void
test_nul (void)
{
  g_autoptr (SvHeaders) headers = parse ("A: 1\0002\n\nbody\0", 14);
  const SvField *field = sv_headers_find (headers, "a");
  CHECK ("NUL", field != NULL);
  CHECK_STR ("NUL", field->value,
             "1\x1A"
             "2");
  CHECK_INT ("NUL", field->len, 3);
  CHECK_INT ("NUL", headers->notes, SV_HEADERS_NUL);
  g_autoptr (SvHeaders) clean = parse ("A: 1\n\nbody\0", 11);
  CHECK_INT ("NUL in the body", clean->notes, 0);
}

static void
test_limits (void)
{
  g_autoptr (GString) block = g_string_new (NULL);
  for (guint i = 0; i < SV_FIELDS_MAX; i++)
    g_string_append (block, "A: 1\n");
  g_string_append (block, "\n");
  g_autoptr (SvHeaders) full = parse (block->str, (gssize)block->len);
  CHECK_INT ("as many as allowed", full->fields->len, SV_FIELDS_MAX);
  CHECK_INT ("as many as allowed", full->notes, 0);
  g_string_prepend (block, "A: 1\n");
  g_autoptr (SvHeaders) cut = parse (block->str, (gssize)block->len);
  CHECK_INT ("one more", cut->fields->len, SV_FIELDS_MAX);
  CHECK_INT ("one more", cut->notes, SV_HEADERS_CUT);
}

/* Runs of CR are where a naive unfolding is quadratic. */
static void
test_long (void)
{
  g_autoptr (GString) block = g_string_new ("A: ");
  for (guint i = 0; i < 1000000; i++)
    g_string_append (block, i % 2 ? "\r\r" : "\n ");
  g_string_append (block, "x\n\n");
  g_autoptr (SvHeaders) headers = parse (block->str, (gssize)block->len);
  CHECK_INT ("long", headers->fields->len, 1);
}

static const struct
{
  const char *name;
  const char *data;
  gsize end;
  gboolean mail;
  gboolean has_field;
} tops[] = {
  { "plain", "A: 1\n\nx\n\n", 6, TRUE, TRUE },
  { "CRLF", "A: 1\r\n\r\nx", 8, TRUE, TRUE },
  { "no end", "A: 1\nx\n", 0, TRUE, TRUE },
  { "leading blank lines", "\n \nA: 1\n\n", 9, TRUE, TRUE },
  { "From_ line and blank line", "From x\n\nA: 1\n\n", 14, TRUE, TRUE },
  { "white-space line inside", "A: 1\n \n 2\n\n", 11, TRUE, TRUE },
  { "continuation first", " x\nA: 1\n\n", 9, TRUE, TRUE },
  { "junk, then an unknown field", "junk\nA: 1\n\n", 11, FALSE, TRUE },
  { "queue file", "{\"a\":1}\nReceived: x\n\n", 21, TRUE, TRUE },
  { "mail after an empty line only", "junk\n\nReceived: x\n\n", 6, FALSE, FALSE },
  { "JSON lines", "{\"a\":1}\n{\"b\":2}\n", 0, FALSE, TRUE },
  { "a list of links", "https://example.org/\n", 0, FALSE, TRUE },
  { "prose", "Hello there\nworld\n\n", 19, FALSE, FALSE },
  { "binary", "\x89PNG\r\n\x1A\n", 0, FALSE, FALSE },
  { "empty", "", 0, FALSE, FALSE },
};

static void
test_tops (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (tops); i++)
    {
      gsize len = strlen (tops[i].data);
      g_autofree char *data = suite_exact (tops[i].data, -1);
      CHECK_INT (tops[i].name, sv_headers_end (data, len), tops[i].end);
      CHECK_INT (tops[i].name, sv_headers_look_like (data, len), tops[i].mail);
      CHECK_INT (tops[i].name, sv_headers_have_field (data, len), tops[i].has_field);
    }
}

static const struct
{
  const char *value;
  const char *text;
} texts[] = {
  { "", "" },
  { "plain", "plain" },
  { "=?utf-8?q?caf=C3=A9?= x", "caf\xC3\xA9 x" },
  { "=?utf-8?B?44GC?= =?utf-8?B?44GE?=", "\xE3\x81\x82\xE3\x81\x84" },
  { "=?utf-8?B?YWE=?= =?utf-8?B?YmI=?=", "aabb" }, /* padding inside: GMime stops there */
  { "=?utf-8?B?YWE=?= bb =?utf-8?B?Y2M=?= ", "aa bb cc " },
  { "=?utf-8?B?YQ==?= =?utf-8?q?b?= =?utf-8?B?Yw==?= d", "abc d" },
  { "=?shift_jis?B?gqA=?=", "\xE3\x81\x82" },
  { "=?iso-8859-1?Q?caf=E9?=", "caf\xC3\xA9" },
  { "caf\xC3\xA9", "caf\xC3\xA9" },
  { "=?broken", "=?broken" },
};

static void
test_texts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = sv_headers_decode_text (texts[i].value);
      CHECK_STR (texts[i].value, text, texts[i].text);
    }
  g_autofree char *text = sv_headers_decode_text ("a\xFF=?utf-8?q?=FF=C3?= \xE3\x81");
  CHECK ("not UTF-8", g_utf8_validate (text, -1, NULL));
}

/* 13 Nov 2017 07:18:00 UTC, reckoned with date(1). */
#define T 1510557480

/* clang-format off */
static const struct
{
  const char *text;
  gint64 epoch;
  int zone;
} dates[] = {
  { "Mon, 13 Nov 2017 07:18:00 +0000", T, 0 },
  { "Mon, 13 Nov 2017 07:18:00 -0500", T + 5 * 3600, -300 },
  { "13 Nov 2017 07:18:00 +0530", T - 5 * 3600 - 1800, 330 },
  { "Mon, 13 Nov 2017 07:18 -0000", T, 0 },
  { "Mon,13 Nov 2017 07:18:00 GMT", T, 0 },
  { "Monday, 13 November 2017 07:18:00 UTC", T, 0 },
  { "Mon, 13 Nov 17 07:18:00 GMT", T, 0 },
  { "Mon, 13 Nov 117 07:18:00 GMT", T, 0 },
  { "Sat, 13 Nov 99 07:18:00 GMT", 942477480, 0 },
  { "Mon, 13 Nov 2017 07:18:00 -0800 (PST)", T + 8 * 3600, -480 },
  { "Mon, 13 Nov 2017 07:18:00 PDT", T + 7 * 3600, -420 },
  { "Mon, 13 Nov 2017 07:18:00 (PDT)", T + 7 * 3600, -420 },
  { "Mon, 13 Nov 2017 07:18:00 +0900 (GMT)", T - 9 * 3600, 540 },
  { "Mon, 13 Nov 2017 07:18:00 JST", T - 9 * 3600, 540 },
  { "Mon, 13 Nov 2017 07:18:00 XYZ", T, 0 },
  { "Mon, 13 Nov 2017 07:18:00", T, 0 },
  { "Mon, 13 Nov 2017 07:18:00 +09:00", T - 9 * 3600, 540 },
  { "Mon, 13 Nov 2017 07:18:00 +09", T - 9 * 3600, 540 },
  { "Mon, 13 Nov 2017 07:18:00 GMT+0200", T - 2 * 3600, 120 },
  { "Mon, 13 Nov 2017 07:18:00 +2460", T, 0 },
  { "Mon, 13 Nov 2017 07:18:00.999999 +0000", T, 0 },
  { "2017-11-13 07:18:00.999999999 +0000 UTC m=+1.2", T, 0 },
  { "2017-11-13T07:18:00Z", T, 0 },
  { "2017-11-13T07:18:00.5+09:00", T - 9 * 3600, 540 },
  { "2017/11/13 07:18:00", T, 0 },
  { "Mon Nov 13 07:18:00 2017", T, 0 },
  { "Mon Nov 13 07:18:00 EST 2017", T + 5 * 3600, -300 },
  { "Mon Nov 13 07:18:00 -0500 2017", T + 5 * 3600, -300 },
  { "13-Nov-2017 07:18:00 +0000", T, 0 },
  { "(a) Mon (b (c)) , 13 Nov 2017 07 : 18 : 00 (d) +0000", T, 0 },
  { "Mon, 13 Nov 2017 7:18:00 AM +0000", T, 0 },
  { "Mon, 13 Nov 2017 07:18:00 PM +0000", T + 12 * 3600, 0 },
  { "Mon, 13 Nov 2017 12:18:00 AM", T - 7 * 3600, 0 },
  { "\r\n\tMon, 13 Nov 2017\r\n 07:18:00 +0000", T, 0 },
  { "Mon, 13 Nov 2017 07:18:00 +0000; more", T, 0 },
  { "Sat, 31 Dec 2016 23:59:60 +0000", 1483228799, 0 },
  { "Thu, 01 Jan 1970 00:00:00 +0000", 0, 0 },
  { "Thu, 29 Feb 2024 12:00:00 +0000", 1709208000, 0 },
};

static const char *const no_dates[] = {
  "", " ", "12", "garbage", "Mon, 13 Nov 2017", "07:18:00 +0000", "Mon, 13 Foo 2017 07:18:00 +0000",
  "Mon, 32 Nov 2017 07:18:00 +0000", "Wed, 29 Feb 2023 07:18:00 +0000",
  "Mon, 13 Nov 2017 25:18:00 +0000", "Mon, 13 Nov 2017 07:60:00 +0000",
  "Mon, 13 Nov 2017 07:18:61 +0000", "Mon, 13 Nov 2017 07:1:00 +0000", "Tue, 18 Jun [192.0.2.1]",
  "from x by y; 13 Nov 2017 07:18:00", "11/13/2017 07:18:00 AM", "13 Nov 20170 07:18:00",
  "99999999999999999999 Nov 2017 07:18:00", "Mon, 13 Nov 2017 07:",
  "(unclosed 13 Nov 2017 07:18:00",
  "2017-11-13", "2017-11", "0 Nov 2017 07:18:00", "1510557480",
};
/* clang-format on */

static void
test_dates (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      gint64 epoch = -1;
      int zone = -1;
      CHECK (dates[i].text, sv_headers_decode_date (dates[i].text, -1, &epoch, &zone));
      CHECK_INT (dates[i].text, epoch, dates[i].epoch);
      CHECK_INT (dates[i].text, zone, dates[i].zone);
    }
  for (guint i = 0; i < G_N_ELEMENTS (no_dates); i++)
    {
      gint64 epoch = -1;
      int zone = -1;
      CHECK (no_dates[i], !sv_headers_decode_date (no_dates[i], -1, &epoch, &zone));
      CHECK_INT (no_dates[i], epoch, -1);
      CHECK_INT (no_dates[i], zone, -1);
    }
}

static gboolean
wants_a (const char *name, gsize len)
{
  return len == 1 && g_ascii_tolower (name[0]) == 'a';
}

/* What is left out leaves no trace but in the count of lines and bytes; odd things are noted all
 * the same.  Names are asked for as they are written. */
static void
test_wanted (void)
{
  static const char text[] = "Aa: 0\nA: 1\n 2\nB: 3\n 4\nbad\na : 5\nBB: 6\nA: 7\n\n";
  g_autoptr (GBytes) block = g_bytes_new_static (text, strlen (text));
  g_autoptr (SvHeaders) headers = sv_headers_parse_wanted (block, wants_a);
  g_autofree char *fields = summary (headers);
  CHECK_STR ("wanted", fields, "2@6 a=1 2|7@26 a=5|9@38 a=7");
  CHECK_INT ("wanted", headers->notes, SV_HEADERS_BAD_LINE);
}

/* date -u -d @SECONDS +%Y-%m */
static void
test_months (void)
{
  static const struct
  {
    gint64 epoch;
    const char *month; /* NULL: none */
  } months[] = {
    { 0, "1970-01" },
    { -1, "1969-12" },
    { 1772323199, "2026-02" },
    { 1772323200, "2026-03" },
    { 951782400, "2000-02" }, /* the 29th */
    { 253402300799, "9999-12" },
    { 253402300800, NULL },
    { -62135596800, "0001-01" },
    { -62135596801, NULL },
    { G_MAXINT64, NULL },
    { G_MININT64, NULL },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (months); i++)
    {
      char month[SV_MONTH_SIZE];
      gboolean found = sv_month_of (months[i].epoch, month);
      CHECK_STR (months[i].month ? months[i].month : "none", found ? month : NULL, months[i].month);
    }
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "blocks", test_blocks }, { "raw", test_raw },     { "NUL", test_nul },
    { "limits", test_limits }, { "long", test_long },   { "tops", test_tops },
    { "texts", test_texts },   { "dates", test_dates }, { "wanted", test_wanted },
    { "months", test_months }, { NULL, NULL },
  };
  return suite_run ("headers", tests);
}
