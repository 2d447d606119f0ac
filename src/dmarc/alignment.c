/* SPDX-License-Identifier: GPL-3.0-or-later
 * Alignment on libpsl's built-in public suffix list; see alignment.h. */

#include "dmarc/alignment.h"

#include <libpsl.h>
#include <string.h>

/* A name of 253 characters, each of at most 4 bytes in UTF-8: what is longer fits into no packet,
 * and Punycode takes quadratic time. */
#define DOMAIN_BYTES_MAX (4 * 253)

/* A name without escapes (RFC 1035 2.3.4), with its end. */
#define PLAIN_NAME_SIZE 256

/* Organizational domains that are remembered, in each thread; 70 kB. */
#define ORGANIZATIONS_KNOWN 256

const char *
sv_aligned_name (SvAligned aligned)
{
  static const char *const names[] = { NULL, "none", "relaxed", "strict" };
  return names[aligned];
}

/* A call to g_ascii_tolower() for each byte was a third of what comparing two names took. */
static char
lower (char c)
{
  return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* Copies a name as sv_domain_to_ascii() gives it.  FALSE: it is not plain ASCII, or empty, or
 * longer than a name can be. */
static gboolean
plain_name (const char *domain, char name[PLAIN_NAME_SIZE])
{
  gsize len = 0;
  for (; domain && domain[len]; len++)
    {
      if (len + 1 >= PLAIN_NAME_SIZE || (guchar)domain[len] >= 0x80)
        return FALSE;
      name[len] = lower (domain[len]);
    }
  if (len > 0 && name[len - 1] == '.')
    len--;
  name[len] = '\0';
  return len > 0;
}

char *
sv_domain_to_ascii (const char *domain)
{
  char plain[PLAIN_NAME_SIZE];
  if (plain_name (domain, plain))
    return g_strdup (plain);
  if (!domain || strlen (domain) > DOMAIN_BYTES_MAX || !g_utf8_validate (domain, -1, NULL))
    return NULL;
  g_autofree char *ascii = g_hostname_to_ascii (domain);
  if (!ascii)
    return NULL;
  g_autofree char *lower = g_ascii_strdown (ascii, -1);
  gsize len = strlen (lower);
  if (len > 0 && lower[len - 1] == '.')
    lower[len - 1] = '\0';
  return lower[0] ? g_steal_pointer (&lower) : NULL;
}

/* The part of `domain` that is its organizational domain, by the list itself. */
static const char *
ask_list (const char *domain)
{
  const char *registered = psl_registrable_domain (psl_builtin (), domain);
  return registered ? registered : domain;
}

/* The same, remembered: a header names few organizations, and asks for each of them many times. */
static const char *
organization_in (const char *domain)
{
  static _Thread_local struct
  {
    char domain[PLAIN_NAME_SIZE];
    gsize begin;
  } known[ORGANIZATIONS_KNOWN];
  gsize len = strlen (domain), slot = g_str_hash (domain) % G_N_ELEMENTS (known);
  if (len == 0 || len >= PLAIN_NAME_SIZE)
    return ask_list (domain);
  if (strcmp (known[slot].domain, domain) != 0)
    {
      known[slot].begin = (gsize)(ask_list (domain) - domain);
      memcpy (known[slot].domain, domain, len + 1);
    }
  return domain + known[slot].begin;
}

char *
sv_organizational_domain (const char *domain)
{
  return g_strdup (organization_in (domain));
}

const char *
sv_last_two_labels (const char *name)
{
  const char *last = strrchr (name, '.');
  while (last && last > name && last[-1] != '.')
    last--;
  return last ? last : name;
}

/* The end of a name, in front of its final dot. */
static const char *
name_end (const char *name)
{
  const char *end = name + strlen (name);
  return end > name && end[-1] == '.' ? end - 1 : end;
}

gboolean
sv_far_apart (const char *a, const char *b)
{
  const char *p = name_end (a), *q = name_end (b);
  for (guint dots = 0; p > a && q > b; p--, q--)
    {
      /* A label with other letters has another end as an A-label. */
      if (lower (p[-1]) != lower (q[-1]))
        return g_str_is_ascii (a) && g_str_is_ascii (b);
      if (p[-1] == '.' && ++dots == 2)
        return FALSE;
    }
  return FALSE;
}

/* An organizational domain has two labels or more, so that names which differ there have none in
 * common, whatever the list says: most pairs in a header do. */
static SvAligned
align_ascii (const char *a, const char *b)
{
  if (strcmp (a, b) == 0)
    return SV_ALIGNED_STRICT;
  if (strcmp (sv_last_two_labels (a), sv_last_two_labels (b)) != 0)
    return SV_ALIGNED_NONE;
  return strcmp (organization_in (a), organization_in (b)) == 0 ? SV_ALIGNED_RELAXED
                                                                : SV_ALIGNED_NONE;
}

SvAligned
sv_alignment (const char *domain, const char *author_domain)
{
  char plain_a[PLAIN_NAME_SIZE], plain_b[PLAIN_NAME_SIZE];
  if (plain_name (domain, plain_a) && plain_name (author_domain, plain_b))
    return align_ascii (plain_a, plain_b);
  g_autofree char *a = sv_domain_to_ascii (domain);
  g_autofree char *b = sv_domain_to_ascii (author_domain);
  return a && b ? align_ascii (a, b) : SV_ALIGNED_UNKNOWN;
}
