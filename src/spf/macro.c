/* SPDX-License-Identifier: GPL-3.0-or-later
 * Macros of RFC 7208 section 7; see macro.h. */

#include "spf/macro.h"

#include <string.h>

/* Longer than any value an honest message has (a path has 256 bytes, RFC 5321 4.5.3.1.3). */
#define VALUE_MAX 1024

/* What is kept of an expansion: more than a name can have, and more than one would read as an
 * explanation.  A record of 64 kB could ask for megabytes. */
#define EXPANSION_MAX 8192

/* More parts than a value can have; numbers beyond are held here, whatever their digits. */
#define PARTS_MAX (VALUE_MAX + 1)

typedef struct
{
  char letter;        /* as written: an upper-case letter asks for URL escapes */
  guint parts;        /* right-hand parts to keep; 0: all */
  gboolean reverse;   /* turn the parts round */
  const char *delims; /* where to split; none: at dots */
  gsize n_delims;
} Expand;

static gboolean
is_one_of (char c, const char *set)
{
  return c && strchr (set, c);
}

/* transformers = *DIGIT [ "r" ]        a number, where there is one, is not 0 (RFC 7208 7.3) */
static gboolean
read_transformers (const char **cursor, const char *end, Expand *expand)
{
  const char *p = *cursor;
  gboolean number = p < end && g_ascii_isdigit (*p);
  for (; p < end && g_ascii_isdigit (*p); p++)
    expand->parts = MIN (expand->parts * 10 + (guint)(*p - '0'), PARTS_MAX);
  *cursor = p;
  if (number && expand->parts == 0)
    return FALSE;
  expand->reverse = p < end && is_one_of (*p, "rR");
  *cursor += expand->reverse;
  return TRUE;
}

/* macro-expand = "%{" macro-letter transformers *delimiter "}"
 * `*cursor` stands on the letter; it is left behind the brace, or on what is wrong. */
static gboolean
read_expand (const char **cursor, const char *end, const char *letters, Expand *expand)
{
  *expand = (Expand){ 0 };
  if (*cursor == end || !is_one_of (g_ascii_tolower (**cursor), letters))
    return FALSE;
  expand->letter = *(*cursor)++;
  if (!read_transformers (cursor, end, expand))
    return FALSE;
  expand->delims = *cursor;
  while (*cursor < end && is_one_of (**cursor, ".-+,/_="))
    (*cursor)++;
  expand->n_delims = (gsize)(*cursor - expand->delims);
  if (*cursor == end || **cursor != '}')
    return FALSE;
  (*cursor)++;
  return TRUE;
}

/* The letters of macro-letter that may stand in a place (RFC 7208 7.2). */
static const char *
letters_of (SvMacroPlace place)
{
  return place == SV_MACRO_IN_DOMAIN ? "slodiphv" : "slodiphcrtv";
}

/* What follows a "%": "{" and a macro-expand, "%", "_" or "-".  `*cursor` is left behind it, or on
 * what is wrong. */
static gboolean
check_percent (const char **cursor, const char *end, SvMacroPlace place)
{
  const char *p = *cursor;
  if (p < end && is_one_of (*p, "%_-"))
    {
      (*cursor)++;
      return TRUE;
    }
  if (p == end || *p != '{')
    {
      (*cursor)--;
      return FALSE;
    }
  (*cursor)++;
  Expand expand;
  return read_expand (cursor, end, letters_of (place), &expand);
}

/* macro-string  = *( macro-expand / macro-literal )
 * macro-expand  = ( "%{" … "}" ) / "%%" / "%_" / "%-"
 * macro-literal = %x21-24 / %x26-7E */
gboolean
sv_macro_check (const char *text, gsize len, SvMacroPlace place, gsize *wrong)
{
  const char *p = text, *end = text + len;
  gboolean good = TRUE;
  while (good && p < end)
    {
      gboolean space = *p == ' ' && place == SV_MACRO_IN_EXPLANATION;
      good = space || g_ascii_isgraph (*p);
      if (good && *p++ == '%')
        good = check_percent (&p, end, place);
    }
  if (!good && wrong)
    *wrong = (gsize)(p - text);
  return good;
}

gboolean
sv_macro_uses (const char *text, char letter)
{
  for (const char *p = strchr (text, '%'); p && p[1]; p = strchr (p + 2, '%'))
    if (p[1] == '{' && g_ascii_tolower (p[2]) == letter)
      return TRUE;
  return FALSE;
}

