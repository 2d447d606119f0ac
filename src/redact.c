/* SPDX-License-Identifier: GPL-3.0-or-later
 * A report without people; see redact.h.  What is replaced stands in lists of fields: a new field
 * that holds a stranger's text goes into one of them, and tests/cli-redact.sh finds it if it does
 * not. */

#include "redact.h"

#include "redact-header.h"
#include "redact-text.h"

#include <string.h>

/* Answers without people that are remembered: those of the messages in hand. */
#define ANSWERS_KEPT 4096

struct SvRedactor
{
  guint8 key[SV_REDACT_KEY_LEN];
  SvAnswers *answers; /* without people */
};

/* One report at work. */
typedef struct
{
  SvRedactor *redactor;
  SvReport *report;
  SvRedactText text;
} Work;

SvRedactor *
sv_redactor_new (const guint8 *key)
{
  SvRedactor *redactor = g_new0 (SvRedactor, 1);
  redactor->answers = sv_answers_new ();
  sv_answers_forget (redactor->answers, ANSWERS_KEPT);
  if (key)
    memcpy (redactor->key, key, SV_REDACT_KEY_LEN);
  else
    /* Two random UUIDs have 244 random bits. */
    for (gsize i = 0; i < 2; i++)
      {
        g_autofree char *uuid = g_uuid_string_random ();
        g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, uuid, -1);
        for (gsize j = 0; j < SV_REDACT_KEY_LEN; j++)
          redactor->key[j] ^= (guint8)(g_ascii_xdigit_value (hash[2 * j]) << 4
                                       | g_ascii_xdigit_value (hash[2 * j + 1]));
      }
  return redactor;
}

void
sv_redactor_free (SvRedactor *redactor)
{
  if (!redactor)
    return;
  sv_answers_free (redactor->answers);
  g_free (redactor);
}

/* ---- one string ---- */

/* A string of the message's pool. */
static void
pooled (Work *work, const char **field)
{
  if (!*field || !**field)
    return;
  g_autofree char *safe = sv_redact_string (&work->text, *field);
  if (strcmp (safe, *field) != 0)
    *field = g_string_chunk_insert (work->report->facts->headers->strings, safe);
}

/* A string that its struct owns.  One that stays the same stays where it is: others may borrow it,
 * and whoever borrows one that changes has been given a copy of its own before. */
static void
owned (Work *work, char **field)
{
  if (!*field || !**field)
    return;
  char *safe = sv_redact_string (&work->text, *field);
  if (strcmp (safe, *field) == 0)
    {
      g_free (safe);
      return;
    }
  g_free (*field);
  *field = safe;
}

static void
owned_all (Work *work, GPtrArray *array)
{
  for (guint i = 0; array && i < array->len; i++)
    owned (work, (char **)&array->pdata[i]);
}

static void
pooled_all (Work *work, const char **const *fields, gsize n)
{
  for (gsize i = 0; i < n; i++)
    pooled (work, fields[i]);
}
#define POOLED(...) \
  do \
    { \
      const char **const fields_[] = { __VA_ARGS__ }; \
      pooled_all (work, fields_, G_N_ELEMENTS (fields_)); \
    } \
  while (0)

static void
owned_fields (Work *work, char **const *fields, gsize n)
{
  for (gsize i = 0; i < n; i++)
    owned (work, fields[i]);
}
#define OWNED(...) \
  do \
    { \
      char **const fields_[] = { __VA_ARGS__ }; \
      owned_fields (work, fields_, G_N_ELEMENTS (fields_)); \
    } \
  while (0)

/* ---- what is to be replaced ---- */

/* Whether a record builds names of the sender's local part: %{l} and %{s} (RFC 7208 7.2). */
static gboolean
has_person_macro (const char *record)
{
  for (const char *p = record; p && (p = strstr (p, "%{")); p += 2)
    if (strchr ("lLsS", p[2]) && p[2])
      return TRUE;
  return FALSE;
}

