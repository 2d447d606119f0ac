/* SPDX-License-Identifier: GPL-3.0-or-later
 * Who passes: walks a tree in the order of evaluation and collects networks; see tree.h. */

#include "spf/networks.h"
#include "spf/session.h"
#include "spf/tree.h"

/* A record at work: of the root, or of what led here. */
typedef struct
{
  const SvSpfNode *node;
  guint next;       /* term */
  gboolean refused; /* a term of this record has refused some clients already */
} Frame;

typedef struct
{
  GArray *frames; /* Frame */
  GArray *networks;
  GHashTable *seen;     /* SvSpfNetwork */
  guint refused;        /* frames that have refused somebody */
  guint lookups, voids; /* of a client that nothing has matched so far */
  gboolean exact;
  gboolean ended; /* whoever comes here gets no pass any more */
} Walk;

static guint
hash_network (gconstpointer key)
{
  const SvSpfNetwork *network = key;
  guint hash = network->bits + 131 * network->network.family;
  for (gsize i = 0; i < sizeof network->network.bytes; i++)
    hash = hash * 31 + network->network.bytes[i];
  return hash;
}

static gboolean
equal_networks (gconstpointer a, gconstpointer b)
{
  const SvSpfNetwork *left = a, *right = b;
  return left->bits == right->bits && sv_ip_equal (&left->network, &right->network);
}

static void
take (Walk *walk, const GArray *networks)
{
  for (guint i = 0; i < networks->len; i++)
    {
      SvSpfNetwork network = g_array_index (networks, SvSpfNetwork, i);
      network.network = sv_spf_network_first (&network.network, network.bits);
      if (!g_hash_table_add (walk->seen, g_memdup2 (&network, sizeof network)))
        continue;
      g_array_append_val (walk->networks, network);
      walk->exact = walk->exact && walk->refused == 0;
    }
}

static void
refuse (Walk *walk, Frame *frame)
{
  walk->refused += !frame->refused;
  frame->refused = TRUE;
}

static void
push (Walk *walk, const SvSpfNode *node)
{
  Frame frame = { .node = node };
  g_array_append_val (walk->frames, frame);
}

static void
pop (Walk *walk)
{
  const Frame *frame = &g_array_index (walk->frames, Frame, walk->frames->len - 1);
  walk->refused -= frame->refused;
  g_array_set_size (walk->frames, walk->frames->len - 1);
}

/* RFC 7208 5.2, 6.1: what is not known is passed by, what is broken ends it. */
static void
enter (Walk *walk, const SvSpfNode *child)
{
  switch (child->state)
    {
    case SV_SPF_NODE_RECORD:
      push (walk, child);
      return;
    case SV_SPF_NODE_UNRECORDED:
    case SV_SPF_NODE_MACRO:
    case SV_SPF_NODE_CUT:
      walk->exact = FALSE;
      return;
    case SV_SPF_NODE_DNS:
      walk->exact = FALSE;
      walk->ended = TRUE;
      return;
    default:
      walk->ended = TRUE;
    }
}

/* Counts what the term asks, without what is below it; FALSE if it breaks a limit. */
static gboolean
count (Walk *walk, const SvSpfBranch *branch)
{
  guint below
      = branch->child && branch->child->state == SV_SPF_NODE_RECORD ? branch->child->voids : 0;
  walk->lookups += sv_spf_term_asks_dns (branch->term);
  walk->voids += branch->voids - below;
  walk->ended = walk->lookups > SV_SPF_LOOKUPS_MAX || walk->voids > SV_SPF_VOIDS_MAX
                || branch->n_mx > SV_SPF_MX_MAX;
  return !walk->ended;
}

/* "all" ends everything if it passes, or in the record of the root; elsewhere the include is no
 * match. */
static void
meet_all (Walk *walk, gboolean passes)
{
  static const SvSpfNetwork everybody[] = { { .network.family = 4 }, { .network.family = 6 } };
  if (passes)
    {
      g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (SvSpfNetwork));
      g_array_append_vals (all, everybody, G_N_ELEMENTS (everybody));
      take (walk, all);
    }
  walk->ended = passes;
  if (!passes)
    pop (walk);
}

static void
meet_include (Walk *walk, Frame *frame, const SvSpfBranch *branch, gboolean passes)
{
  const SvSpfNode *child = branch->child;
  if (passes || child->state != SV_SPF_NODE_RECORD)
    {
      enter (walk, child);
      return;
    }
  refuse (walk, frame);
  walk->lookups += child->lookups;
  walk->voids += child->voids;
  walk->ended = walk->lookups > SV_SPF_LOOKUPS_MAX || walk->voids > SV_SPF_VOIDS_MAX;
}

/* A directive that is no include and no all. */
static void
meet_addresses (Walk *walk, Frame *frame, const SvSpfBranch *branch, gboolean passes)
{
  if (!branch->networks || branch->unknown)
    walk->exact = FALSE;
  if (!passes)
    refuse (walk, frame);
  else if (branch->networks)
    take (walk, branch->networks);
}

/* The redirect of a record that has no "all". */
static const SvSpfBranch *
redirect_of (const SvSpfNode *node)
{
  const SvSpfRecord *record = node->record;
  if (!record->redirect || record->has_all)
    return NULL;
  gsize i = (gsize)(record->redirect - (const SvSpfTerm *)(void *)record->terms->data);
  return &g_array_index (node->branches, SvSpfBranch, i);
}

/* At the end of a record the redirect takes its place. */
static void
leave (Walk *walk, Frame *frame)
{
  const SvSpfBranch *redirect = redirect_of (frame->node);
  if (redirect && count (walk, redirect) && redirect->child->state == SV_SPF_NODE_RECORD)
    {
      frame->node = redirect->child;
      frame->next = 0;
      return;
    }
  if (redirect && !walk->ended)
    enter (walk, redirect->child);
  pop (walk);
}

static void
step (Walk *walk)
{
  Frame *frame = &g_array_index (walk->frames, Frame, walk->frames->len - 1);
  const SvSpfNode *node = frame->node;
  if (frame->next >= node->branches->len)
    {
      leave (walk, frame);
      return;
    }
  const SvSpfBranch *branch = &g_array_index (node->branches, SvSpfBranch, frame->next++);
  gboolean passes = branch->term->qualifier == '+';
  if (!branch->term->qualifier || !count (walk, branch))
    return;
  if (branch->term->kind == SV_SPF_TERM_ALL)
    meet_all (walk, passes);
  else if (branch->term->kind == SV_SPF_TERM_INCLUDE)
    meet_include (walk, frame, branch, passes);
  else
    meet_addresses (walk, frame, branch, passes);
}

GArray *
sv_spf_tree_networks (const SvSpfTree *tree, gboolean *exact)
{
  Walk walk = { .exact = TRUE };
  walk.frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  walk.networks = g_array_new (FALSE, FALSE, sizeof (SvSpfNetwork));
  walk.seen = g_hash_table_new_full (hash_network, equal_networks, g_free, NULL);
  enter (&walk, tree->root);
  while (!walk.ended && walk.frames->len > 0)
    step (&walk);
  g_array_unref (walk.frames);
  g_hash_table_unref (walk.seen);
  *exact = walk.exact && !tree->waiting;
  return walk.networks;
}
