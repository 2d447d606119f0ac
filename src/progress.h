/* SPDX-License-Identifier: GPL-3.0-or-later
 * The line on standard error that says how far a run is, and the signals that ask for it or for an
 * end. */

#pragma once

#include "audit/engine.h"
#include "options.h"

typedef struct
{
  gboolean shows;    /* a line is wanted all the time */
  gboolean terminal; /* it can be written over */
  gboolean catches;  /* sv_progress_catch() was called */
  gboolean on_line;  /* it stands there now */
  gint64 shown;      /* `elapsed` of the last one */
} SvProgress;

void sv_progress_init (SvProgress *progress, SvWhen when);

/* Whether a line is shown, and whether the total may be needed for one. */
gboolean sv_progress_shows (const SvProgress *progress);
gboolean sv_progress_measures (const SvProgress *progress);

/* From now on SIGUSR1 shows the line once, and the first SIGINT or SIGTERM asks for an end; a
 * second one ends the process. */
void sv_progress_catch (SvProgress *progress);
gboolean sv_progress_interrupted (void);

/* Shows the line, if it is time for it or was asked for. */
void sv_progress_show (SvProgress *progress, const SvEngineProgress *now);

/* Takes the line away, so that something else can be written. */
void sv_progress_clear (SvProgress *progress);
