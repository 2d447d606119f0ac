/* SPDX-License-Identifier: GPL-3.0-or-later
 * What speaks for and against a server, and the sentences about a corrected record; see advice.h.
 */

#include "judge/advice.h"
#include "judge/border.h"

#include <glib/gi18n.h>
#include <string.h>

/* ---- what speaks for and against ---- */

/* clang-format off */
static const struct
{
  const char *id;
  gboolean speaks_for;
  const char *text; /* {name} is what the sign speaks of */
} signs[] = {
  { "passed-then", TRUE, N_("SPF passed when the message was received: the record listed the server then.") },
  { "dkim-aligned", TRUE, N_("The message bears a valid DKIM signature of {name}.") },
  { "service", TRUE, N_("The server belongs to {name}, a known mailing service.") },
  { "rdns-own", TRUE, N_("Its reverse name, {name}, lies in {domain}.") },
  { "helo-own", TRUE, N_("It calls itself {name} (HELO), a name in {domain}; that is its own word only.") },
  { "refused-by-name", FALSE, N_("The record refuses it by name: {name}") },
  { "dkim-none", FALSE, N_("No valid DKIM signature speaks for {name}.") },
  { "rdns-other", FALSE, N_("Its reverse name, {name}, does not lie in {domain}.") },
  { "helo-other", FALSE, N_("It calls itself {name} (HELO), no name in {domain}.") },
};
/* clang-format on */

/* Fills {name} and what else the advice knows. */
static char *
fill (const SvAdvice *advice, const char *text, const char *name)
{
  const char *const pairs[] = { "name",      name,
                                "domain",    advice->name,
                                "ip",        advice->ip,
                                "forwarder", advice->forwarder,
                                "relay",     advice->relay ? advice->relay : advice->ip };
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_ptr_array_add (values, (gpointer)(pairs[i] ? pairs[i] : "?"));
  return sv_text_fill (text, values);
}

static void
add_sign (SvAdvice *advice, const char *id, const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    {
      if (strcmp (signs[i].id, id) != 0)
        continue;
      SvAdviceSign sign
          = { signs[i].id, signs[i].speaks_for, fill (advice, _ (signs[i].text), name) };
      g_array_append_val (advice->signs, sign);
    }
}

/* Signatures of the author's organization, or the envelope sender's. */
typedef struct
{
  const char *good; /* domain of one that is valid, or NULL */
  gboolean unknown; /* of one it is not known whether it is */
} OwnSignatures;

static OwnSignatures
own_signatures (const SvAdvice *advice, const SvCase *message)
{
  OwnSignatures own = { NULL, FALSE };
  const SvDmarcIdentifiers *identifiers = message->identifiers;
  for (guint i = 0; identifiers && i < identifiers->dkim->len; i++)
    {
      const SvDmarcIdentifier *dkim = &g_array_index (identifiers->dkim, SvDmarcIdentifier, i);
      if (!sv_same_organization (dkim->domain, advice->name)
          && !sv_same_organization (dkim->domain, message->alignment->from_domain))
        continue;
      if (dkim->pass)
        own.good = dkim->domain;
      own.unknown = own.unknown || !g_ptr_array_index (identifiers->words, i);
    }
  return own;
}

static void
weigh_names (SvAdvice *advice, const SvCase *message)
{
  const SvIdentity *identity = message->identity;
  const SvReceived *border
      = identity->hop >= 0 ? &g_array_index (message->facts->received, SvReceived, identity->hop)
                           : NULL;
  if (border && border->rdns && sv_same_organization (border->rdns, advice->name))
    add_sign (advice, "rdns-own", border->rdns);
  else if (border && border->rdns && !advice->service)
    add_sign (advice, "rdns-other", border->rdns);
  if (identity->helo && sv_same_organization (identity->helo, advice->name))
    add_sign (advice, "helo-own", identity->helo);
  else if (identity->helo && !advice->service)
    add_sign (advice, "helo-other", identity->helo);
}

static gboolean
is_all (const char *term)
{
  return !term || strcmp (term, "default") == 0
         || g_ascii_strcasecmp (sv_compare_bare_term (term), "all") == 0;
}

static int
compare_signs (gconstpointer a, gconstpointer b)
{
  const SvAdviceSign *one = a, *other = b;
  return other->speaks_for - one->speaks_for;
}

void
sv_advice_weigh (SvAdvice *advice, const SvCase *message)
{
  if (!advice || advice->state != SV_ADVICE_PUBLISH || !advice->term)
    return;
  const OwnSignatures own = own_signatures (advice, message);
  if (g_strcmp0 (message->stored->spf, "pass") == 0 && message->stored->spf_on_mail_from)
    add_sign (advice, "passed-then", NULL);
  if (own.good)
    add_sign (advice, "dkim-aligned", own.good);
  if (advice->service)
    add_sign (advice, "service", advice->service->name);
  if (!is_all (message->spf->mechanism))
    add_sign (advice, "refused-by-name", message->spf->mechanism);
  if (!own.good && !own.unknown && message->identifiers)
    add_sign (advice, "dkim-none", advice->name);
  weigh_names (advice, message);
  g_array_sort (advice->signs, compare_signs);
}

