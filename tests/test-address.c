/* SPDX-License-Identifier: GPL-3.0-or-later
 * Mail addresses: the envelope's path, and what real From fields make of RFC 5322. */

#include "mail/address.h"
#include "suite.h"

#include <string.h>

/* Time in which a hostile field of 1 MB must be read, with sanitizers on a slow machine; a walk in
 * quadratic time takes hours. */
#define HOSTILE_SECONDS 20
#define HOSTILE_BYTES (1024 * 1024)

#define MAILBOXES_MAX 3

/* clang-format off */
static const struct
{
  const char *name;
  const char *value;
  const char *address;
} paths[] = {
  { "brackets", "<a@b.example>", "a@b.example" },
  { "no brackets", "a@b.example", "a@b.example" },
  { "null sender", "<>", "" },
  { "null sender with blanks", " < > ", "" },
  { "null sender with comment", "<> (bounce)", "" },
  { "comments", "(x) <a@b.example> (y)", "a@b.example" },
  { "comment inside", "<a@b.example (y)>", "a@b.example" },
  { "white space inside", "< a@b.example >", "a@b.example" },
  { "doubled brackets", "<<a@b.example>>", "a@b.example" },
  { "source route", "<@x.example,@y.example:a@b.example>", "a@b.example" },
  { "quoted local part", "<\"a b\"@b.example>", "\"a b\"@b.example" },
  { "bracket in the local part", "<\"a>b\"@b.example>", "\"a>b\"@b.example" },
  { "quoted, no brackets", "\"a b\"@b.example", "\"a b\"@b.example" },
  { "quoted address", "<\"a@b.example\">", "a@b.example" },
  { "two at", "<bounce+a@c.example@b.example>", "bounce+a@c.example@b.example" },
  { "VERP", "<l-bounces+a=c.example@b.example>", "l-bounces+a=c.example@b.example" },
  { "SRS", "<SRS0=Ab/c=XY=c.example=a@b.example>", "SRS0=Ab/c=XY=c.example=a@b.example" },
  { "junk behind", "<a@b.example> SIZE=1", "a@b.example" },
  { "junk behind, no brackets", "a@b.example junk", "a@b.example" },
  { "name in front", "Name <a@b.example>", "a@b.example" },
  { "unclosed", "<a@b.example", "a@b.example" },
  { "closed only", "a@b.example>", "a@b.example" },
  { "no domain", "<postmaster>", "postmaster" },
  { "U-label", "<a@b\xc3\xbc.example>", "a@b\xc3\xbc.example" },
  { "address literal", "<a@[192.0.2.1]>", "a@[192.0.2.1]" },
  { "empty", "", NULL },
  { "comment alone", "(none)", NULL },
  { "hidden", "<[removed]>", NULL },
  { "words", "<multiple recipients>", NULL },
  { "quote that never ends", "<\"a@b.example>", "\"a@b.example" },
};

