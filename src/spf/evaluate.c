/* SPDX-License-Identifier: GPL-3.0-or-later
 * check_host() as a pure function: the identity, the result, the explanation; see evaluate.h. */

#include "spf/evaluate.h"

#include "spf/check-host.h"
#include "spf/domain.h"
#include "spf/libspf2.h"

#include <string.h>

const char *
sv_spf_outcome_name (SvSpfOutcome outcome)
{
  static const char *const names[] = {
    [SV_SPF_OUTCOME_MATCH] = "match",
    [SV_SPF_OUTCOME_NO_MATCH] = "no-match",
    [SV_SPF_OUTCOME_ERROR] = "error",
    [SV_SPF_OUTCOME_SKIPPED] = "skipped",
    [SV_SPF_OUTCOME_NOT_REACHED] = "not-reached",
  };
  return names[outcome];
}

const char *
sv_spf_problem_name (SvSpfProblem problem)
{
  static const char *const names[] = {
    [SV_SPF_PROBLEM_NONE] = NULL,
    [SV_SPF_PROBLEM_SYNTAX] = "syntax",
    [SV_SPF_PROBLEM_MULTIPLE_RECORDS] = "multiple-records",
    [SV_SPF_PROBLEM_LOOKUP_LIMIT] = "lookup-limit",
    [SV_SPF_PROBLEM_VOID_LIMIT] = "void-limit",
    [SV_SPF_PROBLEM_MX_LIMIT] = "mx-limit",
    [SV_SPF_PROBLEM_INCLUDE_NONE] = "include-none",
    [SV_SPF_PROBLEM_REDIRECT_NONE] = "redirect-none",
    [SV_SPF_PROBLEM_DNS_TIMEOUT] = "dns-timeout",
    [SV_SPF_PROBLEM_DNS_SERVFAIL] = "dns-servfail",
    [SV_SPF_PROBLEM_DNS_REFUSED] = "dns-refused",
    [SV_SPF_PROBLEM_NO_DOMAIN] = "no-domain",
    [SV_SPF_PROBLEM_NO_RECORD] = "no-record",
    [SV_SPF_PROBLEM_INVALID_DOMAIN] = "invalid-domain",
  };
  return names[problem];
}

const char *
sv_spf_library_version (void)
{
  return sv_libspf2_version ();
}

static void
step_clear (gpointer data)
{
  SvSpfStep *step = data;
  g_free (step->domain);
  g_free (step->term);
  g_free (step->target);
  g_free (step->record);
}

static SvSpfEvaluation *
evaluation_new (void)
{
  SvSpfEvaluation *evaluation = g_new0 (SvSpfEvaluation, 1);
  evaluation->path = g_ptr_array_new_with_free_func (g_free);
  evaluation->trace = g_array_new (FALSE, FALSE, sizeof (SvSpfStep));
  g_array_set_clear_func (evaluation->trace, step_clear);
  return evaluation;
}

void
sv_spf_evaluation_free (SvSpfEvaluation *evaluation)
{
  if (!evaluation)
    return;
  g_free (evaluation->domain);
  g_free (evaluation->sender);
  g_free (evaluation->record);
  g_free (evaluation->mechanism);
  g_free (evaluation->problem_term);
  g_free (evaluation->problem_domain);
  g_free (evaluation->explanation);
  g_ptr_array_unref (evaluation->path);
  g_array_unref (evaluation->trace);
  g_free (evaluation);
}

/* The identity: MAIL FROM, or postmaster at HELO in place of the null sender (RFC 7208 2.4); a
 * sender without local part gets postmaster (4.3).  Returns the local part; `domain` is borrowed.
 */
static char *
split_identity (const SvSpfInput *input, gboolean *helo_identity, const char **domain)
{
  const char *sender = input->mail_from ? input->mail_from : "";
  *helo_identity = *sender == '\0';
  if (*helo_identity)
    sender = input->helo ? input->helo : "";
  const char *at = *helo_identity ? NULL : strrchr (sender, '@');
  *domain = at ? at + 1 : sender;
  return at > sender ? g_strndup (sender, (gsize)(at - sender)) : g_strdup ("postmaster");
}

/* HELO for %{h}: as given, but A-labels in place of U-labels (RFC 8616). */
static char *
helo_value (const char *helo)
{
  if (!helo || !*helo)
    return NULL;
  char *converted = g_str_is_ascii (helo) ? NULL : sv_domain_judged (helo);
  return converted ? converted : g_strdup (helo);
}

/* The text that exp= leads to, or NULL where RFC 7208 6.2 says to go on as if there were none.  Its
 * answers are not part of the verdict: they may be missing, but need not be recorded. */
