/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rules over the tree of a record: what stands at its names; see lint.h. */

#include "spf/lint.h"

#include "spf/domain.h"
#include "spf/lint-parts.h"

#include <glib/gi18n.h>
#include <string.h>

/* So many of one kind are told: a hostile record has thousands, and nobody reads the next. */
#define TOLD_MAX 20

/* RFC 7208 3.4 wants an answer to fit into 512 bytes, the limit of UDP without EDNS. */
#define ANSWER_MAX 512

/* RFC 1035 3.3. */
#define STRING_MAX 255

/* ---- lints ---- */

static void
lint_clear (gpointer data)
{
  SvSpfLint *lint = data;
  g_free (lint->domain);
  g_free (lint->term);
  g_free (lint->root);
  g_ptr_array_unref (lint->values);
}

SvSpfLint *
sv_lint_add (SvLinter *linter, const char *id, const SvSpfNode *node, const SvSpfTerm *term)
{
  guint told = GPOINTER_TO_UINT (g_hash_table_lookup (linter->ids, id));
  if (told >= TOLD_MAX)
    return NULL;
  g_hash_table_insert (linter->ids, (gpointer)id, GUINT_TO_POINTER (told + 1));
  SvSpfLint lint = { .id = id,
                     .domain = g_strdup (node->domain),
                     .term = term ? g_strdup (term->text) : NULL,
                     .column = term ? term->column : 0,
                     .root = g_strdup (linter->tree->root->domain),
                     .values = g_ptr_array_new_with_free_func (g_free) };
  g_array_append_val (linter->lints, lint);
  return &g_array_index (linter->lints, SvSpfLint, linter->lints->len - 1);
}

void
sv_lint_set (SvSpfLint *lint, const char *name, const char *value)
{
  if (!lint)
    return;
  g_ptr_array_add (lint->values, g_strdup (name));
  g_ptr_array_add (lint->values, g_strdup (value));
}

void
sv_lint_set_number (SvSpfLint *lint, const char *name, gsize number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GSIZE_FORMAT, number);
  sv_lint_set (lint, name, text);
}

const char *
sv_spf_lint_value (const SvSpfLint *lint, const char *name)
{
  for (guint i = 0; i + 1 < lint->values->len; i += 2)
    if (strcmp (lint->values->pdata[i], name) == 0)
      return lint->values->pdata[i + 1];
  return NULL;
}

/* ---- one name ---- */

static void
lint_record (SvLinter *linter, const SvSpfNode *node)
{
  if (node->state == SV_SPF_NODE_MULTIPLE)
    sv_lint_set_number (sv_lint_add (linter, "record-multiple", node, NULL), "count",
                        node->texts->len);
  if (node->state != SV_SPF_NODE_SYNTAX)
    return;
  const SvSpfTerm broken = { .text = node->error.term, .column = node->error.column };
  sv_lint_set (sv_lint_add (linter, "record-syntax", node, &broken), "reason", node->error.reason);
}

static void
lint_sizes (SvLinter *linter, const SvSpfNode *node)
{
  if (node->longest_string > STRING_MAX)
    {
      SvSpfLint *lint = sv_lint_add (linter, "record-string-long", node, NULL);
      sv_lint_set_number (lint, "size", node->longest_string);
      sv_lint_set_number (lint, "limit", STRING_MAX);
      sv_lint_set_number (lint, "count", (node->longest_string + STRING_MAX - 1) / STRING_MAX);
    }
  if (node->texts->len > 0 && node->answer_size > ANSWER_MAX)
    {
      SvSpfLint *lint = sv_lint_add (linter, "record-answer-large", node, NULL);
      sv_lint_set_number (lint, "size", node->answer_size);
      sv_lint_set_number (lint, "limit", ANSWER_MAX);
    }
}

static void
lint_trouble (SvLinter *linter, const SvSpfNode *node)
{
  if (node->state == SV_SPF_NODE_DNS)
    sv_lint_set (sv_lint_add (linter, "record-dns-trouble", node, NULL), "status",
                 sv_dns_status_name (node->status));
}

/* ---- other names and types ---- */

/* The answer to a question of our own, if there is one with records. */
static const SvDnsAnswer *
ask (SvLinter *linter, const char *name, SvDnsType type)
{
  if (linter->tree->from_text || !sv_domain_can_judge (name))
    return NULL;
  const SvDnsAnswer *answer = sv_lookups_get (linter->lookups, name, type);
  linter->waiting = linter->waiting || !answer;
  return answer && answer->status == SV_DNS_NOERROR ? answer : NULL;
}

