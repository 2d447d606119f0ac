/* SPDX-License-Identifier: GPL-3.0-or-later
 * Evidence for each cause of a drift; see evidence.h. */

#include "output/evidence.h"

#include "output/sentence.h"
#include "spf/witness.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
is_done (const SvSpfEvaluation *spf)
{
  return spf && spf->state == SV_SPF_STATE_DONE;
}

/* ---- what the receiver wrote down ---- */

static const char *
comment_of (const SvStored *stored)
{
  if (stored->spf_field)
    return stored->spf_field->comment;
  const SvMethodResult *method = stored->spf_method;
  return method && method->comment ? method->comment : method ? method->reason : NULL;
}

static const char *
written_record (const SvStored *stored)
{
  return stored->spf_field ? stored->spf_field->record : NULL;
}

static const char *
written_mechanism (const SvStored *stored)
{
  return stored->spf_field ? stored->spf_field->mechanism : NULL;
}

static const char *
written_problem (const SvStored *stored)
{
  return stored->spf_field ? stored->spf_field->problem : NULL;
}

/* Every row that holds is said; the comment only if none does. */
static const struct
{
  const char *(*value) (const SvStored *stored);
  const char *text;
} written[] = {
  { written_record, N_ ("The receiver wrote down the record as it stood then: “{value}”") },
  { written_mechanism, N_ ("The receiver wrote down the term that decided: “{value}”") },
  { written_problem, N_ ("The receiver wrote down what went wrong: “{value}”") },
};

static void
add_written (GPtrArray *out, const SvStored *stored)
{
  guint before = out->len;
  for (gsize i = 0; i < G_N_ELEMENTS (written); i++)
    {
      const char *value = written[i].value (stored);
      if (value && *value)
        g_ptr_array_add (out, sv_fill (_ (written[i].text), "value", value, NULL));
    }
  if (out->len > before)
    return;
  /* One word is the identity that was judged: "mailfrom" (Python policyd-spf). */
  const char *comment = comment_of (stored);
  if (comment && strchr (comment, ' '))
    g_ptr_array_add (out, sv_fill (_ ("The receiver wrote: “{value}”"), "value", comment, NULL));
  else
    g_ptr_array_add (out, sv_fill (_ ("The receiver wrote down nothing but its verdict, {stored}"),
                                   "stored", stored->spf, NULL));
}

/* ---- what DNS says now ---- */

/* The step of today's evaluation whose term is this one, with or without the same qualifier. */
static const SvSpfStep *
find_term (const SvSpfEvaluation *spf, const char *mechanism)
{
  const SvSpfStep *found = NULL;
  for (guint i = 0; spf->trace && i < spf->trace->len; i++)
    {
      const SvSpfStep *step = &g_array_index (spf->trace, SvSpfStep, i);
      if (!step->term)
        continue;
      if (g_ascii_strcasecmp (sv_compare_bare_term (step->term), sv_compare_bare_term (mechanism))
          != 0)
        continue;
      if (!found || g_ascii_strcasecmp (step->term, mechanism) == 0)
        found = step;
    }
  return found;
}

/* The qualifier that a term has, "+" where none is written (RFC 7208 4.6.2). */
static char
qualifier (const char *term)
{
  return strchr ("+-~?", *term) && *term ? *term : '+';
}

/* Where the term stands now. */
static const char *
term_text (const SvSpfStep *step, const char *mechanism)
{
  if (!step)
    return N_ ("No record that was looked at now has that term");
  if (qualifier (step->term) != qualifier (mechanism))
    return N_ ("In the record of {domain} it is “{term}” now");
  if (step->outcome == SV_SPF_OUTCOME_NO_MATCH)
    return N_ ("It still stands in the record of {domain}, but does not match the address now");
  return N_ ("It still stands in the record of {domain}");
}

/* "default" is no term that could be looked for. */
static gboolean
add_term (GPtrArray *out, const SvSpfEvaluation *spf, const char *mechanism)
{
  if (!mechanism || !*mechanism || !spf->record || g_ascii_strcasecmp (mechanism, "default") == 0)
    return FALSE;
  const SvSpfStep *step = find_term (spf, mechanism);
  g_ptr_array_add (out,
                   sv_fill (_ (term_text (step, mechanism)), "domain", step ? step->domain : NULL,
                            "term", step ? step->term : NULL, NULL));
  return TRUE;
}

static gboolean
add_record (GPtrArray *out, const SvSpfEvaluation *spf, const char *record)
{
  if (!record || !spf->record)
    return FALSE;
  const char *text = N_ ("The record is another now: “{record}”");
  if (sv_compare_same_record (record, spf->record, FALSE))
    text = N_ ("The record is the same now: the difference comes from a name that it leads to, or "
               "from the receiver");
  else if (sv_compare_same_record (record, spf->record, TRUE))
    text = N_ ("Only the end of the record is another now: “{record}”");
  g_ptr_array_add (out, sv_fill (_ (text), "record", spf->record, NULL));
  return TRUE;
}

