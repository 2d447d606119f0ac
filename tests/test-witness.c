/* SPDX-License-Identifier: GPL-3.0-or-later
 * Stock libspf2 as a witness: where it says something else and why, and where it is not asked. */

#include "suite.h"

#include "dns/zone.h"
#include "spf/libspf2.h"
#include "spf/witness-record.h"
#include "spf/witness.h"

#include <string.h>

#define SPF(name, record) name " 300 IN TXT \"" record "\"\n"
#define LIST "$DEFAULT NXDOMAIN\n"

/* More rounds than the witness has questions. */
#define ROUNDS_MAX 100

/* Answers what is wanted from the zone; how many questions that were. */
static guint
answer_round (SvLookups *lookups, SvAnswers *answers, const GPtrArray *zones)
{
  g_autoptr (GPtrArray) wanted = sv_lookups_take_wanted (lookups);
  for (guint i = 0; i < wanted->len; i++)
    {
      const SvDnsQuestion *question = wanted->pdata[i];
      SvDnsAnswer *answer = sv_zone_lookup (zones, question->name, question->type);
      if (!answer)
        answer = sv_dns_answer_new (question->name, question->type, SV_DNS_UNRECORDED);
      sv_answers_put (answers, answer);
    }
  return wanted->len;
}

/* Evaluates and asks the witness, round by round.  `questions` gets how many the evaluation had,
 * and how many the witness had more. */
static SvSpfEvaluation *
examine (const char *zone_text, const SvSpfInput *input, guint questions[2])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SvZone) zone = sv_zone_parse ("test", zone_text, strlen (zone_text), &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) zones = g_ptr_array_new ();
  g_ptr_array_add (zones, zone);
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  g_autoptr (SvLookups) lookups = sv_lookups_new (answers);
  questions[0] = questions[1] = 0;
  for (guint round = 0; round < ROUNDS_MAX; round++)
    {
      g_autoptr (SvSpfEvaluation) spf = sv_spf_evaluate (input, lookups);
      gboolean evaluated = spf->state != SV_SPF_STATE_WAITING;
      if (evaluated && sv_spf_witness (input, lookups, spf))
        return g_steal_pointer (&spf);
      guint n = answer_round (lookups, answers, zones);
      g_assert_cmpuint (n, >, 0);
      questions[evaluated] += n;
    }
  g_assert_not_reached ();
}

typedef struct
{
  const char *name;
  const char *zone;
  const char *ours, *witness; /* results */
  const char *reason;
  const char *ip;        /* NULL: 192.0.2.1 */
  const char *mail_from; /* NULL: user@example.com */
  const char *helo;
} Row;

static void
check_row (const Row *row, const char *zone)
{
  SvSpfInput input
      = { .mail_from = row->mail_from ? row->mail_from : "user@example.com", .helo = row->helo };
  guint questions[2];
  CHECK (row->name, sv_ip_parse (row->ip ? row->ip : "192.0.2.1", -1, &input.ip));
  g_autoptr (SvSpfEvaluation) spf = examine (zone, &input, questions);
  CHECK_INT (row->name, spf->state, SV_SPF_STATE_DONE);
  CHECK_STR (row->name, sv_spf_result_name (spf->result), row->ours);
  CHECK_STR (row->name, spf->witness.result, row->witness);
  CHECK_STR (row->name, spf->witness.reason, row->reason);
  CHECK (row->name,
         sv_spf_witness_differs (spf) == (row->witness && strcmp (row->witness, row->ours) != 0));
}

#define ELEVEN_A \
  "a:1.example.com a:2.example.com a:3.example.com a:4.example.com a:5.example.com " \
  "a:6.example.com a:7.example.com a:8.example.com a:9.example.com a:10.example.com "
#define TEN_HOSTS \
  "*.example.com. 300 IN A 198.51.100.1\n" \
  "*.example.com. 300 IN TXT \"other\"\n"
