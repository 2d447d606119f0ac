/* SPDX-License-Identifier: GPL-3.0-or-later
 * A world made of text; see world.h. */

#include "world.h"

#include "suite.h"

#include <glib/gstdio.h>
#include <unistd.h>

static SvAsk *
ask_new (const char *zone)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("test-world-XXXXXX.zone", &path, &error);
  g_assert_no_error (error);
  close (fd);
  g_file_set_contents (path, zone, -1, &error);
  g_assert_no_error (error);
  const char *const files[] = { path, NULL };
  SvAskOptions options = { .files = zone[0] ? files : NULL, .no_network = TRUE };
  SvAsk *ask = sv_ask_new (&options, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return ask;
}

void
world_init (World *test, const char *zone)
{
  test->ask = ask_new (zone);
  test->answers = sv_answers_new ();
  test->world = (SvWorld){ .ask = test->ask, .answers = test->answers };
}

void
world_clear (World *test)
{
  g_clear_pointer (&test->ask, sv_ask_free);
  g_clear_pointer (&test->answers, sv_answers_free);
}
