/* SPDX-License-Identifier: GPL-3.0-or-later
 * Trees of records: what stands where, what it costs, who passes, and how often DNS is asked. */

#include "spf-zone.h"
#include "suite.h"
#include "tree-zone.h"

#include "spf/networks.h"

#include <string.h>

/* ---- a tree as one line ---- */

static void render_node (GString *out, const SvSpfNode *node);

static void
render_branch (GString *out, const SvSpfBranch *branch)
{
  g_string_append (out, branch->term->text);
  if (branch->lookups || branch->voids)
    g_string_append_printf (out, "=%u", branch->lookups);
  if (branch->voids)
    g_string_append_printf (out, "/%u", branch->voids);
  for (guint i = 0; branch->networks && i < branch->networks->len; i++)
    {
      g_autofree char *text
          = sv_spf_network_text (&g_array_index (branch->networks, SvSpfNetwork, i));
      g_string_append_printf (out, "%s%s", i ? "," : "<", text);
    }
  if (branch->networks)
    g_string_append (out, branch->networks->len ? ">" : "<>");
  if (branch->unknown)
    g_string_append (out, "?");
  if (branch->child)
    {
      g_string_append (out, " (");
      render_node (out, branch->child);
      g_string_append (out, ")");
    }
}

/* "domain state lookups/voids: branch; branch". */
static void
render_node (GString *out, const SvSpfNode *node)
{
  g_string_append_printf (out, "%s %s %u/%u", node->domain, sv_spf_node_state_name (node->state),
                          node->lookups, node->voids);
  for (guint i = 0; i < node->branches->len; i++)
    {
      g_string_append (out, i ? "; " : ": ");
      render_branch (out, &g_array_index (node->branches, SvSpfBranch, i));
    }
}

static char *
render (const SvSpfTree *tree)
{
  GString *out = g_string_new (NULL);
  render_node (out, tree->root);
  return g_string_free (out, FALSE);
}

#define TXT(name, record) name " TXT \"" record "\"\n"

/* ---- what stands where ---- */

