/* SPDX-License-Identifier: GPL-3.0-or-later
 * The tables behind auth-words.h, and the names of the fields in which they are found. */

#include "mail/auth-words.h"

#include "mail/auth-results.h"

#include <string.h>

/* clang-format off */

/* Names that do not end in one of the suffixes below. */
static const char *const families[] = {
  "x-senderauth-result",  /* IIJmio */
};

static const char *const family_suffixes[] = {
  "authentication-results",           /* also ARC-, X-MS-Exchange-, X-Original-, X-ME- … */
  "authentication-results-original",  /* Microsoft, for what was there when it came */
};

static const char *const methods[] = {
  "spf", "dkim", "dmarc", "arc", "iprev", "auth",           /* RFC 8601, RFC 7489, RFC 8617 */
  "dkim-adsp", "dkim-atps", "domainkeys", "sender-id",      /* RFC 5617, 6541, 5451 */
  "bimi", "dnswl", "rrvs", "smime", "vbr",                  /* IANA's registry */
  "compauth", "oreject",                                    /* Microsoft */
  "dara", "gateway.spf",                                    /* Google */
  "senderid", "tls", "dkim-policy", "ptr", "csa",
};

/* Methods whose comments speak of the client's address. */
static const char *const spf_methods[] = { "spf", "gateway.spf", "sender-id", "senderid" };

static const char *const results[] = {
  "pass", "fail", "none", "neutral", "softfail", "temperror", "permerror", "policy",
  "hardfail", "tempfail", "nxdomain", "discard", "unknown", "error", "timeout", "skipped",
  "bestguesspass", "softpass", "declined", "signed", "success", "invalid", "reject",
};

/* Amazon SES writes the first three as if they were methods. */
static const char *const plain_keys[] = {
  "client-ip", "envelope-from", "helo", "receiver", "identity", "mechanism", "problem", "sender",
  "action", "reason", "arc_overridden_status", "d", "p", "sp", "dis", "pct", "policy",
  "score", "state", "i",
};

/* Keys in front of the result that they are about: the result tells it again. */
static const char *const forewords[] = {
  "from",  /* Yahoo, until about 2016 */
};

/* The ptypes of RFC 8601 2.3 and those in use besides. */
static const char *const ptypes[]
    = { "smtp.", "header.", "policy.", "body.", "dns.", "arc.", "x-tls." };

/* In order of trust; see requirement "client IP" of the dialects: what the verifier says that it
 * judged, then what it was connected to. */
static const struct
{
  const char *key;
  int rank;
} ip_keys[] = {
  { "client-ip", 0 },          /* Amazon SES */
  { "smtp.remote-ip", 3 },     /* Gmail's gateway, Proton, Fastmail */
  { "smtp.client-ip", 3 },     /* kernel.org */
  { "policy.iprev", 4 },       /* RFC 8601; GMX, Stalwart, Fastmail */
};
/* clang-format on */

static gboolean
in_list (SvSlice word, const char *const *list, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (sv_slice_is (word, list[i]))
      return TRUE;
  return FALSE;
}

/* The last letter of every name above, in either case: nearly all fields of a message are none. */
static gboolean
may_end_family (char c)
{
  c |= 0x20;
  return c == 's' || c == 'l' || c == 't';
}

gboolean
sv_auth_results_is (const char *name, gsize len)
{
  if (len == 0 || !may_end_family (name[len - 1]))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (family_suffixes); i++)
    {
      gsize suffix = strlen (family_suffixes[i]);
      if (len >= suffix
          && sv_slice_is ((SvSlice){ name + len - suffix, suffix }, family_suffixes[i]))
        return TRUE;
    }
  return in_list ((SvSlice){ name, len }, families, G_N_ELEMENTS (families));
}

/* "x-" begins the methods of anyone's own (Fastmail's x-ptr, x-tls …). */
gboolean
sv_auth_word_is_method (SvSlice name)
{
  if (sv_slice_starts (name, "x-") && !memchr (name.data, '.', name.len))
    return !sv_auth_word_is_plain_key (name);
  return in_list (name, methods, G_N_ELEMENTS (methods));
}

gboolean
sv_auth_word_is_spf (const char *method)
{
  return in_list ((SvSlice){ method, strlen (method) }, spf_methods, G_N_ELEMENTS (spf_methods));
}

gboolean
sv_auth_word_is_result (SvSlice word)
{
  return in_list (word, results, G_N_ELEMENTS (results));
}

gboolean
sv_auth_word_is_plain_key (SvSlice name)
{
  return in_list (name, plain_keys, G_N_ELEMENTS (plain_keys));
}

gboolean
sv_auth_word_is_foreword (SvSlice name)
{
  return in_list (name, forewords, G_N_ELEMENTS (forewords));
}

gboolean
sv_auth_word_is_property (SvSlice name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ptypes); i++)
    if (sv_slice_starts (name, ptypes[i]))
      return TRUE;
  return FALSE;
}

int
sv_auth_word_ip_rank (const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ip_keys); i++)
    if (strcmp (key, ip_keys[i].key) == 0)
      return ip_keys[i].rank;
  return -1;
}
