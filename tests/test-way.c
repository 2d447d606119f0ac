/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of what happened on the way: forwarders, lists, relays, services, clocks, and of the advice
 * that is refused there. */

#include "judge/findings.h"
#include "judge/way.h"

#include "mail.h"
#include "suite.h"

#include <string.h>

/* The receiver's hop and its verdict on client CLIENT (name and address), envelope sender SENDER.
 */
#define RECEIVED(client, ip, for_) \
  "Received: from " client " (" client " [" ip "]) by mx.example.org (Postfix) with ESMTPS id A1 " \
  "for <" for_ ">; Sun, 1 Nov 2026 07:00:10 +0000\n"
#define VERDICT(word, ip, sender) \
  "Return-Path: <" sender ">\n" \
  "Received-SPF: " word " (mx.example.org: domain of " sender ") receiver=mx.example.org; " \
  "client-ip=" ip "; envelope-from=" sender "\n"
#define FORWARDER \
  VERDICT ("fail", "198.51.100.7", "a@example.com") \
  RECEIVED ("fwd.example.net", "198.51.100.7", "b@example.org")
#define TAKEN \
  "Received: from client.example.com (client.example.com [192.0.2.1]) by fwd.example.net with " \
  "ESMTPS id B1 for <b@example.net>; Sun, 1 Nov 2026 07:00:01 +0000\n"
#define FROM "From: A <a@example.com>\nTo: b@example.net\n\n"

