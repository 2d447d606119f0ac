/* SPDX-License-Identifier: GPL-3.0-or-later
 * Envelope senders that a program made of another address: SRS, BATV, VERP and their kin. */

#pragma once

#include <glib.h>

typedef enum
{
  SV_REWRITING_NONE,
  SV_REWRITING_SRS,   /* Sender Rewriting Scheme: a forwarder put its own domain in */
  SV_REWRITING_BATV,  /* Bounce Address Tag Validation: the sender's own tag */
  SV_REWRITING_VERP,  /* Variable Envelope Return Path: the recipient is in it */
  SV_REWRITING_EZMLM, /* VERP as ezmlm writes it */
  SV_REWRITING_CAF    /* Gmail forwarding, "+caf_=" */
} SvRewriting;
const char *sv_rewriting_name (SvRewriting kind); /* "SRS", "BATV" …; NULL for none */

/* What the address says.  Strings are kept in the caller's pool; NULL where it does not say. */
typedef struct
{
  SvRewriting kind;
  const char *sender;    /* the sender that was there before: SRS, BATV */
  const char *recipient; /* to whom this copy goes: VERP, ezmlm, Gmail */
  const char *forwarder; /* whose server, or mailbox, handed it on: SRS, Gmail */
} SvSenderRewriting;

/* Reads an envelope sender; FALSE, and `out` empty, if it is an ordinary one.  NULL and "" are. */
gboolean sv_sender_rewriting (const char *address, GStringChunk *strings, SvSenderRewriting *out);
