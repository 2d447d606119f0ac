/* SPDX-License-Identifier: GPL-3.0-or-later
 * The hand-made reports of sample-report.h. */

#include "sample-report.h"

#include "output/screen.h"
#include <stdlib.h>

static const SvFindingText softfail_text = {
  "spf-softfail",
  SV_SEVERITY_WARNING,
  "{ip} is not listed by {domain}",
  "No term of the record lists the address, and the record ends in ~all: other servers are "
  "probably not allowed.",
  "If this server sends for you, publish at {domain}:\n    v=spf1 {term} include:_spf.example.net "
  "~all",
  "RFC 7208 2.6.5",
};
static const SvFindingText claim_text = {
  "auth-results-untrusted", SV_SEVERITY_WARNING, "{header} is a claim by {who}", NULL, NULL, NULL,
};
static const SvFindingText agrees_text = {
  "stored-agrees", SV_SEVERITY_INFO, "The stored verdict is the present one", NULL, NULL, NULL,
};

static SvIp
ip (const char *text)
{
  SvIp address;
  sv_ip_parse (text, -1, &address);
  return address;
}

static GArray *
array (gsize size)
{
  return g_array_new (FALSE, TRUE, (guint)size);
}

static SvFacts *
empty_facts (void)
{
  SvFacts *facts = g_new0 (SvFacts, 1);
  facts->received = array (sizeof (SvReceived));
  facts->received_spf = array (sizeof (SvReceivedSpf));
  facts->auth_results = array (sizeof (SvAuthResults));
  facts->signatures = array (sizeof (SvDkimSignature));
  facts->client_headers = array (sizeof (SvClientHeader));
  facts->from = array (sizeof (SvMailbox));
  return facts;
}

static SvReport *
report_new (const char *file)
{
  SvReport *report = g_new0 (SvReport, 1);
  report->message = g_new0 (SvMessage, 1);
  report->message->file = g_strdup (file);
  report->message->format = SV_INPUT_MESSAGE;
  report->facts = empty_facts ();
  report->identity = g_new0 (SvIdentity, 1);
  report->identity->hop = -1;
  report->findings = array (sizeof (SvFinding));
  return report;
}

static void
add_hops (SvFacts *facts)
{
  /* 2026-03-01 10:00:05 +09:00, and a minute and a half before it. */
  SvReceived hops[] = {
    { .line = 2,
      .by = "imap.example.com",
      .with = "LMTP",
      .id = "A1",
      .has_date = TRUE,
      .date = 1772326805,
      .zone = 540 },
    { .line = 4,
      .helo = "mail.example.org",
      .rdns = "host7.example.net",
      .ip = ip ("203.0.113.7"),
      .by = "mx.example.com",
      .with = "ESMTPS",
      .id = "B2",
      .for_ = "bob@example.com",
      .has_date = TRUE,
      .date = 1772326804,
      .zone = 0 },
    { .line = 9,
      .helo = "[10.0.0.5]",
      .ip = ip ("10.0.0.5"),
      .by = "mail.example.org",
      .with = "ESMTPSA",
      .has_date = TRUE,
      .date = 1772326700,
      .zone = -210 },
  };
  g_array_append_vals (facts->received, hops, G_N_ELEMENTS (hops));
}

static void
add_received_spf (SvFacts *facts)
{
  SvReceivedSpf field = { .line = 6,
                          .result = "softfail",
                          .result_raw = "SoftFail",
                          .client_ip = ip ("203.0.113.7"),
                          .client_ip_from = SV_IP_FROM_KEY,
                          .envelope_from = "alice@example.org",
                          .helo = "mail.example.org",
                          .receiver = "mx.example.com",
                          .identity = "mailfrom",
                          .comment = "mx.example.com: domain of transitioning alice@example.org "
                                     "discourages use of 203.0.113.7 as permitted sender" };
  g_array_append_val (facts->received_spf, field);
}

