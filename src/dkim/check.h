/* SPDX-License-Identifier: GPL-3.0-or-later
 * One signature, its key and its hashes make a verdict; for DKIM and ARC alike. */

#pragma once

#include "dkim/signature.h"
#include "dns/answers.h"

/* Asks for the key; FALSE if it must be waited for. */
gboolean sv_check_ask (const SvSignature *signature, SvLookups *lookups);

/* Verifies b= against the hash of what is signed (`len` 0: the algorithm was refused) with the key,
 * whose answer must be there.  Sets everything of `verdict` but its body; its result and reason are
 * those of the key only. */
void sv_check_key (const SvSignature *signature, SvLookups *lookups, const guint8 *value, gsize len,
                   SvDkimVerdict *verdict);

/* Concludes from the parts of `verdict` and what is set in it; `expired` at reception. */
void sv_check_conclude (const SvSignature *signature, gboolean expired, SvDkimVerdict *verdict);
