/* SPDX-License-Identifier: GPL-3.0-or-later
 * The verdicts of one receiver that stand together, and which of a message's leads. */

#pragma once

#include "judge/trust.h"

/* The believed verdicts with no Received field between them. */
typedef struct
{
  SvTrust trust;
  guint first, last;        /* header field numbers of the first and the last */
  int above;                /* the hop right above, -1: none */
  const char *names[8];     /* what the writer calls itself; NULL-terminated */
  const SvReceivedSpf *spf; /* first Received-SPF that speaks of MAIL FROM, else first; or NULL */
  const SvAuthResults *results; /* first field with an spf result, or NULL */
  const SvMethodResult *result; /* that result; of several the one on MAIL FROM */
  SvIp ip;                      /* address that the block states, if any */
  SvFrom ip_from;
  guint ip_line;
  int spoken_hop; /* hop that it speaks of by that address, if its place tells none; -1: none */
} SvVerdictBlock;

/* The block that leads: the topmost that states an SPF verdict or the client's address, those where
 * the sender can write last of all.  FALSE: there is none.  Statements that it overrules become
 * claims. */
gboolean sv_verdict_block_find (const SvCustody *custody, GArray *statements,
                                SvVerdictBlock *block);

/* Makes claims of what stands below the judged hop, where its writer wrote nothing more: a sender
 * of the receiver's own organization can have written it.  `block` may be NULL; `hop` is -1 where
 * that hop is not known. */
void sv_verdict_settle_below (GArray *statements, const SvVerdictBlock *block, int hop);

/* Whether a statement is a verdict on SPF. */
gboolean sv_verdict_states_spf (const SvStatement *statement);

/* The result of an Authentication-Results field on SPF: the one on MAIL FROM before one on HELO;
 * NULL if none. */
const SvMethodResult *sv_verdict_spf_result (const SvAuthResults *results);

/* Whether an spf result speaks of MAIL FROM: it does unless it names HELO alone. */
gboolean sv_verdict_result_on_mail_from (const SvAuthResults *results,
                                         const SvMethodResult *result);

/* Whether a Received-SPF with this identity= speaks of MAIL FROM: where nothing is said, it does.
 */
gboolean sv_verdict_on_mail_from (const char *identity);
