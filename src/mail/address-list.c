/* SPDX-License-Identifier: GPL-3.0-or-later
 * The mailboxes of From as real mail writes them: one pass over the field, repairs included. */

#include "mail/address.h"

#include "mail/address-parts.h"
#include "mail/headers.h"

#include <string.h>

/* One element of an address list while it is read.  Slices point into the field. */
typedef struct
{
  GString *phrase; /* words and quoted strings */
  SvSlice angle;   /* inside of the last "<…>" with an "@" */
  guint n_angles;
  SvSlice bare;  /* last word with an "@" outside quotes … */
  gsize bare_at; /* … and its place in `phrase`, with the blank or comma before it */
  gsize bare_len;
  gboolean comma;  /* the phrase goes on behind an unquoted comma … */
  gboolean spaced; /* … or white space */
  SvSlice quoted;  /* last quoted string with an "@" and no blank inside */
  SvSlice comment; /* inside of the last comment */
} Element;

typedef struct
{
  SvScanner scanner;
  GStringChunk *strings;
  GArray *mailboxes;
  Element element;
  gboolean has_groups; /* a ";" is in the field: only then ":" opens a group */
  gboolean in_group;
  gboolean no_comments; /* an unclosed "(" or quote was met; further ones are ordinary bytes, so */
  gboolean no_quotes;   /* that only one is searched to the end */
  gboolean broken;
} Reader;

static SvSlice
slice_between (const char *begin, const char *end)
{
  return (SvSlice){ begin, (gsize)(end - begin) };
}

/* Starts the next element. */
static void
reset_element (Reader *reader)
{
  GString *phrase = reader->element.phrase;
  g_string_truncate (phrase, 0);
  reader->element = (Element){ .phrase = phrase };
}

static void
append_to_phrase (Element *element, const char *text, gsize len)
{
  if (element->comma)
    g_string_append_c (element->phrase, ',');
  if (element->spaced && element->phrase->len > 0)
    g_string_append_c (element->phrase, ' ');
  element->comma = element->spaced = FALSE;
  g_string_append_len (element->phrase, text, (gssize)len);
}

static void
append_bare (Element *element, SvSlice word)
{
  element->bare_at = element->phrase->len;
  append_to_phrase (element, word.data, word.len);
  element->bare = word;
  element->bare_len = element->phrase->len - element->bare_at;
}

/* The decoded display name, NULL if it is empty. */
static const char *
keep_name (const Reader *reader, const char *text)
{
  g_autofree char *decoded = g_strstrip (sv_headers_decode_text (text));
  return decoded[0] ? g_string_chunk_insert (reader->strings, decoded) : NULL;
}

static const char *
keep_domain (const char *address, GStringChunk *strings)
{
  const char *domain = sv_address_domain (address);
  gsize len = domain ? strlen (domain) : 0;
  if (len == 0 || domain[len - 1] != '.')
    return domain;
  return sv_slice_keep ((SvSlice){ domain, len - 1 }, strings);
}

/* The address of an element, by the order of what mail programs show: the last angle address, else
 * a bare one; then, against the grammar, one in quotes or in a comment. */
static SvSlice
choose_address (Reader *reader)
{
  Element *element = &reader->element;
  if (element->angle.len)
    {
      reader->broken = reader->broken || element->bare.len > 0;
      return element->angle;
    }
  if (element->bare.len)
    {
      g_string_erase (element->phrase, (gssize)element->bare_at, (gssize)element->bare_len);
      reader->broken = reader->broken || element->phrase->len > 0 || element->n_angles > 0;
      return element->bare;
    }
  reader->broken = TRUE;
  if (element->quoted.len)
    {
      g_string_truncate (element->phrase, 0);
      return element->quoted;
    }
  SvSlice comment = sv_address_clean (element->comment);
  element->comment = (SvSlice){ 0 };
  return sv_address_has_at (comment) ? comment : (SvSlice){ 0 };
}

/* Ends an element.  Words without an address in front of a comma belong to the next one: real mail
 * forgets to quote a name with a comma. */
static void
end_element (Reader *reader, gboolean at_comma)
{
  Element *element = &reader->element;
  gboolean empty = element->phrase->len == 0 && element->n_angles == 0
                   && !sv_address_has_at (element->comment);
  if (at_comma && !empty && element->n_angles == 0 && element->bare.len == 0)
    {
      element->comma = reader->broken = TRUE;
      element->spaced = FALSE;
      return;
    }
  if (!empty)
    {
      SvMailbox mailbox = { 0 };
      SvSlice address = choose_address (reader);
      reader->broken = reader->broken || !sv_address_is_spec (address);
      mailbox.address = sv_slice_keep (address, reader->strings);
      mailbox.domain = keep_domain (mailbox.address, reader->strings);
      if (element->phrase->len == 0 && element->comment.len > 0)
        g_string_append_len (element->phrase, element->comment.data, (gssize)element->comment.len);
      mailbox.name = keep_name (reader, element->phrase->str);
      g_array_append_val (reader->mailboxes, mailbox);
    }
  reset_element (reader);
}

