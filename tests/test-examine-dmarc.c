/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of DMARC in a whole examination: what it is evaluated on, its result, its findings, what
 * data say of it. */

#include "mail.h"
#include "sample-report.h"
#include "suite.h"
#include "world.h"

#include <string.h>

/* A client of 192.0.2.1, judged by mx.example.net; one signature of `d`. */
#define HOP \
  "Received: from client.example.com (client.example.com [192.0.2.1]) by mx.example.net; date\n"
#define FROM(domain) "Return-Path: <a@" domain ">\nFrom: A <a@example.com>\n\n"
#define SIGNED(d) \
  "DKIM-Signature: v=1; a=rsa-sha256; d=" d "; s=s; h=from; bh=AAAA; b=AbCdEfGhIjKl\n"
#define STORED(words) "Authentication-Results: mx.example.net; " words "\n"

#define NOTHING "$DEFAULT NXDOMAIN\nexample.com. 0 IN TXT \"other\"\n"
#define OURS(record) NOTHING "_dmarc.example.com. 0 IN TXT \"" record "\"\n"
#define SPF_OF(domain, record) domain ". 0 IN TXT \"v=spf1 " record "\"\n"

/* clang-format off */
static const struct
{
  const char *row, *text, *zone;
  const char *expected; /* "RESULT POLICY>EFFECTIVE rests on WORD: dmarc-… findings, spf-not-aligned with its severity" */
} rows[] = {
  { "fresh SPF passes", HOP FROM ("example.com"),
    OURS ("v=DMARC1; p=reject") SPF_OF ("example.com", "ip4:192.0.2.1 -all"),
    "pass reject>reject fresh: dmarc-pass" },
  { "fresh SPF goes before the stored one", STORED ("spf=pass smtp.mailfrom=a@example.com") HOP FROM ("example.com"),
    OURS ("v=DMARC1; p=reject") SPF_OF ("example.com", "-all"),
    "fail reject>reject fresh: dmarc-fail" },
  { "stored DKIM passes", STORED ("dkim=pass header.d=example.com") HOP SIGNED ("example.com") FROM ("example.net"),
    OURS ("v=DMARC1; p=quarantine") SPF_OF ("example.net", "-all"),
    "pass quarantine>quarantine mixed: dmarc-pass" },
  { "a stranger's DKIM result is none", HOP "Authentication-Results: x.example; dkim=pass header.d=example.com\n"
    SIGNED ("example.com") FROM ("example.net"),
    OURS ("v=DMARC1; p=quarantine") SPF_OF ("example.net", "-all"),
    "- quarantine>quarantine -:" },
  { "an aligned signature without a verdict", HOP SIGNED ("example.com") FROM ("example.net"),
    OURS ("v=DMARC1; p=none") SPF_OF ("example.net", "-all"), "- none>none -:" },
  { "a foreign signature without a verdict", HOP SIGNED ("example.net") FROM ("example.net"),
    OURS ("v=DMARC1; p=none") SPF_OF ("example.net", "ip4:192.0.2.1"),
    "fail none>none fresh: dmarc-fail spf-not-aligned@2 dmarc-policy-none" },
  { "DKIM temperror", STORED ("dkim=temperror header.d=example.com") HOP SIGNED ("example.com") FROM ("example.net"),
    OURS ("v=DMARC1; p=reject") SPF_OF ("example.net", "-all"), "temperror reject>reject mixed:" },
  { "DKIM passes, SPF for another: a notice", STORED ("dkim=pass header.d=example.com") HOP SIGNED ("example.com") FROM ("example.net"),
    OURS ("v=DMARC1; p=reject") SPF_OF ("example.net", "ip4:192.0.2.1"),
    "pass reject>reject mixed: spf-not-aligned@1 dmarc-pass" },
  { "stored SPF where the address is not known", STORED ("spf=pass smtp.mailfrom=a@example.com") FROM ("example.com"),
    OURS ("v=DMARC1; p=reject"), "pass reject>reject stored: dmarc-pass" },
  { "no envelope sender: nothing is known of SPF", "From: A <a@example.com>\n\n",
    OURS ("v=DMARC1; p=reject"), "- reject>reject -:" },
  { "strict", HOP FROM ("bounce.example.com"),
    OURS ("v=DMARC1; p=reject; aspf=s") SPF_OF ("bounce.example.com", "ip4:192.0.2.1"),
    "fail reject>reject fresh: dmarc-fail" },
  { "no record", HOP FROM ("example.com"), NOTHING SPF_OF ("example.com", "-all"),
    "none ->- -: dmarc-none" },
  { "t=y", HOP FROM ("example.com"),
    OURS ("v=DMARC1; p=quarantine; t=y") SPF_OF ("example.com", "ip4:192.0.2.1"),
    "pass quarantine>none fresh: dmarc-policy-none dmarc-rfc7489-differs dmarc-pass" },
  { "two records", HOP FROM ("example.com"),
    OURS ("v=DMARC1; p=none") "_dmarc.example.com. 0 IN TXT \"v=DMARC1; p=reject\"\n",
    "none ->- -: dmarc-record-invalid dmarc-none" },
  { "at the wrong name", HOP FROM ("example.com"),
    NOTHING "example.com. 0 IN TXT \"v=DMARC1; p=reject\"\n",
    "none ->- -: dmarc-record-invalid dmarc-none" },
  { "a mistake beside a policy", HOP FROM ("example.com"),
    OURS ("v=DMARC1; p=reject; adkim=x") SPF_OF ("example.com", "ip4:192.0.2.1"),
    "pass reject>reject fresh: dmarc-record-invalid dmarc-pass" },
  { "SERVFAIL", HOP FROM ("example.com"),
    NOTHING "_dmarc.example.com. 0 IN ANY !SERVFAIL\n" SPF_OF ("example.com", "ip4:192.0.2.1"),
    "temperror ->- -:" },
  { "psd=n below: SPF of the parent does not count", HOP "Return-Path: <a@example.com>\nFrom: <a@unit.example.com>\n\n",
    OURS ("v=DMARC1; p=reject") "_dmarc.unit.example.com. 0 IN TXT \"v=DMARC1; p=reject; psd=n\"\n"
    SPF_OF ("example.com", "ip4:192.0.2.1"),
    "fail reject>reject fresh: dmarc-fail spf-not-aligned@2 dmarc-rfc7489-differs" },
  { "unrecorded", HOP FROM ("example.com"), SPF_OF ("example.com", "ip4:192.0.2.1"), "- ->- -:" },
  { "no author", HOP "Return-Path: <a@example.com>\n\n", OURS ("v=DMARC1; p=reject"),
    "- ->- -: dmarc-from-missing" },
};
/* clang-format on */

