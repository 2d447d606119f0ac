/* SPDX-License-Identifier: GPL-3.0-or-later
 * Verifies the DKIM signatures of a message (RFC 6376, RFC 8301, RFC 8463). */

#pragma once

#include "dkim/content.h"
#include "dns/answers.h"

/* Signatures of one message that are verified; the rest is counted.  The most seen in real mail
 * is below ten. */
#define SV_DKIM_SIGNATURES_MAX 20

/* The times that x= is judged at, in seconds since 1970. */
typedef struct
{
  gint64 received; /* what has expired by then does not count */
  gint64 now;
} SvDkimTimes;

typedef struct
{
  gboolean waiting; /* keys are wanted; nothing else is set */
  GArray *verdicts; /* SvDkimVerdict, one per DKIM-Signature field from the top, up to the limit */
  guint skipped;    /* fields beyond the limit */
} SvDkimVerification;

/* Verifies from the start on what `lookups` knows by now; call it again, with the same `content`,
 * after waiting. */
SvDkimVerification *sv_dkim_verify (SvDkimContent *content, const SvDkimTimes *times,
                                    SvLookups *lookups);
void sv_dkim_verification_free (SvDkimVerification *verification);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvDkimVerification, sv_dkim_verification_free)

/* "3.0.22": of libcrypto, for engines[]; static. */
const char *sv_dkim_library_version (void);
