/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tables on a terminal: columns fitted to the width, long cells on several lines. */

#pragma once

#include "output/screen.h"

typedef struct SvTable SvTable;

/* `align` has one letter a column: "l" left, "r" right. */
SvTable *sv_table_new (const char *align);
void sv_table_free (SvTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvTable, sv_table_free)

/* The next cell, row by row; NULL is "-".  The text is copied, blanks in front of it are kept. */
void sv_table_cell (SvTable *table, SvStyle style, const char *text);

/* A line of its own below the last finished row, indented by `indent` columns and cut to the width.
 */
void sv_table_note (SvTable *table, SvStyle style, int indent, const char *text);

void sv_table_print (const SvTable *table, SvScreen *screen, int indent);
