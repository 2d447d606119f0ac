/* SPDX-License-Identifier: GPL-3.0-or-later
 * check_host() over DNS files: what RFC 7208 says of each mechanism, modifier and limit. */

#include "suite.h"

#include "spf-zone.h"

#include "spf/libspf2.h"

typedef struct
{
  const char *name;
  const char *zone;      /* behind $ORIGIN and $DEFAULT, see evaluate_row() */
  const char *ip;        /* NULL: 192.0.2.3 */
  const char *mail_from; /* NULL: user@example.com */
  const char *helo;      /* NULL: mail.example.net */
  const char *result;
  const char *mechanism;
  guint lookups, voids;
  const char *problem;
  const char *problem_term, *problem_domain;
  int column;
  const char *path; /* NULL: the judged domain alone */
} Row;

#define SPF(owner, record) owner " 0 IN TXT \"" record "\"\n"

/* clang-format off */
#define APPENDIX_A(record) \
  SPF ("example.com.", record) \
  "example.com. 0 IN MX 10 mail-a.example.com.\nexample.com. 0 IN MX 20 mail-b.example.com.\n" \
  "example.com. 0 IN A 192.0.2.10\nexample.com. 0 IN A 192.0.2.11\n" \
  "amy.example.com. 0 IN A 192.0.2.65\nbob.example.com. 0 IN A 192.0.2.66\n" \
  "mail-a.example.com. 0 IN A 192.0.2.129\nmail-b.example.com. 0 IN A 192.0.2.130\n" \
  "example.org. 0 IN MX 10 mail-c.example.org.\nmail-c.example.org. 0 IN A 192.0.2.140\n" \
  "10.2.0.192.in-addr.arpa. 0 IN PTR example.com.\n" \
  "65.2.0.192.in-addr.arpa. 0 IN PTR amy.example.com.\n" \
  "140.2.0.192.in-addr.arpa. 0 IN PTR mail-c.example.org.\n" \
  "4.100.51.198.in-addr.arpa. 0 IN PTR bob.example.com.\n"

