/* SPDX-License-Identifier: GPL-3.0-or-later
 * DKIM and ARC signing by libcrypto; see signer.h. */

#include "signer.h"

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <string.h>

#define ED25519_BYTES 32

/* One string of a TXT record holds 255 bytes. */
#define STRING_BYTES 250

struct SignerKey
{
  guint bits; /* 0: Ed25519 */
  EVP_PKEY *key;
};

static SignerKey keys[8];
static guint n_keys;

static const SignerKey *
find_key (guint bits)
{
  for (guint i = 0; i < n_keys; i++)
    if (keys[i].bits == bits)
      return &keys[i];
  g_assert_cmpuint (n_keys, <, G_N_ELEMENTS (keys));
  SignerKey *key = &keys[n_keys++];
  key->bits = bits;
  key->key = bits ? EVP_PKEY_Q_keygen (NULL, NULL, "RSA", (size_t)bits)
                  : EVP_PKEY_Q_keygen (NULL, NULL, "ED25519");
  g_assert_nonnull (key->key);
  return key;
}

const SignerKey *
signer_key_rsa (guint bits)
{
  return find_key (bits);
}

const SignerKey *
signer_key_ed25519 (void)
{
  return find_key (0);
}

void
signer_clear (void)
{
  while (n_keys > 0)
    EVP_PKEY_free (keys[--n_keys].key);
}

char *
signer_key_data (const SignerKey *key)
{
  guint8 raw[ED25519_BYTES], *der = NULL;
  size_t len = sizeof raw;
  if (!key->bits)
    {
      g_assert_cmpint (EVP_PKEY_get_raw_public_key (key->key, raw, &len), ==, 1);
      return g_base64_encode (raw, len);
    }
  int der_len = i2d_PUBKEY (key->key, &der);
  char *text = g_base64_encode (der, (gsize)der_len);
  OPENSSL_free (der);
  return text;
}

char *
signer_key_record (const SignerKey *key)
{
  g_autofree char *data = signer_key_data (key);
  return g_strdup_printf ("v=DKIM1; k=%s; p=%s", key->bits ? "rsa" : "ed25519", data);
}

char *
signer_zone_line (const SignerKey *key, const char *name)
{
  g_autofree char *record = signer_key_record (key);
  g_autoptr (GString) line = g_string_new (name);
  g_string_append (line, ". IN TXT");
  for (const char *rest = record; *rest; rest += MIN (strlen (rest), STRING_BYTES))
    g_string_append_printf (line, " \"%.*s\"", STRING_BYTES, rest);
  return g_strdup_printf ("%s\n", line->str);
}

/* Words with one space between them. */
static char *
squeeze (const char *text, const char *blanks)
{
  g_auto (GStrv) words = g_strsplit_set (text, blanks, -1);
  GString *out = g_string_new (NULL);
  for (char **word = words; *word; word++)
    if (**word)
      g_string_append_printf (out, "%s%s", out->len ? " " : "", *word);
  return g_string_free (out, FALSE);
}

/* RFC 6376 3.4.2; folds are only blanks to it. */
static char *
relax_field (const char *field)
{
  const char *colon = strchr (field, ':');
  g_autofree char *before = g_ascii_strdown (field, colon - field);
  g_autofree char *value = squeeze (colon + 1, " \t\r\n");
  return g_strconcat (g_strchomp (before), ":", value, NULL);
}

/* RFC 6376 3.4.3 and 3.4.4 */
static char *
canonical_body (const char *body, gboolean relaxed)
{
  g_auto (GStrv) lines = g_strsplit (body, "\r\n", -1);
  g_autoptr (GString) out = g_string_new (NULL);
  gsize end = 0;
  for (char **line = lines; *line; line++)
    {
      g_autofree char *words = squeeze (*line, " \t");
      gboolean indented = (**line == ' ' || **line == '\t') && *words;
      g_string_append_printf (out, "%s%s\r\n", relaxed && indented ? " " : "",
                              relaxed ? words : *line);
      if (relaxed ? *words : **line)
        end = out->len;
    }
  g_string_truncate (out, end);
  if (!end && !relaxed)
    g_string_append (out, "\r\n");
  return g_strdup (out->str);
}

/* The fields above the empty line, each with its folds and without its line end. */
static GPtrArray *
split_fields (const char *message)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func (g_free);
  const char *end = strstr (message, "\r\n\r\n");
  g_assert_nonnull (end);
  g_autofree char *header = g_strndup (message, (gsize)(end - message));
  g_auto (GStrv) lines = g_strsplit (header, "\r\n", -1);
  for (char **line = lines; *line; line++)
    if (**line == ' ' || **line == '\t')
      {
        char **last = (char **)&fields->pdata[fields->len - 1];
        char *longer = g_strconcat (*last, "\r\n", *line, NULL);
        g_free (*last);
        *last = longer;
      }
    else
      g_ptr_array_add (fields, g_strdup (*line));
  return fields;
}

