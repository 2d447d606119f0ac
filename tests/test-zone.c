/* SPDX-License-Identifier: GPL-3.0-or-later
 * DNS files: what they answer, and what is malformed in them. */

#include "dns-text.h"
#include "dns/zone.h"
#include "suite.h"

#include <string.h>

static SvZone *
parse (const char *text, gssize len, GError **error)
{
  gsize n = len < 0 ? strlen (text) : (gsize)len;
  g_autofree char *exact = suite_exact (text, (gssize)n);
  return sv_zone_parse ("test.zone", exact, n, error);
}

/* Zones of up to two texts. */
static GPtrArray *
zones_of (const char *first, const char *second)
{
  GPtrArray *zones = g_ptr_array_new_with_free_func ((GDestroyNotify)sv_zone_free);
  const char *const texts[] = { first, second };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      SvZone *zone = texts[i] ? parse (texts[i], -1, &error) : NULL;
      CHECK_STR ("a zone of the tests", error ? error->message : NULL, NULL);
      if (zone)
        g_ptr_array_add (zones, zone);
    }
  return zones;
}

typedef struct
{
  const char *name;
  SvDnsType type;
  const char *expected;
} Question;

static void
check_answers (const GPtrArray *zones, const Question *questions, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (SvDnsAnswer) answer = sv_zone_lookup (zones, questions[i].name, questions[i].type);
      g_autofree char *text = dns_text (answer);
      g_autofree char *row
          = g_strdup_printf ("%s %s", questions[i].name, sv_dns_type_name (questions[i].type));
      CHECK_STR (row, text, questions[i].expected);
      if (answer)
        CHECK_INT (row, answer->time, 0);
    }
}

/* The example of the interface. */
static void
test_interface (void)
{
  static const char zone[]
      = "; any comment;  $TTL and $ORIGIN work as usual\n"
        "$DEFAULT NXDOMAIN                       ; optional\n"
        "example.com.        300 IN TXT  \"v=spf1 include:_spf.example.net \" \"~all\"\n"
        "example.com.        300 IN MX   10 mail.example.com.\n"
        "gone.example.com.     0 IN TXT  !NXDOMAIN\n"
        "empty.example.com.    0 IN TXT  !NODATA\n"
        "slow.example.com.     0 IN TXT  !TIMEOUT\n"
        "broken.example.com.   0 IN ANY  !SERVFAIL\n";
  static const Question questions[] = {
    { "Example.com.", SV_DNS_TXT, "noerror 300 \"v=spf1 include:_spf.example.net \" \"~all\"" },
    { "example.com", SV_DNS_MX, "noerror 300 10 mail.example.com." },
    { "example.com", SV_DNS_A, "nodata 0" },
    { "gone.example.com", SV_DNS_TXT, "nxdomain 0" },
    { "gone.example.com", SV_DNS_A, "nodata 0" },
    { "empty.example.com", SV_DNS_TXT, "nodata 0" },
    { "slow.example.com", SV_DNS_TXT, "timeout 0" },
    { "slow.example.com", SV_DNS_AAAA, "nodata 0" },
    { "broken.example.com", SV_DNS_TXT, "servfail 0" },
    { "broken.example.com", SV_DNS_MX, "servfail 0" },
    { "other.example.com", SV_DNS_MX, "nxdomain 0" },
    { "com", SV_DNS_A, "nodata 0" },
    { "example.org", SV_DNS_A, "nxdomain 0" },
  };
  g_autoptr (GPtrArray) zones = zones_of (zone, NULL);
  check_answers (zones, questions, G_N_ELEMENTS (questions));
}

