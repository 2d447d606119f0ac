/* SPDX-License-Identifier: GPL-3.0-or-later
 * DNS files written: their text, and that the same answers are read back from it. */

#include "dns-text.h"
#include "dns/zone.h"
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What sv_zone_write() writes. */
static char *
written (const GPtrArray *answers)
{
  char *text = NULL;
  size_t len = 0;
  FILE *stream = open_memstream (&text, &len);
  sv_zone_write (stream, answers);
  fclose (stream);
  char *copy = g_strdup (text);
  free (text);
  return copy;
}

static SvDnsAnswer *
add (GPtrArray *answers, const char *name, SvDnsType type, SvDnsStatus status, guint32 ttl)
{
  SvDnsAnswer *answer = sv_dns_answer_new (name, type, status);
  answer->ttl = ttl;
  g_ptr_array_add (answers, answer);
  return answer;
}

static void
add_named (SvDnsAnswer *answer, guint16 preference, const char *name, const char *rest)
{
  SvDnsRecord record
      = { .preference = preference, .name = g_strdup (name), .rest = g_strdup (rest) };
  sv_dns_answer_add (answer, &record);
}

static void
add_address (SvDnsAnswer *answer, const char *text)
{
  SvDnsRecord record = { 0 };
  CHECK (text, sv_ip_parse (text, -1, &record.ip));
  sv_dns_answer_add (answer, &record);
}

/* A TXT record that has every byte value, one that is empty, and one that looks like a word. */
static void
add_texts (SvDnsAnswer *answer)
{
  guint8 bytes[256];
  for (guint i = 0; i < 256; i++)
    bytes[i] = (guint8)i;
  for (guint i = 0; i < 3; i++)
    {
      SvDnsRecord record = { 0 };
      record.strings = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
      if (i == 0)
        g_ptr_array_add (record.strings, g_bytes_new (bytes, 128));
      if (i == 0)
        g_ptr_array_add (record.strings, g_bytes_new (bytes + 128, 128));
      else
        g_ptr_array_add (record.strings, g_bytes_new ("!NXDOMAIN", i == 1 ? 0 : 9));
      sv_dns_answer_add (answer, &record);
    }
}

static GPtrArray *
many_answers (void)
{
  GPtrArray *answers = g_ptr_array_new_with_free_func ((GDestroyNotify)sv_dns_answer_unref);
  add_texts (add (answers, "b.example.com", SV_DNS_TXT, SV_DNS_NOERROR, 300));
  add_texts (add (answers, "b.example.com", SV_DNS_SPF, SV_DNS_NOERROR, 0));
  add_address (add (answers, "b.example.com", SV_DNS_A, SV_DNS_NOERROR, 60), "192.0.2.1");
  SvDnsAnswer *six = add (answers, "b.example.com", SV_DNS_AAAA, SV_DNS_NOERROR, 2147483647);
  add_address (six, "2001:db8::1");
  add_address (six, "::ffff:192.0.2.1");
  SvDnsAnswer *mx = add (answers, "a.example.com", SV_DNS_MX, SV_DNS_NOERROR, 5);
  add_named (mx, 20, "Mx.example.com", NULL);
  add_named (mx, 10, "\\000\\046\"(;).example.com", NULL);
  add_named (mx, 0, "", NULL);
  add_named (add (answers, "a.example.com", SV_DNS_CNAME, SV_DNS_NOERROR, 5), 0, "@", NULL);
  add_named (add (answers, "a.example.com", SV_DNS_NS, SV_DNS_NOERROR, 5), 0, "$x", NULL);
  add_named (add (answers, "example.com", SV_DNS_SOA, SV_DNS_NOERROR, 5), 0, "ns.example.com",
             "root. 1 2 3 4 5");
  add_named (add (answers, "", SV_DNS_NS, SV_DNS_NOERROR, 5), 0, "a.example", NULL);
  add (answers, "w1.example.com", SV_DNS_TXT, SV_DNS_NODATA, 9);
  add (answers, "w2.example.com", SV_DNS_TXT, SV_DNS_NXDOMAIN, 9);
  add (answers, "w3.example.com", SV_DNS_TXT, SV_DNS_SERVFAIL, 0);
  add (answers, "w4.example.com", SV_DNS_TXT, SV_DNS_TIMEOUT, 0);
  add (answers, "w5.example.com", SV_DNS_TXT, SV_DNS_REFUSED, 0);
  add (answers, "$ttl.example.com", SV_DNS_TXT, SV_DNS_NXDOMAIN, 9);
  add (answers, "!nodata.example.com", SV_DNS_TXT, SV_DNS_NXDOMAIN, 9);
  add (answers, "@", SV_DNS_TXT, SV_DNS_NXDOMAIN, 9);
  add (answers, "a b\";()\\\xff\t\n.example.com", SV_DNS_TXT, SV_DNS_NXDOMAIN, 9);
  add_texts (add (answers, "*.example.com", SV_DNS_TXT, SV_DNS_NOERROR, 300));
  add_texts (add (answers, "*", SV_DNS_TXT, SV_DNS_NOERROR, 300));
  return answers;
}

