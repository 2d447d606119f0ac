/* SPDX-License-Identifier: GPL-3.0-or-later
 * One row a finding: id, severity, and what people are told. */

#pragma once

#include <glib.h>

typedef enum
{
  SV_SEVERITY_INFO,
  SV_SEVERITY_NOTICE,
  SV_SEVERITY_WARNING,
  SV_SEVERITY_ERROR
} SvSeverity;
const char *sv_severity_name (SvSeverity severity); /* word of the report */

/* Texts are N_() with {placeholders}; NULL where there is nothing to say. */
typedef struct
{
  const char *id;
  SvSeverity severity;
  const char *title;
  const char *detail;
  const char *remedy;
  const char *reference; /* RFC section */
} SvFindingText;

/* The row of an id; NULL if there is none. */
const SvFindingText *sv_finding_text (const char *id);

/* The rows one after the other, for lists and tests; NULL behind the last. */
const SvFindingText *sv_finding_text_at (guint i);

/* What a finding says instead where something happened on the way. */
typedef enum
{
  SV_VARIANT_NONE,
  SV_VARIANT_FORWARDED,
  SV_VARIANT_SRS,
  SV_VARIANT_LIST,
  SV_VARIANT_RELAY,
  SV_VARIANT_SERVICE,   /* the host is a known mail service's, which documents an include */
  SV_VARIANT_NO_INCLUDE /* … which needs none, or has it */
} SvVariant;

/* The row of an id for that variant, with the same id and severity; NULL if there is none. */
const SvFindingText *sv_finding_variant (const char *id, SvVariant variant);

/* What a cause of a drift, or a reason for not evaluating, means: N_() without placeholders; NULL
 * for an unknown id. */
const char *sv_cause_text (const char *cause);

/* The ids one after the other, with their texts; NULL behind the last. */
const char *sv_cause_at (guint i, const char **text);

/* Replaces each {name} of `text` by the value that follows that name in `values` (name, value, …),
 * in one pass: values are never expanded again.  An unknown name stays as it is.  Newly allocated.
 */
char *sv_text_fill (const char *text, const GPtrArray *values);
