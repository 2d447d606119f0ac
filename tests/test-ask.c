/* SPDX-License-Identifier: GPL-3.0-or-later
 * Questions to a server on 127.0.0.1 and to DNS files: answers, parallelism, deadlines, TCP,
 * RCODEs. */

#include "dns-server.h"
#include "dns-text.h"
#include "dns/ask.h"
#include "suite.h"

#include <glib/gstdio.h>
#include <string.h>

/* Far enough away for any machine; only a hanging test reaches it. */
#define LONG (20 * G_USEC_PER_SEC)

static const char server_zone[] = "$TTL 300\n$DEFAULT NXDOMAIN\n"
                                  "example.com. TXT \"v=spf1 -all\"\n"
                                  "example.com. A 192.0.2.1\n"
                                  "example.com. AAAA 2001:db8::1\n"
                                  "example.com. MX 10 mail.example.com.\n"
                                  "alias.example.com. 60 CNAME middle.example.com.\n"
                                  "middle.example.com. CNAME example.com.\n"
                                  "loop.example.com. CNAME loop2.example.com.\n"
                                  "loop2.example.com. CNAME loop.example.com.\n"
                                  "slow.example.com. ANY !TIMEOUT\n"
                                  "broken.example.com. ANY !SERVFAIL\n"
                                  "closed.example.com. ANY !REFUSED\n"
                                  "odd\\000\\046\\\\\\255.example.com. TXT \"odd\"\n"
                                  "bytes.example.com. TXT \"\\000\\255\"\n";

/* An asker of one server, or of none. */
static SvAsk *
new_ask (const DnsServer *server, const char *file)
{
  const char *const resolvers[] = { server ? dns_server_address (server) : NULL, NULL };
  const char *const files[] = { file, NULL };
  const SvAskOptions options
      = { .resolvers = resolvers, .files = files, .no_network = server == NULL };
  g_autoptr (GError) error = NULL;
  SvAsk *ask = sv_ask_new (&options, &error);
  CHECK_STR ("a new asker", error ? error->message : NULL, NULL);
  return ask;
}

typedef struct
{
  const char *name;
  SvDnsType type;
  const char *expected;
} Question;

/* Asks all rows at once, and returns the microseconds it took. */
static gint64
check_questions (SvAsk *ask, const Question *rows, gsize n, gint64 time)
{
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  g_autoptr (SvLookups) lookups = sv_lookups_new (answers);
  for (gsize i = 0; i < n; i++)
    sv_lookups_get (lookups, rows[i].name, rows[i].type);
  gint64 begin = g_get_monotonic_time ();
  sv_ask_answer (ask, lookups, answers, begin + time);
  gint64 taken = g_get_monotonic_time () - begin;
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *text = dns_text (sv_answers_get (answers, rows[i].name, rows[i].type));
      CHECK_STR (rows[i].name, text, rows[i].expected);
    }
  return taken;
}

static void
test_answers (void)
{
  static const Question rows[] = {
    { "Example.COM.", SV_DNS_TXT, "noerror 300 \"v=spf1 -all\"" },
    { "example.com", SV_DNS_A, "noerror 300 192.0.2.1" },
    { "example.com", SV_DNS_AAAA, "noerror 300 2001:db8::1" },
    { "example.com", SV_DNS_MX, "noerror 300 10 mail.example.com." },
    { "example.com", SV_DNS_PTR, "nodata 0" },
    { "other.example.com", SV_DNS_A, "nxdomain 0" },
    { "localhost", SV_DNS_A, "nxdomain 0" },
    { "broken.example.com", SV_DNS_A, "servfail 0" },
    { "closed.example.com", SV_DNS_A, "refused 0" },
    { "alias.example.com", SV_DNS_TXT, "noerror 60 \"v=spf1 -all\"" },
    { "alias.example.com", SV_DNS_CNAME, "noerror 60 middle.example.com." },
    { "alias.example.com", SV_DNS_PTR, "nodata 0" },
    { "loop.example.com", SV_DNS_A, "servfail 0" },
    { "odd\\000\\046\\\xff.example.com", SV_DNS_TXT, "noerror 300 \"odd\"" },
    { "bytes.example.com", SV_DNS_TXT, "noerror 300 \"\\000\\255\"" },
  };
  g_autoptr (DnsServer) server = dns_server_new (server_zone, NULL);
  g_autoptr (SvAsk) ask = new_ask (server, NULL);
  CHECK ("can answer", sv_ask_can_answer (ask));
  gint64 before = g_get_real_time ();
  check_questions (ask, rows, G_N_ELEMENTS (rows), LONG);

  g_autoptr (SvAnswers) answers = sv_answers_new ();
  g_autoptr (SvLookups) lookups = sv_lookups_new (answers);
  sv_lookups_prefetch (lookups, "example.com", SV_DNS_TXT);
  sv_ask_answer (ask, lookups, answers, g_get_monotonic_time () + LONG);
  const SvDnsAnswer *answer = sv_answers_get (answers, "example.com", SV_DNS_TXT);
  CHECK ("time", answer && answer->time >= before && answer->time <= g_get_real_time ());
  CHECK_STR ("name", answer ? answer->name : NULL, "example.com");
}