/* The sender whose local part is in names of DNS, and names that have it in pieces. */
static void
learn_names (Work *work, const SvSpfEvaluation *spf, const SvLookups *lookups)
{
  gboolean built = spf && has_person_macro (spf->record);
  for (guint i = 0; spf && spf->trace && i < spf->trace->len; i++)
    built = built || has_person_macro (g_array_index (spf->trace, SvSpfStep, i).record);
  const char *at = built && spf->sender ? strrchr (spf->sender, '@') : NULL;
  if (!at)
    return;
  g_autofree char *local = g_strndup (spf->sender, (gsize)(at - spf->sender));
  const char *person = local + sv_redact_person (&work->text, local, strlen (local));
  g_autofree char *hash = sv_redact_hash (&work->text, "user", person, -1);
  sv_redact_add_secret (&work->text, person, hash);
  const GPtrArray *used = lookups ? sv_lookups_used (lookups) : NULL;
  for (guint i = 0; used && i < used->len; i++)
    {
      const char *name = ((const SvDnsAnswer *)used->pdata[i])->name;
      g_autofree char *safe = sv_redact_name (&work->text, name, person);
      if (strcmp (safe, name) != 0)
        sv_redact_add_secret (&work->text, name, safe);
    }
}

static void
learn (Work *work)
{
  const SvReport *report = work->report;
  const SvFacts *facts = report->facts;
  const GArray *fields = facts->headers ? facts->headers->fields : NULL;
  for (guint i = 0; fields && i < fields->len; i++)
    sv_redact_learn (&work->text, g_array_index (fields, SvField, i).value);
  sv_redact_learn (&work->text, report->identity->mail_from);
  sv_redact_learn (&work->text, facts->reported_mail_from);
  for (guint i = 0; i < facts->received->len; i++)
    sv_redact_learn_user (&work->text, g_array_index (facts->received, SvReceived, i).for_);
  for (guint i = 0; i < facts->from->len; i++)
    {
      const char *name = g_array_index (facts->from, SvMailbox, i).name;
      g_autofree char *hash = name ? sv_redact_hash (&work->text, "name", name, -1) : NULL;
      sv_redact_add_secret (&work->text, name, hash);
    }
  if (facts->subject)
    {
      g_autofree char *hash = sv_redact_hash (&work->text, "subject", facts->subject, -1);
      sv_redact_add_secret (&work->text, facts->subject, hash);
    }
  learn_names (work, report->spf, report->lookups);
  learn_names (work, report->then, report->then_lookups);
}

/* ---- what was read ---- */

/* Short ones too, which are not looked for elsewhere. */
static void
redact_who (Work *work)
{
  SvFacts *facts = work->report->facts;
  GStringChunk *pool = facts->headers->strings;
  if (facts->subject)
    {
      g_autofree char *hash = sv_redact_hash (&work->text, "subject", facts->subject, -1);
      facts->subject = g_string_chunk_insert (pool, hash);
    }
  for (guint i = 0; i < facts->from->len; i++)
    {
      SvMailbox *mailbox = &g_array_index (facts->from, SvMailbox, i);
      if (mailbox->name && *mailbox->name)
        {
          g_autofree char *hash = sv_redact_hash (&work->text, "name", mailbox->name, -1);
          mailbox->name = g_string_chunk_insert (pool, hash);
        }
      /* What has no "@" in the place of an address can be a person's name. */
      if (mailbox->address && *mailbox->address && !strchr (mailbox->address, '@'))
        {
          g_autofree char *hash = sv_redact_hash (&work->text, "user", mailbox->address, -1);
          mailbox->address = g_string_chunk_insert (pool, hash);
        }
      POOLED (&mailbox->address, &mailbox->domain);
    }
}

/* A recipient or a user without "@" is a bare name. */
static void
redact_user (Work *work, const char **user)
{
  if (*user && **user && !strchr (*user, '@'))
    {
      g_autofree char *hash = sv_redact_hash (&work->text, "user", *user, -1);
      *user = g_string_chunk_insert (work->report->facts->headers->strings, hash);
    }
  else
    pooled (work, user);
}

static void
redact_results (Work *work, SvAuthResults *field)
{
  POOLED (&field->authserv_id);
  for (guint i = 0; i < field->results->len; i++)
    {
      SvMethodResult *result = &g_array_index (field->results, SvMethodResult, i);
      POOLED (&result->method, &result->result, &result->result_raw, &result->reason,
              &result->comment);
    }
  for (guint i = 0; i < field->properties->len; i++)
    {
      SvProperty *property = &g_array_index (field->properties, SvProperty, i);
      gboolean user
          = strcmp (property->key, "smtp.auth") == 0 || strcmp (property->key, "smtp.user") == 0;
      POOLED (&property->key);
      if (user)
        redact_user (work, &property->value);
      else
        POOLED (&property->value);
    }
}