static const struct
{
  const char *name;
  const char *value;
  gboolean good;
  struct
  {
    const char *name, *address, *domain;
  } boxes[MAILBOXES_MAX];
} lists[] = {
  { "bare", "a@b.example", TRUE, { { NULL, "a@b.example", "b.example" } } },
  { "name", "Ann Ex <a@b.example>", TRUE, { { "Ann Ex", "a@b.example", "b.example" } } },
  { "quoted name", "\"Ex, Ann \\\"A\\\"\" <a@b.example>", TRUE, { { "Ex, Ann \"A\"", "a@b.example", "b.example" } } },
  { "name in a comment", "a@b.example (Ann Ex)", TRUE, { { "Ann Ex", "a@b.example", "b.example" } } },
  { "comment beside a name", "Ann <a@b.example> (work)", TRUE, { { "Ann", "a@b.example", "b.example" } } },
  { "encoded name", "=?utf-8?B?w4RubmE=?= <a@b.example>", TRUE, { { "\xc3\x84nna", "a@b.example", "b.example" } } },
  { "encoded name in quotes", "\"=?utf-8?B?w4RubmE=?= Ex\" <a@b.example>", TRUE, { { "\xc3\x84nna Ex", "a@b.example", "b.example" } } },
  { "two", "Ann <a@b.example>, c@d.example", TRUE, { { "Ann", "a@b.example", "b.example" }, { NULL, "c@d.example", "d.example" } } },
  { "two without a blank", "Ann <a@b.example>,Bob <c@d.example>", TRUE, { { "Ann", "a@b.example", "b.example" }, { "Bob", "c@d.example", "d.example" } } },
  { "empty elements", "a@b.example,, c@d.example,", TRUE, { { NULL, "a@b.example", "b.example" }, { NULL, "c@d.example", "d.example" } } },
  { "group", "Team: a@b.example, Bob <c@d.example>;, e@f.example", TRUE,
    { { NULL, "a@b.example", "b.example" }, { "Bob", "c@d.example", "d.example" }, { NULL, "e@f.example", "f.example" } } },
  { "no name before the bracket", "<a@b.example>", TRUE, { { NULL, "a@b.example", "b.example" } } },
  { "white space in the brackets", "Ann <a@b.example >", TRUE, { { "Ann", "a@b.example", "b.example" } } },
  { "quoted local part", "Ann <\"a>,b\"@b.example>", TRUE, { { "Ann", "\"a>,b\"@b.example", "b.example" } } },
  { "quoted local part, bare", "\"a b\"@b.example", TRUE, { { NULL, "\"a b\"@b.example", "b.example" } } },
  { "empty local part in quotes", "Ann <\"\"@b.example>", TRUE, { { "Ann", "\"\"@b.example", "b.example" } } },
  { "address as name", "\"c@d.example\" <a@b.example>", TRUE, { { "c@d.example", "a@b.example", "b.example" } } },
  { "UTF-8", "\xc3\x84nna <a@b\xc3\xbc.example>", TRUE, { { "\xc3\x84nna", "a@b\xc3\xbc.example", "b\xc3\xbc.example" } } },
  { "address literal", "a@[192.0.2.1]", TRUE, { { NULL, "a@[192.0.2.1]", "[192.0.2.1]" } } },

  { "comma in the name", "Ex, Ann <a@b.example>", FALSE, { { "Ex, Ann", "a@b.example", "b.example" } } },
  { "comma behind the name", "Ann, <a@b.example>", FALSE, { { "Ann", "a@b.example", "b.example" } } },
  { "comma behind the quoted name", "\"Ann\", <a@b.example>", FALSE, { { "Ann", "a@b.example", "b.example" } } },
  { "comma behind a quoted address", "\"c@d.example\", <a@b.example>", FALSE, { { "c@d.example", "a@b.example", "b.example" } } },
  { "comma and underscore", "Ann Ex ,_<a@b.example>", FALSE, { { "Ann Ex,_", "a@b.example", "b.example" } } },
  { "final dot", "a@b.example.", FALSE, { { NULL, "a@b.example.", "b.example" } } },
  { "quotes in the brackets", "Ann <\"a@b.example\">", FALSE, { { "Ann", "a@b.example", "b.example" } } },
  { "quotes around it all", "\"a@b.example\"", FALSE, { { NULL, "a@b.example", "b.example" } } },
  { "name in the brackets", "Ann <Ex>", FALSE, { { "Ann", NULL, NULL } } },
  { "empty brackets", "\"Ann\" <>", FALSE, { { "Ann", NULL, NULL } } },
  { "doubled empty brackets", "\"Ann\"<<>>", FALSE, { { "Ann", NULL, NULL } } },
  { "doubled brackets", "Ann <<a@b.example>>", FALSE, { { "Ann", "a@b.example", "b.example" } } },
  { "second address", "\"x\" <a@b.example> <c@d.example>", FALSE, { { "x", "c@d.example", "d.example" } } },
  { "address in front", "c@d.example <a@b.example>", FALSE, { { "c@d.example", "a@b.example", "b.example" } } },
  { "address in a comment", "Ann,(<a@b.example>)", FALSE, { { "Ann", "a@b.example", "b.example" } } },
  { "unclosed quote", "\"Ann <a@b.example>", FALSE, { { "Ann", "a@b.example", "b.example" } } },
  { "quote at the end", "Ann\" <a@b.example>", FALSE, { { "Ann", "a@b.example", "b.example" } } },
  { "unclosed bracket", "Ann <a@b.example", FALSE, { { "Ann", "a@b.example", "b.example" } } },
  { "unclosed bracket before another", "Ann <a@b.example, Bob <c@d.example>", FALSE,
    { { "Ann", "a@b.example", "b.example" }, { "Bob", "c@d.example", "d.example" } } },
  { "bracket too many", "Ann a@b.example>", FALSE, { { "Ann", "a@b.example", "b.example" } } },
  { "unclosed comment", "Ann (Ex <a@b.example>", FALSE, { { "Ann Ex", "a@b.example", "b.example" } } },
  { "leading colon", ": Ann <a@b.example>", FALSE, { { "Ann", "a@b.example", "b.example" } } },
  { "colon in the name", "Re: Ann <a@b.example>", FALSE, { { "Re: Ann", "a@b.example", "b.example" } } },
  { "semicolon between", "a@b.example; c@d.example", FALSE, { { NULL, "a@b.example", "b.example" }, { NULL, "c@d.example", "d.example" } } },
  { "words and an address", "Ann a@b.example", FALSE, { { "Ann", "a@b.example", "b.example" } } },
  { "word, comma, address", "Ann, a@b.example", FALSE, { { "Ann", "a@b.example", "b.example" } } },
  { "address between words", "Ann a@b.example Ex", FALSE, { { "Ann Ex", "a@b.example", "b.example" } } },
  { "comment between words", "Ann(x)Ex <a@b.example>", TRUE, { { "Ann Ex", "a@b.example", "b.example" } } },
  { "two at", "Ann <a@c.example@b.example>", FALSE, { { "Ann", "a@c.example@b.example", "b.example" } } },
  { "comma for a dot", "Ann <a@b,example>", FALSE, { { "Ann", "a@b,example", "b,example" } } },
  { "quote in the domain", "Ann <a@'b.example>", TRUE, { { "Ann", "a@'b.example", "'b.example" } } },
  { "no domain", "Ann <a@>", FALSE, { { "Ann", "a@", NULL } } },
  { "words", "Ann Ex", FALSE, { { "Ann Ex", NULL, NULL } } },
  { "empty", "", FALSE, { { NULL, NULL, NULL } } },
  { "blank", "  ", FALSE, { { NULL, NULL, NULL } } },
  { "commas", ",,", FALSE, { { NULL, NULL, NULL } } },
};

