/* SPDX-License-Identifier: GPL-3.0-or-later
 * Files of one line a message; see lines.h. */

#include "audit/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <unistd.h>

static gboolean
fail (const SvLines *lines, int code, GError **error)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), _ ("%s: cannot be written: %s"),
               lines->path, g_strerror (code));
  return FALSE;
}

gboolean
sv_lines_open (SvLines *lines, const char *option, const char *path, GError **error)
{
  *lines = (SvLines){ .option = option, .path = path };
  return sv_sink_open (&lines->sink, path, error);
}

gboolean
sv_lines_open_growing (SvLines *lines, const char *option, const char *path, guint64 bytes,
                       GError **error)
{
  *lines = (SvLines){ .option = option, .path = path, .growing = TRUE, .before = bytes };
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (fd < 0)
    return fail (lines, errno, error);
  off_t end = lseek (fd, 0, SEEK_END);
  if (end >= 0 && (guint64)end < bytes)
    {
      g_set_error (
          error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
          _ ("%s: is shorter than what was written to it; without it --resume cannot go on"), path);
      close (fd);
      return FALSE;
    }
  if (end < 0 || ftruncate (fd, (off_t)bytes) != 0 || lseek (fd, 0, SEEK_END) < 0)
    {
      fail (lines, errno, error);
      close (fd);
      return FALSE;
    }
  lines->sink.stream = fdopen (fd, "w");
  return TRUE;
}

gboolean
sv_lines_sync (SvLines *lines, guint64 *bytes, GError **error)
{
  FILE *stream = lines->sink.stream;
  if (fflush (stream) != 0 || ferror (stream) || fdatasync (fileno (stream)) != 0)
    return fail (lines, errno, error);
  *bytes = (guint64)ftello (stream);
  return TRUE;
}

gboolean
sv_lines_finish (SvLines *lines, GError **error)
{
  if (!lines->growing)
    return sv_sink_finish (&lines->sink, error);
  FILE *stream = g_steal_pointer (&lines->sink.stream);
  gboolean good = !ferror (stream);
  return (fclose (stream) == 0 && good) || fail (lines, errno, error);
}

void
sv_lines_abandon (SvLines *lines)
{
  if (lines->growing && lines->sink.stream)
    fclose (g_steal_pointer (&lines->sink.stream));
  else if (!lines->growing)
    sv_sink_abandon (&lines->sink);
}
