/* SPDX-License-Identifier: GPL-3.0-or-later
 * DNS packets: the question we send, and answers as resolvers, broken servers and attackers send
 * them. */

#include "dns-text.h"
#include "dns/wire.h"
#include "suite.h"

#include <string.h>

/* Pieces of packets.  The question is example.com; its name is at offset 12, "com" at 20. */
#define OK "\x81\x80"
#define NXDOMAIN "\x81\x83"
#define N(a) "\0" a
#define HEAD(flags, answers, others, more) \
  "\x12\x34" flags "\0\1\0" answers "\0" others "\0" more "\7example\3com\0\0\x10\0\1"
#define ME "\xc0\x0c"
#define IN "\0\1"
#define TTL(a) "\0\0\0" a
#define OPT(rcode) "\0\0\x29\x04\xd0" rcode "\0\0\0\0\0"
#define SOA_DATA "\2ns\xc0\x0c\0\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0\x1e"
#define SOA "\xc0\x0c\0\6\0\1\0\0\0\x64\0\x1a" SOA_DATA

typedef struct
{
  const char *name;
  SvDnsType type;
  const char *packet;
  gsize len;
  const char *expected; /* as dns_text(), or "→ name ttl" */
} Row;
#define ROW(name, type, packet, expected) \
  { \
    name, SV_DNS_##type, packet, sizeof (packet) - 1, expected \
  }

