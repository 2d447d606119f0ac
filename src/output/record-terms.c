/* SPDX-License-Identifier: GPL-3.0-or-later
 * Each term of a record in plain words, and the tree as lines; see record-words.h. */

#include "output/record-words.h"
#include "output/sentence.h"
#include "spf/networks.h"

#include <glib/gi18n.h>
#include <string.h>

/* Addresses, or mail servers, that one line names. */
#define NAMED_MAX 4

/* Whom a term speaks of: where it asks for the record's own domain, and where it names another. */
/* clang-format off */
static const struct
{
  const char *own;
  const char *other;
} subjects[] = {
  [SV_SPF_TERM_ALL] = { NULL, NULL },
  [SV_SPF_TERM_INCLUDE] = { NULL, N_("whoever {target} lets send") },
  [SV_SPF_TERM_A] = { N_("its own addresses: {addresses}"), N_("the addresses of {target}: {addresses}") },
  [SV_SPF_TERM_MX] = { N_("its mail servers: {addresses}"), N_("the mail servers of {target}: {addresses}") },
  [SV_SPF_TERM_PTR] = { N_("servers whose reverse name is under the domain (slow, deprecated)"), N_("servers whose reverse name is under {target} (slow, deprecated)") },
  [SV_SPF_TERM_IP4] = { N_("{count} addresses, {first} to {last}"), N_("the address {first}") },
  [SV_SPF_TERM_IP6] = { N_("{count} addresses, {first} to {last}"), N_("the address {first}") },
  [SV_SPF_TERM_EXISTS] = { NULL, N_("every sender for whom the name {target} exists") },
  [SV_SPF_TERM_REDIRECT] = { NULL, N_("for everybody else, the record of {target} decides") },
  [SV_SPF_TERM_EXP] = { NULL, N_("the text for refused senders is at {target}") },
  [SV_SPF_TERM_MODIFIER] = { NULL, N_("a modifier that SPF does not know; it is ignored") },
};

/* Below an include every result but a pass means that the record above goes on (RFC 7208 5.2). */
static const char *const below_include_all = N_ ("everybody else: not by this include");
static const char *const below_include_some = N_ ("{subject}: not by this include");

/* What the qualifier makes of it. */
static const struct
{
  char qualifier;
  const char *all;
  const char *some; /* NULL: the subject alone, they may send */
} qualifiers[] = {
  { '+', N_("everybody may send, the whole internet (pass)"), NULL },
  { '-', N_("everybody else: not allowed (fail)"), N_("{subject}: not allowed (fail)") },
  { '~', N_("everybody else: probably not allowed (softfail)"), N_("{subject}: probably not allowed (softfail)") },
  { '?', N_("everybody else: nothing is said (neutral)"), N_("{subject}: nothing is said (neutral)") },
};
/* clang-format on */

static char *
list_text (GPtrArray *names, guint total)
{
  guint more = total - MIN (total, NAMED_MAX);
  g_ptr_array_set_size (names, (int)MIN (names->len, NAMED_MAX));
  g_ptr_array_add (names, NULL);
  g_autofree char *joined = g_strjoinv (", ", (char **)names->pdata);
  if (more == 0)
    return g_steal_pointer (&joined);
  g_autofree char *n = g_strdup_printf ("%u", more);
  return sv_fill (ngettext ("{list} and {n} more", "{list} and {n} more", more), "list", joined,
                  "n", n, NULL);
}

static char *
networks_text (const GArray *networks)
{
  g_autoptr (GArray) sorted = g_array_copy ((GArray *)networks);
  sv_spf_networks_aggregate (sorted);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < MIN (sorted->len, NAMED_MAX); i++)
    g_ptr_array_add (names, sv_spf_network_text (&g_array_index (sorted, SvSpfNetwork, i)));
  return list_text (names, sorted->len);
}

