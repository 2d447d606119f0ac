/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the search for the border hop: by address, by place, by the chain alone. */

#include "judge/border.h"

#include "mail.h"
#include "suite.h"

#include <string.h>

static const struct
{
  const char *a, *b;
  gboolean same;
} organizations[] = {
  { "mx.example.org", "example.org", TRUE },
  { "mx.example.org", "MX2.Example.ORG", TRUE },
  { "a.example.co.uk", "b.example.co.uk", TRUE },
  { "example.org", "example.net", FALSE },
  { "a.co.uk", "b.co.uk", FALSE },
  { "localhost", "localhost", FALSE },
  { "192.0.2.1", "192.0.2.1", FALSE },
  { "2001:db8::1", "2001:db8::1", FALSE },
  { "[192.0.2.1]", "[192.0.2.1]", FALSE },
  { NULL, "example.org", FALSE },
  { "example.org", NULL, FALSE },
  { "", "", FALSE },
};

static void
test_organization (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (organizations); i++)
    {
      g_autofree char *row = g_strdup_printf ("%s, %s", organizations[i].a, organizations[i].b);
      CHECK_INT (row, sv_same_organization (organizations[i].a, organizations[i].b),
                 organizations[i].same);
    }
}

static const struct
{
  const char *host, *name;
  gboolean under;
} hosts[] = {
  { "mx.google.com", "google.com", TRUE },
  { "google.com", "google.com", TRUE },
  { "MX.Google.com", "google.COM", TRUE },
  { "notgoogle.com", "google.com", FALSE },
  { "com", "google.com", FALSE },
  { "", "google.com", FALSE },
  { "google.com", "", FALSE },
  { NULL, "google.com", FALSE },
  { "google.com", NULL, FALSE },
};

static void
test_under (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *row = g_strdup_printf ("%s under %s", hosts[i].host, hosts[i].name);
      CHECK_INT (row, sv_host_under (hosts[i].host, hosts[i].name), hosts[i].under);
    }
}

/* Number of the first header field of that name. */
static guint
field_number (const SvFacts *facts, const char *name)
{
  const GArray *fields = facts->headers->fields;
  guint i = 0;
  while (i < fields->len && strcmp (g_array_index (fields, SvField, i).name, name) != 0)
    i++;
  return i;
}

/* The same address above and below: the hop below the field is taken, then the nearest above. */
static const char twice[] = "Received: from a ([192.0.2.1]) by one.example.org; date\n"
                            "Received: from b ([192.0.2.2]) by two.example.org; date\n"
                            "Received: from c ([192.0.2.2]) by three.example.org; date\n"
                            "Authentication-Results: mx.example.org; spf=pass\n"
                            "Received: from d ([192.0.2.1]) by four.example.org; date\n"
                            "Received: from e ([192.0.2.1]) by five.example.org; date\n\n";

static void
test_by_address (void)
{
  g_autoptr (SvFacts) facts = mail_facts (twice);
  guint field = field_number (facts, "authentication-results");
  SvIp one = mail_ip ("192.0.2.1"), two = mail_ip ("192.0.2.2"), three = mail_ip ("192.0.2.3");
  CHECK_INT ("nearest below", sv_border_by_address (facts, field, &one, NULL), 3);
  CHECK_INT ("nearest above", sv_border_by_address (facts, field, &two, NULL), 2);
  CHECK_INT ("nowhere", sv_border_by_address (facts, field, &three, NULL), -1);
  CHECK_INT ("from the top", sv_border_by_address (facts, 0, &one, NULL), 0);
}

static void
test_by_address_without_hops (void)
{
  g_autoptr (SvFacts) facts = mail_facts (mail_text ("bare"));
  SvIp ip = mail_ip ("192.0.2.1");
  CHECK_INT ("no hops", sv_border_by_address (facts, 0, &ip, NULL), -1);
  CHECK_INT ("no hops", sv_border_by_chain (facts), -1);
}

/* Rule P.  The verdict stands at the Authentication-Results field; `names` is what it calls its
 * writer. */
