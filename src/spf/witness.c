/* SPDX-License-Identifier: GPL-3.0-or-later
 * What stock libspf2 would say, and why it says something else; see witness.h. */

#include "spf/witness.h"

#include "spf/domain.h"
#include "spf/libspf2.h"
#include "spf/record.h"
#include "spf/witness-record.h"

#include <string.h>

/* Names and types that it may ask for, and how often in all: it counts the terms of each include
 * apart, so that includes inside each other multiply. */
#define QUESTIONS_MAX 40
#define QUERIES_MAX 200

/* Includes inside each other behind which nothing new is asked for its sake.  Records that somebody
 * keeps have three or four levels; a chain without end is made to have questions asked. */
#define DEPTH_MAX 6

/* Names of a reverse lookup with more of which it gives up; RFC 7208 4.6.4 ignores the rest. */
#define PTR_MAX 10

/* One check by libspf2, and what it met. */
typedef struct
{
  SvLookups *lookups;
  SvMacroValues values;
  GHashTable *questions; /* char *: "TYPE NAME" */
  guint queries;
  GPtrArray *texts;  /* char *: the records that libspf2 is reading */
  gboolean too_deep; /* no new questions */
  gboolean missing;  /* an answer is not there yet */
  const char *refused;
  gboolean localhost;
  gboolean truncated, zero_prefix, inner_redirect, many_names;
  const SvSpfEvaluation *ours;
} Check;

/* Counts a question; FALSE if it is one too many. */
static gboolean
count_question (Check *check, const char *name, SvDnsType type)
{
  char *key = g_strdup_printf ("%d %s", (int)type, name);
  g_hash_table_add (check->questions, key);
  if (++check->queries <= QUERIES_MAX && g_hash_table_size (check->questions) <= QUESTIONS_MAX)
    return TRUE;
  check->refused = "query-limit";
  return FALSE;
}

/* The answer that libspf2 gets: NULL, with the reason noted, where it has to stop. */
static const SvDnsAnswer *
answer_for (Check *check, const char *name, SvDnsType type)
{
  if (check->refused || check->missing || !count_question (check, name, type))
    return NULL;
  const SvDnsAnswer *answer = sv_lookups_get (check->lookups, name, type);
  if (!answer && check->too_deep)
    {
      check->refused = "too-deep";
      g_ptr_array_unref (sv_lookups_take_wanted (check->lookups));
      return NULL;
    }
  check->missing = !answer;
  if (answer && answer->status == SV_DNS_UNRECORDED)
    check->refused = "dns-unrecorded";
  else if (answer && answer->status > SV_DNS_NXDOMAIN)
    check->refused = "dns-trouble";
  return check->refused ? NULL : answer;
}

/* Stands for every answer without records. */
static const SvDnsAnswer nothing = { .status = SV_DNS_NXDOMAIN };

/* Names from a record may have a final dot; those from DNS are in their form already. */
static char *
without_final_dot (const char *name)
{
  gsize len = strlen (name);
  return g_strndup (name, len - (len > 0 && name[len - 1] == '.'));
}

static const SvDnsAnswer *
ask (gpointer data, const char *asked, SvDnsType type)
{
  Check *check = data;
  g_autofree char *name = without_final_dot (asked);
  if (!sv_domain_can_ask (name))
    return &nothing;
  const SvDnsAnswer *answer = answer_for (check, name, type);
  if (answer && type == SV_DNS_PTR && answer->records->len > PTR_MAX)
    check->many_names = TRUE;
  return answer;
}

/* Turns a published record into one for libspf2; what it has in it is noted. */
static void
take_record (Check *check, const char *text, gsize len)
{
  SvWitnessRecord record = sv_witness_record_read (text, len, &check->values);
  if (!record.text)
    {
      check->refused = record.refused;
      return;
    }
  /* What does not compile is no shortened record. */
  if (!record.zero_prefix && sv_libspf2_terms_kept (record.text) < record.n_terms)
    check->truncated = TRUE;
  check->zero_prefix = check->zero_prefix || record.zero_prefix;
  check->inner_redirect = check->inner_redirect || record.inner_redirect;
  g_ptr_array_add (check->texts, record.text);
}

/* The SPF records among the TXT records (RFC 7208 4.5), as GBytes. */
static GPtrArray *
spf_records (const SvDnsAnswer *answer)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  for (guint i = 0; i < answer->records->len; i++)
    {
      GBytes *bytes = sv_dns_record_joined (&g_array_index (answer->records, SvDnsRecord, i));
      gsize len;
      const char *text = g_bytes_get_data (bytes, &len);
      if (len > 0 && sv_spf_record_is_one (text, len))
        g_ptr_array_add (found, bytes);
      else
        g_bytes_unref (bytes);
    }
  return found;
}

/* Of several records libspf2 reads none: any will do. */
static const GPtrArray *
records (gpointer data, const char *asked)
{
  Check *check = data;
  g_autofree char *name = without_final_dot (asked);
  g_ptr_array_set_size (check->texts, 0);
  if (!sv_domain_can_judge (name))
    return check->texts;
  const SvDnsAnswer *answer = answer_for (check, name, SV_DNS_TXT);
  if (!answer)
    return NULL;
  g_autoptr (GPtrArray) found = spf_records (answer);
  for (guint i = 0; found->len > 1 && i < found->len; i++)
    g_ptr_array_add (check->texts, g_strdup ("v=spf1 -all"));
  if (found->len == 1)
    {
      gsize len;
      const char *text = g_bytes_get_data (found->pdata[0], &len);
      check->values.domain = name;
      take_record (check, text, len);
      check->values.domain = NULL;
    }
  return check->refused ? NULL : check->texts;
}

