/* SPDX-License-Identifier: GPL-3.0-or-later
 * The parts of sv_identity_find(): for identity*.c only. */

#pragma once

#include "judge/verdict-block.h"

/* `block` is the verdict that leads, or NULL; `claims` tells that there are others. */
void sv_identity_find_ip (const SvCustody *custody, const SvSaid *said, const SvVerdictBlock *block,
                          gboolean claims, SvIdentity *identity);

/* These want the address found. */
void sv_identity_find_mail_from (const SvFacts *facts, const SvSaid *said,
                                 const SvVerdictBlock *block, SvIdentity *identity);
void sv_identity_find_helo (const SvFacts *facts, const SvSaid *said, const SvVerdictBlock *block,
                            SvIdentity *identity);
