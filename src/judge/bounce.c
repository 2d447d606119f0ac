/* SPDX-License-Identifier: GPL-3.0-or-later
 * Two tables: how receivers word a refusal, with where they say so, and what each refusal means. */

#include "judge/bounce.h"

#include <glib/gi18n.h>
#include <string.h>

/* clang-format off */
#define ADVICE_SPF \
  N_("If the server is the sender's, the owner of the envelope domain adds its address to the SPF record. If the message was forwarded, a record is the wrong cure: the author signs with DKIM, or the forwarder rewrites the envelope sender (SRS).")
#define ADVICE_DKIM \
  N_("The sending server or mailing service is set up to sign with DKIM as the author's domain, and the key is published in DNS.")
#define ADVICE_ALIGN \
  N_("The sending server or mailing service signs with DKIM as the author's domain, or uses an envelope sender below that domain. Both are settings at the service.")
#define ADVICE_REPUTATION \
  N_("Whoever runs the sending server looks for what is sent through it: hijacked accounts, forwarded spam, recipients who never asked. If there is nothing, the receiver's page tells how to ask for removal. An SPF record does not help here.")
#define ADVICE_ADDRESS \
  N_("The writer corrects the address, or asks the recipient in another way. Nothing in DNS needs to change.")

static const SvBounceReason reasons[] = {
  { "unauthenticated", SV_ACTOR_SENDER_DNS,
    N_("The receiver takes only mail for which SPF or DKIM speaks, and neither did."),
    N_("If the server is the sender's, its address goes into the SPF record of the envelope domain, and the server signs with DKIM as the author's domain. If the message was forwarded, only DKIM helps.") },
  { "spf-fail", SV_ACTOR_SENDER_DNS,
    N_("The receiver checked SPF, found that the sending server is not in the record of the envelope domain, and refuses such mail."),
    ADVICE_SPF },
  { "spf-required", SV_ACTOR_SENDER_DNS,
    N_("The receiver demands that SPF passes for everybody who sends much mail, and it did not pass."),
    ADVICE_SPF },
  { "spf-error", SV_ACTOR_SENDER_DNS,
    N_("The receiver could not evaluate the SPF record of the envelope domain: it is broken, or DNS was in trouble."),
    N_("The owner of the envelope domain mends the record; what SPF says now to the enclosed message tells what is wrong with it.") },
  { "spf-suspicious", SV_ACTOR_SENDER_DNS,
    N_("The receiver finds terms of the SPF record suspicious."),
    N_("The owner of the envelope domain takes out of the record what allows far more addresses than send for it, and services that are no longer used.") },
  { "dkim-required", SV_ACTOR_SENDER_SERVER,
    N_("The receiver demands that DKIM passes for everybody who sends much mail, and it did not pass."),
    ADVICE_DKIM },
  { "dkim-fail", SV_ACTOR_SENDER_SERVER,
    N_("The receiver found no DKIM signature that is good, or none that it accepts for this author."),
    ADVICE_DKIM },
  { "dmarc-policy", SV_ACTOR_SENDER_SERVER,
    N_("Neither SPF nor DKIM passed in the name of the author's domain, and the DMARC policy of that domain asks receivers to refuse such mail."),
    ADVICE_ALIGN },
  { "dmarc-missing", SV_ACTOR_SENDER_DNS,
    N_("The receiver demands a DMARC record of everybody who sends much mail, and the author's domain publishes none."),
    N_("The owner of the author's domain publishes a TXT record at _dmarc below it; v=DMARC1; p=none is enough to begin with.") },
  { "not-aligned", SV_ACTOR_SENDER_SERVER,
    N_("SPF or DKIM may have passed, but for another domain than the author's, and the receiver demands that they agree."),
    ADVICE_ALIGN },
  { "authentication-level", SV_ACTOR_SENDER_DNS,
    N_("The receiver demands SPF, DKIM and DMARC of domains that send much mail, and the author's domain does not have all of them right."),
    N_("SPF passes for the envelope domain, DKIM signs as the author's domain, and a TXT record at _dmarc below it has at least v=DMARC1; p=none. What is missing can be seen at the enclosed message.") },
  { "arc-fail", SV_ACTOR_SENDER_SERVER,
    N_("The receiver could not verify the ARC chain, by which forwarders vouch for what they received."),
    N_("Whoever runs the forwarding server looks after its ARC sealing.") },
  { "no-ptr", SV_ACTOR_SENDER_SERVER,
    N_("The sending address has no reverse DNS name, or that name does not lead back to the address."),
    N_("Whoever runs the sending server has its provider set a PTR record to a name whose A or AAAA record is the address. An SPF record does not help here.") },
  { "tls-required", SV_ACTOR_SENDER_SERVER,
    N_("The receiver takes this mail only over an encrypted connection (TLS)."),
    N_("Whoever runs the sending server turns on TLS for outgoing mail.") },
  { "rate", SV_ACTOR_SENDER_SERVER,
    N_("The receiver slows the sender down: more came from this address or domain than its reputation carries."),
    N_("The sending server tries again by itself. If it lasts, send more slowly, and only to people who asked for it.") },
  { "greylisted", SV_ACTOR_NOBODY,
    N_("The receiver turns away senders that it does not know, and takes their mail when they try again (greylisting)."),
    N_("Nobody needs to do anything; a server that tries again from the same address gets through.") },
  { "ip-blocked", SV_ACTOR_SENDER_SERVER,
    N_("The address of the sending server, or its network, is on a block list of the receiver or one that it asks."),
    ADVICE_REPUTATION },
  { "sender-banned", SV_ACTOR_SENDER,
    N_("The sender's own provider has stopped this account or customer, because spam was sent through it."),
    N_("The owner of the account changes its password, removes what was hijacked, and asks the provider to open it again.") },
  { "spam", SV_ACTOR_SENDER_SERVER,
    N_("The receiver's filter took the message, or who sends it, for spam."),
    ADVICE_REPUTATION },
  { "malformed", SV_ACTOR_SENDER,
    N_("The header or the structure of the message breaks the rules for mail, and the receiver refuses that."),
    N_("Whoever maintains the program that wrote the message corrects it; the reply names what is wrong.") },
  { "policy", SV_ACTOR_RECEIVER,
    N_("A rule of the receiver does not allow this message; which one, only its text can tell."),
    N_("If the reply does not say enough, ask who runs the receiving server, with the reply and the time.") },
  { "senders-restricted", SV_ACTOR_RECEIVER,
    N_("The recipient is a list or mailbox that takes mail only from its own organization or from certain senders."),
    N_("The owner of the mailbox or list, or the administrator there, allows this sender.") },
  { "relay-denied", SV_ACTOR_SENDER_SERVER,
    N_("The server does not take mail for that domain: it is not responsible for it, or the client did not log in."),
    N_("A user logs in at the own provider's server. Where other people's mail comes back so, the MX record of the recipient's domain names a wrong server.") },
  { "login-required", SV_ACTOR_SENDER,
    N_("The server wants a login before it takes mail for others, and there was none or it was wrong."),
    N_("Whoever set up the sending program or device enters user name and password, and the port for submission (587 or 465).") },
  { "null-mx", SV_ACTOR_SENDER_DNS,
    N_("The sender's domain says in DNS that it takes no mail at all (null MX), so nothing could be answered or bounced to it."),
    N_("The sender uses an envelope sender and author whose domains take mail.") },
  { "sender-domain", SV_ACTOR_SENDER_DNS,
    N_("The domain of the envelope sender cannot be found in DNS, or cannot take mail."),
    N_("The sender corrects the envelope sender (Return-Path), or the owner of the domain its MX records.") },
  { "unknown-user", SV_ACTOR_SENDER,
    N_("There is no such mailbox at the receiver."), ADVICE_ADDRESS },
  { "unknown-domain", SV_ACTOR_SENDER,
    N_("The domain of the recipient does not exist, or takes no mail."), ADVICE_ADDRESS },
  { "address", SV_ACTOR_SENDER,
    N_("Something is wrong with the recipient's or the sender's address."), ADVICE_ADDRESS },
  { "mailbox-disabled", SV_ACTOR_RECEIVER,
    N_("The mailbox exists but takes no mail: it is switched off or blocked."),
    N_("Reach the recipient in another way; only the owner of the mailbox can change it.") },
  { "mailbox-full", SV_ACTOR_RECEIVER,
    N_("The recipient's mailbox is full."),
    N_("The recipient makes room; then the message can be sent again.") },
  { "mailbox", SV_ACTOR_RECEIVER,
    N_("Something is wrong with the recipient's mailbox."),
    N_("Reach the recipient in another way; only the owner of the mailbox can change it.") },
  { "too-large", SV_ACTOR_SENDER,
    N_("The message is larger than the receiver allows."),
    N_("The writer sends less at once, or a link.") },
  { "loop", SV_ACTOR_RECEIVER,
    N_("The message went round in circles between servers until one of them stopped it."),
    N_("Whoever set up the forwarding on the way ends the circle; the hops of the enclosed header show where it is.") },
  { "expired", SV_ACTOR_RECEIVER,
    N_("The receiver could not be reached, or did not take the message, for so long that the sending server gave up."),
    N_("Send it again later; if it lasts, whoever runs the receiving server looks after it.") },
  { "routing", SV_ACTOR_RECEIVER,
    N_("The sending server found no way to the receiver: its DNS, its network or its server is in trouble."),
    N_("Check the domain of the address; if it is right, whoever runs the receiving server looks after its MX records.") },
  { "system", SV_ACTOR_RECEIVER,
    N_("The receiving system is in trouble, or full."),
    N_("Send it again later; if it lasts, tell whoever runs the receiving server in another way.") },
  { "protocol", SV_ACTOR_SENDER_SERVER,
    N_("The two servers did not understand each other's SMTP commands."),
    N_("Whoever runs the sending server looks into its log of that time.") },
  { "content", SV_ACTOR_SENDER,
    N_("The receiver cannot take the form or encoding of the message."),
    N_("The writer sends it in a simpler form, without unusual attachments.") },
  { "temporary", SV_ACTOR_NOBODY,
    N_("The receiver could not take the message at that time."),
    N_("The sending server tries again by itself, usually for some days.") },
  { "permanent", SV_ACTOR_RECEIVER,
    N_("The receiver refused the message for good, without a code that says more."),
    N_("If the reply does not say enough, ask who runs the receiving server, with the reply and the time.") },
};

