/* SPDX-License-Identifier: GPL-3.0-or-later
 * The report for people: what shows the cause of a drift, and which DNS answers changed. */

#include "output/evidence.h"
#include "output/sentence.h"
#include "output/text-parts.h"

#include <glib/gi18n.h>

void
sv_text_evidence (SvScreen *screen, const SvReport *report)
{
  g_autoptr (GPtrArray) sentences = sv_evidence_sentences (report);
  for (guint i = 0; i < sentences->len; i++)
    sv_screen_paragraph (screen, SV_STYLE_PLAIN, 2, NULL, sentences->pdata[i]);
}

/* The records that one side alone has; its status, if that is another and it has none. */
static void
print_side (SvScreen *screen, SvStyle style, const char *lead, const GPtrArray *texts,
            SvDnsStatus status, SvDnsStatus other)
{
  for (guint i = 0; i < texts->len; i++)
    sv_screen_paragraph (screen, style, 4, lead, texts->pdata[i]);
  if (texts->len == 0 && status != other)
    sv_screen_paragraph (screen, style, 4, lead, sv_dns_status_name (status));
}

void
sv_text_changes (SvScreen *screen, const SvReport *report)
{
  if (!report->changes || report->changes->len == 0)
    return;
  sv_text_heading (screen, _ ("What changed in DNS"));
  for (guint i = 0; i < report->changes->len; i++)
    {
      const SvChange *change = &g_array_index (report->changes, SvChange, i);
      g_autofree char *title
          = g_strdup_printf ("%s %s", change->name, sv_dns_type_name (change->type));
      sv_screen_line (screen, SV_STYLE_PLAIN, 2, title);
      print_side (screen, SV_STYLE_BAD, "- ", change->then, change->then_status,
                  change->now_status);
      print_side (screen, SV_STYLE_GOOD, "+ ", change->now, change->now_status,
                  change->then_status);
    }
}