/* i: dots between the four numbers, or between the 32 nibbles (RFC 7208 7.3). */
static const char *
dotted_address (const SvIp *ip, char *out)
{
  static const char digits[] = "0123456789ABCDEF";
  if (ip->family != 6)
    return sv_ip_format (ip, out);
  char *p = out;
  for (gsize i = 0; i < 16; i++)
    {
      *p++ = digits[ip->bytes[i] >> 4];
      *p++ = '.';
      *p++ = digits[ip->bytes[i] & 15];
      *p++ = '.';
    }
  p[-1] = '\0';
  return out;
}

/* Room for 32 nibbles and their dots, an address, or a number. */
#define SCRATCH_MAX 64

static const char *
value_of (char letter, const SvMacroValues *values, char scratch[SCRATCH_MAX])
{
  switch (g_ascii_tolower (letter))
    {
    case 's':
      return values->sender;
    case 'l':
      return values->local_part;
    case 'o':
      return values->sender_domain;
    case 'd':
      return values->domain;
    case 'i':
      return dotted_address (&values->ip, scratch);
    case 'p':
      return values->client_name;
    case 'v':
      return values->ip.family == 6 ? "ip6" : "in-addr";
    case 'h':
      return values->helo;
    case 'c':
      return sv_ip_format (&values->ip, scratch);
    case 't':
      g_snprintf (scratch, SCRATCH_MAX, "%" G_GINT64_FORMAT, values->now);
      return scratch;
    default:
      return values->receiver;
    }
}

/* unreserved = ALPHA / DIGIT / "-" / "." / "_" / "~"        (RFC 3986 2.3) */
static void
append_escaped (GString *out, const char *part, gsize len)
{
  for (gsize i = 0; i < len; i++)
    if (g_ascii_isalnum (part[i]) || is_one_of (part[i], "-._~"))
      g_string_append_c (out, part[i]);
    else
      g_string_append_printf (out, "%%%02X", (guint8)part[i]);
}

/* Splits a value at its delimiters, turns the parts round, keeps the right-hand ones, and joins
 * them with dots. */
static void
append_expand (GString *out, const Expand *expand, const SvMacroValues *values)
{
  char scratch[SCRATCH_MAX];
  const char *value = value_of (expand->letter, values, scratch);
  if (!value)
    value = "unknown";
  const char *end = value + strnlen (value, VALUE_MAX);
  struct
  {
    const char *text;
    gsize len;
  } parts[PARTS_MAX];
  guint n = 0;
  for (const char *p = value, *start = value;; p++)
    if (p == end
        || (expand->n_delims ? !!memchr (expand->delims, *p, expand->n_delims) : *p == '.'))
      {
        parts[n].text = start;
        parts[n++].len = (gsize)(p - start);
        start = p + 1;
        if (p == end)
          break;
      }
  guint keep = expand->parts ? MIN (expand->parts, n) : n;
  for (guint i = n - keep; i < n; i++)
    {
      guint at = expand->reverse ? n - 1 - i : i;
      if (i > n - keep)
        g_string_append_c (out, '.');
      if (g_ascii_isupper (expand->letter))
        append_escaped (out, parts[at].text, parts[at].len);
      else
        g_string_append_len (out, parts[at].text, (gssize)parts[at].len);
    }
}

/* One literal byte or one macro-expand; returns the place behind it. */
static const char *
append_next (GString *out, const char *p, const char *end, const SvMacroValues *values)
{
  if (*p != '%')
    {
      g_string_append_c (out, *p);
      return p + 1;
    }
  Expand expand;
  switch (p[1])
    {
    case '%':
      g_string_append_c (out, '%');
      return p + 2;
    case '_':
      g_string_append_c (out, ' ');
      return p + 2;
    case '-':
      g_string_append (out, "%20");
      return p + 2;
    default:
      p += 2;
      read_expand (&p, end, letters_of (SV_MACRO_IN_EXPLANATION), &expand);
      append_expand (out, &expand, values);
      return p;
    }
}

char *
sv_macro_expand (const char *text, SvMacroPlace place, const SvMacroValues *values)
{
  GString *out = g_string_new (NULL);
  const char *end = text + strlen (text);
  for (const char *p = text; p < end;)
    {
      p = append_next (out, p, end, values);
      if (out->len <= EXPANSION_MAX)
        continue;
      if (place == SV_MACRO_IN_EXPLANATION)
        {
          g_string_truncate (out, EXPANSION_MAX);
          break;
        }
      g_string_erase (out, 0, (gssize)(out->len - EXPANSION_MAX / 2));
    }
  return g_string_free (out, FALSE);
}