/* RFC 7208 appendix A; the rogue address of its reverse tree is a reserved one here. */
static const Row appendix_rows[] = {
  { "A.1 +all", APPENDIX_A ("v=spf1 +all"), "203.0.113.1", .result = "pass", .mechanism = "+all" },
  { "A.1 a 10", APPENDIX_A ("v=spf1 a -all"), "192.0.2.10", .result = "pass", .mechanism = "a", .lookups = 1 },
  { "A.1 a 11", APPENDIX_A ("v=spf1 a -all"), "192.0.2.11", .result = "pass", .mechanism = "a", .lookups = 1 },
  { "A.1 a 65", APPENDIX_A ("v=spf1 a -all"), "192.0.2.65", .result = "fail", .mechanism = "-all", .lookups = 1 },
  { "A.1 a:example.org", APPENDIX_A ("v=spf1 a:example.org -all"), "192.0.2.10", .result = "fail",
    .mechanism = "-all", .lookups = 1, .voids = 1 },
  { "A.1 mx", APPENDIX_A ("v=spf1 mx -all"), "192.0.2.130", .result = "pass", .mechanism = "mx", .lookups = 1 },
  { "A.1 mx other", APPENDIX_A ("v=spf1 mx -all"), "192.0.2.140", .result = "fail", .mechanism = "-all", .lookups = 1 },
  { "A.1 mx:example.org", APPENDIX_A ("v=spf1 mx:example.org -all"), "192.0.2.140", .result = "pass",
    .mechanism = "mx:example.org", .lookups = 1 },
  { "A.1 mx mx", APPENDIX_A ("v=spf1 mx mx:example.org -all"), "192.0.2.140", .result = "pass",
    .mechanism = "mx:example.org", .lookups = 2 },
  { "A.1 mx/30", APPENDIX_A ("v=spf1 mx/30 mx:example.org/30 -all"), "192.0.2.131", .result = "pass",
    .mechanism = "mx/30", .lookups = 1 },
  { "A.1 mx:…/30", APPENDIX_A ("v=spf1 mx/30 mx:example.org/30 -all"), "192.0.2.143", .result = "pass",
    .mechanism = "mx:example.org/30", .lookups = 2 },
  { "A.1 mx/30 outside", APPENDIX_A ("v=spf1 mx/30 mx:example.org/30 -all"), "192.0.2.144", .result = "fail",
    .mechanism = "-all", .lookups = 2 },
  { "A.1 ptr", APPENDIX_A ("v=spf1 ptr -all"), "192.0.2.65", .result = "pass", .mechanism = "ptr", .lookups = 1 },
  { "A.1 ptr itself", APPENDIX_A ("v=spf1 ptr -all"), "192.0.2.10", .result = "pass", .mechanism = "ptr", .lookups = 1 },
  { "A.1 ptr elsewhere", APPENDIX_A ("v=spf1 ptr -all"), "192.0.2.140", .result = "fail", .mechanism = "-all", .lookups = 1 },
  { "A.1 ptr rogue", APPENDIX_A ("v=spf1 ptr -all"), "198.51.100.4", .result = "fail", .mechanism = "-all", .lookups = 1 },
  { "A.1 ip4 outside", APPENDIX_A ("v=spf1 ip4:192.0.2.128/28 -all"), "192.0.2.65", .result = "fail", .mechanism = "-all" },
  { "A.1 ip4 inside", APPENDIX_A ("v=spf1 ip4:192.0.2.128/28 -all"), "192.0.2.129", .result = "pass",
    .mechanism = "ip4:192.0.2.128/28" },
  { "A.2 include", SPF ("example.org.", "v=spf1 include:example.com include:example.net -all")
    SPF ("example.com.", "v=spf1 ip4:192.0.2.10 -all") SPF ("example.net.", "v=spf1 ip4:192.0.2.20 -all"),
    "192.0.2.20", "a@example.org", .result = "pass", .mechanism = "ip4:192.0.2.20", .lookups = 2,
    .path = "example.org example.net" },
  { "A.2 redirect", SPF ("la.example.org.", "v=spf1 redirect=example.org") SPF ("example.org.", "v=spf1 ip4:192.0.2.20 -all"),
    "192.0.2.21", "a@la.example.org", .result = "fail", .mechanism = "-all", .lookups = 1,
    .path = "la.example.org example.org" },
  { "A.3 local part", SPF ("example.com.", "v=spf1 mx include:mobile-users._spf.%{d} include:remote-users._spf.%{d} -all")
    SPF ("mobile-users._spf.example.com.", "v=spf1 exists:%{l1r+}.%{d}")
    "example.com. 0 IN MX 1 example.com.\nexample.com. 0 IN A 192.0.2.10\nmary.mobile-users._spf.example.com. 0 IN A 127.0.0.2\n",
    "203.0.113.9", "mary+list@example.com", .result = "pass", .mechanism = "exists:%{l1r+}.%{d}", .lookups = 3,
    .path = "example.com mobile-users._spf.example.com" },
  { "A.3 local part and address", SPF ("example.com.", "v=spf1 include:mobile-users._spf.%{d} include:remote-users._spf.%{d} -all")
    SPF ("mobile-users._spf.example.com.", "v=spf1 exists:%{l1r+}.%{d}")
    SPF ("remote-users._spf.example.com.", "v=spf1 exists:%{ir}.%{l1r+}.%{d}")
    "15.113.0.203.joel.remote-users._spf.example.com. 0 IN A 127.0.0.2\n",
    "203.0.113.15", "joel@example.com", .result = "pass", .mechanism = "exists:%{ir}.%{l1r+}.%{d}", .lookups = 4, .voids = 1,
    .path = "example.com remote-users._spf.example.com" },
  { "A.4 both", SPF ("example.com.", "v=spf1 -include:ip4._spf.%{d} -include:ptr._spf.%{d} +all")
    SPF ("ip4._spf.example.com.", "v=spf1 -ip4:192.0.2.0/24 +all") SPF ("ptr._spf.example.com.", "v=spf1 -ptr:example.com +all")
    "65.2.0.192.in-addr.arpa. 0 IN PTR amy.example.com.\namy.example.com. 0 IN A 192.0.2.65\n",
    "192.0.2.65", .result = "pass", .mechanism = "+all", .lookups = 3 },
  { "A.4 without name", SPF ("example.com.", "v=spf1 -include:ip4._spf.%{d} -include:ptr._spf.%{d} +all")
    SPF ("ip4._spf.example.com.", "v=spf1 -ip4:192.0.2.0/24 +all") SPF ("ptr._spf.example.com.", "v=spf1 -ptr:example.com +all"),
    "192.0.2.66", .result = "fail", .mechanism = "+all", .lookups = 3, .path = "example.com ptr._spf.example.com" },
};

