/* SPDX-License-Identifier: GPL-3.0-or-later
 * What an audit writes; see outputs.h. */

#include "config.h"

#include "outputs.h"

#include "audit/summary-output.h"
#include "command.h"
#include "output/formats.h"

#include <glib/gi18n.h>
#include <sys/stat.h>

/* ---- lines ---- */

/* A pipe cannot be cut off and gone on with. */
static gboolean
can_grow (const char *path)
{
  struct stat status;
  return strcmp (path, "-") != 0 && (stat (path, &status) != 0 || S_ISREG (status.st_mode));
}

static gboolean
open_line_file (SvOutputs *outputs, SvLines *lines, const char *option, const char *path,
                GError **error)
{
  if (!path)
    return TRUE;
  if (!outputs->store || !can_grow (path))
    return sv_lines_open (lines, option, path, error);
  *lines = (SvLines){ .option = option, .path = path, .growing = TRUE };
  g_ptr_array_add (outputs->growing, lines);
  return TRUE;
}

static void
begin_csv (SvOutputs *outputs)
{
  SvOutput head = { .stream = outputs->csv.sink.stream };
  if (head.stream && outputs->csv.before == 0)
    sv_csv_begin (&head);
}

/* ---- open ---- */

static gboolean
begin_store (SvOutputs *outputs, GError **error)
{
  const SvOptions *options = outputs->options;
  g_autofree char *paths = g_strjoinv (" ", options->arguments);
  SvStoreRun run = { .program = PACKAGE_VERSION,
                     .arguments = paths,
                     .shard = options->shard,
                     .shards = options->shards,
                     .started = g_get_real_time () / G_USEC_PER_SEC };
  return sv_store_begin (outputs->store, &run, outputs->growing, error);
}

static void
abandon (SvOutputs *outputs)
{
  SvLines *const both[] = { &outputs->jsonl, &outputs->csv };
  for (gsize i = 0; i < G_N_ELEMENTS (both); i++)
    if (both[i]->path)
      sv_lines_abandon (both[i]);
  if (outputs->store)
    sv_store_close (outputs->store, 0, NULL);
  sv_summary_free (outputs->summary);
  g_ptr_array_unref (outputs->growing);
  *outputs = (SvOutputs){ 0 };
}

gboolean
sv_outputs_open (SvOutputs *outputs, const SvOptions *options, GError **error)
{
  *outputs = (SvOutputs){ .options = options,
                          .growing = g_ptr_array_new (),
                          .summary = sv_summary_new () };
  gboolean good = TRUE;
  if (options->db)
    {
      outputs->store
          = sv_store_open (options->db, options->resume ? SV_STORE_RESUME : SV_STORE_NEW, error);
      good = outputs->store != NULL;
    }
  good = good && open_line_file (outputs, &outputs->jsonl, "--jsonl", options->jsonl, error)
         && open_line_file (outputs, &outputs->csv, "--csv", options->csv, error)
         && (!outputs->store || begin_store (outputs, error));
  if (!good)
    {
      abandon (outputs);
      return FALSE;
    }
  begin_csv (outputs);
  return TRUE;
}

SvRowParts
sv_outputs_wants (const SvOutputs *outputs)
{
  return (SvRowParts)((outputs->jsonl.path ? SV_ROW_JSONL : 0)
                      | (outputs->csv.path ? SV_ROW_CSV : 0) | (outputs->store ? SV_ROW_LISTS : 0));
}

/* ---- a run ---- */

/* Names what went wrong with the store, once; from then on it takes nothing. */
static void
check_store (SvOutputs *outputs)
{
  const GError *error = outputs->store ? sv_store_error (outputs->store) : NULL;
  if (!error || outputs->named)
    return;
  outputs->named = TRUE;
  sv_complain ("%s", error->message);
  sv_complain (_ ("what was stored stays; the rest goes on without the database, and --resume "
                  "goes on with it later"));
}

gboolean
sv_outputs_where (SvOutputs *outputs, const SvSourceFile *file, SvSourceStart *start)
{
  return !outputs->store || sv_store_where (outputs->store, file, start);
}

void
sv_outputs_file (SvOutputs *outputs, const SvSourceFile *file)
{
  if (outputs->store)
    sv_store_file (outputs->store, file);
}

static void
write_lines (const SvLines *lines, const char *text)
{
  if (lines->path && lines->sink.stream && text)
    fputs (text, lines->sink.stream);
}

