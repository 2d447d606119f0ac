/* SPDX-License-Identifier: GPL-3.0-or-later
 * Random worlds for the property test; see random-spf.h. */

#include "random-spf.h"

#include <string.h>

#define BASES 6
#define HOSTS 6
#define LOCAL_PART "user"

static const char *const base_names[BASES]
    = { "n0.example", "n1.example", "n2.example", "n3.example", "n4.example", "n5.example" };
static const char *const host_names[HOSTS]
    = { "h0.n0.example", "h1.n1.example", "h2.example",
        "n2.example",    "n3.example",    "user.n0.example" };

static const NaiveAddress addresses[] = {
  { 4, { 192, 0, 2, 3 } },
  { 4, { 192, 0, 2, 2 } },
  { 4, { 192, 0, 2, 131 } },
  { 4, { 198, 51, 100, 3 } },
  { 6, { 0x20, 0x01, 0x0d, 0xb8, [15] = 3 } },
  { 6, { 0x20, 0x01, 0x0d, 0xb8, [15] = 2 } },
  { 6, { 0x20, 0x01, 0x0d, 0xb8, 0x80, [15] = 3 } },
};

static const guint lengths4[] = { 0, 1, 5, 24, 25, 30, 31, 32 };
static const guint lengths6[] = { 0, 1, 32, 33, 64, 127, 128 };

static gboolean
one_in (GRand *rand, gint n)
{
  return g_rand_int_range (rand, 0, n) == 0;
}

#define PICK(rand, table) ((table)[g_rand_int_range ((rand), 0, G_N_ELEMENTS (table))])

static NaiveStatus
random_status (GRand *rand, gint trouble)
{
  static const NaiveStatus statuses[]
      = { NAIVE_NODATA, NAIVE_NXDOMAIN, NAIVE_NXDOMAIN, NAIVE_SERVFAIL, NAIVE_TIMEOUT };
  return one_in (rand, trouble) ? PICK (rand, statuses) : NAIVE_OK;
}

/* Letters in either case, now and then. */
static void
append_word (GRand *rand, GString *text, const char *word)
{
  gboolean upper = one_in (rand, 8);
  for (; *word; word++)
    g_string_append_c (text, upper ? g_ascii_toupper (*word) : *word);
}

static void
append_target (GString *text, const NaiveTerm *term)
{
  static const char *const macros[NAIVE_N_TARGETS] = {
    [NAIVE_D] = "%{d}",
    [NAIVE_D1] = "%{d1}",
    [NAIVE_D2] = "%{D2}",
    [NAIVE_O] = "%{o}",
    [NAIVE_LOCAL] = "%{l}.",
    [NAIVE_LOCAL_D] = "%{l}.%{d}",
    [NAIVE_REVERSE] = "%{ir}.%{v}.",
    [NAIVE_VALIDATED] = "%{p}.",
  };
  if (macros[term->target])
    g_string_append (text, macros[term->target]);
  if (term->name)
    g_string_append (text, term->name);
  if (term->target == NAIVE_NAME_DOT)
    g_string_append_c (text, '.');
}

static gboolean
wants_name (NaiveTarget target)
{
  return target == NAIVE_NAME || target == NAIVE_NAME_DOT || target == NAIVE_LOCAL
         || target == NAIVE_REVERSE || target == NAIVE_VALIDATED;
}

/* A target; plain names are most of them.  Includes of macros rarely find a record. */
static void
choose_target (GRand *rand, NaiveTerm *term, gboolean optional)
{
  term->target = NAIVE_NAME;
  if (optional && one_in (rand, 2))
    term->target = NAIVE_HERE;
  else if (one_in (rand, 3))
    term->target = (NaiveTarget)g_rand_int_range (rand, NAIVE_NAME, NAIVE_N_TARGETS);
  gboolean host = term->kind == NAIVE_A || term->kind == NAIVE_EXISTS;
  if (wants_name (term->target))
    term->name = host && one_in (rand, 2) ? PICK (rand, host_names) : PICK (rand, base_names);
}

static void
append_argument (GRand *rand, GString *text, NaiveTerm *term, gboolean optional)
{
  choose_target (rand, term, optional);
  if (term->target != NAIVE_HERE)
    g_string_append_c (text, ':');
  append_target (text, term);
}

static void
append_dual_cidr (GRand *rand, GString *text, NaiveTerm *term)
{
  if (one_in (rand, 3))
    g_string_append_printf (text, "/%u", term->bits4 = PICK (rand, lengths4));
  if (one_in (rand, 3))
    g_string_append_printf (text, "//%u", term->bits6 = PICK (rand, lengths6));
}