/* ---- the sentences ---- */

char *
sv_advice_lead (const SvAdvice *advice)
{
  const char *text;
  if (advice->state == SV_ADVICE_REFUSED)
    text = N_ ("No other record at {domain} is advised.");
  else if (!advice->term && advice->before)
    text = N_ ("Publish this at {domain}, in place of what is there. It was tried: with it the "
               "message passes SPF.");
  else if (!advice->term)
    text = N_ ("Publish this as a TXT record at {domain} itself. It was tried: with it the message "
               "passes SPF.");
  else if (advice->before)
    text = N_ ("If this server sends for you, publish this at {domain}, in place of the old "
               "record. It was tried: with it the message passes SPF.");
  else
    text = N_ ("If this server sends for you, publish this as a TXT record at {domain} itself. It "
               "was tried: with it the message passes SPF.");
  return fill (advice, _ (text), NULL);
}

/* clang-format off */
static const struct
{
  const char *why, *cure;
} reasons[] = {
  [SV_ADVICE_REASON_FORWARDED] = {
    N_("The message was forwarded: SPF judged the server of {forwarder}, and no record can list everybody who forwards."),
    N_("Sign with DKIM as the author's domain, which survives forwarding. Who runs {forwarder} can rewrite the envelope sender (SRS) and seal its mail with ARC.") },
  [SV_ADVICE_REASON_FORWARDED_SRS] = {
    N_("The message was forwarded with a rewritten envelope sender (SRS): the record is that of the forwarder, {forwarder}, not of the author."),
    N_("Who runs {forwarder} lists this server in the record of {domain}, if it is theirs. The author signs with DKIM.") },
  [SV_ADVICE_REASON_LIST] = {
    N_("A mailing list sent the message under an envelope sender of its own: the record is the list's, not the author's."),
    N_("Who runs the list lists this server in the record of {domain}, if it is theirs. The author signs with DKIM.") },
  [SV_ADVICE_REASON_RELAY] = {
    N_("The receiver judged the address of its own relay, {relay}, which no sender's record can list."),
    N_("Judge the hop behind the relay: --relay={ip}. Who runs the receiver lets its filter know its own relays.") },
  [SV_ADVICE_REASON_ADDRESS] = {
    N_("{ip} is no public address: it is seen only inside a network, and listing it would help nobody."),
    N_("Who runs the receiver looks why its filter was given an inner address; --ip=ADDRESS judges the public one.") },
};
/* clang-format on */

/* What the record itself stands against. */
static char *
why_record (const SvAdvice *advice)
{
  const SvSpfAdvice *change = advice->change;
  if (!change || !change->reason)
    return g_strdup (
        _ ("What was tried did not help: the message would still not pass with the server added."));
  g_autofree char *lookups = g_strdup_printf ("%u", change->lookups_after);
  g_autofree char *voids = g_strdup_printf ("%u", change->voids_after);
  const char *const pairs[]
      = { "term", change->culprit, "domain", advice->name, "voids", voids, "lookups", lookups };
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_ptr_array_add (values, (gpointer)(pairs[i] ? pairs[i] : "?"));
  g_autofree char *reason = sv_text_fill (_ (change->reason), values);
  return fill (advice, _ ("The reason: {name}."), reason);
}

char *
sv_advice_why (const SvAdvice *advice)
{
  if (advice->state != SV_ADVICE_REFUSED)
    return NULL;
  if (advice->reason == SV_ADVICE_REASON_RECORD)
    return why_record (advice);
  return fill (advice, _ (reasons[advice->reason].why), NULL);
}

char *
sv_advice_otherwise (const SvAdvice *advice)
{
  const char *text;
  if (advice->state == SV_ADVICE_REFUSED && advice->reason == SV_ADVICE_REASON_RECORD)
    text
        = N_ ("Mend that first, then look again: spfview record {domain} says what else there is.");
  else if (advice->state == SV_ADVICE_REFUSED)
    text = reasons[advice->reason].cure;
  else if (!advice->term)
    text
        = N_ ("Look at the rest of the record before you publish it: only what was broken has been "
              "changed.");
  else if (!advice->before || advice->mended)
    text = N_ (
        "If you do not know this server, leave it out: a record lists your own servers only.");
  else if (advice->open)
    text = N_ ("If you do not know this server, leave it out of the record.");
  else
    text = N_ ("If you do not know this server, change nothing: the record did its work.");
  return fill (advice, _ (text), NULL);
}

char *
sv_advice_remedy (const SvAdvice *advice)
{
  g_autofree char *lead = sv_advice_lead (advice), *otherwise = sv_advice_otherwise (advice);
  g_autofree char *why = sv_advice_why (advice);
  if (why)
    return g_strjoin (" ", lead, why, otherwise, NULL);
  return g_strjoin ("\n", lead, advice->change->record, otherwise, NULL);
}

char *
sv_advice_zone_line (const SvAdvice *advice)
{
  if (advice->state != SV_ADVICE_PUBLISH)
    return NULL;
  g_autofree char *data = sv_spf_zone_text (advice->change->record);
  return g_strdup_printf ("%s. IN TXT %s", advice->name, data);
}
