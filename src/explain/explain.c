/* SPDX-License-Identifier: GPL-3.0-or-later
 * Gathers the entries from the tables here and those of judge/, and finds them; see explain.h. */

#include "explain/explain.h"

#include "explain/entries.h"
#include "explain/spelling.h"
#include "judge/bounce.h"

#include <glib/gi18n.h>
#include <string.h>

/* clang-format off */
static const struct
{
  const char *name, *title;
} groups[] = {
  [SV_EXPLAIN_RESULT] = { "result", N_("Results of SPF") },
  [SV_EXPLAIN_QUALIFIER] = { "qualifier", N_("Qualifiers (in front of a mechanism)") },
  [SV_EXPLAIN_MECHANISM] = { "mechanism", N_("Mechanisms (whom a record lists)") },
  [SV_EXPLAIN_MODIFIER] = { "modifier", N_("Modifiers") },
  [SV_EXPLAIN_MACRO] = { "macro", N_("Macros") },
  [SV_EXPLAIN_LIMIT] = { "limit", N_("Limits") },
  [SV_EXPLAIN_IDENTITY] = { "identity", N_("Identities (what is judged)") },
  [SV_EXPLAIN_HEADER] = { "header", N_("In the header") },
  [SV_EXPLAIN_METHOD] = { "method", N_("The pillars of sender authentication") },
  [SV_EXPLAIN_ALIGNMENT] = { "alignment", N_("Alignment and policy (DMARC)") },
  [SV_EXPLAIN_WAY] = { "way", N_("On the way") },
  [SV_EXPLAIN_CODE] = { "code", N_("Enhanced status codes of SMTP replies") },
  [SV_EXPLAIN_CAUSE] = { "cause", N_("Why a verdict differs, or there is none") },
  [SV_EXPLAIN_FINDING] = { "finding", N_("Findings of spfview") },
  [SV_EXPLAIN_MYTH] = { "myth", N_("Often said, and not true") },
};

static const struct
{
  const char *name, *title;
} actors[] = {
  [SV_EXPLAIN_WHO_NONE] = { NULL, NULL },
  [SV_EXPLAIN_WHO_DNS] = { "sender-dns", N_("the owner of the sending domain, in DNS") },
  [SV_EXPLAIN_WHO_SERVER] = { "sender-server", N_("whoever runs the sending server or mailing service") },
  [SV_EXPLAIN_WHO_SENDER] = { "sender", N_("whoever writes the message") },
  [SV_EXPLAIN_WHO_FORWARDER] = { "forwarder", N_("whoever runs the forwarder or list") },
  [SV_EXPLAIN_WHO_RECEIVER] = { "receiver", N_("whoever runs the receiving server") },
  [SV_EXPLAIN_WHO_NOBODY] = { "nobody", N_("nobody") },
};

/* Codes that are listed; any other that is asked for is explained as well. */
static const char *const codes[] = {
  "4.4.7", "4.7.0", "5.1.1", "5.1.2", "5.1.8", "5.2.1", "5.2.2", "5.2.3", "5.4.6", "5.7.1", "5.7.8",
  "5.7.20", "5.7.21", "5.7.22", "5.7.23", "5.7.24", "5.7.25", "5.7.26", "5.7.27", "5.7.28",
  "5.7.29", "5.7.30", "5.7.509", "5.7.515",
};
/* clang-format on */

/* Findings whose texts are made of values alone, in general words; and what else people call them,
 * such as the words that verifiers write into Authentication-Results. */
