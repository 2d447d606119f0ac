/* SPDX-License-Identifier: GPL-3.0-or-later
 * What an SMTP reply that sent a message back means in plain words, and who can do something. */

#pragma once

#include "mail/reply.h"

typedef enum
{
  SV_ACTOR_SENDER_DNS,    /* who runs the DNS of the sender's domain */
  SV_ACTOR_SENDER_SERVER, /* who runs the sending server, or its provider */
  SV_ACTOR_SENDER,        /* who wrote the message */
  SV_ACTOR_RECEIVER,      /* who runs the receiving server, or owns the mailbox */
  SV_ACTOR_NOBODY         /* it passes, or is meant so */
} SvActor;

typedef struct
{
  const char *id;
  SvActor actor;
  const char *explanation; /* N_(), whole sentences without placeholders */
  const char *advice;      /* N_(), the same */
} SvBounceReason;

/* A reply as it was understood; everything is static. */
typedef struct
{
  const SvBounceReason *reason;
  const char *reference; /* the page or RFC section that says so */
} SvBounce;

/* Explains a refusal by its reply and by the Status field of its report, either of which may be
 * missing (code 0, NULL).  FALSE where there is no code at all. */
gboolean sv_bounce_explain (const SvReply *reply, const char *status, SvBounce *bounce);

/* The reason of an id; NULL if there is none. */
const SvBounceReason *sv_bounce_reason (const char *id);
