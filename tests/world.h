/* SPDX-License-Identifier: GPL-3.0-or-later
 * DNS for whole examinations, from the text of a DNS file. */

#pragma once

#include "examine.h"

typedef struct
{
  SvWorld world;
  SvAsk *ask;
  SvAnswers *answers;
} World;

/* Answers come from `zone` alone; with an empty one no DNS is allowed at all. */
void world_init (World *test, const char *zone);
void world_clear (World *test);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)
