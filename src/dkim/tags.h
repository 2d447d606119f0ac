/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tag lists (RFC 6376 3.2) as signatures, seals and key records have them, read strictly. */

#pragma once

#include "mail/scanner.h"

/* More tags than this are no tag list: RFC 6376 and RFC 8617 define 15, and products add two or
 * three. */
#define SV_TAGS_MAX 64

typedef struct
{
  SvSlice name;
  SvSlice value; /* white space off both ends */
  SvSlice span;  /* everything between "=" and ";" */
} SvTag;

typedef struct
{
  SvTag tags[SV_TAGS_MAX];
  guint n;
} SvTagList;

/* Reads a tag list; the slices point into `data`.  FALSE where it breaks the grammar or has a tag
 * twice, which makes the whole of it invalid. */
gboolean sv_tags_read (SvTagList *list, const char *data, gsize len);

/* The tag of that name (names have case), or NULL. */
const SvTag *sv_tags_find (const SvTagList *list, const char *name);

/* The value of a tag; empty where it is missing. */
SvSlice sv_tags_value (const SvTagList *list, const char *name);

/* The value without any white space, yours; NULL if nothing is left or there is a NUL in it. */
char *sv_tag_text (SvSlice value);

/* 1*76DIGIT; what exceeds 63 bits is G_MAXINT64. */
gboolean sv_tag_number (SvSlice value, guint64 *number);

/* The bytes of a base64string with white space anywhere; NULL for rubbish and for nothing.  Padding
 * may be missing (some key records lack it), the bits behind the last byte must be zero. */
GBytes *sv_tag_base64 (SvSlice value);

/* Steps through a list with ":" between its items; `item` is trimmed.  FALSE at the end. */
gboolean sv_tag_next_item (SvScanner *list, SvSlice *item);

/* Whether such a list has `word`, without case. */
gboolean sv_tag_list_has (SvSlice list, const char *word);
