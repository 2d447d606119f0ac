/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is found in records: every id with its term and column, and its neighbours where nothing is
 * found; then the findings made of it. */

#include "suite.h"
#include "tree-zone.h"

#include "judge/record-findings.h"

#include <string.h>

#define TXT(name, record) name " TXT \"" record "\"\n"
#define EXAMPLE(record) TXT ("example.com", record)

/* Ten bytes and 98, to make records long with. */
#define TEN "ra=0123456"
#define NINE_TENS TEN " " TEN " " TEN " " TEN " " TEN " " TEN " " TEN " " TEN " " TEN

/* One of 256 bytes, one of 255. */
#define LONG_BEGINNING "v=spf1 r= " NINE_TENS " " NINE_TENS " " TEN " " TEN " " TEN " "
#define STRING_256 LONG_BEGINNING TEN " -all"
#define STRING_255 LONG_BEGINNING "ra=012345 -all"

/* A record that takes 363 bytes with the question; so many more make an answer of 512. */
#define RECORD_363 \
  "example.com TXT \"v=spf1 " NINE_TENS " \" \"" NINE_TENS " \" \"" NINE_TENS " " TEN " -all\"\n"
#define TEXT_136 NINE_TENS TEN TEN TEN "01234567"

/* Expected: "ID", then " DOMAIN" where it is not example.com, then ":COLUMN TERM" where it is about
 * a term; ", " between them. */
