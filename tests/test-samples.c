/* SPDX-License-Identifier: GPL-3.0-or-later
 * The samples as a reader meets them: what is told first is the true cause, it stands on the first
 * lines, everything fits the screen in both languages, and each advised record, once published,
 * lets its message pass. */

#include "examine.h"
#include "language.h"
#include "output/screen.h"
#include "suite.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* What must be told first of each message, and of those that it encloses behind it: the true cause,
 * derived by hand from the mail and its zone (samples/README.md).  "-": nothing needs attention. */
static const struct
{
  const char *sample;
  const char *first[4];
} causes[] = {
  { "archive.mbox", { "dmarc-policy-none", "spf-fail", "stored-drift" } },
  { "bounce-gmail-unauthenticated.eml", { "bounce-reason", "dmarc-fail" } },
  { "bounce-null-sender.eml", { "bounce-reason", "dmarc-fail" } },
  { "cisco-neutral.eml", { "spf-neutral" } },
  { "complaint-abuse-report.eml", { "complaint-report", "spf-fail" } },
  { "crlf-yahoo-softfail.eml", { "spf-softfail" } },
  { "dkim-ed25519-and-rsa.eml", { "-" } },
  { "dkim-expired.eml", { "dkim-expired" } },
  { "dkim-headers-changed.eml", { "dkim-headers-changed" } },
  { "drift-dns-then.eml", { "spf-fail" } },
  { "drift-domain-gone.eml", { "spf-none-no-domain" } },
  { "drift-pass-now-fail.eml", { "spf-fail" } },
  { "drift-permerror-repaired.eml", { "stored-drift" } },
  { "drift-qualifier-changed.eml", { "spf-fail" } },
  { "drift-record-changed.eml", { "spf-fail" } },
  { "drift-softfail-now-pass.eml", { "stored-drift" } },
  { "exim-fail.eml", { "spf-fail" } },
  { "forged-auth-results.eml", { "spf-fail" } },
  { "forwarded-fail.eml", { "spf-fail" } },
  { "forwarded-srs.eml", { "spf-not-aligned" } },
  { "gmail-ipv6-pass.eml", { "-" } },
  { "gmail-pass-unaligned.eml", { "dmarc-fail" } },
  { "gmail-softfail.eml", { "dmarc-fail" } },
  { "icloud-pass.eml", { "-" } },
  { "japanese-pass.eml", { "-" } },
  { "mail-spf-permerror-two-records.eml", { "spf-permerror-multiple-records" } },
  { "mailing-list.eml", { "dmarc-fail" } },
  { "microsoft-none.eml", { "spf-none-no-record" } },
  { "microsoft-permerror-syntax.eml", { "spf-permerror-syntax" } },
  { "microsoft-temperror-timeout.eml", { "spf-temperror-timeout" } },
  { "no-stored-verdict.eml", { "stored-none" } },
  { "pasted-gmail-neutral.eml", { "spf-neutral" } },
  { "policyd-spf-permerror-lookups.eml", { "spf-permerror-lookup-limit" } },
  { "ses-pass.eml", { "-" } },
  { "yahoo-pass.eml", { "-" } },
};

/* 2026-11-01: the day on which the samples are looked at. */
#define NOW 1793491200

/* DNS of one sample. */
typedef struct
{
  SvAsk *ask;
  SvAnswers *answers;
  SvWorld world;
} Dns;

static char *
sample_path (const char *name)
{
  return g_build_filename (g_getenv ("top_srcdir"), "samples", name, NULL);
}

/* The zone with `line` ("NAME. IN TXT …") in place of the SPF records at that name. */
static char *
zone_with (const char *zone, const char *line)
{
  g_auto (GStrv) lines = g_strsplit (zone, "\n", -1);
  g_autofree char *name = g_strndup (line, strcspn (line, " ") + 1);
  GString *out = g_string_new (NULL);
  for (char **next = lines; *next; next++)
    if (!g_str_has_prefix (*next, name) || !strstr (*next, "v=spf1"))
      g_string_append_printf (out, "%s\n", *next);
  g_string_append_printf (out, "%s\n", line);
  return g_string_free (out, FALSE);
}

