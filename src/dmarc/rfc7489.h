/* SPDX-License-Identifier: GPL-3.0-or-later
 * DMARC as RFC 7489 had it, by the public suffix list, for comparison with RFC 9989. */

#pragma once

#include "dmarc/policy.h"

/* As sv_dmarc_evaluate(), with the organizational domains of the list.  psd=, np= and t= are tags
 * that it does not know. */
SvDmarcEvaluation *sv_dmarc_rfc7489_evaluate (const SvDmarcInput *input, SvLookups *lookups);
