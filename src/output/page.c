/* SPDX-License-Identifier: GPL-3.0-or-later
 * The shell of HTML pages, their text and their tables; see page.h. */

#include "output/page.h"

#include "output/escape.h"
#include "output/page-style.h"
#include "output/screen.h"

#include <glib/gi18n.h>
#include <string.h>

/* What the policy of the page calls a style sheet or a script by (CSP Level 3, 2.3.1). */
static char *
hash_of (const char *text)
{
  guint8 digest[32];
  gsize len = sizeof digest;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (sum, (const guchar *)text, -1);
  g_checksum_get_digest (sum, digest, &len);
  return g_base64_encode (digest, len);
}

/* The policy forbids what the page does not do: should a text ever get markup past the escaping, it
 * could still load, run and send nothing. */
static void
put_policy (FILE *stream, const char *style, const char *script)
{
  g_autofree char *shared = hash_of (sv_page_style);
  g_autofree char *own = style ? hash_of (style) : NULL;
  g_autofree char *run = script ? hash_of (script) : NULL;
  fprintf (stream,
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
           "style-src 'sha256-%s'",
           shared);
  if (own)
    fprintf (stream, " 'sha256-%s'", own);
  if (run)
    fprintf (stream, "; script-src 'sha256-%s'", run);
  fputs ("; base-uri 'none'; form-action 'none'\">\n", stream);
}

void
sv_page_begin_scripted (FILE *stream, const char *title, const char *style, const char *script)
{
  /* Translators: the code of your language, as in <html lang="en">. */
  fprintf (stream, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
           _ ("en"));
  put_policy (stream, style, script);
  fputs ("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"color-scheme\" content=\"light dark\">\n"
         "<meta name=\"referrer\" content=\"no-referrer\">\n"
         "<meta name=\"robots\" content=\"noindex\">\n",
         stream);
  sv_page_element (stream, "title", NULL, title);
  fprintf (stream, "<style>%s</style>\n", sv_page_style);
  if (style)
    fprintf (stream, "<style>%s</style>\n", style);
  fputs ("</head>\n<body>\n<main>\n", stream);
}

void
sv_page_begin (FILE *stream, const char *title)
{
  sv_page_begin_scripted (stream, title, NULL, NULL);
}

void
sv_page_end (FILE *stream)
{
  fputs ("</main>\n</body>\n</html>\n", stream);
}

void
sv_page_put (FILE *stream, const char *text)
{
  g_autofree char *safe = sv_escape (text ? text : "-");
  g_autofree char *markup = g_markup_escape_text (safe, -1);
  fputs (markup, stream);
}

static void
open_tag (FILE *stream, const char *tag, const char *class)
{
  if (class && *class)
    fprintf (stream, "<%s class=\"%s\">", tag, class);
  else
    fprintf (stream, "<%s>", tag);
}

void
sv_page_element (FILE *stream, const char *tag, const char *class, const char *text)
{
  open_tag (stream, tag, class);
  sv_page_put (stream, text);
  fprintf (stream, "</%s>\n", tag);
}

void
sv_page_copy (FILE *stream, const char *text)
{
  sv_page_element (stream, "pre", "copy", text);
}

void
sv_page_text (FILE *stream, const char *class, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line; line++)
    if (**line == ' ')
      sv_page_copy (stream, *line + strspn (*line, " "));
    else if (**line)
      sv_page_element (stream, "p", class, *line);
}

const char *
sv_page_result_class (const char *word)
{
  switch (sv_style_of_result (word))
    {
    case SV_STYLE_GOOD:
      return "good";
    case SV_STYLE_BAD:
      return "bad";
    case SV_STYLE_WARN:
      return "warning";
    default:
      return "plain";
    }
}

/* ---- tables ---- */

void
sv_page_table_begin (SvPageTable *table, FILE *stream, const char *caption, const char *align,
                     const char *const *heads)
{
  *table = (SvPageTable){ .stream = stream, .align = align, .heads = heads };
  fputs ("<table>\n", stream);
  if (caption)
    sv_page_element (stream, "caption", NULL, caption);
  fputs ("<thead><tr>\n", stream);
  for (guint i = 0; align[i]; i++)
    {
      fprintf (stream, "<th scope=\"col\"%s>", align[i] == 'r' ? " class=\"n\"" : "");
      sv_page_put (stream, heads[i]);
      fputs ("</th>\n", stream);
    }
  fputs ("</tr></thead>\n<tbody>\n", stream);
}

void
sv_page_row (SvPageTable *table, const char *class)
{
  table->column = 0;
  open_tag (table->stream, "tr", class);
}

void
sv_page_cell_open (SvPageTable *table, const char *class)
{
  guint i = table->column++;
  gboolean number = table->align[i] == 'r', classed = class && *class;
  fputs ("<td", table->stream);
  if (number || classed)
    fprintf (table->stream, " class=\"%s%s%s\"", number ? "n" : "", number && classed ? " " : "",
             classed ? class : "");
  fputs (" data-label=\"", table->stream);
  sv_page_put (table->stream, table->heads[i]);
  fputs ("\">", table->stream);
}

void
sv_page_cell_close (SvPageTable *table)
{
  fputs ("</td>", table->stream);
}

void
sv_page_cell (SvPageTable *table, const char *class, const char *text)
{
  sv_page_cell_open (table, class);
  if (!text || *text)
    {
      fputs ("<span>", table->stream);
      sv_page_put (table->stream, text);
      fputs ("</span>", table->stream);
    }
  sv_page_cell_close (table);
}

void
sv_page_row_end (SvPageTable *table)
{
  fputs ("</tr>\n", table->stream);
}

void
sv_page_table_end (SvPageTable *table)
{
  fputs ("</tbody>\n</table>\n", table->stream);
}
