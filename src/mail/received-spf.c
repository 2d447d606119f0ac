/* SPDX-License-Identifier: GPL-3.0-or-later
 * Received-SPF: the result first, then comments and pairs in any order; see received-spf.h. */

#include "mail/received-spf.h"

#include "mail/scanner.h"
#include "mail/spf-facts.h"
#include "verdict.h"

#include <string.h>

typedef struct
{
  SvScanner scanner;
  GStringChunk *strings;
  GString *buffer;
  SvReceivedSpf *out;
  SvSpfFacts pairs;
  SvSpfFacts comment; /* of the first one */
} Reader;

/* Comments that only name the identity that was checked (policyd-spf). */
static const char *const identity_words[] = { "mailfrom", "helo", "mfrom" };

/* result = 1*ALPHA; every word counts, known or not ("notyetresolved") */
static void
read_result (Reader *reader)
{
  SvScanner *scanner = &reader->scanner;
  SvSlice ignored;
  do
    sv_scanner_skip_space (scanner);
  while (sv_scanner_comment (scanner, &ignored));
  SvScanner ahead = *scanner;
  SvSlice word;
  sv_scanner_run (&ahead, "=;(", &word);
  gboolean is_key = sv_scanner_peek (&ahead) == '=';
  word.len = 0;
  while (scanner->cursor + word.len < ahead.cursor && g_ascii_isalpha (word.data[word.len]))
    word.len++;
  if (is_key || !word.len)
    {
      sv_scanner_fail (scanner);
      return;
    }
  scanner->cursor += word.len;
  g_autofree char *result = sv_verdict_normalise (word.data, (gssize)word.len);
  reader->out->result = g_string_chunk_insert (reader->strings, result);
  reader->out->result_raw = sv_slice_keep (word, reader->strings);
}

static gboolean
read_comment (Reader *reader)
{
  SvSlice inside;
  if (!sv_scanner_comment (&reader->scanner, &inside))
    return FALSE;
  if (!reader->out->comment)
    {
      reader->out->comment = sv_slice_keep (sv_slice_trim (inside), reader->strings);
      sv_spf_facts_of_comment (inside, reader->strings, &reader->comment);
    }
  return TRUE;
}

/* A pair whose key we do not know (RFC 7208 9.1 allows any), or a word that belongs to nothing. */
static void
read_other (Reader *reader)
{
  SvScanner *scanner = &reader->scanner;
  SvScanner ahead = *scanner;
  SvSlice key;
  gboolean is_key = sv_scanner_run (&ahead, "=;()\"", &key);
  sv_scanner_skip_space (&ahead);
  if (is_key && sv_scanner_accept (&ahead, '='))
    {
      sv_scanner_value (&ahead, ";", reader->buffer);
      *scanner = ahead;
      return;
    }
  sv_scanner_fail (scanner);
  if (!sv_scanner_value (scanner, ";(", reader->buffer))
    scanner->cursor++;
}

static const char *
first_told (const char *pair, const char *comment)
{
  return pair ? pair : comment;
}

/* For an error, a comment that is no phrase of the verifier's is the reason ("Void lookup limit of
 * 2 exceeded"). */
static const char *
problem_of (const Reader *reader)
{
  const char *text = reader->comment.text;
  SvSpfResult result;
  if (!reader->out->result || !sv_spf_result_from_word (reader->out->result, &result)
      || (result != SV_SPF_TEMPERROR && result != SV_SPF_PERMERROR))
    return NULL;
  for (gsize i = 0; text && i < G_N_ELEMENTS (identity_words); i++)
    if (g_ascii_strcasecmp (text, identity_words[i]) == 0)
      return NULL;
  return text;
}

/* Keys outrank the comment, whose domain stays evidence: it may be an include's (Amazon SES). */
static void
merge (Reader *reader)
{
  SvReceivedSpf *out = reader->out;
  const SvSpfFacts *pairs = &reader->pairs, *comment = &reader->comment;
  gboolean by_key = pairs->ip_by_key;
  out->client_ip = by_key ? pairs->ip : comment->ip;
  if (out->client_ip.family)
    out->client_ip_from = by_key ? SV_IP_FROM_KEY : SV_IP_FROM_COMMENT;
  out->ip_unreadable = pairs->ip_unreadable;
  out->envelope_from = first_told (pairs->envelope_from, comment->envelope_from);
  out->helo = first_told (pairs->helo, comment->helo);
  out->receiver = first_told (pairs->receiver, comment->receiver);
  out->identity = first_told (pairs->identity, comment->identity);
  out->mechanism = first_told (pairs->mechanism, comment->mechanism);
  out->problem = first_told (pairs->problem, comment->problem);
  if (!out->problem)
    out->problem = problem_of (reader);
  out->record = pairs->record;
  out->host = comment->host;
  out->domain = comment->domain;
  out->best_guess = comment->best_guess;
}

/* Received-SPF = [CFWS] result *( comment / pair / ";" ): RFC 7208 9.1 without its order, since
 * products leave out comment, pairs or the semicolons between them. */
void
sv_received_spf_parse (const SvField *field, GStringChunk *strings, SvReceivedSpf *out)
{
  g_autoptr (GString) buffer = g_string_new (NULL);
  Reader reader = { .strings = strings, .buffer = buffer, .out = out };
  *out = (SvReceivedSpf){ .line = field->line };
  sv_scanner_init (&reader.scanner, field->value, field->len);
  read_result (&reader);
  for (sv_scanner_skip_space (&reader.scanner); !sv_scanner_at_end (&reader.scanner);
       sv_scanner_skip_space (&reader.scanner))
    if (!sv_scanner_accept (&reader.scanner, ';') && !read_comment (&reader)
        && !sv_spf_facts_of_pair (&reader.scanner, ";", buffer, strings, &reader.pairs))
      read_other (&reader);
  merge (&reader);
  out->partly = reader.scanner.failed;
  out->partly_at = reader.scanner.failed_at;
}
