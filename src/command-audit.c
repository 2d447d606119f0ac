/* SPDX-License-Identifier: GPL-3.0-or-later
 * The command `audit`: archives, one row a message. */

#include "audit/engine.h"
#include "command.h"
#include "doors.h"
#include "output/escape.h"
#include "outputs.h"
#include "progress.h"
#include "redact.h"

#include <glib/gi18n.h>
#include <malloc.h>
#include <signal.h>

/* What is finished is in the database after this time at the latest. */
#define COMMIT_INTERVAL (5 * G_USEC_PER_SEC)

/* DNS answers that are remembered, at most twice as many: some 400 bytes each, two or three for a
 * domain. What comes back after so many others is asked again, so that memory has a bound. */
#define ANSWERS_KEPT 65536

/* Bytes that malloc() keeps for the next message, and takes from the system at once. */
#define MALLOC_KEPT (16 * 1024 * 1024)
#define MALLOC_STEP (1024 * 1024)

/* A run under way. */
typedef struct
{
  const SvOptions *options;
  SvDoors doors;
  SvOutputs outputs;
  SvRowParts parts;     /* of a row, that the outputs want */
  SvRedactor *redactor; /* NULL: nothing is redacted */
  SvProgress progress;
  gint64 committed; /* SvEngineProgress.elapsed at that time */
  gboolean fail_on; /* --fail-on is met */
  guint64 unreadable;
} Audit;

static SvSourceStart
next_of (const SvPlace *place)
{
  return (SvSourceStart){ place->next_index, place->next_offset };
}

static gboolean
where (const SvSourceFile *file, SvSourceStart *start, gpointer data)
{
  return sv_outputs_where (&((Audit *)data)->outputs, file, start);
}

static void
take_file (const SvSourceFile *file, gpointer data)
{
  sv_outputs_file (&((Audit *)data)->outputs, file);
}

static void
take_file_end (const SvPlace *place, gpointer data)
{
  SvSourceStart next = next_of (place);
  sv_outputs_file_end (&((Audit *)data)->outputs, &next);
}

static gpointer
make_row (SvReport *report, gpointer data)
{
  const Audit *audit = data;
  if (audit->redactor)
    sv_redact (audit->redactor, report);
  SvRow *row = sv_row_new (report, audit->parts);
  row->meets_fail_on = sv_fail_on_met (audit->options->fail_on, report);
  return row;
}

static void
take_message (const SvPlace *place, gpointer made, gpointer data)
{
  Audit *audit = data;
  const SvRow *row = made;
  audit->fail_on = audit->fail_on || row->meets_fail_on;
  sv_doors_note_answers (&audit->doors, row->answers);
  sv_outputs_message (&audit->outputs, row);
  SvSourceStart next = next_of (place);
  if (place->last)
    sv_outputs_reached (&audit->outputs, &next);
}

static const char *
kind_of (const GError *error)
{
  static const char *const kinds[] = {
    [SV_SOURCE_ERROR_OPEN] = "open",       [SV_SOURCE_ERROR_READ] = "read",
    [SV_SOURCE_ERROR_NO_MAIL] = "no-mail", [SV_SOURCE_ERROR_MESSAGE] = "message",
    [SV_SOURCE_ERROR_CHANGED] = "changed",
  };
  gboolean known = error->domain == SV_SOURCE_ERROR && (guint)error->code < G_N_ELEMENTS (kinds);
  return known ? kinds[error->code] : "read";
}

static void
take_unreadable (const SvPlace *place, const GError *error, gpointer data)
{
  Audit *audit = data;
  audit->unreadable++;
  sv_progress_clear (&audit->progress);
  sv_complain ("%s", error->message);
  /* A summary says the same now as from the database, where no text is unsafe. */
  g_autofree char *file = place->file ? sv_row_path (place->file->path) : NULL;
  g_autofree char *reason = sv_escape (error->message);
  gboolean in_message = g_error_matches (error, SV_SOURCE_ERROR, SV_SOURCE_ERROR_MESSAGE);
  SvStoreFailure failure = { .file = file,
                             .index = in_message ? (gint64)place->next_index - 1 : -1,
                             .offset = in_message && place->in_message ? (gint64)place->offset : -1,
                             .kind = kind_of (error),
                             .reason = reason };
  sv_outputs_unreadable (&audit->outputs, &failure);
  SvSourceStart next = next_of (place);
  if (place->file)
    sv_outputs_reached (&audit->outputs, &next);
}

static gboolean
show_progress (const SvEngineProgress *progress, gpointer data)
{
  Audit *audit = data;
  sv_progress_show (&audit->progress, progress);
  if (progress->elapsed - audit->committed >= COMMIT_INTERVAL)
    {
      sv_outputs_commit (&audit->outputs);
      audit->committed = progress->elapsed;
    }
  return !sv_progress_interrupted ();
}

