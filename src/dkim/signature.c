/* SPDX-License-Identifier: GPL-3.0-or-later
 * Signature fields; see signature.h. */

#include "dkim/signature.h"

#include "dkim/tags.h"
#include "dns/name.h"

#include <string.h>

/* Characters of a domain or selector that can still be one: RFC 1035's 253 as U-labels in UTF-8. */
#define NAME_LEN_MAX 1024

static const struct
{
  const char *name;
  gboolean ed25519;
  SvHash hash;
} algorithms[] = {
  { "rsa-sha256", FALSE, SV_HASH_SHA256 },
  { "ed25519-sha256", TRUE, SV_HASH_SHA256 }, /* RFC 8463 */
  { "rsa-sha1", FALSE, SV_HASH_SHA1 },
};

static const char *const canons[] = { "simple", "relaxed" };

static gboolean
read_algorithm (SvSignature *out, const SvTagList *tags)
{
  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    if (sv_slice_is (sv_tags_value (tags, "a"), algorithms[i].name))
      {
        out->ed25519 = algorithms[i].ed25519;
        out->hash = algorithms[i].hash;
        return TRUE;
      }
  return FALSE;
}

static gboolean
canon_from_word (SvSlice word, SvCanon *canon)
{
  for (gsize i = 0; i < G_N_ELEMENTS (canons); i++)
    if (sv_slice_is (word, canons[i]))
      {
        *canon = (SvCanon)i;
        return TRUE;
      }
  return FALSE;
}

/* x-sig-c-tag-alg [ "/" x-sig-c-tag-alg ]; what is not said is simple (RFC 6376 3.5). */
static gboolean
read_canons (SvSignature *out, const SvTagList *tags)
{
  const SvTag *tag = sv_tags_find (tags, "c");
  SvScanner scanner;
  out->header_canon = out->body_canon = SV_CANON_SIMPLE;
  if (!tag)
    return TRUE;
  sv_scanner_init_slice (&scanner, tag->value);
  if (!canon_from_word (sv_slice_trim (sv_scanner_until (&scanner, "/")), &out->header_canon))
    return FALSE;
  if (!sv_scanner_accept (&scanner, '/'))
    return TRUE;
  return canon_from_word (sv_slice_trim (sv_scanner_until (&scanner, "")), &out->body_canon);
}

/* SELECTOR._domainkey.DOMAIN in A-labels (RFC 8616 5 allows U-labels); FALSE if that is no name
 * to ask for. */
static gboolean
read_question (SvSignature *out, const SvTagList *tags)
{
  SvSlice domain = sv_tags_value (tags, "d");
  SvSlice selector = sv_tags_value (tags, "s");
  if (domain.len > NAME_LEN_MAX || selector.len > NAME_MAX)
    return FALSE;
  out->domain = sv_tag_text (domain);
  out->selector = sv_tag_text (selector);
  if (!out->domain || !out->selector)
    return FALSE;
  g_autofree char *name = g_strconcat (out->selector, "._domainkey.", out->domain, NULL);
  out->question = g_hostname_is_non_ascii (name) ? g_hostname_to_ascii (name) : g_strdup (name);
  return out->question && sv_dns_name_encodable (out->question);
}

/* i= = [ local-part ] "@" domain-name, the domain being d= or one below it. */
static gboolean
read_identity (SvSignature *out, const SvTagList *tags)
{
  const SvTag *tag = sv_tags_find (tags, "i");
  if (!tag)
    return TRUE;
  g_autofree char *identity = sv_tag_text (tag->value);
  const char *at = identity ? strrchr (identity, '@') : NULL;
  gsize len = at ? strlen (at + 1) : 0;
  gsize domain_len = strlen (out->domain);
  if (len < domain_len || g_ascii_strcasecmp (at + 1 + len - domain_len, out->domain) != 0)
    return FALSE;
  out->other_domain = len > domain_len;
  return !out->other_domain || at[len - domain_len] == '.';
}

static gboolean
read_numbers (SvSignature *out, const SvTagList *tags)
{
  guint64 signed_at, expiry;
  const SvTag *length = sv_tags_find (tags, "l");
  const SvTag *time = sv_tags_find (tags, "t");
  const SvTag *end = sv_tags_find (tags, "x");
  out->has_length = length != NULL;
  out->has_expiry = end != NULL;
  if ((length && !sv_tag_number (length->value, &out->length))
      || (time && !sv_tag_number (time->value, &signed_at))
      || (end && !sv_tag_number (end->value, &expiry)))
    return FALSE;
  if (end)
    out->expiry = (gint64)expiry;
  return !time || !end || expiry > signed_at;
}

/* What DKIM-Signature and ARC-Message-Signature have in common. */
static gboolean
read_message_tags (SvSignature *out, const SvTagList *tags)
{
  out->body_hash = sv_tag_base64 (sv_tags_value (tags, "bh"));
  out->names = sv_tags_value (tags, "h");
  return out->body_hash && out->names.len && read_canons (out, tags) && read_numbers (out, tags);
}

static gboolean
read_tags (SvSignature *out, SvSignatureKind kind, const SvTagList *tags)
{
  const SvTag *value = sv_tags_find (tags, "b");
  if (!read_question (out, tags) || !value || !(out->value = sv_tag_base64 (value->value)))
    return FALSE;
  out->value_span = value->span;
  if (kind == SV_SIGNATURE_ARC_SEAL)
    return !sv_tags_find (tags, "h"); /* RFC 8617 4.1.3 wants that to fail */
  if (!read_message_tags (out, tags))
    return FALSE;
  /* An instance in place of the identity, no version, and no word on From (RFC 8617 4.1.2). */
  if (kind == SV_SIGNATURE_ARC_MESSAGE)
    return TRUE;
  return sv_slice_is (sv_tags_value (tags, "v"), "1") && sv_tag_list_has (out->names, "from")
         && read_identity (out, tags);
}

void
sv_signature_parse (SvSignature *signature, SvSignatureKind kind, const SvField *field)
{
  SvTagList tags;
  *signature = (SvSignature){ .field = field, .trouble = SV_DKIM_REASON_SIGNATURE_MALFORMED };
  if (!sv_tags_read (&tags, field->raw, field->raw_len) || !read_tags (signature, kind, &tags))
    return;
  if (!sv_tags_find (&tags, "a"))
    return;
  signature->trouble
      = read_algorithm (signature, &tags) ? SV_DKIM_REASON_NONE : SV_DKIM_REASON_ALGORITHM_UNKNOWN;
}

void
sv_signature_clear (SvSignature *signature)
{
  g_clear_pointer (&signature->domain, g_free);
  g_clear_pointer (&signature->selector, g_free);
  g_clear_pointer (&signature->question, g_free);
  g_clear_pointer (&signature->value, g_bytes_unref);
  g_clear_pointer (&signature->body_hash, g_bytes_unref);
}
