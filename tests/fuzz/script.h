/* SPDX-License-Identifier: GPL-3.0-or-later
 * DNS answers from the bytes of a fuzzer: the n-th question that is asked gets the n-th answer.
 *
 * answers = answer *( LF answer )
 * answer  = "!" / "?" / "-" / "~" / "."     SERVFAIL, NXDOMAIN, NODATA, TIMEOUT, unrecorded
 *         / record *( %x1F record )         strings of TXT behind %x1E
 *
 * Behind the last answer they begin anew, so that a small input can make loops. */

#pragma once

#include "dns/answers.h"

typedef struct
{
  GPtrArray *lines; /* GBytes */
  guint next;
} Script;

/* Reads answers; without any there is one, a record that refuses everybody. */
Script script_read (const guint8 *data, gsize size);
void script_clear (Script *script);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Script, script_clear)

/* Answers everything that waits in `lookups`; there must be something. */
void script_answer (Script *script, SvLookups *lookups, SvAnswers *answers);
