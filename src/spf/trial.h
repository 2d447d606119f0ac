/* SPDX-License-Identifier: GPL-3.0-or-later
 * What check_host() would say if another record were published: "what if", over the answers of
 * today. */

#pragma once

#include "spf/evaluate.h"

/* Evaluates as if `text` were the one TXT record at `domain` (A-labels); NULL: as published.  NULL
 * while answers lack: they are noted in `lookups`. */
SvSpfEvaluation *sv_spf_try (const char *domain, const char *text, const SvSpfInput *input,
                             SvLookups *lookups);
