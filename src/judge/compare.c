/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tells why today's verdict differs from the stored one: a table of causes, first that holds. */

#include "judge/compare.h"

#include "spf/witness.h"

#include <string.h>

const char *
sv_compare_status_name (SvCompareStatus status)
{
  static const char *const names[]
      = { "agree", "drift", "contradiction", "no-stored", "not-evaluated" };
  return names[status];
}

typedef struct
{
  const SvStored *stored;
  const SvIdentity *identity;
  const SvSpfEvaluation *spf;
  const SvSpfEvaluation *then; /* NULL: not known */
  const char *now;             /* word */
  const char *before;          /* word: by the DNS of then if it is known, else as stored */
} Drift;

static gboolean
is (const char *word, const char *wanted)
{
  return strcmp (word, wanted) == 0;
}

/* Without a match, only the closing qualifier makes the difference between these. */
static gboolean
is_no_match (const char *word)
{
  return is (word, "fail") || is (word, "softfail") || is (word, "neutral");
}

/* Nobody forges a refusal; a pass where the sender can write too shows nothing. */
static gboolean
unproven (const Drift *drift)
{
  return drift->stored->spf_trust == SV_TRUST_OPEN && is (drift->stored->spf, "pass");
}

static gboolean
other_identity (const Drift *drift)
{
  const SvStored *stored = drift->stored;
  const SvIdentity *identity = drift->identity;
  if (!stored->spf_on_mail_from && identity->mail_from && identity->mail_from[0])
    return TRUE;
  return identity->overruled
         || (stored->spf_ip.family && !sv_ip_equal (&stored->spf_ip, &identity->ip));
}

static gboolean
receiver_best_guess (const Drift *drift)
{
  return drift->stored->best_guess;
}

/* Stock libspf2, which many receivers run, says on this record what the receiver stored: on that of
 * then, if it is known. */
static gboolean
receiver_deviates (const Drift *drift)
{
  const SvSpfEvaluation *spf = drift->then ? drift->then : drift->spf;
  return sv_spf_witness_differs (spf) && is (spf->witness.result, drift->stored->spf);
}

static gboolean
dns_trouble_now (const Drift *drift)
{
  return is (drift->now, "temperror");
}

static gboolean
dns_trouble_then (const Drift *drift)
{
  return is (drift->stored->spf, "temperror");
}

static gboolean
domain_gone (const Drift *drift)
{
  return is (drift->now, "none") && drift->spf->problem == SV_SPF_PROBLEM_NO_DOMAIN;
}

static gboolean
record_removed (const Drift *drift)
{
  return is (drift->now, "none");
}

static gboolean
record_added (const Drift *drift)
{
  return is (drift->before, "none");
}

static gboolean
record_broken (const Drift *drift)
{
  return is (drift->now, "permerror");
}

static gboolean
record_repaired (const Drift *drift)
{
  return is (drift->before, "permerror");
}

static gboolean
ip_now_authorized (const Drift *drift)
{
  return is (drift->now, "pass");
}

static gboolean
ip_no_longer_authorized (const Drift *drift)
{
  return is (drift->before, "pass");
}

/* Bytes of a record without its closing "all", that term's qualifier and the blanks before it. */
static gsize
length_without_all (const char *record)
{
  gsize len = strlen (record);
  while (len > 0 && record[len - 1] == ' ')
    len--;
  if (len < 3 || g_ascii_strncasecmp (record + len - 3, "all", 3) != 0)
    return len;
  gsize open = len - 3;
  if (open > 0 && strchr ("+-~?", record[open - 1]))
    open--;
  if (open == 0 || record[open - 1] != ' ')
    return len;
  while (open > 0 && record[open - 1] == ' ')
    open--;
  return open;
}

/* The character at the cursor in lower case, which is moved behind it; one blank for several, 0 at
 * the end and for blanks there. */
static char
next_char (const char **cursor, const char *end)
{
  if (*cursor == end)
    return 0;
  char c = *(*cursor)++;
  while (c == ' ' && *cursor < end && **cursor == ' ')
    (*cursor)++;
  return c == ' ' && *cursor == end ? 0 : g_ascii_tolower (c);
}

/* A header field that was folded may have got more blanks than the record has. */
gboolean
sv_compare_same_record (const char *record, const char *other, gboolean but_all)
{
  const char *end = record + (but_all ? length_without_all (record) : strlen (record));
  const char *other_end = other + (but_all ? length_without_all (other) : strlen (other));
  char c, d;
  do
    {
      c = next_char (&record, end);
      d = next_char (&other, other_end);
    }
  while (c && c == d);
  return c == d;
}

