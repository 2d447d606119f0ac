/* SPDX-License-Identifier: GPL-3.0-or-later
 * Fuzzes the whole evaluator with hostile answers, and what stock libspf2 is asked behind it.
 *
 * input = head [ LF answers ]          answers: script.h
 * head  = ip SP mail-from SP helo      judged; an unreadable ip is 192.0.2.3 */

#include "fuzz.h"
#include "script.h"

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

static SvSpfEvaluation *
evaluate (Script *script, const SvSpfInput *input, SvAnswers *answers)
{
  g_autoptr (SvLookups) lookups = sv_lookups_new (answers);
  for (guint round = 0; round < ROUNDS_MAX; round++)
    {
      g_autoptr (SvSpfEvaluation) evaluation = sv_spf_evaluate (input, lookups);
      if (evaluation->state != SV_SPF_STATE_WAITING && sv_spf_witness (input, lookups, evaluation))
        return g_steal_pointer (&evaluation);
      script_answer (script, lookups, answers);
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
  const guint8 *end = memchr (data, '\n', size);
  gsize len = end ? (gsize)(end - data) : size;
  g_auto (Script) script = script_read (data + len + (end ? 1 : 0), size - len - (end ? 1 : 0));
  g_autofree char *head = g_strndup ((const char *)data, len);
  g_auto (GStrv) words = g_strsplit (head, " ", 3);
  guint n = g_strv_length (words);
  SvSpfInput input = { .mail_from = n > 1 ? words[1] : "user@example.com",
                       .helo = n > 2 ? words[2] : NULL,
                       .now = 1700000000 };
  if (n == 0 || !sv_ip_parse (words[0], -1, &input.ip))
    g_assert_true (sv_ip_parse ("192.0.2.3", -1, &input.ip));
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  g_autoptr (SvSpfEvaluation) evaluation = evaluate (&script, &input, answers);
  check_evaluation (evaluation);
  check_repeated (evaluation, &input, answers);
  return 0;
}
