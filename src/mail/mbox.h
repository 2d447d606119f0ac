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
SvMbox *sv_mbox_new (SvStream *stream, const char *file, SvInputFormat format,
                     gboolean want_bodies);
void sv_mbox_free (SvMbox *mbox);

/* As sv_source_next(). */
SvMessage *sv_mbox_next (SvMbox *mbox, GError **error);
