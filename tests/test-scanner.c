/* SPDX-License-Identifier: GPL-3.0-or-later
 * The verbs of the scanner: what each takes, where it stops, and what it calls a failure. */

#include "mail/scanner.h"
#include "suite.h"

#include <string.h>

/* clang-format off */
static const struct
{
  const char *name;
  const char *text;
  const char *inside; /* NULL: no comment stands here */
  gsize taken;
  gboolean failed;
} comments[] = {
  { "plain", "(a) b", "a", 3, FALSE },
  { "empty", "()", "", 2, FALSE },
  { "nested", "(a (b) c)d", "a (b) c", 9, FALSE },
  { "quoted pair", "(a \\) b)", "a \\) b", 8, FALSE },
  { "quotes mean nothing", "(a \" b)c", "a \" b", 7, FALSE },
  { "semicolons", "(a; b=c)", "a; b=c", 8, FALSE },
  { "unclosed", "(a (b)", "a (b)", 6, TRUE },
  { "backslash at the end", "(a\\", "a\\", 3, TRUE },
  { "one byte", "(", "", 1, TRUE },
  { "none", "a(b)", NULL, 0, FALSE },
  { "empty input", "", NULL, 0, FALSE },
};

static const struct
{
  const char *name;
  const char *text;
  const char *content; /* NULL: no quoted string stands here */
  gsize taken;
  gboolean failed;
} quoted[] = {
  { "plain", "\"a b\"c", "a b", 5, FALSE },
  { "empty", "\"\"", "", 2, FALSE },
  { "quoted pairs", "\"a\\\"\\\\b\"", "a\"\\b", 8, FALSE },
  { "unclosed", "\"ab", "ab", 3, TRUE },
  { "backslash at the end", "\"ab\\", "ab\\", 4, TRUE },
  { "one byte", "\"", "", 1, TRUE },
  { "none", "a\"b\"", NULL, 0, FALSE },
};

static const struct
{
  const char *name;
  const char *text;
  const char *word;
  gboolean taken;
} words[] = {
  { "alone", "from", "from", TRUE },
  { "case", "FroM x", "from", TRUE },
  { "parenthesis behind", "from(", "from", TRUE },
  { "letter behind", "fromage", "from", FALSE },
  { "digit behind", "from1", "from", FALSE },
  { "hyphen behind", "from-x", "from", FALSE },
  { "underscore behind", "from_x", "from", FALSE },
  { "short", "fro", "from", FALSE },
  { "other", "form", "from", FALSE },
};

static const struct
{
  const char *name;
  const char *text;
  const char *stops;
  const char *run;
  const char *until;
} runs[] = {
  { "white space", "ab c;d", ";", "ab", "ab c" },
  { "stop", "ab;c", ";", "ab", "ab" },
  { "stop first", ";ab", ";", "", "" },
  { "no stops", "a;b\tc", NULL, "a;b", NULL },
  { "to the end", "ab", ";", "ab", "ab" },
  { "line end", "ab\r\nc", ";", "ab", "ab\r\nc" },
  { "8-bit", "\xc3\xa4\xff;", ";", "\xc3\xa4\xff", "\xc3\xa4\xff" },
};
/* clang-format on */

/* A scanner over an exact copy of `text`, which goes to `copy`. */
static void
init_exact (SvScanner *scanner, const char *text, char **copy)
{
  *copy = suite_exact (text, -1);
  sv_scanner_init (scanner, *copy, strlen (text));
}

static void
check_slice (const char *row, SvSlice slice, const char *expected)
{
  g_autofree char *text = g_strndup (slice.data, slice.len);
  CHECK_STR (row, text, expected);
}

static void
test_comments (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (comments); i++)
    {
      g_autofree char *copy = NULL;
      SvScanner scanner;
      SvSlice inside = { 0 };
      init_exact (&scanner, comments[i].text, &copy);
      CHECK_INT (comments[i].name, sv_scanner_comment (&scanner, &inside),
                 comments[i].inside != NULL);
      if (comments[i].inside)
        check_slice (comments[i].name, inside, comments[i].inside);
      CHECK_INT (comments[i].name, sv_scanner_offset (&scanner), comments[i].taken);
      CHECK_INT (comments[i].name, scanner.failed, comments[i].failed);
    }
}

static void
test_quoted (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (quoted); i++)
    for (int keep = 0; keep < 2; keep++)
      {
        g_autofree char *copy = NULL;
        g_autoptr (GString) content = g_string_new (NULL);
        SvScanner scanner;
        init_exact (&scanner, quoted[i].text, &copy);
        CHECK_INT (quoted[i].name, sv_scanner_quoted_string (&scanner, keep ? content : NULL),
                   quoted[i].content != NULL);
        CHECK_STR (quoted[i].name, content->str,
                   keep && quoted[i].content ? quoted[i].content : "");
        CHECK_INT (quoted[i].name, sv_scanner_offset (&scanner), quoted[i].taken);
        CHECK_INT (quoted[i].name, scanner.failed, quoted[i].failed);
      }
}

