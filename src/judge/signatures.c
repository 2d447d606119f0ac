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
      if (!identity->results_trusted[i])
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

GPtrArray *
sv_signatures_stored (const SvFacts *facts, const SvIdentity *identity)
{
  g_autoptr (GArray) stored = collect (facts, identity);
  const GArray *signatures = facts->signatures;
  GPtrArray *words = g_ptr_array_sized_new (signatures->len);
  for (guint i = 0; i < signatures->len; i++)
    {
      const char *word = NULL;
      int best = 0;
      for (guint j = 0; j < stored->len; j++)
        {
          const StoredResult *row = &g_array_index (stored, StoredResult, j);
          int score = match (row, &g_array_index (signatures, SvDkimSignature, i));
          if (score > best)
            {
              best = score;
              word = row->word;
            }
        }
      g_ptr_array_add (words, (gpointer)word);
    }
  return words;
}