const char *
sv_compare_bare_term (const char *mechanism)
{
  return g_ascii_strcasecmp (mechanism, "default") == 0 ? "all"
                                                        : mechanism + strspn (mechanism, "+-~?");
}

/* What is not known on either side is taken for the same. */
static gboolean
same_record (const char *then, const char *now)
{
  return !then || !now || sv_compare_same_record (then, now, TRUE);
}

static gboolean
same_term (const char *then, const char *now)
{
  return !then || !now
         || g_ascii_strcasecmp (sv_compare_bare_term (then), sv_compare_bare_term (now)) == 0;
}

static gboolean
record_changed (const Drift *drift)
{
  const SvSpfEvaluation *now = drift->spf;
  const SvReceivedSpf *field = drift->stored->spf_field;
  if (drift->then)
    return !same_record (drift->then->record, now->record)
           || !same_term (drift->then->mechanism, now->mechanism);
  if (field && field->record && now->record)
    return !same_record (field->record, now->record);
  return field && !same_term (field->mechanism, now->mechanism);
}

static gboolean
qualifier_changed (const Drift *drift)
{
  return is_no_match (drift->before) && is_no_match (drift->now);
}

static gboolean
unknown_cause (const Drift *drift)
{
  return drift != NULL;
}

/* In the order of the contract, but for what is no evidence at all: the first that holds is the
 * cause. */
static const struct
{
  const char *id;
  gboolean (*holds) (const Drift *drift);
  gboolean by_dns; /* something has changed in DNS since */
} causes[] = {
  { "unproven", unproven },
  { "other-identity", other_identity },
  { "receiver-best-guess", receiver_best_guess },
  { "receiver-deviates", receiver_deviates },
  { "dns-trouble-now", dns_trouble_now },
  { "dns-trouble-then", dns_trouble_then },
  { "domain-gone", domain_gone, TRUE },
  { "record-removed", record_removed, TRUE },
  { "record-added", record_added, TRUE },
  { "record-broken", record_broken, TRUE },
  { "record-repaired", record_repaired, TRUE },
  { "ip-now-authorized", ip_now_authorized, TRUE },
  { "ip-no-longer-authorized", ip_no_longer_authorized, TRUE },
  { "record-changed", record_changed, TRUE },
  { "qualifier-changed", qualifier_changed, TRUE },
  { "unknown", unknown_cause },
};

/* If the DNS of then gives today's verdict, no change in DNS is the cause, whatever it looks like.
 */
static const char *
drift_cause (const Drift *drift)
{
  gboolean dns_changed = !drift->then || drift->then->result != drift->spf->result;
  gsize i = 0;
  while ((causes[i].by_dns && !dns_changed) || !causes[i].holds (drift))
    i++;
  return causes[i].id;
}

/* Why nothing was evaluated. */
static const char *
missing (const SvIdentity *identity, const SvSpfEvaluation *spf, gboolean no_dns)
{
  if (spf)
    return "dns-unrecorded";
  if (!identity->ip.family)
    return identity->invalid_ip ? "invalid-ip" : "no-client-ip";
  if (!identity->mail_from || (!identity->mail_from[0] && !identity->helo))
    return "no-identity";
  return no_dns ? "no-network" : "unknown";
}

void
sv_compare (const SvStored *stored, const SvIdentity *identity, const SvSpfEvaluation *spf,
            const SvSpfEvaluation *then, gboolean no_dns, SvComparison *comparison)
{
  *comparison = (SvComparison){ .stored = stored->spf };
  if (!spf || spf->state != SV_SPF_STATE_DONE)
    {
      comparison->status = SV_COMPARE_NOT_EVALUATED;
      comparison->cause = missing (identity, spf, no_dns);
      return;
    }
  comparison->now = sv_spf_result_name (spf->result);
  gboolean then_known = then && then->state == SV_SPF_STATE_DONE;
  Drift drift = { stored,
                  identity,
                  spf,
                  then_known ? then : NULL,
                  comparison->now,
                  then_known ? sv_spf_result_name (then->result) : stored->spf };
  if (!stored->spf)
    comparison->status = SV_COMPARE_NO_STORED;
  else if (stored->spf_conflict)
    comparison->status = SV_COMPARE_CONTRADICTION;
  else if (is (stored->spf, comparison->now))
    comparison->status = SV_COMPARE_AGREE;
  else
    {
      comparison->status = SV_COMPARE_DRIFT;
      comparison->cause = drift_cause (&drift);
    }
}