static void
redact_facts (Work *work)
{
  SvFacts *facts = work->report->facts;
  POOLED (&facts->return_path, &facts->from_line, &facts->reported_mail_from, &facts->message_id,
          &facts->list_id);
  for (guint i = 0; i < facts->received->len; i++)
    {
      SvReceived *hop = &g_array_index (facts->received, SvReceived, i);
      POOLED (&hop->helo, &hop->rdns, &hop->by, &hop->with, &hop->id);
      redact_user (work, &hop->for_);
    }
  for (guint i = 0; i < facts->received_spf->len; i++)
    {
      SvReceivedSpf *field = &g_array_index (facts->received_spf, SvReceivedSpf, i);
      POOLED (&field->result, &field->result_raw, &field->helo, &field->receiver, &field->host,
              &field->identity, &field->mechanism, &field->problem, &field->comment, &field->domain,
              &field->record, &field->envelope_from);
    }
  for (guint i = 0; i < facts->auth_results->len; i++)
    redact_results (work, &g_array_index (facts->auth_results, SvAuthResults, i));
  for (guint i = 0; i < facts->signatures->len; i++)
    {
      SvDkimSignature *signature = &g_array_index (facts->signatures, SvDkimSignature, i);
      POOLED (&signature->domain, &signature->selector, &signature->identity,
              &signature->algorithm);
    }
  for (guint i = 0; i < facts->client_headers->len; i++)
    POOLED (&g_array_index (facts->client_headers, SvClientHeader, i).envelope_from);
}

/* Reads the facts as they were: comes first. */
static void
redact_header (Work *work)
{
  SvMessage *message = work->report->message;
  if (!message->header)
    return;
  GBytes *safe = sv_redact_header (&work->text, work->report->facts, message->header);
  g_bytes_unref (message->header);
  message->header = safe;
}

/* Facts borrow from it: comes behind them. */
static void
redact_message (Work *work)
{
  SvMessage *message = work->report->message;
  OWNED (&message->file, &message->from_line, &message->reported_mail_from);
}

/* ---- what was judged ---- */

static void
redact_identity (Work *work)
{
  SvReport *report = work->report;
  SvIdentity *identity = report->identity;
  SvStored *stored = &report->stored;
  SvAlignment *alignment = &report->alignment;
  POOLED (&identity->mail_from, &identity->helo, &identity->receiver, &stored->spf,
          &stored->spf_conflict, &stored->dkim, &stored->dmarc, &stored->arc,
          &report->comparison.stored, &report->comparison.now, &alignment->from_domain,
          &alignment->spf_domain, &alignment->dkim_domain);
  for (guint i = 0; report->signatures && i < report->signatures->len; i++)
    POOLED (&g_array_index (report->signatures, SvJudgedSignature, i).stored);
}

static void
redact_spf (Work *work, SvSpfEvaluation *spf)
{
  if (!spf)
    return;
  OWNED (&spf->domain, &spf->sender, &spf->record, &spf->mechanism, &spf->problem_term,
         &spf->problem_domain, &spf->explanation);
  owned_all (work, spf->path);
  for (guint i = 0; spf->trace && i < spf->trace->len; i++)
    {
      SvSpfStep *step = &g_array_index (spf->trace, SvSpfStep, i);
      OWNED (&step->domain, &step->term, &step->target, &step->record);
    }
}

static void
redact_dmarc (Work *work, SvDmarcEvaluation *dmarc)
{
  if (!dmarc)
    return;
  OWNED (&dmarc->author_domain, &dmarc->organizational_domain, &dmarc->policy_domain,
         &dmarc->record, &dmarc->error_name);
  for (guint i = 0; dmarc->problems && i < dmarc->problems->len; i++)
    {
      SvDmarcProblem *problem = &g_array_index (dmarc->problems, SvDmarcProblem, i);
      OWNED (&problem->domain, &problem->text);
    }
}

static void
redact_identifiers (Work *work)
{
  SvDmarcIdentifiers *identifiers = work->report->identifiers;
  if (!identifiers)
    return;
  POOLED (&identifiers->spf.domain, &identifiers->spf_word);
  for (guint i = 0; i < identifiers->dkim->len; i++)
    POOLED (&g_array_index (identifiers->dkim, SvDmarcIdentifier, i).domain,
            (const char **)&identifiers->words->pdata[i]);
}

