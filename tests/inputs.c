/* SPDX-License-Identifier: GPL-3.0-or-later
 * The helpers of inputs.h. */

#include "inputs.h"

#include <glib/gstdio.h>

void
inputs_put (const char *path, const char *text, gssize len)
{
  g_autofree char *folder = g_path_get_dirname (path);
  CHECK (path, g_mkdir_with_parents (folder, 0700) == 0);
  CHECK (path, g_file_set_contents (path, text, len, NULL));
}

void
inputs_clear (void)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (found, g_strdup ("."));
  for (guint i = 0; i < found->len; i++)
    {
      g_autoptr (GDir) folder = g_file_test (found->pdata[i], G_FILE_TEST_IS_SYMLINK)
                                    ? NULL
                                    : g_dir_open (found->pdata[i], 0, NULL);
      for (const char *name; folder && (name = g_dir_read_name (folder));)
        g_ptr_array_add (found, g_build_filename (found->pdata[i], name, NULL));
    }
  for (guint i = found->len - 1; i > 0; i--)
    g_remove (found->pdata[i]);
}

static void
add_message (GString *text, const SvMessage *message)
{
  static const char kinds[] = "?mbd";
  g_string_append_printf (text, "%s%c%u@%u+%u ", message->file, kinds[message->format],
                          (guint)message->index, (guint)message->offset, (guint)message->size);
}

char *
inputs_walk (const char *const *paths, SvInputFormat format)
{
  g_autoptr (SvSource) source = sv_source_new (paths, format, FALSE);
  GString *text = g_string_new (NULL);
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SvMessage) message = sv_source_next (source, &error);
      if (message)
        add_message (text, message);
      else if (error)
        g_string_append_printf (text, "!%d %s; ", error->code, error->message);
      else
        return g_string_free (text, FALSE);
      CHECK ("error domain", !error || error->domain == SV_SOURCE_ERROR);
    }
}

char *
inputs_walk_one (const char *path, SvInputFormat format)
{
  const char *const paths[] = { path, NULL };
  return inputs_walk (paths, format);
}

int
inputs_run (const char *name, const SuiteTest *tests)
{
  g_autofree char *before = g_get_current_dir ();
  g_autofree char *top = g_dir_make_tmp ("spfview-test-XXXXXX", NULL);
  if (!top || g_chdir (top) != 0)
    return 99;
  int status = suite_run (name, tests);
  inputs_clear ();
  if (g_chdir (before) != 0 || g_rmdir (top) != 0)
    status = 1;
  return status;
}
