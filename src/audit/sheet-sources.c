/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sheets that count mail by where it comes from and when; see sheet.h. */

#include "audit/sheet-parts.h"

#include <glib/gi18n.h>

/* One sheet a row: to count by something else, add a key in summary.c and a row here. */
/* clang-format off */
static const struct
{
  SvBy by;
  const char *name;
  const char *title; /* N_() */
  const char *key;   /* name of the first column in data */
  const char *head;  /* N_() */
} sources[] = {
  { SV_BY_MONTH, "months", N_("By month"), "month", N_("month") },
  { SV_BY_IP, "addresses", N_("By sending address"), "ip", N_("address") },
  { SV_BY_NETWORK, "networks", N_("By network (/24 and /48)"), "network", N_("network") },
  { SV_BY_ENVELOPE_DOMAIN, "envelope_domains", N_("By envelope domain"), "domain", N_("domain") },
  { SV_BY_FROM_DOMAIN, "from_domains", N_("By From domain"), "domain", N_("domain") },
  { SV_BY_HELO, "helo_names", N_("By HELO name"), "helo", N_("HELO name") },
  { SV_BY_RECEIVER, "receivers", N_("By receiver"), "receiver", N_("receiver") },
};

static const struct
{
  SvCount count;
  const char *name;
  const char *title; /* N_() */
  SvSheetFor whom;
} counts[] = {
  { SV_COUNT_STORED_PASS, "stored_pass", N_("pass then"), SV_FOR_ALL },
  { SV_COUNT_NOW_PASS, "now_pass", N_("pass now"), SV_FOR_ALL },
  { SV_COUNT_NOW_FAIL, "now_fail", N_("fail now"), SV_FOR_WIDE },
  { SV_COUNT_DRIFT, "drift", N_("changed"), SV_FOR_ALL },
  { SV_COUNT_DMARC_PASS, "dmarc_pass", N_("DMARC pass"), SV_FOR_WIDE },
  { SV_COUNT_DMARC_FAIL, "dmarc_fail", N_("DMARC fail"), SV_FOR_ALL },
};
/* clang-format on */

static void
add_cell (SvSheet *sheet, const SvTallyCell *cell, const SvSummary *summary)
{
  sv_sheet_add_text (sheet, g_strdup (cell->key));
  sv_sheet_add_counted (sheet, cell, summary);
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    sv_sheet_add_number (sheet, (gint64)cell->counts[counts[i].count]);
  sv_sheet_add_place (sheet, &cell->first);
}

/* Months are told in their order, the newest ones where there is no room for all. */
static void
add_source (GPtrArray *sheets, const SvSummary *summary, gsize at, guint limit)
{
  const SvTally *tally = &summary->by[sources[at].by];
  gboolean by_key = sources[at].by == SV_BY_MONTH;
  g_autoptr (GPtrArray) cells = sv_tally_sorted (tally, by_key);
  SvSheet *sheet = sv_sheet_new (sources[at].name, _ (sources[at].title), SV_FOR_ALL);
  sv_sheet_add_column (sheet, sources[at].key, _ (sources[at].head), SV_CELL_TEXT, SV_FOR_ALL);
  sv_sheet_add_column (sheet, "messages", _ ("messages"), SV_CELL_NUMBER, SV_FOR_ALL);
  sv_sheet_add_column (sheet, "per_mille", _ ("share"), SV_CELL_SHARE, SV_FOR_WIDE);
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    sv_sheet_add_column (sheet, counts[i].name, _ (counts[i].title), SV_CELL_NUMBER,
                         counts[i].whom);
  sv_sheet_add_column (sheet, "first", _ ("for example"), SV_CELL_PLACE,
                       summary->files > 1 ? SV_FOR_WIDE : SV_FOR_ALL);
  guint shown = MIN (cells->len, limit);
  for (guint i = 0; i < shown; i++)
    add_cell (sheet, cells->pdata[by_key ? cells->len - shown + i : i], summary);
  sheet->more = cells->len - shown;
  sv_sheet_set_note (sheet, tally);
  sv_sheets_take (sheets, summary, sheet);
}

void
sv_sheets_add_sources (GPtrArray *sheets, const SvSummary *summary, guint limit)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    add_source (sheets, summary, i, limit);
}
