/* SPDX-License-Identifier: GPL-3.0-or-later
 * The rows of the table of texts that speak of DKIM and ARC; see remedies-dkim.h. */

#include "judge/remedies-dkim.h"

#include <glib/gi18n.h>

/* Placeholders: {domain} {selector} {name} of a signature and its key record; {cause} and {advice}
 * are sentences of findings-dkim.c. */
/* clang-format off */
static const SvFindingText texts[] = {
  { "dkim-none", SV_SEVERITY_WARNING,
    N_("The message is not signed with DKIM"),
    N_("Without a signature DMARC can pass by SPF only, and that ends where the message is forwarded."),
    N_("Who sends for {from} signs with DKIM as {from}, and publishes the key."), "RFC 6376 1" },
  { "dkim-pass", SV_SEVERITY_INFO,
    N_("The DKIM signature of {domain} verifies"),
    N_("Text and signed header fields are as {domain} signed them. {cause}"),
    NULL, "RFC 6376 6.1" },
  { "dkim-body-changed", SV_SEVERITY_WARNING,
    N_("The text was changed after {domain} signed it"),
    N_("The body does not match the hash in the DKIM signature. {cause}"),
    N_("{advice}"), "RFC 6376 6.1.3" },
  { "dkim-headers-changed", SV_SEVERITY_WARNING,
    N_("A signed header field was changed after {domain} signed it"),
    N_("The text is as it was signed, but the DKIM signature does not verify over the header fields. {cause}"),
    N_("{advice}"), "RFC 6376 6.1.3" },
  { "dkim-key-missing", SV_SEVERITY_WARNING,
    N_("The key of the DKIM signature of {domain} is not published"),
    N_("There is no key record at {name}. {cause}"),
    N_("{advice}"), "RFC 6376 6.1.2" },
  { "dkim-key-revoked", SV_SEVERITY_WARNING,
    N_("The key of the DKIM signature of {domain} has been revoked"),
    N_("The record at {name} has an empty p=. {cause}"),
    N_("{advice}"), "RFC 6376 3.6.1" },
  { "dkim-key-invalid", SV_SEVERITY_WARNING,
    N_("The key record of the DKIM signature of {domain} is of no use"),
    N_("{name}: {reason}"),
    N_("The owner of {domain} corrects the TXT record at {name}."), "RFC 6376 3.6.1, 6.1.2" },
  { "dkim-key-weak", SV_SEVERITY_WARNING,
    N_("The DKIM key of {domain} has only {bits} bits"),
    N_("{reason}"),
    N_("The owner of {domain} makes a key of 2048 bits, publishes it under a new selector, and signs with it."),
    "RFC 8301 3.2" },
  { "dkim-algorithm-weak", SV_SEVERITY_WARNING,
    N_("The DKIM signature of {domain} does not count: SHA-1"),
    N_("It uses rsa-sha1, which is no longer safe. By RFC 8301 such a signature has failed, whatever a check of it would say."),
    N_("Who signs for {domain} sets the algorithm to rsa-sha256."), "RFC 8301 3.1" },
  { "dkim-key-testing", SV_SEVERITY_NOTICE,
    N_("The DKIM key of {domain} is in test mode (t=y)"),
    N_("It asks receivers to treat signed messages like unsigned ones. Not all of them do."),
    N_("Once signing works, the owner of {domain} takes t=y out of the record at {name}."), "RFC 6376 3.6.1" },
  { "dkim-expired", SV_SEVERITY_WARNING,
    N_("The DKIM signature of {domain} had expired when the message was received"),
    N_("It was valid until {date} (x=). The message waited longer than that on the way, or a clock is wrong."),
    N_("Who signs for {domain} sets a longer time, a week or more, or leaves x= out; mail can wait in queues for days."),
    "RFC 6376 3.5" },
  { "dkim-partial-body", SV_SEVERITY_WARNING,
    N_("The DKIM signature of {domain} covers only the beginning of the text (l=)"),
    N_("Bytes at the end that are not signed: {bytes}. Anybody on the way can add text, and the signature still verifies."),
    N_("Who signs for {domain} leaves l= out."), "RFC 6376 8.2" },
  { "dkim-unverifiable", SV_SEVERITY_NOTICE,
    N_("The DKIM signature of {domain} cannot be verified here"),
    N_("{reason}"),
    N_("{advice}"), NULL },
  { "dkim-temperror", SV_SEVERITY_WARNING,
    N_("DNS did not give the key of the DKIM signature of {domain}"),
    N_("The question for {name} failed, so the result is temperror: try again later."),
    N_("If it stays so, the owner of {domain} looks after its name servers."), "RFC 6376 6.1.2" },
  { "dkim-signature-invalid", SV_SEVERITY_WARNING,
    N_("A DKIM signature cannot be read"),
    N_("{reason}"),
    N_("Who signs the mail mends the program that writes the DKIM-Signature field."), "RFC 6376 3.5" },
  { "dkim-too-many", SV_SEVERITY_NOTICE,
    N_("More DKIM signatures than are verified: {count} were left out"),
    N_("Only the topmost ones are verified; real mail has a handful."),
    NULL, "RFC 6376 6.1" },
  { "dkim-not-aligned", SV_SEVERITY_WARNING,
    N_("DKIM passes, but for {domain}, not for {from}"),
    N_("The signature is good, but the author's domain is another. DMARC counts DKIM only if both belong to one organization."),
    N_("Who sends for {from} signs as {from}. Mailing services call this custom DKIM, or authenticating your domain."),
    "RFC 9989 5.3" },
  { "dkim2-present", SV_SEVERITY_INFO,
    N_("The message has DKIM2 fields"),
    N_("DKIM2 is still a draft; its fields are not judged."),
    NULL, NULL },
  { "arc-present", SV_SEVERITY_INFO,
    N_("ARC chain, sealed by {domains}"),
    N_("{state} {claim}"),
    NULL, "RFC 8617 5.2" },
};
/* clang-format on */

const SvFindingText *
sv_remedies_dkim (gsize *n)
{
  *n = G_N_ELEMENTS (texts);
  return texts;
}
