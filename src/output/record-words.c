/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sentences about a record as a whole; see record-words.h. */

#include "output/record-words.h"

#include "output/sentence.h"

#include <glib/gi18n.h>
#include <string.h>

/* clang-format off */
static const struct
{
  const char *root; /* of the domain itself */
  const char *below;
} states[] = {
  [SV_SPF_NODE_RECORD] = { NULL, NULL },
  [SV_SPF_NODE_SYNTAX] = { N_("{domain}: the SPF record has a syntax error: every message gets permerror"), N_("syntax error, column {column}: {reason}") },
  [SV_SPF_NODE_MULTIPLE] = { N_("{domain} publishes more than one SPF record: every message gets permerror"), N_("more than one SPF record: permerror") },
  [SV_SPF_NODE_NONE] = { N_("{domain} publishes no SPF record"), N_("no SPF record: permerror") },
  [SV_SPF_NODE_NO_DOMAIN] = { N_("{domain} does not exist"), N_("does not exist: permerror") },
  [SV_SPF_NODE_DNS] = { N_("{domain}: DNS did not answer properly ({status})"), N_("DNS did not answer properly ({status}): temperror") },
  [SV_SPF_NODE_UNRECORDED] = { N_("{domain}: the record is not known, no DNS was allowed or given that has it"), N_("not known: the DNS files lack it") },
  [SV_SPF_NODE_LOOP] = { N_("{domain}: the record leads back to itself"), N_("leads back to a record that it comes from: permerror") },
  [SV_SPF_NODE_MACRO] = { N_("{domain}: the record depends on the message"), N_("depends on the message") },
  [SV_SPF_NODE_CUT] = { N_("{domain}: the record leads to too many others"), N_("not looked at: too many records") },
};
/* clang-format on */

/* What a text without a domain is called. */
static const char *
name_of (const SvRecordReport *report)
{
  return report->domain ? report->domain : _ ("(unpublished record)");
}

static char *
fill_state (const char *text, const char *domain, const SvSpfNode *node)
{
  g_autofree char *column = g_strdup_printf ("%u", node->error.column);
  return sv_fill (_ (text), "domain", domain, "column", column, "reason",
                  node->error.reason ? _ (node->error.reason) : NULL, "status",
                  sv_dns_status_name (node->status), NULL);
}

char *
sv_record_state (const SvSpfNode *node)
{
  return states[node->state].below ? fill_state (states[node->state].below, node->domain, node)
                                   : NULL;
}

static char *
number (guint64 value)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, value);
}

/* "1 error, 2 warnings"; NULL if there is neither. */
static char *
findings_count (const SvRecordReport *report, SvSeverity *worst)
{
  guint counts[SV_SEVERITY_ERROR + 1] = { 0 };
  *worst = SV_SEVERITY_INFO;
  for (guint i = 0; i < report->findings->len; i++)
    {
      SvSeverity severity = g_array_index (report->findings, SvFinding, i).severity;
      counts[severity]++;
      *worst = MAX (*worst, severity);
    }
  guint n_errors = counts[SV_SEVERITY_ERROR], n_warnings = counts[SV_SEVERITY_WARNING];
  g_autofree char *errors_number = number (n_errors), *warnings_number = number (n_warnings);
  g_autofree char *errors
      = sv_fill (ngettext ("{n} error", "{n} errors", n_errors), "n", errors_number, NULL);
  g_autofree char *warnings
      = sv_fill (ngettext ("{n} warning", "{n} warnings", n_warnings), "n", warnings_number, NULL);
  if (n_errors && n_warnings)
    return sv_fill (_ ("{errors}, {warnings}"), "errors", errors, "warnings", warnings, NULL);
  if (n_errors)
    return g_steal_pointer (&errors);
  return n_warnings ? g_steal_pointer (&warnings) : NULL;
}

char *
sv_record_headline (const SvRecordReport *report, SvSeverity *worst)
{
  g_autofree char *count = findings_count (report, worst);
  const SvSpfNode *root = report->tree->root;
  if (states[root->state].root)
    {
      gboolean broken = root->state == SV_SPF_NODE_SYNTAX || root->state == SV_SPF_NODE_MULTIPLE;
      *worst = MAX (*worst, broken ? SV_SEVERITY_ERROR : SV_SEVERITY_WARNING);
      return fill_state (states[root->state].root, name_of (report), root);
    }
  return count ? sv_fill (_ ("{domain}: the SPF record has {count}"), "domain", name_of (report),
                          "count", count, NULL)
               : sv_fill (_ ("{domain}: the SPF record is fine"), "domain", name_of (report), NULL);
}

char *
sv_record_counts (const SvRecordReport *report)
{
  const SvSpfNode *root = report->tree->root;
  if (!root->text)
    return NULL;
  g_autofree char *lookups = number (root->lookups), *voids = number (root->voids);
  gsize n = strlen (root->text);
  g_autofree char *bytes = number (n);
  if (root->state != SV_SPF_NODE_RECORD)
    return sv_fill (ngettext ("{bytes} byte", "{bytes} bytes", n), "bytes", bytes, NULL);
  return sv_fill (ngettext ("{lookups} of 10 lookups, {voids} of 2 void lookups, {bytes} byte",
                            "{lookups} of 10 lookups, {voids} of 2 void lookups, {bytes} bytes", n),
                  "lookups", lookups, "voids", voids, "bytes", bytes, NULL);
}

/* ---- --ip ---- */

