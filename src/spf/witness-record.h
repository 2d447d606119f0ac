/* SPDX-License-Identifier: GPL-3.0-or-later
 * A published record in words that libspf2's parser can be trusted with; for witness.c only.
 *
 * The text is composed anew from the parsed terms: directives, redirect= and plain names.  Macros
 * are expanded here, those that libspf2 is known to expand alike; modifiers, exp= too, are left
 * out.  Whatever could be read otherwise than it was meant is refused. */

#pragma once

#include "spf/macro.h"
#include "spf/record.h"

typedef struct
{
  char *text;              /* "v=spf1 …"; NULL: refused */
  const char *refused;     /* word for data, static; NULL: not refused */
  guint n_terms;           /* directives and redirect= */
  gboolean zero_prefix;    /* a network with a prefix length of 0: libspf2 takes it for an error */
  gboolean inner_redirect; /* a directive stands behind redirect=: libspf2 redirects before it */
} SvWitnessRecord;

/* `values` are those of the check, with the record's domain. */
SvWitnessRecord sv_witness_record_read (const char *text, gsize len, const SvMacroValues *values);

/* Whether a name has letters, digits, "-", "_" and "." only, and would fit into a packet. */
gboolean sv_witness_name_is_plain (const char *name);
