/* SPDX-License-Identifier: GPL-3.0-or-later
 * Findings of the present DMARC verdict; see findings-dmarc.h. */

#include "judge/findings-dmarc.h"

#include "judge/dmarc-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* So many mistakes of a record are told; the first ones lead to the others. */
#define PROBLEMS_MAX 3

static SvFinding *
add (const SvCase *message, GArray *findings, const char *id)
{
  const SvDmarcEvaluation *dmarc = message->dmarc;
  SvFinding *finding = sv_findings_add (findings, id, message->facts->from_line_number);
  const char *organization = dmarc->organizational_domain;
  sv_finding_set (finding, "from", dmarc->author_domain);
  sv_finding_set (finding, "domain", dmarc->policy_domain);
  sv_finding_set (finding, "root", organization ? organization : dmarc->author_domain);
  return finding;
}

static void
set_sentence (SvFinding *finding, const char *name, char *sentence)
{
  sv_finding_set (finding, name, sentence ? sentence : "");
  g_free (sentence);
}

static void
add_pass (const SvCase *message, GArray *findings)
{
  SvFinding *finding = add (message, findings, "dmarc-pass");
  set_sentence (finding, "by", sv_dmarc_pass_sentence (message->dmarc, message->identifiers));
  set_sentence (finding, "rests", sv_dmarc_rests_sentence (message->identifiers));
}

/* Where a domain of the author's is judged already, its verdict is what must be mended.  SPF of
 * another domain cannot help: then the advice is that of spf-not-aligned, told once. */
static void
add_fail (const SvCase *message, GArray *findings)
{
  const SvDmarcEvaluation *dmarc = message->dmarc;
  SvFinding *finding = add (message, findings, "dmarc-fail");
  SvAligned needed = dmarc->aspf_strict ? SV_ALIGNED_STRICT : SV_ALIGNED_RELAXED;
  set_sentence (finding, "policy", sv_dmarc_policy_sentence (dmarc));
  set_sentence (finding, "spf", sv_dmarc_spf_sentence (dmarc, message->identifiers));
  set_sentence (finding, "dkim", sv_dmarc_dkim_sentence (dmarc, message->identifiers));
  const char *advice
      = dmarc->spf_aligned >= needed
            ? N_ ("If the message is yours, make SPF pass for the server that sends it, or sign "
                  "with DKIM as {from}: one of them is enough. If it is not yours, change nothing.")
            : sv_finding_text ("spf-not-aligned")->remedy;
  set_sentence (finding, "advice", sv_text_fill (_ (advice), finding->values));
}

/* "sp=none", or what else makes receivers do nothing. */
static void
add_policy_none (const SvCase *message, GArray *findings)
{
  const SvDmarcEvaluation *dmarc = message->dmarc;
  if (!dmarc->policy_tag || dmarc->effective_policy != SV_DMARC_POLICY_NONE)
    return;
  SvFinding *finding = add (message, findings, "dmarc-policy-none");
  gboolean usable = strcmp (dmarc->policy_tag, "rua") != 0;
  set_sentence (finding, "term",
                usable ? g_strconcat (dmarc->policy_tag, "=", sv_dmarc_policy_name (dmarc->policy),
                                      dmarc->testing ? "; t=y" : "", NULL)
                       : g_strdup (_ ("no valid policy")));
}

/* What is wrong, by SvDmarcProblemKind. */
static const char *const reasons[] = {
  [SV_DMARC_PROBLEM_SYNTAX] = N_ ("“{term}” cannot be read and counts as absent."),
  [SV_DMARC_PROBLEM_DUPLICATE] = N_ ("“{term}” is there twice; the first one counts."),
  [SV_DMARC_PROBLEM_NO_POLICY] = N_ ("It has no p= tag."),
  [SV_DMARC_PROBLEM_SEVERAL] = N_ ("There is more than one, and then none of them counts."),
  [SV_DMARC_PROBLEM_VERSION]
  = N_ ("It does not begin with v=DMARC1 as it must, so receivers do not see it: {term}"),
  [SV_DMARC_PROBLEM_MISPLACED]
  = N_ ("It stands at {domain}; receivers look only at _dmarc.{domain}."),
};

static void
add_problems (const SvCase *message, GArray *findings)
{
  const GArray *problems = message->dmarc->problems;
  for (guint i = 0; i < MIN (problems->len, PROBLEMS_MAX); i++)
    {
      const SvDmarcProblem *problem = &g_array_index (problems, SvDmarcProblem, i);
      SvFinding *finding = sv_findings_add (findings, "dmarc-record-invalid", 0);
      sv_finding_set (finding, "domain", problem->domain);
      sv_finding_set (finding, "term", problem->text ? problem->text : problem->tag);
      set_sentence (finding, "reason", sv_text_fill (_ (reasons[problem->kind]), finding->values));
    }
}

/* The result, or the policy, that counts. */
static void
add_differs (const SvCase *message, GArray *findings)
{
  const SvDmarcEvaluation *now = message->dmarc, *old = message->dmarc_rfc7489;
  if (!sv_dmarc_word (old)
      || (now->result == old->result && now->effective_policy == old->effective_policy))
    return;
  const char *policy = sv_dmarc_policy_name (now->effective_policy);
  const char *other = sv_dmarc_policy_name (old->effective_policy);
  SvFinding *finding = add (message, findings, "dmarc-rfc7489-differs");
  sv_finding_set (finding, "now", sv_dmarc_word (now));
  sv_finding_set (finding, "policy", policy ? policy : "-");
  sv_finding_set (finding, "stored", sv_dmarc_word (old));
  sv_finding_set (finding, "other", other ? other : "-");
}

void
sv_rule_dmarc (const SvCase *message, GArray *findings)
{
  if (!sv_dmarc_word (message->dmarc))
    return;
  SvDmarcResult result = message->dmarc->result;
  if (result == SV_DMARC_FAIL)
    add_fail (message, findings);
  add_problems (message, findings);
  if (result == SV_DMARC_NONE)
    add (message, findings, "dmarc-none");
  if (result == SV_DMARC_PASS)
    add_pass (message, findings);
}

void
sv_rule_dmarc_policy (const SvCase *message, GArray *findings)
{
  if (!sv_dmarc_word (message->dmarc))
    return;
  add_policy_none (message, findings);
  add_differs (message, findings);
}
