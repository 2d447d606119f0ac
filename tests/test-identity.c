/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of which address, MAIL FROM and HELO are judged, and from where they are known. */

#include "judge/identity.h"

#include "mail.h"
#include "suite.h"

/* What is found in a message about which the user says nothing. */
static const struct
{
  const char *text;
  const char *ip, *ip_from;
  int hop;
  const char *confidence;
  const char *mail_from, *mail_from_from;
  const char *helo, *helo_from;
  const char *receiver;
} rows[] = {
  { "gmail", "192.0.2.1", "received-spf", 1, "high", "a@example.com", "authentication-results",
    "client.example.com", "received", "mx.google.com" },
  { "gmail-place", "192.0.2.1", "received", 1, "medium", "a@example.com", "authentication-results",
    "client.example.com", "received", "mx.google.com" },
  { "outlook", "192.0.2.1", "received-spf", 3, "high", "a@example.com", "return-path",
    "client.example.com", "received-spf", "protection.outlook.com" },
  { "outlook-none", "192.0.2.1", "authentication-results", 1, "high", "a@example.com",
    "return-path", "client.example.com", "received", "protection.outlook.com" },
  { "outlook-bounce", "192.0.2.1", "received-spf", 0, "high", "", "return-path",
    "client.example.com", "received-spf", "protection.outlook.com" },
  { "outlook-x-sender-ip", "192.0.2.1", "x-header", 1, "high", "a@example.com", "return-path",
    "client.example.com", "received", "protection.outlook.com" },
  { "policyd", "192.0.2.1", "received-spf", 1, "high", "a@example.com", "received-spf",
    "client.example.com", "received-spf", "mx.example.org" },
  { "exim-late", "192.0.2.1", "received-spf", 0, "medium", "a@example.com", "received-spf",
    "client.example.com", "received-spf", "mx.example.org" },
  { "milters", "192.0.2.1", "received", 0, "medium", "a@example.com", "return-path",
    "client.example.com", "received", "mx.example.org" },
  { "gateway", "198.51.100.25", "received-spf", 0, "high", "a@example.com", "received-spf",
    "gate.example.org", "received-spf", "mx.example.org" },
  { "cisco", "192.0.2.1", "received-spf", 0, "high", "a@example.com", "received-spf",
    "client.example.com", "received", "mx.example.org" },
  { "helo-first", "192.0.2.1", "authentication-results", 0, "high", "a@example.com",
    "authentication-results", "client.example.com", "received", "mx.example.org" },
  { "two-hops", "198.51.100.7", "received-spf", 0, "high", "a@example.com", "received-spf",
    "fwd.example.net", "received-spf", "mx.example.org" },
  { "forged-id", "192.0.2.1", "received-spf", 0, "high", "a@example.com", "received-spf",
    "client.example.com", "received-spf", "mx.example.org" },
  { "forged-chain", "192.0.2.1", "received", 0, "low", "a@example.com", "return-path",
    "client.example.com", "received", "mx.example.org" },
  { "other-return-path", "192.0.2.1", "received-spf", 0, "high", "a@example.com", "received-spf",
    "client.example.com", "received-spf", "mx.example.org" },
  { "no-verdict", "192.0.2.1", "received", 1, "low", "a@example.com", "return-path",
    "client.example.com", "received", "inner.example.org" },
  { "null-sender", "192.0.2.1", "received-spf", 0, "high", "", "received-spf", "client.example.com",
    "received-spf", "mx.example.org" },
  { "bare", NULL, NULL, -1, "none", NULL, NULL, NULL, NULL, NULL },
};

static void
test_messages (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *row = rows[i].text;
      g_autoptr (SvFacts) facts = mail_facts (mail_text (row));
      SvSaid said = { 0 };
      g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
      CHECK_IP (row, &identity->ip, rows[i].ip);
      CHECK_STR (row, sv_from_name (identity->ip_from), rows[i].ip_from);
      CHECK_INT (row, identity->hop, rows[i].hop);
      CHECK_STR (row, sv_confidence_name (identity->confidence), rows[i].confidence);
      CHECK_STR (row, identity->mail_from, rows[i].mail_from);
      CHECK_STR (row, sv_from_name (identity->mail_from_from), rows[i].mail_from_from);
      CHECK_STR (row, identity->helo, rows[i].helo);
      CHECK_STR (row, sv_from_name (identity->helo_from), rows[i].helo_from);
      CHECK_STR (row, identity->receiver, rows[i].receiver);
      CHECK (row, identity->why != NULL);
    }
}

