/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tables of sentences; see sentence.h. */

#include "output/sentence.h"

#include "spf/witness.h"

#include <glib/gi18n.h>
#include <stdarg.h>
#include <string.h>

char *
sv_fill (const char *text, ...)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  va_list list;
  va_start (list, text);
  for (const char *name; (name = va_arg (list, const char *));)
    {
      const char *value = va_arg (list, const char *);
      g_ptr_array_add (values, (gpointer)name);
      g_ptr_array_add (values, (gpointer)(value ? value : "-"));
    }
  va_end (list);
  return sv_text_fill (text, values);
}

/* One row a cause of FINDINGS; the last row of a status, without a cause, stands for every other
 * one. */
typedef struct
{
  SvCompareStatus status;
  const char *cause;
  const char *text;       /* where both verdicts are there, or the only one that there can be */
  const char *text_alone; /* the same where a verdict is missing: the stored one of what was not
                             evaluated, the present one of a contradiction */
} Sentence;

/* clang-format off */
static const Sentence sentences[] = {
  { SV_COMPARE_AGREE, NULL,
    N_("SPF {stored} when it was received, {now} now: they agree"), NULL },

  { SV_COMPARE_DRIFT, "unproven",
    N_("SPF {now} now; the {stored} in the header is no proof, the sender can have written it as well"), NULL },
  { SV_COMPARE_DRIFT, "other-identity",
    N_("SPF {now} now, {stored} when it was received: the receiver judged another identity or address"), NULL },
  { SV_COMPARE_DRIFT, "receiver-best-guess",
    N_("SPF {now} now, {stored} when it was received: the receiver guessed, without a published record"), NULL },
  { SV_COMPARE_DRIFT, "receiver-deviates",
    N_("SPF {now} now, {stored} when it was received: the receiver's software is known to deviate from RFC 7208 here"), NULL },
  { SV_COMPARE_DRIFT, "dns-trouble-now",
    N_("SPF {now} now, {stored} when it was received: DNS does not answer properly now"), NULL },
  { SV_COMPARE_DRIFT, "dns-trouble-then",
    N_("SPF {now} now, {stored} when it was received: DNS did not answer properly then"), NULL },
  { SV_COMPARE_DRIFT, "domain-gone",
    N_("SPF {now} now, {stored} when it was received: the domain does not exist any more"), NULL },
  { SV_COMPARE_DRIFT, "record-removed",
    N_("SPF {now} now, {stored} when it was received: the record has been removed since"), NULL },
  { SV_COMPARE_DRIFT, "record-added",
    N_("SPF {now} now, {stored} when it was received: the record has been published since"), NULL },
  { SV_COMPARE_DRIFT, "record-broken",
    N_("SPF {now} now, {stored} when it was received: the record has been broken since"), NULL },
  { SV_COMPARE_DRIFT, "record-repaired",
    N_("SPF {now} now, {stored} when it was received: the record has been repaired since"), NULL },
  { SV_COMPARE_DRIFT, "ip-now-authorized",
    N_("SPF {now} now, {stored} when it was received: the address has come into the record since"), NULL },
  { SV_COMPARE_DRIFT, "ip-no-longer-authorized",
    N_("SPF {now} now, {stored} when it was received: the address has gone from the record since"), NULL },
  { SV_COMPARE_DRIFT, "record-changed",
    N_("SPF {now} now, {stored} when it was received: the record has changed since"), NULL },
  { SV_COMPARE_DRIFT, "qualifier-changed",
    N_("SPF {now} now, {stored} when it was received: the end of the record has changed since"), NULL },
  { SV_COMPARE_DRIFT, NULL,
    N_("SPF {now} now, {stored} when it was received: why they differ cannot be shown"), NULL },

  { SV_COMPARE_CONTRADICTION, NULL,
    N_("SPF {now} now; the receiver stored two verdicts that differ, {stored} and {conflict}"),
    N_("The receiver stored two SPF verdicts that differ, {stored} and {conflict}") },

  { SV_COMPARE_NO_STORED, NULL,
    N_("SPF {now} now; no verdict of the receiver is there to compare with"), NULL },

  { SV_COMPARE_NOT_EVALUATED, "invalid-ip",
    N_("SPF {stored} when it was received; not evaluated now: what stands for the client address is no address"),
    N_("SPF not evaluated: what stands for the client address is no address") },
  { SV_COMPARE_NOT_EVALUATED, "no-client-ip",
    N_("SPF {stored} when it was received; not evaluated now: the client address is not known"),
    N_("SPF not evaluated: the client address is not known") },
  { SV_COMPARE_NOT_EVALUATED, "no-identity",
    N_("SPF {stored} when it was received; not evaluated now: neither MAIL FROM nor HELO is known"),
    N_("SPF not evaluated: neither MAIL FROM nor HELO is known") },
  { SV_COMPARE_NOT_EVALUATED, "no-network",
    N_("SPF {stored} when it was received; not evaluated now: no DNS was allowed or given"),
    N_("SPF not evaluated: no DNS was allowed or given") },
  { SV_COMPARE_NOT_EVALUATED, "dns-unrecorded",
    N_("SPF {stored} when it was received; not evaluated now: the DNS files lack an answer that it needs"),
    N_("SPF not evaluated: the DNS files lack an answer that it needs") },
  { SV_COMPARE_NOT_EVALUATED, NULL,
    N_("SPF {stored} when it was received; not evaluated now"),
    N_("SPF not evaluated") },
};

