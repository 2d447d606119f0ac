/* SPDX-License-Identifier: GPL-3.0-or-later
 * The list of addresses that reports go to; see uri.h.
 *
 * dmarc-urilist = dmarc-uri *( *WSP "," *WSP dmarc-uri )
 * dmarc-uri     = URI [ "!" 1*DIGIT [ "k" / "m" / "g" / "t" ] ]      the size is of RFC 7489 */

#include "dmarc/uri.h"

#include <string.h>

#define MAILTO "mailto"

static gboolean
is_uri_byte (char c)
{
  return g_ascii_isalnum (c) || (c && strchr ("-._~:/?#[]@$&'()*+;=%", c));
}

/* The end of the URI without "!10m" (RFC 7489 6.2, obsolete). */
static const char *
without_size (const char *begin, const char *end)
{
  const char *p = end;
  if (p > begin && strchr ("kmgt", g_ascii_tolower (p[-1])))
    p--;
  const char *digits = p;
  while (p > begin && g_ascii_isdigit (p[-1]))
    p--;
  return p < digits && p > begin && p[-1] == '!' ? p - 1 : end;
}

/* One address is enough: local-part@domain, neither of them empty. */
static gboolean
has_address (const char *begin, const char *end)
{
  const char *query = memchr (begin, '?', (gsize)(end - begin));
  end = query ? query : end;
  const char *at = memchr (begin, '@', (gsize)(end - begin));
  return at && at > begin && at + 1 < end;
}

/* scheme ":" and something behind it, of bytes that a URI may have (RFC 3986); "%" with two hex
 * digits. */
static gboolean
is_uri (const char *begin, const char *end)
{
  end = without_size (begin, end);
  const char *colon = memchr (begin, ':', (gsize)(end - begin));
  if (!colon || colon + 1 >= end || !g_ascii_isalpha (*begin))
    return FALSE;
  for (const char *p = begin; p < colon; p++)
    if (!g_ascii_isalnum (*p) && *p != '+' && *p != '-' && *p != '.')
      return FALSE;
  for (const char *p = colon + 1; p < end; p++)
    if (!is_uri_byte (*p)
        || (*p == '%' && (end - p < 3 || !g_ascii_isxdigit (p[1]) || !g_ascii_isxdigit (p[2]))))
      return FALSE;
  gboolean mailto = (gsize)(colon - begin) == strlen (MAILTO)
                    && g_ascii_strncasecmp (begin, MAILTO, strlen (MAILTO)) == 0;
  return !mailto || has_address (colon + 1, end);
}

static gboolean
is_wsp (char c)
{
  return c == ' ' || c == '\t';
}

gboolean
sv_dmarc_uris_read (const char *list, gsize len, gboolean *any)
{
  gboolean all = TRUE;
  *any = FALSE;
  const char *stop, *end = list + len;
  for (const char *begin = list;; begin = stop + 1)
    {
      stop = memchr (begin, ',', (gsize)(end - begin));
      stop = stop ? stop : end;
      const char *last = stop;
      while (begin < last && is_wsp (*begin))
        begin++;
      while (begin < last && is_wsp (last[-1]))
        last--;
      gboolean valid = begin < last && is_uri (begin, last);
      *any = *any || valid;
      all = all && valid;
      if (stop == end)
        return all;
    }
}
