/* SPDX-License-Identifier: GPL-3.0-or-later
 * Builds and prices the tree of a record; see tree.h.
 *
 * Nodes wait in a queue: those of one depth are looked at together, so that all their questions are
 * noted in one round, and every node stands behind the one that leads to it, so that prices are
 * summed up by walking the queue backwards. */

#include "spf/tree.h"

#include "spf/domain.h"
#include "spf/session.h"
#include "spf/tree-node.h"

#include <string.h>

/* A record further down is reached by no receiver: each step down is one of ten lookups. */
#define DEPTH_MAX SV_SPF_LOOKUPS_MAX

/* Bytes of all records of a tree.  TXT data has at most 64 kB; honest trees have a hundredth. */
#define BYTES_MAX (4 * G_MAXUINT16)

/* Terms of a tree whose addresses are looked up: receivers stop at the eleventh. */
#define ADDRESS_TERMS_MAX 100

/* Networks that let everybody through. */
#define ALL_BITS 0

/* A node that waits for its turn. */
typedef struct
{
  SvSpfNode *node;
  int parent; /* place in the queue; -1 for the root */
  guint branch;
} Visit;

typedef struct
{
  SvSpfTree *tree;
  GArray *queue; /* Visit */
  SvSpfSession session;
  guint8 void_family; /* whose void lookups are counted */
  gboolean has_sender;
  gsize bytes;
  guint address_terms;
} Builder;

const char *
sv_spf_node_state_name (SvSpfNodeState state)
{
  static const char *const names[] = {
    [SV_SPF_NODE_RECORD] = "record",         [SV_SPF_NODE_SYNTAX] = "syntax",
    [SV_SPF_NODE_MULTIPLE] = "multiple",     [SV_SPF_NODE_NONE] = "none",
    [SV_SPF_NODE_NO_DOMAIN] = "no-domain",   [SV_SPF_NODE_DNS] = "dns",
    [SV_SPF_NODE_UNRECORDED] = "unrecorded", [SV_SPF_NODE_LOOP] = "loop",
    [SV_SPF_NODE_MACRO] = "macro",           [SV_SPF_NODE_CUT] = "cut",
  };
  return names[state];
}

/* ---- names and answers ---- */

/* Whether every macro of the domain-spec has a value. */
static gboolean
is_known (const Builder *builder, const char *spec)
{
  static const char of_ip[] = "ivp", of_sender[] = "slo";
  const SvMacroValues *values = &builder->session.values;
  for (const char *p = of_ip; *p; p++)
    if (!values->ip.family && sv_macro_uses (spec, *p))
      return FALSE;
  for (const char *p = of_sender; *p; p++)
    if (!builder->has_sender && sv_macro_uses (spec, *p))
      return FALSE;
  return values->helo || !sv_macro_uses (spec, 'h');
}

/* The name that a term of the record at `domain` asks for; NULL where it depends on what is not
 * known. */
static char *
target_of (Builder *builder, const SvSpfTerm *term, const char *domain)
{
  SvSpfSession *session = &builder->session;
  session->values.domain = domain;
  session->missing = session->blank = FALSE;
  if (term->spec && !is_known (builder, term->spec))
    return NULL;
  g_autofree char *target = sv_spf_session_target (session, term->spec);
  builder->tree->waiting = builder->tree->waiting || session->missing;
  return session->missing || session->blank ? NULL : g_steal_pointer (&target);
}

/* An answer that is there; NULL, and the question noted, if it is not. */
static const SvDnsAnswer *
ask (Builder *builder, const char *name, SvDnsType type)
{
  const SvDnsAnswer *answer = sv_lookups_get (builder->session.lookups, name, type);
  builder->tree->waiting = builder->tree->waiting || !answer;
  return answer;
}

static gboolean
is_void (const SvDnsAnswer *answer)
{
  return answer && (answer->status == SV_DNS_NODATA || answer->status == SV_DNS_NXDOMAIN);
}

/* Whether the answer says all that there is. */
static gboolean
is_final (const SvDnsAnswer *answer)
{
  return answer && (answer->status == SV_DNS_NOERROR || is_void (answer));
}

