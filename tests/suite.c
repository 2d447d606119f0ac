/* SPDX-License-Identifier: GPL-3.0-or-later
 * The harness of suite.h on CUnit. */

#include "suite.h"

#include <CUnit/Basic.h>
#include <gmime/gmime.h>
#include <string.h>

static gboolean
add_tests (CU_pSuite suite, const SuiteTest *tests)
{
  for (; tests->name; tests++)
    if (!CU_add_test (suite, tests->name, tests->run))
      return FALSE;
  return TRUE;
}

int
suite_run (const char *name, const SuiteTest *tests)
{
  g_mime_init ();
  if (CU_initialize_registry () != CUE_SUCCESS)
    return 99;
  CU_pSuite suite = CU_add_suite (name, NULL, NULL);
  gboolean ready = suite && add_tests (suite, tests);
  if (ready)
    {
      CU_basic_set_mode (CU_BRM_NORMAL);
      CU_basic_run_tests ();
    }
  gboolean passed = ready && CU_get_number_of_tests_run () > 0 && CU_get_number_of_failures () == 0;
  CU_cleanup_registry ();
  g_mime_shutdown ();
  return passed ? 0 : 1;
}

void
suite_check (const char *row, gboolean held, const char *what, const char *file, int line)
{
  if (held)
    {
      CU_assertImplementation (CU_TRUE, (guint)line, what, file, "", CU_FALSE);
      return;
    }
  g_autofree char *text = g_strdup_printf ("%s: %s", row, what);
  CU_assertImplementation (CU_FALSE, (guint)line, text, file, "", CU_FALSE);
}

void
suite_check_str (const char *row, const char *actual, const char *expected, const char *what,
                 const char *file, int line)
{
  g_autofree char *text
      = g_strdup_printf ("%s: got \"%s\", wanted \"%s\"", what, actual ? actual : "(null)",
                         expected ? expected : "(null)");
  suite_check (row, g_strcmp0 (actual, expected) == 0, text, file, line);
}

void
suite_check_int (const char *row, gint64 actual, gint64 expected, const char *what,
                 const char *file, int line)
{
  g_autofree char *text = g_strdup_printf ("%s: got %" G_GINT64_FORMAT ", wanted %" G_GINT64_FORMAT,
                                           what, actual, expected);
  suite_check (row, actual == expected, text, file, line);
}

char *
suite_exact (const char *data, gssize len)
{
  gsize n = len < 0 ? strlen (data) : (gsize)len;
  char *copy = g_malloc (n ? n : 1);
  memcpy (copy, data, n);
  return copy;
}