#define MX_OF(name) \
  name " 300 IN MX 1 m1.example.net.\n" name " 300 IN MX 2 m2.example.net.\n" name \
       " 300 IN MX 3 m3.example.net.\n" name " 300 IN MX 4 m4.example.net.\n" name \
       " 300 IN MX 5 m5.example.net.\n" name " 300 IN MX 6 m6.example.net.\n" name \
       " 300 IN MX 7 m7.example.net.\n" name " 300 IN MX 8 m8.example.net.\n" name \
       " 300 IN MX 9 m9.example.net.\n" name " 300 IN MX 10 m10.example.net.\n" name \
       " 300 IN MX 11 m11.example.net.\n"
#define PTR_OF(name) \
  name " 300 IN PTR p1.example.net.\n" name " 300 IN PTR p2.example.net.\n" name \
       " 300 IN PTR p3.example.net.\n" name " 300 IN PTR p4.example.net.\n" name \
       " 300 IN PTR p5.example.net.\n" name " 300 IN PTR p6.example.net.\n" name \
       " 300 IN PTR p7.example.net.\n" name " 300 IN PTR p8.example.net.\n" name \
       " 300 IN PTR p9.example.net.\n" name " 300 IN PTR p10.example.net.\n" name \
       " 300 IN PTR p11.example.net.\n"

