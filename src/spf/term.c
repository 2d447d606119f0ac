/* SPDX-License-Identifier: GPL-3.0-or-later
 * One term of an SPF record; see term.h.
 *
 * directive = [ qualifier ] mechanism
 * qualifier = "+" / "-" / "?" / "~"
 * mechanism = ( all / include / a / mx / ptr / ip4 / ip6 / exists ) */

#include "spf/term.h"

#include "spf/macro.h"

#include <arpa/inet.h>
#include <glib/gi18n.h>
#include <string.h>

/* Longest prefix lengths. */
#define BITS4 32
#define BITS6 128

typedef enum
{
  ARGUMENT_NONE,
  ARGUMENT_DOMAIN,          /* ":" domain-spec */
  ARGUMENT_OPTIONAL_DOMAIN, /* [ ":" domain-spec ] */
  ARGUMENT_IP4,
  ARGUMENT_IP6
} Argument;

static const struct
{
  const char *name;
  SvSpfTermKind kind;
  Argument argument;
  gboolean dual_cidr;
  gboolean asks_dns;
} mechanisms[] = {
  /* clang-format off */
  { "all",     SV_SPF_TERM_ALL,     ARGUMENT_NONE,            FALSE, FALSE },
  { "include", SV_SPF_TERM_INCLUDE, ARGUMENT_DOMAIN,          FALSE, TRUE },
  { "a",       SV_SPF_TERM_A,       ARGUMENT_OPTIONAL_DOMAIN, TRUE,  TRUE },
  { "mx",      SV_SPF_TERM_MX,      ARGUMENT_OPTIONAL_DOMAIN, TRUE,  TRUE },
  { "ptr",     SV_SPF_TERM_PTR,     ARGUMENT_OPTIONAL_DOMAIN, FALSE, TRUE },
  { "ip4",     SV_SPF_TERM_IP4,     ARGUMENT_IP4,             FALSE, FALSE },
  { "ip6",     SV_SPF_TERM_IP6,     ARGUMENT_IP6,             FALSE, FALSE },
  { "exists",  SV_SPF_TERM_EXISTS,  ARGUMENT_DOMAIN,          FALSE, TRUE },
  /* clang-format on */
};

/* One term being read. */
typedef struct
{
  const char *begin;
  const char *cursor;
  const char *end;
  SvSpfTerm *term;
  const char *wrong; /* where it broke */
  const char *reason;
} Reader;

static gboolean
fail (Reader *reader, const char *at, const char *reason)
{
  reader->wrong = at;
  reader->reason = reason;
  return FALSE;
}

/* toplabel = ( *alphanum ALPHA *alphanum ) / ( 1*alphanum "-" *( alphanum / "-" ) alphanum ) */
static gboolean
is_toplabel (const char *label, gsize len)
{
  gboolean named = FALSE;
  for (gsize i = 0; i < len; i++)
    {
      if (!g_ascii_isalnum (label[i]) && label[i] != '-')
        return FALSE;
      named = named || !g_ascii_isdigit (label[i]);
    }
  return named && label[0] != '-' && label[len - 1] != '-';
}

/* Where the last macro-expand of a well-formed macro-string ends; its beginning if it has none. */
static const char *
last_macro_end (const char *begin, const char *end)
{
  const char *last = begin;
  for (const char *p = begin; p < end;)
    {
      if (*p++ != '%')
        continue;
      const char *brace = *p == '{' ? memchr (p, '}', (gsize)(end - p)) : p;
      p = last = brace + 1;
    }
  return last;
}

/* domain-spec = macro-string domain-end
 * domain-end  = ( "." toplabel [ "." ] ) / macro-expand */
static gboolean
read_domain_spec (Reader *reader, const char *begin, const char *end)
{
  gsize len = (gsize)(end - begin);
  if (len == 0)
    return fail (reader, begin, N_ ("a domain is missing"));
  gsize wrong;
  if (!sv_macro_check (begin, len, SV_MACRO_IN_DOMAIN, &wrong))
    return fail (reader, begin + wrong, N_ ("a character or macro that is not allowed"));
  const char *literal = last_macro_end (begin, end);
  if (literal < end)
    {
      const char *stop = end[-1] == '.' ? end - 1 : end;
      const char *dot = memrchr (literal, '.', (gsize)(stop - literal));
      const char *label = dot ? dot + 1 : literal;
      if (!dot || !is_toplabel (label, (gsize)(stop - label)))
        return fail (reader, label, N_ ("a domain does not end in a top-level label"));
    }
  reader->term->spec = g_strndup (begin, len);
  return TRUE;
}

