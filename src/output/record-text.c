/* SPDX-License-Identifier: GPL-3.0-or-later
 * A record for people at a terminal: how it stands, what it says, what to do; see record.h. */

#include "output/finding-text.h"
#include "output/record-words.h"
#include "output/table.h"
#include "output/text-parts.h"
#include "spf/networks.h"

#include <glib/gi18n.h>
#include <string.h>

/* Ten lookups cannot lead deeper; what does is broken anyway. */
#define DEPTH_SHOWN_MAX 12

static void
put_networks (SvScreen *screen, const SvRecordReport *report, gboolean many)
{
  g_autofree char *head = g_strconcat ("# ", report->domain, NULL);
  if (many)
    sv_screen_line (screen, SV_STYLE_DIM, 0, head);
  for (guint i = 0; i < report->networks->len; i++)
    {
      g_autofree char *text
          = sv_spf_network_text (&g_array_index (report->networks, SvSpfNetwork, i));
      sv_screen_line (screen, SV_STYLE_PLAIN, 0, text);
    }
}

static void
put_head (SvScreen *screen, const SvRecordReport *report)
{
  const SvSpfNode *root = report->tree->root;
  SvSeverity worst;
  g_autofree char *headline = sv_record_headline (report, &worst);
  g_autofree char *counts = sv_record_counts (report);
  SvStyle style = worst >= SV_SEVERITY_WARNING ? sv_severity_style (worst) : SV_STYLE_GOOD;
  sv_screen_paragraph (screen, style, 0, NULL, headline);
  if (counts)
    sv_screen_paragraph (screen, SV_STYLE_DIM, 2, NULL, counts);
  if (root->text || (root->texts && root->texts->len > 0))
    sv_screen_end_line (screen);
  if (root->text)
    sv_screen_marked (screen, 2, root->text, root->error.term, SV_STYLE_BAD);
  for (guint i = 0; !root->text && root->texts && i < root->texts->len; i++)
    sv_screen_paragraph (screen, SV_STYLE_PLAIN, 2, NULL, g_ptr_array_index (root->texts, i));
}

static void
put_ip (SvScreen *screen, const SvRecordReport *report)
{
  g_autofree char *sentence = sv_record_ip_sentence (report);
  if (!sentence)
    return;
  const char *word
      = report->spf->state == SV_SPF_STATE_DONE ? sv_spf_result_name (report->spf->result) : NULL;
  g_autofree char *path = sv_record_path (report->spf);
  sv_screen_end_line (screen);
  sv_screen_paragraph (screen, sv_style_of_result (word), 0, NULL, sentence);
  if (path)
    sv_screen_paragraph (screen, SV_STYLE_DIM, 2, NULL, path);
}

/* The old and the new record each on one line of its own, so that they can be copied. */
static void
put_change (SvScreen *screen, const SvRecordReport *report)
{
  const char *old = report->tree->root->text;
  g_autofree char *minus = g_strconcat ("- ", old, NULL);
  g_autofree char *plus = g_strconcat ("+ ", report->advice->record, NULL);
  g_autofree char *counts = sv_record_advice_counts (report->advice);
  g_autofree char *zone = sv_record_zone_line (report);
  sv_screen_end_line (screen);
  if (old)
    sv_screen_line (screen, SV_STYLE_BAD, 0, minus);
  sv_screen_line (screen, SV_STYLE_GOOD, 0, plus);
  sv_screen_end_line (screen);
  sv_screen_paragraph (screen, SV_STYLE_PLAIN, 2, NULL, counts);
  sv_screen_paragraph (screen, SV_STYLE_PLAIN, 2, NULL, _ ("For a zone file:"));
  sv_screen_line (screen, SV_STYLE_PLAIN, 0, zone);
}

static void
put_advice (SvScreen *screen, const SvRecordReport *report)
{
  g_autofree char *sentence = sv_record_advice_sentence (report);
  if (!sentence)
    return;
  sv_text_heading (screen, _ ("Change"));
  sv_screen_paragraph (
      screen, report->advice->state == SV_SPF_ADVICE_REFUSED ? SV_STYLE_BAD : SV_STYLE_PLAIN, 2,
      NULL, sentence);
  if (report->advice->state == SV_SPF_ADVICE_CHANGED)
    put_change (screen, report);
}

static void
put_count (SvTable *table, const SvRecordRow *row, guint count)
{
  g_autofree char *text = g_strdup_printf ("%u", count);
  sv_table_cell (table, count > 0 ? SV_STYLE_PLAIN : SV_STYLE_DIM, row->branch ? text : "");
}

