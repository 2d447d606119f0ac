/* SPDX-License-Identifier: GPL-3.0-or-later
 * Text into markdown; see markdown-writer.h. */

#include "output/markdown-writer.h"

#include "output/escape.h"

#include <string.h>

/* Everything that GitHub Flavored Markdown gives a meaning inside a line: emphasis, code, links,
 * HTML, tables, mentions, references. */
static gboolean
is_markup (char c)
{
  return c && strchr ("\\`*_[]<>#|~&@$", c);
}

/* The links that GitHub makes of bare words. */
static gboolean
begins_link (const char *text)
{
  return g_str_has_prefix (text, "://") || g_ascii_strncasecmp (text, "www.", 4) == 0
         || g_ascii_strncasecmp (text, "mailto:", 7) == 0
         || g_ascii_strncasecmp (text, "xmpp:", 5) == 0;
}

void
sv_markdown_put (FILE *stream, const char *text)
{
  g_autofree char *safe = sv_escape (text ? text : "-");
  gboolean link = FALSE;
  for (const char *c = safe; *c; c++)
    {
      link = link || begins_link (c);
      gboolean joint = link && (*c == ':' || *c == '.');
      link = link && !joint;
      fprintf (stream, is_markup (*c) || joint ? "\\%c" : "%c", *c);
    }
}

void
sv_markdown_code (FILE *stream, const char *text)
{
  g_autofree char *safe = sv_escape (text ? text : "-");
  gsize fence = 1, run = 0;
  for (const char *c = safe; *c; c++)
    {
      run = *c == '`' ? run + 1 : 0;
      fence = MAX (fence, run + 1);
    }
  g_autofree char *ticks = g_strnfill (fence, '`');
  const char *pad = fence > 1 ? " " : "";
  fprintf (stream, "%s%s", ticks, pad);
  for (const char *c = safe; *c; c++)
    fprintf (stream, *c == '|' ? "\\%c" : "%c", *c);
  fprintf (stream, "%s%s", pad, ticks);
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