/* The addresses of one mail server, " (192.0.2.1, 2001:db8::1)". */
static void
append_addresses (GString *text, SvAnswers *answers, const char *name)
{
  static const SvDnsType types[] = { SV_DNS_A, SV_DNS_AAAA };
  guint n = 0;
  for (gsize t = 0; t < G_N_ELEMENTS (types); t++)
    {
      const SvDnsAnswer *answer = sv_answers_get (answers, name, types[t]);
      for (guint i = 0; answer && i < answer->records->len && n < NAMED_MAX; i++, n++)
        {
          char ip[SV_IP_TEXT_MAX];
          sv_ip_format (&g_array_index (answer->records, SvDnsRecord, i).ip, ip);
          g_string_append_printf (text, "%s%s", n == 0 ? " (" : ", ", ip);
        }
    }
  g_string_append (text, n > 0 ? ")" : "");
}

/* The mail servers by name, where the answers are there; NULL where they are not. */
static char *
servers_text (const SvSpfBranch *branch, SvAnswers *answers)
{
  const SvDnsAnswer *mx
      = answers && branch->target ? sv_answers_get (answers, branch->target, SV_DNS_MX) : NULL;
  if (!mx || mx->status != SV_DNS_NOERROR || mx->records->len == 0)
    return NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < MIN (mx->records->len, NAMED_MAX); i++)
    {
      const char *name = g_array_index (mx->records, SvDnsRecord, i).name;
      GString *text = g_string_new (name);
      append_addresses (text, answers, name);
      g_ptr_array_add (names, g_string_free (text, FALSE));
    }
  return list_text (names, mx->records->len);
}

/* a/24 and mx/24 speak of what is around the addresses, which only the networks show. */
static gboolean
is_widened (const SvSpfTerm *term)
{
  return term->bits4 < 32 || term->bits6 < 128;
}

/* Whether DNS has said what there is: nothing learnt is not the same as nothing there. */
static gboolean
is_known (const SvSpfBranch *branch, SvAnswers *answers)
{
  const SvDnsType type = branch->term->kind == SV_SPF_TERM_MX ? SV_DNS_MX : SV_DNS_A;
  const SvDnsAnswer *answer
      = answers && branch->target ? sv_answers_get (answers, branch->target, type) : NULL;
  return answer
         && (answer->status == SV_DNS_NOERROR || answer->status == SV_DNS_NODATA
             || answer->status == SV_DNS_NXDOMAIN);
}

static char *
addresses_text (const SvSpfBranch *branch, SvAnswers *answers)
{
  char *servers = branch->term->kind == SV_SPF_TERM_MX && !is_widened (branch->term)
                      ? servers_text (branch, answers)
                      : NULL;
  if (servers)
    return servers;
  if (branch->networks && branch->networks->len > 0)
    return networks_text (branch->networks);
  return g_strdup (is_known (branch, answers) ? _ ("none") : _ ("not known"));
}

static char *
network_subject (const SvSpfTerm *term)
{
  SvSpfNetwork network
      = { term->network, term->kind == SV_SPF_TERM_IP4 ? term->bits4 : term->bits6 };
  guint64 exact;
  g_autofree char *count = sv_spf_network_size (&network, &exact);
  SvIp edge = sv_spf_network_first (&network.network, network.bits);
  g_autofree char *first = sv_ip_to_string (&edge);
  edge = sv_spf_network_last (&network.network, network.bits);
  g_autofree char *last = sv_ip_to_string (&edge);
  const char *text = exact == 1 ? subjects[term->kind].other : subjects[term->kind].own;
  return sv_fill (_ (text), "count", count, "first", first, "last", last, NULL);
}

static char *
subject_text (const SvSpfBranch *branch, SvAnswers *answers)
{
  const SvSpfTerm *term = branch->term;
  if (term->kind == SV_SPF_TERM_IP4 || term->kind == SV_SPF_TERM_IP6)
    return network_subject (term);
  gboolean own = !term->spec && subjects[term->kind].own;
  const char *text = own ? subjects[term->kind].own : subjects[term->kind].other;
  g_autofree char *addresses = addresses_text (branch, answers);
  return sv_fill (_ (text), "target", branch->target ? branch->target : term->spec, "addresses",
                  addresses, NULL);
}

