/* SPDX-License-Identifier: GPL-3.0-or-later
 * The walk over a message's DKIM signatures.
 *
 * Why not libopendkim (2.11 beta 2, Debian 12), which was tried first: where the header does not
 * verify it never looks at the body, so the two cannot be told apart; a pasted header is a changed
 * body to it; it has one clock for the whole library, where x= is judged at the time each message
 * was received; and a signature over 32 kB took it 0.8 ms, several times what it takes here.  ARC
 * needs canonical forms, hashes and keys of our own in any case, and with these a DKIM signature is
 * little more than this file. */

#include "dkim/verify.h"

#include "dkim/check.h"

#include <string.h>

static void
clear_signature (gpointer data)
{
  sv_signature_clear (data);
}

/* Reads the signatures up to the limit and counts the others. */
static GArray *
read_signatures (const SvHeaders *headers, guint *skipped)
{
  GArray *signatures = g_array_new (FALSE, FALSE, sizeof (SvSignature));
  g_array_set_clear_func (signatures, clear_signature);
  for (guint i = 0; i < headers->fields->len; i++)
    {
      const SvField *field = &g_array_index (headers->fields, SvField, i);
      SvSignature signature;
      if (strcmp (field->name, "dkim-signature") != 0)
        continue;
      if (signatures->len == SV_DKIM_SIGNATURES_MAX)
        {
          ++*skipped;
          continue;
        }
      sv_signature_parse (&signature, SV_SIGNATURE_DKIM, field);
      g_array_append_val (signatures, signature);
    }
  return signatures;
}

static SvDkimVerdict
judge (SvDkimContent *content, const SvSignature *signature, const SvDkimTimes *times,
       SvLookups *lookups)
{
  const SvHeaders *headers = sv_dkim_content_headers (content);
  SvDkimVerdict verdict = { .line = signature->field->line };
  guint8 value[SV_HASH_MAX];
  gsize len = 0;
  verdict.field = (guint)(signature->field - &g_array_index (headers->fields, SvField, 0));
  if (!signature->trouble)
    {
      len = sv_dkim_content_hash_header (content, signature, value);
      verdict.body = sv_dkim_content_check_body (content, signature, &verdict.unsigned_bytes);
      if (signature->has_length)
        verdict.notes |= SV_DKIM_NOTE_LENGTH;
      if (signature->has_expiry && signature->expiry < times->now)
        verdict.notes |= SV_DKIM_NOTE_EXPIRED_NOW;
    }
  sv_check_key (signature, lookups, value, len, &verdict);
  sv_check_conclude (signature, signature->has_expiry && signature->expiry < times->received,
                     &verdict);
  return verdict;
}

SvDkimVerification *
sv_dkim_verify (SvDkimContent *content, const SvDkimTimes *times, SvLookups *lookups)
{
  SvDkimVerification *out = g_new0 (SvDkimVerification, 1);
  out->verdicts = g_array_new (FALSE, FALSE, sizeof (SvDkimVerdict));
  g_autoptr (GArray) signatures
      = read_signatures (sv_dkim_content_headers (content), &out->skipped);
  /* All keys are asked for before the first one is waited for. */
  for (guint i = 0; i < signatures->len; i++)
    if (!sv_check_ask (&g_array_index (signatures, SvSignature, i), lookups))
      out->waiting = TRUE;
  for (guint i = 0; !out->waiting && i < signatures->len; i++)
    {
      SvDkimVerdict verdict
          = judge (content, &g_array_index (signatures, SvSignature, i), times, lookups);
      g_array_append_val (out->verdicts, verdict);
    }
  return out;
}

void
sv_dkim_verification_free (SvDkimVerification *verification)
{
  if (!verification)
    return;
  g_array_unref (verification->verdicts);
  g_free (verification);
}

const char *
sv_dkim_library_version (void)
{
  return sv_crypto_version ();
}