/* What the user says overrules the message. */
static const struct
{
  const char *row;
  const char *text;
  const char *said_ip, *said_mail_from, *said_helo;
  const char *relay[3];
  const char *ip, *ip_from;
  int hop;
  const char *mail_from, *helo;
} said_rows[] = {
  { "ip of another hop",
    "gmail",
    "203.0.113.9",
    NULL,
    NULL,
    { NULL },
    "203.0.113.9",
    "option",
    2,
    "a@example.com",
    "app" },
  { "ip of no hop",
    "gmail",
    "198.51.100.200",
    NULL,
    NULL,
    { NULL },
    "198.51.100.200",
    "option",
    -1,
    "a@example.com",
    NULL },
  { "ip of the border hop",
    "outlook",
    "192.0.2.1",
    NULL,
    NULL,
    { NULL },
    "192.0.2.1",
    "option",
    3,
    "a@example.com",
    "client.example.com" },
  { "ip where there is none",
    "bare",
    "192.0.2.1",
    NULL,
    NULL,
    { NULL },
    "192.0.2.1",
    "option",
    -1,
    NULL,
    NULL },
  { "mail from",
    "gmail",
    NULL,
    "x@example.net",
    NULL,
    { NULL },
    "192.0.2.1",
    "received-spf",
    1,
    "x@example.net",
    "client.example.com" },
  { "empty mail from",
    "gmail",
    NULL,
    "",
    NULL,
    { NULL },
    "192.0.2.1",
    "received-spf",
    1,
    "",
    "client.example.com" },
  { "mail from <>",
    "gmail",
    NULL,
    "<>",
    NULL,
    { NULL },
    "192.0.2.1",
    "received-spf",
    1,
    "",
    "client.example.com" },
  { "helo",
    "outlook",
    NULL,
    NULL,
    "other.example.net",
    { NULL },
    "192.0.2.1",
    "received-spf",
    3,
    "a@example.com",
    "other.example.net" },
  { "relay by network",
    "gateway",
    NULL,
    NULL,
    NULL,
    { "198.51.100.0/24" },
    "192.0.2.1",
    "received",
    2,
    "a@example.com",
    "client.example.com" },
  { "relay by address",
    "gateway",
    NULL,
    NULL,
    NULL,
    { "198.51.100.25" },
    "192.0.2.1",
    "received",
    2,
    "a@example.com",
    "client.example.com" },
  { "relay by host",
    "gateway",
    NULL,
    NULL,
    NULL,
    { "GATE.example.org" },
    "192.0.2.1",
    "received",
    2,
    "a@example.com",
    "client.example.com" },
  { "second of the relays",
    "gateway",
    NULL,
    NULL,
    NULL,
    { "mx.example.net", "gate.example.org" },
    "192.0.2.1",
    "received",
    2,
    "a@example.com",
    "client.example.com" },
  { "a relay that is not there",
    "gateway",
    NULL,
    NULL,
    NULL,
    { "203.0.113.0/24" },
    "198.51.100.25",
    "received-spf",
    0,
    "a@example.com",
    "gate.example.org" },
  { "nothing but relays",
    "gateway",
    NULL,
    NULL,
    NULL,
    { "0.0.0.0/0" },
    NULL,
    NULL,
    -1,
    "a@example.com",
    NULL },
  { "a relay where no verdict is",
    "no-verdict",
    NULL,
    NULL,
    NULL,
    { "client.example.com" },
    "203.0.113.9",
    "received",
    2,
    "a@example.com",
    "app.example.com" },
  { "address before relay",
    "gateway",
    "203.0.113.77",
    NULL,
    NULL,
    { "198.51.100.0/24" },
    "203.0.113.77",
    "option",
    -1,
    "a@example.com",
    NULL },
};

static void
test_said (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (said_rows); i++)
    {
      const char *row = said_rows[i].row;
      g_autoptr (SvFacts) facts = mail_facts (mail_text (said_rows[i].text));
      SvSaid said = { .ip = mail_ip (said_rows[i].said_ip),
                      .mail_from = said_rows[i].said_mail_from,
                      .helo = said_rows[i].said_helo,
                      .relay = said_rows[i].relay };
      g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
      CHECK_IP (row, &identity->ip, said_rows[i].ip);
      CHECK_STR (row, sv_from_name (identity->ip_from), said_rows[i].ip_from);
      CHECK_INT (row, identity->hop, said_rows[i].hop);
      CHECK_STR (row, identity->mail_from, said_rows[i].mail_from);
      CHECK_STR (row, identity->helo, said_rows[i].helo);
    }
}

