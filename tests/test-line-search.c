/* SPDX-License-Identifier: GPL-3.0-or-later
 * The search for lines: every way that this machine can go finds what a look at each byte finds. */

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

int
main (void)
{
  static const SuiteTest tests[] = {
    { "rows", test_rows },
    { "every place", test_every_place },
    { "near misses", test_near_misses },
    { NULL, NULL },
  };
  return suite_run ("line-search", tests);
}
