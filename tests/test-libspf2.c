/* SPDX-License-Identifier: GPL-3.0-or-later
 * libspf2 asked one mechanism at a time: what it is asked, what it asks, what it makes of answers.
 */

#include "suite.h"

#include "spf/libspf2.h"

#include <string.h>

/* One answer to every question, and the questions that came. */
typedef struct
{
  const SvDnsAnswer *answer; /* NULL: none */
  GString *asked;
} Source;

static const SvDnsAnswer *
answer_all (gpointer data, const char *name, SvDnsType type)
{
  Source *source = data;
  g_string_append_printf (source->asked, "%s%s %s", source->asked->len ? ", " : "", name,
                          sv_dns_type_name (type));
  return source->answer;
}

static SvDnsAnswer *
address_answer (SvDnsStatus status, SvDnsType type, const char *address)
{
  SvDnsAnswer *answer = sv_dns_answer_new ("h.example", type, status);
  SvDnsRecord record = { 0 };
  if (address && sv_ip_parse (address, -1, &record.ip))
    sv_dns_answer_add (answer, &record);
  return answer;
}

/* Terms with one answer to all questions. */
static const struct
{
  const char *name;
  SvSpfTermKind kind;
  guint bits4, bits6;
  const char *network;
  const char *client;
  SvDnsStatus status; /* of the answer */
  const char *address;
  SvLibspf2Outcome outcome;
  const char *asked;
} rows[] = {
  /* clang-format off */
  { "a", SV_SPF_TERM_A, 32, 128, NULL, "192.0.2.3", SV_DNS_NOERROR, "192.0.2.3", SV_LIBSPF2_MATCH, "h.example A" },
  { "a other", SV_SPF_TERM_A, 32, 128, NULL, "192.0.2.3", SV_DNS_NOERROR, "192.0.2.4", SV_LIBSPF2_NO_MATCH, "h.example A" },
  { "a/24", SV_SPF_TERM_A, 24, 128, NULL, "192.0.2.3", SV_DNS_NOERROR, "192.0.2.99", SV_LIBSPF2_MATCH, "h.example A" },
  { "a/1", SV_SPF_TERM_A, 1, 128, NULL, "192.0.2.3", SV_DNS_NOERROR, "203.0.113.1", SV_LIBSPF2_MATCH, "h.example A" },
  { "a/0", SV_SPF_TERM_A, 0, 128, NULL, "192.0.2.3", SV_DNS_NOERROR, "203.0.113.1", SV_LIBSPF2_MATCH, "h.example A" },
  { "a/0 nothing", SV_SPF_TERM_A, 0, 128, NULL, "192.0.2.3", SV_DNS_NODATA, NULL, SV_LIBSPF2_NO_MATCH, "h.example A" },
  { "a//64", SV_SPF_TERM_A, 32, 64, NULL, "2001:db8::3", SV_DNS_NOERROR, "2001:db8::ffff", SV_LIBSPF2_MATCH, "h.example AAAA" },
  { "a//0", SV_SPF_TERM_A, 32, 0, NULL, "2001:db8::3", SV_DNS_NOERROR, "2001:db8:ffff::1", SV_LIBSPF2_MATCH, "h.example AAAA" },
  { "a of a mapped AAAA", SV_SPF_TERM_A, 32, 128, NULL, "2001:db8::3", SV_DNS_NOERROR, "::ffff:192.0.2.3", SV_LIBSPF2_NO_MATCH, "h.example AAAA" },
  { "a nxdomain", SV_SPF_TERM_A, 32, 128, NULL, "192.0.2.3", SV_DNS_NXDOMAIN, NULL, SV_LIBSPF2_NO_MATCH, "h.example A" },
  { "a servfail", SV_SPF_TERM_A, 32, 128, NULL, "192.0.2.3", SV_DNS_SERVFAIL, NULL, SV_LIBSPF2_ERROR, "h.example A" },
  { "a timeout", SV_SPF_TERM_A, 32, 128, NULL, "192.0.2.3", SV_DNS_TIMEOUT, NULL, SV_LIBSPF2_ERROR, "h.example A" },
  { "exists", SV_SPF_TERM_EXISTS, 32, 128, NULL, "2001:db8::3", SV_DNS_NOERROR, "192.0.2.9", SV_LIBSPF2_MATCH, "h.example A" },
  { "exists not", SV_SPF_TERM_EXISTS, 32, 128, NULL, "192.0.2.3", SV_DNS_NODATA, NULL, SV_LIBSPF2_NO_MATCH, "h.example A" },
  { "mx nothing", SV_SPF_TERM_MX, 32, 128, NULL, "192.0.2.3", SV_DNS_NODATA, NULL, SV_LIBSPF2_NO_MATCH, "h.example MX" },
  { "ptr nothing", SV_SPF_TERM_PTR, 32, 128, NULL, "192.0.2.3", SV_DNS_NXDOMAIN, NULL, SV_LIBSPF2_NO_MATCH, "3.2.0.192.in-addr.arpa PTR" },
  { "ptr nothing, IPv6", SV_SPF_TERM_PTR, 32, 128, NULL, "2001:db8::3", SV_DNS_NXDOMAIN, NULL, SV_LIBSPF2_NO_MATCH,
    "3.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR" },
  { "all", SV_SPF_TERM_ALL, 32, 128, NULL, "192.0.2.3", SV_DNS_NOERROR, NULL, SV_LIBSPF2_MATCH, "" },
  { "ip4", SV_SPF_TERM_IP4, 24, 128, "192.0.2.0", "192.0.2.255", SV_DNS_NOERROR, NULL, SV_LIBSPF2_MATCH, "" },
  { "ip4 outside", SV_SPF_TERM_IP4, 25, 128, "192.0.2.0", "192.0.2.255", SV_DNS_NOERROR, NULL, SV_LIBSPF2_NO_MATCH, "" },
  { "ip4 host bits", SV_SPF_TERM_IP4, 24, 128, "192.0.2.77", "192.0.2.1", SV_DNS_NOERROR, NULL, SV_LIBSPF2_MATCH, "" },
  { "ip4 /0", SV_SPF_TERM_IP4, 0, 128, "203.0.113.0", "192.0.2.255", SV_DNS_NOERROR, NULL, SV_LIBSPF2_MATCH, "" },
  { "ip4 for IPv6", SV_SPF_TERM_IP4, 0, 128, "203.0.113.0", "2001:db8::1", SV_DNS_NOERROR, NULL, SV_LIBSPF2_NO_MATCH, "" },
  { "ip6", SV_SPF_TERM_IP6, 32, 32, "2001:db8::", "2001:db8:1::1", SV_DNS_NOERROR, NULL, SV_LIBSPF2_MATCH, "" },
  { "ip6 /127", SV_SPF_TERM_IP6, 32, 127, "2001:db8::2", "2001:db8::3", SV_DNS_NOERROR, NULL, SV_LIBSPF2_MATCH, "" },
  { "ip6 /128", SV_SPF_TERM_IP6, 32, 128, "2001:db8::2", "2001:db8::3", SV_DNS_NOERROR, NULL, SV_LIBSPF2_NO_MATCH, "" },
  { "ip6 /0", SV_SPF_TERM_IP6, 32, 0, "::1", "2001:db8::3", SV_DNS_NOERROR, NULL, SV_LIBSPF2_MATCH, "" },
  { "ip6 ::", SV_SPF_TERM_IP6, 32, 128, "::", "2001:db8::3", SV_DNS_NOERROR, NULL, SV_LIBSPF2_NO_MATCH, "" },
  { "ip6 with dots", SV_SPF_TERM_IP6, 32, 96, "::192.0.2.1", "::192.0.2.3", SV_DNS_NOERROR, NULL, SV_LIBSPF2_MATCH, "" },
  /* clang-format on */
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      SvSpfTerm term = { .kind = rows[i].kind, .bits4 = rows[i].bits4, .bits6 = rows[i].bits6 };
      SvIp client;
      CHECK (rows[i].name, sv_ip_parse (rows[i].client, -1, &client));
      CHECK (rows[i].name, !rows[i].network || sv_ip_parse (rows[i].network, -1, &term.network));
      SvDnsType type
          = client.family == 6 && rows[i].kind != SV_SPF_TERM_EXISTS ? SV_DNS_AAAA : SV_DNS_A;
      g_autoptr (SvDnsAnswer) answer = address_answer (rows[i].status, type, rows[i].address);
      Source source = { .answer = answer, .asked = g_string_new (NULL) };
      const SvLibspf2Source ask = { .ask = answer_all, .data = &source };
      CHECK_INT (rows[i].name, sv_libspf2_judge (&term, &client, "h.example", &ask),
                 rows[i].outcome);
      CHECK_STR (rows[i].name, source.asked->str, rows[i].asked);
      g_string_free (source.asked, TRUE);
    }
}

