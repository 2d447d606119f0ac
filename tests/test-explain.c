/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the reference: words and spellings find their entry, near misses are told, every entry
 * is whole and fits the screen in both languages. */

#include "explain/explain.h"
#include "explain/spelling.h"
#include "language.h"
#include "output/explain.h"
#include "output/screen.h"
#include "suite.h"

#include <string.h>

static const struct
{
  const char *asked, *word; /* NULL: no such entry */
} words[] = {
  { "softfail", "softfail" },
  { "dkim=fail", "dkim-headers-changed" },
  { "dkim=none", "dkim-none" },
  { "body hash did not verify", "dkim-body-changed" },
  { "no key for signature", "dkim-key-missing" },
  { "arc=pass", "arc-present" },
  { "spf=softfail", "spf-softfail" },
  { "compauth=fail", "compauth" },
  { "複合認証", "compauth" },
  { "Soft-fail", "softfail" },
  { "SoftFail", "softfail" },
  { "soft fail", "softfail" },
  { "SOFTFAIL", "softfail" },
  { "ソフトフェイル", "softfail" },
  { "ソフト・フェイル", "softfail" },
  { "hardfail", "fail" },
  { "hard fail", "fail" },
  { "ハードフェイル", "fail" },
  { "中立", "neutral" },
  { "アラインメント", "alignment" },
  { "アライメント", "alignment" },
  { "ｓｏｆｔｆａｉｌ", "softfail" }, /* full width */
  { "perm error", "permerror" },
  { "~all", "~" },
  { "-all", "-" },
  { "?", "?" },
  { "include:", "include" },
  { "%{i}", "%{i}" },
  { "lookup limit", "lookup limit" },
  { "too many DNS lookups", "lookup limit" },
  { "空のルックアップ", "void lookup" },
  { "envelope-from", "MAIL FROM" },
  { "return-path", "Return-Path" },
  { "EHLO", "HELO" },
  { "<>", "null sender" },
  { "転送", "forwarding" },
  { "mailing list", "mailing list" },
  { "mailing-list", "mailing-list" }, /* the finding */
  { "SRS0", "SRS" },
  { "prvs", "BATV" },
  { "dmarc", "DMARC" },
  { "5.7.26", "5.7.26" },
  { "5.7.509", "5.7.509" },
  { "5.1.10", "5.1.10" }, /* not listed, explained all the same */
  { "record-ptr", "record-ptr" },
  { "ip-now-authorized", "ip-now-authorized" },
  { "softfial", NULL },
  { "", NULL },
  { "-", "-" },
  { "--", NULL },
  { "9.9.9", NULL },
  { "\xff\xfe", NULL },
};

static void
test_find (void)
{
  g_autoptr (GArray) entries = sv_explain_entries ();
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      SvExplainEntry made;
      const SvExplainEntry *entry = sv_explain_find (entries, words[i].asked, &made);
      CHECK_STR (words[i].asked, entry ? entry->word : NULL, words[i].word);
    }
  g_autofree char *endless = g_strnfill (1 << 20, 'x');
  SvExplainEntry made;
  CHECK ("endless", !sv_explain_find (entries, endless, &made));
}

static const struct
{
  const char *asked, *first; /* the nearest; NULL: nothing is near */
} near_misses[] = {
  { "softfial", "softfail" },
  { "permeror", "permerror" },
  { "alignement", "alignment" },
  { "ソフトフエイル", "softfail" },
  { "アラインメン", "alignment" },
  { "recieved-spf", "Received-SPF" },
  { "dmrac", "DMARC" },
  { "xyzzyxyzzy", NULL },
  { "", NULL },
};

static void
test_near (void)
{
  g_autoptr (GArray) entries = sv_explain_entries ();
  for (gsize i = 0; i < G_N_ELEMENTS (near_misses); i++)
    {
      g_autoptr (GPtrArray) near = sv_explain_near (entries, near_misses[i].asked);
      CHECK_STR (near_misses[i].asked, near->len > 0 ? near->pdata[0] : NULL, near_misses[i].first);
      CHECK (near_misses[i].asked, near->len <= 5);
    }
}

