/* SPDX-License-Identifier: GPL-3.0-or-later
 * IP addresses by value, on inet_pton(); see ip.h. */

#include "ip.h"

#include <arpa/inet.h>
#include <string.h>

/* Turns ::ffff:a.b.c.d into a.b.c.d: both name the same client (RFC 7208 5). */
static void
unmap (SvIp *ip)
{
  static const guint8 prefix[12] = { [10] = 0xff, [11] = 0xff };
  if (ip->family != 6 || memcmp (ip->bytes, prefix, sizeof prefix) != 0)
    return;
  memmove (ip->bytes, ip->bytes + 12, 4);
  memset (ip->bytes + 4, 0, 12);
  ip->family = 4;
}

gboolean
sv_ip_parse (const char *text, gssize len, SvIp *ip)
{
  *ip = (SvIp){ 0 };
  gsize n = len < 0 ? strlen (text) : (gsize)len;
  /* An empty slice may have no data.  Most of what is tried is a host name: only IPv6 addresses
   * begin with a letter, up to "f". */
  if (n == 0 || !(g_ascii_isxdigit (text[0]) || text[0] == ':'))
    return FALSE;
  gboolean colon = memchr (text, ':', n) != NULL;
  if (!colon && !g_ascii_isdigit (text[0]))
    return FALSE;
  const char *zone = memchr (text, '%', n);
  if (zone)
    n = (gsize)(zone - text);
  char copy[SV_IP_TEXT_MAX];
  if (n >= sizeof copy || memchr (text, '\0', n))
    return FALSE;
  memcpy (copy, text, n);
  copy[n] = '\0';
  if (inet_pton (colon ? AF_INET6 : AF_INET, copy, ip->bytes) == 1)
    ip->family = colon ? 6 : 4;
  if (zone && ip->family == 4)
    *ip = (SvIp){ 0 };
  unmap (ip);
  return ip->family != 0;
}

/* inet_ntop() reads a format string for four numbers, and every report has a handful of addresses.
 */
static void
format_ipv4 (const guint8 *bytes, char *out)
{
  for (guint i = 0; i < 4; i++)
    {
      guint8 n = bytes[i];
      if (n >= 100)
        *out++ = (char)('0' + n / 100);
      if (n >= 10)
        *out++ = (char)('0' + n / 10 % 10);
      *out++ = (char)('0' + n % 10);
      *out++ = i < 3 ? '.' : '\0';
    }
}

const char *
sv_ip_format (const SvIp *ip, char *out)
{
  out[0] = '\0';
  if (ip->family == 4)
    format_ipv4 (ip->bytes, out);
  else if (ip->family == 6)
    inet_ntop (AF_INET6, ip->bytes, out, SV_IP_TEXT_MAX);
  return out;
}

char *
sv_ip_to_string (const SvIp *ip)
{
  char text[SV_IP_TEXT_MAX];
  return ip->family ? g_strdup (sv_ip_format (ip, text)) : NULL;
}

gboolean
sv_ip_equal (const SvIp *a, const SvIp *b)
{
  return a->family == b->family && memcmp (a->bytes, b->bytes, sizeof a->bytes) == 0;
}

gboolean
sv_ip_in_network (const SvIp *ip, const SvIp *network, guint bits)
{
  if (!ip->family || ip->family != network->family || bits > (ip->family == 4 ? 32u : 128u))
    return FALSE;
  guint whole = bits / 8, rest = bits % 8;
  if (memcmp (ip->bytes, network->bytes, whole) != 0)
    return FALSE;
  guint8 mask = (guint8)(0xff00 >> rest);
  return rest == 0 || ((ip->bytes[whole] ^ network->bytes[whole]) & mask) == 0;
}

gboolean
sv_network_parse (const char *text, SvIp *network, guint *bits)
{
  const char *slash = strchr (text, '/');
  if (!sv_ip_parse (text, slash ? slash - text : -1, network))
    return FALSE;
  guint64 value = network->family == 4 ? 32 : 128;
  if (slash && !g_ascii_string_to_unsigned (slash + 1, 10, 0, value, &value, NULL))
    return FALSE;
  *bits = (guint)value;
  return TRUE;
}

/* Ranges that are not public, from the IANA special-purpose registries (RFC 6890).  The
 * documentation ranges are left out on purpose: samples and tests are written with them. */
/* clang-format off */
static const struct
{
  SvIp network;
  guint bits;
  SvScope scope;
} special[] = {
  { { 4, { 10 } },                8, SV_SCOPE_PRIVATE },
  { { 4, { 172, 16 } },          12, SV_SCOPE_PRIVATE },
  { { 4, { 192, 168 } },         16, SV_SCOPE_PRIVATE },
  { { 4, { 100, 64 } },          10, SV_SCOPE_PRIVATE },
  { { 6, { 0xfc } },              7, SV_SCOPE_PRIVATE },
  { { 4, { 127 } },               8, SV_SCOPE_LOOPBACK },
  { { 6, { [15] = 1 } },        128, SV_SCOPE_LOOPBACK },   /* ::1 */
  { { 4, { 169, 254 } },         16, SV_SCOPE_LINK_LOCAL },
  { { 6, { 0xfe, 0x80 } },       10, SV_SCOPE_LINK_LOCAL },
  { { 4, { 0 } },                 8, SV_SCOPE_RESERVED },
  { { 4, { 192, 0, 0 } },        24, SV_SCOPE_RESERVED },
  { { 4, { 198, 18 } },          15, SV_SCOPE_RESERVED },
  { { 4, { 224 } },               3, SV_SCOPE_RESERVED },
  { { 6, { 0 } },               128, SV_SCOPE_RESERVED },   /* :: */
  { { 6, { 1 } },                64, SV_SCOPE_RESERVED },   /* 100::/64 */
  { { 6, { 0xff } },              8, SV_SCOPE_RESERVED },
};
/* clang-format on */

SvScope
sv_ip_scope (const SvIp *ip)
{
  if (!ip->family)
    return SV_SCOPE_NONE;
  for (gsize i = 0; i < G_N_ELEMENTS (special); i++)
    if (sv_ip_in_network (ip, &special[i].network, special[i].bits))
      return special[i].scope;
  return SV_SCOPE_PUBLIC;
}

const char *
sv_scope_name (SvScope scope)
{
  static const char *const names[]
      = { NULL, "public", "private", "loopback", "link-local", "reserved" };
  return names[scope];
}
