/* SPDX-License-Identifier: GPL-3.0-or-later
 * Key records; see key.h. */

#include "dkim/key.h"

#include "dkim/tags.h"

#include <string.h>

/* Key types of k= and how p= is read. */
static const struct
{
  const char *name;
  gboolean ed25519;
  SvPublicKey *(*read) (GBytes *bytes);
} kinds[] = {
  { "rsa", FALSE, sv_public_key_rsa },
  { "ed25519", TRUE, sv_public_key_ed25519 },
};

/* Unlike words, values of v= have case: "v=DKIM1" and nothing else. */
static gboolean
is_version (SvSlice value)
{
  return value.len == 5 && memcmp (value.data, "DKIM1", 5) == 0;
}

/* v= is the first tag if it is there (RFC 6376 3.6.1). */
static gboolean
begins_otherwise (const char *text, gsize len)
{
  SvScanner scanner;
  sv_scanner_init (&scanner, text, len);
  sv_scanner_skip_space (&scanner);
  if (!sv_scanner_accept (&scanner, 'v'))
    return FALSE;
  sv_scanner_skip_space (&scanner);
  return sv_scanner_accept (&scanner, '=')
         && !is_version (sv_slice_trim (sv_scanner_until (&scanner, ";")));
}

static SvDkimKeyState
read_key (SvDkimKey *key, const SvTagList *tags)
{
  const SvTag *kind = sv_tags_find (tags, "k");
  SvSlice name = kind ? kind->value : (SvSlice){ "rsa", 3 };
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (sv_slice_is (name, kinds[i].name))
      {
        g_autoptr (GBytes) bytes = sv_tag_base64 (sv_tags_value (tags, "p"));
        key->key = bytes ? kinds[i].read (bytes) : NULL;
        if (!key->key)
          return SV_DKIM_KEY_MALFORMED;
        key->ed25519 = kinds[i].ed25519;
        key->bits = sv_public_key_bits (key->key);
        return SV_DKIM_KEY_GOOD;
      }
  return SV_DKIM_KEY_UNKNOWN;
}

static void
read_limits (SvDkimKey *key, const SvTagList *tags)
{
  const SvTag *hashes = sv_tags_find (tags, "h");
  const SvTag *services = sv_tags_find (tags, "s");
  SvSlice flags = sv_tags_value (tags, "t");
  key->hashes[SV_HASH_SHA1] = !hashes || sv_tag_list_has (hashes->value, "sha1");
  key->hashes[SV_HASH_SHA256] = !hashes || sv_tag_list_has (hashes->value, "sha256");
  key->for_mail = !services || sv_tag_list_has (services->value, "*")
                  || sv_tag_list_has (services->value, "email");
  key->testing = sv_tag_list_has (flags, "y");
  key->same_domain = sv_tag_list_has (flags, "s");
}

void
sv_dkim_key_parse (SvDkimKey *key, const char *text, gsize len)
{
  SvTagList tags;
  *key = (SvDkimKey){ .state = SV_DKIM_KEY_MALFORMED };
  if (begins_otherwise (text, len))
    {
      key->state = SV_DKIM_KEY_FOREIGN;
      return;
    }
  if (!sv_tags_read (&tags, text, len))
    return;
  const SvTag *version = sv_tags_find (&tags, "v");
  const SvTag *data = sv_tags_find (&tags, "p");
  if (!data || (version && !is_version (version->value)))
    return;
  if (data->value.len == 0)
    {
      key->state = SV_DKIM_KEY_REVOKED;
      return;
    }
  read_limits (key, &tags);
  key->state = read_key (key, &tags);
}

void
sv_dkim_key_clear (SvDkimKey *key)
{
  g_clear_pointer (&key->key, sv_public_key_free);
}
