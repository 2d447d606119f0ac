/* SPDX-License-Identifier: GPL-3.0-or-later
 * The command `view`: every message of every input, examined and written. */

#include "command.h"
#include "doors.h"
#include "output/sink.h"

#include <glib/gi18n.h>

/* A run under way. */
typedef struct
{
  const SvOptions *options;
  SvDoors doors;
  SvOutput output;
  SvTotals totals;
  gboolean trouble; /* an input was not read */
  gboolean fail_on; /* --fail-on is met */
} Run;

/* Whether --index leaves the message. */
static gboolean
is_wanted (const Run *run, const SvMessage *message)
{
  return run->options->index < 0 || message->index == (guint64)run->options->index;
}

/* Takes the messages out of a report, to be examined before everything else that waits. */
static void
take_enclosed (GQueue *waiting, SvEnclosed *enclosed)
{
  for (guint i = enclosed->messages->len; i > 0; i--)
    g_queue_push_head (waiting, g_steal_pointer (&enclosed->messages->pdata[i - 1]));
}

static void
view_one (Run *run, SvMessage *message, GQueue *waiting)
{
  g_autoptr (SvReport) report = sv_examine (message, &run->doors.world);
  run->totals.messages++;
  run->totals.by_status[report->comparison.status]++;
  run->fail_on = run->fail_on || sv_fail_on_met (run->options->fail_on, report);
  sv_doors_note_used (&run->doors, report->lookups);
  if (report->advice_lookups)
    sv_doors_note_used (&run->doors, report->advice_lookups);
  sv_output_report (&run->output, report);
  take_enclosed (waiting, report->enclosed);
}

/* A message, and behind it those that it encloses, each in front of its own: a list, because how
 * they are nested is a stranger's to choose. */
static void
view_message (Run *run, SvMessage *message)
{
  g_autoptr (GQueue) waiting = g_queue_new ();
  g_queue_push_head (waiting, message);
  for (guint n = 0; n <= SV_ENCLOSED_MAX && (message = g_queue_pop_head (waiting)); n++)
    view_one (run, message, waiting);
  g_queue_clear_full (waiting, (GDestroyNotify)sv_message_free);
}

/* Reads on behind whatever cannot be read: each failure is named, the rest is done. */
static void
view_all (Run *run)
{
  g_autoptr (SvSource) source = sv_source_new ((const char *const *)run->options->arguments,
                                               run->options->input_format, TRUE);
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      SvMessage *message = sv_source_next (source, &error);
      if (message && is_wanted (run, message))
        view_message (run, message);
      else if (message)
        sv_message_free (message);
      else if (!error)
        return;
      else
        {
          sv_complain ("%s", error->message);
          run->trouble = TRUE;
          run->totals.unreadable++;
        }
    }
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
  SvOutputOptions look = { options->color, options->width, options->verbose, options->trace };
  sv_output_init (&run.output, options->format, sink.stream, &look);
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
