/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of outputs that appear whole or not at all. */

#include "output/sink.h"

#include "suite.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder of a test's own, and a file name in it. */
typedef struct
{
  char *folder;
  char *path;
} Place;

static Place
place_new (void)
{
  g_autoptr (GError) error = NULL;
  Place place = { .folder = g_dir_make_tmp ("spfview-sink-XXXXXX", &error) };
  g_assert_no_error (error);
  place.path = g_build_filename (place.folder, "report", NULL);
  return place;
}

static guint
files_in (const char *folder)
{
  guint n = 0;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  while (dir && g_dir_read_name (dir))
    n++;
  return n;
}

static void
place_clear (Place *place)
{
  g_unlink (place->path);
  CHECK_INT ("nothing is left behind", files_in (place->folder), 0);
  g_rmdir (place->folder);
  g_free (place->folder);
  g_free (place->path);
}

static void
check_content (const char *row, const char *path, const char *wanted)
{
  g_autofree char *content = NULL;
  g_file_get_contents (path, &content, NULL, NULL);
  CHECK_STR (row, content, wanted);
}

static void
test_whole (void)
{
  Place place = place_new ();
  SvSink sink;
  CHECK ("opened", sv_sink_open (&sink, place.path, NULL));
  fputs ("all of it\n", sink.stream);
  fflush (sink.stream);
  CHECK ("not there before the end", !g_file_test (place.path, G_FILE_TEST_EXISTS));
  CHECK ("finished", sv_sink_finish (&sink, NULL));
  check_content ("there in whole", place.path, "all of it\n");
  CHECK_INT ("alone", files_in (place.folder), 1);
  place_clear (&place);
}

static void
test_abandoned (void)
{
  Place place = place_new ();
  SvSink sink;
  g_file_set_contents (place.path, "old", -1, NULL);
  CHECK ("opened", sv_sink_open (&sink, place.path, NULL));
  fputs ("half of", sink.stream);
  sv_sink_abandon (&sink);
  check_content ("the old file stays", place.path, "old");
  CHECK_INT ("alone", files_in (place.folder), 1);
  place_clear (&place);
}

static void
test_mode (void)
{
  Place place = place_new ();
  SvSink sink;
  struct stat status;
  mode_t mask = umask (022);
  CHECK ("new", sv_sink_open (&sink, place.path, NULL) && sv_sink_finish (&sink, NULL));
  CHECK ("new", g_stat (place.path, &status) == 0);
  CHECK_INT ("as plain creation would", status.st_mode & 07777, 0644);
  g_chmod (place.path, 0600);
  CHECK ("again", sv_sink_open (&sink, place.path, NULL) && sv_sink_finish (&sink, NULL));
  CHECK ("again", g_stat (place.path, &status) == 0);
  CHECK_INT ("the old mode stays", status.st_mode & 07777, 0600);
  umask (mask);
  place_clear (&place);
}

/* What is no regular file is written as it stands: renaming over /dev/null would destroy it. */
static void
test_device (void)
{
  SvSink sink;
  struct stat status;
  CHECK ("opened", sv_sink_open (&sink, "/dev/null", NULL));
  CHECK ("no temporary file", !sink.temporary);
  fputs ("nothing", sink.stream);
  CHECK ("finished", sv_sink_finish (&sink, NULL));
  CHECK ("still there", g_stat ("/dev/null", &status) == 0 && S_ISCHR (status.st_mode));
}

/* A link's target is replaced, or the link is: either way what the name shows is new and the folder
 * is clean. */
static void
test_link (void)
{
  Place place = place_new ();
  g_autofree char *link = g_build_filename (place.folder, "link", NULL);
  g_file_set_contents (place.path, "old", -1, NULL);
  CHECK ("linked", symlink ("report", link) == 0);
  SvSink sink;
  CHECK ("opened", sv_sink_open (&sink, link, NULL));
  fputs ("new", sink.stream);
  CHECK ("finished", sv_sink_finish (&sink, NULL));
  check_content ("by the link", link, "new");
  CHECK ("the link stays one", g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  check_content ("its target", place.path, "new");
  g_unlink (link);
  place_clear (&place);
}

static void
test_standard_output (void)
{
  static const char *const names[] = { NULL, "-" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      SvSink sink;
      CHECK ("opened", sv_sink_open (&sink, names[i], NULL));
      CHECK ("the stream", sink.stream == stdout);
      CHECK ("finished", sv_sink_finish (&sink, NULL));
      CHECK ("not closed", fflush (stdout) == 0);
    }
}

static void
test_nowhere (void)
{
  static const char *const paths[] = { "/nonexistent/folder/report", "/proc/report", "/" };
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      SvSink sink;
      g_autoptr (GError) error = NULL;
      CHECK (paths[i], !sv_sink_open (&sink, paths[i], &error));
      CHECK (paths[i], error && error->domain == G_FILE_ERROR);
      CHECK (paths[i], error && strstr (error->message, paths[i]));
    }
}

/* An output that takes nothing: the error sticks to the stream and is told at the end. */
static void
test_full (void)
{
  if (!g_file_test ("/dev/full", G_FILE_TEST_EXISTS))
    return;
  SvSink sink;
  g_autoptr (GError) error = NULL;
  CHECK ("opened", sv_sink_open (&sink, "/dev/full", NULL));
  fputs ("too much", sink.stream);
  CHECK ("told", !sv_sink_finish (&sink, &error));
  CHECK ("as no space", g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC));
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "whole", test_whole },
    { "abandoned", test_abandoned },
    { "mode", test_mode },
    { "device", test_device },
    { "link", test_link },
    { "standard output", test_standard_output },
    { "nowhere", test_nowhere },
    { "full", test_full },
    { NULL, NULL },
  };
  return suite_run ("sink", tests);
}