/* clang-format off */
static const Row rows[] = {
  ROW ("one TXT", TXT, HEAD (OK, "\1", "\0", "\0") ME "\0\x10" IN TTL ("\x3c") "\0\6\2ab\2\0\xff",
       "noerror 60 \"ab\" \"\\000\\255\""),
  ROW ("smallest TTL, other types and classes left out", TXT,
       HEAD (OK, "\4", "\0", "\0") ME "\0\x10" IN TTL ("\x3c") "\0\2\1a"
       ME "\0\x10" IN TTL ("\x0a") "\0\2\1b"
       ME "\0\x10\0\3" TTL ("\1") "\0\2\1c"
       ME "\0\1" IN TTL ("\1") "\0\4\xc0\0\2\1", "noerror 10 \"a\" | \"b\""),
  ROW ("another owner", TXT, HEAD (OK, "\1", "\0", "\0") "\xc0\x14\0\x10" IN TTL ("\x3c") "\0\2\1a",
       "nodata 0"),
  ROW ("owner in other case", TXT,
       HEAD (OK, "\1", "\0", "\0") "\7EXAMPLE\3Com\0\0\x10" IN TTL ("\x3c") "\0\2\1a",
       "noerror 60 \"a\""),
  ROW ("A", A, HEAD (OK, "\1", "\0", "\0") ME "\0\1" IN TTL ("\5") "\0\4\xc0\0\2\1",
       "noerror 5 192.0.2.1"),
  ROW ("A of 3 bytes", A, HEAD (OK, "\1", "\0", "\0") ME "\0\1" IN TTL ("\5") "\0\3\xc0\0\2",
       "servfail 0"),
  ROW ("A of 5 bytes", A, HEAD (OK, "\1", "\0", "\0") ME "\0\1" IN TTL ("\5") "\0\5\xc0\0\2\1\0",
       "servfail 0"),
  ROW ("AAAA", AAAA, HEAD (OK, "\1", "\0", "\0") ME "\0\x1c" IN TTL ("\5")
       "\0\x10\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1", "noerror 5 2001:db8::1"),
  ROW ("mapped AAAA", AAAA, HEAD (OK, "\1", "\0", "\0") ME "\0\x1c" IN TTL ("\5")
       "\0\x10\0\0\0\0\0\0\0\0\0\0\xff\xff\xc0\0\2\1", "noerror 5 ::ffff:192.0.2.1"),
  ROW ("MX, compressed, and null MX", MX, HEAD (OK, "\2", "\0", "\0")
       ME "\0\x0f" IN TTL ("\5") "\0\7\0\x0a\2Mx\xc0\x0c" ME "\0\x0f" IN TTL ("\5") "\0\3\0\0\0",
       "noerror 5 10 Mx.example.com. | 0 ."),
  ROW ("MX without name", MX, HEAD (OK, "\1", "\0", "\0") ME "\0\x0f" IN TTL ("\5") "\0\2\0\x0a",
       "servfail 0"),
  ROW ("MX with more behind the name", MX,
       HEAD (OK, "\1", "\0", "\0") ME "\0\x0f" IN TTL ("\5") "\0\5\0\x0a\xc0\x0c\0", "servfail 0"),
  ROW ("PTR with odd bytes", PTR, HEAD (OK, "\1", "\0", "\0") ME "\0\x0c" IN TTL ("\5")
       "\0\6\4a.\0\\\0", "noerror 5 a\\046\\000\\092."),
  ROW ("SOA", SOA, HEAD (OK, "\1", "\0", "\0") SOA,
       "noerror 100 ns.example.com. . 1 2 3 4 30"),
  ROW ("SPF", SPF, HEAD (OK, "\1", "\0", "\0") ME "\0\x63" IN TTL ("\5") "\0\1\0", "noerror 5 \"\""),
  ROW ("TXT without string", TXT, HEAD (OK, "\1", "\0", "\0") ME "\0\x10" IN TTL ("\5") N (""),
       "servfail 0"),
  ROW ("TXT string over its data", TXT,
       HEAD (OK, "\1", "\0", "\0") ME "\0\x10" IN TTL ("\5") "\0\2\2ab", "servfail 0"),
  ROW ("TTL above 2^31", TXT,
       HEAD (OK, "\1", "\0", "\0") ME "\0\x10" IN "\xff\xff\xff\xff\0\2\1a", "noerror 0 \"a\""),

  ROW ("NODATA with SOA", TXT, HEAD (OK, "\0", "\1", "\0") SOA, "nodata 30"),
  ROW ("NODATA without SOA", TXT, HEAD (OK, "\0", "\0", "\0"), "nodata 0"),
  ROW ("NXDOMAIN", TXT, HEAD (NXDOMAIN, "\0", "\1", "\0") SOA, "nxdomain 30"),
  ROW ("SERVFAIL", TXT, HEAD ("\x81\x82", "\0", "\0", "\0"), "servfail 0"),
  ROW ("FORMERR", TXT, HEAD ("\x81\x81", "\0", "\0", "\0"), "servfail 0"),
  ROW ("NOTIMP", TXT, HEAD ("\x81\x84", "\0", "\0", "\0"), "servfail 0"),
  ROW ("REFUSED", TXT, HEAD ("\x81\x85", "\0", "\0", "\0"), "refused 0"),
  ROW ("REFUSED without question", TXT, "\x12\x34\x81\x85\0\0\0\0\0\0\0\0", "refused 0"),
  ROW ("YXDOMAIN", TXT, HEAD ("\x81\x86", "\0", "\0", "\0"), "servfail 0"),
  ROW ("OPT, no error", TXT, HEAD (OK, "\0", "\0", "\1") OPT ("\0"), "nodata 0"),
  ROW ("OPT, BADVERS", TXT, HEAD (OK, "\0", "\0", "\1") OPT ("\1"), "servfail 0"),
  ROW ("still truncated", TXT,
       HEAD ("\x83\x80", "\1", "\0", "\0") ME "\0\x10" IN TTL ("\x3c") "\0\2\1a", "servfail 0"),
  ROW ("referral", TXT,
       HEAD ("\x80\x00", "\0", "\1", "\0") ME "\0\2" IN TTL ("\5") "\0\2\xc0\x0c", "servfail 0"),
  ROW ("NS from a resolver", TXT,
       HEAD (OK, "\0", "\1", "\0") ME "\0\2" IN TTL ("\5") "\0\2\xc0\x0c", "nodata 0"),

  ROW ("alias and target", TXT, HEAD (OK, "\2", "\0", "\0")
       ME "\0\5" IN TTL ("\x0a") "\0\4\1x\xc0\x14" "\1x\xc0\x14\0\x10" IN TTL ("\x3c") "\0\2\1a",
       "noerror 10 \"a\""),
  ROW ("alias and target in the wrong order", TXT, HEAD (OK, "\2", "\0", "\0")
       "\1X\3COM\0\0\x10" IN TTL ("\x3c") "\0\2\1a" ME "\0\5" IN TTL ("\x0a") "\0\4\1x\xc0\x14",
       "noerror 10 \"a\""),
  ROW ("alias asked for", CNAME, HEAD (OK, "\1", "\0", "\0")
       ME "\0\5" IN TTL ("\x0a") "\0\4\1x\xc0\x14", "noerror 10 x.com."),
  ROW ("alias out of the packet", TXT, HEAD (OK, "\1", "\0", "\0")
       ME "\0\5" IN TTL ("\x0a") "\0\4\1X\xc0\x14", "→ x.com 10"),
  ROW ("alias to a name without data", TXT, HEAD (OK, "\1", "\1", "\0")
       ME "\0\5" IN TTL ("\x0a") "\0\4\1x\xc0\x14" SOA, "nodata 10"),
  ROW ("alias to no name", TXT, HEAD (NXDOMAIN, "\1", "\1", "\0")
       ME "\0\5" IN TTL ("\x7f") "\0\4\1x\xc0\x14" SOA, "nxdomain 30"),
  ROW ("alias to itself", TXT, HEAD (OK, "\1", "\0", "\0")
       ME "\0\5" IN TTL ("\x0a") "\0\2\xc0\x0c", "servfail 0"),
  ROW ("two aliases in a circle", TXT, HEAD (OK, "\2", "\0", "\0")
       ME "\0\5" IN TTL ("\x0a") "\0\2\xc0\x14" "\xc0\x14\0\5" IN TTL ("\x0a") "\0\2\xc0\x0c",
       "servfail 0"),

  ROW ("empty", TXT, "", "servfail 0"),
  ROW ("half a header", TXT, "\x12\x34\x81\x80\0\1", "servfail 0"),
  ROW ("a question", TXT, HEAD ("\1\0", "\0", "\0", "\0"), "servfail 0"),
  ROW ("more records promised than there are", TXT, HEAD (OK, "\2", "\0", "\0")
       ME "\0\x10" IN TTL ("\x3c") "\0\2\1a", "servfail 0"),
  ROW ("more authority promised than there is", TXT, HEAD (OK, "\1", "\2", "\1")
       ME "\0\x10" IN TTL ("\x3c") "\0\2\1a" "\xc0", "noerror 60 \"a\""),
  ROW ("data over the end", TXT, HEAD (OK, "\1", "\0", "\0")
       ME "\0\x10" IN TTL ("\x3c") "\0\3\1a", "servfail 0"),
  ROW ("pointer to itself", TXT, HEAD (OK, "\1", "\0", "\0")
       "\xc0\x1d\0\x10" IN TTL ("\x3c") "\0\2\1a", "servfail 0"),
  ROW ("pointer forward", TXT, HEAD (OK, "\1", "\0", "\0")
       "\xc0\x20\0\x10" IN TTL ("\x3c") "\0\2\1a", "servfail 0"),
  ROW ("label, then pointer to it", TXT, HEAD (OK, "\1", "\0", "\0")
       "\1a\xc0\x1d\0\x10" IN TTL ("\x3c") "\0\2\1a", "servfail 0"),
  ROW ("pointer cut off", TXT, HEAD (OK, "\1", "\0", "\0") "\xc0", "servfail 0"),
  ROW ("label type 01", TXT, HEAD (OK, "\1", "\0", "\0")
       "\x41" "a\0\0\x10" IN TTL ("\x3c") "\0\2\1a", "servfail 0"),
  ROW ("name in data leads out of it", PTR, HEAD (OK, "\1", "\0", "\0")
       ME "\0\x0c" IN TTL ("\5") "\0\2\1a\0", "servfail 0"),
};
/* clang-format on */

