/* SPDX-License-Identifier: GPL-3.0-or-later
 * Lists of networks: as short as they can be, and as text. */

#pragma once

#include "spf/tree.h"

/* Sorts a GArray of SvSpfNetwork, IPv4 first, and makes it as short as it can be without letting
 * one address more in: contained networks go, two halves become one. */
void sv_spf_networks_aggregate (GArray *networks);

/* "192.0.2.0/24", "192.0.2.1": host bits are zero.  Newly allocated. */
char *sv_spf_network_text (const SvSpfNetwork *network);

/* How many addresses: "256", or "2^64" where nobody could count them.  Newly allocated; `exact`,
 * which may be NULL, becomes the number, or 0 where it is beyond 32 bits. */
char *sv_spf_network_size (const SvSpfNetwork *network, guint64 *exact);

/* The first and the last address of a network: host bits all zero, or all one. */
SvIp sv_spf_network_first (const SvIp *network, guint bits);
SvIp sv_spf_network_last (const SvIp *network, guint bits);