/* clang-format off */
static const Row agreeing[] = {
  { "pass", LIST SPF ("example.com.", "v=spf1 ip4:192.0.2.0/24 -all"), "pass", "pass", NULL },
  { "fail", LIST SPF ("example.com.", "v=spf1 -all"), "fail", "fail", NULL },
  { "softfail", LIST SPF ("example.com.", "v=spf1 ~all"), "softfail", "softfail", NULL },
  { "neutral", LIST SPF ("example.com.", "v=spf1 ?all"), "neutral", "neutral", NULL },
  { "no all", LIST SPF ("example.com.", "v=spf1 a:mail.example.com"), "neutral", "neutral", NULL },
  { "version alone", LIST SPF ("example.com.", "v=spf1"), "neutral", "neutral", NULL },
  { "no domain", LIST, "none", "none", NULL },
  { "no record", LIST "example.com. 300 IN A 192.0.2.9\n", "none", "none", NULL },
  { "other TXT", LIST "example.com. 300 IN TXT \"hello\"\n", "none", "none", NULL },
  { "two records", LIST SPF ("example.com.", "v=spf1 -all") SPF ("example.com.", "v=spf1 +all"), "permerror", "permerror", NULL },
  { "two records that it must not read", LIST SPF ("example.com.", "v=spf1 foo") SPF ("example.com.", "v=spf1 bar"), "permerror", "permerror", NULL },
  { "IPv6", LIST SPF ("example.com.", "v=spf1 ip6:2001:db8::/32 -all"), "pass", "pass", NULL, .ip = "2001:db8::9" },
  { "a and mx with prefixes", LIST SPF ("example.com.", "v=spf1 a/24//64 mx/24 -all") "example.com. 300 IN A 192.0.2.99\n", "pass", "pass", NULL },
  { "mx", LIST SPF ("example.com.", "v=spf1 mx -all") "example.com. 300 IN MX 5 m.example.com.\nm.example.com. 300 IN A 192.0.2.1\n", "pass", "pass", NULL },
  { "ptr", LIST SPF ("example.com.", "v=spf1 ptr -all") "1.2.0.192.in-addr.arpa. 300 IN PTR m.example.com.\nm.example.com. 300 IN A 192.0.2.1\n", "pass", "pass", NULL },
  { "exists", LIST SPF ("example.com.", "v=spf1 exists:x.example.net -all") "x.example.net. 300 IN A 127.0.0.2\n", "pass", "pass", NULL },
  { "include", LIST SPF ("example.com.", "v=spf1 include:i.example -all") SPF ("i.example.", "v=spf1 ip4:192.0.2.1 -all"), "pass", "pass", NULL },
  { "final dots", LIST SPF ("example.com.", "v=spf1 a:m.example.com. include:i.example. -all") SPF ("i.example.", "v=spf1 ip4:192.0.2.1 -all"), "pass", "pass", NULL },
  { "names from DNS with odd bytes", LIST SPF ("example.com.", "v=spf1 mx -all") "example.com. 300 IN MX 5 a\\092\\000b.example.com.\na\\092\\000b.example.com. 300 IN A 192.0.2.1\n", "pass", "pass", NULL },
  { "include of nothing", LIST SPF ("example.com.", "v=spf1 include:i.example -all"), "permerror", "permerror", NULL },
  { "include of a single label", LIST SPF ("example.com.", "v=spf1 include:%{d}.example -all"), "permerror", "permerror", NULL },
  { "redirect", LIST SPF ("example.com.", "v=spf1 redirect=r.example") SPF ("r.example.", "v=spf1 ip4:192.0.2.1 -all"), "pass", "pass", NULL },
  { "redirect beside all", LIST SPF ("example.com.", "v=spf1 ~all redirect=r.example") SPF ("r.example.", "v=spf1 +all"), "softfail", "softfail", NULL },
  { "exp= is left out", LIST SPF ("example.com.", "v=spf1 -all exp=%{l2r}.%{d2}.example.com"), "fail", "fail", NULL },
  { "unknown modifiers are left out", LIST SPF ("example.com.", "v=spf1 ra=postmaster rr=all -all x=%{d}"), "fail", "fail", NULL },
  { "macros", LIST SPF ("example.com.", "v=spf1 exists:%{ir}.%{v}.%{l}.%{d} -all") "1.2.0.192.in-addr.user.example.com. 300 IN A 127.0.0.2\n", "pass", "pass", NULL },
  { "macros of HELO", LIST SPF ("example.com.", "v=spf1 exists:%{h} -all") "mail.example.net. 300 IN A 127.0.0.2\n", "pass", "pass", NULL, .helo = "mail.example.net" },
  { "%{d} below an include", LIST SPF ("example.com.", "v=spf1 include:i.example -all") SPF ("i.example.", "v=spf1 exists:%{d}.x.%{o} -all") "i.example.x.example.com. 300 IN A 127.0.0.2\n", "pass", "pass", NULL },
  { "null sender", LIST SPF ("mail.example.net.", "v=spf1 ip4:192.0.2.1 -all"), "pass", "pass", NULL, .mail_from = "", .helo = "mail.example.net" },
  { "U-label", LIST SPF ("xn--bcher-kva.example.", "v=spf1 ip4:192.0.2.1 -all"), "pass", "pass", NULL, .mail_from = "a@b\xc3\xbc" "cher.example" },
  { "lookup limit in one record", LIST TEN_HOSTS SPF ("example.com.", "v=spf1 " ELEVEN_A "a:11.example.com mx -all"), "permerror", "permerror", NULL },
  { "includes itself", LIST SPF ("example.com.", "v=spf1 include:example.com -all"), "permerror", "permerror", NULL },
  { "localhost that passes", LIST SPF ("example.com.", "v=spf1 +all"), "pass", "pass", NULL, .ip = "127.0.0.1" },
};