static const struct
{
  const char *name;
  const char *zone;
  const char *expected; /* of example.com */
} trees[] = {
  /* clang-format off */
  { "networks", TXT ("example.com", "v=spf1 ip4:192.0.2.7/24 -ip6:2001:db8::/32 all"),
    "example.com record 0/0: ip4:192.0.2.7/24<192.0.2.0/24>; -ip6:2001:db8::/32<2001:db8::/32>; all" },
  { "a", TXT ("example.com", "v=spf1 a a:h.example.com/24//64 -all")
    "example.com A 192.0.2.1\nh.example.com A 192.0.2.2\nh.example.com A 192.0.2.3\n"
    "example.com AAAA !NODATA\nh.example.com AAAA 2001:db8::1\n",
    "example.com record 2/0: a=1<192.0.2.1>; "
    "a:h.example.com/24//64=1<192.0.2.0/24,192.0.2.0/24,2001:db8::/64>; -all" },
  { "void a", TXT ("example.com", "v=spf1 a:x.example.com a:six.example.com -all")
    "x.example.com ANY !NXDOMAIN\nsix.example.com AAAA 2001:db8::1\nsix.example.com A !NODATA\n",
    "example.com record 2/2: a:x.example.com=1/1<>; a:six.example.com=1/1<2001:db8::1>; -all" },
  { "mx", TXT ("example.com", "v=spf1 mx -all")
    "example.com MX 10 m.example.com.\nexample.com MX 20 n.example.com.\n"
    "m.example.com A 192.0.2.1\nm.example.com AAAA !NODATA\nn.example.com ANY !NXDOMAIN\n",
    "example.com record 1/1: mx=1/1<192.0.2.1>; -all" },
  { "void mx", TXT ("example.com", "v=spf1 mx -all") "example.com MX !NODATA\n",
    "example.com record 1/1: mx=1/1<>; -all" },
  { "exists", TXT ("example.com", "v=spf1 exists:y.example.com exists:n.example.com -all")
    "y.example.com A 192.0.2.1\nn.example.com ANY !NXDOMAIN\n",
    "example.com record 2/1: exists:y.example.com=1<0.0.0.0/0,::/0>; exists:n.example.com=1/1<>; -all" },
  { "ptr and macros cost, and are not looked up",
    TXT ("example.com", "v=spf1 ptr exists:%{i}.example.com include:%{l}.example.com -all"),
    "example.com record 3/0: ptr=1; exists:%{i}.example.com=1; "
    "include:%{l}.example.com=1 (%{l}.example.com macro 0/0); -all" },
  { "%{d} is known", TXT ("example.com", "v=spf1 include:_%{d} -all")
    TXT ("_example.com", "v=spf1 -all"),
    "example.com record 1/0: include:_%{d}=1 (_example.com record 0/0: -all); -all" },
  { "include", TXT ("example.com", "v=spf1 include:a.example.com -all")
    TXT ("a.example.com", "v=spf1 include:b.example.com mx:h.example.com -all")
    TXT ("b.example.com", "v=spf1 ip4:192.0.2.1 -all")
    "h.example.com MX !NODATA\n",
    "example.com record 3/1: include:a.example.com=3/1 (a.example.com record 2/1: "
    "include:b.example.com=1 (b.example.com record 0/0: ip4:192.0.2.1<192.0.2.1>; -all); "
    "mx:h.example.com=1/1<>; -all); -all" },
  { "redirect", TXT ("example.com", "v=spf1 redirect=a.example.com a:h.example.com")
    TXT ("a.example.com", "v=spf1 -all") "h.example.com A 192.0.2.1\nh.example.com AAAA !NODATA\n",
    "example.com record 2/0: redirect=a.example.com=1 (a.example.com record 0/0: -all); "
    "a:h.example.com=1<192.0.2.1>" },
  { "redirect beside all is not looked at", TXT ("example.com", "v=spf1 redirect=a.example.com -all"),
    "example.com record 0/0: redirect=a.example.com; -all" },
  { "behind all nothing is looked at", TXT ("example.com", "v=spf1 -all a mx include:a.example.com"),
    "example.com record 0/0: -all; a; mx; include:a.example.com" },
  { "syntax", TXT ("example.com", "v=spf1 foo -all"), "example.com syntax 0/0" },
  { "multiple", TXT ("example.com", "v=spf1 -all") TXT ("example.com", "v=spf1 mx -all"),
    "example.com multiple 0/0" },
  { "none", TXT ("example.com", "hello"), "example.com none 0/0" },
  { "no TXT", "example.com TXT !NODATA\n", "example.com none 0/0" },
  { "no domain", "example.com ANY !NXDOMAIN\n", "example.com no-domain 0/0" },
  { "servfail", "example.com TXT !SERVFAIL\n", "example.com dns 0/0" },
  { "unrecorded", "", "example.com unrecorded 0/0" },
  { "children without record", TXT ("example.com",
      "v=spf1 include:a.example.com include:b.example.com include:c.example.com include:%{d1} -all")
    "a.example.com ANY !NXDOMAIN\nb.example.com TXT !TIMEOUT\n" TXT ("c.example.com", "hello"),
    "example.com record 4/1: include:a.example.com=1/1 (a.example.com no-domain 0/1); "
    "include:b.example.com=1 (b.example.com dns 0/0); "
    "include:c.example.com=1 (c.example.com none 0/0); include:%{d1}=1 (com no-domain 0/0); -all" },
  { "loop", TXT ("example.com", "v=spf1 include:a.example.com -all")
    TXT ("a.example.com", "v=spf1 include:EXAMPLE.com include:a.example.com -all"),
    "example.com record 3/0: include:a.example.com=3 (a.example.com record 2/0: "
    "include:EXAMPLE.com=1 (EXAMPLE.com loop 0/0); "
    "include:a.example.com=1 (a.example.com loop 0/0); -all); -all" },
  { "the same twice is paid twice", TXT ("example.com", "v=spf1 include:a.example.com include:a.example.com")
    TXT ("a.example.com", "v=spf1 exists:e.example.com -all") "e.example.com A 192.0.2.1\n",
    "example.com record 4/0: include:a.example.com=2 (a.example.com record 1/0: "
    "exists:e.example.com=1<0.0.0.0/0,::/0>; -all); include:a.example.com=2 (a.example.com record 1/0: "
    "exists:e.example.com=1<0.0.0.0/0,::/0>; -all)" },
  { "unrecorded addresses", TXT ("example.com", "v=spf1 a:h.example.com -all")
    "h.example.com A 192.0.2.1\nh.example.com AAAA !SERVFAIL\n",
    "example.com record 1/0: a:h.example.com=1<192.0.2.1>?; -all" },
  { "exp is no lookup", TXT ("example.com", "v=spf1 -all exp=e.example.com"),
    "example.com record 0/0: -all; exp=e.example.com" },
  /* clang-format on */
};

