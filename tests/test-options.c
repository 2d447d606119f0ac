/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the command line: words to values, and what cannot be. */

#include "options.h"

#include "suite.h"

#include <string.h>

#define ARGUMENTS_MAX 8

static gboolean
parse (SvOptions *options, SvCommandBit command, const char *const *arguments, GError **error)
{
  gboolean helped = FALSE;
  return sv_options_parse (options, command, "FILE", "Summary.", (char **)arguments, &helped,
                           error);
}

/* What is refused, and a word that the message must name. */
static const struct
{
  SvCommandBit command;
  const char *arguments[ARGUMENTS_MAX];
  const char *named;
} refused[] = {
  { SV_COMMAND_VIEW, { "--nonsense" }, "--nonsense" },
  { SV_COMMAND_VIEW, { "-z" }, "-z" },
  { SV_COMMAND_VIEW, { "--format=yaml" }, "yaml" },
  { SV_COMMAND_VIEW, { "--format=" }, "--format" },
  { SV_COMMAND_VIEW, { "--color=sometimes" }, "sometimes" },
  { SV_COMMAND_VIEW, { "--fail-on=notice" }, "notice" },
  { SV_COMMAND_VIEW, { "--input-format=pst" }, "pst" },
  { SV_COMMAND_VIEW, { "--ip=192.0.2.256" }, "192.0.2.256" },
  { SV_COMMAND_VIEW, { "--ip=" }, "--ip" },
  { SV_COMMAND_VIEW, { "--at=tomorrow" }, "tomorrow" },
  { SV_COMMAND_VIEW, { "--at=2026-13-01" }, "2026-13-01" },
  { SV_COMMAND_VIEW, { "--dns-timeout=0" }, "--dns-timeout" },
  { SV_COMMAND_VIEW, { "--dns-timeout=-1" }, "--dns-timeout" },
  { SV_COMMAND_VIEW, { "--dns-timeout=1e9" }, "--dns-timeout" },
  { SV_COMMAND_VIEW, { "--dns-timeout=nan" }, "--dns-timeout" },
  { SV_COMMAND_VIEW, { "--dns-timeout=soon" }, "soon" },
  { SV_COMMAND_VIEW, { "--relay=192.0.2.0/33" }, "192.0.2.0/33" },
  { SV_COMMAND_VIEW, { "--relay=192.0.2" }, "192.0.2" },
  { SV_COMMAND_VIEW, { "--relay=2001:db8::g" }, "2001:db8::g" },
  { SV_COMMAND_VIEW, { "--relay=" }, "--relay" },
  { SV_COMMAND_VIEW, { "--output" }, "--output" },
  { SV_COMMAND_VIEW, { "--receiver=mx.example.org" }, "--receiver" },
  { SV_COMMAND_CHECK, { "--trust=mx.example.org" }, "--trust" },
  { SV_COMMAND_CHECK, { "--fail-on=drift" }, "--fail-on" },
  { SV_COMMAND_CHECK, { "--add=192.0.2.1" }, "--add" },
  { SV_COMMAND_RECORD, { "--format=csv" }, "csv" },
  { SV_COMMAND_RECORD, { "--relay=192.0.2.0/24" }, "--relay" },
  { SV_COMMAND_VIEW, { "--format=htm" }, "htm" },
};

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      const char *row = refused[i].arguments[0];
      g_auto (SvOptions) options = { 0 };
      g_autoptr (GError) error = NULL;
      CHECK (row, !parse (&options, refused[i].command, refused[i].arguments, &error));
      CHECK (row, error && strstr (error->message, refused[i].named));
    }
}

static void
test_defaults (void)
{
  static const char *const nothing[] = { NULL };
  g_auto (SvOptions) options = { 0 };
  CHECK ("read", parse (&options, SV_COMMAND_VIEW, nothing, NULL));
  CHECK_STR ("format", options.format->name, "text");
  CHECK ("timeout", options.dns_timeout == 20.0);
  CHECK_INT ("fail on", options.fail_on, SV_FAIL_ON_NEVER);
  CHECK_INT ("input", options.input_format, SV_INPUT_AUTO);
  CHECK ("network", !options.no_network);
  CHECK_INT ("no address", options.ip.family, 0);
  CHECK ("no sender", !options.mail_from);
  CHECK ("nothing left", !options.arguments);
  CHECK ("the clock", options.now > 1600000000);
  CHECK ("a width", options.width >= 40);
}