static const struct
{
  const char *a, *b;
  guint distance;
} distances[] = {
  { "", "", 0 },
  { "a", "", 1 },
  { "", "ab", 2 },
  { "same", "same", 0 },
  { "softfial", "softfail", 1 },
  { "kitten", "sitting", 3 },
  { "中立", "中率", 1 },
};

static void
test_distance (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (distances); i++)
    CHECK_INT (distances[i].a, sv_spelling_distance (distances[i].a, distances[i].b),
               distances[i].distance);
}

/* One spelling, one entry: no two rows of any table answer to the same one. */
static void
test_unique (void)
{
  g_autoptr (GArray) entries = sv_explain_entries ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < entries->len; i++)
    {
      const SvExplainEntry *entry = &g_array_index (entries, SvExplainEntry, i);
      g_autofree char *all
          = g_strjoin ("|", entry->word, *entry->synonyms ? entry->synonyms : NULL, NULL);
      g_auto (GStrv) spellings = g_strsplit (all, "|", -1);
      for (char **spelling = spellings; *spelling; spelling++)
        {
          SvExplainEntry made;
          const SvExplainEntry *found = sv_explain_find (entries, *spelling, &made);
          CHECK_STR (*spelling, found ? found->word : NULL, entry->word);
          CHECK (*spelling, g_hash_table_add (seen, g_utf8_casefold (*spelling, -1)));
        }
    }
}

/* Every entry says what it means; one of ours also where that stands. */
static void
test_whole (void)
{
  g_autoptr (GArray) entries = sv_explain_entries ();
  guint by_group[SV_EXPLAIN_GROUPS] = { 0 };
  for (guint i = 0; i < entries->len; i++)
    {
      const SvExplainEntry *entry = &g_array_index (entries, SvExplainEntry, i);
      by_group[entry->group]++;
      g_autofree char *title = sv_explain_text (entry->title);
      g_autofree char *meaning = sv_explain_text (entry->meaning);
      CHECK (entry->word, title || meaning);
      if (entry->group != SV_EXPLAIN_CAUSE && entry->group != SV_EXPLAIN_FINDING)
        CHECK (entry->word, entry->reference != NULL);
    }
  for (guint i = 0; i < SV_EXPLAIN_GROUPS; i++)
    CHECK (sv_explain_group_name ((SvExplainGroup)i), by_group[i] > 0);
}

static void
test_text (void)
{
  g_autofree char *filled = sv_explain_text ("{ip} is %{i} of {record_domain}");
  g_autofree char *empty = sv_explain_text ("{reason} {other}.");
  CHECK_STR ("values", filled, "<ip> is %{i} of <record_domain>");
  CHECK_STR ("nothing but values", empty, NULL);
  CHECK_STR ("NULL", sv_explain_text (NULL), NULL);
}

/* Everything fits 80 columns, in the language that is set. */
static void
check_width (const char *language)
{
  language_set (language);
  g_autoptr (GArray) entries = sv_explain_entries ();
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (all, &g_array_index (entries, SvExplainEntry, i));
  const SvOutputOptions options = { .width = 80 };
  char *text = NULL;
  gsize size = 0;
  FILE *stream = open_memstream (&text, &size);
  sv_explain_text_entries (stream, all, &options);
  sv_explain_text_list (stream, all, &options);
  fclose (stream);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line; line++)
    CHECK (*line, sv_text_columns (*line) <= 80 || strstr (*line, "https://"));
  free (text);
  language_set ("C");
}

static void
test_width (void)
{
  check_width ("C");
  check_width ("ja");
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "find", test_find },         { "near misses", test_near },
    { "distance", test_distance }, { "one spelling, one entry", test_unique },
    { "whole", test_whole },       { "texts", test_text },
    { "width", test_width },       { NULL, NULL },
  };
  return suite_run ("explain", tests);
}
