/* SPDX-License-Identifier: GPL-3.0-or-later
 * Slips of the pen in a record, or in what was meant to be one; see lint-parts.h. */

#include "spf/lint-parts.h"
#include "spf/typo.h"

#include <glib/gi18n.h>
#include <string.h>

/* What is shown of the beginning of a text that is no record. */
#define BEGINNING_MAX 40

static void
tell (SvLinter *linter, const SvSpfNode *node, const char *term, gsize column,
      const char *suggestion)
{
  const SvSpfTerm wrong = { .text = (char *)term, .column = (guint)column };
  sv_lint_set (sv_lint_add (linter, "record-typo", node, &wrong), "suggestion", suggestion);
}

/* ---- what is no record ---- */

/* The first word, as far as it fits; cut between characters. */
static char *
beginning_of (const char *text)
{
  gsize blank = strspn (text, " "), len = blank + strcspn (text + blank, " ");
  gsize cut = MIN (len, BEGINNING_MAX);
  while (cut > 0 && cut < len && ((guint8)text[cut] & 0xc0) == 0x80)
    cut--;
  return g_strndup (text, cut);
}

static gboolean
lint_other (SvLinter *linter, const SvSpfNode *node, const char *text)
{
  g_autofree char *beginning = beginning_of (text);
  g_autofree char *corrected = sv_spf_typo_version (text);
  if (corrected)
    tell (linter, node, beginning, 1, corrected);
  if (corrected || !sv_spf_typo_is_sender_id (text))
    return corrected != NULL;
  const SvSpfTerm term = { .text = beginning, .column = 1 };
  SvSpfLint *lint = sv_lint_add (linter, "record-obsolete-type", node, &term);
  sv_lint_set (lint, "record", text);
  sv_lint_set (lint, "reason",
               N_ ("A record that begins with spf2.0 belongs to Sender ID, an experiment that has "
                   "ended; SPF does not read it."));
  return FALSE;
}

/* ---- terms ---- */

typedef struct
{
  char *text;
  gsize column;
} Word;

static void
word_clear (gpointer data)
{
  g_free (((Word *)data)->text);
}

/* The words behind the version. */
static GArray *
split (const char *record)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (Word));
  g_array_set_clear_func (words, word_clear);
  const char *p = record + strcspn (record, " ");
  while (*(p += strspn (p, " ")))
    {
      gsize len = strcspn (p, " ");
      Word word = { g_strndup (p, len), (gsize)(p - record) + 1 };
      g_array_append_val (words, word);
      p += len;
    }
  return words;
}

/* A word that goes is shown with its neighbour, so that there is something to write in place of
 * both. */
static void
tell_superfluous (SvLinter *linter, const SvSpfNode *node, const GArray *words, guint i)
{
  guint left = i + 1 < words->len ? i : i - 1;
  const Word *first = &g_array_index (words, Word, left);
  const Word *second = &g_array_index (words, Word, left + 1);
  g_autofree char *both = g_strconcat (first->text, " ", second->text, NULL);
  tell (linter, node, both, first->column, left == i ? second->text : first->text);
}

static void
lint_words (SvLinter *linter, const SvSpfNode *node)
{
  g_autoptr (GArray) words = split (node->text);
  for (guint i = 0; i < words->len; i++)
    {
      const Word *word = &g_array_index (words, Word, i);
      const Word *next = i + 1 < words->len ? word + 1 : NULL;
      gboolean joined;
      g_autofree char *suggestion
          = sv_spf_typo_term (word->text, next ? next->text : NULL, &joined);
      if (!suggestion)
        continue;
      if (joined)
        {
          g_autofree char *both = g_strconcat (word->text, " ", next->text, NULL);
          tell (linter, node, both, word->column, suggestion);
          i++;
        }
      else if (*suggestion)
        tell (linter, node, word->text, word->column, suggestion);
      else if (words->len > 1)
        tell_superfluous (linter, node, words, i);
    }
}

gboolean
sv_lint_typos (SvLinter *linter, const SvSpfNode *node)
{
  gboolean told = FALSE;
  for (guint i = 0; i < node->others->len; i++)
    told = lint_other (linter, node, node->others->pdata[i]) || told;
  if (node->text)
    lint_words (linter, node);
  return told;
}
