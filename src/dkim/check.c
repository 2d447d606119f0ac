/* SPDX-License-Identifier: GPL-3.0-or-later
 * Keys and conclusions; see check.h. */

#include "dkim/check.h"

#include "dkim/key.h"

/* RFC 6376 3.6.2.2 allows one record.  Wildcards put others beside it; of a crowd the first few are
 * looked at. */
#define RECORDS_MAX 4

/* RFC 8301 3.2: shorter ones do not count, and signers should not use less than the second. */
#define RSA_BITS_MIN 1024
#define RSA_BITS_ADVISED 2048

/* clang-format off */
static const SvDkimResult results[] = {
  [SV_DKIM_REASON_NONE] = SV_DKIM_PASS,
  [SV_DKIM_REASON_SIGNATURE_MALFORMED] = SV_DKIM_NEUTRAL,
  [SV_DKIM_REASON_ALGORITHM_UNKNOWN] = SV_DKIM_NEUTRAL,
  [SV_DKIM_REASON_KEY_MISSING] = SV_DKIM_PERMERROR,
  [SV_DKIM_REASON_KEY_REVOKED] = SV_DKIM_PERMERROR,
  [SV_DKIM_REASON_KEY_MALFORMED] = SV_DKIM_PERMERROR,
  [SV_DKIM_REASON_KEY_UNSUITED] = SV_DKIM_PERMERROR,
  [SV_DKIM_REASON_KEY_DNS_ERROR] = SV_DKIM_TEMPERROR,
  [SV_DKIM_REASON_KEY_UNRECORDED] = SV_DKIM_UNVERIFIABLE,
  [SV_DKIM_REASON_HEADERS_CHANGED] = SV_DKIM_FAIL,
  [SV_DKIM_REASON_BODY_CHANGED] = SV_DKIM_FAIL,
  [SV_DKIM_REASON_NO_BODY] = SV_DKIM_UNVERIFIABLE,
  [SV_DKIM_REASON_WEAK_ALGORITHM] = SV_DKIM_POLICY,
  [SV_DKIM_REASON_KEY_WEAK] = SV_DKIM_POLICY,
  [SV_DKIM_REASON_EXPIRED] = SV_DKIM_POLICY,
  [SV_DKIM_REASON_PARTIAL_BODY] = SV_DKIM_PASS,
};

static const SvDkimReason key_reasons[] = {
  [SV_DKIM_KEY_GOOD] = SV_DKIM_REASON_NONE,
  [SV_DKIM_KEY_REVOKED] = SV_DKIM_REASON_KEY_REVOKED,
  [SV_DKIM_KEY_MALFORMED] = SV_DKIM_REASON_KEY_MALFORMED,
  [SV_DKIM_KEY_UNKNOWN] = SV_DKIM_REASON_KEY_UNSUITED,
  [SV_DKIM_KEY_FOREIGN] = SV_DKIM_REASON_KEY_MISSING,
};
/* clang-format on */

static void
set_reason (SvDkimVerdict *verdict, SvDkimReason reason)
{
  verdict->reason = reason;
  verdict->result = results[reason];
}

gboolean
sv_check_ask (const SvSignature *signature, SvLookups *lookups)
{
  return signature->trouble || sv_lookups_get (lookups, signature->question, SV_DNS_TXT);
}

/* Whether the key may be used for this signature (RFC 6376 6.1.2). */
static gboolean
is_suited (const SvSignature *signature, const SvDkimKey *key)
{
  return key->ed25519 == signature->ed25519 && key->hashes[signature->hash] && key->for_mail
         && !(key->same_domain && signature->other_domain);
}

