/* SPDX-License-Identifier: GPL-3.0-or-later
 * The words of a DNS file: entries of RFC 1035 5.1 as tokens, and a token as a name or a
 * string. */

#pragma once

#include <glib.h>

/* One token, a slice of the text; of a quoted one, what is between the quotes. */
typedef struct
{
  const char *text;
  gsize len;
  gboolean quoted;
  guint line;
} SvZoneToken;

/* A walk over the entries of a text, which is borrowed. */
typedef struct
{
  const char *cursor, *end;
  guint line;          /* 1-based, of the cursor; in case of a problem, of the problem */
  gboolean indented;   /* the entry began with white space: it has no owner */
  GArray *tokens;      /* SvZoneToken of the entry, at least one */
  const char *problem; /* why the walk ended early (translated), or NULL */
} SvZoneLines;

void sv_zone_lines_init (SvZoneLines *lines, const char *text, gsize len);
void sv_zone_lines_clear (SvZoneLines *lines);

/* The next entry; FALSE at the end and at a problem. */
gboolean sv_zone_lines_next (SvZoneLines *lines);

/* Whether an unquoted token is `word`, without case. */
gboolean sv_zone_token_is (const SvZoneToken *token, const char *word);

/* A decimal number and nothing else; FALSE if it is above `max`. */
gboolean sv_zone_token_number (const SvZoneToken *token, guint64 max, guint64 *value);

/* The bytes of a character-string, escapes read; NULL for a malformed escape. */
GBytes *sv_zone_token_string (const SvZoneToken *token);

/* The name as records have it (see sv_dns_name_kept()), completed with `origin`; NULL if it is
 * malformed or cannot exist. */
char *sv_zone_token_name (const SvZoneToken *token, const char *origin);
