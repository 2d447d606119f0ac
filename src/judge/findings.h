/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is worth knowing about one message: rules over facts and verdicts. */

#pragma once

#include "dkim/arc.h"
#include "dmarc/alignment.h"
#include "judge/compare.h"
#include "judge/dmarc-identifiers.h"
#include "judge/remedies.h"
#include "mail/enclosed.h"

/* How the domains of a message stand to its author's: by the tree walk of RFC 9989 if DNS tells,
 * else by the public suffix list. */
typedef struct
{
  const char *from_domain;     /* of the one From mailbox; NULL: no single author domain */
  char *ascii_domain;          /* the same as A-labels */
  char *organizational_domain; /* of the author */
  const char *spf_domain;      /* judged by SPF, or to be judged */
  SvAligned spf_aligned;       /* of the judged SPF domain */
  SvAligned dkim_aligned;      /* best of the signatures, of those that pass first */
  const char *dkim_domain;     /* the d= that this is said of */
  int dkim_index;              /* the signature that this is said of, -1: none */
} SvAlignment;

/* The corrected record: judge/advice.h. */
typedef struct SvAdvice SvAdvice;

/* Everything a rule may look at. */
typedef struct
{
  const SvFacts *facts;
  const SvIdentity *identity;
  const SvStored *stored;
  const SvSpfEvaluation *spf; /* NULL: not evaluated */
  const SvComparison *comparison;
  const SvAlignment *alignment;
  const SvEnclosed *enclosed;                     /* NULL: the body was not read */
  const SvDmarcEvaluation *dmarc, *dmarc_rfc7489; /* NULL: not evaluated */
  const SvDmarcIdentifiers *identifiers;          /* NULL likewise */
  const GArray *lints;            /* SvSpfLint; NULL: the record was not looked at */
  const GArray *signatures;       /* SvJudgedSignature per facts->signatures */
  const SvDkimVerification *dkim; /* NULL: not verified */
  const SvArcVerification *arc;   /* NULL likewise */
  GBytes *body;                   /* NULL: not read */
  const SvAdvice *advice;         /* NULL: there is nothing to advise */
} SvCase;

/* One finding.  `values` fill the placeholders of its texts. */
typedef struct
{
  const SvFindingText *text;
  SvSeverity severity;    /* the row's, unless the rule knows better */
  guint line;             /* header line of the evidence, 0: none */
  GPtrArray *values;      /* char *: name, value, name, value … */
  const char *reference;  /* where the row's does not say enough, else NULL; static */
  const SvAdvice *advice; /* the remedy is this; NULL: the row's.  Borrowed from the report */
} SvFinding;

/* All findings, the one that explains a complaint first.  A GArray of SvFinding that frees its
 * elements. */
GArray *sv_findings_find (const SvCase *message);

/* The texts in the user's language with their values in place; newly allocated, NULL where the row
 * has none. */
char *sv_finding_title (const SvFinding *finding);
char *sv_finding_detail (const SvFinding *finding);
char *sv_finding_remedy (const SvFinding *finding);
