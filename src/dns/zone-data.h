/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a DNS file says, as its reader fills it and lookups read it.  Only for the files zone*.c. */

#pragma once

#include "dns/zone.h"

/* In place of a type: a word that holds for every type that the name does not list. */
#define SV_ZONE_ANY ((SvDnsType)255)

/* The records of one name and type, or the word in their place. */
typedef struct SvZoneSet
{
  struct SvZoneSet *next; /* as many as there are types, so a list will do */
  SvDnsType type;
  SvDnsStatus status;
  guint32 ttl;     /* the smallest written */
  GArray *records; /* SvDnsRecord; NULL unless the status is NOERROR */
} SvZoneSet;

/* One name of the file, or a name with names below it. */
typedef struct
{
  gboolean exists;   /* FALSE only for a name that has nothing but `ANY !NXDOMAIN` */
  gboolean wildcard; /* the owner was written with an unescaped "*" label in front (RFC 4592) */
  SvZoneSet *sets;
} SvZoneName;

struct SvZone
{
  GHashTable *names; /* name in the form of keys → SvZoneName */
  gboolean has_default;
  SvDnsStatus default_status;
};

SvZone *sv_zone_new (void);

/* Notes that the name exists, and with it those above. */
SvZoneName *sv_zone_add_name (SvZone *zone, const char *name);

/* Adds one record, and takes what it owns.  FALSE if a word stands in place of this set. */
gboolean sv_zone_add_record (SvZone *zone, const char *name, SvDnsType type, guint32 ttl,
                             SvDnsRecord *record);

/* Puts a word in place of a set.  FALSE if the set has records or another word. */
gboolean sv_zone_add_status (SvZone *zone, const char *name, SvDnsType type, guint32 ttl,
                             SvDnsStatus status);

/* Records written twice count once (RFC 2181 5): two recordings can be joined with cat. */
void sv_zone_finish (SvZone *zone);

/* The words for what happened instead of an answer. */
typedef struct
{
  const char *word;
  SvDnsStatus status;
} SvZoneWord;
extern const SvZoneWord sv_zone_words[]; /* ended by NULL */
