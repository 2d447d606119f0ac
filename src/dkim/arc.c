/* SPDX-License-Identifier: GPL-3.0-or-later
 * The validation of RFC 8617 5.2; see arc.h. */

#include "dkim/arc.h"

#include "dkim/check.h"
#include "dkim/tags.h"

#include <string.h>

/* The fields of a set, in the order in which they are sealed (RFC 8617 5.1.1). */
typedef enum
{
  PART_RESULTS,
  PART_MESSAGE,
  PART_SEAL,
  N_PARTS
} Part;

static const char *const part_names[]
    = { "arc-authentication-results", "arc-message-signature", "arc-seal" };

static const char *const results[] = { "none", "pass", "fail", "temperror", "unverifiable" };
static const char *const reasons[] = { NULL, "structure", "cv", "marked", "message", "seal" };
static const char *const cvs[] = { "none", "pass", "fail", NULL };

/* The chain at work; index 0 of the arrays is instance 1. */
typedef struct
{
  SvDkimContent *content;
  const SvHeaders *headers;
  guint n;
  const SvField *fields[SV_ARC_SETS_MAX][N_PARTS];
  SvSignature messages[SV_ARC_SETS_MAX];
  SvSignature seals[SV_ARC_SETS_MAX];
  SvArcVerification *out;
} Chain;

static guint
field_index (const Chain *chain, const SvField *field)
{
  return (guint)(field - &g_array_index (chain->headers->fields, SvField, 0));
}

/* Breaks the chain; the first reason stays. */
static void
break_chain (Chain *chain, SvArcResult result, SvArcReason reason, guint instance)
{
  if (chain->out->result > SV_ARC_PASS)
    return;
  chain->out->result = result;
  chain->out->reason = reason;
  chain->out->instance = instance;
}

/* i= of an ARC field, 0 for none.  Of the results only the first element is a tag. */
static guint
read_instance (const SvField *field, Part part)
{
  SvScanner scanner;
  SvTagList tags;
  guint64 number;
  SvSlice text = { field->raw, field->raw_len };
  sv_scanner_init_slice (&scanner, text);
  if (part == PART_RESULTS)
    text = sv_scanner_until (&scanner, ";");
  if (!sv_tags_read (&tags, text.data, text.len)
      || !sv_tag_number (sv_tags_value (&tags, "i"), &number) || number > G_MAXINT)
    return 0;
  return (guint)number;
}

static gboolean
part_from_name (const char *name, Part *part)
{
  for (guint i = 0; i < N_PARTS; i++)
    if (strcmp (name, part_names[i]) == 0)
      {
        *part = (Part)i;
        return TRUE;
      }
  return FALSE;
}

/* Puts every ARC field at its place. */
static void
collect (Chain *chain)
{
  const GArray *fields = chain->headers->fields;
  for (guint i = 0; i < fields->len; i++)
    {
      const SvField *field = &g_array_index (fields, SvField, i);
      Part part;
      if (!part_from_name (field->name, &part))
        continue;
      guint instance = read_instance (field, part);
      if (instance == 0 || instance > SV_ARC_SETS_MAX || chain->fields[instance - 1][part])
        {
          break_chain (chain, SV_ARC_FAIL, SV_ARC_REASON_STRUCTURE, instance);
          continue;
        }
      chain->fields[instance - 1][part] = field;
      chain->n = MAX (chain->n, instance);
    }
  for (guint i = 0; i < chain->n; i++)
    for (guint part = 0; part < N_PARTS; part++)
      if (!chain->fields[i][part])
        break_chain (chain, SV_ARC_FAIL, SV_ARC_REASON_STRUCTURE, i + 1);
}

static SvArcCv
read_cv (const SvField *seal)
{
  SvTagList tags;
  if (sv_tags_read (&tags, seal->raw, seal->raw_len))
    for (guint i = 0; cvs[i]; i++)
      if (sv_slice_is (sv_tags_value (&tags, "cv"), cvs[i]))
        return (SvArcCv)i;
  return SV_ARC_CV_UNKNOWN;
}

