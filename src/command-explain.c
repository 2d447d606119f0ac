/* SPDX-License-Identifier: GPL-3.0-or-later
 * The command `explain`: what a word means, or the list of all words. */

#include "command.h"
#include "output/explain.h"
#include "output/sink.h"

#include <glib/gi18n.h>
#include <string.h>

/* What is to be shown. */
typedef struct
{
  GArray *entries;      /* all of them */
  SvExplainEntry *made; /* made for codes that are not listed; as many as there are arguments */
  guint n_made;
  GPtrArray *chosen; /* const SvExplainEntry * */
} Choice;

static gboolean
choose (Choice *choice, const char *word)
{
  const SvExplainEntry *entry
      = sv_explain_find (choice->entries, word, &choice->made[choice->n_made]);
  if (!entry)
    return FALSE;
  choice->n_made += entry == &choice->made[choice->n_made];
  if (!g_ptr_array_find (choice->chosen, entry, NULL))
    g_ptr_array_add (choice->chosen, (gpointer)entry);
  return TRUE;
}

/* Names the words that are nearly it. */
static void
complain (const Choice *choice, const char *word)
{
  g_autoptr (GPtrArray) near = sv_explain_near (choice->entries, word);
  if (near->len == 0)
    {
      sv_complain (_ ("“%s” is not explained; spfview explain lists all words"), word);
      return;
    }
  g_ptr_array_add (near, NULL);
  g_autofree char *words = g_strjoinv (", ", (char **)near->pdata);
  sv_complain (_ ("“%s” is not explained; nearest to it: %s"), word, words);
}

/* All the words as one ("null sender"), else one by one; FALSE, and said, if one is not known. */
static gboolean
choose_words (Choice *choice, char **words)
{
  g_autofree char *whole = words && words[0] ? g_strjoinv (" ", words) : NULL;
  gboolean known = TRUE;
  for (guint i = 0; !whole && i < choice->entries->len; i++)
    g_ptr_array_add (choice->chosen, &g_array_index (choice->entries, SvExplainEntry, i));
  if (!whole || choose (choice, whole))
    return TRUE;
  for (char **word = words; *word; word++)
    if (!choose (choice, *word))
      {
        complain (choice, *word);
        known = FALSE;
      }
  return known;
}

static SvExit
explain (const SvOptions *options, const GPtrArray *chosen)
{
  SvSink sink;
  g_autoptr (GError) error = NULL;
  SvOutputOptions look = { .color = options->color, .width = options->width };
  if (sv_sink_open (&sink, options->output, &error))
    {
      if (strcmp (options->format->name, "json") == 0)
        sv_explain_json (sink.stream, chosen);
      else if (options->arguments && options->arguments[0])
        sv_explain_text_entries (sink.stream, chosen, &look);
      else
        sv_explain_text_list (sink.stream, chosen, &look);
      if (sv_sink_finish (&sink, &error))
        return SV_EXIT_DONE;
    }
  sv_complain ("%s", error->message);
  return SV_EXIT_TROUBLE;
}

SvExit
sv_command_explain (const SvOptions *options)
{
  if (strcmp (options->format->name, "text") != 0 && strcmp (options->format->name, "json") != 0)
    {
      sv_complain (_ ("--format: explain writes text or json"));
      return SV_EXIT_USAGE;
    }
  g_autoptr (GArray) entries = sv_explain_entries ();
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  guint n = options->arguments ? g_strv_length (options->arguments) : 0;
  g_autofree SvExplainEntry *made = g_new0 (SvExplainEntry, (gsize)n + 1);
  Choice choice = { entries, made, 0, chosen };
  return choose_words (&choice, options->arguments) ? explain (options, chosen) : SV_EXIT_USAGE;
}