static char *
read_text (const Row *row, gsize len)
{
  g_autofree char *exact = suite_exact (row->packet, (gssize)len);
  g_autofree char *unknown = NULL;
  guint32 ttl;
  g_autoptr (SvDnsAnswer) answer
      = sv_dns_wire_read ((const guint8 *)exact, len, "example.com", row->type, &unknown, &ttl);
  return answer ? dns_text (answer) : g_strdup_printf ("→ %s %u", unknown, ttl);
}

static void
test_read (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = read_text (&rows[i], rows[i].len);
      CHECK_STR (rows[i].name, text, rows[i].expected);
    }
}

/* No packet cut off anywhere, and none with one byte changed, may be read past its end. */
static void
test_damaged (void)
{
  static const guint8 changes[] = { 0x00, 0x01, 0x3f, 0x40, 0x80, 0xc0, 0xff };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize k = 0; k < rows[i].len; k++)
      {
        g_free (read_text (&rows[i], k));
        g_autofree char *packet = suite_exact (rows[i].packet, (gssize)rows[i].len);
        for (gsize c = 0; c < G_N_ELEMENTS (changes); c++)
          {
            Row changed = rows[i];
            packet[k] = (char)changes[c];
            changed.packet = packet;
            g_free (read_text (&changed, changed.len));
          }
      }
  CHECK ("still here", TRUE);
}

