/* SPDX-License-Identifier: GPL-3.0-or-later
 * Fuzzes the reader of DNS files; what it understood must survive being written and read again. */

#include "fuzz.h"

#include "dns/zone.h"

#include <stdlib.h>
#include <string.h>

static const char *const names[]
    = { "example.com", "a.example.com", "*.example.com", "x.y.example.com", "", "." };

static const SvDnsType types[] = { SV_DNS_A,  SV_DNS_NS,  SV_DNS_CNAME, SV_DNS_SOA, SV_DNS_PTR,
                                   SV_DNS_MX, SV_DNS_TXT, SV_DNS_AAAA,  SV_DNS_SPF };

/* Every answer of the zone to the questions above. */
static GPtrArray *
ask_all (const SvZone *zone)
{
  GPtrArray *answers = g_ptr_array_new_with_free_func ((GDestroyNotify)sv_dns_answer_unref);
  g_autoptr (GPtrArray) zones = g_ptr_array_new ();
  g_ptr_array_add (zones, (gpointer)zone);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (types); k++)
      {
        SvDnsAnswer *answer = sv_zone_lookup (zones, names[i], types[k]);
        if (answer)
          g_ptr_array_add (answers, answer);
      }
  return answers;
}

static void
check_same (const SvDnsAnswer *one, const SvDnsAnswer *other)
{
  g_assert_nonnull (other);
  g_assert_cmpint (one->status, ==, other->status);
  g_assert_cmpuint (one->records->len, ==, other->records->len);
  for (guint i = 0; i < one->records->len; i++)
    {
      g_autofree char *text
          = sv_dns_record_text (&g_array_index (one->records, SvDnsRecord, i), one->type);
      g_autofree char *again
          = sv_dns_record_text (&g_array_index (other->records, SvDnsRecord, i), other->type);
      g_assert_cmpstr (text, ==, again);
    }
}

static void
check_written (const GPtrArray *answers)
{
  char *text = NULL;
  size_t len = 0;
  FILE *file = open_memstream (&text, &len);
  g_assert_nonnull (file);
  sv_zone_write (file, answers);
  fclose (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (SvZone) zone = sv_zone_parse ("written", text, len, &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) zones = g_ptr_array_new ();
  g_ptr_array_add (zones, zone);
  for (guint i = 0; i < answers->len; i++)
    {
      const SvDnsAnswer *answer = answers->pdata[i];
      g_autoptr (SvDnsAnswer) again = sv_zone_lookup (zones, answer->name, answer->type);
      check_same (answer, again);
    }
  free (text);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SvZone) zone = sv_zone_parse ("input", (const char *)data, size, &error);
  g_assert_true ((zone != NULL) == (error == NULL));
  if (!zone)
    return 0;
  g_autoptr (GPtrArray) answers = ask_all (zone);
  check_written (answers);
  return 0;
}
