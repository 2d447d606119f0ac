/* SPDX-License-Identifier: GPL-3.0-or-later
 * The way of a message as a table, newest hop first; see html-parts.h. */

#include "output/html-parts.h"
#include "output/report-words.h"

#include <glib/gi18n.h>

static void
hop_row (const SvHtml *html, SvPageTable *table, const SvReport *report, guint i)
{
  const GArray *hops = report->facts->received;
  const SvReceived *hop = &g_array_index (hops, SvReceived, i);
  SvRole role = report->identity->roles[i];
  gint64 seconds;
  gboolean dated = sv_words_hop_delay (hops, i, &seconds);
  g_autofree char *line = g_strdup_printf ("%u", hop->line);
  g_autofree char *client = sv_words_client (hop);
  g_autofree char *delay = dated ? sv_words_delay (seconds) : NULL;
  sv_page_row (table, role == SV_ROLE_BORDER ? "here" : NULL);
  sv_page_cell_open (table, NULL);
  sv_html_line (html, hop->line, line);
  sv_page_cell_close (table);
  sv_page_cell (table, NULL, client);
  sv_page_cell (table, NULL, hop->by);
  sv_page_cell (table, NULL, hop->with);
  sv_page_cell (table, dated && seconds < 0 ? "warning" : NULL, delay);
  sv_page_cell (table, NULL, sv_words_role (role));
  sv_page_row_end (table);
}

void
sv_html_path (const SvHtml *html, const SvReport *report)
{
  const GArray *hops = report->facts->received;
  if (hops->len == 0)
    return;
  const char *const heads[] = { _ ("line"),  _ ("from (client address)"),
                                _ ("by"),    _ ("protocol"),
                                _ ("delay"), _ ("role") };
  SvPageTable table;
  sv_html_heading (html, "path", _ ("Path"));
  sv_html_picture (html, report);
  sv_page_table_begin (&table, html->stream, _ ("Newest hop first"), "rlllrl", heads);
  for (guint i = 0; i < hops->len; i++)
    hop_row (html, &table, report, i);
  sv_page_table_end (&table);
}
