/* SPDX-License-Identifier: GPL-3.0-or-later
 * Finds the shortest change of a record that lets a message pass, and tries it; see advice.h. */

#include "judge/advice.h"

#include "spf/mended.h"
#include "spf/trial.h"

#include <string.h>

const char *
sv_advice_state_name (SvAdviceState state)
{
  return state == SV_ADVICE_PUBLISH ? "publish" : "refused";
}

const char *
sv_advice_reason_name (SvAdviceReason reason)
{
  static const char *const names[] = {
    [SV_ADVICE_REASON_NONE] = NULL,
    [SV_ADVICE_REASON_FORWARDED] = "forwarded",
    [SV_ADVICE_REASON_FORWARDED_SRS] = "forwarded-srs",
    [SV_ADVICE_REASON_LIST] = "mailing-list",
    [SV_ADVICE_REASON_RELAY] = "own-relay",
    [SV_ADVICE_REASON_ADDRESS] = "private-address",
    [SV_ADVICE_REASON_RECORD] = "record",
  };
  return names[reason];
}

static void
clear_sign (gpointer data)
{
  g_free (((SvAdviceSign *)data)->text);
}

/* What stands at the name now. */
static char *
published (const SvSpfNode *root)
{
  if (root->text || !root->texts || root->texts->len == 0)
    return g_strdup (root->text);
  g_ptr_array_add (root->texts, NULL);
  char *all = g_strjoinv ("\n", (char **)root->texts->pdata);
  g_ptr_array_remove_index (root->texts, root->texts->len - 1);
  return all;
}

static SvAdvice *
advice_new (const SvAdviceCase *message)
{
  SvAdvice *advice = g_new0 (SvAdvice, 1);
  advice->name = g_strdup (message->spf->domain);
  advice->before = published (message->tree->root);
  advice->ip = sv_ip_to_string (&message->input->ip);
  advice->open = message->spf->result == SV_SPF_NEUTRAL;
  advice->signs = g_array_new (FALSE, FALSE, sizeof (SvAdviceSign));
  g_array_set_clear_func (advice->signs, clear_sign);
  return advice;
}

void
sv_advice_free (SvAdvice *advice)
{
  if (!advice)
    return;
  g_free (advice->name);
  g_free (advice->before);
  sv_spf_advice_free (advice->change);
  g_free (advice->term);
  g_free (advice->ip);
  g_free (advice->forwarder);
  g_free (advice->relay);
  g_array_unref (advice->signs);
  g_free (advice);
}

/* Only what another record at the judged domain can cure: what others publish, limits, and DNS in
 * trouble, have findings of their own. */
static gboolean
is_curable (const SvSpfEvaluation *spf)
{
  if (!spf || spf->state != SV_SPF_STATE_DONE || !spf->domain)
    return FALSE;
  switch (spf->result)
    {
    case SV_SPF_FAIL:
    case SV_SPF_SOFTFAIL:
    case SV_SPF_NEUTRAL:
      return TRUE;
    case SV_SPF_NONE:
      return spf->problem == SV_SPF_PROBLEM_NO_RECORD;
    case SV_SPF_PERMERROR:
      return (spf->problem == SV_SPF_PROBLEM_SYNTAX
              || spf->problem == SV_SPF_PROBLEM_MULTIPLE_RECORDS)
             && (!spf->problem_domain
                 || g_ascii_strcasecmp (spf->problem_domain, spf->domain) == 0);
    case SV_SPF_PASS:
    case SV_SPF_TEMPERROR:
      break;
    }
  return FALSE;
}

/* What happened on the way that no record can cure. */
static SvAdviceReason
wrong_cure (const SvAdviceCase *message, const SvWay *way)
{
  switch (way->kind)
    {
    case SV_WAY_FORWARDED:
      return SV_ADVICE_REASON_FORWARDED;
    case SV_WAY_FORWARDED_SRS:
      return SV_ADVICE_REASON_FORWARDED_SRS;
    case SV_WAY_LIST:
      return SV_ADVICE_REASON_LIST;
    case SV_WAY_DIRECT:
      break;
    }
  /* A relay that --relay named is behind us: the hop behind it was judged. */
  if (way->own_relay && sv_ip_equal (&way->relay_ip, &message->input->ip))
    return SV_ADVICE_REASON_RELAY;
  return sv_ip_scope (&message->input->ip) == SV_SCOPE_PUBLIC ? SV_ADVICE_REASON_NONE
                                                              : SV_ADVICE_REASON_ADDRESS;
}

/* ---- candidates ---- */

/* One change that may help: a term to put in, perhaps one to take out. */
typedef struct
{
  char *add;    /* NULL: nothing, the mended record is tried as it is */
  char *remove; /* or NULL */
  const SvService *service;
} Candidate;

static void
clear_candidate (gpointer data)
{
  Candidate *candidate = data;
  g_free (candidate->add);
  g_free (candidate->remove);
}

static void
add_candidate (GArray *candidates, char *add, char *remove, const SvService *service)
{
  Candidate candidate = { add, remove, service };
  g_array_append_val (candidates, candidate);
}

