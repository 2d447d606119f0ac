/* SPDX-License-Identifier: GPL-3.0-or-later
 * Answers in the form of libspf2; see libspf2-layer.h. */

#include "spf/libspf2-layer.h"

#include <string.h>

_Thread_local sigjmp_buf *sv_libspf2_escape;

SPF_server_t *
sv_libspf2_server_new (SPF_dns_server_t *layer)
{
  SPF_server_t *server = SPF_server_new_dns (layer, 0);
  if (!server)
    g_error ("libspf2: out of memory");
  SPF_response_t *response = NULL;
  SPF_server_set_rec_dom (server, "unknown");
  SPF_server_set_explanation (server, "none", &response);
  if (response)
    SPF_response_free (response);
  return server;
}

void
sv_libspf2_set_client (SPF_request_t *request, const SvIp *client)
{
  if (client->family == 4)
    {
      struct in_addr address;
      memcpy (&address, client->bytes, sizeof address);
      SPF_request_set_ipv4 (request, address);
    }
  else
    {
      struct in6_addr address;
      memcpy (&address, client->bytes, sizeof address);
      SPF_request_set_ipv6 (request, address);
    }
}

static SPF_dns_stat_t
status_of (const SvDnsAnswer *answer)
{
  switch (answer ? answer->status : SV_DNS_UNRECORDED)
    {
    case SV_DNS_NOERROR:
      return NETDB_SUCCESS;
    case SV_DNS_NODATA:
      return NO_DATA;
    case SV_DNS_NXDOMAIN:
      return HOST_NOT_FOUND;
    default:
      return TRY_AGAIN;
    }
}

void
sv_libspf2_answer_add (SPF_dns_rr_t *rr, const void *data, gsize size)
{
  gsize room = MAX (size, sizeof (SPF_dns_rr_data_t));
  if (SPF_dns_rr_buf_realloc (rr, rr->num_rr, room) != SPF_E_SUCCESS)
    g_error ("libspf2: out of memory");
  memcpy (rr->rr[rr->num_rr++], data, size);
}

static void
add_record (SPF_dns_rr_t *rr, SvDnsType type, const SvDnsRecord *record, const SvIp *stand_in)
{
  if (type != SV_DNS_A && type != SV_DNS_AAAA)
    {
      if (record->name)
        sv_libspf2_answer_add (rr, record->name, strlen (record->name) + 1);
      return;
    }
  guint8 family = type == SV_DNS_A ? 4 : 6;
  const SvIp *ip = stand_in && stand_in->family == family ? stand_in : &record->ip;
  /* An AAAA record with a mapped address is held as IPv4 and can match no IPv6 client. */
  if (ip->family == family)
    sv_libspf2_answer_add (rr, ip->bytes, family == 4 ? 4 : 16);
}

SPF_dns_rr_t *
sv_libspf2_answer (SPF_dns_server_t *layer, const char *name, ns_type type,
                   const SvDnsAnswer *answer, guint most, const SvIp *stand_in)
{
  SPF_dns_rr_t *rr = SPF_dns_rr_new_init (layer, name, type, 0, status_of (answer));
  if (!rr)
    g_error ("libspf2: out of memory");
  guint n = rr->herrno == NETDB_SUCCESS ? MIN (answer->records->len, most) : 0;
  for (guint i = 0; i < n; i++)
    add_record (rr, answer->type, &g_array_index (answer->records, SvDnsRecord, i), stand_in);
  return rr;
}
