/* SPDX-License-Identifier: GPL-3.0-or-later
 * The searches: every way that this machine can go finds what a look at each byte finds. */

#include "mail/line-search.h"
#include "suite.h"

#include <string.h>

/* What every way has to find. */
static const char *
look_at_each_byte (const char *data, gsize len, const char *word)
{
  gsize n = strlen (word);
  for (gsize i = 0; i + n < len; i++)
    if (data[i] == '\n' && memcmp (data + i + 1, word, n) == 0)
      return data + i;
  return NULL;
}

static void
check_all_ways (const char *row, const char *data, gsize len, const char *word)
{
  const SvLineSearch *ways;
  guint n = sv_line_search_ways (&ways);
  const char *expected = look_at_each_byte (data, len, word);
  for (guint i = 0; i < n; i++)
    CHECK (row, ways[i](data, len, word, strlen (word)) == expected);
  CHECK (row, sv_line_search (data, len, word) == expected);
}

static const struct
{
  const char *row;
  const char *data;
  int found; /* byte of the line end, -1: none */
} rows[] = {
  { "empty", "", -1 },
  { "a line end", "\n", -1 },
  { "in front of no line end", "From a\n", -1 },
  { "the word alone", "\nFrom ", 0 },
  { "cut off", "\nFrom", -1 },
  { "another case", "\nfrom ", -1 },
  { "quoted", "\n>From ", -1 },
  { "behind two line ends", "a\n\nFrom b", 2 },
  { "behind CR LF", "a\r\nFrom b", 2 },
  { "the first of two", "a\nFrom b\nFrom c", 1 },
  { "behind a false start", "\nFro\nFroma\nFrom b", 10 },
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize len = strlen (rows[i].data);
      g_autofree char *data = suite_exact (rows[i].data, (gssize)len);
      const char *found = sv_line_search (data, len, "From ");
      CHECK_INT (rows[i].row, found ? found - data : -1, rows[i].found);
      check_all_ways (rows[i].row, data, len, "From ");
    }
}

/* The word at every place of a block longer than two vectors, and cut off at each. */
static void
test_every_place (void)
{
  static const char word[] = "\nFrom ";
  for (gsize len = 0; len <= 100; len++)
    for (gsize at = 0; at <= len; at++)
      {
        g_autofree char *filled = g_strnfill (len, at % 3 ? 'x' : '\n');
        memcpy (filled + at, word, MIN (strlen (word), len - at));
        g_autofree char *data = suite_exact (filled, (gssize)len);
        check_all_ways ("every place", data, len, "From ");
        check_all_ways ("another word", data, len, "F");
      }
}

/* Blocks of nothing but what the search stumbles over. */
static void
test_near_misses (void)
{
  static const char letters[] = "\nFrom ";
  guint32 state = 1;
  for (guint round = 0; round < 2000; round++)
    {
      char text[150];
      for (gsize i = 0; i < sizeof text; i++)
        {
          state = state * 1664525 + 1013904223;
          text[i] = letters[(state >> 16) % (i % 5 ? 2 : 6)];
        }
      g_autofree char *data = suite_exact (text, sizeof text);
      check_all_ways ("near misses", data, sizeof text, "F");
      check_all_ways ("near misses", data, sizeof text, "FF");
      check_all_ways ("near misses", data, sizeof text, "F\nFr");
    }
}

/* ---- where fields and headers end ---- */

static const char *
field_end (const char *data, gsize len, guint *lines)
{
  for (gsize i = 0; i < len; i++)
    if (data[i] == '\n')
      {
        ++*lines;
        if (i + 1 == len || !strchr (" \t", data[i + 1]) || !data[i + 1])
          return data + i;
      }
  return NULL;
}

static const char *
empty_line (const char *data, gsize len)
{
  for (gsize i = 0; i + 1 < len; i++)
    if (data[i] == '\n' && (data[i + 1] == '\n' || data[i + 1] == '\r'))
      return data + i;
  return NULL;
}

static const char *
line_of_letter (const char *data, gsize len, const char letters[3])
{
  for (gsize i = 0; i + 1 < len; i++)
    if (data[i] == '\n' && data[i + 1]
        && (strchr (letters, data[i + 1]) || strchr (letters, g_ascii_tolower (data[i + 1]))))
      return data + i;
  return NULL;
}

