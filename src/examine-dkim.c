/* SPDX-License-Identifier: GPL-3.0-or-later
 * The time of reception, both verifications, and what they say of each signature; see
 * examine-dkim.h. */

#include "examine-dkim.h"

/* x= is judged at the time when the receiver at the border had the message, or at the present one
 * where no hop tells that. */
static SvDkimTimes
times_of (const SvReport *report, gint64 now)
{
  SvDkimTimes times = { .received = now, .now = now };
  if (report->identity->hop < 0)
    return times;
  const SvReceived *hop
      = &g_array_index (report->facts->received, SvReceived, report->identity->hop);
  if (hop->has_date)
    times.received = hop->date;
  return times;
}

gboolean
sv_examine_dkim (SvReport *report, SvDkimContent *content, gint64 now)
{
  const SvDkimTimes times = times_of (report, now);
  g_clear_pointer (&report->dkim, sv_dkim_verification_free);
  g_clear_pointer (&report->arc, sv_arc_verification_free);
  report->dkim = sv_dkim_verify (content, &times, report->lookups);
  report->arc = sv_arc_verify (content, report->lookups);
  sv_signatures_verified (report->signatures, report->dkim);
  return !report->dkim->waiting && !report->arc->waiting;
}
