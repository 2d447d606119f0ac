/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests that nothing which a stranger can write commands a terminal, in any output format. */

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
  } formats[] = { { "text", "\n" }, { "json", "\n" }, { "jsonl", "\n" }, { "csv", "\r\n" } };
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

int
main (void)
{
  static const SuiteTest tests[] = {
    { "attacks", test_attacks },
    { NULL, NULL },
  };
  return suite_run ("attacks", tests);
}
