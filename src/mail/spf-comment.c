/* SPDX-License-Identifier: GPL-3.0-or-later
 * The table of phrases in SPF comments and its reader; see spf-facts.h and received-spf.h. */

#include "mail/received-spf.h"
#include "mail/spf-facts.h"

#include <string.h>

/* Where a phrase has what it tells. */
typedef enum
{
  IP_AFTER,
  IP_BEFORE,
  DOMAIN_AFTER,
  DOMAIN_BEFORE,
  LOOKUP_AFTER,    /* the domain, a colon, and what went wrong */
  MECHANISM_AFTER, /* in single quotes */
  MAIL_SPF,        /* address before; the name in front of the colon is the sender's, not a host */
  BEST_GUESS,
} Place;

/* A new product's wording is a row here; of two that begin alike the longer stands first. */
/* clang-format off */
static const struct
{
  const char *words;
  Place place;
} phrases[] = {
  { "sender ip is", IP_AFTER },                          /* Microsoft, in AR */
  { "designates", IP_AFTER },                            /* Google, Microsoft, Yahoo, libspf2 … */
  { "does not designate permitted sender hosts", DOMAIN_BEFORE },
  { "designate", IP_AFTER },
  { "discourages use of", IP_AFTER },                    /* Microsoft's SoftFail */
  { "is neither permitted nor denied", IP_BEFORE },
  { "is authorized", MAIL_SPF },
  { "is not authorized", MAIL_SPF },
  { "to use", DOMAIN_AFTER },                            /* Mail::SPF, behind the two above */
  { "configured", IP_AFTER },                            /* Gmail: "… A as internal address" */
  { "domain of transitioning", DOMAIN_AFTER },
  { "transitioning domain of", DOMAIN_AFTER },           /* libspf2 */
  { "domain of", DOMAIN_AFTER },
  { "spf record at", DOMAIN_AFTER },
  { "lookup of", LOOKUP_AFTER },
  { "mechanism", MECHANISM_AFTER },
  { "best guess", BEST_GUESS },
};

/* Words that follow "domain of" when the domain itself is empty. */
static const char *const verbs[] = { "designates", "does", "discourages", "used" };
/* clang-format on */

/* Yahoo lost the blank behind this word. */
#define TRANSITIONING "transitioning"

typedef struct
{
  SvScanner scanner;
  GStringChunk *strings;
  SvSpfFacts *out;
  GString *buffer;
  SvSlice before;    /* the word before the cursor */
  SvIp bracketed_ip; /* the first "[address]" */
} Reader;

static void
take_ip (Reader *reader, SvSlice word)
{
  if (!reader->out->ip.family)
    sv_spf_facts_ip (word, &reader->out->ip);
}

/* The sender's address in quotes of either kind, or bare with a colon behind it. */
static void
take_domain (Reader *reader, SvSlice word)
{
  while (word.len && strchr (",;:", word.data[word.len - 1]))
    word.len--;
  if (word.len >= 2 && strchr ("\"'>", word.data[word.len - 1])
      && word.data[0] == (word.data[word.len - 1] == '>' ? '<' : word.data[word.len - 1]))
    word = (SvSlice){ word.data + 1, word.len - 2 };
  gsize lost = strlen (TRANSITIONING);
  if (sv_slice_starts (word, TRANSITIONING) && word.len > lost && g_ascii_isalnum (word.data[lost])
      && memchr (word.data + lost, '.', word.len - lost))
    word = (SvSlice){ word.data + lost, word.len - lost };
  if (!reader->out->domain)
    reader->out->domain = sv_slice_keep (word, reader->strings);
}

/* The word at the cursor, taken; a quoted local part may hold blanks. */
static SvSlice
next_word (Reader *reader)
{
  sv_scanner_skip_space (&reader->scanner);
  sv_scanner_value (&reader->scanner, "()", reader->buffer);
  return (SvSlice){ reader->buffer->str, reader->buffer->len };
}

static void
take_domain_after (Reader *reader, gboolean with_problem)
{
  SvScanner *scanner = &reader->scanner;
  sv_scanner_skip_space (scanner);
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      SvScanner ahead = *scanner;
      if (sv_scanner_accept_word (&ahead, verbs[i]))
        return;
    }
  SvSlice word = next_word (reader);
  gboolean colon = word.len && word.data[word.len - 1] == ':';
  take_domain (reader, word);
  if (!with_problem || !colon || reader->out->problem)
    return;
  SvSlice rest = { scanner->cursor, (gsize)(scanner->end - scanner->cursor) };
  reader->out->problem = sv_slice_keep (sv_slice_trim (rest), reader->strings);
}

/* "'ip4:192.0.2.0/24' matched" */
static void
take_mechanism (Reader *reader)
{
  sv_scanner_skip_space (&reader->scanner);
  if (!sv_scanner_accept (&reader->scanner, '\''))
    return;
  SvSlice term = sv_scanner_until (&reader->scanner, "'");
  if (!reader->out->mechanism)
    reader->out->mechanism = sv_slice_keep (term, reader->strings);
}

