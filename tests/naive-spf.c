/* SPDX-License-Identifier: GPL-3.0-or-later
 * A second check_host(); see naive-spf.h. */

#include "naive-spf.h"

#include <string.h>

typedef enum
{
  NONE,
  NEUTRAL,
  PASS,
  FAIL,
  SOFTFAIL,
  TEMPERROR,
  PERMERROR
} Result;

typedef struct
{
  const NaiveWorld *world;
  const NaiveQuery *query;
  NaiveVerdict verdict;
  Result thrown; /* PERMERROR or TEMPERROR, once it has come to that; NONE before */
} State;

const NaiveName *
naive_find (const NaiveWorld *world, const char *name)
{
  for (guint i = 0; i < world->names->len; i++)
    {
      const NaiveName *candidate = world->names->pdata[i];
      if (g_ascii_strcasecmp (candidate->name, name) == 0)
        return candidate;
    }
  return NULL;
}

char *
naive_reverse_name (const NaiveAddress *address)
{
  GString *name = g_string_new (NULL);
  const guint8 *b = address->bytes;
  if (address->family == 4)
    g_string_printf (name, "%u.%u.%u.%u.in-addr", b[3], b[2], b[1], b[0]);
  else
    for (int i = 15; i >= 0; i--)
      g_string_append_printf (name, "%x.%x.%s", b[i] & 15u, b[i] >> 4u, i ? "" : "ip6");
  return g_string_free (name, FALSE);
}

static void throw (State * state, Result result)
{
  if (state->thrown == NONE)
    state->thrown = result;
}

/* An answer that a mechanism needs; FALSE where there is nothing in it, or where it ends all. */
static gboolean
found (State *state, NaiveStatus status)
{
  if (status == NAIVE_SERVFAIL || status == NAIVE_TIMEOUT)
    throw (state, TEMPERROR);
  if ((status == NAIVE_NODATA || status == NAIVE_NXDOMAIN) && ++state->verdict.voids > 2)
    throw (state, PERMERROR);
  return status == NAIVE_OK;
}

static gboolean
bit (const NaiveAddress *address, guint n)
{
  return address->bytes[n / 8] >> (7 - n % 8) & 1;
}

static gboolean
same_bits (const NaiveAddress *one, const NaiveAddress *other, guint bits)
{
  if (one->family != other->family)
    return FALSE;
  for (guint i = 0; i < bits; i++)
    if (bit (one, i) != bit (other, i))
      return FALSE;
  return TRUE;
}

static NaiveStatus
address_status (const NaiveName *name, guint family)
{
  return !name ? NAIVE_NXDOMAIN : family == 4 ? name->a : name->aaaa;
}

static gboolean
has_address (const State *state, const NaiveName *name, guint bits)
{
  for (guint i = 0; i < name->n_addresses; i++)
    if (same_bits (&name->addresses[i], &state->query->client, bits))
      return TRUE;
  return FALSE;
}

static guint
bits_of (const State *state, const NaiveTerm *term)
{
  return state->query->client.family == 4 ? term->bits4 : term->bits6;
}

static gboolean
host_matches (State *state, const NaiveTerm *term, const char *host)
{
  const NaiveName *name = naive_find (state->world, host);
  return found (state, address_status (name, state->query->client.family))
         && has_address (state, name, bits_of (state, term));
}

static gboolean
mx_matches (State *state, const NaiveTerm *term, const char *target)
{
  const NaiveName *name = naive_find (state->world, target);
  if (!found (state, name ? name->mx : NAIVE_NXDOMAIN))
    return FALSE;
  if (name->n_hosts > 10)
    throw (state, PERMERROR);
  for (guint i = 0; i < name->n_hosts && state->thrown == NONE; i++)
    if (host_matches (state, term, name->hosts[i]))
      return TRUE;
  return FALSE;
}

static gboolean
exists_matches (State *state, const char *target)
{
  const NaiveName *name = naive_find (state->world, target);
  return found (state, name ? name->a : NAIVE_NXDOMAIN);
}

/* The n-th name of the reverse lookup if it is validated, else NULL. */
static const char *
validated (const State *state, guint n)
{
  g_autofree char *reverse = naive_reverse_name (&state->query->client);
  g_autofree char *full = g_strconcat (reverse, ".arpa", NULL);
  const NaiveName *names = naive_find (state->world, full);
  if (!names || names->ptr != NAIVE_OK || n >= names->n_hosts)
    return NULL;
  const NaiveName *host = naive_find (state->world, names->hosts[n]);
  guint family = state->query->client.family;
  gboolean good = address_status (host, family) == NAIVE_OK
                  && has_address (state, host, family == 4 ? 32 : 128);
  return good ? names->hosts[n] : NULL;
}

static gboolean
is_within (const char *name, const char *domain)
{
  g_autofree char *below = g_strconcat (".", domain, NULL);
  return g_ascii_strcasecmp (name, domain) == 0 || g_str_has_suffix (name, below);
}

static gboolean
ptr_matches (const State *state, const char *target)
{
  for (guint i = 0; i < 10; i++)
    {
      const char *name = validated (state, i);
      if (name && is_within (name, target))
        return TRUE;
    }
  return FALSE;
}

static const char *
client_name (const State *state, const char *domain)
{
  const char *within = NULL, *any = NULL;
  for (guint i = 0; i < 10; i++)
    {
      const char *name = validated (state, i);
      if (name && strcmp (name, domain) == 0)
        return name;
      if (name && !within && is_within (name, domain))
        within = name;
      if (name && !any)
        any = name;
    }
  return within ? within : any ? any : "unknown";
}

/* The right-hand labels of a name. */
static char *
labels (const char *name, guint n)
{
  const char *start = name + strlen (name);
  while (start > name)
    {
      if (start[-1] == '.' && --n == 0)
        break;
      start--;
    }
  return g_strdup (start);
}