/* Includes that stand in the record in vain: behind "all", or with another qualifier than "+". */
static void
add_existing (GArray *candidates, const SvSpfRecord *record)
{
  gboolean behind_all = FALSE;
  for (guint i = 0; record && i < record->terms->len; i++)
    {
      const SvSpfTerm *term = &g_array_index (record->terms, SvSpfTerm, i);
      if (term->kind == SV_SPF_TERM_INCLUDE && (behind_all || term->qualifier != '+'))
        add_candidate (candidates, g_strconcat ("include:", term->spec, NULL),
                       behind_all ? g_strdup (term->text) : NULL,
                       sv_service_by_include (term->spec));
      behind_all = behind_all || term->kind == SV_SPF_TERM_ALL;
    }
}

/* By reverse name, HELO or signature: whether it is true shows when the include is tried. */
static void
add_service (GArray *candidates, const SvAdviceCase *message, const SvWay *way)
{
  const SvService *service = way->service;
  const GArray *signatures = message->facts->signatures;
  if (!service)
    service = sv_service_by_host (message->identity->helo);
  for (guint i = 0; !service && i < signatures->len; i++)
    service = sv_service_by_signature (g_array_index (signatures, SvDkimSignature, i).domain);
  if (service && service->include)
    add_candidate (candidates, g_strconcat ("include:", service->include, NULL), NULL, service);
}

static GArray *
candidates_of (const SvAdviceCase *message, const SvWay *way, const SvSpfTree *tree,
               gboolean mended)
{
  GArray *candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_array_set_clear_func (candidates, clear_candidate);
  char address[SV_IP_TEXT_MAX];
  const SvIp *ip = &message->input->ip;
  if (mended)
    add_candidate (candidates, NULL, NULL, NULL);
  if (tree->root->record)
    add_existing (candidates, tree->root->record);
  add_service (candidates, message, way);
  sv_ip_format (ip, address);
  add_candidate (candidates, g_strconcat (ip->family == 6 ? "ip6:" : "ip4:", address, NULL), NULL,
                 NULL);
  return candidates;
}

/* Works one candidate out and evaluates the message with it.  FALSE while answers lack; *change is
 * what it came to, *passes whether the message does. */
static gboolean
try_candidate (const SvAdviceCase *message, const Candidate *candidate, const SvSpfTree *tree,
               SvLookups *lookups, SvSpfAdvice **change, gboolean *passes)
{
  const char *const add[] = { candidate->add, NULL }, *const remove[] = { candidate->remove, NULL };
  const SvSpfWish wish = { add, candidate->remove ? remove : NULL };
  *passes = FALSE;
  *change = sv_spf_advise (tree, &wish, lookups, NULL);
  if (!*change)
    return FALSE;
  if ((*change)->state == SV_SPF_ADVICE_REFUSED
      || ((*change)->state == SV_SPF_ADVICE_NOTHING && candidate->add))
    return TRUE;
  g_autoptr (SvSpfEvaluation) spf
      = sv_spf_try (message->spf->domain, (*change)->record, message->input, lookups);
  if (!spf)
    return FALSE;
  *passes = spf->state == SV_SPF_STATE_DONE && spf->result == SV_SPF_PASS;
  return TRUE;
}

static void
take (SvAdvice *advice, const Candidate *candidate, const SvSpfEvaluation *spf)
{
  advice->state = SV_ADVICE_PUBLISH;
  advice->reason = SV_ADVICE_REASON_NONE;
  advice->term = g_strdup (candidate->add);
  advice->service = candidate->service;
  if (!advice->mended)
    return;
  advice->change->lookups_before = spf->lookups;
  advice->change->voids_before = spf->voids;
  advice->change->bytes_before = advice->before ? strlen (advice->before) : 0;
}

/* Takes the first candidate with which the message passes; FALSE while answers lack. */
static gboolean
choose (const SvAdviceCase *message, const SvWay *way, SvLookups *lookups, SvAdvice *advice)
{
  g_autofree char *mended = sv_spf_mended (message->tree, message->lints);
  g_autoptr (SvSpfTree) tree = sv_spf_tree_build (message->spf->domain, mended, NULL, lookups);
  if (tree->waiting)
    return FALSE;
  advice->mended = mended != NULL;
  g_autoptr (GArray) candidates = candidates_of (message, way, tree, advice->mended);
  for (guint i = 0; i < candidates->len && advice->state == SV_ADVICE_REFUSED; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);
      gboolean passes;
      g_clear_pointer (&advice->change, sv_spf_advice_free);
      if (!try_candidate (message, candidate, tree, lookups, &advice->change, &passes))
        return FALSE;
      if (passes)
        take (advice, candidate, message->spf);
    }
  return TRUE;
}

gboolean
sv_advice_find (const SvAdviceCase *message, SvLookups *lookups, SvAdvice **advice)
{
  SvWay way;
  g_clear_pointer (advice, sv_advice_free);
  if (!is_curable (message->spf))
    return TRUE;
  sv_way_find (message->facts, message->identity, message->stored, &way);
  *advice = advice_new (message);
  (*advice)->state = SV_ADVICE_REFUSED;
  (*advice)->reason = wrong_cure (message, &way);
  (*advice)->forwarder = g_strdup (way.forwarder);
  (*advice)->relay = g_strdup (way.relay);
  if ((*advice)->reason != SV_ADVICE_REASON_NONE)
    return TRUE;
  (*advice)->reason = SV_ADVICE_REASON_RECORD;
  return choose (message, &way, lookups, *advice);
}