/* ---- addresses ---- */

/* Whether the networks of a branch may be looked up; they are there from then on. */
static gboolean
open_networks (Builder *builder, SvSpfBranch *branch)
{
  if (!branch->target || builder->address_terms >= ADDRESS_TERMS_MAX)
    return FALSE;
  builder->address_terms++;
  branch->networks = g_array_new (FALSE, FALSE, sizeof (SvSpfNetwork));
  return sv_domain_can_ask (branch->target);
}

static void
add_addresses (Builder *builder, SvSpfBranch *branch, const char *name, SvDnsType type)
{
  const SvDnsAnswer *answer = ask (builder, name, type);
  branch->voids += is_void (answer) && (type == SV_DNS_A) == (builder->void_family == 4);
  branch->unknown = branch->unknown || !is_final (answer);
  if (!answer || answer->status != SV_DNS_NOERROR)
    return;
  for (guint i = 0; i < answer->records->len; i++)
    {
      SvSpfNetwork network = { .network = g_array_index (answer->records, SvDnsRecord, i).ip };
      network.bits = network.network.family == 6 ? branch->term->bits6 : branch->term->bits4;
      g_array_append_val (branch->networks, network);
    }
}

static void
add_host (Builder *builder, SvSpfBranch *branch, const char *name)
{
  add_addresses (builder, branch, name, SV_DNS_A);
  add_addresses (builder, branch, name, SV_DNS_AAAA);
}

/* RFC 7208 5.4; with more than ten names it breaks the evaluation (4.6.4). */
static void
add_exchanges (Builder *builder, SvSpfBranch *branch)
{
  const SvDnsAnswer *answer = ask (builder, branch->target, SV_DNS_MX);
  branch->voids += is_void (answer);
  branch->unknown = !is_final (answer);
  if (!answer || answer->status != SV_DNS_NOERROR)
    return;
  branch->n_mx = answer->records->len;
  for (guint i = 0; i < answer->records->len && branch->n_mx <= SV_SPF_MX_MAX; i++)
    {
      const char *name = g_array_index (answer->records, SvDnsRecord, i).name;
      if (name && sv_domain_can_ask (name))
        add_host (builder, branch, name);
    }
}

/* RFC 7208 5.7: without macros it lets everybody through, or nobody. */
static void
add_existing (Builder *builder, SvSpfBranch *branch)
{
  const SvDnsAnswer *answer = ask (builder, branch->target, SV_DNS_A);
  branch->voids += is_void (answer);
  branch->unknown = !is_final (answer);
  const SvSpfNetwork everybody[]
      = { { .network.family = 4, .bits = ALL_BITS }, { .network.family = 6, .bits = ALL_BITS } };
  if (answer && answer->status == SV_DNS_NOERROR)
    g_array_append_vals (branch->networks, everybody, G_N_ELEMENTS (everybody));
}

static void
add_network (SvSpfBranch *branch)
{
  const SvSpfTerm *term = branch->term;
  SvSpfNetwork network
      = { term->network, term->kind == SV_SPF_TERM_IP6 ? term->bits6 : term->bits4 };
  branch->networks = g_array_sized_new (FALSE, FALSE, sizeof network, 1);
  g_array_append_val (branch->networks, network);
}

/* ---- records ---- */

/* Whether a name stands on the way down to the node at `place`, itself included.  The way has at
 * most DEPTH_MAX steps. */
static gboolean
is_on_the_way (const Builder *builder, int place, const char *name)
{
  while (place >= 0)
    {
      const Visit *visit = &g_array_index (builder->queue, Visit, place);
      if (g_ascii_strcasecmp (visit->node->domain, name) == 0)
        return TRUE;
      place = visit->parent;
    }
  return FALSE;
}

