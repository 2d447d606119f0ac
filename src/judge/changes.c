/* SPDX-License-Identifier: GPL-3.0-or-later
 * Compares two days' answers, question by question; see changes.h. */

#include "judge/changes.h"

#include "spf/record.h"

#include <string.h>

static void
clear_change (gpointer data)
{
  SvChange *change = data;
  g_ptr_array_unref (change->then);
  g_ptr_array_unref (change->now);
}

static guint
question_hash (gconstpointer data)
{
  const SvDnsAnswer *answer = data;
  return g_str_hash (answer->name) * 31 + (guint)answer->type;
}

static gboolean
question_equal (gconstpointer a, gconstpointer b)
{
  const SvDnsAnswer *one = a, *other = b;
  return one->type == other->type && strcmp (one->name, other->name) == 0;
}

static gboolean
is_spf (const SvDnsRecord *record)
{
  g_autoptr (GBytes) joined = sv_dns_record_joined (record);
  gsize len;
  const char *text = g_bytes_get_data (joined, &len);
  return text && sv_spf_record_is_one (text, len);
}

static gboolean
has_spf (const SvDnsAnswer *answer)
{
  for (guint i = 0; answer->type == SV_DNS_TXT && i < answer->records->len; i++)
    if (is_spf (&g_array_index (answer->records, SvDnsRecord, i)))
      return TRUE;
  return FALSE;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

/* TXT as one string: how a record is cut into character-strings says nothing (RFC 7208 3.3).  Names
 * are compared without case (RFC 4343). */
static char *
record_text (const SvDnsRecord *record, SvDnsType type)
{
  if (type != SV_DNS_TXT)
    {
      g_autofree char *text = sv_dns_record_text (record, type);
      return g_ascii_strdown (text, -1);
    }
  GBytes *joined = sv_dns_record_joined (record);
  SvDnsRecord whole = { .strings = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref) };
  g_ptr_array_add (whole.strings, joined);
  char *text = sv_dns_record_text (&whole, type);
  g_ptr_array_unref (whole.strings);
  return text;
}

/* The texts of the records that count, sorted. */
static GPtrArray *
texts_of (const SvDnsAnswer *answer, gboolean spf_only)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < answer->records->len; i++)
    {
      const SvDnsRecord *record = &g_array_index (answer->records, SvDnsRecord, i);
      if (!spf_only || is_spf (record))
        g_ptr_array_add (texts, record_text (record, answer->type));
    }
  g_ptr_array_sort (texts, compare_texts);
  return texts;
}

/* What `one` has and `other` has not; both are sorted. */
static GPtrArray *
only_in (const GPtrArray *one, const GPtrArray *other)
{
  GPtrArray *only = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0, k = 0; i < one->len; i++)
    {
      int order = 1;
      while (k < other->len && (order = strcmp (other->pdata[k], one->pdata[i])) < 0)
        k++;
      if (k < other->len && order == 0)
        k++;
      else
        g_ptr_array_add (only, g_strdup (one->pdata[i]));
    }
  return only;
}

static void
compare_answers (const SvDnsAnswer *then, const SvDnsAnswer *now, GArray *changes)
{
  if (then->status == SV_DNS_UNRECORDED || now->status == SV_DNS_UNRECORDED)
    return;
  gboolean spf_only = has_spf (then) || has_spf (now);
  g_autoptr (GPtrArray) then_texts = texts_of (then, spf_only);
  g_autoptr (GPtrArray) now_texts = texts_of (now, spf_only);
  SvChange change = { .name = now->name,
                      .type = now->type,
                      .then_status = then->status,
                      .now_status = now->status,
                      .then = only_in (then_texts, now_texts),
                      .now = only_in (now_texts, then_texts) };
  if (change.then->len > 0 || change.now->len > 0 || then->status != now->status)
    g_array_append_val (changes, change);
  else
    clear_change (&change);
}

GArray *
sv_changes_find (const GPtrArray *then, const GPtrArray *now)
{
  GArray *changes = g_array_new (FALSE, FALSE, sizeof (SvChange));
  g_array_set_clear_func (changes, clear_change);
  g_autoptr (GHashTable) known = g_hash_table_new (question_hash, question_equal);
  for (guint i = 0; i < then->len; i++)
    g_hash_table_add (known, then->pdata[i]);
  for (guint i = 0; i < now->len; i++)
    {
      const SvDnsAnswer *before = g_hash_table_lookup (known, now->pdata[i]);
      if (before)
        compare_answers (before, now->pdata[i], changes);
    }
  return changes;
}