/* One letter a kind: d direct, f forwarded, s SRS, l list; "r" a relay of one's own. */
static const struct
{
  const char *row;
  const char *text;
  const char *said_relay;
  const char *way;
  guint line;
  const char *forwarder;
  const char *service;
  guint travel_line;
} rows[] = {
  { "straight",
    VERDICT ("pass", "192.0.2.1", "a@example.com")
        RECEIVED ("client.example.com", "192.0.2.1", "b@example.org") FROM,
    NULL, "d" },

  /* Plain forwarding. */
  { "delivered to a mailbox of the forwarder", FORWARDER "Delivered-To: b@example.net\n" TAKEN FROM,
    NULL, "f", 4, "fwd.example.net" },
  { "its address at the forwarder", FORWARDER "X-Original-To: b@example.net\n" TAKEN FROM, NULL,
    "f", 4, "fwd.example.net" },
  { "X-Forwarded-To on top", "X-Forwarded-To: b@example.org\n" FORWARDER TAKEN FROM, NULL, "f", 1,
    "fwd.example.net" },
  { "resent", FORWARDER "Resent-From: b@example.net\n" TAKEN FROM, NULL, "f", 4,
    "fwd.example.net" },
  { "the forwarder's own verdict",
    FORWARDER "Received-SPF: pass (fwd.example.net: x) client-ip=192.0.2.1; "
              "receiver=fwd.example.net\n" TAKEN FROM,
    NULL, "f", 4, "fwd.example.net" },
  { "the same in the other field",
    FORWARDER
    "Authentication-Results: fwd.example.net; spf=pass smtp.mailfrom=a@example.com\n" TAKEN FROM,
    NULL, "f", 4, "fwd.example.net" },
  { "delivered to the receiver alone", "Delivered-To: b@example.org\n" FORWARDER TAKEN FROM, NULL,
    "d" },
  { "a smarthost", FORWARDER TAKEN FROM, NULL, "d" },
  { "nobody handed it to the forwarder",
    FORWARDER "Delivered-To: b@example.net\nReceived: from app (app [10.0.0.1]) by "
              "fwd.example.net; Sun, 1 Nov 2026 07:00:01 +0000\n" FROM,
    NULL, "d" },
  { "the author's own server",
    VERDICT ("pass", "192.0.2.1", "a@example.com") RECEIVED (
        "out.example.com", "192.0.2.1",
        "b@example.org") "Delivered-To: x@example.com\nReceived: from pc.example.net "
                         "(pc.example.net "
                         "[203.0.113.9]) by out.example.com; Sun, 1 Nov 2026 07:00:01 +0000\n" FROM,
    NULL, "d" },

  /* Rewritten senders. */
  { "SRS",
    VERDICT ("pass", "198.51.100.7", "SRS0=HHHH=TT=example.com=a@fwd.example.net")
        RECEIVED ("fwd.example.net", "198.51.100.7", "b@example.org") TAKEN FROM,
    NULL, "s", 2, "fwd.example.net" },
  { "Gmail's forwarding",
    VERDICT ("pass", "198.51.100.7", "x+caf_=b=example.org@example.net")
        RECEIVED ("fwd.example.net", "198.51.100.7", "b@example.org") TAKEN FROM,
    NULL, "s", 2, "x@example.net" },
  { "BATV is the sender's own",
    VERDICT ("pass", "192.0.2.1", "prvs=2345AB67CD=a@example.com")
        RECEIVED ("client.example.com", "192.0.2.1", "b@example.org") FROM,
    NULL, "d" },

  /* Lists. */
  { "a list",
    VERDICT ("pass", "198.51.100.7", "users-bounces@lists.example.net")
        RECEIVED ("lists.example.net", "198.51.100.7",
                  "b@example.org") "List-Id: Users <users.lists.example.net>\n" FROM,
    NULL, "l", 4, "lists.example.net" },
  { "a list elsewhere, with VERP",
    VERDICT ("pass", "198.51.100.7", "users-bounces+b=example.org@out.example.edu")
        RECEIVED ("out.example.edu", "198.51.100.7",
                  "b@example.org") "List-Id: <users.lists.example.net>\n" FROM,
    NULL, "l", 4, "out.example.edu" },
  { "a list without brackets",
    VERDICT ("pass", "198.51.100.7", "users-bounces@lists.example.net")
        RECEIVED ("lists.example.net", "198.51.100.7",
                  "b@example.org") "List-Id: users.lists.example.net\n" FROM,
    NULL, "l", 4, "lists.example.net" },
  { "a newsletter",
    VERDICT ("pass", "192.0.2.1", "bounce@example.com") RECEIVED (
        "out.example.com", "192.0.2.1", "b@example.org") "List-Id: <news.example.com>\n" FROM,
    NULL, "d" },
  { "a newsletter through a service",
    VERDICT ("pass", "192.0.2.1", "bounce@mail1.sendgrid.net")
        RECEIVED ("mail1.sendgrid.net", "192.0.2.1",
                  "b@example.org") "List-Id: <1.list-id.sendgrid.net>\n" FROM,
    NULL, "d", 0, NULL, "SendGrid" },
  { "a List-Id alone",
    VERDICT ("pass", "192.0.2.1", "a@example.com")
        RECEIVED ("client.example.com", "192.0.2.1",
                  "b@example.org") "List-Id: <users.lists.example.net>\n" FROM,
    NULL, "d" },

  /* Relays of the receiver's own. */
  { "named by the user",
    VERDICT ("fail", "198.51.100.7", "a@example.com")
        RECEIVED ("fwd.example.net", "198.51.100.7", "b@example.org") TAKEN FROM,
    "198.51.100.7", "dr" },
  { "of the receiver's name",
    VERDICT ("fail", "198.51.100.7", "a@example.com") RECEIVED (
        "gate.example.org", "198.51.100.7",
        "b@example.org") "Received: from client.example.com (client.example.com [192.0.2.1]) by "
                         "gate.example.org; Sun, 1 Nov 2026 07:00:01 +0000\n" FROM,
    NULL, "dr" },
  { "mail within the house",
    VERDICT ("pass", "198.51.100.7", "a@example.org")
        RECEIVED ("out.example.org", "198.51.100.7", "b@example.org") FROM,
    NULL, "d" },
  { "Google's inbound gateway",
    "ARC-Authentication-Results: i=1; mx.google.com; gateway.spf=pass (google.com: domain "
    "example.org configured 198.51.100.7 as internal address) smtp.mailfrom=a@example.com "
    "smtp.remote-ip=198.51.100.7 policy.d=example.org\n"
    "Received: from gate.example.net (gate.example.net. [198.51.100.7]) by mx.google.com with "
    "ESMTPS id x3; Sun, 1 Nov 2026 07:00:10 +0000\n"
    "Authentication-Results: mx.google.com; gateway.spf=pass (google.com: domain example.org "
    "configured 198.51.100.7 as internal address) smtp.mailfrom=a@example.com "
    "smtp.remote-ip=198.51.100.7 policy.d=example.org\n"
    "Return-Path: <a@example.com>\n" FROM,
    NULL, "dr" },

  /* Services and clocks. */
  { "a service by its reverse name",
    VERDICT ("softfail", "192.0.2.1", "a@example.com")
        RECEIVED ("a1.smtp-out.amazonses.com", "192.0.2.1", "b@example.org") FROM,
    NULL, "d", 0, NULL, "Amazon SES" },
  { "what only calls itself so",
    VERDICT ("softfail", "192.0.2.1",
             "a@example.com") "Received: from a1.smtp-out.amazonses.com (unknown [192.0.2.1]) by "
                              "mx.example.org; Sun, 1 "
                              "Nov 2026 07:00:10 +0000\n" FROM,
    NULL, "d" },
  { "… and passes",
    VERDICT ("pass", "192.0.2.1",
             "a@example.com") "Received: from a1.smtp-out.amazonses.com (unknown [192.0.2.1]) by "
                              "mx.example.org; Sun, 1 "
                              "Nov 2026 07:00:10 +0000\n" FROM,
    NULL, "d", 0, NULL, "Amazon SES" },
  { "a clock five minutes off",
    VERDICT ("pass", "192.0.2.1", "a@example.com")
        RECEIVED ("client.example.com", "192.0.2.1",
                  "b@example.org") "Received: from app (app [10.0.0.1]) by client.example.com; "
                                   "Sun, 1 Nov 2026 07:05:10 "
                                   "+0000\n" FROM,
    NULL, "d" },
  { "and one second more, in another zone",
    VERDICT ("pass", "192.0.2.1", "a@example.com")
        RECEIVED ("client.example.com", "192.0.2.1",
                  "b@example.org") "Received: from app (app [10.0.0.1]) by client.example.com; "
                                   "Sun, 1 Nov 2026 16:05:11 "
                                   "+0900\n" FROM,
    NULL, "d", 0, NULL, NULL, 3 },
  { "no hops", "Return-Path: <a@example.com>\n" FROM, NULL, "d" },
  { "nothing at all", "\n", NULL, "d" },
};

