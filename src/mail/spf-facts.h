/* SPDX-License-Identifier: GPL-3.0-or-later
 * What verifiers write about an SPF check besides its result: key=value pairs and the phrases of
 * comments. Received-SPF and the spf results of Authentication-Results share them. */

#pragma once

#include "ip.h"
#include "mail/scanner.h"

/* Told facts.  Strings are kept in the caller's pool; NULL where nothing tells. */
typedef struct
{
  SvIp ip;                   /* the client's address */
  gboolean ip_by_key;        /* … from "client-ip=", not from a phrase */
  gboolean ip_unreadable;    /* "client-ip=" is there, and what it holds is no address */
  const char *envelope_from; /* "" for "<>" */
  const char *helo;
  const char *receiver;
  const char *identity;
  const char *mechanism;
  const char *problem; /* what went wrong */
  const char *record;  /* the SPF record as found then */

  /* of comments alone */
  const char *host;   /* the verifier's name before the colon: "google.com" */
  const char *text;   /* what follows that name */
  const char *domain; /* the sender's address or domain, without quotes */
  gboolean best_guess;
} SvSpfFacts;

/* Reads the inside of a comment; never fails. */
void sv_spf_facts_of_comment (SvSlice inside, GStringChunk *strings, SvSpfFacts *out);

/* Takes "key=value" if a key that we know stands at the cursor; the value ends at white space (of
 * some keys only where the next pair begins) or at a byte of `stops`.  A key told twice keeps its
 * first value.  `buffer` is scratch. */
gboolean sv_spf_facts_of_pair (SvScanner *scanner, const char *stops, GString *buffer,
                               GStringChunk *strings, SvSpfFacts *out);

/* Reads an address with what products put around it: "192.0.2.1", "[192.0.2.1]",
 * "[IPv6:2001:db8::1]", a final "," or ";". */
gboolean sv_spf_facts_ip (SvSlice text, SvIp *ip);
