/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the row that an audit keeps of a message: whole, harmless, and its own. */

#include "suite.h"

#include "audit/row.h"
#include "sample-report.h"
#include <string.h>

static void
test_whole (void)
{
  SvReport *report = sample_report_new ();
  g_autoptr (SvRow) row
      = sv_row_new (report, (SvRowParts)(SV_ROW_CSV | SV_ROW_JSONL | SV_ROW_LISTS));
  sample_report_free (report);
  const struct
  {
    const char *name, *actual, *expected;
  } texts[] = {
    { "file", row->file, "invoice.eml" },
    { "part", row->part, "" },
    { "message id", row->message_id, "<1@example.org>" },
    { "from", row->from_address, "alice@example.org" },
    { "from domain", row->from_domain, "example.org" },
    { "ip", row->ip, "203.0.113.7" },
    { "ip from", row->ip_from, "received-spf" },
    { "network", row->network, "203.0.113.0/24" },
    { "mail from", row->mail_from, "alice@example.org" },
    { "envelope domain", row->envelope_domain, "example.org" },
    { "helo", row->helo, "mail.example.org" },
    { "receiver", row->receiver, "mx.example.com" },
    { "confidence", row->confidence, "high" },
    { "status", row->status, "agree" },
    { "stored", row->stored_spf, "softfail" },
    { "now", row->now_spf, "softfail" },
    { "cause", row->cause, NULL },
    { "mechanism", row->mechanism, "~all" },
    { "identity", row->spf_identity, "mailfrom" },
    { "dmarc now", row->dmarc_now, NULL },
    { "spf aligned", row->spf_aligned, "strict" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    CHECK_STR (texts[i].name, texts[i].actual, texts[i].expected);
  CHECK_INT ("size", row->size, 4321);
  CHECK_INT ("date", row->date, 1772326700);
  CHECK_INT ("lookups", row->lookups, 2);
  CHECK_INT ("void lookups", row->void_lookups, 1);
  CHECK_INT ("hops", row->hops->len, 3);
  CHECK_STR ("border", g_array_index (row->hops, SvRowHop, 1).role, "border");
  CHECK ("csv", strncmp (row->csv, "invoice.eml,0,", 14) == 0);
  CHECK ("jsonl", strncmp (row->jsonl, "{\"schema\":", 10) == 0);
}

static void
test_lists (void)
{
  SvReport *report = sample_report_new ();
  g_autoptr (SvRow) bare = sv_row_new (report, (SvRowParts)0);
  g_autoptr (SvRow) row = sv_row_new (report, SV_ROW_LISTS);
  sample_report_free (report);
  CHECK ("no lines unless wanted", !row->csv && !row->jsonl);
  CHECK_INT ("no lists unless wanted", bare->verdicts->len + bare->hops->len, 0);
  CHECK_INT ("findings all the same", bare->findings->len, 3);
  CHECK_INT ("findings", row->findings->len, 3);
  const SvRowFinding *finding = &g_array_index (row->findings, SvRowFinding, 0);
  CHECK_STR ("id", finding->id, "spf-softfail");
  CHECK_STR ("severity", finding->severity, "warning");
  CHECK_STR ("domain", finding->domain, "example.org");
  CHECK_INT ("line", finding->line, 6);
  CHECK_STR ("values", finding->values[1], "203.0.113.7");
  const SvRowVerdict *verdict = &g_array_index (row->verdicts, SvRowVerdict, 0);
  CHECK_STR ("field", verdict->header, "received-spf");
  CHECK_STR ("method", verdict->method, "spf");
  CHECK ("believed", verdict->trusted);
  const SvRowVerdict *last = &g_array_index (row->verdicts, SvRowVerdict, row->verdicts->len - 1);
  CHECK_STR ("claim", last->receiver, "stranger.example");
  CHECK ("not believed", !last->trusted);
}

static void
test_unknown (void)
{
  SvReport *report = sample_report_empty ();
  g_autoptr (SvRow) row = sv_row_new (report, (SvRowParts)0);
  sample_report_free (report);
  CHECK_STR ("ip", row->ip, NULL);
  CHECK_STR ("network", row->network, NULL);
  CHECK_STR ("month", row->month, NULL);
  CHECK_STR ("cause", row->cause, "no-client-ip");
  CHECK ("date", row->date == SV_ROW_NO_TIME);
  CHECK_INT ("lookups", row->lookups, -1);
}

static void
test_networks (void)
{
  static const struct
  {
    const char *ip, *network;
  } rows[] = {
    { "192.0.2.255", "192.0.2.0/24" },
    { "2001:db8:1:2:3::4", "2001:db8:1::/48" },
    { "2001:db8:ffff:ffff::", "2001:db8:ffff::/48" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      SvReport *report = sample_report_new ();
      sv_ip_parse (rows[i].ip, -1, &report->identity->ip);
      g_autoptr (SvRow) row = sv_row_new (report, (SvRowParts)0);
      CHECK_STR (rows[i].ip, row->network, rows[i].network);
      sample_report_free (report);
    }
}

/* What a stranger wrote reaches no database and no page as it is; domains are compared as DNS does.
 */
static void
test_harmless (void)
{
  SvReport *report = sample_report_new ();
  report->facts->message_id = "<\033[2J\t1>";
  report->identity->helo = "MAIL.\377Example.ORG";
  g_autoptr (SvRow) row = sv_row_new (report, (SvRowParts)0);
  CHECK_STR ("control characters", row->message_id, "<\\x1b[2J 1>");
  CHECK_STR ("case, and bytes that are no UTF-8", row->helo, "mail.\\xffexample.org");
  sample_report_free (report);
}

static void
test_texts (void)
{
  const char *const values[] = { "ip", "192.0.2.1", "domain", "example.net", NULL };
  SvRowFinding stored
      = { .id = "spf-softfail", .severity = "warning", .domain = "example.net", .values = values };
  SvFinding finding;
  CHECK ("known", sv_row_finding_text (&stored, &finding));
  g_autofree char *title = sv_finding_title (&finding);
  CHECK_STR ("title", title, "192.0.2.1 is not listed in the SPF record of example.net (softfail)");
  g_ptr_array_unref (finding.values);
  stored.variant = SV_VARIANT_FORWARDED;
  CHECK ("variant", sv_row_finding_text (&stored, &finding));
  CHECK ("has a text of its own",
         finding.text == sv_finding_variant ("spf-softfail", SV_VARIANT_FORWARDED));
  g_ptr_array_unref (finding.values);
  stored.id = "from-the-future";
  CHECK ("unknown", !sv_row_finding_text (&stored, &finding));
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "whole", test_whole },
    { "lists", test_lists },
    { "unknown", test_unknown },
    { "networks", test_networks },
    { "harmless", test_harmless },
    { "texts", test_texts },
    { NULL, NULL },
  };
  return suite_run ("row", tests);
}
