/* SPDX-License-Identifier: GPL-3.0-or-later
 * The command line: tables of options, read into SvOptions. */

#pragma once

#include "audit/summary-output.h"
#include "judge/identity.h"
#include "mail/source.h"
#include "output/output.h"
#include "output/record.h"

/* Which commands know an option; bits of SvOptionRow.commands. */
typedef enum
{
  SV_COMMAND_VIEW = 1 << 0,
  SV_COMMAND_CHECK = 1 << 1,
  SV_COMMAND_RECORD = 1 << 2,
  SV_COMMAND_AUDIT = 1 << 3,
  SV_COMMAND_EXPLAIN = 1 << 4
} SvCommandBit;

typedef enum
{
  SV_FAIL_ON_NEVER,
  SV_FAIL_ON_DRIFT,
  SV_FAIL_ON_WARNING,
  SV_FAIL_ON_ERROR
} SvFailOn;

typedef enum
{
  SV_WHEN_AUTO,
  SV_WHEN_ALWAYS,
  SV_WHEN_NEVER
} SvWhen;

/* Everything the command line can say, checked. */
typedef struct
{
  char **arguments; /* what is left: files, or domains */

  char *format_word, *output, *color_word;
  char **resolvers;
  double dns_timeout; /* seconds */
  char **dns_files;
  char **dns_then;
  gboolean no_network;
  int jobs; /* 0: one for each processor */
  int dns_inflight;
  char *progress_word, *shard_word;
  SvWhen progress;
  guint shard, shards; /* --shard=I/N; 0 and 0: everything */
  gboolean no_sandbox;
  gboolean dkim;
  char *dns_record;
  char **trust, **relay;
  char *ip_word, *mail_from, *helo;
  char *at_word, *fail_on_word, *input_format_word;
  gboolean verbose;
  gboolean trace;
  gboolean quiet;
  gboolean redact;
  char *receiver, *default_explanation;
  char *text, *domain; /* record: given in place of a published one, and where it would stand */
  gboolean addresses;
  char **add, **remove;
  int index; /* view: the one message wanted, -1: all */
  char *db, *jsonl, *csv, *html;
  gboolean resume;
  gboolean help;

  /* Made from the words above. */
  const SvFormat *format;                /* NULL for `record` and `audit` */
  const SvRecordFormat *record_format;   /* NULL for all but `record` */
  const SvSummaryFormat *summary_format; /* NULL for all but `audit` */
  SvIp ip;
  gint64 now; /* seconds since 1970: --at, or the clock */
  SvFailOn fail_on;
  SvInputFormat input_format;
  gboolean color; /* resolved from --color, NO_COLOR and the output being a terminal */
  int width;      /* columns to write for */
} SvOptions;

#define SV_OPTIONS_ERROR (sv_options_error_quark ())
GQuark sv_options_error_quark (void);
typedef enum
{
  SV_OPTIONS_ERROR_VALUE /* a value that cannot be: text names option and value */
} SvOptionsError;

/* Reads the options of one command from `argv` (NULL-terminated, without the command's name), and
 * what they leave into `arguments`.  With --help it prints the help, sets `helped` and returns
 * TRUE. */
gboolean sv_options_parse (SvOptions *options, SvCommandBit command, const char *synopsis,
                           const char *summary, char **argv, gboolean *helped, GError **error);
void sv_options_clear (SvOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SvOptions, sv_options_clear)

/* The paths that the options name, borrowed from them; the array ends with NULL. */
GPtrArray *sv_options_read_paths (const SvOptions *options);
GPtrArray *sv_options_written_paths (const SvOptions *options);

/* The help text of a command, newly allocated. */
char *sv_options_help (SvCommandBit command, const char *synopsis, const char *summary);