static void
test_words (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *copy = NULL;
      SvScanner scanner;
      init_exact (&scanner, words[i].text, &copy);
      CHECK_INT (words[i].name, sv_scanner_accept_word (&scanner, words[i].word), words[i].taken);
      CHECK_INT (words[i].name, sv_scanner_offset (&scanner),
                 words[i].taken ? strlen (words[i].word) : 0);
    }
}

static void
test_runs (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      g_autofree char *copy = NULL;
      SvScanner scanner;
      SvSlice run;
      init_exact (&scanner, runs[i].text, &copy);
      CHECK_INT (runs[i].name, sv_scanner_run (&scanner, runs[i].stops, &run),
                 runs[i].run[0] != '\0');
      check_slice (runs[i].name, run, runs[i].run);
      CHECK_INT (runs[i].name, sv_scanner_offset (&scanner), strlen (runs[i].run));
      if (!runs[i].until)
        continue;
      sv_scanner_init (&scanner, copy, strlen (runs[i].text));
      check_slice (runs[i].name, sv_scanner_until (&scanner, runs[i].stops), runs[i].until);
      CHECK_INT (runs[i].name, sv_scanner_offset (&scanner), strlen (runs[i].until));
    }
}

/* A NUL is an ordinary byte: no stop, no end. */
static void
test_nul (void)
{
  g_autofree char *copy = suite_exact ("a\0b;", 4);
  SvScanner scanner;
  SvSlice run;
  sv_scanner_init (&scanner, copy, 4);
  CHECK ("run", sv_scanner_run (&scanner, ";", &run));
  CHECK_INT ("run", run.len, 3);
  sv_scanner_init (&scanner, copy, 4);
  CHECK_INT ("until", sv_scanner_until (&scanner, ";").len, 3);
}

static void
test_skipping (void)
{
  g_autofree char *copy = NULL;
  SvScanner scanner;
  init_exact (&scanner, " \t\r\n(a) (b (c))\n x", &copy);
  sv_scanner_skip_space (&scanner);
  CHECK_INT ("space", sv_scanner_offset (&scanner), 4);
  sv_scanner_skip_cfws (&scanner);
  CHECK_INT ("cfws", sv_scanner_peek (&scanner), 'x');
  CHECK ("other byte", !sv_scanner_accept (&scanner, 'y'));
  CHECK ("byte", sv_scanner_accept (&scanner, 'x'));
  CHECK ("end", sv_scanner_at_end (&scanner));
  CHECK_INT ("end", sv_scanner_peek (&scanner), -1);
  CHECK ("byte at the end", !sv_scanner_accept (&scanner, 'x'));
  sv_scanner_skip_cfws (&scanner);
  CHECK ("nothing failed", !scanner.failed);
}

/* The first failure stays. */
static void
test_failing (void)
{
  SvScanner scanner;
  sv_scanner_init (&scanner, "abc", 3);
  sv_scanner_accept (&scanner, 'a');
  sv_scanner_fail (&scanner);
  sv_scanner_accept (&scanner, 'b');
  sv_scanner_fail (&scanner);
  CHECK ("failed", scanner.failed);
  CHECK_INT ("first place", scanner.failed_at, 1);
}

static void
test_slices (void)
{
  g_autofree char *copy = suite_exact (" \tAbc\r\n", -1);
  SvSlice slice = sv_slice_trim ((SvSlice){ copy, 7 });
  check_slice ("trim", slice, "Abc");
  CHECK_INT ("trim of blanks", sv_slice_trim ((SvSlice){ copy, 2 }).len, 0);
  CHECK ("is", sv_slice_is (slice, "aBC"));
  CHECK ("is no longer", !sv_slice_is (slice, "abcd"));
  CHECK ("is no shorter", !sv_slice_is (slice, "ab"));
  CHECK ("starts", sv_slice_starts (slice, "AB"));
  CHECK ("starts with nothing", sv_slice_starts (slice, ""));
  CHECK ("starts not", !sv_slice_starts (slice, "b"));
  CHECK ("too short to start", !sv_slice_starts (slice, "abcd"));

  GStringChunk *strings = g_string_chunk_new (16);
  CHECK_STR ("keep", sv_slice_keep (slice, strings), "Abc");
  CHECK_STR ("keep nothing", sv_slice_keep ((SvSlice){ copy, 0 }, strings), NULL);
  CHECK_STR ("keep no slice", sv_slice_keep ((SvSlice){ 0 }, strings), NULL);
  g_string_chunk_free (strings);
}

int
main (void)
{
  static const SuiteTest tests[]
      = { { "comments", test_comments }, { "quoted", test_quoted }, { "words", test_words },
          { "runs", test_runs },         { "nul", test_nul },       { "skipping", test_skipping },
          { "failing", test_failing },   { "slices", test_slices }, { NULL, NULL } };
  return suite_run ("scanner", tests);
}