static char *
published_explanation (SvSpfSession *session)
{
  session->term = NULL;
  session->missing = session->blank = FALSE;
  session->values.domain = session->exp_domain;
  g_autofree char *target = sv_spf_session_target (session, session->exp);
  if (session->missing || session->blank || !sv_domain_can_ask (target))
    return NULL;
  const SvDnsAnswer *answer = sv_lookups_get (session->lookups, target, SV_DNS_TXT);
  session->missing = !answer;
  if (!answer || answer->status != SV_DNS_NOERROR || answer->records->len != 1)
    return NULL;
  g_autoptr (GBytes) bytes
      = sv_dns_record_joined (&g_array_index (answer->records, SvDnsRecord, 0));
  gsize len;
  const char *data = g_bytes_get_data (bytes, &len);
  if (len == 0 || !sv_macro_check (data, len, SV_MACRO_IN_EXPLANATION, NULL))
    return NULL;
  g_autofree char *text = g_strndup (data, len);
  sv_spf_session_find_client_name (session, text);
  if (session->missing || session->blank)
    return NULL;
  return sv_macro_expand (text, SV_MACRO_IN_EXPLANATION, &session->values);
}

static void
explain (SvSpfSession *session, const char *default_explanation)
{
  char *text = session->exp ? published_explanation (session) : NULL;
  if (session->exp && session->missing)
    session->waiting = TRUE;
  session->out->explanation = text ? text : g_strdup (default_explanation);
}

/* Why there is no record to evaluate. */
static void
tell_none (SvSpfSession *session)
{
  const char *domain = session->out->domain;
  const SvDnsAnswer *answer = sv_lookups_get (session->lookups, domain, SV_DNS_TXT);
  session->out->problem = answer && answer->status == SV_DNS_NXDOMAIN ? SV_SPF_PROBLEM_NO_DOMAIN
                                                                      : SV_SPF_PROBLEM_NO_RECORD;
  session->out->problem_domain = g_strdup (domain);
}

/* The step that broke the evaluation, behind the includes that lead to it; or the one that decided,
 * below the includes and redirects that matched by it.  NULL where neither is a term. */
static SvSpfStep *
deciding_step (const SvSpfEvaluation *out)
{
  SvSpfStep *found = NULL;
  guint depth = 0;
  for (guint i = 0; i < out->trace->len; i++)
    {
      SvSpfStep *step = &g_array_index (out->trace, SvSpfStep, i);
      gboolean broken = step->outcome == SV_SPF_OUTCOME_ERROR;
      gboolean matched = step->outcome == SV_SPF_OUTCOME_MATCH && step->depth == depth;
      if (out->problem != SV_SPF_PROBLEM_NONE ? broken : matched)
        {
          found = step;
          depth = step->depth + 1;
        }
    }
  return found;
}

static void
judge (SvSpfSession *session, const SvSpfInput *input)
{
  SvSpfEvaluation *out = session->out;
  session->values.sender = out->sender;
  session->values.sender_domain = session->values.domain = out->domain;
  SvSpfResult result = sv_spf_check_host (session, out->domain);
  if (!session->broken)
    out->result = result;
  gboolean known = !session->waiting && !session->unrecorded;
  if (known && out->result == SV_SPF_NONE)
    tell_none (session);
  if (known && out->result == SV_SPF_FAIL)
    explain (session, input->default_explanation);
  out->state = session->waiting      ? SV_SPF_STATE_WAITING
               : session->unrecorded ? SV_SPF_STATE_UNRECORDED
                                     : SV_SPF_STATE_DONE;
  if (out->state != SV_SPF_STATE_DONE)
    g_clear_pointer (&out->mechanism, g_free);
  SvSpfStep *step = deciding_step (out);
  if (step)
    step->decides = TRUE;
  if (out->path->len == 0)
    g_ptr_array_add (out->path, g_strdup (out->domain));
}

/* RFC 7208 4.3: there is nothing to ask for. */
static void
refuse (SvSpfEvaluation *out, const char *raw)
{
  out->result = SV_SPF_NONE;
  out->problem = SV_SPF_PROBLEM_INVALID_DOMAIN;
  out->domain = *raw ? g_utf8_make_valid (raw, -1) : NULL;
  out->problem_domain = g_strdup (out->domain);
  if (out->domain)
    g_ptr_array_add (out->path, g_strdup (out->domain));
}

SvSpfEvaluation *
sv_spf_evaluate (const SvSpfInput *input, SvLookups *lookups)
{
  SvSpfEvaluation *out = evaluation_new ();
  const char *raw;
  g_autofree char *local_part = split_identity (input, &out->helo_identity, &raw);
  out->domain = sv_domain_judged (raw);
  out->sender = g_strconcat (local_part, "@", out->domain ? out->domain : raw, NULL);
  if (!out->domain)
    {
      refuse (out, raw);
      return out;
    }
  g_autofree char *helo = helo_value (input->helo);
  SvSpfSession session;
  sv_spf_session_init (&session, input, lookups, out);
  session.values.local_part = local_part;
  session.values.helo = helo;
  judge (&session, input);
  sv_spf_session_clear (&session);
  return out;
}
