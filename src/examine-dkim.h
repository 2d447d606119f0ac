/* SPDX-License-Identifier: GPL-3.0-or-later
 * DKIM and ARC of one message, verified on the answers that are there. */

#pragma once

#include "examine.h"

/* Verifies on what is known by now, and keeps it in the report, in place of what was there.  FALSE
 * if keys are waited for. */
gboolean sv_examine_dkim (SvReport *report, SvDkimContent *content, gint64 now);
