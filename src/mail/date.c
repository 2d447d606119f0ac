/* SPDX-License-Identifier: GPL-3.0-or-later
 * Dates as mail programs write them.  GMime's reader is not used: it takes what it does not know
 * (fractions, zones) for midnight and UTC without a word. */

#include "mail/headers.h"
#include "mail/scanner.h"

#include <string.h>

/* 1970-01-01 as g_date_get_julian() counts days. */
#define JULIAN_OF_1970 719163
#define JULIAN_OF_10000 3652060
#define SECONDS_OF_DAY (24 * 60 * 60)

/* Who names the zone; the higher one is believed. */
typedef enum
{
  ZONE_NONE,
  ZONE_COMMENT, /* "(PDT)" */
  ZONE_NAME,
  ZONE_OFFSET
} ZoneRank;

typedef struct
{
  SvScanner in;
  int day;
  int month;
  int year; /* 0: not read yet, as day and month */
  int hour; /* -1: not read yet */
  int minute;
  int second;
  int zone;
  ZoneRank zone_rank;
} Date;

/* clang-format off */
static const char months[][4] = {
  "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"
};

static const char weekdays[][4] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

/* Zone names: those of RFC 5322 4.3, and others met in real mail.  As there, any other name says
 * nothing about the zone. */
static const struct
{
  const char *name;
  int minutes;
} zones[] = {
  { "UT", 0 },       { "UTC", 0 },      { "GMT", 0 },      { "Z", 0 },
  { "EST", -300 },   { "EDT", -240 },   { "CST", -360 },   { "CDT", -300 },
  { "MST", -420 },   { "MDT", -360 },   { "PST", -480 },   { "PDT", -420 },
  { "AKST", -540 },  { "AKDT", -480 },  { "HST", -600 },
  { "WET", 0 },      { "WEST", 60 },    { "BST", 60 },
  { "CET", 60 },     { "CEST", 120 },   { "MET", 60 },     { "MEST", 120 },
  { "EET", 120 },    { "EEST", 180 },   { "MSK", 180 },    { "SAST", 120 },
  { "HKT", 480 },    { "SGT", 480 },    { "AWST", 480 },
  { "JST", 540 },    { "KST", 540 },    { "AEST", 600 },   { "AEDT", 660 },
  { "NZST", 720 },   { "NZDT", 780 },
};
/* clang-format on */

/* 1*DIGIT, no more than nine of them; returns how many were there. */
static guint
read_number (Date *date, int *number)
{
  guint digits = 0;
  for (*number = 0; g_ascii_isdigit (sv_scanner_peek (&date->in)); date->in.cursor++)
    if (++digits <= 9)
      *number = *number * 10 + (*date->in.cursor - '0');
  return digits;
}

static SvSlice
read_word (Date *date)
{
  const char *begin = date->in.cursor;
  while (g_ascii_isalpha (sv_scanner_peek (&date->in)))
    date->in.cursor++;
  return (SvSlice){ begin, (gsize)(date->in.cursor - begin) };
}

/* 1-based place in a table of three-letter names, or 0; the word may be longer ("Sept"). */
static int
find_name (SvSlice word, const char (*names)[4], guint n)
{
  for (guint i = 0; i < n; i++)
    if (sv_slice_starts (word, names[i]))
      return (int)i + 1;
  return 0;
}

static void
set_zone (Date *date, ZoneRank rank, int minutes)
{
  if (date->zone_rank >= rank)
    return;
  date->zone_rank = rank;
  date->zone = minutes;
}

static void
take_zone_name (Date *date, ZoneRank rank, SvSlice word)
{
  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    if (sv_slice_is (word, zones[i].name))
      set_zone (date, rank, zones[i].minutes);
}

/* zone = ("+" / "-") 2DIGIT [":"] 2DIGIT; also hours alone.  One that cannot be says nothing, like
 * an unknown name. */
static void
read_zone (Date *date)
{
  gboolean west = *date->in.cursor++ == '-';
  int hours, minutes = 0;
  guint digits = read_number (date, &hours);
  if (digits > 2)
    {
      minutes = hours % 100;
      hours /= 100;
    }
  else if (sv_scanner_accept (&date->in, ':'))
    read_number (date, &minutes);
  if (digits >= 1 && digits <= 4 && hours < 24 && minutes < 60)
    set_zone (date, ZONE_OFFSET, (west ? -1 : 1) * (hours * 60 + minutes));
}

/* time = hour ":" minute [":" second [("." / ",") 1*DIGIT]], the hour being read already, with the
 * white space of RFC 5322 4.3 around the colons.  A leap second is the second before. */
static gboolean
read_time (Date *date, int hour)
{
  int fraction;
  date->hour = hour;
  sv_scanner_skip_cfws (&date->in);
  guint digits = read_number (date, &date->minute);
  sv_scanner_skip_cfws (&date->in);
  if (digits == 2 && sv_scanner_accept (&date->in, ':'))
    {
      sv_scanner_skip_cfws (&date->in);
      digits = read_number (date, &date->second);
      if (sv_scanner_accept (&date->in, '.') || sv_scanner_accept (&date->in, ','))
        read_number (date, &fraction);
    }
  if (digits != 2 || hour > 23 || date->minute > 59 || date->second > 60)
    date->hour = -1;
  date->second = MIN (date->second, 59);
  return date->hour >= 0;
}