/* "0" / %x31-39 *DIGIT       up to `max`; nothing may follow but `cursor` is left behind it */
static gboolean
read_bits (Reader *reader, guint max, guint *bits)
{
  const char *p = reader->cursor;
  guint value = 0;
  for (; p < reader->end && g_ascii_isdigit (*p) && value <= max; p++)
    value = value * 10 + (guint)(*p - '0');
  gsize digits = (gsize)(p - reader->cursor);
  if (digits == 0 || value > max || (digits > 1 && *reader->cursor == '0'))
    return fail (reader, reader->cursor, N_ ("a bad prefix length"));
  reader->cursor = p;
  *bits = value;
  return TRUE;
}

/* dual-cidr-length = [ "/" ip4-cidr-length ] [ "//" ip6-cidr-length ] */
static gboolean
read_dual_cidr (Reader *reader)
{
  const char *end = reader->end;
  if (end - reader->cursor >= 1 && reader->cursor[0] == '/'
      && !(end - reader->cursor >= 2 && reader->cursor[1] == '/'))
    {
      reader->cursor++;
      if (!read_bits (reader, BITS4, &reader->term->bits4))
        return FALSE;
    }
  if (end - reader->cursor >= 2 && reader->cursor[0] == '/' && reader->cursor[1] == '/')
    {
      reader->cursor += 2;
      if (!read_bits (reader, BITS6, &reader->term->bits6))
        return FALSE;
    }
  return reader->cursor == end || fail (reader, reader->cursor, N_ ("a bad prefix length"));
}

/* Slashes belong to a domain-spec too.  It ends in a label with a letter or in a macro, so what is
 * left of the digits and slashes at the end, from the first slash on, is the prefix length. */
static const char *
cidr_of (const char *begin, const char *end)
{
  const char *p = end;
  while (p > begin && (g_ascii_isdigit (p[-1]) || p[-1] == '/'))
    p--;
  const char *slash = memchr (p, '/', (gsize)(end - p));
  return slash ? slash : end;
}

static gboolean
read_domain_argument (Reader *reader, gboolean required, gboolean dual_cidr)
{
  if (reader->cursor < reader->end && *reader->cursor == ':')
    {
      const char *begin = ++reader->cursor;
      const char *end = dual_cidr ? cidr_of (begin, reader->end) : reader->end;
      if (!read_domain_spec (reader, begin, end))
        return FALSE;
      reader->cursor = end;
    }
  else if (required)
    return fail (reader, reader->cursor, N_ ("a domain is missing"));
  if (dual_cidr)
    return read_dual_cidr (reader);
  return reader->cursor == reader->end
         || fail (reader, reader->cursor, N_ ("something that does not belong here"));
}

/* ip4 = "ip4" ":" ip4-network [ "/" ip4-cidr-length ], ip6 in the same way.  Not sv_ip_parse():
 * it would make an IPv4 network of ip6:::ffff:192.0.2.1, which matches nobody (RFC 7208 5). */
static gboolean
read_network (Reader *reader, gboolean ip6)
{
  if (reader->cursor == reader->end || *reader->cursor != ':')
    return fail (reader, reader->cursor, N_ ("an address is missing"));
  const char *begin = ++reader->cursor;
  const char *slash = memchr (begin, '/', (gsize)(reader->end - begin));
  const char *end = slash ? slash : reader->end;
  char address[SV_IP_TEXT_MAX];
  gsize len = (gsize)(end - begin);
  SvIp *network = &reader->term->network;
  if (len == 0 || len >= sizeof address || memchr (begin, '\0', len))
    return fail (reader, begin, N_ ("a bad address"));
  memcpy (address, begin, len);
  address[len] = '\0';
  if (inet_pton (ip6 ? AF_INET6 : AF_INET, address, network->bytes) != 1)
    return fail (reader, begin, N_ ("a bad address"));
  network->family = ip6 ? 6 : 4;
  reader->cursor = end;
  if (slash)
    {
      reader->cursor++;
      guint *bits = ip6 ? &reader->term->bits6 : &reader->term->bits4;
      if (!read_bits (reader, ip6 ? BITS6 : BITS4, bits))
        return FALSE;
    }
  return reader->cursor == reader->end
         || fail (reader, reader->cursor, N_ ("something that does not belong here"));
}

