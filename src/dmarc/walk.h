/* SPDX-License-Identifier: GPL-3.0-or-later
 * The tree walk of RFC 9989 4.10: records at the names of a domain, and its organizational domain.
 *
 * For the files of the DMARC evaluation only. */

#pragma once

#include "dmarc/record.h"
#include "dns/answers.h"

/* Questions of one walk at most. */
#define SV_DMARC_WALK_MAX 8

/* Why something is not known, the weakest first. */
typedef enum
{
  SV_DMARC_GAP_NONE, /* it is known */
  SV_DMARC_GAP_ERROR,
  SV_DMARC_GAP_UNRECORDED,
  SV_DMARC_GAP_WAITING
} SvDmarcGapKind;

typedef struct
{
  SvDmarcGapKind kind;
  const SvDnsAnswer *answer; /* the error; stays as long as the lookups */
} SvDmarcGap;

/* What is published for DMARC at one domain. */
typedef struct
{
  SvDmarcGap gap;
  SvDmarcRecord *record; /* the single valid one, or NULL */
  gboolean several;      /* there are several, and so none */
  char *resembling;      /* text of something that was meant to be a record, or NULL */
} SvDmarcSite;

/* The sites that one evaluation has looked at; each record is parsed once. */
typedef struct
{
  SvLookups *lookups;
  GHashTable *by_domain; /* char *: SvDmarcSite * */
  gboolean waiting;      /* an answer was not there */
} SvDmarcSites;

void sv_dmarc_sites_init (SvDmarcSites *sites, SvLookups *lookups);
void sv_dmarc_sites_clear (SvDmarcSites *sites);

/* The answer to TXT at `name`, or NULL where there is none to go by; `gap` tells why. */
const SvDnsAnswer *sv_dmarc_sites_ask (SvDmarcSites *sites, const char *name, SvDmarcGap *gap);

/* What is at _dmarc. below `domain`; stays as long as `sites`. */
const SvDmarcSite *sv_dmarc_sites_get (SvDmarcSites *sites, const char *domain);

/* Notes the question of one domain, or of its whole walk, to be asked together with others. */
void sv_dmarc_prefetch (SvLookups *lookups, const char *domain);
void sv_dmarc_prefetch_walk (SvLookups *lookups, const char *domain);

/* The domains of the walk from `domain`, itself first; they point into it.  Returns how many. */
guint sv_dmarc_walk_names (const char *domain, const char *names[SV_DMARC_WALK_MAX]);

/* What the walk from a domain finds; names point into the domain. */
typedef struct
{
  SvDmarcGap gap; /* with one, nothing else is known but `walked` */
  const char *organization;
  const char *suffix; /* the public suffix domain above, with psd=y; or NULL */
  guint walked;       /* names looked at */
} SvDmarcWalk;

/* Walks until the organizational domain is known (RFC 9989 4.10.2), or a gap is in the way. */
void sv_dmarc_walk (SvDmarcSites *sites, const char *domain, SvDmarcWalk *walk);

/* A domain as it is compared and asked for: A-labels, lower case, no final dot (RFC 9989 5.3.1).
 * NULL for what is no domain name: an address literal, what no packet can carry. */
char *sv_dmarc_domain (const char *raw);

/* Whether `name` is `domain` or below it; both as from sv_dmarc_domain(). */
gboolean sv_dmarc_is_within (const char *name, const char *domain);
