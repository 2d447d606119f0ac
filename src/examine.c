/* SPDX-License-Identifier: GPL-3.0-or-later
 * Facts, identity, evaluation, comparison, findings: the arrows of the design in order. */

#include "examine.h"

#include "examine-advice.h"
#include "examine-dkim.h"
#include "examine-dmarc.h"
#include "spf/witness.h"

/* Sections of the message's lookups: what its answers were used for, in the order of the report. */
enum
{
  SECTION_SPF,
  SECTION_DMARC,
  SECTION_DKIM
};

struct SvExamination
{
  const SvWorld *world;
  SvReport *report; /* in the making */
  SvSpfInput spf_input;
  gboolean spf_judgeable; /* it is known who is to be judged */
  gboolean spf_done;
  gboolean verdicts_done; /* what waits now is the advice */
  SvDkimContent *content; /* NULL: signatures are not to be verified */
  gboolean dkim_done;
};

/* One round: evaluates anew on what is known by now.  FALSE if questions wait for their answers. */
static gboolean
evaluate_spf (const SvSpfInput *input, SvLookups *lookups, SvSpfEvaluation **spf)
{
  g_clear_pointer (spf, sv_spf_evaluation_free);
  *spf = sv_spf_evaluate (input, lookups);
  return (*spf)->state != SV_SPF_STATE_WAITING && sv_spf_witness (input, lookups, *spf);
}

SvSpfEvaluation *
sv_examine_spf (const SvSpfInput *input, SvLookups *lookups, const SvWorld *world)
{
  gint64 deadline = g_get_monotonic_time () + world->dns_timeout;
  SvSpfEvaluation *spf = NULL;
  while (!evaluate_spf (input, lookups, &spf))
    sv_ask_answer (world->ask, lookups, world->answers, deadline);
  return spf;
}

/* Who is judged; FALSE if that is not known. */
static gboolean
spf_input (const SvReport *report, const SvWorld *world, SvSpfInput *input)
{
  const SvIdentity *identity = report->identity;
  *input = (SvSpfInput){ .ip = identity->ip,
                         .mail_from = identity->mail_from,
                         .helo = identity->helo,
                         .receiver = identity->receiver,
                         .now = world->now };
  return identity->ip.family && identity->mail_from && (identity->mail_from[0] || identity->helo);
}

/* The same on the DNS of then, which needs no network and waits for nothing. */
static void
evaluate_then (SvReport *report, const SvSpfInput *input, const SvWorld *world)
{
  SvWorld then = *world;
  then.ask = world->then_ask;
  then.answers = world->then_answers;
  report->then_lookups = sv_lookups_new (then.answers);
  report->then = sv_examine_spf (input, report->then_lookups, &then);
  if (report->spf)
    report->changes = sv_changes_find (sv_lookups_used (report->then_lookups),
                                       sv_lookups_used (report->lookups));
}

SvExamination *
sv_examination_new (SvMessage *message, const SvWorld *world)
{
  SvExamination *examination = g_new0 (SvExamination, 1);
  SvReport *report = g_new0 (SvReport, 1);
  report->message = message;
  report->answers = world->answers;
  report->lookups = sv_lookups_new (world->answers);
  report->facts = sv_facts_read (message, world->verify_dkim || !world->few_fields);
  report->enclosed = sv_enclosed_read (message, report->facts->headers);
  report->identity = sv_identity_find (report->facts, &world->said);
  sv_stored_find (report->facts, report->identity, &report->stored);
  report->signatures = sv_signatures_judge (report->facts, report->identity);
  examination->world = world;
  examination->report = report;
  examination->spf_judgeable = spf_input (report, world, &examination->spf_input);
  examination->spf_done = !examination->spf_judgeable;
  if (world->verify_dkim && sv_ask_can_answer (world->ask))
    examination->content = sv_dkim_content_new (report->facts->headers, message);
  examination->dkim_done = !examination->content;
  return examination;
}

/* SPF, DKIM and DMARC on what is known by now.  Signatures are verified once all keys are there,
 * and then not again. */
static gboolean
judge (SvExamination *examination)
{
  SvReport *report = examination->report;
  if (!examination->spf_done)
    {
      sv_lookups_begin (report->lookups, SECTION_SPF);
      examination->spf_done = evaluate_spf (&examination->spf_input, report->lookups, &report->spf);
    }
  if (!examination->dkim_done)
    {
      sv_lookups_begin (report->lookups, SECTION_DKIM);
      examination->dkim_done
          = sv_examine_dkim (report, examination->content, examination->world->now);
    }
  sv_lookups_begin (report->lookups, SECTION_DMARC);
  return sv_examine_dmarc (report) && examination->spf_done && examination->dkim_done;
}

/* What the verdicts ask is asked together; only then it is known whether a record is to be advised.
 */
gboolean
sv_examination_step (SvExamination *examination)
{
  if (!sv_ask_can_answer (examination->world->ask))
    return TRUE;
  examination->verdicts_done = examination->verdicts_done || judge (examination);
  return examination->verdicts_done
         && sv_examine_advice (examination->report,
                               examination->spf_judgeable ? &examination->spf_input : NULL,
                               examination->world->no_advice);
}

SvLookups *
sv_examination_lookups (SvExamination *examination)
{
  const SvReport *report = examination->report;
  return examination->verdicts_done && report->advice_lookups ? report->advice_lookups
                                                              : report->lookups;
}

static void
find (SvReport *report)
{
  SvCase message_case = { report->facts,
                          report->identity,
                          &report->stored,
                          report->spf,
                          &report->comparison,
                          &report->alignment,
                          .enclosed = report->enclosed,
                          .dmarc = report->dmarc,
                          .dmarc_rfc7489 = report->dmarc_rfc7489,
                          .identifiers = report->identifiers,
                          .lints = report->lints,
                          .signatures = report->signatures,
                          .dkim = report->dkim,
                          .arc = report->arc,
                          .body = report->message->body,
                          .advice = report->advice };
  sv_advice_weigh (report->advice, &message_case);
  report->findings = sv_findings_find (&message_case);
}

SvReport *
sv_examination_finish (SvExamination *examination)
{
  SvReport *report = g_steal_pointer (&examination->report);
  const SvWorld *world = examination->world;
  if (examination->spf_judgeable && world->then_ask)
    evaluate_then (report, &examination->spf_input, world);
  sv_compare (&report->stored, report->identity, report->spf, report->then,
              !sv_ask_can_answer (world->ask), &report->comparison);
  sv_examine_align (report);
  find (report);
  sv_examination_free (examination);
  return report;
}

void
sv_examination_free (SvExamination *examination)
{
  if (!examination)
    return;
  sv_dkim_content_free (examination->content);
  sv_report_free (examination->report);
  g_free (examination);
}

SvReport *
sv_examine (SvMessage *message, const SvWorld *world)
{
  SvExamination *examination = sv_examination_new (message, world);
  gint64 deadline = g_get_monotonic_time () + world->dns_timeout;
  while (!sv_examination_step (examination))
    sv_ask_answer (world->ask, sv_examination_lookups (examination), world->answers, deadline);
  return sv_examination_finish (examination);
}
