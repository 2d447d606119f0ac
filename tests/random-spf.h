/* SPDX-License-Identifier: GPL-3.0-or-later
 * Random worlds of SPF records, small enough for their names and addresses to meet. */

#pragma once

#include "naive-spf.h"

/* Makes a world and somebody to be judged in it; the same for the same seed. */
void random_spf_init (NaiveWorld *world, NaiveQuery *query, guint seed);
void random_spf_clear (NaiveWorld *world);

/* A record as it could be published: some spaces between the terms, and what breaks it if it is
 * broken. */
char *random_spf_text (GRand *rand, const NaiveRecord *record);
