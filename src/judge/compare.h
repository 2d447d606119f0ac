/* SPDX-License-Identifier: GPL-3.0-or-later
 * The stored verdict against the present one, and the cause of a difference. */

#pragma once

#include "judge/stored.h"
#include "spf/evaluate.h"

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

/* Whether two records are the same, without case and however many blanks stand between terms; with
 * `but_all` their closing "all" and its qualifier do not count. */
gboolean sv_compare_same_record (const char *record, const char *other, gboolean but_all);

/* A term without its qualifier; "default" stands for a record without an "all" at its end. */
const char *sv_compare_bare_term (const char *mechanism);

/* `spf` is NULL where nothing was evaluated; `then` is the same on the recorded DNS of the day of
 * reception, NULL if there is none.  `no_dns` tells that no DNS at all was allowed or given. */
void sv_compare (const SvStored *stored, const SvIdentity *identity, const SvSpfEvaluation *spf,
                 const SvSpfEvaluation *then, gboolean no_dns, SvComparison *comparison);
