/* SPDX-License-Identifier: GPL-3.0-or-later
 * libspf2 as the judge of single mechanisms, and as a witness on whole checks.
 *
 * For a verdict libspf2 never sees a stranger's text: for each term one fixed form in our own words
 * ("v=spf1 -a/24 all") is compiled and interpreted, and the target, macros expanded, goes in beside
 * it. That keeps it clear of its parser's overflow (fixed upstream in 2023), of the 504 bytes at
 * which it silently cuts a compiled record, and of its own counting of lookups. */

#pragma once

#include "dns/answers.h"
#include "spf/record.h"
#include "verdict.h"

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

/* Where libspf2 gets the answers of a whole check.  Answers live until it is over. */
typedef struct
{
  /* A, AAAA, MX and PTR; NULL is a trouble. */
  const SvDnsAnswer *(*ask) (gpointer data, const char *name, SvDnsType type);
  /* The SPF records at a name, char *, in words that its parser can be trusted with; empty: there
   * are none; NULL: a trouble. */
  const GPtrArray *(*records) (gpointer data, const char *name);
  gpointer data;
} SvLibspf2Witnessed;

/* What libspf2 as it comes says of a check.  `domain` has letters, digits, "-", "_" and "." only.
 * FALSE if it failed inside. */
gboolean sv_libspf2_judge_whole (const SvIp *client, const char *domain,
                                 const SvLibspf2Witnessed *source, SvSpfResult *result);

/* How many directives of a record in such words, redirect= among them, it keeps: it drops what
 * does not fit without a message. */
guint sv_libspf2_terms_kept (const char *text);

/* "1.2.10"; static. */
const char *sv_libspf2_version (void);