static void
check_ends (const char *row, const char *data, gsize len)
{
  const SvFieldSearch *ways;
  guint n = sv_field_search_ways (&ways), lines = 7, expected = 7;
  const char *end = field_end (data, len, &expected), *empty = empty_line (data, len);
  for (guint i = 0; i < n; i++, lines = 7)
    {
      CHECK (row, ways[i].field_end (data, len, &lines) == end);
      CHECK_INT (row, lines, expected);
      CHECK (row, ways[i].empty_line (data, len) == empty);
      CHECK (row, ways[i].letter (data, len, "ax ") == line_of_letter (data, len, "ax "));
    }
  CHECK (row, sv_field_end_search (data, len, &lines) == end);
  CHECK_INT (row, lines, expected);
  CHECK (row, sv_empty_line_search (data, len) == empty);
}

static const struct
{
  const char *row;
  const char *data;
  int field_end; /* byte of the line end, -1: none */
  guint lines;
  int empty_line;
  int letter; /* c, q or b */
} ends[] = {
  { "nothing", "", -1, 0, -1, -1 },
  { "no line end", "To: a", -1, 0, -1, -1 },
  { "the last byte", "To: a\n", 5, 1, -1, -1 },
  { "a field behind", "To: a\nCc: b\n", 5, 1, -1, 5 },
  { "folded with a blank", "To: a,\n b\nCc: c\n", 9, 2, -1, 9 },
  { "folded with a tab", "To: a,\n\tb\nCc: c\n", 9, 2, -1, 9 },
  { "folded, cut off", "To: a,\n b", -1, 1, -1, -1 },
  { "nothing but a blank behind", "To: a\n ", -1, 1, -1, -1 },
  { "CR LF", "To: a\r\n\tb\r\nCc: c", 10, 2, -1, 10 },
  { "the end of a header", "To: a\n\nbody\n", 5, 1, 5, 6 },
  { "with CR LF", "To: a\r\n\r\n", 6, 1, 6, -1 },
  { "NUL behind", "To: a\n\1", 5, 1, -1, -1 },
};

static void
test_ends (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      gsize len = strlen (ends[i].data);
      g_autofree char *data = suite_exact (ends[i].data, (gssize)len);
      guint lines = 0;
      const char *found = sv_field_end_search (data, len, &lines);
      CHECK_INT (ends[i].row, found ? found - data : -1, ends[i].field_end);
      CHECK_INT (ends[i].row, lines, ends[i].lines);
      found = sv_empty_line_search (data, len);
      CHECK_INT (ends[i].row, found ? found - data : -1, ends[i].empty_line);
      found = sv_line_letter_search (data, len, "cqb");
      CHECK_INT (ends[i].row, found ? found - data : -1, ends[i].letter);
      check_ends (ends[i].row, data, len);
    }
}

/* A line end at every place of a block of folded lines, and blocks of nothing but line ends and
 * what may stand behind them. */
static void
test_ends_everywhere (void)
{
  static const char behind[] = "a \t\n\r";
  guint32 state = 1;
  for (gsize len = 0; len <= 70; len++)
    for (gsize at = 0; at < len; at++)
      {
        g_autofree char *filled = g_strnfill (len, at % 3 ? 'x' : ' ');
        filled[at] = '\n';
        if (at + 1 < len)
          filled[at + 1] = behind[(at + len) % strlen (behind)];
        g_autofree char *data = suite_exact (filled, (gssize)len);
        check_ends ("every place", data, len);
      }
  for (guint round = 0; round < 2000; round++)
    {
      char text[90];
      for (gsize i = 0; i < sizeof text; i++)
        {
          state = state * 1664525 + 1013904223;
          text[i] = i % 2 ? '\n' : behind[(state >> 16) % (round % 8 ? 3 : 5)];
        }
      gsize len = round % (sizeof text + 1);
      g_autofree char *data = suite_exact (text, (gssize)len);
      check_ends ("random", data, len);
    }
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "rows", test_rows },
    { "every place", test_every_place },
    { "near misses", test_near_misses },
    { "ends", test_ends },
    { "ends everywhere", test_ends_everywhere },
    { NULL, NULL },
  };
  return suite_run ("line-search", tests);
}