/* No packet is sent for a name that none can carry, nor for an answer that is there already. */
static void
test_no_packet (void)
{
  static const Question rows[] = {
    { "a..example.com", SV_DNS_TXT, "nxdomain 0" },
    { ".example.com", SV_DNS_TXT, "nxdomain 0" },
    { "01234567890123456789012345678901234567890123456789012345678901234.example", SV_DNS_A,
      "nxdomain 0" },
  };
  g_autoptr (DnsServer) server = dns_server_new (server_zone, NULL);
  g_autoptr (SvAsk) ask = new_ask (server, NULL);
  check_questions (ask, rows, G_N_ELEMENTS (rows), LONG);
  CHECK_INT ("impossible", dns_server_udp_questions (server), 0);

  g_autoptr (SvAnswers) answers = sv_answers_new ();
  g_autoptr (SvLookups) lookups = sv_lookups_new (answers);
  sv_lookups_get (lookups, "example.com", SV_DNS_TXT);
  sv_answers_put (answers, sv_dns_answer_new ("example.com", SV_DNS_TXT, SV_DNS_NODATA));
  sv_ask_answer (ask, lookups, answers, g_get_monotonic_time () + LONG);
  sv_ask_answer (ask, lookups, answers, g_get_monotonic_time () + LONG);
  CHECK_INT ("known", dns_server_udp_questions (server), 0);
}

/* `count` questions of n<i>.example.com, all answered by NXDOMAIN. */
static gint64
ask_many (SvAsk *ask, guint count)
{
  Question *rows = g_new0 (Question, count);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < count; i++)
    {
      g_ptr_array_add (names, g_strdup_printf ("n%u.example.com", i));
      rows[i] = (Question){ names->pdata[i], SV_DNS_A, "nxdomain 0" };
    }
  gint64 taken = check_questions (ask, rows, count, LONG);
  g_free (rows);
  return taken;
}

static void
test_parallel (void)
{
  g_autoptr (DnsServer) server = dns_server_new (server_zone, &(DnsServerSwitches){ .delay = 100 });
  g_autoptr (SvAsk) ask = new_ask (server, NULL);
  gint64 taken = ask_many (ask, 20);
  CHECK ("20 questions, 100 ms each", taken >= 100 * 1000 && taken < G_USEC_PER_SEC);
}

/* More questions than may be on their way. */
static void
test_many (void)
{
  g_autoptr (DnsServer) server = dns_server_new (server_zone, NULL);
  g_autoptr (SvAsk) ask = new_ask (server, NULL);
  ask_many (ask, 1000);
  CHECK ("all asked", dns_server_udp_questions (server) >= 1000);
}

