/* SPDX-License-Identifier: GPL-3.0-or-later
 * What ask.c and its thread, which serves many waiting messages, have of each other. */

#pragma once

#include "dns/ask.h"

typedef struct SvAskThread SvAskThread;

/* Somebody who waits for questions. */
typedef struct
{
  guint open;   /* how many are not answered */
  gint64 since; /* monotonic time at which the first of them was in flight; 0: none was yet */
} SvAskWaiter;

/* Answers a question without the network: from the store, from the files, or as unrecorded.  Any
 * thread. */
gboolean sv_ask_from_files (SvAsk *ask, const SvDnsQuestion *question, SvAnswers *answers);

/* Asks a question, or waits with those who asked it; leaving takes back what is still open. */
void sv_ask_join (SvAsk *ask, const SvDnsQuestion *question, SvAnswers *answers,
                  SvAskWaiter *waiter);
void sv_ask_leave (SvAsk *ask, SvAskWaiter *waiter);

/* Sends what there is room for, and waits at most `wait` microseconds for answers, or until the
 * descriptor `wake` (-1: none) can be read. */
void sv_ask_turn (SvAsk *ask, int wake, gint64 wait);

/* Answers everything that is open with SV_DNS_TIMEOUT. */
void sv_ask_close (SvAsk *ask);

/* Where the asker keeps its thread. */
SvAskThread **sv_ask_thread (SvAsk *ask);
void sv_ask_thread_free (SvAskThread *thread);