static const struct
{
  const char *row;
  const char *text;
  const char *names[3];
  int hop;
} places[] = {
  { "above, the by-host under the name (Gmail)",
    "Received: by 2001:db8::1 with SMTP; date\n"
    "Received: from c.example.com (c.example.com [192.0.2.1]) by mx.google.com; date\n"
    "Authentication-Results: mx.google.com; spf=pass\n"
    "Received: from d.example.com (d.example.com [192.0.2.2]) by c.example.com; date\n\n",
    { "google.com", "mx.google.com" },
    1 },
  { "below, the by-host under the name (Outlook)",
    "Received: from B.eurprd01.prod.outlook.com (2001:db8::1) by A.outlook.office365.com; date\n"
    "Authentication-Results: spf=pass\n"
    "Received: from c.example.com (192.0.2.1) by B.mail.protection.outlook.com; date\n\n",
    { "protection.outlook.com" },
    1 },
  { "below, of the same organization",
    "Received: from in.example.org (in.example.org [203.0.113.3]) by store.example.net; date\n"
    "Authentication-Results: spf.example.org; spf=pass\n"
    "Received: from c.example.com (c.example.com [192.0.2.1]) by mx1.example.org; date\n\n",
    { "spf.example.org" },
    1 },
  { "a hop without an address is looked over",
    "Authentication-Results: mx.example.org; spf=pass\n"
    "Received: by mx.example.org (Postfix, from userid 1); date\n"
    "Received: from c.example.com (c.example.com [192.0.2.1]) by mx.example.org; date\n\n",
    { "mx.example.org" },
    1 },
  { "a private client is none",
    "Authentication-Results: mx.example.org; spf=pass\n"
    "Received: from filter (filter [10.0.0.1]) by mx.example.org; date\n"
    "Received: from c.example.com (c.example.com [192.0.2.1]) by mx.example.org; date\n\n",
    { "mx.example.org" },
    1 },
  { "the host itself under another address is none",
    "Received: from c.example.com (c.example.com [192.0.2.1]) by mx.example.org; date\n"
    "Authentication-Results: mx.example.org; spf=pass\n"
    "Received: from mx.example.org (mx.example.org [203.0.113.3]) by mx.example.org; date\n\n",
    { "mx.example.org" },
    0 },
  { "a name that no host has: below",
    "Received: from in.example.net (in.example.net [203.0.113.3]) by store.example.net; date\n"
    "Authentication-Results: OpenDMARC; spf=pass\n"
    "Received: from c.example.com (c.example.com [192.0.2.1]) by mx.example.org; date\n\n",
    { "OpenDMARC" },
    1 },
  { "nothing below: above",
    "Received: from c.example.com (c.example.com [192.0.2.1]) by mx.example.org; date\n"
    "Authentication-Results: OpenDMARC; spf=pass\n\n",
    { "OpenDMARC" },
    0 },
  { "further away, but of the writer",
    "Received: from c.example.com (c.example.com [192.0.2.1]) by mx.example.org; date\n"
    "Received: from d.example.com (d.example.com [192.0.2.2]) by c.example.com; date\n"
    "Authentication-Results: mx.example.org; spf=pass\n"
    "Received: from e.example.com (e.example.com [192.0.2.3]) by d.example.com; date\n\n",
    { "mx.example.org" },
    0 },
  { "no usable hop at all",
    "Authentication-Results: mx.example.org; spf=pass\n"
    "Received: from localhost (localhost [127.0.0.1]) by mx.example.org; date\n\n",
    { "mx.example.org" },
    -1 },
  { "no hop at all", "Authentication-Results: mx.example.org; spf=pass\n\n", { "x.example" }, -1 },
};

static void
test_by_place (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (SvFacts) facts = mail_facts (places[i].text);
      guint field = field_number (facts, "authentication-results");
      CHECK_INT (places[i].row, sv_border_by_place (facts, field, places[i].names), places[i].hop);
    }
}

static const struct
{
  const char *row;
  const char *text;
  int hop;
} chains[] = {
  { "the topmost is from outside",
    "Received: from c.example.com (c.example.com [192.0.2.1]) by mx.example.org; date\n"
    "Received: from d.example.com (d.example.com [192.0.2.2]) by c.example.com; date\n\n",
    0 },
  { "hops inside are passed",
    "Received: from b.example.org (b.example.org [203.0.113.2]) by a.example.org; date\n"
    "Received: from localhost (localhost [127.0.0.1]) by b.example.org; date\n"
    "Received: from c.example.com (c.example.com [192.0.2.1]) by b.example.org; date\n\n",
    2 },
  { "only private addresses", "Received: from a (a [10.0.0.1]) by mx.example.org; date\n\n", -1 },
};

static void
test_by_chain (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (chains); i++)
    {
      g_autoptr (SvFacts) facts = mail_facts (chains[i].text);
      CHECK_INT (chains[i].row, sv_border_by_chain (facts), chains[i].hop);
    }
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "organization", test_organization },
    { "host under a name", test_under },
    { "by address", test_by_address },
    { "without hops", test_by_address_without_hops },
    { "by place", test_by_place },
    { "by chain", test_by_chain },
    { NULL, NULL },
  };
  return suite_run ("border", tests);
}
