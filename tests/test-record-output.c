/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the formats of `record`: exact text, well-formed data, and nothing hostile let through.
 */

#include "output/record.h"

#include "dns/zone.h"
#include "sample-report.h"
#include "spf/networks.h"
#include "spf/trial.h"
#include "suite.h"

#include <stdlib.h>
#include <string.h>

/* More rounds than any record can need. */
#define ROUNDS_MAX 40

static const char zone_text[]
    = "$DEFAULT NXDOMAIN\n"
      "example.com. 300 IN TXT \"v=spf1 include:_spf.example.net ip4:192.0.2.0/24 a mx/28 "
      "?exists:%{i}.x.example.com exp=why.example.com ~all mx\"\n"
      "example.com. 300 IN MX 10 mail.example.com.\n"
      "example.com. 300 IN A 198.51.100.7\n"
      "mail.example.com. 300 IN A 192.0.2.77\n"
      "_spf.example.net. 300 IN TXT \"v=spf1 mx:example.com ip6:2001:db8:1::/48 -all\"\n"
      "broken.example.com. 300 IN TXT \"v=spf1 mx ip:192.0.2.1 -all\"\n"
      "twice.example.com. 300 IN TXT \"v=spf1 mx -all\"\n"
      "twice.example.com. 300 IN TXT \"v=spf1 -all\"\n"
      "slow.example.com. 0 IN TXT !TIMEOUT\n"
      "dead.example.com. 300 IN TXT \"v=spf1 include:gone.example.com include:dead.example.com "
      "include:broken.example.com include:slow.example.com include:%{l}.example.com -all\"\n"
      "ends.example.com. 300 IN TXT \"v=spf1 -ip4:192.0.2.1 ~a ?ptr redirect=_spf.example.net\"\n"
      "evil.example.com. 300 IN TXT \"v=spf1 x=\\027[31m<script>alert(1)</script>`|`|*_[a](b) "
      "y=\\226\\128\\174@team#1&amp;www.example.org https://example.org/ -all\"\n"
      "vile.example.com. 300 IN TXT \"v=spf1 x=<script>|`*[a](b)&@team#1 "
      "exists:www.<b>`|`.https://h.example.org -all\"\n";

/* DNS as the zone has it, for one report. */
typedef struct
{
  SvAnswers *answers;
  SvLookups *lookups;
} World;

/* What is asked of a report beside its domain; NULL members: not asked for. */
typedef struct
{
  const char *text, *ip, *add, *remove;
  gboolean networks;
} Asked;

static void
answer (World *world)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SvZone) zone = sv_zone_parse ("test", zone_text, strlen (zone_text), &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) zones = g_ptr_array_new ();
  g_ptr_array_add (zones, zone);
  g_autoptr (GPtrArray) wanted = sv_lookups_take_wanted (world->lookups);
  for (guint i = 0; i < wanted->len; i++)
    {
      const SvDnsQuestion *question = wanted->pdata[i];
      sv_answers_put (world->answers, sv_zone_lookup (zones, question->name, question->type));
    }
}

static SvRecordReport *
look (World *world, const char *domain, const Asked *asked)
{
  SvRecordReport *report = g_new0 (SvRecordReport, 1);
  const char *const add[] = { asked->add, NULL }, *const remove[] = { asked->remove, NULL };
  const SvSpfWish wish = { add, remove };
  gboolean waiting = FALSE;
  report->domain = g_strdup (domain);
  report->from_text = asked->text != NULL;
  report->answers = world->answers;
  report->tree = sv_spf_tree_build (domain, asked->text, NULL, world->lookups);
  g_autoptr (GArray) lints = sv_spf_lint (report->tree, world->lookups, &waiting);
  report->findings = sv_record_findings (lints);
  if (asked->ip && sv_ip_parse (asked->ip, -1, &report->ip))
    {
      const SvSpfInput input = { .ip = report->ip, .mail_from = domain, .helo = domain };
      report->spf = sv_spf_try (domain, asked->text, &input, world->lookups);
    }
  if (asked->add || asked->remove)
    report->advice = sv_spf_advise (report->tree, &wish, world->lookups, NULL);
  if (asked->networks)
    {
      report->networks = sv_spf_tree_networks (report->tree, &report->exact);
      sv_spf_networks_aggregate (report->networks);
    }
  return report;
}

