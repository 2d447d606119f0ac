/* SPDX-License-Identifier: GPL-3.0-or-later
 * The report on one message: everything that was read, judged and found. */

#pragma once

#include "dkim/arc.h"
#include "judge/advice.h"
#include "judge/changes.h"
#include "judge/findings.h"
#include "spf/lint.h"

/* Owns all of it. */
typedef struct
{
  SvMessage *message;
  SvFacts *facts;
  SvIdentity *identity;
  SvAnswers *answers;      /* borrowed: the store that the lookups point into */
  SvLookups *lookups;      /* answers used, in order */
  SvSpfEvaluation *spf;    /* NULL: not evaluated, comparison.cause says why */
  SvLookups *then_lookups; /* the same on the recorded DNS of the day of reception; NULL without */
  SvSpfEvaluation *then;   /* NULL: no DNS of then, or nothing to evaluate */
  SvDkimVerification
      *dkim;              /* NULL: not verified, because nobody wanted it or no DNS was to be had */
  SvArcVerification *arc; /* NULL likewise */
  GArray *signatures;     /* SvJudgedSignature per facts->signatures */
  GArray *changes;        /* SvChange: answers that differ; NULL without both evaluations */
  SvStored stored;
  SvComparison comparison;
  SvDmarcEvaluation *dmarc;         /* RFC 9989; NULL: no author domain, or no DNS to ask */
  SvDmarcEvaluation *dmarc_rfc7489; /* for comparison; NULL likewise */
  SvDmarcIdentifiers *identifiers;  /* what both were evaluated on; NULL likewise */
  SvAlignment alignment;
  SvEnclosed *enclosed;      /* what the body encloses; its messages are reports of their own */
  SvLookups *advice_lookups; /* answers that the advice needed beside those of the verdict */
  GArray *lints;             /* SvSpfLint of the judged record; NULL: it was not looked at */
  SvAdvice *advice;          /* NULL: there is nothing to advise */
  GArray *findings;          /* SvFinding */
} SvReport;

/* The present word on DKIM: of the signature that alignment is said of, "none" without any.  NULL:
 * not verified. */
const char *sv_dkim_now (const SvReport *report);

/* The present word on the ARC chain; NULL: not verified. */
const char *sv_arc_now (const SvReport *report);

void sv_report_free (SvReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvReport, sv_report_free)
