/* SPDX-License-Identifier: GPL-3.0-or-later
 * Key records (RFC 6376 3.6.1, RFC 8463): what one TXT record at SELECTOR._domainkey.DOMAIN says.
 */

#pragma once

#include "dkim/crypto.h"

typedef enum
{
  SV_DKIM_KEY_GOOD,
  SV_DKIM_KEY_REVOKED,   /* an empty p= */
  SV_DKIM_KEY_MALFORMED, /* no tag list, no p=, rubbish in it */
  SV_DKIM_KEY_UNKNOWN,   /* a k= that nobody here knows */
  SV_DKIM_KEY_FOREIGN    /* begins with another v=: no key record at all, to be passed over */
} SvDkimKeyState;

/* One record.  Everything but `state` has a meaning with SV_DKIM_KEY_GOOD only. */
typedef struct
{
  SvDkimKeyState state;
  gboolean ed25519;
  gboolean hashes[SV_HASH_SHA256 + 1]; /* h= allows it */
  gboolean for_mail;                   /* s= allows it */
  gboolean testing;                    /* t=y */
  gboolean same_domain;                /* t=s: i= must have the domain of d= itself */
  SvPublicKey *key;
  guint bits;
} SvDkimKey;

/* Reads a record; never fails. */
void sv_dkim_key_parse (SvDkimKey *key, const char *text, gsize len);

/* Frees what it owns, not the struct. */
void sv_dkim_key_clear (SvDkimKey *key);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SvDkimKey, sv_dkim_key_clear)
