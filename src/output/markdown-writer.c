/* SPDX-License-Identifier: GPL-3.0-or-later
 * Text into markdown; see markdown-writer.h. */

#include "output/markdown-writer.h"

#include "output/escape.h"

#include <string.h>

/* Everything that GitHub Flavored Markdown gives a meaning inside a line: emphasis, code, links,
 * HTML, tables. */
static gboolean
is_markup (char c)
{
  return c && strchr ("\\`*_[]<>|&", c);
}

/* The links that GitHub makes of bare words. */
static gboolean
begins_link (const char *text)
{
  return g_str_has_prefix (text, "://") || g_ascii_strncasecmp (text, "www.", 4) == 0
         || g_ascii_strncasecmp (text, "mailto:", 7) == 0
         || g_ascii_strncasecmp (text, "xmpp:", 5) == 0;
}

/* Whether a word is made a link, a mention or a reference where it stands: that happens to the
 * finished page, so a backslash does not help, only code does.  GitHub: "@name", "#1", addresses,
 * URLs; GitLab also "!1", "~label", "%milestone", "$1", "^alert#1", "&1". */
static gboolean
is_live (const char *word, gsize len)
{
  for (gsize i = 0; i < len; i++)
    if (strchr ("@#~", word[i]) || begins_link (word + i)
        || (i + 1 < len && strchr ("!%&$^", word[i])
            && (g_ascii_isalnum (word[i + 1]) || word[i + 1] == '"')))
      return TRUE;
  return FALSE;
}

/* Bytes of code without its ends; a table takes "|" for its own even there. */
static void
put_code (FILE *stream, const char *safe, gsize len)
{
  gsize fence = 1, run = 0;
  for (gsize i = 0; i < len; i++)
    {
      run = safe[i] == '`' ? run + 1 : 0;
      fence = MAX (fence, run + 1);
    }
  g_autofree char *ticks = g_strnfill (fence, '`');
  const char *pad = fence > 1 ? " " : "";
  fprintf (stream, "%s%s", ticks, pad);
  for (gsize i = 0; i < len; i++)
    fprintf (stream, safe[i] == '|' ? "\\%c" : "%c", safe[i]);
  fprintf (stream, "%s%s", pad, ticks);
}

static void
put_plain (FILE *stream, const char *safe, gsize len)
{
  for (gsize i = 0; i < len; i++)
    fprintf (stream, is_markup (safe[i]) ? "\\%c" : "%c", safe[i]);
}

static gboolean
is_word_byte (char c)
{
  return c > ' ' && c < 0x7f;
}

/* One word of ASCII without a blank, its punctuation beside the code. */
static void
put_word (FILE *stream, const char *word, gsize len)
{
  gsize lead = 0, tail = len;
  while (lead < tail && strchr ("(\"'", word[lead]))
    lead++;
  while (tail > lead && strchr (".,;:)\"'", word[tail - 1]))
    tail--;
  put_plain (stream, word, lead);
  if (is_live (word + lead, tail - lead))
    put_code (stream, word + lead, tail - lead);
  else
    put_plain (stream, word + lead, tail - lead);
  put_plain (stream, word + tail, len - tail);
}

/* What would make a list, a heading or a rule of a line that begins so: bytes in front of which a
 * backslash takes that from it, or 0. */
static gsize
begins_block (const char *text)
{
  gsize digits = strspn (text, "0123456789");
  gboolean marks = digits > 0 ? strchr (".)", text[digits]) != NULL
                              : text[0] && strchr ("-+=", text[0]) && text[1];
  return marks && text[digits] ? digits + 1 : 0;
}

void
sv_markdown_put (FILE *stream, const char *text)
{
  g_autofree char *safe = sv_escape (text ? text : "-");
  const char *p = safe;
  gsize block = begins_block (safe);
  if (block && (p[block] == ' ' || !p[block] || block == 1))
    {
      fprintf (stream, "%.*s\\%c", (int)(block - 1), p, p[block - 1]);
      p += block;
    }
  while (*p)
    {
      gsize len = 0;
      while (is_word_byte (p[len]))
        len++;
      if (len > 0)
        put_word (stream, p, len);
      else
        fputc (*p, stream);
      p += MAX (len, 1);
    }
}

void
sv_markdown_code (FILE *stream, const char *text)
{
  g_autofree char *safe = sv_escape (text ? text : "-");
  put_code (stream, safe, strlen (safe));
}

void
sv_markdown_block (FILE *stream, const char *lead, const char *text)
{
  g_autofree char *safe = sv_escape (text);
  fprintf (stream, "    %s%s\n", lead, safe);
}

void
sv_markdown_heading (FILE *stream, const char *text)
{
  fputs ("\n### ", stream);
  sv_markdown_put (stream, text);
  fputs ("\n\n", stream);
}

void
sv_markdown_paragraph (FILE *stream, const char *text)
{
  sv_markdown_put (stream, text);
  fputs ("\n\n", stream);
}

void
sv_markdown_text (FILE *stream, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line; line++)
    {
      if (!**line)
        continue;
      fputs ("\n  ", stream);
      if (**line == ' ')
        sv_markdown_block (stream, "", *line + strspn (*line, " "));
      else
        {
          sv_markdown_put (stream, *line);
          fputc ('\n', stream);
        }
    }
}

void
sv_markdown_table (FILE *stream, const char *align, const char *const *heads)
{
  for (gsize i = 0; align[i]; i++)
    sv_markdown_cell (stream, heads[i]);
  fputs ("|\n", stream);
  for (gsize i = 0; align[i]; i++)
    fputs (align[i] == 'r' ? "| ---: " : "| --- ", stream);
  fputs ("|\n", stream);
}

void
sv_markdown_cell (FILE *stream, const char *text)
{
  fputs ("| ", stream);
  sv_markdown_put (stream, text);
  fputc (' ', stream);
}
