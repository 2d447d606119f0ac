/* SPDX-License-Identifier: GPL-3.0-or-later
 * Counting rows; see summary.h. */

#include "audit/summary.h"

#include <string.h>

/* RFC 7208 4.6.4 allows ten; from here on a record is near that. */
#define LOOKUPS_NEAR 8

/* Between the parts of a key: no part can hold one (escape.h). */
#define SEPARATOR "\t"

static const char *
or_empty (const char *text)
{
  return text ? text : "";
}

static char *
join (const char *a, const char *b, const char *c)
{
  return g_strjoin (SEPARATOR, or_empty (a), or_empty (b), or_empty (c), NULL);
}

/* ---- keys: newly allocated, NULL where a message has none ---- */

static char *
verdicts_key (const SvRow *row)
{
  return g_strjoin (SEPARATOR, or_empty (row->stored_spf), or_empty (row->now_spf), NULL);
}

static char *
cause_key (const SvRow *row)
{
  return g_strcmp0 (row->status, "drift") == 0 ? g_strdup (row->cause) : NULL;
}

static char *
dmarc_key (const SvRow *row)
{
  return join (row->dmarc_now, row->dmarc_policy, row->dmarc_effective_policy);
}

/* Records that are broken, or near a limit. */
static char *
record_key (const SvRow *row)
{
  gboolean broken = g_strcmp0 (row->now_spf, "permerror") == 0;
  if (!row->spf_domain || (!broken && row->lookups < LOOKUPS_NEAR))
    return NULL;
  g_autofree char *behind = join (row->problem, row->problem_term, row->problem_domain);
  return g_strjoin (SEPARATOR, row->spf_domain, behind, NULL);
}

#define MEMBER_KEY(name) \
  static char *name##_key (const SvRow *row) { return g_strdup (row->name); }
MEMBER_KEY (month)
MEMBER_KEY (ip)
MEMBER_KEY (network)
MEMBER_KEY (envelope_domain)
MEMBER_KEY (from_domain)
MEMBER_KEY (helo)
MEMBER_KEY (receiver)

static char *
spf_aligned_key (const SvRow *row)
{
  return g_strdup (or_empty (row->spf_aligned));
}

static char *
dkim_aligned_key (const SvRow *row)
{
  return g_strdup (or_empty (row->dkim_aligned));
}

static char *(*const keys[SV_BY_N]) (const SvRow *row) = {
  [SV_BY_VERDICTS] = verdicts_key,
  [SV_BY_CAUSE] = cause_key,
  [SV_BY_MONTH] = month_key,
  [SV_BY_IP] = ip_key,
  [SV_BY_NETWORK] = network_key,
  [SV_BY_ENVELOPE_DOMAIN] = envelope_domain_key,
  [SV_BY_FROM_DOMAIN] = from_domain_key,
  [SV_BY_HELO] = helo_key,
  [SV_BY_RECEIVER] = receiver_key,
  [SV_BY_SPF_ALIGNED] = spf_aligned_key,
  [SV_BY_DKIM_ALIGNED] = dkim_aligned_key,
  [SV_BY_DMARC] = dmarc_key,
  [SV_BY_RECORD] = record_key,
};

/* ---- counting ---- */

SvSummary *
sv_summary_new (void)
{
  SvSummary *summary = g_new0 (SvSummary, 1);
  for (guint i = 0; i < SV_BY_N; i++)
    sv_tally_init (&summary->by[i], SV_TALLY_MAX);
  summary->failures = g_ptr_array_new ();
  return summary;
}

static void
free_failure (gpointer data)
{
  SvFailure *failure = data;
  g_free (failure->file);
  g_free (failure->kind);
  g_free (failure->reason);
  g_free (failure);
}

void
sv_summary_free (SvSummary *summary)
{
  if (!summary)
    return;
  for (guint i = 0; i < SV_BY_N; i++)
    sv_tally_clear (&summary->by[i]);
  g_ptr_array_set_free_func (summary->failures, free_failure);
  g_ptr_array_unref (summary->failures);
  g_free (summary->last_file);
  g_free (summary);
}

static gboolean
is (const char *word, const char *wanted)
{
  return word && strcmp (word, wanted) == 0;
}

/* What one message adds to every cell that it falls into. */
static void
weigh (const SvRow *row, guint64 *add)
{
  add[SV_COUNT_MESSAGES] = 1;
  add[SV_COUNT_STORED_PASS] = is (row->stored_spf, "pass");
  add[SV_COUNT_NOW_PASS] = is (row->now_spf, "pass");
  add[SV_COUNT_NOW_FAIL] = is (row->now_spf, "fail") || is (row->now_spf, "softfail");
  add[SV_COUNT_DRIFT] = is (row->status, "drift");
  add[SV_COUNT_DMARC_PASS] = is (row->dmarc_now, "pass");
  add[SV_COUNT_DMARC_FAIL] = is (row->dmarc_now, "fail");
}