/* clang-format off */
static const struct
{
  const char *id, *meaning, *what, *synonyms;
} findings_in_general[] = {
  { "dmarc-pass", N_("SPF or DKIM passes for the domain in From, or one of the same organization."), NULL, "" },
  { "dmarc-fail", N_("Neither SPF nor DKIM passes for the domain in From. What receivers are asked to do with such mail stands in the DMARC policy of that domain."), N_("Whoever sends for the domain uses an envelope sender under it, or signs with DKIM as it. See alignment."), "" },
  { "dmarc-record-invalid", N_("There are several DMARC records, or one that cannot be read, or it stands at the wrong name."), NULL, "" },
  { "stored-drift", N_("The receiver stored another verdict than SPF gives with the DNS of today. The cause is told with it."), N_("Look at what changed in the record since, and at the verdict of today."), "" },
  { "spf-not-evaluated", N_("Something that SPF needs is not known: the client's address, a sender, or an answer of DNS."), N_("Give what is missing with --ip, --mail-from, --helo or --dns-file."), "" },
  { "stored-unproven", N_("The verdict stands where the sender can have written it as well: nothing shows that the field is the receiver's."), N_("Go by the verdict of today. A writer of such fields that you trust is named with --trust=ID."), "" },
  { "dkim-pass", N_("Text and signed header fields are as the signing domain signed them."), NULL, "" },
  { "dkim-body-changed", N_("A disclaimer, a virus scanner, a mailing list or a gateway that rewrites mail does that."), N_("Look in the path for the server that rewrites mail, and let it run before the one that signs; or not at all."), "body hash did not verify|bodyhash mismatch|body hash mismatch|本文ハッシュの不一致" },
  { "dkim-headers-changed", N_("A gateway that rewrites addresses or tags the Subject does that, and so does a signing key other than the published one."), N_("Look in the path for the server that rewrites mail, and let it run before the one that signs; or not at all."), "dkim=fail|signature did not verify|bad signature|DKIM 失敗" },
  { "dkim-key-missing", N_("There is no key record at the name that the selector gives, so no receiver can verify the signature."), N_("The owner of the signing domain publishes the key as a TXT record at SELECTOR._domainkey.DOMAIN, or lets its mail server sign with a selector that is published. For old mail nothing needs to change: keys are withdrawn when they are replaced."), "dkim=permerror|no key for signature" },
  { "dkim-key-revoked", N_("The key record has an empty p=: its owner has withdrawn the key."), N_("Whoever signs for the domain uses a selector whose key is published. For old mail nothing needs to change: keys are withdrawn when they are replaced."), "" },
  { "dkim-key-invalid", N_("The key record cannot be read, or is not for this signature: k=, h=, s= or t=s forbid it."), NULL, "" },
  { "dkim-key-weak", N_("With fewer than 1024 bits no signature counts. From 1024 bits on it does, but 2048 are advised."), NULL, "" },
  { "dkim-unverifiable", N_("The text of the message or the key is not at hand, so that nothing can be said of the signature."), N_("Save the whole message as the receiver got it, and examine that."), "dkim=neutral" },
  { "dkim-signature-invalid", N_("The field breaks the grammar, lacks a tag or has one twice, so it counts for nothing."), NULL, "" },
  { "arc-present", N_("Servers that handed the message on wrote down how it stood with its authentication, and sealed that. Whether to believe them is for the receiver to decide."), NULL, "arc=pass|arc=fail|arc=none" },
  { "bounce-reason", N_("The message is a delivery report. Its SMTP reply says why the enclosed message came back."), N_("Look at the code in the reply: spfview explain 5.7.26, for example."), "" },
};
/* clang-format on */

const char *
sv_explain_group_name (SvExplainGroup group)
{
  return groups[group].name;
}

const char *
sv_explain_group_title (SvExplainGroup group)
{
  return _ (groups[group].title);
}

const char *
sv_explain_who_name (SvExplainWho who)
{
  return actors[who].name;
}

const char *
sv_explain_who_title (SvExplainWho who)
{
  return actors[who].title ? _ (actors[who].title) : NULL;
}

/* ---- the entries ---- */

