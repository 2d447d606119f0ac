/* SPDX-License-Identifier: GPL-3.0-or-later
 * One table of options for all commands; --help, the completion and the manual page are held
 * against it. */

#include "options.h"

#include "dns/ask.h"

#include <glib/gi18n.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* RFC 7208 4.6.4 wants at least 20 seconds for one check. */
#define DNS_TIMEOUT_DEFAULT 20.0

#define SHARDS_MAX 1000000

/* More threads than any machine of today has processors. */
#define JOBS_MAX 4096

/* Every question in flight has an ID of 16 bits; a quarter of them keeps them hard to guess. */
#define DNS_INFLIGHT_MAX 16384

/* Text is written for a terminal of this many columns where none can be asked. */
#define WIDTH_DEFAULT 80
#define WIDTH_MIN 40
#define WIDTH_MAX 132

/* Commands that read messages. */
#define MAIL (SV_COMMAND_VIEW | SV_COMMAND_AUDIT)
#define ALL (MAIL | SV_COMMAND_CHECK | SV_COMMAND_RECORD)
#define ANY (ALL | SV_COMMAND_EXPLAIN)
#define FIELD(name) G_STRUCT_OFFSET (SvOptions, name)

typedef struct
{
  const char *name;
  char short_name;
  GOptionArg kind;
  gsize field; /* offset in SvOptions */
  guint commands;
  const char *help;
  const char *value; /* name of the value, NULL for a switch */
} OptionRow;

/* A FILENAME is a file that is written, a FILENAME_ARRAY one of files that are read: the sandbox
 * grants them so. */