static void
test_deadline (void)
{
  static const Question rows[] = {
    { "example.com", SV_DNS_TXT, "timeout 0" },
    { "example.com", SV_DNS_A, "timeout 0" },
  };
  static const Question mixed[] = {
    { "example.com", SV_DNS_A, "noerror 300 192.0.2.1" },
    { "slow.example.com", SV_DNS_A, "timeout 0" },
  };
  g_autoptr (DnsServer) silent
      = dns_server_new (server_zone, &(DnsServerSwitches){ .silent = TRUE });
  g_autoptr (SvAsk) ask = new_ask (silent, NULL);
  gint64 taken = check_questions (ask, rows, G_N_ELEMENTS (rows), 300 * 1000);
  CHECK ("at the deadline", taken >= 300 * 1000 && taken < G_USEC_PER_SEC);
  CHECK_INT ("asked", dns_server_udp_questions (silent), 2);
  /* What was given up must not come back; and a deadline that has passed asks nothing. */
  taken = check_questions (ask, rows, G_N_ELEMENTS (rows), 0);
  CHECK ("at once", taken < 200 * 1000);
  CHECK_INT ("not asked", dns_server_udp_questions (silent), 2);

  g_autoptr (DnsServer) server = dns_server_new (server_zone, NULL);
  g_autoptr (SvAsk) other = new_ask (server, NULL);
  taken = check_questions (other, mixed, G_N_ELEMENTS (mixed), 300 * 1000);
  CHECK ("one slow name", taken < G_USEC_PER_SEC);
}

/* Answers of a former call that arrive late are nobody's. */
static void
test_late (void)
{
  static const Question early[] = { { "example.com", SV_DNS_TXT, "timeout 0" } };
  static const Question later[] = { { "example.com", SV_DNS_A, "noerror 300 192.0.2.1" } };
  g_autoptr (DnsServer) server = dns_server_new (server_zone, &(DnsServerSwitches){ .delay = 100 });
  g_autoptr (SvAsk) ask = new_ask (server, NULL);
  check_questions (ask, early, 1, 20 * 1000);
  check_questions (ask, later, 1, LONG);
}

static void
test_nobody (void)
{
  static const Question rows[] = { { "example.com", SV_DNS_TXT, "timeout 0" } };
  DnsServer *gone = dns_server_new (server_zone, NULL);
  g_autoptr (SvAsk) ask = new_ask (gone, NULL);
  dns_server_free (gone);
  check_questions (ask, rows, 1, 2 * G_USEC_PER_SEC);
}

static void
test_tcp (void)
{
  static const Question rows[] = {
    { "example.com", SV_DNS_TXT, "noerror 300 \"v=spf1 -all\"" },
    { "example.com", SV_DNS_MX, "noerror 300 10 mail.example.com." },
    { "other.example.com", SV_DNS_MX, "nxdomain 0" },
  };
  g_autoptr (DnsServer) server
      = dns_server_new (server_zone, &(DnsServerSwitches){ .truncate = TRUE });
  g_autoptr (SvAsk) ask = new_ask (server, NULL);
  check_questions (ask, rows, G_N_ELEMENTS (rows), LONG);
  CHECK_INT ("over UDP first", dns_server_udp_questions (server), 3);
  CHECK_INT ("then over TCP", dns_server_tcp_questions (server), 3);
}

/* A zone whose big.example.com has TXT data of `strings` times 250 bytes. */
static char *
big_zone (guint strings)
{
  g_autofree char *text = g_strnfill (250, 'x');
  GString *zone = g_string_new (server_zone);
  g_string_append (zone, "big.example.com. TXT");
  for (guint i = 0; i < strings; i++)
    g_string_append_printf (zone, " \"%s\"", text);
  g_string_append_c (zone, '\n');
  return g_string_free (zone, FALSE);
}

static gsize
ask_size (SvAsk *ask, const char *name)
{
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  g_autoptr (SvLookups) lookups = sv_lookups_new (answers);
  sv_lookups_get (lookups, name, SV_DNS_TXT);
  sv_ask_answer (ask, lookups, answers, g_get_monotonic_time () + LONG);
  const SvDnsAnswer *answer = sv_answers_get (answers, name, SV_DNS_TXT);
  if (!answer || answer->records->len != 1)
    return 0;
  g_autoptr (GBytes) joined
      = sv_dns_record_joined (&g_array_index (answer->records, SvDnsRecord, 0));
  return g_bytes_get_size (joined);
}

