/* SPDX-License-Identifier: GPL-3.0-or-later
 * RFC 3339 dates; see rfc3339.h. */

#include "output/rfc3339.h"

#include <stdlib.h>

/* The first second of year 1 and the last of year 9999: what four digits can say. */
#define FIRST_SECOND G_GINT64_CONSTANT (-62135596800)
#define LAST_SECOND G_GINT64_CONSTANT (253402300799)
#define MINUTES_OF_DAY (24 * 60)

char *
sv_date_rfc3339 (gint64 epoch, int zone)
{
  if (zone <= -MINUTES_OF_DAY || zone >= MINUTES_OF_DAY)
    zone = 0;
  gint64 shift = (gint64)zone * 60;
  if (epoch < FIRST_SECOND - shift || epoch > LAST_SECOND - shift)
    return NULL;
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_utc (epoch + shift);
  if (!local)
    return NULL;
  g_autofree char *offset = zone ? g_strdup_printf ("%c%02d:%02d", zone < 0 ? '-' : '+',
                                                    abs (zone) / 60, abs (zone) % 60)
                                 : g_strdup ("Z");
  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d%s", g_date_time_get_year (local),
                          g_date_time_get_month (local), g_date_time_get_day_of_month (local),
                          g_date_time_get_hour (local), g_date_time_get_minute (local),
                          g_date_time_get_second (local), offset);
}
