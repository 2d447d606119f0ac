/* SPDX-License-Identifier: GPL-3.0-or-later
 * The reader of quoted SMTP replies; see reply.h. */

#include "mail/reply.h"

#include <string.h>

/* Takes 1 to `max` digits. */
static gboolean
take_number (SvScanner *scanner, guint max)
{
  const char *begin = scanner->cursor;
  while (g_ascii_isdigit (sv_scanner_peek (scanner)) && scanner->cursor < begin + max)
    scanner->cursor++;
  return scanner->cursor > begin;
}

/* status-code = class "." subject "." detail, of one digit and twice up to three (RFC 3463 2). */
static gboolean
take_status (SvScanner *scanner)
{
  const char *begin = scanner->cursor;
  if ((sv_scanner_accept (scanner, '4') || sv_scanner_accept (scanner, '5'))
      && sv_scanner_accept (scanner, '.') && take_number (scanner, 3)
      && sv_scanner_accept (scanner, '.') && take_number (scanner, 3)
      && !g_ascii_isalnum (sv_scanner_peek (scanner)) && sv_scanner_peek (scanner) != '.')
    return TRUE;
  scanner->cursor = begin;
  return FALSE;
}

gboolean
sv_reply_is_status (SvSlice slice)
{
  SvScanner scanner;
  sv_scanner_init_slice (&scanner, slice);
  return take_status (&scanner) && sv_scanner_at_end (&scanner);
}

/* Reply-code of a failure (RFC 5321 4.2), at the end or in front of "-"; 0 for none. */
static guint
take_code (SvScanner *scanner)
{
  const char *begin = scanner->cursor;
  if ((sv_scanner_accept (scanner, '4') || sv_scanner_accept (scanner, '5'))
      && take_number (scanner, 2) && scanner->cursor == begin + 3
      && (sv_scanner_at_end (scanner) || *scanner->cursor == '-'))
    return (guint)((begin[0] - '0') * 100 + (begin[1] - '0') * 10 + (begin[2] - '0'));
  scanner->cursor = begin;
  return 0;
}

/* The codes that a word is made of. */
typedef struct
{
  guint code;
  gboolean line; /* "550-": one of several lines */
  SvSlice status;
  SvSlice rest; /* of "550-Sorry": "Sorry" */
} Codes;

/* Reads what follows "550-". */
static void
read_line_start (SvScanner *scanner, Codes *codes)
{
  const char *begin = scanner->cursor;
  codes->line = TRUE;
  if (take_status (scanner) && sv_scanner_at_end (scanner))
    codes->status = (SvSlice){ begin, (gsize)(scanner->end - begin) };
  else
    codes->rest = (SvSlice){ begin, (gsize)(scanner->end - begin) };
}

/* word = code | code "-" [status | text] | status, also "#5.1.1" and "(#5.1.1)" as qmail writes it;
 * a colon, comma or full stop may follow. */
static gboolean
read_codes (SvSlice word, Codes *codes)
{
  SvScanner scanner;
  *codes = (Codes){ 0 };
  if (word.len > 1 && strchr (":,;.", word.data[word.len - 1]))
    word.len--;
  sv_scanner_init_slice (&scanner, word);
  codes->code = take_code (&scanner);
  if (codes->code && sv_scanner_accept (&scanner, '-'))
    read_line_start (&scanner, codes);
  if (codes->code)
    return TRUE;
  gboolean wrapped = sv_scanner_accept (&scanner, '(');
  sv_scanner_accept (&scanner, '#');
  const char *begin = scanner.cursor;
  if (!take_status (&scanner))
    return FALSE;
  codes->status = (SvSlice){ begin, (gsize)(scanner.cursor - begin) };
  if (wrapped)
    sv_scanner_accept (&scanner, ')');
  return sv_scanner_at_end (&scanner);
}

/* A reply under way. */
typedef struct
{
  guint code;
  gboolean several; /* lines */
  SvSlice status;
  GString *text;
  SvSlice last;     /* word before this one */
  Codes last_codes; /* what that was made of */
  SvIp ip;          /* in the text of the reply */
  gboolean ips;     /* there are several */
} Reading;

static void
add_word (Reading *reading, SvSlice word)
{
  if (word.len == 0 || reading->text->len + word.len >= SV_REPLY_MAX)
    return;
  if (reading->text->len > 0)
    g_string_append_c (reading->text, ' ');
  g_string_append_len (reading->text, word.data, (gssize)word.len);
}

