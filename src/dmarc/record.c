/* SPDX-License-Identifier: GPL-3.0-or-later
 * One DMARC policy record as tags; see record.h.
 *
 * dmarc-record  = dmarc-version *( dmarc-sep dmarc-tag ) [ dmarc-sep ]
 * dmarc-version = "v" equals %s"DMARC1"
 * dmarc-tag     = 1*ALPHA equals 1*dmarc-value
 * equals        = *WSP "=" *WSP
 * dmarc-sep     = *WSP ";" *WSP */

#include "dmarc/record.h"

#include "dmarc/uri.h"

#include <string.h>

#define VERSION_VALUE "DMARC1"

/* Bytes of a tag that a problem quotes, and problems that are told of one message: what a person
 * reads, and a bound for records of many thousand tags. */
#define QUOTE_MAX 120
#define PROBLEMS_MAX 32

/* Bytes that may stand before what somebody meant to be a version: quotes, escapes, spaces. */
#define JUNK_MAX 8

typedef struct
{
  const char *begin;
  const char *end;
} Span;

const char *
sv_dmarc_policy_name (SvDmarcPolicy policy)
{
  static const char *const names[] = { NULL, "none", "quarantine", "reject" };
  return names[policy];
}

static void
problem_clear (gpointer data)
{
  SvDmarcProblem *problem = data;
  g_free (problem->domain);
  g_free (problem->text);
}

GArray *
sv_dmarc_problems_new (void)
{
  GArray *problems = g_array_new (FALSE, FALSE, sizeof (SvDmarcProblem));
  g_array_set_clear_func (problems, problem_clear);
  return problems;
}

void
sv_dmarc_problems_add (GArray *problems, const SvDmarcProblem *problem)
{
  if (problems->len >= PROBLEMS_MAX)
    return;
  SvDmarcProblem copy = *problem;
  copy.domain = g_strdup (problem->domain);
  copy.text = g_strndup (problem->text, QUOTE_MAX);
  g_array_append_val (problems, copy);
}

char *
sv_dmarc_text (const char *text, gsize len)
{
  char *copy = g_malloc (len + 1);
  for (gsize i = 0; i < len; i++)
    copy[i] = text[i] ? text[i] : 0x1a;
  copy[len] = '\0';
  return copy;
}

static gboolean
is_wsp (char c)
{
  return c == ' ' || c == '\t';
}

static Span
trim (Span span)
{
  while (span.begin < span.end && is_wsp (*span.begin))
    span.begin++;
  while (span.begin < span.end && is_wsp (span.end[-1]))
    span.end--;
  return span;
}

static gsize
span_len (Span span)
{
  return (gsize)(span.end - span.begin);
}

static gboolean
span_is (Span span, const char *word)
{
  return span_len (span) == strlen (word)
         && g_ascii_strncasecmp (span.begin, word, span_len (span)) == 0;
}

/* Takes what stands before the next ";", and steps over that. */
static Span
next_piece (const char **cursor, const char *end)
{
  const char *stop = memchr (*cursor, ';', (gsize)(end - *cursor));
  stop = stop ? stop : end;
  Span piece = { *cursor, stop };
  *cursor = MIN (stop + 1, end);
  return piece;
}

/* name "=" value; FALSE where there is no "=". */
static gboolean
split (Span piece, Span *name, Span *value)
{
  const char *equals = memchr (piece.begin, '=', span_len (piece));
  if (!equals)
    return FALSE;
  *name = trim ((Span){ piece.begin, equals });
  *value = trim ((Span){ equals + 1, piece.end });
  return TRUE;
}

gboolean
sv_dmarc_record_is_one (const char *text, gsize len)
{
  const char *cursor = text;
  Span name, value;
  /* Nothing stands before the version, not even a space. */
  if (len == 0 || *text != 'v' || !split (next_piece (&cursor, text + len), &name, &value))
    return FALSE;
  return span_len (name) == 1 && span_len (value) == strlen (VERSION_VALUE)
         && memcmp (value.begin, VERSION_VALUE, span_len (value)) == 0;
}

gboolean
sv_dmarc_record_resembles_one (const char *text, gsize len)
{
  gsize at = 0;
  while (at < len && at < JUNK_MAX && !g_ascii_isalnum (text[at]))
    at++;
  if (at >= len || g_ascii_tolower (text[at]) != 'v')
    return FALSE;
  gsize limit = MIN (len, at + 1 + JUNK_MAX);
  for (at++; at < limit && !g_ascii_isalnum (text[at]);)
    at++;
  return len - at >= 5 && g_ascii_strncasecmp (text + at, "DMARC", 5) == 0;
}

/* ---- values: each reader sets what it is for, and says whether the value is valid ---- */

static gboolean
read_policy (Span value, SvDmarcPolicy *policy)
{
  for (guint i = SV_DMARC_POLICY_NONE; i <= SV_DMARC_POLICY_REJECT; i++)
    if (span_is (value, sv_dmarc_policy_name (i)))
      {
        *policy = i;
        return TRUE;
      }
  return FALSE;
}

/* One of two or three single letters; their index. */
static gboolean
read_letter (Span value, const char *letters, guint *index)
{
  if (span_len (value) != 1)
    return FALSE;
  const char *found = strchr (letters, g_ascii_tolower (*value.begin));
  if (!found || !*found)
    return FALSE;
  *index = (guint)(found - letters);
  return TRUE;
}

