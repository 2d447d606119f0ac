/* SPDX-License-Identifier: GPL-3.0-or-later
 * check_host(): the control flow of RFC 7208 sections 4 to 6; see check-host.h.
 *
 * A term whose answer is not there yet counts as "no match" from then on, and the walk goes on for
 * the sake of the questions behind it: everything that has no macros and may still be reached is
 * asked for in the same round.  So the rounds are as many as the tree is deep, and nothing is asked
 * for that a match, a limit or an error has cut off already. */

#include "spf/check-host.h"

#include "spf/domain.h"
#include "spf/libspf2.h"

#include <string.h>

/* What a term did. */
typedef enum
{
  DID_NOT_MATCH,
  DID_MATCH,
  DID_BREAK /* nothing behind it counts any more */
} Did;

static SvSpfResult
result_of (char qualifier)
{
  switch (qualifier)
    {
    case '-':
      return SV_SPF_FAIL;
    case '~':
      return SV_SPF_SOFTFAIL;
    case '?':
      return SV_SPF_NEUTRAL;
    default:
      return SV_SPF_PASS;
    }
}

/* Turns the flags of the term that was just judged into what they mean for the walk. */
static Did
lacking (SvSpfSession *session)
{
  if (session->missing)
    {
      session->waiting = TRUE;
      return DID_NOT_MATCH;
    }
  session->unrecorded = TRUE;
  return DID_BREAK;
}

/* RFC 7208 5.1, 5.3 to 5.7. */
static Did
judge_mechanism (SvSpfSession *session, const SvSpfTerm *term, const char *target)
{
  const SvLibspf2Source source = { .ask = sv_spf_session_ask, .data = session };
  session->reversing = term->kind == SV_SPF_TERM_PTR;
  SvLibspf2Outcome outcome = SV_LIBSPF2_NO_MATCH;
  if (!target || sv_domain_can_ask (target))
    outcome = sv_libspf2_judge (term, &session->values.ip, target, &source);
  session->reversing = FALSE;
  if (session->broken)
    return DID_BREAK;
  if (outcome == SV_LIBSPF2_MATCH)
    {
      sv_spf_session_decide (session, term->text);
      return DID_MATCH;
    }
  if (session->missing || session->blank)
    return lacking (session);
  if (outcome == SV_LIBSPF2_NO_MATCH)
    return DID_NOT_MATCH;
  sv_spf_session_break (session, SV_SPF_PERMERROR, SV_SPF_PROBLEM_SYNTAX, session->values.domain);
  return DID_BREAK;
}

/* RFC 7208 5.2.  Recursion is bounded: every level costs one of ten lookups. */
static Did
judge_include (SvSpfSession *session, const char *target)
{
  session->include_depth++;
  SvSpfResult result = sv_spf_check_host (session, target);
  session->include_depth--;
  if (session->broken || session->unrecorded)
    return DID_BREAK;
  if (result == SV_SPF_PASS)
    return DID_MATCH;
  if (result != SV_SPF_NONE)
    return DID_NOT_MATCH;
  sv_spf_session_break (session, SV_SPF_PERMERROR, SV_SPF_PROBLEM_INCLUDE_NONE, target);
  return DID_BREAK;
}

/* Counts the term against the limit; FALSE if it is one too many. */
static gboolean
count_lookup (SvSpfSession *session, const SvSpfTerm *term)
{
  if (!sv_spf_term_asks_dns (term) || ++session->out->lookups <= SV_SPF_LOOKUPS_MAX)
    return TRUE;
  sv_spf_session_break (session, SV_SPF_PERMERROR, SV_SPF_PROBLEM_LOOKUP_LIMIT,
                        session->values.domain);
  return FALSE;
}

/* Questions made of macros, and reverse lookups, are the message's own and not worth asking before
 * it is known that they matter. */
static gboolean
is_worth_collecting (const SvSpfTerm *term)
{
  return term->kind != SV_SPF_TERM_PTR && !(term->spec && strchr (term->spec, '%'));
}

static SvSpfOutcome
outcome_of (Did did)
{
  return did == DID_MATCH   ? SV_SPF_OUTCOME_MATCH
         : did == DID_BREAK ? SV_SPF_OUTCOME_ERROR
                            : SV_SPF_OUTCOME_NO_MATCH;
}

static Did
judge_term (SvSpfSession *session, const SvSpfTerm *term, const char *target)
{
  if (session->missing || session->blank)
    return lacking (session);
  return term->kind == SV_SPF_TERM_INCLUDE ? judge_include (session, target)
                                           : judge_mechanism (session, term, target);
}

