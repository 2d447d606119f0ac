/* SPDX-License-Identifier: GPL-3.0-or-later
 * The tree walk of RFC 9989; see walk.h. */

#include "dmarc/walk.h"

#include "dmarc/alignment.h"
#include "dns/name.h"

#include <string.h>

/* Names with more labels than this are cut down to it after the first question (RFC 9989 4.10). */
#define LABELS_MAX (SV_DMARC_WALK_MAX - 1)

/* No name that fits into a packet is longer before its conversion to A-labels: a character of
 * UTF-8 has at most 4 bytes.  Punycode takes quadratic time, so nothing longer goes there. */
#define RAW_MAX (4 * SV_DNS_WIRE_NAME_MAX)

static void
site_free (gpointer data)
{
  SvDmarcSite *site = data;
  sv_dmarc_record_free (site->record);
  g_free (site->resembling);
  g_free (site);
}

void
sv_dmarc_sites_init (SvDmarcSites *sites, SvLookups *lookups)
{
  sites->lookups = lookups;
  sites->by_domain = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, site_free);
  sites->waiting = FALSE;
}

void
sv_dmarc_sites_clear (SvDmarcSites *sites)
{
  g_hash_table_unref (sites->by_domain);
}

const SvDnsAnswer *
sv_dmarc_sites_ask (SvDmarcSites *sites, const char *name, SvDmarcGap *gap)
{
  const SvDnsAnswer *answer = sv_lookups_get (sites->lookups, name, SV_DNS_TXT);
  *gap = (SvDmarcGap){ .kind = SV_DMARC_GAP_NONE, .answer = answer };
  if (!answer)
    {
      sites->waiting = TRUE;
      gap->kind = SV_DMARC_GAP_WAITING;
      return NULL;
    }
  switch (answer->status)
    {
    case SV_DNS_NOERROR:
    case SV_DNS_NODATA:
    case SV_DNS_NXDOMAIN:
      return answer;
    case SV_DNS_UNRECORDED:
      gap->kind = SV_DMARC_GAP_UNRECORDED;
      return NULL;
    default:
      gap->kind = SV_DMARC_GAP_ERROR;
      return NULL;
    }
}

/* The first of several is kept until all are seen. */
static void
take_text (SvDmarcSite *site, const char *text, gsize len)
{
  if (sv_dmarc_record_is_one (text, len))
    {
      site->several = site->record != NULL;
      if (!site->several)
        site->record = sv_dmarc_record_parse (text, len);
    }
  else if (!site->resembling && sv_dmarc_record_resembles_one (text, len))
    site->resembling = sv_dmarc_text (text, len);
}

static void
take_answer (SvDmarcSite *site, const SvDnsAnswer *answer)
{
  for (guint i = 0; i < answer->records->len && !site->several; i++)
    {
      g_autoptr (GBytes) bytes
          = sv_dns_record_joined (&g_array_index (answer->records, SvDnsRecord, i));
      gsize len;
      const char *text = g_bytes_get_data (bytes, &len);
      if (len > 0)
        take_text (site, text, len);
    }
  if (site->several)
    g_clear_pointer (&site->record, sv_dmarc_record_free);
}

/* NULL where the name does not fit into a packet: nothing can be published there. */
static char *
name_of_site (const char *domain)
{
  g_autofree char *name = g_strconcat ("_dmarc.", domain, NULL);
  return sv_dns_name_encodable (name) ? g_steal_pointer (&name) : NULL;
}

const SvDmarcSite *
sv_dmarc_sites_get (SvDmarcSites *sites, const char *domain)
{
  SvDmarcSite *site = g_hash_table_lookup (sites->by_domain, domain);
  if (site)
    return site;
  site = g_new0 (SvDmarcSite, 1);
  g_hash_table_insert (sites->by_domain, g_strdup (domain), site);
  g_autofree char *name = name_of_site (domain);
  const SvDnsAnswer *answer = name ? sv_dmarc_sites_ask (sites, name, &site->gap) : NULL;
  if (answer)
    take_answer (site, answer);
  return site;
}

void
sv_dmarc_prefetch (SvLookups *lookups, const char *domain)
{
  g_autofree char *name = name_of_site (domain);
  if (name)
    sv_lookups_prefetch (lookups, name, SV_DNS_TXT);
}

void
sv_dmarc_prefetch_walk (SvLookups *lookups, const char *domain)
{
  const char *names[SV_DMARC_WALK_MAX];
  guint n = sv_dmarc_walk_names (domain, names);
  for (guint i = 0; i < n; i++)
    sv_dmarc_prefetch (lookups, names[i]);
}

guint
sv_dmarc_walk_names (const char *domain, const char *names[SV_DMARC_WALK_MAX])
{
  guint labels = 1, n = 0;
  for (const char *p = domain; *p; p++)
    labels += *p == '.';
  const char *name = domain;
  while (name)
    {
      if (name == domain || labels <= LABELS_MAX)
        names[n++] = name;
      const char *dot = strchr (name, '.');
      name = dot ? dot + 1 : NULL;
      labels--;
    }
  return n;
}

/* The name one label longer than `name`, which is an end of `domain` but not all of it. */
static const char *
one_label_below (const char *domain, const char *name)
{
  const char *p = name - 1;
  while (p > domain && p[-1] != '.')
    p--;
  return p;
}

void
sv_dmarc_walk (SvDmarcSites *sites, const char *domain, SvDmarcWalk *walk)
{
  const char *names[SV_DMARC_WALK_MAX];
  guint n = sv_dmarc_walk_names (domain, names);
  *walk = (SvDmarcWalk){ .organization = domain };
  for (guint i = 0; i < n; i++)
    {
      const SvDmarcSite *site = sv_dmarc_sites_get (sites, names[i]);
      walk->walked = i + 1;
      walk->gap = site->gap;
      if (site->gap.kind != SV_DMARC_GAP_NONE)
        return;
      if (!site->record)
        continue;
      /* So far the one with the fewest labels. */
      walk->organization = names[i];
      if (site->record->psd == SV_DMARC_PSD_YES && i > 0)
        {
          walk->suffix = names[i];
          walk->organization = one_label_below (domain, names[i]);
        }
      if (site->record->psd != SV_DMARC_PSD_UNKNOWN)
        return;
    }
}

/* Addresses are no domains: "[192.0.2.1]" begins like a literal, "192.0.2.1" ends like none. */
static gboolean
looks_like_address (const char *name)
{
  const char *last = strrchr (name, '.');
  last = last ? last + 1 : name;
  return name[0] == '[' || strspn (last, "0123456789") == strlen (last);
}

char *
sv_dmarc_domain (const char *raw)
{
  if (!raw || strlen (raw) > RAW_MAX)
    return NULL;
  g_autofree char *domain = sv_domain_to_ascii (raw);
  if (!domain || looks_like_address (domain))
    return NULL;
  for (const char *p = domain; *p; p++)
    if (!g_ascii_isgraph (*p) || *p == '\\')
      return NULL;
  return sv_dns_name_encodable (domain) ? g_steal_pointer (&domain) : NULL;
}

gboolean
sv_dmarc_is_within (const char *name, const char *domain)
{
  gsize len = strlen (name), tail = strlen (domain);
  if (tail > len || strcmp (name + len - tail, domain) != 0)
    return FALSE;
  return tail == len || name[len - tail - 1] == '.';
}
