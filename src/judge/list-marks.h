/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a mailing list leaves in a message that it changes. */

#pragma once

#include "mail/facts.h"

typedef struct
{
  const char *list_id; /* List-Id, or NULL: no list */
  char *tag;           /* "[announce]" at the beginning of the Subject; or NULL */
  gboolean footer;     /* the body ends behind a line of underscores or hyphens */
} SvListMarks;

/* `body` may be NULL. */
void sv_list_marks_find (const SvFacts *facts, GBytes *body, SvListMarks *marks);
void sv_list_marks_clear (SvListMarks *marks);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SvListMarks, sv_list_marks_clear)