static void
test_trees (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (trees); i++)
    {
      const TreeZone input = { .zone = trees[i].zone, .domain = "example.com" };
      g_autoptr (SvSpfTree) tree = tree_zone_build (&input, NULL, NULL);
      g_autofree char *text = render (tree);
      CHECK_STR (trees[i].name, text, trees[i].expected);
    }
}

/* ---- sizes ---- */

static void
test_sizes (void)
{
  const TreeZone input = { .zone = "example.com TXT \"v=spf1 \" \"-all\"\n"
                                   "example.com TXT \"0123456789\"\n"
                                   "example.com TXT \"v=spf2 -all\"\n",
                           .domain = "example.com" };
  g_autoptr (SvSpfTree) tree = tree_zone_build (&input, NULL, NULL);
  const SvSpfNode *root = tree->root;
  CHECK_STR ("text", root->text, "v=spf1 -all");
  CHECK_INT ("strings", root->n_strings, 2);
  CHECK_INT ("longest", root->longest_string, 7);
  /* 12 header, 13 name, 4 type and class; three records of 12 and 8 + 5, 11, 12 bytes. */
  CHECK_INT ("answer", root->answer_size, 12 + 13 + 4 + 3 * 12 + 13 + 11 + 12);
  CHECK_INT ("others", root->others->len, 1);
  CHECK_STR ("other", root->others->pdata[0], "v=spf2 -all");
  CHECK_INT ("texts", root->texts->len, 1);
}

static void
test_text (void)
{
  const TreeZone input = { .zone = TXT ("a.example.com", "v=spf1 -all"),
                           .domain = "Example.COM.",
                           .text = "v=spf1 include:a.%{d} -all" };
  g_autoptr (SvSpfTree) tree = tree_zone_build (&input, NULL, NULL);
  g_autofree char *text = render (tree);
  CHECK_STR ("text", text,
             "example.com record 1/0: include:a.%{d}=1 (a.example.com record 0/0: -all); -all");
  CHECK ("from text", tree->from_text);
  CHECK_INT ("size", tree->root->longest_string, 26);

  const TreeZone nameless = { .zone = "", .text = "v=spf1 ip4:192.0.2.1 a -all" };
  g_autoptr (SvSpfTree) bare = tree_zone_build (&nameless, NULL, NULL);
  g_autofree char *bare_text = render (bare);
  CHECK_STR ("no domain", bare_text, " record 1/0: ip4:192.0.2.1<192.0.2.1>; a=1<>; -all");

  const TreeZone other = { .zone = "", .domain = "example.com", .text = "hello" };
  g_autoptr (SvSpfTree) none = tree_zone_build (&other, NULL, NULL);
  CHECK_INT ("no record", none->root->state, SV_SPF_NODE_NONE);

  const TreeZone invalid = { .zone = "", .domain = "192.0.2.1" };
  g_autoptr (SvSpfTree) impossible = tree_zone_build (&invalid, NULL, NULL);
  CHECK_INT ("no name", impossible->root->state, SV_SPF_NODE_NO_DOMAIN);
}

/* ---- macros ---- */

