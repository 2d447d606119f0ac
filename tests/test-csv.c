/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the CSV output: RFC 4180, and nothing that a spreadsheet would run. */

#include "suite.h"

#include "sample-report.h"
#include <string.h>

static gboolean
has (const char *text, const char *part)
{
  return strstr (text, part) != NULL;
}

static const SvOutputOptions options = { .width = 80 };

static const char header[]
    = "file,index,offset,message_id,date,from,ip,ip_from,mail_from,helo,confidence,stored_spf,"
      "now_spf,status,cause,spf_domain,mechanism,lookups,dkim_stored,dmarc_stored,spf_aligned,"
      "dkim_aligned,findings,part,dmarc_now,dmarc_policy,dkim_now,arc_stored,arc_now\r\n";

static void
test_lines (void)
{
  SvReport *reports[] = { sample_report_new (), sample_report_empty (), NULL };
  g_autofree char *expected = g_strconcat (
      header,
      "invoice.eml,0,0,<1@example.org>,2026-02-28T21:28:20-03:30,alice@example.org,203.0.113.7,"
      "received-spf,alice@example.org,mail.example.org,high,softfail,softfail,agree,,example.org,"
      "~all,2,pass,pass,strict,strict,spf-softfail auth-results-untrusted "
      "stored-agrees,,,,,pass,\r\n"
      "-,0,0,,,,,,,,none,,,not-evaluated,no-client-ip,,,,,,,,,,,,,,\r\n",
      NULL);
  g_autofree char *text = sample_write ("csv", &options, NULL, reports);
  CHECK_STR ("two lines", text, expected);
  SvReport *none[] = { NULL };
  g_autofree char *bare = sample_write ("csv", &options, NULL, none);
  CHECK_STR ("no message", bare, header);
  sample_report_free (reports[0]);
  sample_report_free (reports[1]);
}

/* clang-format off */
static const struct { const char *name, *value, *expected; } cells[] = {
  { "plain", "mail.example.org", "mail.example.org" },
  { "empty", "", "" },
  { "comma", "a,b", "\"a,b\"" },
  { "semicolon", "a;b", "\"a;b\"" },
  { "quote", "a\"b", "\"a\"\"b\"" },
  { "blank in front", " a", "\" a\"" },
  { "blank behind", "a ", "\"a \"" },
  { "line end", "a\r\nb", "a\\x0d\\x0ab" },
  { "control", "a\033b", "a\\x1bb" },
  { "override", "a\342\200\256b", "a\\u202eb" },
  { "not UTF-8", "a\377", "a\\xff" },
  { "equals", "=1+1", "'=1+1" },
  { "plus", "+1", "'+1" },
  { "minus", "-all", "'-all" },
  { "at", "@SUM(A1)", "'@SUM(A1)" },
  { "lone minus", "-", "-" },
  { "formula with quotes", "=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"" },
  { "tab", "\t=1", "\"' =1\"" },
  { "tab alone", "\ta", "\"' a\"" },
  { "CR", "\r=1", "'\\x0d=1" },
  { "blank before formula", " =1", "\"' =1\"" },
  { "full-width", "＝1", "'＝1" },
  { "inside", "a=1", "a=1" },
};
/* clang-format on */

static void
test_cells (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      SvReport *reports[] = { sample_report_empty (), NULL };
      reports[0]->identity->helo = cells[i].value;
      g_autofree char *expected
          = g_strconcat (header, "-,0,0,,,,,,,", cells[i].expected,
                         ",none,,,not-evaluated,no-client-ip,,,,,,,,,,,,,,\r\n", NULL);
      g_autofree char *text = sample_write ("csv", &options, NULL, reports);
      CHECK_STR (cells[i].name, text, expected);
      sample_report_free (reports[0]);
    }
}

static void
test_null_sender (void)
{
  SvReport *reports[] = { sample_report_empty (), NULL };
  reports[0]->identity->mail_from = "";
  g_autofree char *text = sample_write ("csv", &options, NULL, reports);
  CHECK ("null sender", has (text, "-,0,0,,,,,,<>,,none,"));
  sample_report_free (reports[0]);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "lines", test_lines },
    { "cells", test_cells },
    { "null sender", test_null_sender },
    { NULL, NULL },
  };
  return suite_run ("csv", tests);
}
