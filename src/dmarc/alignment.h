/* SPDX-License-Identifier: GPL-3.0-or-later
 * Organizational domains by the public suffix list (RFC 7489 3.2), and identifier alignment. */

#pragma once

#include <glib.h>

typedef enum
{
  SV_ALIGNED_UNKNOWN, /* one of the domains is not there */
  SV_ALIGNED_NONE,
  SV_ALIGNED_RELAXED, /* same organizational domain */
  SV_ALIGNED_STRICT   /* same domain */
} SvAligned;

/* The word of the report: "strict", "relaxed", "none"; NULL for unknown. */
const char *sv_aligned_name (SvAligned aligned);

/* The domain as lower-case A-labels (RFC 5890) without a final dot; NULL for what is no domain
 * name.  Newly allocated. */
char *sv_domain_to_ascii (const char *domain);

/* The organizational domain of `domain` (A-labels) by the public suffix list; a public suffix is
 * its own.  Newly allocated. */
char *sv_organizational_domain (const char *domain);

/* Where the last two labels of a name begin; the name itself if it has no more. */
const char *sv_last_two_labels (const char *name);

/* Whether the last two labels of two names differ for certain: then the names are not aligned,
 * whatever else they are.  A look at a few bytes, for those who compare many. */
gboolean sv_far_apart (const char *a, const char *b);

/* How `domain` stands to `author_domain`; both in any form, either may be NULL. */
SvAligned sv_alignment (const char *domain, const char *author_domain);