/* The whole output on one or two domains; `second` may be NULL. */
static char *
output (const char *format, const char *domain, const char *second, const Asked *asked,
        const SvOutputOptions *options)
{
  static const Asked nothing;
  static const SvOutputOptions plain = { .width = 80 };
  char *text = NULL;
  size_t size;
  FILE *stream = open_memstream (&text, &size);
  SvRecordOutput self = { .stream = stream, .options = options ? *options : plain };
  const SvRecordFormat *row = sv_record_format_find (format);
  self.many = second != NULL;
  if (row->begin)
    row->begin (&self);
  for (const char *name = domain; name; name = name == domain ? second : NULL, self.index++)
    {
      World world = { .answers = sv_answers_new () };
      world.lookups = sv_lookups_new (world.answers);
      for (guint round = 0; round < ROUNDS_MAX; round++)
        {
          sv_record_report_free (look (&world, name, asked ? asked : &nothing));
          answer (&world);
        }
      g_autoptr (SvRecordReport) report = look (&world, name, asked ? asked : &nothing);
      row->record (&self, report);
      sv_lookups_free (world.lookups);
      g_clear_pointer (&report, sv_record_report_free);
      sv_answers_free (world.answers);
    }
  if (row->end)
    row->end (&self);
  fclose (stream);
  return text;
}

static gboolean
has (const char *text, const char *part)
{
  return strstr (text, part) != NULL;
}

/* ---- text ---- */

static const char expected_head[] = "example.com: the SPF record has 1 warning\n"
                                    "  5 of 10 lookups, 0 of 2 void lookups, 111 bytes\n"
                                    "\n"
                                    "  v=spf1 include:_spf.example.net ip4:192.0.2.0/24 a mx/28\n"
                                    "  ?exists:%{i}.x.example.com exp=why.example.com ~all mx\n"
                                    "\n";

static const char expected_tree[]
    = "Term by term\n"
      "  term                        meaning                              lookups  void\n"
      "  include:_spf.example.net    whoever _spf.example.net lets send         2     0\n"
      "    mx:example.com            the mail servers of example.com:           1     0\n"
      "                              mail.example.com (192.0.2.77)\n"
      "    ip6:2001:db8:1::/48       2^80 addresses, 2001:db8:1:: to            0     0\n"
      "                              2001:db8:1:ffff:ffff:ffff:ffff:ffff\n"
      "    -all                      everybody else: not by this include        0     0\n"
      "  ip4:192.0.2.0/24            256 addresses, 192.0.2.0 to                0     0\n"
      "                              192.0.2.255\n"
      "  a                           its own addresses: 198.51.100.7            1     0\n"
      "  mx/28                       its mail servers: 192.0.2.64/28            1     0\n"
      "  ?exists:%{i}.x.example.com  every sender for whom the name             1     0\n"
      "                              %{i}.x.example.com exists: nothing\n"
      "                              is said (neutral)\n"
      "  exp=why.example.com         the text for refused senders is at         0     0\n"
      "                              why.example.com\n"
      "  ~all                        everybody else: probably not               0     0\n"
      "                              allowed (softfail)\n"
      "  mx                          never reached: it stands behind all        0     0\n"
      "\n"
      "Findings\n"
      "  warning: ";

static void
test_text (void)
{
  g_autofree char *text = output ("text", "example.com", NULL, NULL, NULL);
  g_autofree char *expected = g_strconcat (expected_head, expected_tree, NULL);
  g_autofree char *begin = g_strndup (text, strlen (expected));
  CHECK_STR ("head and tree", begin, expected);
  CHECK ("where", has (text, "\n    mx, column 110\n"));
  CHECK ("what to do", has (text, "\nWhat to do\n  1. "));
  CHECK ("within 80 columns", sample_widest (text) <= 80);
  g_autofree char *two = output ("text", "example.com", "ends.example.com", NULL, NULL);
  CHECK ("a rule between two", has (two, "\n\n----------"));
  const SvOutputOptions color = { .width = 80, .color = TRUE };
  g_autofree char *colored = output ("text", "broken.example.com", NULL, NULL, &color);
  CHECK ("errors are red", g_str_has_prefix (colored, "\033[31mbroken.example.com: "));
  CHECK ("the broken term is red", has (colored, "v=spf1 mx \033[31mip:192.0.2.1\033[0m -all"));
}

