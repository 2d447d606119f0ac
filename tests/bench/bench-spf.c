/* SPDX-License-Identifier: GPL-3.0-or-later
 * Measures microseconds per evaluation, next to libspf2 as it comes on the same answers.  For
 * people, not for `make check`: numbers depend on the machine, only the ratio means something. */

#include "dns/zone.h"
#include "spf/evaluate.h"
#include "spf/libspf2.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* libspf2's headers expect these before them. */
#include <sys/types.h>

#include <netinet/in.h>

#include <arpa/nameser.h>

#include <resolv.h>

#include <netdb.h>

#define HAVE_DECL_NS_T_SPF 0
#include <spf2/spf.h>

/* Long enough to see microseconds through the noise of a busy machine; the best of some runs is
 * taken, because noise only adds. */
#define EVALUATIONS 20000
#define RUNS 5

/* spfview does more (strict syntax, limits, a trace); beyond this it would be waste. */
#define RATIO_MAX 3.0

#define CLIENT "192.0.2.3"
#define SENDER "user@example.com"
#define HELO "mail.example.net"

static const struct
{
  const char *name;
  const char *zone;
} cases[] = {
  /* clang-format off */
  { "one ip4", "$DEFAULT NXDOMAIN\nexample.com. TXT \"v=spf1 ip4:192.0.2.3 -all\"\n" },
  { "a, mx, four includes",
    "$DEFAULT NXDOMAIN\n"
    "example.com. TXT \"v=spf1 a mx include:a.example include:b.example include:c.example include:d.example -all\"\n"
    "example.com. A 198.51.100.1\n"
    "example.com. MX 10 m.example.com.\nm.example.com. A 198.51.100.2\n"
    "a.example. TXT \"v=spf1 ip4:198.51.100.0/28 ip4:203.0.113.0/28 -all\"\n"
    "b.example. TXT \"v=spf1 ip4:198.51.100.16/28 ip4:203.0.113.16/28 -all\"\n"
    "c.example. TXT \"v=spf1 ip4:198.51.100.32/28 ip4:203.0.113.32/28 -all\"\n"
    "d.example. TXT \"v=spf1 ip4:198.51.100.48/28 ip4:192.0.2.0/28 -all\"\n" },
  { "no match at all",
    "$DEFAULT NXDOMAIN\n"
    "example.com. TXT \"v=spf1 ip4:198.51.100.0/28 ip4:203.0.113.0/28 ip6:2001:db8::/32 a include:a.example -all\"\n"
    "example.com. A 198.51.100.1\n"
    "a.example. TXT \"v=spf1 exists:%{ir}.x.example ?all\"\n" },
  /* clang-format on */
};

/* Answers what `lookups` wants from the zone until the evaluation is done; the result. */
static SvSpfResult
fill (const char *zone_text, const SvSpfInput *input, SvAnswers *answers)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SvZone) zone = sv_zone_parse ("bench", zone_text, strlen (zone_text), &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) zones = g_ptr_array_new ();
  g_ptr_array_add (zones, zone);
  g_autoptr (SvLookups) lookups = sv_lookups_new (answers);
  for (;;)
    {
      g_autoptr (SvSpfEvaluation) evaluation = sv_spf_evaluate (input, lookups);
      if (evaluation->state == SV_SPF_STATE_DONE)
        return evaluation->result;
      g_autoptr (GPtrArray) wanted = sv_lookups_take_wanted (lookups);
      for (guint i = 0; i < wanted->len; i++)
        {
          const SvDnsQuestion *question = wanted->pdata[i];
          sv_answers_put (answers, sv_zone_lookup (zones, question->name, question->type));
        }
    }
}

static double
microseconds (gint64 begin)
{
  return (double)(g_get_monotonic_time () - begin) / EVALUATIONS;
}

static double
measure_ours (const SvSpfInput *input, SvAnswers *answers, SvSpfResult expected)
{
  gint64 begin = g_get_monotonic_time ();
  for (guint i = 0; i < EVALUATIONS; i++)
    {
      g_autoptr (SvLookups) lookups = sv_lookups_new (answers);
      g_autoptr (SvSpfEvaluation) evaluation = sv_spf_evaluate (input, lookups);
      g_assert_cmpint (evaluation->result, ==, expected);
    }
  return microseconds (begin);
}

