/* SPDX-License-Identifier: GPL-3.0-or-later
 * The scan that turns a header block into fields, and RFC 2047 decoding by GMime. */

#include "mail/headers.h"

#include "mail/line-search.h"

#include <gmime/gmime.h>
#include <string.h>

/* The strings of a median block (10 kB) fit in two pieces of the pool. */
#define POOL_PIECE 8192

/* Room for the fields that somebody wants of most blocks. */
#define FIELDS_USUAL 24

/* A queue file may have lines of its server in front of the first field (Haraka: one of JSON). */
#define STRAY_LINES_MAX 20

/* Fields that tell a mail from other files even behind such lines. */
static const char *const mail_fields[]
    = { "Received",   "Return-Path", "Delivered-To", "From",           "To",
        "Message-ID", "Subject",     "Received-SPF", "DKIM-Signature", "Authentication-Results" };

static const char byte_order_mark[] = "\xEF\xBB\xBF";

typedef enum
{
  LINE_EMPTY,        /* nothing but its line end: ends the header */
  LINE_BLANK,        /* only white space: a continuation (obs-FWS, RFC 5322 4.2) */
  LINE_CONTINUATION, /* begins with white space */
  LINE_FROM,         /* "From " or ">From " */
  LINE_FIELD,
  LINE_BAD
} LineKind;

typedef struct
{
  LineKind kind;
  const char *begin;
  const char *end;   /* in front of the line end */
  const char *next;  /* behind the line end */
  const char *colon; /* of a LINE_FIELD */
  gboolean ended;    /* the line has a line end */
} Line;

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static gboolean
is_trimmed (char c)
{
  return is_blank (c) || c == '\r' || c == '\n';
}

/* ftext = %d33-57 / %d59-126 (RFC 5322 3.6.8) */
static gboolean
is_ftext (char c)
{
  return g_ascii_isgraph (c) && c != ':';
}

/* field-name = 1*ftext, with the white space that RFC 5322 4.5 allows before the colon; no line end
 * can stand in it. */
static const char *
find_colon (const char *p, const char *end)
{
  const char *name = p;
  while (p < end && is_ftext (*p))
    p++;
  if (p == name)
    return NULL;
  while (p < end && is_blank (*p))
    p++;
  return p < end && *p == ':' ? p : NULL;
}

static gboolean
starts_with (const char *p, const char *end, const char *prefix)
{
  gsize len = strlen (prefix);
  return (gsize)(end - p) >= len && memcmp (p, prefix, len) == 0;
}

static void
classify (Line *line)
{
  const char *p = line->begin;
  if (p == line->end)
    line->kind = LINE_EMPTY;
  else if (is_blank (*p))
    {
      while (p < line->end && is_blank (*p))
        p++;
      line->kind = p == line->end ? LINE_BLANK : LINE_CONTINUATION;
    }
  else if ((line->colon = find_colon (p, line->end)))
    line->kind = LINE_FIELD;
  else if (starts_with (p, line->end, "From ") || starts_with (p, line->end, ">From "))
    line->kind = LINE_FROM;
  else
    line->kind = LINE_BAD;
}

/* A line ends with LF, and every CR in front of that belongs to the line end: files that were
 * converted to CRLF twice have two.  A CR elsewhere is a character. */
static void
read_line (Line *line, const char *p, const char *end)
{
  const char *newline = memchr (p, '\n', (gsize)(end - p));
  *line = (Line){ .begin = p, .end = newline ? newline : end, .ended = newline != NULL };
  line->next = newline ? newline + 1 : end;
  while (newline && line->end > p && line->end[-1] == '\r')
    line->end--;
  classify (line);
}

/* Reads over what may stand on top of a header: a byte order mark, blank lines, From_ lines.
 * `line` gets the first line behind that, or begins at `end` where there is none. */
static guint
skip_top (Line *line, guint *number, const char *p, const char *end)
{
  guint notes = 0;
  if (starts_with (p, end, byte_order_mark))
    {
      notes |= SV_HEADERS_BOM;
      p += strlen (byte_order_mark);
    }
  for (*number = 1;; ++*number)
    {
      read_line (line, p, end);
      if (line->kind == LINE_FROM)
        notes |= SV_HEADERS_FROM_LINE;
      else if (line->kind == LINE_BLANK || (line->kind == LINE_EMPTY && line->ended))
        notes |= SV_HEADERS_LEADING_BLANK;
      else
        return notes;
      p = line->next;
    }
}

