/* SPDX-License-Identifier: GPL-3.0-or-later
 * Findings of the present DKIM verdicts and of the ARC chain; see findings-dkim.h. */

#include "judge/findings-dkim.h"

#include "judge/findings-rules.h"
#include "judge/list-marks.h"

#include <glib/gi18n.h>
#include <string.h>

/* So many signatures are told of one by one; a message can hold thousands. */
#define SIGNATURES_TOLD 4

/* So many domains of seals are named. */
#define SEALS_TOLD 5

/* Which finding each reason is, by SvDkimReason; a pass and partial bodies are told apart. */
static const char *const ids[] = {
  [SV_DKIM_REASON_NONE] = "dkim-pass",
  [SV_DKIM_REASON_SIGNATURE_MALFORMED] = "dkim-signature-invalid",
  [SV_DKIM_REASON_ALGORITHM_UNKNOWN] = "dkim-signature-invalid",
  [SV_DKIM_REASON_KEY_MISSING] = "dkim-key-missing",
  [SV_DKIM_REASON_KEY_REVOKED] = "dkim-key-revoked",
  [SV_DKIM_REASON_KEY_MALFORMED] = "dkim-key-invalid",
  [SV_DKIM_REASON_KEY_UNSUITED] = "dkim-key-invalid",
  [SV_DKIM_REASON_KEY_DNS_ERROR] = "dkim-temperror",
  [SV_DKIM_REASON_KEY_UNRECORDED] = "dkim-unverifiable",
  [SV_DKIM_REASON_BODY_CHANGED] = "dkim-body-changed",
  [SV_DKIM_REASON_HEADERS_CHANGED] = "dkim-headers-changed",
  [SV_DKIM_REASON_NO_BODY] = "dkim-unverifiable",
  [SV_DKIM_REASON_WEAK_ALGORITHM] = "dkim-algorithm-weak",
  [SV_DKIM_REASON_KEY_WEAK] = "dkim-key-weak",
  [SV_DKIM_REASON_EXPIRED] = "dkim-expired",
  [SV_DKIM_REASON_PARTIAL_BODY] = "dkim-partial-body",
};

/* {reason} of the findings that have one for several. */
static const char *const reasons[] = {
  [SV_DKIM_REASON_SIGNATURE_MALFORMED]
  = N_ ("The field breaks the grammar, lacks a tag or has one twice, so it counts for nothing."),
  [SV_DKIM_REASON_ALGORITHM_UNKNOWN] = N_ ("Its algorithm (a=) is one that nobody knows."),
  [SV_DKIM_REASON_KEY_MALFORMED] = N_ ("what stands there is no key that can be read."),
  [SV_DKIM_REASON_KEY_UNSUITED]
  = N_ ("the key is not for this signature: k=, h=, s= or t=s forbid it."),
  [SV_DKIM_REASON_KEY_UNRECORDED] = N_ ("The DNS files given have no answer for {name}."),
  [SV_DKIM_REASON_NO_BODY] = N_ ("The text of the message is not there, only its header."),
  [SV_DKIM_REASON_KEY_WEAK]
  = N_ ("Under 1024 bits a key can be broken: no signature of it counts."),
  [SV_DKIM_REASON_PARTIAL_BODY] = NULL,
};

static void
set_sentence (SvFinding *finding, const char *name, const char *text)
{
  g_autofree char *sentence = text ? sv_text_fill (_ (text), finding->values) : g_strdup ("");
  sv_finding_set (finding, name, sentence);
}

static SvFinding *
add (const SvCase *message, GArray *findings, const char *id, guint i)
{
  const SvDkimSignature *signature
      = &g_array_index (message->facts->signatures, SvDkimSignature, i);
  SvFinding *finding = sv_findings_add (findings, id, signature->line);
  const char *domain = signature->domain ? signature->domain : "?";
  const char *selector = signature->selector ? signature->selector : "?";
  g_autofree char *name = g_strconcat (selector, "._domainkey.", domain, NULL);
  sv_finding_set (finding, "domain", domain);
  sv_finding_set (finding, "selector", selector);
  sv_finding_set (finding, "name", name);
  sv_finding_set (finding, "from", message->alignment->from_domain);
  return finding;
}

/* Why a signature is broken, and who has to do something: a list that leaves its marks comes first;
 * then whatever came behind a receiver that found it good. */
