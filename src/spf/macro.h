/* SPDX-License-Identifier: GPL-3.0-or-later
 * Macros of RFC 7208 section 7: checked when a record is parsed, expanded when a term is met. */

#pragma once

#include "ip.h"

/* Where a macro-string stands, which decides what may be in it. */
typedef enum
{
  SV_MACRO_IN_DOMAIN,     /* a domain-spec: no %{c}, %{r}, %{t} */
  SV_MACRO_IN_MODIFIER,   /* the value of an unknown modifier: every letter, no space */
  SV_MACRO_IN_EXPLANATION /* the text that exp= leads to: every letter, and spaces */
} SvMacroPlace;

/* What the letters stand for.  NULL strings expand to "unknown". */
typedef struct
{
  SvIp ip;                   /* i, c, v */
  const char *sender;        /* s */
  const char *local_part;    /* l */
  const char *sender_domain; /* o */
  const char *domain;        /* d */
  const char *client_name;   /* p: the validated name */
  const char *helo;          /* h */
  const char *receiver;      /* r */
  gint64 now;                /* t */
} SvMacroValues;

/* Whether the grammar allows the text there.  If not, `wrong`, which may be NULL, is the offset of
 * the first byte that it does not allow: `len` where the text ends in the middle of a macro. */
gboolean sv_macro_check (const char *text, gsize len, SvMacroPlace place, gsize *wrong);

/* Whether a well-formed string has a macro-expand of `letter` (lower case), in either case. */
gboolean sv_macro_uses (const char *text, char letter);

/* Expands a well-formed string.  The result is bounded: of a domain only the right-hand end is
 * kept, which is all that is used (RFC 7208 7.3), of an explanation the beginning. */
char *sv_macro_expand (const char *text, SvMacroPlace place, const SvMacroValues *values);
