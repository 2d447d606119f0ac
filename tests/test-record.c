/* SPDX-License-Identifier: GPL-3.0-or-later
 * The grammar of SPF records: what it takes, and where it says that a record is broken. */

#include "suite.h"

#include "spf/record.h"

#include <string.h>

static const struct
{
  const char *text;
  gssize len; /* 0: up to the NUL */
  gboolean expected;
} versions[] = {
  /* clang-format off */
  { "v=spf1", 0, TRUE },
  { "v=spf1 ", 0, TRUE },
  { "V=SPF1 -all", 0, TRUE },
  { "v=sPf1 a", 0, TRUE },
  { "v=spf10", 0, FALSE },
  { "v=spf1\t-all", 0, FALSE },
  { "v=spf1-all", 0, FALSE },
  { "v=spf1\0 -all", 12, FALSE },
  { " v=spf1 -all", 0, FALSE },
  { "v=spf", 0, FALSE },
  { "", 0, FALSE },
  { "spf2.0/pra -all", 0, FALSE },
  /* clang-format on */
};

static void
test_version (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      gsize len = versions[i].len ? (gsize)versions[i].len : strlen (versions[i].text);
      g_autofree char *exact = suite_exact (versions[i].text, (gssize)len);
      CHECK_INT (versions[i].text, sv_spf_record_is_one (exact, len), versions[i].expected);
    }
}

/* One term alone: kind, qualifier, spec, prefix lengths. */
static const struct
{
  const char *term;
  SvSpfTermKind kind;
  char qualifier;
  const char *spec;
  guint bits4, bits6;
  const char *network;
} terms[] = {
  /* clang-format off */
  { "all",   SV_SPF_TERM_ALL, '+', NULL, 32, 128, NULL },
  { "-ALL",  SV_SPF_TERM_ALL, '-', NULL, 32, 128, NULL },
  { "~all",  SV_SPF_TERM_ALL, '~', NULL, 32, 128, NULL },
  { "?All",  SV_SPF_TERM_ALL, '?', NULL, 32, 128, NULL },
  { "+include:_spf.example.net", SV_SPF_TERM_INCLUDE, '+', "_spf.example.net", 32, 128, NULL },
  { "a",           SV_SPF_TERM_A, '+', NULL, 32, 128, NULL },
  { "a/24",        SV_SPF_TERM_A, '+', NULL, 24, 128, NULL },
  { "a//64",       SV_SPF_TERM_A, '+', NULL, 32, 64, NULL },
  { "a/24//64",    SV_SPF_TERM_A, '+', NULL, 24, 64, NULL },
  { "A/0//0",      SV_SPF_TERM_A, '+', NULL, 0, 0, NULL },
  { "a:foo:bar/baz.example.com", SV_SPF_TERM_A, '+', "foo:bar/baz.example.com", 32, 128, NULL },
  { "a:foo/8.example.com/9//10", SV_SPF_TERM_A, '+', "foo/8.example.com", 9, 10, NULL },
  { "a:%{d}/24",   SV_SPF_TERM_A, '+', "%{d}", 24, 128, NULL },
  { "a:%{d2/}",    SV_SPF_TERM_A, '+', "%{d2/}", 32, 128, NULL },
  { "a:x%-/24",    SV_SPF_TERM_A, '+', "x%-", 24, 128, NULL },
  { "a:b.c0m1/24", SV_SPF_TERM_A, '+', "b.c0m1", 24, 128, NULL },
  { "a:example.com.",        SV_SPF_TERM_A, '+', "example.com.", 32, 128, NULL },
  { "a:example.xn--zckzah",  SV_SPF_TERM_A, '+', "example.xn--zckzah", 32, 128, NULL },
  { "a:example.1-2",         SV_SPF_TERM_A, '+', "example.1-2", 32, 128, NULL },
  { "mx:%{d}.example.com//48", SV_SPF_TERM_MX, '+', "%{d}.example.com", 32, 48, NULL },
  { "-ptr",             SV_SPF_TERM_PTR, '-', NULL, 32, 128, NULL },
  { "ptr:example.com",  SV_SPF_TERM_PTR, '+', "example.com", 32, 128, NULL },
  { "exists:%{i}._spf.%{d2}", SV_SPF_TERM_EXISTS, '+', "%{i}._spf.%{d2}", 32, 128, NULL },
  { "ip4:192.0.2.0/24", SV_SPF_TERM_IP4, '+', NULL, 24, 128, "192.0.2.0" },
  { "ip4:192.0.2.1",    SV_SPF_TERM_IP4, '+', NULL, 32, 128, "192.0.2.1" },
  { "IP4:0.0.0.0/0",    SV_SPF_TERM_IP4, '+', NULL, 0, 128, "0.0.0.0" },
  { "ip6:2001:db8::/32", SV_SPF_TERM_IP6, '+', NULL, 32, 32, "2001:db8::" },
  { "ip6:2001:DB8::1",  SV_SPF_TERM_IP6, '+', NULL, 32, 128, "2001:db8::1" },
  { "ip6:::1.1.1.1/0",  SV_SPF_TERM_IP6, '+', NULL, 32, 0, "::1.1.1.1" },
  { "ip6:::ffff:192.0.2.1", SV_SPF_TERM_IP6, '+', NULL, 32, 128, "::ffff:192.0.2.1" },
  { "redirect=_spf.example.com", SV_SPF_TERM_REDIRECT, 0, "_spf.example.com", 32, 128, NULL },
  { "Exp=%{d}",         SV_SPF_TERM_EXP, 0, "%{d}", 32, 128, NULL },
  { "moo.cow-far_out=man:dog/cat", SV_SPF_TERM_MODIFIER, 0, "man:dog/cat", 32, 128, NULL },
  { "x=",               SV_SPF_TERM_MODIFIER, 0, "", 32, 128, NULL },
  { "x=%{c}%{r}%{t}",   SV_SPF_TERM_MODIFIER, 0, "%{c}%{r}%{t}", 32, 128, NULL },
  { "default=+",        SV_SPF_TERM_MODIFIER, 0, "+", 32, 128, NULL },
  { "all=x",            SV_SPF_TERM_MODIFIER, 0, "x", 32, 128, NULL },
  /* clang-format on */
};

