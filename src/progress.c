/* SPDX-License-Identifier: GPL-3.0-or-later
 * How far a run is, in one line; see progress.h. */

#include "progress.h"

#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

/* A terminal gets a new line so often; a file, which keeps them all, more seldom. */
#define TERMINAL_INTERVAL (G_USEC_PER_SEC / 5)
#define FILE_INTERVAL (10 * G_USEC_PER_SEC)

static volatile sig_atomic_t interrupted;
static volatile sig_atomic_t asked;

static void
interrupt (int number G_GNUC_UNUSED)
{
  interrupted = 1;
}

static void
answer (int number G_GNUC_UNUSED)
{
  asked = 1;
}

void
sv_progress_init (SvProgress *progress, SvWhen when)
{
  gboolean terminal = isatty (STDERR_FILENO);
  *progress = (SvProgress){ .terminal = terminal,
                            .shows = when == SV_WHEN_ALWAYS || (when == SV_WHEN_AUTO && terminal) };
}

gboolean
sv_progress_shows (const SvProgress *progress)
{
  return progress->shows;
}

gboolean
sv_progress_measures (const SvProgress *progress)
{
  return progress->shows || progress->catches;
}

void
sv_progress_catch (SvProgress *progress)
{
  struct sigaction end = { .sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND };
  struct sigaction tell = { .sa_handler = answer, .sa_flags = SA_RESTART };
  progress->catches = TRUE;
  sigaction (SIGINT, &end, NULL);
  sigaction (SIGTERM, &end, NULL);
  sigaction (SIGUSR1, &tell, NULL);
}

gboolean
sv_progress_interrupted (void)
{
  return interrupted != 0;
}

/* "1:05:09", or "?" where it cannot be told. */
static char *
time_left (const SvEngineProgress *now)
{
  if (now->total == 0 || now->bytes == 0 || now->bytes > now->total)
    return g_strdup ("?");
  double share = (double)now->bytes / (double)now->total;
  guint64 seconds = (guint64)((double)now->elapsed / G_USEC_PER_SEC * (1 - share) / share);
  guint64 hours = seconds / 3600;
  if (hours > 0)
    return g_strdup_printf ("%u:%02u:%02u", (guint)hours, (guint)(seconds / 60 % 60),
                            (guint)(seconds % 60));
  return g_strdup_printf ("%u:%02u", (guint)(seconds / 60), (guint)(seconds % 60));
}

static char *
describe (const SvEngineProgress *now)
{
  g_autofree char *bytes = g_format_size (now->bytes);
  g_autofree char *total = now->total ? g_format_size (now->total) : g_strdup ("?");
  g_autofree char *left = time_left (now);
  guint64 rate = now->elapsed > 0 ? now->messages * G_USEC_PER_SEC / (guint64)now->elapsed : 0;
  g_autofree char *messages = g_strdup_printf ("%" G_GUINT64_FORMAT, now->messages);
  g_autofree char *speed = g_strdup_printf ("%" G_GUINT64_FORMAT, rate);
  /* Translators: bytes read, of all bytes; messages; messages a second; DNS questions in flight;
   * time left, as 1:05:09 or "?". */
  return g_strdup_printf (_ ("%s of %s, %s messages, %s/s, DNS %u, %s left"), bytes, total,
                          messages, speed, now->questions, left);
}

void
sv_progress_show (SvProgress *progress, const SvEngineProgress *now)
{
  gint64 interval = progress->terminal ? TERMINAL_INTERVAL : FILE_INTERVAL;
  gboolean due = progress->shows && now->elapsed - progress->shown >= interval;
  if (!due && !asked)
    return;
  g_autofree char *text = describe (now);
  gboolean over = progress->terminal && progress->shows && !asked;
  sv_progress_clear (progress);
  fputs (text, stderr);
  if (!over)
    fputc ('\n', stderr);
  fflush (stderr);
  progress->on_line = over;
  progress->shown = now->elapsed;
  asked = 0;
}

void
sv_progress_clear (SvProgress *progress)
{
  if (progress->on_line)
    fputs ("\r\033[K", stderr);
  progress->on_line = FALSE;
}
