/* SPDX-License-Identifier: GPL-3.0-or-later
 * The table of texts: what each finding means, and what its reader can do. */

#include "judge/remedies.h"

#include "judge/remedies-dkim.h"

#include <glib/gi18n.h>
#include <string.h>

const char *
sv_severity_name (SvSeverity severity)
{
  static const char *const names[] = { "info", "notice", "warning", "error" };
  return names[severity];
}

/* Placeholders: {ip} {domain} {mail_from} {helo} {term} {record} {stored} {now} {cause} {header}
 * {from} {count} {other} {column} {limit} {suggestion} {names} {costs} {size} {addresses} {target}.
 * What receivers do with a result is theirs to decide: no text says that they must. */
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
    N_("The term “{term}” in the record of {record_domain} is the eleventh that asks DNS. Everything included counts. Beyond 10 the result is permerror. {costs}"),
    N_("The owner of {domain} removes includes that are no longer used, beginning with the costliest, and writes ip4: or ip6: in place of a and mx. Mailing services that allow it can be moved to a subdomain with a record of its own."),
    "RFC 7208 4.6.4" },
  { "spf-permerror-void-limit", SV_SEVERITY_ERROR,
    N_("The SPF record of {domain} asks for too many names that do not exist"),
    N_("The term “{term}” in the record of {record_domain} is the third whose question has no answer; two are allowed. {names}"),
    N_("The owner of {record_domain} removes the terms whose names no longer exist."),
    "RFC 7208 4.6.4" },
  { "spf-permerror-mx-limit", SV_SEVERITY_ERROR,
    N_("The term “{term}” meets more than 10 mail servers"),
    N_("An mx term may lead to 10 MX names at most; with more the result is permerror."),
    N_("The owner of {record_domain} replaces {term} by ip4: and ip6: terms of the servers that send."),
    "RFC 7208 4.6.4" },
  { "spf-permerror-include", SV_SEVERITY_ERROR,
    N_("The record of {domain} leads to a name without an SPF record"),
    N_("The term “{term}” sends receivers on to {record_domain}, which publishes no SPF record. Whoever no term before it matches gets permerror."),
    N_("Whoever owns the record with “{term}” removes or corrects it. If a mailing service gave it, its documentation tells today's name."),
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
  { "stored-unproven", SV_SEVERITY_NOTICE,
    N_("The stored {stored} is not the receiver's word alone"),
    N_("{place}"),
    N_("Go by today's verdict. If the writer of {header} in line {line} is a server that you trust, name it with --trust=ID."), "RFC 8601 5" },
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
  { "bounce-reason", SV_SEVERITY_ERROR,
    N_("The message to {recipient} was not delivered: {codes}"),
    N_("{explanation}\n{evidence}"),
    N_("{advice} See {reference}."), "RFC 3464 2.3" },
  { "complaint-report", SV_SEVERITY_NOTICE,
    N_("A complaint ({type}) about a message from {ip}"),
    N_("The report names {ip} as the server that sent the enclosed message, and {mail_from} as its envelope sender; it is judged by them.{verdict}"),
    N_("If the message is yours, take whoever complained off the list, and make leaving it easy. If it is not, look for the account or the form through which it was sent."),
    "RFC 5965" },
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
  { "dmarc-pass", SV_SEVERITY_INFO,
    N_("DMARC passes for {from}"),
    N_("{by} {rests}"),
    NULL, "RFC 9989 4.4" },
  { "dmarc-fail", SV_SEVERITY_ERROR,
    N_("DMARC fails: neither SPF nor DKIM speaks for {from}"),
    N_("{policy} {spf} {dkim}"),
    N_("{advice}"), "RFC 9989 4.4" },
  { "dmarc-none", SV_SEVERITY_WARNING,
    N_("{from} has no DMARC policy"),
    N_("Neither {from} nor a domain above it publishes a DMARC record that applies, so receivers are not told what to do with mail that only claims to be from {from}."),
    N_("The owner of {root} publishes a TXT record at _dmarc.{root}; v=DMARC1; p=none is enough to begin with."),
    "RFC 9989 4.10.1" },
  { "dmarc-policy-none", SV_SEVERITY_NOTICE,
    N_("The DMARC policy of {domain} only monitors ({term})"),
    N_("It asks receivers to do nothing about mail that fails, so it does not keep anybody from using the name {from}."),
    N_("Once reports show that all mail of its own passes, the owner of {domain} asks for more, without t=y: p=quarantine; then p=reject, unless its people write to mailing lists."),
    "RFC 9989 4.7" },
  { "dmarc-record-invalid", SV_SEVERITY_WARNING,
    N_("The DMARC record of {domain} has a mistake"),
    N_("{reason}"),
    N_("The owner of {domain} publishes exactly one TXT record at _dmarc.{domain} that begins with v=DMARC1, has a p= tag, and has every tag once."),
    "RFC 9989 4.7, 4.8" },
  { "dmarc-rfc7489-differs", SV_SEVERITY_NOTICE,
    N_("Receivers do not judge DMARC for {from} alike"),
    N_("By the tree walk of RFC 9989 the result is {now} and the policy {policy}; by the public suffix list of RFC 7489 they are {stored} and {other}. Both kinds of receivers are in use."),
    N_("If the message is yours, see that both say the same: publish a record at _dmarc.{from} itself, and let SPF or DKIM pass for exactly {from}."),
    "RFC 9989 4.10" },
  { "record-syntax", SV_SEVERITY_ERROR,
    N_("The SPF record of {domain} has a syntax error"),
    N_("“{term}” (column {column}): {reason}. One such term makes the whole record void: every message gets permerror."),
    N_("The owner of {domain} corrects or removes “{term}” in the TXT record at {domain}."),
    "RFC 7208 4.6" },
  { "record-multiple", SV_SEVERITY_ERROR,
    N_("{domain} publishes {count} SPF records"),
    N_("Only one TXT record that begins with v=spf1 may stand at a name. With more, every message gets permerror."),
    N_("The owner of {domain} merges them into one TXT record: v=spf1 once, then the terms of all, then one all at the end; and deletes the others."),
    "RFC 7208 4.5" },
  { "record-lookups-over", SV_SEVERITY_ERROR,
    N_("The record of {domain} needs {count} DNS lookups; {limit} are allowed"),
    N_("With “{term}” it goes over the limit: whoever no term before it matches gets permerror. What each term costs, with all that it includes: {costs}."),
    N_("The owner of {domain} removes the includes of services that are no longer used, beginning with the costliest, writes ip4: and ip6: in place of a and mx, or gives a mailing service a subdomain with a record of its own."),
    "RFC 7208 4.6.4" },
  { "record-lookups-near", SV_SEVERITY_WARNING,
    N_("The record of {domain} needs {count} of {limit} DNS lookups"),
    N_("A service that adds one to its own record can break this one. What each term costs, with all that it includes: {costs}."),
    N_("The owner of {domain} checks whether “{term}”, the costliest, is still used, and writes ip4: and ip6: in place of a and mx where the addresses are stable."),
    "RFC 7208 4.6.4" },
  { "record-voids-over", SV_SEVERITY_ERROR,
    N_("The record of {domain} asks for {count} names in vain; {limit} are allowed"),
    N_("With “{term}” it goes over the limit: whoever no term before it matches gets permerror. Without an answer: {names}."),
    N_("The owner of {domain} removes or corrects the terms that ask for these names."),
    "RFC 7208 4.6.4" },
  { "record-mx-over", SV_SEVERITY_ERROR,
    N_("“{term}” meets {count} mail servers; {limit} are allowed"),
    N_("An mx term may lead to {limit} MX names at most. With more, whoever no term before it matches gets permerror."),
    N_("The owner of {domain} replaces “{term}” by ip4: and ip6: terms of the servers that send."),
    "RFC 7208 4.6.4" },
  { "record-pass-all", SV_SEVERITY_ERROR,
    N_("The record of {domain} lets everybody send"),
    N_("“{term}” passes every address in the world. Mail that anybody forges passes SPF, and with it DMARC; filters know this and trust such a domain less."),
    N_("The owner of {domain} lists its senders and ends the record in ~all, or in -all once the list is known to be complete."),
    "RFC 7208 5.1" },
  { "record-neutral-all", SV_SEVERITY_WARNING,
    N_("The record of {domain} says nothing about other servers"),
    N_("It ends in ?all, or has neither all nor redirect: servers that are not listed get neutral, which is like no record. Forgers are not told from senders."),
    N_("The owner of {domain} ends the record in ~all, or in -all once the list is known to be complete."),
    "RFC 7208 4.7" },
  { "record-terms-after-all", SV_SEVERITY_WARNING,
    N_("“{term}” in the record of {domain} is never reached"),
    N_("{all} matches every address, so mechanisms behind it do nothing, and redirect= is ignored beside it. Such terms: {count}."),
    N_("The owner of {domain} moves what is needed before {all}, and removes the rest."),
    "RFC 7208 5.1" },
  { "record-ptr", SV_SEVERITY_WARNING,
    N_("“{term}” asks for the client's name"),
    N_("ptr and %{p} are slow and unreliable, and load the servers of the reverse zones; the standard says not to publish them, and some receivers ignore them."),
    N_("The owner of {domain} replaces “{term}” by ip4:, ip6:, a or mx of the servers that send."),
    "RFC 7208 5.5" },
  { "record-wide", SV_SEVERITY_WARNING,
    N_("“{term}” lets {addresses} addresses send"),
    N_("Every machine in that range, rented or broken into by whomever, passes SPF for {domain} and for whoever includes it."),
    N_("The owner of {domain} lists the networks of its own senders instead."),
    "RFC 7208 11.4" },
  { "record-private-address", SV_SEVERITY_WARNING,
    N_("“{term}” lists addresses that no receiver sees"),
    N_("{network} {reason}, so mail never reaches a receiver from there."),
    N_("The owner of {domain} removes “{term}”, or lists the public address through which these machines send."),
    "RFC 1918, RFC 4193, RFC 6890" },
  { "record-duplicate", SV_SEVERITY_NOTICE,
    N_("“{term}” is there already"),
    N_("“{other}” in the record of {other_domain} covers it. It does no harm, but takes room, and lookups if it asks DNS."),
    N_("The owner of {domain} removes “{term}”."),
    NULL },
  { "record-string-long", SV_SEVERITY_ERROR,
    N_("The record has {size} bytes; a TXT string holds {limit}"),
    N_("One string of that length cannot be published. The record itself may be longer: it is written as several strings, which receivers join without a space."),
    N_("Who writes the zone splits the record into {count} strings at least, each in quotes of its own, in one TXT record; a space between two terms must stay inside one of the strings."),
    "RFC 7208 3.3" },
  { "record-answer-large", SV_SEVERITY_WARNING,
    N_("The TXT answer at {domain} has {size} bytes"),
    N_("Beyond {limit} bytes some resolvers and firewalls need TCP or fail, and then the result is temperror. All TXT records at the name count."),
    N_("The owner of {domain} removes TXT records that are no longer needed, such as old site verifications, or moves a part of the record behind an include: at another name."),
    "RFC 7208 3.4" },
  { "record-typo", SV_SEVERITY_WARNING,
    N_("“{term}” at {domain} looks like a slip of the pen"),
    N_("Receivers do not guess: it is not read as it was meant."),
    N_("The owner of {domain} corrects “{term}”: {suggestion}"),
    "RFC 7208 4.6.1, 12" },
  { "record-wrong-name", SV_SEVERITY_WARNING,
    N_("There is a record at {domain}, but none at {root}"),
    N_("Receivers ask at the envelope domain itself; nobody looks below it."),
    N_("The owner of {root} publishes the TXT record at {root}: {record}"),
    "RFC 7208 3, 4.4" },
  { "record-obsolete-type", SV_SEVERITY_NOTICE,
    N_("{domain} publishes an obsolete kind of record"),
    N_("{reason}"),
    N_("The owner of {domain} deletes it; what is still needed goes into the TXT record that begins with v=spf1."),
    "RFC 7208 3.1" },
  { "record-void-include", SV_SEVERITY_ERROR,
    N_("“{term}” leads to a name without an SPF record"),
    N_("{target} {reason}. Whoever no term before it matches gets permerror."),
    N_("The owner of {domain} removes or corrects “{term}”. If a mailing service gave it, its documentation tells today's name."),
    "RFC 7208 5.2, 6.1" },
  { "record-loop", SV_SEVERITY_ERROR,
    N_("The record of {domain} leads back to {target}"),
    N_("“{term}” includes a record that is being read already. Receivers go round until they have used up their lookups: whoever no term before it matches gets permerror."),
    N_("The owner of {domain} removes “{term}”."),
    "RFC 7208 5.2, 4.6.4" },
  { "record-dns-trouble", SV_SEVERITY_WARNING,
    N_("DNS is in trouble at {domain}"),
    N_("The question for its TXT record was answered with an error ({status}). As long as it stays so, receivers get temperror and may put mail off."),
    N_("If it stays so, the owner of {domain} looks after its name servers: a broken delegation and DNSSEC errors look like this."),
    "RFC 7208 4.4" },
  { "record-none", SV_SEVERITY_WARNING,
    N_("{domain} publishes no SPF record"),
    N_("{reason}"),
    N_("The owner of {domain} publishes a TXT record at {domain} itself that lists its sending servers. A domain that sends no mail publishes: v=spf1 -all"),
    "RFC 7208 3, 4.5" },
  { "forwarded", SV_SEVERITY_NOTICE,
    N_("Forwarded by {forwarder} with the author's own envelope sender"),
    N_("{mail_from} sent this message to a mailbox that hands its mail on. SPF judged the forwarder's server, which the record of the author's domain cannot know: it fails by design. A longer record is the wrong cure: what counts here is DKIM, which survives forwarding."),
    N_("Who runs {forwarder} can rewrite the envelope sender (SRS), and seal its mail with ARC."),
    "RFC 7208 D.1.1" },
  { "forwarded-srs", SV_SEVERITY_NOTICE,
    N_("Forwarded by {forwarder}, envelope sender rewritten ({kind})"),
    N_("SPF speaks for {forwarder}, not for the author. The envelope sender before: {original}."),
    NULL, "RFC 7208 D.1.1" },
  { "mailing-list", SV_SEVERITY_NOTICE,
    N_("Sent by the mailing list {list}"),
    N_("The list sends under its own envelope sender, {mail_from}, so SPF speaks for the list, not for {from}. If it changes subject or text, the author's DKIM signature breaks, and DMARC fails for {from}."),
    N_("Who runs the list leaves subject and text as they are, or lets it write its own address into From where the author's domain has a DMARC policy."),
    "RFC 7960 3.2.3" },
  { "own-relay", SV_SEVERITY_NOTICE,
    N_("A relay of the receiver's own stood in front: {ip}"),
    N_("What speaks of {ip} ({relay}) says nothing of the author's server; what came from outside is {outside}."),
    N_("Name the relay with --relay={ip} to judge the hop behind it; and let the receiver's filter know its own relays."),
    "RFC 7208 2.2" },
  { "sending-service", SV_SEVERITY_NOTICE,
    N_("The server belongs to {service}"),
    N_("{host} is a host of {service}, as known in {date}."),
    N_("If {service} sends for you, the record at {domain} needs the term include:{include}, or your account an envelope sender of its own: {documentation}"),
    NULL },
  { "path-time-travel", SV_SEVERITY_NOTICE,
    N_("A hop is {minutes} minutes earlier than the one before it"),
    N_("The clock of one of these servers is wrong, or the lower Received fields are invented."),
    NULL, "RFC 5321 4.4" },
};

