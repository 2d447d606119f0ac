/* SPDX-License-Identifier: GPL-3.0-or-later
 * Lists of networks; see networks.h. */

#include "spf/networks.h"

#include <string.h>

static guint
full_length (const SvSpfNetwork *network)
{
  return network->network.family == 4 ? 32 : 128;
}

static SvIp
edge (const SvIp *network, guint bits, gboolean ones)
{
  SvIp ip = *network;
  for (guint bit = bits; bit < (network->family == 4 ? 32u : 128u); bit++)
    {
      guint8 mask = (guint8)(0x80 >> bit % 8);
      ip.bytes[bit / 8] = (guint8)(ones ? ip.bytes[bit / 8] | mask : ip.bytes[bit / 8] & ~mask);
    }
  return ip;
}

SvIp
sv_spf_network_first (const SvIp *network, guint bits)
{
  return edge (network, bits, FALSE);
}

SvIp
sv_spf_network_last (const SvIp *network, guint bits)
{
  return edge (network, bits, TRUE);
}

/* Host bits are zero from here on: "ip4:192.0.2.7/24" is written by people. */
static void
clear_host_bits (SvSpfNetwork *network)
{
  network->bits = MIN (network->bits, full_length (network));
  network->network = sv_spf_network_first (&network->network, network->bits);
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  const SvSpfNetwork *left = a, *right = b;
  if (left->network.family != right->network.family)
    return left->network.family < right->network.family ? -1 : 1;
  int order = memcmp (left->network.bytes, right->network.bytes, sizeof left->network.bytes);
  return order ? order : (int)left->bits - (int)right->bits;
}

static gboolean
contains (const SvSpfNetwork *outer, const SvSpfNetwork *inner)
{
  return outer->bits <= inner->bits
         && sv_ip_in_network (&inner->network, &outer->network, outer->bits);
}

/* Whether the two, of which `left` is the lower one, are the halves of one network. */
static gboolean
are_halves (const SvSpfNetwork *left, const SvSpfNetwork *right)
{
  return left->bits == right->bits && left->bits > 0
         && !sv_ip_equal (&left->network, &right->network)
         && sv_ip_in_network (&right->network, &left->network, left->bits - 1)
         && !(left->network.bytes[(left->bits - 1) / 8] & (0x80 >> (left->bits - 1) % 8));
}

void
sv_spf_networks_aggregate (GArray *networks)
{
  for (guint i = 0; i < networks->len; i++)
    clear_host_bits (&g_array_index (networks, SvSpfNetwork, i));
  g_array_sort (networks, compare);
  /* The list so far stands at the beginning; its last one takes in what comes next. */
  SvSpfNetwork *list = (SvSpfNetwork *)(void *)networks->data;
  guint n = 0;
  for (guint i = 0; i < networks->len; i++)
    {
      if (n > 0 && contains (&list[n - 1], &list[i]))
        continue;
      list[n++] = list[i];
      for (; n > 1 && are_halves (&list[n - 2], &list[n - 1]); n--)
        list[n - 2].bits--;
    }
  g_array_set_size (networks, n);
}

char *
sv_spf_network_text (const SvSpfNetwork *network)
{
  char text[SV_IP_TEXT_MAX];
  SvIp first = sv_spf_network_first (&network->network, network->bits);
  sv_ip_format (&first, text);
  return network->bits >= full_length (network) ? g_strdup (text)
                                                : g_strdup_printf ("%s/%u", text, network->bits);
}

char *
sv_spf_network_size (const SvSpfNetwork *network, guint64 *exact)
{
  guint free_bits = full_length (network) - MIN (network->bits, full_length (network));
  guint64 size = free_bits <= 32 ? G_GUINT64_CONSTANT (1) << free_bits : 0;
  if (exact)
    *exact = size;
  return size ? g_strdup_printf ("%" G_GUINT64_FORMAT, size) : g_strdup_printf ("2^%u", free_bits);
}
