/* SPDX-License-Identifier: GPL-3.0-or-later
 * Gets questions answered: from DNS files first, then from the network by c-ares.  The only file
 * that opens a socket. */

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
} SvAskOptions;

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
