/* SPDX-License-Identifier: GPL-3.0-or-later
 * Entries of the reference as text and as JSON; see explain.h. */

#include "output/explain.h"

#include "output/screen.h"
#include "output/sentence.h"

#include <glib/gi18n.h>
#include <string.h>

#define INDENT 2

static const SvExplainEntry *
entry_at (const GPtrArray *entries, guint i)
{
  return g_ptr_array_index (entries, i);
}

/* "Usual causes: …"; nothing where the entry has no such text. */
static void
put_part (SvScreen *screen, const char *label, const char *text)
{
  if (!text)
    return;
  g_autofree char *line = label
                              ? sv_fill (_ ("{label}: {text}"), "label", label, "text", text, NULL)
                              : g_strdup (text);
  g_auto (GStrv) parts = g_strsplit (line, "\n", -1);
  for (char **part = parts; *part; part++)
    sv_screen_paragraph (screen, SV_STYLE_PLAIN, INDENT, NULL, *part);
}

static void
put_entry (SvScreen *screen, const SvExplainEntry *entry)
{
  g_autofree char *title = sv_explain_text (entry->title);
  g_autofree char *meaning = sv_explain_text (entry->meaning);
  g_autofree char *causes = sv_explain_text (entry->causes);
  g_autofree char *what = sv_explain_text (entry->what);
  g_auto (GStrv) synonyms = g_strsplit (entry->synonyms, "|", -1);
  g_autofree char *others = *entry->synonyms ? g_strjoinv (", ", synonyms) : NULL;
  gboolean myth = entry->group == SV_EXPLAIN_MYTH;
  g_autofree char *head
      = g_strdup_printf ("%s (%s)", entry->word, sv_explain_group_title (entry->group));
  sv_screen_paragraph (screen, SV_STYLE_BOLD, 0, NULL, head);
  put_part (screen, NULL, title);
  put_part (screen, NULL, meaning);
  put_part (screen, _ ("Usual causes"), causes);
  put_part (screen, _ ("Who acts"), sv_explain_who_title (entry->who));
  put_part (screen, myth ? NULL : _ ("What to do"), what);
  put_part (screen, _ ("Also called"), myth ? NULL : others);
  put_part (screen, _ ("Reference"), entry->reference);
}

void
sv_explain_text_entries (FILE *stream, const GPtrArray *entries, const SvOutputOptions *options)
{
  SvScreen screen;
  sv_screen_init (&screen, stream, options);
  for (guint i = 0; i < entries->len; i++)
    {
      if (i > 0)
        sv_screen_end_line (&screen);
      put_entry (&screen, entry_at (entries, i));
    }
}

void
sv_explain_text_list (FILE *stream, const GPtrArray *entries, const SvOutputOptions *options)
{
  SvScreen screen;
  sv_screen_init (&screen, stream, options);
  for (guint i = 0; i < entries->len;)
    {
      SvExplainGroup group = entry_at (entries, i)->group;
      g_autoptr (GString) words = g_string_new (NULL);
      for (; i < entries->len && entry_at (entries, i)->group == group; i++)
        g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "",
                                entry_at (entries, i)->word);
      sv_screen_line (&screen, SV_STYLE_BOLD, 0, sv_explain_group_title (group));
      sv_screen_paragraph (&screen, SV_STYLE_PLAIN, INDENT, NULL, words->str);
    }
  sv_screen_end_line (&screen);
  sv_screen_paragraph (&screen, SV_STYLE_PLAIN, 0, NULL,
                       _ ("spfview explain WORD tells what a word means, who acts, and what to do. "
                          "Other spellings are found too."));
}

static void
put_text (SvJsonWriter *json, const char *key, const char *text)
{
  g_autofree char *shown = sv_explain_text (text);
  sv_json_put_string (json, key, shown);
}

static void
put_json (SvJsonWriter *json, const SvExplainEntry *entry)
{
  g_auto (GStrv) synonyms = g_strsplit (entry->synonyms, "|", -1);
  sv_json_open_object (json, NULL);
  sv_json_put_string (json, "word", entry->word);
  sv_json_put_string (json, "group", sv_explain_group_name (entry->group));
  sv_json_open_array (json, "synonyms");
  for (char **synonym = synonyms; *synonym && **synonym; synonym++)
    sv_json_put_string (json, NULL, *synonym);
  sv_json_close (json);
  put_text (json, "title", entry->title);
  put_text (json, "explanation", entry->meaning);
  put_text (json, "detail", entry->causes);
  sv_json_put_string (json, "who", sv_explain_who_name (entry->who));
  put_text (json, "remedy", entry->what);
  sv_json_put_string (json, "reference", entry->reference);
  sv_json_close (json);
}

void
sv_explain_json (FILE *stream, const GPtrArray *entries)
{
  SvJsonWriter json;
  sv_json_writer_init (&json, stream, TRUE);
  sv_json_open_object (&json, NULL);
  sv_json_put_string (&json, "schema", "spfview-explain/1");
  sv_json_open_array (&json, "entries");
  for (guint i = 0; i < entries->len; i++)
    put_json (&json, entry_at (entries, i));
  sv_json_close (&json);
  sv_json_close (&json);
  sv_json_finish (&json);
}
