/* SPDX-License-Identifier: GPL-3.0-or-later
 * Parsers of local parts, one for each way of writing an address into another; a table of them. */

#include "mail/sender-rewriting.h"

#include "mail/address.h"
#include "mail/scanner.h"

#include <string.h>

/* Forwarders behind forwarders: SRS1 was made so that no more than one is ever seen; real chains of
 * SRS0 in SRS0 have two or three. */
#define NESTING_MAX 8

const char *
sv_rewriting_name (SvRewriting kind)
{
  static const char *const names[]
      = { NULL, "SRS", "BATV", "VERP", "ezmlm VERP", "Gmail forwarding" };
  return names[kind];
}

typedef struct
{
  SvSlice local;
  SvSlice domain;
  GStringChunk *strings;
} Address;

static const char *
keep_address (const Address *address, SvSlice local, SvSlice domain)
{
  g_autoptr (GString) text = g_string_new_len (local.data, (gssize)local.len);
  g_string_append_c (text, '@');
  g_string_append_len (text, domain.data, (gssize)domain.len);
  return g_string_chunk_insert_len (address->strings, text->str, (gssize)text->len);
}

static SvSlice
rest_of (const SvScanner *scanner)
{
  return (SvSlice){ scanner->cursor, (gsize)(scanner->end - scanner->cursor) };
}

/* Takes letters that stand here, without case. */
static gboolean
take_prefix (SvScanner *scanner, const char *prefix)
{
  if (!sv_slice_starts (rest_of (scanner), prefix))
    return FALSE;
  scanner->cursor += strlen (prefix);
  return TRUE;
}

/* "SRS0" and "SRS1" are followed by "=", or, at some sites, "+" or "-". */
static gboolean
take_separator (SvScanner *scanner)
{
  return sv_scanner_accept (scanner, '=') || sv_scanner_accept (scanner, '+')
         || sv_scanner_accept (scanner, '-');
}

/* word "=" */
static gboolean
take_word (SvScanner *scanner, SvSlice *word)
{
  return sv_scanner_run (scanner, "=", word) && sv_scanner_accept (scanner, '=');
}

/* hash "=" timestamp "=" domain "=" local-part, behind "SRS0" and its separator; the local part may
 * hold "=" itself. */
static gboolean
take_srs0 (SvScanner *scanner, Address *original)
{
  SvSlice hash, stamp;
  if (!take_word (scanner, &hash) || !take_word (scanner, &stamp)
      || !take_word (scanner, &original->domain))
    return FALSE;
  original->local = rest_of (scanner);
  return original->local.len > 0 && memchr (original->domain.data, '.', original->domain.len);
}

/* "SRS0" sep srs0, or "SRS1" sep hash "=" first-forwarder "=" sep srs0. */
static gboolean
take_srs (const Address *from, Address *original)
{
  SvScanner scanner;
  SvSlice hash, first;
  sv_scanner_init_slice (&scanner, from->local);
  if (take_prefix (&scanner, "SRS0"))
    return take_separator (&scanner) && take_srs0 (&scanner, original);
  if (!take_prefix (&scanner, "SRS1") || !take_separator (&scanner) || !take_word (&scanner, &hash)
      || !take_word (&scanner, &first))
    return FALSE;
  return take_separator (&scanner) && take_srs0 (&scanner, original);
}

/* mailbox "+SRS=" srs0: Microsoft 365; of its bounces nothing but hash and timestamp. */
static gboolean
take_microsoft (const Address *from, Address *original, gboolean *nothing)
{
  SvScanner scanner;
  SvSlice hash;
  sv_scanner_init_slice (&scanner, from->local);
  while (!sv_scanner_at_end (&scanner) && !sv_slice_starts (rest_of (&scanner), "+SRS="))
    scanner.cursor++;
  if (scanner.cursor == scanner.begin || !take_prefix (&scanner, "+SRS="))
    return FALSE;
  SvScanner short_form = scanner;
  *nothing = take_word (&short_form, &hash) && sv_scanner_run (&short_form, "=", &hash)
             && sv_scanner_at_end (&short_form);
  return *nothing || take_srs0 (&scanner, original);
}

static gboolean
read_srs (const Address *address, SvSenderRewriting *out)
{
  Address original = *address, inner = *address;
  guint depth = 0;
  gboolean nothing = FALSE;
  if (take_microsoft (&original, &inner, &nothing))
    {
      original = inner;
      depth++;
    }
  while (depth < NESTING_MAX && take_srs (&original, &inner))
    {
      original = inner;
      depth++;
    }
  if (depth == 0)
    return FALSE;
  if (!nothing)
    out->sender = keep_address (address, original.local, original.domain);
  out->forwarder = sv_slice_keep (address->domain, address->strings);
  return TRUE;
}

static gboolean
is_hex (SvSlice word)
{
  for (gsize i = 0; i < word.len; i++)
    if (!g_ascii_isxdigit (word.data[i]))
      return FALSE;
  return word.len > 0;
}

