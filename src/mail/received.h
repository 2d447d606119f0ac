/* SPDX-License-Identifier: GPL-3.0-or-later
 * Received fields (RFC 5321 4.4) in all the forms that mail systems write. */

#pragma once

#include "ip.h"
#include "mail/headers.h"

/* One hop.  Strings are borrowed from the report's pool; NULL where the field does not say. */
typedef struct
{
  guint line;
  const char *helo; /* the name or address literal that the client gave */
  const char
      *rdns; /* the name that the receiver found for the client's address; "unknown" is no name */
  gboolean rdns_doubted; /* the receiver says that it may be forged */
  SvIp ip;               /* the client's address */
  const char *by, *with, *id, *for_;
  gboolean has_date;
  gint64 date; /* seconds since 1970 */
  int zone;    /* minutes east of UTC, as written */
  gboolean
      partly; /* something was not understood, first at byte `partly_at` of the unfolded value */
  gsize partly_at;
} SvReceived;

/* Reads one Received field; never fails: what cannot be read stays NULL. */
void sv_received_parse (const SvField *field, GStringChunk *strings, SvReceived *hop);
