/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of addresses: reading, writing, classes, networks. */

#include "ip.h"

#include "suite.h"

#include <string.h>

static SvIp
address (const char *text)
{
  SvIp ip;
  sv_ip_parse (text, -1, &ip);
  return ip;
}

/* Text read, and its canonical form (RFC 5952); NULL for what is no address. */
static const struct
{
  const char *text;
  const char *canonical;
} texts[] = {
  { "192.0.2.1", "192.0.2.1" },
  { "0.0.0.0", "0.0.0.0" },
  { "255.255.255.255", "255.255.255.255" },
  { "2001:db8::1", "2001:db8::1" },
  { "2001:DB8:0:0:0:0:0:1", "2001:db8::1" },
  { "2001:0db8:0000:0000:0001:0000:0000:0001", "2001:db8::1:0:0:1" },
  { "::", "::" },
  { "::1", "::1" },
  { "::ffff:192.0.2.1", "192.0.2.1" },
  { "::ffff:c000:201", "192.0.2.1" },
  { "fe80::1%eth0", "fe80::1" },
  { "fe80::1%", "fe80::1" },
  { "", NULL },
  { "192.0.2", NULL },
  { "192.0.2.1.5", NULL },
  { "192.0.2.256", NULL },
  { "192.0.2.01", NULL },
  { "192.0.2.1 ", NULL },
  { " 192.0.2.1", NULL },
  { "192.0.2.1%eth0", NULL },
  { "[192.0.2.1]", NULL },
  { "IPv6:2001:db8::1", NULL },
  { "2001:db8::1::2", NULL },
  { "2001:db8::g", NULL },
  { "12345::1", NULL },
  { "%eth0", NULL },
  { "example.com", NULL },
  { "0000:0000:0000:0000:0000:ffff:192.000.002.001", NULL },
  { "1111:2222:3333:4444:5555:6666:7777:8888:9999:1111:2222:3333:4444", NULL },
};

static void
test_text (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gsize len = strlen (texts[i].text);
      g_autofree char *exact = suite_exact (texts[i].text, (gssize)len);
      SvIp ip;
      gboolean read = sv_ip_parse (exact, (gssize)len, &ip);
      g_autofree char *written = sv_ip_to_string (&ip);
      CHECK_INT (texts[i].text, read, texts[i].canonical != NULL);
      CHECK_STR (texts[i].text, written, texts[i].canonical);
      char buffer[SV_IP_TEXT_MAX];
      CHECK_STR (texts[i].text, sv_ip_format (&ip, buffer),
                 texts[i].canonical ? texts[i].canonical : "");
    }
}

static void
test_every_number (void)
{
  for (guint n = 0; n < 256; n++)
    {
      SvIp ip = { 4, { (guint8)n, (guint8)(255 - n), 0, (guint8)n } };
      char buffer[SV_IP_TEXT_MAX];
      g_autofree char *expected = g_strdup_printf ("%u.%u.0.%u", n, 255 - n, n);
      CHECK_STR (expected, sv_ip_format (&ip, buffer), expected);
    }
}

static void
test_length (void)
{
  SvIp ip;
  CHECK ("part of a text", sv_ip_parse ("192.0.2.15", 9, &ip));
  CHECK ("only the given bytes count", ip.bytes[3] == 1);
  CHECK ("nothing", !sv_ip_parse ("192.0.2.15", 0, &ip));
  CHECK ("an empty slice", !sv_ip_parse (NULL, 0, &ip));
  CHECK ("NUL inside", !sv_ip_parse ("192.0.2.1\0", 10, &ip));
  CHECK_INT ("a failure leaves no address", ip.family, 0);
}

static void
test_equal (void)
{
  SvIp a = address ("192.0.2.1"), mapped = address ("::ffff:192.0.2.1");
  SvIp other = address ("192.0.2.2"), six = address ("c000:201::"), none = { 0 };
  CHECK ("mapped", sv_ip_equal (&a, &mapped));
  CHECK ("other", !sv_ip_equal (&a, &other));
  CHECK ("same bytes, other family", !sv_ip_equal (&a, &six));
  CHECK ("none", !sv_ip_equal (&a, &none));
}

