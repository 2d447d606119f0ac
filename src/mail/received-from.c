/* SPDX-License-Identifier: GPL-3.0-or-later
 * TCP-info (RFC 5321 4.4) in the forms that mail systems really write. */

#include "mail/received-from.h"

#include <string.h>

/* No known form has anything of interest behind its eighth word. */
#define TOKENS_MAX 8

/* A "]" farther away does not belong to this "[": three times the longest address with tag and
 * zone. A bound keeps a row of "[" from being searched again and again. */
#define LITERAL_MAX 192

/* One word of a comment. */
typedef struct
{
  char kind;    /* a letter of the shapes below */
  SvSlice raw;  /* as written */
  SvSlice text; /* without user@ in front and the dot behind; the value of a key=value pair */
  SvIp ip;
} Token;

/* The letters: N name, L "[address]", X "[word]" where there is no network, A bare address,
 * H the word HELO, K key=value, Q quoted string. */
#define NAME 'N'
#define LITERAL 'L'
#define NO_NETWORK 'X'
#define ADDRESS 'A'
#define HELO_WORD 'H'
#define PAIR 'K'
#define QUOTED 'Q'

/* The shapes in which a comment gives the client's address: what its words begin with, and which of
 * them are the reverse DNS name and the address (-1: none).  The first that fits is taken. */
/* clang-format off */
static const struct
{
  const char *shape;
  int rdns;
  int ip;
} forms[] = {
  { "NL",  0, 1 },  /* (name [address]): Postfix, sendmail, Google; with user@ or IDENT: in front */
  { "AL",  0, 1 },  /* (address [address]): where the name is the address again; Zoho, Mimecast */
  { "XL", -1, 1 },  /* ([UNAVAILABLE]. [address]): SendGrid */
  { "L",  -1, 0 },  /* ([address]), ([address]:port helo=name): Exim, Exchange; vger's zmailer */
  { "KL", -1, 1 },  /* (helo=name [address]) */
  { "A",  -1, 0 },  /* (address), (/address), (user@address with plain): Microsoft, qmail, Yahoo */
};

/* What stands in place of a name that the receiver did not find. */
static const char *const no_names[] = { "unknown", "<unknown>", "may", "really", "unverified" };

/* What stands in the brackets of a client that came over no network. */
static const char *const no_networks[] = { "local", "unix socket", "UNAVAILABLE" };

/* Protocols without a HELO (what stands behind "with"): submission by program, web or MAPI, and
 * mailboxes that were fetched, whose "from" is the server asked. */
static const char *const no_helo[] = {
  "http", "https", "httprest", "imap", "local", "mapi", "pop3", "rule",
};

static const char *const helo_words[] = { "HELO", "EHLO", "LHLO" };
/* clang-format on */

static gboolean
is_one_of (SvSlice slice, const char *const *words, gsize n_words)
{
  for (gsize i = 0; i < n_words; i++)
    if (sv_slice_is (slice, words[i]))
      return TRUE;
  return FALSE;
}

#define IS_ONE_OF(slice, words) is_one_of ((slice), (words), G_N_ELEMENTS (words))

static SvSlice
slice_between (const char *begin, const char *end)
{
  return (SvSlice){ begin, (gsize)(end - begin) };
}

/* Reads an address that may be followed by ":port". */
static gboolean
parse_with_port (SvSlice text, SvIp *ip)
{
  if (text.len == 0)
    {
      *ip = (SvIp){ 0 };
      return FALSE;
    }
  if (sv_ip_parse (text.data, (gssize)text.len, ip))
    return TRUE;
  const char *colon = memchr (text.data, ':', text.len);
  return colon && sv_ip_parse (text.data, colon - text.data, ip);
}

/* Reads the inside of a literal: "IPv6:" tag (RFC 5321 4.1.3), port, and doubled brackets. */
static gboolean
parse_literal (SvSlice text, SvIp *ip)
{
  while (text.len > 0 && strchr ("[( ", text.data[0]) && text.data[0])
    text = (SvSlice){ text.data + 1, text.len - 1 };
  while (text.len > 0 && strchr (")] ", text.data[text.len - 1]) && text.data[text.len - 1])
    text.len--;
  static const char tag[] = "IPv6:";
  if (sv_slice_starts (text, tag))
    text = (SvSlice){ text.data + strlen (tag), text.len - strlen (tag) };
  return parse_with_port (text, ip);
}

/* Takes "[…]" with what may follow it directly: more brackets, a dot, ":port".  `literal` gets the
 * bracketed text with its brackets. */
