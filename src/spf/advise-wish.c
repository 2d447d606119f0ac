/* SPDX-License-Identifier: GPL-3.0-or-later
 * --add and --remove as terms; see advise-wish.h.
 *
 * wish = ip4 / ip6 / include / address [ "/" prefix-length ]     terms as in RFC 7208 section 12 */

#include "spf/advise-wish.h"

#include "spf/advise.h"
#include "spf/networks.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_QUARK (sv_spf_advise_error_quark, sv_spf_advise_error)

void
sv_spf_wanted_clear (SvSpfWanted *wanted)
{
  g_clear_pointer (&wanted->text, g_free);
  g_clear_pointer (&wanted->target, g_free);
}

static guint
full_length (const SvIp *ip)
{
  return ip->family == 4 ? 32 : 128;
}

/* ip6:::ffff:192.0.2.1 would match nobody: clients of ::ffff:0:0/96 are IPv4 (RFC 7208 5). */
static SvIp
unmapped (const SvIp *network, guint *bits)
{
  char address[SV_IP_TEXT_MAX];
  SvIp plain;
  if (network->family != 6 || *bits < 96
      || !sv_ip_parse (sv_ip_format (network, address), -1, &plain) || plain.family != 4)
    return *network;
  *bits -= 96;
  return plain;
}

static void
set_network (SvSpfWanted *wanted, const SvIp *given, guint bits)
{
  char address[SV_IP_TEXT_MAX];
  const SvIp plain = unmapped (given, &bits), *network = &plain;
  wanted->network = sv_spf_network_first (network, bits);
  wanted->bits = bits;
  wanted->kind = network->family == 4 ? SV_SPF_TERM_IP4 : SV_SPF_TERM_IP6;
  const char *name = network->family == 4 ? "ip4" : "ip6";
  sv_ip_format (&wanted->network, address);
  wanted->text = bits == full_length (network) ? g_strdup_printf ("%s:%s", name, address)
                                               : g_strdup_printf ("%s:%s/%u", name, address, bits);
}

/* A term that lets somebody send: "+" is what is left out in a record. */
static gboolean
set_term (SvSpfWanted *wanted, const SvSpfTerm *term)
{
  if (term->qualifier != '+')
    return FALSE;
  if (term->kind == SV_SPF_TERM_IP4 || term->kind == SV_SPF_TERM_IP6)
    {
      set_network (wanted, &term->network,
                   term->kind == SV_SPF_TERM_IP4 ? term->bits4 : term->bits6);
      return TRUE;
    }
  if (term->kind != SV_SPF_TERM_INCLUDE)
    return FALSE;
  wanted->kind = term->kind;
  wanted->target = g_strdup (term->spec);
  wanted->text = g_strconcat ("include:", term->spec, NULL);
  return TRUE;
}

gboolean
sv_spf_wanted_read (SvSpfWanted *wanted, const char *text, GError **error)
{
  *wanted = (SvSpfWanted){ 0 };
  SvIp network;
  guint bits;
  if (!strchr (text, '%') && sv_network_parse (text, &network, &bits)
      && bits <= full_length (&network))
    {
      set_network (wanted, &network, bits);
      return TRUE;
    }
  g_autofree char *line = g_strconcat ("v=spf1 ", text, NULL);
  g_autoptr (SvSpfRecord) record = sv_spf_record_parse (line, strlen (line), NULL);
  if (record && record->terms->len == 1
      && set_term (wanted, &g_array_index (record->terms, SvSpfTerm, 0)))
    return TRUE;
  g_set_error (error, SV_SPF_ADVISE_ERROR, SV_SPF_ADVISE_ERROR_WISH,
               _ ("--add: “%s” is no ip4:, ip6: or include: term and no address"), text);
  return FALSE;
}

/* Splits a qualifier off; modifiers have none, and "+" is the one left out. */
static char
qualifier_of (const char **term)
{
  return **term && strchr ("+-?~", **term) ? *(*term)++ : '+';
}

gboolean
sv_spf_term_is_named (const char *term, const char *name)
{
  const char *bare_term = term, *bare_name = name;
  char published = qualifier_of (&bare_term), named = qualifier_of (&bare_name);
  if (bare_name != name && published != named)
    return FALSE;
  if (g_ascii_strcasecmp (bare_term, bare_name) == 0)
    return TRUE;
  gboolean address = g_ascii_strncasecmp (bare_term, "ip4:", 4) == 0
                     || g_ascii_strncasecmp (bare_term, "ip6:", 4) == 0;
  return address && g_ascii_strcasecmp (bare_term + 4, bare_name) == 0;
}