static void
add_now (GPtrArray *out, const SvStored *stored, const SvSpfEvaluation *spf)
{
  gboolean record = add_record (out, spf, written_record (stored));
  gboolean term = add_term (out, spf, written_mechanism (stored));
  g_autofree char *decision = record || term ? NULL : sv_decision_sentence (spf);
  if (decision)
    g_ptr_array_add (out, sv_fill (_ ("Now: {decision}"), "decision", decision, NULL));
}

/* ---- the DNS of then ---- */

static void
add_then (GPtrArray *out, const SvReport *report)
{
  if (!report->then)
    return;
  const char *then = is_done (report->then) ? sv_spf_result_name (report->then->result) : NULL;
  const char *text = N_ ("The recorded DNS of then gives {then}, which is neither the verdict that "
                         "was stored nor today's");
  if (!then)
    text = N_ ("The recorded DNS of then lacks an answer that the verdict needs");
  else if (strcmp (then, report->stored.spf) == 0)
    text = N_ ("The recorded DNS of then gives {then}, as the receiver stored");
  else if (report->then->result == report->spf->result)
    text = N_ ("The recorded DNS of then gives {then}, as that of today: a change in DNS is not "
               "what made the difference");
  g_ptr_array_add (out, sv_fill (_ (text), "then", then, NULL));
}

/* ---- causes that are not in DNS ---- */

static void
add_identity (GPtrArray *out, const SvReport *report)
{
  const SvStored *stored = &report->stored;
  const SvIdentity *identity = report->identity;
  const SvReceivedSpf *field = stored->spf_field;
  char then_ip[SV_IP_TEXT_MAX], now_ip[SV_IP_TEXT_MAX];
  if (!stored->spf_on_mail_from)
    g_ptr_array_add (out, sv_fill (_ ("The stored verdict is on {identity}, not on MAIL FROM "
                                      "{mail_from}, which is judged here"),
                                   "identity", field && field->identity ? field->identity : "helo",
                                   "mail_from", identity->mail_from, NULL));
  else if (stored->spf_ip.family && !sv_ip_equal (&stored->spf_ip, &identity->ip))
    g_ptr_array_add (out, sv_fill (_ ("The receiver judged the address {then}; judged here is "
                                      "{now}"),
                                   "then", sv_ip_format (&stored->spf_ip, then_ip), "now",
                                   sv_ip_format (&identity->ip, now_ip), NULL));
  else if (identity->mail_from_from == SV_FROM_OPTION && field && field->envelope_from)
    g_ptr_array_add (out, sv_fill (_ ("The receiver judged the sender “{then}”; judged here is "
                                      "“{now}”"),
                                   "then", field->envelope_from, "now", identity->mail_from, NULL));
  else
    g_ptr_array_add (out, g_strdup (_ ("What is judged here was given with an option, and is not "
                                       "what the receiver judged")));
}

static void
add_guess (GPtrArray *out, const SvReport *report)
{
  const SvStored *stored = &report->stored;
  const char *comment = comment_of (stored);
  g_ptr_array_add (out, comment && *comment
                            ? sv_fill (_ ("The receiver wrote that it guessed: “{value}”"), "value",
                                       comment, NULL)
                            : sv_fill (_ ("The word for the stored verdict says that it is a "
                                          "guess: {stored}"),
                                       "stored", stored->spf, NULL));
  g_autofree char *decision = sv_decision_sentence (report->spf);
  if (decision)
    g_ptr_array_add (out, sv_fill (_ ("Now: {decision}"), "decision", decision, NULL));
}

static void
add_deviation (GPtrArray *out, const SvReport *report)
{
  add_written (out, &report->stored);
  char *sentence = sv_witness_sentence (is_done (report->then) ? report->then : report->spf);
  if (sentence)
    g_ptr_array_add (out, sentence);
}

/* Every other cause is shown by what was written then, against DNS. */
static const struct
{
  const char *cause;
  void (*add) (GPtrArray *out, const SvReport *report);
} special[] = {
  { "other-identity", add_identity },
  { "receiver-best-guess", add_guess },
  { "receiver-deviates", add_deviation },
};

GPtrArray *
sv_evidence_sentences (const SvReport *report)
{
  GPtrArray *out = g_ptr_array_new_with_free_func (g_free);
  if (report->comparison.status != SV_COMPARE_DRIFT || !is_done (report->spf))
    return out;
  gsize i = 0;
  while (i < G_N_ELEMENTS (special) && strcmp (special[i].cause, report->comparison.cause) != 0)
    i++;
  if (i < G_N_ELEMENTS (special))
    special[i].add (out, report);
  else
    {
      add_written (out, &report->stored);
      add_now (out, &report->stored, report->spf);
    }
  add_then (out, report);
  return out;
}

char *
sv_evidence_detail (const SvReport *report)
{
  g_autoptr (GPtrArray) sentences = sv_evidence_sentences (report);
  char *detail = sv_comparison_sentence (report);
  for (guint i = 0; i < sentences->len; i++)
    {
      char *longer
          = sv_fill (_ ("{first}. {next}"), "first", detail, "next", sentences->pdata[i], NULL);
      g_free (detail);
      detail = longer;
    }
  return detail;
}
