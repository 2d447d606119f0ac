/* SPDX-License-Identifier: GPL-3.0-or-later
 * The messages of one stream: an mbox, or a single message. */

#pragma once

#include "mail/source.h"
#include "mail/stream.h"

typedef struct SvMbox SvMbox;

/* What a stream holds by its first bytes: SV_INPUT_MBOX, SV_INPUT_MESSAGE, or SV_INPUT_AUTO where
 * it is no mail. */
SvInputFormat sv_mbox_detect (SvStream *stream);

/* Takes `stream`.  With SV_INPUT_MBOX it is divided at its From_ lines, else it is one message, a
 * From_ line on top being left off.  `file` and `format` are for the messages. */
SvMbox *sv_mbox_new (SvStream *stream, const char *file, SvInputFormat format, SvBodies bodies);
void sv_mbox_free (SvMbox *mbox);

/* Begins to read behind what an earlier run has read: `index` is the message that begins at byte
 * `offset`.  FALSE with SV_SOURCE_ERROR_CHANGED if none begins there; the end of the stream is no
 * error. */
gboolean sv_mbox_go_on (SvMbox *mbox, guint64 index, guint64 offset, GError **error);

/* Where what is not read yet begins.  A message that broke off counts as not read. */
SvSourceStart sv_mbox_place (const SvMbox *mbox);

/* Gives only messages whose From_ line begins in [begin, end). */
void sv_mbox_set_range (SvMbox *mbox, guint64 begin, guint64 end);

/* Whether there may be another message, and reading would not wait for it. */
gboolean sv_mbox_goes_on (const SvMbox *mbox);

/* Bytes on disk that were read. */
guint64 sv_mbox_bytes (const SvMbox *mbox);

/* As sv_source_next(). */
SvMessage *sv_mbox_next (SvMbox *mbox, GError **error);
