/* SPDX-License-Identifier: GPL-3.0-or-later
 * Everything that one message states, as read from its header block. */

#pragma once

#include "mail/address.h"
#include "mail/auth-results.h"
#include "mail/dkim-signature.h"
#include "mail/headers.h"
#include "mail/received-spf.h"
#include "mail/received.h"
#include "mail/source.h"

/* An X- field in which a receiver or gateway wrote the client's address (or the envelope sender).
 */
typedef struct
{
  guint line;
  guint field;
  const char *header; /* lower case */
  SvIp ip;
  const char *envelope_from; /* of X-Barracuda-Envelope-From and the like, else NULL */
} SvClientHeader;

/* Facts of one message; owns everything in it.  Strings live in headers->strings. */
typedef struct
{
  SvHeaders *headers;

  gboolean has_return_path;
  const char *return_path; /* address, "" for the null sender, NULL if absent or unreadable */
  guint return_path_line;
  guint n_return_paths;
  const char *from_line; /* envelope sender of the mbox's From_ line, or NULL */
  SvIp reported_ip;      /* what an enclosing report says, as in SvMessage */
  const char *reported_mail_from;

  GArray *received;       /* SvReceived, top of the message first */
  GArray *received_field; /* guint: index of each hop's field in headers->fields */
  GArray *received_spf;   /* SvReceivedSpf */
  GArray *auth_results;   /* SvAuthResults, the whole family in order */
  GArray *signatures;     /* SvDkimSignature */
  GArray *client_headers; /* SvClientHeader */
  int arc_instances;      /* highest i= of the ARC fields, 0 for no chain */

  const char *message_id;
  const char *subject; /* decoded */
  const char *list_id;
  gboolean has_date;
  gint64 date;
  int zone;
  GArray *from; /* SvMailbox */
  guint from_line_number;
  guint n_from_fields;
  gboolean from_broken; /* From breaks the grammar of RFC 5322 */
} SvFacts;

/* Reads the facts of a message; never fails.  Without `every_field` its headers have only the
 * fields that sv_facts_wants(), which is all that any reader or judge looks at; signatures and
 * redaction need every one. */
SvFacts *sv_facts_read (const SvMessage *message, gboolean every_field);

/* Whether a field of this (lower-case) name is read or looked up anywhere. */
gboolean sv_facts_wants (const char *name, gsize len);
void sv_facts_free (SvFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvFacts, sv_facts_free)