/* Roles of the hops: i internal, b border, o outside, - not known. */
static const struct
{
  const char *text;
  const char *roles;
} role_rows[] = {
  { "gmail", "ibo" },    { "outlook", "iiibo" }, { "policyd", "ib" },
  { "exim-late", "bo" }, { "bare", "" },         { "no-verdict", "ibo" },
};

static void
test_roles (void)
{
  static const char letters[] = { '-', 'i', 'b', 'o' };
  for (gsize i = 0; i < G_N_ELEMENTS (role_rows); i++)
    {
      g_autoptr (SvFacts) facts = mail_facts (mail_text (role_rows[i].text));
      SvSaid said = { 0 };
      g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
      g_autoptr (GString) roles = g_string_new (NULL);
      for (guint k = 0; k < facts->received->len; k++)
        g_string_append_c (roles, letters[identity->roles[k]]);
      CHECK_STR (role_rows[i].text, roles->str, role_rows[i].roles);
    }
}

/* Where MAIL FROM comes from when Return-Path is not there or says less or more. */
static const struct
{
  const char *row;
  const char *text;
  const char *mail_from, *from;
} sender_rows[] = {
  { "domain alone, Return-Path of another domain",
    "Authentication-Results: mx.example.org; spf=pass (sender IP is 192.0.2.1) "
    "smtp.mailfrom=example.com\nReturn-Path: <x@example.net>\n\n",
    "example.com", "authentication-results" },
  { "domain alone, Return-Path of that domain",
    "Authentication-Results: mx.example.org; spf=pass (sender IP is 192.0.2.1) "
    "smtp.mailfrom=EXAMPLE.com\nReturn-Path: <x@example.com>\n\n",
    "x@example.com", "return-path" },
  { "domain alone, no Return-Path",
    "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=example.com\n\n", "example.com",
    "authentication-results" },
  { "smtp.mail of RFC 5451",
    "Authentication-Results: mx.example.org; spf=pass smtp.mail=a@example.com\n\n", "a@example.com",
    "authentication-results" },
  { "smtp.mfrom of sid-filter",
    "Authentication-Results: mx.example.org; spf=pass smtp.mfrom=a@example.com\n\n",
    "a@example.com", "authentication-results" },
  { "empty smtp.mailfrom",
    "Authentication-Results: mx.example.org; spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=;\n"
    "Return-Path: <a@example.com>\n\n",
    "a@example.com", "return-path" },
  { "null sender in brackets",
    "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=<>\nReturn-path: <>\n\n", "",
    "return-path" },
  { "the comment's address where nothing else tells",
    "Received-SPF: pass (google.com: domain of a@example.com designates 192.0.2.1 as permitted "
    "sender) client-ip=192.0.2.1;\nFrom: A <other@example.net>\n\n",
    "a@example.com", "received-spf" },
  { "Return-Path before the comment's domain, which may be an include's",
    "Received-SPF: pass (spfCheck: domain of spf.example.net designates 192.0.2.1 as permitted "
    "sender) client-ip=192.0.2.1;\nReturn-Path: <a@example.com>\n\n",
    "a@example.com", "return-path" },
  { "nothing", "Received: from x ([192.0.2.1]) by mx.example.org; date\n\n", NULL, NULL },
};

static void
test_mail_from (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sender_rows); i++)
    {
      const char *row = sender_rows[i].row;
      g_autoptr (SvFacts) facts = mail_facts (sender_rows[i].text);
      SvSaid said = { 0 };
      g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
      CHECK_STR (row, identity->mail_from, sender_rows[i].mail_from);
      CHECK_STR (row, sv_from_name (identity->mail_from_from), sender_rows[i].from);
    }
}

/* The envelope sender of an mbox's From_ line is the last resort. */
static void
test_from_line (void)
{
  g_autoptr (SvMessage) message = mail_message ("From: A <a@example.com>\n\n");
  message->from_line = g_strdup ("bounce@example.com");
  g_autoptr (SvFacts) facts = sv_facts_read (message, TRUE);
  SvSaid said = { 0 };
  g_autoptr (SvIdentity) identity = sv_identity_find (facts, &said);
  CHECK_STR ("From_ line", identity->mail_from, "bounce@example.com");
  CHECK_STR ("From_ line", sv_from_name (identity->mail_from_from), "from_");
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "messages", test_messages },   { "said by the user", test_said }, { "roles", test_roles },
    { "MAIL FROM", test_mail_from }, { "From_ line", test_from_line },  { NULL, NULL },
  };
  return suite_run ("identity", tests);
}
