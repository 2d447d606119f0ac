/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of counting: tallies that stay small, the summary of rows, and its tables. */

#include "suite.h"

#include "audit/sheet.h"
#include <string.h>

/* ---- tallies ---- */

static void
add (SvTally *tally, const char *key, guint64 n)
{
  sv_tally_cell (tally, key)->counts[SV_COUNT_MESSAGES] += n;
}

static void
test_order (void)
{
  SvTally tally;
  sv_tally_init (&tally, 100);
  add (&tally, "b", 2);
  add (&tally, "a", 2);
  add (&tally, "c", 5);
  add (&tally, "z", 1);
  sv_tally_cell (&tally, "z")->rank = 1;
  static const char *const expected[] = { "z", "c", "a", "b" };
  g_autoptr (GPtrArray) cells = sv_tally_sorted (&tally, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    CHECK_STR ("rank, number, key", ((const SvTallyCell *)cells->pdata[i])->key, expected[i]);
  g_autoptr (GPtrArray) by_key = sv_tally_sorted (&tally, TRUE);
  CHECK_STR ("by key", ((const SvTallyCell *)by_key->pdata[0])->key, "a");
  sv_tally_clear (&tally);
}

/* What a key shows is never more than the truth, and less by no more than `lost`; all that is not
 * shown is in `others`. */
static void
test_bound (void)
{
  enum
  {
    MAX = 64,
    KEYS = 1000,
    ROUNDS = 20000
  };
  SvTally tally;
  sv_tally_init (&tally, MAX);
  guint64 truth[KEYS] = { 0 };
  guint32 state = 7;
  for (guint i = 0; i < ROUNDS; i++)
    {
      state = state * 1664525u + 1013904223u;
      guint key = (state >> 16) % 4 ? (state >> 8) % 16 : (state >> 8) % KEYS;
      g_autofree char *name = g_strdup_printf ("%u", key);
      add (&tally, name, 1);
      truth[key]++;
    }
  guint64 sum = tally.others[SV_COUNT_MESSAGES];
  g_autoptr (GPtrArray) cells = sv_tally_sorted (&tally, FALSE);
  CHECK ("small", cells->len <= MAX);
  CHECK ("something was dropped", tally.lost > 0);
  for (guint i = 0; i < cells->len; i++)
    {
      const SvTallyCell *cell = cells->pdata[i];
      guint64 shown = cell->counts[SV_COUNT_MESSAGES];
      guint64 real = truth[g_ascii_strtoull (cell->key, NULL, 10)];
      sum += shown;
      CHECK (cell->key, shown <= real && shown + tally.lost >= real);
    }
  CHECK_INT ("nothing is lost in all", sum, ROUNDS);
  sv_tally_clear (&tally);
}

/* ---- rows ---- */

static void
find (SvRow *row, const char *id, const char *severity, const char *domain,
      const char *const *values)
{
  SvRowFinding finding = { .id = id,
                           .severity = severity,
                           .domain = domain,
                           .values = (const char *const *)g_memdup2 (values, 3 * sizeof *values) };
  g_array_append_val (row->findings, finding);
}

static SvRow *
row_new (const char *file, gint64 index, const char *stored, const char *now)
{
  SvRow *row = sv_row_new_empty ();
  row->file = file;
  row->index = index;
  row->size = 100;
  row->stored_spf = stored;
  row->now_spf = now;
  row->status = strcmp (stored, now) == 0 ? "agree" : "drift";
  row->cause = strcmp (stored, now) == 0 ? NULL : "record-added";
  row->ip = "192.0.2.1";
  row->month = index ? "2026-11" : "2026-10";
  row->dmarc_now = "fail";
  row->dmarc_policy = row->dmarc_effective_policy = "reject";
  return row;
}

static void
add_rows (SvSummary *summary)
{
  static const struct
  {
    const char *file, *stored, *now;
  } rows[] = {
    { "a.mbox", "pass", "pass" },
    { "a.mbox", "none", "pass" },
    { "b.mbox", "none", "pass" },
  };
  static const char *const values[] = { "domain", "example.org", NULL };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SvRow) row = row_new (rows[i].file, (gint64)i, rows[i].stored, rows[i].now);
      find (row, "spf-none-no-record", "warning", "example.org", values);
      find (row, "spf-none-no-record", "warning", "example.org", values);
      find (row, "spf-pass", "info", "example.org", values);
      sv_summary_add (summary, row);
    }
}

static const SvTallyCell *
cell (const SvSummary *summary, SvBy by, const char *key)
{
  const SvTallyCell *found = g_hash_table_lookup (summary->by[by].cells, key);
  CHECK (key, found != NULL);
  return found;
}

