/* SPDX-License-Identifier: GPL-3.0-or-later
 * What was found in a record, as findings with their texts. */

#pragma once

#include "judge/findings.h"
#include "spf/lint.h"

/* The name at which a record stands that was given as text, without a domain (RFC 6761: it can
 * never exist).  People read "your domain" in its place. */
#define SV_RECORD_UNNAMED "unpublished.invalid"

/* All findings of `lints` (SvSpfLint), errors first, else in their order.  What is no error and
 * stands in a record of another organization is only information.  GArray of SvFinding that frees
 * its elements, as of sv_findings_find(); `line` is always 0: there is no header. */
GArray *sv_record_findings (const GArray *lints);

/* A value of a finding: "at" (whose record; may be SV_RECORD_UNNAMED), "term", "column" (1-based
 * byte of the record), or one of its texts' own; NULL where it does not apply.  Borrowed. */
const char *sv_record_finding_value (const SvFinding *finding, const char *name);
