/* SPDX-License-Identifier: GPL-3.0-or-later
 * Fuzzes the reader of DNS packets.  The first byte picks the question; the rest is the packet that
 * a stranger sends for it. */

#include "fuzz.h"

#include "dns/wire.h"

static const SvDnsType types[]
    = { SV_DNS_TXT, SV_DNS_A, SV_DNS_AAAA, SV_DNS_MX, SV_DNS_PTR, SV_DNS_CNAME, SV_DNS_SOA };

static void
check_answer (const SvDnsAnswer *answer, SvDnsType type)
{
  g_assert_cmpint (answer->type, ==, type);
  g_assert_true ((answer->status == SV_DNS_NOERROR) == (answer->records->len > 0));
  for (guint i = 0; i < answer->records->len; i++)
    {
      const SvDnsRecord *record = &g_array_index (answer->records, SvDnsRecord, i);
      g_autofree char *text = sv_dns_record_text (record, type);
      g_assert_nonnull (text);
      if (record->name)
        g_assert_true (sv_dns_name_encodable (record->name));
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (size == 0)
    return 0;
  SvDnsType type = types[data[0] % G_N_ELEMENTS (types)];
  /* A block of its own: sanitizers see a byte read in front of the packet too. */
  gsize len = size - 1;
  guint8 *packet = g_malloc (MAX (len, 1));
  for (gsize i = 0; i < len; i++)
    packet[i] = data[i + 1];
  char *unknown = NULL;
  guint32 ttl = 0;
  sv_dns_wire_rejects_edns (packet, len);
  g_autoptr (SvDnsAnswer) answer
      = sv_dns_wire_read (packet, len, "example.com", type, &unknown, &ttl);
  g_assert_true ((answer == NULL) == (unknown != NULL));
  if (answer)
    check_answer (answer, type);
  g_free (unknown);
  g_free (packet);
  return 0;
}
