/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rules over the terms of a record: what they cost, where they lead, and whether they are reached;
 * see lint-parts.h. */

#include "spf/domain.h"
#include "spf/lint-parts.h"
#include "spf/macro.h"
#include "spf/session.h"

#include <glib/gi18n.h>
#include <string.h>

/* From so many lookups on a record is near its limit: one more mailing service costs two or three.
 */
#define LOOKUPS_NEAR 8

/* So many terms or names are listed in one text. */
#define LISTED_MAX 12

static const SvSpfBranch *
branch_at (const SvSpfNode *node, guint i)
{
  return &g_array_index (node->branches, SvSpfBranch, i);
}

const SvSpfTerm *
sv_lint_first_all (const SvSpfNode *node)
{
  for (guint i = 0; i < node->branches->len; i++)
    if (branch_at (node, i)->term->kind == SV_SPF_TERM_ALL)
      return branch_at (node, i)->term;
  return NULL;
}

const SvSpfBranch *
sv_lint_redirect (const SvSpfNode *node)
{
  if (!node->record || node->record->has_all)
    return NULL;
  for (guint i = 0; i < node->branches->len; i++)
    if (branch_at (node, i)->term->kind == SV_SPF_TERM_REDIRECT)
      return branch_at (node, i);
  return NULL;
}

/* Appends to a list that ends in "…" where it gets too long. */
static void
list (GString *text, guint *listed, const char *item)
{
  if (++*listed <= LISTED_MAX)
    g_string_append_printf (text, "%s%s", text->len ? ", " : "", item);
  else if (*listed == LISTED_MAX + 1)
    g_string_append (text, ", …");
}

/* ---- limits ---- */

static guint
lookups_of (const SvSpfBranch *branch)
{
  return branch->lookups;
}

static guint
voids_of (const SvSpfBranch *branch)
{
  return branch->voids;
}

/* The term of the root's record with which the sum goes beyond `limit`; a redirect is the last. */
static const SvSpfTerm *
term_beyond (const SvSpfNode *root, guint (*cost) (const SvSpfBranch *branch), guint limit)
{
  const SvSpfBranch *redirect = sv_lint_redirect (root);
  guint sum = 0;
  for (guint i = 0; i < root->branches->len; i++)
    {
      const SvSpfBranch *branch = branch_at (root, i);
      sum += branch == redirect ? 0 : cost (branch);
      if (sum > limit)
        return branch->term;
    }
  return redirect ? redirect->term : NULL;
}

static const SvSpfTerm *
dearest_term (const SvSpfNode *root)
{
  const SvSpfBranch *dearest = NULL;
  for (guint i = 0; i < root->branches->len; i++)
    if (!dearest || branch_at (root, i)->lookups > dearest->lookups)
      dearest = branch_at (root, i);
  return dearest ? dearest->term : NULL;
}

static void
lint_lookups (SvLinter *linter, const SvSpfNode *root)
{
  gboolean over = root->lookups > SV_SPF_LOOKUPS_MAX;
  if (root->lookups < LOOKUPS_NEAR)
    return;
  const SvSpfTerm *term
      = over ? term_beyond (root, lookups_of, SV_SPF_LOOKUPS_MAX) : dearest_term (root);
  SvSpfLint *lint
      = sv_lint_add (linter, over ? "record-lookups-over" : "record-lookups-near", root, term);
  g_autoptr (GString) costs = g_string_new (NULL);
  guint listed = 0;
  for (guint i = 0; i < root->branches->len; i++)
    {
      const SvSpfBranch *branch = branch_at (root, i);
      g_autofree char *item = g_strdup_printf ("%s %u", branch->term->text, branch->lookups);
      if (branch->lookups > 0)
        list (costs, &listed, item);
    }
  sv_lint_set_number (lint, "count", root->lookups);
  sv_lint_set_number (lint, "limit", SV_SPF_LOOKUPS_MAX);
  sv_lint_set (lint, "costs", costs->str);
}

/* Names that terms ask for in vain, over the whole tree. */
static char *
void_names (const GPtrArray *nodes)
{
  GString *names = g_string_new (NULL);
  guint listed = 0;
  for (guint n = 0; n < nodes->len; n++)
    {
      const SvSpfNode *node = nodes->pdata[n];
      for (guint i = 0; i < node->branches->len; i++)
        {
          const SvSpfBranch *branch = branch_at (node, i);
          gboolean deeper = branch->child && branch->child->state == SV_SPF_NODE_RECORD;
          if (branch->voids > 0 && !deeper && branch->target)
            list (names, &listed, branch->target);
        }
    }
  return g_string_free (names, FALSE);
}