/* Reads what the fields say. */
static void
describe (Chain *chain)
{
  for (guint i = 0; i < chain->n; i++)
    {
      const SvField *const *fields = chain->fields[i];
      SvArcSet set = { .instance = i + 1, .cv = SV_ARC_CV_UNKNOWN };
      if (fields[PART_RESULTS])
        {
          set.results_line = fields[PART_RESULTS]->line;
          set.results_field = field_index (chain, fields[PART_RESULTS]);
        }
      if (fields[PART_MESSAGE])
        {
          set.message_line = fields[PART_MESSAGE]->line;
          sv_signature_parse (&chain->messages[i], SV_SIGNATURE_ARC_MESSAGE, fields[PART_MESSAGE]);
        }
      if (fields[PART_SEAL])
        {
          SvSignature *seal = &chain->seals[i];
          sv_signature_parse (seal, SV_SIGNATURE_ARC_SEAL, fields[PART_SEAL]);
          set.seal_line = fields[PART_SEAL]->line;
          set.cv = read_cv (fields[PART_SEAL]);
          set.domain = g_strdup (seal->domain);
          set.selector = g_strdup (seal->selector);
        }
      g_array_append_val (chain->out->sets, set);
    }
}

static SvArcSet *
set_at (const Chain *chain, guint i)
{
  return &g_array_index (chain->out->sets, SvArcSet, i);
}

/* cv= is none in the first seal and pass in the others; a fail ends the chain (RFC 8617 5.2). */
static void
check_cvs (Chain *chain)
{
  if (chain->n && set_at (chain, chain->n - 1)->cv == SV_ARC_CV_FAIL)
    break_chain (chain, SV_ARC_FAIL, SV_ARC_REASON_MARKED, chain->n);
  for (guint i = 0; i < chain->n; i++)
    if (set_at (chain, i)->cv != (i == 0 ? SV_ARC_CV_NONE : SV_ARC_CV_PASS))
      break_chain (chain, SV_ARC_FAIL, SV_ARC_REASON_CV, i + 1);
}

static gboolean
ask (Chain *chain, SvLookups *lookups)
{
  gboolean complete = TRUE;
  for (guint i = 0; i < chain->n; i++)
    {
      complete = sv_check_ask (&chain->messages[i], lookups) && complete;
      complete = sv_check_ask (&chain->seals[i], lookups) && complete;
    }
  return complete;
}

static void
verify_message (Chain *chain, guint i, SvLookups *lookups)
{
  const SvSignature *signature = &chain->messages[i];
  SvDkimVerdict verdict
      = { .line = signature->field->line, .field = field_index (chain, signature->field) };
  guint8 value[SV_HASH_MAX];
  gsize len = 0;
  if (!signature->trouble)
    {
      len = sv_dkim_content_hash_header (chain->content, signature, value);
      verdict.body
          = sv_dkim_content_check_body (chain->content, signature, &verdict.unsigned_bytes);
    }
  sv_check_key (signature, lookups, value, len, &verdict);
  sv_check_conclude (signature, FALSE, &verdict);
  set_at (chain, i)->message = verdict;
}

static void
add_field (const Chain *chain, SvDigest *digest, const SvField *field, SvSlice left_out)
{
  g_autoptr (GString) text = g_string_sized_new (field->raw_len);
  sv_canon_field (text, SV_CANON_RELAXED, chain->headers, field, left_out);
  if (!left_out.len)
    g_string_append (text, "\r\n");
  sv_digest_add (digest, text->str, text->len);
}

/* A seal covers all sets up to its own, relaxed, with its own b= empty.  `sealed` is the hash of
 * the sets before it, and goes on over this one: fifty seals cost two runs over the fields. */
