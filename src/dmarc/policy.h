/* SPDX-License-Identifier: GPL-3.0-or-later
 * DMARC by RFC 9989 as a pure function over verdicts and DNS answers: it is done, or it names what
 * it waits for. */

#pragma once

#include "dmarc/alignment.h"
#include "dmarc/record.h"
#include "dns/answers.h"

/* Other domains whose organization is looked for, those that pass before the others: as many as
 * signatures of one message are verified. */
#define SV_DMARC_IDENTIFIERS_MAX 20

/* A domain that one method speaks for.  At most one of the three is set; none: it does not pass. */
typedef struct
{
  const char *domain; /* in any form; NULL: there is none */
  gboolean pass;
  gboolean temperror; /* DNS trouble kept the method from its verdict */
  gboolean unknown;   /* there is no verdict: not asked, not recorded */
} SvDmarcIdentifier;

/* What is judged. */
typedef struct
{
  const char *author_domain;     /* of the one From mailbox, in any form; NULL: no single one */
  SvDmarcIdentifier spf;         /* MAIL FROM, or HELO for the null sender */
  const SvDmarcIdentifier *dkim; /* d= of the signatures; may be NULL */
  guint n_dkim;
} SvDmarcInput;

typedef enum
{
  SV_DMARC_STATE_DONE,
  SV_DMARC_STATE_WAITING,   /* questions are noted in the lookups: answer them and evaluate again */
  SV_DMARC_STATE_UNRECORDED /* the verdict needs an answer that was not recorded: there is none */
} SvDmarcState;

typedef enum
{
  SV_DMARC_NONE, /* no author domain, no record, or one that does not apply */
  SV_DMARC_PASS,
  SV_DMARC_FAIL,
  SV_DMARC_TEMPERROR
} SvDmarcResult;
const char *sv_dmarc_result_name (SvDmarcResult result); /* static */

/* Whether the author domain exists. */
typedef enum
{
  SV_DMARC_EXISTENCE_UNASKED, /* it does not decide anything */
  SV_DMARC_EXISTENCE_YES,
  SV_DMARC_EXISTENCE_NO,     /* NXDOMAIN: np= applies */
  SV_DMARC_EXISTENCE_UNKNOWN /* it would decide the policy, which is therefore unknown */
} SvDmarcExistence;

/* One evaluation.  Owns everything in it.  With no author domain, all but `state` is empty. */
typedef struct
{
  SvDmarcState state;
  SvDmarcResult result;        /* only if state is done */
  char *author_domain;         /* A-labels; NULL if there is none that can be judged */
  char *organizational_domain; /* of the author domain; NULL: not known */
  char *policy_domain;  /* where the record is that governs the message; NULL if there is none */
  char *record;         /* the same as published, any byte but NUL; also where it does not apply */
  SvDmarcPolicy policy; /* published, that applies to this message; or unknown */
  SvDmarcPolicy effective_policy; /* after t=y; RFC 7489: after pct=0 */
  const char *policy_tag;         /* "p", "sp", "np": where the policy is from; NULL without.  With
                                     a missing or broken policy: "rua", which makes it none */
  SvDmarcExistence existence;
  gboolean testing; /* t=y */
  guint pct;        /* RFC 7489 only, otherwise 100 */
  gboolean adkim_strict;
  gboolean aspf_strict;
  SvAligned spf_aligned;  /* of the domains, whether or not SPF passes, and whatever aspf= wants */
  SvAligned dkim_aligned; /* best of the signatures that pass; with none, best of all */
  int dkim_index;         /* the signature that this is said of, -1: none */
  GArray *dkim_each;      /* SvAligned of every signature; unknown where nobody asked for it */
  gboolean passes_by_spf; /* SPF passes for a domain that is aligned as the record wants it */
  int passes_by_dkim; /* the first signature of which this is true, strict before relaxed, or -1 */
  char *error_name;   /* with temperror by our own questions: the name asked for, or NULL */
  SvDnsStatus error_status;
  GArray *problems; /* SvDmarcProblem: of the record that governs, and of the names on the way */
} SvDmarcEvaluation;

/* Evaluates from the start on what `lookups` knows by now.  Costs microseconds; call it again after
 * waiting. */
SvDmarcEvaluation *sv_dmarc_evaluate (const SvDmarcInput *input, SvLookups *lookups);
void sv_dmarc_evaluation_free (SvDmarcEvaluation *evaluation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvDmarcEvaluation, sv_dmarc_evaluation_free)

/* Whether two evaluations that are done differ in something that the report tells. */
gboolean sv_dmarc_evaluation_differs (const SvDmarcEvaluation *a, const SvDmarcEvaluation *b);
