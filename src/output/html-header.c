/* SPDX-License-Identifier: GPL-3.0-or-later
 * The header of a message as numbered lines, which all evidence links to; see html-parts.h. */

#include "output/html-parts.h"
#include "output/sentence.h"

#include <glib/gi18n.h>
#include <string.h>

/* Lines that a page shows: as many as fields are read of one message. */
#define LINES_SHOWN_MAX SV_FIELDS_MAX

/* Bytes of one line: RFC 5322 2.1.1 allows 998, some gateways unfold to more. */
#define LINE_SHOWN_MAX 16384

/* Without the empty line that ends it; a final line end begins no line. */
static guint
count_lines (const char *text, gsize len)
{
  guint lines = 0;
  for (const char *p = text, *end = text + len; p < end; lines++)
    {
      const char *newline = memchr (p, '\n', (gsize)(end - p));
      p = newline ? newline + 1 : end;
    }
  return lines;
}

guint
sv_html_header_lines (const SvReport *report)
{
  gsize len = 0;
  GBytes *block = report->message->header;
  const char *text = block ? g_bytes_get_data (block, &len) : NULL;
  return text ? MIN (count_lines (text, len), LINES_SHOWN_MAX) : 0;
}

static void
put_line (const SvHtml *html, guint number, const char *begin, gsize len)
{
  while (len > 0 && (begin[len - 1] == '\n' || begin[len - 1] == '\r'))
    len--;
  /* What is no text can hold a NUL. */
  g_autofree char *line = g_strndup (begin, MIN (len, LINE_SHOWN_MAX));
  for (gsize i = 0; i < MIN (len, LINE_SHOWN_MAX); i++)
    line[i] = begin[i] ? begin[i] : 0x1A;
  fprintf (html->stream, "<li id=\"m%u-L%u\"><code>", html->number, number);
  if (len > 0)
    sv_page_put (html->stream, line);
  fputs ("</code></li>\n", html->stream);
}

void
sv_html_header (const SvHtml *html, const SvReport *report)
{
  if (html->lines == 0)
    return;
  gsize len;
  const char *p = g_bytes_get_data (report->message->header, &len), *end = p + len;
  sv_html_heading (html, "header", _ ("Header"));
  fputs ("<ol class=\"lines\">\n", html->stream);
  for (guint number = 1; number <= html->lines; number++)
    {
      const char *newline = memchr (p, '\n', (gsize)(end - p));
      const char *next = newline ? newline + 1 : end;
      put_line (html, number, p, (gsize)(next - p));
      p = next;
    }
  fputs ("</ol>\n", html->stream);
  if (p == end)
    return;
  g_autofree char *count = g_strdup_printf ("%u", count_lines (p, (gsize)(end - p)));
  g_autofree char *text = sv_fill (_ ("{count} more lines are not shown."), "count", count, NULL);
  sv_page_element (html->stream, "p", "dim", text);
}
