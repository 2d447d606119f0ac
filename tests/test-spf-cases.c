/* SPDX-License-Identifier: GPL-3.0-or-later
 * Runs tests/spf/NAME.cases against NAME.zone: conformance cases of RFC 7208 and RFC 8616, one a
 * line.
 *
 * case = id | ip | mail from | helo | result | mechanism | problem | lookups | voids | explanation
 * Blanks around "|" do not count; "-" is none.  Backslash escapes as in C.  Behind "#" at the
 * beginning of a line: the section that the cases below it come from.  The receiver is
 * mta.example.org, the time 1700000000, and there is no default explanation. */

#include "suite.h"

#include "spf-zone.h"

#include "spf/libspf2.h"

#include <string.h>

enum
{
  ID,
  IP,
  MAIL_FROM,
  HELO,
  RESULT,
  MECHANISM,
  PROBLEM,
  LOOKUPS,
  VOIDS,
  EXPLANATION,
  N_FIELDS
};

/* Fewer than there are: a file that got lost would pass unseen. */
#define CASES_MIN 280

/* The field, or NULL for "-". */
static const char *
field (char *const *fields, guint n)
{
  return strcmp (fields[n], "-") == 0 ? NULL : fields[n];
}

static void
check_case (const char *name, char *const *fields, const SvSpfEvaluation *evaluation)
{
  CHECK_INT (name, evaluation->state, SV_SPF_STATE_DONE);
  CHECK_STR (name, sv_spf_result_name (evaluation->result), fields[RESULT]);
  CHECK_STR (name, evaluation->mechanism, field (fields, MECHANISM));
  CHECK_STR (name, sv_spf_problem_name (evaluation->problem), field (fields, PROBLEM));
  CHECK_INT (name, evaluation->lookups, g_ascii_strtoull (fields[LOOKUPS], NULL, 10));
  CHECK_INT (name, evaluation->voids, g_ascii_strtoull (fields[VOIDS], NULL, 10));
  CHECK_STR (name, evaluation->explanation, field (fields, EXPLANATION));
}

static void
run_case (const char *name, const char *zone, char *const *fields)
{
  SvSpfInput input = { .mail_from = fields[MAIL_FROM],
                       .helo = field (fields, HELO),
                       .receiver = "mta.example.org",
                       .now = 1700000000 };
  CHECK (name, sv_ip_parse (fields[IP], -1, &input.ip));
  g_autoptr (SvSpfEvaluation) evaluation = spf_zone_evaluate (zone, &input, NULL);
  check_case (name, fields, evaluation);
}

/* Splits a line of a table; each field without its blanks and with its escapes resolved. */
static char **
split_line (const char *line)
{
  char **fields = g_strsplit (line, "|", -1);
  for (char **p = fields; *p; p++)
    {
      char *resolved = g_strcompress (g_strstrip (*p));
      g_free (*p);
      *p = resolved;
    }
  return fields;
}

/* Returns how many cases there were. */
static guint
run_lines (const char *file, const char *cases, const char *zone)
{
  g_auto (GStrv) lines = g_strsplit (cases, "\n", -1);
  guint n = 0;
  for (guint i = 0; lines[i]; i++)
    {
      if (lines[i][0] == '#' || lines[i][0] == '\0')
        continue;
      g_auto (GStrv) fields = split_line (lines[i]);
      g_autofree char *name = g_strdup_printf ("%s:%u: %s", file, i + 1, fields[ID]);
      CHECK_INT (name, g_strv_length (fields), N_FIELDS);
      if (g_strv_length (fields) == N_FIELDS)
        run_case (name, zone, fields);
      n++;
    }
  return n;
}

static char *
read_text (const char *folder, const char *name, const char *suffix)
{
  g_autofree char *file = g_strconcat (name, suffix, NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  char *text = NULL;
  CHECK (path, g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static guint
run_file (const char *folder, const char *file)
{
  g_autofree char *name = g_strndup (file, strlen (file) - strlen (".cases"));
  g_autofree char *cases = read_text (folder, name, ".cases");
  g_autofree char *zone = read_text (folder, name, ".zone");
  return cases && zone ? run_lines (file, cases, zone) : 0;
}

static void
test_cases (void)
{
  const char *source = g_getenv ("top_srcdir");
  g_autofree char *folder = g_build_filename (source ? source : ".", "tests", "spf", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  CHECK (folder, dir != NULL);
  guint n = 0;
  for (const char *file = dir ? g_dir_read_name (dir) : NULL; file; file = g_dir_read_name (dir))
    if (g_str_has_suffix (file, ".cases"))
      n += run_file (folder, file);
  CHECK (folder, n >= CASES_MIN);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "cases", test_cases },
    { NULL, NULL },
  };
  sv_libspf2_init ();
  return suite_run ("spf-cases", tests);
}
