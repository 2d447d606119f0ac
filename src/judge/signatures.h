/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the believed receiver said of each DKIM signature. */

#pragma once

#include "judge/identity.h"

/* One const char * per facts->signatures: the normalised word that a trusted field stored for that
 * signature, or NULL.  The words are borrowed from `facts`. */
GPtrArray *sv_signatures_stored (const SvFacts *facts, const SvIdentity *identity);