/* "prvs=" tag "=" local-part (draft-levine-smtp-batv; Barracuda and Proofpoint with tags of their
 * own), as some write it "prvs=" local-part "/" tag; "btv1==" tag "==" local-part. */
static gboolean
read_batv (const Address *address, SvSenderRewriting *out)
{
  SvScanner scanner;
  SvSlice tag, local;
  sv_scanner_init_slice (&scanner, address->local);
  if (take_prefix (&scanner, "btv1=="))
    {
      if (!take_word (&scanner, &tag) || !sv_scanner_accept (&scanner, '='))
        return FALSE;
      local = rest_of (&scanner);
    }
  else
    {
      if (!take_prefix (&scanner, "prvs=") && !take_prefix (&scanner, "msprvs1="))
        return FALSE;
      SvScanner slashed = scanner;
      local = sv_scanner_until (&slashed, "/=");
      if (sv_scanner_accept (&slashed, '/') && is_hex (rest_of (&slashed)))
        tag = rest_of (&slashed);
      else if (take_word (&scanner, &tag))
        local = rest_of (&scanner);
      else
        return FALSE;
    }
  if (local.len == 0)
    return FALSE;
  out->sender = keep_address (address, local, address->domain);
  return TRUE;
}

/* The last byte `c` of a slice, NULL if there is none. */
static const char *
last_of (SvSlice slice, char c)
{
  return slice.len > 0 ? memrchr (slice.data, c, slice.len) : NULL;
}

/* local-part "=" domain: a recipient in the place of an extension. */
static gboolean
keep_recipient (const Address *address, SvSlice extension, SvSenderRewriting *out)
{
  const char *equals = last_of (extension, '=');
  if (!equals || equals == extension.data)
    return FALSE;
  SvSlice local = { extension.data, (gsize)(equals - extension.data) };
  SvSlice domain = { equals + 1, extension.len - local.len - 1 };
  if (!last_of (domain, '.') || domain.data[0] == '.')
    return FALSE;
  out->recipient = keep_address (address, local, domain);
  return TRUE;
}

/* mailbox "+caf_=" local-part "=" domain: Gmail's own forwarding to another address. */
static gboolean
read_caf (const Address *address, SvSenderRewriting *out)
{
  SvScanner scanner;
  sv_scanner_init_slice (&scanner, address->local);
  SvSlice mailbox = sv_scanner_until (&scanner, "+");
  if (mailbox.len == 0 || !take_prefix (&scanner, "+caf_=")
      || !keep_recipient (address, rest_of (&scanner), out))
    return FALSE;
  out->forwarder = keep_address (address, mailbox, address->domain);
  return TRUE;
}

/* list "-return-" number "-" local-part "=" domain (ezmlm(5)). */
static gboolean
read_ezmlm (const Address *address, SvSenderRewriting *out)
{
  static const char word[] = "-return-";
  SvScanner scanner;
  sv_scanner_init_slice (&scanner, address->local);
  while (!sv_scanner_at_end (&scanner) && !sv_slice_starts (rest_of (&scanner), word))
    scanner.cursor++;
  if (scanner.cursor == scanner.begin || !take_prefix (&scanner, word))
    return FALSE;
  const char *digits = scanner.cursor;
  while (g_ascii_isdigit (sv_scanner_peek (&scanner)))
    scanner.cursor++;
  return scanner.cursor > digits && sv_scanner_accept (&scanner, '-')
         && keep_recipient (address, rest_of (&scanner), out);
}

/* prefix "+" local-part "=" domain, where that recipient is all that follows the last "+". */
static gboolean
read_verp (const Address *address, SvSenderRewriting *out)
{
  const char *plus = last_of (address->local, '+');
  if (!plus || plus == address->local.data)
    return FALSE;
  SvSlice extension = { plus + 1, address->local.len - (gsize)(plus + 1 - address->local.data) };
  return keep_recipient (address, extension, out);
}

/* The first that fits: VERP's form is the loosest. */
static const struct
{
  SvRewriting kind;
  gboolean (*read) (const Address *address, SvSenderRewriting *out);
} readers[] = {
  { SV_REWRITING_SRS, read_srs },   { SV_REWRITING_BATV, read_batv },
  { SV_REWRITING_CAF, read_caf },   { SV_REWRITING_EZMLM, read_ezmlm },
  { SV_REWRITING_VERP, read_verp },
};

gboolean
sv_sender_rewriting (const char *text, GStringChunk *strings, SvSenderRewriting *out)
{
  *out = (SvSenderRewriting){ 0 };
  const char *domain = sv_address_domain (text);
  if (!domain || domain - text < 2)
    return FALSE;
  Address address = { .local = { text, (gsize)(domain - text) - 1 },
                      .domain = { domain, strlen (domain) },
                      .strings = strings };
  for (gsize i = 0; i < G_N_ELEMENTS (readers); i++)
    if (readers[i].read (&address, out))
      {
        out->kind = readers[i].kind;
        return TRUE;
      }
  *out = (SvSenderRewriting){ 0 };
  return FALSE;
}
