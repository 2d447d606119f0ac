/* SPDX-License-Identifier: GPL-3.0-or-later
 * Inputs for the tests of mail/source.h: files in a temporary folder, and what a walk gives. */

#pragma once

#include "mail/source.h"
#include "suite.h"

/* 44 bytes, 17 bytes, and an mbox of two messages of 17 bytes at 44 and 106. */
#define FROM "From a@example.org Sun May  8 19:07:09 2005\n"
#define MAIL "Subject: x\n\nbody\n"
#define BOX FROM MAIL "\n" FROM "Subject: y\n\nbody\n"

/* Runs `tests` as suite_run() in a temporary working directory, which is removed at the end. */
int inputs_run (const char *name, const SuiteTest *tests);

/* Writes a file, and the folders that it is in. */
void inputs_put (const char *path, const char *text, gssize len);

/* Removes everything below the working directory. */
void inputs_clear (void);

/* All that the inputs give, as "FILE KIND INDEX@OFFSET+SIZE " or "!CODE TEXT; "; KIND is m, b
 * (mbox) or d (Maildir). */
char *inputs_walk (const char *const *paths, SvInputFormat format);
char *inputs_walk_one (const char *path, SvInputFormat format);

#define CHECK_WALK(path, format, expected) \
  do \
    { \
      g_autofree char *walk_found = inputs_walk_one ((path), (format)); \
      CHECK_STR (path, walk_found, expected); \
    } \
  while (0)
