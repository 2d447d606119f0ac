/* SPDX-License-Identifier: GPL-3.0-or-later
 * A window that moves over the bytes of a file, a pipe, or what either has compressed. */

#pragma once

#include <glib.h>

typedef struct SvStream SvStream;

/* Opens `path`, "-" being standard input.  Errors are SV_SOURCE_ERROR and name the path. */
SvStream *sv_stream_open (const char *path, GError **error);

/* The same, but reading ends once the descriptor `stop` (-1: none) can be read. */
SvStream *sv_stream_open_until (const char *path, int stop, GError **error);
void sv_stream_free (SvStream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvStream, sv_stream_free)

/* Whether it is an ordinary file that is not compressed. */
gboolean sv_stream_is_plain (const SvStream *stream);

/* Bytes on disk when it was opened, and when they were last changed (microseconds since 1970); 0
 * for what is no ordinary file. */
guint64 sv_stream_size (const SvStream *stream);
gint64 sv_stream_mtime (const SvStream *stream);

/* Bytes on disk that were read. */
guint64 sv_stream_bytes (const SvStream *stream);

/* Whether reading on may wait: for a pipe that has not ended. */
gboolean sv_stream_may_wait (const SvStream *stream);

/* Reads on until the window holds `want` bytes.  FALSE if it has fewer, because the input ended or
 * broke off. */
gboolean sv_stream_fill (SvStream *stream, gsize want);

/* Reads one more block into the window; FALSE at the end. */
gboolean sv_stream_more (SvStream *stream);

/* The window; what it points to moves when more is read. */
const char *sv_stream_window (const SvStream *stream, gsize *len);

/* The byte of the (uncompressed) input at which the window begins. */
guint64 sv_stream_offset (const SvStream *stream);

/* Moves the window's beginning; `len` is no more than it holds. */
void sv_stream_skip (SvStream *stream, gsize len);

/* Skips what is left.  Of an ordinary file it is not read. */
void sv_stream_skip_rest (SvStream *stream);

/* Moves on to byte `offset` of the (uncompressed) input; of an ordinary file nothing between is
 * read. FALSE if the input ends in front of it. */
gboolean sv_stream_skip_to (SvStream *stream, guint64 offset);

/* Reads `len` bytes at `offset` of an ordinary file, fewer only at its end; -1 for an error. */
gssize sv_stream_read_at (int fd, char *buffer, gsize len, guint64 offset);

/* Copies up to `len` bytes that lie `distance` bytes behind the window's beginning, without moving
 * it.  Returns how many there are, or -1 where the input cannot be seen that far ahead. */
gssize sv_stream_look_ahead (SvStream *stream, guint64 distance, char *buffer, gsize len);

/* Why the input broke off, naming the path; NULL if it did not.  Borrowed. */
const GError *sv_stream_error (const SvStream *stream);
