/* SPDX-License-Identifier: GPL-3.0-or-later
 * The command `view`: every message of every input, examined and written. */

#include "audit/engine.h"
#include "command.h"
#include "doors.h"
#include "output/sink.h"
#include "progress.h"
#include "redact.h"

#include <glib/gi18n.h>
#include <stdlib.h>

/* A run under way. */
typedef struct
{
  const SvOptions *options;
  SvDoors doors;
  SvOutput output;
  SvRedactor *redactor; /* NULL: nothing is redacted */
  SvTotals totals;
  SvProgress progress;
  gboolean trouble; /* an input was not read */
  gboolean fail_on; /* --fail-on is met */
} Run;

/* A report as it is written, made by one of several threads. */
typedef struct
{
  SvCompareStatus status;
  gboolean fail_on;
  char *text;
  gsize len;
} Viewed;

static void
count (Run *run, SvCompareStatus status, gboolean fail_on)
{
  run->totals.messages++;
  run->totals.by_status[status]++;
  run->fail_on = run->fail_on || fail_on;
}

static void
note_used (Run *run, const SvReport *report)
{
  sv_doors_note_used (&run->doors, report->lookups);
  if (report->advice_lookups)
    sv_doors_note_used (&run->doors, report->advice_lookups);
}

/* In front of everything that shows or records it. */
static void
redact (const Run *run, SvReport *report)
{
  if (run->redactor)
    sv_redact (run->redactor, report);
}

static gpointer
view (SvReport *report, gpointer data)
{
  Run *run = data;
  Viewed *viewed = g_new0 (Viewed, 1);
  viewed->status = report->comparison.status;
  viewed->fail_on = sv_fail_on_met (run->options->fail_on, report);
  redact (run, report);
  viewed->text = sv_output_render (&run->output, report, &viewed->len);
  note_used (run, report);
  return viewed;
}

static void
viewed_free (gpointer data)
{
  Viewed *viewed = data;
  free (viewed->text);
  g_free (viewed);
}

static void
write_viewed (const SvPlace *place G_GNUC_UNUSED, gpointer made, gpointer data)
{
  const Viewed *viewed = made;
  Run *run = data;
  count (run, viewed->status, viewed->fail_on);
  sv_output_rendered (&run->output, viewed->text, viewed->len);
}

/* For a format that has to see the reports in order. */
static void
write_report (const SvPlace *place G_GNUC_UNUSED, gpointer made, gpointer data)
{
  SvReport *report = made;
  Run *run = data;
  count (run, report->comparison.status, sv_fail_on_met (run->options->fail_on, report));
  redact (run, report);
  note_used (run, report);
  sv_output_report (&run->output, report);
}

static void
complain (const SvPlace *place, const GError *error, gpointer data)
{
  Run *run = data;
  /* Where one message is wanted, others may be as broken as they like. */
  if (run->options->index >= 0 && g_error_matches (error, SV_SOURCE_ERROR, SV_SOURCE_ERROR_MESSAGE)
      && place->next_index != (guint64)run->options->index + 1)
    return;
  sv_progress_clear (&run->progress);
  sv_complain ("%s", error->message);
  run->totals.unreadable++;
  run->trouble = TRUE;
}

static gboolean
show_progress (const SvEngineProgress *progress, gpointer data)
{
  sv_progress_show (&((Run *)data)->progress, progress);
  return TRUE;
}

/* Reads on behind whatever cannot be read: each failure is named, the rest is done. */
static void
view_all (Run *run)
{
  gboolean alone = run->output.alone;
  SvEngineOptions options = { .paths = (const char *const *)run->options->arguments,
                              .input_format = run->options->input_format,
                              .index = run->options->index,
                              .bodies = TRUE,
                              .measure = sv_progress_shows (&run->progress),
                              .jobs = (guint)run->options->jobs };
  SvEngineHooks hooks = { .data = run,
                          .make = alone ? view : NULL,
                          .unmake = viewed_free,
                          .message = alone ? write_viewed : write_report,
                          .unreadable = complain,
                          .progress = show_progress };
  sv_engine_run (&options, &run->doors.world, &hooks);
  sv_progress_clear (&run->progress);
}

SvExit
sv_command_view (const SvOptions *options)
{
  if (!options->arguments || !options->arguments[0])
    {
      sv_complain (_ ("no file given; “-” reads standard input"));
      return SV_EXIT_USAGE;
    }
  Run run = { .options = options };
  sv_progress_init (&run.progress, options->progress);
  g_autoptr (GError) error = NULL;
  if (!sv_doors_open (&run.doors, options, &error))
    {
      sv_complain ("%s", error->message);
      return SV_EXIT_USAGE;
    }
  SvSink sink;
  if (!sv_sink_open (&sink, options->output, &error))
    {
      sv_complain ("%s", error->message);
      sv_doors_close (&run.doors);
      return SV_EXIT_TROUBLE;
    }
  SvOutputOptions look
      = { options->color, options->width, options->verbose, options->trace, options->quiet };
  sv_output_init (&run.output, options->format, sink.stream, &look);
  g_autoptr (SvRedactor) redactor = options->redact ? sv_redactor_new (NULL) : NULL;
  run.redactor = redactor;
  sv_output_begin (&run.output);
  view_all (&run);
  if (options->index >= 0 && run.totals.messages == 0 && !run.trouble)
    {
      sv_complain (_ ("there is no message %d; the first one is 0"), options->index);
      run.trouble = TRUE;
    }
  sv_output_end (&run.output, &run.totals);
  gboolean written
      = sv_sink_finish (&sink, &error) && sv_doors_record (&run.doors, options->dns_record, &error);
  if (!written)
    sv_complain ("%s", error->message);
  sv_doors_close (&run.doors);
  if (!written || run.trouble)
    return SV_EXIT_TROUBLE;
  return run.fail_on ? SV_EXIT_FAIL_ON : SV_EXIT_DONE;
}
