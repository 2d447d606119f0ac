/* SPDX-License-Identifier: GPL-3.0-or-later
 * Decompression of a byte stream: gzip, bzip2, xz, zstd. */

#pragma once

#include <glib.h>

/* Enough bytes for sv_archive_is_compressed(). */
#define SV_ARCHIVE_MAGIC_LEN 10

typedef struct SvArchive SvArchive;

/* Whether a file that begins with these bytes is one this module can read. */
gboolean sv_archive_is_compressed (const char *data, gsize len);

/* Reads the compressed bytes `begun`, which were read from `fd` already (they are copied), and then
 * the rest of `fd`, which stays the caller's; `stop` as for sv_archive_read_fd(). */
SvArchive *sv_archive_open (int fd, int stop, const char *begun, gsize len, GError **error);
void sv_archive_free (SvArchive *archive);

/* Up to `len` bytes of what was compressed: 0 at the end, -1 with `error` set where the input is
 * damaged or breaks off.  What was decoded in front of that has been handed out before; of formats
 * other than gzip the last block (64 kB; bzip2 900 kB) may be missing. */
gssize sv_archive_read (SvArchive *archive, char *buffer, gsize len, GError **error);

/* read(2) that is not interrupted by signals, but ends once the descriptor `stop` (-1: none) can be
 * read. */
gssize sv_archive_read_fd (int fd, int stop, char *buffer, gsize len, GError **error);