/* Everything that RFC 1035 5.1, RFC 2308 4 and RFC 3597 5 allow in a file. */
static void
test_syntax (void)
{
  static const char zone[] = "\xef\xbb\xbf$ORIGIN example.com.\r\n"
                             "$TTL 1h30m\r\n"
                             "@ IN SOA ns hostmaster ( 2024010101 ; serial\r\n"
                             "        1d 2H\r\n"
                             "\r\n"
                             "        1w 300 )\r\n"
                             "  NS ns\r\n"
                             "\tIN 60 NS ns2.example.net.\r\n"
                             "mail 60 IN A 192.0.2.1\r\n"
                             "     in 60 aaaa 2001:db8::1\r\n"
                             "     AAAA ::ffff:192.0.2.9\r\n"
                             "text txt plain (\"two words\"\n \"; no ( comment\") ; a comment \"\n"
                             "text 5 TXT \"quote\\\" back\\\\slash \\000\\255\\;\" un\\032quoted\n"
                             "empty TXT \"\"\n"
                             "dot\\.ted\\032name CNAME @\n"
                             "1 PTR mail\n"
                             "$ORIGIN sub\n"
                             "a A 192.0.2.2\n"
                             "a IN SRV 0 0 25 mail\n"
                             "b TYPE33 \\# 4 00000000\n"
                             "c TYPE16 \\# 4 0361 6263\n"
                             "d TYPE1 192.0.2.3\n"
                             "e CLASS1 TYPE28 \\# 16 20010db8000000000000000000000002\n"
                             "f CH TXT \"version\"\n"
                             "g CLASS3 TXT \"version\"\n"
                             "h caa 0 issue \"ca.example.net\"\n"
                             "i MX 0 .\n"
                             "j SPF \"v=spf1 -all\"\n"
                             "k.example.org. A 192.0.2.4\n"
                             "l A 192.0.2.5 ; no line end";
  static const Question questions[] = {
    { "example.com", SV_DNS_SOA,
      "noerror 5400 ns.example.com. hostmaster.example.com. 2024010101 86400 7200 604800 300" },
    { "example.com", SV_DNS_NS, "noerror 60 ns.example.com. | ns2.example.net." },
    { "mail.example.com", SV_DNS_A, "noerror 60 192.0.2.1" },
    { "mail.example.com", SV_DNS_AAAA, "noerror 60 2001:db8::1 | ::ffff:192.0.2.9" },
    { "text.example.com", SV_DNS_TXT,
      "noerror 5 \"plain\" \"two words\" \"; no ( comment\" | "
      "\"quote\\\" back\\\\slash \\000\\255;\" \"un quoted\"" },
    { "empty.example.com", SV_DNS_TXT, "noerror 5400 \"\"" },
    { "dot\\046ted name.example.com", SV_DNS_CNAME, "noerror 5400 example.com." },
    { "1.example.com", SV_DNS_PTR, "noerror 5400 mail.example.com." },
    { "a.sub.example.com", SV_DNS_A, "noerror 5400 192.0.2.2" },
    { "a.sub.example.com", SV_DNS_TXT, "nodata 0" },
    { "b.sub.example.com", SV_DNS_TXT, "nodata 0" },
    { "c.sub.example.com", SV_DNS_TXT, "noerror 5400 \"abc\"" },
    { "d.sub.example.com", SV_DNS_A, "noerror 5400 192.0.2.3" },
    { "e.sub.example.com", SV_DNS_AAAA, "noerror 5400 2001:db8::2" },
    { "f.sub.example.com", SV_DNS_TXT, "(unknown)" },
    { "g.sub.example.com", SV_DNS_TXT, "(unknown)" },
    { "h.sub.example.com", SV_DNS_A, "nodata 0" },
    { "i.sub.example.com", SV_DNS_MX, "noerror 5400 0 ." },
    { "j.sub.example.com", SV_DNS_SPF, "noerror 5400 \"v=spf1 -all\"" },
    { "j.sub.example.com", SV_DNS_TXT, "nodata 0" },
    { "k.example.org", SV_DNS_A, "noerror 5400 192.0.2.4" },
    { "l.sub.example.com", SV_DNS_A, "noerror 5400 192.0.2.5" },
  };
  g_autoptr (GPtrArray) zones = zones_of (zone, NULL);
  check_answers (zones, questions, G_N_ELEMENTS (questions));
}

/* What dig prints can be pasted as it is; without $ORIGIN names are complete with or without a
 * dot; a record pasted twice counts once (RFC 2181 5). */