static void
explain_change (const SvCase *message, const SvJudgedSignature *judged, SvFinding *finding)
{
  gboolean body = judged->now->reason == SV_DKIM_REASON_BODY_CHANGED;
  g_auto (SvListMarks) marks = { 0 };
  sv_list_marks_find (message->facts, message->body, &marks);
  const char *cause, *advice;
  if (g_strcmp0 (judged->stored, "pass") == 0)
    {
      cause = N_ ("The receiver still found it good: what changed it came afterwards, such as a "
                  "filter behind the receiver, or the program that saved the mail.");
      advice = N_ ("Nothing needs to change at the sender. To verify it, take the message as the "
                   "receiver got it.");
    }
  else if (marks.list_id)
    {
      sv_finding_set (finding, "list", marks.list_id);
      sv_finding_set (finding, "tag", marks.tag);
      cause = body && marks.footer
                  ? N_ ("The mailing list {list} sent it on, and it ends with what looks like the "
                        "list's footer: that is the plausible cause.")
              : !body && marks.tag
                  ? N_ ("The mailing list {list} sent it on, and the Subject begins with {tag}: "
                        "that is the plausible cause.")
                  : N_ ("The mailing list {list} sent it on: that is the plausible cause.");
      advice = sv_finding_text ("mailing-list")->remedy;
    }
  else
    {
      cause = body ? N_ ("A disclaimer, a virus scanner, a mailing list or a gateway that rewrites "
                         "mail does that.")
                   : N_ ("A gateway that rewrites addresses or tags the Subject does that, and so "
                         "does a signing key other than the published one.");
      advice = N_ ("Look in the path for the server that rewrites mail, and let it run before the "
                   "one that signs; or not at all.");
    }
  set_sentence (finding, "cause", cause);
  set_sentence (finding, "advice", advice);
}

/* Keys are changed now and then: what was good then needs no mending. */
static void
explain_key (const SvJudgedSignature *judged, SvFinding *finding)
{
  gboolean passed = g_strcmp0 (judged->stored, "pass") == 0;
  set_sentence (finding, "cause",
                passed ? N_ ("The receiver found the signature good: the key has been withdrawn "
                             "since, as is usual when keys are changed.")
                       : N_ ("No receiver can verify the signature."));
  set_sentence (
      finding, "advice",
      passed ? N_ ("Nothing needs to change, as long as mail of today is signed with a key that is "
                   "published.")
             : N_ ("The owner of {domain} publishes the key as a TXT record at {name}, or lets its "
                   "mail server sign with a selector that is published."));
}

static void
explain_unverifiable (const SvJudgedSignature *judged, SvFinding *finding)
{
  gboolean no_body = judged->now->reason == SV_DKIM_REASON_NO_BODY;
  set_sentence (finding, "reason",
                judged->now->body == SV_DKIM_PART_CHANGED
                    ? N_ ("The DNS files given have no answer for {name}. Whatever the key is, the "
                          "text does not match the hash in the signature.")
                    : reasons[judged->now->reason]);
  set_sentence (finding, "advice",
                no_body ? N_ ("Save the whole message as the receiver got it, and examine that.")
                        : N_ ("Leave --no-network out, or add the TXT record of {name} to a "
                              "--dns-file."));
}

static void
set_expiry (const SvCase *message, guint i, SvFinding *finding)
{
  gint64 expiry = g_array_index (message->facts->signatures, SvDkimSignature, i).expiry;
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (expiry);
  g_autofree char *text = time ? g_date_time_format (time, "%Y-%m-%d %H:%M UTC") : NULL;
  sv_finding_set (finding, "date", text);
}

/* What stands behind the verdict on one signature. */
static void
add_signature (const SvCase *message, GArray *findings, guint i)
{
  const SvJudgedSignature *judged = &g_array_index (message->signatures, SvJudgedSignature, i);
  SvDkimReason reason = judged->now->reason;
  SvFinding *finding = add (message, findings, ids[reason], i);
  sv_finding_set_number (finding, "bits", judged->now->key_bits);
  sv_finding_set_number (finding, "bytes", judged->now->unsigned_bytes);
  sv_finding_set (finding, "stored", judged->stored);
  switch (reason)
    {
    case SV_DKIM_REASON_NONE:
      set_sentence (finding, "cause",
                    sv_signature_status (judged) == SV_COMPARE_DRIFT
                        ? N_ ("The receiver found otherwise: {stored}.")
                        : NULL);
      break;
    case SV_DKIM_REASON_BODY_CHANGED:
    case SV_DKIM_REASON_HEADERS_CHANGED:
      explain_change (message, judged, finding);
      break;
    case SV_DKIM_REASON_KEY_MISSING:
    case SV_DKIM_REASON_KEY_REVOKED:
      explain_key (judged, finding);
      break;
    case SV_DKIM_REASON_NO_BODY:
    case SV_DKIM_REASON_KEY_UNRECORDED:
      explain_unverifiable (judged, finding);
      break;
    case SV_DKIM_REASON_EXPIRED:
      set_expiry (message, i, finding);
      break;
    default:
      set_sentence (finding, "reason", reason < G_N_ELEMENTS (reasons) ? reasons[reason] : NULL);
    }
}

/* What does not change the verdict, but should be mended. */
static void
add_notes (const SvCase *message, GArray *findings, guint i)
{
  const SvDkimVerdict *now = g_array_index (message->signatures, SvJudgedSignature, i).now;
  if (now->notes & SV_DKIM_NOTE_KEY_SHORT)
    {
      SvFinding *finding = add (message, findings, "dkim-key-weak", i);
      sv_finding_set_number (finding, "bits", now->key_bits);
      set_sentence (finding, "reason",
                    N_ ("It still counts, but 2048 bits are advised: short keys are broken sooner "
                        "or later, and some receivers trust them less."));
    }
  if (now->notes & SV_DKIM_NOTE_LENGTH && now->reason == SV_DKIM_REASON_NONE)
    sv_finding_set_number (add (message, findings, "dkim-partial-body", i), "bytes", 0);
  if (now->notes & SV_DKIM_NOTE_TESTING)
    add (message, findings, "dkim-key-testing", i);
}

