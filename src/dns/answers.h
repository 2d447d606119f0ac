/* SPDX-License-Identifier: GPL-3.0-or-later
 * The store of DNS answers, shared by threads, and one evaluation's view of it.
 *
 * Evaluators never wait: they look an answer up, and where it is not there yet the question is
 * noted and they return; whoever drives them gets the noted questions answered and calls them
 * again. */

#pragma once

#include "ip.h"
#include <glib.h>

/* Types by their number on the wire. */
typedef enum
{
  SV_DNS_A = 1,
  SV_DNS_NS = 2,
  SV_DNS_CNAME = 5,
  SV_DNS_SOA = 6,
  SV_DNS_PTR = 12,
  SV_DNS_MX = 15,
  SV_DNS_TXT = 16,
  SV_DNS_AAAA = 28,
  SV_DNS_SPF = 99
} SvDnsType;

typedef enum
{
  SV_DNS_NOERROR, /* there is at least one record */
  SV_DNS_NODATA,
  SV_DNS_NXDOMAIN,
  SV_DNS_SERVFAIL, /* every RCODE but 0, 3 and 5, and answers that make no sense */
  SV_DNS_TIMEOUT,
  SV_DNS_REFUSED,
  SV_DNS_UNRECORDED /* no source was allowed to be asked: not known, never to be taken for empty */
} SvDnsStatus;

/* One record of an answer. */
typedef struct
{
  SvIp ip;            /* A, AAAA */
  guint16 preference; /* MX */
  char *name;         /* MX, PTR, NS, CNAME, SOA: as in the packet, no final dot; "" is the root */
  char *rest;         /* SOA: what follows the first name, as master-file text */
  GPtrArray *strings; /* TXT, SPF: GBytes, the character-strings in order; bytes of any value */
} SvDnsRecord;

/* One final answer: CNAMEs are followed.  Shared by who holds a reference; once it is in a store it
 * is never changed. */
typedef struct
{
  gint references; /* atomic */
  char *name; /* as asked: lower case, no final dot, bytes outside printable ASCII and "." "\\" in
                 labels as \DDD */
  SvDnsType type;
  SvDnsStatus status;
  guint32 ttl;     /* seconds, smallest of the chain */
  gint64 time;     /* when it was learnt, microseconds since 1970; 0 for answers from a file */
  GArray *records; /* SvDnsRecord, of the asked type only */
} SvDnsAnswer;

const char *sv_dns_type_name (SvDnsType type);                      /* "TXT"; static */
gboolean sv_dns_type_from_name (const char *name, SvDnsType *type); /* without case */
const char *sv_dns_status_name (SvDnsStatus status); /* word of the report: "nxdomain"; static */

/* Newly made, empty answer, with one reference; `name` is brought into the form above.
 * sv_dns_answer_add…() fill it. */
SvDnsAnswer *sv_dns_answer_new (const char *name, SvDnsType type, SvDnsStatus status);
void sv_dns_answer_add (SvDnsAnswer *answer,
                        const SvDnsRecord *record); /* takes what the record owns */
SvDnsAnswer *sv_dns_answer_ref (const SvDnsAnswer *answer);
void sv_dns_answer_unref (SvDnsAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvDnsAnswer, sv_dns_answer_unref)

/* Frees what a record owns, not the record. */
void sv_dns_record_clear (SvDnsRecord *record);

/* The text of one record as in a master file (RFC 1035 5.1): `10 mail.example.com.`, `"v=spf1
 * -all"`. */
char *sv_dns_record_text (const SvDnsRecord *record, SvDnsType type);

/* All strings of a TXT record joined without a gap (RFC 7208 3.3). */
GBytes *sv_dns_record_joined (const SvDnsRecord *record);

/* The store.  Every function may be called from any thread. */
typedef struct SvAnswers SvAnswers;
SvAnswers *sv_answers_new (void);
void sv_answers_free (SvAnswers *answers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvAnswers, sv_answers_free)

/* Makes a new store forget: it keeps the last `kept` answers that it was given or asked for, at
 * most twice as many.  What is forgotten has to be asked again. */
void sv_answers_forget (SvAnswers *answers, guint kept);

/* Takes `answer`; the first answer to a question stays, a later one is let go. */
void sv_answers_put (SvAnswers *answers, SvDnsAnswer *answer);

/* Whether the store has the answer to a question. */
gboolean sv_answers_have (SvAnswers *answers, const char *name, SvDnsType type);

/* The answer to a question, or NULL; borrowed from the store, which may forget it with the next one
 * that it is given, if it forgets at all. */
const SvDnsAnswer *sv_answers_get (SvAnswers *answers, const char *name, SvDnsType type);

/* One question. */
typedef struct
{
  char *name;
  SvDnsType type;
} SvDnsQuestion;

/* For hash tables of questions. */
guint sv_dns_question_hash (gconstpointer question);
gboolean sv_dns_question_equal (gconstpointer a, gconstpointer b);

/* One message's (or record's) view of the store: what it used, and what it still wants.  One thread
 * at a time. */
typedef struct SvLookups SvLookups;
SvLookups *sv_lookups_new (SvAnswers *answers);
void sv_lookups_free (SvLookups *lookups);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvLookups, sv_lookups_free)

/* Evaluators that share a view, each with a section of its own. */
#define SV_LOOKUPS_SECTIONS 4

/* An evaluator begins, or begins anew: what is used from now on stands in its section, in place of
 * what an earlier round of it used.  So the order of what was used does not depend on what was
 * known already.  Without a call it is section 0. */
void sv_lookups_begin (SvLookups *lookups, guint section);

/* The answer, noted as used; or NULL, the question noted as wanted.  It stays as long as the view,
 * whatever the store forgets. */
const SvDnsAnswer *sv_lookups_get (SvLookups *lookups, const char *name, SvDnsType type);

/* Notes a question that will probably be asked soon, so that it is asked together with the others;
 * no waiting for it. */
void sv_lookups_prefetch (SvLookups *lookups, const char *name, SvDnsType type);

/* The questions wanted since the last call, as a GPtrArray of SvDnsQuestion that frees its
 * elements; never NULL. */
GPtrArray *sv_lookups_take_wanted (SvLookups *lookups);

/* There is no time left to wait for anything: from now on what the store does not have is
 * SV_DNS_TIMEOUT, for this view alone. */
void sv_lookups_give_up (SvLookups *lookups);

/* Answers used so far, section by section, each in the order of first use and none twice; borrowed
 * until the next call of any of these.  Elements are const SvDnsAnswer *. */
const GPtrArray *sv_lookups_used (const SvLookups *lookups);
