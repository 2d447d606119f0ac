/* SPDX-License-Identifier: GPL-3.0-or-later
 * Files of one line a message: --jsonl and --csv.
 *
 * Alone, such a file appears whole or not at all (output/sink.h).  Beside a store it grows in
 * place: with every commit the store notes how long it is, so that --resume cuts off what the store
 * does not know of and goes on. */

#pragma once

#include "output/sink.h"

typedef struct
{
  const char *option; /* "--jsonl": for complaints */
  const char *path;   /* borrowed */
  SvSink sink;        /* `path` of a growing file is NULL in it */
  gboolean growing;
  guint64 before; /* bytes that an earlier run left */
} SvLines;

/* Opens a file that appears whole. */
gboolean sv_lines_open (SvLines *lines, const char *option, const char *path, GError **error);

/* Opens one that grows, `bytes` long from the runs before. */
gboolean sv_lines_open_growing (SvLines *lines, const char *option, const char *path, guint64 bytes,
                                GError **error);

/* Everything written so far is in the file, which is `bytes` long. */
gboolean sv_lines_sync (SvLines *lines, guint64 *bytes, GError **error);

/* The end: whole, or given up. */
gboolean sv_lines_finish (SvLines *lines, GError **error);
void sv_lines_abandon (SvLines *lines);