static void
add_auth_results (SvFacts *facts, guint line, const char *id, const SvMethodResult *results,
                  guint n, const SvProperty *properties, guint n_properties)
{
  SvAuthResults field = { .line = line, .header = "authentication-results", .authserv_id = id };
  field.results = array (sizeof (SvMethodResult));
  field.properties = array (sizeof (SvProperty));
  g_array_append_vals (field.results, results, n);
  g_array_append_vals (field.properties, properties, n_properties);
  g_array_append_val (facts->auth_results, field);
}

static void
add_believed_results (SvFacts *facts)
{
  const SvProperty properties[] = {
    { "smtp.mailfrom", "alice@example.org" },
    { "header.d", "example.org" },
    { "header.s", "s1" },
    { "header.b", "AbCdEfGh" },
    { "header.d", "twice.example" },
    { "header.from", "example.org" },
  };
  const SvMethodResult results[] = {
    { .method = "spf",
      .result = "softfail",
      .result_raw = "softfail",
      .comment = "not listed",
      .first_property = 0,
      .n_properties = 1 },
    { .method = "dkim",
      .result = "pass",
      .result_raw = "pass",
      .first_property = 1,
      .n_properties = 4 },
    { .method = "dmarc",
      .result = "pass",
      .result_raw = "Pass",
      .reason = "aligned",
      .first_property = 5,
      .n_properties = 1 },
  };
  add_auth_results (facts, 7, "mx.example.com", results, G_N_ELEMENTS (results), properties,
                    G_N_ELEMENTS (properties));
}

static void
add_claimed_results (SvFacts *facts)
{
  const SvMethodResult results[]
      = { { .method = "dkim", .result = "pass", .result_raw = "pass", .n_properties = 1 } };
  const SvProperty properties[] = { { "header.d", "list.example.net" } };
  add_auth_results (facts, 11, "stranger.example", results, G_N_ELEMENTS (results), properties,
                    G_N_ELEMENTS (properties));
}

static void
fill_facts (SvFacts *facts)
{
  const SvMailbox from = { "Alice", "alice@example.org", "example.org" };
  const SvDkimSignature signatures[] = {
    { .line = 13,
      .domain = "example.org",
      .selector = "s1",
      .algorithm = "rsa-sha256",
      .signature = "AbCdEfGhIjKl" },
    { .line = 15,
      .domain = "list.example.net",
      .selector = "l",
      .identity = "@list.example.net",
      .algorithm = "ed25519-sha256",
      .signature = "Zz" },
  };
  facts->has_return_path = TRUE;
  facts->return_path = "alice@example.org";
  facts->return_path_line = 1;
  add_hops (facts);
  add_received_spf (facts);
  add_believed_results (facts);
  add_claimed_results (facts);
  g_array_append_vals (facts->signatures, signatures, G_N_ELEMENTS (signatures));
  facts->arc_instances = 2;
  facts->message_id = "<1@example.org>";
  facts->subject = "Invoice 7";
  facts->has_date = TRUE;
  facts->date = 1772326700;
  facts->zone = -210;
  g_array_append_val (facts->from, from);
}

static void
fill_identity (SvIdentity *identity)
{
  static const SvRole roles[] = { SV_ROLE_INTERNAL, SV_ROLE_BORDER, SV_ROLE_OUTSIDE };
  identity->ip = ip ("203.0.113.7");
  identity->ip_from = SV_FROM_RECEIVED_SPF;
  identity->ip_line = 6;
  identity->hop = 1;
  identity->roles = g_memdup2 (roles, sizeof roles);
  identity->mail_from = "alice@example.org";
  identity->mail_from_from = SV_FROM_RETURN_PATH;
  identity->mail_from_line = 1;
  identity->helo = "mail.example.org";
  identity->helo_from = SV_FROM_RECEIVED;
  identity->helo_line = 4;
  identity->confidence = SV_CONFIDENCE_HIGH;
  identity->why = "The receiver wrote the address down.";
  identity->receiver = "mx.example.com";
  identity->spf_trusted = g_new (SvTrust, 1);
  identity->spf_trusted[0] = SV_TRUST_RECEIVER;
  identity->results_trusted = g_new0 (SvTrust, 2);
  identity->results_trusted[0] = SV_TRUST_RECEIVER;
}