/* Good signatures, but none of the author's domain. */
static void
add_not_aligned (const SvCase *message, GArray *findings)
{
  int good = -1;
  for (guint i = 0; i < message->signatures->len; i++)
    {
      const SvJudgedSignature *judged = &g_array_index (message->signatures, SvJudgedSignature, i);
      if (!judged->now || judged->now->result != SV_DKIM_PASS)
        continue;
      if (judged->aligned != SV_ALIGNED_NONE)
        return;
      if (good < 0)
        good = (int)i;
    }
  if (good >= 0)
    add (message, findings, "dkim-not-aligned", (guint)good);
}

/* Delivery and abuse reports are about another message: their own lack of a signature is no news.
 */
static gboolean
is_report (const SvEnclosed *enclosed)
{
  return enclosed && (enclosed->deliveries->len > 0 || enclosed->abuse.feedback_type);
}

/* A field that the receiver judged and that is gone now is no message without a signature. */
static void
add_none (const SvCase *message, GArray *findings)
{
  const char *stored = message->stored->dkim;
  if ((stored && strcmp (stored, "none") != 0) || is_report (message->enclosed))
    return;
  const char *from = message->alignment->from_domain;
  SvFinding *finding = sv_findings_add (findings, "dkim-none", 0);
  sv_finding_set (finding, "from", from ? from : _ ("its own domain"));
}

static gboolean
has_dkim2 (const SvCase *message)
{
  return sv_headers_find (message->facts->headers, "dkim2-signature") != NULL;
}

void
sv_rule_dkim (const SvCase *message, GArray *findings)
{
  if (!message->dkim)
    return;
  if (message->signatures->len == 0)
    add_none (message, findings);
  guint verified = message->dkim->verdicts->len;
  for (guint i = 0; i < MIN (verified, SIGNATURES_TOLD); i++)
    {
      add_signature (message, findings, i);
      add_notes (message, findings, i);
    }
  add_not_aligned (message, findings);
  if (message->dkim->skipped)
    sv_finding_set_number (sv_findings_add (findings, "dkim-too-many", 0), "count",
                           message->dkim->skipped);
  if (has_dkim2 (message))
    sv_findings_add (findings, "dkim2-present",
                     sv_headers_find (message->facts->headers, "dkim2-signature")->line);
}

/* ---- ARC ---- */

/* "spf=pass dkim=pass" of the first hop's results, which are that hop's word only. */
static void
set_claim (const SvCase *message, const SvArcSet *first, SvFinding *finding)
{
  g_autoptr (GString) words = g_string_new (NULL);
  const GArray *fields = message->facts->auth_results;
  for (guint i = 0; i < fields->len; i++)
    {
      const SvAuthResults *field = &g_array_index (fields, SvAuthResults, i);
      if (field->line != first->results_line)
        continue;
      sv_finding_set (finding, "first", field->authserv_id);
      for (guint j = 0; j < field->results->len; j++)
        {
          const SvMethodResult *result = &g_array_index (field->results, SvMethodResult, j);
          if (result->method && result->result)
            g_string_append_printf (words, "%s%s=%s", words->len ? " " : "", result->method,
                                    result->result);
        }
    }
  sv_finding_set (finding, "words", words->str);
  set_sentence (finding, "claim",
                words->len ? N_ ("The first hop, {first}, claims: {words}. That is its word, not "
                                 "evidence.")
                           : NULL);
}

static void
set_domains (const SvArcVerification *arc, SvFinding *finding)
{
  g_autoptr (GString) domains = g_string_new (NULL);
  for (guint i = 0; i < MIN (arc->sets->len, SEALS_TOLD); i++)
    {
      const char *domain = g_array_index (arc->sets, SvArcSet, i).domain;
      g_string_append_printf (domains, "%s%s", domains->len ? ", " : "", domain ? domain : "?");
    }
  sv_finding_set (finding, "domains", domains->str);
}

void
sv_rule_arc (const SvCase *message, GArray *findings)
{
  const SvArcVerification *arc = message->arc;
  if (!arc || arc->sets->len == 0)
    return;
  const SvArcSet *last = &g_array_index (arc->sets, SvArcSet, arc->sets->len - 1);
  SvFinding *finding = sv_findings_add (findings, "arc-present", last->seal_line);
  sv_finding_set_number (finding, "count", arc->sets->len);
  set_domains (arc, finding);
  sv_finding_set (finding, "now", sv_arc_result_name (arc->result));
  sv_finding_set (finding, "stored", message->stored->arc);
  sv_finding_set (finding, "reason", sv_arc_reason_name (arc->reason));
  set_sentence (finding, "state",
                message->stored->arc
                    ? N_ ("The chain was {stored} at the receiver, and is {now} now.")
                    : N_ ("The receiver stored nothing of the chain; it is {now} now."));
  set_claim (message, &g_array_index (arc->sets, SvArcSet, 0), finding);
}
