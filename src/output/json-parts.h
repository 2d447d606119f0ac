/* SPDX-License-Identifier: GPL-3.0-or-later
 * The members of a JSON report that json.c puts together, in the order of the report's schema. */

#pragma once

#include "output/json-writer.h"
#include "report.h"

/* What the header says: return_path, received, received_spf, authentication_results,
 * dkim_signatures, arc. */
void sv_json_put_return_path (SvJsonWriter *json, const SvFacts *facts);
void sv_json_put_received (SvJsonWriter *json, const SvReport *report);
void sv_json_put_received_spf (SvJsonWriter *json, const SvReport *report);
void sv_json_put_auth_results (SvJsonWriter *json, const SvReport *report);
void sv_json_put_signatures (SvJsonWriter *json, const SvReport *report);
void sv_json_put_arc (SvJsonWriter *json, const SvReport *report);

/* What was judged: identity, spf, dmarc, advice, dns. */
void sv_json_put_identity (SvJsonWriter *json, const SvIdentity *identity);
void sv_json_put_spf (SvJsonWriter *json, const char *key, const SvSpfEvaluation *spf);
void sv_json_put_dmarc (SvJsonWriter *json, const SvReport *report);
void sv_json_put_advice (SvJsonWriter *json, const SvAdvice *advice);
void sv_json_put_dns (SvJsonWriter *json, const SvLookups *lookups);

/* With --dns-then, else nothing: spf_then, and comparison.changed. */
void sv_json_put_then (SvJsonWriter *json, const SvReport *report);
void sv_json_put_changed (SvJsonWriter *json, const SvReport *report);

/* An address, a date, a number where 0 (or -1) means that there is none: null in their absence. */
void sv_json_put_ip (SvJsonWriter *json, const char *key, const SvIp *ip);
void sv_json_put_date (SvJsonWriter *json, const char *key, gboolean known, gint64 epoch, int zone);
