/* SPDX-License-Identifier: GPL-3.0-or-later
 * The table of keys and its reader; see spf-facts.h. */

#include "mail/spf-facts.h"

#include <string.h>

/* What a key's value is. */
typedef enum
{
  VALUE_IP,
  VALUE_PATH,    /* reverse-path, "<>" for the null sender */
  VALUE_COURIER, /* Courier's sender=: the reverse-path only where SPF=MAILFROM */
  VALUE_WORD,
  VALUE_TEXT, /* may hold blanks: "identity=no SPF record" of policyd-spf */
} ValueKind;

/* clang-format off */
static const struct
{
  const char *key;
  ValueKind kind;
  gsize field;
} keys[] = {
  { "client-ip", VALUE_IP, 0 },                                          /* RFC 7208 9.1 */
  { "envelope-from", VALUE_PATH, G_STRUCT_OFFSET (SvSpfFacts, envelope_from) },
  { "helo", VALUE_WORD, G_STRUCT_OFFSET (SvSpfFacts, helo) },
  { "receiver", VALUE_WORD, G_STRUCT_OFFSET (SvSpfFacts, receiver) },
  { "identity", VALUE_TEXT, G_STRUCT_OFFSET (SvSpfFacts, identity) },
  { "mechanism", VALUE_TEXT, G_STRUCT_OFFSET (SvSpfFacts, mechanism) },
  { "problem", VALUE_TEXT, G_STRUCT_OFFSET (SvSpfFacts, problem) },
  { "x-record-text", VALUE_WORD, G_STRUCT_OFFSET (SvSpfFacts, record) },  /* Cisco; quoted */
  { "spf", VALUE_WORD, G_STRUCT_OFFSET (SvSpfFacts, identity) },          /* Courier from here on */
  { "sender", VALUE_COURIER, G_STRUCT_OFFSET (SvSpfFacts, envelope_from) },
  { "remoteip", VALUE_IP, 0 },
};
/* clang-format on */

gboolean
sv_spf_facts_ip (SvSlice text, SvIp *ip)
{
  if (sv_ip_parse (text.data, (gssize)text.len, ip))
    return TRUE;
  while (text.len && strchr (",;:.])'\"", text.data[text.len - 1]))
    text.len--;
  while (text.len && strchr ("[('\"", text.data[0]))
    text = (SvSlice){ text.data + 1, text.len - 1 };
  if (sv_slice_starts (text, "ipv6:"))
    text = (SvSlice){ text.data + strlen ("ipv6:"), text.len - strlen ("ipv6:") };
  return sv_ip_parse (text.data, (gssize)text.len, ip);
}

static void
set_ip (SvSpfFacts *out, SvSlice value)
{
  if (out->ip_by_key)
    return;
  out->ip_by_key = sv_spf_facts_ip (value, &out->ip);
  out->ip_unreadable = !out->ip_by_key;
}

/* "<a@b>" without its brackets; "<>" and '""' are the null sender, nothing at all is nothing. */
static const char *
keep_path (SvSlice value, GStringChunk *strings)
{
  if (value.len && value.data[0] == '<')
    value = (SvSlice){ value.data + 1, value.len - 1 };
  if (value.len && value.data[value.len - 1] == '>')
    value.len--;
  return value.len ? sv_slice_keep (value, strings) : "";
}

/* Whether "key=" of a key we know stands here: then the value before it was empty. */
static gboolean
at_pair (SvScanner ahead)
{
  SvSlice key;
  if (!sv_scanner_run (&ahead, "=;()\"", &key) || !sv_scanner_accept (&ahead, '='))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (sv_slice_is (key, keys[i].key))
      return TRUE;
  return FALSE;
}

/* The further words of a VALUE_TEXT: up to `stops`, a comment, or a word with "=" in it. */
static void
append_words (SvScanner *scanner, const char *stops, GString *value)
{
  for (;;)
    {
      SvScanner ahead = *scanner;
      SvSlice word;
      sv_scanner_skip_space (&ahead);
      if (sv_scanner_peek (&ahead) == '(' || !sv_scanner_run (&ahead, stops, &word)
          || memchr (word.data, '=', word.len))
        return;
      g_string_append_c (value, ' ');
      g_string_append_len (value, word.data, (gssize)word.len);
      *scanner = ahead;
    }
}

static void
set_pair (SvSpfFacts *out, gsize row, SvSlice value, GStringChunk *strings)
{
  if (keys[row].kind == VALUE_IP)
    {
      set_ip (out, value);
      return;
    }
  gboolean envelope
      = keys[row].kind == VALUE_PATH
        || (keys[row].kind == VALUE_COURIER
            && (!out->identity || g_ascii_strcasecmp (out->identity, "mailfrom") == 0));
  const char **field = (const char **)G_STRUCT_MEMBER_P (out, keys[row].field);
  if (*field)
    return;
  if (envelope)
    *field = keep_path (value, strings);
  else if (keys[row].kind != VALUE_COURIER)
    *field = sv_slice_keep (value, strings);
}

/* pair = key [FWS] "=" [FWS] value */
gboolean
sv_spf_facts_of_pair (SvScanner *scanner, const char *stops, GString *buffer, GStringChunk *strings,
                      SvSpfFacts *out)
{
  SvScanner ahead = *scanner;
  SvSlice key;
  gsize row = 0;
  if (!sv_scanner_run (&ahead, "=;()\"", &key))
    return FALSE;
  while (row < G_N_ELEMENTS (keys) && !sv_slice_is (key, keys[row].key))
    row++;
  if (row == G_N_ELEMENTS (keys))
    return FALSE;
  sv_scanner_skip_space (&ahead);
  if (!sv_scanner_accept (&ahead, '='))
    return FALSE;
  *scanner = ahead;
  sv_scanner_skip_space (&ahead);
  if (at_pair (ahead) || !sv_scanner_value (&ahead, stops, buffer))
    return TRUE;
  if (keys[row].kind == VALUE_TEXT)
    append_words (&ahead, stops, buffer);
  *scanner = ahead;
  set_pair (out, row, (SvSlice){ buffer->str, buffer->len }, strings);
  return TRUE;
}
