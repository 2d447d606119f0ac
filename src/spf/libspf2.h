/* SPDX-License-Identifier: GPL-3.0-or-later
 * libspf2 as the judge of single mechanisms.  The only module that includes its headers.
 *
 * libspf2 never sees a stranger's text: for each term one fixed form in our own words ("v=spf1
 * -a/24 all") is compiled and interpreted, and the target, macros expanded, goes in beside it. That
 * keeps it clear of its parser's overflow (fixed upstream in 2023), of the 504 bytes at which it
 * silently cuts a compiled record, and of its own counting of lookups. */

#pragma once

#include "dns/answers.h"
#include "spf/record.h"

typedef enum
{
  SV_LIBSPF2_NO_MATCH,
  SV_LIBSPF2_MATCH,
  SV_LIBSPF2_ERROR /* `ask` gave NULL or a trouble, or libspf2 refused */
} SvLibspf2Outcome;

/* Where libspf2 gets its answers.  `ask` returns an answer that lives until the mechanism is
 * judged, or NULL for none, which ends the mechanism with SV_LIBSPF2_ERROR. */
typedef struct
{
  const SvDnsAnswer *(*ask) (gpointer data, const char *name, SvDnsType type);
  gpointer data;
} SvLibspf2Source;

/* Routes the messages of libspf2, which it would print, to g_debug(); its internal errors, from
 * which it cannot go on, to g_error().  Once, before any thread judges. */
void sv_libspf2_init (void);

/* Whether `client` matches all, a, mx, ptr, ip4, ip6 or exists, qualifiers apart.  `target` is the
 * domain to look at, or NULL where the mechanism has none.  At most ten PTR names are looked at. */
SvLibspf2Outcome sv_libspf2_judge (const SvSpfTerm *term, const SvIp *client, const char *target,
                                   const SvLibspf2Source *source);

/* "1.2.10"; static. */
const char *sv_libspf2_version (void);