/* The headline by what stands at the name. */
static const struct
{
  const char *domain;
  const char *headline;
} headlines[] = {
  { "_spf.example.net", "_spf.example.net: the SPF record is fine\n" },
  { "broken.example.com", "broken.example.com: the SPF record has a syntax error: every message" },
  { "twice.example.com", "twice.example.com publishes more than one SPF record: every message" },
  { "mail.example.com", "mail.example.com publishes no SPF record\n" },
  { "gone.example.com", "gone.example.com does not exist\n" },
  { "slow.example.com", "slow.example.com: DNS did not answer properly (timeout)\n" },
};

static void
test_headlines (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (headlines); i++)
    {
      g_autofree char *text = output ("text", headlines[i].domain, NULL, NULL, NULL);
      CHECK (text, g_str_has_prefix (text, headlines[i].headline));
    }
  g_autofree char *twice = output ("text", "twice.example.com", NULL, NULL, NULL);
  CHECK ("both are shown", has (twice, "\n  v=spf1 mx -all\n  v=spf1 -all\n"));
}

/* One word for each thing that can stand at a target, and each qualifier. */
static void
test_meanings (void)
{
  static const struct
  {
    const char *domain;
    const char *part;
  } parts[] = {
    { "dead.example.com", "does not exist: permerror" },
    { "dead.example.com", "leads back to a record" },
    { "dead.example.com", "syntax error, column 11" },
    { "dead.example.com", "(timeout): temperror" },
    { "dead.example.com", "depends on the message" },
    { "ends.example.com", "the address 192.0.2.1: not allowed (fail)" },
    { "ends.example.com", "its own addresses: none: probably not allowed (softfail)" },
    { "ends.example.com", "(slow, deprecated):" },
    { "ends.example.com", "for everybody else, the record of _spf.example.net decides" },
  };
  const SvOutputOptions wide = { .width = 120 };
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *text = output ("text", parts[i].domain, NULL, NULL, &wide);
      CHECK (parts[i].part, has (text, parts[i].part));
    }
}

static const struct
{
  const char *ip;
  const char *domain;
  const char *sentence;
} addresses[] = {
  { "192.0.2.9", "example.com", "192.0.2.9 passes: ip4:192.0.2.0/24 in the record of example.com" },
  { "192.0.2.77", "example.com",
    "192.0.2.77 passes: mx:example.com in the record of _spf.example" },
  { "192.0.2.77", "example.com", "\n  example.com > _spf.example.net\n" },
  { "203.0.113.9", "example.com", "203.0.113.9 does not pass (softfail): ~all in the record of " },
  { "203.0.113.9", "gone.example.com", "203.0.113.9 does not pass (none). gone.example.com does" },
  { "203.0.113.9", "broken.example.com", "does not pass (permerror). Syntax error" },
};

static void
test_addresses (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      const Asked asked = { .ip = addresses[i].ip };
      g_autofree char *text = output ("text", addresses[i].domain, NULL, &asked, NULL);
      CHECK (addresses[i].sentence, has (text, addresses[i].sentence));
    }
}

static void
test_networks (void)
{
  const Asked asked = { .networks = TRUE };
  static const char list[] = "192.0.2.0/24\n198.51.100.7\n2001:db8:1::/48\n";
  g_autofree char *text = output ("text", "example.com", NULL, &asked, NULL);
  CHECK_STR ("nothing but networks", text, list);
  g_autofree char *two = output ("text", "example.com", "_spf.example.net", &asked, NULL);
  g_autofree char *expected = g_strconcat (
      "# example.com\n", list, "# _spf.example.net\n192.0.2.77\n2001:db8:1::/48\n", NULL);
  CHECK_STR ("of two domains", two, expected);
  g_autofree char *html = output ("html", "example.com", NULL, &asked, NULL);
  g_autofree char *pre = g_strdup_printf ("<pre>%s</pre>", list);
  CHECK ("html", has (html, pre));
  g_autofree char *markdown = output ("markdown", "example.com", NULL, &asked, NULL);
  CHECK ("markdown", has (markdown, "\n    192.0.2.0/24\n    198.51.100.7\n"));
}

