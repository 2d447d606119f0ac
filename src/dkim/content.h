/* SPDX-License-Identifier: GPL-3.0-or-later
 * What signatures cover: the header fields and the body of one message, hashed as each of them
 * wants it.  Shared by all signatures of the message, and kept while keys are waited for. */

#pragma once

#include "dkim/signature.h"
#include "mail/source.h"

typedef struct SvDkimContent SvDkimContent;

/* Borrows `headers`, which are those of `message`; the body must have been asked for, or nothing
 * can pass. */
SvDkimContent *sv_dkim_content_new (const SvHeaders *headers, const SvMessage *message);
void sv_dkim_content_free (SvDkimContent *content);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvDkimContent, sv_dkim_content_free)

const SvHeaders *sv_dkim_content_headers (const SvDkimContent *content);

/* The hash over the fields of h= and the signature itself (RFC 6376 3.7); its bytes, 0 where the
 * system refuses the algorithm. */
gsize sv_dkim_content_hash_header (const SvDkimContent *content, const SvSignature *signature,
                                   guint8 out[SV_HASH_MAX]);

/* Compares the body with bh=.  UNKNOWN if there is no body, as below a pasted header.
 * `unsigned_bytes` is what l= leaves out. */
SvDkimPart sv_dkim_content_check_body (SvDkimContent *content, const SvSignature *signature,
                                       guint64 *unsigned_bytes);
