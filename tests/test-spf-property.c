/* SPDX-License-Identifier: GPL-3.0-or-later
 * Random worlds of records, judged by spfview and by the naive evaluator: they have to agree.
 * Seeds are fixed; a failure prints its seed, its world as a DNS file, and the query. */

#include "random-spf.h"
#include "suite.h"

#include "spf/evaluate.h"
#include "spf/libspf2.h"

#include <stdio.h>
#include <string.h>

/* Two seconds with sanitizers. */
#define SEEDS 4000

/* Worlds printed if they disagree: one is enough to go on with, a few show what is common. */
#define PRINTED_MAX 3

/* More rounds than eleven records with MX, addresses and reverse lookups can need. */
#define ROUNDS_MAX 64

/* Each result has to come up this often, or the worlds have become dull. */
#define RESULT_MIN 40

static void
add_strings (GRand *rand, SvDnsAnswer *answer, const char *text)
{
  SvDnsRecord record = { 0 };
  record.strings = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  gsize len = strlen (text), cut = (gsize)g_rand_int_range (rand, 0, (gint)len + 1);
  g_ptr_array_add (record.strings, g_bytes_new (text, cut));
  g_ptr_array_add (record.strings, g_bytes_new (text + cut, len - cut));
  sv_dns_answer_add (answer, &record);
}

static void
add_texts (GRand *rand, SvDnsAnswer *answer, const NaiveName *name)
{
  add_strings (rand, answer, "another text");
  for (guint i = 0; i < name->n_records; i++)
    {
      g_autofree char *text = random_spf_text (rand, &name->record);
      add_strings (rand, answer, text);
    }
}

static void
add_addresses (SvDnsAnswer *answer, const NaiveName *name)
{
  guint8 family = answer->type == SV_DNS_A ? 4 : 6;
  for (guint i = 0; i < name->n_addresses; i++)
    if (name->addresses[i].family == family)
      {
        SvDnsRecord record = { .ip.family = family };
        memcpy (record.ip.bytes, name->addresses[i].bytes, sizeof record.ip.bytes);
        sv_dns_answer_add (answer, &record);
      }
}

static void
add_hosts (SvDnsAnswer *answer, const NaiveName *name)
{
  for (guint i = 0; i < name->n_hosts; i++)
    {
      SvDnsRecord record = { .name = g_strdup (name->hosts[i]), .preference = (guint16)i };
      sv_dns_answer_add (answer, &record);
    }
}

static NaiveStatus
status_of (const NaiveName *name, SvDnsType type)
{
  switch (type)
    {
    case SV_DNS_TXT:
      return name->txt;
    case SV_DNS_A:
      return name->a;
    case SV_DNS_AAAA:
      return name->aaaa;
    case SV_DNS_MX:
      return name->mx;
    default:
      return name->ptr;
    }
}

static SvDnsAnswer *
answer_of (GRand *rand, const NaiveWorld *world, const char *name, SvDnsType type)
{
  static const SvDnsStatus statuses[] = { [NAIVE_OK] = SV_DNS_NOERROR,
                                          [NAIVE_NODATA] = SV_DNS_NODATA,
                                          [NAIVE_NXDOMAIN] = SV_DNS_NXDOMAIN,
                                          [NAIVE_SERVFAIL] = SV_DNS_SERVFAIL,
                                          [NAIVE_TIMEOUT] = SV_DNS_TIMEOUT };
  const NaiveName *found = naive_find (world, name);
  NaiveStatus status = found ? status_of (found, type) : NAIVE_NXDOMAIN;
  SvDnsAnswer *answer = sv_dns_answer_new (name, type, statuses[status]);
  if (status != NAIVE_OK)
    return answer;
  if (type == SV_DNS_TXT)
    add_texts (rand, answer, found);
  else if (type == SV_DNS_A || type == SV_DNS_AAAA)
    add_addresses (answer, found);
  else
    add_hosts (answer, found);
  return answer;
}

static SvSpfEvaluation *
evaluate (GRand *rand, const NaiveWorld *world, const SvSpfInput *input, SvLookups *lookups,
          SvAnswers *answers)
{
  for (guint round = 0; round < ROUNDS_MAX; round++)
    {
      g_autoptr (SvSpfEvaluation) evaluation = sv_spf_evaluate (input, lookups);
      if (evaluation->state != SV_SPF_STATE_WAITING)
        return g_steal_pointer (&evaluation);
      g_autoptr (GPtrArray) wanted = sv_lookups_take_wanted (lookups);
      for (guint i = 0; i < wanted->len; i++)
        {
          const SvDnsQuestion *question = wanted->pdata[i];
          sv_answers_put (answers, answer_of (rand, world, question->name, question->type));
        }
    }
  g_assert_not_reached ();
}

