/* SPDX-License-Identifier: GPL-3.0-or-later
 * Dates as the report writes them. */

#pragma once

#include <glib.h>

/* Seconds since 1970 as RFC 3339 with the offset as written, "Z" for none: newly allocated.  NULL
 * for years that RFC 3339 cannot write; an offset of a day or more is told as "Z". */
char *sv_date_rfc3339 (gint64 epoch, int zone);