static void
test_dig (void)
{
  static const char zone[]
      = "\n; <<>> DiG 9.18.28 <<>> example.com txt\n;; global options: +cmd\n;; Got answer:\n"
        ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n\n;; QUESTION SECTION:\n"
        ";example.com.\t\t\tIN\tTXT\n\n;; ANSWER SECTION:\n"
        "example.com.\t\t86400\tIN\tTXT\t\"v=spf1 -all\"\n"
        "example.com.\t\t300\tIN\tTXT\t\"v=spf1 -all\"\n"
        "example.com.\t\t300\tIN\tTXT\t\"V=spf1 -all\"\n"
        "example.com.\t\t300\tIN\tMX\t5 a.example.com.\n"
        "example.com.\t\t300\tIN\tMX\t5 A.example.com.\n"
        "example.com.\t\t300\tIN\tRRSIG\tTXT 13 2 86400 20240101000000 (\n\t\t\tabc= )\n"
        "\n;; Query time: 0 msec\n;; MSG SIZE  rcvd: 81\n\n"
        "example.net TXT \"relative\"\n";
  static const Question questions[] = {
    { "example.com", SV_DNS_TXT, "noerror 300 \"v=spf1 -all\" | \"V=spf1 -all\"" },
    { "example.com", SV_DNS_MX, "noerror 300 5 a.example.com." },
    { "example.net", SV_DNS_TXT, "noerror 300 \"relative\"" },
  };
  g_autoptr (GPtrArray) zones = zones_of (zone, NULL);
  check_answers (zones, questions, G_N_ELEMENTS (questions));
}

static void
test_existence (void)
{
  static const char zone[] = "a.b.example.com. A 192.0.2.1\n"
                             "gone.example.com. ANY !NXDOMAIN\n"
                             "x.far.example.net. ANY !NXDOMAIN\n"
                             "half.example.com. ANY !TIMEOUT\n"
                             "half.example.com. TXT \"here\"\n"
                             "quiet.example.com. ANY !NODATA\n"
                             "no.example.com. ANY !REFUSED\n"
                             "word.example.com. TXT \"!NXDOMAIN\"\n"
                             "word.example.com. MX !refused\n";
  static const Question questions[] = {
    { "b.example.com", SV_DNS_A, "nodata 0" },
    { "example.com", SV_DNS_TXT, "nodata 0" },
    { "gone.example.com", SV_DNS_A, "nxdomain 0" },
    { "_dmarc.gone.example.com", SV_DNS_TXT, "(unknown)" },
    { "x.far.example.net", SV_DNS_TXT, "nxdomain 0" },
    { "far.example.net", SV_DNS_TXT, "(unknown)" },
    { "half.example.com", SV_DNS_TXT, "noerror 0 \"here\"" },
    { "half.example.com", SV_DNS_A, "timeout 0" },
    { "quiet.example.com", SV_DNS_TXT, "nodata 0" },
    { "no.example.com", SV_DNS_CNAME, "refused 0" },
    { "word.example.com", SV_DNS_TXT, "noerror 0 \"!NXDOMAIN\"" },
    { "word.example.com", SV_DNS_MX, "refused 0" },
    { "c.example.com", SV_DNS_TXT, "(unknown)" },
    { "a..example.com", SV_DNS_TXT, "nxdomain 0" },
    { ".example.com", SV_DNS_TXT, "nxdomain 0" },
    { "01234567890123456789012345678901234567890123456789012345678901234.example.com", SV_DNS_TXT,
      "nxdomain 0" },
  };
  g_autoptr (GPtrArray) zones = zones_of (zone, NULL);
  check_answers (zones, questions, G_N_ELEMENTS (questions));
}

/* The example of RFC 4592 2.2.1, with names of our own. */
static void
test_wildcards (void)
{
  static const char zone[] = "$ORIGIN example.com.\n"
                             "* 3600 TXT \"this is a wildcard\"\n"
                             "* MX 10 host1\n"
                             "sub.* TXT \"this is not a wildcard\"\n"
                             "host1 A 192.0.2.1\n"
                             "_ssh._tcp.host1 SRV 0 0 22 host1\n"
                             "*.alias CNAME host1\n"
                             "\\042.star TXT \"no wildcard\"\n"
                             "*.slow ANY !TIMEOUT\n"
                             "gone ANY !NXDOMAIN\n";
  static const Question questions[] = {
    { "host3.example.com", SV_DNS_MX, "noerror 3600 10 host1.example.com." },
    { "host3.example.com", SV_DNS_A, "nodata 0" },
    { "foo.bar.example.com", SV_DNS_TXT, "noerror 3600 \"this is a wildcard\"" },
    { "host1.example.com", SV_DNS_MX, "nodata 0" },
    { "sub.*.example.com", SV_DNS_MX, "nodata 0" },
    { "sub.*.example.com", SV_DNS_TXT, "noerror 3600 \"this is not a wildcard\"" },
    { "_telnet._tcp.host1.example.com", SV_DNS_A, "(unknown)" },
    { "ghost.*.example.com", SV_DNS_MX, "(unknown)" },
    { "*.example.com", SV_DNS_TXT, "noerror 3600 \"this is a wildcard\"" },
    { "www.alias.example.com", SV_DNS_A, "noerror 3600 192.0.2.1" },
    { "*.star.example.com", SV_DNS_TXT, "noerror 3600 \"no wildcard\"" },
    { "a.star.example.com", SV_DNS_TXT, "(unknown)" },
    { "x.slow.example.com", SV_DNS_TXT, "timeout 3600" },
    { "gone.example.com", SV_DNS_TXT, "nxdomain 3600" },
    { "example.org", SV_DNS_TXT, "(unknown)" },
  };
  g_autoptr (GPtrArray) zones = zones_of (zone, NULL);
  check_answers (zones, questions, G_N_ELEMENTS (questions));
}

