/* SPDX-License-Identifier: GPL-3.0-or-later
 * Looks at where each verdict field stands, and in whose name. */

#include "judge/trust.h"

#include "judge/border.h"
#include "judge/custody.h"

#include <string.h>

/* More hops than this inside one receiver are not looked at: Outlook.com, the deepest, has five. */
#define HOPS_MAX 32

const char *
sv_trust_name (SvTrust trust)
{
  static const char *const names[] = { NULL, "open", "handed-on", "option", "receiver" };
  return names[trust];
}

static const SvReceived *
hop_at (const SvCustody *custody, int hop)
{
  return &g_array_index (custody->facts->received, SvReceived, hop);
}

/* ---- receivers that write under their own Received field ---- */

/* Whoever writes there writes above what the sender wrote, but with no Received field between: only
 * where a receiver is known to write every time is the first field of a kind its own. */
static const struct
{
  const char *domain;
  gboolean single; /* it writes a Received-SPF and one Authentication-Results below it, else one of
                      these a method */
} under[] = {
  { "google.com", TRUE },
  { "amazonaws.com", TRUE },
  { "icloud.com", FALSE },
};

/* Proton's milters write below everything, the sender's Received fields included. */
static const char *const anywhere[] = { "protonmail.ch" };

static gboolean
is_known_under (const char *by, gboolean *single)
{
  for (gsize i = 0; i < G_N_ELEMENTS (under); i++)
    if (sv_same_organization (by, under[i].domain))
      {
        *single = under[i].single;
        return TRUE;
      }
  *single = FALSE;
  return FALSE;
}

static gboolean
is_known_anywhere (const char *by)
{
  for (gsize i = 0; i < G_N_ELEMENTS (anywhere); i++)
    if (sv_same_organization (by, anywhere[i]))
      return TRUE;
  return FALSE;
}

/* What has been said between two Received fields: a second field that says the same thing is not by
 * the first one's writer. */
typedef struct
{
  int above;
  guint methods;      /* bits of methods[] that an Authentication-Results stated */
  guint identities;   /* bits of identities[] that a Received-SPF stated */
  gboolean results;   /* an Authentication-Results stood there */
  gboolean elsewhere; /* a field there speaks of another hop than the one above */
} Said;

static const char *const methods[] = { "spf", "dkim", "dmarc", "arc" };
static const char *const identities[] = { "mailfrom", "helo", "pra" };

static guint
methods_of (const SvAuthResults *results)
{
  guint bits = 0;
  for (guint i = 0; i < results->results->len; i++)
    for (gsize k = 0; k < G_N_ELEMENTS (methods); k++)
      if (strcmp (g_array_index (results->results, SvMethodResult, i).method, methods[k]) == 0)
        bits |= 1U << k;
  return bits;
}

static guint
identity_of (const SvReceivedSpf *spf)
{
  for (gsize k = 1; spf->identity && k < G_N_ELEMENTS (identities); k++)
    if (g_ascii_strcasecmp (spf->identity, identities[k]) == 0)
      return 1U << k;
  return 1U;
}

static gboolean
is_repeated (const Said *said, const SvStatement *statement, gboolean single)
{
  if (said->above != statement->above)
    return FALSE;
  if (statement->spf)
    return (single && said->results) || (said->identities & identity_of (statement->spf)) != 0;
  return (single && said->results) || (said->methods & methods_of (statement->results)) != 0;
}

static void
remember (Said *said, const SvStatement *statement, gboolean elsewhere)
{
  if (said->above != statement->above)
    *said = (Said){ .above = statement->above };
  said->elsewhere = said->elsewhere || elsewhere;
  if (statement->spf)
    said->identities |= identity_of (statement->spf);
  else
    {
      said->methods |= methods_of (statement->results);
      said->results = TRUE;
    }
}

/* ---- names ---- */

/* A Received-SPF names its writer with receiver= (policyd-spf: "<UNKNOWN>", or the recipient), or
 * before the colon of its comment, where Mail::SPF has the sender's domain. */
