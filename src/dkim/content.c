/* SPDX-License-Identifier: GPL-3.0-or-later
 * Selection of fields and hashing; see content.h. */

#include "dkim/content.h"

#include "dkim/tags.h"

#include <string.h>

/* A body as it lies there, and as it was before an mbox quoted its lines. */
enum
{
  AS_IS,
  UNQUOTED,
  N_SHAPES
};

/* One canonical form of the body.  Hashes of the whole are kept, so that twenty signatures of a
 * message cost one. */
typedef struct
{
  GByteArray *bytes; /* NULL until it is wanted */
  guint8 hashes[SV_HASH_SHA256 + 1][SV_HASH_MAX];
  gsize hash_lens[SV_HASH_SHA256 + 1]; /* 0 until it is wanted */
} Body;

struct SvDkimContent
{
  const SvHeaders *headers;
  GBytes *body;      /* or NULL */
  gboolean quotes;   /* the body has lines that an mbox may have quoted */
  GHashTable *names; /* field name → its number + 1 */
  GArray *lowest;    /* guint: of each name, the index + 1 of its lowest field */
  guint *above;      /* of each field, the index + 1 of the next one above with its name, or 0 */
  Body bodies[N_SHAPES][SV_CANON_RELAXED + 1];
};

/* Numbers the names and chains the fields of each, from the bottom up: h= may list thousands of
 * names of thousands of fields, and takes them in that order (RFC 6376 5.4.2). */
static void
chain_fields (SvDkimContent *content)
{
  const GArray *fields = content->headers->fields;
  content->names = g_hash_table_new (g_str_hash, g_str_equal);
  content->lowest = g_array_new (FALSE, FALSE, sizeof (guint));
  content->above = g_new0 (guint, fields->len + 1);
  for (guint i = 0; i < fields->len; i++)
    {
      const SvField *field = &g_array_index (fields, SvField, i);
      guint number = GPOINTER_TO_UINT (g_hash_table_lookup (content->names, field->name));
      guint place = i + 1;
      if (number)
        {
          content->above[i] = g_array_index (content->lowest, guint, number - 1);
          g_array_index (content->lowest, guint, number - 1) = place;
          continue;
        }
      g_array_append_val (content->lowest, place);
      g_hash_table_insert (content->names, (gpointer)field->name,
                           GUINT_TO_POINTER (content->lowest->len));
    }
}

SvDkimContent *
sv_dkim_content_new (const SvHeaders *headers, const SvMessage *message)
{
  SvDkimContent *content = g_new0 (SvDkimContent, 1);
  content->headers = headers;
  /* Behind a header that was cut nothing is where it belongs. */
  if (message->body && !message->cut && !(headers->notes & SV_HEADERS_CUT))
    content->body = g_bytes_ref (message->body);
  content->quotes
      = content->body && message->format == SV_INPUT_MBOX && sv_canon_has_quotes (content->body);
  chain_fields (content);
  return content;
}

void
sv_dkim_content_free (SvDkimContent *content)
{
  if (!content)
    return;
  for (guint shape = 0; shape < N_SHAPES; shape++)
    for (guint canon = 0; canon <= SV_CANON_RELAXED; canon++)
      g_clear_pointer (&content->bodies[shape][canon].bytes, g_byte_array_unref);
  g_clear_pointer (&content->body, g_bytes_unref);
  g_hash_table_unref (content->names);
  g_array_unref (content->lowest);
  g_free (content->above);
  g_free (content);
}

const SvHeaders *
sv_dkim_content_headers (const SvDkimContent *content)
{
  return content->headers;
}

/* The next field of that name from the bottom up, or NULL; `next` holds where each name is.  The
 * signature is not part of what it signs (RFC 6376 3.5, h=). */
static const SvField *
take_field (const SvDkimContent *content, guint *next, SvSlice name, const SvField *own)
{
  g_autofree char *lower = g_ascii_strdown (name.data, (gssize)name.len);
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (content->names, lower));
  const SvField *field = NULL;
  while (number && next[number - 1])
    {
      guint index = next[number - 1] - 1;
      field = &g_array_index (content->headers->fields, SvField, index);
      next[number - 1] = content->above[index];
      if (field != own)
        return field;
    }
  return NULL;
}