static void
add_step (GArray *trace, guint depth, const char *domain, const char *term, const char *target,
          SvSpfOutcome outcome, guint lookups)
{
  SvSpfStep step = { .depth = depth,
                     .domain = g_strdup (domain),
                     .term = g_strdup (term),
                     .target = g_strdup (target),
                     .outcome = outcome,
                     .lookups = lookups };
  g_array_append_val (trace, step);
}

static SvSpfEvaluation *
evaluation_new (void)
{
  SvSpfEvaluation *spf = g_new0 (SvSpfEvaluation, 1);
  spf->state = SV_SPF_STATE_DONE;
  spf->result = SV_SPF_SOFTFAIL;
  spf->domain = g_strdup ("example.org");
  spf->sender = g_strdup ("alice@example.org");
  spf->record = g_strdup ("v=spf1 include:_spf.example.net exists:%{i}.spf.example.org ~all");
  spf->mechanism = g_strdup ("~all");
  spf->path = g_ptr_array_new ();
  g_ptr_array_add (spf->path, (gpointer) "example.org");
  spf->lookups = 2;
  spf->voids = 1;
  spf->trace = array (sizeof (SvSpfStep));
  add_step (spf->trace, 0, "example.org", "include:_spf.example.net", "_spf.example.net",
            SV_SPF_OUTCOME_NO_MATCH, 1);
  add_step (spf->trace, 1, "_spf.example.net", "ip4:192.0.2.0/24", NULL, SV_SPF_OUTCOME_NO_MATCH,
            1);
  add_step (spf->trace, 1, "_spf.example.net", "-all", NULL, SV_SPF_OUTCOME_MATCH, 1);
  add_step (spf->trace, 0, "example.org", "exists:%{i}.spf.example.org",
            "203.0.113.7.spf.example.org", SV_SPF_OUTCOME_NO_MATCH, 2);
  add_step (spf->trace, 0, "example.org", "~all", NULL, SV_SPF_OUTCOME_MATCH, 2);
  g_array_index (spf->trace, SvSpfStep, 0).record = g_strdup ("v=spf1 ip4:192.0.2.0/24 -all");
  g_array_index (spf->trace, SvSpfStep, 3).voids = 1;
  g_array_index (spf->trace, SvSpfStep, 4).voids = 1;
  g_array_index (spf->trace, SvSpfStep, 4).decides = TRUE;
  spf->witness.result = "softfail";
  return spf;
}

static void
add_finding (SvReport *report, const SvFindingText *text, guint line, const char *const *values)
{
  SvFinding finding = { text, text->severity, line, g_ptr_array_new_with_free_func (g_free) };
  for (; values && *values; values++)
    g_ptr_array_add (finding.values, g_strdup (*values));
  g_array_append_val (report->findings, finding);
}

static void
add_findings (SvReport *report)
{
  const char *const softfail[]
      = { "ip", "203.0.113.7", "domain", "example.org", "term", "ip4:203.0.113.7", NULL };
  const char *const claim[]
      = { "header", "Authentication-Results", "who", "stranger.example", NULL };
  add_finding (report, &softfail_text, 6, softfail);
  add_finding (report, &claim_text, 11, claim);
  add_finding (report, &agrees_text, 0, NULL);
}

