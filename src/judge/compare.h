/* SPDX-License-Identifier: GPL-3.0-or-later
 * The stored verdict against the present one, and the cause of a difference. */

#pragma once

#include "judge/identity.h"
#include "spf/evaluate.h"

/* What the believed receiver stored. */
typedef struct
{
  const char *spf;        /* normalised word, NULL: nothing believable */
  const char *spf_header; /* "Received-SPF" or "Authentication-Results" */
  guint spf_line;
  gboolean spf_on_mail_from;        /* else on HELO, or on PRA (RFC 4407) */
  SvIp spf_ip;                      /* client address that the verdict names, if it does */
  gboolean best_guess;              /* judged by a guess */
  const SvReceivedSpf *spf_field;   /* the field, if it is a Received-SPF */
  const SvMethodResult *spf_method; /* the result, if it is an Authentication-Results */
  const char *spf_conflict; /* word of another believed verdict on the same identity that differs,
                               or NULL */
  guint spf_conflict_line;
  const char *dkim, *dmarc, *arc; /* normalised words, or NULL */
  guint dkim_line, dmarc_line, arc_line;
} SvStored;

typedef enum
{
  SV_COMPARE_AGREE,
  SV_COMPARE_DRIFT,
  SV_COMPARE_CONTRADICTION,
  SV_COMPARE_NO_STORED,
  SV_COMPARE_NOT_EVALUATED
} SvCompareStatus;
const char *sv_compare_status_name (SvCompareStatus status);

typedef struct
{
  SvCompareStatus status;
  const char *stored; /* word, or NULL */
  const char *now;    /* word, or NULL */
  const char *cause;  /* id of the table of FINDINGS, static, or NULL */
} SvComparison;

/* Picks the believed stored verdicts: Received-SPF before Authentication-Results, the topmost of
 * each, MAIL FROM before HELO. */
void sv_stored_find (const SvFacts *facts, const SvIdentity *identity, SvStored *stored);

/* Whether two records are the same, without case and however many blanks stand between terms; with
 * `but_all` their closing "all" and its qualifier do not count. */
gboolean sv_compare_same_record (const char *record, const char *other, gboolean but_all);

/* A term without its qualifier; "default" stands for a record without an "all" at its end. */
const char *sv_compare_bare_term (const char *mechanism);

/* `spf` is NULL where nothing was evaluated; `then` is the same on the recorded DNS of the day of
 * reception, NULL if there is none.  `no_dns` tells that no DNS at all was allowed or given. */
void sv_compare (const SvStored *stored, const SvIdentity *identity, const SvSpfEvaluation *spf,
                 const SvSpfEvaluation *then, gboolean no_dns, SvComparison *comparison);
