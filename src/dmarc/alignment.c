/* SPDX-License-Identifier: GPL-3.0-or-later
 * Alignment on libpsl's built-in public suffix list; see alignment.h. */

#include "dmarc/alignment.h"

#include <libpsl.h>
#include <string.h>

/* A name of 253 characters, each of at most 4 bytes in UTF-8: what is longer fits into no packet,
 * and Punycode takes quadratic time. */
#define DOMAIN_BYTES_MAX (4 * 253)

const char *
sv_aligned_name (SvAligned aligned)
{
  static const char *const names[] = { NULL, "none", "relaxed", "strict" };
  return names[aligned];
}

char *
sv_domain_to_ascii (const char *domain)
{
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

char *
sv_organizational_domain (const char *domain)
{
  const char *registered = psl_registrable_domain (psl_builtin (), domain);
  return g_strdup (registered ? registered : domain);
}

SvAligned
sv_alignment (const char *domain, const char *author_domain)
{
  g_autofree char *a = sv_domain_to_ascii (domain);
  g_autofree char *b = sv_domain_to_ascii (author_domain);
  if (!a || !b)
    return SV_ALIGNED_UNKNOWN;
  if (strcmp (a, b) == 0)
    return SV_ALIGNED_STRICT;
  g_autofree char *organization_a = sv_organizational_domain (a);
  g_autofree char *organization_b = sv_organizational_domain (b);
  return strcmp (organization_a, organization_b) == 0 ? SV_ALIGNED_RELAXED : SV_ALIGNED_NONE;
}