static void
take (Reader *reader, Place place)
{
  switch (place)
    {
    case IP_AFTER:
      take_ip (reader, next_word (reader));
      break;
    case MAIL_SPF:
      reader->out->host = NULL;
      take_ip (reader, reader->before);
      break;
    case IP_BEFORE:
      take_ip (reader, reader->before);
      break;
    case DOMAIN_BEFORE:
      take_domain (reader, reader->before);
      break;
    case DOMAIN_AFTER:
    case LOOKUP_AFTER:
      take_domain_after (reader, place == LOOKUP_AFTER);
      break;
    case MECHANISM_AFTER:
      take_mechanism (reader);
      break;
    case BEST_GUESS:
      reader->out->best_guess = TRUE;
      break;
    }
}

/* Whether a word goes on here. */
static gboolean
at_word (const SvScanner *scanner)
{
  int c = sv_scanner_peek (scanner);
  return g_ascii_isalnum (c) || c == '-' || c == '_';
}

/* Takes the (lower-case) words of a phrase, any white space between them. */
static gboolean
accept_phrase (SvScanner *scanner, const char *words)
{
  SvScanner ahead = *scanner;
  for (const char *p = words; *p; p++)
    if (*p != ' ')
      {
        if (g_ascii_tolower (sv_scanner_peek (&ahead)) != *p)
          return FALSE;
        ahead.cursor++;
      }
    else if (at_word (&ahead))
      return FALSE;
    else
      sv_scanner_skip_space (&ahead);
  if (at_word (&ahead))
    return FALSE;
  *scanner = ahead;
  return TRUE;
}

static gboolean
take_phrase (Reader *reader)
{
  int first = g_ascii_tolower (sv_scanner_peek (&reader->scanner));
  for (gsize i = 0; i < G_N_ELEMENTS (phrases); i++)
    if (phrases[i].words[0] == first && accept_phrase (&reader->scanner, phrases[i].words))
      {
        take (reader, phrases[i].place);
        reader->before = (SvSlice){ NULL, 0 };
        return TRUE;
      }
  return FALSE;
}

static void
take_word (Reader *reader)
{
  const char *start = reader->scanner.cursor;
  sv_scanner_value (&reader->scanner, "()", reader->buffer);
  SvSlice word = { start, (gsize)(reader->scanner.cursor - start) };
  reader->before = word;
  if (word.data[0] == '[' && !reader->bracketed_ip.family)
    sv_spf_facts_ip (word, &reader->bracketed_ip);
}

/* host = word ":"; an address is no host, and neither is a word of a phrase. */
static void
take_host (Reader *reader)
{
  SvScanner *scanner = &reader->scanner;
  SvScanner ahead = *scanner;
  SvSlice word;
  SvIp ip;
  if (sv_scanner_run (&ahead, "()\"=", &word) && word.data[word.len - 1] == ':'
      && !sv_ip_parse (word.data, (gssize)word.len, &ip))
    {
      *scanner = ahead;
      word.len--;
      reader->out->host = sv_slice_keep (word, reader->strings);
    }
  SvSlice rest = { scanner->cursor, (gsize)(scanner->end - scanner->cursor) };
  reader->out->text = sv_slice_keep (sv_slice_trim (rest), reader->strings);
}

/* comment = [host] *( phrase / pair / word ), where nested parentheses are but separators */
void
sv_spf_facts_of_comment (SvSlice inside, GStringChunk *strings, SvSpfFacts *out)
{
  g_autoptr (GString) buffer = g_string_new (NULL);
  Reader reader = { .strings = strings, .out = out, .buffer = buffer };
  SvScanner *scanner = &reader.scanner;
  *out = (SvSpfFacts){ 0 };
  sv_scanner_init_slice (scanner, sv_slice_trim (inside));
  take_host (&reader);
  for (sv_scanner_skip_space (scanner); !sv_scanner_at_end (scanner);
       sv_scanner_skip_space (scanner))
    if (sv_scanner_accept (scanner, '(') || sv_scanner_accept (scanner, ')'))
      reader.before = (SvSlice){ NULL, 0 };
    else if (!sv_spf_facts_of_pair (scanner, ";()", buffer, strings, out) && !take_phrase (&reader))
      take_word (&reader);
  if (!out->ip.family)
    out->ip = reader.bracketed_ip;
}

gboolean
sv_spf_comment_ip (const char *comment, SvIp *ip)
{
  g_autoptr (GStringChunk) strings = g_string_chunk_new (256);
  SvSpfFacts facts;
  sv_spf_facts_of_comment ((SvSlice){ comment, strlen (comment) }, strings, &facts);
  *ip = facts.ip;
  return ip->family != 0;
}

const char *
sv_spf_comment_domain (const char *comment, GStringChunk *strings)
{
  SvSpfFacts facts;
  sv_spf_facts_of_comment ((SvSlice){ comment, strlen (comment) }, strings, &facts);
  return facts.domain;
}
