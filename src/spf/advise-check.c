/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is broken in a tree or over its limits, and which term should go first; see advise-check.h.
 */

#include "spf/advise-check.h"

#include "spf/session.h"

#include <glib/gi18n.h>
#include <string.h>

/* A TXT answer has to fit into a DNS message of 65535 bytes, with its name, its header and the
 * length of each string. */
#define RECORD_MAX 65000

/* clang-format off */
static const char *const node_reasons[] = {
  [SV_SPF_NODE_RECORD] = NULL,
  [SV_SPF_NODE_SYNTAX] = N_("{term} leads to a record with a syntax error: every message would get permerror"),
  [SV_SPF_NODE_MULTIPLE] = N_("{term} leads to a name with more than one SPF record: every message would get permerror"),
  [SV_SPF_NODE_NONE] = N_("{term} leads to a name without an SPF record: every message would get permerror"),
  [SV_SPF_NODE_NO_DOMAIN] = N_("{term} leads to a name that does not exist: every message would get permerror"),
  [SV_SPF_NODE_DNS] = N_("DNS did not answer properly for what {term} leads to, so the record could not be tried: try again later"),
  [SV_SPF_NODE_UNRECORDED] = N_("what {term} leads to is not known, so the record could not be tried"),
  [SV_SPF_NODE_LOOP] = N_("{term} leads back to a record that it comes from: every message would get permerror"),
  [SV_SPF_NODE_MACRO] = NULL,
  [SV_SPF_NODE_CUT] = N_("{term} leads to more records than can be looked at"),
};
/* clang-format on */

static const SvSpfBranch *
branch_at (const SvSpfNode *node, guint i)
{
  return &g_array_index (node->branches, SvSpfBranch, i);
}

static const char *
mx_reason (const SvSpfBranch *branch)
{
  return branch->term->kind == SV_SPF_TERM_MX && branch->n_mx > SV_SPF_MX_MAX
             ? N_ ("{term} meets more than 10 mail servers: every message would get permerror")
             : NULL;
}

/* The first thing that is broken in a branch or below it.  A stack in place of recursion: how deep
 * records lead is not ours to say. */
static const char *
branch_reason (const SvSpfBranch *branch)
{
  const char *reason = mx_reason (branch);
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
  if (branch->child)
    g_ptr_array_add (nodes, branch->child);
  while (!reason && nodes->len > 0)
    {
      const SvSpfNode *node = g_ptr_array_steal_index (nodes, nodes->len - 1);
      reason = node_reasons[node->state];
      for (guint i = 0; !reason && node->branches && i < node->branches->len; i++)
        {
          reason = mx_reason (branch_at (node, i));
          if (branch_at (node, i)->child)
            g_ptr_array_add (nodes, branch_at (node, i)->child);
        }
    }
  return reason;
}

static gboolean
is_added (const char *term, const GPtrArray *added)
{
  for (guint i = 0; i < added->len; i++)
    if (g_ascii_strcasecmp (term, g_ptr_array_index (added, i)) == 0)
      return TRUE;
  return FALSE;
}

/* How gladly a term would be given up to save `over` lookups: the greater, the sooner.  First what
 * finds nobody, then ptr, which few receivers honour (RFC 7208 5.5), then the cheapest that is
 * enough, then the dearest; what was just added only if there is nothing else. */
static gint64
worth_dropping (const SvSpfBranch *branch, guint over, const GPtrArray *added)
{
  gint64 cost = branch->lookups;
  gint64 worth = cost >= over ? 2000 - cost : cost;
  if (branch->voids > 0 && (!branch->networks || branch->networks->len == 0))
    worth += 20000;
  if (branch->term->kind == SV_SPF_TERM_PTR)
    worth += 10000;
  return is_added (branch->term->text, added) ? worth - 100000 : worth;
}

static const char *
dearest (const SvSpfNode *root, guint over, const GPtrArray *added)
{
  const SvSpfBranch *best = NULL;
  for (guint i = 0; i < root->branches->len; i++)
    {
      const SvSpfBranch *branch = branch_at (root, i);
      if (branch->lookups > 0
          && (!best || worth_dropping (branch, over, added) > worth_dropping (best, over, added)))
        best = branch;
    }
  return best ? best->term->text : NULL;
}

static const char *
emptiest (const SvSpfNode *root)
{
  const SvSpfBranch *most = NULL;
  for (guint i = 0; i < root->branches->len; i++)
    if (branch_at (root, i)->voids > (most ? most->voids : 0))
      most = branch_at (root, i);
  return most ? most->term->text : NULL;
}

SvSpfObstacle
sv_spf_obstacle_find (const SvSpfTree *tree, const GPtrArray *added)
{
  const SvSpfNode *root = tree->root;
  for (guint i = 0; i < root->branches->len; i++)
    {
      const char *reason = branch_reason (branch_at (root, i));
      if (reason)
        return (SvSpfObstacle){ reason, branch_at (root, i)->term->text };
    }
  if (root->lookups > SV_SPF_LOOKUPS_MAX)
    return (SvSpfObstacle){
      N_ ("the record would need {lookups} lookups, and 10 are allowed: drop {term} first"),
      dearest (root, root->lookups - SV_SPF_LOOKUPS_MAX, added)
    };
  if (root->voids > SV_SPF_VOIDS_MAX)
    return (SvSpfObstacle){
      N_ ("{voids} lookups of the record would find nothing, and 2 are allowed: drop {term} first"),
      emptiest (root)
    };
  if (root->text && strlen (root->text) > RECORD_MAX)
    return (SvSpfObstacle){ N_ ("the record would be too long for an answer of DNS"), NULL };
  return (SvSpfObstacle){ NULL, NULL };
}
