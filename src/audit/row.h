/* SPDX-License-Identifier: GPL-3.0-or-later
 * What an audit keeps of one message: small, self-contained, made from a report that then goes.
 *
 * A row is made by the thread that examined the message, or read back from the store (store.h):
 * the summary cannot tell which. */

#pragma once

#include "report.h"

/* A time that is not known; a number that is not known is -1. */
#define SV_ROW_NO_TIME G_MININT64

/* A finding; its texts are made of `values` when they are wanted. */
typedef struct
{
  const char *id;
  const char *severity; /* word of the report */
  guint line;           /* 0: none */
  const char *domain;   /* whom its remedy concerns; "" where it names no domain */
  SvVariant variant;
  const char *const *values; /* name, value, …; NULL-terminated; freed with the row */
} SvRowFinding;

/* A verdict that some field of the header states. */
typedef struct
{
  guint line;
  const char *header;   /* lower case */
  const char *receiver; /* authserv-id or receiver=, or NULL */
  const char *method;   /* "spf", "dkim" … */
  const char *result;   /* normalised word, or NULL */
  gboolean trusted;
} SvRowVerdict;

/* A hop, top of the message first; NULL is what the field does not say. */
typedef struct
{
  guint line;
  const char *ip, *helo, *rdns, *by;
  const char *role; /* word of the report, or NULL */
  gint64 date;      /* SV_ROW_NO_TIME: none */
} SvRowHop;

/* One message.  Everything in it belongs to it; NULL is what is not known.  Columns of the store
 * are named as the members (store-columns.c). */
typedef struct
{
  GStringChunk *strings;

  const char *file; /* sv_row_path() of that of SvMessage */
  const char *format;
  gint64 index;
  const char *part; /* "" for a message that lies in the file itself */
  gint64 offset, size;

  const char *message_id;
  gint64 date;       /* of Date, seconds since 1970 */
  gint64 received;   /* when the border hop took it, or the topmost hop */
  const char *month; /* "2026-11", UTC, of `received`, else of `date` */
  const char *from_address, *from_domain;

  const char *ip, *ip_from;
  const char *network; /* the /24 or /48 around `ip` */
  const char *mail_from, *mail_from_from, *envelope_domain;
  const char *helo, *helo_from;
  const char *confidence, *receiver;

  const char *status, *stored_spf, *now_spf, *cause;
  const char *spf_domain, *spf_identity, *mechanism;
  const char *problem, *problem_term, *problem_domain;
  gint64 lookups, void_lookups;

  const char *dkim_stored, *dmarc_stored, *arc_stored;
  const char *dmarc_now, *dmarc_policy, *dmarc_effective_policy, *dmarc_rests_on;
  const char *policy_domain, *organizational_domain;
  const char *spf_aligned, *dkim_aligned;

  GArray *findings;   /* SvRowFinding, the one that explains a complaint first */
  GArray *verdicts;   /* SvRowVerdict, in order of the header */
  GArray *hops;       /* SvRowHop */
  GPtrArray *answers; /* SvDnsAnswer, used; a reference each */

  gboolean meets_fail_on; /* set by the command */
  char *jsonl, *csv;      /* the message as a line of these outputs; NULL: nobody wants it */
} SvRow;

/* What a row brings along only where somebody wants it. */
typedef enum
{
  SV_ROW_JSONL = 1 << 0,
  SV_ROW_CSV = 1 << 1,
  SV_ROW_LISTS = 1 << 2 /* verdicts and hops: for the store */
} SvRowParts;

/* Makes a row; may be called from any thread.  `report` is read only. */
SvRow *sv_row_new (const SvReport *report, SvRowParts parts);

/* An empty row, all unknown, to be filled with strings from its `strings`. */
SvRow *sv_row_new_empty (void);
void sv_row_free (SvRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvRow, sv_row_free)

/* A copy of `text`, made harmless (output/escape.h), that lives as long as the row; NULL for NULL.
 */
const char *sv_row_keep (SvRow *row, const char *text);

/* A path as rows and the store have it, newly allocated: bytes that are not UTF-8, and those of
 * characters that must not be shown, as \x1b, and a backslash that would read so as \x5c: no two
 * files become one. */
char *sv_row_path (const char *path);

/* A finding with the texts of today's language, to be given to sv_finding_title() and its like;
 * FALSE for an id that this version does not know.  Free `finding->values`. */
gboolean sv_row_finding_text (const SvRowFinding *stored, SvFinding *finding);
