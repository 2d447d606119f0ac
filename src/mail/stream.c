/* SPDX-License-Identifier: GPL-3.0-or-later
 * The window of stream.h: one buffer, read(2), and decompression only where the first bytes ask for
 * it. */

#include "mail/stream.h"

#include "mail/archive.h"
#include "mail/source.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Fits in the second-level cache; larger ones were not faster. */
#define BLOCK ((gsize)256 * 1024)

/* How far a pipe is buffered to look ahead: the memory that a false Content-Length can cost. */
#define LOOK_AHEAD_MAX ((guint64)32 * 1024 * 1024)

struct SvStream
{
  char *name;
  int fd;
  int stop;       /* see sv_stream_open_until() */
  gboolean plain; /* an ordinary file, not compressed: can be read anywhere */
  guint64 disk_size;
  gint64 mtime;
  SvArchive *archive;
  char *buffer;
  gsize size;
  gsize begin; /* the window is buffer[begin, end) */
  gsize end;
  guint64 offset;
  gboolean ended;
  GError *error;
};

static void
fail (SvStream *stream, GError *error)
{
  g_prefix_error (&error, "%s: ", stream->name);
  stream->error = error;
  stream->ended = TRUE;
}

/* Makes room for a block behind the window.  The window is moved to the front only when it is
 * smaller than what that sets free, so moving costs less than reading did. */
static void
make_room (SvStream *stream)
{
  gsize len = stream->end - stream->begin;
  if (stream->begin > 0 && len <= stream->begin)
    {
      memmove (stream->buffer, stream->buffer + stream->begin, len);
      stream->begin = 0;
      stream->end = len;
    }
  if (stream->size - stream->end >= BLOCK / 2)
    return;
  stream->size = MAX (stream->size * 2, BLOCK);
  stream->buffer = g_realloc (stream->buffer, stream->size);
}

gboolean
sv_stream_may_wait (const SvStream *stream)
{
  return stream->stop >= 0 && !stream->ended;
}

gboolean
sv_stream_more (SvStream *stream)
{
  if (stream->ended)
    return FALSE;
  make_room (stream);
  GError *error = NULL;
  char *room = stream->buffer + stream->end;
  gsize len = stream->size - stream->end;
  gssize got = stream->archive ? sv_archive_read (stream->archive, room, len, &error)
                               : sv_archive_read_fd (stream->fd, stream->stop, room, len, &error);
  if (got > 0)
    stream->end += (gsize)got;
  else if (got == 0)
    stream->ended = TRUE;
  else
    fail (stream, error);
  return got > 0;
}

gboolean
sv_stream_fill (SvStream *stream, gsize want)
{
  while (stream->end - stream->begin < want)
    if (!sv_stream_more (stream))
      return FALSE;
  return TRUE;
}

static void
start_decompression (SvStream *stream)
{
  GError *error = NULL;
  stream->plain = FALSE;
  stream->archive = sv_archive_open (stream->fd, stream->stop, stream->buffer, stream->end, &error);
  stream->begin = stream->end = 0;
  stream->ended = FALSE;
  if (!stream->archive)
    fail (stream, error);
}

SvStream *
sv_stream_open (const char *path, GError **error)
{
  return sv_stream_open_until (path, -1, error);
}

SvStream *
sv_stream_open_until (const char *path, int stop, GError **error)
{
  gboolean standard_input = strcmp (path, "-") == 0;
  int fd = standard_input ? STDIN_FILENO : g_open (path, O_RDONLY | O_CLOEXEC, 0);
  struct stat status;
  if (fd < 0 || fstat (fd, &status) != 0)
    {
      g_set_error (error, SV_SOURCE_ERROR, SV_SOURCE_ERROR_OPEN, "%s: %s", path,
                   g_strerror (errno));
      if (fd > STDIN_FILENO)
        close (fd);
      return NULL;
    }
  SvStream *stream = g_new0 (SvStream, 1);
  stream->name = g_strdup (standard_input ? _ ("standard input") : path);
  stream->fd = fd;
  /* Standard input may be a file somebody else reads on in: it is taken as a pipe. */
  stream->plain = S_ISREG (status.st_mode) && !standard_input;
  /* An ordinary file never lets wait. */
  stream->stop = stream->plain ? -1 : stop;
  if (S_ISREG (status.st_mode))
    {
      stream->disk_size = (guint64)status.st_size;
      stream->mtime = status.st_mtim.tv_sec * G_USEC_PER_SEC + status.st_mtim.tv_nsec / 1000;
    }
  sv_stream_fill (stream, SV_ARCHIVE_MAGIC_LEN);
  if (sv_archive_is_compressed (stream->buffer, stream->end) && !stream->error)
    start_decompression (stream);
  return stream;
}