static char *
meaning_of (const SvSpfBranch *branch, gboolean reached, gboolean included, SvAnswers *answers)
{
  const SvSpfTerm *term = branch->term;
  if (!reached)
    return g_strdup (term->qualifier ? _ ("never reached: it stands behind all")
                                     : _ ("ignored beside all"));
  gsize i = 0;
  while (term->qualifier && i + 1 < G_N_ELEMENTS (qualifiers)
         && qualifiers[i].qualifier != term->qualifier)
    i++;
  included = included && qualifiers[i].some;
  if (term->kind == SV_SPF_TERM_ALL)
    return g_strdup (_ (included ? below_include_all : qualifiers[i].all));
  g_autofree char *subject = subject_text (branch, answers);
  if (!qualifiers[i].some)
    return g_steal_pointer (&subject);
  return sv_fill (_ (included ? below_include_some : qualifiers[i].some), "subject", subject, NULL);
}

/* ---- lines ---- */

static void
clear_row (gpointer data)
{
  SvRecordRow *row = data;
  g_free (row->term);
  g_free (row->meaning);
}

/* Where the walk stands in one record. */
typedef struct
{
  const SvSpfNode *node;
  guint next;
  guint depth;
  gboolean behind_all;
  gboolean included; /* an include leads here */
} Place;

static void
add_state (GArray *rows, const SvSpfNode *node, guint depth)
{
  gboolean broken = node->state != SV_SPF_NODE_MACRO && node->state != SV_SPF_NODE_UNRECORDED;
  SvRecordRow row = { .depth = depth,
                      .node = node,
                      .reached = TRUE,
                      .broken = broken,
                      .term = g_strdup (node->domain ? node->domain : "-"),
                      .meaning = sv_record_state (node) };
  g_array_append_val (rows, row);
}

/* Adds the next term of the record; returns what it leads to, or NULL. */
static const SvSpfNode *
add_term (GArray *rows, Place *place, SvAnswers *answers)
{
  const SvSpfBranch *branch = &g_array_index (place->node->branches, SvSpfBranch, place->next++);
  const SvSpfTerm *term = branch->term;
  gboolean reached = term->kind == SV_SPF_TERM_REDIRECT ? !place->node->record->has_all
                     : term->qualifier                  ? !place->behind_all
                                                        : TRUE;
  SvRecordRow row = { .depth = place->depth,
                      .node = place->node,
                      .branch = branch,
                      .reached = reached,
                      .term = g_strdup (term->text),
                      .meaning = meaning_of (branch, reached, place->included, answers) };
  g_array_append_val (rows, row);
  place->behind_all = place->behind_all || term->kind == SV_SPF_TERM_ALL;
  return branch->child;
}

GArray *
sv_record_rows (const SvRecordReport *report)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (SvRecordRow));
  g_array_set_clear_func (rows, clear_row);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  const SvSpfNode *enter = report->tree->root;
  if (enter->state != SV_SPF_NODE_RECORD)
    return rows;
  gboolean included = FALSE;
  for (guint depth = 0; enter || places->len > 0;)
    {
      if (enter && enter->state == SV_SPF_NODE_RECORD && enter->branches)
        {
          Place place = { .node = enter, .depth = depth, .included = included };
          g_array_append_val (places, place);
        }
      else if (enter)
        add_state (rows, enter, depth);
      enter = NULL;
      if (places->len == 0)
        break;
      Place *place = &g_array_index (places, Place, places->len - 1);
      depth = place->depth + 1;
      if (place->next < place->node->branches->len)
        {
          const SvSpfBranch *branch
              = &g_array_index (place->node->branches, SvSpfBranch, place->next);
          included = place->included || branch->term->kind == SV_SPF_TERM_INCLUDE;
          enter = add_term (rows, place, report->answers);
        }
      else
        g_array_set_size (places, places->len - 1);
    }
  return rows;
}
