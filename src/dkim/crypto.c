/* SPDX-License-Identifier: GPL-3.0-or-later
 * libcrypto behind crypto.h. */

#include "dkim/crypto.h"

#include <openssl/asn1.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <string.h>

/* Exponents are 3 or 65537.  libcrypto takes much longer ones, and each bit costs time: with these
 * a key of 16 kbit takes 3 ms. */
#define EXPONENT_BITS_MAX 32

#define ED25519_BYTES 32

struct SvDigest
{
  EVP_MD_CTX *context;
  gboolean failed; /* SHA-1 can be switched off by the system */
};

struct SvPublicKey
{
  EVP_PKEY *key;
};

static const EVP_MD *
algorithm (SvHash hash)
{
  return hash == SV_HASH_SHA1 ? EVP_sha1 () : EVP_sha256 ();
}

SvDigest *
sv_digest_new (SvHash hash)
{
  SvDigest *digest = g_new0 (SvDigest, 1);
  digest->context = EVP_MD_CTX_new ();
  digest->failed = EVP_DigestInit_ex (digest->context, algorithm (hash), NULL) != 1;
  return digest;
}

SvDigest *
sv_digest_copy (const SvDigest *digest)
{
  SvDigest *copy = g_new0 (SvDigest, 1);
  copy->context = EVP_MD_CTX_new ();
  copy->failed = digest->failed || EVP_MD_CTX_copy_ex (copy->context, digest->context) != 1;
  return copy;
}

void
sv_digest_add (SvDigest *digest, const void *data, gsize len)
{
  if (!digest->failed)
    digest->failed = EVP_DigestUpdate (digest->context, data, len) != 1;
}

gsize
sv_digest_end (SvDigest *digest, guint8 out[SV_HASH_MAX])
{
  unsigned len = 0;
  if (digest->failed || EVP_DigestFinal_ex (digest->context, out, &len) != 1)
    len = 0;
  ERR_clear_error ();
  sv_digest_free (digest);
  return len;
}

void
sv_digest_free (SvDigest *digest)
{
  if (!digest)
    return;
  EVP_MD_CTX_free (digest->context);
  g_free (digest);
}

/* Steps into (or, with `over`, past) the DER element of that tag at `*p`. */
static gboolean
step (const guint8 **p, const guint8 *end, int expected, gboolean over)
{
  int tag, class;
  long len;
  if (*p >= end)
    return FALSE;
  int kind = ASN1_get_object (p, &len, &tag, &class, end - *p);
  /* 0x80: an error; 1: indefinite length, which DER does not have. */
  if (kind & (0x80 | 1) || class != V_ASN1_UNIVERSAL || tag != expected)
    return FALSE;
  if (over)
    *p += len;
  return TRUE;
}

/* SubjectPublicKeyInfo = SEQUENCE { SEQUENCE { OID, … }, BIT STRING { RSAPublicKey } }.  Walked by
 * hand so that a key record cannot make libcrypto read keys of other kinds, which have cost more
 * than time (CVE-2022-0778). */
static const guint8 *
rsa_begin (const guint8 *der, const guint8 *end)
{
  static const guint8 rsa_encryption[]
      = { 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01 };
  const guint8 *p = der;
  if (!step (&p, end, V_ASN1_SEQUENCE, FALSE))
    return NULL;
  const guint8 *info = p;
  if (!step (&p, end, V_ASN1_SEQUENCE, FALSE))
    return der; /* no AlgorithmIdentifier: the bare key */
  if ((gsize)(end - p) < sizeof rsa_encryption
      || memcmp (p, rsa_encryption, sizeof rsa_encryption) != 0)
    return NULL;
  if (!step (&info, end, V_ASN1_SEQUENCE, TRUE) || !step (&info, end, V_ASN1_BIT_STRING, FALSE))
    return NULL;
  return info < end && *info == 0 ? info + 1 : NULL; /* unused bits: none */
}

/* Whether libcrypto would verify with it, and in bounded time. */
static gboolean
is_usable (const EVP_PKEY *key)
{
  BIGNUM *exponent = NULL;
  gboolean usable = EVP_PKEY_get_bits (key) <= OPENSSL_RSA_MAX_MODULUS_BITS
                    && EVP_PKEY_get_bn_param (key, OSSL_PKEY_PARAM_RSA_E, &exponent) == 1
                    && BN_num_bits (exponent) <= EXPONENT_BITS_MAX;
  BN_free (exponent);
  return usable;
}

/* Takes `key`, which may be NULL. */
static SvPublicKey *
wrap (EVP_PKEY *key)
{
  ERR_clear_error ();
  if (!key)
    return NULL;
  SvPublicKey *out = g_new0 (SvPublicKey, 1);
  out->key = key;
  return out;
}

SvPublicKey *
sv_public_key_rsa (GBytes *der)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (der, &len);
  const guint8 *end = data + len;
  const guint8 *p = rsa_begin (data, end);
  EVP_PKEY *key = p ? d2i_PublicKey (EVP_PKEY_RSA, NULL, &p, end - p) : NULL;
  if (key && !is_usable (key))
    g_clear_pointer (&key, EVP_PKEY_free);
  return wrap (key);
}

SvPublicKey *
sv_public_key_ed25519 (GBytes *bytes)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);
  return len == ED25519_BYTES
             ? wrap (EVP_PKEY_new_raw_public_key (EVP_PKEY_ED25519, NULL, data, len))
             : NULL;
}

void
sv_public_key_free (SvPublicKey *key)
{
  if (!key)
    return;
  EVP_PKEY_free (key->key);
  g_free (key);
}

guint
sv_public_key_bits (const SvPublicKey *key)
{
  return (guint)MAX (EVP_PKEY_get_bits (key->key), 0);
}

static gboolean
verify_ed25519 (EVP_PKEY *key, const guint8 *value, gsize len, const guint8 *signature,
                gsize signature_len)
{
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  gboolean good = EVP_DigestVerifyInit (context, NULL, NULL, NULL, key) == 1
                  && EVP_DigestVerify (context, signature, signature_len, value, len) == 1;
  EVP_MD_CTX_free (context);
  return good;
}

static gboolean
verify_rsa (EVP_PKEY *key, SvHash hash, const guint8 *value, gsize len, const guint8 *signature,
            gsize signature_len)
{
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new (key, NULL);
  gboolean good = context && EVP_PKEY_verify_init (context) == 1
                  && EVP_PKEY_CTX_set_rsa_padding (context, RSA_PKCS1_PADDING) == 1
                  && EVP_PKEY_CTX_set_signature_md (context, algorithm (hash)) == 1
                  && EVP_PKEY_verify (context, signature, signature_len, value, len) == 1;
  EVP_PKEY_CTX_free (context);
  return good;
}

gboolean
sv_public_key_verify (const SvPublicKey *key, SvHash hash, const guint8 *value, gsize len,
                      GBytes *signature)
{
  gsize signature_len;
  const guint8 *data = g_bytes_get_data (signature, &signature_len);
  gboolean good = EVP_PKEY_get_base_id (key->key) == EVP_PKEY_ED25519
                      ? verify_ed25519 (key->key, value, len, data, signature_len)
                      : verify_rsa (key->key, hash, value, len, data, signature_len);
  ERR_clear_error ();
  return good;
}

const char *
sv_crypto_version (void)
{
  return OpenSSL_version (OPENSSL_VERSION_STRING);
}