static void
check_term (const SvSpfTerm *term, gsize row)
{
  const char *name = terms[row].term;
  CHECK_INT (name, term->kind, terms[row].kind);
  CHECK_INT (name, term->qualifier, terms[row].qualifier);
  CHECK_STR (name, term->text, name);
  CHECK_STR (name, term->spec, terms[row].spec);
  CHECK_INT (name, term->bits4, terms[row].bits4);
  CHECK_INT (name, term->bits6, terms[row].bits6);
  g_autofree char *network = sv_ip_to_string (&term->network);
  CHECK_STR (name, network, terms[row].network);
  CHECK_INT (name, term->column, 9);
}

static void
test_terms (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (terms); i++)
    {
      g_autofree char *text = g_strdup_printf ("v=spf1  %s ", terms[i].term);
      gsize len = strlen (text);
      g_autofree char *exact = suite_exact (text, (gssize)len);
      g_autoptr (SvSpfRecord) record = sv_spf_record_parse (exact, len, NULL);
      CHECK (terms[i].term, record && record->terms->len == 1);
      if (record)
        check_term (&g_array_index (record->terms, SvSpfTerm, 0), i);
    }
}

/* Broken records: the term and the column, counted by hand from the "v". */
static const struct
{
  const char *text;
  gssize len;
  const char *term;
  guint column;
} broken[] = {
  /* clang-format off */
  { "v=spf2 -all", 0, "", 1 },
  { "v=spf1 moo", 0, "moo", 8 },
  { "v=spf1 ip4:192.0.2.1 -all moo", 0, "moo", 27 },
  { "v=spf1 -", 0, "-", 9 },
  { "v=spf1 --all", 0, "--all", 9 },
  { "v=spf1 :example.com", 0, ":example.com", 8 },
  { "v=spf1 -all.", 0, "-all.", 9 },
  { "v=spf1 -all:foobar", 0, "-all:foobar", 12 },
  { "v=spf1 -all/8", 0, "-all/8", 12 },
  { "v=spf1 include", 0, "include", 15 },
  { "v=spf1 include:", 0, "include:", 16 },
  { "v=spf1 include:example.com/24", 0, "include:example.com/24", 24 },
  { "v=spf1 include:com", 0, "include:com", 16 },
  { "v=spf1 a:", 0, "a:", 10 },
  { "v=spf1 a:/24", 0, "a:/24", 10 },
  { "v=spf1 a/", 0, "a/", 10 },
  { "v=spf1 a/33", 0, "a/33", 10 },
  { "v=spf1 a/032", 0, "a/032", 10 },
  { "v=spf1 a/24/64", 0, "a/24/64", 12 },
  { "v=spf1 a//129", 0, "a//129", 11 },
  { "v=spf1 a//", 0, "a//", 11 },
  { "v=spf1 a/99999999999999999999999", 0, "a/99999999999999999999999", 10 },
  { "v=spf1 a:192.0.2.1", 0, "a:192.0.2.1", 18 },
  { "v=spf1 a:abc.123", 0, "a:abc.123", 14 },
  { "v=spf1 a:museum.", 0, "a:museum.", 10 },
  { "v=spf1 a:example.-com", 0, "a:example.-com", 18 },
  { "v=spf1 a:example.com-", 0, "a:example.com-", 18 },
  { "v=spf1 a:example.com:8080", 0, "a:example.com:8080", 18 },
  { "v=spf1 a:example..", 0, "a:example..", 18 },
  { "v=spf1 a:%{d}com", 0, "a:%{d}com", 14 },
  { "v=spf1 a:%{a}.example.com", 0, "a:%{a}.example.com", 12 },
  { "v=spf1 a:%{c}.example.com", 0, "a:%{c}.example.com", 12 },
  { "v=spf1 a:%{d", 0, "a:%{d", 13 },
  { "v=spf1 a:%{d0}", 0, "a:%{d0}", 14 },
  { "v=spf1 a:%", 0, "a:%", 10 },
  { "v=spf1 exists:%(ir).example.com", 0, "exists:%(ir).example.com", 15 },
  { "v=spf1 exists", 0, "exists", 14 },
  { "v=spf1 ptr/0", 0, "ptr/0", 11 },
  { "v=spf1 ptr:", 0, "ptr:", 12 },
  { "v=spf1 ip4", 0, "ip4", 11 },
  { "v=spf1 ip4:", 0, "ip4:", 12 },
  { "v=spf1 ip4:192.0.2", 0, "ip4:192.0.2", 12 },
  { "v=spf1 ip4:192.0.2.01", 0, "ip4:192.0.2.01", 12 },
  { "v=spf1 ip4:192.0.2.1:25", 0, "ip4:192.0.2.1:25", 12 },
  { "v=spf1 ip4:192.0.2.1//32", 0, "ip4:192.0.2.1//32", 22 },
  { "v=spf1 ip4:192.0.2.1/33", 0, "ip4:192.0.2.1/33", 22 },
  { "v=spf1 ip4:192.0.2.1/24x", 0, "ip4:192.0.2.1/24x", 24 },
  { "v=spf1 ip4:2001:db8::1", 0, "ip4:2001:db8::1", 12 },
  { "v=spf1 ip4:::ffff:192.0.2.1", 0, "ip4:::ffff:192.0.2.1", 12 },
  { "v=spf1 ip6:192.0.2.1", 0, "ip6:192.0.2.1", 12 },
  { "v=spf1 ip6:fe80::1%eth0", 0, "ip6:fe80::1%eth0", 12 },
  { "v=spf1 ip6:2001:db8::/129", 0, "ip6:2001:db8::/129", 23 },
  { "v=spf1 ip6:2001:db8:0000:0000:0000:0000:0000:0000:0000:0000:0000:1", 0,
    "ip6:2001:db8:0000:0000:0000:0000:0000:0000:0000:0000:0000:1", 12 },
  { "v=spf1 redirect:example.com", 0, "redirect:example.com", 8 },
  { "v=spf1 redirect=", 0, "redirect=", 17 },
  { "v=spf1 redirect=-all ?all", 0, "redirect=-all", 17 },
  { "v=spf1 +redirect=example.com", 0, "+redirect=example.com", 8 },
  { "v=spf1 exp=%{r}.example.com", 0, "exp=%{r}.example.com", 14 },
  { "v=spf1 exp=a.example exp=b.example", 0, "exp=b.example", 22 },
  { "v=spf1 redirect=a.example -all redirect=a.example", 0, "redirect=a.example", 32 },
  { "v=spf1 1up=foo", 0, "1up=foo", 8 },
  { "v=spf1 =all", 0, "=all", 8 },
  { "v=spf1 mo/o=x", 0, "mo/o=x", 8 },
  { "v=spf1 mo!o=x", 0, "mo!o=x", 10 },
  { "v=spf1 foo=%abc", 0, "foo=%abc", 12 },
  { "v=spf1 a:\xef\xbb\xbfx.example -all", 0, "a:\xef\xbb\xbfx.example", 10 },
  { "v=spf1 \x80" "a:example.net -all", 0, "\x80" "a:example.net", 8 },
  { "v=spf1 a:example.com\rptr -all", 0, "a:example.com\rptr", 21 },
  { "v=spf1 ip4:192.0.2.1\n -all", 0, "ip4:192.0.2.1\n", 12 },
  { "v=spf1\x20\t-all", 0, "\t-all", 8 },
  { "v=spf1 a:example.com\0", 21, "a:example.com\x1a", 21 },
  { "v=spf1 \0", 8, "\x1a", 8 },
  { "v=spf1 ip4:\0 -all", 17, "ip4:\x1a", 12 },
  /* clang-format on */
};