static void
try_record (const SvSignature *signature, const SvDnsRecord *record, const guint8 *value, gsize len,
            SvDkimVerdict *verdict)
{
  g_autoptr (GBytes) text = sv_dns_record_joined (record);
  g_auto (SvDkimKey) key = { 0 };
  gsize text_len;
  const char *data = g_bytes_get_data (text, &text_len);
  sv_dkim_key_parse (&key, data, text_len);
  set_reason (verdict, key_reasons[key.state]);
  if (key.state != SV_DKIM_KEY_GOOD)
    return;
  verdict->key_bits = key.bits;
  if (key.testing)
    verdict->notes |= SV_DKIM_NOTE_TESTING;
  if (!key.ed25519 && key.bits >= RSA_BITS_MIN && key.bits < RSA_BITS_ADVISED)
    verdict->notes |= SV_DKIM_NOTE_KEY_SHORT;
  if (!is_suited (signature, &key))
    set_reason (verdict, SV_DKIM_REASON_KEY_UNSUITED);
  else if (len > 0)
    verdict->header = sv_public_key_verify (key.key, signature->hash, value, len, signature->value)
                          ? SV_DKIM_PART_GOOD
                          : SV_DKIM_PART_CHANGED;
}

/* The first record that verifies; else the first that is a key record. */
static void
try_records (const SvSignature *signature, const SvDnsAnswer *answer, const guint8 *value,
             gsize len, SvDkimVerdict *verdict)
{
  const SvDkimVerdict before = *verdict;
  gboolean found = FALSE;
  set_reason (verdict, SV_DKIM_REASON_KEY_MISSING);
  for (guint i = 0; i < answer->records->len && i < RECORDS_MAX; i++)
    {
      SvDkimVerdict tried = before;
      try_record (signature, &g_array_index (answer->records, SvDnsRecord, i), value, len, &tried);
      if (tried.reason == SV_DKIM_REASON_KEY_MISSING)
        continue;
      if (!found || tried.header == SV_DKIM_PART_GOOD)
        *verdict = tried;
      found = TRUE;
      if (tried.header == SV_DKIM_PART_GOOD)
        return;
    }
}

void
sv_check_key (const SvSignature *signature, SvLookups *lookups, const guint8 *value, gsize len,
              SvDkimVerdict *verdict)
{
  if (signature->trouble)
    {
      set_reason (verdict, signature->trouble);
      return;
    }
  const SvDnsAnswer *answer = sv_lookups_get (lookups, signature->question, SV_DNS_TXT);
  switch (answer ? answer->status : SV_DNS_UNRECORDED)
    {
    case SV_DNS_NOERROR:
      try_records (signature, answer, value, len, verdict);
      break;
    case SV_DNS_NODATA:
    case SV_DNS_NXDOMAIN:
      set_reason (verdict, SV_DKIM_REASON_KEY_MISSING);
      break;
    case SV_DNS_SERVFAIL:
    case SV_DNS_TIMEOUT:
    case SV_DNS_REFUSED:
      set_reason (verdict, SV_DKIM_REASON_KEY_DNS_ERROR);
      break;
    case SV_DNS_UNRECORDED:
      set_reason (verdict, SV_DKIM_REASON_KEY_UNRECORDED);
      break;
    }
}

void
sv_check_conclude (const SvSignature *signature, gboolean expired, SvDkimVerdict *verdict)
{
  if (verdict->reason)
    return;
  if (verdict->body == SV_DKIM_PART_UNKNOWN)
    set_reason (verdict, SV_DKIM_REASON_NO_BODY);
  else if (verdict->body == SV_DKIM_PART_CHANGED)
    set_reason (verdict, SV_DKIM_REASON_BODY_CHANGED);
  else if (verdict->header == SV_DKIM_PART_CHANGED)
    set_reason (verdict, SV_DKIM_REASON_HEADERS_CHANGED);
  else if (signature->hash == SV_HASH_SHA1 || verdict->header == SV_DKIM_PART_UNKNOWN)
    set_reason (verdict, SV_DKIM_REASON_WEAK_ALGORITHM);
  else if (!signature->ed25519 && verdict->key_bits < RSA_BITS_MIN)
    set_reason (verdict, SV_DKIM_REASON_KEY_WEAK);
  else if (expired)
    set_reason (verdict, SV_DKIM_REASON_EXPIRED);
  else
    set_reason (verdict,
                verdict->unsigned_bytes ? SV_DKIM_REASON_PARTIAL_BODY : SV_DKIM_REASON_NONE);
}
