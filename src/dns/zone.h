/* SPDX-License-Identifier: GPL-3.0-or-later
 * DNS files: master-file text (RFC 1035 5.1) with words for what happened instead of an answer,
 * read and written. */

#pragma once

#include "dns/answers.h"
#include <stdio.h>

#define SV_ZONE_ERROR (sv_zone_error_quark ())
GQuark sv_zone_error_quark (void);
typedef enum
{
  SV_ZONE_ERROR_READ,  /* the file cannot be read */
  SV_ZONE_ERROR_SYNTAX /* a malformed line; the text is "FILE:LINE: what" */
} SvZoneError;

typedef struct SvZone SvZone;

SvZone *sv_zone_read (const char *path, GError **error);

/* The same from memory; `label` stands for the file name in messages. */
SvZone *sv_zone_parse (const char *label, const char *text, gsize len, GError **error);
void sv_zone_free (SvZone *zone);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvZone, sv_zone_free)

/* The answers of several zones to one question, the first zone that knows it wins; CNAMEs are
 * followed through all of them (at most 8, a loop is SERVFAIL).  NULL where no zone knows: ask
 * elsewhere, or it is unrecorded.  `zones` holds const SvZone *. */
SvDnsAnswer *sv_zone_lookup (const GPtrArray *zones, const char *name, SvDnsType type);

/* The same; where the result is NULL, `*unknown` is the name to ask elsewhere: the asked one, or
 * the one that its aliases in the files lead to.  `*ttl` is the smallest of those aliases. */
SvDnsAnswer *sv_zone_follow (const GPtrArray *zones, const char *name, SvDnsType type,
                             char **unknown, guint32 *ttl);

/* Writes answers (const SvDnsAnswer *) in the format that sv_zone_read() reads, sorted by name and
 * type, each question once, with the time of each answer in a comment.  Unrecorded ones are left
 * out. */
void sv_zone_write (FILE *stream, const GPtrArray *answers);
