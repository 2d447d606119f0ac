/* SPDX-License-Identifier: GPL-3.0-or-later
 * The look at a header block that decides whether a body is kept; see may-enclose.h. */

#include "mail/may-enclose.h"

#include "mail/line-search.h"

#include <string.h>

/* Values that say that something is enclosed, by field: how they begin, or (`anywhere`) what stands
 * in their first line. */
static const struct
{
  const char *name;
  const char *values[8];
  gboolean anywhere;
} signs[] = {
  { "Content-Type:",
    { "multipart/report", /* RFC 6522 */
      "multipart/mixed",  /* a forwarded message among attachments */
      "multipart/digest", "multipart/parallel", "multipart/signed", "message/",
      "text/rfc822-header" },
    FALSE },
  { "Return-Path:", { "<>" }, FALSE }, /* RFC 5321 6.1: bounces have the null sender */
  { "From:", { "mailer-daemon", "postmaster" }, TRUE },
};

/* The first letters of the names above: most lines begin with another. */
static const char first_letters[] = "crf";

static gboolean
has_prefix (const char *p, gsize len, const char *prefix)
{
  if (len == 0 || (p[0] | 0x20) != (prefix[0] | 0x20))
    return FALSE;
  gsize n = strlen (prefix);
  return len >= n && g_ascii_strncasecmp (p, prefix, n) == 0;
}

static gboolean
begins_with_one (const char *p, const char *end, const char *const *values)
{
  for (; *values; values++)
    if (has_prefix (p, (gsize)(end - p), *values))
      return TRUE;
  return FALSE;
}

/* The value may begin on a continuation line. */
static gboolean
value_fits (const char *p, const char *end, const char *const *values, gboolean anywhere)
{
  while (p < end && strchr (" \t\r\n", *p) && *p)
    p++;
  if (begins_with_one (p, end, values))
    return TRUE;
  for (; anywhere && p < end && *p != '\n'; p++)
    if (begins_with_one (p, end, values))
      return TRUE;
  return FALSE;
}

gboolean
sv_may_enclose (const char *header, gsize len)
{
  const char *end = header + len;
  for (const char *p = header; p && p < end;)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
        if (has_prefix (p, (gsize)(end - p), signs[i].name)
            && value_fits (p + strlen (signs[i].name), end, signs[i].values, signs[i].anywhere))
          return TRUE;
      p = sv_line_letter_search (p, (gsize)(end - p), first_letters);
      p = p ? p + 1 : NULL;
    }
  return FALSE;
}
