/* SPDX-License-Identifier: GPL-3.0-or-later
 * The table of texts: what each finding means, and what its reader can do. */

#include "judge/remedies.h"

#include <glib/gi18n.h>
#include <string.h>

const char *
sv_severity_name (SvSeverity severity)
{
  static const char *const names[] = { "info", "notice", "warning", "error" };
  return names[severity];
}

/* Placeholders: {ip} {domain} {mail_from} {helo} {term} {record} {stored} {now} {cause} {header}
 * {from} {count} {other} {column} {limit}.  What receivers do with a result is theirs to decide: no
 * text says that they must. */
/* clang-format off */
static const SvFindingText texts[] = {
  { "spf-pass", SV_SEVERITY_INFO,
    N_("SPF passes: {domain} lets {ip} send"),
    N_("The term {term} in the record of {domain} matches the address."),
    NULL, "RFC 7208 2.6.3" },
  { "spf-none-no-record", SV_SEVERITY_WARNING,
    N_("{domain} publishes no SPF record"),
    N_("The domain exists, but nothing says which servers may send for it, so the result is none and SPF protects nobody."),
    N_("The owner of {domain} publishes a TXT record at {domain} itself that lists its sending servers. If {ip} is one of them, it begins: v=spf1 {ip_term}. A domain that sends no mail publishes: v=spf1 -all"),
    "RFC 7208 2.6.1" },
  { "spf-none-no-domain", SV_SEVERITY_WARNING,
    N_("The envelope domain {domain} does not exist"),
    N_("DNS answers that there is no such name. Nothing can speak for it, and bounces cannot be delivered."),
    N_("The sender corrects the envelope sender (Return-Path) in its mail server or mailing service. If the domain was given up, nothing that uses it will pass again."),
    "RFC 7208 4.3" },
  { "spf-none-invalid-domain", SV_SEVERITY_WARNING,
    N_("The envelope sender's domain cannot be judged"),
    N_("“{domain}” is malformed or has a single label, so there is no record to ask for."),
    N_("The sender gives its mail server a full host name (HELO) and a full envelope sender, such as bounce@mail.example.com."),
    "RFC 7208 4.3" },
  { "spf-neutral", SV_SEVERITY_NOTICE,
    N_("SPF is neutral: {domain} says nothing about {ip}"),
    N_("No term of the record matches the address, and the record leaves it open (?all, or no all at the end). Receivers treat this like no record."),
    N_("If this server sends for {domain}, its owner adds {ip_term} to the TXT record at {domain}. Closing the record with ~all or -all says what to think of all other servers."),
    "RFC 7208 2.6.2" },
  { "spf-softfail", SV_SEVERITY_WARNING,
    N_("{ip} is not listed in the SPF record of {domain} (softfail)"),
    N_("The record ends in ~all: other servers are probably not allowed. Receivers do not usually refuse for this alone, but it counts against the message, and DMARC gets no pass from SPF."),
    N_("If this server sends for you, add {ip_term} to the TXT record at {domain}, before {term}. If you do not know the server, change nothing: the record did its work."),
    "RFC 7208 2.6.5" },
  { "spf-fail", SV_SEVERITY_ERROR,
    N_("{ip} may not send for {domain} (fail)"),
    N_("No term lists the address, and the record ends in -all: the owner says that only listed servers send. Many receivers refuse such mail or send it to spam."),
    N_("If this server sends for you, add {ip_term} to the TXT record at {domain}, before {term}. If you do not know the server, change nothing: the record did its work."),
    "RFC 7208 2.6.4" },
  { "spf-fail-explicit", SV_SEVERITY_ERROR,
    N_("{domain} refuses {ip} by name (fail)"),
    N_("The term {term} matches the address and says that it may not send."),
    N_("If this server sends for you, remove {term} from the record or let a term before it list the address. Otherwise change nothing."),
    "RFC 7208 2.6.4" },
  { "spf-permerror-syntax", SV_SEVERITY_ERROR,
    N_("The SPF record of {record_domain} has a syntax error"),
    N_("The term “{term}” (column {column}) cannot be read. One such term makes the whole record void: every message gets permerror."),
    N_("The owner of {record_domain} corrects or removes “{term}” in its TXT record."),
    "RFC 7208 4.6" },
  { "spf-permerror-multiple-records", SV_SEVERITY_ERROR,
    N_("{record_domain} publishes more than one SPF record"),
    N_("Only one TXT record that begins with v=spf1 may stand at a name. With two, every message gets permerror."),
    N_("The owner of {record_domain} merges them into one record: one v=spf1, all terms, one all at the end."),
    "RFC 7208 4.5" },
  { "spf-permerror-lookup-limit", SV_SEVERITY_ERROR,
    N_("The SPF record of {domain} needs more than 10 DNS lookups"),
    N_("The term “{term}” in the record of {record_domain} is the eleventh that asks DNS. Everything included counts. Beyond 10 the result is permerror, for every sender."),
    N_("The owner of {domain} removes includes that are no longer used, and writes ip4: or ip6: in place of a and mx. Mailing services that allow it can be moved to a subdomain with a record of its own."),
    "RFC 7208 4.6.4" },
  { "spf-permerror-void-limit", SV_SEVERITY_ERROR,
    N_("The SPF record of {domain} asks for too many names that do not exist"),
    N_("The term “{term}” in the record of {record_domain} is the third whose question has no answer; two are allowed."),
    N_("The owner of {record_domain} removes the terms whose names no longer exist."),
    "RFC 7208 4.6.4" },
  { "spf-permerror-mx-limit", SV_SEVERITY_ERROR,
    N_("The term “{term}” meets more than 10 mail servers"),
    N_("An mx term may lead to 10 MX names at most; with more the result is permerror."),
    N_("The owner of {record_domain} replaces {term} by ip4: and ip6: terms of the servers that send."),
    "RFC 7208 4.6.4" },
  { "spf-permerror-include", SV_SEVERITY_ERROR,
    N_("The record of {domain} leads to a name without an SPF record"),
    N_("The term “{term}” sends receivers on to {record_domain}, which publishes no SPF record. That makes the result permerror, for every sender."),
    N_("Remove or correct “{term}”. If a mailing service gave it, its documentation tells today's name."),
    "RFC 7208 5.2" },
  { "spf-temperror-timeout", SV_SEVERITY_WARNING,
    N_("DNS did not answer in time"),
    N_("The question for {record_domain} stayed without an answer, so the result is temperror: try again later."),
    N_("If it stays so, the owner of {record_domain} looks after its name servers; or the resolver used here is slow: try --resolver."),
    "RFC 7208 2.6.6" },
  { "spf-temperror-dns", SV_SEVERITY_WARNING,
    N_("DNS is in trouble"),
    N_("The question for {record_domain} was answered with an error ({problem}), so the result is temperror."),
    N_("If it stays so, the owner of {record_domain} looks after its name servers: a broken delegation and DNSSEC errors look like this."),
    "RFC 7208 2.6.6" },
  { "spf-not-evaluated", SV_SEVERITY_NOTICE,
    N_("SPF was not evaluated again"),
    N_("{reason}"),
    NULL, NULL },
  { "spf-null-sender", SV_SEVERITY_NOTICE,
    N_("A bounce: the HELO name {helo} was judged"),
    N_("The envelope sender is empty, as it must be for delivery reports, so SPF judges postmaster@{helo}."),
    NULL, "RFC 7208 2.4" },
  { "stored-none", SV_SEVERITY_NOTICE,
    N_("No SPF verdict of the receiver is stored in this message"),
    N_("There is no Received-SPF or Authentication-Results field that can be believed, so there is nothing to compare today's verdict with."),
    NULL, "RFC 8601 5" },
  { "stored-agrees", SV_SEVERITY_INFO,
    N_("The stored verdict is today's: {stored}"), NULL, NULL, NULL },
  { "stored-drift", SV_SEVERITY_WARNING,
    N_("The verdict has changed: {stored} then, {now} now"),
    N_("{reason}"),
    NULL, NULL },
  { "stored-contradiction", SV_SEVERITY_WARNING,
    N_("The receiver contradicts itself: {stored} and {other}"),
    N_("{header} says {stored}, a field beside it says {other} of the same sender."),
    N_("Ask who runs the receiver which of its filters writes which field."), "RFC 8601 5" },
  { "stored-best-guess", SV_SEVERITY_NOTICE,
    N_("The receiver guessed"),
    N_("It judged by a guessed record, because the domain published none. The stored verdict is worth little."),
    NULL, NULL },
  { "auth-results-untrusted", SV_SEVERITY_WARNING,
    N_("{header} is a claim, not evidence"),
    N_("It was not written by the receiver of this message: {who}. Anybody can write such a field before sending."),
    N_("If the writer of {header} in line {line} is a server of yours, name it with --trust=ID."), "RFC 8601 5" },
  { "auth-results-malformed", SV_SEVERITY_NOTICE,
    N_("{header} could be read only in part"),
    N_("From byte {column} of its value it does not follow its grammar; what could be read is used."),
    NULL, "RFC 8601 2.2" },
  { "identity-disagrees", SV_SEVERITY_WARNING,
    N_("The header fields do not name the same sender"),
    N_("The verdict speaks of {mail_from}, Return-Path of {other}. The message was probably handed on with a new envelope after it was judged."),
    NULL, NULL },
  { "spf-not-aligned", SV_SEVERITY_WARNING,
    N_("SPF passes, but for {domain}, not for {from}"),
    N_("People see {from}; SPF speaks of the envelope sender. DMARC counts SPF only if both belong to one organization."),
    N_("Who sends for {from} sets an envelope sender (Return-Path) under {from}, or signs with DKIM as {from}. Mailing services call this a custom bounce domain."),
    "RFC 9989 5.3" },
  { "dmarc-from-missing", SV_SEVERITY_WARNING,
    N_("There is no author domain"),
    N_("From names no mailbox with a domain, so DMARC cannot be judged, and alignment cannot be told."),
    N_("The sender writes one valid address into From."), "RFC 5322 3.6.2" },
  { "dmarc-from-multiple", SV_SEVERITY_WARNING,
    N_("From names more than one domain"),
    N_("There is no single author domain, so DMARC cannot be judged."),
    N_("The sender writes one address into From, and the others into Reply-To or Cc."), "RFC 9989 5.3.1" },
};

