/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the corrected record: what is put where, what is refused and why, the zone file, and
 * lists of networks. */

#include "spf/advise.h"

#include "dns/zone.h"
#include "spf/networks.h"
#include "spf/trial.h"
#include "suite.h"

#include <string.h>

/* More rounds than any record can need. */
#define ROUNDS_MAX 40
#define WISHES_MAX 4

static const char zone_text[]
    = "$DEFAULT NXDOMAIN\n"
      "example.com. 300 IN A 198.51.100.7\n"
      "example.com. 300 IN MX 10 mail.example.com.\n"
      "mail.example.com. 300 IN A 192.0.2.1\n"
      "one.example.net. 300 IN TXT \"v=spf1 ip4:203.0.113.0/28 -all\"\n"
      "two.example.net. 300 IN TXT \"v=spf1 include:one.example.net ip4:203.0.113.64/28 ~all\"\n"
      "deep.example.net. 300 IN TXT \"v=spf1 include:two.example.net ~all\"\n"
      "pick.example.net. 300 IN TXT \"v=spf1 -ip4:203.0.113.5 include:one.example.net ~all\"\n"
      "open.example.net. 300 IN TXT \"v=spf1 +all\"\n"
      "bad.example.net. 300 IN TXT \"v=spf1 ipv4:192.0.2.1 -all\"\n"
      "twice.example.net. 300 IN TXT \"v=spf1 -all\"\n"
      "twice.example.net. 300 IN TXT \"v=spf1 mx -all\"\n"
      "slow.example.net. 0 IN TXT !TIMEOUT\n"
      "self.example.net. 300 IN TXT \"v=spf1 include:self.example.net -all\"\n"
      "nine.example.net. 300 IN TXT \"v=spf1 a:mail.example.com a:mail.example.com "
      "a:mail.example.com a:mail.example.com a:mail.example.com a:mail.example.com "
      "a:mail.example.com a:mail.example.com -all\"\n"
      "six.example.net. 300 IN TXT \"v=spf1 ip6:2001:db8:6::/48 -all\"\n"
      "v4.example.net. 300 IN TXT \"v=spf1 exists:%{i}.example.com -all\"\n"
      "plain.example.com. 300 IN A 192.0.2.9\n"
      "many.example.com. 300 IN TXT \"v=spf1 -all\"\n"
      "many.example.com. 300 IN TXT \"v=spf1 mx -all\"\n";

/* DNS as the zone has it, for one test. */
typedef struct
{
  SvZone *zone;
  GPtrArray *zones;
  SvAnswers *answers;
  SvLookups *lookups;
} World;

static World
world_new (void)
{
  g_autoptr (GError) error = NULL;
  World world = { .zone = sv_zone_parse ("test", zone_text, strlen (zone_text), &error) };
  g_assert_no_error (error);
  world.zones = g_ptr_array_new ();
  g_ptr_array_add (world.zones, world.zone);
  world.answers = sv_answers_new ();
  world.lookups = sv_lookups_new (world.answers);
  return world;
}

static void
world_clear (World *world)
{
  sv_lookups_free (world->lookups);
  sv_answers_free (world->answers);
  g_ptr_array_unref (world->zones);
  sv_zone_free (world->zone);
}

static void
answer (World *world)
{
  g_autoptr (GPtrArray) wanted = sv_lookups_take_wanted (world->lookups);
  for (guint i = 0; i < wanted->len; i++)
    {
      const SvDnsQuestion *question = wanted->pdata[i];
      sv_answers_put (world->answers,
                      sv_zone_lookup (world->zones, question->name, question->type));
    }
}

static SvSpfAdvice *
advise (const char *domain, const char *text, const SvSpfWish *wish, GError **error)
{
  World world = world_new ();
  SvSpfAdvice *advice = NULL;
  g_autoptr (GError) wrong = NULL;
  for (guint round = 0; !advice && !wrong && round < ROUNDS_MAX; round++)
    {
      g_autoptr (SvSpfTree) tree = sv_spf_tree_build (domain, text, NULL, world.lookups);
      advice = sv_spf_advise (tree, wish, world.lookups, &wrong);
      answer (&world);
    }
  world_clear (&world);
  if (wrong)
    g_propagate_error (error, g_steal_pointer (&wrong));
  return advice;
}

