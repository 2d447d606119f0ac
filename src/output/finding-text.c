/* SPDX-License-Identifier: GPL-3.0-or-later
 * Findings as people read them; see finding-text.h. */

#include "output/finding-text.h"

#include <glib/gi18n.h>

/* One value inside a finding's text; the longest SPF record that DNS can carry in one message is
 * shorter than what a line of this length can be read of. */
#define VALUE_COLUMNS_MAX 8192

/* The finding with its values escaped, line ends too, so that only our own text breaks lines. */
static SvFinding
with_safe_values (const SvFinding *finding)
{
  SvFinding safe = *finding;
  safe.values = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; finding->values && i < finding->values->len; i++)
    {
      const char *value = g_ptr_array_index (finding->values, i);
      g_ptr_array_add (safe.values, value ? sv_text_shorten (value, VALUE_COLUMNS_MAX) : NULL);
    }
  return safe;
}

char *
sv_finding_safe_text (const SvFinding *finding, SvFindingWords text)
{
  SvFinding safe = with_safe_values (finding);
  char *filled = text (&safe);
  g_ptr_array_unref (safe.values);
  return filled;
}

SvStyle
sv_severity_style (SvSeverity severity)
{
  static const SvStyle styles[] = {
    [SV_SEVERITY_INFO] = SV_STYLE_DIM,
    [SV_SEVERITY_NOTICE] = SV_STYLE_BOLD,
    [SV_SEVERITY_WARNING] = SV_STYLE_WARN,
    [SV_SEVERITY_ERROR] = SV_STYLE_BAD,
  };
  return styles[severity];
}

const char *
sv_severity_label (SvSeverity severity)
{
  static const char *const labels[] = {
    [SV_SEVERITY_INFO] = N_ ("info"),
    [SV_SEVERITY_NOTICE] = N_ ("notice"),
    [SV_SEVERITY_WARNING] = N_ ("warning"),
    [SV_SEVERITY_ERROR] = N_ ("error"),
  };
  return _ (labels[severity]);
}

const SvFinding *
sv_finding_next (const SvReport *report, gboolean verbose, guint *i)
{
  while (*i < report->findings->len)
    {
      const SvFinding *finding = &g_array_index (report->findings, SvFinding, (*i)++);
      if (verbose || finding->severity != SV_SEVERITY_INFO)
        return finding;
    }
  return NULL;
}

GPtrArray *
sv_findings_to_remedy (const SvReport *report, gboolean verbose)
{
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *findings = g_ptr_array_new ();
  const SvFinding *finding;
  for (guint i = 0; (finding = sv_finding_next (report, verbose, &i));)
    {
      char *remedy = sv_finding_remedy (finding);
      if (remedy && g_hash_table_add (told, remedy))
        g_ptr_array_add (findings, (gpointer)finding);
    }
  return findings;
}
