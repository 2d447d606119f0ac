/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rules on what the receiver stored, and on what is only claimed. */

#pragma once

#include "judge/findings-rules.h"

/* The stored verdict against the present one. */
void sv_rule_stored (const SvCase *message, GArray *findings);

/* Verdict fields that are not believed, and believed ones that could be read only in part. */
void sv_rule_claims (const SvCase *message, GArray *findings);
void sv_rule_malformed (const SvCase *message, GArray *findings);

/* The receiver's words against Return-Path. */
void sv_rule_identity (const SvCase *message, GArray *findings);
