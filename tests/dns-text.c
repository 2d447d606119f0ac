/* SPDX-License-Identifier: GPL-3.0-or-later
 * DNS answers as one line of text. */

#include "dns-text.h"

char *
dns_text (const SvDnsAnswer *answer)
{
  if (!answer)
    return g_strdup ("(unknown)");
  GString *text = g_string_new (NULL);
  g_string_printf (text, "%s %u", sv_dns_status_name (answer->status), answer->ttl);
  for (guint i = 0; i < answer->records->len; i++)
    {
      g_autofree char *record
          = sv_dns_record_text (&g_array_index (answer->records, SvDnsRecord, i), answer->type);
      g_string_append_printf (text, "%s%s", i ? " | " : " ", record);
    }
  return g_string_free (text, FALSE);
}
