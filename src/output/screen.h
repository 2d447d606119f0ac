/* SPDX-License-Identifier: GPL-3.0-or-later
 * Text on a terminal: columns, line breaks, colour.  Every function here escapes what it is given
 * (escape.h): nothing of a message reaches the stream past them. */

#pragma once

#include "output/output.h"

typedef enum
{
  SV_STYLE_PLAIN,
  SV_STYLE_BOLD,
  SV_STYLE_DIM,  /* secondary */
  SV_STYLE_GOOD, /* green */
  SV_STYLE_BAD,  /* red */
  SV_STYLE_WARN  /* yellow */
} SvStyle;

/* The style of a result word: pass is good, fail and permerror bad … */
SvStyle sv_style_of_result (const char *word);

typedef struct
{
  FILE *stream;
  int width; /* columns, within sensible bounds */
  gboolean color;
} SvScreen;

void sv_screen_init (SvScreen *screen, FILE *stream, const SvOutputOptions *options);

/* Columns that escaped text takes: East Asian wide characters two, combining ones none. */
int sv_text_columns (const char *text);

/* The text escaped, and cut to `columns` with "..." at its end where it is longer. */
char *sv_text_shorten (const char *text, int columns);

typedef enum
{
  SV_BREAK_WORDS, /* a word longer than a line sticks out: it can still be copied */
  SV_BREAK_FIT    /* nothing sticks out: long words are cut, behind a dot, an "@" … if possible */
} SvBreak;

/* The text escaped and broken into lines of `columns`: at blanks, and between East Asian characters
 * except where a line must not begin or end.  Newly allocated GPtrArray of char *, at least one. */
GPtrArray *sv_text_break (const char *text, int columns, SvBreak mode);

void sv_screen_write (SvScreen *screen, SvStyle style, const char *text);
void sv_screen_indent (SvScreen *screen, int columns);
void sv_screen_end_line (SvScreen *screen);

/* One line. */
void sv_screen_line (SvScreen *screen, SvStyle style, int indent, const char *text);

/* A paragraph.  `lead` ("1. ") stands before its first line, the others are indented as far; NULL
 * for none. */
void sv_screen_paragraph (SvScreen *screen, SvStyle style, int indent, const char *lead,
                          const char *text);

/* The same for a text of ours with line ends: each line is a paragraph, one that begins with a
 * blank is printed as it stands, for copying.  Values in it are escaped already, line ends too. */
void sv_screen_text (SvScreen *screen, SvStyle style, int indent, const char *lead,
                     const char *text);

/* A paragraph in which the first word equal to `mark` (NULL: none) has its own style. */
void sv_screen_marked (SvScreen *screen, int indent, const char *text, const char *mark,
                       SvStyle mark_style);
