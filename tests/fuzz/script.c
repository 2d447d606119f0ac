/* SPDX-License-Identifier: GPL-3.0-or-later
 * Splits the bytes into answers, and makes each into what its question asks for. */

#include "script.h"

#include <string.h>

/* Splits bytes at `separator`. */
static GPtrArray *
split (const guint8 *data, gsize size, guint8 separator)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  gsize start = 0;
  for (gsize i = 0; i <= size; i++)
    if (i == size || data[i] == separator)
      {
        g_ptr_array_add (parts, g_bytes_new (data + start, i - start));
        start = i + 1;
      }
  return parts;
}

static GPtrArray *
split_bytes (GBytes *bytes, guint8 separator)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  return split (data ? data : (const guint8 *)"", size, separator);
}

static char *
text_of (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  return g_strndup (data ? data : "", size);
}

/* An address as text, or else from the bytes themselves. */
static void
fill_address (SvDnsRecord *record, SvDnsType type, GBytes *bytes)
{
  g_autofree char *text = text_of (bytes);
  guint8 family = type == SV_DNS_A ? 4 : 6;
  if (sv_ip_parse (text, -1, &record->ip) && record->ip.family == family)
    return;
  record->ip = (SvIp){ .family = family };
  memcpy (record->ip.bytes, text, MIN (strlen (text), family == 4 ? 4u : 16u));
}

static void
add_record (SvDnsAnswer *answer, GBytes *bytes)
{
  SvDnsRecord record = { 0 };
  if (answer->type == SV_DNS_TXT)
    record.strings = split_bytes (bytes, 0x1e);
  else if (answer->type == SV_DNS_A || answer->type == SV_DNS_AAAA)
    fill_address (&record, answer->type, bytes);
  else
    record.name = text_of (bytes);
  sv_dns_answer_add (answer, &record);
}

static SvDnsAnswer *
next_answer (Script *script, const SvDnsQuestion *question)
{
  static const char marks[] = "!?-~.";
  static const SvDnsStatus meant[]
      = { SV_DNS_SERVFAIL, SV_DNS_NXDOMAIN, SV_DNS_NODATA, SV_DNS_TIMEOUT, SV_DNS_UNRECORDED };
  GBytes *line = script->lines->pdata[script->next];
  script->next = (script->next + 1) % script->lines->len;
  gsize size;
  const char *data = g_bytes_get_data (line, &size);
  const char *mark = size == 1 && *data ? strchr (marks, *data) : NULL;
  if (mark)
    return sv_dns_answer_new (question->name, question->type, meant[mark - marks]);
  SvDnsAnswer *answer = sv_dns_answer_new (question->name, question->type, SV_DNS_NOERROR);
  g_autoptr (GPtrArray) records = split_bytes (line, 0x1f);
  for (guint i = 0; i < records->len; i++)
    add_record (answer, records->pdata[i]);
  return answer;
}

void
script_answer (Script *script, SvLookups *lookups, SvAnswers *answers)
{
  g_autoptr (GPtrArray) wanted = sv_lookups_take_wanted (lookups);
  g_assert_cmpuint (wanted->len, >, 0);
  for (guint i = 0; i < wanted->len; i++)
    sv_answers_put (answers, next_answer (script, wanted->pdata[i]));
}

Script
script_read (const guint8 *data, gsize size)
{
  static const char refusal[] = "v=spf1 -all";
  if (size == 0)
    return script_read ((const guint8 *)refusal, strlen (refusal));
  return (Script){ .lines = split (data, size, '\n') };
}

void
script_clear (Script *script)
{
  g_clear_pointer (&script->lines, g_ptr_array_unref);
}
