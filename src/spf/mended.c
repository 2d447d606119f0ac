/* SPDX-License-Identifier: GPL-3.0-or-later
 * Mends records by what the lints say was meant; see mended.h. */

#include "spf/mended.h"

#include "spf/lint.h"

#include <string.h>

static gboolean
is_own (const SvSpfLint *lint, const char *id)
{
  return strcmp (lint->id, id) == 0 && g_ascii_strcasecmp (lint->domain, lint->root) == 0;
}

/* What was meant to be a record at the name, or what stands below it where nobody looks. */
static char *
mend_missing (const GArray *lints)
{
  for (guint i = 0; i < lints->len; i++)
    {
      const SvSpfLint *lint = &g_array_index (lints, SvSpfLint, i);
      if (is_own (lint, "record-typo"))
        return g_strdup (sv_spf_lint_value (lint, "suggestion"));
    }
  for (guint i = 0; i < lints->len; i++)
    {
      const SvSpfLint *lint = &g_array_index (lints, SvSpfLint, i);
      if (strcmp (lint->id, "record-wrong-name") == 0)
        return g_strdup (sv_spf_lint_value (lint, "record"));
    }
  return NULL;
}

/* Every slip of the pen corrected, from the last to the first, so that columns stay true. */
static char *
mend_slips (const char *text, const GArray *lints)
{
  g_autoptr (GString) mended = g_string_new (text);
  gboolean any = FALSE;
  for (guint i = lints->len; i > 0; i--)
    {
      const SvSpfLint *lint = &g_array_index (lints, SvSpfLint, i - 1);
      const char *suggestion = sv_spf_lint_value (lint, "suggestion");
      gsize at = lint->column > 0 ? lint->column - 1 : 0,
            len = lint->term ? strlen (lint->term) : 0;
      if (!is_own (lint, "record-typo") || !suggestion || lint->column == 0
          || at + len > mended->len || strncmp (mended->str + at, lint->term, len) != 0)
        continue;
      g_string_erase (mended, (gssize)at, (gssize)len);
      g_string_insert (mended, (gssize)at, suggestion);
      any = TRUE;
    }
  return any ? g_strdup (mended->str) : NULL;
}

static gboolean
is_listed (const GPtrArray *terms, const char *term)
{
  for (guint i = 0; i < terms->len; i++)
    if (g_ascii_strcasecmp (g_ptr_array_index (terms, i), term) == 0)
      return TRUE;
  return FALSE;
}

/* How strictly an "all" closes a record; 0: it is none. */
static guint
closes (const char *term)
{
  static const char *const closings[] = { "all", "+all", "?all", "~all", "-all" };
  for (guint i = 0; i < G_N_ELEMENTS (closings); i++)
    if (g_ascii_strcasecmp (term, closings[i]) == 0)
      return i + 1;
  return 0;
}

/* All terms of all records, each once, and the strictest closing: merging never loosens. */
static char *
merge (const GPtrArray *texts)
{
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *closing = NULL;
  for (guint i = 0; i < texts->len; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_ptr_array_index (texts, i), " ", -1);
      for (char **word = words; *word; word++)
        {
          if (word == words || !**word || is_listed (terms, *word))
            continue;
          if (!closes (*word))
            g_ptr_array_add (terms, g_strdup (*word));
          else if (!closing || closes (*word) > closes (closing))
            {
              g_free (closing);
              closing = g_strdup (*word);
            }
        }
    }
  GString *merged = g_string_new ("v=spf1");
  for (guint i = 0; i < terms->len; i++)
    g_string_append_printf (merged, " %s", (const char *)g_ptr_array_index (terms, i));
  if (closing)
    g_string_append_printf (merged, " %s", closing);
  return g_string_free (merged, FALSE);
}

char *
sv_spf_mended (const SvSpfTree *tree, const GArray *lints)
{
  const SvSpfNode *root = tree->root;
  g_autofree char *mended = NULL;
  if (root->state == SV_SPF_NODE_NONE)
    mended = mend_missing (lints);
  else if (root->state == SV_SPF_NODE_MULTIPLE)
    mended = merge (root->texts);
  else if (root->text)
    mended = mend_slips (root->text, lints);
  g_autoptr (SvSpfRecord) record
      = mended ? sv_spf_record_parse (mended, strlen (mended), NULL) : NULL;
  return record ? g_steal_pointer (&mended) : NULL;
}
