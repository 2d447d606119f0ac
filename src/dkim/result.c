/* SPDX-License-Identifier: GPL-3.0-or-later
 * The words of result.h. */

#include "dkim/result.h"

/* clang-format off */
static const char *const results[] = {
  [SV_DKIM_UNCHECKED] = NULL,
  [SV_DKIM_PASS] = "pass",
  [SV_DKIM_FAIL] = "fail",
  [SV_DKIM_NEUTRAL] = "neutral",
  [SV_DKIM_POLICY] = "policy",
  [SV_DKIM_TEMPERROR] = "temperror",
  [SV_DKIM_PERMERROR] = "permerror",
  [SV_DKIM_UNVERIFIABLE] = "unverifiable",
};

static const char *const reasons[] = {
  [SV_DKIM_REASON_NONE] = NULL,
  [SV_DKIM_REASON_SIGNATURE_MALFORMED] = "signature-malformed",
  [SV_DKIM_REASON_ALGORITHM_UNKNOWN] = "algorithm-unknown",
  [SV_DKIM_REASON_KEY_MISSING] = "key-missing",
  [SV_DKIM_REASON_KEY_REVOKED] = "key-revoked",
  [SV_DKIM_REASON_KEY_MALFORMED] = "key-malformed",
  [SV_DKIM_REASON_KEY_UNSUITED] = "key-unsuited",
  [SV_DKIM_REASON_KEY_DNS_ERROR] = "key-dns-error",
  [SV_DKIM_REASON_KEY_UNRECORDED] = "key-unrecorded",
  [SV_DKIM_REASON_HEADERS_CHANGED] = "headers-changed",
  [SV_DKIM_REASON_BODY_CHANGED] = "body-changed",
  [SV_DKIM_REASON_NO_BODY] = "no-body",
  [SV_DKIM_REASON_WEAK_ALGORITHM] = "weak-algorithm",
  [SV_DKIM_REASON_KEY_WEAK] = "key-weak",
  [SV_DKIM_REASON_EXPIRED] = "expired",
  [SV_DKIM_REASON_PARTIAL_BODY] = "partial-body",
};
/* clang-format on */

const char *
sv_dkim_result_name (SvDkimResult result)
{
  return results[result];
}

const char *
sv_dkim_reason_name (SvDkimReason reason)
{
  return reasons[reason];
}