#define GMAIL "https://support.google.com/a/answer/3726730"
#define EXCHANGE "https://learn.microsoft.com/exchange/troubleshoot/email-delivery/ndr/non-delivery-reports-in-exchange-online"
#define OUTLOOK "https://sendersupport.olc.protection.outlook.com/pm/troubleshooting"
#define OUTLOOK_BULK "https://support.microsoft.com/topic/fix-ndr-error-550-5-7-515-in-outlook-com-34cfe8f8-6fbf-457e-9e8b-9e4dbaf4e0ef"
#define YAHOO "https://senders.yahooinc.com/smtp-error-codes/"
#define APPLE "https://support.apple.com/102322"

/* How replies are worded: the first row whose code and words are both there.  In a code "x" is 4 or
 * 5, "*" anything, "606-649" a range.  Words stand one behind the other, whatever is between them.
 * Pages were read in their versions of February 2026 (Gmail, Yahoo), December 2025 (Outlook.com),
 * February 2025 (Apple) and 2024 (Exchange Online). */
static const struct
{
  const char *status;
  const char *words;
  const char *reason;
  const char *reference;
} rows[] = {
  /* Gmail uses some codes otherwise than the RFCs, so its words count. */
  { "x.7.26", "has an SPF record with a hard fail policy", "spf-fail", GMAIL },
  { "x.7.26", "fails to pass SPF checks", "spf-fail", GMAIL },
  { "x.7.26", "is not accepted due to domain s DMARC policy", "dmarc-policy", GMAIL },
  { "x.7.26", "requires all senders to authenticate with either SPF or DKIM", "unauthenticated", GMAIL },
  { "x.7.26", "authenticate with at least one of SPF or DKIM", "unauthenticated", GMAIL },
  { "x.7.26", "does not have authentication information", "unauthenticated", GMAIL },
  { "x.7.26", "sender is unauthenticated", "unauthenticated", GMAIL },
  { "x.7.26", "it is unauthenticated", "unauthenticated", GMAIL },
  { "x.7.27", "SPF", "spf-required", GMAIL },
  { "x.7.30", "DKIM", "dkim-required", GMAIL },
  { "x.7.24", "suspicious entries", "spf-suspicious", GMAIL },
  { "x.7.40", "DMARC", "dmarc-missing", GMAIL },
  { "x.7.31", "DMARC", "dmarc-missing", GMAIL },
  { "x.7.32", "aligned", "not-aligned", GMAIL },
  { "x.7.23", "PTR record", "no-ptr", GMAIL },
  { "x.7.25", "PTR record", "no-ptr", GMAIL },
  { "x.7.0", "PTR record", "no-ptr", GMAIL },
  { "x.7.1", "IPv6 sending guidelines regarding PTR records", "no-ptr", GMAIL },
  { "x.7.28", "unusual rate", "rate", GMAIL },
  { "x.7.28", "unusual amount", "rate", GMAIL },
  { "x.7.29", "TLS", "tls-required", GMAIL },
  { "x.7.*", "very low reputation of the sending", "spam", GMAIL },
  { "x.7.1", "likely unsolicited", "spam", GMAIL },
  { "x.7.1", "likely suspicious", "spam", GMAIL },
  { "x.7.1", "is not RFC 5322 compliant", "malformed", GMAIL },
  { "x.7.1", "Messages missing a valid", "malformed", GMAIL },
  { "x.7.1", "Messages with multiple addresses in", "malformed", GMAIL },
  { "x.7.1", "not authorized to send email directly to our servers", "ip-blocked", GMAIL },

  /* Outlook.com and Exchange Online. */
  { "x.7.515", NULL, "authentication-level", OUTLOOK_BULK },
  { "x.7.509", NULL, "dmarc-policy", EXCHANGE },
  { "x.7.23", "Sender Policy Framework violation", "spf-fail", EXCHANGE },
  { NULL, "on our block list", "ip-blocked", OUTLOOK }, /* S3140, S3150 */
  { NULL, "Sender ID validation failure", "spf-fail", OUTLOOK },
  { NULL, "SC 001", "spam", OUTLOOK },
  { NULL, "SC 002", "ip-blocked", OUTLOOK },
  { NULL, "SC 003", "ip-blocked", OUTLOOK },
  { NULL, "SC 004", "ip-blocked", OUTLOOK },
  { NULL, "DY 001", "ip-blocked", OUTLOOK },
  { NULL, "DY 002", "ip-blocked", OUTLOOK },
  { NULL, "OU 001", "ip-blocked", OUTLOOK },
  { NULL, "OU 002", "spam", OUTLOOK },
  { NULL, "RP 001", "rate", OUTLOOK },
  { NULL, "RP 002", "rate", OUTLOOK },
  { NULL, "RP 003", "rate", OUTLOOK },
  { "4.7.650", NULL, "rate", OUTLOOK },
  { "x.7.1", "Client was not authenticated", "login-required", EXCHANGE },
  { "x.7.57", NULL, "login-required", EXCHANGE },
  { "x.7.25", "must have a reverse DNS record", "no-ptr", EXCHANGE },
  { "x.7.12", NULL, "senders-restricted", EXCHANGE },
  { "x.7.124", NULL, "senders-restricted", EXCHANGE },
  { "x.7.133-136", NULL, "senders-restricted", EXCHANGE },
  { "x.7.64", NULL, "relay-denied", EXCHANGE },
  { "x.7.501-503", NULL, "sender-banned", EXCHANGE },
  { "x.7.705-708", NULL, "sender-banned", EXCHANGE },
  { "x.7.750", NULL, "sender-banned", EXCHANGE },
  { "x.7.800", NULL, "sender-banned", EXCHANGE },
  { "x.1.8", "bad outbound sender", "sender-banned", EXCHANGE },
  { "x.7.504-505", NULL, "unknown-user", EXCHANGE },
  { "x.7.508", NULL, "rate", EXCHANGE },
  { "x.7.511", NULL, "ip-blocked", EXCHANGE },
  { "x.7.512", NULL, "malformed", EXCHANGE },
  { "x.7.513", NULL, "ip-blocked", EXCHANGE },
  { "x.7.507", NULL, "ip-blocked", EXCHANGE },
  { "x.7.606-649", NULL, "ip-blocked", EXCHANGE },
  { "x.1.10", "RecipientNotFound", "unknown-user", EXCHANGE },
  { "x.1.10", "Recipient not found", "unknown-user", EXCHANGE },
  { "x.4.1", "Recipient address rejected Access denied", "unknown-user", EXCHANGE },
  { "x.4.14", NULL, "loop", EXCHANGE },

  /* Yahoo and AOL: TSS deferrals, PH content blocks. */
  { NULL, "temporarily deferred due to", "rate", YAHOO },
  { NULL, "will be permanently deferred", "ip-blocked", YAHOO },
  { NULL, "TSS04", "rate", YAHOO },
  { NULL, "TSS05", "rate", YAHOO },
  { NULL, "PH01", "spam", YAHOO },
  { "x.7.9", "not accepted for policy reasons", "dmarc-policy", YAHOO },
  { NULL, "Message not allowed", "spam", YAHOO },

  /* Apple: HME blocks for authentication, CS blocks of its filter. */
  { NULL, "blocked for failing both SPF and DKIM", "unauthenticated", APPLE },
  { NULL, "HME1", "unauthenticated", APPLE },
  { NULL, "CS01", "spam", APPLE },
  { NULL, "CS02", "spam", APPLE },

  /* Python policyd-spf and its Perl relative at Postfix; SPF rules of Exim (Debian's own, and the
   * one that control panels bring along). */
  { NULL, "Message rejected due to SPF fail", "spf-fail", "RFC 7372 3.2" },
  { NULL, "Message rejected due to SPF softfail", "spf-fail", "RFC 7372 3.2" },
  { NULL, "Message rejected due to SPF neutral", "spf-fail", "RFC 7372 3.2" },
  { NULL, "Message rejected due to SPF Permanent Error", "spf-error", "RFC 7372 3.2" },
  { NULL, "SPF Temporary Error", "spf-error", "RFC 7372 3.2" },
  { NULL, "SPF Permanent Error", "spf-error", "RFC 7372 3.2" },
  { NULL, "is not allowed to send mail from", "spf-fail", "RFC 7208 8.4" },
  { NULL, "openspf", "spf-fail", "RFC 7208 8.4" },
  { NULL, "open spf org", "spf-fail", "RFC 7208 8.4" },

  /* RFC 7372 and its neighbours in the registry of enhanced status codes. */
  { "x.7.20", NULL, "dkim-fail", "RFC 7372 3.1" },
  { "x.7.21", NULL, "dkim-fail", "RFC 7372 3.1" },
  { "x.7.22", NULL, "dkim-fail", "RFC 7372 3.1" },
  { "x.7.23", NULL, "spf-fail", "RFC 7372 3.2" },
  { "x.7.24", NULL, "spf-error", "RFC 7372 3.2" },
  { "x.7.25", NULL, "no-ptr", "RFC 7372 3.3" },
  { "x.7.26", NULL, "unauthenticated", "RFC 7372 3.4" },
  { "x.7.27", NULL, "null-mx", "RFC 7505" },
  { "x.7.28", NULL, "rate", "RFC 5248" },
  { "x.7.29", NULL, "arc-fail", "RFC 8617" },
  { "x.7.30", NULL, "tls-required", "RFC 8689" },

  /* Words that many use. */
  { NULL, "DMARC", "dmarc-policy", "RFC 9989" },
  { "x.7.*", "SPF", "spf-fail", "RFC 7208 8.4" },
  { NULL, "SPF fail", "spf-fail", "RFC 7208 8.4" },
  { NULL, "SPF check failed", "spf-fail", "RFC 7208 8.4" },
  { NULL, "failed SPF", "spf-fail", "RFC 7208 8.4" },
  { "x.7.*", "DKIM", "dkim-fail", "RFC 6376 6" },
  { NULL, "greylisted", "greylisted", "RFC 6647" },
  { NULL, "greylisting", "greylisted", "RFC 6647" },
  { NULL, "graylisted", "greylisted", "RFC 6647" },
  { NULL, "blocked using", "ip-blocked", "RFC 5782" },
  { NULL, "spamhaus", "ip-blocked", "https://check.spamhaus.org/" },
  { NULL, "black list", "ip-blocked", "RFC 5782" },
  { NULL, "blacklisted", "ip-blocked", "RFC 5782" },
  { NULL, "blocklisted", "ip-blocked", "RFC 5782" },
  { NULL, "relay access denied", "relay-denied", "RFC 5321 3.6.2" },
  { NULL, "relaying denied", "relay-denied", "RFC 5321 3.6.2" },
  { NULL, "relay not permitted", "relay-denied", "RFC 5321 3.6.2" },
  { NULL, "unable to relay", "relay-denied", "RFC 5321 3.6.2" },
  { NULL, "user unknown", "unknown-user", "RFC 3463 3.2" },
  { NULL, "unknown user", "unknown-user", "RFC 3463 3.2" },
  { NULL, "no such user", "unknown-user", "RFC 3463 3.2" },
  { NULL, "no mailbox here by that name", "unknown-user", "RFC 3463 3.2" }, /* qmail */
  { NULL, "over quota", "mailbox-full", "RFC 3463 3.3" },
  { "x.7.1", "spam", "spam", "RFC 3463 3.8" },

  /* RFC 3463, subject by subject; RFC 7505 and RFC 7504 added a code each. */
  { "x.1.1", NULL, "unknown-user", "RFC 3463 3.2" },
  { "x.1.2", NULL, "unknown-domain", "RFC 3463 3.2" },
  { "x.1.6", NULL, "unknown-user", "RFC 3463 3.2" },
  { "x.1.7-8", NULL, "sender-domain", "RFC 3463 3.2" },
  { "x.1.10", NULL, "unknown-domain", "RFC 7505" },
  { "x.1.*", NULL, "address", "RFC 3463 3.2" },
  { "x.2.1", NULL, "mailbox-disabled", "RFC 3463 3.3" },
  { "x.2.2", NULL, "mailbox-full", "RFC 3463 3.3" },
  { "x.2.3", NULL, "too-large", "RFC 3463 3.3" },
  { "x.2.*", NULL, "mailbox", "RFC 3463 3.3" },
  { "x.3.4", NULL, "too-large", "RFC 3463 3.4" },
  { "x.3.*", NULL, "system", "RFC 3463 3.4" },
  { "x.4.6", NULL, "loop", "RFC 3463 3.5" },
  { "x.4.7", NULL, "expired", "RFC 3463 3.5" },
  { "x.4.*", NULL, "routing", "RFC 3463 3.5" },
  { "x.5.*", NULL, "protocol", "RFC 3463 3.6" },
  { "x.6.*", NULL, "content", "RFC 3463 3.7" },
  { "x.7.8", NULL, "login-required", "RFC 4954 6" },
  { "x.7.10-11", NULL, "tls-required", "RFC 3463 3.8" },
  { "x.7.*", NULL, "policy", "RFC 3463 3.8" },
};
/* clang-format on */

