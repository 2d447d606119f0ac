/* SPDX-License-Identifier: GPL-3.0-or-later
 * Compares spellings; see spelling.h. */

#include "explain/spelling.h"

#include <string.h>

static char *
fold (const char *word)
{
  g_autofree char *valid = g_utf8_make_valid (word, -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL_COMPOSE);
  return g_utf8_casefold (normal ? normal : valid, -1);
}

gboolean
sv_spelling_same (const char *a, const char *b)
{
  g_autofree char *one = fold (a), *other = fold (b);
  return strcmp (one, other) == 0;
}

/* What is written or left out between the parts of a word: U+30FB is the middle dot of Japanese. */
static gboolean
is_filling (gunichar c)
{
  return g_unichar_isspace (c) || (c < 0x80 && strchr ("-_=:\"'()", (int)c)) || c == 0x30FB;
}

char *
sv_spelling_bare (const char *word)
{
  g_autofree char *folded = fold (word);
  GString *bare = g_string_new (NULL);
  for (const char *c = folded; *c; c = g_utf8_next_char (c))
    if (!is_filling (g_utf8_get_char (c)))
      g_string_append_unichar (bare, g_utf8_get_char (c));
  return g_string_free (bare, FALSE);
}

/* Optimal string alignment over three rows. */
guint
sv_spelling_distance (const char *a, const char *b)
{
  glong n, m;
  g_autofree gunichar *one = g_utf8_to_ucs4_fast (a, -1, &n);
  g_autofree gunichar *other = g_utf8_to_ucs4_fast (b, -1, &m);
  g_autofree guint *rows = g_new0 (guint, 3 * (gsize)(m + 1));
  guint *before = rows, *above = rows + (m + 1), *row = rows + 2 * (m + 1);
  for (glong k = 0; k <= m; k++)
    above[k] = (guint)k;
  for (glong i = 1; i <= n; i++)
    {
      row[0] = (guint)i;
      for (glong k = 1; k <= m; k++)
        {
          guint change = above[k - 1] + (one[i - 1] != other[k - 1]);
          row[k] = MIN (change, MIN (above[k], row[k - 1]) + 1);
          if (i > 1 && k > 1 && one[i - 1] == other[k - 2] && one[i - 2] == other[k - 1])
            row[k] = MIN (row[k], before[k - 2] + 1);
        }
      guint *swap = before;
      before = above;
      above = row;
      row = swap;
    }
  return above[m];
}