static void
test_aliases (void)
{
  static const char first[] = "a.example 300 CNAME b.example.\n"
                              "b.example 200 CNAME C.example.net.\n"
                              "b.example CNAME !TIMEOUT\n";
  static const char good[] = "a.example. 300 CNAME b.example.\n"
                             "b.example. 200 CNAME C.example.net.\n"
                             "both.example. 100 CNAME elsewhere.example.org.\n"
                             "both.example. TXT \"own\"\n"
                             "loop.example. CNAME loop.example.\n"
                             "out.example. 50 CNAME elsewhere.example.org.\n"
                             "impossible.example. CNAME x.example.\n"
                             "e0.example. CNAME e1.example.\ne1.example. CNAME e2.example.\n"
                             "e2.example. CNAME e3.example.\ne3.example. CNAME e4.example.\n"
                             "e4.example. CNAME e5.example.\ne5.example. CNAME e6.example.\n"
                             "e6.example. CNAME e7.example.\ne7.example. CNAME e8.example.\n"
                             "e8.example. CNAME e9.example.\ne9.example. TXT \"end\"\n";
  static const char second[] = "c.example.net. 400 A 192.0.2.1\n"
                               "c.example.net. 10 TXT \"there\"\n"
                               "a.example. TXT \"never seen\"\n"
                               "only.example. TXT \"second\"\n"
                               "$DEFAULT TIMEOUT\n";
  static const Question questions[] = {
    { "a.example", SV_DNS_A, "noerror 200 192.0.2.1" },
    { "a.example", SV_DNS_TXT, "noerror 10 \"there\"" },
    { "a.example", SV_DNS_MX, "nodata 0" },
    { "a.example", SV_DNS_CNAME, "noerror 300 b.example." },
    { "both.example", SV_DNS_TXT, "noerror 100 \"own\"" },
    { "loop.example", SV_DNS_A, "servfail 0" },
    { "e1.example", SV_DNS_TXT, "noerror 50 \"end\"" },
    { "e0.example", SV_DNS_TXT, "servfail 0" },
    { "out.example", SV_DNS_TXT, "timeout 0" },
    { "only.example", SV_DNS_TXT, "noerror 10 \"second\"" },
  };
  g_autoptr (GError) error = NULL;
  CHECK ("alias and word", !parse (first, -1, &error));
  g_autoptr (GPtrArray) zones = zones_of (good, second);
  check_answers (zones, questions, G_N_ELEMENTS (questions));

  g_autoptr (GPtrArray) alone = zones_of (good, NULL);
  g_autofree char *unknown = NULL;
  guint32 ttl = 0;
  g_autoptr (SvDnsAnswer) answer
      = sv_zone_follow (alone, "out.example", SV_DNS_TXT, &unknown, &ttl);
  CHECK ("leads out of the files", !answer);
  CHECK_STR ("leads out of the files", unknown, "elsewhere.example.org");
  CHECK_INT ("leads out of the files", ttl, 50);
}

/* The first file wins, with its $DEFAULT too. */
static void
test_order (void)
{
  static const Question first[] = { { "a.example", SV_DNS_A, "noerror 0 192.0.2.1" },
                                    { "b.example", SV_DNS_A, "nxdomain 0" } };
  static const Question swapped[] = { { "a.example", SV_DNS_A, "noerror 0 192.0.2.2" },
                                      { "b.example", SV_DNS_A, "noerror 0 192.0.2.3" },
                                      { "c.example", SV_DNS_A, "nxdomain 0" } };
  static const char one[] = "$DEFAULT nxdomain\na.example. A 192.0.2.1\n";
  static const char other[] = "a.example. A 192.0.2.2\nb.example. A 192.0.2.3\n";
  g_autoptr (GPtrArray) zones = zones_of (one, other);
  check_answers (zones, first, G_N_ELEMENTS (first));
  g_autoptr (GPtrArray) backwards = zones_of (other, one);
  check_answers (backwards, swapped, G_N_ELEMENTS (swapped));
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  static const Question nobody[] = { { "a.example", SV_DNS_A, "(unknown)" } };
  check_answers (none, nobody, 1);
}