/* The first SPF record in an answer, which may be NULL; NULL if there is none. */
static char *
record_in (const SvDnsAnswer *answer)
{
  for (guint i = 0; answer && i < answer->records->len; i++)
    {
      g_autoptr (GBytes) bytes
          = sv_dns_record_joined (&g_array_index (answer->records, SvDnsRecord, i));
      gsize len;
      const char *text = g_bytes_get_data (bytes, &len);
      if (len > 0 && sv_spf_record_is_one (text, len))
        return sv_spf_text (text, len);
    }
  return NULL;
}

static gboolean
is_without_record (const SvSpfNode *node)
{
  return node->state == SV_SPF_NODE_NONE || node->state == SV_SPF_NODE_NO_DOMAIN;
}

/* Both names are asked for in any case: whether they matter is known only when it is too late to
 * ask together with the first question. */
static gboolean
lint_wrong_names (SvLinter *linter, const SvSpfNode *root)
{
  static const char *const labels[] = { "_spf", "spf" };
  gboolean found = FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      g_autofree char *name = g_strconcat (labels[i], ".", root->domain, NULL);
      g_autofree char *record = record_in (ask (linter, name, SV_DNS_TXT));
      if (!record || !is_without_record (root))
        continue;
      const SvSpfNode there = { .domain = name };
      SvSpfLint *lint = sv_lint_add (linter, "record-wrong-name", &there, NULL);
      sv_lint_set (lint, "record", record);
      found = TRUE;
    }
  return found;
}

static void
lint_obsolete_type (SvLinter *linter, const SvSpfNode *root)
{
  g_autofree char *record = record_in (ask (linter, root->domain, SV_DNS_SPF));
  if (!record)
    return;
  SvSpfLint *lint = sv_lint_add (linter, "record-obsolete-type", root, NULL);
  sv_lint_set (lint, "record", record);
  sv_lint_set (lint, "reason",
               N_ ("The record is published with the DNS type SPF (99), which receivers no longer "
                   "ask for: only TXT counts."));
}

/* ---- the tree ---- */

static void
lint_root (SvLinter *linter, const GPtrArray *nodes)
{
  const SvSpfNode *root = linter->tree->root;
  gboolean told = sv_lint_typos (linter, root);
  told = lint_wrong_names (linter, root) || told;
  if (is_without_record (root) && !told)
    sv_lint_set (sv_lint_add (linter, "record-none", root, NULL), "reason",
                 linter->tree->from_text ? N_ ("The text does not begin with v=spf1.")
                 : root->state == SV_SPF_NODE_NONE
                     ? N_ ("The name exists, but no TXT record there begins with v=spf1.")
                     : N_ ("DNS has no such name."));
  lint_obsolete_type (linter, root);
  sv_lint_costs (linter, root, nodes);
  sv_lint_end (linter, root);
}

static void
lint_node (SvLinter *linter, const SvSpfNode *node)
{
  lint_record (linter, node);
  lint_sizes (linter, node);
  lint_trouble (linter, node);
  if (node->state != SV_SPF_NODE_RECORD)
    return;
  sv_lint_terms (linter, node);
  sv_lint_networks (linter, node);
}

/* The root, then those below it, by depth. */
static GPtrArray *
list_nodes (SvSpfNode *root)
{
  GPtrArray *nodes = g_ptr_array_new ();
  g_ptr_array_add (nodes, root);
  for (guint i = 0; i < nodes->len; i++)
    {
      const GArray *branches = ((const SvSpfNode *)nodes->pdata[i])->branches;
      for (guint k = 0; k < branches->len; k++)
        {
          SvSpfNode *child = g_array_index (branches, SvSpfBranch, k).child;
          if (child)
            g_ptr_array_add (nodes, child);
        }
    }
  return nodes;
}

GArray *
sv_spf_lint (const SvSpfTree *tree, SvLookups *lookups, gboolean *waiting)
{
  SvLinter linter = { .tree = tree, .lookups = lookups, .waiting = tree->waiting };
  linter.lints = g_array_new (FALSE, FALSE, sizeof (SvSpfLint));
  g_array_set_clear_func (linter.lints, lint_clear);
  linter.ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) nodes = list_nodes (tree->root);
  for (guint i = 0; i < nodes->len; i++)
    {
      lint_node (&linter, nodes->pdata[i]);
      if (i == 0)
        lint_root (&linter, nodes);
      else
        sv_lint_typos (&linter, nodes->pdata[i]);
    }
  sv_lint_repeated_includes (&linter, nodes);
  g_hash_table_unref (linter.ids);
  *waiting = linter.waiting;
  return linter.lints;
}
