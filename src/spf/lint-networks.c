/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rules over the networks of a record, and over what is in it twice; see lint-parts.h. */

#include "spf/lint-parts.h"
#include "spf/networks.h"

#include <glib/gi18n.h>
#include <string.h>

/* More IPv4 addresses in one term than a /16 has, the largest block that one organization with mail
 * servers of its own is likely to have; a whole provider or country is behind more. */
#define WIDE_ADDRESSES 65536

/* Shorter than this an IPv6 prefix is more than a provider gets at first (RFC 6177, RIR policies).
 */
#define WIDE_BITS6 32

/* Shortest prefixes of the ranges that no receiver sees: 224.0.0.0/3 and fc00::/7.  A shorter one
 * can begin and end in such ranges and hold the Internet between them. */
#define PRIVATE_BITS4 3
#define PRIVATE_BITS6 7

/* ::ffff:0:0/96, IPv4 written as IPv6. */
static const SvIp mapped = { .family = 6, .bytes = { [10] = 0xff, [11] = 0xff } };
#define MAPPED_BITS 96

/* ---- too many ---- */

/* Addresses of IPv4 in all networks; for a and mx of a host that has none, of one that had. */
static guint64
count_addresses4 (const SvSpfBranch *branch)
{
  guint64 sum = 0;
  for (guint i = 0; branch->networks && i < branch->networks->len; i++)
    {
      const SvSpfNetwork *network = &g_array_index (branch->networks, SvSpfNetwork, i);
      if (network->network.family == 4)
        sum += G_GUINT64_CONSTANT (1) << (32 - network->bits);
    }
  gboolean by_name = branch->term->kind == SV_SPF_TERM_A || branch->term->kind == SV_SPF_TERM_MX;
  return sum == 0 && by_name ? G_GUINT64_CONSTANT (1) << (32 - branch->term->bits4) : sum;
}

static const SvSpfNetwork *
widest6 (const SvSpfBranch *branch)
{
  const SvSpfNetwork *widest = NULL;
  for (guint i = 0; branch->networks && i < branch->networks->len; i++)
    {
      const SvSpfNetwork *network = &g_array_index (branch->networks, SvSpfNetwork, i);
      if (network->network.family == 6 && (!widest || network->bits < widest->bits))
        widest = network;
    }
  return widest;
}

static void
lint_wide (SvLinter *linter, const SvSpfNode *node, const SvSpfBranch *branch)
{
  if (branch->term->qualifier != '+')
    return;
  guint64 count = count_addresses4 (branch);
  const SvSpfNetwork *six = widest6 (branch);
  g_autofree char *addresses = NULL;
  if (count > WIDE_ADDRESSES)
    addresses = g_strdup_printf ("%" G_GUINT64_FORMAT, count);
  else if (six && six->bits < WIDE_BITS6)
    addresses = sv_spf_network_size (six, NULL);
  else
    return;
  sv_lint_set (sv_lint_add (linter, "record-wide", node, branch->term), "addresses", addresses);
}

/* ---- seen by nobody ---- */

static const char *
scope_reason (SvScope scope)
{
  switch (scope)
    {
    case SV_SCOPE_PRIVATE:
      return N_ ("is a private network");
    case SV_SCOPE_LOOPBACK:
      return N_ ("is the machine itself");
    case SV_SCOPE_LINK_LOCAL:
      return N_ ("reaches no further than one link");
    default:
      return N_ ("is reserved");
    }
}

/* Why no client of a receiver has an address of the network; NULL if one can. */
static const char *
unseen_reason (const SvSpfNetwork *network)
{
  gboolean four = network->network.family == 4;
  if (network->bits < (four ? PRIVATE_BITS4 : PRIVATE_BITS6))
    return NULL;
  if (!four && network->bits >= MAPPED_BITS
      && sv_ip_in_network (&network->network, &mapped, MAPPED_BITS))
    return N_ ("is IPv4 written as IPv6, which matches nobody");
  SvIp first = sv_spf_network_first (&network->network, network->bits);
  SvIp last = sv_spf_network_last (&network->network, network->bits);
  SvScope scope = sv_ip_scope (&first);
  return scope != SV_SCOPE_PUBLIC && scope == sv_ip_scope (&last) ? scope_reason (scope) : NULL;
}

static gboolean
lint_private (SvLinter *linter, const SvSpfNode *node, const SvSpfBranch *branch)
{
  for (guint i = 0; branch->networks && i < branch->networks->len; i++)
    {
      const SvSpfNetwork *network = &g_array_index (branch->networks, SvSpfNetwork, i);
      const char *reason = unseen_reason (network);
      if (!reason)
        continue;
      g_autofree char *text = sv_spf_network_text (network);
      SvSpfLint *lint = sv_lint_add (linter, "record-private-address", node, branch->term);
      sv_lint_set (lint, "network", text);
      sv_lint_set (lint, "reason", reason);
      return TRUE;
    }
  return FALSE;
}

/* ---- there already ---- */

static void
tell_duplicate (SvLinter *linter, const SvSpfNode *node, const SvSpfTerm *term,
                const SvSpfNode *other_node, const SvSpfTerm *other)
{
  SvSpfLint *lint = sv_lint_add (linter, "record-duplicate", node, term);
  sv_lint_set (lint, "other", other->text);
  sv_lint_set (lint, "other_domain", other_node->domain);
}

static gboolean
is_network_term (const SvSpfTerm *term)
{
  return term->kind == SV_SPF_TERM_IP4 || term->kind == SV_SPF_TERM_IP6;
}

