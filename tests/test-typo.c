/* SPDX-License-Identifier: GPL-3.0-or-later
 * Slips of the pen in records: what is taken for one, what it is made of, and what is left alone.
 */

#include "spf/typo.h"

#include "suite.h"

#include <string.h>

static const struct
{
  const char *term;
  const char *next;     /* or NULL */
  const char *expected; /* NULL: nothing wrong, or nothing to be said */
  gboolean joined;
} terms[] = {
  /* clang-format off */
  /* right, if sometimes odd */
  { "all", NULL, NULL, FALSE },
  { "-ALL", NULL, NULL, FALSE },
  { "a", "mx", NULL, FALSE },
  { "a/24//64", NULL, NULL, FALSE },
  { "mx:example.com/24", NULL, NULL, FALSE },
  { "include:_spf.example.com", "-all", NULL, FALSE },
  { "include:_spf.example.com.", NULL, NULL, FALSE },
  { "include:all-mail.example.com", NULL, NULL, FALSE },
  { "include:a-all.example.com", NULL, NULL, FALSE },
  { "ip6:2001:db8::1", NULL, NULL, FALSE },
  { "exists:%{l1r+-,/_=}.%{d}", NULL, NULL, FALSE },
  { "exists:%{ir}.list.example.org", NULL, NULL, FALSE },
  { "redirect=example.com", NULL, NULL, FALSE },
  { "exp=%{d}.example.com", NULL, NULL, FALSE },
  { "op=auth", NULL, NULL, FALSE },
  { "ra=postmaster", NULL, NULL, FALSE },
  { "moo=:;,\"", NULL, NULL, FALSE },

  /* signs */
  { "include=example.com", NULL, "include:example.com", FALSE },
  { "~include=example.com", NULL, "~include:example.com", FALSE },
  { "a=example.com", NULL, "a:example.com", FALSE },
  { "mx=example.com", NULL, "mx:example.com", FALSE },
  { "mx=", NULL, "mx", FALSE },
  { "ip4=192.0.2.1", NULL, "ip4:192.0.2.1", FALSE },
  { "redirect:example.com", NULL, "redirect=example.com", FALSE },
  { "-redirect:example.com", NULL, "redirect=example.com", FALSE },
  { "exp:example.com", NULL, "exp=example.com", FALSE },
  { "include::example.com", NULL, "include:example.com", FALSE },
  { "--all", NULL, "-all", FALSE },

  /* words */
  { "ip:192.0.2.1", NULL, "ip4:192.0.2.1", FALSE },
  { "ip:2001:db8::1", NULL, "ip6:2001:db8::1", FALSE },
  { "ipv4:192.0.2.0/24", NULL, "ip4:192.0.2.0/24", FALSE },
  { "IPV6:2001:db8::/32", NULL, "ip6:2001:db8::/32", FALSE },
  { "?ipv4:192.0.2.1", NULL, "?ip4:192.0.2.1", FALSE },
  { "inlcude:example.com", NULL, "include:example.com", FALSE },
  { "includes:example.com", NULL, "include:example.com", FALSE },
  { "include", ":example.com", "include:example.com", TRUE },
  { "redirct=example.com", NULL, "redirect=example.com", FALSE },
  { "exist:example.com", NULL, "exists:example.com", FALSE },
  { "-al", NULL, "-all", FALSE },
  { "v=spf1", "mx", "", FALSE },
  { "V=SPF1", NULL, "", FALSE },

  /* addresses */
  { "192.0.2.1", NULL, "ip4:192.0.2.1", FALSE },
  { "+192.0.2.0/24", NULL, "+ip4:192.0.2.0/24", FALSE },
  { "2001:db8::1", NULL, "ip6:2001:db8::1", FALSE },
  { "ip4:2001:db8::1", NULL, "ip6:2001:db8::1", FALSE },
  { "ip6:192.0.2.1", NULL, "ip4:192.0.2.1", FALSE },
  { "a:192.0.2.1", NULL, "ip4:192.0.2.1", FALSE },
  { "mx:192.0.2.0/24", NULL, "ip4:192.0.2.0/24", FALSE },
  { "include:192.0.2.1", NULL, "ip4:192.0.2.1", FALSE },
  { "ip4:mail.example.com", NULL, "a:mail.example.com", FALSE },
  { "ip4:192.0.2.0/255.255.255.0", NULL, "ip4:192.0.2.0/24", FALSE },
  { "ip4:192.0.2.0/255.0.255.0", NULL, NULL, FALSE },

  /* spaces, commas */
  { "ip4:", "192.0.2.1", "ip4:192.0.2.1", TRUE },
  { "include:", "example.com", "include:example.com", TRUE },
  { "-", "all", "-all", TRUE },
  { "ip4:", "-all", NULL, FALSE },
  { "ip4:192.0.2.1-all", NULL, "ip4:192.0.2.1 -all", FALSE },
  { "ip4:192.0.2.1~all", NULL, "ip4:192.0.2.1 ~all", FALSE },
  { "ip4:192.0.2.1all", NULL, "ip4:192.0.2.1 all", FALSE },
  { "mx-all", NULL, "mx -all", FALSE },
  { "include:example.com-all", NULL, "include:example.com -all", FALSE },
  { "include:example.com~all", NULL, "include:example.com ~all", FALSE },
  { "a:mail.example.com-all", NULL, "a:mail.example.com -all", FALSE },
  { "amx", NULL, "a mx", FALSE },
  { "mxinclude:example.net-all", NULL, "mx include:example.net -all", FALSE },
  { "include:example.cominclude:example.net", NULL,
    "include:example.com include:example.net", FALSE },
  { "ip4:192.0.2.1ip4:192.0.2.2ip4:192.0.2.3", NULL,
    "ip4:192.0.2.1 ip4:192.0.2.2 ip4:192.0.2.3", FALSE },
  { "ipv4:192.0.2.1-all", NULL, "ip4:192.0.2.1 -all", FALSE },
  { "-allinclude:example.com", NULL, "-all include:example.com", FALSE },
  { "ip4:192.0.2.1,192.0.2.2", NULL, "ip4:192.0.2.1 ip4:192.0.2.2", FALSE },
  { "ip4:192.0.2.1;", NULL, "ip4:192.0.2.1", FALSE },
  { "a,mx,-all", NULL, "a mx -all", FALSE },
  { "include:example.com,example.net", NULL, "include:example.com include:example.net", FALSE },

  /* signs of word processors */
  { "-all\"", NULL, "-all", FALSE },
  { "\"include:example.com\"", NULL, "include:example.com", FALSE },
  { "\xe2\x80\x9cmx\xe2\x80\x9d", NULL, "mx", FALSE },
  { "\xe2\x80\x93" "all", NULL, "-all", FALSE },
  { "ip4:192.0.2.1\xc2\xa0-all", NULL, "ip4:192.0.2.1 -all", FALSE },
  { "mx\tinclude:example.com", NULL, "mx include:example.com", FALSE },
  { "\"", "-all", "", FALSE },
  { ",", NULL, "", FALSE },

  /* wrong, and nobody knows what was meant */
  { "mail.example.com", NULL, NULL, FALSE },
  { "ip4:192.0.2", NULL, NULL, FALSE },
  { "ip4:192.0.2.256", NULL, NULL, FALSE },
  { "foo:example.com", NULL, NULL, FALSE },
  { "include:", NULL, NULL, FALSE },
  { "include:example.com:8080", NULL, NULL, FALSE },
  { "all:example.com", NULL, NULL, FALSE },
  { "a:exa%mple.com", NULL, NULL, FALSE },
  { "", "all", NULL, FALSE },
  /* clang-format on */
};

