/* SPDX-License-Identifier: GPL-3.0-or-later
 * The command `record`: a published record, or one that is not published yet, explained, priced,
 * linted and corrected. */

#include "command.h"
#include "doors.h"
#include "output/record-words.h"
#include "output/sink.h"
#include "spf/domain.h"
#include "spf/networks.h"
#include "spf/trial.h"

#include <glib/gi18n.h>
#include <string.h>

/* A run under way. */
typedef struct
{
  const SvOptions *options;
  SvDoors doors;
  SvRecordOutput output;
  gboolean trouble; /* a record is not known */
  gboolean fail_on; /* --fail-on is met */
} Run;

/* One round over what is known of one record so far. */
typedef struct
{
  SvRecordReport *report;
  const char *domain;
  SvSpfTreeValues values;
  char *sender; /* the local part of --mail-from at the domain: its record is what is judged */
  gboolean waiting;
} Round;

static gboolean
wishes (const SvOptions *options)
{
  return options->add || options->remove;
}

/* The domains of the command line; NULL-terminated, borrowed. */
static GPtrArray *
domains_of (const SvOptions *options)
{
  GPtrArray *domains = g_ptr_array_new ();
  for (char **argument = options->arguments; argument && *argument; argument++)
    g_ptr_array_add (domains, *argument);
  if (options->domain)
    g_ptr_array_add (domains, options->domain);
  return domains;
}

/* What is missing or too much on the command line, as a sentence; NULL if nothing. */
static const char *
wrong_usage (const SvOptions *options, const GPtrArray *domains)
{
  if (domains->len == 0 && !options->text)
    return _ ("record needs a DOMAIN, or --text=RECORD");
  if (domains->len > 1 && options->text)
    return _ ("--text stands at one domain only");
  if (options->fail_on == SV_FAIL_ON_DRIFT)
    return _ ("--fail-on=drift: there is no stored verdict to compare a record with");
  if (options->addresses && strcmp (options->record_format->name, "text") == 0
      && (wishes (options) || options->ip.family))
    return _ ("--addresses writes nothing but networks; --ip, --add and --remove go without it, or "
              "with --format=json");
  return NULL;
}

/* What --text says of a name that is none: nothing, which is not the same as an empty answer. */
static void
blank_out (SvAnswers *answers)
{
  static const SvDnsType types[]
      = { SV_DNS_A, SV_DNS_AAAA, SV_DNS_MX, SV_DNS_TXT, SV_DNS_SPF, SV_DNS_PTR };
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    sv_answers_put (answers, sv_dns_answer_new (SV_RECORD_UNNAMED, types[i], SV_DNS_UNRECORDED));
}

static void
evaluate (const SvOptions *options, Round *round, SvLookups *lookups)
{
  SvRecordReport *report = round->report;
  if (!options->ip.family)
    return;
  SvSpfInput input = { .ip = options->ip,
                       .mail_from = round->sender,
                       .helo = options->helo ? options->helo : round->domain,
                       .now = options->now };
  report->ip = options->ip;
  report->spf = sv_spf_try (round->domain, options->text, &input, lookups);
  round->waiting = round->waiting || !report->spf;
}

static void
advise (const SvOptions *options, Round *round, SvLookups *lookups, GError **error)
{
  const SvSpfWish wish
      = { (const char *const *)options->add, (const char *const *)options->remove };
  if (!wishes (options))
    return;
  round->report->advice = sv_spf_advise (round->report->tree, &wish, lookups, error);
  round->waiting = round->waiting || !round->report->advice;
}

static void
list_networks (const SvOptions *options, SvRecordReport *report)
{
  if (!options->addresses)
    return;
  report->networks = sv_spf_tree_networks (report->tree, &report->exact);
  sv_spf_networks_aggregate (report->networks);
}

/* Everything is begun anew in each round: it costs microseconds, and all questions of a round are
 * asked together. */
static gboolean
look (const Run *run, Round *round, SvLookups *lookups, GError **error)
{
  const SvOptions *options = run->options;
  SvRecordReport *report = g_new0 (SvRecordReport, 1);
  round->report = report;
  round->waiting = FALSE;
  report->domain = strcmp (round->domain, SV_RECORD_UNNAMED) == 0 ? NULL : g_strdup (round->domain);
  report->from_text = options->text != NULL;
  report->answers = run->doors.answers;
  report->tree = sv_spf_tree_build (round->domain, options->text, &round->values, lookups);
  g_autoptr (GArray) lints = sv_spf_lint (report->tree, lookups, &round->waiting);
  report->findings = sv_record_findings (lints);
  round->waiting = round->waiting || report->tree->waiting;
  evaluate (options, round, lookups);
  advise (options, round, lookups, error);
  list_networks (options, report);
  return !(error && *error);
}

