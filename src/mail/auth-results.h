/* SPDX-License-Identifier: GPL-3.0-or-later
 * Authentication-Results (RFC 8601) and its relatives, ARC-Authentication-Results (RFC 8617) among
 * them. */

#pragma once

#include "ip.h"
#include "mail/headers.h"
#include "mail/received-spf.h"

/* "smtp.mailfrom=a@b": ptype.property and value. */
typedef struct
{
  const char *key; /* as written, "ptype.property"; lower case */
  const char *value;
} SvProperty;

/* One "method=result …".  Strings are borrowed from the report's pool; NULL where the field does
 * not say. */
typedef struct
{
  const char *method;     /* lower case, without its version */
  const char *result;     /* normalised word */
  const char *result_raw; /* as written */
  const char *reason;
  const char *comment; /* the first comment behind the result, without its parentheses */
  guint first_property, n_properties; /* into SvAuthResults.properties */
  SvIp client_ip;
  SvIpFrom client_ip_from;
} SvMethodResult;

/* One field of the family. */
typedef struct
{
  guint line;
  guint field;        /* index into the header's fields */
  const char *header; /* lower case: "authentication-results", "arc-authentication-results" … */
  const char *authserv_id; /* NULL where the field has none (Microsoft) */
  int instance;            /* i= of ARC-Authentication-Results, else 0 */
  GArray *results;         /* SvMethodResult, in the field's order */
  GArray *properties;      /* SvProperty of all results */
  gboolean
      partly; /* something was not understood, first at byte `partly_at` of the unfolded value */
  gsize partly_at;
} SvAuthResults;

/* Whether a field name, of any case, of `len` bytes belongs to the family that this reader reads.
 */
gboolean sv_auth_results_is (const char *name, gsize len);

/* Reads one field; never fails.  Free its arrays with sv_auth_results_clear(). */
void sv_auth_results_parse (const SvField *field, GStringChunk *strings, SvAuthResults *out);
void sv_auth_results_clear (SvAuthResults *results);

/* The value of a property of a result ("smtp.mailfrom"), or NULL. */
const char *sv_auth_results_property (const SvAuthResults *field, const SvMethodResult *result,
                                      const char *key);
