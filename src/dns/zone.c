/* SPDX-License-Identifier: GPL-3.0-or-later
 * DNS files as tables of names, and the answers they give; see zone.h. */

#include "dns/zone-data.h"

#include "dns/name.h"

#include <string.h>

/* Aliases followed for one question, as resolvers have it; more is a loop or as good as one. */
#define CNAME_MAX 8

const SvZoneWord sv_zone_words[] = { { "NXDOMAIN", SV_DNS_NXDOMAIN }, { "NODATA", SV_DNS_NODATA },
                                     { "SERVFAIL", SV_DNS_SERVFAIL }, { "TIMEOUT", SV_DNS_TIMEOUT },
                                     { "REFUSED", SV_DNS_REFUSED },   { NULL, SV_DNS_NOERROR } };

static void
name_free (gpointer data)
{
  SvZoneName *name = data;
  for (SvZoneSet *set = name->sets, *next; set; set = next)
    {
      next = set->next;
      g_clear_pointer (&set->records, g_array_unref);
      g_free (set);
    }
  g_free (name);
}

SvZone *
sv_zone_new (void)
{
  SvZone *zone = g_new0 (SvZone, 1);
  zone->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, name_free);
  return zone;
}

void
sv_zone_free (SvZone *zone)
{
  if (!zone)
    return;
  g_hash_table_unref (zone->names);
  g_free (zone);
}

static SvZoneName *
name_of (SvZone *zone, const char *name)
{
  SvZoneName *found = g_hash_table_lookup (zone->names, name);
  if (!found)
    {
      found = g_new0 (SvZoneName, 1);
      g_hash_table_insert (zone->names, g_strdup (name), found);
    }
  return found;
}

/* The name one label up, "" above the last label; NULL above the root. */
static const char *
parent_of (const char *name)
{
  if (!*name)
    return NULL;
  const char *dot = strchr (name, '.');
  return dot ? dot + 1 : "";
}

SvZoneName *
sv_zone_add_name (SvZone *zone, const char *name)
{
  SvZoneName *added = name_of (zone, name);
  /* Above a name that exists already, everything does. */
  for (SvZoneName *at = added; !at->exists;)
    {
      at->exists = TRUE;
      name = parent_of (name);
      if (!name)
        break;
      at = name_of (zone, name);
    }
  return added;
}

static SvZoneSet *
find_set (const SvZoneName *name, SvDnsType type)
{
  SvZoneSet *set = name->sets;
  while (set && set->type != type)
    set = set->next;
  return set;
}

static SvZoneSet *
add_set (SvZoneName *name, SvDnsType type, guint32 ttl, SvDnsStatus status)
{
  SvZoneSet *set = g_new0 (SvZoneSet, 1);
  set->type = type;
  set->ttl = ttl;
  set->status = status;
  set->next = name->sets;
  name->sets = set;
  if (status == SV_DNS_NOERROR)
    {
      set->records = g_array_new (FALSE, FALSE, sizeof (SvDnsRecord));
      g_array_set_clear_func (set->records, (GDestroyNotify)sv_dns_record_clear);
    }
  return set;
}

gboolean
sv_zone_add_record (SvZone *zone, const char *name, SvDnsType type, guint32 ttl,
                    SvDnsRecord *record)
{
  SvZoneName *owner = sv_zone_add_name (zone, name);
  SvZoneSet *set = find_set (owner, type);
  if (!set)
    set = add_set (owner, type, ttl, SV_DNS_NOERROR);
  if (set->status != SV_DNS_NOERROR)
    {
      sv_dns_record_clear (record);
      return FALSE;
    }
  set->ttl = MIN (set->ttl, ttl);
  g_array_append_val (set->records, *record);
  return TRUE;
}

gboolean
sv_zone_add_status (SvZone *zone, const char *name, SvDnsType type, guint32 ttl, SvDnsStatus status)
{
  gboolean denied = type == SV_ZONE_ANY && status == SV_DNS_NXDOMAIN;
  SvZoneName *owner = denied ? name_of (zone, name) : sv_zone_add_name (zone, name);
  SvZoneSet *set = find_set (owner, type);
  if (!set)
    set = add_set (owner, type, ttl, status);
  set->ttl = MIN (set->ttl, ttl);
  return set->status == status;
}

/* Two texts are equal if and only if the records are (names have no case). */
static char *
record_key (const SvDnsRecord *record, SvDnsType type)
{
  g_autofree char *text = sv_dns_record_text (record, type);
  gboolean is_text = type == SV_DNS_TXT || type == SV_DNS_SPF;
  return is_text ? g_steal_pointer (&text) : g_ascii_strdown (text, -1);
}

