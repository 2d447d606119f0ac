/* SPDX-License-Identifier: GPL-3.0-or-later
 * Counts by key in bounded memory.
 *
 * Exact up to SV_TALLY_MAX different keys.  Beyond, the half with the smallest counts is dropped;
 * `lost` says by how much any single count can be too low because of that, and `others` what is
 * missing in all.  The same keys in the same order give the same outcome. */

#pragma once

#include <glib.h>

/* Different keys of one tally: a cell with its key is some 250 bytes, so that a tally stays below 8
 * MB, and in a million messages every source of a hundred is still exact. */
#define SV_TALLY_MAX 32768

typedef enum
{
  SV_COUNT_MESSAGES,
  SV_COUNT_STORED_PASS,
  SV_COUNT_NOW_PASS,
  SV_COUNT_NOW_FAIL, /* fail or softfail */
  SV_COUNT_DRIFT,
  SV_COUNT_DMARC_PASS,
  SV_COUNT_DMARC_FAIL,
  SV_COUNT_N
} SvCount;

/* Where one message lies. */
typedef struct
{
  const char *file; /* a GRefString */
  gint64 index, offset;
  const char *part; /* a GRefString; "" for a message of the file itself */
} SvPlaceInFile;

typedef struct
{
  char *key;
  guint64 counts[SV_COUNT_N];
  SvPlaceInFile first;          /* the first message that was counted */
  gint64 lookups, void_lookups; /* the most seen */
  guint rank;                   /* what comes first in sorting, whatever the counts */
  char **values;                /* what the caller keeps of the first message, or NULL */
} SvTallyCell;

typedef struct
{
  GHashTable *cells; /* key to SvTallyCell */
  guint max;
  guint64 others[SV_COUNT_N]; /* counts of cells that were dropped */
  guint64 lost;
} SvTally;

void sv_tally_init (SvTally *tally, guint max);
void sv_tally_clear (SvTally *tally);

/* The cell of a key, made if there is none (then its counts are all zero); valid until the next
 * call. */
SvTallyCell *sv_tally_cell (SvTally *tally, const char *key);

/* const SvTallyCell * by rank, then by number of messages, the most first, then by key; or by key
 * alone. */
GPtrArray *sv_tally_sorted (const SvTally *tally, gboolean by_key);