/* ---- what was found ---- */

static void
redact_findings (Work *work)
{
  SvReport *report = work->report;
  for (guint i = 0; i < report->findings->len; i++)
    {
      GPtrArray *values = g_array_index (report->findings, SvFinding, i).values;
      for (guint j = 1; values && j < values->len; j += 2)
        owned (work, (char **)&values->pdata[j]);
    }
  SvAdvice *advice = report->advice;
  if (!advice)
    return;
  OWNED (&advice->name, &advice->before, &advice->term, &advice->ip, &advice->forwarder,
         &advice->relay);
  if (advice->change)
    OWNED (&advice->change->record, &advice->change->culprit);
  for (guint i = 0; advice->signs && i < advice->signs->len; i++)
    owned (work, &g_array_index (advice->signs, SvAdviceSign, i).text);
}

/* ---- DNS ---- */

static GBytes *
redact_bytes (Work *work, GBytes *bytes)
{
  gsize len;
  const char *data = g_bytes_get_data (bytes, &len);
  if (memchr (data, 0, len))
    return g_bytes_ref (bytes);
  g_autofree char *text = g_strndup (data, len);
  char *safe = sv_redact_string (&work->text, text);
  return g_bytes_new_take (safe, strlen (safe));
}

/* The same answer of a name without people. */
static SvDnsAnswer *
redact_answer (Work *work, const SvDnsAnswer *answer)
{
  g_autofree char *name = sv_redact_string (&work->text, answer->name);
  SvDnsAnswer *copy = sv_dns_answer_new (name, answer->type, answer->status);
  for (guint i = 0; answer->records && i < answer->records->len; i++)
    {
      const SvDnsRecord *record = &g_array_index (answer->records, SvDnsRecord, i);
      SvDnsRecord safe = { .ip = record->ip,
                           .preference = record->preference,
                           .name = sv_redact_string (&work->text, record->name),
                           .rest = g_strdup (record->rest) };
      if (record->strings)
        {
          safe.strings = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
          for (guint j = 0; j < record->strings->len; j++)
            g_ptr_array_add (safe.strings, redact_bytes (work, record->strings->pdata[j]));
        }
      sv_dns_answer_add (copy, &safe);
    }
  copy->ttl = answer->ttl;
  copy->time = answer->time;
  return copy;
}

static void
redact_lookups (Work *work, SvLookups **lookups)
{
  if (!*lookups)
    return;
  SvLookups *safe = sv_lookups_new (work->redactor->answers);
  const GPtrArray *used = sv_lookups_used (*lookups);
  for (guint i = 0; i < used->len; i++)
    {
      SvDnsAnswer *answer = redact_answer (work, used->pdata[i]);
      g_autofree char *name = g_strdup (answer->name);
      SvDnsType type = answer->type;
      sv_answers_put (work->redactor->answers, answer);
      sv_lookups_get (safe, name, type);
    }
  sv_lookups_free (*lookups);
  *lookups = safe;
}

/* Names are borrowed from the answers that stay in their own store. */
static void
redact_changes (Work *work)
{
  GArray *changes = work->report->changes;
  for (guint i = 0; changes && i < changes->len; i++)
    {
      SvChange *change = &g_array_index (changes, SvChange, i);
      POOLED (&change->name);
      owned_all (work, change->then);
      owned_all (work, change->now);
    }
}

void
sv_redact (SvRedactor *redactor, SvReport *report)
{
  Work work = { .redactor = redactor, .report = report };
  sv_redact_text_init (&work.text, redactor->key);
  learn (&work);
  redact_header (&work);
  redact_who (&work);
  redact_facts (&work);
  redact_message (&work);
  redact_identity (&work);
  redact_identifiers (&work);
  redact_spf (&work, report->spf);
  redact_spf (&work, report->then);
  redact_dmarc (&work, report->dmarc);
  redact_dmarc (&work, report->dmarc_rfc7489);
  redact_findings (&work);
  redact_changes (&work);
  redact_lookups (&work, &report->lookups);
  redact_lookups (&work, &report->then_lookups);
  redact_lookups (&work, &report->advice_lookups);
  sv_redact_text_clear (&work.text);
}