static const struct
{
  const char *name;
  const char *ip;
  const char *mail_from;
  const char *helo;
  const char *term;
  const char *target;
} macros[] = {
  /* clang-format off */
  { "nothing given", NULL, NULL, NULL, "exists:%{i}.example.com", NULL },
  { "address", "192.0.2.1", NULL, NULL, "exists:%{ir}.%{v}.example.com", "1.2.0.192.in-addr.example.com" },
  { "address is not enough", "192.0.2.1", NULL, NULL, "exists:%{l}.example.com", NULL },
  { "sender", NULL, "u@s.example.net", NULL, "exists:%{l}.%{o}.example.com", "u.s.example.net.example.com" },
  { "sender without local part", NULL, "s.example.net", NULL, "exists:%{l}.example.com", "postmaster.example.com" },
  { "null sender", NULL, "", "h.example.net", "exists:%{o}.example.com", "h.example.net.example.com" },
  { "helo", NULL, NULL, "h.example.net", "exists:%{h}.example.com", "h.example.net.example.com" },
  { "no helo", NULL, "u@example.net", NULL, "exists:%{h}.example.com", NULL },
  { "validated name", "192.0.2.1", NULL, NULL, "exists:%{p}.example.com", "mail.example.com.example.com" },
  { "no validated name", "192.0.2.9", NULL, NULL, "exists:%{p}.example.com", "unknown.example.com" },
  /* clang-format on */
};

static void
test_macros (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (macros); i++)
    {
      SvSpfTreeValues values = { .mail_from = macros[i].mail_from, .helo = macros[i].helo };
      if (macros[i].ip)
        CHECK (macros[i].name, sv_ip_parse (macros[i].ip, -1, &values.ip));
      g_autofree char *text = g_strconcat ("v=spf1 ", macros[i].term, " -all", NULL);
      const TreeZone input = { .zone = "1.2.0.192.in-addr.arpa PTR mail.example.com.\n"
                                       "9.2.0.192.in-addr.arpa ANY !NXDOMAIN\n"
                                       "mail.example.com A 192.0.2.1\n",
                               .domain = "example.com",
                               .text = text,
                               .values = &values };
      g_autoptr (SvSpfTree) tree = tree_zone_build (&input, NULL, NULL);
      const SvSpfBranch *branch = &g_array_index (tree->root->branches, SvSpfBranch, 0);
      CHECK_STR (macros[i].name, branch->target, macros[i].target);
    }
}

/* Void lookups are those of a client of the given family. */
static void
test_void_family (void)
{
  static const char *const ips[] = { NULL, "192.0.2.1", "2001:db8::1" };
  static const guint voids[] = { 0, 0, 2 };
  for (gsize i = 0; i < G_N_ELEMENTS (ips); i++)
    {
      SvSpfTreeValues values = { 0 };
      if (ips[i])
        CHECK (ips[i], sv_ip_parse (ips[i], -1, &values.ip));
      const TreeZone input
          = { .zone = TXT ("example.com",
                           "v=spf1 a mx -all") "example.com A 192.0.2.1\nexample.com AAAA !NODATA\n"
                                               "example.com MX 10 example.com.\n",
              .domain = "example.com",
              .values = &values };
      g_autoptr (SvSpfTree) tree = tree_zone_build (&input, NULL, NULL);
      CHECK_INT (ips[i] ? ips[i] : "none", tree->root->voids, voids[i]);
    }
}

/* ---- who passes ---- */

