/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rules on what the receiver stored, and on what is only claimed. */

#include "judge/findings-stored.h"

#include <glib/gi18n.h>
#include <string.h>

/* So many fields of strangers are named one by one; a message can hold thousands. */
#define CLAIMS_MAX 5

/* A verdict that others than the receiver can have written; where today's is the same, nothing
 * hangs on it. */
static void
add_unproven (const SvCase *message, GArray *findings)
{
  const SvStored *stored = message->stored;
  if (stored->spf_trust != SV_TRUST_OPEN && stored->spf_trust != SV_TRUST_HANDED_ON)
    return;
  const char *who = message->identity->receiver;
  SvFinding *finding = sv_findings_add (findings, "stored-unproven", stored->spf_line);
  sv_finding_set (finding, "stored", stored->spf);
  sv_finding_set (finding, "header", stored->spf_header);
  sv_finding_set_number (finding, "line", stored->spf_line);
  sv_finding_set (finding, "who", who);
  g_autofree char *place = sv_text_fill (
      stored->spf_trust == SV_TRUST_OPEN
          ? _ ("It stands where the sender can have written it as well: below the hop at which the "
               "receiver took the message, or behind one whose name nobody verified.")
          : _ ("{who} wrote it, which handed the message on; the receiver behind it wrote none, so "
               "it is worth as much as that server."),
      finding->values);
  sv_finding_set (finding, "place", place);
  if (message->comparison->status == SV_COMPARE_AGREE)
    finding->severity = SV_SEVERITY_INFO;
}

void
sv_rule_stored (const SvCase *message, GArray *findings)
{
  const SvStored *stored = message->stored;
  if (!stored->spf)
    {
      sv_findings_add (findings, "stored-none", 0);
      return;
    }
  if (stored->spf_conflict)
    {
      SvFinding *finding
          = sv_findings_add (findings, "stored-contradiction", stored->spf_conflict_line);
      sv_finding_set (finding, "stored", stored->spf);
      sv_finding_set (finding, "other", stored->spf_conflict);
      sv_finding_set (finding, "header", stored->spf_header);
    }
  add_unproven (message, findings);
  if (stored->best_guess)
    sv_findings_add (findings, "stored-best-guess", stored->spf_line);
  SvCompareStatus status = message->comparison->status;
  if (status == SV_COMPARE_AGREE)
    sv_finding_set (sv_findings_add (findings, "stored-agrees", stored->spf_line), "stored",
                    stored->spf);
  if (status != SV_COMPARE_DRIFT)
    return;
  SvFinding *finding = sv_findings_add (findings, "stored-drift", stored->spf_line);
  sv_finding_set (finding, "stored", stored->spf);
  sv_finding_set (finding, "now", message->comparison->now);
  sv_finding_set (finding, "reason", _ (sv_cause_text (message->comparison->cause)));
}

/* ---- claims ---- */

static void
add_claim (GArray *findings, const char *header, guint line, const char *who)
{
  SvFinding *finding = sv_findings_add (findings, "auth-results-untrusted", line);
  sv_finding_set (finding, "header", header);
  sv_finding_set_number (finding, "line", line);
  sv_finding_set (finding, "who", who ? who : _ ("it names no writer"));
}

void
sv_rule_claims (const SvCase *message, GArray *findings)
{
  const SvFacts *facts = message->facts;
  guint claims = 0;
  for (guint i = 0; i < facts->received_spf->len && claims < CLAIMS_MAX; i++)
    {
      const SvReceivedSpf *spf = &g_array_index (facts->received_spf, SvReceivedSpf, i);
      if (message->identity->spf_trusted[i])
        continue;
      add_claim (findings, "Received-SPF", spf->line, spf->receiver ? spf->receiver : spf->host);
      claims++;
    }
  for (guint i = 0; i < facts->auth_results->len && claims < CLAIMS_MAX; i++)
    {
      const SvAuthResults *field = &g_array_index (facts->auth_results, SvAuthResults, i);
      if (message->identity->results_trusted[i]
          || strcmp (field->header, "authentication-results") != 0)
        continue;
      add_claim (findings, "Authentication-Results", field->line, field->authserv_id);
      claims++;
    }
}

static void
add_malformed (GArray *findings, const char *header, guint line, gsize at)
{
  SvFinding *finding = sv_findings_add (findings, "auth-results-malformed", line);
  sv_finding_set (finding, "header", header);
  sv_finding_set_number (finding, "column", at + 1);
}

/* Only believed fields: how a stranger's claim is written does not matter. */
void
sv_rule_malformed (const SvCase *message, GArray *findings)
{
  const SvFacts *facts = message->facts;
  guint said = 0;
  for (guint i = 0; i < facts->received_spf->len && said < CLAIMS_MAX; i++)
    {
      const SvReceivedSpf *spf = &g_array_index (facts->received_spf, SvReceivedSpf, i);
      if (!spf->partly || !message->identity->spf_trusted[i])
        continue;
      add_malformed (findings, "Received-SPF", spf->line, spf->partly_at);
      said++;
    }
  for (guint i = 0; i < facts->auth_results->len && said < CLAIMS_MAX; i++)
    {
      const SvAuthResults *field = &g_array_index (facts->auth_results, SvAuthResults, i);
      if (!field->partly || !message->identity->results_trusted[i])
        continue;
      add_malformed (findings, "Authentication-Results", field->line, field->partly_at);
      said++;
    }
}

/* ---- identity ---- */

/* Compares domains: receivers often write only those. */
void
sv_rule_identity (const SvCase *message, GArray *findings)
{
  const SvIdentity *identity = message->identity;
  const char *then = message->facts->return_path;
  gboolean stated = identity->mail_from_from == SV_FROM_RECEIVED_SPF
                    || identity->mail_from_from == SV_FROM_AUTH_RESULTS;
  if (!stated || !then || !then[0] || !identity->mail_from[0])
    return;
  const char *a = sv_address_domain (identity->mail_from), *b = sv_address_domain (then);
  if (!b || g_ascii_strcasecmp (a ? a : identity->mail_from, b) == 0)
    return;
  SvFinding *finding
      = sv_findings_add (findings, "identity-disagrees", message->facts->return_path_line);
  sv_finding_set (finding, "mail_from", identity->mail_from);
  sv_finding_set (finding, "other", then);
}
