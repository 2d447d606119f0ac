/* SPDX-License-Identifier: GPL-3.0-or-later
 * The parts of DNS packets; see wire-data.h. */

#include "dns/wire-data.h"

#include <string.h>

gboolean
sv_dns_read_u16 (SvDnsPacket *packet, guint *value)
{
  if (packet->len - packet->at < 2)
    return FALSE;
  *value = (guint)(packet->bytes[packet->at] << 8 | packet->bytes[packet->at + 1]);
  packet->at += 2;
  return TRUE;
}

gboolean
sv_dns_read_u32 (SvDnsPacket *packet, guint32 *value)
{
  guint high, low;
  if (!sv_dns_read_u16 (packet, &high) || !sv_dns_read_u16 (packet, &low))
    return FALSE;
  *value = (guint32)high << 16 | low;
  return TRUE;
}

/* name = *( length label ) ( 0 / 2 bytes of pointer ) (RFC 1035 4.1.4).  A pointer must lead to
 * before the part of the name that it ends: so there is no loop. */
char *
sv_dns_read_name (SvDnsPacket *packet)
{
  g_autoptr (GString) name = g_string_new (NULL);
  gsize at = packet->at, part = packet->at, size = 1;
  gboolean jumped = FALSE;
  while (at < packet->len && packet->bytes[at] != 0)
    {
      guint length = packet->bytes[at];
      if (length >= 0xc0)
        {
          if (packet->len - at < 2)
            return NULL;
          if (!jumped)
            packet->at = at + 2;
          jumped = TRUE;
          at = (gsize)(length & 0x3f) << 8 | packet->bytes[at + 1];
          if (at >= part)
            return NULL;
          part = at;
          continue;
        }
      size += 1 + length;
      if (length > SV_DNS_LABEL_MAX || size > SV_DNS_WIRE_NAME_MAX
          || packet->len - at < 1 + (gsize)length)
        return NULL;
      for (guint i = 1; i <= length; i++)
        sv_dns_name_append_byte (name, packet->bytes[at + i]);
      g_string_append_c (name, '.');
      at += 1 + length;
    }
  if (at >= packet->len)
    return NULL;
  if (!jumped)
    packet->at = at + 1;
  g_string_truncate (name, name->len ? name->len - 1 : 0);
  return g_string_free (g_steal_pointer (&name), FALSE);
}

/* <character-string> (RFC 1035 3.3), at least one. */
static gboolean
read_strings (SvDnsPacket *data, SvDnsRecord *record)
{
  record->strings = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  do
    {
      if (data->at >= data->len)
        return FALSE;
      gsize length = data->bytes[data->at++];
      if (data->len - data->at < length)
        return FALSE;
      g_ptr_array_add (record->strings, g_bytes_new (data->bytes + data->at, length));
      data->at += length;
    }
  while (data->at < data->len);
  return TRUE;
}

/* Through the text, because SvIp holds a mapped address as IPv4 and sv_ip_parse() sees to it. */
static gboolean
read_address (SvDnsPacket *data, gsize size, SvDnsRecord *record)
{
  if (data->len - data->at != size)
    return FALSE;
  SvIp raw = { .family = size == 4 ? 4 : 6 };
  memcpy (raw.bytes, data->bytes + data->at, size);
  data->at += size;
  char text[SV_IP_TEXT_MAX];
  return sv_ip_parse (sv_ip_format (&raw, text), -1, &record->ip);
}

/* SOA (RFC 1035 3.3.13): MNAME RNAME SERIAL REFRESH RETRY EXPIRE MINIMUM */
static gboolean
read_soa (SvDnsPacket *data, SvDnsRecord *record)
{
  guint32 number[5];
  record->name = sv_dns_read_name (data);
  g_autofree char *mailbox = record->name ? sv_dns_read_name (data) : NULL;
  if (!mailbox)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (number); i++)
    if (!sv_dns_read_u32 (data, &number[i]))
      return FALSE;
  g_autofree char *master = sv_dns_name_master (mailbox);
  record->rest = g_strdup_printf ("%s %u %u %u %u %u", master, number[0], number[1], number[2],
                                  number[3], number[4]);
  return TRUE;
}

static gboolean
read_data (SvDnsPacket *data, SvDnsType type, SvDnsRecord *record)
{
  guint preference = 0;
  switch (type)
    {
    case SV_DNS_A:
      return read_address (data, 4, record);
    case SV_DNS_AAAA:
      return read_address (data, 16, record);
    case SV_DNS_TXT:
    case SV_DNS_SPF:
      return read_strings (data, record);
    case SV_DNS_SOA:
      return read_soa (data, record);
    case SV_DNS_MX:
      if (!sv_dns_read_u16 (data, &preference))
        return FALSE;
      record->preference = (guint16)preference;
      record->name = sv_dns_read_name (data);
      return record->name != NULL;
    case SV_DNS_NS:
    case SV_DNS_PTR:
    case SV_DNS_CNAME:
      record->name = sv_dns_read_name (data);
      return record->name != NULL;
    default:
      return FALSE;
    }
}

gboolean
sv_dns_wire_data (const guint8 *packet, gsize packet_len, gsize at, gsize len, SvDnsType type,
                  SvDnsRecord *record)
{
  *record = (SvDnsRecord){ 0 };
  if (at > packet_len || packet_len - at < len)
    return FALSE;
  SvDnsPacket data = { .bytes = packet, .len = at + len, .at = at };
  if (read_data (&data, type, record) && data.at == data.len)
    return TRUE;
  sv_dns_record_clear (record);
  return FALSE;
}