/* Localhost always passes (127.0.0.0/8, ::1). */
static gboolean
is_localhost (const SvIp *ip)
{
  static const guint8 one[16] = { [15] = 1 };
  return ip->family == 4 ? ip->bytes[0] == 127 : memcmp (ip->bytes, one, sizeof one) == 0;
}

static gboolean
localhost (const Check *check)
{
  return check->localhost;
}

static gboolean
lookup_limit (const Check *check)
{
  return check->ours->problem == SV_SPF_PROBLEM_LOOKUP_LIMIT;
}

static gboolean
void_limit (const Check *check)
{
  return check->ours->problem == SV_SPF_PROBLEM_VOID_LIMIT;
}

static gboolean
mx_limit (const Check *check)
{
  return check->ours->problem == SV_SPF_PROBLEM_MX_LIMIT;
}

static gboolean
zero_prefix (const Check *check)
{
  return check->zero_prefix;
}

static gboolean
truncated_record (const Check *check)
{
  return check->truncated;
}

static gboolean
inner_redirect (const Check *check)
{
  return check->inner_redirect;
}

static gboolean
many_names (const Check *check)
{
  return check->many_names;
}

static gboolean
unexplained (const Check *check)
{
  return check != NULL;
}

/* Why it differs: the first that holds.  A limit that it does not keep comes first, for that alone
 * makes ours a permerror. */
static const struct
{
  const char *reason;
  gboolean (*holds) (const Check *check);
} reasons[] = {
  { "localhost", localhost },           { "lookup-limit", lookup_limit },
  { "void-limit", void_limit },         { "mx-limit", mx_limit },
  { "zero-prefix", zero_prefix },       { "truncated-record", truncated_record },
  { "inner-redirect", inner_redirect }, { "ptr-limit", many_names },
  { "unexplained", unexplained },
};

static const char *
reason_of (const Check *check)
{
  gsize i = 0;
  while (!reasons[i].holds (check))
    i++;
  return reasons[i].reason;
}

/* The deepest record that was met. */
static guint
depth_of (const SvSpfEvaluation *evaluation)
{
  guint depth = 0;
  for (guint i = 0; i < evaluation->trace->len; i++)
    depth = MAX (depth, g_array_index (evaluation->trace, SvSpfStep, i).depth);
  return depth;
}

/* The values of macros, as far as they are such that libspf2 would use the same. */
static SvMacroValues
values_of (const SvSpfInput *input, const SvSpfEvaluation *evaluation, char **local_part)
{
  const char *at = strrchr (evaluation->sender, '@');
  *local_part = g_strndup (evaluation->sender, (gsize)(at - evaluation->sender));
  const char *helo = input->helo && sv_witness_name_is_plain (input->helo) ? input->helo : NULL;
  return (SvMacroValues){ .ip = input->ip,
                          .sender = evaluation->sender,
                          .local_part = *local_part,
                          .sender_domain = evaluation->domain,
                          .helo = helo };
}

static void
consult (Check *check, const SvIp *ip, SvSpfEvaluation *evaluation)
{
  const SvLibspf2Witnessed source = { .ask = ask, .records = records, .data = check };
  SvSpfResult result = SV_SPF_NONE;
  gboolean whole = sv_libspf2_judge_whole (ip, evaluation->domain, &source, &result);
  SvSpfWitness *witness = &evaluation->witness;
  if (!whole || check->refused)
    witness->reason = whole ? check->refused : "internal-error";
  else if (!check->missing)
    {
      witness->result = sv_spf_result_name (result);
      witness->reason = result == evaluation->result ? NULL : reason_of (check);
    }
}

gboolean
sv_spf_witness (const SvSpfInput *input, SvLookups *lookups, SvSpfEvaluation *evaluation)
{
  evaluation->witness = (SvSpfWitness){ 0 };
  if (evaluation->state != SV_SPF_STATE_DONE)
    return TRUE;
  if (evaluation->problem == SV_SPF_PROBLEM_INVALID_DOMAIN)
    evaluation->witness.reason = "invalid-domain";
  else if (!sv_witness_name_is_plain (evaluation->domain))
    evaluation->witness.reason = "odd-name";
  if (evaluation->witness.reason)
    return TRUE;
  g_autofree char *local_part = NULL;
  g_autoptr (GHashTable) questions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  Check check = { .lookups = lookups,
                  .values = values_of (input, evaluation, &local_part),
                  .questions = questions,
                  .texts = texts,
                  .too_deep = depth_of (evaluation) > DEPTH_MAX,
                  .localhost = is_localhost (&input->ip),
                  .ours = evaluation };
  consult (&check, &input->ip, evaluation);
  return evaluation->witness.result || evaluation->witness.reason || !check.missing;
}

gboolean
sv_spf_witness_differs (const SvSpfEvaluation *evaluation)
{
  const char *result = evaluation->witness.result;
  return result && strcmp (result, sv_spf_result_name (evaluation->result)) != 0;
}