static const struct
{
  const char *name;
  const char *zone;
  const char *text; /* NULL: as published */
  const char *expected;
} rows[] = {
  /* clang-format off */
  { "nothing", EXAMPLE ("v=spf1 ip4:192.0.2.1 a:h.example.com include:i.example.net -all")
    "h.example.com A 192.0.2.2\n" TXT ("i.example.net", "v=spf1 ip4:198.51.100.0/24 ?all"), NULL, "" },

  { "syntax", EXAMPLE ("v=spf1 mx foo:bar -all"), NULL, "record-syntax:11 foo:bar" },
  { "syntax inside a term", EXAMPLE ("v=spf1 ip4:192.0.2.256 -all"), NULL, "record-syntax:12 ip4:192.0.2.256" },
  { "syntax in an include", EXAMPLE ("v=spf1 include:a.example.com -all") TXT ("a.example.com", "v=spf1 foo"), NULL,
    "record-syntax a.example.com:8 foo" },

  { "multiple", EXAMPLE ("v=spf1 -all") EXAMPLE ("v=spf1 mx -all"), NULL, "record-multiple" },
  { "another TXT record", EXAMPLE ("v=spf1 -all") EXAMPLE ("v=DMARC1; p=none"), NULL, "" },

  { "seven lookups", EXAMPLE ("v=spf1 exists:%{i}.1.example.com exists:%{i}.2.example.com exists:%{i}.3.example.com "
      "exists:%{i}.4.example.com exists:%{i}.5.example.com exists:%{i}.6.example.com exists:%{i}.7.example.com -all"), NULL, "" },
  { "eight lookups", EXAMPLE ("v=spf1 exists:%{i}.1.example.com exists:%{i}.2.example.com exists:%{i}.3.example.com "
      "exists:%{i}.4.example.com include:a.example.com exists:%{i}.6.example.com -all")
    TXT ("a.example.com", "v=spf1 exists:%{i}.7.example.com exists:%{i}.8.example.com -all"), NULL,
    "record-lookups-near:112 include:a.example.com" },
  { "ten lookups", EXAMPLE ("v=spf1 include:a.example.com include:b.example.com -all")
    TXT ("a.example.com", "v=spf1 exists:%{i}.1.test exists:%{i}.2.test exists:%{i}.3.test exists:%{i}.4.test -all")
    TXT ("b.example.com", "v=spf1 exists:%{i}.5.test exists:%{i}.6.test exists:%{i}.7.test exists:%{i}.8.test -all"), NULL,
    "record-lookups-near:8 include:a.example.com" },
  { "eleven lookups", EXAMPLE ("v=spf1 include:a.example.com include:b.example.com mx:%{l}.test -all")
    TXT ("a.example.com", "v=spf1 exists:%{i}.1.test exists:%{i}.2.test exists:%{i}.3.test exists:%{i}.4.test -all")
    TXT ("b.example.com", "v=spf1 exists:%{i}.5.test exists:%{i}.6.test exists:%{i}.7.test exists:%{i}.8.test -all"), NULL,
    "record-lookups-over:52 mx:%{l}.test" },

  { "two voids", EXAMPLE ("v=spf1 a:a.test a:b.test -all") "a.test ANY !NXDOMAIN\nb.test ANY !NXDOMAIN\n", NULL, "" },
  { "three voids", EXAMPLE ("v=spf1 a:a.test a:b.test a:c.test -all")
    "a.test ANY !NXDOMAIN\nb.test ANY !NXDOMAIN\nc.test ANY !NXDOMAIN\n", NULL, "record-voids-over:26 a:c.test" },

  { "pass all", EXAMPLE ("v=spf1 mx +all"), NULL, "record-pass-all:11 +all" },
  { "all without qualifier", EXAMPLE ("v=spf1 all"), NULL, "record-pass-all:8 all" },
  { "pass all in an include", EXAMPLE ("v=spf1 include:i.example.net -all") TXT ("i.example.net", "v=spf1 +all"), NULL,
    "record-pass-all i.example.net:8 +all" },
  { "softfail", EXAMPLE ("v=spf1 ~all"), NULL, "" },

  { "neutral all", EXAMPLE ("v=spf1 ip4:192.0.2.1 ?all"), NULL, "record-neutral-all:22 ?all" },
  { "no end", EXAMPLE ("v=spf1 ip4:192.0.2.1"), NULL, "record-neutral-all" },
  { "nothing but the version", EXAMPLE ("v=spf1"), NULL, "record-neutral-all" },
  { "redirect to an end", EXAMPLE ("v=spf1 redirect=a.example.com") TXT ("a.example.com", "v=spf1 -all"), NULL, "" },
  { "redirect to no end", EXAMPLE ("v=spf1 redirect=a.example.com") TXT ("a.example.com", "v=spf1 ?all"), NULL,
    "record-neutral-all a.example.com:8 ?all" },
  { "redirect to the unknown", EXAMPLE ("v=spf1 redirect=%{l}.example.com"), NULL, "" },

  { "behind all", EXAMPLE ("v=spf1 -all ip4:192.0.2.1 mx"), NULL, "record-terms-after-all:13 ip4:192.0.2.1" },
  { "redirect beside all", EXAMPLE ("v=spf1 redirect=a.example.com -all"), NULL,
    "record-terms-after-all:8 redirect=a.example.com" },
  { "all twice", EXAMPLE ("v=spf1 ~all -all"), NULL, "record-terms-after-all:13 -all" },
  { "modifiers behind all", EXAMPLE ("v=spf1 -all exp=e.example.com ra=postmaster"), NULL, "" },

  { "ptr", EXAMPLE ("v=spf1 ptr -all"), NULL, "record-ptr:8 ptr" },
  { "ptr by macro", EXAMPLE ("v=spf1 exists:%{p}.example.com -all"), NULL, "record-ptr:8 exists:%{p}.example.com" },
  { "ptr behind a name", EXAMPLE ("v=spf1 a:ptr.example.com -all") "ptr.example.com A 192.0.2.1\n", NULL, "" },

  { "/16", EXAMPLE ("v=spf1 ip4:192.0.0.0/16 ip6:2001:db8::/32 -all"), NULL, "" },
  { "/15", EXAMPLE ("v=spf1 ip4:198.50.0.0/15 -all"), NULL, "record-wide:8 ip4:198.50.0.0/15" },
  { "/31 of IPv6", EXAMPLE ("v=spf1 ip6:2001:db8::/31 -all"), NULL, "record-wide:8 ip6:2001:db8::/31" },
  { "everything", EXAMPLE ("v=spf1 ip4:0.0.0.0/0 ip6:::/0 -all"), NULL,
    "record-wide:8 ip4:0.0.0.0/0, record-wide:22 ip6:::/0" },
  { "wide by name", EXAMPLE ("v=spf1 a/8 -all") "example.com A 192.0.2.1\n", NULL, "record-wide:8 a/8" },
  { "wide by a name without addresses", EXAMPLE ("v=spf1 mx/8 -all"), NULL, "record-wide:8 mx/8" },
  { "wide, but refused", EXAMPLE ("v=spf1 -ip4:198.0.0.0/8 -all"), NULL, "" },
  { "exists for everybody", EXAMPLE ("v=spf1 exists:e.test -all") "e.test A 192.0.2.1\n", NULL,
    "record-wide:8 exists:e.test" },

  { "private", EXAMPLE ("v=spf1 ip4:192.168.1.0/24 -all"), NULL, "record-private-address:8 ip4:192.168.1.0/24" },
  { "loopback", EXAMPLE ("v=spf1 ip4:127.0.0.1 ip6:::1 -all"), NULL,
    "record-private-address:8 ip4:127.0.0.1, record-private-address:22 ip6:::1" },
  { "private IPv6", EXAMPLE ("v=spf1 ip6:fd00::/8 ip6:fe80::1 -all"), NULL,
    "record-private-address:8 ip6:fd00::/8, record-private-address:21 ip6:fe80::1" },
  { "IPv4 as IPv6", EXAMPLE ("v=spf1 ip6:::ffff:192.0.2.1 -all"), NULL, "record-private-address:8 ip6:::ffff:192.0.2.1" },
  { "private by name", EXAMPLE ("v=spf1 a:h.test -all") "h.test A 10.0.0.1\n", NULL, "record-private-address:8 a:h.test" },
  { "more than private", EXAMPLE ("v=spf1 ip4:192.168.0.0/15 -all"), NULL, "record-wide:8 ip4:192.168.0.0/15" },
  { "documentation", EXAMPLE ("v=spf1 ip4:203.0.113.0/24 ip6:2001:db8::1 -all"), NULL, "" },

  { "the same address", EXAMPLE ("v=spf1 ip4:192.0.2.1 ip4:192.0.2.1/32 -all"), NULL,
    "record-duplicate:22 ip4:192.0.2.1/32" },
  { "contained", EXAMPLE ("v=spf1 ip4:192.0.2.1 ip4:192.0.2.0/24 -all"), NULL, "record-duplicate:8 ip4:192.0.2.1" },
  { "contained in IPv6", EXAMPLE ("v=spf1 ip6:2001:db8::/48 ip6:2001:db8::1 -all"), NULL,
    "record-duplicate:26 ip6:2001:db8::1" },
  { "contained twice", EXAMPLE ("v=spf1 ip4:192.0.2.0/24 ip4:192.0.2.0/28 ip4:192.0.2.1 -all"), NULL,
    "record-duplicate:25 ip4:192.0.2.0/28, record-duplicate:42 ip4:192.0.2.1" },
  { "an exception", EXAMPLE ("v=spf1 -ip4:192.0.2.1 ip4:192.0.2.0/24 -all"), NULL, "" },
  { "an exception too late", EXAMPLE ("v=spf1 ip4:192.0.2.0/24 -ip4:192.0.2.1 -all"), NULL,
    "record-duplicate:25 -ip4:192.0.2.1" },
  { "neighbours", EXAMPLE ("v=spf1 ip4:192.0.2.0/25 ip4:192.0.2.128/25 ip4:192.0.3.0/24 -all"), NULL, "" },
  { "the same term", EXAMPLE ("v=spf1 mx a +MX -all") "example.com MX 1 example.com.\nexample.com A 192.0.2.1\n", NULL, "record-duplicate:13 +MX" },
  { "the same include", EXAMPLE ("v=spf1 include:i.test include:i.test -all") TXT ("i.test", "v=spf1 -all"), NULL,
    "record-duplicate:23 include:i.test" },
  { "the same include further down", EXAMPLE ("v=spf1 include:i.test include:a.example.com -all")
    TXT ("i.test", "v=spf1 -all") TXT ("a.example.com", "v=spf1 include:i.test -all"), NULL,
    "record-duplicate a.example.com:8 include:i.test" },

  { "one string of 256 bytes", "", STRING_256,
    "record-string-long" },
  { "one string of 255 bytes", "", STRING_255, "" },
  { "several strings", RECORD_363, NULL, "" },

  { "answer of 512 bytes", RECORD_363 "example.com TXT \"" TEXT_136 "\"\n", NULL, "" },
  { "answer of 513 bytes", RECORD_363 "example.com TXT \"" TEXT_136 "8\"\n", NULL,
    "record-answer-large" },

  { "typo of the version", EXAMPLE ("v=spf2 mx -all"), NULL, "record-typo:1 v=spf2" },
  { "quotes", EXAMPLE ("\\\"v=spf1 mx -all\\\""), NULL, "record-typo:1 \"v=spf1" },
  { "typo beside a record", EXAMPLE ("v=spf1 -all") EXAMPLE ("spf1 mx -all"), NULL, "record-typo:1 spf1" },
  { "typo that is a modifier", EXAMPLE ("v=spf1 include=i.test -all"), NULL, "record-typo:8 include=i.test" },
  { "typo that is a name", EXAMPLE ("v=spf1 a:h.test-all"), NULL,
    "record-typo:8 a:h.test-all, record-neutral-all" },
  { "typo that is an error", EXAMPLE ("v=spf1 mx ipv4:192.0.2.1 -all"), NULL,
    "record-syntax:11 ipv4:192.0.2.1, record-typo:11 ipv4:192.0.2.1" },
  { "typos behind the error", EXAMPLE ("v=spf1  ip:192.0.2.1 ip4:192.0.2.2-all"), NULL,
    "record-syntax:9 ip:192.0.2.1, record-typo:9 ip:192.0.2.1, record-typo:22 ip4:192.0.2.2-all" },
  { "typo in two words", EXAMPLE ("v=spf1 ip4: 192.0.2.1 -all"), NULL,
    "record-syntax:12 ip4:, record-typo:8 ip4: 192.0.2.1" },
  { "version twice", EXAMPLE ("v=spf1 mx v=spf1 -all"), NULL, "record-typo:11 v=spf1 -all" },
  { "version at the end", EXAMPLE ("v=spf1 -all v=spf1"), NULL, "record-typo:8 -all v=spf1" },
  { "typo in an include", EXAMPLE ("v=spf1 include:a.test -all") TXT ("a.test", "v=spf -all"), NULL,
    "record-void-include:8 include:a.test, record-typo a.test:1 v=spf" },
  { "typo in a text", "", " v=spf1 -all", "record-typo:1  v=spf1" },

  { "wrong name", TXT ("_spf.example.com", "v=spf1 -all") "example.com TXT !NODATA\n", NULL,
    "record-wrong-name _spf.example.com" },
  { "another wrong name", TXT ("spf.example.com", "v=spf1 -all"), NULL, "record-wrong-name spf.example.com" },
  { "a name of its own", TXT ("_spf.example.com", "v=spf1 -all") EXAMPLE ("v=spf1 -all"), NULL, "" },

  { "none", EXAMPLE ("hello"), NULL, "record-none" },
  { "no domain", "example.com ANY !NXDOMAIN\n", NULL, "record-none" },
  { "unknown", "", NULL, "" },
  { "a text of something else", "", "hello", "record-none" },

  { "type SPF", EXAMPLE ("v=spf1 -all") "example.com SPF \"v=spf1 -all\"\n", NULL, "record-obsolete-type" },
  { "type SPF alone", "example.com SPF \"v=spf1 -all\"\n", NULL, "record-none, record-obsolete-type" },
  { "type SPF with something else", EXAMPLE ("v=spf1 -all") "example.com SPF \"hello\"\n", NULL, "" },
  { "Sender ID", EXAMPLE ("v=spf1 -all") EXAMPLE ("spf2.0/pra a -all"), NULL, "record-obsolete-type:1 spf2.0/pra" },

  { "include of nothing", EXAMPLE ("v=spf1 include:a.test -all") "a.test ANY !NXDOMAIN\n", NULL,
    "record-void-include:8 include:a.test" },
  { "redirect to nothing", EXAMPLE ("v=spf1 redirect=a.test") TXT ("a.test", "hello"), NULL,
    "record-void-include:8 redirect=a.test" },
  { "include of the unknown", EXAMPLE ("v=spf1 include:a.test -all"), NULL, "" },
  { "include of nothing behind all", EXAMPLE ("v=spf1 -all include:a.test") "a.test ANY !NXDOMAIN\n", NULL,
    "record-terms-after-all:13 include:a.test" },

  { "loop", EXAMPLE ("v=spf1 include:example.com -all"), NULL, "record-loop:8 include:example.com" },
  { "loop of two", EXAMPLE ("v=spf1 include:a.test -all") TXT ("a.test", "v=spf1 include:Example.com -all"), NULL,
    "record-loop a.test:8 include:Example.com" },
  { "no loop", EXAMPLE ("v=spf1 include:a.test include:b.test -all") TXT ("a.test", "v=spf1 -all")
    TXT ("b.test", "v=spf1 -all"), NULL, "" },

  { "too many mail servers", EXAMPLE ("v=spf1 mx -all")
    "example.com MX 1 a.test.\nexample.com MX 1 b.test.\nexample.com MX 1 c.test.\nexample.com MX 1 d.test.\n"
    "example.com MX 1 e.test.\nexample.com MX 1 f.test.\nexample.com MX 1 g.test.\nexample.com MX 1 h.test.\n"
    "example.com MX 1 i.test.\nexample.com MX 1 j.test.\nexample.com MX 1 k.test.\n", NULL, "record-mx-over:8 mx" },
  { "DNS in trouble", EXAMPLE ("v=spf1 include:a.test -all") "a.test TXT !SERVFAIL\n", NULL, "record-dns-trouble a.test" },
  /* clang-format on */
};

