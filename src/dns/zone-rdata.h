/* SPDX-License-Identifier: GPL-3.0-or-later
 * The data of one record as it stands in a DNS file. */

#pragma once

#include "dns/answers.h"
#include "dns/zone-lines.h"

/* Reads the data of a record of `type` from `n` tokens.  NULL, or what is wrong (translated);
 * `record` then owns nothing. */
const char *sv_zone_rdata (SvDnsType type, const SvZoneToken *tokens, guint n, const char *origin,
                           SvDnsRecord *record);

/* A TTL: seconds, or numbers with units as in `1h30m`. */
gboolean sv_zone_ttl (const SvZoneToken *token, guint32 *ttl);