static const struct
{
  const char *name;
  const char *zone;
  const char *expected; /* of example.com; "~" behind it where the list is not exact */
} passing[] = {
  /* clang-format off */
  { "plain", TXT ("example.com", "v=spf1 ip4:192.0.2.7/24 ip6:2001:db8::1 -all"),
    "192.0.2.0/24 2001:db8::1" },
  { "no record", "example.com TXT !NODATA\n", "" },
  { "unrecorded", "", "~" },
  { "all", TXT ("example.com", "v=spf1 ip4:192.0.2.1 +all"), "192.0.2.1 0.0.0.0/0 ::/0" },
  { "behind all", TXT ("example.com", "v=spf1 ip4:192.0.2.1 ~all ip4:192.0.2.2"), "192.0.2.1" },
  { "twice", TXT ("example.com", "v=spf1 ip4:192.0.2.1 ip4:192.0.2.1/32 -all"), "192.0.2.1" },
  { "refused before", TXT ("example.com", "v=spf1 -ip4:192.0.2.1 ip4:192.0.2.0/24 -all"), "192.0.2.0/24 ~" },
  { "refused behind", TXT ("example.com", "v=spf1 ip4:192.0.2.0/24 -ip4:192.0.2.1 -all"), "192.0.2.0/24" },
  { "neutral is no pass", TXT ("example.com", "v=spf1 ?ip4:192.0.2.1 ~ip4:192.0.2.2 -all"), "" },
  { "include", TXT ("example.com", "v=spf1 include:a.example.com ip4:192.0.2.9 -all")
    TXT ("a.example.com", "v=spf1 ip4:192.0.2.1 -all"), "192.0.2.1 192.0.2.9" },
  { "what an include refuses goes on", TXT ("example.com", "v=spf1 include:a.example.com ip4:192.0.2.1 -all")
    TXT ("a.example.com", "v=spf1 -ip4:192.0.2.1 -all"), "192.0.2.1" },
  { "refused inside an include", TXT ("example.com", "v=spf1 include:a.example.com -all")
    TXT ("a.example.com", "v=spf1 -ip4:192.0.2.1 ip4:192.0.2.0/24 -all"), "192.0.2.0/24 ~" },
  { "include all", TXT ("example.com", "v=spf1 include:a.example.com ip4:192.0.2.1 -all")
    TXT ("a.example.com", "v=spf1 all"), "0.0.0.0/0 ::/0" },
  { "include to refuse", TXT ("example.com", "v=spf1 -include:a.example.com ip4:192.0.2.9 -all")
    TXT ("a.example.com", "v=spf1 ip4:192.0.2.1 -all"), "192.0.2.9 ~" },
  { "include of nothing ends it", TXT ("example.com", "v=spf1 ip4:192.0.2.1 include:a.example.com ip4:192.0.2.2")
    "a.example.com ANY !NXDOMAIN\n", "192.0.2.1" },
  { "unknown include is passed by", TXT ("example.com", "v=spf1 include:a.example.com ip4:192.0.2.2 -all"), "192.0.2.2 ~" },
  { "redirect", TXT ("example.com", "v=spf1 redirect=a.example.com ip4:192.0.2.2")
    TXT ("a.example.com", "v=spf1 ip4:192.0.2.1 -all"), "192.0.2.2 192.0.2.1" },
  { "redirect in an include", TXT ("example.com", "v=spf1 include:a.example.com ip4:192.0.2.2 -all")
    TXT ("a.example.com", "v=spf1 redirect=b.example.com") TXT ("b.example.com", "v=spf1 ip4:192.0.2.1 -all"),
    "192.0.2.1 192.0.2.2" },
  { "redirect beside all", TXT ("example.com", "v=spf1 redirect=a.example.com -all")
    TXT ("a.example.com", "v=spf1 ip4:192.0.2.1"), "" },
  { "redirect to nothing", TXT ("example.com", "v=spf1 ip4:192.0.2.1 redirect=a.example.com") "a.example.com ANY !NXDOMAIN\n",
    "192.0.2.1" },
  { "a and mx", TXT ("example.com", "v=spf1 a mx/24 -all")
    "example.com A 192.0.2.1\nexample.com AAAA !NODATA\nexample.com MX 1 m.example.com.\n"
    "m.example.com A 198.51.100.7\nm.example.com AAAA 2001:db8::7\n",
    "192.0.2.1 198.51.100.0/24 2001:db8::7" },
  { "macros", TXT ("example.com", "v=spf1 exists:%{i}.example.com ip4:192.0.2.1 -all"), "192.0.2.1 ~" },
  { "ptr", TXT ("example.com", "v=spf1 ptr ip4:192.0.2.1 -all"), "192.0.2.1 ~" },
  { "exists for all", TXT ("example.com", "v=spf1 exists:e.example.com -all") "e.example.com A 192.0.2.1\n",
    "0.0.0.0/0 ::/0" },
  { "third void ends it", TXT ("example.com",
      "v=spf1 ip4:192.0.2.1 exists:1.example.com exists:2.example.com ip4:192.0.2.2 exists:3.example.com ip4:192.0.2.3")
    "1.example.com ANY !NXDOMAIN\n2.example.com ANY !NXDOMAIN\n3.example.com ANY !NXDOMAIN\n", "192.0.2.1 192.0.2.2" },
  { "eleventh lookup ends it", TXT ("example.com",
      "v=spf1 ptr ptr ptr ptr ptr ptr ptr ptr ptr ptr ip4:192.0.2.1 ptr ip4:192.0.2.2"), "192.0.2.1 ~" },
  /* clang-format on */
};

