/* SPDX-License-Identifier: GPL-3.0-or-later
 * Everything that an audit writes, as the options say: the store, lines, the summary, the page. */

#pragma once

#include "audit/lines.h"
#include "audit/store.h"
#include "audit/summary.h"
#include "options.h"

typedef struct
{
  const SvOptions *options;
  SvStore *store; /* NULL: no --db */
  SvLines jsonl, csv;
  GPtrArray *growing; /* SvLines *, of the two those that the store looks after */
  SvSummary *summary;
  gboolean named; /* the store's error was told */
} SvOutputs;

/* Opens what is asked for; nothing has happened where that fails. */
gboolean sv_outputs_open (SvOutputs *outputs, const SvOptions *options, GError **error);

/* What a row has to bring along. */
SvRowParts sv_outputs_wants (const SvOutputs *outputs);

/* What the engine hands back, in its order; failures of the store are named at once, and the rest
 * is done.  sv_outputs_where() may be called from another thread. */
gboolean sv_outputs_where (SvOutputs *outputs, const SvSourceFile *file, SvSourceStart *start);
void sv_outputs_file (SvOutputs *outputs, const SvSourceFile *file);
void sv_outputs_message (SvOutputs *outputs, const SvRow *row);
void sv_outputs_reached (SvOutputs *outputs, const SvSourceStart *next);
void sv_outputs_file_end (SvOutputs *outputs, const SvSourceStart *next);
void sv_outputs_unreadable (SvOutputs *outputs, const SvStoreFailure *failure);

/* Commits what is there, where messages are slow to come. */
void sv_outputs_commit (SvOutputs *outputs);

/* The end: writes the summary, closes everything.  `whole` unless the run was interrupted.  FALSE:
 * something was not written; it was named. */
gboolean sv_outputs_finish (SvOutputs *outputs, gboolean whole);

/* `audit merge`: joins stores, and tells what they hold.  Failures were named. */
gboolean sv_outputs_merge (const SvOptions *options, const char *const *inputs, gboolean *usage);
