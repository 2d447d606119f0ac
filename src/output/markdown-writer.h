/* SPDX-License-Identifier: GPL-3.0-or-later
 * Text into markdown, as tickets of GitHub and GitLab show it: the only ways by which text comes
 * into markup.  What a stranger wrote makes no link, no image, no mention, no element, and ends no
 * table, list or code. */

#pragma once

#include <glib.h>
#include <stdio.h>

/* Text inside a line; NULL is "-". */
void sv_markdown_put (FILE *stream, const char *text);

/* Code in a line; a table takes "|" for its own even there.  The fence is longer than any run of
 * backticks inside.  NULL is "-". */
void sv_markdown_code (FILE *stream, const char *text);

/* A line to be copied: indented code has no fence that a text could close. */
void sv_markdown_block (FILE *stream, const char *lead, const char *text);

void sv_markdown_heading (FILE *stream, const char *text);
void sv_markdown_paragraph (FILE *stream, const char *text);

/* A text of ours with line ends as part of a list item, indented by two; lines that begin with a
 * blank are code. */
void sv_markdown_text (FILE *stream, const char *text);

/* The head of a table: one letter a column, "l" or "r". */
void sv_markdown_table (FILE *stream, const char *align, const char *const *heads);

/* One cell of text, "| text "; "|" and a line end finish the row. */
void sv_markdown_cell (FILE *stream, const char *text);
