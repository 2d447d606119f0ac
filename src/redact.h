/* SPDX-License-Identifier: GPL-3.0-or-later
 * --redact: takes people out of a report before it is written, in whatever format.
 *
 * Local parts of addresses, subjects and the names of people become short hashes.  The key is of
 * one run: the same person has the same hash within it, and no other run has it. */

#pragma once

#include "report.h"

#define SV_REDACT_KEY_LEN 32

/* One run's key, and the answers that redacted reports point into: it must live as long as they. */
typedef struct SvRedactor SvRedactor;

/* `key` has SV_REDACT_KEY_LEN bytes; NULL: random ones. */
SvRedactor *sv_redactor_new (const guint8 *key);
void sv_redactor_free (SvRedactor *redactor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvRedactor, sv_redactor_free)

/* Replaces them in everything that a format can show: what was read, judged, found and advised, the
 * DNS questions whose names were made of a local part, and the bytes of the header, whose lines
 * keep their numbers.  Domains, addresses of servers, verdicts and signatures stay.  Several
 * threads may do so at a time, each with a report of its own. */
void sv_redact (SvRedactor *redactor, SvReport *report);
