/* SPDX-License-Identifier: GPL-3.0-or-later
 * Authentication-Results (RFC 8601 2.2) as receivers really write it; see auth-results.h.
 *
 *   field    = [instance] [authserv] *( ";" resinfo )
 *   instance = "i" "=" 1*DIGIT ";"                        ARC (RFC 8617 4.1.1)
 *   authserv = id [version] *( pair / comment )           Microsoft leaves it out
 *   resinfo  = method [ "/" version ] "=" result *( pair / comment )  /  "none"
 *   pair     = key "=" value
 *
 * White space and comments may stand between all of these.  What fits nowhere is skipped and noted.
 */

#include "mail/auth-results.h"

#include "mail/auth-words.h"
#include "mail/scanner.h"
#include "mail/spf-facts.h"
#include "verdict.h"

#include <string.h>

/* Per field: 50 times the most seen in real mail.  What is beyond is noted, not kept. */
#define RESULTS_MAX 1000
#define PROPERTIES_MAX 10000

/* Room for what most fields have: "spf", "dkim", "dmarc", and one more. */
#define RESULTS_USUAL 4

/* Longer than most values. */
#define VALUE_USUAL 100

/* Bytes that end a key. */
#define KEY_STOPS "=;()\""

typedef struct
{
  SvScanner scanner;
  GStringChunk *strings;
  GString *buffer;
  SvAuthResults *out;
  gboolean segment_start; /* nothing but white space and comments since the last ";" */
  gboolean in_result;     /* pairs belong to the last result */
  int ip_rank;            /* of the last result's client_ip */
  gboolean told;          /* a comment with pairs was read for the last result */
} Reader;

void
sv_auth_results_clear (SvAuthResults *results)
{
  g_clear_pointer (&results->results, g_array_unref);
  g_clear_pointer (&results->properties, g_array_unref);
}

const char *
sv_auth_results_property (const SvAuthResults *field, const SvMethodResult *result, const char *key)
{
  for (guint i = 0; i < result->n_properties; i++)
    {
      const SvProperty *property
          = &g_array_index (field->properties, SvProperty, result->first_property + i);
      if (strcmp (property->key, key) == 0)
        return property->value;
    }
  return NULL;
}

static const char *
keep_lower (Reader *reader, SvSlice word)
{
  char *kept = g_string_chunk_insert_len (reader->strings, word.data, (gssize)word.len);
  for (gsize i = 0; i < word.len; i++)
    kept[i] = g_ascii_tolower (kept[i]);
  return kept;
}

static const char *
keep_buffer (Reader *reader)
{
  return g_string_chunk_insert_len (reader->strings, reader->buffer->str,
                                    (gssize)reader->buffer->len);
}

static SvMethodResult *
last_result (Reader *reader)
{
  GArray *results = reader->out->results;
  return reader->in_result ? &g_array_index (results, SvMethodResult, results->len - 1) : NULL;
}

/* Notes what begins at `start` as not understood. */
static void
note (Reader *reader, const char *start)
{
  SvScanner *scanner = &reader->scanner;
  const char *cursor = scanner->cursor;
  scanner->cursor = start;
  sv_scanner_fail (scanner);
  scanner->cursor = cursor;
}

static void
set_ip (Reader *reader, const SvIp *ip, int rank)
{
  SvMethodResult *result = last_result (reader);
  if (!ip->family || rank >= reader->ip_rank)
    return;
  gboolean comment = rank == SV_AUTH_RANK_COMMENT || rank == SV_AUTH_RANK_COMMENT_KEY;
  result->client_ip = *ip;
  result->client_ip_from = comment ? SV_IP_FROM_COMMENT : SV_IP_FROM_KEY;
  reader->ip_rank = rank;
}

static void
add_property (Reader *reader, const char *key, const char *value)
{
  SvMethodResult *result = last_result (reader);
  SvProperty property = { key, value };
  if (reader->out->properties->len >= PROPERTIES_MAX)
    {
      sv_scanner_fail (&reader->scanner);
      return;
    }
  g_array_append_val (reader->out->properties, property);
  result->n_properties++;
  SvIp ip;
  int rank = sv_auth_word_ip_rank (key);
  if (rank >= 0 && sv_spf_facts_ip ((SvSlice){ value, strlen (value) }, &ip))
    set_ip (reader, &ip, rank);
}

/* policyd-spf tells all but the MAIL FROM in a comment: kept under the keys it used there. */
static void
add_told (Reader *reader, const char *key, const char *value)
{
  if (value && !sv_auth_results_property (reader->out, last_result (reader), key))
    add_property (reader, key, value);
}

