/* SPDX-License-Identifier: GPL-3.0-or-later
 * HTML pages: the shell and the style that all of them share, and the only ways by which text comes
 * into markup.  A page is one file: no request to anywhere, no script but a page's own, light and
 * dark, for screens from a phone up and for paper. */

#pragma once

#include <glib.h>
#include <stdio.h>

/* Everything up to and with <main>.  `title` is text; the page's <h1> is the caller's. */
void sv_page_begin (FILE *stream, const char *title);
void sv_page_end (FILE *stream);

/* The same with more style and with a script of the program's own: the policy lets these two texts
 * run and no other.  The caller writes the script, in front of sv_page_end(). */
void sv_page_begin_scripted (FILE *stream, const char *title, const char *style,
                             const char *script);

/* Text, made visible first (escape.h), then escaped for markup: good inside an element and inside a
 * quoted attribute.  NULL is "-". */
void sv_page_put (FILE *stream, const char *text);

/* <tag class="class">text</tag>; `class` may be NULL.  Tag and class are the program's words. */
void sv_page_element (FILE *stream, const char *tag, const char *class, const char *text);

/* A text of ours with line ends, its values escaped already (finding-text.h): each line is a
 * paragraph, one that begins with a blank is for copying. */
void sv_page_text (FILE *stream, const char *class, const char *text);

/* Something to be copied: one click marks it whole. */
void sv_page_copy (FILE *stream, const char *text);

/* The style's class for a result word: "good", "bad", "warning"; "plain" for others and NULL. */
const char *sv_page_result_class (const char *word);

/* A table whose rows become cards on a phone: there each cell tells its column by itself. */
typedef struct
{
  FILE *stream;
  const char *align;        /* one letter a column: "l" text, "r" numbers */
  const char *const *heads; /* as many, in the user's language, none empty */
  guint column;             /* of the next cell */
} SvPageTable;

/* `caption` names it for those who cannot see it, NULL where a heading does.  `align` and `heads`
 * must stay. */
void sv_page_table_begin (SvPageTable *table, FILE *stream, const char *caption, const char *align,
                          const char *const *heads);

/* `class` may be NULL; "" ends up as no class too. */
void sv_page_row (SvPageTable *table, const char *class);
void sv_page_cell (SvPageTable *table, const char *class, const char *text);
/* The same for content that the caller writes between the two. */
void sv_page_cell_open (SvPageTable *table, const char *class);
void sv_page_cell_close (SvPageTable *table);
void sv_page_row_end (SvPageTable *table);
void sv_page_table_end (SvPageTable *table);