static const Row mechanism_rows[] = {
  { "qualifier ?", SPF ("example.com.", "v=spf1 ?ip4:192.0.2.3 -all"), .result = "neutral", .mechanism = "?ip4:192.0.2.3" },
  { "qualifier ~", SPF ("example.com.", "v=spf1 ~ip4:192.0.2.0/30 -all"), .result = "softfail", .mechanism = "~ip4:192.0.2.0/30" },
  { "qualifier -", SPF ("example.com.", "v=spf1 -IP4:192.0.2.3 +all"), .result = "fail", .mechanism = "-IP4:192.0.2.3" },
  { "default", SPF ("example.com.", "v=spf1 ip4:192.0.2.4"), .result = "neutral", .mechanism = "default" },
  { "empty record", SPF ("example.com.", "v=spf1"), .result = "neutral", .mechanism = "default" },
  { "first match", SPF ("example.com.", "v=spf1 all -all"), .result = "pass", .mechanism = "all" },
  { "ip4 /0", SPF ("example.com.", "v=spf1 ip4:203.0.113.0/0 -all"), .result = "pass", .mechanism = "ip4:203.0.113.0/0" },
  { "ip4 /0 for IPv6", SPF ("example.com.", "v=spf1 ip4:203.0.113.0/0 -all"), "2001:db8::1", .result = "fail", .mechanism = "-all" },
  { "ip4 /1", SPF ("example.com.", "v=spf1 ip4:203.0.113.0/1 -all"), .result = "pass", .mechanism = "ip4:203.0.113.0/1" },
  { "ip4 /31 edge", SPF ("example.com.", "v=spf1 ip4:192.0.2.2/31 -all"), .result = "pass", .mechanism = "ip4:192.0.2.2/31" },
  { "ip6", SPF ("example.com.", "v=spf1 ip6:2001:db8::/33 -all"), "2001:db8:7fff::1", .result = "pass", .mechanism = "ip6:2001:db8::/33" },
  { "ip6 outside", SPF ("example.com.", "v=spf1 ip6:2001:db8::/33 -all"), "2001:db8:8000::1", .result = "fail", .mechanism = "-all" },
  { "ip6 whole", SPF ("example.com.", "v=spf1 ip6:2001:DB8::1 -all"), "2001:db8::1", .result = "pass", .mechanism = "ip6:2001:DB8::1" },
  { "ip6 /0", SPF ("example.com.", "v=spf1 ip6:::/0 -all"), "2001:db8::1", .result = "pass", .mechanism = "ip6:::/0" },
  { "ip6 /0 for IPv4", SPF ("example.com.", "v=spf1 ip6:::/0 -all"), .result = "fail", .mechanism = "-all" },
  { "mapped client is IPv4", SPF ("example.com.", "v=spf1 ip6:::ffff:192.0.2.3 ip4:192.0.2.3 -all"), "::ffff:192.0.2.3",
    .result = "pass", .mechanism = "ip4:192.0.2.3" },
  { "loopback has no free pass", SPF ("example.com.", "v=spf1 -all"), "127.0.0.1", .result = "fail", .mechanism = "-all" },
  { "::1 has no free pass", SPF ("example.com.", "v=spf1 -all"), "::1", .result = "fail", .mechanism = "-all" },
  { "a /24", SPF ("example.com.", "v=spf1 a:h.example.com/24 -all") "h.example.com. 0 IN A 192.0.2.200\n",
    .result = "pass", .mechanism = "a:h.example.com/24", .lookups = 1 },
  { "a asks AAAA", SPF ("example.com.", "v=spf1 a -all") "example.com. 0 IN AAAA 2001:db8::5\nexample.com. 0 IN A 192.0.2.3\n",
    "2001:db8::5", .result = "pass", .mechanism = "a", .lookups = 1 },
  { "dual cidr IPv4", SPF ("example.com.", "v=spf1 a/24//64 -all") "example.com. 0 IN AAAA 2001:db8::5\nexample.com. 0 IN A 192.0.2.9\n",
    .result = "pass", .mechanism = "a/24//64", .lookups = 1 },
  { "dual cidr IPv6", SPF ("example.com.", "v=spf1 a/24//64 -all") "example.com. 0 IN AAAA 2001:db8::5\nexample.com. 0 IN A 192.0.2.9\n",
    "2001:db8::ffff", .result = "pass", .mechanism = "a/24//64", .lookups = 1 },
  { "dual cidr IPv6 whole", SPF ("example.com.", "v=spf1 a/24 -all") "example.com. 0 IN AAAA 2001:db8::5\n",
    "2001:db8::6", .result = "fail", .mechanism = "-all", .lookups = 1 },
  { "a/0", SPF ("example.com.", "v=spf1 a/0 -all") "example.com. 0 IN A 203.0.113.7\n", .result = "pass", .mechanism = "a/0", .lookups = 1 },
  { "a/0 without address", SPF ("example.com.", "v=spf1 a/0 -all"), .result = "fail", .mechanism = "-all", .lookups = 1, .voids = 1 },
  { "a//0", SPF ("example.com.", "v=spf1 a//0 -all") "example.com. 0 IN AAAA 2001:db8::5\n", "2001:db8:1::1",
    .result = "pass", .mechanism = "a//0", .lookups = 1 },
  { "a//0 for IPv4", SPF ("example.com.", "v=spf1 a//0 -all") "example.com. 0 IN A 203.0.113.7\n", .result = "fail", .mechanism = "-all", .lookups = 1 },
  { "mx/0", SPF ("example.com.", "v=spf1 mx/0 -all") "example.com. 0 IN MX 1 m.example.com.\nm.example.com. 0 IN A 203.0.113.7\n",
    .result = "pass", .mechanism = "mx/0", .lookups = 1 },
  { "mx//0", SPF ("example.com.", "v=spf1 mx//0 -all") "example.com. 0 IN MX 1 m.example.com.\nm.example.com. 0 IN AAAA 2001:db8::7\n",
    "2001:db8:1::1", .result = "pass", .mechanism = "mx//0", .lookups = 1 },
  { "null MX", SPF ("example.com.", "v=spf1 mx -all") "example.com. 0 IN MX 0 .\n", .result = "fail", .mechanism = "-all", .lookups = 1 },
  { "no MX, no fallback to A", SPF ("example.com.", "v=spf1 mx -all") "example.com. 0 IN A 192.0.2.3\n",
    .result = "fail", .mechanism = "-all", .lookups = 1, .voids = 1 },
  { "a behind CNAME", SPF ("example.com.", "v=spf1 a:www.example.com -all") "www.example.com. 0 IN CNAME h.example.com.\nh.example.com. 0 IN A 192.0.2.3\n",
    .result = "pass", .mechanism = "a:www.example.com", .lookups = 1 },
  { "exists", SPF ("example.com.", "v=spf1 exists:%{i}._spf.%{d} -all") "192.0.2.3._spf.example.com. 0 IN A 127.0.0.2\n",
    .result = "pass", .mechanism = "exists:%{i}._spf.%{d}", .lookups = 1 },
  { "exists asks A for IPv6", SPF ("example.com.", "v=spf1 exists:h.example.com -all") "h.example.com. 0 IN A 127.0.0.2\n",
    "2001:db8::1", .result = "pass", .mechanism = "exists:h.example.com", .lookups = 1 },
  { "exists by reverse nibbles", SPF ("example.com.", "v=spf1 exists:%{ir}.%{v}.x.example -all")
    "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.x.example. 0 IN A 127.0.0.2\n",
    "2001:db8::1", .result = "pass", .mechanism = "exists:%{ir}.%{v}.x.example", .lookups = 1 },
  { "ptr skips errors", SPF ("example.com.", "v=spf1 ptr -all")
    "3.2.0.192.in-addr.arpa. 0 IN PTR x.example.com.\n3.2.0.192.in-addr.arpa. 0 IN PTR y.example.com.\n"
    "x.example.com. 0 IN A !SERVFAIL\ny.example.com. 0 IN A 192.0.2.3\n", .result = "pass", .mechanism = "ptr", .lookups = 1 },
  { "ptr without DNS", SPF ("example.com.", "v=spf1 ptr -all") "3.2.0.192.in-addr.arpa. 0 IN PTR !TIMEOUT\n",
    .result = "fail", .mechanism = "-all", .lookups = 1 },
  { "ptr IPv6", SPF ("example.com.", "v=spf1 ptr -all")
    "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. 0 IN PTR Mail.Example.Com.\nmail.example.com. 0 IN AAAA 2001:db8::1\n",
    "2001:db8::1", .result = "pass", .mechanism = "ptr", .lookups = 1 },
  { "%{p} in a target", SPF ("example.com.", "v=spf1 exists:%{p}.ok.example -all")
    "3.2.0.192.in-addr.arpa. 0 IN PTR other.example.\n3.2.0.192.in-addr.arpa. 0 IN PTR mx.example.com.\n"
    "other.example. 0 IN A 192.0.2.3\nmx.example.com. 0 IN A 192.0.2.3\nmx.example.com.ok.example. 0 IN A 127.0.0.2\n",
    .result = "pass", .mechanism = "exists:%{p}.ok.example", .lookups = 1 },
  { "%{p} unknown", SPF ("example.com.", "v=spf1 exists:%{p}.ok.example -all") "unknown.ok.example. 0 IN A 127.0.0.2\n",
    .result = "pass", .mechanism = "exists:%{p}.ok.example", .lookups = 1 },
  { "%{h} escaped", SPF ("example.com.", "v=spf1 a:%{H}.x.example -all"), .helo = "JUMPIN' JUPITER",
    .result = "fail", .mechanism = "-all", .lookups = 1, .voids = 1 },
  { "empty label is no question", SPF ("example.com.", "v=spf1 a:x..example.com -all"), .result = "fail", .mechanism = "-all", .lookups = 1 },
  { "backslash is a byte", SPF ("example.com.", "v=spf1 exists:a\\\\098c.example.com -all") "a\\092098c.example.com. 0 IN A 127.0.0.2\n",
    .result = "pass", .mechanism = "exists:a\\098c.example.com", .lookups = 1 },
  { "local part beyond ASCII never matches", SPF ("example.com.", "v=spf1 exists:%{l}.example.com -all"), .mail_from = "b\xc3\xbc@example.com",
    .result = "fail", .mechanism = "-all", .lookups = 1 },
  { "long name is cut from the left", SPF ("example.com.", "v=spf1 exists:%{l}.%{l}.%{l}.%{l}.%{l}.tail.example -all")
    "a1234567890123456789012345678901234567890123456789012345678.a1234567890123456789012345678901234567890123456789012345678."
    "a1234567890123456789012345678901234567890123456789012345678.a1234567890123456789012345678901234567890123456789012345678."
    "tail.example. 0 IN A 127.0.0.2\n", .mail_from = "a1234567890123456789012345678901234567890123456789012345678@example.com",
    .result = "pass", .mechanism = "exists:%{l}.%{l}.%{l}.%{l}.%{l}.tail.example", .lookups = 1 },
  { "type SPF is not asked", "example.com. 0 IN SPF \"v=spf1 +all\"\n" SPF ("example.com.", "v=spf1 -all"), .result = "fail", .mechanism = "-all" },
  { "strings are joined", "example.com. 0 IN TXT \"v=spf1 ip4:192.\" \"0.2.3 -all\"\n", .result = "pass", .mechanism = "ip4:192.0.2.3" },
  { "other TXT records", SPF ("example.com.", "v=spf10 -all") SPF ("example.com.", "\\150") SPF ("example.com.", "v=spf1 a:x ~all") ,
    .result = "permerror", .problem = "syntax", .problem_term = "a:x", .problem_domain = "example.com", .column = 10 },
};