static void
append_network (GRand *rand, GString *text, NaiveTerm *term)
{
  do
    term->network = PICK (rand, addresses);
  while (term->network.family != (term->kind == NAIVE_IP4 ? 4 : 6));
  const guint8 *b = term->network.bytes;
  if (term->kind == NAIVE_IP4)
    g_string_append_printf (text, ":%u.%u.%u.%u", b[0], b[1], b[2], b[3]);
  else
    g_string_append_printf (text, ":2001:db8:%x::%x", b[4] * 256u + b[5], b[15]);
  if (term->kind == NAIVE_IP4 && one_in (rand, 2))
    g_string_append_printf (text, "/%u", term->bits4 = PICK (rand, lengths4));
  else if (term->kind == NAIVE_IP6 && one_in (rand, 2))
    g_string_append_printf (text, "/%u", term->bits6 = PICK (rand, lengths6));
}

static void
append_value (GRand *rand, GString *text, NaiveTerm *term)
{
  switch (term->kind)
    {
    case NAIVE_INCLUDE:
    case NAIVE_EXISTS:
      append_argument (rand, text, term, FALSE);
      break;
    case NAIVE_PTR:
      append_argument (rand, text, term, TRUE);
      break;
    case NAIVE_A:
    case NAIVE_MX:
      append_argument (rand, text, term, TRUE);
      append_dual_cidr (rand, text, term);
      break;
    case NAIVE_IP4:
    case NAIVE_IP6:
      append_network (rand, text, term);
      break;
    case NAIVE_REDIRECT:
    case NAIVE_EXP:
      choose_target (rand, term, FALSE);
      g_string_append_c (text, '=');
      append_target (text, term);
      break;
    case NAIVE_MODIFIER:
      g_string_append (text, "=%{d}/y");
      break;
    case NAIVE_ALL:
      break;
    }
}

static NaiveTerm
random_term (GRand *rand, NaiveKind kind)
{
  static const char *const words[]
      = { "all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists", "redirect", "exp", "x" };
  static const char qualifiers[] = { '+', '+', '+', '-', '~', '?' };
  NaiveTerm term
      = { .kind = kind, .bits4 = 32, .bits6 = 128, .qualifier = PICK (rand, qualifiers) };
  GString *text = g_string_new (NULL);
  gboolean mechanism = kind < NAIVE_REDIRECT;
  if (mechanism && (term.qualifier != '+' || one_in (rand, 3)))
    g_string_append_c (text, term.qualifier);
  append_word (rand, text, words[kind]);
  append_value (rand, text, &term);
  g_assert_cmpuint (text->len, <, sizeof term.text);
  g_strlcpy (term.text, text->str, sizeof term.text);
  g_string_free (text, TRUE);
  return term;
}

/* Some mechanisms, now and then an all, at most one redirect and one exp, wherever they stand. */
static void
fill_record (GRand *rand, NaiveRecord *record)
{
  static const NaiveKind kinds[]
      = { NAIVE_INCLUDE, NAIVE_INCLUDE, NAIVE_INCLUDE, NAIVE_A,       NAIVE_A,
          NAIVE_MX,      NAIVE_MX,      NAIVE_PTR,     NAIVE_IP4,     NAIVE_IP4,
          NAIVE_IP6,     NAIVE_IP6,     NAIVE_EXISTS,  NAIVE_MODIFIER };
  gint n = g_rand_int_range (rand, 0, 6);
  gint redirect = one_in (rand, 3) ? g_rand_int_range (rand, 0, n + 1) : -1;
  gint exp = one_in (rand, 6) ? g_rand_int_range (rand, 0, n + 1) : -1;
  for (gint i = 0; i <= n; i++)
    {
      if (i == redirect)
        record->terms[record->n_terms++] = random_term (rand, NAIVE_REDIRECT);
      if (i == exp)
        record->terms[record->n_terms++] = random_term (rand, NAIVE_EXP);
      if (i < n)
        record->terms[record->n_terms++] = random_term (rand, PICK (rand, kinds));
    }
  gboolean with_all = one_in (rand, 2);
  if (with_all)
    record->terms[record->n_terms++] = random_term (rand, NAIVE_ALL);
  record->broken = one_in (rand, 40);
  /* RFC 7208 6.1: a redirect beside all is no redirect; saying so here keeps the evaluator plain.
   */
  for (guint i = 0; with_all && i < record->n_terms; i++)
    if (record->terms[i].kind == NAIVE_REDIRECT)
      record->terms[i].kind = NAIVE_MODIFIER;
}