/* What is advised for a text; NULL: nothing is to be changed. */
static const struct
{
  const char *row;
  const char *text;
  const char *add[WISHES_MAX];
  const char *remove[WISHES_MAX];
  const char *record;
} changes[] = {
  /* clang-format off */
  { "before the closing all", "v=spf1 mx -all", { "192.0.2.7" }, { 0 }, "v=spf1 mx ip4:192.0.2.7 -all" },
  { "the same as a term", "v=spf1 mx -all", { "ip4:192.0.2.7" }, { 0 }, "v=spf1 mx ip4:192.0.2.7 -all" },
  { "a full length is not written", "v=spf1 ~all", { "ip4:192.0.2.7/32" }, { 0 }, "v=spf1 ip4:192.0.2.7 ~all" },
  { "IPv6", "v=spf1 mx -all", { "2001:DB8::7" }, { 0 }, "v=spf1 mx ip6:2001:db8::7 -all" },
  { "IPv6 mapped", "v=spf1 -all", { "ip6:::ffff:192.0.2.7" }, { 0 }, "v=spf1 ip4:192.0.2.7 -all" },
  { "a network", "v=spf1 -all", { "192.0.2.0/24" }, { 0 }, "v=spf1 ip4:192.0.2.0/24 -all" },
  { "host bits are cleared", "v=spf1 -all", { "ip4:192.0.2.9/24" }, { 0 }, "v=spf1 ip4:192.0.2.0/24 -all" },
  { "an explicit plus", "v=spf1 -all", { "+ip4:192.0.2.7" }, { 0 }, "v=spf1 ip4:192.0.2.7 -all" },
  { "before the redirect", "v=spf1 mx redirect=one.example.net", { "192.0.2.7" }, { 0 }, "v=spf1 mx ip4:192.0.2.7 redirect=one.example.net" },
  { "all before a redirect", "v=spf1 ~all redirect=one.example.net", { "192.0.2.7" }, { 0 }, "v=spf1 ip4:192.0.2.7 ~all redirect=one.example.net" },
  { "at the end", "v=spf1 mx", { "192.0.2.7" }, { 0 }, "v=spf1 mx ip4:192.0.2.7" },
  { "an empty record", "v=spf1", { "192.0.2.7" }, { 0 }, "v=spf1 ip4:192.0.2.7" },
  { "case is kept", "V=SPF1 MX -ALL", { "192.0.2.7" }, { 0 }, "V=SPF1 MX ip4:192.0.2.7 -ALL" },
  { "two at once", "v=spf1 -all", { "192.0.2.7", "192.0.2.9" }, { 0 }, "v=spf1 ip4:192.0.2.7 ip4:192.0.2.9 -all" },
  { "twice the same", "v=spf1 -all", { "192.0.2.7", "ip4:192.0.2.7" }, { 0 }, "v=spf1 ip4:192.0.2.7 -all" },
  { "the second lies in the first", "v=spf1 -all", { "192.0.2.0/24", "192.0.2.7" }, { 0 }, "v=spf1 ip4:192.0.2.0/24 -all" },
  { "an include", "v=spf1 mx -all", { "include:one.example.net" }, { 0 }, "v=spf1 mx include:one.example.net -all" },
  { "an include by macro", "v=spf1 -all", { "include:%{i}.example.net" }, { 0 }, "v=spf1 include:%{i}.example.net -all" },
  { "an include that says nothing", "v=spf1 ?include:one.example.net mx -all", { "include:one.example.net" }, { 0 }, "v=spf1 include:one.example.net mx -all" },
  { "before what refuses it", "v=spf1 mx -ip4:192.0.2.0/28 a -all", { "192.0.2.7" }, { 0 }, "v=spf1 mx ip4:192.0.2.7 -ip4:192.0.2.0/28 a -all" },
  { "before what refuses a part of it", "v=spf1 mx -ip4:192.0.2.77 a -all", { "192.0.2.0/24" }, { 0 }, "v=spf1 mx ip4:192.0.2.0/24 -ip4:192.0.2.77 a -all" },
  { "what refuses others is no matter", "v=spf1 mx -ip4:203.0.113.7 a -all", { "192.0.2.0/24" }, { 0 }, "v=spf1 mx -ip4:203.0.113.7 a ip4:192.0.2.0/24 -all" },
  { "before what may refuse a part", "v=spf1 ?exists:%{i}.example.com -all", { "192.0.2.0/24" }, { 0 }, "v=spf1 ip4:192.0.2.0/24 ?exists:%{i}.example.com -all" },
  { "half of it is listed", "v=spf1 ip4:192.0.2.0/25 -all", { "192.0.2.0/24" }, { 0 }, "v=spf1 ip4:192.0.2.0/25 ip4:192.0.2.0/24 -all" },
  { "both ends are listed", "v=spf1 ip4:192.0.2.0 ip4:192.0.2.255 -all", { "192.0.2.0/24" }, { 0 }, "v=spf1 ip4:192.0.2.0 ip4:192.0.2.255 ip4:192.0.2.0/24 -all" },
  { "an include refuses one of it", "v=spf1 include:pick.example.net -all", { "203.0.113.4/30" }, { 0 }, "v=spf1 include:pick.example.net ip4:203.0.113.4/30 -all" },

  { "listed", "v=spf1 ip4:192.0.2.7 -all", { "192.0.2.7" }, { 0 }, NULL },
  { "listed by a network", "v=spf1 ip4:192.0.2.0/24 -all", { "192.0.2.7", "ip4:192.0.2.64/28" }, { 0 }, NULL },
  { "listed by two halves", "v=spf1 ip4:192.0.2.0/25 ip4:192.0.2.128/25 -all", { "192.0.2.0/24" }, { 0 }, NULL },
  { "listed by mx", "v=spf1 mx -all", { "192.0.2.1" }, { 0 }, NULL },
  { "listed by an include", "v=spf1 include:two.example.net -all", { "203.0.113.7", "203.0.113.0/28" }, { 0 }, NULL },
  { "included", "v=spf1 include:ONE.example.net -all", { "include:one.example.net" }, { 0 }, NULL },
  { "included further down", "v=spf1 include:deep.example.net -all", { "include:one.example.net" }, { 0 }, NULL },
  { "included by the redirect", "v=spf1 redirect=two.example.net", { "include:one.example.net" }, { 0 }, NULL },

  { "removed", "v=spf1 mx ip4:192.0.2.7 -all", { 0 }, { "ip4:192.0.2.7" }, "v=spf1 mx -all" },
  { "removed without its qualifier", "v=spf1 ?mx -all", { 0 }, { "mx" }, "v=spf1 -all" },
  { "removed by its qualifier", "v=spf1 ?mx mx -all", { 0 }, { "?mx" }, "v=spf1 mx -all" },
  { "plus is the one left out", "v=spf1 ?mx mx -all", { 0 }, { "+mx" }, "v=spf1 ?mx -all" },
  { "removed in any case", "v=spf1 MX a -all", { 0 }, { "mx" }, "v=spf1 a -all" },
  { "removed by its address", "v=spf1 a ip4:192.0.2.7 -all", { 0 }, { "192.0.2.7" }, "v=spf1 a -all" },
  { "removed twice", "v=spf1 a mx a -all", { 0 }, { "a" }, "v=spf1 mx -all" },
  { "a modifier", "v=spf1 a exp=x.example.com -all", { 0 }, { "exp=x.example.com" }, "v=spf1 a -all" },
  { "a syntax error", "v=spf1 ipv4:192.0.2.1 mx -all", { 0 }, { "ipv4:192.0.2.1" }, "v=spf1 mx -all" },
  { "a dead include", "v=spf1 include:gone.example.net mx -all", { 0 }, { "include:gone.example.net" }, "v=spf1 mx -all" },
  { "a dead redirect", "v=spf1 mx redirect=gone.example.net", { 0 }, { "redirect=gone.example.net" }, "v=spf1 mx" },
  { "one for another", "v=spf1 include:one.example.net -all", { "include:two.example.net" }, { "include:one.example.net" }, "v=spf1 include:two.example.net -all" },
  { "a lookup saved for a lookup", "v=spf1 include:nine.example.net mx -all", { "include:one.example.net" }, { "mx" }, "v=spf1 include:nine.example.net include:one.example.net -all" },
  /* clang-format on */
};

