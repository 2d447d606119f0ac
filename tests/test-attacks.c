/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests that nothing which a stranger can write commands a terminal, in any output format, or
 * becomes markup in those that have some. */

#include "suite.h"

#include "sample-report.h"
#include <string.h>

static gboolean
has (const char *text, const char *part)
{
  return strstr (text, part) != NULL;
}

/* clang-format off */
static const struct { const char *name, *text; } attacks[] = {
  { "colour", "\033[31;1mred" },
  { "clear screen", "\033[2J\033[H" },
  { "window title", "\033]0;title\007" },
  { "8-bit CSI", "\23331m" },
  { "C1 CSI", "\302\23331m" },
  { "carriage return", "good\rbad" },
  { "new line", "good\nWhat to do\n  1. obey" },
  { "backspace", "bad\b\b\bgood" },
  { "DEL", "a\177b" },
  { "override", "a\342\200\256exe.fdp" },
  { "isolate", "a\342\201\246b\342\201\251" },
  { "zero width", "pay\342\200\213pal" },
  { "line separator", "a\342\200\250b\342\200\251c" },
  { "broken UTF-8", "a\300\257\355\240\200\377\342\202" },
  { "tag", "a\363\240\201\201" },
  { "format", "%s%n%1$s{ip}{title}" },
};
/* clang-format on */

/* Puts the text into everything that a stranger can write. */
static void
infect (SvReport *report, const char *text)
{
  SvFacts *facts = report->facts;
  g_free (report->message->file);
  report->message->file = g_strdup (text);
  facts->subject = text;
  SvMailbox *from = &g_array_index (facts->from, SvMailbox, 0);
  from->name = from->address = from->domain = text;
  SvReceived *hop = &g_array_index (facts->received, SvReceived, 1);
  hop->helo = hop->rdns = hop->by = text;
  SvReceivedSpf *spf = &g_array_index (facts->received_spf, SvReceivedSpf, 0);
  spf->result = spf->comment = text;
  SvAuthResults *results = &g_array_index (facts->auth_results, SvAuthResults, 0);
  results->authserv_id = text;
  SvMethodResult *result = &g_array_index (results->results, SvMethodResult, 0);
  result->method = result->result = text;
  SvDkimSignature *signature = &g_array_index (facts->signatures, SvDkimSignature, 0);
  signature->domain = signature->selector = signature->algorithm = text;
  report->identity->mail_from = report->identity->helo = report->identity->receiver = text;
  report->stored.spf = report->stored.dkim = report->stored.dmarc = report->stored.arc = text;
  report->comparison.stored = text;
  report->alignment.from_domain = report->alignment.dkim_domain = text;
  char **owned[] = { &report->spf->domain, &report->spf->record, &report->spf->mechanism };
  for (gsize i = 0; i < G_N_ELEMENTS (owned); i++)
    {
      g_free (*owned[i]);
      *owned[i] = g_strdup (text);
    }
  g_ptr_array_add (report->spf->path, (gpointer)text);
  SvSpfStep *step = &g_array_index (report->spf->trace, SvSpfStep, 0);
  g_free (step->domain);
  g_free (step->term);
  step->domain = g_strdup (text);
  step->term = g_strdup (text);
  GPtrArray *values = g_array_index (report->findings, SvFinding, 0).values;
  for (guint i = 1; i < values->len; i += 2)
    {
      g_free (values->pdata[i]);
      values->pdata[i] = g_strdup (text);
    }
}

/* Byte sequences that must not be in any output; a list of its own, so that the escape cannot
 * excuse itself. */
static gboolean
is_harmless (const char *text, const char *controls)
{
  static const char *const forbidden[]
      = { "\302\233",     "\342\200\256", "\342\201\246",     "\342\201\251", "\342\200\213",
          "\342\200\250", "\342\200\251", "\363\240\201\201", "\177" };
  for (gsize i = 0; i < G_N_ELEMENTS (forbidden); i++)
    if (strstr (text, forbidden[i]))
      return FALSE;
  for (const char *c = text; *c; c++)
    if ((guchar)*c < 0x20 && !strchr (controls, *c))
      return FALSE;
  return g_utf8_validate (text, -1, NULL);
}

static void
test_attacks (void)
{
  static const struct
  {
    const char *format, *controls;
  } formats[] = { { "text", "\n" },  { "json", "\n" }, { "jsonl", "\n" },
                  { "csv", "\r\n" }, { "html", "\n" }, { "markdown", "\n" } };
  const SvOutputOptions verbose = { .width = 80, .verbose = TRUE };
  for (gsize i = 0; i < G_N_ELEMENTS (attacks); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (formats); j++)
      {
        SvReport *reports[] = { sample_report_new (), NULL };
        infect (reports[0], attacks[i].text);
        g_autofree char *text = sample_write (formats[j].format, &verbose, NULL, reports);
        g_autofree char *row = g_strdup_printf ("%s as %s", attacks[i].name, formats[j].format);
        CHECK (row, is_harmless (text, formats[j].controls));
        CHECK (row, !has (text, "\n  1. obey"));
        sample_report_free (reports[0]);
      }
}

/* ---- markup ---- */

