/* SPDX-License-Identifier: GPL-3.0-or-later
 * Gets questions answered: from DNS files first, then from the network by c-ares.  ask-channel.c is
 * the only file that opens a socket. */

#pragma once

#include "dns/answers.h"
#include "dns/zone.h"

/* Where answers may come from. */
typedef struct
{
  const char *const *files; /* DNS files, first one first; NULL-terminated, or NULL */
  const char *const
      *resolvers; /* "ADDR", "ADDR:PORT", "[IPV6]:PORT"; NULL or empty: the system's */
  gboolean no_network;
  guint in_flight; /* questions on their way at a time; 0: SV_ASK_IN_FLIGHT */
} SvAskOptions;

/* Questions in flight at a time: enough that latency is that of the slowest, few enough that the
 * answers fit into the socket's buffer and no resolver takes it for an attack. */
#define SV_ASK_IN_FLIGHT 256

#define SV_ASK_ERROR (sv_ask_error_quark ())
GQuark sv_ask_error_quark (void);
typedef enum
{
  SV_ASK_ERROR_RESOLVER /* an impossible --resolver, or no resolver configuration on this system */
} SvAskError;

typedef struct SvAsk SvAsk;

/* Reads the DNS files; the network is touched only when a question needs it.  Errors:
 * SV_ZONE_ERROR, SV_ASK_ERROR. */
SvAsk *sv_ask_new (const SvAskOptions *options, GError **error);
void sv_ask_free (SvAsk *ask);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvAsk, sv_ask_free)

/* FALSE if nothing could ever be answered: no network and no file. */
gboolean sv_ask_can_answer (const SvAsk *ask);

/* Answers every question that `lookups` wants and puts the answers into `answers`.  Returns when
 * all are answered or the monotonic time `deadline` (g_get_monotonic_time(), microseconds) has
 * come; what is open then is answered SV_DNS_TIMEOUT.  Never fails: trouble is the status of an
 * answer.  Questions are asked in parallel.  One thread at a time per SvAsk. */
void sv_ask_answer (SvAsk *ask, SvLookups *lookups, SvAnswers *answers, gint64 deadline);

/* The same for many at a time, without waiting: FALSE if everything that `lookups` wants is
 * answered at once, from the store or the files.  Otherwise one thread of the asker's own gets the
 * answers, asking each question once however many wait for it, and calls `done` there, once;
 * `lookups` and `left` are its own until then.  `left`, in microseconds, becomes less by the time
 * for which questions of this call were in flight; when it is used up, `lookups` gives up
 * (sv_lookups_give_up()) and nobody else is the worse for it.  Any thread; not beside
 * sv_ask_answer(). */
gboolean sv_ask_post (SvAsk *ask, SvLookups *lookups, SvAnswers *answers, gint64 *left,
                      void (*done) (gpointer data), gpointer data);

/* Questions on their way at this moment. */
guint sv_ask_in_flight (const SvAsk *ask);
