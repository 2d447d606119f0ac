/* SPDX-License-Identifier: GPL-3.0-or-later
 * Matches stored DKIM results to signatures (RFC 8601 2.7.1, RFC 6008); see signatures.h. */

#include "judge/signatures.h"

#include "judge/border.h"

#include <string.h>

/* A receiver reports a handful of signatures.  What comes after this many is not looked at, so that
 * a forged header block cannot make signatures times results large. */
#define RESULTS_MAX 64

/* RFC 6008 3: header.b has at least so many characters of the signature. */
#define SIGNATURE_PREFIX_MIN 8

/* One stored DKIM result and what it says of its signature; NULL where it does not say. */
typedef struct
{
  const char *word;
  const char *domain;    /* header.d */
  const char *selector;  /* header.s */
  const char *identity;  /* domain of header.i */
  const char *signature; /* header.b */
} StoredResult;

static void
read_result (const SvAuthResults *field, const SvMethodResult *result, GArray *stored)
{
  const char *identity = sv_auth_results_property (field, result, "header.i");
  const char *signature = sv_auth_results_property (field, result, "header.b");
  StoredResult row = {
    .word = result->result,
    .domain = sv_auth_results_property (field, result, "header.d"),
    .selector = sv_auth_results_property (field, result, "header.s"),
    .identity = sv_address_domain (identity),
    .signature = signature && strlen (signature) >= SIGNATURE_PREFIX_MIN ? signature : NULL,
  };
  if (row.word && (row.domain || row.identity || row.signature))
    g_array_append_val (stored, row);
}

static GArray *
collect (const SvFacts *facts, const SvIdentity *identity)
{
  GArray *stored = g_array_new (FALSE, FALSE, sizeof (StoredResult));
  const GArray *fields = facts->auth_results;
  for (guint i = 0; i < fields->len; i++)
    {
      const SvAuthResults *field = &g_array_index (fields, SvAuthResults, i);
      if (identity->results_trusted[i] < SV_TRUST_USER)
        continue;
      for (guint j = 0; j < field->results->len && stored->len < RESULTS_MAX; j++)
        {
          const SvMethodResult *result = &g_array_index (field->results, SvMethodResult, j);
          if (g_strcmp0 (result->method, "dkim") == 0)
            read_result (field, result, stored);
        }
    }
  return stored;
}

/* How surely a result speaks of a signature: 0 not at all; its own bytes say more than its
 * selector, and that more than its domain. */
static int
match (const StoredResult *row, const SvDkimSignature *signature)
{
  const char *domain = signature->domain ? signature->domain : "";
  if (row->domain && g_ascii_strcasecmp (row->domain, domain) != 0)
    return 0;
  /* i= names the signing domain or one below it (RFC 6376 3.5). */
  if (row->identity && !sv_host_under (row->identity, domain))
    return 0;
  if (row->selector
      && g_ascii_strcasecmp (row->selector, signature->selector ? signature->selector : "") != 0)
    return 0;
  if (row->signature
      && !(signature->signature && g_str_has_prefix (signature->signature, row->signature)))
    return 0;
  return 1 + (row->selector ? 1 : 0) + (row->signature ? 2 : 0);
}

GArray *
sv_signatures_judge (const SvFacts *facts, const SvIdentity *identity)
{
  g_autoptr (GArray) stored = collect (facts, identity);
  const GArray *signatures = facts->signatures;
  GArray *judged = g_array_sized_new (FALSE, FALSE, sizeof (SvJudgedSignature), signatures->len);
  for (guint i = 0; i < signatures->len; i++)
    {
      SvJudgedSignature signature = { .stored = NULL };
      int best = 0;
      for (guint j = 0; j < stored->len; j++)
        {
          const StoredResult *row = &g_array_index (stored, StoredResult, j);
          int score = match (row, &g_array_index (signatures, SvDkimSignature, i));
          if (score > best)
            {
              best = score;
              signature.stored = row->word;
            }
        }
      g_array_append_val (judged, signature);
    }
  return judged;
}

/* Both are in the order of the fields, and the verifier stops at its limit. */
void
sv_signatures_verified (GArray *signatures, const SvDkimVerification *dkim)
{
  for (guint i = 0; i < signatures->len; i++)
    g_array_index (signatures, SvJudgedSignature, i).now
        = i < dkim->verdicts->len ? &g_array_index (dkim->verdicts, SvDkimVerdict, i) : NULL;
}

const char *
sv_signature_now (const SvJudgedSignature *signature)
{
  return signature->now ? sv_dkim_result_name (signature->now->result) : NULL;
}

const char *
sv_signature_word (const SvJudgedSignature *signature, gboolean *fresh)
{
  *fresh = signature->now && signature->now->result != SV_DKIM_UNVERIFIABLE;
  return *fresh ? sv_signature_now (signature) : signature->stored;
}

SvCompareStatus
sv_signature_status (const SvJudgedSignature *signature)
{
  if (!signature->now || signature->now->result == SV_DKIM_UNVERIFIABLE)
    return SV_COMPARE_NOT_EVALUATED;
  if (!signature->stored)
    return SV_COMPARE_NO_STORED;
  gboolean passed = strcmp (signature->stored, "pass") == 0;
  gboolean passes = signature->now->result == SV_DKIM_PASS;
  return passed == passes ? SV_COMPARE_AGREE : SV_COMPARE_DRIFT;
}
