/* SPDX-License-Identifier: GPL-3.0-or-later
 * Fuzzes the whole evaluator with hostile answers, and what stock libspf2 is asked behind it.
 *
 * input  = head *( LF answer )
 * head   = ip SP mail-from SP helo         judged; an unreadable ip is 192.0.2.3
 * answer = "!" / "?" / "-" / "~" / "."     SERVFAIL, NXDOMAIN, NODATA, TIMEOUT, unrecorded
 *        / record *( %x1F record )         strings of TXT behind %x1E
 * The n-th question that is asked gets the n-th answer; behind the last one they begin anew, so
 * that a small input can make loops. */

#include "fuzz.h"

#include "spf/evaluate.h"
#include "spf/libspf2.h"
#include "spf/witness.h"

#include <string.h>

/* More rounds than eleven records, each with MX, addresses and a reverse lookup, can need, and then
 * the witness with its questions. */
#define ROUNDS_MAX 128

/* RFC 7208 4.6.4, and the one that broke the limit. */
#define LOOKUPS_MAX 11
#define VOIDS_MAX 3

typedef struct
{
  GPtrArray *lines; /* GBytes */
  guint next;
} Script;

/* Splits bytes at `separator`. */
static GPtrArray *
split (const guint8 *data, gsize size, guint8 separator)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  gsize start = 0;
  for (gsize i = 0; i <= size; i++)
    if (i == size || data[i] == separator)
      {
        g_ptr_array_add (parts, g_bytes_new (data + start, i - start));
        start = i + 1;
      }
  return parts;
}

static GPtrArray *
split_bytes (GBytes *bytes, guint8 separator)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  return split (data ? data : (const guint8 *)"", size, separator);
}

static char *
text_of (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  return g_strndup (data ? data : "", size);
}

/* An address as text, or else from the bytes themselves. */
static void
fill_address (SvDnsRecord *record, SvDnsType type, GBytes *bytes)
{
  g_autofree char *text = text_of (bytes);
  guint8 family = type == SV_DNS_A ? 4 : 6;
  if (sv_ip_parse (text, -1, &record->ip) && record->ip.family == family)
    return;
  record->ip = (SvIp){ .family = family };
  memcpy (record->ip.bytes, text, MIN (strlen (text), family == 4 ? 4u : 16u));
}

static void
add_record (SvDnsAnswer *answer, GBytes *bytes)
{
  SvDnsRecord record = { 0 };
  if (answer->type == SV_DNS_TXT)
    record.strings = split_bytes (bytes, 0x1e);
  else if (answer->type == SV_DNS_A || answer->type == SV_DNS_AAAA)
    fill_address (&record, answer->type, bytes);
  else
    record.name = text_of (bytes);
  sv_dns_answer_add (answer, &record);
}

static SvDnsAnswer *
next_answer (Script *script, const SvDnsQuestion *question)
{
  static const char marks[] = "!?-~.";
  static const SvDnsStatus meant[]
      = { SV_DNS_SERVFAIL, SV_DNS_NXDOMAIN, SV_DNS_NODATA, SV_DNS_TIMEOUT, SV_DNS_UNRECORDED };
  GBytes *line = script->lines->pdata[script->next];
  script->next = script->next + 1 < script->lines->len ? script->next + 1 : 1;
  script->next = MIN (script->next, script->lines->len - 1);
  gsize size;
  const char *data = g_bytes_get_data (line, &size);
  const char *mark = size == 1 && *data ? strchr (marks, *data) : NULL;
  if (mark)
    return sv_dns_answer_new (question->name, question->type, meant[mark - marks]);
  SvDnsAnswer *answer = sv_dns_answer_new (question->name, question->type, SV_DNS_NOERROR);
  g_autoptr (GPtrArray) records = split_bytes (line, 0x1f);
  for (guint i = 0; i < records->len; i++)
    add_record (answer, records->pdata[i]);
  return answer;
}

static void
answer_all (Script *script, SvLookups *lookups, SvAnswers *answers)
{
  g_autoptr (GPtrArray) wanted = sv_lookups_take_wanted (lookups);
  g_assert_cmpuint (wanted->len, >, 0);
  for (guint i = 0; i < wanted->len; i++)
    sv_answers_put (answers, next_answer (script, wanted->pdata[i]));
}

static SvSpfEvaluation *
evaluate (Script *script, const SvSpfInput *input, SvAnswers *answers)
{
  g_autoptr (SvLookups) lookups = sv_lookups_new (answers);
  for (guint round = 0; round < ROUNDS_MAX; round++)
    {
      g_autoptr (SvSpfEvaluation) evaluation = sv_spf_evaluate (input, lookups);
      if (evaluation->state != SV_SPF_STATE_WAITING && sv_spf_witness (input, lookups, evaluation))
        return g_steal_pointer (&evaluation);
      answer_all (script, lookups, answers);
    }
  g_assert_not_reached ();
}

static void
check_evaluation (const SvSpfEvaluation *evaluation)
{
  gboolean done = evaluation->state == SV_SPF_STATE_DONE;
  gboolean error = evaluation->result == SV_SPF_PERMERROR || evaluation->result == SV_SPF_TEMPERROR;
  g_assert_cmpuint (evaluation->lookups, <=, LOOKUPS_MAX);
  g_assert_cmpuint (evaluation->voids, <=, VOIDS_MAX);
  if (!done)
    return;
  g_assert_true ((evaluation->problem != SV_SPF_PROBLEM_NONE)
                 == (error || evaluation->result == SV_SPF_NONE));
  g_assert_true ((evaluation->mechanism != NULL) == (evaluation->problem == SV_SPF_PROBLEM_NONE));
  g_assert_true (evaluation->result == SV_SPF_FAIL || !evaluation->explanation);
}

/* Once more on a store that is full: nothing is wanted, and the verdict is the same. */
static void
check_repeated (const SvSpfEvaluation *evaluation, const SvSpfInput *input, SvAnswers *answers)
{
  g_autoptr (SvLookups) lookups = sv_lookups_new (answers);
  g_autoptr (SvSpfEvaluation) again = sv_spf_evaluate (input, lookups);
  g_assert_cmpint (again->state, ==, evaluation->state);
  g_assert_cmpint (again->result, ==, evaluation->result);
  g_assert_cmpstr (again->mechanism, ==, evaluation->mechanism);
  g_assert_cmpstr (again->explanation, ==, evaluation->explanation);
  g_assert_cmpuint (again->lookups, ==, evaluation->lookups);
  g_assert_cmpuint (again->voids, ==, evaluation->voids);
  g_assert_cmpuint (again->trace->len, ==, evaluation->trace->len);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  sv_libspf2_init ();
  Script script = { .lines = split (data, size, '\n'), .next = 1 };
  g_autofree char *head = text_of (script.lines->pdata[0]);
  g_auto (GStrv) words = g_strsplit (head, " ", 3);
  guint n = g_strv_length (words);
  SvSpfInput input = { .mail_from = n > 1 ? words[1] : "user@example.com",
                       .helo = n > 2 ? words[2] : NULL,
                       .now = 1700000000 };
  if (n == 0 || !sv_ip_parse (words[0], -1, &input.ip))
    g_assert_true (sv_ip_parse ("192.0.2.3", -1, &input.ip));
  if (script.lines->len == 1)
    g_ptr_array_add (script.lines, g_bytes_new ("v=spf1 -all", 11));
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  g_autoptr (SvSpfEvaluation) evaluation = evaluate (&script, &input, answers);
  check_evaluation (evaluation);
  check_repeated (evaluation, &input, answers);
  g_ptr_array_unref (script.lines);
  return 0;
}
