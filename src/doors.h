/* SPDX-License-Identifier: GPL-3.0-or-later
 * The doors to DNS and the clock that a command opens, and the record of what came through. */

#pragma once

#include "examine.h"
#include "options.h"

typedef struct
{
  SvWorld world; /* borrowed by whoever examines */
  SvAsk *ask;
  SvAnswers *answers;
  SvAsk *then_ask; /* --dns-then; NULL without */
  SvAnswers *then_answers;
  GHashTable *used; /* SvDnsAnswer, a reference each, for --dns-record; NULL: nobody wants it */
  GMutex lock;      /* guards `used` */
} SvDoors;

/* Opens the doors as the options say.  Errors: SV_ZONE_ERROR, SV_ASK_ERROR. */
gboolean sv_doors_open (SvDoors *doors, const SvOptions *options, GError **error);

/* Remembers the answers that an examination used, if they are to be recorded.  Any
 * thread. */
void sv_doors_note_used (SvDoors *doors, const SvLookups *lookups);

/* The same for answers (const SvDnsAnswer *) that an examination left behind. */
void sv_doors_note_answers (SvDoors *doors, const GPtrArray *answers);

/* Writes the used answers to `path`; nothing to do for NULL. */
gboolean sv_doors_record (const SvDoors *doors, const char *path, GError **error);

void sv_doors_close (SvDoors *doors);
