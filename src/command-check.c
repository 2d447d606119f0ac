/* SPDX-License-Identifier: GPL-3.0-or-later
 * The command `check`: check_host() of RFC 7208 on values from the command line. */

#include "command.h"
#include "doors.h"
#include "output/formats.h"
#include "output/sink.h"

#include <glib/gi18n.h>
#include <string.h>

/* What is missing or too much on the command line, as a sentence; NULL if nothing. */
static const char *
wrong_usage (const SvOptions *options)
{
  if (options->arguments && options->arguments[0])
    return _ ("check takes no files, only --ip, --mail-from and --helo");
  if (!options->ip.family)
    return _ ("check needs --ip=IP");
  if (!options->mail_from && !options->helo)
    return _ ("check needs --mail-from=ADDRESS or --helo=NAME");
  if (strcmp (options->format->name, "text") != 0 && strcmp (options->format->name, "json") != 0)
    return _ ("check writes text or json");
  return NULL;
}

static gboolean
write_result (const SvOptions *options, const SvSpfEvaluation *spf, const SvLookups *lookups,
              GError **error)
{
  SvSink sink;
  if (!sv_sink_open (&sink, options->output, error))
    return FALSE;
  SvOutputOptions look = { .color = options->color, .width = options->width };
  if (strcmp (options->format->name, "json") == 0)
    sv_json_check (sink.stream, spf);
  else
    sv_text_check (sink.stream, spf, lookups, &look);
  return sv_sink_finish (&sink, error);
}

static SvExit
check (const SvOptions *options, SvDoors *doors, GError **error)
{
  SvSpfInput input = { .ip = options->ip,
                       .mail_from = options->mail_from,
                       .helo = options->helo,
                       .receiver = options->receiver,
                       .default_explanation = options->default_explanation,
                       .now = options->now };
  g_autoptr (SvLookups) lookups = sv_lookups_new (doors->answers);
  g_autoptr (SvSpfEvaluation) spf = sv_examine_spf (&input, lookups, &doors->world);
  sv_doors_note_used (doors, lookups);
  if (spf->state == SV_SPF_STATE_UNRECORDED)
    {
      sv_complain (_ ("not evaluated: the DNS answers given lack one that the verdict needs"));
      return SV_EXIT_TROUBLE;
    }
  if (!write_result (options, spf, lookups, error)
      || !sv_doors_record (doors, options->dns_record, error))
    return SV_EXIT_TROUBLE;
  return SV_EXIT_DONE;
}

SvExit
sv_command_check (const SvOptions *options)
{
  const char *wrong = wrong_usage (options);
  if (wrong)
    {
      sv_complain ("%s", wrong);
      return SV_EXIT_USAGE;
    }
  SvDoors doors;
  g_autoptr (GError) error = NULL;
  SvExit status = SV_EXIT_USAGE;
  if (sv_doors_open (&doors, options, &error))
    {
      status = check (options, &doors, &error);
      sv_doors_close (&doors);
    }
  if (error)
    sv_complain ("%s", error->message);
  return status;
}