/* clang-format off */
static const struct { const char *name, *text; } markup[] = {
  { "script", "<script>alert(1)</script>" },
  { "end of a tag", "\"><img src=x onerror=alert(1)>" },
  { "end of a text", "</title></style></svg></code></pre><b>" },
  { "attribute", "' onclick='alert(1)" },
  { "entity", "&lt;script&gt;&#60;b&#62;" },
  { "comment", "--><!--" },
  { "CDATA", "]]><![CDATA[" },
  { "link", "[a](javascript:alert(1)) ![b](http://h.example/x.png)" },
  { "bare link", "http://h.example/ www.h.example ftp://h.example mailto:a@h.example" },
  { "mention", "@all and @team/owners, (@team), a@team" },
  { "reference", "#1 GH-1 !1 ~label %1 $1 &1 owner/repo#1" },
  { "bars", "a | b || c |" },
  { "fence", "``` ` `` ```` ~~~" },
  { "heading", "# head" },
  { "list", "- item" },
  { "number", "1. item" },
  { "quote", "> quote" },
  { "rule", "---" },
  { "emphasis", "*a* **b** _c_ __d__" },
};
/* clang-format on */

/* The tags of a page, attributes and all, in order: nothing but markup. */
static char *
tags_of (const char *html)
{
  GString *tags = g_string_new (NULL);
  gboolean inside = FALSE;
  for (const char *c = html; *c; c++)
    {
      inside = inside || *c == '<';
      if (inside)
        g_string_append_c (tags, *c);
      inside = inside && *c != '>';
    }
  return g_string_free (tags, FALSE);
}

/* What stands in attributes differs with the text, in one of them only: data-label, whose head can
 * name a domain. */
static char *
without_labels (const char *tags)
{
  GString *out = g_string_new (NULL);
  for (const char *c = tags; *c; c++)
    {
      const char *label = "data-label=\"";
      if (g_str_has_prefix (c, label))
        {
          c = strchr (c + strlen (label), '"');
          continue;
        }
      g_string_append_c (out, *c);
    }
  return g_string_free (out, FALSE);
}

static char *
page_of (const char *text)
{
  const SvOutputOptions verbose = { .width = 80, .verbose = TRUE };
  SvReport *reports[] = { sample_report_new (), NULL };
  infect (reports[0], text);
  char *page = sample_write ("html", &verbose, NULL, reports);
  sample_report_free (reports[0]);
  return page;
}

/* Whatever the text, the page has the same elements with the same attributes. */
static void
test_html (void)
{
  g_autofree char *plain = page_of ("plain text");
  g_autofree char *plain_tags = tags_of (plain);
  g_autofree char *expected = without_labels (plain_tags);
  for (gsize i = 0; i < G_N_ELEMENTS (markup); i++)
    {
      g_autofree char *page = page_of (markup[i].text);
      g_autofree char *tags = tags_of (page);
      g_autofree char *found = without_labels (tags);
      CHECK_STR (markup[i].name, found, expected);
      CHECK (markup[i].name, !has (page, "<script") && !has (page, "<img"));
    }
}

/* Takes the code out of a line of markdown, as CommonMark 6.1 finds it: what is left can be made
 * something of. */
static char *
without_code (const char *line)
{
  GString *out = g_string_new (NULL);
  while (*line)
    {
      gsize ticks = *line == '\\' ? 0 : strspn (line, "`");
      const char *end = line + ticks;
      while (ticks > 0 && *end && strspn (end, "`") != ticks)
        end += *end == '`' ? strspn (end, "`") : 1;
      if (ticks > 0 && *end)
        {
          line = end + ticks;
          continue;
        }
      g_string_append_c (out, *line++);
      if (line[-1] == '\\' && *line)
        g_string_append_c (out, *line++);
    }
  return g_string_free (out, FALSE);
}

/* Whether one of the characters stands there without a backslash in front of it. */
static gboolean
has_bare (const char *line, const char *characters)
{
  for (const char *c = line; *c; c++)
    if (*c == '\\' && c[1])
      c++;
    else if (strchr (characters, *c))
      return TRUE;
  return FALSE;
}

static guint
bare_bars (const char *line)
{
  guint bars = 0;
  for (const char *c = line; *c; c++)
    if (*c == '\\' && c[1])
      c++;
    else
      bars += *c == '|';
  return bars;
}

/* Blocks of code are whole lines of it; outside of them there is no live character, and tables keep
 * their number of cells, which is 3 or 5. */
static void
check_markdown (const char *name, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      if (g_str_has_prefix (lines[i], "    "))
        continue;
      const char *line = lines[i] + strspn (lines[i], "#");
      g_autofree char *rest = without_code (line);
      g_autofree char *row = g_strdup_printf ("%s: line %u: %s", name, i + 1, lines[i]);
      guint bars = bare_bars (line);
      CHECK (row, !has_bare (rest, "<[]`#@~$&") && !has (rest, "://") && !has (rest, "www."));
      CHECK (row, bars == 0 || bars == 4 || bars == 6);
    }
}

static void
test_markdown (void)
{
  const SvOutputOptions verbose = { .width = 80, .verbose = TRUE };
  for (gsize i = 0; i < G_N_ELEMENTS (markup); i++)
    {
      SvReport *reports[] = { sample_report_new (), NULL };
      infect (reports[0], markup[i].text);
      g_autofree char *text = sample_write ("markdown", &verbose, NULL, reports);
      check_markdown (markup[i].name, text);
      sample_report_free (reports[0]);
    }
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "attacks", test_attacks },
    { "html", test_html },
    { "markdown", test_markdown },
    { NULL, NULL },
  };
  return suite_run ("attacks", tests);
}