static Did
meet_mechanism (SvSpfSession *session, const SvSpfTerm *term)
{
  session->term = term;
  session->missing = session->blank = FALSE;
  if (!count_lookup (session, term))
    {
      sv_spf_session_step (session, term, NULL, SV_SPF_OUTCOME_ERROR);
      return DID_BREAK;
    }
  if (session->waiting && !is_worth_collecting (term))
    return DID_NOT_MATCH;
  g_autofree char *target = NULL;
  if (sv_spf_term_asks_dns (term))
    target = sv_spf_session_target (session, term->spec);
  guint step = sv_spf_session_step (session, term, target, SV_SPF_OUTCOME_NO_MATCH);
  guint behind = session->out->trace->len;
  Did did = judge_term (session, term, target);
  sv_spf_session_set_outcome (session, step, outcome_of (did));
  if (session->out->trace->len == behind)
    g_array_index (session->out->trace, SvSpfStep, step).voids = session->out->voids;
  return did;
}

/* RFC 7208 6.1: the last thing to be looked at, wherever it stands. */
static SvSpfResult
follow_redirect (SvSpfSession *session, const SvSpfTerm *term)
{
  session->term = term;
  session->missing = session->blank = FALSE;
  if (!count_lookup (session, term))
    {
      sv_spf_session_step (session, term, NULL, SV_SPF_OUTCOME_ERROR);
      return SV_SPF_PERMERROR;
    }
  if (session->waiting && !is_worth_collecting (term))
    return SV_SPF_NEUTRAL;
  g_autofree char *target = sv_spf_session_target (session, term->spec);
  guint step = sv_spf_session_step (session, term, target, SV_SPF_OUTCOME_MATCH);
  if (session->missing || session->blank)
    {
      lacking (session);
      return SV_SPF_NEUTRAL;
    }
  SvSpfResult result = sv_spf_check_host (session, target);
  if (result == SV_SPF_NONE && !session->broken && !session->unrecorded)
    sv_spf_session_break (session, SV_SPF_PERMERROR, SV_SPF_PROBLEM_REDIRECT_NONE, target);
  if (session->broken || session->unrecorded)
    sv_spf_session_set_outcome (session, step, SV_SPF_OUTCOME_ERROR);
  else if (g_strcmp0 (session->out->mechanism, "default") == 0)
    sv_spf_session_set_outcome (session, step, SV_SPF_OUTCOME_NO_MATCH);
  return session->broken ? session->out->result : result;
}

/* exp= counts in the record that gives the result: not in one that was only included, and not in
 * one that redirected (RFC 7208 6.2). */
static void
note_exp (SvSpfSession *session, const SvSpfRecord *record)
{
  if (session->include_depth > 0)
    return;
  g_free (session->exp);
  g_free (session->exp_domain);
  session->exp = record->exp ? g_strdup (record->exp->spec) : NULL;
  session->exp_domain = g_strdup (session->values.domain);
}

/* A redirect that counts: beside all it is ignored (RFC 7208 6.1). */
static const SvSpfTerm *
redirect_of (const SvSpfRecord *record)
{
  return record->has_all ? NULL : record->redirect;
}

/* Goes through the directives; TRUE if one of them ended it, with its result.  Modifiers do nothing
 * where they stand; a redirect that counts is told of last. */
static gboolean
walk (SvSpfSession *session, const SvSpfRecord *record, SvSpfResult *result)
{
  const SvSpfTerm *redirect = redirect_of (record);
  gboolean ended = FALSE;
  for (guint i = 0; i < record->terms->len; i++)
    {
      const SvSpfTerm *term = &g_array_index (record->terms, SvSpfTerm, i);
      if (!term->qualifier && term != redirect)
        sv_spf_session_step (session, term, NULL, SV_SPF_OUTCOME_SKIPPED);
      else if (term->qualifier && ended)
        sv_spf_session_step (session, term, NULL, SV_SPF_OUTCOME_NOT_REACHED);
      else if (term->qualifier)
        {
          Did did = meet_mechanism (session, term);
          ended = did != DID_NOT_MATCH;
          *result = did == DID_MATCH ? result_of (term->qualifier) : session->out->result;
        }
    }
  if (ended && redirect)
    sv_spf_session_step (session, redirect, NULL, SV_SPF_OUTCOME_NOT_REACHED);
  return ended;
}

static SvSpfResult
evaluate_record (SvSpfSession *session, const SvSpfRecord *record)
{
  note_exp (session, record);
  SvSpfResult result = SV_SPF_NEUTRAL;
  if (walk (session, record, &result))
    return result;
  if (redirect_of (record))
    return follow_redirect (session, record->redirect);
  sv_spf_session_decide (session, "default");
  return SV_SPF_NEUTRAL;
}