void
sv_stream_free (SvStream *stream)
{
  if (!stream)
    return;
  sv_archive_free (stream->archive);
  if (stream->fd != STDIN_FILENO)
    close (stream->fd);
  g_clear_error (&stream->error);
  g_free (stream->buffer);
  g_free (stream->name);
  g_free (stream);
}

const char *
sv_stream_window (const SvStream *stream, gsize *len)
{
  *len = stream->end - stream->begin;
  return stream->buffer + stream->begin;
}

guint64
sv_stream_offset (const SvStream *stream)
{
  return stream->offset;
}

void
sv_stream_skip (SvStream *stream, gsize len)
{
  stream->begin += len;
  stream->offset += len;
}

gboolean
sv_stream_is_plain (const SvStream *stream)
{
  return stream->plain;
}

guint64
sv_stream_size (const SvStream *stream)
{
  return stream->disk_size;
}

gint64
sv_stream_mtime (const SvStream *stream)
{
  return stream->mtime;
}

guint64
sv_stream_bytes (const SvStream *stream)
{
  off_t at = stream->archive ? lseek (stream->fd, 0, SEEK_CUR) : -1;
  return at >= 0 ? (guint64)at : stream->offset;
}

gboolean
sv_stream_skip_to (SvStream *stream, guint64 offset)
{
  gsize held = stream->end - stream->begin;
  gboolean jump = stream->plain && !stream->ended && offset > stream->offset + held
                  && offset <= stream->disk_size;
  if (jump && lseek (stream->fd, (off_t)offset, SEEK_SET) >= 0)
    {
      stream->begin = stream->end = 0;
      stream->offset = offset;
    }
  while (stream->offset < offset && sv_stream_fill (stream, 1))
    sv_stream_skip (stream, (gsize)MIN (stream->end - stream->begin, offset - stream->offset));
  return stream->offset == offset;
}

void
sv_stream_skip_rest (SvStream *stream)
{
  sv_stream_skip (stream, stream->end - stream->begin);
  off_t end = stream->plain && !stream->ended ? lseek (stream->fd, 0, SEEK_END) : -1;
  if (end >= 0 && (guint64)end >= stream->offset)
    {
      stream->offset = (guint64)end;
      stream->ended = TRUE;
    }
  while (sv_stream_more (stream))
    sv_stream_skip (stream, stream->end - stream->begin);
}

gssize
sv_stream_read_at (int fd, char *buffer, gsize len, guint64 offset)
{
  gsize have = 0;
  gssize got = 1;
  while (have < len && got > 0)
    {
      got = pread (fd, buffer + have, len - have, (off_t)(offset + have));
      if (got < 0 && errno == EINTR)
        got = 1;
      else if (got > 0)
        have += (gsize)got;
    }
  return got < 0 ? -1 : (gssize)have;
}

gssize
sv_stream_look_ahead (SvStream *stream, guint64 distance, char *buffer, gsize len)
{
  gsize held = stream->end - stream->begin;
  if (distance > held && stream->plain && !stream->ended)
    {
      if (distance > (guint64)G_MAXINT64 - stream->offset)
        return -1;
      return sv_stream_read_at (stream->fd, buffer, len, stream->offset + distance);
    }
  if (distance > MAX (LOOK_AHEAD_MAX, held))
    return -1;
  sv_stream_fill (stream, (gsize)distance + len);
  held = stream->end - stream->begin;
  gsize there = held > distance ? MIN (held - (gsize)distance, len) : 0;
  memcpy (buffer, stream->buffer + stream->begin + MIN ((gsize)distance, held), there);
  return (gssize)there;
}

const GError *
sv_stream_error (const SvStream *stream)
{
  return stream->error;
}
