/* SPDX-License-Identifier: GPL-3.0-or-later
 * One name of a tree: the records that its TXT answer holds, and their sizes; see tree-node.h. */

#include "spf/tree-node.h"

#include "dns/name.h"
#include "spf/typo.h"

#include <string.h>

/* Bytes of a message's header, of a question without its name, and of a record without its data:
 * a pointer to the name in the question, type, class, TTL, length (RFC 1035 4.1). */
#define HEADER_SIZE 12
#define QUESTION_SIZE 4
#define RECORD_SIZE 12

/* A character-string holds so many bytes, behind one for its length (RFC 1035 3.3). */
#define STRING_MAX 255

static void
branch_clear (gpointer data)
{
  SvSpfBranch *branch = data;
  g_free (branch->target);
  g_clear_pointer (&branch->networks, g_array_unref);
}

SvSpfNode *
sv_spf_node_new (const char *domain, guint depth)
{
  SvSpfNode *node = g_new0 (SvSpfNode, 1);
  node->state = SV_SPF_NODE_UNRECORDED;
  node->status = SV_DNS_UNRECORDED;
  node->domain = g_strdup (domain);
  node->texts = g_ptr_array_new_with_free_func (g_free);
  node->others = g_ptr_array_new_with_free_func (g_free);
  node->branches = g_array_new (FALSE, TRUE, sizeof (SvSpfBranch));
  g_array_set_clear_func (node->branches, branch_clear);
  node->depth = depth;
  return node;
}

void
sv_spf_node_free (SvSpfNode *node)
{
  g_free (node->domain);
  g_free (node->text);
  g_ptr_array_unref (node->texts);
  g_ptr_array_unref (node->others);
  g_array_unref (node->branches);
  sv_spf_record_free (node->record);
  sv_spf_syntax_error_clear (&node->error);
  g_free (node);
}

/* The record that is evaluated: parsed as a whole before anything in it counts (RFC 7208 4.6). */
static void
take_record (SvSpfNode *node, const char *text, gsize len)
{
  node->text = sv_spf_text (text, len);
  node->record = sv_spf_record_parse (text, len, &node->error);
  node->state = node->record ? SV_SPF_NODE_RECORD : SV_SPF_NODE_SYNTAX;
  if (!node->record)
    return;
  const GArray *terms = node->record->terms;
  g_array_set_size (node->branches, terms->len);
  for (guint i = 0; i < terms->len; i++)
    g_array_index (node->branches, SvSpfBranch, i).term = &g_array_index (terms, SvSpfTerm, i);
}

/* Bytes of the data of one TXT record on the wire. */
static gsize
measure (const SvDnsRecord *record, gsize *longest)
{
  gsize size = 0;
  for (guint i = 0; i < record->strings->len; i++)
    {
      gsize len = g_bytes_get_size (record->strings->pdata[i]);
      *longest = MAX (*longest, len);
      size += 1 + len;
    }
  return size;
}

static gsize
empty_answer_size (const char *domain)
{
  guint8 wire[SV_DNS_WIRE_NAME_MAX];
  gsize name;
  if (!sv_dns_name_encode (domain, wire, &name))
    name = 0;
  return HEADER_SIZE + name + QUESTION_SIZE;
}

/* Sorts one TXT record among the SPF records, among those that look like one, or among nothing. */
static void
sort_record (SvSpfNode *node, const SvDnsRecord *record)
{
  gsize len, longest = 0;
  node->answer_size += RECORD_SIZE + measure (record, &longest);
  g_autoptr (GBytes) bytes = sv_dns_record_joined (record);
  const char *data = g_bytes_get_data (bytes, &len);
  if (len == 0)
    return;
  g_autofree char *text = sv_spf_text (data, len);
  if (!sv_spf_record_is_one (data, len))
    {
      if (sv_spf_typo_is_meant (text))
        g_ptr_array_add (node->others, g_steal_pointer (&text));
      return;
    }
  node->n_strings = record->strings->len;
  node->longest_string = MAX (node->longest_string, longest);
  if (node->texts->len == 0)
    take_record (node, data, len);
  g_ptr_array_add (node->texts, g_steal_pointer (&text));
}

/* Nothing of several records is evaluated (RFC 7208 4.5). */
static void
drop_record (SvSpfNode *node)
{
  node->state = SV_SPF_NODE_MULTIPLE;
  g_array_set_size (node->branches, 0);
  g_clear_pointer (&node->record, sv_spf_record_free);
  g_clear_pointer (&node->text, g_free);
  sv_spf_syntax_error_clear (&node->error);
  node->error = (SvSpfSyntaxError){ 0 };
}

static SvSpfNodeState
state_without_record (SvDnsStatus status)
{
  switch (status)
    {
    case SV_DNS_NOERROR:
    case SV_DNS_NODATA:
      return SV_SPF_NODE_NONE;
    case SV_DNS_NXDOMAIN:
      return SV_SPF_NODE_NO_DOMAIN;
    case SV_DNS_UNRECORDED:
      return SV_SPF_NODE_UNRECORDED;
    default:
      return SV_SPF_NODE_DNS;
    }
}

void
sv_spf_node_read (SvSpfNode *node, const SvDnsAnswer *answer)
{
  node->status = answer->status;
  node->state = state_without_record (answer->status);
  if (answer->status != SV_DNS_NOERROR)
    return;
  node->answer_size = empty_answer_size (node->domain);
  for (guint i = 0; i < answer->records->len; i++)
    sort_record (node, &g_array_index (answer->records, SvDnsRecord, i));
  if (node->texts->len > 1)
    drop_record (node);
}

void
sv_spf_node_read_text (SvSpfNode *node, const char *text)
{
  gsize len = strlen (text), strings = MAX ((len + STRING_MAX - 1) / STRING_MAX, 1);
  node->status = SV_DNS_NOERROR;
  node->state = SV_SPF_NODE_NONE;
  node->n_strings = 1;
  node->longest_string = len;
  node->answer_size = empty_answer_size (node->domain) + RECORD_SIZE + strings + len;
  if (!sv_spf_record_is_one (text, len))
    {
      g_ptr_array_add (node->others, g_strdup (text));
      return;
    }
  g_ptr_array_add (node->texts, g_strdup (text));
  take_record (node, text, len);
}