/* Takes the lowest field of that name out of `fields` and appends it. */
static void
append_named (GString *out, GPtrArray *fields, const char *name, gboolean relaxed)
{
  for (guint i = fields->len; i > 0; i--)
    {
      const char *field = fields->pdata[i - 1];
      g_autofree char *relaxed_field = relax_field (field);
      gsize len = strlen (name);
      if (g_ascii_strncasecmp (relaxed_field, name, len) != 0 || relaxed_field[len] != ':')
        continue;
      g_string_append_printf (out, "%s\r\n", relaxed ? relaxed_field : field);
      g_ptr_array_remove_index (fields, i - 1);
      return;
    }
}

static gsize
hash (gboolean sha1, const char *text, gsize len, guint8 out[EVP_MAX_MD_SIZE])
{
  unsigned n = 0;
  g_assert_cmpint (EVP_Digest (text, len, out, &n, sha1 ? EVP_sha1 () : EVP_sha256 (), NULL), ==,
                   1);
  return n;
}

/* b= for `text`; Ed25519 signs its hash (RFC 8463 3). */
static char *
sign_text (const SignerKey *key, gboolean sha1, const char *text)
{
  guint8 digest[EVP_MAX_MD_SIZE], signature[2048];
  size_t len = sizeof signature;
  gsize digest_len = hash (sha1, text, strlen (text), digest);
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  int done
      = key->bits
            ? EVP_DigestSignInit (context, NULL, sha1 ? EVP_sha1 () : EVP_sha256 (), NULL, key->key)
                      == 1
                  && EVP_DigestSign (context, signature, &len, (const guint8 *)text, strlen (text))
            : EVP_DigestSignInit (context, NULL, NULL, NULL, key->key) == 1
                  && EVP_DigestSign (context, signature, &len, digest, digest_len);
  EVP_MD_CTX_free (context);
  g_assert_cmpint (done, ==, 1);
  return g_base64_encode (signature, len);
}

static char *
body_hash (const Signer *signer, const char *message)
{
  guint8 digest[EVP_MAX_MD_SIZE];
  g_autofree char *body = canonical_body (strstr (message, "\r\n\r\n") + 4, signer->relaxed_body);
  gsize body_len = strlen (body);
  gsize len = hash (signer->sha1, body, signer->partial ? MIN (signer->length, body_len) : body_len,
                    digest);
  return g_base64_encode (digest, len);
}

static const char *
algorithm (const SignerKey *key, gboolean sha1)
{
  return !key->bits ? "ed25519-sha256" : sha1 ? "rsa-sha1" : "rsa-sha256";
}

char *
signer_field (const Signer *signer, const char *message)
{
  g_autoptr (GPtrArray) fields = split_fields (message);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *names = g_strjoinv (":", (char **)signer->names);
  g_autofree char *bh = body_hash (signer, message);
  g_autofree char *length
      = signer->partial ? g_strdup_printf (" l=%" G_GSIZE_FORMAT ";", signer->length) : NULL;
  g_autofree char *field = g_strdup_printf (
      "%s: %sa=%s; c=%s/%s;%s\r\n\th=%s;\r\n\tbh=%s;\r\n\tb=", signer->field, signer->tags,
      algorithm (signer->key, signer->sha1), signer->relaxed_header ? "relaxed" : "simple",
      signer->relaxed_body ? "relaxed" : "simple", length ? length : "", names, bh);
  for (const char *const *name = signer->names; *name; name++)
    append_named (text, fields, *name, signer->relaxed_header);
  g_autofree char *relaxed = relax_field (field);
  g_string_append (text, signer->relaxed_header ? relaxed : field);
  g_autofree char *b = sign_text (signer->key, signer->sha1, text->str);
  return g_strconcat (field, b, NULL);
}

char *
signer_sign (const Signer *signer, const char *message)
{
  g_autofree char *field = signer_field (signer, message);
  return g_strconcat (field, "\r\n", message, NULL);
}

char *
signer_seal (const SignerKey *key, const char *tags, const GPtrArray *fields)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *field = g_strdup_printf ("ARC-Seal: %sa=%s; b=", tags, algorithm (key, FALSE));
  for (guint i = 0; i < fields->len; i++)
    {
      g_autofree char *relaxed = relax_field (fields->pdata[i]);
      g_string_append_printf (text, "%s\r\n", relaxed);
    }
  g_autofree char *relaxed = relax_field (field);
  g_string_append (text, relaxed);
  g_autofree char *b = sign_text (key, FALSE, text->str);
  return g_strconcat (field, b, NULL);
}
