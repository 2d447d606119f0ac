/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the body of a message encloses: other messages, delivery reports, an abuse report. */

#pragma once

#include "mail/headers.h"
#include "mail/reply.h"
#include "mail/source.h"

/* Messages that are taken out of one outermost message.  A digest or a folder forwarded at once has
 * some dozens. */
#define SV_ENCLOSED_MAX 100

/* How deep messages lie in messages.  A bounce of a forwarded complaint has three. */
#define SV_ENCLOSED_DEPTH_MAX 5

/* Recipients of one delivery report.  What is told of the first is true of nearly all others. */
#define SV_DELIVERIES_MAX 100

/* What became of the message for one recipient.  Strings live in SvEnclosed.strings. */
typedef struct
{
  const char *recipient;     /* Final-Recipient, or Original-Recipient, without its type */
  const char *action;        /* lower case: failed, delayed, delivered, relayed, expanded */
  const char *status;        /* "5.7.26", or NULL */
  SvReply reply;             /* Diagnostic-Code */
  guint line;                /* of the message, 0: not known, for the part is encoded */
  const char *remote_mta;    /* who said so, or NULL */
  const char *reporting_mta; /* who reports it, or NULL */
} SvDelivery;

/* An abuse report (RFC 5965; RFC 6591 for authentication failures). */
typedef struct
{
  const char *feedback_type; /* "abuse", "auth-failure" …; NULL: there is no such report */
  guint line;                /* of the message, 0: not known */
  SvIp source_ip;
  const char *mail_from;       /* Original-Mail-From, "" for the null sender, NULL if not told */
  const char *rcpt_to;         /* first Original-Rcpt-To */
  const char *reported_domain; /* first Reported-Domain */
  const char *auth_results;    /* first Authentication-Results, as written */
  gboolean has_arrival_date;
  gint64 arrival_date; /* Arrival-Date, or Received-Date as older reports have it */
  int arrival_zone;
} SvAbuseReport;

typedef struct
{
  GStringChunk *strings;
  GArray *deliveries; /* SvDelivery */
  SvAbuseReport abuse;
  GPtrArray *messages; /* SvMessage, in order; whoever steals one sets NULL in its place */
} SvEnclosed;

/* Reads the body of `message`, whose header is `headers`; never fails, and finds nothing where the
 * body was not read.  The messages found are of the same file, index and offset, with a part number
 * each, and have bodies of their own; what a report says of the first one is in it. */
SvEnclosed *sv_enclosed_read (const SvMessage *message, const SvHeaders *headers);
void sv_enclosed_free (SvEnclosed *enclosed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvEnclosed, sv_enclosed_free)
