/* SPDX-License-Identifier: GPL-3.0-or-later
 * The way in: locale, the table of commands, the exit status. */

#include "config.h"

#include "command.h"
#include "sandbox.h"
#include "spf/evaluate.h"
#include "spf/libspf2.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <gmime/gmime.h>
#include <locale.h>
#include <signal.h>
#include <string.h>

typedef struct
{
  const char *name;
  SvCommandBit bit;
  const char *synopsis;
  const char *summary;
  SvExit (*run) (const SvOptions *options);
} Command;

/* clang-format off */
static const Command commands[] = {
  { "view", SV_COMMAND_VIEW, N_("FILE…"), N_("Examine messages: stored verdicts, SPF today, and why they differ."), sv_command_view },
  { "audit", SV_COMMAND_AUDIT, N_("PATH…"), N_("Audit archives: every message judged, and who has to act."), sv_command_audit },
  { "check", SV_COMMAND_CHECK, N_("--ip=IP [--mail-from=ADDRESS] [--helo=NAME]"), N_("Evaluate SPF (RFC 7208 check_host) on given values."), sv_command_check },
  { "record", SV_COMMAND_RECORD, N_("DOMAIN… | --text=RECORD [--domain=DOMAIN]"), N_("Explain, price, lint and correct an SPF record."), sv_command_record },
  { "explain", SV_COMMAND_EXPLAIN, N_("[WORD…]"), N_("What softfail, permerror, alignment … mean, who acts, and what to do."), sv_command_explain },
};
/* clang-format on */

static const Command *
find_command (const char *name)
{
  for (gsize i = 0; name && i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

/* GOption prints the program's name into a usage line. */
static void
name_program (const Command *command)
{
  g_autofree char *name = g_strconcat ("spfview ", command->name, NULL);
  g_set_prgname (name);
}

static void
print_help (const Command *command)
{
  name_program (command);
  g_autofree char *help
      = sv_options_help (command->bit, _ (command->synopsis), _ (command->summary));
  fputs (help, stdout);
}

static void
print_overview (FILE *stream)
{
  fprintf (stream, "%s\n", _ ("Usage:"));
  fprintf (stream, "  spfview %s\n", _ ("[OPTION…] FILE…"));
  fprintf (stream, "  spfview %s\n\n", _ ("COMMAND [OPTION…] …"));
  fprintf (stream, "%s\n\n",
           _ ("Reads mail headers, evaluates SPF again, and says why the stored verdict differs."));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (stream, "  %-8s %s\n", commands[i].name, _ (commands[i].summary));
  fprintf (stream, "  %-8s %s\n\n", "help",
           _ ("Show this, or all options of a command: spfview help view."));
  fprintf (stream, "%s\n", _ ("A command may be left out: view is meant. Manual: man spfview"));
}

static SvExit
help (char **argv)
{
  if (!argv[0])
    {
      print_overview (stdout);
      return SV_EXIT_DONE;
    }
  const Command *command = find_command (argv[0]);
  if (!command)
    {
      sv_complain (_ ("there is no command “%s”; spfview help lists them"), argv[0]);
      return SV_EXIT_USAGE;
    }
  print_help (command);
  return SV_EXIT_DONE;
}

static void
enter_sandbox (const SvOptions *options)
{
  g_autoptr (GPtrArray) read = sv_options_read_paths (options);
  g_autoptr (GPtrArray) written = sv_options_written_paths (options);
  SvNeeds needs = { .read = (const char *const *)(gpointer)read->pdata,
                    .write = (const char *const *)(gpointer)written->pdata,
                    .network = !options->no_network };
  sv_sandbox_enter (&needs);
}

static SvExit
run (const Command *command, char **argv)
{
  g_auto (SvOptions) options = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean helped = FALSE;
  name_program (command);
  if (!sv_options_parse (&options, command->bit, _ (command->synopsis), _ (command->summary), argv,
                         &helped, &error))
    {
      sv_complain ("%s", error->message);
      return SV_EXIT_USAGE;
    }
  if (helped)
    return SV_EXIT_DONE;
  if (!options.no_sandbox)
    enter_sandbox (&options);
  return command->run (&options);
}

/* Data words, for bug reports. */
static void
print_version (void)
{
  guint offered = sv_sandbox_offered ();
  printf ("spfview %s (libspf2 %s)\n", PACKAGE_VERSION, sv_spf_library_version ());
  printf ("sandbox: %s, %s\n", offered & SV_SANDBOX_SECCOMP ? "seccomp" : "no seccomp",
          offered & SV_SANDBOX_LANDLOCK ? "landlock" : "no landlock");
}

static SvExit
dispatch (char **argv)
{
  if (!argv[0])
    {
      print_overview (stderr);
      return SV_EXIT_USAGE;
    }
  if (strcmp (argv[0], "help") == 0)
    return help (argv + 1);
  if (strcmp (argv[0], "--help") == 0 || strcmp (argv[0], "-h") == 0)
    return help (argv + g_strv_length (argv));
  if (strcmp (argv[0], "--version") == 0)
    {
      print_version ();
      return SV_EXIT_DONE;
    }
  const Command *command = find_command (argv[0]);
  return command ? run (command, argv + 1) : run (&commands[0], argv);
}

/* GMime's companions ignore SIGPIPE for the whole process.  Then a report of which nobody reads the
 * rest would be written to its end, and end in a complaint. */
static void
init_libraries (void)
{
  struct sigaction usual;
  sigaction (SIGPIPE, NULL, &usual);
  g_mime_init ();
  sv_libspf2_init ();
  sigaction (SIGPIPE, &usual, NULL);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  init_libraries ();
  SvExit status = dispatch (argv + MIN (argc, 1));
  if (fflush (stdout) != 0 && status == SV_EXIT_DONE)
    {
      sv_complain (_ ("standard output cannot be written: %s"), g_strerror (errno));
      status = SV_EXIT_TROUBLE;
    }
  return (int)status;
}