static void
test_changes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      const SvSpfWish wish = { changes[i].add, changes[i].remove };
      g_autoptr (GError) error = NULL;
      g_autoptr (SvSpfAdvice) advice = advise ("example.com", changes[i].text, &wish, &error);
      CHECK (changes[i].row, advice != NULL);
      if (!advice)
        continue;
      const char *wanted = changes[i].record ? changes[i].record : changes[i].text;
      CHECK_INT (changes[i].row, advice->state,
                 changes[i].record ? SV_SPF_ADVICE_CHANGED : SV_SPF_ADVICE_NOTHING);
      CHECK_STR (changes[i].row, advice->record, wanted);
      CHECK_INT (changes[i].row, advice->bytes_before, strlen (changes[i].text));
      CHECK_INT (changes[i].row, advice->bytes_after, strlen (wanted));
      CHECK (changes[i].row, advice->lookups_after <= 10 && advice->voids_after <= 2);
      CHECK_STR (changes[i].row, advice->reason, NULL);
    }
}

/* What is refused: a word of the reason, and the term that should go. */
static const struct
{
  const char *row;
  const char *text;
  const char *add[WISHES_MAX];
  const char *remove[WISHES_MAX];
  const char *reason;
  const char *culprit;
} refusals[] = {
  /* clang-format off */
  { "the eleventh lookup", "v=spf1 include:nine.example.net mx -all", { "include:one.example.net" }, { 0 }, "{lookups} lookups", "mx" },
  { "the only other term is the dear one", "v=spf1 include:nine.example.net -all", { "include:two.example.net" }, { 0 }, "{lookups} lookups", "include:nine.example.net" },
  { "what finds nobody goes first", "v=spf1 include:nine.example.net a:gone.example.com -all", { "include:one.example.net" }, { 0 }, "{lookups} lookups", "a:gone.example.com" },
  { "ptr goes before what works", "v=spf1 include:one.example.net a a a a a a a a ptr -all", { "include:two.example.net" }, { 0 }, "{lookups} lookups", "ptr" },
  { "still too many", "v=spf1 include:nine.example.net a mx ptr -all", { 0 }, { "ptr" }, "{lookups} lookups", "a" },
  { "too many void lookups", "v=spf1 a:x.example.com a:y.example.com a:z.example.com -all", { "192.0.2.7" }, { 0 }, "{voids} lookups", "a:x.example.com" },
  { "an include without a record", "v=spf1 -all", { "include:plain.example.com" }, { 0 }, "without an SPF record", "include:plain.example.com" },
  { "an include of nothing", "v=spf1 -all", { "include:gone.example.net" }, { 0 }, "does not exist", "include:gone.example.net" },
  { "an include with a syntax error", "v=spf1 -all", { "include:bad.example.net" }, { 0 }, "syntax error", "include:bad.example.net" },
  { "an include of two records", "v=spf1 -all", { "include:twice.example.net" }, { 0 }, "more than one", "include:twice.example.net" },
  { "an include that DNS has not", "v=spf1 -all", { "include:slow.example.net" }, { 0 }, "DNS did not answer", "include:slow.example.net" },
  { "an include of itself", "v=spf1 -all", { "include:example.com" }, { 0 }, "leads back", "include:example.com" },
  { "an include with a loop", "v=spf1 -all", { "include:self.example.net" }, { 0 }, "leads back", "include:self.example.net" },
  { "an include of everybody", "v=spf1 -all", { "include:open.example.net" }, { 0 }, "whole internet", "include:open.example.net" },
  { "everybody", "v=spf1 -all", { "0.0.0.0/0" }, { 0 }, "wider", "ip4:0.0.0.0/0" },
  { "half the internet", "v=spf1 -all", { "ip4:0.0.0.0/1" }, { 0 }, "wider", "ip4:0.0.0.0/1" },
  { "IPv6: everybody", "v=spf1 -all", { "ip6:::/0" }, { 0 }, "wider", "ip6:::/0" },
  { "a private address", "v=spf1 -all", { "10.0.0.1" }, { 0 }, "no public address", "ip4:10.0.0.1" },
  { "what is broken already", "v=spf1 include:gone.example.net -all", { "192.0.2.7" }, { 0 }, "does not exist", "include:gone.example.net" },
  { "a syntax error", "v=spf1 ipv4:192.0.2.1 -all", { "192.0.2.7" }, { 0 }, "syntax error", "ipv4:192.0.2.1" },
  { "a second syntax error", "v=spf1 ipv4:192.0.2.1 foo -all", { 0 }, { "foo" }, "syntax error", "ipv4:192.0.2.1" },
  { "void for IPv6 before the include", "v=spf1 a:mail.example.com a:plain.example.com a:mail.example.com -all", { "include:six.example.net" }, { 0 }, "permerror", "a:mail.example.com" },
  { "without its end", "v=spf1 mx -all", { 0 }, { "-all" }, "loosen", "-all" },
  { "without its end, by name", "v=spf1 mx ~all", { 0 }, { "ALL" }, "loosen", "ALL" },
  { "without its redirect", "v=spf1 mx redirect=one.example.net", { 0 }, { "redirect=one.example.net" }, "loosen", "redirect=one.example.net" },
  { "no such term", "v=spf1 mx -all", { 0 }, { "a" }, "has no term", "a" },
  { "no such qualifier", "v=spf1 mx -all", { 0 }, { "?mx" }, "has no term", "?mx" },
  /* clang-format on */
};