/* Keeps the text of a record that is entered: the judged domain's, or that of the include or
 * redirect met last.  Takes `text`. */
static void
keep_record (SvSpfSession *session, char *text)
{
  SvSpfEvaluation *out = session->out;
  if (session->domains->len == 1)
    out->record = text;
  else
    g_array_index (out->trace, SvSpfStep, out->trace->len - 1).record = text;
}

/* Parses the whole record before anything in it counts (RFC 7208 4.6). */
static SvSpfResult
enter_record (SvSpfSession *session, const char *domain, GBytes *bytes)
{
  gsize len;
  const char *text = g_bytes_get_data (bytes, &len);
  SvSpfEvaluation *out = session->out;
  keep_record (session, sv_spf_text (text, len));
  SvSpfSyntaxError error;
  g_autoptr (SvSpfRecord) record = sv_spf_record_parse (text, len, &error);
  if (record)
    return evaluate_record (session, record);
  if (!session->broken)
    {
      out->problem_term = g_strdup (error.term);
      out->problem_column = (int)error.column;
    }
  const SvSpfTerm broken = { .text = error.term };
  sv_spf_session_step (session, &broken, NULL, SV_SPF_OUTCOME_ERROR);
  sv_spf_session_break (session, SV_SPF_PERMERROR, SV_SPF_PROBLEM_SYNTAX, domain);
  sv_spf_syntax_error_clear (&error);
  return SV_SPF_PERMERROR;
}

/* Picks the SPF record out of the TXT records (RFC 7208 4.5); NULL if there is none.  `n` tells how
 * many there are. */
static GBytes *
select_record (const SvDnsAnswer *answer, guint *n)
{
  GBytes *found = NULL;
  *n = 0;
  for (guint i = 0; i < answer->records->len; i++)
    {
      GBytes *bytes = sv_dns_record_joined (&g_array_index (answer->records, SvDnsRecord, i));
      gsize len;
      const char *text = g_bytes_get_data (bytes, &len);
      gboolean is_one = len > 0 && sv_spf_record_is_one (text, len);
      *n += is_one;
      if (is_one && !found)
        found = g_bytes_ref (bytes);
      g_bytes_unref (bytes);
    }
  return found;
}

/* RFC 7208 4.4: looks the record up.  FALSE, with the result, where there is none to evaluate. */
static gboolean
fetch_record (SvSpfSession *session, const char *domain, GBytes **record, SvSpfResult *result)
{
  *result = SV_SPF_NONE;
  const SvDnsAnswer *answer = sv_lookups_get (session->lookups, domain, SV_DNS_TXT);
  if (!answer || answer->status == SV_DNS_UNRECORDED)
    {
      session->missing = !answer;
      lacking (session);
      *result = SV_SPF_NEUTRAL;
      return FALSE;
    }
  if (answer->status == SV_DNS_NODATA || answer->status == SV_DNS_NXDOMAIN)
    {
      session->out->voids += session->domains->len > 0;
      return FALSE;
    }
  if (answer->status != SV_DNS_NOERROR)
    {
      sv_spf_session_break_dns (session, answer->status, domain);
      *result = SV_SPF_TEMPERROR;
      return FALSE;
    }
  guint n;
  *record = select_record (answer, &n);
  if (n <= 1)
    return n == 1;
  g_clear_pointer (record, g_bytes_unref);
  *result = SV_SPF_PERMERROR;
  session->term = NULL;
  g_ptr_array_add (session->domains, (gpointer)domain);
  sv_spf_session_break (session, *result, SV_SPF_PROBLEM_MULTIPLE_RECORDS, domain);
  g_ptr_array_set_size (session->domains, (int)session->domains->len - 1);
  return FALSE;
}

SvSpfResult
sv_spf_check_host (SvSpfSession *session, const char *domain)
{
  if (!sv_domain_can_judge (domain))
    return SV_SPF_NONE;
  g_autoptr (GBytes) record = NULL;
  SvSpfResult result;
  if (!fetch_record (session, domain, &record, &result))
    return result;
  const SvSpfTerm *outer_term = session->term;
  const char *outer_domain = session->values.domain;
  session->term = NULL;
  session->values.domain = domain;
  g_ptr_array_add (session->domains, (gpointer)domain);
  result = enter_record (session, domain, record);
  g_ptr_array_set_size (session->domains, (int)session->domains->len - 1);
  session->values.domain = outer_domain;
  session->term = outer_term;
  return result;
}