static char *
target_of (const State *state, const NaiveTerm *term, const char *domain)
{
  g_autofree char *reverse = naive_reverse_name (&state->query->client);
  switch (term->target)
    {
    case NAIVE_NAME:
    case NAIVE_NAME_DOT:
      return g_strdup (term->name);
    case NAIVE_D1:
      return labels (domain, 1);
    case NAIVE_D2:
      return labels (domain, 2);
    case NAIVE_O:
      return g_strdup (state->query->domain);
    case NAIVE_LOCAL:
      return g_strconcat (state->query->local_part, ".", term->name, NULL);
    case NAIVE_LOCAL_D:
      return g_strconcat (state->query->local_part, ".", domain, NULL);
    case NAIVE_REVERSE:
      return g_strconcat (reverse, ".", term->name, NULL);
    case NAIVE_VALIDATED:
      return g_strconcat (client_name (state, domain), ".", term->name, NULL);
    default:
      return g_strdup (domain);
    }
}

static Result check_host (State *state, const char *domain, guint depth);

static gboolean
include_matches (State *state, const char *target, guint depth)
{
  Result result = check_host (state, target, depth + 1);
  if (result == NONE)
    throw (state, PERMERROR);
  return result == PASS;
}

static gboolean
matches (State *state, const NaiveTerm *term, const char *target, guint depth)
{
  switch (term->kind)
    {
    case NAIVE_ALL:
      return TRUE;
    case NAIVE_INCLUDE:
      return include_matches (state, target, depth);
    case NAIVE_A:
      return host_matches (state, term, target);
    case NAIVE_MX:
      return mx_matches (state, term, target);
    case NAIVE_PTR:
      return ptr_matches (state, target);
    case NAIVE_EXISTS:
      return exists_matches (state, target);
    default:
      return same_bits (&term->network, &state->query->client,
                        term->kind == NAIVE_IP4 ? term->bits4 : term->bits6);
    }
}

static void
decide (State *state, const char *mechanism, const char *domain)
{
  g_free (state->verdict.domain);
  state->verdict.mechanism = mechanism;
  state->verdict.domain = g_strdup (domain);
}

/* Whether the term still may ask. */
static gboolean
count (State *state)
{
  if (++state->verdict.lookups > 10)
    throw (state, PERMERROR);
  return state->thrown == NONE;
}

static gboolean
is_mechanism (const NaiveTerm *term)
{
  return term->kind < NAIVE_REDIRECT;
}

static gboolean
asks (const NaiveTerm *term)
{
  return term->kind != NAIVE_ALL && term->kind != NAIVE_IP4 && term->kind != NAIVE_IP6;
}

static Result
redirected (State *state, const NaiveRecord *record, const char *domain, guint depth)
{
  const NaiveTerm *redirect = NULL;
  for (guint i = 0; i < record->n_terms; i++)
    if (record->terms[i].kind == NAIVE_REDIRECT)
      redirect = &record->terms[i];
  if (!redirect)
    {
      decide (state, "default", domain);
      return NEUTRAL;
    }
  if (!count (state))
    return state->thrown;
  g_autofree char *target = target_of (state, redirect, domain);
  Result result = check_host (state, target, depth + 1);
  if (result == NONE)
    throw (state, PERMERROR);
  return state->thrown != NONE ? state->thrown : result;
}

static Result
evaluate (State *state, const NaiveRecord *record, const char *domain, guint depth)
{
  static const char qualifiers[] = "+-~?";
  static const Result results[] = { PASS, FAIL, SOFTFAIL, NEUTRAL };
  for (guint i = 0; i < record->n_terms; i++)
    {
      const NaiveTerm *term = &record->terms[i];
      if (!is_mechanism (term))
        continue;
      if (asks (term) && !count (state))
        return state->thrown;
      g_autofree char *target = target_of (state, term, domain);
      gboolean match = matches (state, term, target, depth);
      if (state->thrown != NONE)
        return state->thrown;
      if (match && term->kind != NAIVE_INCLUDE)
        decide (state, term->text, domain);
      if (match)
        return results[strchr (qualifiers, term->qualifier) - qualifiers];
    }
  return redirected (state, record, domain, depth);
}

static Result
check_host (State *state, const char *domain, guint depth)
{
  const NaiveName *name = naive_find (state->world, domain);
  if (!strchr (domain, '.'))
    return NONE;
  NaiveStatus status = name ? name->txt : NAIVE_NXDOMAIN;
  if (status == NAIVE_NODATA || status == NAIVE_NXDOMAIN)
    state->verdict.voids += depth > 0;
  if (status == NAIVE_SERVFAIL || status == NAIVE_TIMEOUT)
    throw (state, TEMPERROR);
  else if (status == NAIVE_OK && (name->n_records > 1 || (name->n_records && name->record.broken)))
    throw (state, PERMERROR);
  if (state->thrown != NONE)
    return state->thrown;
  if (status != NAIVE_OK || name->n_records == 0)
    return NONE;
  return evaluate (state, &name->record, domain, depth);
}

NaiveVerdict
naive_check (const NaiveWorld *world, const NaiveQuery *query)
{
  static const char *const words[]
      = { "none", "neutral", "pass", "fail", "softfail", "temperror", "permerror" };
  State state = { .world = world, .query = query };
  Result result = check_host (&state, query->domain, 0);
  state.verdict.result = words[result];
  if (state.thrown != NONE)
    {
      state.verdict.mechanism = NULL;
      g_clear_pointer (&state.verdict.domain, g_free);
    }
  return state.verdict;
}

void
naive_verdict_clear (NaiveVerdict *verdict)
{
  g_clear_pointer (&verdict->domain, g_free);
}