static gboolean
read_mechanism (Reader *reader, const char *name, const char *name_end)
{
  gsize len = (gsize)(name_end - name);
  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    {
      if (strlen (mechanisms[i].name) != len
          || g_ascii_strncasecmp (name, mechanisms[i].name, len) != 0)
        continue;
      reader->term->kind = mechanisms[i].kind;
      reader->cursor = name_end;
      switch (mechanisms[i].argument)
        {
        case ARGUMENT_IP4:
          return read_network (reader, FALSE);
        case ARGUMENT_IP6:
          return read_network (reader, TRUE);
        case ARGUMENT_NONE:
          return name_end == reader->end
                 || fail (reader, name_end, N_ ("something that does not belong here"));
        default:
          return read_domain_argument (reader, mechanisms[i].argument == ARGUMENT_DOMAIN,
                                       mechanisms[i].dual_cidr);
        }
    }
  return fail (reader, name, N_ ("an unknown mechanism"));
}

/* name = ALPHA *( ALPHA / DIGIT / "-" / "_" / "." ) */
static const char *
bad_name_byte (const char *name, const char *end)
{
  if (name == end || !g_ascii_isalpha (*name))
    return name;
  for (const char *p = name; p < end; p++)
    if (!g_ascii_isalnum (*p) && *p != '-' && *p != '_' && *p != '.')
      return p;
  return NULL;
}

/* modifier = redirect / explanation / unknown-modifier
 * redirect = "redirect" "=" domain-spec     explanation = "exp" "=" domain-spec
 * unknown-modifier = name "=" macro-string  where name is not any known modifier */
static gboolean
read_modifier (Reader *reader, const char *equals)
{
  const char *name = reader->begin, *value = equals + 1;
  const char *bad = bad_name_byte (name, equals);
  if (bad)
    return fail (reader, bad, N_ ("a bad name of a modifier"));
  gsize len = (gsize)(equals - name);
  reader->term->qualifier = 0;
  reader->term->kind = SV_SPF_TERM_MODIFIER;
  if (len == 8 && g_ascii_strncasecmp (name, "redirect", len) == 0)
    reader->term->kind = SV_SPF_TERM_REDIRECT;
  if (len == 3 && g_ascii_strncasecmp (name, "exp", len) == 0)
    reader->term->kind = SV_SPF_TERM_EXP;
  if (reader->term->kind != SV_SPF_TERM_MODIFIER)
    return read_domain_spec (reader, value, reader->end);
  gsize rest = (gsize)(reader->end - value), wrong;
  if (!sv_macro_check (value, rest, SV_MACRO_IN_MODIFIER, &wrong))
    return fail (reader, value + wrong, N_ ("a character or macro that is not allowed"));
  reader->term->spec = g_strndup (value, rest);
  return TRUE;
}

/* A modifier has its "=" before any ":" or "/" (RFC 7208 4.6.1). */
static gboolean
read_directive_or_modifier (Reader *reader)
{
  const char *p = reader->begin;
  while (p < reader->end && *p != '=' && *p != ':' && *p != '/')
    p++;
  if (p < reader->end && *p == '=')
    return read_modifier (reader, p);
  const char *name = reader->begin;
  reader->term->qualifier = '+';
  if (*name && strchr ("+-?~", *name))
    reader->term->qualifier = *name++;
  return read_mechanism (reader, name, p);
}

gboolean
sv_spf_term_read (SvSpfTerm *term, const char *begin, const char *end, const char **wrong,
                  const char **reason)
{
  Reader reader = { .begin = begin, .cursor = begin, .end = end, .term = term };
  term->bits4 = BITS4;
  term->bits6 = BITS6;
  gboolean good = read_directive_or_modifier (&reader);
  *wrong = reader.wrong;
  *reason = reader.reason;
  return good;
}

gboolean
sv_spf_term_asks_dns (const SvSpfTerm *term)
{
  if (term->kind == SV_SPF_TERM_REDIRECT)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (mechanisms[i].kind == term->kind)
      return mechanisms[i].asks_dns;
  return FALSE;
}
