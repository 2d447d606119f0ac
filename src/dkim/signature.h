/* SPDX-License-Identifier: GPL-3.0-or-later
 * The three fields that carry a signature, read strictly: DKIM-Signature (RFC 6376 3.5),
 * ARC-Message-Signature and ARC-Seal (RFC 8617 4.1). */

#pragma once

#include "dkim/canon.h"
#include "dkim/crypto.h"
#include "dkim/result.h"

typedef enum
{
  SV_SIGNATURE_DKIM,
  SV_SIGNATURE_ARC_MESSAGE,
  SV_SIGNATURE_ARC_SEAL
} SvSignatureKind;

/* One of them.  Slices are borrowed from the headers. */
typedef struct
{
  const SvField *field;
  SvDkimReason trouble; /* NONE, or why it cannot be used: malformed, unknown algorithm */
  gboolean ed25519;
  SvHash hash;
  SvCanon header_canon;
  SvCanon body_canon;
  char *domain;   /* d=, or NULL; there, like the selector, in troubled ones too if it can be */
  char *selector; /* s=, or NULL */
  char *question; /* the name of the key record */
  GBytes *value;  /* b= */
  GBytes *body_hash;
  SvSlice value_span;    /* what of the raw field is left out of its own hash */
  SvSlice names;         /* h= */
  gboolean other_domain; /* i= is in a domain below d= */
  gboolean has_length;
  guint64 length; /* l= */
  gboolean has_expiry;
  gint64 expiry; /* x= */
} SvSignature;

/* Reads a field; never fails. */
void sv_signature_parse (SvSignature *signature, SvSignatureKind kind, const SvField *field);

/* Frees what it owns, not the struct. */
void sv_signature_clear (SvSignature *signature);