/* Causes of a drift, then reasons for not evaluating. */
static const struct
{
  const char *id;
  const char *text;
} causes[] = {
  { "other-identity", N_("The receiver judged another address or name than is judged here.") },
  { "receiver-best-guess", N_("The receiver judged by a guess, because there was no record.") },
  { "receiver-deviates", N_("The receiver's software is known to judge such a record otherwise.") },
  { "dns-trouble-now", N_("DNS is in trouble now; the stored verdict may still be right.") },
  { "dns-trouble-then", N_("DNS was in trouble when the message was received.") },
  { "domain-gone", N_("The envelope domain does not exist any more.") },
  { "record-removed", N_("The domain publishes no SPF record any more.") },
  { "record-added", N_("The domain has published an SPF record since.") },
  { "record-broken", N_("The record is broken now; it was not when the message was received.") },
  { "record-repaired", N_("The record was broken when the message was received, and has been repaired.") },
  { "ip-now-authorized", N_("The address has been added to the record since.") },
  { "ip-no-longer-authorized", N_("The address was in the record when the message was received, and is not any more.") },
  { "record-changed", N_("The record has changed since: the receiver wrote down other terms than stand there today.") },
  { "qualifier-changed", N_("The address was listed neither then nor now; only the end of the record has changed.") },
  { "unknown", N_("What has changed since cannot be told from the message.") },
  { "invalid-ip", N_("What stands there as the client's address is no IP address.") },
  { "no-client-ip", N_("No header field names the client's address; --ip gives it.") },
  { "no-identity", N_("There is neither an envelope sender nor a HELO name; --mail-from and --helo give them.") },
  { "no-network", N_("No DNS was allowed or given; leave --no-network out, or give --dns-file.") },
  { "dns-unrecorded", N_("The DNS files given lack an answer that the verdict needs.") },
};
/* clang-format on */

const SvFindingText *
sv_finding_text (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (strcmp (texts[i].id, id) == 0)
      return &texts[i];
  return NULL;
}

const char *
sv_cause_text (const char *cause)
{
  for (gsize i = 0; cause && i < G_N_ELEMENTS (causes); i++)
    if (strcmp (causes[i].id, cause) == 0)
      return causes[i].text;
  return NULL;
}

static const char *
value_of (const GPtrArray *values, const char *name, gsize len)
{
  for (guint i = 0; i + 1 < values->len; i += 2)
    {
      const char *key = values->pdata[i];
      if (strlen (key) == len && memcmp (key, name, len) == 0)
        return values->pdata[i + 1];
    }
  return NULL;
}

char *
sv_text_fill (const char *text, const GPtrArray *values)
{
  GString *out = g_string_new (NULL);
  while (*text)
    {
      const char *close = *text == '{' ? strchr (text, '}') : NULL;
      const char *value = close ? value_of (values, text + 1, (gsize)(close - text - 1)) : NULL;
      if (value)
        {
          g_string_append (out, value);
          text = close + 1;
        }
      else
        g_string_append_c (out, *text++);
    }
  return g_string_free (out, FALSE);
}