static const Row differing[] = {
  { "void limit", LIST SPF ("example.com.", "v=spf1 a:1.example.net a:2.example.net a:3.example.net ip4:192.0.2.1 -all"),
    "permerror", "pass", "void-limit" },
  { "void limit below an include", LIST SPF ("example.com.", "v=spf1 include:i.example -all")
    SPF ("i.example.", "v=spf1 a:1.example.net a:2.example.net a:3.example.net ~all"), "permerror", "fail", "void-limit" },
  { "an eleventh term that matches", LIST TEN_HOSTS SPF ("example.com.", "v=spf1 " ELEVEN_A "a:mail.example.net -all") "mail.example.net. 300 IN A 192.0.2.1\n",
    "permerror", "pass", "lookup-limit" },
  { "counters of includes", LIST TEN_HOSTS SPF ("example.com.", "v=spf1 include:i.example include:j.example -all")
    SPF ("i.example.", "v=spf1 a:1.example.com a:2.example.com a:3.example.com a:4.example.com a:5.example.com a:6.example.com -all")
    SPF ("j.example.", "v=spf1 a:1.example.com a:2.example.com a:3.example.com a:4.example.com ip4:192.0.2.1 -all"),
    "permerror", "pass", "lookup-limit" },
  { "localhost", LIST SPF ("example.com.", "v=spf1 -all"), "fail", "pass", "localhost", .ip = "127.0.0.1" },
  { "localhost by another number", LIST SPF ("example.com.", "v=spf1 -all"), "fail", "pass", "localhost", .ip = "127.9.9.9" },
  { "localhost, IPv6", LIST SPF ("example.com.", "v=spf1 ~all"), "softfail", "pass", "localhost", .ip = "::1" },
  { "localhost without a record", LIST, "none", "pass", "localhost", .ip = "127.0.0.1" },
  { "localhost before a record that it must not read", LIST SPF ("example.com.", "v=spf1 foo"), "permerror", "pass", "localhost", .ip = "127.0.0.1" },
  { "prefix of 0", LIST SPF ("example.com.", "v=spf1 ip4:192.0.2.1 a/0 -all"), "pass", "permerror", "zero-prefix" },
  { "prefix of 0, IPv6", LIST SPF ("example.com.", "v=spf1 ip6:::/0 ~all"), "softfail", "permerror", "zero-prefix" },
  { "redirect in the middle", LIST SPF ("example.com.", "v=spf1 redirect=r.example ip4:192.0.2.1 ~all") SPF ("r.example.", "v=spf1 -all"),
    "pass", "fail", "inner-redirect" },
  { "eleven mail exchangers", LIST SPF ("example.com.", "v=spf1 mx -all") MX_OF ("example.com.") "m3.example.net. 300 IN A 192.0.2.1\n",
    "permerror", "pass", "mx-limit" },
  { "eleven names of the address", LIST SPF ("example.com.", "v=spf1 ptr:example.org ~all") PTR_OF ("1.2.0.192.in-addr.arpa."),
    "softfail", "permerror", "ptr-limit" },
};

static const Row not_asked[] = {
  { "syntax", LIST SPF ("example.com.", "v=spf1 foo -all"), "permerror", NULL, "syntax" },
  { "syntax below an include", LIST SPF ("example.com.", "v=spf1 include:i.example -all") SPF ("i.example.", "v=spf1 a:"), "permerror", NULL, "syntax" },
  { "a NUL", LIST SPF ("example.com.", "v=spf1 -all\\000"), "permerror", NULL, "syntax" },
  { "macro with a number", LIST SPF ("example.com.", "v=spf1 exists:%{d2}.example.com -all"), "fail", NULL, "macro" },
  { "macro with a delimiter", LIST SPF ("example.com.", "v=spf1 exists:%{l-}.example.com -all"), "fail", NULL, "macro" },
  { "macro in capitals", LIST SPF ("example.com.", "v=spf1 exists:%{D}.example.com -all"), "fail", NULL, "macro" },
  { "macro for the name of the client", LIST SPF ("example.com.", "v=spf1 exists:%{p}.example.com -all"), "fail", NULL, "macro" },
  { "escapes", LIST SPF ("example.com.", "v=spf1 exists:a%-b.example.com -all"), "fail", NULL, "macro" },
  { "macro of a local part with odd letters", LIST SPF ("example.com.", "v=spf1 exists:%{l}.example.com -all"), "fail", NULL, "macro", .mail_from = "a+b@example.com" },
  { "macro of the whole sender", LIST SPF ("example.com.", "v=spf1 exists:%{s}.example.com -all"), "fail", NULL, "macro" },
  { "macro of HELO without HELO", LIST SPF ("example.com.", "v=spf1 exists:%{h}.example.com -all"), "fail", NULL, "macro" },
  { "macro of an odd HELO", LIST SPF ("example.com.", "v=spf1 exists:%{h}.example.com -all"), "fail", NULL, "macro", .helo = "[192.0.2.1]" },
  { "macro behind the deciding term", LIST SPF ("example.com.", "v=spf1 ip4:192.0.2.1 exists:%{d1}.example.com -all"), "pass", NULL, "macro" },
  { "exp= that it would stumble on", LIST SPF ("example.com.", "v=spf1 -all exp=%{d/}.example.com"), "fail", NULL, "modifier" },
  { "modifier with a dot", LIST SPF ("example.com.", "v=spf1 -all x.y=z"), "fail", NULL, "modifier" },
  { "modifier of old", LIST SPF ("example.com.", "v=spf1 -all default=deny"), "fail", NULL, "modifier" },
  { "odd target", LIST SPF ("example.com.", "v=spf1 a:a!b.example.com -all"), "fail", NULL, "odd-name" },
  { "slash in a target", LIST SPF ("example.com.", "v=spf1 exists:a/24.example.com -all"), "fail", NULL, "odd-name" },
  { "odd domain", LIST SPF ("a*b.example.com.", "v=spf1 -all"), "fail", NULL, "odd-name", .mail_from = "u@a*b.example.com" },
  { "invalid domain", LIST, "none", NULL, "invalid-domain", .mail_from = "u@localhost" },
  { "DNS trouble", LIST "example.com. 0 IN TXT !SERVFAIL\n", "temperror", NULL, "dns-trouble" },
  { "an answer that is not recorded", SPF ("example.com.", "v=spf1 a:1.example.com a:2.example.com a:3.example.com a:n.example.net -all")
    "1.example.com. 0 IN A !NXDOMAIN\n2.example.com. 0 IN A !NXDOMAIN\n3.example.com. 0 IN A !NXDOMAIN\n", "permerror", NULL, "dns-unrecorded" },
};
/* clang-format on */