static void
test_counts (void)
{
  g_autoptr (SvSummary) summary = sv_summary_new ();
  add_rows (summary);
  CHECK_INT ("messages", summary->messages, 3);
  CHECK_INT ("files", summary->files, 2);
  CHECK_INT ("bytes", summary->bytes, 300);
  CHECK_INT ("agree", summary->by_status[SV_COMPARE_AGREE], 1);
  CHECK_INT ("drift", summary->by_status[SV_COMPARE_DRIFT], 2);
  const SvTallyCell *drift = cell (summary, SV_BY_VERDICTS, "none\tpass");
  CHECK_INT ("none to pass", drift->counts[SV_COUNT_MESSAGES], 2);
  CHECK_STR ("the first of them", drift->first.file, "a.mbox");
  CHECK_INT ("the first of them", drift->first.index, 1);
  const SvTallyCell *ip = cell (summary, SV_BY_IP, "192.0.2.1");
  CHECK_INT ("pass then", ip->counts[SV_COUNT_STORED_PASS], 1);
  CHECK_INT ("pass now", ip->counts[SV_COUNT_NOW_PASS], 3);
  CHECK_INT ("changed", ip->counts[SV_COUNT_DRIFT], 2);
  CHECK_INT ("found once a message",
             cell (summary, SV_BY_FINDING, "spf-none-no-record")->counts[SV_COUNT_MESSAGES], 3);
  CHECK_INT ("information is no advice", g_hash_table_size (summary->by[SV_BY_REMEDY].cells), 1);
}

static const SvSheet *
sheet_of (const GPtrArray *sheets, const char *name)
{
  for (guint i = 0; i < sheets->len; i++)
    if (strcmp (((const SvSheet *)sheets->pdata[i])->name, name) == 0)
      return sheets->pdata[i];
  CHECK (name, FALSE);
  return NULL;
}

static void
check_cell (const SvSheet *sheet, guint row, const char *column, const char *expected)
{
  g_autofree char *text = sv_sheet_text (sheet, row, (guint)sv_sheet_find (sheet, column));
  CHECK_STR (column, text, expected);
}

static void
test_sheets (void)
{
  g_autoptr (SvSummary) summary = sv_summary_new ();
  add_rows (summary);
  g_autoptr (GPtrArray) sheets = sv_sheets_new (summary, 1);
  const SvSheet *verdicts = sheet_of (sheets, "verdicts");
  CHECK_INT ("as many rows as wanted", verdicts->rows, 1);
  CHECK_INT ("the others are counted", verdicts->more, 1);
  check_cell (verdicts, 0, "stored", "none");
  check_cell (verdicts, 0, "per_mille", "66.7 %");
  check_cell (verdicts, 0, "first", "a.mbox --index=1");
  const SvSheet *months = sheet_of (sheets, "months");
  check_cell (months, 0, "month", "2026-11");
  const SvSheet *remedies = sheet_of (sheets, "remedies");
  check_cell (remedies, 0, "domain", "example.org");
  check_cell (remedies, 0, "title", "example.org publishes no SPF record");
  g_autofree char *headline = sv_sheets_headline (summary);
  CHECK_STR ("headline", headline, "3 messages in 2 files, received 2026-10 to 2026-11");
  g_autofree char *policy = sv_sheets_policy (summary);
  CHECK_STR ("policy", policy,
             "By the DMARC policies of today 0 pass and 3 fail; of those, receivers are asked to "
             "reject 3 and to quarantine 0.");
}

static void
test_failures (void)
{
  g_autoptr (SvSummary) summary = sv_summary_new ();
  for (gint64 i = SV_FAILURES_MAX + 5; i > 0; i--)
    sv_summary_add_failure (summary, &(SvStoreFailure){ "a.mbox", i, -1, "message", "torn" });
  CHECK_INT ("all are counted", summary->unreadable, SV_FAILURES_MAX + 5);
  g_autoptr (GPtrArray) sheets = sv_sheets_new (summary, 2);
  const SvSheet *sheet = sheet_of (sheets, "unreadable");
  check_cell (sheet, 0, "index", "6");
  check_cell (sheet, 1, "index", "7");
  check_cell (sheet, 0, "offset", NULL);
  CHECK_INT ("the others are counted", sheet->more, SV_FAILURES_MAX + 3);
}

static void
test_nothing (void)
{
  g_autoptr (SvSummary) summary = sv_summary_new ();
  g_autoptr (GPtrArray) sheets = sv_sheets_new (summary, 10);
  CHECK_INT ("no tables", sheets->len, 0);
  g_autofree char *policy = sv_sheets_policy (summary);
  CHECK_STR ("no policy", policy, NULL);
  g_autofree char *headline = sv_sheets_headline (summary);
  CHECK_STR ("headline", headline, "0 messages in 0 files");
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "order", test_order },
    { "bound", test_bound },
    { "counts", test_counts },
    { "sheets", test_sheets },
    { "failures", test_failures },
    { "nothing", test_nothing },
    { NULL, NULL },
  };
  return suite_run ("summary", tests);
}