static void
test_advice (void)
{
  const Asked add = { .add = "203.0.113.9" }, nothing = { .add = "192.0.2.9" },
              refused = { .add = "include:gone.example.com" };
  g_autofree char *text = output ("text", "_spf.example.net", NULL, &add, NULL);
  CHECK ("old", has (text, "\n- v=spf1 mx:example.com ip6:2001:db8:1::/48 -all\n"));
  CHECK ("new", has (text, "\n+ v=spf1 mx:example.com ip6:2001:db8:1::/48 ip4:203.0.113.9 -all\n"));
  CHECK ("zone", has (text, "\n_spf.example.net. IN TXT \"v=spf1 mx:example.com "
                            "ip6:2001:db8:1::/48 ip4:203.0.113.9 -all\"\n"));
  CHECK ("counts", has (text, "Lookups 1 before, 1 after (10 allowed)"));
  CHECK ("bytes", has (text, "46 before, 62 after"));
  g_autofree char *same = output ("text", "example.com", NULL, &nothing, NULL);
  CHECK ("nothing to do", has (same, "\n  There is nothing to change"));
  CHECK ("nothing to do: no line", !has (same, "\n+ "));
  g_autofree char *no = output ("text", "example.com", NULL, &refused, NULL);
  CHECK ("refused", has (no, "\n  No record is advised: include:gone.example.com leads to a name"));
  CHECK ("refused: no line", !has (no, "\n+ "));
  g_autofree char *html = output ("html", "_spf.example.net", NULL, &add, NULL);
  CHECK ("html: old", has (html, "<del class=\"bad\">- v=spf1 mx:example.com "));
  CHECK ("html: new", has (html, "<ins class=\"good\">+ v=spf1 mx:example.com "));
  g_autofree char *markdown = output ("markdown", "_spf.example.net", NULL, &add, NULL);
  CHECK ("markdown: old", has (markdown, "\n    - v=spf1 mx:example.com "));
  CHECK ("markdown: new", has (markdown, "\n    + v=spf1 mx:example.com "));
}

/* ---- data ---- */

static void
test_json (void)
{
  const Asked asked = { .ip = "192.0.2.9", .add = "203.0.113.9", .networks = TRUE };
  g_autofree char *text = output ("json", "example.com", "gone.example.com", &asked, NULL);
  static const char *const parts[] = {
    "{\n  \"schema\": \"spfview-record/1\",\n  \"records\": [\n    {\n",
    "\"domain\": \"example.com\",\n      \"published\": true,\n      \"state\": \"record\"",
    "\"lookups\": 5,\n      \"void_lookups\": 0,\n      \"bytes\": 111",
    "\"depth\": 1,\n          \"domain\": \"_spf.example.net\",\n          \"term\": "
    "\"mx:example.com\"",
    "\"kind\": \"exists\",\n          \"qualifier\": \"?\"",
    "\"kind\": \"exp\",\n          \"qualifier\": null",
    "\"reached\": false",
    "\"severity\": \"warning\",\n          \"domain\": \"example.com\",\n          \"term\": "
    "\"mx\",\n          \"column\": 110",
    "\"ip\": \"192.0.2.9\",\n      \"spf\": {\n        \"result\": \"pass\"",
    "\"addresses\": [\n        \"192.0.2.0/24\",",
    "\"state\": \"changed\"",
    "\"state\": \"no-domain\",\n      \"dns_status\": \"nxdomain\",\n      \"record\": null,\n"
    "      \"records\": []",
    "\"state\": \"refused\"",
    "\n  ]\n}\n",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    CHECK (parts[i], has (text, parts[i]));
  g_autofree char *plain = output ("json", "broken.example.com", NULL, NULL, NULL);
  CHECK ("error", has (plain, "\"error\": {\n        \"term\": \"ip:192.0.2.1\",\n        "
                              "\"column\": 11,"));
  CHECK ("nothing asked", has (plain, "\"ip\": null,\n      \"spf\": null,\n      "
                                      "\"addresses\": null,\n      \"addresses_exact\": null,\n"
                                      "      \"advice\": null\n"));
}

/* ---- what strangers write ---- */

/* Every format of every hostile record: nothing that a terminal obeys, no markup, no live link. */
static void
test_hostile (void)
{
  static const char *const domains[] = { "evil.example.com", "vile.example.com" };
  const SvOutputOptions options = { .width = 80, .verbose = TRUE };
  const Asked asked = { .add = "203.0.113.9" };
  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++)
    for (const SvRecordFormat *format = sv_record_formats; format->name; format++)
      {
        g_autofree char *text = output (format->name, domains[i], NULL, &asked, &options);
        g_autofree char *row = g_strconcat (format->name, " of ", domains[i], NULL);
        CHECK (row, g_utf8_validate (text, -1, NULL));
        CHECK (row, !strchr (text, '\033') && !has (text, "\u202e"));
        CHECK (row, strcmp (format->name, "html") != 0 || !has (text, "<script"));
        CHECK (row, strcmp (format->name, "html") != 0 || !has (text, "<b>"));
      }
}

