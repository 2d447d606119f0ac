/* SPDX-License-Identifier: GPL-3.0-or-later
 * The system calls that the sandbox refuses. */

#pragma once

#include <glib.h>

/* Whether this is a build with AddressSanitizer, whose leak check needs processes and ptrace(). */
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define SV_SANITIZED 1
#endif
#elif defined __SANITIZE_ADDRESS__
#define SV_SANITIZED 1
#endif
#ifndef SV_SANITIZED
#define SV_SANITIZED 0
#endif

/* Refuses them from now on, to all threads; FALSE, and nothing is changed, where the kernel cannot.
 * The process must have no_new_privs. */
gboolean sv_sandbox_restrict_calls (gboolean network);

gboolean sv_sandbox_can_restrict_calls (void);
