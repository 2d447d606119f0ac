/* SPDX-License-Identifier: GPL-3.0-or-later
 * Replays files and folders through a fuzz target, so that any compiler's build can run a corpus.
 * Without arguments a program called replay-NAME takes tests/fuzz/corpus-NAME of the source tree.
 */

#include "fuzz.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

#define PROGRAM_PREFIX "replay-"

static gboolean
replay_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize len;
  if (!g_file_get_contents (path, &text, &len, &error))
    {
      fprintf (stderr, "%s\n", error->message);
      return FALSE;
    }
  /* Without the NUL that GLib puts behind it, so that sanitizers see the first byte read too far.
   */
  uint8_t *exact = g_malloc (MAX (len, 1));
  memcpy (exact, text, len);
  fprintf (stderr, "%s\n", path);
  LLVMFuzzerTestOneInput (exact, len);
  g_free (exact);
  return TRUE;
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

/* The files of a folder in the order of their names, or the file itself; NULL if it is not there.
 */
static GPtrArray *
list (const char *path)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  if (!dir)
    g_ptr_array_add (files, g_strdup (path));
  for (const char *name = dir ? g_dir_read_name (dir) : NULL; name; name = g_dir_read_name (dir))
    g_ptr_array_add (files, g_build_filename (path, name, NULL));
  g_ptr_array_sort (files, compare_paths);
  return files;
}

/* Returns how many were replayed; `failed` is set if one could not be read. */
static guint
replay (const char *path, gboolean *failed)
{
  g_autoptr (GPtrArray) files = list (path);
  guint n = 0;
  for (guint i = 0; i < files->len; i++)
    if (replay_file (files->pdata[i]))
      n++;
    else
      *failed = TRUE;
  return n;
}

static char *
default_corpus (const char *program)
{
  g_autofree char *name = g_path_get_basename (program);
  const char *source = g_getenv ("top_srcdir");
  if (!g_str_has_prefix (name, PROGRAM_PREFIX))
    return NULL;
  g_autofree char *folder = g_strconcat ("corpus-", name + strlen (PROGRAM_PREFIX), NULL);
  return g_build_filename (source ? source : ".", "tests", "fuzz", folder, NULL);
}

int
main (int argc, char **argv)
{
  gboolean failed = FALSE;
  guint n = 0;
  g_autofree char *corpus = argc == 1 ? default_corpus (argv[0]) : NULL;
  if (corpus)
    n = replay (corpus, &failed);
  for (int i = 1; i < argc; i++)
    n += replay (argv[i], &failed);
  printf ("%u inputs replayed\n", n);
  return n > 0 && !failed ? 0 : 1;
}
