/* SPDX-License-Identifier: GPL-3.0-or-later
 * The path of a single message: from its bytes to its report. */

#pragma once

#include "dns/ask.h"
#include "report.h"

/* The doors that an examination may use, and what the user said. */
typedef struct
{
  SvAsk *ask;
  SvAnswers *answers;
  SvAsk *then_ask; /* the recorded DNS of the day of reception, NULL if none was given */
  SvAnswers *then_answers;
  gint64 dns_timeout; /* microseconds, for one message in all */
  gint64 now;         /* seconds since 1970 */
  SvSaid said;
} SvWorld;

/* Examines one message; takes `message`.  Never fails: what is wrong with the mail is in the
 * report. */
SvReport *sv_examine (SvMessage *message, const SvWorld *world);

/* Evaluates, getting questions answered until it is done or the world's time for one message is
 * over. */
SvSpfEvaluation *sv_examine_spf (const SvSpfInput *input, SvLookups *lookups, const SvWorld *world);