/* clang-format off */
static const OptionRow rows[] = {
  { "format", 0, G_OPTION_ARG_STRING, FIELD (format_word), SV_COMMAND_VIEW, N_("text, json, jsonl, csv, html or markdown"), N_("FORMAT") },
  { "format", 0, G_OPTION_ARG_STRING, FIELD (format_word), SV_COMMAND_CHECK | SV_COMMAND_EXPLAIN, N_("text or json"), N_("FORMAT") },
  { "format", 0, G_OPTION_ARG_STRING, FIELD (format_word), SV_COMMAND_RECORD, N_("text, json, html or markdown"), N_("FORMAT") },
  { "format", 0, G_OPTION_ARG_STRING, FIELD (format_word), SV_COMMAND_AUDIT, N_("of the summary: text, json, html or markdown"), N_("FORMAT") },
  { "output", 'o', G_OPTION_ARG_FILENAME, FIELD (output), ANY, N_("write to FILE, which appears whole or not at all"), N_("FILE") },
  { "color", 0, G_OPTION_ARG_STRING, FIELD (color_word), ANY, N_("auto, always or never"), N_("WHEN") },
  { "verbose", 'v', G_OPTION_ARG_NONE, FIELD (verbose), SV_COMMAND_VIEW, N_("more: minor findings, the evaluation term by term, DNS answers"), NULL },
  { "verbose", 'v', G_OPTION_ARG_NONE, FIELD (verbose), SV_COMMAND_RECORD, N_("more: minor findings"), NULL },
  { "verbose", 'v', G_OPTION_ARG_NONE, FIELD (verbose), SV_COMMAND_AUDIT, N_("every row of every table"), NULL },
  { "quiet", 'q', G_OPTION_ARG_NONE, FIELD (quiet), SV_COMMAND_VIEW, N_("text: one line a message"), NULL },
  { "trace", 0, G_OPTION_ARG_NONE, FIELD (trace), SV_COMMAND_VIEW, N_("the evaluation term by term, and the DNS answers"), NULL },
  { "redact", 0, G_OPTION_ARG_NONE, FIELD (redact), MAIL, N_("replace local parts, subjects and names of people by short hashes"), NULL },
  { "resolver", 0, G_OPTION_ARG_STRING_ARRAY, FIELD (resolvers), ALL, N_("DNS server to ask; repeatable"), N_("ADDR[:PORT]") },
  { "dns-timeout", 0, G_OPTION_ARG_DOUBLE, FIELD (dns_timeout), ALL, N_("seconds for the DNS of one message (default 20)"), N_("SECONDS") },
  { "dns-file", 0, G_OPTION_ARG_FILENAME_ARRAY, FIELD (dns_files), ALL, N_("answers to use before any network; repeatable"), N_("FILE") },
  { "dns-then", 0, G_OPTION_ARG_FILENAME_ARRAY, FIELD (dns_then), MAIL, N_("DNS answers of the day of reception: tells what changed since; repeatable"), N_("FILE") },
  { "no-network", 0, G_OPTION_ARG_NONE, FIELD (no_network), ALL, N_("ask no DNS server"), NULL },
  { "dns-record", 0, G_OPTION_ARG_FILENAME, FIELD (dns_record), ALL, N_("write every DNS answer used to FILE"), N_("FILE") },
  { "no-sandbox", 0, G_OPTION_ARG_NONE, FIELD (no_sandbox), ALL, N_("keep every right of the process, whatever the input may do with it"), NULL },
  { "ip", 0, G_OPTION_ARG_STRING, FIELD (ip_word), ALL, N_("the client's address"), N_("IP") },
  { "mail-from", 0, G_OPTION_ARG_STRING, FIELD (mail_from), ALL, N_("the envelope sender; empty for a bounce"), N_("ADDRESS") },
  { "helo", 0, G_OPTION_ARG_STRING, FIELD (helo), ALL, N_("the name that the client gave"), N_("NAME") },
  { "at", 0, G_OPTION_ARG_STRING, FIELD (at_word), ALL, N_("take this as the present time (RFC 3339, or a date)"), N_("DATE") },
  { "trust", 0, G_OPTION_ARG_STRING_ARRAY, FIELD (trust), MAIL, N_("authserv-id, or @domain, to believe too; repeatable"), N_("ID") },
  { "relay", 0, G_OPTION_ARG_STRING_ARRAY, FIELD (relay), MAIL, N_("own relay in front of the receiver: judge the hop behind it; repeatable"), N_("CIDR|HOST") },
  { "fail-on", 0, G_OPTION_ARG_STRING, FIELD (fail_on_word), MAIL, N_("exit with 1 on: never, drift, warning or error"), N_("WHAT") },
  { "fail-on", 0, G_OPTION_ARG_STRING, FIELD (fail_on_word), SV_COMMAND_RECORD, N_("exit with 1 on: never, warning or error"), N_("WHAT") },
  { "input-format", 0, G_OPTION_ARG_STRING, FIELD (input_format_word), MAIL, N_("auto, message, mbox or maildir"), N_("KIND") },
  { "index", 0, G_OPTION_ARG_INT, FIELD (index), SV_COMMAND_VIEW, N_("only message N of each file, counted from 0 as in data"), N_("N") },
  { "db", 0, G_OPTION_ARG_FILENAME, FIELD (db), SV_COMMAND_AUDIT, N_("keep every message in an SQLite database"), N_("FILE") },
  { "resume", 0, G_OPTION_ARG_NONE, FIELD (resume), SV_COMMAND_AUDIT, N_("go on with the audit that --db holds, or begin it"), NULL },
  { "jsonl", 0, G_OPTION_ARG_FILENAME, FIELD (jsonl), SV_COMMAND_AUDIT, N_("write every report, one JSON object a line"), N_("FILE") },
  { "csv", 0, G_OPTION_ARG_FILENAME, FIELD (csv), SV_COMMAND_AUDIT, N_("write a table, one line a message"), N_("FILE") },
  { "html", 0, G_OPTION_ARG_FILENAME, FIELD (html), SV_COMMAND_AUDIT, N_("write the summary as a page with charts"), N_("FILE") },
  { "jobs", 'j', G_OPTION_ARG_INT, FIELD (jobs), MAIL, N_("threads (default: one for each processor); the output is the same"), N_("N") },
  { "progress", 0, G_OPTION_ARG_STRING, FIELD (progress_word), MAIL, N_("on standard error: auto (on a terminal), always or never"), N_("WHEN") },
  { "shard", 0, G_OPTION_ARG_STRING, FIELD (shard_word), SV_COMMAND_AUDIT, N_("only the I-th of N parts, the same on every machine"), N_("I/N") },
  { "dkim", 0, G_OPTION_ARG_NONE, FIELD (dkim), SV_COMMAND_AUDIT, N_("verify signatures, too: reads whole bodies and asks for their keys"), NULL },
  { "dns-inflight", 0, G_OPTION_ARG_INT, FIELD (dns_inflight), MAIL, N_("DNS questions on their way at a time (default 256)"), N_("N") },
  { "receiver", 0, G_OPTION_ARG_STRING, FIELD (receiver), SV_COMMAND_CHECK, N_("the receiving host, for the macro r"), N_("NAME") },
  { "default-explanation", 0, G_OPTION_ARG_STRING, FIELD (default_explanation), SV_COMMAND_CHECK, N_("explanation where the domain gives none"), N_("TEXT") },
  { "text", 0, G_OPTION_ARG_STRING, FIELD (text), SV_COMMAND_RECORD, N_("a record that is not published yet"), N_("RECORD") },
  { "domain", 0, G_OPTION_ARG_STRING, FIELD (domain), SV_COMMAND_RECORD, N_("where it would be published"), N_("DOMAIN") },
  { "addresses", 0, G_OPTION_ARG_NONE, FIELD (addresses), SV_COMMAND_RECORD, N_("list all networks that pass"), NULL },
  { "add", 0, G_OPTION_ARG_STRING_ARRAY, FIELD (add), SV_COMMAND_RECORD, N_("the corrected record with TERM or address; repeatable"), N_("TERM") },
  { "remove", 0, G_OPTION_ARG_STRING_ARRAY, FIELD (remove), SV_COMMAND_RECORD, N_("the corrected record without TERM; repeatable"), N_("TERM") },
  { "help", 'h', G_OPTION_ARG_NONE, FIELD (help), ANY, N_("show these options"), NULL },
};
/* clang-format on */

