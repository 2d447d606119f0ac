/* SPDX-License-Identifier: GPL-3.0-or-later
 * What --add and --remove name, read into terms; for advise.c only. */

#pragma once

#include "spf/record.h"

/* One --add. */
typedef struct
{
  char *text; /* the term in its shortest form: "ip4:192.0.2.0/24", "include:_spf.example.net" */
  SvSpfTermKind kind; /* ip4, ip6 or include */
  SvIp network;       /* host bits are zero */
  guint bits;
  char *target; /* include: its domain-spec */
} SvSpfWanted;

void sv_spf_wanted_clear (SvSpfWanted *wanted);

/* Reads "ip4:…", "ip6:…", "include:…", "ADDRESS" or "ADDRESS/BITS".  Errors: SV_SPF_ADVISE_ERROR.
 */
gboolean sv_spf_wanted_read (SvSpfWanted *wanted, const char *text, GError **error);

/* Whether a term, as published, is the one that --remove names. */
gboolean sv_spf_term_is_named (const char *term, const char *name);