/* What the way of a message makes of a finding's texts: same id, same severity. */
static const struct
{
  SvVariant variant;
  SvFindingText text;
} variants[] = {
  { SV_VARIANT_FORWARDED, { "spf-softfail", SV_SEVERITY_WARNING,
    N_("{ip} is not listed in the SPF record of {domain} (softfail): the message was forwarded"),
    N_("The address is that of the forwarder, {forwarder}. The record ends in ~all and cannot list the servers of everybody who forwards."),
    N_("Change nothing in the record of {domain}: {ip_term} would let the forwarder send as {domain}. Sign with DKIM as the author's domain, which survives forwarding."),
    "RFC 7208 D.1.1" } },
  { SV_VARIANT_FORWARDED, { "spf-fail", SV_SEVERITY_ERROR,
    N_("{ip} may not send for {domain} (fail): the message was forwarded"),
    N_("The address is that of the forwarder, {forwarder}. The record ends in -all and cannot list the servers of everybody who forwards. Many receivers refuse such mail or send it to spam."),
    N_("Change nothing in the record of {domain}: {ip_term} would let the forwarder send as {domain}. Sign with DKIM as the author's domain, which survives forwarding."),
    "RFC 7208 D.1.1" } },
  { SV_VARIANT_FORWARDED, { "spf-fail-explicit", SV_SEVERITY_ERROR,
    N_("{domain} refuses {ip} by name (fail): the message was forwarded"),
    N_("The term {term} matches the address of the forwarder, {forwarder}."),
    N_("Leave the record as it is. Sign with DKIM as the author's domain, which survives forwarding."),
    "RFC 7208 D.1.1" } },
  { SV_VARIANT_FORWARDED, { "spf-neutral", SV_SEVERITY_NOTICE,
    N_("SPF is neutral: {domain} says nothing about {ip}"),
    N_("The address is that of the forwarder, {forwarder}, of which the record cannot know."),
    N_("Change nothing in the record of {domain}. Sign with DKIM as the author's domain, which survives forwarding."),
    "RFC 7208 D.1.1" } },
  { SV_VARIANT_SRS, { "spf-not-aligned", SV_SEVERITY_WARNING,
    N_("SPF passes, but for {domain}, not for {from}"),
    N_("People see {from}; the forwarder rewrote the envelope sender, so SPF speaks for {forwarder}. That is as it should be: DMARC has to pass by DKIM."),
    N_("Who sends for {from} signs with DKIM as {from}, which survives forwarding. The envelope sender is the forwarder's: nothing needs to change there."),
    "RFC 9989 5.3" } },
  { SV_VARIANT_LIST, { "spf-not-aligned", SV_SEVERITY_WARNING,
    N_("SPF passes, but for {domain}, not for {from}"),
    N_("People see {from}; SPF speaks of the mailing list's envelope sender. DMARC counts SPF only if both belong to one organization, and has to pass by DKIM here."),
    N_("Nothing needs to change in a record. Who sends for {from} signs with DKIM as {from}."),
    "RFC 7960 3.2.3" } },
  { SV_VARIANT_LIST, { "spf-softfail", SV_SEVERITY_WARNING,
    N_("{ip} is not listed in the SPF record of {domain} (softfail)"),
    N_("{domain} is the mailing list's own envelope domain; its record ends in ~all and does not list the server that the list sent from. The author's record is not concerned."),
    N_("Who runs the list looks whether this server is its own, and lists it in its own record. The author changes nothing, and signs with DKIM."),
    "RFC 7208 2.6.5" } },
  { SV_VARIANT_LIST, { "spf-fail", SV_SEVERITY_ERROR,
    N_("{ip} may not send for {domain} (fail)"),
    N_("{domain} is the mailing list's own envelope domain; its record ends in -all and does not list the server that the list sent from. The author's record is not concerned."),
    N_("Who runs the list looks whether this server is its own, and lists it in its own record. The author changes nothing, and signs with DKIM."),
    "RFC 7208 2.6.4" } },
  { SV_VARIANT_RELAY, { "spf-softfail", SV_SEVERITY_WARNING,
    N_("{ip} is not listed in the SPF record of {domain} (softfail)"),
    N_("The receiver judged the address of its own relay, {relay}, which no sender's record can list. The message came from {outside}."),
    N_("Leave the record as it is, and judge the hop behind the relay: --relay={ip}. Who runs the receiver lets its filter know its own relays."),
    "RFC 7208 2.2" } },
  { SV_VARIANT_RELAY, { "spf-fail", SV_SEVERITY_ERROR,
    N_("{ip} may not send for {domain} (fail)"),
    N_("The receiver judged the address of its own relay, {relay}, which no sender's record can list. The message came from {outside}."),
    N_("Leave the record as it is, and judge the hop behind the relay: --relay={ip}. Who runs the receiver lets its filter know its own relays."),
    "RFC 7208 2.2" } },
  { SV_VARIANT_SERVICE, { "spf-softfail", SV_SEVERITY_WARNING,
    N_("{ip} is not listed in the SPF record of {domain} (softfail)"),
    N_("The address belongs to {service}. The record ends in ~all: other servers are probably not allowed. DMARC gets no pass from SPF."),
    N_("If {service} sends for you, add include:{include} to the TXT record at {domain}, before {term}, as its documentation says: {documentation} If you do not use it, change nothing: the record did its work."),
    "RFC 7208 2.6.5" } },
  { SV_VARIANT_SERVICE, { "spf-fail", SV_SEVERITY_ERROR,
    N_("{ip} may not send for {domain} (fail)"),
    N_("The address belongs to {service}. No term lists it, and the record ends in -all: the owner says that only listed servers send. Many receivers refuse such mail or send it to spam."),
    N_("If {service} sends for you, add include:{include} to the TXT record at {domain}, before {term}, as its documentation says: {documentation} If you do not use it, change nothing: the record did its work."),
    "RFC 7208 2.6.4" } },
  { SV_VARIANT_NO_INCLUDE, { "sending-service", SV_SEVERITY_NOTICE,
    N_("The server belongs to {service}"),
    N_("{host} is a host of {service}, as known in {date}."),
    NULL, NULL } },
};

