/* SPDX-License-Identifier: GPL-3.0-or-later
 * The verdicts that the believed receiver wrote down. */

#pragma once

#include "judge/identity.h"

/* What the believed receiver stored. */
typedef struct
{
  const char *spf;        /* normalised word, NULL: nothing believable */
  const char *spf_header; /* "Received-SPF" or "Authentication-Results" */
  guint spf_line;
  SvTrust spf_trust;                /* how far it is to be believed; a claim: there is none */
  gboolean spf_on_mail_from;        /* else on HELO, or on PRA (RFC 4407) */
  SvIp spf_ip;                      /* client address that the verdict names, if it does */
  gboolean best_guess;              /* judged by a guess */
  const SvReceivedSpf *spf_field;   /* the field, if it is a Received-SPF */
  const SvMethodResult *spf_method; /* the result, if it is an Authentication-Results */
  const char *spf_conflict; /* word of another believed verdict on the same identity that differs,
                               or NULL */
  guint spf_conflict_line;
  const char *dkim, *dmarc, *arc; /* normalised words, or NULL */
  guint dkim_line, dmarc_line, arc_line;
} SvStored;

/* Picks the believed stored verdicts: what is believed most before the rest; then MAIL FROM before
 * HELO; then Received-SPF before Authentication-Results; then the topmost. */
void sv_stored_find (const SvFacts *facts, const SvIdentity *identity, SvStored *stored);
