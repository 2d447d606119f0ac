/* SPDX-License-Identifier: GPL-3.0-or-later
 * Macros: the examples of RFC 7208 section 7.4, the transformers, and what strangers may try. */

#include "suite.h"

#include "spf/domain.h"
#include "spf/macro.h"

#include <string.h>

static SvMacroValues
values_for (const char *ip)
{
  SvMacroValues values = { .sender = "strong-bad@email.example.com",
                           .local_part = "strong-bad",
                           .sender_domain = "email.example.com",
                           .domain = "email.example.com",
                           .client_name = "mx.example.org",
                           .helo = "mail.example.net",
                           .receiver = "mta.example.net",
                           .now = 1700000000 };
  CHECK (ip, sv_ip_parse (ip, -1, &values.ip));
  return values;
}

/* The first block is the table of RFC 7208 7.4, expansions as printed there; nibbles are upper case
 * here, which is the same name. */
static const struct
{
  const char *text;
  const char *ip; /* NULL: 192.0.2.3 */
  const char *expected;
} expansions[] = {
  /* clang-format off */
  { "%{s}",    NULL, "strong-bad@email.example.com" },
  { "%{o}",    NULL, "email.example.com" },
  { "%{d}",    NULL, "email.example.com" },
  { "%{d4}",   NULL, "email.example.com" },
  { "%{d3}",   NULL, "email.example.com" },
  { "%{d2}",   NULL, "example.com" },
  { "%{d1}",   NULL, "com" },
  { "%{dr}",   NULL, "com.example.email" },
  { "%{d2r}",  NULL, "example.email" },
  { "%{l}",    NULL, "strong-bad" },
  { "%{l-}",   NULL, "strong.bad" },
  { "%{lr}",   NULL, "strong-bad" },
  { "%{lr-}",  NULL, "bad.strong" },
  { "%{l1r-}", NULL, "strong" },
  { "%{ir}.%{v}._spf.%{d2}", NULL, "3.2.0.192.in-addr._spf.example.com" },
  { "%{lr-}.lp._spf.%{d2}",  NULL, "bad.strong.lp._spf.example.com" },
  { "%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", NULL,
    "bad.strong.lp.3.2.0.192.in-addr._spf.example.com" },
  { "%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}", NULL,
    "3.2.0.192.in-addr.strong.lp._spf.example.com" },
  { "%{d2}.trusted-domains.example.net", NULL, "example.com.trusted-domains.example.net" },
  { "%{ir}.%{v}._spf.%{d2}", "2001:db8::cb01",
    "1.0.B.C.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.B.D.0.1.0.0.2.ip6._spf.example.com" },

  { "%{i}", NULL, "192.0.2.3" },
  { "%{i}", "2001:db8::cb01",
    "2.0.0.1.0.D.B.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.C.B.0.1" },
  { "%{i}", "::ffff:192.0.2.3", "192.0.2.3" },
  { "%{v}", "::ffff:192.0.2.3", "in-addr" },
  { "%{c}", "2001:DB8:0::CB01", "2001:db8::cb01" },
  { "%{C}", "2001:db8::cb01", "2001%3Adb8%3A%3Acb01" },
  { "%{i1}", NULL, "3" },
  { "%{i2r}", NULL, "0.192" },
  { "%{p}", NULL, "mx.example.org" },
  { "%{h}", NULL, "mail.example.net" },
  { "%{r}", NULL, "mta.example.net" },
  { "%{t}", NULL, "1700000000" },
  { "%{T}", NULL, "1700000000" },
  { "%{S}", NULL, "strong-bad%40email.example.com" },
  { "%{D2R}", NULL, "example.email" },
  { "%{s@.}", NULL, NULL },
  { "%{s.}", NULL, "strong-bad@email.example.com" },
  { "%{d-}", NULL, "email.example.com" },
  { "%{d1-}", NULL, "email.example.com" },
  { "%{i.-+,/_=}", NULL, "192.0.2.3" },
  { "%%", NULL, "%" },
  { "%_", NULL, " " },
  { "%-", NULL, "%20" },
  { "a%%b%_c%-d", NULL, "a%b c%20d" },
  { "%%{d}", NULL, "%{d}" },
  { "", NULL, "" },
  { "%{d128}", NULL, "email.example.com" },
  { "%{d02}", NULL, "example.com" },
  { "%{i1000000000000000000000000000000000000000000000000000000000000000r}", NULL, "3.2.0.192" },
  { "%{i18446744073709551617}", NULL, "192.0.2.3" },
  /* clang-format on */
};

