/* SPDX-License-Identifier: GPL-3.0-or-later
 * One command of the program: a row of the table in main.c. */

#pragma once

#include "options.h"
#include "report.h"

/* What the process exits with (INTERFACE, "Exit status"). */
typedef enum
{
  SV_EXIT_DONE = 0,
  SV_EXIT_FAIL_ON = 1, /* done, and --fail-on met */
  SV_EXIT_USAGE = 2,
  SV_EXIT_INTERRUPTED = 130, /* by SIGINT, as shells say it */
  SV_EXIT_TROUBLE = 3        /* some input not read or some output not written; the rest is done */
} SvExit;

SvExit sv_command_view (const SvOptions *options);
SvExit sv_command_check (const SvOptions *options);
SvExit sv_command_audit (const SvOptions *options);
SvExit sv_command_record (const SvOptions *options);
SvExit sv_command_explain (const SvOptions *options);

/* Whether a report is what --fail-on waits for. */
gboolean sv_fail_on_met (SvFailOn fail_on, const SvReport *report);

/* Prints "spfview: …" on standard error: the one place where the program complains. */
void sv_complain (const char *format, ...) G_GNUC_PRINTF (1, 2);
