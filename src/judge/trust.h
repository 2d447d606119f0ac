/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whom to believe: which verdict fields the receiver at the border wrote (RFC 8601 5). */

#pragma once

#include "judge/custody.h"

/* Received-SPF or Authentication-Results, as far as trust goes. */
typedef struct
{
  guint field;                  /* its header field number */
  guint index;                  /* in facts->received_spf or facts->auth_results */
  const SvReceivedSpf *spf;     /* the one or */
  const SvAuthResults *results; /* the other */
  gboolean relative;            /* of another field name, such as ARC-Authentication-Results */
  int above;                    /* the hop right above it, -1: none */
  SvTrust trust;
  gboolean beside;    /* it stands right under its writer's own Received field */
  gboolean late;      /* it stands apart from its writer's Received field */
  gboolean foreign;   /* it stands where the receiver writes, in another's name */
  gboolean of_border; /* it is in the name of the border hop's writer, or names its client */
} SvStatement;

/* All verdict fields of the message with how far each is to be believed by itself, in header order;
 * a GArray of SvStatement, yours.  `trust` is what the user names with --trust: an authserv-id, or
 * "@domain" for everything under it. */
GArray *sv_trust_statements (const SvCustody *custody, const char *const *trust);

/* The hop that a statement speaks of by the address in it: the topmost of those above it whose
 * writer is known; -1: none. */
int sv_trust_spoken_hop (const SvCustody *custody, const SvStatement *statement);

/* The name that a statement's writer gives itself, NULL if none. */
const char *sv_trust_writer (const SvStatement *statement);
