/* SPDX-License-Identifier: GPL-3.0-or-later
 * The corrected record for people: what to publish, what it costs, what speaks for it and against
 * it. */

#include "output/record-words.h"
#include "output/text-parts.h"

#include <glib/gi18n.h>

/* Columns that an item's text is indented by: "  1. ". */
#define INDENT 5

/* Old and new record each on one line of its own, however long, so that they can be copied; what a
 * stranger published is made visible first. */
static void
put_record (SvScreen *screen, SvStyle style, const char *mark, const char *record)
{
  g_auto (GStrv) records = g_strsplit (record ? record : "", "\n", -1);
  for (char **next = records; *next; next++)
    {
      g_autofree char *line = g_strconcat (mark, *next, NULL);
      sv_screen_line (screen, style, 0, line);
    }
}

static void
put_signs (SvScreen *screen, const GArray *signs)
{
  for (guint i = 0; i < signs->len; i++)
    {
      const SvAdviceSign *sign = &g_array_index (signs, SvAdviceSign, i);
      gboolean begins = i == 0 || sign[-1].speaks_for != sign->speaks_for;
      if (begins)
        sv_screen_paragraph (screen, SV_STYLE_PLAIN, INDENT, NULL,
                             sign->speaks_for ? _ ("What speaks for it being yours:")
                                              : _ ("What speaks against it:"));
      sv_screen_paragraph (screen, SV_STYLE_PLAIN, INDENT, "- ", sign->text);
    }
}

static void
put_change (SvScreen *screen, const SvAdvice *advice)
{
  g_autofree char *counts = sv_record_advice_counts (advice->change);
  g_autofree char *otherwise = sv_advice_otherwise (advice);
  sv_screen_end_line (screen);
  put_record (screen, SV_STYLE_BAD, "- ", advice->before);
  put_record (screen, SV_STYLE_GOOD, "+ ", advice->change->record);
  sv_screen_end_line (screen);
  sv_screen_paragraph (screen, SV_STYLE_DIM, INDENT, NULL, counts);
  put_signs (screen, advice->signs);
  sv_screen_paragraph (screen, SV_STYLE_PLAIN, INDENT, NULL, otherwise);
}

void
sv_text_advice (SvScreen *screen, const char *lead, const SvAdvice *advice)
{
  gboolean publish = advice->state == SV_ADVICE_PUBLISH;
  g_autofree char *text = publish ? sv_advice_lead (advice) : sv_advice_remedy (advice);
  sv_screen_paragraph (screen, SV_STYLE_PLAIN, 2, lead, text);
  if (publish)
    put_change (screen, advice);
}
