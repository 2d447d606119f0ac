/* SPDX-License-Identifier: GPL-3.0-or-later
 * The address of a DNS server; see resolver.h. */

#include "dns/resolver.h"

#include <string.h>

/* resolver = address [ ":" port ] / "[" IPv6 address "]" [ ":" port ] / IPv6 address */
gboolean
sv_resolver_parse (const char *text, SvIp *ip, guint16 *port)
{
  const char *end = text + strlen (text), *colon = NULL;
  guint64 number = 0;
  if (*text == '[')
    {
      end = strchr (++text, ']');
      if (!end || (end[1] != '\0' && end[1] != ':'))
        return FALSE;
      colon = end[1] ? end + 1 : NULL;
    }
  else if (strchr (text, ':') && strchr (text, ':') == strrchr (text, ':'))
    colon = end = strchr (text, ':');
  if (colon && !g_ascii_string_to_unsigned (colon + 1, 10, 1, G_MAXUINT16, &number, NULL))
    return FALSE;
  *port = (guint16)number;
  /* c-ares cannot send to an interface's scope, and SvIp would drop it. */
  return !strchr (text, '%') && sv_ip_parse (text, end - text, ip);
}