const char *
sv_trust_writer (const SvStatement *statement)
{
  if (statement->results)
    return statement->results->authserv_id;
  const char *receiver = statement->spf->receiver;
  if (receiver && receiver[0] != '<')
    return strchr (receiver, '@') ? sv_address_domain (receiver) : receiver;
  return statement->spf->host;
}

static gboolean
user_trusts (const char *const *trust, const char *name)
{
  for (; name && trust && *trust; trust++)
    if ((*trust)[0] == '@' ? sv_host_under (name, *trust + 1)
                           : g_ascii_strcasecmp (name, *trust) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_named_by_user (const char *const *trust, const SvStatement *statement)
{
  if (statement->results)
    return user_trusts (trust, statement->results->authserv_id);
  return user_trusts (trust, statement->spf->receiver) || user_trusts (trust, statement->spf->host);
}

static gboolean
is_own_name (const char *by, const char *name)
{
  return by
         && (g_ascii_strcasecmp (by, name) == 0 || sv_host_under (by, name)
             || sv_same_organization (by, name));
}

/* A name without a dot is a word of some software ("OpenDMARC", "spfCheck"). */
static gboolean
is_host_name (const char *name)
{
  return name && strchr (name, '.') != NULL;
}

/* Whether the name is of a host that handled the message on the receiver's side, down to `last`. */
static gboolean
is_native (const SvCustody *custody, int last, const char *name)
{
  for (int i = 0; i <= last && i < HOPS_MAX && i < (int)custody->facts->received->len; i++)
    if (custody->trust[i] == SV_TRUST_RECEIVER && is_own_name (hop_at (custody, i)->by, name))
      return TRUE;
  return FALSE;
}

/* ---- places ---- */

static const SvIp *
stated_ip (const SvStatement *statement)
{
  if (statement->spf)
    return &statement->spf->client_ip;
  static const SvIp none = { 0 };
  const GArray *results = statement->results->results;
  for (guint i = 0; i < results->len; i++)
    if (g_array_index (results, SvMethodResult, i).client_ip.family)
      return &g_array_index (results, SvMethodResult, i).client_ip;
  return &none;
}

/* Whether it names the client of the hop, by address or else by HELO. */
static gboolean
speaks_of (const SvStatement *statement, const SvReceived *hop)
{
  const SvIp *ip = stated_ip (statement);
  if (ip->family)
    return sv_ip_equal (ip, &hop->ip);
  const char *helo = statement->spf ? statement->spf->helo : NULL;
  return helo && hop->helo && g_ascii_strcasecmp (helo, hop->helo) == 0;
}

/* Above its writer's own Received field: as good as that field.  On the receiver's side any of its
 * names will do, and none; a server that handed the message on has to be named, or to name the
 * client of that hop. */
static SvTrust
trust_above_hop (const SvCustody *custody, SvStatement *statement)
{
  int below = statement->above + 1;
  if (below >= (int)custody->facts->received->len)
    return SV_TRUST_CLAIM;
  const char *by = hop_at (custody, below)->by, *name = sv_trust_writer (statement);
  gboolean inside = custody->trust[below] == SV_TRUST_RECEIVER;
  if (!is_host_name (name))
    return inside || sv_same_organization (by, "outlook.com")
                   || speaks_of (statement, hop_at (custody, below))
               ? custody->trust[below]
               : SV_TRUST_CLAIM;
  if (is_own_name (by, name)
      || (inside && (!sv_is_domain_name (by) || is_native (custody, below, name))))
    return custody->trust[below];
  statement->foreign = inside;
  return SV_TRUST_CLAIM;
}

int
sv_trust_spoken_hop (const SvCustody *custody, const SvStatement *statement)
{
  const SvIp *ip = stated_ip (statement);
  for (int i = 0; ip->family && i <= statement->above && i < HOPS_MAX; i++)
    if (custody->trust[i] > SV_TRUST_CLAIM && sv_ip_equal (&hop_at (custody, i)->ip, ip))
      return i;
  return -1;
}

/* Whether it names the client of another hop than the one right above. */
static gboolean
speaks_of_another (const SvCustody *custody, const SvStatement *statement)
{
  return sv_trust_spoken_hop (custody, statement) >= 0
         && !sv_ip_equal (stated_ip (statement), &hop_at (custody, statement->above)->ip);
}

/* Under its writer's own Received field. */
static SvTrust
trust_under_hop (const SvCustody *custody, SvStatement *statement, const Said *said)
{
  const char *by = hop_at (custody, statement->above)->by, *name = sv_trust_writer (statement);
  gboolean single, known = by && is_known_under (by, &single);
  if (!by || !(is_host_name (name) ? is_own_name (by, name) : known))
    return SV_TRUST_CLAIM;
  if (is_repeated (said, statement, single))
    return SV_TRUST_CLAIM;
  gboolean judged = !speaks_of_another (custody, statement)
                    && !(said->above == statement->above && said->elsewhere);
  statement->beside = TRUE;
  return MIN (custody->trust[statement->above],
              known && judged ? SV_TRUST_RECEIVER : SV_TRUST_OPEN);
}

/* By the client of the hop above, which wrote no Received field of its own in between. */
static SvTrust
trust_of_client (const SvCustody *custody, const SvStatement *statement)
{
  const SvReceived *hop = hop_at (custody, statement->above);
  const char *name = sv_trust_writer (statement);
  if (!is_host_name (name))
    return SV_TRUST_CLAIM;
  if (!hop->rdns_doubted && sv_same_organization (hop->rdns, name))
    return MIN (custody->trust[statement->above], SV_TRUST_HANDED_ON);
  return sv_same_organization (hop->helo, name)
             ? MIN (custody->trust[statement->above], SV_TRUST_OPEN)
             : SV_TRUST_CLAIM;
}

/* Anywhere below: Exim writes Received-SPF last of all.  Such a field counts if it names the client
 * of a hop, or the hop's writer as its receiver. */
static SvTrust
trust_late (const SvCustody *custody, const SvStatement *statement)
{
  const char *name = sv_trust_writer (statement);
  int hop = sv_trust_spoken_hop (custody, statement);
  const char *by = hop_at (custody, hop >= 0 ? hop : custody->border)->by;
  gboolean own = is_host_name (name)
                 && (is_own_name (by, name) || is_native (custody, custody->border, name));
  if (statement->results)
    {
      gboolean beside = name && !is_host_name (name) && hop >= 0 && hop == statement->above;
      return (own && (hop >= 0 || is_known_anywhere (by))) || beside ? SV_TRUST_OPEN
                                                                     : SV_TRUST_CLAIM;
    }
  const char *receiver = statement->spf->receiver;
  if (receiver && by && g_ascii_strcasecmp (receiver, by) == 0)
    return SV_TRUST_OPEN;
  gboolean stranger = is_host_name (receiver) && receiver[0] != '<' && !own;
  return hop >= 0 && !stranger ? SV_TRUST_OPEN : SV_TRUST_CLAIM;
}

/* Below every Received field, none of which shows a client from outside. */
static gboolean
is_inside (const SvCustody *custody, const SvStatement *statement)
{
  int last = (int)custody->facts->received->len - 1;
  return statement->above == last && custody->trust[last] == SV_TRUST_RECEIVER
         && sv_ip_scope (&hop_at (custody, last)->ip) != SV_SCOPE_PUBLIC
         && !is_host_name (sv_trust_writer (statement));
}

static gboolean
is_of_border (const SvCustody *custody, const SvStatement *statement)
{
  if (custody->border < 0)
    return FALSE;
  const SvReceived *hop = hop_at (custody, custody->border);
  const SvIp *ip = stated_ip (statement);
  const char *name = sv_trust_writer (statement);
  return ip->family ? sv_ip_equal (ip, &hop->ip) : name && is_own_name (hop->by, name);
}

static void
weigh (const SvCustody *custody, const Said *said, SvStatement *statement)
{
  const char *name = sv_trust_writer (statement);
  if (statement->relative)
    return;
  if (statement->above < 0)
    {
      statement->foreign = custody->border >= 0 && statement->results && is_host_name (name)
                           && !is_native (custody, HOPS_MAX, name);
      statement->trust = statement->foreign ? SV_TRUST_CLAIM : SV_TRUST_RECEIVER;
      return;
    }
  statement->trust
      = MAX (trust_above_hop (custody, statement), trust_under_hop (custody, statement, said));
  if (statement->trust == SV_TRUST_CLAIM && !statement->foreign)
    {
      statement->late = TRUE;
      statement->trust = trust_of_client (custody, statement);
      if (statement->trust == SV_TRUST_CLAIM)
        statement->trust
            = is_inside (custody, statement) ? SV_TRUST_OPEN : trust_late (custody, statement);
    }
  statement->of_border = is_of_border (custody, statement);
}

/* ---- all of them ---- */

static gboolean
is_verdict (const SvStatement *statement)
{
  if (statement->spf)
    return TRUE;
  return (methods_of (statement->results) & 1U) != 0;
}

/* A field in another's name, but where only the receiver's side writes, fills in where the receiver
 * wrote none in its own: many go by a name that no Received field tells. */
static void
admit_foreign (GArray *statements)
{
  for (guint i = 0; i < statements->len; i++)
    {
      const SvStatement *statement = &g_array_index (statements, SvStatement, i);
      if (statement->trust >= SV_TRUST_USER && is_verdict (statement))
        return;
    }
  for (guint i = 0; i < statements->len; i++)
    if (g_array_index (statements, SvStatement, i).foreign)
      g_array_index (statements, SvStatement, i).trust = SV_TRUST_RECEIVER;
}

static int
by_field (gconstpointer a, gconstpointer b)
{
  guint one = ((const SvStatement *)a)->field, other = ((const SvStatement *)b)->field;
  return one < other ? -1 : one > other;
}

static GArray *
collect (const SvFacts *facts)
{
  GArray *statements = g_array_new (FALSE, TRUE, sizeof (SvStatement));
  for (guint i = 0; i < facts->received_spf->len; i++)
    {
      const SvReceivedSpf *spf = &g_array_index (facts->received_spf, SvReceivedSpf, i);
      SvStatement statement = { .field = spf->field, .index = i, .spf = spf };
      g_array_append_val (statements, statement);
    }
  for (guint i = 0; i < facts->auth_results->len; i++)
    {
      const SvAuthResults *results = &g_array_index (facts->auth_results, SvAuthResults, i);
      gboolean relative = strcmp (results->header, "authentication-results") != 0;
      SvStatement statement
          = { .field = results->field, .index = i, .results = results, .relative = relative };
      g_array_append_val (statements, statement);
    }
  g_array_sort (statements, by_field);
  int above = -1;
  for (guint i = 0; i < statements->len; i++)
    {
      SvStatement *statement = &g_array_index (statements, SvStatement, i);
      while (above + 1 < (int)facts->received_field->len
             && g_array_index (facts->received_field, guint, above + 1) < statement->field)
        above++;
      statement->above = above;
    }
  return statements;
}

GArray *
sv_trust_statements (const SvCustody *custody, const char *const *trust)
{
  GArray *statements = collect (custody->facts);
  Said said = { .above = -1 };
  for (guint i = 0; i < statements->len; i++)
    {
      SvStatement *statement = &g_array_index (statements, SvStatement, i);
      weigh (custody, &said, statement);
      if (is_named_by_user (trust, statement))
        statement->trust = MAX (statement->trust, SV_TRUST_USER);
      if (statement->trust > SV_TRUST_CLAIM)
        remember (&said, statement, speaks_of_another (custody, statement));
    }
  admit_foreign (statements);
  return statements;
}