static void
test_agreeing (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (agreeing); i++)
    check_row (&agreeing[i], agreeing[i].zone);
}

static void
test_differing (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (differing); i++)
    check_row (&differing[i], differing[i].zone);
}

static void
test_not_asked (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (not_asked); i++)
    check_row (&not_asked[i], not_asked[i].zone);
}

/* `n` networks, then -all; the client is in none of them. */
static char *
networks (guint n)
{
  GString *zone = g_string_new (LIST "example.com. 300 IN TXT \"v=spf1\"");
  for (guint i = 0; i < n; i++)
    g_string_append_printf (zone, " \" ip4:198.51.100.%u\"", i);
  g_string_append (zone, " \" -all\"\n");
  return g_string_free (zone, FALSE);
}

/* From 65 terms on the last are dropped without a message, and a fail becomes a neutral. */
static void
test_truncated (void)
{
  static const struct
  {
    guint n;
    Row row;
  } rows[] = {
    { 62, { "62 networks", NULL, "fail", "fail", NULL } },
    { 80, { "80 networks", NULL, "fail", "neutral", "truncated-record" } },
    { 200, { "200 networks", NULL, "fail", "neutral", "truncated-record" } },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *zone = networks (rows[i].n);
      check_row (&rows[i].row, zone);
    }
}

/* A record with macros so long that nobody can say what libspf2 keeps of it. */
static void
test_long_macros (void)
{
  GString *zone = g_string_new (LIST "example.com. 300 IN TXT \"v=spf1\"");
  for (guint i = 0; i < 9; i++)
    g_string_append_printf (zone, " \" exists:%%{i}.%u.example.com\"", i);
  g_string_append (zone, " \" -all\"\n*.example.com. 300 IN TXT \"x\"\n");
  static const Row row = { "long", NULL, "permerror", NULL, "macro" };
  check_row (&row, zone->str);
  g_string_free (zone, TRUE);
}

