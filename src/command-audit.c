/* SPDX-License-Identifier: GPL-3.0-or-later
 * The command `audit`: archives, one row a message. */

#include "audit/engine.h"
#include "command.h"
#include "doors.h"

#include <glib/gi18n.h>

/* A run under way. */
typedef struct
{
  const SvOptions *options;
  SvDoors doors;
  gboolean fail_on; /* --fail-on is met */
  guint64 messages;
  guint64 unreadable;
} Audit;

static void
take_message (const SvPlace *place G_GNUC_UNUSED, gpointer made, gpointer data)
{
  Audit *audit = data;
  g_autoptr (SvReport) report = made;
  audit->messages++;
  audit->fail_on = audit->fail_on || sv_fail_on_met (audit->options->fail_on, report);
  sv_doors_note_used (&audit->doors, report->lookups);
}

static void
take_unreadable (const SvPlace *place G_GNUC_UNUSED, const GError *error, gpointer data)
{
  Audit *audit = data;
  audit->unreadable++;
  sv_complain ("%s", error->message);
}

SvExit
sv_command_audit (const SvOptions *options)
{
  if (!options->arguments || !options->arguments[0])
    {
      sv_complain (_ ("no file given; “-” reads standard input"));
      return SV_EXIT_USAGE;
    }
  Audit audit = { .options = options };
  g_autoptr (GError) error = NULL;
  if (!sv_doors_open (&audit.doors, options, &error))
    {
      sv_complain ("%s", error->message);
      return SV_EXIT_USAGE;
    }
  SvEngineOptions engine
      = { .paths = (const char *const *)options->arguments, .input_format = options->input_format };
  SvEngineHooks hooks = { .data = &audit, .message = take_message, .unreadable = take_unreadable };
  sv_engine_run (&engine, &audit.doors.world, &hooks);
  gboolean written = sv_doors_record (&audit.doors, options->dns_record, &error);
  if (!written)
    sv_complain ("%s", error->message);
  sv_doors_close (&audit.doors);
  if (!written || audit.unreadable > 0)
    return SV_EXIT_TROUBLE;
  return audit.fail_on ? SV_EXIT_FAIL_ON : SV_EXIT_DONE;
}