/* "<…>" in a list; an unclosed "<" is skipped, and the words behind it are read as words. */
static void
read_angle (Reader *reader)
{
  SvSlice inside;
  const char *begin = reader->scanner.cursor;
  reader->element.spaced = TRUE;
  if (!sv_address_angle (&reader->scanner, &inside))
    {
      reader->broken = TRUE;
      return;
    }
  SvSlice address = sv_address_clean (inside);
  reader->broken = reader->broken || reader->element.n_angles > 0
                   || memchr (begin + 1, '<', (gsize)(inside.data - begin - 1))
                   || address.len != sv_address_without_comments (inside).len;
  reader->element.n_angles++;
  if (sv_address_has_at (address))
    reader->element.angle = address;
}

/* A quoted string; with "@domain" right behind it, it is a local part. */
static void
read_quoted (Reader *reader)
{
  SvScanner *scanner = &reader->scanner;
  const char *begin = scanner->cursor;
  SvScanner ahead = *scanner;
  SvSlice rest;
  ahead.failed = FALSE;
  Element *element = &reader->element;
  g_autoptr (GString) content = g_string_new (NULL);
  sv_scanner_quoted_string (&ahead, content);
  if (ahead.failed)
    {
      reader->no_quotes = reader->broken = TRUE;
      scanner->cursor++;
      return;
    }
  scanner->cursor = ahead.cursor;
  SvSlice inside = slice_between (begin + 1, scanner->cursor - 1);
  if (sv_scanner_peek (scanner) == '@' && sv_scanner_run (scanner, ",;:<>(\"", &rest))
    {
      append_bare (element, slice_between (begin, scanner->cursor));
      return;
    }
  append_to_phrase (element, content->str, content->len);
  if (sv_address_has_at (inside) && !memchr (inside.data, ' ', inside.len))
    element->quoted = inside;
}

static void
read_word (Reader *reader)
{
  Element *element = &reader->element;
  SvSlice word;
  if (!sv_scanner_run (&reader->scanner, reader->has_groups ? ",;:<>(\"" : ",;<>(\"", &word))
    {
      /* a quote or parenthesis that never ends, a ">" too many */
      reader->scanner.cursor++;
      reader->broken = TRUE;
      return;
    }
  reader->broken = reader->broken || element->n_angles > 0
                   || (memchr (word.data, ':', word.len) && !sv_address_has_at (word));
  while (word.len > 0 && word.data[0] == ':' && element->phrase->len == 0)
    word = (SvSlice){ word.data + 1, word.len - 1 };
  if (sv_address_has_at (word))
    append_bare (element, word);
  else
    append_to_phrase (element, word.data, word.len);
}

static void
read_comment (Reader *reader)
{
  SvScanner ahead = reader->scanner;
  SvSlice inside;
  ahead.failed = FALSE;
  sv_scanner_comment (&ahead, &inside);
  if (ahead.failed)
    {
      reader->no_comments = reader->broken = TRUE;
      return;
    }
  reader->scanner.cursor = ahead.cursor;
  reader->element.comment = inside;
  reader->element.spaced = TRUE;
}

/* group = display-name ":" [group-list] [CFWS] ";" (RFC 5322 3.4); its name is not kept. */
static void
read_colon (Reader *reader)
{
  Element *element = &reader->element;
  if (reader->in_group || element->phrase->len == 0 || element->bare.len || element->n_angles)
    reader->broken = TRUE;
  else
    {
      reader->in_group = TRUE;
      reset_element (reader);
    }
}

static void
read_semicolon (Reader *reader)
{
  reader->broken = reader->broken || !reader->in_group;
  reader->in_group = FALSE;
  end_element (reader, FALSE);
}

/* address-list = (address *("," address)) / obs-addr-list (RFC 5322 3.4), and what real mail makes
 * of it. */
gboolean
sv_address_list (const char *value, GStringChunk *strings, GArray *mailboxes)
{
  g_autoptr (GString) phrase = g_string_new (NULL);
  Reader reader = { .strings = strings, .mailboxes = mailboxes, .element = { .phrase = phrase } };
  SvScanner *scanner = &reader.scanner;
  guint before = mailboxes->len;
  reader.has_groups = strchr (value, ';') != NULL;
  sv_scanner_init (scanner, value, strlen (value));
  while (!sv_scanner_at_end (scanner))
    {
      const char *begin = scanner->cursor;
      sv_scanner_skip_space (scanner);
      if (scanner->cursor > begin)
        reader.element.spaced = TRUE;
      int c = sv_scanner_peek (scanner);
      if (c == '(' && !reader.no_comments)
        read_comment (&reader);
      else if (c == '"' && !reader.no_quotes)
        read_quoted (&reader);
      else if (c == '<')
        read_angle (&reader);
      else if (sv_scanner_accept (scanner, ','))
        end_element (&reader, TRUE);
      else if (sv_scanner_accept (scanner, ';'))
        read_semicolon (&reader);
      else if (reader.has_groups && sv_scanner_accept (scanner, ':'))
        read_colon (&reader);
      else if (c >= 0)
        read_word (&reader);
    }
  end_element (&reader, FALSE);
  return !reader.broken && !reader.in_group && mailboxes->len > before;
}