static void
test_errors (void)
{
  static const struct
  {
    const char *text, *place;
  } rows[] = {
    { "example.com. TXT \"no end\n", "test.zone:1: " },
    { "\n\nexample.com. TXT \"no end", "test.zone:3: " },
    { "a.example. A 192.0.2.1\nexample.com. TXT ( \"a\"\n\"b\"\n", "test.zone:2: " },
    { "example.com. TXT \"a\" )\n", "test.zone:1: " },
    { "example.com. TXT\n", "test.zone:1: " },
    { "example.com.\n", "test.zone:1: " },
    { "example.com. 300 IN\n", "test.zone:1: " },
    { " TXT \"nobody's\"\n", "test.zone:1: " },
    { "example.com. TXTT \"a\"\n", "test.zone:1: " },
    { "example.com. TYPE99999 \"a\"\n", "test.zone:1: " },
    { "example.com. TYPE \"a\"\n", "test.zone:1: " },
    { "example.com. IN IN TXT \"a\"\n", "test.zone:1: " },
    { "example.com. 1 2 TXT \"a\"\n", "test.zone:1: " },
    { "example.com. 2147483648 TXT \"a\"\n", "test.zone:1: " },
    { "example.com. 1h30 TXT \"a\"\n", "test.zone:1: " },
    { "example.com. 99999w TXT \"a\"\n", "test.zone:1: " },
    { "a.example. A 192.0.2.1 ; good\n\nexample.com. A 192.0.2.256\n", "test.zone:3: " },
    { "example.com. A 192.0.2.1 192.0.2.2\n", "test.zone:1: " },
    { "example.com. A 2001:db8::1\n", "test.zone:1: " },
    { "example.com. A \"192.0.2.1\"\n", "test.zone:1: " },
    { "example.com. AAAA 192.0.2.1\n", "test.zone:1: " },
    { "example.com. AAAA fe80::1%eth0\n", "test.zone:1: " },
    { "example.com. MX mail.example.com.\n", "test.zone:1: " },
    { "example.com. MX 65536 mail.example.com.\n", "test.zone:1: " },
    { "example.com. MX 10 a..b.\n", "test.zone:1: " },
    { "example.com. CNAME\n", "test.zone:1: " },
    { "example.com. CNAME a.example. b.example.\n", "test.zone:1: " },
    { "example.com. SOA a. b. 1 2 3 4\n", "test.zone:1: " },
    { "example.com. SOA a. b. x 2 3 4 5\n", "test.zone:1: " },
    { "example.com. TXT \"bad \\25\"\n", "test.zone:1: " },
    { "example.com. TXT \"bad \\256\"\n", "test.zone:1: " },
    { "example.com. TXT bad\\", "test.zone:1: " },
    { "example.com. TXT \\# 4 0361626\n", "test.zone:1: " },
    { "example.com. TXT \\# 5 03616263\n", "test.zone:1: " },
    { "example.com. A \\# 3 c00002\n", "test.zone:1: " },
    { "example.com. TXT !NOTHING\n", "test.zone:1: " },
    { "example.com. TXT !NXDOMAIN twice\n", "test.zone:1: " },
    { "example.com. TXT !\n", "test.zone:1: " },
    { "example.com. ANY \"a\"\n", "test.zone:1: " },
    { "example.com. ANY\n", "test.zone:1: " },
    { "example.com. TXT \"a\"\nexample.com. TXT !TIMEOUT\n", "test.zone:2: " },
    { "example.com. TXT !TIMEOUT\nexample.com. TXT \"a\"\n", "test.zone:2: " },
    { "example.com. TXT !TIMEOUT\nexample.com. TXT !SERVFAIL\n", "test.zone:2: " },
    { "a..example.com. TXT \"a\"\n", "test.zone:1: " },
    { ".example.com. TXT \"a\"\n", "test.zone:1: " },
    { "\"example.com.\" TXT \"a\"\n", "test.zone:1: " },
    { "$TTL\n", "test.zone:1: " },
    { "$TTL soon\n", "test.zone:1: " },
    { "$ORIGIN a..b.\n", "test.zone:1: " },
    { "$DEFAULT MAYBE\n", "test.zone:1: " },
    { "$DEFAULT NXDOMAIN NODATA\n", "test.zone:1: " },
    { "$INCLUDE other.zone\n", "test.zone:1: " },
    { "<html>\n", "test.zone:1: " },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SvZone) zone = parse (rows[i].text, -1, &error);
      CHECK (rows[i].text, !zone);
      CHECK (rows[i].text, g_error_matches (error, SV_ZONE_ERROR, SV_ZONE_ERROR_SYNTAX));
      CHECK (rows[i].text, error && g_str_has_prefix (error->message, rows[i].place)
                               && strlen (error->message) > strlen (rows[i].place));
    }
}