static gboolean
read_comment (Reader *reader)
{
  SvSlice inside;
  if (!sv_scanner_comment (&reader->scanner, &inside))
    return FALSE;
  SvMethodResult *result = last_result (reader);
  if (!result)
    return TRUE;
  if (!result->comment)
    result->comment = sv_slice_keep (sv_slice_trim (inside), reader->strings);
  if (!sv_auth_word_is_spf (result->method))
    return TRUE;
  SvSpfFacts facts;
  sv_spf_facts_of_comment (inside, reader->strings, &facts);
  set_ip (reader, &facts.ip, facts.ip_by_key ? SV_AUTH_RANK_COMMENT_KEY : SV_AUTH_RANK_COMMENT);
  if (facts.ip_by_key && !reader->told)
    {
      reader->told = TRUE;
      add_told (reader, "helo", facts.helo);
      add_told (reader, "envelope-from", facts.envelope_from);
      add_told (reader, "receiver", facts.receiver);
    }
  return TRUE;
}

/* Takes "key =", white space and comments around "="; FALSE, nothing taken, where none stands. */
static gboolean
read_key (SvScanner *scanner, SvSlice *key)
{
  SvScanner ahead = *scanner;
  if (!sv_scanner_run (&ahead, KEY_STOPS, key))
    return FALSE;
  sv_scanner_skip_cfws (&ahead);
  if (!sv_scanner_accept (&ahead, '='))
    return FALSE;
  *scanner = ahead;
  return TRUE;
}

/* Whether "key=" of a property or method stands here, behind white space: then the value in front
 * of it is empty ("smtp.rcpttodomain= smtp.mailfrom=…"). */
static gboolean
at_key (SvScanner ahead)
{
  SvSlice key;
  return sv_scanner_run (&ahead, KEY_STOPS, &key) && sv_scanner_peek (&ahead) == '='
         && (sv_auth_word_is_property (key) || sv_auth_word_is_method (key));
}

/* Takes a value, perhaps empty, into the buffer. */
static void
read_value (Reader *reader)
{
  SvScanner ahead = reader->scanner;
  g_string_truncate (reader->buffer, 0);
  sv_scanner_skip_space (&ahead);
  gboolean spaced = ahead.cursor > reader->scanner.cursor;
  if ((spaced && at_key (ahead)) || !sv_scanner_value (&ahead, ";(", reader->buffer))
    return;
  reader->scanner = ahead;
  GString *value = reader->buffer; /* "<a@b>": as some write addresses; "<>" is the null sender */
  if (value->len >= 2 && value->str[0] == '<' && value->str[value->len - 1] == '>')
    {
      g_string_truncate (value, value->len - 1);
      g_string_erase (value, 0, 1);
    }
}

/* method [ "/" version ] without its version */
static SvSlice
without_version (SvSlice method)
{
  const char *slash = memchr (method.data, '/', method.len);
  return slash ? (SvSlice){ method.data, (gsize)(slash - method.data) } : method;
}

static void
start_result (Reader *reader, SvSlice method)
{
  SvAuthResults *out = reader->out;
  reader->in_result = FALSE;
  if (reader->buffer->len == 0 || out->results->len >= RESULTS_MAX)
    {
      note (reader, method.data);
      return;
    }
  g_autofree char *word = sv_verdict_normalise (reader->buffer->str, (gssize)reader->buffer->len);
  SvMethodResult result = { .method = keep_lower (reader, without_version (method)),
                            .result = g_string_chunk_insert (reader->strings, word),
                            .result_raw = keep_buffer (reader),
                            .first_property = out->properties->len };
  g_array_append_val (out->results, result);
  reader->in_result = TRUE;
  reader->ip_rank = G_MAXINT;
  reader->told = FALSE;
}

/* Method, or key of the result before?  Behind a ";" any "word=result" is a method; elsewhere only
 * a known one, whose ";" was lost. */
static gboolean
starts_result (const Reader *reader, SvSlice key)
{
  SvSlice value = { reader->buffer->str, reader->buffer->len };
  key = without_version (key);
  if (sv_auth_word_is_method (key))
    return reader->segment_start || sv_auth_word_is_result (value);
  return reader->segment_start && !memchr (key.data, '.', key.len)
         && !sv_auth_word_is_plain_key (key) && sv_auth_word_is_result (value);
}

static void
read_pair (Reader *reader, SvSlice key)
{
  if (sv_auth_word_is_method (without_version (key)))
    sv_scanner_skip_cfws (&reader->scanner); /* "spf=(comment) pass" */
  read_value (reader);
  SvMethodResult *result = last_result (reader);
  if (starts_result (reader, key))
    {
      if (!reader->segment_start)
        note (reader, key.data);
      start_result (reader, key);
    }
  else if (reader->segment_start && sv_auth_word_is_foreword (key))
    ;
  else if (!result)
    note (reader, key.data);
  else if (sv_slice_is (key, "reason") && !result->reason)
    result->reason = keep_buffer (reader);
  else
    {
      if (reader->segment_start && !sv_auth_word_is_plain_key (key))
        note (reader, key.data);
      add_property (reader, keep_lower (reader, key), keep_buffer (reader));
    }
  reader->segment_start = FALSE;
}