/* Without an answer the mechanism ends, and the target goes through untouched. */
static void
test_no_answer (void)
{
  static const char *const targets[] = { "h.example", "%{d}.example", "a b\"c:d/e.example", "%" };
  for (gsize i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      const SvSpfTerm term = { .kind = SV_SPF_TERM_EXISTS };
      const SvIp client = { .family = 4, .bytes = { 192, 0, 2, 3 } };
      Source source = { .asked = g_string_new (NULL) };
      const SvLibspf2Source ask = { .ask = answer_all, .data = &source };
      CHECK_INT (targets[i], sv_libspf2_judge (&term, &client, targets[i], &ask), SV_LIBSPF2_ERROR);
      g_autofree char *expected = g_strconcat (targets[i], " A", NULL);
      CHECK_STR (targets[i], source.asked->str, expected);
      g_string_free (source.asked, TRUE);
    }
}

/* More networks than are kept compiled: all of them must be right. */
static void
test_many_forms (void)
{
  const SvIp client = { .family = 4, .bytes = { 198, 51, 100, 7 } };
  Source source = { .asked = g_string_new (NULL) };
  const SvLibspf2Source ask = { .ask = answer_all, .data = &source };
  guint matches = 0;
  for (guint i = 0; i < 5000; i++)
    {
      SvSpfTerm term = { .kind = SV_SPF_TERM_IP4, .bits4 = 32 };
      term.network = (SvIp){ .family = 4, .bytes = { 198, 51, (guint8)(i / 256), (guint8)i } };
      matches += sv_libspf2_judge (&term, &client, NULL, &ask) == SV_LIBSPF2_MATCH;
    }
  CHECK_INT ("forms", matches, 0);
  SvSpfTerm term = { .kind = SV_SPF_TERM_IP4, .bits4 = 32, .network = client };
  CHECK_INT ("forms", sv_libspf2_judge (&term, &client, NULL, &ask), SV_LIBSPF2_MATCH);
  g_string_free (source.asked, TRUE);
}

static void
test_version (void)
{
  CHECK ("version", g_str_has_prefix (sv_libspf2_version (), "1."));
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "mechanisms", test_rows },
    { "no answer", test_no_answer },
    { "many forms", test_many_forms },
    { "version", test_version },
    { NULL, NULL },
  };
  sv_libspf2_init ();
  return suite_run ("libspf2", tests);
}