/* The report on one domain; NULL on a wish that is none. */
static SvRecordReport *
examine (Run *run, const char *domain, GError **error)
{
  const SvOptions *options = run->options;
  const char *at = options->mail_from ? strrchr (options->mail_from, '@') : NULL;
  g_autofree char *local_part
      = at > options->mail_from ? g_strndup (options->mail_from, (gsize)(at - options->mail_from))
                                : g_strdup ("postmaster");
  g_autofree char *sender = g_strconcat (local_part, "@", domain, NULL);
  Round round = { .domain = domain,
                  .sender = sender,
                  .values = { .ip = options->ip,
                              .mail_from = options->mail_from ? sender : NULL,
                              .helo = options->helo } };
  g_autoptr (SvLookups) lookups = sv_lookups_new (run->doors.answers);
  gint64 deadline = g_get_monotonic_time () + run->doors.world.dns_timeout;
  for (;;)
    {
      if (!look (run, &round, lookups, error))
        {
          sv_record_report_free (round.report);
          return NULL;
        }
      if (!round.waiting)
        break;
      sv_record_report_free (round.report);
      sv_ask_answer (run->doors.ask, lookups, run->doors.answers, deadline);
    }
  sv_doors_note_used (&run->doors, lookups);
  return round.report;
}

/* Standard error has what a bare list of networks cannot say, and what could not be read. */
static void
remark (Run *run, const SvRecordReport *report)
{
  SvSeverity worst;
  g_autofree char *headline = sv_record_headline (report, &worst);
  SvSpfNodeState state = report->tree->root->state;
  run->fail_on = run->fail_on
                 || (run->options->fail_on == SV_FAIL_ON_ERROR && worst >= SV_SEVERITY_ERROR)
                 || (run->options->fail_on == SV_FAIL_ON_WARNING && worst >= SV_SEVERITY_WARNING);
  gboolean bare = report->networks && strcmp (run->options->record_format->name, "text") == 0;
  if (state == SV_SPF_NODE_UNRECORDED || (bare && state != SV_SPF_NODE_RECORD))
    sv_complain ("%s", headline);
  else if (bare && !report->exact)
    sv_complain ("%s: %s", report->domain ? report->domain : "--text", sv_record_inexact ());
  run->trouble = run->trouble || state == SV_SPF_NODE_UNRECORDED;
}

static gboolean
write_all (Run *run, const GPtrArray *domains, GError **error)
{
  const SvRecordFormat *format = run->options->record_format;
  for (guint i = 0; i < domains->len; i++)
    {
      g_autoptr (SvRecordReport) report = examine (run, g_ptr_array_index (domains, i), error);
      if (!report)
        return FALSE;
      if (i == 0 && format->begin)
        format->begin (&run->output);
      format->record (&run->output, report);
      run->output.index++;
      remark (run, report);
    }
  if (format->end)
    format->end (&run->output);
  return TRUE;
}

static SvExit
record (Run *run, const GPtrArray *domains, GError **error)
{
  const SvOptions *options = run->options;
  SvSink sink;
  if (!sv_sink_open (&sink, options->output, error))
    return SV_EXIT_TROUBLE;
  run->output = (SvRecordOutput){ .stream = sink.stream,
                                  .options = { options->color, options->width, options->verbose },
                                  .many = domains->len > 1 };
  if (!write_all (run, domains, error))
    {
      sv_sink_abandon (&sink);
      return SV_EXIT_USAGE;
    }
  if (!sv_sink_finish (&sink, error) || !sv_doors_record (&run->doors, options->dns_record, error)
      || run->trouble)
    return SV_EXIT_TROUBLE;
  return run->fail_on ? SV_EXIT_FAIL_ON : SV_EXIT_DONE;
}

/* The names in the form to ask for; FALSE, and said, for what is no domain name. */
static gboolean
judge_names (const GPtrArray *domains, GPtrArray *names)
{
  for (guint i = 0; i < domains->len; i++)
    {
      const char *raw = g_ptr_array_index (domains, i);
      char *name = strchr (raw, '@') ? NULL : sv_domain_judged (raw);
      if (!name)
        {
          sv_complain (_ ("“%s” is no domain name"), raw);
          return FALSE;
        }
      g_ptr_array_add (names, name);
    }
  if (names->len == 0)
    g_ptr_array_add (names, g_strdup (SV_RECORD_UNNAMED));
  return TRUE;
}

SvExit
sv_command_record (const SvOptions *options)
{
  g_autoptr (GPtrArray) domains = domains_of (options);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *wrong = wrong_usage (options, domains);
  if (wrong)
    sv_complain ("%s", wrong);
  if (wrong || !judge_names (domains, names))
    return SV_EXIT_USAGE;
  Run run = { .options = options };
  g_autoptr (GError) error = NULL;
  SvExit status = SV_EXIT_USAGE;
  if (sv_doors_open (&run.doors, options, &error))
    {
      blank_out (run.doors.answers);
      status = record (&run, names, &error);
      sv_doors_close (&run.doors);
    }
  if (error)
    sv_complain ("%s", error->message);
  return status;
}
