/* SPDX-License-Identifier: GPL-3.0-or-later
 * A header block as an ordered list of fields, and the decoders of fields that need GMime. */

#pragma once

#include <glib.h>

/* More fields than this in one message are cut and noted: 60 times the most seen in 13,000 real
 * messages. */
#define SV_FIELDS_MAX 10000

/* One header field.  All pointers are borrowed from its SvHeaders. */
typedef struct
{
  const char *name;  /* lower case, without the colon and white space before it */
  const char *value; /* unfolded, white space off both ends, each NUL replaced by SUB (0x1A);
                        NUL-terminated */
  gsize len;         /* bytes of `value` */
  const char
      *raw; /* bytes behind the colon as received, folds and all, without the final line end */
  gsize raw_len;
  guint line;   /* 1-based line of the message; leading blank lines count, an mbox's From_ line does
                   not */
  gsize offset; /* byte of the block at which the field begins */
} SvField;

/* What is odd about the block as a whole; facts, not errors. */
typedef enum
{
  SV_HEADERS_FROM_LINE = 1 << 0,     /* a pasted From_ line (or ">From ") on top */
  SV_HEADERS_LEADING_BLANK = 1 << 1, /* blank lines before the first field */
  SV_HEADERS_BOM = 1 << 2,
  SV_HEADERS_NO_END = 1 << 3,   /* no empty line behind the last field */
  SV_HEADERS_BAD_LINE = 1 << 4, /* a line that is neither field nor continuation; it was skipped */
  SV_HEADERS_NUL = 1 << 5,
  SV_HEADERS_CUT = 1 << 6 /* more than SV_FIELDS_MAX fields */
} SvHeadersNote;

/* Whether anybody reads fields of a name (of any case) of `len` bytes, which need not end in NUL.
 */
typedef gboolean (*SvFieldWanted) (const char *name, gsize len);

typedef struct
{
  GStringChunk *strings; /* pool that everything read from this message is kept in */
  GArray *fields;        /* SvField, in order */
  SvFieldWanted wanted;  /* fields of other names were left out; NULL: all are there */
  guint notes;           /* SvHeadersNote bits */
  GBytes *block;
} SvHeaders;

/* Reads a header block; never fails.  Holds a reference to `block`. */
SvHeaders *sv_headers_parse (GBytes *block);

/* The same with only the fields that are wanted: most of a real header is what no reader knows. */
SvHeaders *sv_headers_parse_wanted (GBytes *block, SvFieldWanted wanted);
void sv_headers_free (SvHeaders *headers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvHeaders, sv_headers_free)

/* Bytes up to and with the empty line that ends the header of the message beginning at `data`, or 0
 * where `data` has no such line.  What stands on top (BOM, blank lines, a From_ line) does not end
 * it. */
gsize sv_headers_end (const char *data, gsize len);

/* Whether `data` looks like a mail and not like some other file: a field is the first thing in it,
 * behind what may stand on top, or a well-known field comes a few lines later.  `len` may be the
 * first part of the message only. */
gboolean sv_headers_look_like (const char *data, gsize len);

/* Whether the header at `data` has any field. */
gboolean sv_headers_have_field (const char *data, gsize len);

/* The first field of that (lower-case) name, or NULL; it must be one that was wanted. */
const SvField *sv_headers_find (const SvHeaders *headers, const char *name);

/* The text of an unstructured field with its RFC 2047 words decoded; valid UTF-8, newly allocated.
 */
char *sv_headers_decode_text (const char *value);

/* Reads, of `len` bytes (-1: up to a NUL), an RFC 5322 date and the deviations real receivers write
 * (zone names, fractions of seconds, Go's "m=+…", no weekday).  `epoch` is seconds since 1970,
 * `zone` minutes east of UTC.  FALSE, nothing set, where there is none. */
gboolean sv_headers_decode_date (const char *text, gssize len, gint64 *epoch, int *zone);

/* The month of a time (seconds since 1970), UTC, as "2026-11"; FALSE, nothing set, where that is
 * not within the years 1 to 9999. */
#define SV_MONTH_SIZE 8
gboolean sv_month_of (gint64 epoch, char month[SV_MONTH_SIZE]);
