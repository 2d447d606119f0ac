/* SPDX-License-Identifier: GPL-3.0-or-later
 * DNS files read: directives, owners, TTLs, classes and types; see zone.h. */

#include "dns/zone-data.h"

#include "dns/name.h"
#include "dns/zone-lines.h"
#include "dns/zone-rdata.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_QUARK (sv_zone_error_quark, sv_zone_error)

/* Types that may be in a file and that nothing of ours asks for. */
/* clang-format off */
static const char *const other_types[] = {
  "A6", "AFSDB", "AMTRELAY", "APL", "ATMA", "AVC", "CAA", "CDNSKEY", "CDS", "CERT", "CSYNC",
  "DHCID", "DLV", "DNAME", "DNSKEY", "DOA", "DS", "DSYNC", "EID", "EUI48", "EUI64", "GID", "GPOS",
  "HHIT", "HINFO", "HIP", "HTTPS", "IPN", "IPSECKEY", "ISDN", "KEY", "KX", "L32", "L64", "LOC",
  "LP", "MB", "MD", "MF", "MG", "MINFO", "MR", "NAPTR", "NID", "NIMLOC", "NINFO", "NSAP",
  "NSAP-PTR", "NSEC", "NSEC3", "NSEC3PARAM", "NULL", "NXNAME", "NXT", "OPENPGPKEY", "PX",
  "RESINFO", "RKEY", "RP", "RRSIG", "RT", "SIG", "SINK", "SMIMEA", "SRV", "SSHFP", "SVCB", "TA",
  "TALINK", "TLSA", "UID", "UINFO", "UNSPEC", "URI", "WALLET", "WKS", "X25", "ZONEMD",
};
/* clang-format on */

/* What is remembered from line to line. */
typedef struct
{
  SvZone *zone;
  char *origin;          /* as sv_dns_name_kept(); "" is the root */
  char *owner;           /* in the form of keys, or NULL before the first one */
  gboolean wildcard;     /* the owner began with a "*" label */
  gboolean ttl_declared; /* by $TTL, which goes before the TTL of the line above (RFC 2308 4) */
  guint32 ttl;
} State;

typedef enum
{
  KIND_OURS,
  KIND_ANY,
  KIND_OTHER,
  KIND_UNKNOWN
} Kind;

/* type = a name of the tables / "ANY" / "TYPE" 1*DIGIT (RFC 3597 5) */
static Kind
read_type (const SvZoneToken *token, SvDnsType *type)
{
  g_autofree char *word = g_strndup (token->text, token->len);
  SvZoneToken digits = { 0 };
  guint64 number;
  if (token->quoted || strlen (word) != token->len)
    return KIND_UNKNOWN;
  if (sv_dns_type_from_name (word, type))
    return KIND_OURS;
  if (sv_zone_token_is (token, "ANY"))
    return KIND_ANY;
  if (token->len > 4 && g_ascii_strncasecmp (word, "TYPE", 4) == 0)
    {
      digits = (SvZoneToken){ .text = token->text + 4, .len = token->len - 4 };
      if (!sv_zone_token_number (&digits, G_MAXUINT16, &number))
        return KIND_UNKNOWN;
      *type = (SvDnsType)number;
      return sv_dns_type_name (*type) ? KIND_OURS : *type == SV_ZONE_ANY ? KIND_ANY : KIND_OTHER;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (other_types); i++)
    if (g_ascii_strcasecmp (word, other_types[i]) == 0)
      return KIND_OTHER;
  return KIND_UNKNOWN;
}

/* class = "IN" / "CH" / "HS" / "CS" / "CLASS" 1*DIGIT; `*internet` tells whether it is IN. */
static gboolean
read_class (const SvZoneToken *token, gboolean *internet)
{
  SvZoneToken digits;
  guint64 number = 0;
  if (sv_zone_token_is (token, "IN"))
    number = 1;
  else if (!token->quoted && token->len > 5 && g_ascii_strncasecmp (token->text, "CLASS", 5) == 0)
    {
      digits = (SvZoneToken){ .text = token->text + 5, .len = token->len - 5 };
      if (!sv_zone_token_number (&digits, G_MAXUINT16, &number))
        return FALSE;
    }
  else if (!sv_zone_token_is (token, "CH") && !sv_zone_token_is (token, "HS")
           && !sv_zone_token_is (token, "CS"))
    return FALSE;
  *internet = number == 1;
  return TRUE;
}

/* Finds the status that a word without its mark stands for. */
static gboolean
read_word (const char *text, gsize len, SvDnsStatus *status)
{
  for (const SvZoneWord *word = sv_zone_words; word->word; word++)
    if (strlen (word->word) == len && g_ascii_strncasecmp (word->word, text, len) == 0)
      {
        *status = word->status;
        return TRUE;
      }
  return FALSE;
}

