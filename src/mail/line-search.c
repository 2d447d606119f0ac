/* SPDX-License-Identifier: GPL-3.0-or-later
 * The search of line-search.h: 32 bytes at a time where the processor can, else 16, else by lines.
 *
 * Four fifths of an archive are bodies, of which an audit wants nothing but where they end.  With
 * glibc's memmem() that took a fifth of the whole run. */

#include "mail/line-search.h"

#include <string.h>

#if defined __x86_64__ && defined __GNUC__
#include <immintrin.h>
#define HAVE_VECTORS 1
#endif

static const char *
search_by_lines (const char *data, gsize len, const char *word, gsize word_len)
{
  const char *end = data + len;
  for (const char *p = data; (gsize)(end - p) > word_len; p++)
    if (!(p = memchr (p, '\n', (gsize)(end - p) - word_len)))
      return NULL;
    else if (memcmp (p + 1, word, word_len) == 0)
      return p;
  return NULL;
}

#ifdef HAVE_VECTORS

/* Among the 32 or 16 bytes at `p`, those of `mask` are a line end with the word's first byte
 * behind. */
static const char *
check (const char *p, guint mask, const char *end, const char *word, gsize word_len)
{
  for (; mask; mask &= mask - 1)
    {
      const char *at = p + __builtin_ctz (mask);
      if ((gsize)(end - at) > word_len && memcmp (at + 1, word, word_len) == 0)
        return at;
    }
  return NULL;
}

static const char *
search_by_16 (const char *data, gsize len, const char *word, gsize word_len)
{
  const char *p = data, *end = data + len, *found;
  const __m128i newline = _mm_set1_epi8 ('\n'), letter = _mm_set1_epi8 (word[0]);
  for (; end - p > 16; p += 16)
    {
      __m128i here = _mm_loadu_si128 ((const void *)p);
      __m128i next = _mm_loadu_si128 ((const void *)(p + 1));
      int mask = _mm_movemask_epi8 (
          _mm_and_si128 (_mm_cmpeq_epi8 (here, newline), _mm_cmpeq_epi8 (next, letter)));
      if (mask && (found = check (p, (guint)mask, end, word, word_len)))
        return found;
    }
  return search_by_lines (p, (gsize)(end - p), word, word_len);
}

__attribute__ ((target ("avx2"))) static const char *
search_by_32 (const char *data, gsize len, const char *word, gsize word_len)
{
  const char *p = data, *end = data + len, *found;
  const __m256i newline = _mm256_set1_epi8 ('\n'), letter = _mm256_set1_epi8 (word[0]);
  for (; end - p > 32; p += 32)
    {
      __m256i here = _mm256_loadu_si256 ((const void *)p);
      __m256i next = _mm256_loadu_si256 ((const void *)(p + 1));
      int mask = _mm256_movemask_epi8 (
          _mm256_and_si256 (_mm256_cmpeq_epi8 (here, newline), _mm256_cmpeq_epi8 (next, letter)));
      if (mask && (found = check (p, (guint)mask, end, word, word_len)))
        return found;
    }
  return search_by_16 (p, (gsize)(end - p), word, word_len);
}

#endif

guint
sv_line_search_ways (const SvLineSearch **ways)
{
#ifdef HAVE_VECTORS
  static const SvLineSearch all[] = { search_by_lines, search_by_16, search_by_32 };
  *ways = all;
  return __builtin_cpu_supports ("avx2") ? 3 : 2;
#else
  static const SvLineSearch all[] = { search_by_lines };
  *ways = all;
  return 1;
#endif
}

const char *
sv_line_search (const char *data, gsize len, const char *word)
{
  const SvLineSearch *ways;
  guint n = sv_line_search_ways (&ways);
  return ways[n - 1](data, len, word, strlen (word));
}