static char *
render (const GArray *lints)
{
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < lints->len; i++)
    {
      const SvSpfLint *lint = &g_array_index (lints, SvSpfLint, i);
      g_string_append_printf (out, "%s%s", i ? ", " : "", lint->id);
      if (strcmp (lint->domain, "example.com") != 0)
        g_string_append_printf (out, " %s", lint->domain);
      if (lint->term)
        g_string_append_printf (out, ":%u %s", lint->column, lint->term);
    }
  return g_string_free (out, FALSE);
}

static GArray *
lint (const char *zone, const char *text)
{
  const TreeZone input = { .zone = zone, .domain = "example.com", .text = text };
  GArray *lints = NULL;
  sv_spf_tree_free (tree_zone_build (&input, &lints, NULL));
  return lints;
}

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GArray) lints = lint (rows[i].zone, rows[i].text);
      g_autofree char *text = render (lints);
      CHECK_STR (rows[i].name, text, rows[i].expected);
      g_autoptr (GArray) findings = sv_record_findings (lints);
      CHECK_INT (rows[i].name, findings->len, lints->len);
    }
}

/* ---- values ---- */

static const struct
{
  const char *name;
  const char *zone;
  const char *text;
  const char *value;
  const char *expected; /* of the first lint that has one */
} values[] = {
  /* clang-format off */
  { "syntax", EXAMPLE ("v=spf1 foo -all"), NULL, "reason", "an unknown mechanism" },
  { "multiple", EXAMPLE ("v=spf1 a") EXAMPLE ("v=spf1 b") EXAMPLE ("v=spf1 c"), NULL, "count", "3" },
  { "lookups", EXAMPLE ("v=spf1 ip4:192.0.2.1 include:a.test ptr mx:%{l}.test ptr:a.test ptr:b.test ptr:c.test -all")
    TXT ("a.test", "v=spf1 ptr ptr:d.test -all"), NULL, "costs",
    "include:a.test 3, ptr 1, mx:%{l}.test 1, ptr:a.test 1, ptr:b.test 1, ptr:c.test 1" },
  { "lookups", EXAMPLE ("v=spf1 include:a.test ptr mx:%{l}.test ptr:a.test ptr:b.test ptr:c.test -all")
    TXT ("a.test", "v=spf1 ptr ptr:d.test -all"), NULL, "count", "8" },
  { "voids", EXAMPLE ("v=spf1 include:a.test -all") TXT ("a.test", "v=spf1 a:b.test mx:c.test exists:d.test -all")
    "b.test ANY !NXDOMAIN\nc.test MX !NODATA\nd.test ANY !NXDOMAIN\n", NULL, "names", "b.test, c.test, d.test" },
  { "wide", EXAMPLE ("v=spf1 ip4:198.0.0.0/8 -all"), NULL, "addresses", "16777216" },
  { "wide", EXAMPLE ("v=spf1 ip4:0.0.0.0/0 -all"), NULL, "addresses", "4294967296" },
  { "wide", EXAMPLE ("v=spf1 ip6:2000::/3 -all"), NULL, "addresses", "2^125" },
  { "wide by several servers", EXAMPLE ("v=spf1 mx/16 -all") "example.com MX 1 a.test.\nexample.com MX 2 b.test.\n"
    "a.test A 192.0.2.1\nb.test A 198.51.100.1\n", NULL, "addresses", "131072" },
  { "private", EXAMPLE ("v=spf1 ip4:10.1.2.3/8 -all"), NULL, "network", "10.0.0.0/8" },
  { "private", EXAMPLE ("v=spf1 ip4:10.1.2.3/8 -all"), NULL, "reason", "is a private network" },
  { "duplicate", EXAMPLE ("v=spf1 ip4:192.0.2.1 ip4:192.0.2.0/24 -all"), NULL, "other", "ip4:192.0.2.0/24" },
  { "duplicate", EXAMPLE ("v=spf1 ip4:192.0.2.1 ip4:192.0.2.0/24 -all"), NULL, "other_domain", "example.com" },
  { "behind all", EXAMPLE ("v=spf1 -all mx a redirect=a.test"), NULL, "count", "3" },
  { "string", "", STRING_256, "size", "256" },
  { "string", "", STRING_256, "count", "2" },
  { "typo", EXAMPLE ("v=spf1 include=i.test -all"), NULL, "suggestion", "include:i.test" },
  { "typo", EXAMPLE ("v=spf2 mx -all"), NULL, "suggestion", "v=spf1 mx -all" },
  { "wrong name", TXT ("_spf.example.com", "v=spf1 -all"), NULL, "record", "v=spf1 -all" },
  { "loop", EXAMPLE ("v=spf1 include:example.com -all"), NULL, "target", "example.com" },
  { "void include", EXAMPLE ("v=spf1 include:a.test -all") "a.test TXT !NODATA\n", NULL, "reason", "publishes no SPF record" },
  { "void include", EXAMPLE ("v=spf1 include:a.test -all") "a.test ANY !NXDOMAIN\n", NULL, "reason", "does not exist" },
  { "no such value", EXAMPLE ("v=spf1 +all"), NULL, "count", NULL },
  /* clang-format on */
};

