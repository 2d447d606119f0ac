/* SPDX-License-Identifier: GPL-3.0-or-later
 * "DMARC of …" of the report for people: the record, what it asks for, what decides. */

#include "output/report-words.h"
#include "output/sentence.h"
#include "output/text-parts.h"
#include <glib/gi18n.h>

void
sv_text_dmarc (SvScreen *screen, const SvReport *report)
{
  const SvDmarcEvaluation *dmarc = report->dmarc;
  if (!dmarc || !dmarc->author_domain)
    return;
  g_autofree char *title = sv_fill (_ ("DMARC of {domain}"), "domain", dmarc->author_domain, NULL);
  sv_text_heading (screen, title);
  if (dmarc->record)
    sv_screen_marked (screen, 2, dmarc->record, NULL, SV_STYLE_PLAIN);
  g_autoptr (GPtrArray) sentences = sv_words_dmarc (report);
  for (guint i = 0; i < sentences->len; i++)
    sv_screen_paragraph (screen, SV_STYLE_PLAIN, 2, NULL, sentences->pdata[i]);
}