/* The number that stands here, digits as many as there are. */
static guint
read_number (const char **p)
{
  guint number = 0;
  for (; g_ascii_isdigit (**p); (*p)++)
    number = MIN (number * 10 + (guint)(**p - '0'), 9999);
  return number;
}

/* One of the three numbers of a code against "x", "*", "26" or "606-649". */
static gboolean
number_matches (const char **pattern, const char **status)
{
  guint number = read_number (status);
  if (**pattern == '*' || **pattern == 'x')
    {
      (*pattern)++;
      return TRUE;
    }
  guint first = read_number (pattern), last = first;
  if (**pattern == '-')
    {
      (*pattern)++;
      last = read_number (pattern);
    }
  return number >= first && number <= last;
}

static gboolean
status_matches (const char *pattern, const char *status)
{
  if (!pattern)
    return TRUE;
  if (!status)
    return FALSE;
  for (;;)
    {
      if (!number_matches (&pattern, &status))
        return FALSE;
      if (*pattern != '.' || *status != '.')
        return *pattern == *status;
      pattern++;
      status++;
    }
}

/* Takes what is between words, then the letters and digits of one word. */
static gboolean
next_word (SvScanner *scanner, SvSlice *word)
{
  while (!sv_scanner_at_end (scanner) && !g_ascii_isalnum (sv_scanner_peek (scanner)))
    scanner->cursor++;
  const char *begin = scanner->cursor;
  while (!sv_scanner_at_end (scanner) && g_ascii_isalnum (sv_scanner_peek (scanner)))
    scanner->cursor++;
  *word = (SvSlice){ begin, (gsize)(scanner->cursor - begin) };
  return word->len > 0;
}