static void
drop_doubles (SvZoneSet *set)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint kept = 0;
  for (guint i = 0; i < set->records->len; i++)
    {
      SvDnsRecord *record = &g_array_index (set->records, SvDnsRecord, i);
      if (!g_hash_table_add (seen, record_key (record, set->type)))
        continue;
      SvDnsRecord moved = *record;
      *record = g_array_index (set->records, SvDnsRecord, kept);
      g_array_index (set->records, SvDnsRecord, kept++) = moved;
    }
  g_array_set_size (set->records, kept);
}

void
sv_zone_finish (SvZone *zone)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, zone->names);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    for (SvZoneSet *set = ((SvZoneName *)value)->sets; set; set = set->next)
      if (set->records && set->records->len > 1)
        drop_doubles (set);
}

/* The entry that speaks for a name: its own, or the wildcard directly below the closest name above
 * that exists (RFC 4592 3.3.1); NULL if the file does not mention the name. */
static const SvZoneName *
find_name (const SvZone *zone, const char *name)
{
  const SvZoneName *found = g_hash_table_lookup (zone->names, name);
  if (found)
    return found;
  for (name = parent_of (name); name; name = parent_of (name))
    {
      const SvZoneName *encloser = g_hash_table_lookup (zone->names, name);
      if (!encloser || !encloser->exists)
        continue;
      g_autofree char *star = g_strconcat (*name ? "*." : "*", name, NULL);
      found = g_hash_table_lookup (zone->names, star);
      return found && found->wildcard ? found : NULL;
    }
  return NULL;
}

/* What one file says to a question. */
typedef struct
{
  gboolean known;
  SvDnsStatus status;
  guint32 ttl;
  const GArray *records; /* NULL without any */
  const char *alias;     /* ask this name instead, or NULL */
} Saying;

static Saying
ask_zone (const SvZone *zone, const char *name, SvDnsType type)
{
  const SvZoneName *found = find_name (zone, name);
  if (!found)
    return (Saying){ .known = zone->has_default, .status = zone->default_status };
  const SvZoneSet *set = find_set (found, type), *alias = find_set (found, SV_DNS_CNAME);
  if (!set && alias && alias->records)
    return (Saying){ .known = TRUE,
                     .ttl = alias->ttl,
                     .alias = g_array_index (alias->records, SvDnsRecord, 0).name };
  if (!set)
    set = find_set (found, SV_ZONE_ANY);
  if (!set)
    return (Saying){ .known = TRUE, .status = SV_DNS_NODATA };
  return (Saying){ .known = TRUE, .status = set->status, .ttl = set->ttl, .records = set->records };
}

static Saying
ask_zones (const GPtrArray *zones, const char *name, SvDnsType type)
{
  if (!sv_dns_name_encodable (name))
    return (Saying){ .known = TRUE, .status = SV_DNS_NXDOMAIN };
  Saying saying = { 0 };
  for (guint i = 0; i < zones->len && !saying.known; i++)
    saying = ask_zone (zones->pdata[i], name, type);
  return saying;
}

static SvDnsAnswer *
make_answer (const char *name, SvDnsType type, const Saying *saying, guint32 ttl)
{
  SvDnsAnswer *answer = sv_dns_answer_new (name, type, saying->status);
  answer->ttl = MIN (ttl, saying->ttl);
  for (guint i = 0; saying->records && i < saying->records->len; i++)
    {
      SvDnsRecord copy = g_array_index (saying->records, SvDnsRecord, i);
      copy.name = g_strdup (copy.name);
      copy.rest = g_strdup (copy.rest);
      if (copy.strings)
        g_ptr_array_ref (copy.strings);
      sv_dns_answer_add (answer, &copy);
    }
  return answer;
}

SvDnsAnswer *
sv_zone_follow (const GPtrArray *zones, const char *name, SvDnsType type, char **unknown,
                guint32 *ttl)
{
  g_autofree char *current = sv_dns_name_normal (name);
  *unknown = NULL;
  *ttl = G_MAXUINT32;
  for (guint aliases = 0; aliases <= CNAME_MAX; aliases++)
    {
      Saying saying = ask_zones (zones, current, type);
      if (!saying.known)
        {
          *unknown = g_steal_pointer (&current);
          return NULL;
        }
      if (!saying.alias)
        return make_answer (name, type, &saying, *ttl);
      *ttl = MIN (*ttl, saying.ttl);
      g_free (current);
      current = sv_dns_name_normal (saying.alias);
    }
  return sv_dns_answer_new (name, type, SV_DNS_SERVFAIL);
}

SvDnsAnswer *
sv_zone_lookup (const GPtrArray *zones, const char *name, SvDnsType type)
{
  g_autofree char *unknown = NULL;
  guint32 ttl;
  return sv_zone_follow (zones, name, type, &unknown, &ttl);
}