static void
put_tree (SvScreen *screen, const SvRecordReport *report)
{
  g_autoptr (GArray) rows = sv_record_rows (report);
  if (rows->len == 0)
    return;
  g_autoptr (SvTable) table = sv_table_new ("llrr");
  const char *const heads[] = { _ ("term"), _ ("meaning"), _ ("lookups"), _ ("void") };
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    sv_table_cell (table, SV_STYLE_DIM, heads[i]);
  for (guint i = 0; i < rows->len; i++)
    {
      const SvRecordRow *row = &g_array_index (rows, SvRecordRow, i);
      SvStyle style = row->broken ? SV_STYLE_BAD : !row->reached ? SV_STYLE_DIM : SV_STYLE_PLAIN;
      g_autofree char *term
          = g_strdup_printf ("%*s%s", 2 * (int)MIN (row->depth, DEPTH_SHOWN_MAX), "", row->term);
      sv_table_cell (table, style, term);
      sv_table_cell (table, style, row->meaning);
      put_count (table, row, row->branch ? row->branch->lookups : 0);
      put_count (table, row, row->branch ? row->branch->voids : 0);
    }
  sv_text_heading (screen, _ ("Term by term"));
  sv_table_print (table, screen, 2);
}

static void
put_finding (SvScreen *screen, const SvRecordReport *report, const SvFinding *finding)
{
  g_autofree char *lead = g_strdup_printf ("%s: ", sv_severity_label (finding->severity));
  g_autofree char *title = sv_finding_safe_text (finding, sv_finding_title);
  g_autofree char *detail = sv_finding_safe_text (finding, sv_finding_detail);
  g_autofree char *place = sv_record_place (report, finding);
  sv_screen_text (screen, sv_severity_style (finding->severity), 2, lead, title);
  if (place)
    sv_screen_paragraph (screen, SV_STYLE_DIM, 4, NULL, place);
  if (detail)
    sv_screen_text (screen, SV_STYLE_PLAIN, 4, NULL, detail);
}

static void
put_findings (SvScreen *screen, const SvRecordReport *report, gboolean verbose)
{
  gboolean any = FALSE;
  for (guint i = 0; i < report->findings->len; i++)
    {
      const SvFinding *finding = &g_array_index (report->findings, SvFinding, i);
      if (finding->severity == SV_SEVERITY_INFO && !verbose)
        continue;
      if (!any)
        sv_text_heading (screen, _ ("Findings"));
      any = TRUE;
      put_finding (screen, report, finding);
    }
}

/* Numbered; findings of one cause can share theirs. */
static void
put_remedies (SvScreen *screen, const SvRecordReport *report, gboolean verbose)
{
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < report->findings->len; i++)
    {
      const SvFinding *finding = &g_array_index (report->findings, SvFinding, i);
      g_autofree char *remedy = finding->severity > SV_SEVERITY_INFO || verbose
                                    ? sv_finding_safe_text (finding, sv_finding_remedy)
                                    : NULL;
      if (!remedy || g_hash_table_contains (told, remedy))
        continue;
      if (g_hash_table_size (told) == 0)
        sv_text_heading (screen, _ ("What to do"));
      g_autofree char *lead = g_strdup_printf ("%u. ", g_hash_table_size (told) + 1);
      sv_screen_text (screen, SV_STYLE_PLAIN, 2, lead, remedy);
      g_hash_table_add (told, g_steal_pointer (&remedy));
    }
}

/* --addresses is data: the networks and nothing else, for a pipe; the command says on standard
 * error what they leave out. */
void
sv_record_text (SvRecordOutput *self, const SvRecordReport *report)
{
  SvScreen screen;
  sv_screen_init (&screen, self->stream, &self->options);
  if (report->networks)
    {
      put_networks (&screen, report, self->many);
      return;
    }
  if (self->index > 0)
    {
      g_autofree char *line = g_strnfill ((gsize)screen.width, '-');
      sv_screen_end_line (&screen);
      sv_screen_line (&screen, SV_STYLE_DIM, 0, line);
      sv_screen_end_line (&screen);
    }
  put_head (&screen, report);
  put_ip (&screen, report);
  put_advice (&screen, report);
  put_tree (&screen, report);
  put_findings (&screen, report, self->options.verbose);
  put_remedies (&screen, report, self->options.verbose);
}