/* What can be said of a record without asking for it; SV_SPF_NODE_UNRECORDED if nothing. */
static SvSpfNodeState
state_of_child (const Builder *builder, guint place, const SvSpfBranch *branch, guint depth)
{
  if (!branch->target)
    return SV_SPF_NODE_MACRO;
  if (!sv_domain_can_judge (branch->target))
    return SV_SPF_NODE_NO_DOMAIN;
  if (is_on_the_way (builder, (int)place, branch->target))
    return SV_SPF_NODE_LOOP;
  if (depth > DEPTH_MAX || builder->queue->len >= SV_SPF_TREE_NODES_MAX)
    return SV_SPF_NODE_CUT;
  return SV_SPF_NODE_UNRECORDED;
}

/* Opens the node below an include or redirect; it waits for its turn if there is more to say. */
static void
add_child (Builder *builder, guint place, guint i)
{
  const SvSpfNode *parent = g_array_index (builder->queue, Visit, place).node;
  SvSpfBranch *branch = &g_array_index (parent->branches, SvSpfBranch, i);
  guint depth = parent->depth + 1;
  SvSpfNodeState state = state_of_child (builder, place, branch, depth);
  branch->child = sv_spf_node_new (branch->target ? branch->target : branch->term->spec, depth);
  branch->child->state = state;
  Visit visit = { branch->child, (int)place, i };
  if (state == SV_SPF_NODE_UNRECORDED)
    g_array_append_val (builder->queue, visit);
}

static void
fill_branch (Builder *builder, guint place, guint i)
{
  const SvSpfNode *node = g_array_index (builder->queue, Visit, place).node;
  SvSpfBranch *branch = &g_array_index (node->branches, SvSpfBranch, i);
  branch->lookups = sv_spf_term_asks_dns (branch->term);
  switch (branch->term->kind)
    {
    case SV_SPF_TERM_IP4:
    case SV_SPF_TERM_IP6:
      add_network (branch);
      return;
    case SV_SPF_TERM_INCLUDE:
    case SV_SPF_TERM_REDIRECT:
      add_child (builder, place, i);
      return;
    case SV_SPF_TERM_A:
      if (open_networks (builder, branch))
        add_host (builder, branch, branch->target);
      return;
    case SV_SPF_TERM_MX:
      if (open_networks (builder, branch))
        add_exchanges (builder, branch);
      return;
    case SV_SPF_TERM_EXISTS:
      if (open_networks (builder, branch))
        add_existing (builder, branch);
      return;
    default:
      return;
    }
}

/* Whether the term has a name to ask for at all. */
static gboolean
has_target (const SvSpfTerm *term)
{
  return sv_spf_term_asks_dns (term) || term->kind == SV_SPF_TERM_EXP;
}

/* What stands behind "all", and a redirect beside it, is never reached: it costs nothing and is not
 * looked up. */
static void
fill_branches (Builder *builder, guint place)
{
  const SvSpfNode *node = g_array_index (builder->queue, Visit, place).node;
  gboolean ended = FALSE;
  for (guint i = 0; i < node->branches->len; i++)
    {
      SvSpfBranch *branch = &g_array_index (node->branches, SvSpfBranch, i);
      const SvSpfTerm *term = branch->term;
      gboolean idle = term->kind == SV_SPF_TERM_REDIRECT ? node->record->has_all : ended;
      if (has_target (term))
        branch->target = target_of (builder, term, node->domain);
      if (!idle)
        fill_branch (builder, place, i);
      ended = ended || term->kind == SV_SPF_TERM_ALL;
    }
}

static void
visit_node (Builder *builder, guint place, const char *text)
{
  SvSpfNode *node = g_array_index (builder->queue, Visit, place).node;
  const SvDnsAnswer *answer = NULL;
  if (builder->bytes > BYTES_MAX)
    {
      node->state = SV_SPF_NODE_CUT;
      return;
    }
  if (text)
    sv_spf_node_read_text (node, text);
  else if (!(answer = ask (builder, node->domain, SV_DNS_TXT)))
    return;
  else
    sv_spf_node_read (node, answer);
  node->voids = place > 0 && is_void (answer);
  builder->bytes += node->text ? strlen (node->text) : 0;
  fill_branches (builder, place);
}

