/* SPDX-License-Identifier: GPL-3.0-or-later
 * The clauses of a Received field, found by their words outside comments and quotes, in any order.
 */

#include "mail/received.h"

#include "mail/address.h"
#include "mail/received-from.h"
#include "mail/scanner.h"

#include <string.h>

/* A quoted string longer than this is no word of a Received field: an address has 254 bytes. */
#define QUOTED_MAX 256

/* Comments without an end that are looked into, per field. */
#define UNCLOSED_MAX 4

typedef enum
{
  CLAUSE_NONE, /* in front of the first clause word */
  CLAUSE_FROM,
  CLAUSE_BY,
  CLAUSE_VIA,
  CLAUSE_WITH,
  CLAUSE_ID,
  CLAUSE_FOR,
  CLAUSE_OTHER, /* what one product says and nobody needs */
  CLAUSE_DATE,  /* behind a ";" */
  N_CLAUSES
} Clause;

/* clang-format off */
static const struct
{
  const char *word;
  Clause clause;
} clause_words[] = {
  { "from", CLAUSE_FROM },
  { "by",   CLAUSE_BY },
  { "via",  CLAUSE_VIA },
  { "with", CLAUSE_WITH },
  { "id",   CLAUSE_ID },
  { "for",  CLAUSE_FOR },
  { "envelope-from", CLAUSE_OTHER }, /* Haraka */
  { "named",         CLAUSE_OTHER }, /* Google for programs: "from NUMBER named unknown" */
  { "over",          CLAUSE_OTHER }, /* "over TLS secured channel", Microsoft SMTPSVC */
  { "pod-id",        CLAUSE_OTHER }, /* Yahoo */
};
/* clang-format on */

static const char *const weekdays[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

typedef struct
{
  SvScanner scanner;
  Clause clause;
  SvSlice values[N_CLAUSES]; /* the first clause of each kind counts */
  gboolean seen[N_CLAUSES];
  gboolean glued; /* nothing but white space since the last word of this clause */
  SvFromPart from;
  gboolean exim;
  guint n_unclosed;
  const char *date;    /* behind the last ";" */
  const char *undated; /* the last word that looks like the start of a date without a ";" */
} Reader;

static gboolean
is_weekday (SvSlice word)
{
  if (word.len < 3 || (word.len > 3 && word.data[3] != ','))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (weekdays); i++)
    if (sv_slice_starts (word, weekdays[i]))
      return TRUE;
  return FALSE;
}

/* "2016-11-09", as programs in Go write it. */
static gboolean
is_iso_date (SvSlice word)
{
  static const char shape[] = "dddd-dd-dd";
  if (word.len != strlen (shape))
    return FALSE;
  for (gsize i = 0; i < word.len; i++)
    if (shape[i] == 'd' ? !g_ascii_isdigit (word.data[i]) : word.data[i] != shape[i])
      return FALSE;
  return TRUE;
}

static gboolean
find_clause (SvSlice word, Clause *clause)
{
  for (gsize i = 0; i < G_N_ELEMENTS (clause_words); i++)
    if (sv_slice_is (word, clause_words[i].word))
      {
        *clause = clause_words[i].clause;
        return TRUE;
      }
  return FALSE;
}

/* A clause that comes twice (two fields run together, Exim's "from <sender>" at the end) is not
 * read: FALSE.  But "with ESMTP with STARTTLS" (Mimecast) is one clause. */
static gboolean
begin_clause (Reader *reader, Clause clause)
{
  gboolean again = reader->seen[clause] && clause != CLAUSE_OTHER
                   && !(clause == CLAUSE_WITH && reader->clause == clause);
  reader->clause = again ? CLAUSE_NONE : clause;
  reader->seen[clause] = TRUE;
  reader->glued = FALSE;
  return !again;
}

/* Takes one word that is no clause word and no date.  FALSE if it has no place here. */
static gboolean
take_word (Reader *reader, SvSlice word)
{
  SvSlice *value = &reader->values[reader->clause];
  switch (reader->clause)
    {
    case CLAUSE_NONE:
      return FALSE;
    case CLAUSE_OTHER:
    case CLAUSE_DATE:
      return TRUE;
    case CLAUSE_VIA:
    case CLAUSE_WITH:
      /* "Microsoft SMTP Server"; but "esmtps (TLS1.2) tls CIPHER" is esmtps */
      if (value->len && reader->glued)
        value->len = (gsize)(word.data + word.len - value->data);
      else if (value->len == 0)
        {
          *value = word;
          reader->glued = TRUE;
        }
      return TRUE;
    default:
      if (value->len)
        return FALSE;
      *value = word;
      return TRUE;
    }
}

/* Remembers the word at `where` as not understood. */
static void
fail_at (SvScanner *scanner, const char *where)
{
  const char *cursor = scanner->cursor;
  scanner->cursor = where;
  sv_scanner_fail (scanner);
  scanner->cursor = cursor;
}

/* A word up to white space or one of `stops`; a quoted string at its front is part of it, whatever
 * it holds. */
static SvSlice
take_run (SvScanner *scanner, const char *stops)
{
  const char *begin = scanner->cursor;
  SvScanner quoted;
  SvSlice rest;
  sv_scanner_init (&quoted, begin, MIN ((gsize)(scanner->end - begin), QUOTED_MAX));
  if (sv_scanner_quoted_string (&quoted, NULL) && !quoted.failed)
    scanner->cursor = quoted.cursor;
  sv_scanner_run (scanner, stops, &rest);
  return (SvSlice){ begin, (gsize)(scanner->cursor - begin) };
}

