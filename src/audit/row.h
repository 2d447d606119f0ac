/* SPDX-License-Identifier: GPL-3.0-or-later
 * What an audit keeps of one message: small, self-contained, made from a report that then goes. */

#pragma once

#include "report.h"

/* A finding without its texts, which are the same for every message. */
typedef struct
{
  const char *id; /* static */
  SvSeverity severity;
  char *domain; /* the domain that it speaks of, or NULL */
} SvRowFinding;

/* A hop, top of the message first. */
typedef struct
{
  SvIp ip;
  char *helo; /* or NULL */
  char *by;   /* or NULL */
} SvRowHop;

/* Owns its strings; NULL is what is not known. */
typedef struct
{
  /* Where it lies: order and place of the archive. */
  char *file;
  guint64 index;  /* 0-based, in its file */
  guint64 offset; /* first byte, behind the From_ line */
  guint64 size;
  char *part; /* of an enclosed message, "2.1"; NULL: the message itself */

  char *message_id;
  gboolean has_date; /* of Date */
  gint64 date;       /* seconds since 1970 */
  char *receiver;

  char *mail_from; /* address, "" is the null sender */
  char *envelope_domain;
  char *from_domain;
  char *helo;
  SvIp ip;

  GArray *findings; /* SvRowFinding */
  GArray *hops;     /* SvRowHop */
} SvRow;

/* Makes a row; may be called from any thread.  `report` is read only. */
SvRow *sv_row_new (const SvReport *report);
void sv_row_free (SvRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvRow, sv_row_free)
