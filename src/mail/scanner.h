/* SPDX-License-Identifier: GPL-3.0-or-later
 * The one scanner under all header readers: RFC 5322 tokens over a bounded slice, with a sticky
 * error.
 *
 * Every verb moves the cursor only over what it takes.  A verb that meets something malformed takes
 * what it can, sets `failed` once and remembers where (`failed_at`); callers go on and ask at the
 * end.  No verb recurses, and each takes time linear in what it consumes. */

#pragma once

#include <glib.h>

/* Borrowed bytes, not NUL-terminated. */
typedef struct
{
  const char *data;
  gsize len;
} SvSlice;

typedef struct
{
  const char *begin;
  const char *cursor;
  const char *end;
  gboolean failed;
  gsize failed_at; /* offset from `begin` of the first thing not understood */
} SvScanner;

void sv_scanner_init (SvScanner *scanner, const char *data, gsize len);
void sv_scanner_init_slice (SvScanner *scanner, SvSlice slice);

static inline gboolean
sv_scanner_at_end (const SvScanner *scanner)
{
  return scanner->cursor >= scanner->end;
}

/* The byte at the cursor, or -1 at the end. */
static inline int
sv_scanner_peek (const SvScanner *scanner)
{
  return sv_scanner_at_end (scanner) ? -1 : (unsigned char)*scanner->cursor;
}

gsize sv_scanner_offset (const SvScanner *scanner);

/* Remembers the present place as the first thing not understood, unless one is remembered already.
 */
void sv_scanner_fail (SvScanner *scanner);

/* Takes one byte if it is `c`. */
static inline gboolean
sv_scanner_accept (SvScanner *scanner, char c)
{
  if (sv_scanner_at_end (scanner) || *scanner->cursor != c)
    return FALSE;
  scanner->cursor++;
  return TRUE;
}

/* Takes `word` (compared without case) if it stands here and no letter, digit, "-" or "_" follows
 * it. */
gboolean sv_scanner_accept_word (SvScanner *scanner, const char *word);

/* Skips spaces, tabs, CR and LF. */
void sv_scanner_skip_space (SvScanner *scanner);

/* Takes a comment "( … )" with nesting and quoted pairs (RFC 5322 3.2.2); `inside` gets what is
 * between the outer parentheses, nested comments and all.  An unbalanced comment ends at the end of
 * input and sets `failed`. FALSE, and nothing taken, where no "(" stands. */
gboolean sv_scanner_comment (SvScanner *scanner, SvSlice *inside);

/* Skips white space and comments (CFWS). */
void sv_scanner_skip_cfws (SvScanner *scanner);

/* Takes a quoted string and appends its content, quoted pairs resolved, to `out`, which may be
 * NULL.  Without its closing quote it ends at the end of input and sets `failed`.  FALSE, and
 * nothing taken, where no quote stands. */
gboolean sv_scanner_quoted_string (SvScanner *scanner, GString *out);

/* Takes the value of a key=value pair into `out`, which it empties first: the content of a quoted
 * string, or as written everything up to white space or a byte of `stops`, where a quoted local
 * part, '"a b"@c', may hold both.  A quote that is never closed is an ordinary byte and sets
 * `failed`.  FALSE if nothing stands here. */
gboolean sv_scanner_value (SvScanner *scanner, const char *stops, GString *out);

/* Takes the longest run of bytes that are neither white space nor in `stops` (NULL: none), which
 * are no letters or digits, no ".", "-" or "_".  FALSE if it is empty. */
gboolean sv_scanner_run (SvScanner *scanner, const char *stops, SvSlice *run);

/* Takes everything up to, not including, the first byte in `stops` (as above), white space
 * included; may be empty. */
SvSlice sv_scanner_until (SvScanner *scanner, const char *stops);

/* Comparisons without case, as tables of words ask for them: nearly all end at the first byte, in
 * which letters of either case differ in bit 0x20 only. */
gboolean sv_slice_is_whole (SvSlice slice, const char *text);
gboolean sv_slice_starts_whole (SvSlice slice, const char *prefix);

static inline gboolean
sv_slice_is (SvSlice slice, const char *text)
{
  return !(slice.len && (slice.data[0] ^ text[0]) & ~0x20) && sv_slice_is_whole (slice, text);
}

static inline gboolean
sv_slice_starts (SvSlice slice, const char *prefix)
{
  return !(slice.len && prefix[0] && (slice.data[0] ^ prefix[0]) & ~0x20)
         && sv_slice_starts_whole (slice, prefix);
}

/* The slice without white space at both ends. */
SvSlice sv_slice_trim (SvSlice slice);

/* Copies into a report's string pool, NUL-terminated; NULL if the slice is empty. */
const char *sv_slice_keep (SvSlice slice, GStringChunk *strings);