static void
test_long_string (void)
{
  g_autofree char *fits = g_strnfill (255, 'x'), *over = g_strnfill (256, 'x');
  g_autofree char *good = g_strdup_printf ("a.example. TXT \"%s\"\n", fits);
  g_autofree char *bad = g_strdup_printf ("\na.example. TXT \"%s\"\n", over);
  g_autoptr (GError) error = NULL;
  g_autoptr (SvZone) zone = parse (good, -1, &error);
  CHECK ("255 bytes", zone != NULL);
  g_autoptr (SvZone) none = parse (bad, -1, &error);
  CHECK ("256 bytes", !none);
  CHECK ("256 bytes", error && g_str_has_prefix (error->message, "test.zone:2: "));
}

/* Bytes that are no text, at every place of a line, cut off everywhere. */
static void
test_hostile (void)
{
  static const char line[] = "$TTL 1h\n*.a\\.b\\032c 1h IN TXT ( \"x\\\"\\000\" ;\n y )\n"
                             "  MX 10 \\# ;\"(\n@ ANY !NXDOMAIN\n";
  static const char bytes[] = { '\0', '\n', '"', '(', ')', '\\', ';', '\xff', '$', '!', ' ' };
  gsize len = sizeof line - 1;
  for (gsize i = 0; i < len; i++)
    {
      sv_zone_free (parse (line, (gssize)i, NULL));
      for (gsize k = 0; k < sizeof bytes; k++)
        {
          g_autofree char *copy = suite_exact (line, (gssize)len);
          copy[i] = bytes[k];
          sv_zone_free (parse (copy, (gssize)len, NULL));
        }
    }
  CHECK ("still here", TRUE);
}

static void
test_read (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SvZone) none = sv_zone_read ("no/such/file.zone", &error);
  CHECK ("no file", !none);
  CHECK ("no file", g_error_matches (error, SV_ZONE_ERROR, SV_ZONE_ERROR_READ));
  CHECK ("no file", error && strstr (error->message, "no/such/file.zone"));
}

/* 100,000 names and 20,000 records of one name: nothing quadratic. */
static void
test_size (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (text, "n%u.h%u.example.com. A 192.0.2.1\n", i, i % 100);
  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "big.example.com. TXT \"%u\"\n", i);
  g_autoptr (GPtrArray) zones = zones_of (text->str, NULL);
  guint wrong = 0;
  for (guint i = 0; i < 100000; i++)
    {
      g_autofree char *name = g_strdup_printf ("n%u.h%u.example.com", i, i % 100);
      g_autoptr (SvDnsAnswer) answer = sv_zone_lookup (zones, name, SV_DNS_A);
      wrong += !answer || answer->records->len != 1;
    }
  CHECK_INT ("names", wrong, 0);
  g_autoptr (SvDnsAnswer) big = sv_zone_lookup (zones, "big.example.com", SV_DNS_TXT);
  CHECK_INT ("big", big ? big->records->len : 0, 20000);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "interface", test_interface },
    { "syntax", test_syntax },
    { "dig", test_dig },
    { "existence", test_existence },
    { "wildcards", test_wildcards },
    { "aliases", test_aliases },
    { "order", test_order },
    { "errors", test_errors },
    { "long string", test_long_string },
    { "hostile", test_hostile },
    { "read", test_read },
    { "size", test_size },
    { NULL, NULL },
  };
  return suite_run ("zone", tests);
}
