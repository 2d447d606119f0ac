/* SPDX-License-Identifier: GPL-3.0-or-later
 * What one evaluation carries along; see session.h. */

#include "spf/session.h"

#include "spf/domain.h"

#include <string.h>

void
sv_spf_session_init (SvSpfSession *session, const SvSpfInput *input, SvLookups *lookups,
                     SvSpfEvaluation *out)
{
  *session = (SvSpfSession){ .lookups = lookups, .out = out };
  session->domains = g_ptr_array_new ();
  session->values.ip = input->ip;
  session->values.helo = input->helo;
  session->values.receiver = input->receiver;
  session->values.now = input->now;
}

void
sv_spf_session_clear (SvSpfSession *session)
{
  g_ptr_array_unref (session->domains);
  g_free (session->exp);
  g_free (session->exp_domain);
}

/* The path of the evaluation is where it stands now. */
static void
set_path (SvSpfSession *session)
{
  GPtrArray *path = session->out->path;
  g_ptr_array_set_size (path, 0);
  for (guint i = 0; i < session->domains->len; i++)
    g_ptr_array_add (path, g_strdup (session->domains->pdata[i]));
}

void
sv_spf_session_break (SvSpfSession *session, SvSpfResult result, SvSpfProblem problem,
                      const char *domain)
{
  if (session->broken)
    return;
  SvSpfEvaluation *out = session->out;
  session->broken = TRUE;
  out->result = result;
  out->problem = problem;
  g_free (out->problem_domain);
  out->problem_domain = g_strdup (domain);
  if (session->term && !out->problem_term)
    out->problem_term = g_strdup (session->term->text);
  g_clear_pointer (&out->mechanism, g_free);
  set_path (session);
}

void
sv_spf_session_break_dns (SvSpfSession *session, SvDnsStatus status, const char *domain)
{
  SvSpfProblem problem = status == SV_DNS_TIMEOUT   ? SV_SPF_PROBLEM_DNS_TIMEOUT
                         : status == SV_DNS_REFUSED ? SV_SPF_PROBLEM_DNS_REFUSED
                                                    : SV_SPF_PROBLEM_DNS_SERVFAIL;
  sv_spf_session_break (session, SV_SPF_TEMPERROR, problem, domain);
}

void
sv_spf_session_decide (SvSpfSession *session, const char *mechanism)
{
  g_free (session->out->mechanism);
  session->out->mechanism = g_strdup (mechanism);
  set_path (session);
}

guint
sv_spf_session_step (SvSpfSession *session, const SvSpfTerm *term, const char *target,
                     SvSpfOutcome outcome)
{
  guint depth = session->domains->len - 1;
  SvSpfStep step = { .depth = depth,
                     .domain = g_strdup (session->domains->pdata[depth]),
                     .term = g_strdup (term->text),
                     .target = g_strdup (target),
                     .outcome = outcome,
                     .lookups = session->out->lookups,
                     .voids = session->out->voids };
  g_array_append_val (session->out->trace, step);
  return session->out->trace->len - 1;
}

void
sv_spf_session_set_outcome (SvSpfSession *session, guint step, SvSpfOutcome outcome)
{
  g_array_index (session->out->trace, SvSpfStep, step).outcome = outcome;
}

gboolean
sv_spf_session_count_void (SvSpfSession *session)
{
  session->out->voids++;
  if (session->out->voids <= SV_SPF_VOIDS_MAX)
    return TRUE;
  sv_spf_session_break (session, SV_SPF_PERMERROR, SV_SPF_PROBLEM_VOID_LIMIT,
                        session->values.domain);
  return FALSE;
}

/* Stands for every answer without records: names that cannot be asked for, and what a reverse
 * lookup skips. */
static const SvDnsAnswer nothing = { .status = SV_DNS_NXDOMAIN };

/* What a term gets in place of an answer that is not known: its end, or the next name. */
static const SvDnsAnswer *
unknown (SvSpfSession *session, gboolean *flag)
{
  *flag = TRUE;
  return session->reversing ? &nothing : NULL;
}