/* Addresses stand alone, in brackets (Gmail, Microsoft), or in a link (policyd-spf, block lists).
 */
static void
note_addresses (Reading *reading, SvSlice word)
{
  SvScanner scanner;
  SvSlice run;
  SvIp ip;
  sv_scanner_init_slice (&scanner, word);
  while (!sv_scanner_at_end (&scanner))
    if (!sv_scanner_run (&scanner, "[]()<>;,=/?&'\"", &run))
      scanner.cursor++;
    else
      {
        while (run.len > 2 && strchr (".:", run.data[run.len - 1]) && run.data[run.len - 2] != ':')
          run.len--;
        if (!sv_ip_parse (run.data, (gssize)run.len, &ip))
          continue;
        reading->ips = reading->ips || (reading->ip.family && !sv_ip_equal (&reading->ip, &ip));
        reading->ip = ip;
      }
}

static gboolean
same_slice (SvSlice a, SvSlice b)
{
  return a.len == b.len && memcmp (a.data, b.data, a.len) == 0;
}

/* The code that begins a reply stands first or behind the words of who quotes it: "said:",
 * "RCPT TO:<…>:". */
static gboolean
may_begin (const Reading *reading)
{
  SvSlice last = reading->last;
  return last.len == 0 || last.data[last.len - 1] == ':' || last.data[last.len - 1] == ';'
         || sv_slice_is (last, "<<<");
}

/* Begins the reply at this word: what stands in front of it is who quotes it. */
static void
begin_reply (Reading *reading, const Codes *codes)
{
  reading->code = codes->code;
  reading->several = codes->line;
  reading->status = codes->status;
  g_string_printf (reading->text, "%u", codes->code);
  add_word (reading, codes->status);
  add_word (reading, codes->rest);
}

/* Whether the number of a reply's last line stands here: a number in the text is that only where
 * other lines came before it, or the status follows. */
static gboolean
repeats (const Reading *reading, SvScanner ahead)
{
  SvSlice word;
  Codes next;
  if (reading->several)
    return TRUE;
  sv_scanner_skip_space (&ahead);
  return reading->status.len && sv_scanner_run (&ahead, NULL, &word) && read_codes (word, &next)
         && !next.code && same_slice (next.status, reading->status);
}

/* A word that is a reply code.  FALSE where it is an ordinary word. */
static gboolean
take_reply_code (Reading *reading, const Codes *codes, SvScanner ahead)
{
  if (!reading->code && may_begin (reading))
    {
      begin_reply (reading, codes);
      return TRUE;
    }
  if (codes->code != reading->code)
    return FALSE;
  reading->several = reading->several || codes->line;
  if (codes->line)
    add_word (reading, codes->rest);
  return codes->line || repeats (reading, ahead);
}

/* A word that is a status alone: the first one is the reply's, and in front of a further line it is
 * told again. */
static gboolean
take_reply_status (Reading *reading, const Codes *codes)
{
  if (!reading->status.len)
    {
      reading->status = codes->status;
      return FALSE;
    }
  return reading->last_codes.code && reading->last_codes.code == reading->code
         && same_slice (codes->status, reading->status);
}

static void
take_word (Reading *reading, SvSlice word, SvScanner ahead)
{
  Codes codes;
  gboolean taken = FALSE;
  if (!read_codes (word, &codes))
    codes = (Codes){ 0 };
  if (codes.code)
    taken = take_reply_code (reading, &codes, ahead);
  else if (codes.status.len)
    taken = take_reply_status (reading, &codes);
  if (!taken)
    add_word (reading, word);
  if (!taken && reading->code)
    note_addresses (reading, word);
  reading->last = word;
  reading->last_codes = codes;
}

void
sv_reply_read (SvSlice text, GStringChunk *strings, SvReply *reply)
{
  SvScanner scanner;
  SvSlice word;
  g_autoptr (GString) line = g_string_new (NULL);
  Reading reading = { .text = line };
  *reply = (SvReply){ 0 };
  sv_scanner_init_slice (&scanner, text);
  for (;;)
    {
      sv_scanner_skip_space (&scanner);
      if (!sv_scanner_run (&scanner, NULL, &word))
        break;
      take_word (&reading, word, scanner);
    }
  SvSlice kept = { line->str, line->len };
  reply->code = reading.code;
  reply->status = sv_slice_keep (reading.status, strings);
  reply->text = sv_slice_keep (kept, strings);
  if (!reading.ips)
    reply->client_ip = reading.ip;
}