/* Path of "for": "<…>", whose inside may hold blanks and further angles, or a word. */
static SvSlice
take_path (SvScanner *scanner)
{
  const char *begin = scanner->cursor;
  guint depth = 0;
  for (const char *p = begin; p < scanner->end && *p != ';'; p++)
    {
      if (*p == '<')
        depth++;
      else if (*p == '>' && depth > 0 && --depth == 0)
        {
          scanner->cursor = p + 1;
          return (SvSlice){ begin, (gsize)(p + 1 - begin) };
        }
      if (depth == 0)
        break;
    }
  return take_run (scanner, "(;");
}

/* A client may call itself "by": a clause word between "from" and TCP-info is its name, while in
 * "from by host" the name is missing. */
static gboolean
is_name_after_all (const Reader *reader)
{
  SvScanner ahead = reader->scanner;
  sv_scanner_skip_space (&ahead);
  int c = sv_scanner_peek (&ahead);
  return reader->clause == CLAUSE_FROM && reader->from.first.len == 0 && (c == '(' || c == '[');
}

static void
read_word (Reader *reader)
{
  SvScanner *scanner = &reader->scanner;
  const char *begin = scanner->cursor;
  SvSlice word = take_run (scanner, reader->clause == CLAUSE_FROM ? "(;[" : "(;");
  Clause clause;
  gboolean understood = TRUE;
  if (find_clause (word, &clause) && !is_name_after_all (reader))
    understood = begin_clause (reader, clause);
  else if (reader->clause != CLAUSE_DATE && (is_weekday (word) || is_iso_date (word)))
    {
      reader->undated = begin;
      reader->clause = CLAUSE_DATE;
    }
  else if (reader->clause == CLAUSE_FROM)
    {
      scanner->cursor = begin;
      understood = sv_from_part_word (&reader->from, scanner);
    }
  else
    {
      if (reader->clause == CLAUSE_FOR && reader->values[CLAUSE_FOR].len == 0)
        {
          scanner->cursor = begin;
          word = take_path (scanner);
        }
      understood = take_word (reader, word);
    }
  if (!understood)
    fail_at (scanner, begin);
}

/* Reads the comment that begins here.  One that never ends is taken for a stray "(" (a client can
 * put one into its HELO name), but only UNCLOSED_MAX times, as each costs a walk to the end. */
static void
read_comment (Reader *reader)
{
  SvScanner *scanner = &reader->scanner;
  const char *begin = scanner->cursor;
  SvScanner ahead = *scanner, comment;
  SvSlice inside;
  ahead.failed = FALSE;
  sv_scanner_comment (&ahead, &inside);
  if (ahead.failed)
    {
      sv_scanner_fail (scanner);
      scanner->cursor = ++reader->n_unclosed < UNCLOSED_MAX ? begin + 1 : scanner->end;
      return;
    }
  scanner->cursor = ahead.cursor;
  reader->glued = FALSE;
  sv_scanner_init_slice (&comment, inside);
  if (sv_scanner_accept_word (&comment, "Exim"))
    reader->exim = TRUE;
  if (reader->clause == CLAUSE_FROM && !sv_from_part_comment (&reader->from, inside))
    fail_at (scanner, begin);
}

static void
read_clauses (Reader *reader)
{
  SvScanner *scanner = &reader->scanner;
  for (sv_scanner_skip_space (scanner); !sv_scanner_at_end (scanner);
       sv_scanner_skip_space (scanner))
    {
      if (sv_scanner_peek (scanner) == '(')
        read_comment (reader);
      else if (sv_scanner_accept (scanner, ';'))
        {
          reader->date = scanner->cursor;
          reader->clause = CLAUSE_DATE;
        }
      else
        read_word (reader);
    }
}

/* date-time behind the last ";"; without one (SendGrid), where a weekday or a whole date stands. */
static void
read_date (Reader *reader, SvReceived *hop)
{
  SvScanner *scanner = &reader->scanner;
  const char *text = reader->date ? reader->date : reader->undated;
  if (!text)
    return;
  hop->has_date = sv_headers_decode_date (text, scanner->end - text, &hop->date, &hop->zone);
  if (!hop->has_date)
    fail_at (scanner, text);
}

/* Keeps words that may have been folded, with one blank between two. */
static const char *
keep_words (SvSlice words, GStringChunk *strings)
{
  if (words.len == 0)
    return NULL;
  char *text = g_string_chunk_insert_len (strings, words.data, (gssize)words.len);
  char *to = text;
  for (const char *p = text; *p; p++)
    if (!g_ascii_isspace (*p))
      *to++ = *p;
    else if (to > text && to[-1] != ' ')
      *to++ = ' ';
  *to = '\0';
  return text;
}

/* Received (RFC 5321 4.4):
 *   stamp = "from" domain [TCP-info] "by" domain [TCP-info] *option ";" date-time
 *   option = ("via" / "with" / "id" / "for") value
 * Real ones leave out, repeat and reorder clauses. */
void
sv_received_parse (const SvField *field, GStringChunk *strings, SvReceived *hop)
{
  Reader reader = { 0 };
  *hop = (SvReceived){ .line = field->line };
  sv_scanner_init (&reader.scanner, field->value, field->len);
  read_clauses (&reader);
  read_date (&reader, hop);
  sv_from_part_resolve (&reader.from, reader.values[CLAUSE_WITH], reader.exim, strings, hop);
  hop->by = sv_slice_keep (reader.values[CLAUSE_BY], strings);
  hop->with = keep_words (reader.values[CLAUSE_WITH], strings);
  hop->id = sv_slice_keep (reader.values[CLAUSE_ID], strings);
  if (reader.values[CLAUSE_FOR].len)
    hop->for_ = sv_address_path (reader.values[CLAUSE_FOR], strings);
  hop->partly = reader.scanner.failed;
  hop->partly_at = reader.scanner.failed_at;
}
