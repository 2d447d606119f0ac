/* SPDX-License-Identifier: GPL-3.0-or-later
 * The header of a message without people, line by line; for redact.c. */

#pragma once

#include "mail/facts.h"
#include "redact-text.h"

/* The block with as many lines as before.  Fields that trace, authenticate or sign are kept, their
 * addresses hashed; of those that name people only the hashes; of all others the name alone. */
GBytes *sv_redact_header (const SvRedactText *text, const SvFacts *facts, GBytes *block);