/* Outside of code, characters of markup stand behind a backslash. */
static void
test_markdown (void)
{
  g_autofree char *text = output ("markdown", "vile.example.com", NULL, NULL, NULL);
  CHECK ("the record is code", has (text, "\n    v=spf1 x=<script>|`*[a](b)&@team#1 exists:"));
  CHECK ("a cell of code keeps its bar",
         has (text, "| ``` x=<script>\\|`*[a](b)&@team#1 ``` |")
             || has (text, "| `` x=<script>\\|`*[a](b)&@team#1 `` |"));
  CHECK ("a cell of text", has (text, "the name `` www.<b>`\\|`.https://h.example.org `` exists"));
  g_autofree char *dead = output ("markdown", "dead.example.com", NULL, NULL, NULL);
  CHECK ("a heading", g_str_has_prefix (dead, "## dead.example.com: the SPF record has "));
  CHECK ("depth",
         has (dead, "\n| &rsaquo; `gone.example.com` | does not exist: permerror | | |\n"));
  CHECK ("a finding", has (dead, "\n- **error**: "));
}

static void
test_html (void)
{
  g_autofree char *text = output ("html", "example.com", "dead.example.com", NULL, NULL);
  CHECK ("a document", g_str_has_prefix (text, "<!DOCTYPE html>\n<html lang=\"en\">\n"));
  CHECK ("ended", g_str_has_suffix (text, "</body>\n</html>\n"));
  CHECK ("no script", !has (text, "<script") && has (text, "default-src 'none'"));
  CHECK ("asks nobody", !has (text, "http://") && !has (text, "https://") && !has (text, "src="));
  CHECK ("dark", has (text, "prefers-color-scheme:dark"));
  CHECK ("both", has (text, "example.com: the SPF record has 1 warning</h2>")
                     && has (text, ">dead.example.com: the SPF record has "));
  CHECK ("a term", has (text, "<tr><td class=\"d1\" data-label=\"term\"><code>mx:example.com</code>"
                              "</td><td data-label=\"meaning\"><span>the mail servers of "
                              "example.com: mail.example.com (192.0.2.77)</span></td>"
                              "<td class=\"n\" data-label=\"lookups\"><span>1</span></td>"));
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "text", test_text },
    { "headlines", test_headlines },
    { "meanings", test_meanings },
    { "--ip", test_addresses },
    { "--addresses", test_networks },
    { "--add", test_advice },
    { "json", test_json },
    { "hostile", test_hostile },
    { "markdown", test_markdown },
    { "html", test_html },
    { NULL, NULL },
  };
  return suite_run ("record output", tests);
}
