/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is to be read of a folder, and in which order. */

#include "mail/maildir.h"

#include "mail/source.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

static gboolean
is_folder (const char *path, const char *name)
{
  g_autofree char *below = g_build_filename (path, name, NULL);
  return g_file_test (below, G_FILE_TEST_IS_DIR);
}

gboolean
sv_maildir_is (const char *path)
{
  return is_folder (path, "cur") && is_folder (path, "new");
}

/* Every name in a folder but "." and "..". */
static GPtrArray *
read_names (const char *path, GError **error)
{
  DIR *folder = opendir (path);
  if (!folder)
    {
      g_set_error (error, SV_SOURCE_ERROR, SV_SOURCE_ERROR_OPEN, "%s: %s", path,
                   g_strerror (errno));
      return NULL;
    }
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  for (struct dirent *entry; (entry = readdir (folder));)
    if (strcmp (entry->d_name, ".") != 0 && strcmp (entry->d_name, "..") != 0)
      g_ptr_array_add (names, g_strdup (entry->d_name));
  closedir (folder);
  return names;
}

/* By file name without the subfolder; cur/ in front of new/ where both have one of that name. */
static int
compare_messages (gconstpointer a, gconstpointer b)
{
  const char *left = *(const char *const *)a;
  const char *right = *(const char *const *)b;
  int order = strcmp (strchr (left, '/'), strchr (right, '/'));
  return order ? order : strcmp (left, right);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static gboolean
add_messages (GPtrArray *messages, const char *path, const char *subfolder, GError **error)
{
  g_autofree char *below = g_build_filename (path, subfolder, NULL);
  g_autoptr (GPtrArray) names = read_names (below, error);
  if (!names)
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = names->pdata[i];
      if (name[0] != '.') /* as every Maildir reader does */
        g_ptr_array_add (messages, g_strconcat (subfolder, "/", name, NULL));
    }
  return TRUE;
}

GPtrArray *
sv_maildir_messages (const char *path, GError **error)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_free);
  if (!add_messages (messages, path, "cur", error) || !add_messages (messages, path, "new", error))
    return NULL;
  g_ptr_array_sort (messages, compare_messages);
  return g_steal_pointer (&messages);
}

static gboolean
is_wanted (const char *path, const char *name, gboolean maildir)
{
  if (maildir
      && (strcmp (name, "cur") == 0 || strcmp (name, "new") == 0 || strcmp (name, "tmp") == 0
          || !is_folder (path, name)))
    return FALSE;
  if (name[0] != '.')
    return TRUE;
  g_autofree char *below = g_build_filename (path, name, NULL);
  return sv_maildir_is (below);
}

GPtrArray *
sv_maildir_entries (const char *path, gboolean maildir, GError **error)
{
  g_autoptr (GPtrArray) names = read_names (path, error);
  if (!names)
    return NULL;
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < names->len; i++)
    if (is_wanted (path, names->pdata[i], maildir))
      g_ptr_array_add (entries, g_strdup (names->pdata[i]));
  g_ptr_array_sort (entries, compare_names);
  return entries;
}