static void
test_refusals (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      const SvSpfWish wish = { refusals[i].add, refusals[i].remove };
      g_autoptr (SvSpfAdvice) advice = advise ("example.com", refusals[i].text, &wish, NULL);
      CHECK (refusals[i].row, advice != NULL);
      if (!advice)
        continue;
      CHECK_INT (refusals[i].row, advice->state, SV_SPF_ADVICE_REFUSED);
      CHECK (refusals[i].row, advice->reason && strstr (advice->reason, refusals[i].reason));
      CHECK_STR (refusals[i].row, advice->culprit, refusals[i].culprit);
      CHECK_STR (refusals[i].row, advice->record, NULL);
    }
}

/* By what stands at the name. */
static const struct
{
  const char *domain;
  const char *record; /* NULL: refused */
} published[] = {
  { "one.example.net", "v=spf1 ip4:203.0.113.0/28 ip4:192.0.2.7 -all" },
  { "plain.example.com", "v=spf1 ip4:192.0.2.7 ~all" },
  { "many.example.com", NULL },
  { "gone.example.com", NULL },
  { "slow.example.net", NULL },
  { "bad.example.net", NULL },
};

static void
test_published (void)
{
  static const char *const add[] = { "192.0.2.7", NULL };
  const SvSpfWish wish = { add, NULL };
  for (gsize i = 0; i < G_N_ELEMENTS (published); i++)
    {
      g_autoptr (SvSpfAdvice) advice = advise (published[i].domain, NULL, &wish, NULL);
      CHECK (published[i].domain, advice != NULL);
      if (!advice)
        continue;
      CHECK_STR (published[i].domain, advice->record, published[i].record);
      CHECK_INT (published[i].domain, advice->state,
                 published[i].record ? SV_SPF_ADVICE_CHANGED : SV_SPF_ADVICE_REFUSED);
    }
}