static void
add_name (GRand *rand, NaiveWorld *world, const char *prefix, const char *suffix, gint trouble)
{
  g_autofree char *full = g_strconcat (prefix, suffix, NULL);
  if (naive_find (world, full))
    return;
  NaiveName *name = g_new0 (NaiveName, 1);
  name->name = g_steal_pointer (&full);
  name->txt = random_status (rand, 2 * trouble);
  name->a = random_status (rand, trouble);
  name->aaaa = random_status (rand, trouble);
  name->mx = random_status (rand, trouble);
  name->ptr = NAIVE_NODATA;
  name->n_records = one_in (rand, 20) ? (guint)g_rand_int_range (rand, 0, 3) : 1;
  fill_record (rand, &name->record);
  name->n_addresses = (guint)g_rand_int_range (rand, 1, 5);
  for (guint i = 0; i < name->n_addresses; i++)
    name->addresses[i] = PICK (rand, addresses);
  name->n_hosts = (guint)(one_in (rand, 30) ? g_rand_int_range (rand, 9, NAIVE_LIST_MAX + 1)
                                            : g_rand_int_range (rand, 1, 4));
  for (guint i = 0; i < name->n_hosts; i++)
    name->hosts[i] = PICK (rand, host_names);
  g_ptr_array_add (world->names, name);
}

static void
name_free (gpointer data)
{
  NaiveName *name = data;
  g_free (name->name);
  g_free (name);
}

/* A set of A or AAAA is there only if it has an address of its family. */
static void
settle (NaiveName *name)
{
  gboolean has4 = FALSE, has6 = FALSE;
  for (guint i = 0; i < name->n_addresses; i++)
    {
      has4 = has4 || name->addresses[i].family == 4;
      has6 = has6 || name->addresses[i].family == 6;
    }
  if (name->a == NAIVE_OK && !has4)
    name->a = NAIVE_NODATA;
  if (name->aaaa == NAIVE_OK && !has6)
    name->aaaa = NAIVE_NODATA;
}

/* About as many names as a reverse lookup may have; only the last one differs. */
static void
fill_reverse (GRand *rand, NaiveName *name)
{
  name->n_hosts = (guint)g_rand_int_range (rand, 9, NAIVE_LIST_MAX + 1);
  for (guint i = 0; i < name->n_hosts; i++)
    name->hosts[i] = i + 1 < name->n_hosts ? host_names[0] : PICK (rand, host_names);
}

/* Names that targets can lead to, so that macros find something too. */
static GPtrArray *
random_names (GRand *rand, const NaiveQuery *query)
{
  NaiveWorld world = { .names = g_ptr_array_new_with_free_func (name_free) };
  gint trouble = one_in (rand, 2) ? 60 : 6;
  g_autofree char *reverse = naive_reverse_name (&query->client);
  g_autofree char *dotted = g_strconcat (reverse, ".", NULL);
  for (guint i = 0; i < BASES; i++)
    {
      add_name (rand, &world, "", base_names[i], trouble);
      add_name (rand, &world, LOCAL_PART ".", base_names[i], trouble);
      add_name (rand, &world, dotted, base_names[i], 2);
      add_name (rand, &world, "unknown.", base_names[i], 2);
    }
  for (guint i = 0; i < HOSTS; i++)
    add_name (rand, &world, "", host_names[i], trouble);
  add_name (rand, &world, reverse, ".arpa", trouble);
  NaiveName *last = world.names->pdata[world.names->len - 1];
  last->ptr = random_status (rand, 6);
  if (one_in (rand, 4))
    fill_reverse (rand, last);
  for (guint i = 0; i < world.names->len; i++)
    settle (world.names->pdata[i]);
  return world.names;
}

void
random_spf_init (NaiveWorld *world, NaiveQuery *query, guint seed)
{
  GRand *rand = g_rand_new_with_seed (seed);
  *query = (NaiveQuery){ .client = PICK (rand, addresses),
                         .local_part = LOCAL_PART,
                         .domain = PICK (rand, base_names) };
  world->names = random_names (rand, query);
  g_rand_free (rand);
}

void
random_spf_clear (NaiveWorld *world)
{
  g_ptr_array_unref (world->names);
}

char *
random_spf_text (GRand *rand, const NaiveRecord *record)
{
  static const char *const garbage[] = { " moo", " a:", " ip4:192.0.2", " a/33", " redirect=com" };
  GString *text = g_string_new (NULL);
  append_word (rand, text, "v=spf1");
  for (guint i = 0; i < record->n_terms; i++)
    g_string_append_printf (text, "%s%s", one_in (rand, 8) ? "   " : " ", record->terms[i].text);
  if (record->broken)
    g_string_append (text, PICK (rand, garbage));
  return g_string_free (text, FALSE);
}