static void
dns_open (Dns *dns, const char *sample, const char *published)
{
  g_autofree char *stem = g_strndup (sample, (gsize)(strrchr (sample, '.') - sample));
  g_autofree char *zone_name = g_strconcat (stem, ".zone", NULL);
  g_autofree char *path = sample_path (zone_name), *zone = NULL, *made = NULL;
  g_autoptr (GError) error = NULL;
  g_assert_true (g_file_get_contents (path, &zone, NULL, NULL));
  if (published)
    {
      g_autofree char *changed = zone_with (zone, published);
      close (g_file_open_tmp ("test-samples-XXXXXX.zone", &made, NULL));
      g_assert_true (g_file_set_contents (made, changed, -1, NULL));
    }
  const char *const files[] = { made ? made : path, NULL };
  const SvAskOptions options = { .files = files, .no_network = TRUE };
  dns->ask = sv_ask_new (&options, &error);
  g_assert_no_error (error);
  if (made)
    g_unlink (made);
  dns->answers = sv_answers_new ();
  dns->world
      = (SvWorld){ .ask = dns->ask, .answers = dns->answers, .now = NOW, .verify_dkim = TRUE };
}

static void
dns_close (Dns *dns)
{
  sv_ask_free (dns->ask);
  sv_answers_free (dns->answers);
}

/* Calls `visit` for each report of a sample, those on enclosed messages behind their own. */
static void
for_each_report (const char *sample, const char *published,
                 void (*visit) (const char *sample, guint n, SvReport *report))
{
  Dns dns;
  g_autofree char *path = sample_path (sample);
  const char *const paths[] = { path, NULL };
  g_autoptr (SvSource) source = sv_source_new (paths, SV_INPUT_AUTO, TRUE);
  g_autoptr (GQueue) waiting = g_queue_new ();
  dns_open (&dns, sample, published);
  for (guint n = 0;;)
    {
      g_autoptr (GError) error = NULL;
      SvMessage *message = g_queue_pop_head (waiting);
      if (!message)
        message = sv_source_next (source, &error);
      if (!message && !error)
        break;
      if (!message)
        continue;
      /* As its user would name it: where the tests were built is nobody's business. */
      g_free (message->file);
      message->file = g_strdup (sample);
      g_autoptr (SvReport) report = sv_examine (message, &dns.world);
      visit (sample, n++, report);
      GPtrArray *enclosed = report->enclosed->messages;
      for (guint i = 0; i < enclosed->len; i++)
        g_queue_push_tail (waiting, g_steal_pointer (&enclosed->pdata[i]));
    }
  dns_close (&dns);
}

/* ---- what is told first ---- */

static const SvFinding *
first_of (const SvReport *report)
{
  const SvFinding *first
      = report->findings->len > 0 ? &g_array_index (report->findings, SvFinding, 0) : NULL;
  return first && first->severity > SV_SEVERITY_INFO ? first : NULL;
}

static void
check_cause (const char *sample, guint n, SvReport *report)
{
  const SvFinding *first = first_of (report);
  for (gsize i = 0; i < G_N_ELEMENTS (causes); i++)
    if (strcmp (causes[i].sample, sample) == 0 && n < G_N_ELEMENTS (causes[i].first))
      CHECK_STR (sample, first ? first->text->id : "-", causes[i].first[n]);
}

static void
test_causes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (causes); i++)
    for_each_report (causes[i].sample, NULL, check_cause);
}

/* No sample is left out of the table. */
static void
test_all_named (void)
{
  g_autofree char *folder = sample_path ("");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name (dir));)
    {
      if (!g_str_has_suffix (name, ".eml") && !g_str_has_suffix (name, ".mbox"))
        continue;
      gboolean named = FALSE;
      for (gsize i = 0; i < G_N_ELEMENTS (causes); i++)
        named = named || strcmp (causes[i].sample, name) == 0;
      CHECK (name, named);
    }
}

/* ---- the advised record ---- */

