/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of envelope senders that a program made of another address. */

#include "mail/sender-rewriting.h"

#include "suite.h"

#include <string.h>

static const struct
{
  const char *address;
  const char *kind; /* NULL: an ordinary address */
  const char *sender;
  const char *recipient;
  const char *forwarder;
} rows[] = {
  /* SRS: the two forms, their separators, and one in the other. */
  { "SRS0=HHHH=TT=example.com=a@fwd.example", "SRS", "a@example.com", NULL, "fwd.example" },
  { "srs0=hhhh=tt=example.com=a@fwd.example", "SRS", "a@example.com", NULL, "fwd.example" },
  { "SRS0+HHHH=TT=example.com=a@fwd.example", "SRS", "a@example.com", NULL, "fwd.example" },
  { "SRS0-HHHH=TT=example.com=a@fwd.example", "SRS", "a@example.com", NULL, "fwd.example" },
  { "SRS0=HHHH=TT=example.com=a=b+c@fwd.example", "SRS", "a=b+c@example.com", NULL, "fwd.example" },
  { "SRS1=HHHH=one.example==GGGG=TT=example.com=a@two.example", "SRS", "a@example.com", NULL,
    "two.example" },
  { "SRS1+HHHH=one.example=+GGGG=TT=example.com=a@two.example", "SRS", "a@example.com", NULL,
    "two.example" },
  { "SRS1-HHHH=one.example=-GGGG=TT=example.com=a@two.example", "SRS", "a@example.com", NULL,
    "two.example" },
  { "SRS0=HHHH=TT=one.example=SRS0=GGGG=TT=example.com=a@two.example", "SRS", "a@example.com", NULL,
    "two.example" },
  { "SRS0=HHHH=TT=one.example=SRS1=GGGG=two.example==FFFF=TT=example.com=a@three.example", "SRS",
    "a@example.com", NULL, "three.example" },
  { "box+SRS=HHHHH=TT=example.com=a@fwd.example", "SRS", "a@example.com", NULL, "fwd.example" },
  { "bounces+SRS=HHHHH=TT@fwd.example", "SRS", NULL, NULL, "fwd.example" },

  /* What only begins like it. */
  { "SRS0@fwd.example", NULL },
  { "SRS0=@fwd.example", NULL },
  { "SRS0=HHHH@fwd.example", NULL },
  { "SRS0=HHHH=TT@fwd.example", NULL },
  { "SRS0=HHHH=TT=example.com@fwd.example", NULL },
  { "SRS0=HHHH=TT=example.com=@fwd.example", NULL },
  { "SRS0=HHHH=TT=nodots=a@fwd.example", NULL },
  { "SRS0==TT=example.com=a@fwd.example", NULL },
  { "SRS1=HHHH=one.example=@two.example", NULL },
  { "SRS2=HHHH=TT=example.com=a@fwd.example", NULL },
  { "srsly@example.com", NULL },
  { "+SRS=HHHHH=TT@fwd.example", NULL },

  /* BATV. */
  { "prvs=2345AB67CD=a@example.com", "BATV", "a@example.com", NULL, NULL },
  { "PRVS=0123456789=a.b@example.com", "BATV", "a.b@example.com", NULL, NULL },
  { "prvs=06135d1bf=a=b@example.com", "BATV", "a=b@example.com", NULL, NULL },
  { "prvs=a/2345AB67CD@example.com", "BATV", "a@example.com", NULL, NULL },
  { "msprvs1=20001abcDEF=bounces-1@example.com", "BATV", "bounces-1@example.com", NULL, NULL },
  { "btv1==0001abcdef==a@example.com", "BATV", "a@example.com", NULL, NULL },
  { "prvs=@example.com", NULL },
  { "prvs=2345AB67CD@example.com", NULL },
  { "prvs=2345AB67CD=@example.com", NULL },
  { "btv1==0001@example.com", NULL },
  { "btv1==0001=a@example.com", NULL },

  /* Recipients in senders. */
  { "user+caf_=other=example.net@example.com", "Gmail forwarding", NULL, "other@example.net",
    "user@example.com" },
  { "user+caf_=other@example.com", NULL },
  { "+caf_=other=example.net@example.com", NULL },
  { "users-return-1234-b=example.org@lists.example.net", "ezmlm VERP", NULL, "b@example.org",
    NULL },
  { "users-return-b=example.org@lists.example.net", NULL },
  { "users-return-1234@lists.example.net", NULL },
  { "users-bounces+b=example.org@lists.example.net", "VERP", NULL, "b@example.org", NULL },
  { "bounces+123-45-b=example.org@em.example.net", "VERP", NULL, "123-45-b@example.org", NULL },
  { "list+tag@example.net", NULL },
  { "a+b=c@example.net", NULL },
  { "a+=example.org@example.net", NULL },
  { "+b=example.org@example.net", NULL },

  /* Ordinary, odd, or none. */
  { "a@example.com", NULL },
  { "example.com", NULL },
  { "@example.com", NULL },
  { "a@", NULL },
  { "", NULL },
  { NULL, NULL },
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *row = rows[i].address ? rows[i].address : "no address";
      g_autofree char *copy = g_strdup (rows[i].address);
      GStringChunk *strings = g_string_chunk_new (64);
      SvSenderRewriting found;
      gboolean held = sv_sender_rewriting (copy, strings, &found);
      g_clear_pointer (&copy, g_free); /* nothing of it is borrowed */
      CHECK_INT (row, held, rows[i].kind != NULL);
      CHECK_STR (row, sv_rewriting_name (found.kind), rows[i].kind);
      CHECK_STR (row, found.sender, rows[i].sender);
      CHECK_STR (row, found.recipient, rows[i].recipient);
      CHECK_STR (row, found.forwarder, rows[i].forwarder);
      g_string_chunk_free (strings);
    }
}

/* A chain without end is followed for a while, and takes no time. */
static void
test_deep_nesting (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (int i = 0; i < 20000; i++)
    g_string_append (text, "SRS0=H=T=one.example=");
  g_string_append (text, "a@two.example");
  GStringChunk *strings = g_string_chunk_new (64);
  SvSenderRewriting found;
  CHECK ("deep", sv_sender_rewriting (text->str, strings, &found));
  CHECK_STR ("deep", sv_rewriting_name (found.kind), "SRS");
  CHECK ("deep", g_str_has_prefix (found.sender, "SRS0="));
  g_string_chunk_free (strings);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "rows", test_rows },
    { "deep nesting", test_deep_nesting },
    { NULL, NULL },
  };
  return suite_run ("sender-rewriting", tests);
}
