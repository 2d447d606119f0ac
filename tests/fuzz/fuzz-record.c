/* SPDX-License-Identifier: GPL-3.0-or-later
 * Fuzzes the reader of SPF records and the macros: any bytes as a record, its terms expanded, and
 * the same bytes as an explanation and as a domain. */

#include "fuzz.h"

#include "spf/domain.h"
#include "spf/macro.h"
#include "spf/record.h"

/* A name that can be asked for must stay within RFC 7208 7.3 after an expansion. */
static void
check_target (const char *expanded)
{
  g_autofree char *target = sv_domain_target (expanded);
  if (sv_domain_can_judge (target))
    g_assert_true (sv_domain_can_ask (target));
}

static void
expand (const char *text, SvMacroPlace place)
{
  static const char *const values[] = { "user+tag@example.com", "", "..", "\xc3\xbc.\xff" };
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      SvMacroValues macros = {
        .sender = values[i], .local_part = values[i], .domain = values[i], .now = 1700000000
      };
      g_assert_true (sv_ip_parse (i % 2 ? "192.0.2.3" : "2001:db8::3", -1, &macros.ip));
      g_autofree char *expanded = sv_macro_expand (text, place, &macros);
      check_target (expanded);
    }
}

static void
expand_terms (const SvSpfRecord *record)
{
  for (guint i = 0; i < record->terms->len; i++)
    {
      const SvSpfTerm *term = &g_array_index (record->terms, SvSpfTerm, i);
      gboolean unknown = term->kind == SV_SPF_TERM_MODIFIER;
      sv_spf_term_asks_dns (term);
      if (term->spec)
        expand (term->spec, unknown ? SV_MACRO_IN_MODIFIER : SV_MACRO_IN_DOMAIN);
      g_assert_cmpuint (term->bits4, <=, 32);
      g_assert_cmpuint (term->bits6, <=, 128);
    }
}

static void
fuzz_record (const char *text, gsize len)
{
  SvSpfSyntaxError error;
  g_autoptr (SvSpfRecord) record = sv_spf_record_parse (text, len, &error);
  if (record)
    expand_terms (record);
  else
    {
      /* The report points into the record: never further than just behind it. */
      g_assert_nonnull (error.reason);
      g_assert_cmpuint (error.column, >=, 1);
      g_assert_cmpuint (error.column, <=, len + 1);
      sv_spf_syntax_error_clear (&error);
    }
}

static void
fuzz_macro (const char *text, gsize len)
{
  gsize wrong = 0;
  if (!sv_macro_check (text, len, SV_MACRO_IN_EXPLANATION, &wrong))
    {
      g_assert_cmpuint (wrong, <=, len);
      return;
    }
  g_autofree char *copy = g_strndup (text, len);
  sv_macro_uses (copy, 'p');
  expand (copy, SV_MACRO_IN_EXPLANATION);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const char *text = (const char *)data;
  fuzz_record (text, size);
  fuzz_macro (text, size);
  g_autofree char *copy = g_strndup (text, size);
  g_autofree char *judged = sv_domain_judged (copy);
  g_assert_true (!judged || sv_domain_can_judge (judged));
  check_target (copy);
  return 0;
}