static guint n_advised;
static guint advised_report; /* number of the report whose advice was published */

static void
check_passes (const char *sample, guint n, SvReport *report)
{
  if (n != advised_report)
    return;
  CHECK (sample, report->spf && report->spf->state == SV_SPF_STATE_DONE);
  CHECK_STR (sample, report->spf ? sv_spf_result_name (report->spf->result) : NULL, "pass");
  n_advised++;
}

/* The record is published, all else stays, and the message is judged anew. */
static void
check_advice (const char *sample, guint n, SvReport *report)
{
  const SvAdvice *advice = report->advice;
  if (!advice || advice->state != SV_ADVICE_PUBLISH)
    return;
  g_autofree char *zone = sv_advice_zone_line (advice);
  CHECK_STR (sample, advice->name, report->spf->domain);
  CHECK (sample, advice->change->lookups_after <= 10);
  CHECK (sample, advice->change->voids_after <= 2);
  CHECK_INT (sample, advice->change->bytes_after, strlen (advice->change->record));
  advised_report = n;
  for_each_report (sample, zone, check_passes);
}

static void
test_advice (void)
{
  n_advised = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (causes); i++)
    for_each_report (causes[i].sample, NULL, check_advice);
  CHECK ("some records were advised", n_advised >= 15);
}

/* Where a record is the wrong cure, none is advised. */
static void
check_refused (const char *sample, guint n, SvReport *report)
{
  const SvAdvice *advice = report->advice;
  CHECK_INT (sample, n, 0);
  CHECK (sample, advice && advice->state == SV_ADVICE_REFUSED && !advice->change);
  CHECK_STR (sample, advice ? sv_advice_reason_name (advice->reason) : NULL, "forwarded");
}

static void
test_refused (void)
{
  for_each_report ("forwarded-fail.eml", NULL, check_refused);
}

/* ---- the screen ---- */

/* So many lines tell what happened and why. */
#define FIRST_LINES 10

static char *
text_of (SvReport *report)
{
  char *text = NULL;
  gsize size = 0;
  FILE *stream = open_memstream (&text, &size);
  SvOutput output;
  const SvOutputOptions options = { .width = 80, .verbose = TRUE };
  sv_output_init (&output, sv_format_find ("text"), stream, &options);
  sv_output_report (&output, report);
  fclose (stream);
  return text;
}

/* A record stands on one line, however long, so that it can be copied; a URL cannot be broken. */
static gboolean
may_stick_out (const char *line)
{
  return g_str_has_prefix (line, "+ v=spf1 ") || g_str_has_prefix (line, "- v=spf1 ")
         || strstr (line, "https://");
}

static void
check_screen (const char *sample, guint n G_GNUC_UNUSED, SvReport *report)
{
  g_autofree char *text = text_of (report);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  const SvFinding *first = first_of (report);
  g_autofree char *title = first ? sv_finding_title (first) : NULL;
  g_auto (GStrv) words = g_strsplit (title ? title : "", " ", 2);
  gboolean told = !title;
  for (guint i = 0; lines[i]; i++)
    {
      if (sv_text_columns (lines[i]) > 80 && !may_stick_out (lines[i]))
        CHECK_STR (sample, lines[i], "a line of 80 columns");
      told = told || (i < FIRST_LINES && g_str_has_prefix (lines[i], words[0]));
    }
  CHECK (sample, told);
}

static void
test_screen (void)
{
  static const char *const languages[] = { "C", "ja" };
  for (gsize k = 0; k < G_N_ELEMENTS (languages); k++)
    {
      language_set (languages[k]);
      for (gsize i = 0; i < G_N_ELEMENTS (causes); i++)
        for_each_report (causes[i].sample, NULL, check_screen);
    }
  language_set ("C");
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "what is told first", test_causes },
    { "all samples are named", test_all_named },
    { "the advised record lets the message pass", test_advice },
    { "the wrong cure is refused", test_refused },
    { "the screen, in both languages", test_screen },
    { NULL, NULL },
  };
  return suite_run ("samples", tests);
}