static gboolean
read_p (SvDmarcRecord *record, Span value)
{
  return read_policy (value, &record->p);
}

static gboolean
read_sp (SvDmarcRecord *record, Span value)
{
  record->bad_sp = !read_policy (value, &record->sp);
  return !record->bad_sp;
}

static gboolean
read_np (SvDmarcRecord *record, Span value)
{
  record->bad_np = !read_policy (value, &record->np);
  return !record->bad_np;
}

static gboolean
read_switch (Span value, const char *letters, gboolean *on)
{
  guint index = 0;
  gboolean valid = read_letter (value, letters, &index);
  *on = index == 1;
  return valid;
}

static gboolean
read_adkim (SvDmarcRecord *record, Span value)
{
  return read_switch (value, "rs", &record->adkim_strict);
}

static gboolean
read_aspf (SvDmarcRecord *record, Span value)
{
  return read_switch (value, "rs", &record->aspf_strict);
}

static gboolean
read_t (SvDmarcRecord *record, Span value)
{
  return read_switch (value, "ny", &record->testing);
}

static gboolean
read_psd (SvDmarcRecord *record, Span value)
{
  static const SvDmarcPsd values[] = { SV_DMARC_PSD_UNKNOWN, SV_DMARC_PSD_NO, SV_DMARC_PSD_YES };
  guint index = 0;
  gboolean valid = read_letter (value, "uny", &index);
  record->psd = values[index];
  return valid;
}

static gboolean
read_rua (SvDmarcRecord *record, Span value)
{
  return sv_dmarc_uris_read (value.begin, span_len (value), &record->has_rua);
}

static gboolean
read_ruf (SvDmarcRecord *record G_GNUC_UNUSED, Span value)
{
  gboolean any;
  return sv_dmarc_uris_read (value.begin, span_len (value), &any);
}

/* 0 to 100 (RFC 7489 6.3).  RFC 9989 does not know it: no value of it is wrong. */
static gboolean
read_pct (SvDmarcRecord *record, Span value)
{
  guint number = 0;
  gsize len = span_len (value);
  if (len == 0 || len > 3)
    return TRUE;
  for (gsize i = 0; i < len; i++)
    {
      if (!g_ascii_isdigit (value.begin[i]))
        return TRUE;
      number = 10 * number + (guint)(value.begin[i] - '0');
    }
  record->pct = MIN (number, 100);
  return TRUE;
}

/* Tags with a value that matters.  All others are unknown, or say only what a report looks like. */
static const struct
{
  const char *name;
  gboolean (*read) (SvDmarcRecord *record, Span value);
} tags[] = {
  { "p", read_p },       { "sp", read_sp },   { "np", read_np },   { "adkim", read_adkim },
  { "aspf", read_aspf }, { "t", read_t },     { "psd", read_psd }, { "rua", read_rua },
  { "ruf", read_ruf },   { "pct", read_pct },
};

/* ---- the record ---- */

static void
complain (SvDmarcRecord *record, const char *text, SvDmarcProblemKind kind, const char *tag,
          Span piece)
{
  g_autofree char *quote = sv_dmarc_text (piece.begin, MIN (span_len (piece), QUOTE_MAX));
  const SvDmarcProblem problem
      = { .kind = kind, .tag = tag, .text = quote, .column = (guint)(piece.begin - text) + 1 };
  sv_dmarc_problems_add (record->problems, &problem);
}

/* Names of tags are compared without case: the ABNF of RFC 7489 6.4 says so, and records are
 * published that need it. */
static void
read_tag (SvDmarcRecord *record, const char *text, Span piece, guint *seen)
{
  Span name, value;
  piece = trim (piece);
  if (span_len (piece) == 0)
    return;
  if (!split (piece, &name, &value))
    {
      complain (record, text, SV_DMARC_PROBLEM_SYNTAX, NULL, piece);
      return;
    }
  if (span_is (name, "v"))
    complain (record, text, SV_DMARC_PROBLEM_DUPLICATE, "v", piece);
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (span_is (name, tags[i].name))
      {
        if (*seen & 1u << i)
          complain (record, text, SV_DMARC_PROBLEM_DUPLICATE, tags[i].name, piece);
        else if (!tags[i].read (record, value))
          complain (record, text, SV_DMARC_PROBLEM_SYNTAX, tags[i].name, piece);
        *seen |= 1u << i;
        return;
      }
}

SvDmarcRecord *
sv_dmarc_record_parse (const char *text, gsize len)
{
  if (!sv_dmarc_record_is_one (text, len))
    return NULL;
  SvDmarcRecord *record = g_new0 (SvDmarcRecord, 1);
  record->text = sv_dmarc_text (text, len);
  record->pct = 100;
  record->problems = sv_dmarc_problems_new ();
  const char *cursor = text, *end = text + len;
  guint seen = 0;
  next_piece (&cursor, end);
  while (cursor < end)
    read_tag (record, text, next_piece (&cursor, end), &seen);
  /* p is the first of the tags. */
  if (!(seen & 1u))
    sv_dmarc_problems_add (record->problems,
                           &(SvDmarcProblem){ .kind = SV_DMARC_PROBLEM_NO_POLICY, .tag = "p" });
  return record;
}

void
sv_dmarc_record_free (SvDmarcRecord *record)
{
  if (!record)
    return;
  g_free (record->text);
  g_array_unref (record->problems);
  g_free (record);
}
