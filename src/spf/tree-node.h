/* SPDX-License-Identifier: GPL-3.0-or-later
 * One name of a tree: what its TXT answer holds.  For tree.c only. */

#pragma once

#include "spf/tree.h"

SvSpfNode *sv_spf_node_new (const char *domain, guint depth);

/* Frees the node, but not the nodes below it. */
void sv_spf_node_free (SvSpfNode *node);

/* Reads the final answer to the TXT question at the node's name: state, texts and sizes, and one
 * branch for each term, with nothing in it yet. */
void sv_spf_node_read (SvSpfNode *node, const SvDnsAnswer *answer);

/* The same for a record that is not published. */
void sv_spf_node_read_text (SvSpfNode *node, const char *text);