static void
verify_seal (Chain *chain, guint i, SvDigest *sealed, SvLookups *lookups)
{
  const SvSignature *signature = &chain->seals[i];
  const SvSlice nothing = { NULL, 0 };
  SvDkimVerdict verdict = { .line = signature->field->line,
                            .field = field_index (chain, signature->field),
                            .body = SV_DKIM_PART_GOOD };
  guint8 value[SV_HASH_MAX];
  gsize len = 0;
  add_field (chain, sealed, chain->fields[i][PART_RESULTS], nothing);
  add_field (chain, sealed, chain->fields[i][PART_MESSAGE], nothing);
  if (!signature->trouble && signature->hash == SV_HASH_SHA256)
    {
      SvDigest *own = sv_digest_copy (sealed);
      add_field (chain, own, signature->field, signature->value_span);
      len = sv_digest_end (own, value);
    }
  add_field (chain, sealed, signature->field, nothing);
  sv_check_key (signature, lookups, value, len, &verdict);
  sv_check_conclude (signature, FALSE, &verdict);
  set_at (chain, i)->seal = verdict;
}

/* What a verdict does to the chain. */
static SvArcResult
consequence (const SvDkimVerdict *verdict)
{
  switch (verdict->result)
    {
    case SV_DKIM_PASS:
      return SV_ARC_PASS;
    case SV_DKIM_TEMPERROR:
      return SV_ARC_TEMPERROR;
    case SV_DKIM_UNVERIFIABLE:
      return SV_ARC_UNVERIFIABLE;
    default:
      return SV_ARC_FAIL;
    }
}

/* The newest message signature and every seal decide, the newest first.  What fails for sure comes
 * before what is not known. */
static void
conclude (Chain *chain)
{
  guint last = chain->n - 1;
  SvArcResult message = consequence (&set_at (chain, last)->message);
  for (SvArcResult result = SV_ARC_FAIL; result <= SV_ARC_UNVERIFIABLE; result++)
    {
      if (message == result)
        break_chain (chain, result, SV_ARC_REASON_MESSAGE, chain->n);
      for (guint i = chain->n; i > 0; i--)
        if (consequence (&set_at (chain, i - 1)->seal) == result)
          break_chain (chain, result, SV_ARC_REASON_SEAL, i);
    }
  if (chain->out->result == SV_ARC_NONE)
    chain->out->result = SV_ARC_PASS;
  for (guint i = chain->n; i > 0 && set_at (chain, i - 1)->message.result == SV_DKIM_PASS; i--)
    chain->out->oldest_pass = i;
}

static void
verify (Chain *chain, SvLookups *lookups)
{
  g_autoptr (SvDigest) sealed = sv_digest_new (SV_HASH_SHA256);
  for (guint i = 0; i < chain->n; i++)
    {
      verify_message (chain, i, lookups);
      verify_seal (chain, i, sealed, lookups);
    }
  conclude (chain);
}

static void
clear_set (gpointer data)
{
  SvArcSet *set = data;
  g_free (set->domain);
  g_free (set->selector);
}

SvArcVerification *
sv_arc_verify (SvDkimContent *content, SvLookups *lookups)
{
  SvArcVerification *out = g_new0 (SvArcVerification, 1);
  g_autofree Chain *chain = g_new0 (Chain, 1);
  *chain = (Chain){ .content = content, .headers = sv_dkim_content_headers (content), .out = out };
  out->sets = g_array_new (FALSE, FALSE, sizeof (SvArcSet));
  g_array_set_clear_func (out->sets, clear_set);
  collect (chain);
  describe (chain);
  check_cvs (chain);
  if (chain->n && out->result == SV_ARC_NONE)
    {
      if (ask (chain, lookups))
        verify (chain, lookups);
      else
        out->waiting = TRUE;
    }
  for (guint i = 0; i < chain->n; i++)
    {
      sv_signature_clear (&chain->messages[i]);
      sv_signature_clear (&chain->seals[i]);
    }
  return out;
}

void
sv_arc_verification_free (SvArcVerification *verification)
{
  if (!verification)
    return;
  g_array_unref (verification->sets);
  g_free (verification);
}

const char *
sv_arc_result_name (SvArcResult result)
{
  return results[result];
}

const char *
sv_arc_reason_name (SvArcReason reason)
{
  return reasons[reason];
}

const char *
sv_arc_cv_name (SvArcCv cv)
{
  return cvs[cv];
}
