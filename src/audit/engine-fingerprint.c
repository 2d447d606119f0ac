/* SPDX-License-Identifier: GPL-3.0-or-later
 * sv_engine_fingerprint(): whether a file is still what it was as far as it was read. */

#include "audit/engine.h"

#include "mail/stream.h"
#include <fcntl.h>
#include <unistd.h>

/* What is hashed at either end. */
#define FINGERPRINT_PIECE ((gsize)4096)

static gboolean
hash_piece (GChecksum *checksum, int fd, guint64 offset, gsize len)
{
  char piece[FINGERPRINT_PIECE];
  if (sv_stream_read_at (fd, piece, len, offset) != (gssize)len)
    return FALSE;
  g_checksum_update (checksum, (const guchar *)piece, (gssize)len);
  return TRUE;
}

char *
sv_engine_fingerprint (const char *path, guint64 offset)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return NULL;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize len = (gsize)MIN (offset, FINGERPRINT_PIECE);
  gboolean read = hash_piece (checksum, fd, 0, len) && hash_piece (checksum, fd, offset - len, len);
  close (fd);
  return read ? g_strdup (g_checksum_get_string (checksum)) : NULL;
}
