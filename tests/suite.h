/* SPDX-License-Identifier: GPL-3.0-or-later
 * What every CUnit program of the tests shares: one suite, checks that print values, an honest exit
 * status. */

#pragma once

#include <CUnit/CUnit.h>
#include <glib.h>

typedef struct
{
  const char *name;
  void (*run) (void);
} SuiteTest;

/* Runs `tests` (ended by a NULL name) as one suite and returns the exit status for main(): 0 only
 * if at least one test ran and every check held.  CUnit itself would report success whatever
 * happened. */
int suite_run (const char *name, const SuiteTest *tests);

/* Checks; `row` names the row of the table in a failure.  NULL equals only NULL. */
#define CHECK(row, condition) suite_check ((row), (condition), #condition, __FILE__, __LINE__)
#define CHECK_STR(row, actual, expected) \
  suite_check_str ((row), (actual), (expected), #actual, __FILE__, __LINE__)
#define CHECK_INT(row, actual, expected) \
  suite_check_int ((row), (gint64)(actual), (gint64)(expected), #actual, __FILE__, __LINE__)

void suite_check (const char *row, gboolean held, const char *what, const char *file, int line);
void suite_check_str (const char *row, const char *actual, const char *expected, const char *what,
                      const char *file, int line);
void suite_check_int (const char *row, gint64 actual, gint64 expected, const char *what,
                      const char *file, int line);

/* A heap copy of exactly `len` bytes (-1: strlen) without a NUL behind them, so that sanitizers see
 * the first over-read. */
char *suite_exact (const char *data, gssize len);
