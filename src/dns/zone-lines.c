/* SPDX-License-Identifier: GPL-3.0-or-later
 * The words of a DNS file; see zone-lines.h. */

#include "dns/zone-lines.h"

#include "dns/name.h"

#include <glib/gi18n.h>
#include <string.h>

/* Windows editors write it in front of a text. */
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

void
sv_zone_lines_init (SvZoneLines *lines, const char *text, gsize len)
{
  *lines = (SvZoneLines){ .cursor = text, .end = text + len, .line = 1 };
  lines->tokens = g_array_new (FALSE, FALSE, sizeof (SvZoneToken));
  gsize mark = strlen (BYTE_ORDER_MARK);
  if (len >= mark && memcmp (text, BYTE_ORDER_MARK, mark) == 0)
    lines->cursor += mark;
}

void
sv_zone_lines_clear (SvZoneLines *lines)
{
  g_clear_pointer (&lines->tokens, g_array_unref);
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\r';
}

/* Steps over one byte of a token, or over a backslash and what it escapes; FALSE at the end of the
 * line. */
static gboolean
step (SvZoneLines *lines)
{
  if (*lines->cursor == '\\' && lines->end - lines->cursor > 1)
    lines->cursor++;
  if (*lines->cursor == '\n')
    return FALSE;
  lines->cursor++;
  return TRUE;
}

/* quoted = DQUOTE *( any byte but DQUOTE and LF / "\" any byte but LF ) DQUOTE */
static gboolean
read_quoted (SvZoneLines *lines)
{
  SvZoneToken token = { .text = ++lines->cursor, .quoted = TRUE, .line = lines->line };
  while (lines->cursor < lines->end && *lines->cursor != '"')
    if (!step (lines))
      break;
  if (lines->cursor >= lines->end || *lines->cursor != '"')
    {
      lines->problem = _ ("a quoted string without its end");
      return FALSE;
    }
  token.len = (gsize)(lines->cursor - token.text);
  lines->cursor++;
  g_array_append_val (lines->tokens, token);
  return TRUE;
}

/* word = 1*( any byte but white space, DQUOTE, ";", "(", ")" / "\" any byte but LF ) */
static void
read_word (SvZoneLines *lines)
{
  SvZoneToken token = { .text = lines->cursor, .line = lines->line };
  while (lines->cursor < lines->end && !is_blank (*lines->cursor)
         && !memchr ("\n\";()", *lines->cursor, 5))
    if (!step (lines))
      break;
  token.len = (gsize)(lines->cursor - token.text);
  g_array_append_val (lines->tokens, token);
}

static void
skip_comment (SvZoneLines *lines)
{
  const char *newline = memchr (lines->cursor, '\n', (gsize)(lines->end - lines->cursor));
  lines->cursor = newline ? newline : lines->end;
}

/* Reads what stands at the cursor, which is not a line end; parentheses change `depth`. */
static gboolean
read_one (SvZoneLines *lines, guint *depth)
{
  switch (*lines->cursor)
    {
    case ';':
      skip_comment (lines);
      return TRUE;
    case '"':
      return read_quoted (lines);
    case ' ':
    case '\t':
    case '\r':
      lines->cursor++;
      return TRUE;
    case '(':
      ++*depth;
      lines->cursor++;
      return TRUE;
    case ')':
      if (*depth == 0)
        {
          lines->problem = _ ("“)” without “(”");
          return FALSE;
        }
      --*depth;
      lines->cursor++;
      return TRUE;
    default:
      read_word (lines);
      return TRUE;
    }
}

/* entry = [ white space ] *( word / quoted / "(" / ")" / ";" comment ) LF; within parentheses LF is
 * white space.  Empty entries are skipped. */
gboolean
sv_zone_lines_next (SvZoneLines *lines)
{
  guint depth = 0, opened = 0;
  g_array_set_size (lines->tokens, 0);
  lines->indented = lines->cursor < lines->end && is_blank (*lines->cursor);
  while (lines->cursor < lines->end)
    {
      if (*lines->cursor != '\n')
        {
          guint before = depth;
          if (!read_one (lines, &depth))
            return FALSE;
          if (before == 0 && depth > 0)
            opened = lines->line;
          continue;
        }
      lines->cursor++;
      lines->line++;
      if (depth > 0)
        continue;
      if (lines->tokens->len > 0)
        return TRUE;
      lines->indented = lines->cursor < lines->end && is_blank (*lines->cursor);
    }
  if (depth > 0)
    {
      lines->line = opened;
      lines->problem = _ ("“(” without “)”");
      return FALSE;
    }
  return lines->tokens->len > 0;
}

gboolean
sv_zone_token_is (const SvZoneToken *token, const char *word)
{
  return !token->quoted && token->len == strlen (word)
         && g_ascii_strncasecmp (token->text, word, token->len) == 0;
}

gboolean
sv_zone_token_number (const SvZoneToken *token, guint64 max, guint64 *value)
{
  *value = 0;
  for (gsize i = 0; i < token->len; i++)
    {
      if (!g_ascii_isdigit (token->text[i]))
        return FALSE;
      *value = *value * 10 + (guint64)(token->text[i] - '0');
      if (*value > max)
        return FALSE;
    }
  return token->len > 0 && !token->quoted;
}

/* Reads one byte at `*i` and steps over it: "\DDD", "\" and a byte that is no digit, or a byte.
 * `escaped` tells whether it has lost its meaning. */
static gboolean
next_byte (const SvZoneToken *token, gsize *i, guint8 *byte, gboolean *escaped)
{
  const char *text = token->text + *i;
  gsize left = token->len - *i;
  *escaped = text[0] == '\\';
  if (!*escaped)
    {
      *byte = (guint8)text[0];
      *i += 1;
      return TRUE;
    }
  if (left < 2)
    return FALSE;
  if (!g_ascii_isdigit (text[1]))
    {
      *byte = (guint8)text[1];
      *i += 2;
      return TRUE;
    }
  if (left < 4 || !g_ascii_isdigit (text[2]) || !g_ascii_isdigit (text[3]))
    return FALSE;
  guint value = (guint)((text[1] - '0') * 100 + (text[2] - '0') * 10 + (text[3] - '0'));
  *byte = (guint8)value;
  *i += 4;
  return value <= 255;
}

GBytes *
sv_zone_token_string (const SvZoneToken *token)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  for (gsize i = 0; i < token->len;)
    {
      guint8 byte;
      gboolean escaped;
      if (!next_byte (token, &i, &byte, &escaped))
        return NULL;
      g_byte_array_append (bytes, &byte, 1);
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

char *
sv_zone_token_name (const SvZoneToken *token, const char *origin)
{
  if (token->quoted || token->len == 0)
    return NULL;
  if (sv_zone_token_is (token, "@"))
    return g_strdup (origin);
  g_autoptr (GString) name = g_string_sized_new (token->len);
  gboolean absolute = FALSE;
  for (gsize i = 0; i < token->len;)
    {
      guint8 byte;
      gboolean escaped;
      if (!next_byte (token, &i, &byte, &escaped))
        return NULL;
      absolute = byte == '.' && !escaped;
      if (absolute)
        g_string_append_c (name, '.');
      else
        sv_dns_name_append_byte (name, byte);
    }
  if (!absolute && *origin)
    g_string_append_printf (name, ".%s", origin);
  return sv_dns_name_encodable (name->str) ? sv_dns_name_kept (name->str) : NULL;
}
