/* SPDX-License-Identifier: GPL-3.0-or-later
 * The look at a header block that decides whether a body is kept; see may-enclose.h. */

#include "mail/may-enclose.h"

#include <string.h>

/* Fields whose value, behind white space, says that something is enclosed: by how it begins, or by
 * what stands anywhere on its first line. */
static const struct
{
  const char *name;
  const char *value;
  gboolean anywhere;
} signs[] = {
  { "Content-Type:", "multipart/report", FALSE }, /* RFC 6522 */
  { "Content-Type:", "multipart/mixed", FALSE },  /* a forwarded message among attachments */
  { "Content-Type:", "multipart/digest", FALSE },
  { "Content-Type:", "multipart/parallel", FALSE },
  { "Content-Type:", "multipart/signed", FALSE },
  { "Content-Type:", "message/", FALSE },
  { "Content-Type:", "text/rfc822-header", FALSE },
  { "Return-Path:", "<>", FALSE }, /* RFC 5321 6.1: bounces have the null sender */
  { "From:", "mailer-daemon", TRUE },
  { "From:", "postmaster", TRUE },
};

static gboolean
has_prefix (const char *p, gsize len, const char *prefix)
{
  gsize n = strlen (prefix);
  return len >= n && (p[0] | 0x20) == (prefix[0] | 0x20) && g_ascii_strncasecmp (p, prefix, n) == 0;
}

/* The value may begin on a continuation line. */
static gboolean
value_fits (const char *p, const char *end, const char *value, gboolean anywhere)
{
  while (p < end && strchr (" \t\r\n", *p) && *p)
    p++;
  if (has_prefix (p, (gsize)(end - p), value))
    return TRUE;
  for (; anywhere && p < end && *p != '\n'; p++)
    if (has_prefix (p, (gsize)(end - p), value))
      return TRUE;
  return FALSE;
}

/* Of the names of signs[]. */
static gboolean
is_first_letter (char c)
{
  return (c | 0x20) == 'c' || (c | 0x20) == 'r' || (c | 0x20) == 'f';
}

gboolean
sv_may_enclose (const char *header, gsize len)
{
  const char *end = header + len;
  for (const char *p = header; p && p < end;)
    {
      /* The first letter passes over nearly every line. */
      gboolean likely = is_first_letter (*p);
      for (gsize i = 0; likely && i < G_N_ELEMENTS (signs); i++)
        if (has_prefix (p, (gsize)(end - p), signs[i].name)
            && value_fits (p + strlen (signs[i].name), end, signs[i].value, signs[i].anywhere))
          return TRUE;
      p = memchr (p, '\n', (gsize)(end - p));
      p = p ? p + 1 : NULL;
    }
  return FALSE;
}
