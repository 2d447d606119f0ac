/* SPDX-License-Identifier: GPL-3.0-or-later
 * Hashes and public keys: libcrypto's door. */

#pragma once

#include <glib.h>

typedef enum
{
  SV_HASH_SHA1,
  SV_HASH_SHA256
} SvHash;

/* Bytes of the longer hash. */
#define SV_HASH_MAX 32

/* A hash at work. */
typedef struct SvDigest SvDigest;
SvDigest *sv_digest_new (SvHash hash);
SvDigest *sv_digest_copy (const SvDigest *digest);
void sv_digest_add (SvDigest *digest, const void *data, gsize len);

/* Ends and frees it; the bytes of the hash.  0 where this system's libcrypto refuses the hash. */
gsize sv_digest_end (SvDigest *digest, guint8 out[SV_HASH_MAX]);
void sv_digest_free (SvDigest *digest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvDigest, sv_digest_free)

/* A public key. */
typedef struct SvPublicKey SvPublicKey;

/* Reads the DER of an RSA key: SubjectPublicKeyInfo, or the bare RSAPublicKey that RFC 6376 3.6.1
 * speaks of.  NULL for everything else, more than 16384 bits, and an exponent that
 * only costs time. */
SvPublicKey *sv_public_key_rsa (GBytes *der);

/* The 32 bytes of RFC 8463 4; NULL for any other number. */
SvPublicKey *sv_public_key_ed25519 (GBytes *bytes);
void sv_public_key_free (SvPublicKey *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvPublicKey, sv_public_key_free)

guint sv_public_key_bits (const SvPublicKey *key);

/* Whether `signature` is one of that hash value: RSASSA-PKCS1-v1_5 (RFC 8017 8.2), or PureEdDSA
 * over the hash value (RFC 8463 3). */
gboolean sv_public_key_verify (const SvPublicKey *key, SvHash hash, const guint8 *value, gsize len,
                               GBytes *signature);

/* Version of libcrypto in use: "3.0.22"; static. */
const char *sv_crypto_version (void);