static void
test_broken (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      gsize len = broken[i].len ? (gsize)broken[i].len : strlen (broken[i].text);
      g_autofree char *exact = suite_exact (broken[i].text, (gssize)len);
      SvSpfSyntaxError error;
      g_autoptr (SvSpfRecord) record = sv_spf_record_parse (exact, len, &error);
      CHECK (broken[i].text, record == NULL);
      CHECK_STR (broken[i].text, error.term, broken[i].term);
      CHECK_INT (broken[i].text, error.column, broken[i].column);
      CHECK (broken[i].text, error.reason != NULL);
      sv_spf_syntax_error_clear (&error);
    }
}

static void
test_whole (void)
{
  const char *text = "v=spf1 redirect=b.example   a mx/24 exp=e.example x=y";
  g_autoptr (SvSpfRecord) record = sv_spf_record_parse (text, strlen (text), NULL);
  CHECK_INT ("whole", record->terms->len, 5);
  CHECK_STR ("whole", record->redirect->spec, "b.example");
  CHECK_STR ("whole", record->exp->spec, "e.example");
  CHECK ("whole", !record->has_all);
  for (guint i = 0; i < record->terms->len; i++)
    {
      const SvSpfTerm *term = &g_array_index (record->terms, SvSpfTerm, i);
      static const gboolean asks[] = { TRUE, TRUE, TRUE, FALSE, FALSE };
      CHECK_INT (term->text, sv_spf_term_asks_dns (term), asks[i]);
    }
  g_autoptr (SvSpfRecord) empty = sv_spf_record_parse ("v=spf1   ", 9, NULL);
  CHECK_INT ("empty", empty->terms->len, 0);
  g_autoptr (SvSpfRecord) closed = sv_spf_record_parse ("v=spf1 ?all", 11, NULL);
  CHECK ("closed", closed->has_all);
}

/* 64 kB of anything must come back at once, and nothing may be read behind the end. */
static void
test_large (void)
{
  static const char *const pieces[] = { " a", " ip4:192.0.2.1", " x=%{d}", "/", "%", " a:%{d" };
  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      GString *text = g_string_new ("v=spf1 a:");
      while (text->len < 65000)
        g_string_append (text, pieces[i]);
      g_autofree char *exact = suite_exact (text->str, (gssize)text->len);
      g_autoptr (SvSpfRecord) record = sv_spf_record_parse (exact, text->len, NULL);
      CHECK (pieces[i], record == NULL);
      g_string_free (text, TRUE);
    }
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "version", test_version }, { "terms", test_terms }, { "broken", test_broken },
    { "whole", test_whole },     { "large", test_large }, { NULL, NULL },
  };
  return suite_run ("record", tests);
}