/* Sums up prices, from the last node to the root.  A sum stays far below 2^32: it has at most one
 * for each term of the tree. */
static void
price (Builder *builder)
{
  for (guint place = builder->queue->len; place-- > 0;)
    {
      const Visit *visit = &g_array_index (builder->queue, Visit, place);
      SvSpfNode *node = visit->node;
      for (guint i = 0; i < node->branches->len; i++)
        {
          const SvSpfBranch *branch = &g_array_index (node->branches, SvSpfBranch, i);
          node->lookups += branch->lookups;
          node->voids += branch->voids;
        }
      if (visit->parent < 0)
        continue;
      const SvSpfNode *parent = g_array_index (builder->queue, Visit, visit->parent).node;
      SvSpfBranch *branch = &g_array_index (parent->branches, SvSpfBranch, visit->branch);
      branch->lookups += node->lookups;
      branch->voids += node->voids;
    }
}

/* ---- the tree ---- */

/* Gives macros what is known of the message: MAIL FROM, or postmaster at HELO where it is the null
 * sender (RFC 7208 2.4). */
static char *
take_values (Builder *builder, const SvSpfTreeValues *values, char **local_part)
{
  const char *sender = values ? values->mail_from : NULL;
  const char *helo = values ? values->helo : NULL;
  SvMacroValues *macros = &builder->session.values;
  macros->ip = values ? values->ip : (SvIp){ 0 };
  macros->helo = helo;
  builder->void_family = macros->ip.family ? macros->ip.family : 4;
  if (sender && !*sender)
    sender = helo;
  builder->has_sender = sender != NULL;
  if (!sender)
    return NULL;
  const char *at = strrchr (sender, '@');
  *local_part
      = at && at > sender ? g_strndup (sender, (gsize)(at - sender)) : g_strdup ("postmaster");
  macros->local_part = *local_part;
  macros->sender_domain = at ? at + 1 : sender;
  return g_strconcat (*local_part, "@", macros->sender_domain, NULL);
}

static void
grow (Builder *builder, const char *domain, const char *text)
{
  g_autofree char *judged = domain ? sv_domain_judged (domain) : NULL;
  SvSpfNode *root = sv_spf_node_new (judged ? judged : domain ? domain : "", 0);
  Visit first = { root, -1, 0 };
  g_array_append_val (builder->queue, first);
  builder->tree->root = root;
  if (!judged && !text)
    {
      root->state = SV_SPF_NODE_NO_DOMAIN;
      return;
    }
  for (guint place = 0; place < builder->queue->len; place++)
    visit_node (builder, place, place == 0 ? text : NULL);
  price (builder);
}

SvSpfTree *
sv_spf_tree_build (const char *domain, const char *text, const SvSpfTreeValues *values,
                   SvLookups *lookups)
{
  const SvSpfInput input = { 0 };
  SvSpfEvaluation nothing = { 0 };
  Builder builder = { .tree = g_new0 (SvSpfTree, 1) };
  builder.tree->from_text = text != NULL;
  builder.queue = g_array_new (FALSE, FALSE, sizeof (Visit));
  sv_spf_session_init (&builder.session, &input, lookups, &nothing);
  g_autofree char *local_part = NULL;
  g_autofree char *sender = take_values (&builder, values, &local_part);
  builder.session.values.sender = sender;
  grow (&builder, domain, text);
  sv_spf_session_clear (&builder.session);
  g_array_unref (builder.queue);
  return builder.tree;
}

void
sv_spf_tree_free (SvSpfTree *tree)
{
  if (!tree)
    return;
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
  g_ptr_array_add (nodes, tree->root);
  while (nodes->len > 0)
    {
      SvSpfNode *node = g_ptr_array_remove_index_fast (nodes, nodes->len - 1);
      for (guint i = 0; i < node->branches->len; i++)
        {
          SvSpfNode *child = g_array_index (node->branches, SvSpfBranch, i).child;
          if (child)
            g_ptr_array_add (nodes, child);
        }
      sv_spf_node_free (node);
    }
  g_free (tree);
}