void
sv_outputs_message (SvOutputs *outputs, const SvRow *row)
{
  sv_summary_add (outputs->summary, row);
  write_lines (&outputs->jsonl, row->jsonl);
  write_lines (&outputs->csv, row->csv);
  if (outputs->store)
    sv_store_message (outputs->store, row);
}

void
sv_outputs_reached (SvOutputs *outputs, const SvSourceStart *next)
{
  if (outputs->store)
    sv_store_reached (outputs->store, next);
  check_store (outputs);
}

void
sv_outputs_file_end (SvOutputs *outputs, const SvSourceStart *next)
{
  if (outputs->store)
    sv_store_file_end (outputs->store, next);
}

void
sv_outputs_unreadable (SvOutputs *outputs, const SvStoreFailure *failure)
{
  sv_summary_add_failure (outputs->summary, failure);
  if (outputs->store)
    sv_store_unreadable (outputs->store, failure);
}

void
sv_outputs_commit (SvOutputs *outputs)
{
  if (outputs->store)
    sv_store_commit (outputs->store);
  check_store (outputs);
}

/* ---- the end ---- */

/* FALSE: it was named. */
static gboolean
write_summary (const SvSummary *summary, const char *path, const SvSummaryFormat *format,
               const SvOptions *options)
{
  g_autoptr (GError) error = NULL;
  SvSink sink;
  SvOutputOptions look
      = { .color = options->color && !path, .width = options->width, .verbose = options->verbose };
  gboolean good = sv_sink_open (&sink, path, &error);
  if (good)
    {
      format->write (sink.stream, summary, &look);
      good = sv_sink_finish (&sink, &error);
    }
  if (!good)
    sv_complain ("%s", error->message);
  return good;
}

static gboolean
write_summaries (const SvSummary *summary, const SvOptions *options)
{
  gboolean good = write_summary (summary, options->output, options->summary_format, options);
  if (options->html)
    good = write_summary (summary, options->html, sv_summary_format_find ("html"), options) && good;
  return good;
}

static gboolean
finish_lines (SvLines *lines)
{
  g_autoptr (GError) error = NULL;
  if (!lines->path || !lines->sink.stream || sv_lines_finish (lines, &error))
    return TRUE;
  sv_complain ("%s", error->message);
  return FALSE;
}

/* What all runs stored, where an earlier one did a part. */
static gboolean
read_back (const SvOptions *options, SvSummary **summary)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SvSummary) whole = sv_summary_new ();
  SvStore *store = sv_store_open (options->db, SV_STORE_READ, &error);
  gboolean good = store && sv_summary_add_store (whole, store, &error);
  if (store)
    sv_store_close (store, 0, NULL);
  if (!good)
    {
      sv_complain ("%s", error->message);
      return FALSE;
    }
  sv_summary_free (*summary);
  *summary = g_steal_pointer (&whole);
  return TRUE;
}

static gboolean
finish_store (SvOutputs *outputs, gboolean whole)
{
  if (!outputs->store)
    return TRUE;
  g_autoptr (GError) error = NULL;
  gboolean earlier = sv_store_messages_before (outputs->store) > 0;
  gint64 ended = whole ? g_get_real_time () / G_USEC_PER_SEC : 0;
  gboolean good = sv_store_close (g_steal_pointer (&outputs->store), ended, &error);
  if (!good && !outputs->named)
    sv_complain ("%s", error->message);
  return (!earlier || read_back (outputs->options, &outputs->summary)) && good;
}

gboolean
sv_outputs_finish (SvOutputs *outputs, gboolean whole)
{
  gboolean good = finish_store (outputs, whole);
  good = finish_lines (&outputs->jsonl) && good;
  good = finish_lines (&outputs->csv) && good;
  good = write_summaries (outputs->summary, outputs->options) && good;
  abandon (outputs);
  return good;
}

gboolean
sv_outputs_merge (const SvOptions *options, const char *const *inputs, gboolean *usage)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SvSummary) summary = sv_summary_new ();
  *usage = FALSE;
  if (!sv_store_merge (options->db, inputs, &error))
    {
      *usage = g_error_matches (error, SV_STORE_ERROR, SV_STORE_ERROR_EXISTS);
      sv_complain ("%s", error->message);
      return FALSE;
    }
  return read_back (options, &summary) && write_summaries (summary, options);
}