static void
test_passing (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (passing); i++)
    {
      const TreeZone input = { .zone = passing[i].zone, .domain = "example.com" };
      g_autoptr (SvSpfTree) tree = tree_zone_build (&input, NULL, NULL);
      gboolean exact = FALSE;
      g_autoptr (GArray) networks = sv_spf_tree_networks (tree, &exact);
      g_autoptr (GString) text = g_string_new (NULL);
      for (guint k = 0; k < networks->len; k++)
        {
          g_autofree char *one = sv_spf_network_text (&g_array_index (networks, SvSpfNetwork, k));
          g_string_append_printf (text, "%s%s", k ? " " : "", one);
        }
      if (!exact)
        g_string_append (text, text->len ? " ~" : "~");
      CHECK_STR (passing[i].name, text->str, passing[i].expected);
    }
}

/* ---- the same as check_host() ---- */

/* A client of IPv4 that no term of the tables above lists. */
#define STRANGER "203.0.113.250"

static SvSpfEvaluation *
evaluate (const char *zone, const SvIp *ip)
{
  const SvSpfInput input = { .ip = *ip, .mail_from = "u@example.com", .helo = "h.example.net" };
  return spf_zone_evaluate (zone, &input, NULL);
}

/* Whoever is matched by nothing pays the whole price. */
static void
test_price (void)
{
  SvIp ip;
  sv_ip_parse (STRANGER, -1, &ip);
  guint compared = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (trees); i++)
    {
      const SvSpfTreeValues values = { ip, "u@example.com", "h.example.net" };
      const TreeZone input = { .zone = trees[i].zone, .domain = "example.com", .values = &values };
      g_autoptr (SvSpfTree) tree = tree_zone_build (&input, NULL, NULL);
      g_autoptr (SvSpfEvaluation) spf = evaluate (trees[i].zone, &ip);
      gboolean whole = spf->state == SV_SPF_STATE_DONE && spf->problem == SV_SPF_PROBLEM_NONE
                       && !strstr (trees[i].zone, "exists:");
      if (!whole)
        continue;
      CHECK_INT (trees[i].name, tree->root->lookups, spf->lookups);
      CHECK_INT (trees[i].name, tree->root->voids, spf->voids);
      compared++;
    }
  CHECK ("compared", compared >= 9);
}

/* Every network of a list passes; nobody else does where the list is exact. */
static void
test_pass (void)
{
  SvIp stranger;
  sv_ip_parse (STRANGER, -1, &stranger);
  for (gsize i = 0; i < G_N_ELEMENTS (passing); i++)
    {
      const TreeZone input = { .zone = passing[i].zone, .domain = "example.com" };
      g_autoptr (SvSpfTree) tree = tree_zone_build (&input, NULL, NULL);
      gboolean exact = FALSE, everybody = FALSE;
      g_autoptr (GArray) networks = sv_spf_tree_networks (tree, &exact);
      for (guint k = 0; exact && k < networks->len; k++)
        {
          const SvSpfNetwork *network = &g_array_index (networks, SvSpfNetwork, k);
          SvIp last = sv_spf_network_last (&network->network, network->bits);
          g_autoptr (SvSpfEvaluation) spf = evaluate (passing[i].zone, &last);
          CHECK_INT (passing[i].name, spf->result, SV_SPF_PASS);
          everybody = everybody || network->bits == 0;
        }
      g_autoptr (SvSpfEvaluation) spf = evaluate (passing[i].zone, &stranger);
      CHECK_INT (passing[i].name, spf->result == SV_SPF_PASS, everybody);
    }
}

