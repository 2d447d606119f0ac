/* SPDX-License-Identifier: GPL-3.0-or-later
 * An evaluation over a store of its own, in which one answer is made up; see trial.h. */

#include "spf/trial.h"

#include <string.h>

/* The made-up answer.  One character-string holds it whole: evaluators join strings anyway, and the
 * limit of 255 bytes is one of the wire. */
static SvDnsAnswer *
published (const char *domain, const char *text)
{
  SvDnsAnswer *answer = sv_dns_answer_new (domain, SV_DNS_TXT, SV_DNS_NOERROR);
  SvDnsRecord record
      = { .strings = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref) };
  g_ptr_array_add (record.strings, g_bytes_new (text, strlen (text)));
  sv_dns_answer_add (answer, &record);
  return answer;
}

static SvDnsAnswer *
copy_answer (const SvDnsAnswer *answer)
{
  SvDnsAnswer *copy = sv_dns_answer_new (answer->name, answer->type, answer->status);
  copy->ttl = answer->ttl;
  copy->time = answer->time;
  for (guint i = 0; i < answer->records->len; i++)
    {
      SvDnsRecord record = g_array_index (answer->records, SvDnsRecord, i);
      record.name = g_strdup (record.name);
      record.rest = g_strdup (record.rest);
      if (record.strings)
        g_ptr_array_ref (record.strings);
      sv_dns_answer_add (copy, &record);
    }
  return copy;
}

/* Brings what the trial wants over from the real answers; FALSE where some are not there yet. */
static gboolean
bring (SvLookups *trial, SvAnswers *answers, SvLookups *lookups)
{
  g_autoptr (GPtrArray) wanted = sv_lookups_take_wanted (trial);
  gboolean all = wanted->len > 0;
  for (guint i = 0; i < wanted->len; i++)
    {
      const SvDnsQuestion *question = g_ptr_array_index (wanted, i);
      const SvDnsAnswer *answer = sv_lookups_get (lookups, question->name, question->type);
      all = all && answer;
      if (answer)
        sv_answers_put (answers, copy_answer (answer));
    }
  return all;
}

SvSpfEvaluation *
sv_spf_try (const char *domain, const char *text, const SvSpfInput *input, SvLookups *lookups)
{
  if (!text)
    {
      g_autoptr (SvSpfEvaluation) spf = sv_spf_evaluate (input, lookups);
      return spf->state == SV_SPF_STATE_WAITING ? NULL : g_steal_pointer (&spf);
    }
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  sv_answers_put (answers, published (domain, text));
  g_autoptr (SvLookups) trial = sv_lookups_new (answers);
  for (;;)
    {
      g_autoptr (SvSpfEvaluation) spf = sv_spf_evaluate (input, trial);
      if (spf->state != SV_SPF_STATE_WAITING)
        return g_steal_pointer (&spf);
      if (!bring (trial, answers, lookups))
        return NULL;
    }
}