/* A word without "=": "none" in place of results says that there are none, any other is noted. */
static void
read_stray (Reader *reader)
{
  SvScanner *scanner = &reader->scanner;
  const char *start = scanner->cursor;
  gboolean none = reader->segment_start && sv_scanner_accept_word (scanner, "none");
  if (!none && !sv_scanner_value (scanner, ";(", reader->buffer))
    scanner->cursor++;
  if (!none)
    note (reader, start);
  reader->segment_start = FALSE;
}

static void
read_results (Reader *reader)
{
  SvScanner *scanner = &reader->scanner;
  SvSlice key;
  reader->segment_start = TRUE;
  for (sv_scanner_skip_space (scanner); !sv_scanner_at_end (scanner);
       sv_scanner_skip_space (scanner))
    if (sv_scanner_accept (scanner, ';'))
      reader->segment_start = TRUE;
    else if (read_key (scanner, &key))
      read_pair (reader, key);
    else if (!read_comment (reader))
      read_stray (reader);
}

/* instance = [CFWS] "i" [CFWS] "=" [CFWS] 1*DIGIT [CFWS] ";" */
static void
read_instance (Reader *reader)
{
  SvScanner ahead = reader->scanner;
  SvSlice key, number;
  sv_scanner_skip_cfws (&ahead);
  if (!read_key (&ahead, &key) || !sv_slice_is (key, "i"))
    return;
  sv_scanner_skip_cfws (&ahead);
  guint64 instance;
  g_autofree char *text
      = sv_scanner_run (&ahead, ";(", &number) ? g_strndup (number.data, number.len) : NULL;
  if (!text || !g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT, &instance, NULL))
    return;
  sv_scanner_skip_cfws (&ahead);
  if (!sv_scanner_accept (&ahead, ';') && !sv_scanner_at_end (&ahead))
    return;
  reader->out->instance = (int)instance;
  reader->scanner = ahead;
}

/* What may stand behind the id, up to the first ";": a version, comments, pairs that describe the
 * connection ("x-tls.subject=…").  A result here has lost its ";". */
static void
read_behind_id (Reader *reader)
{
  SvScanner *scanner = &reader->scanner;
  SvSlice key;
  for (sv_scanner_skip_cfws (scanner);
       !sv_scanner_at_end (scanner) && sv_scanner_peek (scanner) != ';';
       sv_scanner_skip_cfws (scanner))
    {
      SvScanner start = *scanner;
      if (read_key (scanner, &key))
        {
          read_value (reader);
          if (!starts_result (reader, key))
            continue;
          note (reader, key.data);
          scanner->cursor = start.cursor;
          return;
        }
      if (sv_scanner_run (scanner, KEY_STOPS, &key) && g_ascii_isdigit (key.data[0]))
        continue;
      *scanner = start;
      read_stray (reader);
    }
}

/* authserv = id …; the first word is no id if it is a key. */
static void
read_authserv (Reader *reader)
{
  SvScanner *scanner = &reader->scanner;
  SvSlice key;
  sv_scanner_skip_cfws (scanner);
  SvScanner ahead = *scanner;
  if (sv_scanner_peek (scanner) == ';' || read_key (&ahead, &key)
      || !sv_scanner_value (scanner, ";(", reader->buffer))
    return;
  sv_scanner_skip_cfws (scanner);
  if (sv_scanner_at_end (scanner) && g_ascii_strcasecmp (reader->buffer->str, "none") == 0)
    return;
  if (reader->buffer->len)
    reader->out->authserv_id = keep_buffer (reader);
  read_behind_id (reader);
}

void
sv_auth_results_parse (const SvField *field, GStringChunk *strings, SvAuthResults *out)
{
  g_autoptr (GString) buffer = g_string_sized_new (VALUE_USUAL);
  g_autofree char *decoded = NULL;
  *out = (SvAuthResults){
    .line = field->line,
    .header = field->name,
    .results = g_array_sized_new (FALSE, FALSE, sizeof (SvMethodResult), RESULTS_USUAL),
    .properties = g_array_sized_new (FALSE, FALSE, sizeof (SvProperty), 2 * RESULTS_USUAL)
  };
  Reader reader = { .strings = strings, .buffer = buffer, .out = out };
  sv_scanner_init (&reader.scanner, field->value, field->len);
  /* Outlook encodes the whole value where header.from is not ASCII. */
  if (sv_slice_starts ((SvSlice){ field->value, field->len }, "=?"))
    {
      g_autofree char *encoded = g_strndup (field->value, field->len);
      decoded = sv_headers_decode_text (encoded);
      sv_scanner_init (&reader.scanner, decoded, strlen (decoded));
    }
  read_instance (&reader);
  read_authserv (&reader);
  read_results (&reader);
  out->partly = reader.scanner.failed;
  out->partly_at = decoded ? 0 : reader.scanner.failed_at;
}
