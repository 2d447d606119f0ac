/* SPDX-License-Identifier: GPL-3.0-or-later
 * IP addresses: read, written, classified, matched against networks. */

#pragma once

#include <glib.h>

/* An address by value.  IPv4-mapped IPv6 (::ffff:a.b.c.d) is always held as IPv4 (RFC 7208 5). */
typedef struct
{
  guint8 family;    /* 0: no address, 4 or 6 */
  guint8 bytes[16]; /* network order; 4 or 16 of them count */
} SvIp;

typedef enum
{
  SV_SCOPE_NONE, /* no address */
  SV_SCOPE_PUBLIC,
  SV_SCOPE_PRIVATE,    /* RFC 1918, RFC 4193, RFC 6598 */
  SV_SCOPE_LOOPBACK,   /* 127/8, ::1 */
  SV_SCOPE_LINK_LOCAL, /* 169.254/16, fe80::/10 */
  SV_SCOPE_RESERVED    /* unspecified, multicast, 240/4 …; not the documentation ranges */
} SvScope;

/* Room for the longest text of an address, with its NUL. */
#define SV_IP_TEXT_MAX 46

/* Reads an address of exactly `len` bytes (-1: up to the NUL) as its whole text: dotted quad
 * without leading zeros, or RFC 4291 2.2; a zone ("%eth0") is dropped.  On failure `ip` is "no
 * address". */
gboolean sv_ip_parse (const char *text, gssize len, SvIp *ip);

/* Writes the canonical text (RFC 5952) into `out` of SV_IP_TEXT_MAX bytes and returns `out`; "" for
 * none. */
const char *sv_ip_format (const SvIp *ip, char *out);

/* The same, newly allocated; NULL for no address. */
char *sv_ip_to_string (const SvIp *ip);

gboolean sv_ip_equal (const SvIp *a, const SvIp *b);

/* What kind of address this is.  Documentation ranges (RFC 5737, RFC 3849) count as public: samples
 * use them. */
SvScope sv_ip_scope (const SvIp *ip);

/* The word of the report for a scope: "public", "link-local" …; NULL for SV_SCOPE_NONE. */
const char *sv_scope_name (SvScope scope);

/* Whether `ip` lies in `network`/`bits`; addresses of different families never match, /0 matches
 * the family. */
gboolean sv_ip_in_network (const SvIp *ip, const SvIp *network, guint bits);

/* Reads "ADDRESS" or "ADDRESS/BITS"; a bare address gets its full length. */
gboolean sv_network_parse (const char *text, SvIp *network, guint *bits);
