/* SPDX-License-Identifier: GPL-3.0-or-later
 * An SMTP reply as reports quote it: the code, the enhanced status code, the text in one line. */

#pragma once

#include "ip.h"
#include "mail/scanner.h"

/* A reply is kept up to so many bytes; Gmail's longest have some 900. */
#define SV_REPLY_MAX 2000

typedef struct
{
  guint code;         /* 400 to 599 (RFC 5321 4.2), 0: none was found */
  const char *status; /* "5.7.26" (RFC 3463 2), or NULL */
  const char *text;   /* with the codes, as one line; NULL: nothing at all stands there */
  SvIp client_ip;     /* the one address that a reply with a code names: whom it refused */
} SvReply;

/* Whether the whole slice is an enhanced status code of a failure: "4.7.0", "5.7.515". */
gboolean sv_reply_is_status (SvSlice slice);

/* Reads the reply in `text`, which may begin with who said it ("host … said: 550 …").  Of a reply
 * of several lines the codes are kept once.  Linear. */
void sv_reply_read (SvSlice text, GStringChunk *strings, SvReply *reply);