/* Ten names are looked at; as soon as they are known their addresses are asked for together. */
static gboolean
take_mx (SvSpfSession *session, const SvDnsAnswer *answer, const char *name)
{
  if (answer->records->len > SV_SPF_MX_MAX)
    {
      sv_spf_session_break (session, SV_SPF_PERMERROR, SV_SPF_PROBLEM_MX_LIMIT, name);
      return FALSE;
    }
  for (guint i = 0; i < answer->records->len; i++)
    {
      const char *host = g_array_index (answer->records, SvDnsRecord, i).name;
      if (host && sv_domain_can_ask (host))
        sv_lookups_prefetch (session->lookups, host,
                             session->values.ip.family == 4 ? SV_DNS_A : SV_DNS_AAAA);
    }
  return TRUE;
}

const SvDnsAnswer *
sv_spf_session_ask (gpointer data, const char *name, SvDnsType type)
{
  SvSpfSession *session = data;
  if (!sv_domain_can_ask (name))
    return &nothing;
  const SvDnsAnswer *answer = sv_lookups_get (session->lookups, name, type);
  if (!answer)
    return unknown (session, &session->missing);
  switch (answer->status)
    {
    case SV_DNS_NOERROR:
      return type != SV_DNS_MX || take_mx (session, answer, name) ? answer : NULL;
    case SV_DNS_NODATA:
    case SV_DNS_NXDOMAIN:
      return session->reversing || sv_spf_session_count_void (session) ? answer : NULL;
    case SV_DNS_UNRECORDED:
      return unknown (session, &session->blank);
    default:
      if (session->reversing)
        return &nothing;
      sv_spf_session_break_dns (session, answer->status, name);
      return NULL;
    }
}

/* 4.3.2.1.in-addr.arpa, or 32 nibbles under ip6.arpa. */
static char *
reverse_name (const SvIp *ip)
{
  const SvMacroValues values = { .ip = *ip };
  return sv_macro_expand ("%{ir}.%{v}.arpa", SV_MACRO_IN_DOMAIN, &values);
}

static gboolean
has_address (const SvDnsAnswer *answer, const SvIp *ip)
{
  for (guint i = 0; answer->records && i < answer->records->len; i++)
    if (sv_ip_equal (&g_array_index (answer->records, SvDnsRecord, i).ip, ip))
      return TRUE;
  return FALSE;
}

/* Prefers the domain itself, then a name below it, then any, in this order (RFC 7208 7.3). */
static int
preference (const char *name, const char *domain)
{
  if (g_ascii_strcasecmp (name, domain) == 0)
    return 3;
  return sv_domain_is_within (name, domain) ? 2 : 1;
}

/* The names are borrowed from the answer, which stays as long as the store. */
static const char *
validated_name (SvSpfSession *session)
{
  const SvIp *ip = &session->values.ip;
  g_autofree char *reverse = reverse_name (ip);
  const SvDnsAnswer *names = sv_spf_session_ask (session, reverse, SV_DNS_PTR);
  const char *best = NULL;
  int best_preference = 0;
  guint n = names->records ? MIN (names->records->len, SV_SPF_PTR_MAX) : 0;
  for (guint i = 0; i < n; i++)
    {
      const char *name = g_array_index (names->records, SvDnsRecord, i).name;
      SvDnsType type = ip->family == 4 ? SV_DNS_A : SV_DNS_AAAA;
      int rank = preference (name, session->values.domain);
      if (has_address (sv_spf_session_ask (session, name, type), ip) && rank > best_preference)
        {
          best = name;
          best_preference = rank;
        }
    }
  return best;
}

void
sv_spf_session_find_client_name (SvSpfSession *session, const char *text)
{
  if (!sv_macro_uses (text, 'p'))
    return;
  session->reversing = TRUE;
  session->values.client_name = validated_name (session);
  session->reversing = FALSE;
}

char *
sv_spf_session_target (SvSpfSession *session, const char *spec)
{
  if (!spec)
    return g_strdup (session->values.domain);
  sv_spf_session_find_client_name (session, spec);
  g_autofree char *expanded = sv_macro_expand (spec, SV_MACRO_IN_DOMAIN, &session->values);
  return sv_domain_target (expanded);
}
