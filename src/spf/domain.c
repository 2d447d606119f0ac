/* SPDX-License-Identifier: GPL-3.0-or-later
 * Domain names as check_host() wants them; see domain.h. */

#include "spf/domain.h"

#include "dns/name.h"

#include <gio/gio.h>
#include <string.h>

/* No name that fits into a packet is longer before its conversion to A-labels: a character of
 * UTF-8 has at most 4 bytes.  Punycode takes quadratic time, so nothing longer goes there. */
#define RAW_MAX (4 * SV_DOMAIN_MAX)

/* A target's backslash is a byte like any other; dns/name.h takes "\DDD" for an escape. */
static char *
escape_backslash (const char *name)
{
  if (!strchr (name, '\\'))
    return g_strdup (name);
  GString *out = g_string_sized_new (strlen (name) + 8);
  for (; *name; name++)
    if (*name == '\\')
      g_string_append (out, "\\092");
    else
      g_string_append_c (out, *name);
  return g_string_free (out, FALSE);
}

static void
drop_final_dot (char *name)
{
  gsize len = strlen (name);
  if (len > 0 && name[len - 1] == '.')
    name[len - 1] = '\0';
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
sv_domain_judged (const char *raw)
{
  if (strlen (raw) > RAW_MAX)
    return NULL;
  g_autofree char *name = NULL;
  if (g_str_is_ascii (raw))
    name = g_ascii_strdown (raw, -1);
  else if (g_utf8_validate (raw, -1, NULL))
    name = g_hostname_to_ascii (raw);
  if (!name)
    return NULL;
  drop_final_dot (name);
  for (const char *p = name; *p; p++)
    if (!g_ascii_isgraph (*p))
      return NULL;
  if (looks_like_address (name))
    return NULL;
  g_autofree char *escaped = escape_backslash (name);
  return sv_domain_can_judge (escaped) ? g_steal_pointer (&escaped) : NULL;
}

char *
sv_domain_target (const char *expanded)
{
  g_autofree char *copy = g_strdup (expanded);
  drop_final_dot (copy);
  const char *name = copy;
  gsize len = strlen (name);
  while (len > SV_DOMAIN_MAX)
    {
      const char *dot = memchr (name, '.', len);
      const char *rest = dot ? dot + 1 : name + len;
      len -= (gsize)(rest - name);
      name = rest;
    }
  return escape_backslash (name);
}

gboolean
sv_domain_can_ask (const char *name)
{
  return *name && strcmp (name, ".") != 0 && g_str_is_ascii (name) && sv_dns_name_encodable (name);
}

gboolean
sv_domain_can_judge (const char *name)
{
  return strchr (name, '.') && sv_domain_can_ask (name);
}

gboolean
sv_domain_is_within (const char *name, const char *domain)
{
  gsize len = strlen (name), tail = strlen (domain);
  if (tail > len || g_ascii_strcasecmp (name + len - tail, domain) != 0)
    return FALSE;
  return tail == len || name[len - tail - 1] == '.';
}