static SvExplainWho
who_of (SvActor actor)
{
  static const SvExplainWho whos[] = {
    [SV_ACTOR_SENDER_DNS] = SV_EXPLAIN_WHO_DNS, [SV_ACTOR_SENDER_SERVER] = SV_EXPLAIN_WHO_SERVER,
    [SV_ACTOR_SENDER] = SV_EXPLAIN_WHO_SENDER,  [SV_ACTOR_RECEIVER] = SV_EXPLAIN_WHO_RECEIVER,
    [SV_ACTOR_NOBODY] = SV_EXPLAIN_WHO_NOBODY,
  };
  return whos[actor];
}

/* What the table of bounces makes of a code without a text. */
static gboolean
explain_code (const char *code, SvExplainEntry *entry)
{
  const SvReply reply = { 0 };
  SvBounce bounce;
  if (!sv_bounce_explain (&reply, code, &bounce))
    return FALSE;
  *entry = (SvExplainEntry){ .group = SV_EXPLAIN_CODE,
                             .word = code,
                             .synonyms = "",
                             .meaning = bounce.reason->explanation,
                             .who = who_of (bounce.reason->actor),
                             .what = bounce.reason->advice,
                             .reference = bounce.reference };
  return TRUE;
}

static void
add_codes (GArray *entries)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      SvExplainEntry entry;
      if (explain_code (codes[i], &entry))
        g_array_append_val (entries, entry);
    }
}

static void
add_causes (GArray *entries)
{
  const char *text;
  for (guint i = 0; sv_cause_at (i, &text); i++)
    {
      SvExplainEntry entry = {
        .group = SV_EXPLAIN_CAUSE, .word = sv_cause_at (i, &text), .synonyms = "", .meaning = text
      };
      g_array_append_val (entries, entry);
    }
}

static void
add_findings (GArray *entries)
{
  const SvFindingText *text;
  for (guint i = 0; (text = sv_finding_text_at (i)); i++)
    {
      SvExplainEntry entry = { .group = SV_EXPLAIN_FINDING,
                               .word = text->id,
                               .synonyms = "",
                               .title = text->title,
                               .meaning = text->detail,
                               .what = text->remedy,
                               .reference = text->reference };
      for (gsize k = 0; k < G_N_ELEMENTS (findings_in_general); k++)
        if (strcmp (findings_in_general[k].id, text->id) == 0)
          {
            entry.meaning = findings_in_general[k].meaning;
            entry.synonyms = findings_in_general[k].synonyms;
            entry.what = findings_in_general[k].what ? findings_in_general[k].what : entry.what;
          }
      g_array_append_val (entries, entry);
    }
}

static void
add_rows (GArray *entries, const SvExplainEntry *rows)
{
  for (; rows->word; rows++)
    g_array_append_val (entries, *rows);
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  return (int)((const SvExplainEntry *)a)->group - (int)((const SvExplainEntry *)b)->group;
}

GArray *
sv_explain_entries (void)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (SvExplainEntry));
  add_rows (entries, sv_explain_spf);
  add_rows (entries, sv_explain_mail);
  add_codes (entries);
  add_causes (entries);
  add_findings (entries);
  add_rows (entries, sv_explain_myths);
  g_array_sort (entries, compare_groups); /* stable */
  return entries;
}

/* ---- finding ---- */

/* Calls `visit` for every spelling of every entry until it returns TRUE; NULL if it never does. */
static const SvExplainEntry *
search (const GArray *entries, gboolean (*visit) (const char *spelling, gpointer data),
        gpointer data)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const SvExplainEntry *entry = &g_array_index (entries, SvExplainEntry, i);
      g_auto (GStrv) synonyms = g_strsplit (entry->synonyms, "|", -1);
      if (visit (entry->word, data))
        return entry;
      for (char **synonym = synonyms; *synonym; synonym++)
        if (visit (*synonym, data))
          return entry;
    }
  return NULL;
}

static gboolean
is_same (const char *spelling, gpointer data)
{
  return sv_spelling_same (spelling, data);
}