static char *
decided_sentence (const SvSpfEvaluation *spf, const char *ip, const char *owner)
{
  const char *result = sv_spf_result_name (spf->result);
  if (g_strcmp0 (spf->mechanism, "default") == 0)
    return sv_fill (_ ("{ip} does not pass ({result}): no term of the record of {owner} matches"),
                    "ip", ip, "result", result, "owner", owner, NULL);
  if (!spf->mechanism || spf->problem != SV_SPF_PROBLEM_NONE)
    {
      g_autofree char *why = sv_decision_sentence (spf);
      return sv_fill (_ ("{ip} does not pass ({result}). {why}"), "ip", ip, "result", result, "why",
                      why, NULL);
    }
  const char *text
      = spf->result == SV_SPF_PASS
            ? N_ ("{ip} passes: {term} in the record of {owner} lets it send")
            : N_ ("{ip} does not pass ({result}): {term} in the record of {owner} decides");
  return sv_fill (_ (text), "ip", ip, "result", result, "term", spf->mechanism, "owner", owner,
                  NULL);
}

char *
sv_record_ip_sentence (const SvRecordReport *report)
{
  const SvSpfEvaluation *spf = report->spf;
  if (!spf)
    return NULL;
  char ip[SV_IP_TEXT_MAX];
  sv_ip_format (&report->ip, ip);
  if (spf->state != SV_SPF_STATE_DONE)
    return sv_fill (_ ("{ip}: not evaluated, a DNS answer that it needs is not known"), "ip", ip,
                    NULL);
  const char *owner
      = spf->path->len > 1 ? g_ptr_array_index (spf->path, spf->path->len - 1) : name_of (report);
  return decided_sentence (spf, ip, owner);
}

char *
sv_record_path (const SvSpfEvaluation *spf)
{
  if (!spf || spf->path->len < 2)
    return NULL;
  GString *path = g_string_new (NULL);
  for (guint i = 0; i < spf->path->len; i++)
    g_string_append_printf (path, "%s%s", i > 0 ? " > " : "",
                            (const char *)g_ptr_array_index (spf->path, i));
  return g_string_free (path, FALSE);
}

const char *
sv_record_inexact (void)
{
  return _ ("The list is not exact: terms with macros, exists, ptr, refusals before it, or DNS "
            "answers that are not known, make it depend on the message.");
}

/* ---- --add, --remove ---- */

char *
sv_record_advice_sentence (const SvRecordReport *report)
{
  const SvSpfAdvice *advice = report->advice;
  if (!advice)
    return NULL;
  if (advice->state == SV_SPF_ADVICE_NOTHING)
    return g_strdup (_ ("There is nothing to change: the record grants it already."));
  if (advice->state == SV_SPF_ADVICE_CHANGED)
    return sv_fill (report->tree->root->text
                        ? _ ("Publish this at {domain} in place of the old record. It has been "
                             "evaluated: it does what was asked for, and breaks no limit.")
                        : _ ("Publish this at {domain}. It has been evaluated: it does what was "
                             "asked for, and breaks no limit."),
                    "domain", name_of (report), NULL);
  g_autofree char *lookups = number (advice->lookups_after), *voids = number (advice->voids_after);
  g_autofree char *why = sv_fill (_ (advice->reason), "term", advice->culprit, "domain",
                                  name_of (report), "lookups", lookups, "voids", voids, NULL);
  return sv_fill (_ ("No record is advised: {why}."), "why", why, NULL);
}

char *
sv_record_advice_counts (const SvSpfAdvice *advice)
{
  g_autofree char *lookups_before = number (advice->lookups_before);
  g_autofree char *lookups_after = number (advice->lookups_after);
  g_autofree char *voids_before = number (advice->voids_before);
  g_autofree char *voids_after = number (advice->voids_after);
  g_autofree char *bytes_before = number (advice->bytes_before);
  g_autofree char *bytes_after = number (advice->bytes_after);
  return sv_fill (_ ("Lookups {lookups_before} before, {lookups_after} after (10 allowed); void "
                     "lookups {voids_before} before, {voids_after} after (2 allowed); bytes "
                     "{bytes_before} before, {bytes_after} after."),
                  "lookups_before", lookups_before, "lookups_after", lookups_after, "voids_before",
                  voids_before, "voids_after", voids_after, "bytes_before", bytes_before,
                  "bytes_after", bytes_after, NULL);
}

char *
sv_record_zone_line (const SvRecordReport *report)
{
  g_autofree char *data = sv_spf_zone_text (report->advice->record);
  g_autofree char *name = report->domain ? g_strconcat (report->domain, ".", NULL) : g_strdup ("@");
  return g_strdup_printf ("%s IN TXT %s", name, data);
}

/* ---- findings ---- */

char *
sv_record_place (const SvRecordReport *report, const SvFinding *finding)
{
  const char *domain = sv_record_finding_value (finding, "at");
  const char *term = sv_record_finding_value (finding, "term");
  const char *column = sv_record_finding_value (finding, "column");
  if (!term && !column)
    return NULL;
  gboolean own = !domain || g_ascii_strcasecmp (domain, report->tree->root->domain) == 0;
  if (own && !column)
    return g_strdup (term);
  const char *text = own      ? N_ ("{term}, column {column}")
                     : column ? N_ ("{term}, column {column} of the record of {domain}")
                              : N_ ("{term} in the record of {domain}");
  return sv_fill (_ (text), "term", term, "column", column, "domain", domain, NULL);
}