/* Causes of a drift, then reasons for not evaluating. */
static const struct
{
  const char *id;
  const char *text;
} causes[] = {
  { "unproven", N_("The stored pass stands where the sender can have written it as well: it shows nothing.") },
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

static const SvFindingText *
find_row (const SvFindingText *rows, gsize n, const char *id)
{
  for (gsize i = 0; i < n; i++)
    if (strcmp (rows[i].id, id) == 0)
      return &rows[i];
  return NULL;
}

const SvFindingText *
sv_finding_text (const char *id)
{
  gsize n;
  const SvFindingText *dkim = sv_remedies_dkim (&n);
  const SvFindingText *text = find_row (texts, G_N_ELEMENTS (texts), id);
  return text ? text : find_row (dkim, n, id);
}

const SvFindingText *
sv_finding_text_at (guint i)
{
  gsize n;
  const SvFindingText *dkim = sv_remedies_dkim (&n);
  if (i < G_N_ELEMENTS (texts))
    return &texts[i];
  i -= G_N_ELEMENTS (texts);
  return i < n ? &dkim[i] : NULL;
}

const SvFindingText *
sv_finding_variant (const char *id, SvVariant variant)
{
  for (gsize i = 0; i < G_N_ELEMENTS (variants); i++)
    if (variants[i].variant == variant && strcmp (variants[i].text.id, id) == 0)
      return &variants[i].text;
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

const char *
sv_cause_at (guint i, const char **text)
{
  if (i >= G_N_ELEMENTS (causes))
    return NULL;
  *text = causes[i].text;
  return causes[i].id;
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