/* No terms at all, or none that --add takes. */
static void
test_wrong_wishes (void)
{
  static const char *const adds[] = { "",
                                      "all",
                                      "+all",
                                      "ptr",
                                      "mx",
                                      "-ip4:192.0.2.1",
                                      "ip4:192.0.2.1/33",
                                      "192.0.2.1/33",
                                      "192.0.2",
                                      "include:",
                                      "include:a.example.com b",
                                      "redirect=one.example.net",
                                      "2001:db8::/129",
                                      "fe80::1%eth0",
                                      "exists:example.com" };
  for (gsize i = 0; i < G_N_ELEMENTS (adds); i++)
    {
      const char *const add[] = { adds[i], NULL };
      const SvSpfWish wish = { add, NULL };
      g_autoptr (GError) error = NULL;
      g_autoptr (SvSpfAdvice) advice = advise ("example.com", "v=spf1 -all", &wish, &error);
      CHECK (adds[i], !advice);
      CHECK (adds[i], g_error_matches (error, SV_SPF_ADVISE_ERROR, SV_SPF_ADVISE_ERROR_WISH));
    }
  static const char *const remove[] = { "a mx", NULL };
  const SvSpfWish wish = { NULL, remove };
  g_autoptr (GError) error = NULL;
  CHECK ("two terms in one", !advise ("example.com", "v=spf1 -all", &wish, &error));
  CHECK ("two terms in one", error && strstr (error->message, "--remove"));
}

