/* SPDX-License-Identifier: GPL-3.0-or-later
 * Received-SPF fields (RFC 7208 9.1) in all their dialects. */

#pragma once

#include "ip.h"
#include "mail/headers.h"

/* Where in a field the client's address stood. */
typedef enum
{
  SV_IP_FROM_NONE,
  SV_IP_FROM_KEY,     /* client-ip=, smtp.remote-ip= … */
  SV_IP_FROM_COMMENT, /* "designates 192.0.2.1 as permitted sender", "sender IP is 192.0.2.1" */
} SvIpFrom;

/* One stored SPF verdict.  Strings are borrowed from the report's pool; NULL where the field does
 * not say. */
typedef struct
{
  guint line;
  guint field;            /* index into the header's fields: tells its place among the hops */
  const char *result;     /* normalised word */
  const char *result_raw; /* as written */
  SvIp client_ip;
  SvIpFrom client_ip_from;
  gboolean ip_unreadable;    /* "client-ip=" is there, and what it holds is no address */
  const char *envelope_from; /* "" for "<>" */
  const char *helo;
  const char *receiver; /* as written, "<UNKNOWN>" too */
  const char
      *host; /* the name before the colon in the comment: "google.com", "protection.outlook.com" */
  const char *identity;  /* "mailfrom", "helo", "pra" … as written */
  const char *mechanism; /* mechanism= or the comment's "(mechanism 'ip4:…' matched)" */
  const char *problem;   /* problem=, or the comment's reason for an error */
  const char *comment;   /* inside of the outer comment */
  const char *domain;    /* the domain or address that the comment speaks of */
  const char *record;    /* x-record-text= (Cisco): the SPF record as found then */
  gboolean best_guess;   /* judged by a guess, not by a published record */
  gboolean
      partly; /* something was not understood, first at byte `partly_at` of the unfolded value */
  gsize partly_at;
} SvReceivedSpf;

/* Reads one Received-SPF field; never fails. */
void sv_received_spf_parse (const SvField *field, GStringChunk *strings, SvReceivedSpf *out);

/* What an SPF comment says, in Received-SPF and in Authentication-Results alike: the client's
 * address ("sender IP is A", "designates A as", "IP is …", "client-ip=A"), and the address or
 * domain of the sender.  `domain` may be NULL. */
gboolean sv_spf_comment_ip (const char *comment, SvIp *ip);
const char *sv_spf_comment_domain (const char *comment, GStringChunk *strings);