static gboolean
take_literal (SvScanner *scanner, SvSlice *literal)
{
  if (sv_scanner_peek (scanner) != '[')
    return FALSE;
  SvScanner ahead = *scanner;
  const char *begin = scanner->cursor;
  ahead.end = begin + MIN ((gsize)(scanner->end - begin), LITERAL_MAX);
  while (sv_scanner_accept (&ahead, '['))
    ;
  sv_scanner_until (&ahead, "[]");
  const char *close = ahead.cursor;
  if (!sv_scanner_accept (&ahead, ']'))
    return FALSE;
  *literal = slice_between (begin, close + 1);
  scanner->cursor = close + 1;
  while (sv_scanner_accept (scanner, ']') || sv_scanner_accept (scanner, '.'))
    ;
  if (sv_scanner_accept (scanner, ':'))
    while (g_ascii_isdigit (sv_scanner_peek (scanner)))
      scanner->cursor++;
  return TRUE;
}

static SvSlice
inside_of (SvSlice literal)
{
  return (SvSlice){ literal.data + 1, literal.len - 2 };
}

/* Names a word without brackets. */
static void
classify_word (Token *token)
{
  SvSlice text = token->raw;
  const char *equals = memchr (text.data, '=', text.len);
  token->kind = NAME;
  if (IS_ONE_OF (text, helo_words))
    token->kind = HELO_WORD;
  else if (equals)
    {
      token->kind = PAIR;
      token->text = slice_between (equals + 1, text.data + text.len);
    }
  else
    {
      const char *at = g_strrstr_len (text.data, (gssize)text.len, "@");
      if (at)
        text = slice_between (at + 1, text.data + text.len);
      if (text.len > 0 && text.data[0] == '/')
        text = (SvSlice){ text.data + 1, text.len - 1 };
      if (parse_with_port (text, &token->ip))
        token->kind = ADDRESS;
      if (text.len > 0 && text.data[text.len - 1] == '.')
        text.len--;
      token->text = text;
    }
}

/* Takes one word of a comment; one with brackets inside ("user@[address]", "helo=[address]") is
 * one word. */
static gboolean
next_token (SvScanner *scanner, Token *token)
{
  *token = (Token){ 0 };
  sv_scanner_skip_cfws (scanner);
  const char *begin = scanner->cursor;
  if (sv_scanner_quoted_string (scanner, NULL))
    {
      token->kind = QUOTED;
      token->raw = slice_between (begin + 1, scanner->cursor);
      return TRUE;
    }
  SvSlice literal;
  gboolean word = sv_scanner_run (scanner, "[\"(", &token->raw);
  gboolean glued = !word || strchr ("@=/", scanner->cursor[-1]) != NULL;
  if (!glued || !take_literal (scanner, &literal))
    {
      if (!word && sv_scanner_accept (scanner, '['))
        token->raw = slice_between (begin, scanner->cursor);
      classify_word (token);
      return token->raw.len > 0;
    }
  token->raw = slice_between (begin, literal.data + literal.len);
  token->text = literal;
  if (word && literal.data[-1] == '=')
    token->kind = PAIR;
  else if (IS_ONE_OF (inside_of (literal), no_networks))
    token->kind = NO_NETWORK;
  else
    {
      token->kind = LITERAL;
      parse_literal (inside_of (literal), &token->ip);
    }
  return TRUE;
}

/* The name behind a HELO word: the names that follow it, as a client may have sent a blank; else
 * the one word that follows. */
static SvSlice
helo_behind (const Token *tokens, guint at, guint n_tokens)
{
  guint last = at + 1;
  while (last + 1 < n_tokens && tokens[last].kind == NAME && tokens[last + 1].kind == NAME)
    last++;
  if (last >= n_tokens)
    return (SvSlice){ 0 };
  return slice_between (tokens[at + 1].raw.data, tokens[last].raw.data + tokens[last].raw.len);
}

/* "EHLO name" in quotes, as vger writes it. */
static SvSlice
helo_in_quotes (SvSlice quoted)
{
  SvScanner scanner;
  SvSlice word, name = { 0 };
  sv_scanner_init_slice (&scanner, quoted);
  if (sv_scanner_run (&scanner, NULL, &word) && IS_ONE_OF (word, helo_words))
    {
      sv_scanner_skip_space (&scanner);
      sv_scanner_run (&scanner, "\"", &name);
    }
  return name;
}

static SvSlice
find_helo (const Token *tokens, guint n_tokens)
{
  SvSlice helo = { 0 };
  for (guint i = 0; i < n_tokens && helo.len == 0; i++)
    {
      if (tokens[i].kind == HELO_WORD)
        helo = helo_behind (tokens, i, n_tokens);
      else if (tokens[i].kind == QUOTED)
        helo = helo_in_quotes (tokens[i].raw);
      else if (tokens[i].kind == PAIR && sv_slice_starts (tokens[i].raw, "helo="))
        helo = tokens[i].text;
    }
  return helo;
}