static void
test_values (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (GArray) lints = lint (values[i].zone, values[i].text);
      CHECK (values[i].name, lints->len > 0);
      const char *value = NULL;
      for (guint k = 0; k < lints->len && !value; k++)
        value = sv_spf_lint_value (&g_array_index (lints, SvSpfLint, k), values[i].value);
      CHECK_STR (values[i].name, value, values[i].expected);
    }
}

/* ---- findings ---- */

/* Every placeholder of every text has its value. */
static void
check_text (const char *row, char *text)
{
  g_autofree char *owned = text;
  for (const char *open = owned ? strchr (owned, '{') : NULL; open; open = strchr (open + 1, '{'))
    CHECK (row, open > owned && open[-1] == '%');
}

static void
test_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GArray) lints = lint (rows[i].zone, rows[i].text);
      g_autoptr (GArray) findings = sv_record_findings (lints);
      for (guint k = 0; k < findings->len; k++)
        {
          const SvFinding *finding = &g_array_index (findings, SvFinding, k);
          check_text (rows[i].name, sv_finding_title (finding));
          check_text (rows[i].name, sv_finding_detail (finding));
          check_text (rows[i].name, sv_finding_remedy (finding));
        }
    }
}

static void
test_one_text (void)
{
  g_autoptr (GArray) lints = lint (EXAMPLE ("v=spf1 ip4:10.0.0.0/8 -all"), NULL);
  g_autoptr (GArray) findings = sv_record_findings (lints);
  CHECK_INT ("findings", findings->len, 1);
  const SvFinding *finding = &g_array_index (findings, SvFinding, 0);
  g_autofree char *title = sv_finding_title (finding);
  g_autofree char *detail = sv_finding_detail (finding);
  CHECK_STR ("title", title, "“ip4:10.0.0.0/8” lists addresses that no receiver sees");
  CHECK_STR ("detail", detail,
             "10.0.0.0/8 is a private network, so mail never reaches a receiver from there.");
  CHECK_STR ("column", sv_record_finding_value (finding, "column"), "8");
  CHECK_STR ("domain", sv_record_finding_value (finding, "domain"), "example.com");
  CHECK_STR ("nothing", sv_record_finding_value (finding, "count"), NULL);
}