/* Chains without end, and trees that multiply: little is asked for the witness's sake. */
static void
test_questions (void)
{
  GString *chain = g_string_new (LIST SPF ("example.com.", "v=spf1 include:1.example.com -all"));
  GString *tree = g_string_new (LIST);
  for (guint i = 1; i < 200; i++)
    g_string_append_printf (
        chain, "%u.example.com. 300 IN TXT \"v=spf1 include:%u.example.com -all\"\n", i, i + 1);
  for (guint i = 0; i < 30; i++)
    g_string_append_printf (tree,
                            "%u.example.com. 300 IN TXT \"v=spf1 include:%u.example.com "
                            "include:%u.example.com ~all\"\n",
                            i, (2 * i + 1) % 30, (2 * i + 2) % 30);
  SvSpfInput input = { .mail_from = "user@example.com" };
  CHECK ("address", sv_ip_parse ("192.0.2.1", -1, &input.ip));
  guint questions[2];
  g_autoptr (SvSpfEvaluation) deep = examine (chain->str, &input, questions);
  CHECK_STR ("chain", deep->witness.reason, "too-deep");
  CHECK ("chain", questions[0] <= 12);
  CHECK_INT ("chain", questions[1], 0);
  input.mail_from = "user@0.example.com";
  g_autoptr (SvSpfEvaluation) wide = examine (tree->str, &input, questions);
  CHECK_INT ("tree", wide->problem, SV_SPF_PROBLEM_LOOKUP_LIMIT);
  CHECK ("tree", questions[1] <= 40);
  g_string_free (chain, TRUE);
  g_string_free (tree, TRUE);
}

/* What goes to libspf2 in place of a record. */
static const struct
{
  const char *record, *text, *refused;
} records[] = {
  /* clang-format off */
  { "v=spf1", "v=spf1", NULL },
  { "V=SPF1  A  -ALL ", "v=spf1 +a -all", NULL },
  { "v=spf1 ?mx:M.example.com/24//64 ~ptr:p.example", "v=spf1 ?mx:M.example.com/24//64 ~ptr:p.example", NULL },
  { "v=spf1 a/32//128 -all", "v=spf1 +a -all", NULL },
  { "v=spf1 ip4:192.0.2.0/24 ip6:2001:DB8:0::/32 ip6:::ffff:192.0.2.1", "v=spf1 +ip4:192.0.2.0/24 +ip6:2001:db8::/32 +ip6:::ffff:192.0.2.1/128", NULL },
  { "v=spf1 include:_spf.%{d} redirect=%{o} exp=x.example", "v=spf1 +include:_spf.example.com redirect=example.org", NULL },
  { "v=spf1 exists:%{ir}.example", "v=spf1 +exists:1.2.0.192.example", NULL },
  { "v=spf1 exists:%{ir", NULL, "syntax" },
  { "v=spf1 exists:%{i}%%.example", NULL, "macro" },
  { "v=spf1 exists:%{ir.}.example", NULL, "macro" },
  { "v=spf1 exists:%{i10r}.example", NULL, "macro" },
  { "v=spf1 exists:%{I}.example", NULL, "macro" },
  { "v=spf1 exists:a:b.example", NULL, "odd-name" },
  { "v=spf1 exists:\"quoted\".example", NULL, "odd-name" },
  /* clang-format on */
};

static void
test_records (void)
{
  SvMacroValues values = { .domain = "example.com", .sender_domain = "example.org" };
  CHECK ("address", sv_ip_parse ("192.0.2.1", -1, &values.ip));
  for (gsize i = 0; i < G_N_ELEMENTS (records); i++)
    {
      gsize len = strlen (records[i].record);
      g_autofree char *exact = suite_exact (records[i].record, -1);
      SvWitnessRecord record = sv_witness_record_read (exact, len, &values);
      CHECK_STR (records[i].record, record.text, records[i].text);
      CHECK_STR (records[i].record, record.refused, records[i].refused);
      g_free (record.text);
    }
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "agreeing", test_agreeing },       { "differing", test_differing },
    { "not asked", test_not_asked },     { "truncated", test_truncated },
    { "long macros", test_long_macros }, { "questions", test_questions },
    { "records", test_records },         { NULL, NULL },
  };
  sv_libspf2_init ();
  return suite_run ("witness", tests);
}