static void
test_terms (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (terms); i++)
    {
      gboolean joined = TRUE;
      g_autofree char *made = sv_spf_typo_term (terms[i].term, terms[i].next, &joined);
      CHECK_STR (terms[i].term, made, terms[i].expected);
      CHECK_INT (terms[i].term, joined, terms[i].joined);
      g_autofree char *again = sv_spf_typo_term (terms[i].term, terms[i].next, NULL);
      CHECK_STR (terms[i].term, again, terms[i].expected);
    }
}

/* What is suggested has nothing wrong with it. */
static void
test_terms_are_final (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (terms); i++)
    {
      g_auto (GStrv) said = g_strsplit (terms[i].expected ? terms[i].expected : "", " ", -1);
      for (guint k = 0; said[k]; k++)
        {
          g_autofree char *made = sv_spf_typo_term (said[k], said[k + 1], NULL);
          CHECK_STR (terms[i].term, made, NULL);
        }
    }
}

static const struct
{
  const char *text;
  const char *expected; /* NULL: no misspelt record */
} versions[] = {
  /* clang-format off */
  { "v=spf -all", "v=spf1 -all" },
  { "v=spf2 a mx", "v=spf1 a mx" },
  { "v=spf2", "v=spf1" },
  { "v=sfp1 a -all", "v=spf1 a -all" },
  { "V=SPF10 a", "v=spf1 a" },
  { "v=spf1: a", "v=spf1 a" },
  { "v=spf1; a", "v=spf1 a" },
  { "v=spf1,a", "v=spf1 a" },
  { "v=spf1include:example.com", "v=spf1 include:example.com" },
  { "v=spf1-all", "v=spf1 -all" },
  { "v = spf1 a", "v=spf1 a" },
  { "v= spf1 a", "v=spf1 a" },
  { "v:spf1 a", "v=spf1 a" },
  { "vspf1 a", "v=spf1 a" },
  { "v=spfl a", "v=spf1 a" },
  { "spf1 a -all", "v=spf1 a -all" },
  { " v=spf1 -all", "v=spf1 -all" },
  { "\"v=spf1 a -all\"", "v=spf1 a -all" },
  { "\\\"v=spf1 a\\\"", "v=spf1 a" },
  { "'v=spf1 -all'", "v=spf1 -all" },
  { "\xe2\x80\x9cv=spf1 -all\xe2\x80\x9d", "v=spf1 -all" },
  { "\xe2\x80\x9ev=spf1 \xe2\x80\x93" "all\xe2\x80\x9d", "v=spf1 -all" },
  { "\xef\xbb\xbfv=spf1 -all", "v=spf1 -all" },
  { "v=spf1\xc2\xa0-all", "v=spf1 -all" },
  { "v=spf1\t-all", "v=spf1 -all" },
  { "example.com. IN TXT \"v=spf1 -all\"", "v=spf1 -all" },
  { "SPF: v=spf1 -all", "v=spf1 -all" },

  /* as it should be */
  { "v=spf1", NULL },
  { "v=spf1 -all", NULL },
  { "V=SPF1 -all", NULL },

  /* something else */
  { "", NULL },
  { " ", NULL },
  { "v=DKIM1; p=", NULL },
  { "v=DMARC1; p=none", NULL },
  { "v=STSv1; id=1", NULL },
  { "v=sts1", NULL },
  { "v=BIMI1; l=", NULL },
  { "v=TLSRPTv1; rua=mailto:a@example.com", NULL },
  { "spf2.0/pra a", NULL },
  { "example-site-verification=spf1abcdefghijklmnop", NULL },
  { "s", NULL },
  { "vspfoo bar", NULL },
  /* clang-format on */
};

static void
test_versions (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      const char *text = versions[i].text;
      g_autofree char *made = sv_spf_typo_version (text);
      CHECK_STR (text, made, versions[i].expected);
      gboolean sender_id = g_str_has_prefix (text, "spf2.0");
      CHECK_INT (text, sv_spf_typo_is_meant (text), made != NULL || sender_id);
      CHECK_INT (text, sv_spf_typo_is_sender_id (text), sender_id);
    }
}

/* Long words cost no more than short ones, and are left alone. */
static void
test_long_words (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < 10000; i++)
    g_string_append (text, "a:mx");
  g_autofree char *term = sv_spf_typo_term (text->str, text->str, NULL);
  CHECK_STR ("term", term, NULL);
  g_autofree char *version = sv_spf_typo_version (text->str);
  CHECK_STR ("version", version, NULL);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "terms", test_terms },
    { "suggestions are final", test_terms_are_final },
    { "versions", test_versions },
    { "long words", test_long_words },
    { NULL, NULL },
  };
  return suite_run ("typo", tests);
}
