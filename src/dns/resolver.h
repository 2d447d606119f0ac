/* SPDX-License-Identifier: GPL-3.0-or-later
 * The address of a DNS server as it is given to --resolver. */

#pragma once

#include "ip.h"

/* Reads "ADDR", "ADDR:PORT", "[IPV6]" or "[IPV6]:PORT"; the port is 0 where none is given. */
gboolean sv_resolver_parse (const char *text, SvIp *ip, guint16 *port);
