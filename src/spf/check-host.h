/* SPDX-License-Identifier: GPL-3.0-or-later
 * check_host() of one domain, and of those that its record leads to. */

#pragma once

#include "spf/session.h"

/* RFC 7208 4.  The result counts only if the session is neither waiting nor unrecorded; `domain`
 * must stay until the session is done with. */
SvSpfResult sv_spf_check_host (SvSpfSession *session, const char *domain);