/* The same mechanism again, in another case or with another qualifier: the second never decides. */
static void
lint_repeated_terms (SvLinter *linter, const SvSpfNode *node, const SvSpfTerm *all)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < node->branches->len; i++)
    {
      const SvSpfTerm *term = g_array_index (node->branches, SvSpfBranch, i).term;
      if (term == all)
        return;
      if (!term->qualifier || is_network_term (term))
        continue;
      g_autofree char *key = g_ascii_strdown (term->text + strspn (term->text, "+-~?"), -1);
      const SvSpfTerm *before = g_hash_table_lookup (seen, key);
      if (before)
        tell_duplicate (linter, node, term, node, before);
      else
        g_hash_table_insert (seen, g_steal_pointer (&key), (gpointer)term);
    }
}

/* A network with its host bits cleared, and the term that it comes from. */
typedef struct
{
  SvSpfNetwork network;
  const SvSpfTerm *term;
} Item;

/* Wider before narrower, earlier before later. */
static int
compare_items (gconstpointer a, gconstpointer b)
{
  const Item *left = a, *right = b;
  int order = (int)left->network.network.family - (int)right->network.network.family;
  if (order == 0)
    order = memcmp (left->network.network.bytes, right->network.network.bytes,
                    sizeof left->network.network.bytes);
  if (order == 0)
    order = (int)left->network.bits - (int)right->network.bits;
  return order ? order : (left->term->column > right->term->column) * 2 - 1;
}

static GArray *
collect_items (const SvSpfNode *node, const SvSpfTerm *all)
{
  GArray *items = g_array_new (FALSE, FALSE, sizeof (Item));
  for (guint i = 0; i < node->branches->len; i++)
    {
      const SvSpfBranch *branch = &g_array_index (node->branches, SvSpfBranch, i);
      if (branch->term == all)
        break;
      if (!is_network_term (branch->term))
        continue;
      Item item = { g_array_index (branch->networks, SvSpfNetwork, 0), branch->term };
      item.network.network = sv_spf_network_first (&item.network.network, item.network.bits);
      g_array_append_val (items, item);
    }
  g_array_sort (items, compare_items);
  return items;
}

static gboolean
contains (const SvSpfNetwork *outer, const SvSpfNetwork *inner)
{
  return outer->bits <= inner->bits
         && sv_ip_in_network (&inner->network, &outer->network, outer->bits);
}

/* A narrower network of another qualifier in front of the wider one is an exception, and has its
 * use. */
static gboolean
is_covered (const Item *item, const Item *outer)
{
  return outer->term->column < item->term->column
         || outer->term->qualifier == item->term->qualifier;
}

/* Sorted so, what contains a network stands before it, and on a stack of what is still open: as
 * many as a prefix has lengths. */
static void
lint_contained (SvLinter *linter, const SvSpfNode *node, const SvSpfTerm *all)
{
  g_autoptr (GArray) items = collect_items (node, all);
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  for (guint i = 0; i < items->len; i++)
    {
      const Item *item = &g_array_index (items, Item, i);
      const Item *top = NULL;
      while (open->len > 0)
        {
          top = open->pdata[open->len - 1];
          if (contains (&top->network, &item->network))
            break;
          g_ptr_array_set_size (open, (int)open->len - 1);
        }
      guint k = open->len;
      while (k > 0 && !is_covered (item, open->pdata[k - 1]))
        k--;
      if (k > 0)
        tell_duplicate (linter, node, item->term, node, ((const Item *)open->pdata[k - 1])->term);
      if (open->len == 0 || top->network.bits < item->network.bits)
        g_ptr_array_add (open, (gpointer)item);
    }
}

void
sv_lint_networks (SvLinter *linter, const SvSpfNode *node)
{
  const SvSpfTerm *all = sv_lint_first_all (node);
  for (guint i = 0; i < node->branches->len; i++)
    {
      const SvSpfBranch *branch = &g_array_index (node->branches, SvSpfBranch, i);
      if (branch->term == all)
        break;
      if (!lint_private (linter, node, branch))
        lint_wide (linter, node, branch);
    }
  lint_repeated_terms (linter, node, all);
  lint_contained (linter, node, all);
}

/* Where an include of a name was met first. */
typedef struct
{
  const SvSpfNode *node;
  const SvSpfTerm *term;
} Place;

/* A name that several records of the tree include is paid for each time.  Within one record the
 * rule above has told it. */
void
sv_lint_repeated_includes (SvLinter *linter, const GPtrArray *nodes)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint n = 0; n < nodes->len; n++)
    {
      const SvSpfNode *node = nodes->pdata[n];
      for (guint i = 0; i < node->branches->len; i++)
        {
          const SvSpfBranch *branch = &g_array_index (node->branches, SvSpfBranch, i);
          if (branch->term->kind != SV_SPF_TERM_INCLUDE || !branch->child || !branch->target
              || branch->child->state == SV_SPF_NODE_LOOP)
            continue;
          g_autofree char *key = g_ascii_strdown (branch->target, -1);
          const Place *first = g_hash_table_lookup (seen, key);
          const Place here = { node, branch->term };
          if (first && first->node != node)
            tell_duplicate (linter, node, branch->term, first->node, first->term);
          else if (!first)
            g_hash_table_insert (seen, g_steal_pointer (&key), g_memdup2 (&here, sizeof here));
        }
    }
}
