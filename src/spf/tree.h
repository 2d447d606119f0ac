/* SPDX-License-Identifier: GPL-3.0-or-later
 * A published record with everything it leads to, priced: what `record` explains and lints. */

#pragma once

#include "dns/answers.h"
#include "spf/record.h"

/* What stands at a name. */
typedef enum
{
  SV_SPF_NODE_RECORD,     /* one well-formed record */
  SV_SPF_NODE_SYNTAX,     /* one record, with a syntax error */
  SV_SPF_NODE_MULTIPLE,   /* two or more records */
  SV_SPF_NODE_NONE,       /* the name exists and has no SPF record */
  SV_SPF_NODE_NO_DOMAIN,  /* the name does not exist, or cannot */
  SV_SPF_NODE_DNS,        /* a DNS error: `status` tells which */
  SV_SPF_NODE_UNRECORDED, /* DNS was not asked */
  SV_SPF_NODE_LOOP,       /* stands further up already */
  SV_SPF_NODE_MACRO,      /* its name depends on the message, and no values were given */
  SV_SPF_NODE_CUT /* beyond SV_SPF_TREE_NODES_MAX, deeper than ten lookups reach, or behind so
                     many bytes of records as no honest tree has */
} SvSpfNodeState;

/* Records looked at in one tree: far beyond what ten lookups can reach, so that a broken tree is
 * still shown whole, and bounded for hostile ones. */
#define SV_SPF_TREE_NODES_MAX 200

/* Addresses that a term lets through (or refuses, by its qualifier). */
typedef struct
{
  SvIp network;
  guint bits;
} SvSpfNetwork;

typedef struct SvSpfNode SvSpfNode;

/* One term with what it leads to. */
typedef struct
{
  const SvSpfTerm *term; /* of the node's record */
  char *target;     /* the name it asks for, A-labels; NULL without one or where it depends on the
                       message */
  SvSpfNode *child; /* include, redirect: what stands there; else NULL, and where it is never
                       reached: behind "all", redirect beside "all" */
  GArray *networks; /* SvSpfNetwork: ip4 and ip6 as written, a and mx as DNS has it now, exists
                       everybody or nobody; or NULL */
  gboolean unknown; /* a, mx, exists: not all answers are there, so networks may lack */
  guint n_mx;       /* mx: names met; with more than ten no address is looked up */
  guint lookups;    /* what it costs, everything below included; 0 for what does not ask DNS */
  guint voids;      /* its own void lookups and those below, as a client of the family of the given
                       address meets them, or one of IPv4 */
} SvSpfBranch;

struct SvSpfNode
{
  SvSpfNodeState state;
  char *domain;
  char *text;        /* record as published, NUL shown as 0x1A; NULL if there is none */
  GPtrArray *texts;  /* char *: all SPF records, if several */
  GPtrArray *others; /* char *: TXT records that are no SPF record, but look as if one was meant */
  guint n_strings;   /* character-strings of the record */
  gsize longest_string;   /* bytes of the longest of them */
  gsize answer_size;      /* bytes of the whole TXT answer at this name, as on the wire */
  SvDnsStatus status;     /* of the TXT answer */
  SvSpfRecord *record;    /* parsed; NULL unless state is SV_SPF_NODE_RECORD */
  SvSpfSyntaxError error; /* if state is SV_SPF_NODE_SYNTAX */
  GArray *branches;       /* SvSpfBranch, one per term */
  guint lookups, voids;   /* of the whole tree from here */
  guint depth;
};

/* What macros may use; NULL where not given. */
typedef struct
{
  SvIp ip;
  const char *mail_from;
  const char *helo;
} SvSpfTreeValues;

typedef struct
{
  SvSpfNode *root;
  gboolean waiting;   /* answers lack: have the questions answered and build again */
  gboolean from_text; /* the root's record was given, not looked up */
} SvSpfTree;

/* Builds the tree of `domain` from what `lookups` knows; targets that are not known are all noted
 * at once.  `text` stands in for the record published at `domain`, which may then be NULL; NULL: as
 * published.  `values` may be NULL.  Iterative, not by recursion. */
SvSpfTree *sv_spf_tree_build (const char *domain, const char *text, const SvSpfTreeValues *values,
                              SvLookups *lookups);
void sv_spf_tree_free (SvSpfTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvSpfTree, sv_spf_tree_free)

/* The word for a state, for data: "record", "no-domain" …; static. */
const char *sv_spf_node_state_name (SvSpfNodeState state);

/* All networks from which mail passes by this tree: terms in the order of evaluation, "+" only,
 * stopped at "all".  GArray of SvSpfNetwork without duplicates.  `exact` becomes FALSE where a term
 * (exists, ptr, macros, an earlier refusal) makes the list depend on the message. */
GArray *sv_spf_tree_networks (const SvSpfTree *tree, gboolean *exact);
