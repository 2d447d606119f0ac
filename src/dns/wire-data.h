/* SPDX-License-Identifier: GPL-3.0-or-later
 * The parts of DNS packets: numbers, names (RFC 1035 4.1.4), the data of records. */

#pragma once

#include "dns/answers.h"
#include "dns/name.h"

/* A place in a packet; readers step over what they read, and never past `len`. */
typedef struct
{
  const guint8 *bytes;
  gsize len;
  gsize at;
} SvDnsPacket;

gboolean sv_dns_read_u16 (SvDnsPacket *packet, guint *value);
gboolean sv_dns_read_u32 (SvDnsPacket *packet, guint32 *value);

/* The name at this place, compressed or not, as records have it (see sv_dns_name_kept()); NULL if
 * it is malformed. */
char *sv_dns_read_name (SvDnsPacket *packet);

/* Reads the data of one record, `len` bytes at `at`.  FALSE if it is malformed; `record` then owns
 * nothing. */
gboolean sv_dns_wire_data (const guint8 *packet, gsize packet_len, gsize at, gsize len,
                           SvDnsType type, SvDnsRecord *record);