/* Up to 1232 bytes come over UDP, after a SERVFAIL too; more comes over TCP. */
static void
test_big (void)
{
  g_autofree char *small = big_zone (4), *large = big_zone (200);
  g_autoptr (DnsServer) server = dns_server_new (small, NULL);
  g_autoptr (SvAsk) ask = new_ask (server, NULL);
  CHECK_INT ("1000 bytes", ask_size (ask, "big.example.com"), 1000);
  CHECK_INT ("broken", ask_size (ask, "broken.example.com"), 0);
  CHECK_INT ("1000 bytes again", ask_size (ask, "big.example.com"), 1000);
  CHECK_INT ("not over TCP", dns_server_tcp_questions (server), 0);

  g_autoptr (DnsServer) other = dns_server_new (large, NULL);
  g_autoptr (SvAsk) more = new_ask (other, NULL);
  CHECK_INT ("50000 bytes", ask_size (more, "big.example.com"), 50000);
  CHECK_INT ("over TCP", dns_server_tcp_questions (other), 1);
}

/* A server that does not know EDNS is asked without, and the next call tries again with. */
static void
test_no_edns (void)
{
  static const Question rows[] = {
    { "example.com", SV_DNS_TXT, "noerror 300 \"v=spf1 -all\"" },
    { "example.com", SV_DNS_A, "noerror 300 192.0.2.1" },
    { "broken.example.com", SV_DNS_A, "servfail 0" },
    { "alias.example.com", SV_DNS_MX, "noerror 60 10 mail.example.com." },
  };
  g_autofree char *zone = big_zone (4);
  g_autoptr (DnsServer) server
      = dns_server_new (zone, &(DnsServerSwitches){ .no_edns = TRUE, .bare_alias = TRUE });
  g_autoptr (SvAsk) ask = new_ask (server, NULL);
  check_questions (ask, rows, G_N_ELEMENTS (rows), LONG);
  CHECK ("with EDNS first", dns_server_edns_questions (server) > 0);
  CHECK_INT ("1000 bytes", ask_size (ask, "big.example.com"), 1000);
  guint tcp = dns_server_tcp_questions (server);
  CHECK ("over TCP", tcp > 0);
  check_questions (ask, rows, G_N_ELEMENTS (rows), LONG);
  dns_server_learn_edns (server);
  CHECK_INT ("1000 bytes with EDNS", ask_size (ask, "big.example.com"), 1000);
  CHECK_INT ("over UDP", dns_server_tcp_questions (server), tcp);
}

/* Servers with faults. */
static void
test_faults (void)
{
  static const Question rows[] = {
    { "example.com", SV_DNS_TXT, "noerror 300 \"v=spf1 -all\"" },
    { "alias.example.com", SV_DNS_TXT, "noerror 60 \"v=spf1 -all\"" },
    { "other.example.com", SV_DNS_TXT, "nxdomain 0" },
    { "loop.example.com", SV_DNS_TXT, "servfail 0" },
  };
  static const struct
  {
    const char *name;
    DnsServerSwitches switches;
  } faults[] = {
    { "aliases without their targets", { .bare_alias = TRUE } },
    { "wrong IDs", { .liar = TRUE } },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (DnsServer) server = dns_server_new (server_zone, &faults[i].switches);
      g_autoptr (SvAsk) ask = new_ask (server, NULL);
      check_questions (ask, rows, G_N_ELEMENTS (rows), LONG);
      CHECK (faults[i].name, dns_server_udp_questions (server) >= G_N_ELEMENTS (rows));
    }
}