static void
test_ways (void)
{
  static const char letters[] = { 'd', 'f', 's', 'l' };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *row = rows[i].row;
      const char *const relays[] = { rows[i].said_relay, NULL };
      g_autoptr (SvFacts) facts = mail_facts (rows[i].text);
      SvSaid said = { .relay = rows[i].said_relay ? relays : NULL };
      g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
      SvStored stored;
      sv_stored_find (facts, identity, &stored);
      SvWay way;
      sv_way_find (facts, identity, &stored, &way);
      char found[] = { letters[way.kind], way.own_relay ? 'r' : '\0', '\0' };
      CHECK_STR (row, found, rows[i].way);
      CHECK_INT (row, way.line, rows[i].line);
      CHECK_STR (row, way.forwarder, rows[i].forwarder);
      CHECK_STR (row, way.service ? way.service->name : NULL, rows[i].service);
      CHECK_INT (row, way.travel_line, rows[i].travel_line);
      CHECK_IP (row, &way.relay_ip, way.own_relay ? "198.51.100.7" : NULL);
      if (way.own_relay && way.outside_ip.family)
        CHECK_IP (row, &way.outside_ip, "192.0.2.1");
    }
}

/* ---- what the report makes of it ---- */

/* Findings in order, and words that their remedies together must not hold, and must hold. */
static const struct
{
  const char *row;
  const char *text;
  SvSpfResult result;
  const char *mechanism;
  SvAligned aligned;
  const char *findings;
  const char *refused;
  const char *advised;
} reports[] = {
  { "direct softfail",
    VERDICT ("softfail", "192.0.2.1", "a@example.com")
        RECEIVED ("client.example.com", "192.0.2.1", "b@example.org") FROM,
    SV_SPF_SOFTFAIL, "~all", SV_ALIGNED_STRICT, "spf-softfail stored-agrees", "DKIM",
    "add ip4:192.0.2.1" },
  { "forwarded fail", FORWARDER "Delivered-To: b@example.net\n" TAKEN FROM, SV_SPF_FAIL, "-all",
    SV_ALIGNED_STRICT, "spf-fail forwarded stored-agrees", "add ip4:", "DKIM" },
  { "forwarded softfail",
    VERDICT ("softfail", "198.51.100.7", "a@example.com")
        RECEIVED ("fwd.example.net", "198.51.100.7",
                  "b@example.org") "Delivered-To: b@example.net\n" TAKEN FROM,
    SV_SPF_SOFTFAIL, "~all", SV_ALIGNED_STRICT, "spf-softfail forwarded stored-agrees",
    "add ip4:", "DKIM" },
  { "forwarded neutral",
    VERDICT ("neutral", "198.51.100.7", "a@example.com")
        RECEIVED ("fwd.example.net", "198.51.100.7",
                  "b@example.org") "Delivered-To: b@example.net\n" TAKEN FROM,
    SV_SPF_NEUTRAL, "?all", SV_ALIGNED_STRICT, "spf-neutral forwarded stored-agrees",
    "adds ip4:", "DKIM" },
  { "SRS",
    VERDICT ("pass", "198.51.100.7", "SRS0=HHHH=TT=example.com=a@fwd.example.net")
        RECEIVED ("fwd.example.net", "198.51.100.7", "b@example.org") TAKEN FROM,
    SV_SPF_PASS, "a", SV_ALIGNED_NONE, "spf-not-aligned forwarded-srs spf-pass stored-agrees",
    "custom bounce domain", "DKIM" },
  { "a list",
    VERDICT ("pass", "198.51.100.7", "users-bounces@lists.example.net")
        RECEIVED ("lists.example.net", "198.51.100.7",
                  "b@example.org") "List-Id: Users <users.lists.example.net>\n" FROM,
    SV_SPF_PASS, "a", SV_ALIGNED_NONE, "spf-not-aligned mailing-list spf-pass stored-agrees",
    "custom bounce domain", "runs the list" },
  { "a list whose own record fails",
    VERDICT ("fail", "198.51.100.7", "users-bounces@lists.example.net")
        RECEIVED ("lists.example.net", "198.51.100.7",
                  "b@example.org") "List-Id: Users <users.lists.example.net>\n" FROM,
    SV_SPF_FAIL, "-all", SV_ALIGNED_NONE, "spf-fail mailing-list stored-agrees",
    "add ip4:", "runs the list" },
  { "a relay",
    VERDICT ("fail", "198.51.100.7", "a@example.com") RECEIVED (
        "gate.example.org", "198.51.100.7",
        "b@example.org") "Received: from client.example.com (client.example.com [192.0.2.1]) by "
                         "gate.example.org; Sun, 1 Nov 2026 07:00:01 +0000\n" FROM,
    SV_SPF_FAIL, "-all", SV_ALIGNED_STRICT, "spf-fail own-relay stored-agrees",
    "add ip4:", "--relay=198.51.100.7" },
  { "a service",
    VERDICT ("softfail", "192.0.2.1", "a@example.com")
        RECEIVED ("a1.smtp-out.amazonses.com", "192.0.2.1", "b@example.org") FROM,
    SV_SPF_SOFTFAIL, "~all", SV_ALIGNED_STRICT, "spf-softfail sending-service stored-agrees",
    "add ip4:", "include:amazonses.com" },
  { "a service that passes",
    VERDICT ("pass", "192.0.2.1", "a@example.com")
        RECEIVED ("a1.smtp-out.amazonses.com", "192.0.2.1", "b@example.org") FROM,
    SV_SPF_PASS, "a", SV_ALIGNED_STRICT, "sending-service spf-pass stored-agrees", "include:", "" },
};