static void
test_values (void)
{
  static const char *const arguments[] = { "--format=jsonl",
                                           "--ip",
                                           "2001:DB8::1",
                                           "--mail-from=",
                                           "--helo=h.example.com",
                                           "--fail-on=warning",
                                           "--input-format=mbox",
                                           "--dns-timeout=0.5",
                                           "--trust=a",
                                           "--trust=@b.example",
                                           "--relay=192.0.2.0/24",
                                           "--relay=gate.example.org",
                                           "-o",
                                           "out",
                                           "-v",
                                           "--no-network",
                                           "one",
                                           "two",
                                           NULL };
  g_auto (SvOptions) options = { 0 };
  CHECK ("read", parse (&options, SV_COMMAND_VIEW, arguments, NULL));
  CHECK_STR ("format", options.format->name, "jsonl");
  char text[SV_IP_TEXT_MAX];
  CHECK_STR ("ip", sv_ip_format (&options.ip, text), "2001:db8::1");
  CHECK_STR ("the null sender is something said", options.mail_from, "");
  CHECK_STR ("helo", options.helo, "h.example.com");
  CHECK_INT ("fail on", options.fail_on, SV_FAIL_ON_WARNING);
  CHECK_INT ("input", options.input_format, SV_INPUT_MBOX);
  CHECK ("timeout", options.dns_timeout == 0.5);
  CHECK_INT ("two ids", g_strv_length (options.trust), 2);
  CHECK_STR ("in order", options.trust[1], "@b.example");
  CHECK_INT ("two relays", g_strv_length (options.relay), 2);
  CHECK_STR ("output", options.output, "out");
  CHECK ("verbose", options.verbose);
  CHECK ("no network", options.no_network);
  CHECK_INT ("two files", g_strv_length (options.arguments), 2);
  CHECK_STR ("in order", options.arguments[1], "two");
}

/* Behind "--" everything is a file; "-" is one anywhere. */
static void
test_end_of_options (void)
{
  static const char *const arguments[] = { "-", "--", "--ip=192.0.2.1", "--help", "-h", NULL };
  g_auto (SvOptions) options = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean helped = TRUE;
  CHECK ("read", sv_options_parse (&options, SV_COMMAND_VIEW, "FILE", "Summary.",
                                   (char **)arguments, &helped, &error));
  CHECK ("no help", !helped);
  CHECK_INT ("no address", options.ip.family, 0);
  guint n = options.arguments ? g_strv_length (options.arguments) : 0;
  CHECK_INT ("all are files", n, 4);
  if (n == 4)
    {
      CHECK_STR ("standard input", options.arguments[0], "-");
      CHECK_STR ("no option", options.arguments[1], "--ip=192.0.2.1");
    }
}

static const struct
{
  const char *word;
  gint64 time;
} times[] = {
  { "--at=1970-01-02", 86400 },
  { "--at=2026-11-01", 1793491200 },
  { "--at=2026-11-01T00:00:00Z", 1793491200 },
  { "--at=2026-11-01T09:00:00+09:00", 1793491200 },
  { "--at=2026-11-01 00:00:01Z", 1793491201 },
  { "--at=2026-11-01T00:00:00", 1793491200 }, /* no zone: UTC on every machine */
};

static void
test_time (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    {
      const char *const arguments[] = { times[i].word, NULL };
      g_auto (SvOptions) options = { 0 };
      CHECK (times[i].word, parse (&options, SV_COMMAND_VIEW, arguments, NULL));
      CHECK_INT (times[i].word, options.now, times[i].time);
    }
}

/* Colour, where standard output is no terminal: `no_color` is the variable's value. */
static const struct
{
  const char *row;
  const char *word;
  const char *no_color;
  gboolean color;
} colors[] = {
  { "auto into a file", "--color=auto", NULL, FALSE },
  { "always", "--color=always", NULL, TRUE },
  { "always outranks NO_COLOR", "--color=always", "1", TRUE },
  { "never", "--color=never", NULL, FALSE },
};

static void
test_color (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (colors); i++)
    {
      const char *const arguments[] = { colors[i].word, "-o", "out", NULL };
      g_auto (SvOptions) options = { 0 };
      if (colors[i].no_color)
        g_setenv ("NO_COLOR", colors[i].no_color, TRUE);
      CHECK (colors[i].row, parse (&options, SV_COMMAND_VIEW, arguments, NULL));
      CHECK_INT (colors[i].row, options.color, colors[i].color);
      g_unsetenv ("NO_COLOR");
    }
}

static void
test_help (void)
{
  g_autofree char *view = sv_options_help (SV_COMMAND_VIEW, "FILE…", "Summary.");
  g_autofree char *check = sv_options_help (SV_COMMAND_CHECK, "--ip=IP", "Other.");
  CHECK ("summary", strstr (view, "Summary.") != NULL);
  CHECK ("an option of both", strstr (view, "--dns-file") && strstr (check, "--dns-file"));
  CHECK ("view alone", strstr (view, "--relay") && !strstr (check, "--relay"));
  CHECK ("check alone", !strstr (view, "--receiver") && strstr (check, "--receiver"));
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "refused", test_refused }, { "defaults", test_defaults },
    { "values", test_values },   { "end of options", test_end_of_options },
    { "time", test_time },       { "color", test_color },
    { "help", test_help },       { NULL, NULL },
  };
  return suite_run ("options", tests);
}