static gboolean
is_similar (const char *spelling, gpointer data)
{
  g_autofree char *bare = sv_spelling_bare (spelling);
  return *bare && strcmp (bare, data) == 0;
}

static gboolean
is_code (const char *word)
{
  guint parts = 1;
  for (const char *c = word; *c; c++)
    if (*c == '.')
      parts++;
    else if (!g_ascii_isdigit (*c))
      return FALSE;
  return parts == 3 && strchr ("245", word[0]);
}

const SvExplainEntry *
sv_explain_find (const GArray *entries, const char *word, SvExplainEntry *made)
{
  if (strlen (word) > SV_SPELLING_MAX)
    return NULL;
  g_autofree char *bare = sv_spelling_bare (word);
  const SvExplainEntry *entry = search (entries, is_same, (gpointer)word);
  if (!entry && *bare)
    entry = search (entries, is_similar, bare);
  if (!entry && is_code (word) && explain_code (word, made))
    entry = made;
  return entry;
}

/* ---- near misses ---- */

/* So many are offered. */
#define NEAR_MAX 5

typedef struct
{
  const char *word;
  guint distance;
} Near;

typedef struct
{
  const char *bare;
  guint best; /* of the entry being looked at */
} NearSearch;

static gboolean
measure (const char *spelling, gpointer data)
{
  NearSearch *search = data;
  g_autofree char *bare = sv_spelling_bare (spelling);
  if (*bare)
    search->best = MIN (search->best, sv_spelling_distance (search->bare, bare));
  return FALSE;
}

static int
compare_near (gconstpointer a, gconstpointer b)
{
  return (int)((const Near *)a)->distance - (int)((const Near *)b)->distance;
}

GPtrArray *
sv_explain_near (const GArray *entries, const char *word)
{
  GPtrArray *words = g_ptr_array_new ();
  g_autofree char *bare = sv_spelling_bare (word);
  if (!*bare || strlen (word) > SV_SPELLING_MAX)
    return words;
  const guint limit = 1 + (guint)g_utf8_strlen (bare, -1) / 3;
  g_autoptr (GArray) near = g_array_new (FALSE, FALSE, sizeof (Near));
  for (guint i = 0; i < entries->len; i++)
    {
      g_autoptr (GArray) one = g_array_new (FALSE, FALSE, sizeof (SvExplainEntry));
      NearSearch looked = { bare, G_MAXUINT };
      g_array_append_val (one, g_array_index (entries, SvExplainEntry, i));
      search (one, measure, &looked);
      Near next = { g_array_index (entries, SvExplainEntry, i).word, looked.best };
      if (looked.best <= limit)
        g_array_append_val (near, next);
    }
  g_array_sort (near, compare_near);
  for (guint i = 0; i < MIN (near->len, NEAR_MAX); i++)
    g_ptr_array_add (words, (gpointer)g_array_index (near, Near, i).word);
  return words;
}

/* ---- texts ---- */

/* The name between braces at `c`, its length; 0 where there is none.  "%{i}" is a macro. */
static gsize
value_at (const char *text, const char *c)
{
  if (*c != '{' || (c > text && c[-1] == '%'))
    return 0;
  gsize len = strspn (c + 1, "abcdefghijklmnopqrstuvwxyz0123456789_");
  return c[1 + len] == '}' ? len : 0;
}

char *
sv_explain_text (const char *text)
{
  if (!text)
    return NULL;
  GString *out = g_string_new (NULL);
  gboolean says_something = FALSE;
  const char *translated = _ (text);
  for (const char *c = translated; *c;)
    {
      gsize len = value_at (translated, c);
      if (len > 0)
        {
          g_string_append_printf (out, "<%.*s>", (int)len, c + 1);
          c += len + 2;
          continue;
        }
      says_something = says_something || !strchr (" .\n", *c);
      g_string_append_c (out, *c++);
    }
  return g_string_free (out, !says_something);
}