/* Checks that all placeholders are filled; returns the ids, and the remedies together. */
static char *
describe (const char *row, const GArray *findings, GString *remedies)
{
  GString *ids = g_string_new (NULL);
  for (guint i = 0; i < findings->len; i++)
    {
      const SvFinding *finding = &g_array_index (findings, SvFinding, i);
      g_autofree char *title = sv_finding_title (finding), *detail = sv_finding_detail (finding);
      g_autofree char *remedy = sv_finding_remedy (finding);
      CHECK (row, title && !strchr (title, '{') && !strchr (title, '?'));
      CHECK (row, !detail || (!strchr (detail, '{') && !strchr (detail, '?')));
      CHECK (row, !remedy || (!strchr (remedy, '{') && !strchr (remedy, '?')));
      g_string_append_printf (ids, "%s%s", i ? " " : "", finding->text->id);
      g_string_append (remedies, remedy ? remedy : "");
    }
  return g_string_free (ids, FALSE);
}

static void
test_reports (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reports); i++)
    {
      const char *row = reports[i].row;
      g_autoptr (SvFacts) facts = mail_facts (reports[i].text);
      SvSaid said = { 0 };
      g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
      SvStored stored;
      sv_stored_find (facts, identity, &stored);
      SvSpfEvaluation spf = { .result = reports[i].result,
                              .mechanism = (char *)reports[i].mechanism,
                              .domain = (char *)"example.com" };
      SvComparison comparison;
      sv_compare (&stored, identity, &spf, NULL, FALSE, &comparison);
      SvAlignment alignment = { .from_domain = "example.com", .spf_aligned = reports[i].aligned };
      SvCase message = { .facts = facts,
                         .identity = identity,
                         .stored = &stored,
                         .spf = &spf,
                         .comparison = &comparison,
                         .alignment = &alignment };
      g_autoptr (GArray) findings = sv_findings_find (&message);
      g_autoptr (GString) remedies = g_string_new (NULL);
      g_autofree char *ids = describe (row, findings, remedies);
      CHECK_STR (row, ids, reports[i].findings);
      CHECK (row, !strstr (remedies->str, reports[i].refused));
      CHECK (row, strstr (remedies->str, reports[i].advised) != NULL);
    }
}

/* Thousands of hops and fields take no time. */
static void
test_large (void)
{
  g_autoptr (GString) text = g_string_new (FORWARDER);
  for (int i = 0; i < 9000; i++)
    g_string_append (text, "Received: from c.example.com (c.example.com [192.0.2.1]) by "
                           "d.example.edu; Sun, 1 Nov 2026 07:00:01 +0000\n");
  g_string_append (text, FROM);
  g_autoptr (SvFacts) facts = mail_facts (text->str);
  SvSaid said = { 0 };
  g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
  SvStored stored;
  sv_stored_find (facts, identity, &stored);
  SvWay way;
  sv_way_find (facts, identity, &stored, &way);
  CHECK_INT ("large", way.kind, SV_WAY_DIRECT);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "ways", test_ways },
    { "reports", test_reports },
    { "large", test_large },
    { NULL, NULL },
  };
  return suite_run ("way", tests);
}