/* date = year "-" month "-" day (RFC 3339 5.6), the year being read already; also with "/". */
static gboolean
read_iso_date (Date *date, char separator)
{
  if (read_number (date, &date->month) == 0 || !sv_scanner_accept (&date->in, separator)
      || read_number (date, &date->day) == 0)
    return FALSE;
  const char *t = date->in.cursor;
  if (sv_scanner_peek (&date->in) == 'T' && t + 1 < date->in.end && g_ascii_isdigit (t[1]))
    date->in.cursor++;
  return TRUE;
}

/* Years of two and three digits: RFC 5322 4.3. */
static int
full_year (int year, guint digits)
{
  if (digits == 2)
    return year < 50 ? year + 2000 : year + 1900;
  return digits == 3 ? year + 1900 : year;
}

static gboolean
take_number (Date *date)
{
  int number;
  guint digits = read_number (date, &number);
  if (digits > 4)
    return FALSE;
  if (date->hour < 0 && digits <= 2)
    {
      const char *behind = date->in.cursor;
      sv_scanner_skip_cfws (&date->in);
      if (sv_scanner_accept (&date->in, ':'))
        return read_time (date, number);
      date->in.cursor = behind;
    }
  if (!date->day && digits <= 2)
    date->day = number;
  else if (!date->year && digits >= 2)
    {
      date->year = full_year (number, digits);
      if (!date->month && sv_scanner_accept (&date->in, '-'))
        return read_iso_date (date, '-');
      if (!date->month && sv_scanner_accept (&date->in, '/'))
        return read_iso_date (date, '/');
    }
  else
    return FALSE;
  return TRUE;
}

static gboolean
take_word (Date *date)
{
  SvSlice word = read_word (date);
  if (date->hour < 0)
    {
      int month = find_name (word, months, G_N_ELEMENTS (months));
      if (month)
        date->month = month;
      return month || find_name (word, weekdays, G_N_ELEMENTS (weekdays));
    }
  gboolean pm = sv_slice_is (word, "PM");
  if (!pm && !sv_slice_is (word, "AM"))
    take_zone_name (date, ZONE_NAME, word);
  else if (date->hour <= 12)
    date->hour = date->hour % 12 + (pm ? 12 : 0);
  return TRUE;
}

/* Takes one piece of a date, whatever the order; FALSE at the first thing that is none. */
static gboolean
take_piece (Date *date)
{
  SvSlice comment;
  int c = sv_scanner_peek (&date->in);
  if (sv_scanner_comment (&date->in, &comment))
    take_zone_name (date, ZONE_COMMENT, sv_slice_trim (comment));
  else if (g_ascii_isdigit (c))
    return take_number (date);
  else if (g_ascii_isalpha (c))
    return take_word (date);
  else if (date->hour >= 0 && (c == '+' || c == '-'))
    read_zone (date);
  else if (date->hour < 0 && (c == ',' || c == '-' || c == '.'))
    date->in.cursor++;
  else
    return FALSE;
  return TRUE;
}

gboolean
sv_headers_decode_date (const char *text, gssize len, gint64 *epoch, int *zone)
{
  Date date = { .hour = -1 };
  sv_scanner_init (&date.in, text, len < 0 ? strlen (text) : (gsize)len);
  do
    sv_scanner_skip_space (&date.in);
  while (!sv_scanner_at_end (&date.in) && take_piece (&date));
  /* What follows a whole date is not our business: Go's "m=+0.1", a virus scanner's note. */
  if (date.hour < 0 || !date.year || !date.month || !date.day)
    return FALSE;
  if (date.month > 12 || date.day > 31
      || !g_date_valid_dmy ((GDateDay)date.day, (GDateMonth)date.month, (GDateYear)date.year))
    return FALSE;
  GDate day;
  g_date_clear (&day, 1);
  g_date_set_dmy (&day, (GDateDay)date.day, (GDateMonth)date.month, (GDateYear)date.year);
  gint64 days = (gint64)g_date_get_julian (&day) - JULIAN_OF_1970;
  *epoch = ((days * 24 + date.hour) * 60 + date.minute - date.zone) * 60 + date.second;
  *zone = date.zone;
  return TRUE;
}

gboolean
sv_month_of (gint64 epoch, char month[SV_MONTH_SIZE])
{
  const gint64 begin = -(gint64)(JULIAN_OF_1970 - 1) * SECONDS_OF_DAY;
  const gint64 end = (gint64)(JULIAN_OF_10000 - JULIAN_OF_1970) * SECONDS_OF_DAY;
  if (epoch < begin || epoch >= end)
    return FALSE;
  GDate date;
  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32)((epoch - begin) / SECONDS_OF_DAY) + 1);
  g_snprintf (month, SV_MONTH_SIZE, "%04u-%02u", (guint)g_date_get_year (&date),
              (guint)g_date_get_month (&date));
  return TRUE;
}