static void
lint_voids (SvLinter *linter, const SvSpfNode *root, const GPtrArray *nodes)
{
  if (root->voids <= SV_SPF_VOIDS_MAX)
    return;
  g_autofree char *names = void_names (nodes);
  SvSpfLint *lint = sv_lint_add (linter, "record-voids-over", root,
                                 term_beyond (root, voids_of, SV_SPF_VOIDS_MAX));
  sv_lint_set_number (lint, "count", root->voids);
  sv_lint_set_number (lint, "limit", SV_SPF_VOIDS_MAX);
  sv_lint_set (lint, "names", names);
}

void
sv_lint_costs (SvLinter *linter, const SvSpfNode *root, const GPtrArray *nodes)
{
  lint_lookups (linter, root);
  lint_voids (linter, root, nodes);
}

/* ---- the end of the record ---- */

/* What becomes of a client that nothing lists.  The end of an included record does not count; that
 * of one that a redirect leads to does. */
void
sv_lint_end (SvLinter *linter, const SvSpfNode *root)
{
  const SvSpfNode *node = root;
  const SvSpfBranch *redirect;
  while ((redirect = sv_lint_redirect (node)) != NULL)
    if (!(node = redirect->child))
      return;
  if (node->state != SV_SPF_NODE_RECORD)
    return;
  const SvSpfTerm *all = sv_lint_first_all (node);
  if (!all || all->qualifier == '?')
    sv_lint_add (linter, "record-neutral-all", node, all);
}

/* ---- one record ---- */

static void
lint_all (SvLinter *linter, const SvSpfNode *node)
{
  const SvSpfTerm *all = sv_lint_first_all (node), *first = NULL;
  guint count = 0;
  if (!all)
    return;
  if (all->qualifier == '+')
    sv_lint_add (linter, "record-pass-all", node, all);
  for (guint i = 0; i < node->branches->len; i++)
    {
      const SvSpfTerm *term = branch_at (node, i)->term;
      gboolean behind = term->qualifier && term->column > all->column;
      if (!behind && term->kind != SV_SPF_TERM_REDIRECT)
        continue;
      first = first ? first : term;
      count++;
    }
  if (!first)
    return;
  SvSpfLint *lint = sv_lint_add (linter, "record-terms-after-all", node, first);
  sv_lint_set (lint, "all", all->text);
  sv_lint_set_number (lint, "count", count);
}

static void
lint_ptr (SvLinter *linter, const SvSpfNode *node, const SvSpfTerm *term)
{
  gboolean by_macro = term->kind != SV_SPF_TERM_MODIFIER && term->kind != SV_SPF_TERM_EXP
                      && term->spec && sv_macro_uses (term->spec, 'p');
  if (term->kind == SV_SPF_TERM_PTR || by_macro)
    sv_lint_add (linter, "record-ptr", node, term);
}

/* An include or redirect that leads to nothing, or back. */
static void
lint_child (SvLinter *linter, const SvSpfNode *node, const SvSpfBranch *branch)
{
  SvSpfNodeState state = branch->child->state;
  if (state == SV_SPF_NODE_LOOP)
    sv_lint_set (sv_lint_add (linter, "record-loop", node, branch->term), "target", branch->target);
  if (state != SV_SPF_NODE_NONE && state != SV_SPF_NODE_NO_DOMAIN)
    return;
  SvSpfLint *lint = sv_lint_add (linter, "record-void-include", node, branch->term);
  sv_lint_set (lint, "target", branch->target);
  sv_lint_set (lint, "reason",
               state == SV_SPF_NODE_NONE ? N_ ("publishes no SPF record") : N_ ("does not exist"));
}

static void
lint_exchanges (SvLinter *linter, const SvSpfNode *node, const SvSpfBranch *branch)
{
  if (branch->n_mx <= SV_SPF_MX_MAX)
    return;
  SvSpfLint *lint = sv_lint_add (linter, "record-mx-over", node, branch->term);
  sv_lint_set_number (lint, "count", branch->n_mx);
  sv_lint_set_number (lint, "limit", SV_SPF_MX_MAX);
}

void
sv_lint_terms (SvLinter *linter, const SvSpfNode *node)
{
  for (guint i = 0; i < node->branches->len; i++)
    {
      const SvSpfBranch *branch = branch_at (node, i);
      lint_ptr (linter, node, branch->term);
      if (branch->child)
        lint_child (linter, node, branch);
      lint_exchanges (linter, node, branch);
    }
  lint_all (linter, node);
}
