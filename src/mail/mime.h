/* SPDX-License-Identifier: GPL-3.0-or-later
 * The MIME parts of one message, one after another, bounded in depth and number. */

#pragma once

#include "mail/headers.h"

/* Multiparts inside multiparts.  A signed reply with pictures and attachments has four; what lies
 * deeper is not looked at, so that every line is compared with a few boundaries at most. */
#define SV_MIME_DEPTH_MAX 10

/* Parts of one message.  A digest or a forwarded folder may have hundreds. */
#define SV_MIME_PARTS_MAX 1000

/* A part that is no multipart, as it lies in the message.  Borrowed for the call. */
typedef struct
{
  const char *type;     /* "message/rfc822": lower case, with the defaults of RFC 2045 5.2 */
  const char *part;     /* its number as IMAP counts (RFC 9051 6.4.5): "2", "2.1" */
  const char *encoding; /* Content-Transfer-Encoding, or NULL */
  GBytes *body;         /* the whole body that the part lies in */
  gsize offset, len;    /* where in it; still encoded */
  guint line;           /* 1-based line of the body that it begins on, 0 where it is encoded */
} SvMimePart;

typedef void (*SvMimeVisit) (const SvMimePart *part, gpointer data);

/* Shows every part of the body to `visit`, in order; what a message/rfc822 part encloses is not
 * looked into.  `number` is the message's own part number where it is enclosed itself, else NULL.
 * Linear in the body, without recursion. */
void sv_mime_walk (const SvHeaders *headers, GBytes *body, const char *number, SvMimeVisit visit,
                   gpointer data);

/* The part's bytes, transfer encoding taken off; yours. */
GBytes *sv_mime_content (const SvMimePart *part);
