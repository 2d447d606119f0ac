/* SPDX-License-Identifier: GPL-3.0-or-later
 * check_host() of RFC 7208 as a pure function over DNS answers: it is done, or it names what it
 * waits for. */

#pragma once

#include "dns/answers.h"
#include "ip.h"
#include "verdict.h"

/* What is judged. */
typedef struct
{
  SvIp ip;
  const char *mail_from; /* "" or NULL: the null sender, judged as postmaster@helo (RFC 7208 2.4) */
  const char *helo;      /* may be NULL */
  const char *receiver;  /* %{r}; NULL: "unknown" */
  const char *default_explanation; /* stands in where the domain gives none; may be NULL */
  gint64 now;                      /* seconds since 1970, for %{t} */
} SvSpfInput;

typedef enum
{
  SV_SPF_STATE_DONE,
  SV_SPF_STATE_WAITING,   /* questions are noted in the lookups: answer them and evaluate again */
  SV_SPF_STATE_UNRECORDED /* the verdict needs an answer that was not recorded: there is no result
                           */
} SvSpfState;

typedef enum
{
  SV_SPF_OUTCOME_MATCH, /* of a redirect: something in the record it leads to matched */
  SV_SPF_OUTCOME_NO_MATCH,
  SV_SPF_OUTCOME_ERROR,
  SV_SPF_OUTCOME_SKIPPED,    /* a modifier, or a redirect beside all */
  SV_SPF_OUTCOME_NOT_REACHED /* terms behind the one that decided */
} SvSpfOutcome;

/* The word of the report for an outcome: "match", "no-match" …; static. */
const char *sv_spf_outcome_name (SvSpfOutcome outcome);

/* One term as it was met: an include before the terms of its record, a redirect behind all others
 * of its own. */
typedef struct
{
  guint depth;  /* 0 for the record of the judged domain; include and redirect lead one deeper */
  char *domain; /* whose record the term is in */
  char *term;   /* as published */
  char *target; /* expanded domain, or NULL where the term has none */
  SvSpfOutcome outcome;
  guint lookups; /* terms that ask DNS, counted up to and with this one */
  guint voids;
  char *record;     /* include, redirect: the record that was entered, as published; else NULL */
  gboolean decides; /* this is the term that decided, or that broke the evaluation */
} SvSpfStep;

/* Why an evaluation gave permerror or temperror; the report's word is sv_spf_problem_name(). */
typedef enum
{
  SV_SPF_PROBLEM_NONE,
  SV_SPF_PROBLEM_SYNTAX,
  SV_SPF_PROBLEM_MULTIPLE_RECORDS,
  SV_SPF_PROBLEM_LOOKUP_LIMIT,
  SV_SPF_PROBLEM_VOID_LIMIT,
  SV_SPF_PROBLEM_MX_LIMIT,
  SV_SPF_PROBLEM_INCLUDE_NONE,  /* include: of a domain without a record */
  SV_SPF_PROBLEM_REDIRECT_NONE, /* redirect= to a domain without a record */
  SV_SPF_PROBLEM_DNS_TIMEOUT,
  SV_SPF_PROBLEM_DNS_SERVFAIL,
  SV_SPF_PROBLEM_DNS_REFUSED,
  SV_SPF_PROBLEM_NO_DOMAIN,     /* with result none: NXDOMAIN at the judged domain */
  SV_SPF_PROBLEM_NO_RECORD,     /* with result none: the domain publishes no SPF record */
  SV_SPF_PROBLEM_INVALID_DOMAIN /* with result none: malformed or single-label (RFC 7208 4.3) */
} SvSpfProblem;
const char *sv_spf_problem_name (SvSpfProblem problem); /* NULL for SV_SPF_PROBLEM_NONE */

/* What stock libspf2 would have said of the same check (spf/witness.h). */
typedef struct
{
  const char *result; /* word of RFC 7208, static; NULL: it was not consulted */
  const char *reason; /* word for data, static: why not, or why it differs; NULL where it agrees */
} SvSpfWitness;

/* One evaluation.  Owns everything in it. */
typedef struct
{
  SvSpfState state;
  SvSpfResult result;     /* only if state is done */
  gboolean helo_identity; /* HELO was judged in place of an empty MAIL FROM */
  char *domain;           /* judged domain, A-labels; NULL if there is none */
  char *sender;           /* judged identity, with postmaster@ put in (RFC 7208 4.3) */
  char *record;    /* of the judged domain, all strings joined; NULL if none.  Any byte but NUL can
                      occur. */
  char *mechanism; /* deciding term as published, where it stands; "default" where none matched;
                      NULL without a match */
  GPtrArray
      *path; /* char *: domains from the judged one down to that of the deciding or breaking term */
  SvSpfProblem problem;
  char *problem_term;   /* the term that broke it, or NULL */
  char *problem_domain; /* whose record, or which name, is broken: the target without a record, the
                           name that DNS had trouble with, the name with too many MX; or NULL */
  int problem_column;   /* 1-based byte of the record at which a syntax error was met, 0: does not
                           apply */
  char *explanation;    /* exp= expanded, or the default explanation; only with fail */
  guint lookups;        /* the term that broke the limit is counted too: 11 */
  guint voids;          /* names of a reverse lookup are not the publisher's and are not counted */
  GArray *trace;        /* SvSpfStep */
  SvSpfWitness witness; /* empty until it is asked */
} SvSpfEvaluation;

/* Evaluates from the start on what `lookups` knows by now.  Costs microseconds; call it again after
 * waiting. */
SvSpfEvaluation *sv_spf_evaluate (const SvSpfInput *input, SvLookups *lookups);
void sv_spf_evaluation_free (SvSpfEvaluation *evaluation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvSpfEvaluation, sv_spf_evaluation_free)

/* Version of libspf2 in use, for engines[]; static. */
const char *sv_spf_library_version (void);
