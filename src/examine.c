/* SPDX-License-Identifier: GPL-3.0-or-later
 * Facts, identity, evaluation, comparison, findings: the arrows of the design in order. */

#include "examine.h"

#include "judge/signatures.h"
#include "spf/witness.h"

SvSpfEvaluation *
sv_examine_spf (const SvSpfInput *input, SvLookups *lookups, const SvWorld *world)
{
  gint64 deadline = g_get_monotonic_time () + world->dns_timeout;
  for (;;)
    {
      g_autoptr (SvSpfEvaluation) spf = sv_spf_evaluate (input, lookups);
      if (spf->state != SV_SPF_STATE_WAITING && sv_spf_witness (input, lookups, spf))
        return g_steal_pointer (&spf);
      sv_ask_answer (world->ask, lookups, world->answers, deadline);
    }
}

/* The one author domain (RFC 9989 5.3.1): of all From mailboxes, if they agree. */
static const char *
author_domain (const SvFacts *facts)
{
  const char *domain = NULL;
  for (guint i = 0; i < facts->from->len; i++)
    {
      const char *next = g_array_index (facts->from, SvMailbox, i).domain;
      if (!next || (domain && g_ascii_strcasecmp (domain, next) != 0))
        return NULL;
      domain = next;
    }
  return domain;
}

/* Best alignment of the signatures' domains; signatures that the receiver found good count before
 * the others. */
static void
align_dkim (const SvReport *report, SvAlignment *alignment)
{
  g_autoptr (GPtrArray) stored = sv_signatures_stored (report->facts, report->identity);
  gboolean best_passed = FALSE;
  for (guint i = 0; i < report->facts->signatures->len; i++)
    {
      const SvDkimSignature *signature
          = &g_array_index (report->facts->signatures, SvDkimSignature, i);
      gboolean passed = g_strcmp0 (stored->pdata[i], "pass") == 0;
      SvAligned aligned = sv_alignment (signature->domain, alignment->from_domain);
      if (passed < best_passed || (passed == best_passed && aligned <= alignment->dkim_aligned))
        continue;
      best_passed = passed;
      alignment->dkim_aligned = aligned;
      alignment->dkim_domain = signature->domain;
    }
}

/* SPF's domain for alignment: the judged one, else that of the identity which would be judged. */
static const char *
spf_domain (const SvReport *report)
{
  if (report->spf && report->spf->domain)
    return report->spf->domain;
  const SvIdentity *identity = report->identity;
  if (!identity->mail_from)
    return NULL;
  const char *domain = sv_address_domain (identity->mail_from);
  return identity->mail_from[0] ? (domain ? domain : identity->mail_from) : identity->helo;
}

static void
align (SvReport *report)
{
  SvAlignment *alignment = &report->alignment;
  alignment->from_domain = author_domain (report->facts);
  alignment->ascii_domain = sv_domain_to_ascii (alignment->from_domain);
  if (alignment->ascii_domain)
    alignment->organizational_domain = sv_organizational_domain (alignment->ascii_domain);
  alignment->spf_domain = spf_domain (report);
  alignment->spf_aligned = sv_alignment (alignment->spf_domain, alignment->from_domain);
  align_dkim (report, alignment);
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

static void
evaluate (SvReport *report, const SvWorld *world)
{
  const SvIdentity *identity = report->identity;
  gboolean judgeable = identity->ip.family
                       && ((identity->mail_from && identity->mail_from[0])
                           || (identity->mail_from && identity->helo));
  if (!judgeable)
    return;
  SvSpfInput input = { .ip = identity->ip,
                       .mail_from = identity->mail_from,
                       .helo = identity->helo,
                       .receiver = identity->receiver,
                       .now = world->now };
  if (sv_ask_can_answer (world->ask))
    report->spf = sv_examine_spf (&input, report->lookups, world);
  if (world->then_ask)
    evaluate_then (report, &input, world);
}

SvReport *
sv_examine (SvMessage *message, const SvWorld *world)
{
  SvReport *report = g_new0 (SvReport, 1);
  report->message = message;
  report->answers = world->answers;
  report->lookups = sv_lookups_new (world->answers);
  report->facts = sv_facts_read (message);
  report->enclosed = sv_enclosed_read (message, report->facts->headers);
  report->identity = sv_identity_find (report->facts, &world->said);
  sv_stored_find (report->facts, report->identity, &report->stored);
  evaluate (report, world);
  sv_compare (&report->stored, report->identity, report->spf, report->then,
              !sv_ask_can_answer (world->ask), &report->comparison);
  align (report);
  SvCase message_case = { report->facts,
                          report->identity,
                          &report->stored,
                          report->spf,
                          &report->comparison,
                          &report->alignment,
                          .enclosed = report->enclosed };
  report->findings = sv_findings_find (&message_case);
  return report;
}
