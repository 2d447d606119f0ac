/* SPDX-License-Identifier: GPL-3.0-or-later
 * A second check_host(), as plain as RFC 7208 can be written down: recursive, slow, over structs
 * that were never text.  What spfview says of the same world must be the same. */

#pragma once

#include <glib.h>

/* An answer that is no list of records. */
typedef enum
{
  NAIVE_OK,
  NAIVE_NODATA,
  NAIVE_NXDOMAIN,
  NAIVE_SERVFAIL,
  NAIVE_TIMEOUT
} NaiveStatus;

typedef enum
{
  NAIVE_ALL,
  NAIVE_INCLUDE,
  NAIVE_A,
  NAIVE_MX,
  NAIVE_PTR,
  NAIVE_IP4,
  NAIVE_IP6,
  NAIVE_EXISTS,
  NAIVE_REDIRECT,
  NAIVE_EXP,
  NAIVE_MODIFIER
} NaiveKind;

/* What a term points at; `name` goes in where there is a NAME. */
typedef enum
{
  NAIVE_HERE,      /* nothing written: the domain of the record */
  NAIVE_NAME,      /* NAME */
  NAIVE_NAME_DOT,  /* NAME. */
  NAIVE_D,         /* %{d} */
  NAIVE_D1,        /* %{d1} */
  NAIVE_D2,        /* %{d2} */
  NAIVE_O,         /* %{o} */
  NAIVE_LOCAL,     /* %{l}.NAME */
  NAIVE_LOCAL_D,   /* %{l}.%{d} */
  NAIVE_REVERSE,   /* %{ir}.%{v}.NAME */
  NAIVE_VALIDATED, /* %{p}.NAME */
  NAIVE_N_TARGETS
} NaiveTarget;

typedef struct
{
  guint8 family; /* 4 or 6 */
  guint8 bytes[16];
} NaiveAddress;

#define NAIVE_TERMS_MAX 16
#define NAIVE_LIST_MAX 12
#define NAIVE_TEXT_MAX 80

typedef struct
{
  NaiveKind kind;
  char qualifier;
  NaiveTarget target;
  const char *name;
  NaiveAddress network;
  guint bits4, bits6;
  char text[NAIVE_TEXT_MAX]; /* how it is published; here it is only a label */
} NaiveTerm;

typedef struct
{
  NaiveTerm terms[NAIVE_TERMS_MAX];
  guint n_terms;
  gboolean broken; /* there is a syntax error in it */
} NaiveRecord;

/* One name of the world. */
typedef struct
{
  char *name;
  NaiveStatus txt, a, aaaa, mx, ptr;
  guint n_records; /* SPF records; the first is `record` */
  NaiveRecord record;
  NaiveAddress addresses[NAIVE_LIST_MAX]; /* of A and AAAA */
  guint n_addresses;
  const char *hosts[NAIVE_LIST_MAX]; /* of MX or PTR */
  guint n_hosts;
} NaiveName;

typedef struct
{
  GPtrArray *names; /* NaiveName; what is not in it is NXDOMAIN */
} NaiveWorld;

typedef struct
{
  NaiveAddress client;
  const char *local_part;
  const char *domain;
} NaiveQuery;

typedef struct
{
  const char *result;    /* the word */
  const char *mechanism; /* its label, "default", or NULL */
  char *domain;          /* whose record that is in; or NULL */
  guint lookups, voids;
} NaiveVerdict;

const NaiveName *naive_find (const NaiveWorld *world, const char *name);

/* The name of a reverse lookup. */
char *naive_reverse_name (const NaiveAddress *address);

NaiveVerdict naive_check (const NaiveWorld *world, const NaiveQuery *query);
void naive_verdict_clear (NaiveVerdict *verdict);