static SvTallyCell *
count (SvTally *tally, const char *key, const SvRow *row, const guint64 *add)
{
  SvTallyCell *cell = sv_tally_cell (tally, key);
  if (cell->counts[SV_COUNT_MESSAGES] == 0)
    cell->first = (SvPlaceInFile){ g_ref_string_new_intern (row->file), row->index, row->offset,
                                   g_ref_string_new_intern (row->part) };
  for (guint i = 0; i < SV_COUNT_N; i++)
    cell->counts[i] += add[i];
  cell->lookups = MAX (cell->lookups, row->lookups);
  cell->void_lookups = MAX (cell->void_lookups, row->void_lookups);
  return cell;
}

static guint
rank_of (const char *severity)
{
  guint rank = SV_SEVERITY_INFO;
  while (rank < SV_SEVERITY_ERROR && !is (severity, sv_severity_name ((SvSeverity)rank)))
    rank++;
  return rank;
}

static char **
copy_values (const char *const *values)
{
  return g_strdupv ((char **)values);
}

/* A finding counts once a message; what is to be done, once a message and domain. */
static gboolean
seen_before (const SvRow *row, guint at, gboolean same_domain)
{
  const SvRowFinding *finding = &g_array_index (row->findings, SvRowFinding, at);
  for (guint i = 0; i < at; i++)
    {
      const SvRowFinding *other = &g_array_index (row->findings, SvRowFinding, i);
      if (strcmp (other->id, finding->id) == 0
          && (!same_domain || strcmp (other->domain, finding->domain) == 0))
        return TRUE;
    }
  return FALSE;
}

static void
count_finding (SvSummary *summary, const SvRow *row, guint at, const guint64 *add)
{
  const SvRowFinding *finding = &g_array_index (row->findings, SvRowFinding, at);
  if (!seen_before (row, at, FALSE))
    {
      SvTallyCell *cell = count (&summary->by[SV_BY_FINDING], finding->id, row, add);
      cell->rank = MAX (cell->rank, rank_of (finding->severity));
    }
  if (is (finding->severity, "info") || seen_before (row, at, TRUE))
    return;
  g_autofree char *variant = g_strdup_printf ("%d", (int)finding->variant);
  g_autofree char *key = join (finding->id, finding->domain, variant);
  SvTallyCell *cell = count (&summary->by[SV_BY_REMEDY], key, row, add);
  cell->rank = MAX (cell->rank, rank_of (finding->severity));
  if (!cell->values && finding->values)
    cell->values = copy_values (finding->values);
}

void
sv_summary_add (SvSummary *summary, const SvRow *row)
{
  guint64 add[SV_COUNT_N];
  weigh (row, add);
  summary->messages++;
  gboolean enclosed = row->part[0] != '\0';
  summary->enclosed += enclosed;
  if (!enclosed)
    summary->bytes += (guint64)row->size;
  for (guint i = 0; i < G_N_ELEMENTS (summary->by_status); i++)
    summary->by_status[i] += is (row->status, sv_compare_status_name ((SvCompareStatus)i));
  if (g_strcmp0 (summary->last_file, row->file) != 0)
    {
      summary->files++;
      g_free (summary->last_file);
      summary->last_file = g_strdup (row->file);
    }
  for (guint i = 0; i < SV_BY_N; i++)
    {
      g_autofree char *key = keys[i] ? keys[i](row) : NULL;
      if (key)
        count (&summary->by[i], key, row, add);
    }
  for (guint i = 0; i < row->findings->len; i++)
    count_finding (summary, row, i, add);
}

void
sv_summary_add_failure (SvSummary *summary, const SvStoreFailure *failure)
{
  summary->unreadable++;
  if (summary->failures->len >= SV_FAILURES_MAX)
    return;
  SvFailure *kept = g_new (SvFailure, 1);
  *kept = (SvFailure){ g_strdup (failure->file), g_strdup (failure->kind),
                       g_strdup (failure->reason), failure->index, failure->offset };
  g_ptr_array_add (summary->failures, kept);
}

static void
add_failure (const SvStoreFailure *failure, gpointer data)
{
  sv_summary_add_failure (data, failure);
}

gboolean
sv_summary_add_store (SvSummary *summary, SvStore *store, GError **error)
{
  g_autoptr (SvStoreCursor) cursor = sv_store_cursor_new (store, error);
  if (!cursor)
    return FALSE;
  GError *failure = NULL;
  SvRow *row;
  while ((row = sv_store_cursor_next (cursor, &failure)))
    {
      sv_summary_add (summary, row);
      sv_row_free (row);
    }
  if (failure)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  return sv_store_failures (store, add_failure, summary, error);
}

char *
sv_summary_key_part (const char *key, guint column)
{
  for (; column > 0 && key; column--)
    {
      key = strchr (key, SEPARATOR[0]);
      key = key ? key + 1 : NULL;
    }
  return key ? g_strndup (key, strcspn (key, SEPARATOR)) : g_strdup ("");
}

gboolean
sv_summary_finding (const SvTallyCell *cell, SvFinding *finding)
{
  g_autofree char *id = sv_summary_key_part (cell->key, 0);
  g_autofree char *variant = sv_summary_key_part (cell->key, 2);
  SvRowFinding stored = { .id = id,
                          .variant = (SvVariant)g_ascii_strtoull (variant, NULL, 10),
                          .values = (const char *const *)cell->values };
  if (!sv_row_finding_text (&stored, finding))
    return FALSE;
  finding->severity = (SvSeverity)cell->rank;
  return TRUE;
}