static const char *const color_words[] = { "auto", "always", "never", NULL };
static const char *const fail_on_words[] = { "never", "drift", "warning", "error", NULL };
static const char *const input_words[] = { "auto", "message", "mbox", "maildir", NULL };

G_DEFINE_QUARK (sv_options_error_quark, sv_options_error)

/* A GOption context over the rows that `command` knows, writing into `options`. */
static GOptionContext *
make_context (SvOptions *options, SvCommandBit command, const char *synopsis, const char *summary)
{
  g_autoptr (GArray) entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (!(rows[i].commands & command))
        continue;
      GOptionEntry entry = { .long_name = rows[i].name,
                             .short_name = rows[i].short_name,
                             .arg = rows[i].kind,
                             .arg_data = (char *)options + rows[i].field,
                             .description = rows[i].help,
                             .arg_description = rows[i].value };
      g_array_append_val (entries, entry);
    }
  GOptionEntry rest = { .long_name = G_OPTION_REMAINING,
                        .arg = G_OPTION_ARG_FILENAME_ARRAY,
                        .arg_data = &options->arguments };
  g_array_append_val (entries, rest);
  GOptionContext *context = g_option_context_new (synopsis);
  g_option_context_set_summary (context, summary);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, (GOptionEntry *)(void *)entries->data,
                                     GETTEXT_PACKAGE);
  g_option_context_set_help_enabled (context, FALSE);
  return context;
}

char *
sv_options_help (SvCommandBit command, const char *synopsis, const char *summary)
{
  g_auto (SvOptions) options = { 0 };
  g_autoptr (GOptionContext) context = make_context (&options, command, synopsis, summary);
  return g_option_context_get_help (context, TRUE, NULL);
}

/* Sets `out` to the index of `word` in `words`; NULL is the first of them. */
static gboolean
choose (const char *option, const char *word, const char *const *words, int *out, GError **error)
{
  *out = 0;
  for (int i = 0; word && words[i]; i++)
    if (strcmp (words[i], word) == 0)
      {
        *out = i;
        return TRUE;
      }
  if (!word)
    return TRUE;
  g_autofree char *known = g_strjoinv (", ", (char **)words);
  g_set_error (error, SV_OPTIONS_ERROR, SV_OPTIONS_ERROR_VALUE, _ ("--%s: “%s” is none of %s"),
               option, word, known);
  return FALSE;
}

/* "2026-11-22" or RFC 3339, UTC where it names no zone. */
static gboolean
read_time (const char *word, gint64 *now, GError **error)
{
  if (!word)
    {
      *now = g_get_real_time () / G_USEC_PER_SEC;
      return TRUE;
    }
  g_autofree char *whole = strchr (word, 'T') || strchr (word, ' ')
                               ? g_strdup (word)
                               : g_strdup_printf ("%sT00:00:00", word);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (whole, utc);
  if (!time)
    {
      g_set_error (error, SV_OPTIONS_ERROR, SV_OPTIONS_ERROR_VALUE, _ ("--at: “%s” is no date"),
                   word);
      return FALSE;
    }
  *now = g_date_time_to_unix (time);
  return TRUE;
}

/* Finds --format in a table whose rows of `size` bytes begin with a name, ended by a NULL name. */
static gboolean
find_format (const SvOptions *options, gconstpointer table, gsize size, int *row, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *name;
  do
    {
      name = *(const char *const *)((const char *)table + names->len * size);
      g_ptr_array_add (names, (gpointer)name);
    }
  while (name);
  const char *word = options->format_word ? options->format_word : "text";
  return choose ("format", word, (const char *const *)names->pdata, row, error);
}