/* Eight aliases are followed, nine are a loop. */
static void
test_chain (void)
{
  for (guint length = 8; length <= 9; length++)
    {
      g_autoptr (GByteArray) packet = g_byte_array_new ();
      guint8 head[] = { 0, 1, 0x81, 0x80, 0, 0, 0, (guint8)(length + 1), 0, 0, 0, 0 };
      g_byte_array_append (packet, head, sizeof head);
      for (guint i = 0; i < length; i++)
        {
          guint8 alias[]
              = { 1, (guint8)('a' + i), 0, 0, 5, 0, 1, 0, 0, 0, 9, 0, 3, 1, (guint8)('b' + i), 0 };
          g_byte_array_append (packet, alias, sizeof alias);
        }
      guint8 text[] = { 1, (guint8)('a' + length), 0, 0, 16, 0, 1, 0, 0, 0, 9, 0, 2, 1, '!' };
      g_byte_array_append (packet, text, sizeof text);
      g_autofree char *unknown = NULL;
      guint32 ttl;
      g_autoptr (SvDnsAnswer) answer
          = sv_dns_wire_read (packet->data, packet->len, "a", SV_DNS_TXT, &unknown, &ttl);
      g_autofree char *got = dns_text (answer);
      CHECK_STR (length == 8 ? "8 aliases" : "9 aliases", got,
                 length == 8 ? "noerror 9 \"!\"" : "servfail 0");
    }
}

/* A name of 255 bytes is read; one that a pointer makes longer is not (RFC 1035 2.3.4). */
static void
test_long_name (void)
{
  static const guint8 head[] = { 0, 1, 0x81, 0x80, 0, 0, 0, 1, 0, 0, 0, 0 };
  static const guint8 rest[] = { 0, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 192, 0, 2, 1 };
  static const guint8 longer[] = { 1, 'x', 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 192, 0, 2, 1 };
  g_autoptr (GByteArray) packet = g_byte_array_new ();
  g_byte_array_append (packet, head, sizeof head);
  for (guint i = 0; i < 127; i++)
    g_byte_array_append (packet, (const guint8 *)"\1x", 2);
  g_byte_array_append (packet, rest, sizeof rest);
  for (guint records = 1; records <= 2; records++)
    {
      g_autofree char *unknown = NULL;
      guint32 ttl;
      g_autoptr (SvDnsAnswer) answer
          = sv_dns_wire_read (packet->data, packet->len, "a", SV_DNS_A, &unknown, &ttl);
      g_autofree char *got = dns_text (answer);
      CHECK_STR (records == 1 ? "255 bytes" : "257 bytes", got,
                 records == 1 ? "nodata 0" : "servfail 0");
      packet->data[7] = 2;
      g_byte_array_append (packet, longer, sizeof longer);
    }
}

