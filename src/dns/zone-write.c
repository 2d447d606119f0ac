/* SPDX-License-Identifier: GPL-3.0-or-later
 * DNS files written; see zone.h. */

#include "dns/zone-data.h"

#include "dns/name.h"

#include <string.h>

static int
compare (gconstpointer a, gconstpointer b)
{
  const SvDnsAnswer *one = *(const SvDnsAnswer *const *)a;
  const SvDnsAnswer *other = *(const SvDnsAnswer *const *)b;
  int names = strcmp (one->name, other->name);
  return names ? names : (int)one->type - (int)other->type;
}

/* A name that was asked is no wildcard, whatever it looks like: the star is escaped, and the reader
 * takes only an unescaped one for a wildcard. */
static char *
owner_text (const char *name)
{
  g_autofree char *master = sv_dns_name_master (name);
  return master[0] == '*' ? g_strconcat ("\\042", master + 1, NULL) : g_steal_pointer (&master);
}

static char *
time_comment (gint64 time)
{
  g_autoptr (GDateTime) date = time ? g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC) : NULL;
  g_autofree char *text = date ? g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ") : NULL;
  return text ? g_strconcat (" ; ", text, NULL) : g_strdup ("");
}

static void
write_answer (FILE *stream, const SvDnsAnswer *answer)
{
  g_autofree char *owner = owner_text (answer->name);
  g_autofree char *comment = time_comment (answer->time);
  const char *type = sv_dns_type_name (answer->type);
  for (const SvZoneWord *word = sv_zone_words; word->word; word++)
    if (word->status == answer->status)
      fprintf (stream, "%s %u IN %s !%s%s\n", owner, answer->ttl, type, word->word, comment);
  for (guint i = 0; answer->status == SV_DNS_NOERROR && i < answer->records->len; i++)
    {
      const SvDnsRecord *record = &g_array_index (answer->records, SvDnsRecord, i);
      g_autofree char *data = sv_dns_record_text (record, answer->type);
      fprintf (stream, "%s %u IN %s %s%s\n", owner, answer->ttl, type, data, comment);
    }
}

void
sv_zone_write (FILE *stream, const GPtrArray *answers)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  for (guint i = 0; i < answers->len; i++)
    {
      const SvDnsAnswer *answer = answers->pdata[i];
      /* No packet was needed to know that a name is impossible, and no file can have it. */
      if (answer->status != SV_DNS_UNRECORDED && sv_dns_name_encodable (answer->name))
        g_ptr_array_add (sorted, (gpointer)answer);
    }
  g_ptr_array_sort (sorted, compare);
  for (guint i = 0; i < sorted->len; i++)
    if (i == 0 || compare (&sorted->pdata[i - 1], &sorted->pdata[i]) != 0)
      write_answer (stream, sorted->pdata[i]);
}
