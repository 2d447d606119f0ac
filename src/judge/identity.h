/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which address, MAIL FROM and HELO the receiver judged, from where each is known, and whom to
 * believe. */

#pragma once

#include "mail/facts.h"

typedef enum
{
  SV_FROM_NONE,
  SV_FROM_OPTION,
  SV_FROM_RECEIVED_SPF,
  SV_FROM_AUTH_RESULTS,
  SV_FROM_X_HEADER,
  SV_FROM_RECEIVED,
  SV_FROM_RETURN_PATH,
  SV_FROM_FROM_LINE,
  SV_FROM_REPORT
} SvFrom;
const char *sv_from_name (SvFrom from); /* word of the report, NULL for none */

typedef enum
{
  SV_CONFIDENCE_NONE,
  SV_CONFIDENCE_LOW,
  SV_CONFIDENCE_MEDIUM,
  SV_CONFIDENCE_HIGH
} SvConfidence;
const char *sv_confidence_name (SvConfidence confidence);

typedef enum
{
  SV_ROLE_UNKNOWN,
  SV_ROLE_INTERNAL,
  SV_ROLE_BORDER,
  SV_ROLE_OUTSIDE
} SvRole;
const char *sv_role_name (SvRole role); /* NULL for unknown */

/* How far a verdict field, or what is concluded from it, is to be believed (RFC 8601 5).  Anything
 * but a claim may be used; the least of them only where nothing better stands. */
typedef enum
{
  SV_TRUST_CLAIM,     /* a stranger can have written it */
  SV_TRUST_OPEN,      /* in the receiver's name, but where the sender could have written it too */
  SV_TRUST_HANDED_ON, /* by a server that handed the message on, whose own hop bears its name */
  SV_TRUST_USER,      /* named with --trust */
  SV_TRUST_RECEIVER   /* none but the receiver's own hosts can have written it */
} SvTrust;
const char *sv_trust_name (SvTrust trust); /* word of the report, NULL for a claim */

/* What the user says of the message: --ip, --mail-from, --helo, --trust, --relay. */
typedef struct
{
  SvIp ip;
  const char *mail_from; /* NULL: not given; "" the null sender */
  const char *helo;
  const char *const *trust; /* authserv-ids or "@domain"; NULL-terminated, or NULL */
  const char *const *relay; /* CIDR networks or host names; NULL-terminated, or NULL */
} SvSaid;

/* Points into the SvFacts it was made from, and lives no longer. */
typedef struct
{
  SvIp ip;
  SvFrom ip_from;
  guint ip_line;         /* line of the header it was read from, 0: none */
  int hop;               /* index into facts->received of the border hop, -1: not known */
  int relay;             /* topmost hop whose client is a relay that the user named, -1: none */
  SvRole *roles;         /* one per hop */
  const char *mail_from; /* "" for the null sender, NULL if not known */
  SvFrom mail_from_from;
  guint mail_from_line;
  const char *helo;
  SvFrom helo_from;
  guint helo_line;
  SvConfidence confidence; /* of the client address */
  const char *why;         /* one sentence, N_(): English in data, translated for people */
  gboolean invalid_ip;     /* what stood there was no address */
  gboolean overruled;      /* the user names another address or sender than the receiver judged */

  const char *receiver;          /* name of the receiver at the border, or NULL */
  SvTrust *spf_trusted;          /* one per facts->received_spf */
  SvTrust *results_trusted;      /* one per facts->auth_results */
  SvTrust trust;                 /* of the verdict that the above was taken from; a claim: none */
  guint block_first, block_last; /* header field numbers between which that verdict stands */
} SvIdentity;

SvIdentity *sv_identity_find (const SvFacts *facts, const SvSaid *said);
void sv_identity_free (SvIdentity *identity);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvIdentity, sv_identity_free)