static gboolean
same_word (SvSlice a, SvSlice b)
{
  return a.len == b.len && g_ascii_strncasecmp (a.data, b.data, a.len) == 0;
}

/* Whether `words` go on from here. */
static gboolean
words_follow (SvScanner text, SvScanner words)
{
  SvSlice wanted, found;
  while (next_word (&words, &wanted))
    if (!next_word (&text, &found) || !same_word (wanted, found))
      return FALSE;
  return TRUE;
}

/* A reply is bounded (SV_REPLY_MAX) and no row has more than some ten words. */
static gboolean
has_words (const char *text, const char *words)
{
  SvScanner scanner, wanted;
  SvSlice word, first;
  if (!words)
    return TRUE;
  sv_scanner_init (&scanner, text, text ? strlen (text) : 0);
  sv_scanner_init (&wanted, words, strlen (words));
  next_word (&wanted, &first);
  while (next_word (&scanner, &word))
    if (same_word (word, first) && words_follow (scanner, wanted))
      return TRUE;
  return FALSE;
}

const SvBounceReason *
sv_bounce_reason (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (strcmp (reasons[i].id, id) == 0)
      return &reasons[i];
  return NULL;
}

/* The server's own code says more than the Status of the report, which is often x.0.0. */
gboolean
sv_bounce_explain (const SvReply *reply, const char *status, SvBounce *bounce)
{
  const char *code = reply->status ? reply->status : status;
  if (!code && !reply->code)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (status_matches (rows[i].status, code) && has_words (reply->text, rows[i].words))
      {
        *bounce = (SvBounce){ sv_bounce_reason (rows[i].reason), rows[i].reference };
        return TRUE;
      }
  gboolean temporary = code ? code[0] == '4' : reply->code < 500;
  *bounce
      = (SvBounce){ sv_bounce_reason (temporary ? "temporary" : "permanent"), "RFC 5321 4.2.1" };
  return TRUE;
}
