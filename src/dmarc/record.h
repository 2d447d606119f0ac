/* SPDX-License-Identifier: GPL-3.0-or-later
 * One DMARC policy record, read by the grammar of RFC 9989 4.7 and 4.8 over raw bytes. */

#pragma once

#include <glib.h>

typedef enum
{
  SV_DMARC_POLICY_UNKNOWN, /* absent, or not valid */
  SV_DMARC_POLICY_NONE,
  SV_DMARC_POLICY_QUARANTINE,
  SV_DMARC_POLICY_REJECT
} SvDmarcPolicy;

/* The word of the record and of the report; NULL for unknown. */
const char *sv_dmarc_policy_name (SvDmarcPolicy policy);

typedef enum
{
  SV_DMARC_PSD_UNKNOWN, /* the default, psd=u */
  SV_DMARC_PSD_NO,      /* an organizational domain, whatever is above */
  SV_DMARC_PSD_YES      /* a public suffix domain */
} SvDmarcPsd;

/* What is wrong with what is published. */
typedef enum
{
  SV_DMARC_PROBLEM_SYNTAX,    /* a tag that counts as absent: its form or value is not valid */
  SV_DMARC_PROBLEM_DUPLICATE, /* a tag that is there already: the first one counts */
  SV_DMARC_PROBLEM_NO_POLICY, /* no p= */
  SV_DMARC_PROBLEM_SEVERAL,   /* several records at one name: none counts */
  SV_DMARC_PROBLEM_VERSION,   /* looks like a record, but does not begin with v=DMARC1 as it must */
  SV_DMARC_PROBLEM_MISPLACED  /* a record at the domain, not at _dmarc. below it */
} SvDmarcProblemKind;

typedef struct
{
  SvDmarcProblemKind kind;
  char *domain;    /* whose record; NULL in SvDmarcRecord, which does not know it */
  const char *tag; /* static: the known tag that it is about, or NULL */
  char *text; /* the tag or record as published, its beginning where it is long; or NULL.  Any byte
                 but NUL can occur. */
  guint column; /* 1-based byte of the record, 0: does not apply */
} SvDmarcProblem;

/* An array of SvDmarcProblem that frees what its elements own. */
GArray *sv_dmarc_problems_new (void);

/* Adds a problem with copies of its strings; once there are very many, does nothing. */
void sv_dmarc_problems_add (GArray *problems, const SvDmarcProblem *problem);

/* A tag with bad syntax is as if it were absent.  Owns everything in it. */
typedef struct
{
  char *text; /* as published; a NUL is shown as 0x1A */
  SvDmarcPolicy p;
  SvDmarcPolicy sp;
  SvDmarcPolicy np;
  gboolean bad_sp; /* it is there, but its value is not valid */
  gboolean bad_np;
  gboolean adkim_strict;
  gboolean aspf_strict;
  gboolean testing; /* t=y */
  SvDmarcPsd psd;
  gboolean has_rua; /* at least one valid URI to report to */
  guint pct;        /* of RFC 7489, 100 where it is not given */
  GArray *problems; /* SvDmarcProblem, as met */
} SvDmarcRecord;

/* Whether a TXT record is a DMARC record: its first tag is v=DMARC1, where case counts. */
gboolean sv_dmarc_record_is_one (const char *text, gsize len);

/* Whether somebody meant it to be one: the same without case, and whatever comes before or after.
 */
gboolean sv_dmarc_record_resembles_one (const char *text, gsize len);

/* Reads a whole record; NULL only if it is none. */
SvDmarcRecord *sv_dmarc_record_parse (const char *text, gsize len);
void sv_dmarc_record_free (SvDmarcRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvDmarcRecord, sv_dmarc_record_free)

/* A C string of bytes that may hold NULs: each is shown as 0x1A, the ASCII for "substitute". */
char *sv_dmarc_text (const char *text, gsize len);
