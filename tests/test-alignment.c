/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of organizational domains by the public suffix list, and of alignment. */

#include "dmarc/alignment.h"

#include "suite.h"

static const struct
{
  const char *row;
  const char *domain;
  const char *ascii;
} domains[] = {
  { "plain", "example.com", "example.com" },
  { "case", "Mail.Example.COM", "mail.example.com" },
  { "final dot", "example.com.", "example.com" },
  { "U-label",
    "b\xc3\xbc"
    "cher.example",
    "xn--bcher-kva.example" },
  { "U-label in capitals",
    "B\xc3\x9c"
    "CHER.example",
    "xn--bcher-kva.example" },
  { "A-label", "xn--bcher-kva.example", "xn--bcher-kva.example" },
  { "underscore", "_dmarc.example.com", "_dmarc.example.com" },
  { "one label", "localhost", "localhost" },
  { "empty", "", NULL },
  { "root", ".", NULL },
  { "not UTF-8",
    "b\xfc"
    "cher.example",
    NULL },
  { "nothing", NULL, NULL },
};

static void
test_ascii (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++)
    {
      g_autofree char *ascii = sv_domain_to_ascii (domains[i].domain);
      CHECK_STR (domains[i].row, ascii, domains[i].ascii);
    }
}

/* Punycode takes quadratic time: what is longer than any name, even in UTF-8, is none. */
static void
test_ascii_bound (void)
{
  g_autofree char *label = g_strnfill (63, 'a');
  g_autofree char *longest = g_strjoin (".", label, label, label, label, NULL);
  longest[253] = '\0';
  g_autofree char *ascii = sv_domain_to_ascii (longest);
  CHECK_STR ("the longest name", ascii, longest);
  for (gsize megabytes = 0; megabytes < 2; megabytes++)
    {
      gsize n = megabytes ? 1 << 20 : 4 * 253 / 2 + 1;
      g_autoptr (GString) domain = g_string_new (NULL);
      for (gsize i = 0; i < n; i++)
        g_string_append (domain, "\xc3\xbc");
      gint64 begin = g_get_monotonic_time ();
      g_autofree char *none = sv_domain_to_ascii (domain->str);
      CHECK_STR ("longer than any", none, NULL);
      CHECK ("at once", g_get_monotonic_time () - begin < G_USEC_PER_SEC);
    }
}

static const struct
{
  const char *domain;
  const char *organization;
} organizations[] = {
  { "example.com", "example.com" },
  { "a.b.c.example.com", "example.com" },
  { "mail.example.co.uk", "example.co.uk" },
  { "mail.example.co.jp", "example.co.jp" },
  { "com", "com" },
  { "co.uk", "co.uk" },
  { "host.sub.example", "sub.example" }, /* a top-level domain that the list does not know */
  { "localhost", "localhost" },
};

static void
test_organization (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (organizations); i++)
    {
      g_autofree char *found = sv_organizational_domain (organizations[i].domain);
      CHECK_STR (organizations[i].domain, found, organizations[i].organization);
    }
}

static const struct
{
  const char *row;
  const char *domain, *author;
  SvAligned aligned;
} pairs[] = {
  { "same", "example.com", "example.com", SV_ALIGNED_STRICT },
  { "same but for case and dot", "EXAMPLE.com.", "example.com", SV_ALIGNED_STRICT },
  { "A-label and U-label", "xn--bcher-kva.example",
    "b\xc3\xbc"
    "cher.example",
    SV_ALIGNED_STRICT },
  { "below", "bounce.example.com", "example.com", SV_ALIGNED_RELAXED },
  { "above", "example.com", "news.example.com", SV_ALIGNED_RELAXED },
  { "beside", "a.example.com", "b.example.com", SV_ALIGNED_RELAXED },
  { "other", "example.net", "example.com", SV_ALIGNED_NONE },
  { "only the suffix in common", "a.co.uk", "b.co.uk", SV_ALIGNED_NONE },
  { "end of the name only", "badexample.com", "example.com", SV_ALIGNED_NONE },
  { "no domain", NULL, "example.com", SV_ALIGNED_UNKNOWN },
  { "no author", "example.com", NULL, SV_ALIGNED_UNKNOWN },
  { "empty", "", "example.com", SV_ALIGNED_UNKNOWN },
  { "neither", NULL, NULL, SV_ALIGNED_UNKNOWN },
};

static void
test_alignment (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    CHECK_INT (pairs[i].row, sv_alignment (pairs[i].domain, pairs[i].author), pairs[i].aligned);
}

static void
test_names (void)
{
  CHECK_STR ("unknown", sv_aligned_name (SV_ALIGNED_UNKNOWN), NULL);
  CHECK_STR ("none", sv_aligned_name (SV_ALIGNED_NONE), "none");
  CHECK_STR ("relaxed", sv_aligned_name (SV_ALIGNED_RELAXED), "relaxed");
  CHECK_STR ("strict", sv_aligned_name (SV_ALIGNED_STRICT), "strict");
}

static void
test_far_apart (void)
{
  static const struct
  {
    const char *a, *b;
    gboolean apart;
  } rows[] = {
    { "a.example.org", "b.example.org", FALSE },
    { "a.example.org", "a.example.net", TRUE },
    { "a.example.org", "a.sample.org", TRUE },
    { "example.org", "EXAMPLE.ORG.", FALSE },
    { "x.y.example.org", "z.example.org", FALSE },
    { "org", "example.org", FALSE },
    { "", "example.org", FALSE },
    { ".", ".", FALSE },
    /* What one may be in A-labels is not looked at here. */
    { "b\303\274cher.example", "xn--bcher-kva.example", FALSE },
    { "mail.b\303\274cher.example", "mail.buecher.example", FALSE },
    { "example\357\274\216org", "example.org", FALSE }, /* a full-width dot */
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *a = rows[i].a, *b = rows[i].b;
      CHECK_INT (a, sv_far_apart (a, b), rows[i].apart);
      CHECK_INT (a, sv_far_apart (b, a), rows[i].apart);
      CHECK (a, !rows[i].apart || sv_alignment (a, b) < SV_ALIGNED_RELAXED);
    }
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "A-labels", test_ascii },
    { "a bound for names", test_ascii_bound },
    { "organizational domain", test_organization },
    { "alignment", test_alignment },
    { "names", test_names },
    { "far apart", test_far_apart },
    { NULL, NULL },
  };
  return suite_run ("alignment", tests);
}
