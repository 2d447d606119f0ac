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
  gint64 dns_timeout;   /* microseconds, for one message in all */
  gint64 now;           /* seconds since 1970 */
  gboolean verify_dkim; /* DKIM signatures and ARC chains; needs the bodies of the messages */
  gboolean few_fields;  /* those that no reader knows are left out; never with verify_dkim */
  gboolean no_advice;   /* no corrected record is worked out: nobody will see it */
  SvSaid said;
} SvWorld;

/* One message on its way to its report.  Evaluation never waits: a step goes as far as it can on
 * the answers that are there.  Whoever drives it gets the questions answered that wait in its
 * lookups (sv_lookups_take_wanted()), and steps again; many messages may wait at once.  One thread
 * at a time. */
typedef struct SvExamination SvExamination;

/* Reads what the message says; takes `message`, borrows `world`.  Never fails: what is wrong with
 * the mail is in the report. */
SvExamination *sv_examination_new (SvMessage *message, const SvWorld *world);

/* Evaluates on what is known by now.  TRUE once nothing waits for an answer any more. */
gboolean sv_examination_step (SvExamination *examination);

/* Where the questions wait; borrowed. */
SvLookups *sv_examination_lookups (SvExamination *examination);

/* Compares, and says what was found; takes `examination`, which must be done. */
SvReport *sv_examination_finish (SvExamination *examination);

/* Gives up a message whose report nobody wants; also what it took. */
void sv_examination_free (SvExamination *examination);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvExamination, sv_examination_free)

/* All of this for one message: takes it, and gets its questions answered until it is done or the
 * world's time for one message is over. */
SvReport *sv_examine (SvMessage *message, const SvWorld *world);

/* check_host() alone, likewise. */
SvSpfEvaluation *sv_examine_spf (const SvSpfInput *input, SvLookups *lookups, const SvWorld *world);