/* ---- questions ---- */

/* Everything that one depth leads to is asked in one round. */
static void
test_rounds (void)
{
  static const char *const expected[] = {
    "_spf.example.com TXT, example.com SPF, example.com TXT, spf.example.com TXT",
    "a.example.com TXT, b.example.com TXT, example.com MX, h.example.com A, h.example.com AAAA",
    "c.example.com TXT, m.example.com A, m.example.com AAAA",
  };
  const TreeZone input = {
    .zone = TXT ("example.com", "v=spf1 include:a.example.com a:h.example.com mx "
                                "include:b.example.com -all")
        TXT ("a.example.com", "v=spf1 include:c.example.com -all")
            TXT ("b.example.com", "v=spf1 include:c.example.com -all")
                TXT ("c.example.com", "v=spf1 -all") "example.com MX 1 m.example.com.\n",
    .domain = "example.com",
  };
  g_autoptr (GPtrArray) rounds = g_ptr_array_new_with_free_func (g_free);
  GArray *lints = NULL;
  g_autoptr (SvSpfTree) tree = tree_zone_build (&input, &lints, rounds);
  CHECK ("tree", !tree->waiting);
  CHECK_INT ("rounds", rounds->len, G_N_ELEMENTS (expected));
  for (guint i = 0; i < MIN (rounds->len, G_N_ELEMENTS (expected)); i++)
    CHECK_STR ("round", rounds->pdata[i], expected[i]);
  g_array_unref (lints);
}

/* ---- hostile trees ---- */

static guint
count_nodes (const SvSpfNode *node, SvSpfNodeState state)
{
  guint n = node->state == state;
  for (guint i = 0; i < node->branches->len; i++)
    {
      const SvSpfNode *child = g_array_index (node->branches, SvSpfBranch, i).child;
      n += child ? count_nodes (child, state) : 0;
    }
  return n;
}

/* A chain without end: no more is asked than receivers would. */
static void
test_deep (void)
{
  g_autoptr (GString) zone = g_string_new (NULL);
  for (guint i = 0; i < 10000; i++)
    g_string_append_printf (zone, "%u.example.com TXT \"v=spf1 include:%u.example.com -all\"\n", i,
                            i + 1);
  const TreeZone input = { .zone = zone->str, .domain = "0.example.com" };
  g_autoptr (GPtrArray) rounds = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SvSpfTree) tree = tree_zone_build (&input, NULL, rounds);
  CHECK_INT ("rounds", rounds->len, 11);
  CHECK_INT ("lookups", tree->root->lookups, 11);
  CHECK_INT ("cut", count_nodes (tree->root, SV_SPF_NODE_CUT), 1);
}

/* Each record includes twenty others: every level would be twenty times as many. */
static void
test_wide (void)
{
  g_autoptr (GString) zone = g_string_new (NULL);
  for (guint level = 0; level < 12; level++)
    for (guint i = 0; i < 20; i++)
      {
        g_string_append_printf (zone, "%u-%u.example.com TXT", level, i);
        for (guint k = 0; k < 20; k++)
          g_string_append_printf (zone, " \"%sinclude:%u-%u.example.com \"", k ? "" : "v=spf1 ",
                                  level + 1, k);
        g_string_append (zone, "\n");
      }
  const TreeZone input = { .zone = zone->str, .domain = "0-0.example.com" };
  GArray *lints = NULL;
  g_autoptr (SvSpfTree) tree = tree_zone_build (&input, &lints, NULL);
  CHECK_INT ("records", count_nodes (tree->root, SV_SPF_NODE_RECORD), SV_SPF_TREE_NODES_MAX);
  CHECK_INT ("lookups", tree->root->lookups, SV_SPF_TREE_NODES_MAX * 20);
  gboolean exact = TRUE;
  g_autoptr (GArray) networks = sv_spf_tree_networks (tree, &exact);
  CHECK_INT ("networks", networks->len, 0);
  g_array_unref (lints);
}