/* Errors first; what another organization does, and is no error, last and as information. */
static void
test_order (void)
{
  g_autoptr (GArray) lints = lint (
      EXAMPLE ("v=spf1 mx +MX ptr include:i.example.net include:_x.example.com ~all")
          TXT ("i.example.net", "v=spf1 ptr +all") TXT ("_x.example.com", "v=spf1 ptr -all"),
      NULL);
  g_autoptr (GArray) findings = sv_record_findings (lints);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < findings->len; i++)
    {
      const SvFinding *finding = &g_array_index (findings, SvFinding, i);
      g_string_append_printf (text, "%s %s %s, ", sv_severity_name (finding->severity),
                              finding->text->id, sv_record_finding_value (finding, "domain"));
    }
  CHECK_STR ("order", text->str,
             "error record-pass-all i.example.net, warning record-ptr example.com, "
             "warning record-ptr _x.example.com, notice record-duplicate example.com, "
             "info record-ptr i.example.net, ");
}

/* Of one kind only so many are told. */
static void
test_bounds (void)
{
  g_autoptr (GString) text = g_string_new ("v=spf1");
  for (guint i = 0; i < 1000; i++)
    g_string_append (text, " ptr ip:192.0.2.1 ip4:10.0.0.1");
  g_autoptr (GArray) lints = lint ("", text->str);
  CHECK_INT ("lints of a broken record", lints->len, 23);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "rows", test_rows },   { "values", test_values },
    { "texts", test_texts }, { "one text", test_one_text },
    { "order", test_order }, { "bounds", test_bounds },
    { NULL, NULL },
  };
  return suite_run ("lint", tests);
}
