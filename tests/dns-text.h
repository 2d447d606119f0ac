/* SPDX-License-Identifier: GPL-3.0-or-later
 * DNS answers as one line of text, for tables of expectations. */

#pragma once

#include "dns/answers.h"

/* "noerror 300 10 mail.example.com. | 20 mx.example.net.", "nxdomain 0", or "(unknown)" for
 * NULL. */
char *dns_text (const SvDnsAnswer *answer);
