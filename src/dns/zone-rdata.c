/* SPDX-License-Identifier: GPL-3.0-or-later
 * The data of one record as it stands in a DNS file; see zone-rdata.h. */

#include "dns/zone-rdata.h"

#include "dns/name.h"
#include "dns/wire-data.h"

#include <glib/gi18n.h>
#include <string.h>

/* Length byte of a character-string (RFC 1035 3.3). */
#define STRING_MAX 255

/* RFC 2181 8. */
#define TTL_MAX 0x7fffffffu

/* ttl = 1*DIGIT / 1*( 1*DIGIT ( "s" / "m" / "h" / "d" / "w" ) ) */
gboolean
sv_zone_ttl (const SvZoneToken *token, guint32 *ttl)
{
  static const char units[] = "smhdw";
  static const guint32 seconds[] = { 1, 60, 3600, 86400, 604800 };
  guint64 sum = 0, number = 0;
  gboolean digits = FALSE, unit_seen = FALSE;
  for (gsize i = 0; i < token->len; i++)
    {
      char c = g_ascii_tolower (token->text[i]);
      const char *unit = c ? strchr (units, c) : NULL;
      if (g_ascii_isdigit (c))
        number = number * 10 + (guint64)(c - '0');
      else if (digits && unit)
        {
          sum += number * seconds[unit - units];
          number = 0;
          unit_seen = TRUE;
        }
      else
        return FALSE;
      digits = g_ascii_isdigit (c);
      if (number > TTL_MAX || sum > TTL_MAX)
        return FALSE;
    }
  *ttl = (guint32)(sum + number);
  return token->len > 0 && !token->quoted && digits != unit_seen && sum + number <= TTL_MAX;
}

static const char *
read_address (SvDnsType type, const SvZoneToken *tokens, guint n, const char *origin G_GNUC_UNUSED,
              SvDnsRecord *record)
{
  const char *colon = n == 1 ? memchr (tokens->text, ':', tokens->len) : NULL;
  if (n == 1 && !tokens->quoted && (colon != NULL) == (type == SV_DNS_AAAA)
      && !memchr (tokens->text, '%', tokens->len)
      && sv_ip_parse (tokens->text, (gssize)tokens->len, &record->ip))
    return NULL;
  return type == SV_DNS_A ? _ ("not an IPv4 address") : _ ("not an IPv6 address");
}

static const char *
read_target (SvDnsType type G_GNUC_UNUSED, const SvZoneToken *tokens, guint n, const char *origin,
             SvDnsRecord *record)
{
  record->name = n == 1 ? sv_zone_token_name (tokens, origin) : NULL;
  return record->name ? NULL : _ ("not a domain name");
}

static const char *
read_mx (SvDnsType type G_GNUC_UNUSED, const SvZoneToken *tokens, guint n, const char *origin,
         SvDnsRecord *record)
{
  guint64 preference;
  if (n != 2 || !sv_zone_token_number (tokens, G_MAXUINT16, &preference))
    return _ ("not a preference (0 to 65535) and a domain name");
  record->preference = (guint16)preference;
  record->name = sv_zone_token_name (tokens + 1, origin);
  return record->name ? NULL : _ ("not a domain name");
}

/* SOA: MNAME RNAME SERIAL REFRESH RETRY EXPIRE MINIMUM; all but the serial are times. */
static const char *
read_soa (SvDnsType type G_GNUC_UNUSED, const SvZoneToken *tokens, guint n, const char *origin,
          SvDnsRecord *record)
{
  guint64 serial;
  guint32 times[4];
  gboolean good = n == 7 && sv_zone_token_number (tokens + 2, G_MAXUINT32, &serial);
  for (guint i = 0; good && i < G_N_ELEMENTS (times); i++)
    good = sv_zone_ttl (tokens + 3 + i, &times[i]);
  g_autofree char *mailbox = good ? sv_zone_token_name (tokens + 1, origin) : NULL;
  record->name = mailbox ? sv_zone_token_name (tokens, origin) : NULL;
  if (!record->name)
    return _ ("not two domain names and five numbers");
  g_autofree char *master = sv_dns_name_master (mailbox);
  record->rest = g_strdup_printf ("%s %" G_GUINT64_FORMAT " %u %u %u %u", master, serial, times[0],
                                  times[1], times[2], times[3]);
  return NULL;
}

static const char *
read_strings (SvDnsType type G_GNUC_UNUSED, const SvZoneToken *tokens, guint n,
              const char *origin G_GNUC_UNUSED, SvDnsRecord *record)
{
  record->strings = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  for (guint i = 0; i < n; i++)
    {
      GBytes *string = sv_zone_token_string (tokens + i);
      if (!string)
        return _ ("a malformed escape: write \\\" or \\\\ or three digits, \\000 to \\255");
      g_ptr_array_add (record->strings, string);
      if (g_bytes_get_size (string) > STRING_MAX)
        return _ ("a string of more than 255 bytes: split it into several strings");
    }
  return n > 0 ? NULL : _ ("no string");
}

static const struct
{
  SvDnsType type;
  const char *(*read) (SvDnsType type, const SvZoneToken *tokens, guint n, const char *origin,
                       SvDnsRecord *record);
} readers[] = {
  { SV_DNS_A, read_address },    { SV_DNS_AAAA, read_address }, { SV_DNS_NS, read_target },
  { SV_DNS_CNAME, read_target }, { SV_DNS_PTR, read_target },   { SV_DNS_MX, read_mx },
  { SV_DNS_SOA, read_soa },      { SV_DNS_TXT, read_strings },  { SV_DNS_SPF, read_strings },
};

/* generic data (RFC 3597 5) = "\#" length *( hexadecimal digits ) */
static const char *
read_generic (SvDnsType type, const SvZoneToken *tokens, guint n, SvDnsRecord *record)
{
  guint64 length;
  g_autoptr (GByteArray) data = g_byte_array_new ();
  gboolean good = n >= 2 && sv_zone_token_number (tokens + 1, G_MAXUINT16, &length);
  guint half = 0, byte = 0;
  for (guint i = 2; good && i < n; i++)
    for (gsize k = 0; good && k < tokens[i].len; k++, half ^= 1)
      {
        int digit = g_ascii_xdigit_value (tokens[i].text[k]);
        good = digit >= 0;
        byte = (byte << 4 | (guint)(good ? digit : 0)) & 0xff;
        if (half)
          g_byte_array_append (data, &(guint8){ (guint8)byte }, 1);
      }
  if (good && !half && data->len == length
      && sv_dns_wire_data (data->data, data->len, 0, data->len, type, record))
    return NULL;
  return _ ("malformed data behind “\\#”");
}

const char *
sv_zone_rdata (SvDnsType type, const SvZoneToken *tokens, guint n, const char *origin,
               SvDnsRecord *record)
{
  *record = (SvDnsRecord){ 0 };
  if (n > 0 && sv_zone_token_is (tokens, "\\#"))
    return read_generic (type, tokens, n, record);
  const char *problem = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (readers); i++)
    if (readers[i].type == type)
      problem = readers[i].read (type, tokens, n, origin, record);
  if (problem)
    sv_dns_record_clear (record);
  return problem;
}
