/* SPDX-License-Identifier: GPL-3.0-or-later
 * Files that appear whole: a temporary file beside the target, renamed at the end. */

#include "output/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
fail (const char *path, int code, GError **error)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), _ ("%s: cannot be written: %s"),
               path ? path : _ ("standard output"), g_strerror (code));
  return FALSE;
}

/* A temporary file gets the mode that plain creation would have given. */
static void
set_usual_mode (int fd, const struct stat *old)
{
  mode_t mask = umask (0);
  umask (mask);
  if (fchmod (fd, old ? old->st_mode & 07777 : 0666 & ~mask) != 0)
    g_debug ("mode of the output: %s", g_strerror (errno));
}

/* A symbolic link is written through: it stays, and its target is replaced. */
gboolean
sv_sink_open (SvSink *sink, const char *path, GError **error)
{
  *sink = (SvSink){ 0 };
  if (!path || strcmp (path, "-") == 0)
    {
      sink->stream = stdout;
      return TRUE;
    }
  struct stat old;
  gboolean exists = stat (path, &old) == 0;
  if (exists && !S_ISREG (old.st_mode))
    {
      sink->stream = fopen (path, "w");
      if (!sink->stream)
        return fail (path, errno, error);
      sink->path = g_strdup (path);
      return TRUE;
    }
  g_autofree char *target = exists ? realpath (path, NULL) : NULL;
  if (!target)
    target = g_strdup (path);
  g_autofree char *temporary = g_strconcat (target, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail (path, errno, error);
  set_usual_mode (fd, exists ? &old : NULL);
  sink->stream = fdopen (fd, "w");
  sink->path = g_steal_pointer (&target);
  sink->temporary = g_steal_pointer (&temporary);
  return TRUE;
}

gboolean
sv_sink_finish (SvSink *sink, GError **error)
{
  gboolean good = fflush (sink->stream) == 0 && !ferror (sink->stream);
  int code = good ? 0 : errno;
  if (sink->path && fclose (g_steal_pointer (&sink->stream)) != 0 && good)
    {
      good = FALSE;
      code = errno;
    }
  if (good && sink->temporary && g_rename (sink->temporary, sink->path) != 0)
    {
      good = FALSE;
      code = errno;
    }
  if (!good)
    fail (sink->path, code, error);
  else
    g_clear_pointer (&sink->temporary, g_free);
  sv_sink_abandon (sink);
  return good;
}

void
sv_sink_abandon (SvSink *sink)
{
  if (sink->stream && sink->path)
    fclose (sink->stream);
  if (sink->temporary)
    g_unlink (sink->temporary);
  g_free (sink->temporary);
  g_free (sink->path);
  *sink = (SvSink){ 0 };
}
