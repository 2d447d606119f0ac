/* SPDX-License-Identifier: GPL-3.0-or-later
 * The asker's way to the network: packets out, packets in, for ask.c only. */

#pragma once

#include "dns/ask.h"

typedef struct SvAskChannel SvAskChannel;

/* What became of one question.  `packet` is NULL where none came, and `without` says what that
 * means; `lost` if it had to be asked again, or nobody answered. */
typedef void (*SvAskAnswered) (gpointer data, const guint8 *packet, gsize len, SvDnsStatus without,
                               gboolean lost);

/* Closed as yet; `resolvers` are those of SvAskOptions.  Errors: SV_ASK_ERROR. */
SvAskChannel *sv_ask_channel_new (const char *const *resolvers, SvAskAnswered answered,
                                  GError **error);
void sv_ask_channel_free (SvAskChannel *channel);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvAskChannel, sv_ask_channel_free)

/* Opens it for packets with EDNS, or without; one that is open stays as it is. */
gboolean sv_ask_channel_open (SvAskChannel *channel, gboolean edns);

/* Whether it is open for the other kind of packets. */
gboolean sv_ask_channel_is_other (const SvAskChannel *channel, gboolean edns);

/* Nothing may be on its way. */
void sv_ask_channel_close (SvAskChannel *channel);

/* Sends a question over the open channel; `answered` may be called before this returns. */
void sv_ask_channel_send (SvAskChannel *channel, const guint8 *packet, gsize len, gpointer data);

/* Waits for packets, for the descriptor `wake` (-1: none), for the next retry, or for `left`
 * microseconds. */
void sv_ask_channel_wait (SvAskChannel *channel, int wake, gint64 left);

/* Calls `answered` for all that are on their way, now and never again. */
void sv_ask_channel_cancel (SvAskChannel *channel);
