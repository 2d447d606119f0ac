/* SPDX-License-Identifier: GPL-3.0-or-later
 * The trace of an evaluation step by step, and internationalized mail in it (RFC 8616). */

#include "suite.h"

#include "spf-zone.h"
#include "spf/libspf2.h"

#define SPF(name, record) name " 300 IN TXT \"" record "\"\n"
#define LIST "$DEFAULT NXDOMAIN\n"
#define BUECHER \
  "b\xc3\xbc" \
  "cher.example"
#define A_BUECHER "xn--bcher-kva.example"

/* One step a line: depth, domain, term, target, outcome, lookups/voids, "!" for the one that
 * decides, and the record that it leads into. */
static char *
trace_text (const SvSpfEvaluation *spf)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < spf->trace->len; i++)
    {
      const SvSpfStep *step = &g_array_index (spf->trace, SvSpfStep, i);
      g_string_append_printf (text, "%u %s %s %s %s %u/%u%s%s%s\n", step->depth, step->domain,
                              step->term, step->target ? step->target : "-",
                              sv_spf_outcome_name (step->outcome), step->lookups, step->voids,
                              step->decides ? " !" : "", step->record ? " > " : "",
                              step->record ? step->record : "");
    }
  return g_string_free (text, FALSE);
}

/* The client is 192.0.2.1, the sender user@example.com where the row says nothing. */
/* clang-format off */
static const struct
{
  const char *name;
  const char *zone;
  const char *trace;
  const char *mail_from, *helo;
} rows[] = {
  { "a match", LIST SPF ("example.com.", "v=spf1 ip4:192.0.2.1 -all"),
    "0 example.com ip4:192.0.2.1 - match 0/0 !\n0 example.com -all - not-reached 0/0\n" },
  { "the default", LIST SPF ("example.com.", "v=spf1 ip4:192.0.2.9"),
    "0 example.com ip4:192.0.2.9 - no-match 0/0\n" },
  { "targets", LIST SPF ("example.com.", "v=spf1 a mx exists:%{ir}.x.%{d} -all"),
    "0 example.com a example.com no-match 1/0\n"
    "0 example.com mx example.com no-match 2/1\n"
    "0 example.com exists:%{ir}.x.%{d} 1.2.0.192.x.example.com no-match 3/2\n"
    "0 example.com -all - match 3/2 !\n" },
  { "an include that matches", LIST SPF ("example.com.", "v=spf1 include:i.%{d} -all") SPF ("i.example.com.", "v=spf1 ip4:192.0.2.1 -all"),
    "0 example.com include:i.%{d} i.example.com match 1/0 > v=spf1 ip4:192.0.2.1 -all\n"
    "1 i.example.com ip4:192.0.2.1 - match 1/0 !\n"
    "1 i.example.com -all - not-reached 1/0\n"
    "0 example.com -all - not-reached 1/0\n" },
  { "an include that does not", LIST SPF ("example.com.", "v=spf1 include:i.example.com ~all") SPF ("i.example.com.", "v=spf1 -all"),
    "0 example.com include:i.example.com i.example.com no-match 1/0 > v=spf1 -all\n"
    "1 i.example.com -all - match 1/0\n"
    "0 example.com ~all - match 1/0 !\n" },
  { "an include without terms", LIST SPF ("example.com.", "v=spf1 include:i.example.com ~all") SPF ("i.example.com.", "v=spf1"),
    "0 example.com include:i.example.com i.example.com no-match 1/0 > v=spf1\n"
    "0 example.com ~all - match 1/0 !\n" },
  { "an include of nothing", LIST SPF ("example.com.", "v=spf1 include:i.example.com ~all"),
    "0 example.com include:i.example.com i.example.com error 1/1 !\n"
    "0 example.com ~all - not-reached 1/1\n" },
  { "a redirect", LIST SPF ("example.com.", "v=spf1 redirect=r.example.com") SPF ("r.example.com.", "v=spf1 include:i.example.com -all") SPF ("i.example.com.", "v=spf1 +all"),
    "0 example.com redirect=r.example.com r.example.com match 1/0 > v=spf1 include:i.example.com -all\n"
    "1 r.example.com include:i.example.com i.example.com match 2/0 > v=spf1 +all\n"
    "2 i.example.com +all - match 2/0 !\n"
    "1 r.example.com -all - not-reached 2/0\n" },
  { "a redirect to a default", LIST SPF ("example.com.", "v=spf1 redirect=r.example.com") SPF ("r.example.com.", "v=spf1 ip4:192.0.2.9"),
    "0 example.com redirect=r.example.com r.example.com no-match 1/0 > v=spf1 ip4:192.0.2.9\n"
    "1 r.example.com ip4:192.0.2.9 - no-match 1/0\n" },
  { "a syntax error below", LIST SPF ("example.com.", "v=spf1 include:i.example.com ~all") SPF ("i.example.com.", "v=spf1 foo -all"),
    "0 example.com include:i.example.com i.example.com error 1/0 > v=spf1 foo -all\n"
    "1 i.example.com foo - error 1/0 !\n"
    "0 example.com ~all - not-reached 1/0\n" },
  { "the void limit", LIST SPF ("example.com.", "v=spf1 a:1.example.net a:2.example.net a:3.example.net -all"),
    "0 example.com a:1.example.net 1.example.net no-match 1/1\n"
    "0 example.com a:2.example.net 2.example.net no-match 2/2\n"
    "0 example.com a:3.example.net 3.example.net error 3/3 !\n"
    "0 example.com -all - not-reached 3/3\n" },
  { "a DNS error", LIST SPF ("example.com.", "v=spf1 a:s.example.net -all") "s.example.net. 0 IN A !SERVFAIL\n",
    "0 example.com a:s.example.net s.example.net error 1/0 !\n"
    "0 example.com -all - not-reached 1/0\n" },
  { "modifiers", LIST SPF ("example.com.", "v=spf1 exp=e.example.com x=y -all"),
    "0 example.com exp=e.example.com - skipped 0/0\n"
    "0 example.com x=y - skipped 0/0\n"
    "0 example.com -all - match 0/0 !\n" },

  { "MAIL FROM with a U-label", LIST SPF (A_BUECHER ".", "v=spf1 a:%{l}.%{d} a:%{o}.example.com -all") "user." A_BUECHER ". 300 IN A 192.0.2.9\n",
    "0 " A_BUECHER " a:%{l}.%{d} user." A_BUECHER " no-match 1/0\n"
    "0 " A_BUECHER " a:%{o}.example.com " A_BUECHER ".example.com no-match 2/1\n"
    "0 " A_BUECHER " -all - match 2/1 !\n", .mail_from = "user@" BUECHER },
  { "MAIL FROM with a U-label in capitals and a full stop of its own", LIST SPF (A_BUECHER ".", "v=spf1 -all"),
    "0 " A_BUECHER " -all - match 0/0 !\n", .mail_from = "user@B\xc3\x9c" "CHER\xe3\x80\x82" "example" },
  { "MAIL FROM with an A-label", LIST SPF (A_BUECHER ".", "v=spf1 a:x.%{d} -all"),
    "0 " A_BUECHER " a:x.%{d} x." A_BUECHER " no-match 1/1\n"
    "0 " A_BUECHER " -all - match 1/1 !\n", .mail_from = "user@XN--BCHER-KVA.example" },
  { "a local part beyond ASCII", LIST SPF ("example.com.", "v=spf1 exists:%{l}.example.net -all"),
    "0 example.com exists:%{l}.example.net j\xc3\xbcrgen.example.net no-match 1/0\n"
    "0 example.com -all - match 1/0 !\n", .mail_from = "j\xc3\xbcrgen@example.com" },
  { "HELO with a U-label", LIST SPF ("example.com.", "v=spf1 a:%{h} -all"),
    "0 example.com a:%{h} " A_BUECHER " no-match 1/1\n"
    "0 example.com -all - match 1/1 !\n", .helo = BUECHER },
  { "HELO with a U-label, judged", LIST SPF (A_BUECHER ".", "v=spf1 a:%{s}.example.com -all"),
    "0 " A_BUECHER " a:%{s}.example.com postmaster@" A_BUECHER ".example.com no-match 1/1\n"
    "0 " A_BUECHER " -all - match 1/1 !\n", .mail_from = "", .helo = BUECHER },
  { "a U-label in a record is no domain-spec", LIST "example.com. 300 IN TXT \"v=spf1 a:b\\195\\188cher.example -all\"\n",
    "0 example.com a:b\xc3\xbc" "cher.example - error 0/0 !\n" },
};
/* clang-format on */