static SvExit
audit_all (Audit *audit)
{
  const SvOptions *options = audit->options;
  SvEngineOptions engine = { .paths = (const char *const *)options->arguments,
                             .input_format = options->input_format,
                             .index = -1,
                             .bodies = options->dkim,
                             .measure = sv_progress_measures (&audit->progress),
                             .jobs = (guint)options->jobs,
                             .shard = options->shard,
                             .shards = options->shards };
  SvEngineHooks hooks = { .data = audit,
                          .resume = where,
                          .file = take_file,
                          .file_end = take_file_end,
                          .make = make_row,
                          .unmake = (GDestroyNotify)sv_row_free,
                          .message = take_message,
                          .unreadable = take_unreadable,
                          .progress = show_progress };
  audit->parts = sv_outputs_wants (&audit->outputs);
  sv_progress_catch (&audit->progress);
  gboolean whole = sv_engine_run (&engine, &audit->doors.world, &hooks);
  sv_progress_clear (&audit->progress);
  g_autoptr (GError) error = NULL;
  gboolean written = sv_doors_record (&audit->doors, options->dns_record, &error);
  if (!written)
    sv_complain ("%s", error->message);
  written = sv_outputs_finish (&audit->outputs, whole) && written;
  if (!whole)
    {
      sv_complain (options->db ? _ ("interrupted: with --resume the same command goes on")
                               : _ ("interrupted; only an audit with --db can go on later"));
      return SV_EXIT_INTERRUPTED;
    }
  if (!written || audit->unreadable > 0)
    return SV_EXIT_TROUBLE;
  return audit->fail_on ? SV_EXIT_FAIL_ON : SV_EXIT_DONE;
}

/* Each message takes and gives back the same few hundred kilobytes: glibc would return them to the
 * system, page by page, and fetch them again, which was a tenth of a run.  Larger pieces than these
 * go back as ever. */
static void
keep_memory (void)
{
  mallopt (M_TRIM_THRESHOLD, MALLOC_KEPT);
  mallopt (M_MMAP_THRESHOLD, MALLOC_KEPT / 4);
  mallopt (M_TOP_PAD, MALLOC_STEP);
}

/* `audit merge --db=OUT IN.db…` */
static SvExit
merge (const SvOptions *options)
{
  if (!options->db || !options->arguments[1])
    {
      sv_complain (_ ("merge needs --db=OUT and the databases to join"));
      return SV_EXIT_USAGE;
    }
  gboolean usage;
  if (sv_outputs_merge (options, (const char *const *)options->arguments + 1, &usage))
    return SV_EXIT_DONE;
  return usage ? SV_EXIT_USAGE : SV_EXIT_TROUBLE;
}

static gboolean
is_usage (const GError *error)
{
  return g_error_matches (error, SV_STORE_ERROR, SV_STORE_ERROR_EXISTS)
         || g_error_matches (error, SV_STORE_ERROR, SV_STORE_ERROR_OUTPUT);
}

SvExit
sv_command_audit (const SvOptions *options)
{
  if (!options->arguments || !options->arguments[0])
    {
      sv_complain (_ ("no file given; “-” reads standard input"));
      return SV_EXIT_USAGE;
    }
  /* A file that grows over a limit is an error like a full disk, not the end of the process. */
  signal (SIGXFSZ, SIG_IGN);
  if (strcmp (options->arguments[0], "merge") == 0)
    return merge (options);
  keep_memory ();
  Audit audit = { .options = options };
  sv_progress_init (&audit.progress, options->progress);
  g_autoptr (GError) error = NULL;
  if (!sv_doors_open (&audit.doors, options, &error))
    {
      sv_complain ("%s", error->message);
      return SV_EXIT_USAGE;
    }
  g_autoptr (SvRedactor) redactor = options->redact ? sv_redactor_new (NULL) : NULL;
  audit.redactor = redactor;
  audit.doors.world.verify_dkim = options->dkim;
  audit.doors.world.few_fields = !options->redact;
  /* A recording needs all of them at the end. */
  if (!options->dns_record)
    sv_answers_forget (audit.doors.answers, ANSWERS_KEPT);
  /* Whole reports have it; a recording of DNS is for `view` as well. */
  audit.doors.world.no_advice = !options->jsonl && !options->dns_record;
  SvExit status = SV_EXIT_USAGE;
  if (sv_outputs_open (&audit.outputs, options, &error))
    status = audit_all (&audit);
  else
    {
      sv_complain ("%s", error->message);
      status = is_usage (error) ? SV_EXIT_USAGE : SV_EXIT_TROUBLE;
    }
  sv_doors_close (&audit.doors);
  return status;
}
