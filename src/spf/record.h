/* SPDX-License-Identifier: GPL-3.0-or-later
 * One SPF record as terms, read by the grammar of RFC 7208 section 12 over raw bytes. */

#pragma once

#include "ip.h"

typedef enum
{
  SV_SPF_TERM_ALL,
  SV_SPF_TERM_INCLUDE,
  SV_SPF_TERM_A,
  SV_SPF_TERM_MX,
  SV_SPF_TERM_PTR,
  SV_SPF_TERM_IP4,
  SV_SPF_TERM_IP6,
  SV_SPF_TERM_EXISTS,
  SV_SPF_TERM_REDIRECT,
  SV_SPF_TERM_EXP,
  SV_SPF_TERM_MODIFIER /* an unknown one */
} SvSpfTermKind;

/* One term.  Owned by its record. */
typedef struct
{
  SvSpfTermKind kind;
  char qualifier; /* '+', '-', '?', '~'; 0 for modifiers */
  char *text;     /* as published; a NUL is shown as 0x1A */
  guint column;   /* 1-based byte of the record at which it begins */
  char *spec;     /* domain-spec, macros and all, or the value of an unknown modifier; or NULL */
  SvIp network;   /* ip4, ip6; an ip6 network is never turned into IPv4, mapped or not */
  guint bits4;    /* a, mx: of dual-cidr-length; ip4 */
  guint bits6;    /* a, mx: of dual-cidr-length; ip6 */
} SvSpfTerm;

typedef struct
{
  GArray *terms;             /* SvSpfTerm, as published */
  const SvSpfTerm *redirect; /* or NULL */
  const SvSpfTerm *exp;      /* or NULL */
  gboolean has_all;
} SvSpfRecord;

/* What is wrong with a record. */
typedef struct
{
  char *term;         /* the term in which it is */
  guint column;       /* 1-based byte of the record */
  const char *reason; /* static, to be translated with _() */
} SvSpfSyntaxError;

void sv_spf_syntax_error_clear (SvSpfSyntaxError *error);

/* Whether a TXT record is an SPF record: "v=spf1" without case, then a space or the end (RFC 7208
 * 4.5). */
gboolean sv_spf_record_is_one (const char *text, gsize len);

/* Parses a whole record.  NULL if there is a syntax error anywhere in it (RFC 7208 4.6): `error`,
 * which may be NULL, tells the first one. */
SvSpfRecord *sv_spf_record_parse (const char *text, gsize len, SvSpfSyntaxError *error);
void sv_spf_record_free (SvSpfRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvSpfRecord, sv_spf_record_free)

/* Whether a term counts against the limit of ten (RFC 7208 4.6.4). */
gboolean sv_spf_term_asks_dns (const SvSpfTerm *term);

/* A C string of bytes that may hold NULs: each is shown as 0x1A, the ASCII for "substitute". */
char *sv_spf_text (const char *text, gsize len);
