/* SPDX-License-Identifier: GPL-3.0-or-later
 * What an archive amounts to: counts over rows, from a run or from the store, in bounded memory. */

#pragma once

#include "audit/store.h"
#include "audit/tally.h"

/* What messages are counted by; the tables of summary.c say how. */
typedef enum
{
  SV_BY_VERDICTS,
  SV_BY_CAUSE,
  SV_BY_MONTH,
  SV_BY_IP,
  SV_BY_NETWORK,
  SV_BY_ENVELOPE_DOMAIN,
  SV_BY_FROM_DOMAIN,
  SV_BY_HELO,
  SV_BY_RECEIVER,
  SV_BY_SPF_ALIGNED,
  SV_BY_DKIM_ALIGNED,
  SV_BY_DMARC,
  SV_BY_RECORD,
  SV_BY_FINDING, /* once a message, however often it is found */
  SV_BY_REMEDY,  /* finding and domain */
  SV_BY_N
} SvBy;

/* Things that could not be read and are named one by one; all are counted. */
#define SV_FAILURES_MAX 10000

/* A remark on the archive as a whole that could not be read; strings are its own. */
typedef struct
{
  char *file, *kind, *reason;
  gint64 index, offset;
} SvFailure;

typedef struct
{
  guint64 messages;
  guint64 enclosed; /* of them */
  guint64 files;
  guint64 bytes; /* of the messages, without enclosed ones */
  guint64 by_status[SV_COMPARE_NOT_EVALUATED + 1];
  guint64 unreadable;
  SvTally by[SV_BY_N];
  GPtrArray *failures; /* SvFailure */
  char *last_file;
} SvSummary;

SvSummary *sv_summary_new (void);
void sv_summary_free (SvSummary *summary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvSummary, sv_summary_free)

/* Rows have to come in the order of the input. */
void sv_summary_add (SvSummary *summary, const SvRow *row);
void sv_summary_add_failure (SvSummary *summary, const SvStoreFailure *failure);

/* Adds all that a store holds. */
gboolean sv_summary_add_store (SvSummary *summary, SvStore *store, GError **error);

/* Column `column` of a key that is made of several, from 0 on; newly allocated, "" where it has
 * none. */
char *sv_summary_key_part (const char *key, guint column);

/* What is behind a cell of SV_BY_FINDING or SV_BY_REMEDY: to be given to sv_finding_safe_text().
 * FALSE for an id that this version does not know.  Free `finding->values`. */
gboolean sv_summary_finding (const SvTallyCell *cell, SvFinding *finding);