static const struct
{
  const char *ip;
  SvScope scope;
  const char *name;
} scopes[] = {
  { "192.0.2.1", SV_SCOPE_PUBLIC, "public" },
  { "198.51.100.7", SV_SCOPE_PUBLIC, "public" },
  { "203.0.113.7", SV_SCOPE_PUBLIC, "public" },
  { "2001:db8::1", SV_SCOPE_PUBLIC, "public" },
  { "10.255.0.1", SV_SCOPE_PRIVATE, "private" },
  { "172.15.255.255", SV_SCOPE_PUBLIC, "public" },
  { "172.16.0.0", SV_SCOPE_PRIVATE, "private" },
  { "172.31.255.255", SV_SCOPE_PRIVATE, "private" },
  { "172.32.0.0", SV_SCOPE_PUBLIC, "public" },
  { "192.168.1.1", SV_SCOPE_PRIVATE, "private" },
  { "100.64.0.1", SV_SCOPE_PRIVATE, "private" },
  { "100.128.0.1", SV_SCOPE_PUBLIC, "public" },
  { "fd00::1", SV_SCOPE_PRIVATE, "private" },
  { "127.0.0.1", SV_SCOPE_LOOPBACK, "loopback" },
  { "127.255.0.1", SV_SCOPE_LOOPBACK, "loopback" },
  { "::1", SV_SCOPE_LOOPBACK, "loopback" },
  { "169.254.1.1", SV_SCOPE_LINK_LOCAL, "link-local" },
  { "fe80::1%2", SV_SCOPE_LINK_LOCAL, "link-local" },
  { "0.0.0.0", SV_SCOPE_RESERVED, "reserved" },
  { "224.0.0.1", SV_SCOPE_RESERVED, "reserved" },
  { "240.0.0.1", SV_SCOPE_RESERVED, "reserved" },
  { "255.255.255.255", SV_SCOPE_RESERVED, "reserved" },
  { "198.18.0.1", SV_SCOPE_RESERVED, "reserved" },
  { "::", SV_SCOPE_RESERVED, "reserved" },
  { "ff02::1", SV_SCOPE_RESERVED, "reserved" },
  { "100::1", SV_SCOPE_RESERVED, "reserved" },
  { "nothing", SV_SCOPE_NONE, NULL },
};

static void
test_scope (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      SvIp ip = address (scopes[i].ip);
      CHECK_INT (scopes[i].ip, sv_ip_scope (&ip), scopes[i].scope);
      CHECK_STR (scopes[i].ip, sv_scope_name (sv_ip_scope (&ip)), scopes[i].name);
    }
}

/* `bits` -1: not to be read. */
static const struct
{
  const char *network;
  int bits;
  const char *inside, *outside;
} networks[] = {
  { "192.0.2.0/24", 24, "192.0.2.255", "192.0.3.0" },
  { "192.0.2.128/25", 25, "192.0.2.129", "192.0.2.127" },
  { "192.0.2.7/31", 31, "192.0.2.6", "192.0.2.8" },
  { "192.0.2.7", 32, "192.0.2.7", "192.0.2.6" },
  { "0.0.0.0/0", 0, "203.0.113.1", "2001:db8::1" },
  { "2001:db8::/32", 32, "2001:db8:ffff::1", "2001:db9::" },
  { "2001:db8::/33", 33, "2001:db8:7fff::1", "2001:db8:8000::" },
  { "2001:db8::1", 128, "2001:db8::1", "2001:db8::2" },
  { "::/0", 0, "2001:db8::1", "192.0.2.1" },
  { "::ffff:192.0.2.0/24", 24, "192.0.2.9", "2001:db8::1" },
  { "192.0.2.0/33", -1, NULL, NULL },
  { "2001:db8::/129", -1, NULL, NULL },
  { "192.0.2.0/", -1, NULL, NULL },
  { "192.0.2.0/-1", -1, NULL, NULL },
  { "192.0.2.0/24/24", -1, NULL, NULL },
  { "192.0.2.0/24x", -1, NULL, NULL },
  { "/24", -1, NULL, NULL },
  { "example.com/24", -1, NULL, NULL },
  { "", -1, NULL, NULL },
};

static void
test_network (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++)
    {
      SvIp network;
      guint bits = 0;
      const char *row = networks[i].network;
      gboolean read = sv_network_parse (row, &network, &bits);
      CHECK_INT (row, read, networks[i].bits >= 0);
      if (!read || networks[i].bits < 0)
        continue;
      SvIp inside = address (networks[i].inside), outside = address (networks[i].outside);
      CHECK_INT (row, bits, networks[i].bits);
      CHECK (row, sv_ip_in_network (&inside, &network, bits));
      CHECK (row, !sv_ip_in_network (&outside, &network, bits));
    }
}

static void
test_network_bounds (void)
{
  SvIp ip = address ("192.0.2.1"), none = { 0 };
  CHECK ("too many bits", !sv_ip_in_network (&ip, &ip, 33));
  CHECK ("no address", !sv_ip_in_network (&none, &none, 0));
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "text", test_text },
    { "every number", test_every_number },
    { "length", test_length },
    { "equal", test_equal },
    { "scope", test_scope },
    { "network", test_network },
    { "network bounds", test_network_bounds },
    { NULL, NULL },
  };
  return suite_run ("ip", tests);
}