/* ---- zone file ---- */

static void
test_zone_text (void)
{
  g_autofree char *plain = sv_spf_zone_text ("v=spf1 -all");
  CHECK_STR ("short", plain, "\"v=spf1 -all\"");
  g_autofree char *odd = sv_spf_zone_text ("v=spf1 x=\"\\\x01\xff");
  CHECK_STR ("quoted", odd, "\"v=spf1 x=\\\"\\\\\\001\\255\"");
  g_autofree char *nothing = sv_spf_zone_text ("");
  CHECK_STR ("empty", nothing, "\"\"");

  GString *record = g_string_new ("v=spf1");
  for (guint i = 0; i < 200; i++)
    g_string_append_printf (record, " ip4:192.0.2.%u", i);
  g_string_append (record, " -all");
  g_autofree char *text = sv_spf_zone_text (record->str);
  g_auto (GStrv) strings = g_strsplit (text, "\" \"", -1);
  GString *joined = g_string_new (NULL);
  for (char **string = strings; *string; string++)
    {
      CHECK ("a string's length", strlen (*string) <= SV_SPF_STRING_MAX + 1);
      g_string_append (joined, *string);
    }
  CHECK ("several strings", g_strv_length (strings) > 10);
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", record->str);
  CHECK_STR ("nothing is lost", joined->str, quoted);
  CHECK ("terms stay whole", g_str_has_suffix (strings[0], " "));
  g_string_free (joined, TRUE);
  g_string_free (record, TRUE);

  g_autofree char *word = g_strnfill (600, 'x');
  g_autofree char *hard = sv_spf_zone_text (word);
  CHECK_INT ("a word of 600 bytes", strlen (hard), 600 + 3 * 2 + 2);
}

/* ---- lists of networks ---- */

