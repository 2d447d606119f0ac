/* SPDX-License-Identifier: GPL-3.0-or-later
 * Works a corrected record out, term by term, and tries it before it is told; see advise.h. */

#include "spf/advise.h"

#include "spf/advise-check.h"
#include "spf/advise-place.h"
#include "spf/advise-wish.h"
#include "spf/advise-work.h"
#include "spf/networks.h"

#include <glib/gi18n.h>
#include <string.h>

/* No organization holds more than this in one piece: what is wider is "+all" in another dress. */
#define BITS4_MIN 8
#define BITS6_MIN 16

/* A name without a record gets one that refuses nobody outright before its owner has seen who else
 * sends. */
#define FRESH_RECORD "v=spf1 ~all"

/* Puts `term` in before the term of that number. */
static void
insert (SvSpfWork *work, const SvSpfRecord *record, guint at, const char *term)
{
  char *text = sv_spf_text_with (work->text, record, at, term);
  g_free (work->text);
  work->text = text;
}

/* Takes out every term that `name` names; FALSE if there is none. */
static gboolean
take_out (SvSpfWork *work, const char *name)
{
  char *text = sv_spf_text_without (work->text, name);
  if (!text)
    return FALSE;
  g_free (work->text);
  work->text = text;
  return TRUE;
}

/* ---- --remove ---- */

/* Whether the term that is named decides what becomes of everybody else. */
static gboolean
is_end (const SvSpfTree *tree, const char *name)
{
  const SvSpfNode *root = tree->root;
  gboolean redirected = root->record && !root->record->has_all;
  for (guint i = 0; root->record && i < root->branches->len; i++)
    {
      const SvSpfBranch *branch = &g_array_index (root->branches, SvSpfBranch, i);
      if (!sv_spf_term_is_named (branch->term->text, name))
        continue;
      if (branch->term->kind == SV_SPF_TERM_ALL)
        return TRUE;
      if (branch->term->kind == SV_SPF_TERM_REDIRECT && redirected)
        return branch->child && branch->child->state == SV_SPF_NODE_RECORD;
    }
  return FALSE;
}

static gboolean
remove_terms (SvSpfWork *work, const SvSpfTree *tree, const SvSpfWish *wish)
{
  for (const char *const *name = wish->remove; name && *name; name++)
    {
      if (is_end (tree, *name))
        return sv_spf_work_refuse (
            work,
            N_ ("without {term} the record would leave open who else may send, and to "
                "loosen a record is never advised"),
            *name);
      if (!take_out (work, *name))
        return sv_spf_work_refuse (work, N_ ("the record has no term {term}"), *name);
    }
  return TRUE;
}

/* ---- --add ---- */

/* Where a network has to stand so that nothing before it refuses any of its addresses. */
static guint
network_place (SvSpfWork *work, const SvSpfRecord *record, const SvSpfWanted *wanted)
{
  guint place = sv_spf_closing_place (record);
  gboolean single = wanted->bits == (wanted->network.family == 4 ? 32 : 128);
  if (single)
    {
      g_autoptr (SvSpfEvaluation) spf = sv_spf_work_try (work, &wanted->network);
      return spf ? MIN (place, sv_spf_deciding_place (record, spf)) : place;
    }
  for (guint i = 0; i < place; i++)
    if (sv_spf_may_refuse (&g_array_index (record->terms, SvSpfTerm, i), wanted))
      return i;
  return place;
}