static const Row tree_rows[] = {
  { "include pass", SPF ("example.com.", "v=spf1 ~include:i.example -all") SPF ("i.example.", "v=spf1 -ip4:192.0.2.4 ip4:192.0.2.3 -all"),
    .result = "softfail", .mechanism = "ip4:192.0.2.3", .lookups = 1, .path = "example.com i.example" },
  { "include fail", SPF ("example.com.", "v=spf1 include:i.example ~all") SPF ("i.example.", "v=spf1 -all"),
    .result = "softfail", .mechanism = "~all", .lookups = 1 },
  { "include neutral by default", SPF ("example.com.", "v=spf1 include:i.example ~all") SPF ("i.example.", "v=spf1 ip4:192.0.2.4"),
    .result = "softfail", .mechanism = "~all", .lookups = 1 },
  { "include nested", SPF ("example.com.", "v=spf1 include:i.example -all") SPF ("i.example.", "v=spf1 include:j.example -all")
    SPF ("j.example.", "v=spf1 +all"), .result = "pass", .mechanism = "+all", .lookups = 2, .path = "example.com i.example j.example" },
  { "include without record", SPF ("example.com.", "v=spf1 include:i.example -all"), .result = "permerror", .lookups = 1, .voids = 1,
    .problem = "include-none", .problem_term = "include:i.example", .problem_domain = "i.example" },
  { "include of text only", SPF ("example.com.", "v=spf1 include:i.example -all") SPF ("i.example.", "hello"),
    .result = "permerror", .lookups = 1, .problem = "include-none", .problem_term = "include:i.example", .problem_domain = "i.example" },
  { "include of a single label", SPF ("example.com.", "v=spf1 include:%{d1} -all"), .result = "permerror", .lookups = 1,
    .problem = "include-none", .problem_term = "include:%{d1}", .problem_domain = "com" },
  { "include broken", SPF ("example.com.", "v=spf1 include:i.example -all") SPF ("i.example.", "v=spf1 +all ip4:192.0.2"),
    .result = "permerror", .lookups = 1, .problem = "syntax", .problem_term = "ip4:192.0.2", .problem_domain = "i.example", .column = 17,
    .path = "example.com i.example" },
  { "include of two records", SPF ("example.com.", "v=spf1 include:i.example -all") SPF ("i.example.", "v=spf1 -all") SPF ("i.example.", "v=spf1 +all"),
    .result = "permerror", .lookups = 1, .problem = "multiple-records", .problem_domain = "i.example", .path = "example.com i.example" },
  { "include times out", SPF ("example.com.", "v=spf1 include:i.example +all") "i.example. 0 IN TXT !TIMEOUT\n",
    .result = "temperror", .lookups = 1, .problem = "dns-timeout", .problem_term = "include:i.example", .problem_domain = "i.example" },
  { "match before a broken include", SPF ("example.com.", "v=spf1 ip4:192.0.2.3 include:i.example -all") SPF ("i.example.", "v=spf1 x"),
    .result = "pass", .mechanism = "ip4:192.0.2.3" },
  { "%{d} and a of an included record", SPF ("example.com.", "v=spf1 include:i.example -all") SPF ("i.example.", "v=spf1 exists:%{d}.x.example a")
    "i.example. 0 IN A 192.0.2.3\n", .result = "pass", .mechanism = "a", .lookups = 3, .voids = 1, .path = "example.com i.example" },
  { "redirect", SPF ("example.com.", "v=spf1 redirect=r.example") SPF ("r.example.", "v=spf1 a -all") "r.example. 0 IN A 192.0.2.3\n",
    .result = "pass", .mechanism = "a", .lookups = 2, .path = "example.com r.example" },
  { "redirect stands last", SPF ("example.com.", "v=spf1 redirect=r.example ip4:192.0.2.3") SPF ("r.example.", "v=spf1 -all"),
    .result = "pass", .mechanism = "ip4:192.0.2.3" },
  { "redirect beside all", SPF ("example.com.", "v=spf1 redirect=r.example ?all"), .result = "neutral", .mechanism = "?all" },
  { "redirect to a default", SPF ("example.com.", "v=spf1 redirect=r.example") SPF ("r.example.", "v=spf1 ip4:192.0.2.4"),
    .result = "neutral", .mechanism = "default", .lookups = 1, .path = "example.com r.example" },
  { "redirect to nothing", SPF ("example.com.", "v=spf1 redirect=r.example"), .result = "permerror", .lookups = 1, .voids = 1,
    .problem = "redirect-none", .problem_term = "redirect=r.example", .problem_domain = "r.example" },
  { "redirect in an include", SPF ("example.com.", "v=spf1 include:i.example -all") SPF ("i.example.", "v=spf1 redirect=r.example")
    SPF ("r.example.", "v=spf1 ip4:192.0.2.3 -all"), .result = "pass", .mechanism = "ip4:192.0.2.3", .lookups = 2,
    .path = "example.com i.example r.example" },
  { "redirect loop", SPF ("example.com.", "v=spf1 redirect=example.com"), .result = "permerror", .lookups = 11, .problem = "lookup-limit",
    .problem_term = "redirect=example.com", .problem_domain = "example.com",
    .path = "example.com example.com example.com example.com example.com example.com example.com example.com example.com example.com example.com" },
  { "ten lookups", SPF ("example.com.", "v=spf1 a a a a a a a a a a ip4:192.0.2.3 -all") "example.com. 0 IN A 192.0.2.9\n",
    .result = "pass", .mechanism = "ip4:192.0.2.3", .lookups = 10 },
  { "eleven lookups", SPF ("example.com.", "v=spf1 a a a a a a a a a a mx ip4:192.0.2.3 -all") "example.com. 0 IN A 192.0.2.9\n",
    .result = "permerror", .lookups = 11, .problem = "lookup-limit", .problem_term = "mx", .problem_domain = "example.com" },
  { "lookups are counted through includes", SPF ("example.com.", "v=spf1 include:i.example include:i.example include:i.example -all")
    SPF ("i.example.", "v=spf1 a a a a") "i.example. 0 IN A 192.0.2.9\n", .result = "permerror", .lookups = 11,
    .problem = "lookup-limit", .problem_term = "include:i.example", .problem_domain = "example.com" },
  { "two voids", SPF ("example.com.", "v=spf1 a:x.example a:y.example ?all"), .result = "neutral", .mechanism = "?all", .lookups = 2, .voids = 2 },
  { "three voids", SPF ("example.com.", "v=spf1 a:x.example mx:y.example exists:z.example ?all"), .result = "permerror", .lookups = 3, .voids = 3,
    .problem = "void-limit", .problem_term = "exists:z.example", .problem_domain = "example.com" },
  { "void addresses of MX names", SPF ("example.com.", "v=spf1 mx -all")
    "example.com. 0 IN MX 1 a.example.\nexample.com. 0 IN MX 1 b.example.\nexample.com. 0 IN MX 1 c.example.\n",
    .result = "permerror", .lookups = 1, .voids = 3, .problem = "void-limit", .problem_term = "mx", .problem_domain = "example.com" },
  { "names of the reverse tree are no voids", SPF ("example.com.", "v=spf1 a:x.example a:y.example ptr ?all"),
    .result = "neutral", .mechanism = "?all", .lookups = 3, .voids = 2 },
  { "ten MX", SPF ("example.com.", "v=spf1 mx -all")
    "example.com. 0 IN MX 0 h.example.\nexample.com. 0 IN MX 1 h.example.\nexample.com. 0 IN MX 2 h.example.\nexample.com. 0 IN MX 3 h.example.\n"
    "example.com. 0 IN MX 4 h.example.\nexample.com. 0 IN MX 5 h.example.\nexample.com. 0 IN MX 6 h.example.\nexample.com. 0 IN MX 7 h.example.\n"
    "example.com. 0 IN MX 8 h.example.\nexample.com. 0 IN MX 9 g.example.\nh.example. 0 IN A 192.0.2.9\ng.example. 0 IN A 192.0.2.3\n",
    .result = "pass", .mechanism = "mx", .lookups = 1 },
  { "eleven MX", SPF ("example.com.", "v=spf1 mx:m.example -all")
    "m.example. 0 IN MX 0 h.example.\nm.example. 0 IN MX 1 h.example.\nm.example. 0 IN MX 2 h.example.\nm.example. 0 IN MX 3 h.example.\n"
    "m.example. 0 IN MX 4 h.example.\nm.example. 0 IN MX 5 h.example.\nm.example. 0 IN MX 6 h.example.\nm.example. 0 IN MX 7 h.example.\n"
    "m.example. 0 IN MX 8 h.example.\nm.example. 0 IN MX 9 h.example.\nm.example. 0 IN MX 10 h.example.\nh.example. 0 IN A 192.0.2.3\n",
    .result = "permerror", .lookups = 1, .problem = "mx-limit", .problem_term = "mx:m.example", .problem_domain = "m.example" },
  { "eleventh PTR is ignored", SPF ("example.com.", "v=spf1 ptr -all")
    "$ORIGIN 3.2.0.192.in-addr.arpa.\n@ 0 IN PTR a.example.\n@ 0 IN PTR b.example.\n@ 0 IN PTR c.example.\n@ 0 IN PTR d.example.\n"
    "@ 0 IN PTR e.example.\n@ 0 IN PTR f.example.\n@ 0 IN PTR g.example.\n@ 0 IN PTR h.example.\n@ 0 IN PTR i.example.\n@ 0 IN PTR j.example.\n"
    "@ 0 IN PTR k.example.com.\nk.example.com. 0 IN A 192.0.2.3\n", .result = "fail", .mechanism = "-all", .lookups = 1 },
  { "tenth PTR counts", SPF ("example.com.", "v=spf1 ptr -all")
    "$ORIGIN 3.2.0.192.in-addr.arpa.\n@ 0 IN PTR a.example.\n@ 0 IN PTR b.example.\n@ 0 IN PTR c.example.\n@ 0 IN PTR d.example.\n"
    "@ 0 IN PTR e.example.\n@ 0 IN PTR f.example.\n@ 0 IN PTR g.example.\n@ 0 IN PTR h.example.\n@ 0 IN PTR i.example.\n"
    "@ 0 IN PTR k.example.com.\nk.example.com. 0 IN A 192.0.2.3\n", .result = "pass", .mechanism = "ptr", .lookups = 1 },
};

