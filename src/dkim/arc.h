/* SPDX-License-Identifier: GPL-3.0-or-later
 * The ARC chain of a message (RFC 8617): its sets, and whether it verifies. */

#pragma once

#include "dkim/content.h"
#include "dns/answers.h"

/* RFC 8617 4.2.1: a chain with more is invalid. */
#define SV_ARC_SETS_MAX 50

/* cv= of a seal: what that hop says of the chain as it came in. */
typedef enum
{
  SV_ARC_CV_NONE,
  SV_ARC_CV_PASS,
  SV_ARC_CV_FAIL,
  SV_ARC_CV_UNKNOWN /* missing, or no word of RFC 8617 4.4 */
} SvArcCv;

/* One set.  Lines are 0 for a field that is missing. */
typedef struct
{
  guint instance;
  guint results_line; /* ARC-Authentication-Results */
  guint results_field;
  guint message_line; /* ARC-Message-Signature */
  guint seal_line;    /* ARC-Seal */
  SvArcCv cv;
  char *domain;          /* d= of the seal, or NULL */
  char *selector;        /* s= of the seal, or NULL */
  SvDkimVerdict message; /* unchecked where structure or cv= break the chain.  Earlier hops' are
                            expected to fail behind a list that changed the text */
  SvDkimVerdict seal;    /* unchecked like `message`; `body` does not apply */
} SvArcSet;

typedef enum
{
  SV_ARC_NONE,
  SV_ARC_PASS,
  SV_ARC_FAIL,
  SV_ARC_TEMPERROR,   /* DNS trouble with a key that decides */
  SV_ARC_UNVERIFIABLE /* no body, or a key that was not recorded */
} SvArcResult;

/* Why it does not pass. */
typedef enum
{
  SV_ARC_REASON_NONE,
  SV_ARC_REASON_STRUCTURE, /* a set with a field missing, doubled or unreadable, a gap, too many */
  SV_ARC_REASON_CV,        /* cv= does not fit its place */
  SV_ARC_REASON_MARKED,    /* the last seal says that the chain was broken when it came */
  SV_ARC_REASON_MESSAGE,   /* the last ARC-Message-Signature */
  SV_ARC_REASON_SEAL
} SvArcReason;

typedef struct
{
  gboolean waiting; /* keys are wanted; the verdicts are not there yet */
  SvArcResult result;
  SvArcReason reason;
  guint instance;    /* the set that `reason` speaks of, or 0 */
  guint oldest_pass; /* 5.2: the message has not been changed since this hop signed it; 0: it was
                        after the last one, or nothing is known */
  GArray *sets;      /* SvArcSet, by instance; [0] is instance 1 */
} SvArcVerification;

/* Verifies from the start on what `lookups` knows by now; call it again, with the same `content`,
 * after waiting. */
SvArcVerification *sv_arc_verify (SvDkimContent *content, SvLookups *lookups);
void sv_arc_verification_free (SvArcVerification *verification);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvArcVerification, sv_arc_verification_free)

/* Words: "pass", "seal"; static.  NULL for SV_ARC_REASON_NONE. */
const char *sv_arc_result_name (SvArcResult result);
const char *sv_arc_reason_name (SvArcReason reason);
const char *sv_arc_cv_name (SvArcCv cv); /* NULL for SV_ARC_CV_UNKNOWN */
