/* SPDX-License-Identifier: GPL-3.0-or-later
 * Lints of a record as findings: severity, order, and the values of their texts. */

#include "judge/record-findings.h"

#include <glib/gi18n.h>
#include <string.h>

static void
clear_finding (gpointer data)
{
  g_clear_pointer (&((SvFinding *)data)->values, g_ptr_array_unref);
}

static void
set (SvFinding *finding, const char *name, const char *value)
{
  g_ptr_array_add (finding->values, g_strdup (name));
  g_ptr_array_add (finding->values, g_strdup (value));
}

/* Whose record it is matters: a reader can mend what its own organization publishes, and only be
 * told of the rest.  An error breaks the reader's own record, wherever it is. */
static SvSeverity
severity_of (const SvFindingText *text, const SvSpfLint *lint)
{
  gboolean own = sv_alignment (lint->domain, lint->root) != SV_ALIGNED_NONE;
  return own || text->severity == SV_SEVERITY_ERROR ? text->severity : SV_SEVERITY_INFO;
}

static const char *
shown (const char *domain)
{
  return g_strcmp0 (domain, SV_RECORD_UNNAMED) == 0 ? _ ("your domain") : domain;
}

static void
set_values (SvFinding *finding, const SvSpfLint *lint)
{
  set (finding, "at", lint->domain);
  set (finding, "domain", shown (lint->domain));
  set (finding, "root", shown (lint->root));
  if (lint->term)
    set (finding, "term", lint->term);
  if (lint->column)
    {
      g_autofree char *column = g_strdup_printf ("%u", lint->column);
      set (finding, "column", column);
    }
  for (guint i = 0; i + 1 < lint->values->len; i += 2)
    {
      const char *name = lint->values->pdata[i], *value = lint->values->pdata[i + 1];
      set (finding, name, strcmp (name, "reason") == 0 ? _ (value) : value);
    }
}

/* Adds the findings of one severity, in the order of the lints. */
static void
add (GArray *findings, const GArray *lints, SvSeverity severity)
{
  for (guint i = 0; i < lints->len; i++)
    {
      const SvSpfLint *lint = &g_array_index (lints, SvSpfLint, i);
      const SvFindingText *text = sv_finding_text (lint->id);
      g_return_if_fail (text);
      if (severity_of (text, lint) != severity)
        continue;
      SvFinding finding = { text, severity, 0, g_ptr_array_new_with_free_func (g_free) };
      set_values (&finding, lint);
      g_array_append_val (findings, finding);
    }
}

GArray *
sv_record_findings (const GArray *lints)
{
  GArray *findings = g_array_new (FALSE, FALSE, sizeof (SvFinding));
  g_array_set_clear_func (findings, clear_finding);
  for (int severity = SV_SEVERITY_ERROR; severity >= SV_SEVERITY_INFO; severity--)
    add (findings, lints, (SvSeverity)severity);
  return findings;
}

const char *
sv_record_finding_value (const SvFinding *finding, const char *name)
{
  for (guint i = 0; i + 1 < finding->values->len; i += 2)
    if (strcmp (finding->values->pdata[i], name) == 0)
      return finding->values->pdata[i + 1];
  return NULL;
}