/* A full packet of records whose owners are pointers into each other must be read in no time. */
static void
test_big (void)
{
  g_autoptr (GByteArray) packet = g_byte_array_new ();
  static const guint8 head[] = { 0, 1, 0x81, 0x80, 0, 0, 0x14, 0, 0, 0, 0, 0 };
  static const guint8 record[] = { 0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 9, 0, 0 };
  g_byte_array_append (packet, head, sizeof head);
  for (guint i = 0; i < 127; i++)
    g_byte_array_append (packet, (const guint8 *)"\1x", 2);
  g_byte_array_append (packet, (const guint8 *)"\0\0\1\0\1\0\0\0\0\0\0", 11);
  while (packet->len < 65500)
    g_byte_array_append (packet, record, sizeof record);
  gint64 begin = g_get_monotonic_time ();
  g_autofree char *unknown = NULL;
  guint32 ttl;
  g_autoptr (SvDnsAnswer) answer
      = sv_dns_wire_read (packet->data, packet->len, "example.com", SV_DNS_TXT, &unknown, &ttl);
  g_autofree char *got = dns_text (answer);
  CHECK_STR ("5120 records", got, "nodata 0");
  CHECK ("quick", g_get_monotonic_time () - begin < 2 * G_USEC_PER_SEC);
}

static void
test_question (void)
{
  static const char expected[] = "\x12\x34\1\0\0\1\0\0\0\0\0\1\2_d\7example\0\0\x10\0\1"
                                 "\0\0\x29\x04\xd0\0\0\0\0\0\0";
  guint8 packet[SV_DNS_QUESTION_MAX];
  gsize len = sv_dns_wire_question ("_d.example", SV_DNS_TXT, 0x1234, TRUE, packet);
  CHECK_INT ("length", len, sizeof expected - 1);
  CHECK ("bytes", memcmp (packet, expected, MIN (len, sizeof expected - 1)) == 0);
  len = sv_dns_wire_question ("_d.example", SV_DNS_TXT, 0x1234, FALSE, packet);
  CHECK_INT ("without EDNS", len, sizeof expected - 1 - 11);
  CHECK_INT ("without EDNS", packet[11], 0);
  CHECK_INT ("empty label", sv_dns_wire_question ("a..example", SV_DNS_TXT, 1, TRUE, packet), 0);
}

static void
test_rejects_edns (void)
{
  static const char formerr[] = HEAD ("\x81\x81", "\0", "\0", "\0");
  static const char with_opt[] = HEAD ("\x81\x81", "\0", "\0", "\1") OPT ("\0");
  static const char servfail[] = HEAD ("\x81\x82", "\0", "\0", "\0");
  CHECK ("FORMERR", sv_dns_wire_rejects_edns ((const guint8 *)formerr, sizeof formerr - 1));
  CHECK ("cut off", !sv_dns_wire_rejects_edns ((const guint8 *)formerr, 5));
  CHECK ("with OPT", !sv_dns_wire_rejects_edns ((const guint8 *)with_opt, sizeof with_opt - 1));
  CHECK ("SERVFAIL", !sv_dns_wire_rejects_edns ((const guint8 *)servfail, sizeof servfail - 1));
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "read", test_read },
    { "damaged", test_damaged },
    { "chain", test_chain },
    { "long name", test_long_name },
    { "big", test_big },
    { "question", test_question },
    { "rejects EDNS", test_rejects_edns },
    { NULL, NULL },
  };
  return suite_run ("wire", tests);
}