static const struct
{
  const char *address;
  const char *domain;
} domains[] = {
  { "a@b.example", "b.example" },
  { "a@b@c.example", "c.example" },
  { "b.example", NULL },
  { "a@", NULL },
  { "", NULL },
  { NULL, NULL },
};
/* clang-format on */

static void
test_paths (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      GStringChunk *strings = g_string_chunk_new (64);
      g_autofree char *copy = suite_exact (paths[i].value, -1);
      SvSlice value = { copy, strlen (paths[i].value) };
      CHECK_STR (paths[i].name, sv_address_path (value, strings), paths[i].address);
      g_string_chunk_free (strings);
    }
}

static void
test_lists (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      const char *name = lists[i].name;
      GStringChunk *strings = g_string_chunk_new (64);
      g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (SvMailbox));
      g_autofree char *copy = g_strdup (lists[i].value);
      CHECK_INT (name, sv_address_list (copy, strings, boxes), lists[i].good);
      guint n = 0;
      while (n < MAILBOXES_MAX && (lists[i].boxes[n].name || lists[i].boxes[n].address))
        n++;
      CHECK_INT (name, boxes->len, n);
      for (guint k = 0; k < MIN (n, boxes->len); k++)
        {
          const SvMailbox *box = &g_array_index (boxes, SvMailbox, k);
          CHECK_STR (name, box->name, lists[i].boxes[k].name);
          CHECK_STR (name, box->address, lists[i].boxes[k].address);
          CHECK_STR (name, box->domain, lists[i].boxes[k].domain);
        }
      g_string_chunk_free (strings);
    }
}

static void
test_domains (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++)
    CHECK_STR (domains[i].address ? domains[i].address : "(null)",
               sv_address_domain (domains[i].address), domains[i].domain);
}

/* clang-format off */
static const char *const hostile[] = {
  "(", ")", "<", ">", "<<", "<>", "< ", "\"", "\" ", "\\\"", "<\"", "<\"> ", "<\\\"> ", "@", "@:", "a@", ",", "a,", "\"a@b\",", ":", ";",
  "a:", "a:;", "a@b.example,", "<a@b>", "(a)", "a(", "\\", "=?", "=?utf-8?Q?a?=", "a ",
};
/* clang-format on */

static void
test_hostile (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      GString *value = g_string_sized_new (HOSTILE_BYTES + 16);
      while (value->len < HOSTILE_BYTES)
        g_string_append (value, hostile[i]);
      GStringChunk *strings = g_string_chunk_new (64);
      g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (SvMailbox));
      gint64 start = g_get_monotonic_time ();
      sv_address_path ((SvSlice){ value->str, value->len }, strings);
      sv_address_list (value->str, strings, boxes);
      CHECK (hostile[i], g_get_monotonic_time () - start < HOSTILE_SECONDS * G_USEC_PER_SEC);
      g_string_chunk_free (strings);
      g_string_free (value, TRUE);
    }
}

int
main (void)
{
  static const SuiteTest tests[] = { { "paths", test_paths },
                                     { "lists", test_lists },
                                     { "domains", test_domains },
                                     { "hostile", test_hostile },
                                     { NULL, NULL } };
  return suite_run ("address", tests);
}