static const struct
{
  const char *row;
  const char *networks;
  const char *shortest;
} lists[] = {
  { "nothing", "", "" },
  { "sorted", "198.51.100.1 192.0.2.9 2001:db8::1 192.0.2.1",
    "192.0.2.1 192.0.2.9 198.51.100.1 2001:db8::1" },
  { "contained", "192.0.2.0/24 192.0.2.7 192.0.2.64/28", "192.0.2.0/24" },
  { "contained, the wide one last", "192.0.2.7 192.0.2.64/28 192.0.2.0/24", "192.0.2.0/24" },
  { "twice", "192.0.2.7 192.0.2.7", "192.0.2.7" },
  { "halves", "192.0.2.0/25 192.0.2.128/25", "192.0.2.0/24" },
  { "neighbours that are no halves", "192.0.2.128/25 192.0.3.0/25", "192.0.2.128/25 192.0.3.0/25" },
  { "halves of halves", "192.0.2.0 192.0.2.1 192.0.2.2 192.0.2.3", "192.0.2.0/30" },
  { "a run off its edge", "192.0.2.1 192.0.2.2 192.0.2.3 192.0.2.4",
    "192.0.2.1 192.0.2.2/31 192.0.2.4" },
  { "everything", "0.0.0.0/1 128.0.0.0/1", "0.0.0.0/0" },
  { "host bits", "192.0.2.77/24", "192.0.2.0/24" },
  { "families stay apart", "::/1 0.0.0.0/1 128.0.0.0/1", "0.0.0.0/0 ::/1" },
  { "IPv6", "2001:db8::/33 2001:db8:8000::/33 2001:db8::1", "2001:db8::/32" },
};

static void
test_lists (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr (GArray) networks = g_array_new (FALSE, FALSE, sizeof (SvSpfNetwork));
      g_auto (GStrv) words = g_strsplit (lists[i].networks, " ", -1);
      for (char **word = words; *word && **word; word++)
        {
          SvSpfNetwork network;
          CHECK (lists[i].row, sv_network_parse (*word, &network.network, &network.bits));
          g_array_append_val (networks, network);
        }
      sv_spf_networks_aggregate (networks);
      GString *text = g_string_new (NULL);
      for (guint k = 0; k < networks->len; k++)
        {
          g_autofree char *one = sv_spf_network_text (&g_array_index (networks, SvSpfNetwork, k));
          g_string_append_printf (text, "%s%s", k ? " " : "", one);
        }
      CHECK_STR (lists[i].row, text->str, lists[i].shortest);
      g_string_free (text, TRUE);
    }
}

static const struct
{
  const char *network;
  const char *size;
} sizes[] = {
  { "192.0.2.1", "1" },          { "192.0.2.0/24", "256" },
  { "0.0.0.0/0", "4294967296" }, { "2001:db8::/96", "4294967296" },
  { "2001:db8::/95", "2^33" },   { "::/0", "2^128" },
};

static void
test_sizes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      SvSpfNetwork network;
      CHECK (sizes[i].network,
             sv_network_parse (sizes[i].network, &network.network, &network.bits));
      g_autofree char *size = sv_spf_network_size (&network, NULL);
      CHECK_STR (sizes[i].network, size, sizes[i].size);
    }
}

/* ---- a record that is not published ---- */

static void
test_trial (void)
{
  World world = world_new ();
  SvSpfInput input = { .mail_from = "a@one.example.net", .helo = "one.example.net" };
  sv_ip_parse ("192.0.2.1", -1, &input.ip);
  SvSpfEvaluation *spf = NULL;
  for (guint round = 0; !spf && round < ROUNDS_MAX; round++, answer (&world))
    spf = sv_spf_try ("one.example.net", "v=spf1 mx:example.com -all", &input, world.lookups);
  CHECK ("done", spf && spf->state == SV_SPF_STATE_DONE);
  CHECK_INT ("by the text", spf->result, SV_SPF_PASS);
  CHECK_STR ("by its term", spf->mechanism, "mx:example.com");
  sv_spf_evaluation_free (spf);
  spf = NULL;
  for (guint round = 0; !spf && round < ROUNDS_MAX; round++, answer (&world))
    spf = sv_spf_try ("one.example.net", NULL, &input, world.lookups);
  CHECK_INT ("the published one is still there", spf->result, SV_SPF_FAIL);
  sv_spf_evaluation_free (spf);
  world_clear (&world);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "changes", test_changes },
    { "refusals", test_refusals },
    { "published", test_published },
    { "wrong wishes", test_wrong_wishes },
    { "zone text", test_zone_text },
    { "lists of networks", test_lists },
    { "sizes of networks", test_sizes },
    { "a record that is not published", test_trial },
    { NULL, NULL },
  };
  return suite_run ("advise", tests);
}