/* Whether everything in the network passes already. */
static gboolean
network_passes (SvSpfWork *work, const SvSpfRecord *record, const SvSpfWanted *wanted)
{
  if (!sv_spf_work_ends_pass (work, &wanted->network, wanted->bits))
    return FALSE;
  if (wanted->bits == (wanted->network.family == 4 ? 32 : 128) || sv_spf_is_listed (record, wanted))
    return TRUE;
  g_autoptr (SvSpfTree) tree = sv_spf_work_plant (work, work->domain, work->text);
  if (!tree)
    return FALSE;
  gboolean exact = FALSE;
  g_autoptr (GArray) networks = sv_spf_tree_networks (tree, &exact);
  sv_spf_networks_aggregate (networks);
  for (guint i = 0; exact && i < networks->len; i++)
    {
      const SvSpfNetwork *network = &g_array_index (networks, SvSpfNetwork, i);
      if (network->bits <= wanted->bits
          && sv_ip_in_network (&wanted->network, &network->network, network->bits))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_too_wide (const SvIp *network, guint bits)
{
  return bits < (network->family == 4 ? BITS4_MIN : BITS6_MIN);
}

static gboolean
add_network (SvSpfWork *work, const SvSpfRecord *record, const SvSpfWanted *wanted)
{
  gboolean passing = network_passes (work, record, wanted);
  if (work->waiting || passing)
    return !work->waiting;
  if (is_too_wide (&wanted->network, wanted->bits))
    return sv_spf_work_refuse (
        work, N_ ("{term} is wider than any organization: it would let strangers send"),
        wanted->text);
  if (sv_ip_scope (&wanted->network) != SV_SCOPE_PUBLIC)
    return sv_spf_work_refuse (
        work,
        N_ ("{term} is no public address: no receiver ever sees it, so it would be in "
            "the record for nothing"),
        wanted->text);
  guint place = network_place (work, record, wanted);
  if (work->waiting)
    return FALSE;
  insert (work, record, place, wanted->text);
  g_ptr_array_add (work->added, wanted->text);
  return TRUE;
}

/* An include of the target that does not let it send gives its place up. */
static void
add_include_term (SvSpfWork *work, const SvSpfRecord *record, const SvSpfWanted *wanted)
{
  for (guint i = 0; i < record->terms->len; i++)
    {
      const SvSpfTerm *term = &g_array_index (record->terms, SvSpfTerm, i);
      if (term->kind != SV_SPF_TERM_INCLUDE || term->qualifier == '+'
          || g_ascii_strcasecmp (term->spec, wanted->target) != 0)
        continue;
      g_autofree char *name = g_strdup (term->text);
      take_out (work, name);
      g_autoptr (SvSpfRecord) rest = sv_spf_record_parse (work->text, strlen (work->text), NULL);
      insert (work, rest, i, wanted->text);
      return;
    }
  insert (work, record, sv_spf_closing_place (record), wanted->text);
}

/* An include can hide "+all". */
static gboolean
is_modest (SvSpfWork *work, const SvSpfWanted *wanted)
{
  if (strchr (wanted->target, '%'))
    return TRUE;
  g_autoptr (SvSpfTree) tree = sv_spf_work_plant (work, wanted->target, NULL);
  if (!tree)
    return FALSE;
  gboolean exact;
  g_autoptr (GArray) networks = sv_spf_tree_networks (tree, &exact);
  for (guint i = 0; i < networks->len; i++)
    {
      const SvSpfNetwork *network = &g_array_index (networks, SvSpfNetwork, i);
      if (is_too_wide (&network->network, network->bits))
        return sv_spf_work_refuse (work, N_ ("{term} lets the whole internet send"), wanted->text);
    }
  return TRUE;
}

static gboolean
add_include (SvSpfWork *work, const SvSpfRecord *record, const SvSpfWanted *wanted)
{
  g_autoptr (SvSpfTree) tree = sv_spf_work_plant (work, work->domain, work->text);
  if (!tree || !is_modest (work, wanted))
    return FALSE;
  gboolean passing
      = sv_spf_is_included (tree, wanted->target) && sv_spf_work_include_passes (work, wanted);
  if (work->waiting || passing)
    return !work->waiting;
  add_include_term (work, record, wanted);
  g_ptr_array_add (work->added, wanted->text);
  return TRUE;
}

static gboolean
add_terms (SvSpfWork *work)
{
  for (guint i = 0; i < work->wanted->len; i++)
    {
      const SvSpfWanted *wanted = &g_array_index (work->wanted, SvSpfWanted, i);
      SvSpfSyntaxError error;
      g_autoptr (SvSpfRecord) record
          = sv_spf_record_parse (work->text, strlen (work->text), &error);
      if (!record)
        {
          sv_spf_work_refuse (
              work, N_ ("the record has a syntax error: correct or drop {term} first"), error.term);
          sv_spf_syntax_error_clear (&error);
          return FALSE;
        }
      if (!(wanted->kind == SV_SPF_TERM_INCLUDE ? add_include (work, record, wanted)
                                                : add_network (work, record, wanted)))
        return FALSE;
    }
  return TRUE;
}

/* ---- the proof ---- */

static gboolean
prove_added (SvSpfWork *work)
{
  for (guint i = 0; i < work->wanted->len; i++)
    {
      const SvSpfWanted *wanted = &g_array_index (work->wanted, SvSpfWanted, i);
      gboolean passing = wanted->kind == SV_SPF_TERM_INCLUDE
                             ? sv_spf_work_include_passes (work, wanted)
                             : sv_spf_work_ends_pass (work, &wanted->network, wanted->bits);
      if (work->waiting)
        return FALSE;
      if (!passing && work->breaker)
        return sv_spf_work_refuse (
            work,
            N_ ("some of the addresses would still get permerror or temperror, which "
                "{term} brings about: drop it first"),
            work->breaker);
      if (!passing)
        return sv_spf_work_refuse (
            work,
            N_ ("with {term} in the record its addresses still would not pass: "
                "something before it decides otherwise"),
            wanted->text);
    }
  return TRUE;
}

/* Evaluates what was worked out: no limit broken, every added address passes. */
static gboolean
prove (SvSpfWork *work)
{
  SvSpfAdvice *advice = work->advice;
  g_autoptr (SvSpfTree) tree = sv_spf_work_plant (work, work->domain, work->text);
  if (!tree)
    return FALSE;
  advice->lookups_after = tree->root->lookups;
  advice->voids_after = tree->root->voids;
  advice->bytes_after = strlen (work->text);
  if (tree->root->state == SV_SPF_NODE_SYNTAX)
    return sv_spf_work_refuse (work,
                               N_ ("the record has a syntax error: correct or drop {term} first"),
                               tree->root->error.term);
  SvSpfObstacle obstacle = sv_spf_obstacle_find (tree, work->added);
  if (obstacle.reason)
    return sv_spf_work_refuse (work, obstacle.reason, obstacle.culprit);
  return prove_added (work);
}

/* ---- the whole ---- */

/* What no corrected record can help against: by the state of the root. */
/* clang-format off */
static const char *const root_reasons[] = {
  [SV_SPF_NODE_RECORD] = NULL,
  [SV_SPF_NODE_SYNTAX] = NULL,
  [SV_SPF_NODE_MULTIPLE] = N_("{domain} publishes more than one SPF record: merge them into one first"),
  [SV_SPF_NODE_NONE] = NULL,
  [SV_SPF_NODE_NO_DOMAIN] = N_("{domain} does not exist"),
  [SV_SPF_NODE_DNS] = N_("DNS did not answer properly for {domain}, so its record is not known: try again later"),
  [SV_SPF_NODE_UNRECORDED] = N_("the record of {domain} is not known"),
  [SV_SPF_NODE_LOOP] = N_("the record of {domain} is not known"),
  [SV_SPF_NODE_MACRO] = N_("the record of {domain} is not known"),
  [SV_SPF_NODE_CUT] = N_("the record of {domain} is not known"),
};
/* clang-format on */

/* Macros were perhaps filled in for the given tree; before and after are priced alike. */
static gboolean
price (SvSpfWork *work, const char *text)
{
  g_autoptr (SvSpfTree) tree = sv_spf_work_plant (work, work->domain, text);
  if (!tree)
    return FALSE;
  work->advice->lookups_before = work->advice->lookups_after = tree->root->lookups;
  work->advice->voids_before = work->advice->voids_after = tree->root->voids;
  return TRUE;
}

static void
work_out (SvSpfWork *work, const SvSpfTree *tree, const SvSpfWish *wish)
{
  const SvSpfNode *root = tree->root;
  const char *before = root->text ? root->text : "";
  if (root_reasons[root->state])
    {
      sv_spf_work_refuse (work, root_reasons[root->state], NULL);
      return;
    }
  if (root->state == SV_SPF_NODE_RECORD && !price (work, root->text))
    return;
  work->text = g_strdup (root->text ? root->text : FRESH_RECORD);
  if (!remove_terms (work, tree, wish) || !add_terms (work))
    return;
  work->advice->state = work->added->len > 0 || (wish->remove && *wish->remove)
                            ? SV_SPF_ADVICE_CHANGED
                            : SV_SPF_ADVICE_NOTHING;
  if (work->advice->state == SV_SPF_ADVICE_CHANGED && !prove (work))
    return;
  work->advice->record
      = work->advice->state == SV_SPF_ADVICE_CHANGED ? g_strdup (work->text) : g_strdup (before);
}

static gboolean
read_wishes (GArray *wanted, const SvSpfWish *wish, GError **error)
{
  for (const char *const *add = wish->add; add && *add; add++)
    {
      SvSpfWanted next;
      if (!sv_spf_wanted_read (&next, *add, error))
        return FALSE;
      g_array_append_val (wanted, next);
    }
  for (const char *const *name = wish->remove; name && *name; name++)
    if (!**name || strchr (*name, ' '))
      {
        g_set_error (error, SV_SPF_ADVISE_ERROR, SV_SPF_ADVISE_ERROR_WISH,
                     _ ("--remove: “%s” is no term"), *name);
        return FALSE;
      }
  return TRUE;
}

static SvSpfAdvice *
advice_new (const SvSpfNode *root)
{
  SvSpfAdvice *advice = g_new0 (SvSpfAdvice, 1);
  advice->lookups_before = advice->lookups_after = root->lookups;
  advice->voids_before = advice->voids_after = root->voids;
  advice->bytes_before = advice->bytes_after = root->text ? strlen (root->text) : 0;
  return advice;
}

SvSpfAdvice *
sv_spf_advise (const SvSpfTree *tree, const SvSpfWish *wish, SvLookups *lookups, GError **error)
{
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (SvSpfWanted));
  g_array_set_clear_func (wanted, (GDestroyNotify)sv_spf_wanted_clear);
  if (!read_wishes (wanted, wish, error))
    return NULL;
  g_autoptr (SvSpfAdvice) advice = advice_new (tree->root);
  g_autoptr (GPtrArray) added = g_ptr_array_new ();
  SvSpfWork work = { .domain = tree->root->domain,
                     .lookups = lookups,
                     .advice = advice,
                     .wanted = wanted,
                     .added = added,
                     .waiting = tree->waiting };
  if (!work.waiting)
    work_out (&work, tree, wish);
  g_free (work.text);
  g_free (work.breaker);
  return work.waiting ? NULL : g_steal_pointer (&advice);
}

void
sv_spf_advice_free (SvSpfAdvice *advice)
{
  if (!advice)
    return;
  g_free (advice->record);
  g_free (advice->culprit);
  g_free (advice);
}