/* directive = "$TTL" ttl / "$ORIGIN" name / "$DEFAULT" word */
static const char *
read_directive (State *state, const SvZoneToken *tokens, guint n)
{
  if (n == 2 && sv_zone_token_is (tokens, "$TTL"))
    {
      state->ttl_declared = TRUE;
      return sv_zone_ttl (tokens + 1, &state->ttl) ? NULL : _ ("not a TTL");
    }
  if (n == 2 && sv_zone_token_is (tokens, "$ORIGIN"))
    {
      char *origin = sv_zone_token_name (tokens + 1, state->origin);
      if (!origin)
        return _ ("not a domain name");
      g_free (state->origin);
      state->origin = origin;
      return NULL;
    }
  if (n == 2 && sv_zone_token_is (tokens, "$DEFAULT"))
    {
      state->zone->has_default = TRUE;
      return read_word (tokens[1].text, tokens[1].len, &state->zone->default_status)
                 ? NULL
                 : _ ("not a word that $DEFAULT knows");
    }
  return _ ("not a directive of DNS files ($TTL, $ORIGIN and $DEFAULT, with one value)");
}

static gboolean
read_owner (State *state, const SvZoneToken *token)
{
  g_autofree char *name = sv_zone_token_name (token, state->origin);
  if (!name)
    return FALSE;
  g_free (state->owner);
  state->owner = sv_dns_name_normal (name);
  state->wildcard = token->text[0] == '*' && (token->len == 1 || token->text[1] == '.');
  return TRUE;
}

/* data = "!" word / what the type demands */
static const char *
add_data (State *state, Kind kind, SvDnsType type, guint32 ttl, const SvZoneToken *tokens, guint n)
{
  SvDnsStatus status;
  SvDnsRecord record;
  if (n > 0 && !tokens->quoted && tokens->text[0] == '!')
    {
      if (n > 1 || !read_word (tokens->text + 1, tokens->len - 1, &status))
        return _ ("not one of the words that stand in place of data");
      if (kind == KIND_OTHER
          || sv_zone_add_status (state->zone, state->owner, kind == KIND_ANY ? SV_ZONE_ANY : type,
                                 ttl, status))
        return NULL;
      return _ ("this name has other data or another word for this type");
    }
  if (kind == KIND_OTHER)
    return NULL;
  if (kind == KIND_ANY)
    return _ ("ANY wants a word as in !NXDOMAIN");
  const char *problem = sv_zone_rdata (type, tokens, n, state->origin, &record);
  if (problem || sv_zone_add_record (state->zone, state->owner, type, ttl, &record))
    return problem;
  return _ ("this name has a word in place of data for this type");
}

/* record = [ owner ] [ ttl ] [ class ] type data, TTL and class in either order */
static const char *
read_entry (State *state, const SvZoneLines *lines)
{
  const SvZoneToken *token = (const SvZoneToken *)(gpointer)lines->tokens->data;
  guint n = lines->tokens->len;
  if (!lines->indented && !token->quoted && token->text[0] == '$')
    return read_directive (state, token, n);
  if (!lines->indented && !read_owner (state, token))
    return _ ("not a domain name");
  if (!lines->indented)
    token++, n--;
  else if (!state->owner)
    return _ ("a line without a name, and none above it");
  gboolean has_ttl = FALSE, has_class = FALSE, internet = TRUE;
  guint32 ttl = state->ttl;
  for (; n > 0; token++, n--)
    if (!has_ttl && sv_zone_ttl (token, &ttl))
      has_ttl = TRUE;
    else if (!has_class && read_class (token, &internet))
      has_class = TRUE;
    else
      break;
  if (has_ttl && !state->ttl_declared)
    state->ttl = ttl;
  SvDnsType type = SV_ZONE_ANY;
  Kind kind = n > 0 ? read_type (token, &type) : KIND_UNKNOWN;
  if (kind == KIND_UNKNOWN)
    return n > 0 ? _ ("not a record type") : _ ("a line without a record type");
  if (!internet)
    return NULL;
  if (kind == KIND_OTHER)
    sv_zone_add_name (state->zone, state->owner);
  const char *problem = add_data (state, kind, type, ttl, token + 1, n - 1);
  if (!problem && state->wildcard)
    ((SvZoneName *)g_hash_table_lookup (state->zone->names, state->owner))->wildcard = TRUE;
  return problem;
}

SvZone *
sv_zone_parse (const char *label, const char *text, gsize len, GError **error)
{
  State state = { .zone = sv_zone_new (), .origin = g_strdup ("") };
  SvZoneLines lines;
  const char *problem = NULL;
  guint line = 0;
  sv_zone_lines_init (&lines, text, len);
  while (!problem && sv_zone_lines_next (&lines))
    {
      line = g_array_index (lines.tokens, SvZoneToken, 0).line;
      problem = read_entry (&state, &lines);
    }
  if (!problem && lines.problem)
    {
      problem = lines.problem;
      line = lines.line;
    }
  sv_zone_lines_clear (&lines);
  g_free (state.origin);
  g_free (state.owner);
  if (!problem)
    {
      sv_zone_finish (state.zone);
      return state.zone;
    }
  g_set_error (error, SV_ZONE_ERROR, SV_ZONE_ERROR_SYNTAX, "%s:%u: %s", label, line, problem);
  sv_zone_free (state.zone);
  return NULL;
}

SvZone *
sv_zone_read (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize len;
  g_autoptr (GError) local = NULL;
  if (g_file_get_contents (path, &text, &len, &local))
    return sv_zone_parse (path, text, len, error);
  g_set_error (error, SV_ZONE_ERROR, SV_ZONE_ERROR_READ, _ ("cannot read the DNS file: %s"),
               local->message);
  return NULL;
}