static void
append (SPF_dns_rr_t *rr, const SvDnsRecord *record, SvDnsType type)
{
  g_autoptr (GBytes) joined = type == SV_DNS_TXT ? sv_dns_record_joined (record) : NULL;
  gsize len = joined ? g_bytes_get_size (joined) : record->name ? strlen (record->name) : 0;
  gsize size = MAX (len + 1, sizeof (SPF_dns_rr_data_t));
  g_assert_cmpint (SPF_dns_rr_buf_realloc (rr, rr->num_rr, size), ==, SPF_E_SUCCESS);
  SPF_dns_rr_data_t *data = rr->rr[rr->num_rr++];
  memset (data, 0, size);
  if (type == SV_DNS_A)
    memcpy (&data->a, record->ip.bytes, sizeof data->a);
  else
    memcpy (data, joined ? g_bytes_get_data (joined, NULL) : record->name, len);
}

/* The answers of the same store. */
static SPF_dns_rr_t *
lookup (SPF_dns_server_t *layer, const char *domain, ns_type type, int should_cache G_GNUC_UNUSED)
{
  const SvDnsAnswer *answer = sv_answers_get (layer->hook, domain, (SvDnsType)type);
  gboolean found = answer && answer->status == SV_DNS_NOERROR;
  SPF_dns_rr_t *rr
      = SPF_dns_rr_new_init (layer, domain, type, 0, found ? NETDB_SUCCESS : HOST_NOT_FOUND);
  for (guint i = 0; found && i < answer->records->len; i++)
    append (rr, &g_array_index (answer->records, SvDnsRecord, i), answer->type);
  return rr;
}

static const char *
ask_plain (SPF_server_t *server)
{
  SPF_response_t *response = NULL;
  SPF_request_t *request = SPF_request_new (server);
  SPF_request_set_ipv4_str (request, CLIENT);
  SPF_request_set_helo_dom (request, HELO);
  SPF_request_set_env_from (request, SENDER);
  SPF_request_query_mailfrom (request, &response);
  const char *word = SPF_strresult (SPF_response_result (response));
  SPF_response_free (response);
  SPF_request_free (request);
  return word;
}

static double
measure_plain (SvAnswers *answers, SvSpfResult expected)
{
  SPF_dns_server_t layer = { .lookup = lookup, .name = "bench", .hook = answers };
  SPF_server_t *server = SPF_server_new_dns (&layer, 0);
  SPF_response_t *response = NULL;
  SPF_server_set_rec_dom (server, "mta.example.org");
  SPF_server_set_explanation (server, "none", &response);
  if (response)
    SPF_response_free (response);
  gint64 begin = g_get_monotonic_time ();
  for (guint i = 0; i < EVALUATIONS; i++)
    g_assert_cmpstr (ask_plain (server), ==, sv_spf_result_name (expected));
  double taken = microseconds (begin);
  SPF_server_free (server);
  return taken;
}

/* Runs take turns, so that both see the same noise. */
static gboolean
run_case (gsize n)
{
  SvSpfInput input = { .mail_from = SENDER, .helo = HELO };
  g_assert_true (sv_ip_parse (CLIENT, -1, &input.ip));
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  SvSpfResult expected = fill (cases[n].zone, &input, answers);
  double ours = G_MAXDOUBLE, plain = G_MAXDOUBLE;
  for (guint i = 0; i < RUNS; i++)
    {
      double taken = measure_ours (&input, answers, expected);
      ours = MIN (ours, taken);
      taken = measure_plain (answers, expected);
      plain = MIN (plain, taken);
    }
  printf ("%-22s spfview %7.2f us   plain libspf2 %7.2f us   ratio %.2f\n", cases[n].name, ours,
          plain, ours / plain);
  return ours <= RATIO_MAX * plain;
}

int
main (void)
{
  gboolean fast = TRUE;
  sv_libspf2_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    fast = run_case (i) && fast;
  return fast ? EXIT_SUCCESS : EXIT_FAILURE;
}
