/* SPDX-License-Identifier: GPL-3.0-or-later
 * Where output goes: standard output, or a file that appears whole or not at all. */

#pragma once

#include <glib.h>
#include <stdio.h>

/* One output under way. */
typedef struct
{
  FILE *stream;
  char *path; /* final name, NULL for standard output */
  char
      *temporary; /* written until done; NULL where `path` is no regular file (a pipe, /dev/null) */
} SvSink;

/* Opens an output; `path` NULL or "-" is standard output.  A regular file is written under another
 * name in the same folder and renamed into place by sv_sink_finish().  Errors: GFileError. */
gboolean sv_sink_open (SvSink *sink, const char *path, GError **error);

/* Flushes, asks for write errors that stuck to the stream, and puts the file in place. */
gboolean sv_sink_finish (SvSink *sink, GError **error);

/* Gives an output up that was not finished: nothing stays behind. */
void sv_sink_abandon (SvSink *sink);
