/* SPDX-License-Identifier: GPL-3.0-or-later
 * Switches languages without any locale of the system; see language.h. */

#include "language.h"

#include <glib.h>
#include <libintl.h>
#include <locale.h>

/* Where the makefile puts the catalogues, as seen from where tests run. */
#define CATALOGUES "tests/locale"

void
language_set (const char *language)
{
  g_autofree char *catalogues = g_canonicalize_filename (CATALOGUES, NULL);
  g_autofree char *catalogue
      = g_build_filename (catalogues, language, "LC_MESSAGES", GETTEXT_PACKAGE ".mo", NULL);
  gboolean english = g_strcmp0 (language, "C") == 0;
  g_assert_true (english || g_file_test (catalogue, G_FILE_TEST_IS_REGULAR));
  /* In the locale "C" itself nothing is ever translated. */
  g_assert_nonnull (setlocale (LC_ALL, "C.UTF-8"));
  g_setenv ("LANGUAGE", english ? "en" : language, TRUE);
  bindtextdomain (GETTEXT_PACKAGE, catalogues);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
