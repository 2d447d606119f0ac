/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of escaping, widths, line breaks and tables. */

#include "suite.h"

#include "output/escape.h"
#include "output/rfc3339.h"
#include "output/table.h"
#include <stdlib.h>
#include <string.h>

/* clang-format off */
static const struct { const char *name, *text, *expected; } escapes[] = {
  { "plain",             "a b",                      "a b" },
  { "empty",             "",                         "" },
  { "backslash",         "a\\x1b",                   "a\\x1b" },
  { "colour",            "\033[31mred",              "\\x1b[31mred" },
  { "title",             "\033]0;evil\007",          "\\x1b]0;evil\\x07" },
  { "tab",               "a\tb",                     "a b" },
  { "line ends",         "a\r\nb",                   "a\\x0d\\x0ab" },
  { "DEL",               "a\177",                    "a\\x7f" },
  { "C1 as UTF-8",       "\302\233" "31m",           "\\u009b31m" },
  { "C1 as a byte",      "\233" "31m",               "\\x9b31m" },
  { "not UTF-8",         "caf\351!",                 "caf\\xe9!" },
  { "truncated UTF-8",   "a\342\202",                "a\\xe2\\x82" },
  { "surrogate",         "\355\240\200",             "\\xed\\xa0\\x80" },
  { "overlong",          "\300\257",                 "\\xc0\\xaf" },
  { "override",          "a\342\200\256" "b",        "a\\u202eb" },
  { "isolate",           "a\342\201\246" "b",        "a\\u2066b" },
  { "zero width",        "a\342\200\213" "b",        "a\\u200bb" },
  { "joiner",            "a\342\200\215" "b",        "a\\u200db" },
  { "soft hyphen",       "a\302\255" "b",            "a\\u00adb" },
  { "BOM",               "\357\273\277a",            "\\ufeffa" },
  { "separators",        "a\342\200\250b\342\200\251", "a\\u2028b\\u2029" },
  { "arabic mark",       "\330\234",                 "\\u061c" },
  { "tag",               "\363\240\200\201",         "\\U000e0001" },
  { "Hangul filler",     "\343\205\244",             "\\u3164" },
  { "variation",         "\342\235\244\357\270\217", "\342\235\244\\ufe0f" },
  { "Japanese",          "請求書",                   "請求書" },
  { "accent",            "e\314\201",                "e\314\201" },
};

static const struct { const char *name, *text; int columns; } widths[] = {
  { "empty", "", 0 },
  { "Latin", "abc", 3 },
  { "Japanese", "請求書", 6 },
  { "half-width kana", "ｱｲ", 2 },
  { "full-width Latin", "Ａ", 2 },
  { "combining", "e\314\201", 1 },
};

static const struct { const char *name, *text; int columns; const char *expected; } shortened[] = {
  { "fits", "abcdef", 6, "abcdef" },
  { "cut", "abcdefg", 6, "abc..." },
  { "wide fits", "請求書", 6, "請求書" },
  { "wide cut", "請求書です", 8, "請求..." },
  { "wide cut with a column left", "請求書です", 9, "請求書..." },
  { "escape cut", "\033\033\033", 10, "\\x1b\\x1..." },
};

/* "|" stands between lines. */
static const struct { const char *name, *text; int columns; SvBreak mode; const char *expected; } breaks[] = {
  { "empty",          "", 10, SV_BREAK_WORDS, "" },
  { "fits",           "one two", 7, SV_BREAK_WORDS, "one two" },
  { "two lines",      "one two", 6, SV_BREAK_WORDS, "one|two" },
  { "many blanks",    "one    two ", 6, SV_BREAK_WORDS, "one|two" },
  { "long word",      "a verylongword b", 6, SV_BREAK_WORDS, "a|verylongword|b" },
  { "long word cut",  "a verylongword b", 6, SV_BREAK_FIT, "a|verylo|ngword|b" },
  { "cut at a dot",   "mail.example.org", 8, SV_BREAK_FIT, "mail.|example.|org" },
  { "no early dot",   "a.verylongname", 8, SV_BREAK_FIT, "a.verylo|ngname" },
  { "many cuts",      "abcdefghij", 3, SV_BREAK_FIT, "abc|def|ghi|j" },
  { "kanji",          "送信者認証結果", 6, SV_BREAK_WORDS, "送信者|認証結|果" },
  { "odd width",      "送信者認証", 5, SV_BREAK_WORDS, "送信|者認|証" },
  { "full stop",      "送信者。認証", 6, SV_BREAK_WORDS, "送信|者。認|証" },
  { "open bracket",   "送信「者」", 6, SV_BREAK_WORDS, "送信|「者」" },
  { "small kana",     "メッセージ", 4, SV_BREAK_WORDS, "メッ|セー|ジ" },
  { "Latin in kanji", "送信 example.org 者", 11, SV_BREAK_WORDS, "送信|example.org|者" },
  { "Latin glued",    "送信example者", 8, SV_BREAK_WORDS, "送信|example|者" },
  { "ASCII closer",   "(送信者)認", 7, SV_BREAK_WORDS, "(送信|者)認" },
  { "control",        "a\nb", 10, SV_BREAK_WORDS, "a\\x0ab" },
};

static const struct { const char *name; gint64 epoch; int zone; const char *expected; } dates[] = {
  { "epoch", 0, 0, "1970-01-01T00:00:00Z" },
  { "east", 1772326805, 540, "2026-03-01T10:00:05+09:00" },
  { "west", 1772326700, -210, "2026-02-28T21:28:20-03:30" },
  { "last", 253402300799, 0, "9999-12-31T23:59:59Z" },
  { "too late", 253402300800, 0, NULL },
  { "too late by its zone", 253402300799, 60, NULL },
  { "first", -62135596800, 0, "0001-01-01T00:00:00Z" },
  { "too early", -62135596801, 0, NULL },
  { "absurd", G_MAXINT64, 0, NULL },
  { "absurd the other way", G_MININT64, -60, NULL },
  { "absurd zone", 0, 1440, "1970-01-01T00:00:00Z" },
};
/* clang-format on */