static void
test_trace (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      SvSpfInput input = { .mail_from = rows[i].mail_from ? rows[i].mail_from : "user@example.com",
                           .helo = rows[i].helo };
      CHECK (rows[i].name, sv_ip_parse ("192.0.2.1", -1, &input.ip));
      g_autofree char *zone = g_strconcat (rows[i].zone, "example.com. 300 IN A 192.0.2.9\n", NULL);
      g_autoptr (SvSpfEvaluation) spf = spf_zone_evaluate (zone, &input, NULL);
      g_autofree char *trace = trace_text (spf);
      CHECK_STR (rows[i].name, trace, rows[i].trace);
    }
}

/* The eleventh term is in the trace, with its number; the limit is marked there. */
static void
test_lookup_limit (void)
{
  g_autoptr (GString) zone = g_string_new (LIST "example.com. 300 IN TXT \"v=spf1");
  for (guint i = 0; i < 12; i++)
    g_string_append (zone, " a:example.org");
  g_string_append (zone, " -all\"\nexample.org. 300 IN A 192.0.2.9\n");
  SvSpfInput input = { .mail_from = "user@example.com" };
  CHECK ("limit", sv_ip_parse ("192.0.2.1", -1, &input.ip));
  g_autoptr (SvSpfEvaluation) spf = spf_zone_evaluate (zone->str, &input, NULL);
  for (guint i = 0; i < spf->trace->len; i++)
    {
      const SvSpfStep *step = &g_array_index (spf->trace, SvSpfStep, i);
      CHECK_INT ("limit", step->decides, i == 10);
      CHECK_INT ("limit", step->lookups, MIN (i + 1, 11));
    }
  CHECK_INT ("limit", spf->trace->len, 13);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "trace", test_trace },
    { "lookup limit", test_lookup_limit },
    { NULL, NULL },
  };
  sv_libspf2_init ();
  return suite_run ("trace", tests);
}