static const Row identity_rows[] = {
  { "none: no domain", "x.example.com. 0 IN A 192.0.2.3\n", .mail_from = "a@gone.example.com", .result = "none", .problem = "no-domain",
    .problem_domain = "gone.example.com", .path = "gone.example.com" },
  { "none: no record", "example.com. 0 IN A 192.0.2.3\n", .result = "none", .problem = "no-record", .problem_domain = "example.com" },
  { "none: other text", SPF ("example.com.", "v=spf1-all"), .result = "none", .problem = "no-record", .problem_domain = "example.com" },
  { "none: single label", "", .mail_from = "a@localhost", .result = "none", .problem = "invalid-domain", .problem_domain = "localhost", .path = "localhost" },
  { "none: literal", "", .mail_from = "a@[192.0.2.3]", .result = "none", .problem = "invalid-domain", .problem_domain = "[192.0.2.3]", .path = "[192.0.2.3]" },
  { "none: empty label", "", .mail_from = "a@b..example.com", .result = "none", .problem = "invalid-domain", .problem_domain = "b..example.com", .path = "b..example.com" },
  { "none: not UTF-8", "", .mail_from = "a@\xff.example", .result = "none", .problem = "invalid-domain", .problem_domain = "\xef\xbf\xbd.example", .path = "\xef\xbf\xbd.example" },
  { "none: nothing at all", "", .mail_from = "", .helo = "", .result = "none", .problem = "invalid-domain", .path = "" },
  { "two records", SPF ("example.com.", "v=spf1 -all") SPF ("example.com.", "V=sPf1 +all"), .result = "permerror",
    .problem = "multiple-records", .problem_domain = "example.com" },
  { "servfail", "example.com. 0 IN TXT !SERVFAIL\n", .result = "temperror", .problem = "dns-servfail", .problem_domain = "example.com" },
  { "refused", "example.com. 0 IN TXT !REFUSED\n", .result = "temperror", .problem = "dns-refused", .problem_domain = "example.com" },
  { "timeout of an address", SPF ("example.com.", "v=spf1 mx +all") "example.com. 0 IN MX 1 m.example.\nm.example. 0 IN A !TIMEOUT\n",
    .result = "temperror", .lookups = 1, .problem = "dns-timeout", .problem_term = "mx", .problem_domain = "m.example" },
  { "syntax before any term", SPF ("example.com.", "v=spf1 +all moo"), .result = "permerror", .problem = "syntax", .problem_term = "moo",
    .problem_domain = "example.com", .column = 13 },
  { "bytes beyond ASCII", SPF ("example.com.", "v=spf1 a:\\239\\187\\191x.example -all"), .result = "permerror", .problem = "syntax",
    .problem_term = "a:\xef\xbb\xbfx.example", .problem_domain = "example.com", .column = 10 },
  { "NUL", SPF ("example.com.", "v=spf1 a:x.example\\000 -all"), .result = "permerror", .problem = "syntax",
    .problem_term = "a:x.example\x1a", .problem_domain = "example.com", .column = 19 },
  { "null sender", SPF ("mail.example.net.", "v=spf1 exists:%{l}.%{o}.%{h}.x.example -all")
    "postmaster.mail.example.net.mail.example.net.x.example. 0 IN A 127.0.0.2\n", .mail_from = "", .result = "pass",
    .mechanism = "exists:%{l}.%{o}.%{h}.x.example", .lookups = 1, .path = "mail.example.net" },
  { "no local part", SPF ("example.com.", "v=spf1 exists:%{s}.x.example -all") "postmaster@example.com.x.example. 0 IN A 127.0.0.2\n",
    .mail_from = "@example.com", .result = "pass", .mechanism = "exists:%{s}.x.example", .lookups = 1 },
  { "domain alone", SPF ("example.com.", "v=spf1 exists:%{s}.x.example -all") "postmaster@example.com.x.example. 0 IN A 127.0.0.2\n",
    .mail_from = "example.com", .result = "pass", .mechanism = "exists:%{s}.x.example", .lookups = 1 },
  { "quoted local part with @", SPF ("example.com.", "v=spf1 +all"), .mail_from = "\"a@b\"@Example.COM", .result = "pass", .mechanism = "+all" },
  { "U-label", SPF ("xn--bcher-kva.example.", "v=spf1 +all"), .mail_from = "a@b\xc3\xbc" "cher.example", .result = "pass", .mechanism = "+all",
    .path = "xn--bcher-kva.example" },
};
/* clang-format on */