gsize
sv_headers_end (const char *data, gsize len)
{
  const char *end = data + len;
  guint number;
  Line line;
  skip_top (&line, &number, data, end);
  const char *p = line.begin;
  while ((p = sv_empty_line_search (p, (gsize)(end - p))))
    {
      p++;
      while (p < end && *p == '\r')
        p++;
      if (p < end && *p == '\n')
        return (gsize)(p + 1 - data);
    }
  return 0;
}

/* A field name as mail has them; "http" in front of "://" and the quoted keys of JSON are none. */
static gboolean
is_plain_field (const Line *line)
{
  if (line->kind != LINE_FIELD || !g_ascii_isalpha (*line->begin))
    return FALSE;
  const char *p = line->begin;
  while (g_ascii_isalnum (*p) || strchr ("-_. \t", *p))
    p++;
  return p == line->colon && !starts_with (p, line->end, "://");
}

static gboolean
is_mail_field (const Line *line)
{
  for (guint i = 0; line->kind == LINE_FIELD && i < G_N_ELEMENTS (mail_fields); i++)
    {
      gsize len = strlen (mail_fields[i]);
      if (len == (gsize)(line->colon - line->begin)
          && g_ascii_strncasecmp (line->begin, mail_fields[i], len) == 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
sv_headers_look_like (const char *data, gsize len)
{
  const char *end = data + len;
  guint number;
  Line line;
  skip_top (&line, &number, data, end);
  while (line.kind == LINE_CONTINUATION || line.kind == LINE_BLANK)
    read_line (&line, line.next, end);
  if (is_plain_field (&line))
    return TRUE;
  for (guint i = 0; i < STRAY_LINES_MAX && line.kind != LINE_EMPTY; i++)
    {
      if (is_mail_field (&line))
        return TRUE;
      read_line (&line, line.next, end);
    }
  return FALSE;
}

gboolean
sv_headers_have_field (const char *data, gsize len)
{
  const char *end = data + len;
  guint number;
  Line line;
  skip_top (&line, &number, data, end);
  while (line.kind != LINE_FIELD && line.kind != LINE_EMPTY)
    read_line (&line, line.next, end);
  return line.kind == LINE_FIELD;
}

/* Unfolding takes out the line ends and nothing else (RFC 5322 2.2.3), in place. */
static gsize
unfold (char *value, gsize len)
{
  const char *end = value + len;
  char *out = value;
  for (const char *p = value, *newline; p < end; p = newline + 1)
    {
      newline = memchr (p, '\n', (gsize)(end - p));
      if (!newline)
        newline = end;
      memmove (out, p, (gsize)(newline - p));
      out += newline - p;
      while (newline < end && out > value && out[-1] == '\r')
        out--;
    }
  *out = '\0';
  for (char *nul = value; (nul = memchr (nul, '\0', (gsize)(out - nul)));)
    *nul = '\x1A';
  return (gsize)(out - value);
}

static void
set_value (SvHeaders *headers, SvField *field)
{
  const char *begin = field->raw;
  const char *end = begin + field->raw_len;
  while (begin < end && is_trimmed (*begin))
    begin++;
  while (end > begin && is_trimmed (end[-1]))
    end--;
  gsize len = (gsize)(end - begin);
  char *value = g_string_chunk_insert_len (headers->strings, begin, (gssize)len);
  field->len = unfold (value, len);
  field->value = value;
}

/* The lower-case name of the field that begins at `name`; NULL if nobody wants it. */
static const char *
name_of (SvHeaders *headers, const char *name, const char *colon)
{
  while (is_blank (colon[-1]))
    colon--;
  gsize len = (gsize)(colon - name);
  if (headers->wanted && !headers->wanted (name, len))
    return NULL;
  char *kept = g_string_chunk_insert_len (headers->strings, name, (gssize)len);
  for (gsize i = 0; i < len; i++)
    kept[i] = g_ascii_tolower (kept[i]);
  return kept;
}

/* Reads the field that begins at `begin` with its continuations, which begin with white space;
 * returns the line behind. */
static const char *
read_field (SvHeaders *headers, const char *begin, const char *colon, guint *number,
            const char *block, const char *end)
{
  SvField field = { .line = *number, .offset = (gsize)(begin - block), .raw = colon + 1 };
  const char *last = sv_field_end_search (field.raw, (gsize)(end - field.raw), number);
  *number += !last;
  if ((field.name = name_of (headers, begin, colon)))
    {
      const char *raw_end = last ? last : end;
      while (last && raw_end > field.raw && raw_end[-1] == '\r')
        raw_end--;
      field.raw_len = (gsize)(raw_end - field.raw);
      set_value (headers, &field);
      g_array_append_val (headers->fields, field);
    }
  return last ? last + 1 : end;
}

/* A line is looked at whole only where no field begins: most of a block is fields. */
static void
read_fields (SvHeaders *headers, const char *block, const char *end)
{
  guint number, n = 0;
  const char *colon;
  Line line;
  headers->notes |= skip_top (&line, &number, block, end);
  const char *p = line.begin;
  while (n < SV_FIELDS_MAX)
    if ((colon = find_colon (p, end)))
      {
        p = read_field (headers, p, colon, &number, block, end);
        n++;
      }
    else
      {
        read_line (&line, p, end);
        if (line.kind == LINE_EMPTY)
          break;
        headers->notes |= SV_HEADERS_BAD_LINE;
        p = line.next;
        number++;
      }
  if (n == SV_FIELDS_MAX)
    read_line (&line, p, end);
  if (line.kind != LINE_EMPTY)
    headers->notes |= SV_HEADERS_CUT;
  else if (!line.ended)
    headers->notes |= SV_HEADERS_NO_END;
  if (memchr (block, '\0', (gsize)(line.begin - block)))
    headers->notes |= SV_HEADERS_NUL;
}

SvHeaders *
sv_headers_parse_wanted (GBytes *block, SvFieldWanted wanted)
{
  SvHeaders *headers = g_new0 (SvHeaders, 1);
  headers->strings = g_string_chunk_new (POOL_PIECE);
  headers->fields = g_array_sized_new (FALSE, FALSE, sizeof (SvField), FIELDS_USUAL);
  headers->block = g_bytes_ref (block);
  headers->wanted = wanted;
  gsize len;
  const char *data = g_bytes_get_data (block, &len);
  if (len)
    read_fields (headers, data, data + len);
  else
    headers->notes = SV_HEADERS_NO_END;
  return headers;
}

SvHeaders *
sv_headers_parse (GBytes *block)
{
  return sv_headers_parse_wanted (block, NULL);
}

void
sv_headers_free (SvHeaders *headers)
{
  if (!headers)
    return;
  g_string_chunk_free (headers->strings);
  g_array_unref (headers->fields);
  g_bytes_unref (headers->block);
  g_free (headers);
}

const SvField *
sv_headers_find (const SvHeaders *headers, const char *name)
{
  g_return_val_if_fail (!headers->wanted || headers->wanted (name, strlen (name)), NULL);
  for (guint i = 0; i < headers->fields->len; i++)
    {
      const SvField *field = &g_array_index (headers->fields, SvField, i);
      if (strcmp (field->name, name) == 0)
        return field;
    }
  return NULL;
}

/* Where GMime 3.2 has to be stopped: behind a base64 word that ends in padding it drops the words
 * that follow.  Gives the end of such a word in `text`, or NULL. */
static const char *
padded_word_end (const char *text)
{
  for (const char *p = text; (p = strchr (p, '=')); p++)
    if (strncmp (p, "=?=", 3) == 0 && (p[3] == ' ' || p[3] == '\t'))
      return p + 3;
  return NULL;
}

/* White space between two encoded words is not part of the text (RFC 2047 6.2). */
static const char *
skip_between_words (const char *text)
{
  const char *next = text + strspn (text, " \t\r\n");
  return strncmp (next, "=?", 2) == 0 ? next : text;
}

/* Nothing but printable ASCII and no encoded word, as most texts are: GMime gives it back as it is.
 */
static gboolean
is_plain_text (const char *value)
{
  for (; *value; value++)
    if (*value < ' ' || *value > '~' || (value[0] == '=' && value[1] == '?'))
      return FALSE;
  return TRUE;
}

char *
sv_headers_decode_text (const char *value)
{
  if (value && is_plain_text (value))
    return g_strdup (value);
  g_autoptr (GString) out = g_string_new (NULL);
  for (const char *end = NULL; value; value = end ? skip_between_words (end) : NULL)
    {
      end = padded_word_end (value);
      g_autofree char *part = end ? g_strndup (value, (gsize)(end - value)) : NULL;
      g_autofree char *text = g_mime_utils_header_decode_text (NULL, part ? part : value);
      g_string_append (out, text ? text : "");
    }
  return g_utf8_make_valid (out->str, (gssize)out->len);
}