static gboolean
read_format (SvOptions *options, SvCommandBit command, GError **error)
{
  int row = 0;
  gboolean good;
  if (command == SV_COMMAND_RECORD)
    {
      good = find_format (options, sv_record_formats, sizeof *sv_record_formats, &row, error);
      options->record_format = &sv_record_formats[row];
    }
  else if (command == SV_COMMAND_AUDIT)
    {
      good = find_format (options, sv_summary_formats, sizeof *sv_summary_formats, &row, error);
      options->summary_format = &sv_summary_formats[row];
    }
  else
    {
      good = find_format (options, sv_formats, sizeof *sv_formats, &row, error);
      options->format = &sv_formats[row];
    }
  return good;
}

/* Colour for a person at a terminal, unless NO_COLOR (https://no-color.org) or the user says
 * otherwise. */
static void
read_terminal (SvOptions *options, int when)
{
  gboolean terminal = !options->output && isatty (STDOUT_FILENO);
  const char *no_color = g_getenv ("NO_COLOR");
  options->color = when == 1 || (when == 0 && terminal && !(no_color && no_color[0]));
  options->width = WIDTH_DEFAULT;
  struct winsize size;
  if (terminal && ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    options->width = CLAMP (size.ws_col, WIDTH_MIN, WIDTH_MAX);
}

/* Networks of --relay must be networks; names need a letter. */
static gboolean
check_relays (char **relays, GError **error)
{
  for (; relays && *relays; relays++)
    {
      SvIp network;
      guint bits;
      gboolean address_like
          = strchr (*relays, '/') || strchr (*relays, ':')
            || !strpbrk (*relays, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
      if (address_like && !sv_network_parse (*relays, &network, &bits))
        {
          g_set_error (error, SV_OPTIONS_ERROR, SV_OPTIONS_ERROR_VALUE,
                       _ ("--relay: “%s” is neither a network nor a host name"), *relays);
          return FALSE;
        }
    }
  return TRUE;
}

/* "3/8": both numbers, the first no larger than the second. */
static gboolean
read_shard (SvOptions *options, GError **error)
{
  if (!options->shard_word)
    return TRUE;
  guint64 shard, shards;
  g_auto (GStrv) numbers = g_strsplit (options->shard_word, "/", 2);
  if (g_strv_length (numbers) == 2
      && g_ascii_string_to_unsigned (numbers[1], 10, 1, SHARDS_MAX, &shards, NULL)
      && g_ascii_string_to_unsigned (numbers[0], 10, 1, shards, &shard, NULL))
    {
      options->shard = (guint)shard;
      options->shards = (guint)shards;
      return TRUE;
    }
  g_set_error (error, SV_OPTIONS_ERROR, SV_OPTIONS_ERROR_VALUE,
               _ ("--shard: “%s” is no part I of N, such as 3/8"), options->shard_word);
  return FALSE;
}

/* Turns words into values. */
static gboolean
read_values (SvOptions *options, SvCommandBit command, GError **error)
{
  int when, fail_on, input, progress;
  if (!read_format (options, command, error)
      || !choose ("color", options->color_word, color_words, &when, error)
      || !choose ("progress", options->progress_word, color_words, &progress, error)
      || !read_shard (options, error)
      || !choose ("fail-on", options->fail_on_word, fail_on_words, &fail_on, error)
      || !choose ("input-format", options->input_format_word, input_words, &input, error)
      || !read_time (options->at_word, &options->now, error)
      || !check_relays (options->relay, error))
    return FALSE;
  options->progress = (SvWhen)progress;
  options->fail_on = (SvFailOn)fail_on;
  options->input_format = (SvInputFormat)input;
  read_terminal (options, when);
  if (options->ip_word && !sv_ip_parse (options->ip_word, -1, &options->ip))
    {
      g_set_error (error, SV_OPTIONS_ERROR, SV_OPTIONS_ERROR_VALUE,
                   _ ("--ip: “%s” is no IP address"), options->ip_word);
      return FALSE;
    }
  if (options->resume && !options->db)
    {
      g_set_error (error, SV_OPTIONS_ERROR, SV_OPTIONS_ERROR_VALUE,
                   _ ("--resume goes on with a database: --db names it"));
      return FALSE;
    }
  if (options->dns_inflight < 1 || options->dns_inflight > DNS_INFLIGHT_MAX)
    {
      g_set_error (error, SV_OPTIONS_ERROR, SV_OPTIONS_ERROR_VALUE,
                   _ ("--dns-inflight: %d is no number between 1 and %d"), options->dns_inflight,
                   DNS_INFLIGHT_MAX);
      return FALSE;
    }
  if (options->jobs < 0 || options->jobs > JOBS_MAX)
    {
      g_set_error (error, SV_OPTIONS_ERROR, SV_OPTIONS_ERROR_VALUE,
                   _ ("--jobs: %d is no number between 0 and %d"), options->jobs, JOBS_MAX);
      return FALSE;
    }
  if (!(options->dns_timeout > 0 && options->dns_timeout <= 86400))
    {
      g_set_error (error, SV_OPTIONS_ERROR, SV_OPTIONS_ERROR_VALUE,
                   _ ("--dns-timeout: %g is no number of seconds between 0 and 86400"),
                   options->dns_timeout);
      return FALSE;
    }
  return TRUE;
}

/* GOption's own --help would exit; we print it where everybody expects it and go on to exit in
 * main. */
static gboolean
asks_for_help (char **argv)
{
  for (; *argv && strcmp (*argv, "--") != 0; argv++)
    if (strcmp (*argv, "--help") == 0 || strcmp (*argv, "-h") == 0)
      return TRUE;
  return FALSE;
}

/* GOption wants "-j 4"; make, xargs and parallel have taught everybody "-j4". */
static void
add_argument (GStrvBuilder *builder, const char *argument)
{
  gboolean joined = strncmp (argument, "-j", 2) == 0 && g_ascii_isdigit (argument[2]);
  if (joined)
    g_strv_builder_add (builder, "-j");
  g_strv_builder_add (builder, joined ? argument + 2 : argument);
}

gboolean
sv_options_parse (SvOptions *options, SvCommandBit command, const char *synopsis,
                  const char *summary, char **argv, gboolean *helped, GError **error)
{
  *options = (SvOptions){ .dns_timeout = DNS_TIMEOUT_DEFAULT,
                          .dns_inflight = SV_ASK_IN_FLIGHT,
                          .index = -1 };
  *helped = asks_for_help (argv);
  if (*helped)
    {
      g_autofree char *help = sv_options_help (command, synopsis, summary);
      fputs (help, stdout);
      return TRUE;
    }
  g_autoptr (GOptionContext) context = make_context (options, command, synopsis, summary);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_strv_builder_add (builder, "spfview");
  for (gboolean options_ended = FALSE; *argv; argv++)
    {
      options_ended = options_ended || strcmp (*argv, "--") == 0;
      if (options_ended)
        g_strv_builder_add (builder, *argv);
      else
        add_argument (builder, *argv);
    }
  g_auto (GStrv) copy = g_strv_builder_end (builder);
  return g_option_context_parse_strv (context, &copy, error)
         && read_values (options, command, error);
}

static gconstpointer
field_of (const SvOptions *options, gsize row)
{
  return *(const gconstpointer *)(gconstpointer)((const char *)options + rows[row].field);
}

static void
add_all (GPtrArray *paths, const char *const *some)
{
  for (; some && *some; some++)
    g_ptr_array_add (paths, (gpointer)*some);
}

GPtrArray *
sv_options_read_paths (const SvOptions *options)
{
  GPtrArray *paths = g_ptr_array_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].kind == G_OPTION_ARG_FILENAME_ARRAY)
      add_all (paths, field_of (options, i));
  add_all (paths, (const char *const *)options->arguments);
  g_ptr_array_add (paths, NULL);
  return paths;
}

GPtrArray *
sv_options_written_paths (const SvOptions *options)
{
  GPtrArray *paths = g_ptr_array_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].kind == G_OPTION_ARG_FILENAME && field_of (options, i))
      g_ptr_array_add (paths, (gpointer)field_of (options, i));
  g_ptr_array_add (paths, NULL);
  return paths;
}

void
sv_options_clear (SvOptions *options)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gpointer *field = (gpointer *)(void *)((char *)options + rows[i].field);
      if (rows[i].kind == G_OPTION_ARG_STRING || rows[i].kind == G_OPTION_ARG_FILENAME)
        g_clear_pointer (field, g_free);
      else if (rows[i].kind == G_OPTION_ARG_STRING_ARRAY
               || rows[i].kind == G_OPTION_ARG_FILENAME_ARRAY)
        g_clear_pointer ((char ***)field, g_strfreev);
    }
  g_clear_pointer (&options->arguments, g_strfreev);
}