static void
check_row (const Row *row, const SvSpfEvaluation *evaluation)
{
  const char *name = row->name;
  CHECK_INT (name, evaluation->state, SV_SPF_STATE_DONE);
  CHECK_STR (name, sv_spf_result_name (evaluation->result), row->result);
  CHECK_STR (name, evaluation->mechanism, row->mechanism);
  CHECK_INT (name, evaluation->lookups, row->lookups);
  CHECK_INT (name, evaluation->voids, row->voids);
  CHECK_STR (name, sv_spf_problem_name (evaluation->problem), row->problem);
  CHECK_STR (name, evaluation->problem_term, row->problem_term);
  CHECK_STR (name, evaluation->problem_domain, row->problem_domain);
  CHECK_INT (name, evaluation->problem_column, row->column);
  g_autofree char *path = spf_zone_join (evaluation->path);
  CHECK_STR (name, path, row->path ? row->path : evaluation->domain);
  CHECK_INT (name, evaluation->helo_identity, row->mail_from && !*row->mail_from);
}

static void
evaluate_row (const Row *row)
{
  SvSpfInput input = { .mail_from = row->mail_from ? row->mail_from : "user@example.com",
                       .helo = row->helo ? row->helo : "mail.example.net" };
  CHECK (row->name, sv_ip_parse (row->ip ? row->ip : "192.0.2.3", -1, &input.ip));
  g_autofree char *zone = g_strconcat ("$DEFAULT NXDOMAIN\n", row->zone, NULL);
  g_autoptr (SvSpfEvaluation) evaluation = spf_zone_evaluate (zone, &input, NULL);
  check_row (row, evaluation);
}

static void
test_appendix (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (appendix_rows); i++)
    evaluate_row (&appendix_rows[i]);
}

static void
test_mechanisms (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mechanism_rows); i++)
    evaluate_row (&mechanism_rows[i]);
}

static void
test_tree (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tree_rows); i++)
    evaluate_row (&tree_rows[i]);
}

static void
test_identity (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (identity_rows); i++)
    evaluate_row (&identity_rows[i]);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "appendix A", test_appendix },
    { "mechanisms", test_mechanisms },
    { "tree and limits", test_tree },
    { "identity and record", test_identity },
    { NULL, NULL },
  };
  sv_libspf2_init ();
  return suite_run ("evaluate", tests);
}
