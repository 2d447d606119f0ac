/* SPDX-License-Identifier: GPL-3.0-or-later
 * What one evaluation carries along: the counts, the trace, what broke it, and the answers that it
 * could not have yet.  For the files of check_host() only. */

#pragma once

#include "spf/evaluate.h"
#include "spf/macro.h"
#include "spf/record.h"

/* RFC 7208 4.6.4: terms that ask DNS, lookups that find nothing, names of one mx, names of one
 * reverse lookup. */
#define SV_SPF_LOOKUPS_MAX 10
#define SV_SPF_VOIDS_MAX 2
#define SV_SPF_MX_MAX 10
#define SV_SPF_PTR_MAX 10

typedef struct
{
  SvLookups *lookups;
  SvSpfEvaluation *out;
  SvMacroValues values; /* `domain` is that of the record at work */
  GPtrArray *domains; /* const char *: from the judged domain down to that of the record at work */
  const SvSpfTerm *term; /* at work, or NULL */
  gboolean waiting;      /* an answer was not there: from now on the walk only collects questions */
  gboolean unrecorded;   /* the verdict needs an answer that was not recorded */
  gboolean broken;       /* `out->result` is permerror or temperror */
  gboolean missing;      /* the term at work lacks an answer … */
  gboolean blank;        /* … lacks one that was not recorded */
  gboolean reversing; /* ptr and %{p}: a DNS error is no match (RFC 7208 5.5), voids don't count */
  char *exp;          /* exp= of the record that the result comes from, or NULL */
  char *exp_domain;
  guint include_depth;
} SvSpfSession;

void sv_spf_session_init (SvSpfSession *session, const SvSpfInput *input, SvLookups *lookups,
                          SvSpfEvaluation *out);
void sv_spf_session_clear (SvSpfSession *session);

/* Breaks the evaluation: the first problem stays.  `domain` is the name or the owner of the record
 * that is broken. */
void sv_spf_session_break (SvSpfSession *session, SvSpfResult result, SvSpfProblem problem,
                           const char *domain);

/* The same for an answer that came as an error. */
void sv_spf_session_break_dns (SvSpfSession *session, SvDnsStatus status, const char *domain);

/* Notes what decides, unless something later does: the term at work, or "default". */
void sv_spf_session_decide (SvSpfSession *session, const char *mechanism);

/* Adds a step to the trace and returns its index. */
guint sv_spf_session_step (SvSpfSession *session, const SvSpfTerm *term, const char *target,
                           SvSpfOutcome outcome);
void sv_spf_session_set_outcome (SvSpfSession *session, guint step, SvSpfOutcome outcome);

/* Counts an answer that found nothing; FALSE if it was one too many. */
gboolean sv_spf_session_count_void (SvSpfSession *session);

/* The answer that the term at work needs.  NULL, with a flag set, where there is none that it can
 * go on with; for SvLibspf2Source. */
const SvDnsAnswer *sv_spf_session_ask (gpointer session, const char *name, SvDnsType type);

/* The expanded domain-spec in the form to ask for; the domain of the record where `spec` is NULL.
 * Sets `missing` or `blank` where %{p} lacks an answer. */
char *sv_spf_session_target (SvSpfSession *session, const char *spec);

/* Looks for the validated name of the client (RFC 7208 5.5, 7.3) if the well-formed string has
 * %{p}.  Sets `missing` or `blank` where an answer lacks. */
void sv_spf_session_find_client_name (SvSpfSession *session, const char *text);
