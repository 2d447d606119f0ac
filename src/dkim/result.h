/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is found out about one signature, of DKIM or of ARC. */

#pragma once

#include <glib.h>

/* Results of RFC 8601 2.7.1 as the report uses them. */
typedef enum
{
  SV_DKIM_UNCHECKED,
  SV_DKIM_PASS,
  SV_DKIM_FAIL,        /* body or signature does not verify */
  SV_DKIM_NEUTRAL,     /* the signature field breaks the grammar, or has an unknown algorithm */
  SV_DKIM_POLICY,      /* verifies, but too weak to count, or expired at reception */
  SV_DKIM_TEMPERROR,   /* DNS */
  SV_DKIM_PERMERROR,   /* key missing, revoked, unreadable, or not for this signature */
  SV_DKIM_UNVERIFIABLE /* no body, or key unrecorded */
} SvDkimResult;

/* Why.  The last two go with a pass. */
typedef enum
{
  SV_DKIM_REASON_NONE,
  SV_DKIM_REASON_SIGNATURE_MALFORMED,
  SV_DKIM_REASON_ALGORITHM_UNKNOWN,
  SV_DKIM_REASON_KEY_MISSING,
  SV_DKIM_REASON_KEY_REVOKED,
  SV_DKIM_REASON_KEY_MALFORMED,
  SV_DKIM_REASON_KEY_UNSUITED, /* k=, h=, s= or t=s of the key forbid this signature */
  SV_DKIM_REASON_KEY_DNS_ERROR,
  SV_DKIM_REASON_KEY_UNRECORDED,
  SV_DKIM_REASON_BODY_CHANGED,    /* bh= does not match; the header may be changed as well */
  SV_DKIM_REASON_HEADERS_CHANGED, /* b= does not verify: a signed field, or the signature itself */
  SV_DKIM_REASON_NO_BODY,
  SV_DKIM_REASON_WEAK_ALGORITHM, /* rsa-sha1 (RFC 8301 3.1) */
  SV_DKIM_REASON_KEY_WEAK,       /* RSA under 1024 bits (RFC 8301 3.2) */
  SV_DKIM_REASON_EXPIRED,
  SV_DKIM_REASON_PARTIAL_BODY /* l= leaves bytes of the body unsigned */
} SvDkimReason;

/* What does not change the result. */
typedef enum
{
  SV_DKIM_NOTE_KEY_SHORT = 1 << 0,   /* RSA of 1024 to 2047 bits: advice (RFC 8301 3.2) */
  SV_DKIM_NOTE_TESTING = 1 << 1,     /* t=y in the key record */
  SV_DKIM_NOTE_EXPIRED_NOW = 1 << 2, /* x= is past by now, whatever it was at reception */
  SV_DKIM_NOTE_LENGTH = 1 << 3       /* there is an l= */
} SvDkimNote;

/* Half a signature. */
typedef enum
{
  SV_DKIM_PART_UNKNOWN, /* no key, no body */
  SV_DKIM_PART_GOOD,
  SV_DKIM_PART_CHANGED
} SvDkimPart;

typedef struct
{
  guint field; /* index in SvHeaders.fields */
  guint line;
  SvDkimResult result;
  SvDkimReason reason;
  SvDkimPart header; /* both are found out whatever the result, as far as they can be */
  SvDkimPart body;
  guint key_bits;         /* 0 without a readable key */
  guint64 unsigned_bytes; /* of the canonical body, behind l= */
  guint notes;            /* SvDkimNote bits */
} SvDkimVerdict;

/* Words of the report: "pass", "body-changed"; static.  NULL for SV_DKIM_UNCHECKED and
 * SV_DKIM_REASON_NONE. */
const char *sv_dkim_result_name (SvDkimResult result);
const char *sv_dkim_reason_name (SvDkimReason reason);