/* As many terms as a record can hold. */
static void
test_long (void)
{
  g_autoptr (GString) text = g_string_new ("v=spf1");
  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (text, " ip4:10.%u.%u.1", i / 200, i % 200);
  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (text, " a:h%u.example.com", i);
  const TreeZone input = { .zone = "", .domain = "example.com", .text = text->str };
  g_autoptr (GPtrArray) rounds = g_ptr_array_new_with_free_func (g_free);
  GArray *lints = NULL;
  g_autoptr (SvSpfTree) tree = tree_zone_build (&input, &lints, rounds);
  CHECK_INT ("terms", tree->root->branches->len, 6000);
  CHECK_INT ("lookups", tree->root->lookups, 1000);
  g_auto (GStrv) asked = g_strsplit (rounds->len ? rounds->pdata[0] : "", ", ", -1);
  CHECK_INT ("questions", g_strv_length (asked), 200);
  CHECK ("lints", lints->len > 0 && lints->len < 100);
  g_array_unref (lints);
}

/* Many records of many terms: only so many of them are read. */
static void
test_large (void)
{
  g_autoptr (GString) zone = g_string_new ("example.com TXT \"v=spf1\"");
  for (guint i = 0; i < 40; i++)
    g_string_append_printf (zone, " \" include:%u.example.com\"", i);
  for (guint i = 0; i < 40; i++)
    {
      g_string_append_printf (zone, "\n%u.example.com TXT \"v=spf1\"", i);
      for (guint k = 0; k < 2000; k++)
        g_string_append_printf (zone, " \" ip4:192.0.%u.%u\"", k / 250, k % 250);
    }
  g_string_append (zone, "\n");
  const TreeZone input = { .zone = zone->str, .domain = "example.com" };
  g_autoptr (SvSpfTree) tree = tree_zone_build (&input, NULL, NULL);
  guint read = count_nodes (tree->root, SV_SPF_NODE_RECORD);
  CHECK ("read", read > 5 && read < 12);
  CHECK_INT ("cut", count_nodes (tree->root, SV_SPF_NODE_CUT), 41 - read);
  CHECK_INT ("lookups", tree->root->lookups, 40);
}

static void
test_many_mx (void)
{
  g_autoptr (GString) zone = g_string_new (TXT ("example.com", "v=spf1 mx ip4:192.0.2.1 -all"));
  for (guint i = 0; i < 11; i++)
    g_string_append_printf (zone, "example.com MX %u m%u.example.com.\n", i, i);
  const TreeZone input = { .zone = zone->str, .domain = "example.com" };
  g_autoptr (SvSpfTree) tree = tree_zone_build (&input, NULL, NULL);
  const SvSpfBranch *branch = &g_array_index (tree->root->branches, SvSpfBranch, 0);
  CHECK_INT ("names", branch->n_mx, 11);
  CHECK_INT ("addresses", branch->networks->len, 0);
  gboolean exact;
  g_autoptr (GArray) networks = sv_spf_tree_networks (tree, &exact);
  CHECK_INT ("nothing passes behind it", networks->len, 0);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "trees", test_trees },
    { "sizes", test_sizes },
    { "text", test_text },
    { "macros", test_macros },
    { "void family", test_void_family },
    { "passing", test_passing },
    { "price", test_price },
    { "pass", test_pass },
    { "rounds", test_rounds },
    { "deep", test_deep },
    { "wide", test_wide },
    { "long", test_long },
    { "large", test_large },
    { "many mx", test_many_mx },
    { NULL, NULL },
  };
  return suite_run ("tree", tests);
}