/* sendmail: "(name [address] (may be forged))", where the name does not lead back to the address.
 */
static gboolean
is_doubted (SvSlice inside)
{
  SvScanner scanner;
  SvSlice nested;
  sv_scanner_init_slice (&scanner, inside);
  sv_scanner_until (&scanner, "(");
  return sv_scanner_comment (&scanner, &nested) && sv_slice_starts (nested, "may be forged");
}

gboolean
sv_from_part_comment (SvFromPart *from, SvSlice inside)
{
  Token tokens[TOKENS_MAX];
  char shape[TOKENS_MAX + 1] = { 0 };
  guint n_tokens = 0;
  SvScanner scanner;
  sv_scanner_init_slice (&scanner, inside);
  while (n_tokens < TOKENS_MAX && next_token (&scanner, &tokens[n_tokens]))
    {
      shape[n_tokens] = tokens[n_tokens].kind;
      n_tokens++;
    }
  if (from->helo.len == 0)
    from->helo = find_helo (tokens, n_tokens);
  for (gsize i = 0; i < G_N_ELEMENTS (forms) && !from->peer; i++)
    if (g_str_has_prefix (shape, forms[i].shape))
      {
        from->peer = TRUE;
        from->unnamed = forms[i].rdns < 0;
        from->peer_ip = tokens[forms[i].ip].ip;
        from->doubted = is_doubted (inside);
        if (!from->unnamed && tokens[forms[i].ip].text.len > strlen ("[]"))
          from->rdns = tokens[forms[i].rdns].text;
        return from->peer_ip.family != 0 || tokens[forms[i].ip].text.len == strlen ("[]");
      }
  return TRUE;
}

gboolean
sv_from_part_word (SvFromPart *from, SvScanner *scanner)
{
  SvIp ip = { 0 };
  SvSlice word;
  gboolean literal = take_literal (scanner, &word);
  if (literal)
    parse_literal (inside_of (word), &ip);
  else
    {
      const char *begin = scanner->cursor;
      while (sv_scanner_accept (scanner, '['))
        ;
      sv_scanner_run (scanner, "(;[", &word);
      word = slice_between (begin, scanner->cursor);
      parse_with_port (word, &ip);
    }
  if (from->first.len == 0 && !from->peer)
    {
      from->first = word;
      from->first_ip = ip;
      return TRUE;
    }
  if (!literal || from->literal_ip.family)
    return FALSE;
  from->literal_ip = ip;
  return ip.family != 0;
}

static gboolean
has_helo (SvSlice with)
{
  for (gsize i = 0; i < G_N_ELEMENTS (no_helo); i++)
    {
      gsize len = strlen (no_helo[i]);
      if (sv_slice_starts (with, no_helo[i])
          && (with.len == len || !g_ascii_isalnum (with.data[len])))
        return FALSE;
    }
  return TRUE;
}

/* Whether the first word can be a host's name: not a mail address, which "from" of local mail may
 * be. */
static gboolean
is_host (SvSlice word)
{
  return word.len > 0 && word.data[0] != '<' && !memchr (word.data, '@', word.len);
}

void
sv_from_part_resolve (const SvFromPart *from, SvSlice with, gboolean exim, GStringChunk *strings,
                      SvReceived *hop)
{
  SvSlice helo = { 0 }, rdns = { 0 };
  gboolean first_is_peer = FALSE;
  if (from->peer_ip.family)
    hop->ip = from->peer_ip;
  else if (from->literal_ip.family)
    hop->ip = from->literal_ip;
  else if (!from->peer && from->first_ip.family)
    {
      hop->ip = from->first_ip;
      first_is_peer = TRUE;
    }

  if (from->helo.len)
    helo = from->helo;
  else if (!first_is_peer && is_host (from->first))
    helo = from->first;

  /* Who writes the HELO name apart has looked up the first word; and Exim leaves out a "helo=" that
   * agrees with the name found. */
  if (from->rdns.len)
    rdns = from->rdns;
  else if ((from->helo.len || (exim && from->unnamed)) && !from->first_ip.family
           && is_host (from->first) && from->first.data[0] != '[')
    rdns = from->first;
  if (IS_ONE_OF (rdns, no_names))
    rdns.len = 0;

  hop->rdns = sv_slice_keep (rdns, strings);
  hop->rdns_doubted = from->doubted;
  if (has_helo (with))
    hop->helo = sv_slice_keep (helo, strings);
}
