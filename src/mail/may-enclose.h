/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whether the body of a message is worth keeping for what it may enclose. */

#pragma once

#include <glib.h>

/* A cheap look at a header block: TRUE if its Content-Type can hold a message or a report, or if it
 * looks like a bounce, whose reasons stand in plain text. */
gboolean sv_may_enclose (const char *header, gsize len);
