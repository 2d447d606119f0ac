/* SPDX-License-Identifier: GPL-3.0-or-later
 * A message and what DNS says of its keys, for the tests of src/dkim. */

#pragma once

#include "dkim/arc.h"
#include "dkim/verify.h"

typedef struct
{
  SvMessage *message;
  SvHeaders *headers;
  SvDkimContent *content;
  SvAnswers *answers;
  SvLookups *lookups;
} DkimCase;

/* `len` -1: strlen.  Keys are to be answered before a verdict is asked for. */
void dkim_case_init (DkimCase *test, const char *text, gssize len);
void dkim_case_clear (DkimCase *test);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DkimCase, dkim_case_clear)

/* Answers one key question: with these TXT records (NULL-terminated), or without any and that
 * status. */
void dkim_case_answer (DkimCase *test, const char *name, SvDnsStatus status,
                       const char *const *records);
void dkim_case_answer_one (DkimCase *test, const char *name, const char *record);

/* The verdict on the topmost signature, at reception at 1500000000 and now at 1600000000. */
SvDkimVerdict dkim_case_verdict (DkimCase *test);

/* "fail body-changed", "pass". */
char *dkim_case_words (const SvDkimVerdict *verdict);

/* The text with "\n" for each "\r\n", as archives keep mail. */
char *dkim_case_as_archived (const char *text);