/* A DNS file in the file system, removed again by remove_file(). */
static char *
make_file (const char *text)
{
  char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("test-ask-XXXXXX.zone", &path, &error);
  CHECK ("a temporary file", fd >= 0);
  if (fd >= 0)
    g_close (fd, NULL);
  CHECK ("a temporary file", path && g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
remove_file (char *path)
{
  g_unlink (path);
  g_free (path);
}

static void
test_files (void)
{
  static const Question offline[] = {
    { "example.com", SV_DNS_TXT, "noerror 7 \"file\"" },
    { "example.com", SV_DNS_A, "nodata 0" },
    { "other.example.com", SV_DNS_A, "unrecorded 0" },
    { "out.example.com", SV_DNS_A, "unrecorded 0" },
    { "a..example.com", SV_DNS_A, "nxdomain 0" },
  };
  static const Question online[] = {
    { "example.com", SV_DNS_TXT, "noerror 7 \"file\"" },
    { "example.com", SV_DNS_A, "nodata 0" },
    { "other.example.com", SV_DNS_A, "nxdomain 0" },
    { "out.example.com", SV_DNS_TXT, "noerror 8 \"\\000\\255\"" },
    { "alias.example.com", SV_DNS_TXT, "noerror 7 \"file\"" },
  };
  char *file = make_file ("example.com. 7 TXT \"file\"\n"
                          "out.example.com. 8 CNAME bytes.example.com.\n");
  g_autoptr (SvAsk) alone = new_ask (NULL, file);
  CHECK ("a file can answer", sv_ask_can_answer (alone));
  check_questions (alone, offline, G_N_ELEMENTS (offline), LONG);
  /* A bare alias of the network leads back to what the files say. */
  g_autoptr (DnsServer) server
      = dns_server_new (server_zone, &(DnsServerSwitches){ .bare_alias = TRUE });
  g_autoptr (SvAsk) both = new_ask (server, file);
  check_questions (both, online, G_N_ELEMENTS (online), LONG);
  g_autoptr (SvAsk) nothing = new_ask (NULL, NULL);
  CHECK ("nothing can answer", !sv_ask_can_answer (nothing));
  remove_file (file);
}

static void
test_errors (void)
{
  static const struct
  {
    const char *resolver;
    gboolean good;
  } rows[] = {
    { "192.0.2.53", TRUE },
    { "192.0.2.53:5353", TRUE },
    { "2001:db8::53", TRUE },
    { "[2001:db8::53]", TRUE },
    { "[2001:db8::53]:5353", TRUE },
    { "", FALSE },
    { "dns.example", FALSE },
    { "192.0.2.53:", FALSE },
    { "192.0.2.53:0", FALSE },
    { "192.0.2.53:65536", FALSE },
    { "192.0.2.53:x", FALSE },
    { "192.0.2.256", FALSE },
    { "[2001:db8::53", FALSE },
    { "[2001:db8::53]5353", FALSE },
    { "[2001:db8::53]:", FALSE },
    { "2001:db8::53]", FALSE },
    { "fe80::1%eth0", FALSE },
    { "[]", FALSE },
    { ":53", FALSE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *const resolvers[] = { rows[i].resolver, NULL };
      const SvAskOptions options = { .resolvers = resolvers };
      g_autoptr (GError) error = NULL;
      g_autoptr (SvAsk) ask = sv_ask_new (&options, &error);
      CHECK_INT (rows[i].resolver, ask != NULL, rows[i].good);
      CHECK_INT (rows[i].resolver, g_error_matches (error, SV_ASK_ERROR, SV_ASK_ERROR_RESOLVER),
                 !rows[i].good);
    }
}

static void
test_bad_file (void)
{
  char *file = make_file ("example.com. 7 TXT \"file\"\n\nexample.com. A 192.0.2.256\n");
  const char *const files[] = { file, NULL };
  const SvAskOptions options = { .files = files, .no_network = TRUE };
  g_autofree char *place = g_strdup_printf ("%s:3: ", file);
  g_autoptr (GError) error = NULL;
  g_autoptr (SvAsk) ask = sv_ask_new (&options, &error);
  CHECK ("malformed file", !ask);
  CHECK ("malformed file", g_error_matches (error, SV_ZONE_ERROR, SV_ZONE_ERROR_SYNTAX));
  CHECK ("malformed file", error && g_str_has_prefix (error->message, place));
  remove_file (file);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "answers", test_answers },
    { "no packet", test_no_packet },
    { "parallel", test_parallel },
    { "many", test_many },
    { "deadline", test_deadline },
    { "late", test_late },
    { "nobody", test_nobody },
    { "tcp", test_tcp },
    { "big", test_big },
    { "no EDNS", test_no_edns },
    { "faults", test_faults },
    { "files", test_files },
    { "errors", test_errors },
    { "bad file", test_bad_file },
    { NULL, NULL },
  };
  return suite_run ("ask", tests);
}