/* By SvSpfProblem.  `text_place` where the column of a syntax error is known. */
static const struct
{
  const char *text;
  const char *text_place;
} problems[] = {
  [SV_SPF_PROBLEM_NONE] = { NULL, NULL },
  [SV_SPF_PROBLEM_SYNTAX] = { N_("Syntax error in the record of {domain}: {term}"),
                              N_("Syntax error in the record of {domain}: {term}, column {column}") },
  [SV_SPF_PROBLEM_MULTIPLE_RECORDS] = { N_("{domain} publishes more than one SPF record"), NULL },
  [SV_SPF_PROBLEM_LOOKUP_LIMIT] = { N_("More than 10 terms that ask DNS: {term} in the record of {domain} was one too many"), NULL },
  [SV_SPF_PROBLEM_VOID_LIMIT] = { N_("More than 2 lookups found nothing: {term} in the record of {domain} was one too many"), NULL },
  [SV_SPF_PROBLEM_MX_LIMIT] = { N_("More than 10 mail exchangers: {term}"), NULL },
  [SV_SPF_PROBLEM_INCLUDE_NONE] = { N_("{term} includes a domain without an SPF record: {domain}"), NULL },
  [SV_SPF_PROBLEM_REDIRECT_NONE] = { N_("{term} leads to a domain without an SPF record: {domain}"), NULL },
  [SV_SPF_PROBLEM_DNS_TIMEOUT] = { N_("DNS did not answer in time for {domain}"), NULL },
  [SV_SPF_PROBLEM_DNS_SERVFAIL] = { N_("DNS could not answer for {domain} (SERVFAIL)"), NULL },
  [SV_SPF_PROBLEM_DNS_REFUSED] = { N_("DNS refused to answer for {domain} (REFUSED)"), NULL },
  [SV_SPF_PROBLEM_NO_DOMAIN] = { N_("{domain} does not exist"), NULL },
  [SV_SPF_PROBLEM_NO_RECORD] = { N_("{domain} publishes no SPF record"), NULL },
  [SV_SPF_PROBLEM_INVALID_DOMAIN] = { N_("SPF cannot be asked for this name: {domain}"), NULL },
};
/* clang-format on */

static const Sentence *
find_sentence (const SvComparison *comparison)
{
  const Sentence *row = sentences;
  while (row->status != comparison->status
         || (row->cause && g_strcmp0 (row->cause, comparison->cause) != 0))
    row++;
  return row;
}

char *
sv_comparison_sentence (const SvReport *report)
{
  const SvComparison *comparison = &report->comparison;
  const Sentence *row = find_sentence (comparison);
  gboolean alone
      = comparison->status == SV_COMPARE_NOT_EVALUATED ? !comparison->stored : !comparison->now;
  return sv_fill (_ (alone && row->text_alone ? row->text_alone : row->text), "stored",
                  comparison->stored, "now", comparison->now, "conflict",
                  report->stored.spf_conflict, NULL);
}

static char *
problem_sentence (const SvSpfEvaluation *spf)
{
  const char *text = problems[spf->problem].text;
  if (problems[spf->problem].text_place && spf->problem_column > 0)
    text = problems[spf->problem].text_place;
  g_autofree char *column = g_strdup_printf ("%d", spf->problem_column);
  return sv_fill (_ (text), "term", spf->problem_term, "column", column, "domain",
                  spf->problem_domain ? spf->problem_domain : spf->domain, NULL);
}

char *
sv_decision_sentence (const SvSpfEvaluation *spf)
{
  if (!spf || spf->state != SV_SPF_STATE_DONE)
    return NULL;
  if (spf->problem != SV_SPF_PROBLEM_NONE)
    return problem_sentence (spf);
  if (!spf->mechanism)
    return NULL;
  if (strcmp (spf->mechanism, "default") == 0)
    return g_strdup (_ ("No term matched, so the default stands: neutral"));
  return sv_fill (_ ("Decided by {term}"), "term", spf->mechanism, NULL);
}

/* clang-format off */
/* By the words of spf/witness.c for why stock libspf2 differs; the last row stands for every other. */
static const struct
{
  const char *reason;
  const char *text;
} witness_sentences[] = {
  { "localhost", N_("Receivers that run stock libspf2 say {result} here: it lets every message from the own host pass") },
  { "lookup-limit", N_("Receivers that run stock libspf2 say {result} here: it counts the lookups of each included record apart, and lets an eleventh match") },
  { "void-limit", N_("Receivers that run stock libspf2 say {result} here: it does not count lookups that find nothing") },
  { "mx-limit", N_("Receivers that run stock libspf2 say {result} here: it looks at 10 mail exchangers before it gives up") },
  { "zero-prefix", N_("Receivers that run stock libspf2 say {result} here: it takes a prefix length of 0 for an error") },
  { "truncated-record", N_("Receivers that run stock libspf2 say {result} here: it drops the end of so long a record") },
  { "inner-redirect", N_("Receivers that run stock libspf2 say {result} here: it follows redirect= where it stands, not after all other terms") },
  { "ptr-limit", N_("Receivers that run stock libspf2 say {result} here: it gives up where an address has more than 10 names") },
  { NULL, N_("Receivers that run stock libspf2 say {result} here") },
};
/* clang-format on */

char *
sv_witness_sentence (const SvSpfEvaluation *spf)
{
  if (!spf || spf->state != SV_SPF_STATE_DONE || !sv_spf_witness_differs (spf))
    return NULL;
  gsize i = 0;
  while (witness_sentences[i].reason
         && g_strcmp0 (witness_sentences[i].reason, spf->witness.reason) != 0)
    i++;
  return sv_fill (_ (witness_sentences[i].text), "result", spf->witness.result, NULL);
}
