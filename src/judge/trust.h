/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whom to believe: which verdict fields the receiver at the border wrote (RFC 8601 5). */

#pragma once

#include "judge/identity.h"

/* The verdicts that stand together, with no Received field between them. */
typedef struct
{
  guint first, last;        /* header field numbers of the first and the last */
  const char *names[8];     /* what the writer calls itself; NULL-terminated */
  const SvReceivedSpf *spf; /* first Received-SPF that speaks of MAIL FROM, else first; or NULL */
  const SvAuthResults *results; /* first field with an spf result, or NULL */
  const SvMethodResult *result; /* that result; of several the one on MAIL FROM */
  SvIp ip;                      /* address that the block states, if any */
  SvFrom ip_from;
  guint ip_line;
} SvVerdictBlock;

/* The topmost block that states an SPF verdict or the client's address; FALSE if there is none at
 * or below header field number `from`. */
gboolean sv_trust_block (const SvFacts *facts, guint from, SvVerdictBlock *block);

/* Whether the user trusts one of the block's names: --trust=ID, or "@domain" for everything under
 * it. */
gboolean sv_trust_user (const char *const *trust, const SvVerdictBlock *block);

/* The result of an Authentication-Results field on SPF: the one on MAIL FROM before one on HELO;
 * NULL if none. */
const SvMethodResult *sv_trust_spf_result (const SvAuthResults *results);

/* Whether an spf result speaks of MAIL FROM: it does unless it names HELO alone. */
gboolean sv_trust_result_on_mail_from (const SvAuthResults *results, const SvMethodResult *result);

/* Whether a Received-SPF with this identity= speaks of MAIL FROM: where nothing is said, it does.
 */
gboolean sv_trust_on_mail_from (const char *identity);

/* Marks the believed fields in `identity` (spf_trusted, results_trusted); `block` may be NULL. */
void sv_trust_mark (const SvFacts *facts, const SvVerdictBlock *block, const char *const *trust,
                    SvIdentity *identity);