SvReport *
sample_report_new (void)
{
  SvReport *report = report_new ("invoice.eml");
  report->message->size = 4321;
  fill_facts (report->facts);
  fill_identity (report->identity);
  report->spf = evaluation_new ();
  report->stored = (SvStored){ .spf = "softfail",
                               .spf_header = "Received-SPF",
                               .spf_line = 6,
                               .spf_trust = SV_TRUST_RECEIVER,
                               .dkim = "pass",
                               .dkim_line = 7,
                               .dmarc = "pass",
                               .dmarc_line = 7,
                               .arc = "pass",
                               .arc_line = 7 };
  report->comparison = (SvComparison){ SV_COMPARE_AGREE, "softfail", "softfail", NULL };
  report->alignment.from_domain = "example.org";
  report->alignment.ascii_domain = g_strdup ("example.org");
  report->alignment.organizational_domain = g_strdup ("example.org");
  report->alignment.spf_domain = "example.org";
  report->alignment.spf_aligned = SV_ALIGNED_STRICT;
  report->alignment.dkim_aligned = SV_ALIGNED_STRICT;
  report->alignment.dkim_domain = "example.org";
  report->signatures = sv_signatures_judge (report->facts, report->identity);
  g_array_index (report->signatures, SvJudgedSignature, 0).aligned = SV_ALIGNED_STRICT;
  g_array_index (report->signatures, SvJudgedSignature, 1).aligned = SV_ALIGNED_NONE;
  add_findings (report);
  return report;
}

SvReport *
sample_report_empty (void)
{
  SvReport *report = report_new ("-");
  report->comparison = (SvComparison){ SV_COMPARE_NOT_EVALUATED, NULL, NULL, "no-client-ip" };
  report->signatures = array (sizeof (SvJudgedSignature));
  return report;
}

static void
free_facts (SvFacts *facts)
{
  for (guint i = 0; i < facts->auth_results->len; i++)
    {
      SvAuthResults *field = &g_array_index (facts->auth_results, SvAuthResults, i);
      g_array_unref (field->results);
      g_array_unref (field->properties);
    }
  GArray *arrays[] = { facts->received,   facts->received_spf,   facts->auth_results,
                       facts->signatures, facts->client_headers, facts->from };
  for (gsize i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_array_unref (arrays[i]);
  g_free (facts);
}

static void
free_evaluation (SvSpfEvaluation *spf)
{
  if (!spf)
    return;
  for (guint i = 0; i < spf->trace->len; i++)
    {
      SvSpfStep *step = &g_array_index (spf->trace, SvSpfStep, i);
      g_free (step->domain);
      g_free (step->term);
      g_free (step->target);
      g_free (step->record);
    }
  char *owned[] = { spf->domain,       spf->sender,         spf->record,     spf->mechanism,
                    spf->problem_term, spf->problem_domain, spf->explanation };
  for (gsize i = 0; i < G_N_ELEMENTS (owned); i++)
    g_free (owned[i]);
  g_ptr_array_unref (spf->path);
  g_array_unref (spf->trace);
  g_free (spf);
}

void
sample_report_free (SvReport *report)
{
  for (guint i = 0; i < report->findings->len; i++)
    g_ptr_array_unref (g_array_index (report->findings, SvFinding, i).values);
  g_array_unref (report->findings);
  g_array_unref (report->signatures);
  free_facts (report->facts);
  free_evaluation (report->spf);
  g_free (report->identity->roles);
  g_free (report->identity->spf_trusted);
  g_free (report->identity->results_trusted);
  g_free (report->identity);
  g_free (report->alignment.ascii_domain);
  g_free (report->alignment.organizational_domain);
  g_free (report->message->file);
  g_free (report->message);
  g_free (report);
}

char *
sample_write (const char *format, const SvOutputOptions *options, const SvTotals *totals,
              SvReport *const *reports)
{
  char *text = NULL;
  size_t len;
  FILE *stream = open_memstream (&text, &len);
  SvTotals none = { 0 };
  SvOutput output;
  sv_output_init (&output, sv_format_find (format), stream, options);
  sv_output_begin (&output);
  for (; *reports; reports++)
    sv_output_report (&output, *reports);
  sv_output_end (&output, totals ? totals : &none);
  fclose (stream);
  char *copy = g_strndup (text, len);
  free (text);
  return copy;
}

int
sample_widest (const char *text)
{
  int widest = 0;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line; line++)
    widest = MAX (widest, sv_text_columns (*line));
  return widest;
}
