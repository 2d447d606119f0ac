/* SPDX-License-Identifier: GPL-3.0-or-later
 * One advice being worked out, and what every step of it does; for advise.c only. */

#pragma once

#include "spf/advise-wish.h"
#include "spf/advise.h"
#include "spf/evaluate.h"

typedef struct
{
  const char *domain;
  SvLookups *lookups;
  SvSpfAdvice *advice;
  GArray *wanted;   /* SvSpfWanted */
  GPtrArray *added; /* char *: terms that were put in; borrowed */
  char *text;       /* the record so far */
  char *breaker;    /* the term that broke the last trial, or NULL */
  gboolean waiting;
} SvSpfWork;

/* Ends the work with a reason, N_(); always FALSE. */
gboolean sv_spf_work_refuse (SvSpfWork *work, const char *reason, const char *culprit);

/* The tree of a record; NULL while answers lack. */
SvSpfTree *sv_spf_work_plant (SvSpfWork *work, const char *domain, const char *text);

/* What becomes of mail from `ip` by the record so far; NULL while answers lack. */
SvSpfEvaluation *sv_spf_work_try (SvSpfWork *work, const SvIp *ip);

/* Whether both ends of a network pass; those between are held by the order of the terms, see
 * sv_spf_may_refuse(). */
gboolean sv_spf_work_ends_pass (SvSpfWork *work, const SvIp *network, guint bits);

/* Whether what the target of an include lets send passes by the whole record: some of its networks
 * are tried. */
gboolean sv_spf_work_include_passes (SvSpfWork *work, const SvSpfWanted *wanted);