/* Domains have no case: %{i} gives nibbles in upper case. */
static gboolean
agree (const NaiveVerdict *verdict, const SvSpfEvaluation *evaluation)
{
  const GPtrArray *path = evaluation->path;
  return strcmp (verdict->result, sv_spf_result_name (evaluation->result)) == 0
         && g_strcmp0 (verdict->mechanism, evaluation->mechanism) == 0
         && (!verdict->domain
             || (path->len > 0
                 && g_ascii_strcasecmp (verdict->domain, path->pdata[path->len - 1]) == 0))
         && verdict->lookups == evaluation->lookups && verdict->voids == evaluation->voids;
}

/* As a DNS file. */
static void
print_answer (const SvDnsAnswer *answer)
{
  const char *type = sv_dns_type_name (answer->type);
  if (answer->records->len == 0)
    printf ("  %s. %s !%s\n", answer->name, type, sv_dns_status_name (answer->status));
  for (guint i = 0; i < answer->records->len; i++)
    {
      g_autofree char *text
          = sv_dns_record_text (&g_array_index (answer->records, SvDnsRecord, i), answer->type);
      printf ("  %s. %s %s\n", answer->name, type, text);
    }
}

/* Everything that is needed to look at a disagreement. */
static void
print_case (guint seed, const NaiveVerdict *verdict, const SvSpfEvaluation *evaluation,
            const SvSpfInput *input, const SvLookups *lookups)
{
  char ip[SV_IP_TEXT_MAX];
  printf ("\nseed %u: %s from %s\n", seed, input->mail_from, sv_ip_format (&input->ip, ip));
  printf ("  naive:   %s by %s in %s, lookups %u, voids %u\n", verdict->result,
          verdict->mechanism ? verdict->mechanism : "-", verdict->domain ? verdict->domain : "-",
          verdict->lookups, verdict->voids);
  printf ("  spfview: %s by %s, problem %s, lookups %u, voids %u\n",
          sv_spf_result_name (evaluation->result),
          evaluation->mechanism ? evaluation->mechanism : "-",
          evaluation->problem ? sv_spf_problem_name (evaluation->problem) : "-",
          evaluation->lookups, evaluation->voids);
  const GPtrArray *used = sv_lookups_used (lookups);
  for (guint i = 0; i < used->len; i++)
    print_answer (used->pdata[i]);
}

/* Judges one world twice; counts its result in `seen`. */
static gboolean
run_seed (guint seed, guint *seen, gboolean print)
{
  NaiveWorld world;
  NaiveQuery query;
  random_spf_init (&world, &query, seed);
  GRand *rand = g_rand_new_with_seed (seed);
  NaiveVerdict verdict = naive_check (&world, &query);
  g_autofree char *mail_from = g_strconcat (query.local_part, "@", query.domain, NULL);
  SvSpfInput input = { .mail_from = mail_from, .ip.family = query.client.family };
  memcpy (input.ip.bytes, query.client.bytes, sizeof input.ip.bytes);
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  g_autoptr (SvLookups) lookups = sv_lookups_new (answers);
  g_autoptr (SvSpfEvaluation) evaluation = evaluate (rand, &world, &input, lookups, answers);
  gboolean same = agree (&verdict, evaluation);
  if (!same && print)
    print_case (seed, &verdict, evaluation, &input, lookups);
  seen[evaluation->result]++;
  naive_verdict_clear (&verdict);
  random_spf_clear (&world);
  g_rand_free (rand);
  return same;
}

static void
test_agreement (void)
{
  guint seen[SV_SPF_PERMERROR + 1] = { 0 }, different = 0;
  for (guint seed = 1; seed <= SEEDS; seed++)
    {
      gboolean same = run_seed (seed, seen, different < PRINTED_MAX);
      g_autofree char *name = g_strdup_printf ("seed %u", seed);
      CHECK (name, same);
      different += !same;
    }
  for (guint i = 0; i < G_N_ELEMENTS (seen); i++)
    CHECK (sv_spf_result_name ((SvSpfResult)i), seen[i] >= RESULT_MIN);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "agreement with the naive evaluator", test_agreement },
    { NULL, NULL },
  };
  sv_libspf2_init ();
  return suite_run ("spf-property", tests);
}
