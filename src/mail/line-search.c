/* SPDX-License-Identifier: GPL-3.0-or-later
 * The searches of line-search.h: 32 bytes at a time where the processor can, else 16, else by
 * lines.
 *
 * Four fifths of an archive are bodies, of which an audit wants nothing but where they end: with
 * glibc's memmem() that took a fifth of the whole run.  Most of a header is fields that nobody
 * reads, in short lines: a memchr() for each took a tenth. */

#include "mail/line-search.h"

#include <string.h>

/* Letters of either case differ in this bit. */
#define CASE 0x20

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

static const char *
field_end_by_lines (const char *data, gsize len, guint *lines)
{
  const char *end = data + len;
  for (const char *p = data; p < end && (p = memchr (p, '\n', (gsize)(end - p))); p++)
    {
      ++*lines;
      if (p + 1 == end || (p[1] != ' ' && p[1] != '\t'))
        return p;
    }
  return NULL;
}

static const char *
empty_line_by_lines (const char *data, gsize len)
{
  const char *end = data + len;
  for (const char *p = data; end - p > 1 && (p = memchr (p, '\n', (gsize)(end - p) - 1)); p++)
    if (p[1] == '\n' || p[1] == '\r')
      return p;
  return NULL;
}

static const char *
letter_by_lines (const char *data, gsize len, const char letters[3])
{
  const char *end = data + len;
  for (const char *p = data; end - p > 1 && (p = memchr (p, '\n', (gsize)(end - p) - 1)); p++)
    if (memchr (letters, p[1] | CASE, 3))
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

/* Which of the 32 bytes at `p` are a line end; `*behind` gets those behind which one of the three
 * bytes `set` stands, after `bits` are set in it.  33 bytes are read. */
__attribute__ ((target ("avx2"), always_inline)) static inline guint
line_ends (const char *p, const char set[3], char bits, guint *behind)
{
  __m256i here = _mm256_loadu_si256 ((const void *)p);
  __m256i next
      = _mm256_or_si256 (_mm256_loadu_si256 ((const void *)(p + 1)), _mm256_set1_epi8 (bits));
  __m256i any = _mm256_or_si256 (_mm256_cmpeq_epi8 (next, _mm256_set1_epi8 (set[0])),
                                 _mm256_cmpeq_epi8 (next, _mm256_set1_epi8 (set[1])));
  any = _mm256_or_si256 (any, _mm256_cmpeq_epi8 (next, _mm256_set1_epi8 (set[2])));
  *behind = (guint)_mm256_movemask_epi8 (any);
  return (guint)_mm256_movemask_epi8 (_mm256_cmpeq_epi8 (here, _mm256_set1_epi8 ('\n')));
}

__attribute__ ((target ("avx2"))) static const char *
field_end_by_32 (const char *data, gsize len, guint *lines)
{
  const char *p = data, *end = data + len;
  for (guint blank; end - p > 32; p += 32)
    for (guint ends = line_ends (p, " \t\t", 0, &blank); ends; ends &= ends - 1)
      {
        ++*lines;
        if (!(blank >> __builtin_ctz (ends) & 1))
          return p + __builtin_ctz (ends);
      }
  return field_end_by_lines (p, (gsize)(end - p), lines);
}

__attribute__ ((target ("avx2"))) static const char *
empty_line_by_32 (const char *data, gsize len)
{
  const char *p = data, *end = data + len;
  for (guint behind; end - p > 32; p += 32)
    {
      guint found = line_ends (p, "\n\r\r", 0, &behind) & behind;
      if (found)
        return p + __builtin_ctz (found);
    }
  return empty_line_by_lines (p, (gsize)(end - p));
}

__attribute__ ((target ("avx2"))) static const char *
letter_by_32 (const char *data, gsize len, const char letters[3])
{
  const char *p = data, *end = data + len;
  for (guint behind; end - p > 32; p += 32)
    {
      guint found = line_ends (p, letters, CASE, &behind) & behind;
      if (found)
        return p + __builtin_ctz (found);
    }
  return letter_by_lines (p, (gsize)(end - p), letters);
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

guint
sv_field_search_ways (const SvFieldSearch **ways)
{
  static const SvFieldSearch all[] = {
    { field_end_by_lines, empty_line_by_lines, letter_by_lines },
#ifdef HAVE_VECTORS
    { field_end_by_32, empty_line_by_32, letter_by_32 },
#endif
  };
  *ways = all;
#ifdef HAVE_VECTORS
  return __builtin_cpu_supports ("avx2") ? 2 : 1;
#else
  return 1;
#endif
}

const char *
sv_field_end_search (const char *data, gsize len, guint *lines)
{
  const SvFieldSearch *ways;
  guint n = sv_field_search_ways (&ways);
  return ways[n - 1].field_end (data, len, lines);
}

const char *
sv_empty_line_search (const char *data, gsize len)
{
  const SvFieldSearch *ways;
  guint n = sv_field_search_ways (&ways);
  return ways[n - 1].empty_line (data, len);
}

const char *
sv_line_letter_search (const char *data, gsize len, const char letters[3])
{
  const SvFieldSearch *ways;
  guint n = sv_field_search_ways (&ways);
  return ways[n - 1].letter (data, len, letters);
}