static void
test_escape (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (escapes); i++)
    {
      gsize len = strlen (escapes[i].text);
      g_autofree char *exact = suite_exact (escapes[i].text, (gssize)len);
      GString *out = g_string_new (NULL);
      sv_escape_append (out, exact, len);
      CHECK_STR (escapes[i].name, out->str, escapes[i].expected);
      g_autofree char *twice = sv_escape (out->str);
      CHECK_STR (escapes[i].name, twice, out->str);
      g_string_free (out, TRUE);
    }
  CHECK_STR ("NULL", sv_escape (NULL), NULL);
}

static void
test_widths (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    CHECK_INT (widths[i].name, sv_text_columns (widths[i].text), widths[i].columns);
}

static void
test_shorten (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shortened); i++)
    {
      g_autofree char *text = sv_text_shorten (shortened[i].text, shortened[i].columns);
      CHECK_STR (shortened[i].name, text, shortened[i].expected);
    }
}

static void
test_breaks (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (breaks); i++)
    {
      g_autoptr (GPtrArray) lines
          = sv_text_break (breaks[i].text, breaks[i].columns, breaks[i].mode);
      g_ptr_array_add (lines, NULL);
      g_autofree char *joined = g_strjoinv ("|", (char **)lines->pdata);
      CHECK_STR (breaks[i].name, joined, breaks[i].expected);
    }
}

static void
test_dates (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      g_autofree char *text = sv_date_rfc3339 (dates[i].epoch, dates[i].zone);
      CHECK_STR (dates[i].name, text, dates[i].expected);
    }
}

/* What `draw` writes on a screen of 40 columns. */
static char *
drawn (gboolean color, void (*draw) (SvScreen *screen))
{
  char *text = NULL;
  size_t len;
  FILE *stream = open_memstream (&text, &len);
  SvOutputOptions options = { .color = color, .width = 40 };
  SvScreen screen;
  sv_screen_init (&screen, stream, &options);
  draw (&screen);
  fclose (stream);
  char *copy = g_strdup (text);
  free (text);
  return copy;
}

static void
draw_table (SvScreen *screen)
{
  g_autoptr (SvTable) table = sv_table_new ("rll");
  const char *const cells[] = { "line",
                                "from",
                                "by",
                                "9",
                                "a-very-long-name.example.org",
                                "mail.example.com",
                                "12",
                                "\033[",
                                NULL,
                                "3",
                                "送信者",
                                "  b" };
  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      sv_table_cell (table, i < 3 ? SV_STYLE_DIM : SV_STYLE_PLAIN, cells[i]);
      if (i == 5)
        sv_table_note (table, SV_STYLE_PLAIN, 2, "a note that is longer than the screen is wide");
    }
  sv_table_print (table, screen, 2);
}

static void
test_table (void)
{
  g_autofree char *plain = drawn (FALSE, draw_table);
  CHECK_STR ("table", plain,
             "  line  from             by\n"
             "     9  a-very-long-     mail.example.\n"
             "        name.example.    com\n"
             "        org\n"
             "    a note that is longer than the sc...\n"
             "    12  \\x1b[            -\n"
             "     3  送信者             b\n");
  g_autofree char *color = drawn (TRUE, draw_table);
  CHECK ("colour", g_str_has_prefix (color, "  \033[2mline\033[0m  \033[2mfrom\033[0m"));
}

static void
draw_huge_cell (SvScreen *screen)
{
  g_autoptr (SvTable) table = sv_table_new ("l");
  g_autofree char *huge = g_strnfill (1 << 20, 'x');
  sv_table_cell (table, SV_STYLE_PLAIN, huge);
  sv_table_print (table, screen, 0);
}

static void
test_huge_cell (void)
{
  g_autofree char *text = drawn (FALSE, draw_huge_cell);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  CHECK_INT ("lines", g_strv_length (lines), 7);
  CHECK_STR ("end", lines[5], "...");
}

static void
draw_text (SvScreen *screen)
{
  sv_screen_text (screen, SV_STYLE_PLAIN, 2, "1. ",
                  "Publish this text at the name itself, now:\n"
                  "    v=spf1 include:_spf.example.net include:_spf.example.com ~all\n"
                  "\n"
                  "Then wait.");
  sv_screen_marked (screen, 2, "v=spf1 a -all mx -all", "-all", SV_STYLE_BAD);
}

static void
test_text (void)
{
  g_autofree char *plain = drawn (FALSE, draw_text);
  CHECK_STR ("text", plain,
             "  1. Publish this text at the name\n"
             "     itself, now:\n"
             "         v=spf1 include:_spf.example.net include:_spf.example.com ~all\n"
             "\n"
             "     Then wait.\n"
             "  v=spf1 a -all mx -all\n");
  g_autofree char *color = drawn (TRUE, draw_text);
  CHECK ("mark", g_str_has_suffix (color, "  v=spf1 a \033[31m-all\033[0m mx -all\n"));
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "escape", test_escape },       { "widths", test_widths }, { "shorten", test_shorten },
    { "breaks", test_breaks },       { "dates", test_dates },   { "table", test_table },
    { "huge cell", test_huge_cell }, { "text", test_text },     { NULL, NULL },
  };
  return suite_run ("screen", tests);
}