/* The findings about DMARC and alignment, all texts filled. */
static void
describe_findings (const char *row, const GArray *findings, GString *out)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const SvFinding *finding = &g_array_index (findings, SvFinding, i);
      const char *id = finding->text->id;
      gboolean aligned = strcmp (id, "spf-not-aligned") == 0;
      g_autofree char *title = sv_finding_title (finding);
      g_autofree char *detail = sv_finding_detail (finding);
      g_autofree char *remedy = sv_finding_remedy (finding);
      CHECK (row, title && !strpbrk (title, "{?"));
      CHECK (row, !detail || !strpbrk (detail, "{?"));
      CHECK (row, !remedy || !strpbrk (remedy, "{?"));
      if (g_str_has_prefix (id, "dmarc-"))
        g_string_append_printf (out, " %s", id);
      else if (aligned)
        g_string_append_printf (out, " %s@%u", id, finding->severity);
    }
}

static const char *
or_dash (const char *text)
{
  return text ? text : "-";
}

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (World) test = { 0 };
      world_init (&test, rows[i].zone);
      g_autoptr (SvReport) report = sv_examine (mail_message (rows[i].text), &test.world);
      const SvDmarcEvaluation *dmarc = report->dmarc;
      g_autoptr (GString) out = g_string_new (or_dash (sv_dmarc_word (dmarc)));
      gboolean rests = sv_dmarc_word (dmarc) && dmarc->policy_tag;
      g_string_append_printf (
          out, " %s>%s %s:", or_dash (dmarc ? sv_dmarc_policy_name (dmarc->policy) : NULL),
          or_dash (dmarc ? sv_dmarc_policy_name (dmarc->effective_policy) : NULL),
          or_dash (rests ? sv_rests_on_name (report->identifiers->rests_on) : NULL));
      describe_findings (rows[i].row, report->findings, out);
      CHECK_STR (rows[i].row, out->str, rows[i].expected);
    }
}