static void
add_field (SvDigest *digest, GString *scratch, SvCanon canon, const SvHeaders *headers,
           const SvField *field)
{
  g_string_truncate (scratch, 0);
  sv_canon_field (scratch, canon, headers, field, (SvSlice){ NULL, 0 });
  g_string_append (scratch, "\r\n");
  sv_digest_add (digest, scratch->str, scratch->len);
}

gsize
sv_dkim_content_hash_header (const SvDkimContent *content, const SvSignature *signature,
                             guint8 out[SV_HASH_MAX])
{
  SvDigest *digest = sv_digest_new (signature->hash);
  g_autoptr (GString) scratch = g_string_sized_new (1024);
  g_autofree guint *next = g_memdup2 (content->lowest->data, content->lowest->len * sizeof (guint));
  SvScanner names;
  SvSlice name;
  sv_scanner_init_slice (&names, signature->names);
  while (sv_tag_next_item (&names, &name))
    {
      const SvField *field = take_field (content, next, name, signature->field);
      if (field)
        add_field (digest, scratch, signature->header_canon, content->headers, field);
    }
  g_string_truncate (scratch, 0);
  sv_canon_field (scratch, signature->header_canon, content->headers, signature->field,
                  signature->value_span);
  sv_digest_add (digest, scratch->str, scratch->len);
  return sv_digest_end (digest, out);
}

static Body *
canonical_body (SvDkimContent *content, guint shape, SvCanon canon)
{
  Body *body = &content->bodies[shape][canon];
  if (!body->bytes)
    body->bytes = sv_canon_body (canon, content->body, shape == UNQUOTED);
  return body;
}

static gsize
hash_bytes (const GByteArray *bytes, gsize len, SvHash hash, guint8 out[SV_HASH_MAX])
{
  SvDigest *digest = sv_digest_new (hash);
  sv_digest_add (digest, bytes->data, len);
  return sv_digest_end (digest, out);
}

static gboolean
equals (GBytes *expected, const guint8 *hash, gsize len)
{
  gsize expected_len;
  gconstpointer data = g_bytes_get_data (expected, &expected_len);
  return len > 0 && expected_len == len && memcmp (data, hash, len) == 0;
}

static gboolean
body_matches (Body *body, const SvSignature *signature)
{
  SvHash hash = signature->hash;
  guint8 partial[SV_HASH_MAX];
  if (signature->has_length && signature->length > body->bytes->len)
    return FALSE; /* what was signed is not all there (RFC 6376 3.5, l=) */
  if (signature->has_length && signature->length < body->bytes->len)
    return equals (signature->body_hash, partial,
                   hash_bytes (body->bytes, signature->length, hash, partial));
  if (!body->hash_lens[hash])
    body->hash_lens[hash] = hash_bytes (body->bytes, body->bytes->len, hash, body->hashes[hash]);
  return equals (signature->body_hash, body->hashes[hash], body->hash_lens[hash]);
}

SvDkimPart
sv_dkim_content_check_body (SvDkimContent *content, const SvSignature *signature,
                            guint64 *unsigned_bytes)
{
  *unsigned_bytes = 0;
  if (!content->body)
    return SV_DKIM_PART_UNKNOWN;
  for (guint shape = AS_IS; shape <= (content->quotes ? UNQUOTED : AS_IS); shape++)
    {
      Body *body = canonical_body (content, shape, signature->body_canon);
      if (signature->has_length && signature->length < body->bytes->len)
        *unsigned_bytes = body->bytes->len - signature->length;
      if (body_matches (body, signature))
        return SV_DKIM_PART_GOOD;
    }
  /* Nothing but line ends: a pasted header looks like a mail whose body was taken away. */
  gboolean empty = content->bodies[AS_IS][signature->body_canon].bytes->len <= strlen ("\r\n");
  return empty ? SV_DKIM_PART_UNKNOWN : SV_DKIM_PART_CHANGED;
}
