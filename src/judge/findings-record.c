/* SPDX-License-Identifier: GPL-3.0-or-later
 * Picks from the lints of the judged record; see findings-record.h. */

#include "judge/findings-record.h"

#include "judge/advice.h"
#include "judge/findings-rules.h"
#include "judge/record-findings.h"

#include <glib/gi18n.h>
#include <string.h>

/* Findings of a record that say again what the finding of the verdict says. */
static const struct
{
  const char *verdict, *record;
} twins[] = {
  { "spf-permerror-syntax", "record-syntax" },
  { "spf-permerror-multiple-records", "record-multiple" },
  { "spf-permerror-lookup-limit", "record-lookups-over" },
  { "spf-permerror-void-limit", "record-voids-over" },
  { "spf-permerror-mx-limit", "record-mx-over" },
  { "spf-permerror-include", "record-void-include" },
  { "spf-none-no-record", "record-none" },
  { "spf-none-no-domain", "record-none" },
  { "spf-temperror-timeout", "record-dns-trouble" },
  { "spf-temperror-dns", "record-dns-trouble" },
};

/* The finding of the verdict that a finding of the record repeats, or NULL. */
static SvFinding *
twin_of (GArray *findings, const char *id)
{
  for (guint i = 0; i < findings->len; i++)
    for (gsize k = 0; k < G_N_ELEMENTS (twins); k++)
      if (strcmp (twins[k].record, id) == 0
          && strcmp (twins[k].verdict, g_array_index (findings, SvFinding, i).text->id) == 0)
        return &g_array_index (findings, SvFinding, i);
  return NULL;
}

/* What the whole tree tells of a limit, as a sentence of the verdict's finding; empty where the
 * tree was not looked at. */
static const struct
{
  const char *id, *value, *sentence;
} additions[] = {
  { "record-lookups-over", "costs",
    N_ ("What each term costs, with all that it includes: {costs}.") },
  { "record-voids-over", "names", N_ ("Without an answer: {names}.") },
};

static void
add_sentences (GArray *findings, const GArray *lints)
{
  for (gsize i = 0; i < G_N_ELEMENTS (additions); i++)
    {
      SvFinding *verdict = twin_of (findings, additions[i].id);
      g_autofree char *sentence = NULL;
      for (guint k = 0; verdict && lints && k < lints->len; k++)
        {
          const SvSpfLint *lint = &g_array_index (lints, SvSpfLint, k);
          if (!sentence && strcmp (lint->id, additions[i].id) == 0)
            sentence = sv_text_fill (_ (additions[i].sentence), lint->values);
        }
      if (verdict)
        sv_finding_set (verdict, additions[i].value, sentence ? sentence : "");
    }
}

/* Why a verdict is not what the owner of the record meant, without being an error by itself. */
static gboolean
is_root_cause (const SvSpfEvaluation *spf, const char *id)
{
  if (strcmp (id, "record-typo") == 0)
    return TRUE;
  if (strcmp (id, "record-terms-after-all") == 0)
    return spf->result == SV_SPF_FAIL || spf->result == SV_SPF_SOFTFAIL
           || spf->result == SV_SPF_NEUTRAL;
  return spf->problem == SV_SPF_PROBLEM_NO_RECORD
         && (strcmp (id, "record-wrong-name") == 0 || strcmp (id, "record-obsolete-type") == 0);
}

void
sv_rule_record (const SvCase *message, GArray *findings)
{
  add_sentences (findings, message->lints);
  if (!message->lints || !message->spf)
    return;
  g_autoptr (GArray) all = sv_record_findings (message->lints);
  for (guint i = 0; i < all->len; i++)
    {
      SvFinding *finding = &g_array_index (all, SvFinding, i);
      gboolean matters = finding->severity == SV_SEVERITY_ERROR
                         || (finding->severity > SV_SEVERITY_INFO
                             && is_root_cause (message->spf, finding->text->id));
      if (!matters || twin_of (findings, finding->text->id))
        continue;
      SvFinding taken = *finding;
      g_ptr_array_ref (taken.values);
      if (message->advice && message->advice->mended)
        taken.advice = message->advice;
      g_array_append_val (findings, taken);
    }
}