/* Without any DNS there is alignment only, by the list. */
static void
test_no_dns (void)
{
  g_auto (World) test = { 0 };
  world_init (&test, "");
  g_autoptr (SvReport) report
      = sv_examine (mail_message (HOP FROM ("mail.example.com")), &test.world);
  CHECK ("not evaluated", !report->dmarc && !report->dmarc_rfc7489 && !report->identifiers);
  CHECK_INT ("aligned", report->alignment.spf_aligned, SV_ALIGNED_RELAXED);
  CHECK_STR ("organization", report->alignment.organizational_domain, "example.com");
}

#define UNIT_MAIL HOP "Return-Path: <a@example.com>\nFrom: <a@unit.example.com>\n\n"

/* The tree walk's alignment goes before that of the list. */
static void
test_alignment (void)
{
  g_auto (World) test = { 0 };
  world_init (
      &test,
      OURS ("v=DMARC1; p=none") "_dmarc.unit.example.com. 0 IN TXT \"v=DMARC1; p=none; psd=n\"\n");
  g_autoptr (SvReport) report = sv_examine (mail_message (UNIT_MAIL), &test.world);
  CHECK_INT ("by the walk", report->alignment.spf_aligned, SV_ALIGNED_NONE);
  CHECK_STR ("organization", report->alignment.organizational_domain, "unit.example.com");
  CHECK_INT ("by the list", report->dmarc_rfc7489->spf_aligned, SV_ALIGNED_RELAXED);
}

#define UNIT_ZONE \
  OURS ("v=DMARC1; p=reject; sp=none") \
  "_dmarc.unit.example.com. 0 IN TXT \"v=DMARC1; p=quarantine; psd=n; t=y\"\n" SPF_OF ( \
      "example.com", "ip4:192.0.2.1")

/* What each format says of a message that both RFCs judge, with another result. */
/* clang-format off */
static const struct { const char *format, *part; } outputs[] = {
  { "jsonl", "\"dmarc\":{\"from_domain\":\"unit.example.com\",\"organizational_domain\":\"unit.example.com\","
    "\"policy_domain\":\"unit.example.com\",\"record\":\"v=DMARC1; p=quarantine; psd=n; t=y\","
    "\"policy\":\"quarantine\",\"effective_policy\":\"none\",\"rests_on\":\"fresh\",\"testing\":true,"
    "\"spf_aligned\":\"none\",\"dkim_aligned\":null,\"result\":\"fail\","
    "\"rfc7489\":{\"from_domain\":\"unit.example.com\",\"organizational_domain\":\"example.com\","
    "\"policy_domain\":\"unit.example.com\",\"record\":\"v=DMARC1; p=quarantine; psd=n; t=y\","
    "\"policy\":\"quarantine\",\"effective_policy\":\"quarantine\",\"rests_on\":\"fresh\",\"testing\":false,"
    "\"spf_aligned\":\"relaxed\",\"dkim_aligned\":null,\"result\":\"pass\",\"stored\":null},\"stored\":null}," },
  { "csv", ",fail,quarantine,,,\r\n" },
  { "text", "  DMARC  -       fail  unit.example.com  -\n" },
  { "text", "\nDMARC of unit.example.com\n"
    "  v=DMARC1; p=quarantine; psd=n; t=y\n"
    "  The policy of unit.example.com asks receivers to do nothing about mail that\n"
    "  fails.\n"
    "  It is being tried out (t=y): otherwise it would be quarantine.\n"
    "  SPF passes for example.com, which is not aligned with unit.example.com.\n"
    "  There is no DKIM signature.\n"
    "  This rests on present verdicts.\n"
    "  By RFC 7489, with the public suffix list: pass, policy quarantine of\n"
    "  unit.example.com.\n" },
};
/* clang-format on */

static void
test_outputs (void)
{
  static const SvOutputOptions options = { .width = 80 };
  g_auto (World) test = { 0 };
  world_init (&test, UNIT_ZONE);
  g_autoptr (SvReport) report = sv_examine (mail_message (UNIT_MAIL), &test.world);
  SvReport *reports[] = { report, NULL };
  for (gsize i = 0; i < G_N_ELEMENTS (outputs); i++)
    {
      g_autofree char *text = sample_write (outputs[i].format, &options, NULL, reports);
      if (!strstr (text, outputs[i].part))
        CHECK_STR (outputs[i].format, text, outputs[i].part);
      else
        CHECK (outputs[i].format, TRUE);
    }
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "results and findings", test_rows },
    { "no DNS", test_no_dns },
    { "alignment", test_alignment },
    { "outputs", test_outputs },
    { NULL, NULL },
  };
  return suite_run ("examine-dmarc", tests);
}
