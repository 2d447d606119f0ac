/* SPDX-License-Identifier: GPL-3.0-or-later
 * DKIM-Signature fields (RFC 6376 3.5): what they claim; nothing is verified here. */

#pragma once

#include "mail/headers.h"

/* One signature's tags.  Strings are borrowed from the report's pool; NULL where the tag is
 * missing. */
typedef struct
{
  guint line;
  guint field;
  const char *domain;    /* d= */
  const char *selector;  /* s= */
  const char *identity;  /* i= */
  const char *algorithm; /* a= */
  const char *signature; /* b= without white space */
  gboolean has_expiry;
  gint64 expiry; /* x=, seconds since 1970 */
  gboolean has_length;
  guint64 length; /* l=, bytes */
  gboolean partly;
  gsize partly_at;
} SvDkimSignature;

/* Reads one DKIM-Signature field; never fails. */
void sv_dkim_signature_parse (const SvField *field, GStringChunk *strings, SvDkimSignature *out);
