/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which DNS answers changed between the day of reception and now. */

#pragma once

#include "dns/answers.h"

/* A question that both evaluations asked, and whose answers differ. */
typedef struct
{
  const char *name; /* as in SvDnsAnswer; borrowed from the answer of now */
  SvDnsType type;
  SvDnsStatus then_status, now_status;
  GPtrArray *then, *now; /* char *: records that only this side has, as in a master file, sorted */
} SvChange;

/* Compares answers (const SvDnsAnswer *) as sv_lookups_used() gives them, in the order of those of
 * now.  What one side did not ask, or does not know, is no change.  TTLs and the order of records
 * do not count; where an SPF record stands among other TXT records, it alone does.  A GArray of
 * SvChange that frees its elements; never NULL. */
GArray *sv_changes_find (const GPtrArray *then, const GPtrArray *now);
