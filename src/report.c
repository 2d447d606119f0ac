/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a report says in one word, and its end; see report.h. */

#include "report.h"

const char *
sv_dkim_now (const SvReport *report)
{
  int index = report->alignment.dkim_index;
  if (!report->dkim)
    return NULL;
  if (report->signatures->len == 0)
    return "none";
  return index < 0
             ? NULL
             : sv_signature_now (&g_array_index (report->signatures, SvJudgedSignature, index));
}

const char *
sv_arc_now (const SvReport *report)
{
  return report->arc ? sv_arc_result_name (report->arc->result) : NULL;
}

void
sv_report_free (SvReport *report)
{
  if (!report)
    return;
  g_clear_pointer (&report->findings, g_array_unref);
  g_clear_pointer (&report->advice, sv_advice_free);
  g_clear_pointer (&report->lints, g_array_unref);
  g_clear_pointer (&report->advice_lookups, sv_lookups_free);
  g_clear_pointer (&report->enclosed, sv_enclosed_free);
  g_clear_pointer (&report->changes, g_array_unref);
  g_clear_pointer (&report->then, sv_spf_evaluation_free);
  g_clear_pointer (&report->then_lookups, sv_lookups_free);
  g_clear_pointer (&report->identifiers, sv_dmarc_identifiers_free);
  g_clear_pointer (&report->dmarc_rfc7489, sv_dmarc_evaluation_free);
  g_clear_pointer (&report->dmarc, sv_dmarc_evaluation_free);
  g_clear_pointer (&report->signatures, g_array_unref);
  g_clear_pointer (&report->arc, sv_arc_verification_free);
  g_clear_pointer (&report->dkim, sv_dkim_verification_free);
  g_clear_pointer (&report->spf, sv_spf_evaluation_free);
  g_clear_pointer (&report->lookups, sv_lookups_free);
  g_clear_pointer (&report->identity, sv_identity_free);
  g_clear_pointer (&report->facts, sv_facts_free);
  g_clear_pointer (&report->message, sv_message_free);
  g_free (report->alignment.ascii_domain);
  g_free (report->alignment.organizational_domain);
  g_free (report);
}
