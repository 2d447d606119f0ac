/* SPDX-License-Identifier: GPL-3.0-or-later
 * Signs messages for the tests, by canonical forms written a second time and on purpose otherwise
 * than those of src/dkim: both would have to be wrong in the same way. */

#pragma once

#include <glib.h>

typedef struct SignerKey SignerKey;

/* Keys, made when they are first wanted; they live until signer_clear(). */
const SignerKey *signer_key_rsa (guint bits);
const SignerKey *signer_key_ed25519 (void);
void signer_clear (void);

/* p= of a key record, and a whole record; yours. */
char *signer_key_data (const SignerKey *key);
char *signer_key_record (const SignerKey *key);

/* That record at `name` as a line of a DNS file, in strings that fit; yours. */
char *signer_zone_line (const SignerKey *key, const char *name);

/* How to sign. */
typedef struct
{
  const SignerKey *key;
  const char *field;        /* "DKIM-Signature" */
  const char *tags;         /* in front: "v=1; d=example.org; s=r; " */
  const char *const *names; /* h=, NULL-terminated */
  gboolean sha1;
  gboolean relaxed_header;
  gboolean relaxed_body;
  gboolean partial;
  gsize length; /* l=, if `partial` */
} Signer;

/* The field that signs `message` (lines end with CRLF), without a line end; yours. */
char *signer_field (const Signer *signer, const char *message);

/* That field on top of the message; yours. */
char *signer_sign (const Signer *signer, const char *message);

/* An ARC-Seal over `fields` (char *, without line ends, in the order of RFC 8617 5.1.1). */
char *signer_seal (const SignerKey *key, const char *tags, const GPtrArray *fields);