static void
test_expansions (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (expansions); i++)
    {
      const char *text = expansions[i].text;
      gsize len = strlen (text);
      g_autofree char *exact = suite_exact (text, (gssize)len);
      gboolean good = sv_macro_check (exact, len, SV_MACRO_IN_EXPLANATION, NULL);
      CHECK_INT (text, good, expansions[i].expected != NULL);
      if (!expansions[i].expected || !good)
        continue;
      SvMacroValues values = values_for (expansions[i].ip ? expansions[i].ip : "192.0.2.3");
      g_autofree char *expanded = sv_macro_expand (text, SV_MACRO_IN_EXPLANATION, &values);
      CHECK_STR (text, expanded, expansions[i].expected);
    }
}

/* The offset of what is wrong in a domain-spec, a modifier and an explanation; -1: nothing. */
static const struct
{
  const char *text;
  int domain, modifier, explanation;
} checks[] = {
  /* clang-format off */
  { "plain",     -1, -1, -1 },
  { "two words",  3,  3, -1 },
  { "tab\there",  3,  3,  3 },
  { "\x7f",       0,  0,  0 },
  { "\xc3\xa9",   0,  0,  0 },
  { "%",          0,  0,  0 },
  { "ab%",        2,  2,  2 },
  { "%x",         0,  0,  0 },
  { "%(d)",       0,  0,  0 },
  { "%{",         2,  2,  2 },
  { "%{}",        2,  2,  2 },
  { "%{x}",       2,  2,  2 },
  { "%{d",        3,  3,  3 },
  { "%{d ",       3,  3,  3 },
  { "%{d0}",      4,  4,  4 },
  { "%{d00r}",    5,  5,  5 },
  { "%{d2rr}",    5,  5,  5 },
  { "%{dr2}",     4,  4,  4 },
  { "%{d-r}",     4,  4,  4 },
  { "%{d!}",      3,  3,  3 },
  { "%{c}",       2, -1, -1 },
  { "%{R}",       2, -1, -1 },
  { "%{t}",       2, -1, -1 },
  { "%{V}%{H}",  -1, -1, -1 },
  { "%{d}}{",    -1, -1, -1 },
  /* clang-format on */
};

static void
test_checks (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      gsize len = strlen (checks[i].text);
      g_autofree char *exact = suite_exact (checks[i].text, (gssize)len);
      const int expected[] = { checks[i].domain, checks[i].modifier, checks[i].explanation };
      for (int place = SV_MACRO_IN_DOMAIN; place <= SV_MACRO_IN_EXPLANATION; place++)
        {
          gsize wrong = 0;
          gboolean good = sv_macro_check (exact, len, (SvMacroPlace)place, &wrong);
          CHECK_INT (checks[i].text, good ? -1 : (int)wrong, expected[place]);
        }
    }
}

static void
test_uses (void)
{
  CHECK ("p", sv_macro_uses ("%{d}.%{p}", 'p'));
  CHECK ("P", sv_macro_uses ("%{P2r}", 'p'));
  CHECK ("escaped", !sv_macro_uses ("%%{p}", 'p'));
  CHECK ("after escaped", sv_macro_uses ("%%%{p}", 'p'));
  CHECK ("other", !sv_macro_uses ("%{d}p", 'p'));
  CHECK ("end", !sv_macro_uses ("%%", 'p'));
}

static void
test_unknown_values (void)
{
  const SvMacroValues values = { .ip = { .family = 4, .bytes = { 192, 0, 2, 3 } } };
  g_autofree char *expanded
      = sv_macro_expand ("%{s}%{l}%{p}%{h}%{r}", SV_MACRO_IN_EXPLANATION, &values);
  CHECK_STR ("unknown", expanded, "unknownunknownunknownunknownunknown");
}