static void
test_round_trip (void)
{
  g_autoptr (GPtrArray) answers = many_answers ();
  g_autofree char *text = written (answers);
  g_autoptr (GError) error = NULL;
  g_autoptr (SvZone) zone = sv_zone_parse ("written", text, strlen (text), &error);
  CHECK_STR ("read back", error ? error->message : NULL, NULL);
  g_autoptr (GPtrArray) zones = g_ptr_array_new ();
  if (zone)
    g_ptr_array_add (zones, zone);
  for (guint i = 0; i < answers->len; i++)
    {
      const SvDnsAnswer *answer = answers->pdata[i];
      g_autoptr (SvDnsAnswer) again = sv_zone_lookup (zones, answer->name, answer->type);
      g_autofree char *expected = dns_text (answer), *got = dns_text (again);
      CHECK_STR (answer->name, got, expected);
      CHECK_STR (answer->name, again ? again->name : NULL, answer->name);
    }
  /* A recorded name is no wildcard. */
  g_autoptr (SvDnsAnswer) other = sv_zone_lookup (zones, "other.example.com", SV_DNS_TXT);
  CHECK ("no wildcard", !other);
}

/* Sorted, each question once, with its time; nothing unrecorded and nothing impossible. */
static void
test_written (void)
{
  g_autoptr (GPtrArray) answers
      = g_ptr_array_new_with_free_func ((GDestroyNotify)sv_dns_answer_unref);
  add (answers, "b.example", SV_DNS_TXT, SV_DNS_NODATA, 7)->time
      = G_GINT64_CONSTANT (1700000000999999);
  add (answers, "c.example", SV_DNS_TXT, SV_DNS_UNRECORDED, 0);
  add (answers, "a..example", SV_DNS_TXT, SV_DNS_NXDOMAIN, 0);
  add_address (add (answers, "a.example", SV_DNS_AAAA, SV_DNS_NOERROR, 60), "2001:db8::1");
  add_address (add (answers, "A.example.", SV_DNS_A, SV_DNS_NOERROR, 60), "192.0.2.1");
  add_address (add (answers, "a.example", SV_DNS_A, SV_DNS_NOERROR, 60), "192.0.2.1");
  g_autofree char *text = written (answers);
  CHECK_STR ("text", text,
             "a.example. 60 IN A 192.0.2.1\n"
             "a.example. 60 IN AAAA 2001:db8::1\n"
             "b.example. 7 IN TXT !NODATA ; 2023-11-14T22:13:20Z\n");
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "round trip", test_round_trip },
    { "written", test_written },
    { NULL, NULL },
  };
  return suite_run ("zone-write", tests);
}
