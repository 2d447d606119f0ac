/* SPDX-License-Identifier: GPL-3.0-or-later
 * The corrected record for a message that SPF does not let pass, or why no record is the cure. */

#pragma once

#include "judge/findings.h"
#include "judge/way.h"
#include "spf/advise.h"
#include "spf/tree.h"

typedef enum
{
  SV_ADVICE_PUBLISH, /* with `change->record` the message passes: it was evaluated */
  SV_ADVICE_REFUSED  /* a record is the wrong cure, or cannot be corrected: `reason` */
} SvAdviceState;
const char *sv_advice_state_name (SvAdviceState state); /* word of the report */

/* Why no record is advised. */
typedef enum
{
  SV_ADVICE_REASON_NONE,
  SV_ADVICE_REASON_FORWARDED,
  SV_ADVICE_REASON_FORWARDED_SRS,
  SV_ADVICE_REASON_LIST,
  SV_ADVICE_REASON_RELAY,
  SV_ADVICE_REASON_ADDRESS, /* no receiver outside ever sees it */
  SV_ADVICE_REASON_RECORD   /* something in the record has to go first: change->reason, ->culprit */
} SvAdviceReason;
const char *sv_advice_reason_name (SvAdviceReason reason); /* word of the report; NULL for none */

/* What speaks for, or against, the server being the sender's own. */
typedef struct
{
  const char *id;      /* word of the report, static */
  gboolean speaks_for; /* else against */
  char *text;          /* one sentence in the user's language */
} SvAdviceSign;

/* Owns everything in it. */
struct SvAdvice
{
  SvAdviceState state;
  SvAdviceReason reason;
  char *name;          /* where to publish: the judged domain itself, A-labels */
  char *before;        /* the record there; of several each on a line; NULL: none */
  gboolean mended;     /* the record there is broken, or at another name: `change` corrects that */
  SvSpfAdvice *change; /* `record` is the one to publish, with its costs before and after; NULL
                          where none was worked out */
  char *term;          /* that was put in; NULL if refused, or if mending is enough */
  char *ip;            /* of the server */
  const SvService *service; /* whose include `term` is; NULL */
  char *forwarder, *relay;  /* what the reason speaks of, or NULL */
  gboolean open;            /* the record says nothing of servers that it does not list (neutral) */
  GArray *signs;            /* SvAdviceSign: those that speak for it first */
};

/* What is looked at. */
typedef struct
{
  const SvFacts *facts;
  const SvIdentity *identity;
  const SvStored *stored;
  const SvSpfEvaluation *spf; /* NULL: not evaluated */
  const SvSpfInput *input;    /* what it was evaluated on */
  const SvSpfTree *tree;      /* of the judged domain */
  const GArray *lints;        /* SvSpfLint of that tree */
} SvAdviceCase;

/* Shortest change first: the record as it was meant, if it is broken; an include that is in the
 * record already, that of a known service, the address.  Each is evaluated on the message itself
 * before it is taken.  FALSE while answers lack (they are noted in `lookups`); *advice is NULL
 * where there is nothing to advise: SPF passes, or cannot be judged, or is broken otherwise than by
 * a missing term. */
gboolean sv_advice_find (const SvAdviceCase *message, SvLookups *lookups, SvAdvice **advice);

/* Adds what speaks for and against the server, from HELO, reverse name, service, DKIM, stored
 * verdict and record. */
void sv_advice_weigh (SvAdvice *advice, const SvCase *message);

void sv_advice_free (SvAdvice *advice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvAdvice, sv_advice_free)

/* ---- in words; newly allocated, in the user's language ---- */

/* "If this server sends for you, publish this at …", or "No record is advised". */
char *sv_advice_lead (const SvAdvice *advice);

/* Why none is advised; NULL unless refused. */
char *sv_advice_why (const SvAdvice *advice);

/* What to do if the server is not the sender's; or, if refused, what to do in place of it. */
char *sv_advice_otherwise (const SvAdvice *advice);

/* All of it as one remedy: what to publish and what else to do, on lines of their own. */
char *sv_advice_remedy (const SvAdvice *advice);

/* "example.org. IN TXT "v=spf1 …"", to be pasted into a zone file; NULL if refused. */
char *sv_advice_zone_line (const SvAdvice *advice);