/* 64 kB of macros over a long sender: bounded, and of a domain the right-hand end. */
static void
test_bounds (void)
{
  g_autofree char *local_part = g_strnfill (200000, '.');
  SvMacroValues values = values_for ("192.0.2.3");
  values.local_part = local_part;
  values.sender = local_part;
  GString *text = g_string_new (NULL);
  while (text->len < 64000)
    g_string_append (text, "%{Sr.-}%{l1024}");
  g_string_append (text, ".end.example");
  g_autofree char *domain = sv_macro_expand (text->str, SV_MACRO_IN_DOMAIN, &values);
  CHECK ("domain", strlen (domain) < 20000 && g_str_has_suffix (domain, ".end.example"));
  g_autofree char *explanation = sv_macro_expand (text->str, SV_MACRO_IN_EXPLANATION, &values);
  CHECK ("explanation", strlen (explanation) < 20000 && explanation[0] == '.');
  g_string_free (text, TRUE);
}

static const struct
{
  const char *raw;
  const char *expected;
} judged[] = {
  /* clang-format off */
  { "example.com", "example.com" },
  { "Example.COM.", "example.com" },
  { "_x.example.com", "_x.example.com" },
  { "b\xc3\xbc" "cher.example", "xn--bcher-kva.example" },
  { "B\xc3\x9c" "CHER.example", "xn--bcher-kva.example" },
  { "ex\\097mple.com", "ex\\092097mple.com" },
  { "com", NULL },
  { "com.", NULL },
  { "", NULL },
  { ".", NULL },
  { "a..example.com", NULL },
  { ".example.com", NULL },
  { "example.com..", NULL },
  { "[192.0.2.1]", NULL },
  { "192.0.2.1", NULL },
  { "foo bar.example", NULL },
  { "foo\x01.example", NULL },
  { "\xff\xfe.example", NULL },
  { "a123456789012345678901234567890123456789012345678901234567890123.example.com", NULL },
  { "a12345678901234567890123456789012345678901234567890123456789012.example.com",
    "a12345678901234567890123456789012345678901234567890123456789012.example.com" },
  /* clang-format on */
};

static void
test_domains (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (judged); i++)
    {
      g_autofree char *domain = sv_domain_judged (judged[i].raw);
      CHECK_STR (judged[i].raw, domain, judged[i].expected);
    }
  g_autofree char *long_raw = g_strnfill (100000, 'a');
  CHECK ("long", sv_domain_judged (long_raw) == NULL);
}

/* Labels go off the left until 253 bytes are left (RFC 7208 7.3). */
static void
test_cut (void)
{
  g_autofree char *tail = g_strnfill (240, 'x');
  for (gsize i = 40; i < 240; i += 41)
    tail[i] = '.';
  static const struct
  {
    const char *head;
    const char *kept;
  } rows[] = {
    { "123456789012.", "123456789012." }, /* 253 in all */
    { "1234567890123.", "" },
    { "a.23456789012.", "23456789012." }, /* 254: "a." goes, and 252 are left */
    { "aa.bb.cc.dd.ee.", "bb.cc.dd.ee." },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = g_strconcat (rows[i].head, tail, ".", NULL);
      g_autofree char *kept = g_strconcat (rows[i].kept, tail, NULL);
      g_autofree char *target = sv_domain_target (name);
      CHECK_STR (rows[i].head, target, kept);
    }
  g_autofree char *one = g_strnfill (300, 'x');
  g_autofree char *nothing = sv_domain_target (one);
  CHECK_STR ("one label", nothing, "");
  CHECK ("within", sv_domain_is_within ("Mail.Example.com", "example.com"));
  CHECK ("within itself", sv_domain_is_within ("example.com", "example.com"));
  CHECK ("not within", !sv_domain_is_within ("badexample.com", "example.com"));
  CHECK ("not below", !sv_domain_is_within ("com", "example.com"));
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "expansions", test_expansions },
    { "checks", test_checks },
    { "uses", test_uses },
    { "unknown values", test_unknown_values },
    { "bounds", test_bounds },
    { "domains", test_domains },
    { "cut", test_cut },
    { NULL, NULL },
  };
  return suite_run ("macro", tests);
}
