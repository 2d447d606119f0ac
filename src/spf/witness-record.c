/* SPDX-License-Identifier: GPL-3.0-or-later
 * Published records made safe for libspf2; see witness-record.h. */

#include "spf/witness-record.h"

#include "spf/domain.h"

#include <string.h>

/* Bytes that libspf2 may make of a record with macros.  From 504 on it drops terms, and what is
 * expanded here has another size there: near that, nobody could say what it would have kept. */
#define COMPILED_MAX 480

/* Upper bounds of what one term takes there beside its text: its own head, prefix lengths, and a
 * head for each piece of text between macros; a macro has four characters at least. */
#define TERM_HEADS 16
#define MACRO_FACTOR 3

typedef struct
{
  const SvMacroValues *values;
  GString *text;
  gsize compiled; /* upper bound */
  gboolean macros;
  const char *refused;
} Writer;

static gboolean
is_plain (const char *name, gsize len)
{
  for (gsize i = 0; i < len; i++)
    if (!g_ascii_isalnum (name[i]) && !strchr ("-_.", name[i]))
      return FALSE;
  return len > 0 && len <= SV_DOMAIN_MAX;
}

gboolean
sv_witness_name_is_plain (const char *name)
{
  return is_plain (name, strlen (name));
}

/* Plain text with macros of the two forms that libspf2 expands as RFC 7208 7.3 wants: without a
 * number (it cuts off a letter where there are too few parts, and loses count of reversed ones),
 * without other delimiters, in lower case.  %{p} asks DNS by rules of its own. */
static gboolean
has_plain_macros (const char *spec)
{
  for (const char *p = spec; *p; p++)
    {
      if (*p != '%')
        {
          if (!is_plain (p, 1))
            return FALSE;
          continue;
        }
      if (p[1] != '{' || !p[2] || !strchr ("slodihv", p[2]))
        return FALSE;
      p += p[3] == 'r' ? 4 : 3;
      if (*p != '}')
        return FALSE;
    }
  return TRUE;
}

/* Appends the name that a term leads to, behind `mark`. */
static void
write_spec (Writer *writer, char mark, const char *spec)
{
  gboolean macros = strchr (spec, '%') != NULL;
  gboolean no_helo = sv_macro_uses (spec, 'h') && !writer->values->helo;
  if (macros && (no_helo || !has_plain_macros (spec)))
    {
      writer->refused = "macro";
      return;
    }
  g_autofree char *name
      = macros ? sv_macro_expand (spec, SV_MACRO_IN_DOMAIN, writer->values) : g_strdup (spec);
  gsize len = strlen (name);
  if (!is_plain (name, len))
    writer->refused = macros ? "macro" : "odd-name";
  writer->macros = writer->macros || macros;
  writer->compiled += macros ? MACRO_FACTOR * MAX (len, strlen (spec)) : len;
  g_string_append_printf (writer->text, "%c%s", mark, name);
}

static const char *
name_of (SvSpfTermKind kind)
{
  static const char *const names[] = {
    [SV_SPF_TERM_ALL] = "all",
    [SV_SPF_TERM_INCLUDE] = "include",
    [SV_SPF_TERM_A] = "a",
    [SV_SPF_TERM_MX] = "mx",
    [SV_SPF_TERM_PTR] = "ptr",
    [SV_SPF_TERM_IP4] = "ip4",
    [SV_SPF_TERM_IP6] = "ip6",
    [SV_SPF_TERM_EXISTS] = "exists",
    [SV_SPF_TERM_REDIRECT] = "redirect",
  };
  return names[kind];
}

static void
write_network (Writer *writer, const SvSpfTerm *term)
{
  char address[SV_IP_TEXT_MAX];
  g_string_append_printf (writer->text, ":%s/%u", sv_ip_format (&term->network, address),
                          term->kind == SV_SPF_TERM_IP4 ? term->bits4 : term->bits6);
}

/* dual-cidr-length, where it is not that of one address. */
static void
write_prefixes (Writer *writer, const SvSpfTerm *term)
{
  if (term->bits4 < 32)
    g_string_append_printf (writer->text, "/%u", term->bits4);
  if (term->bits6 < 128)
    g_string_append_printf (writer->text, "//%u", term->bits6);
}

static void
write_term (Writer *writer, const SvSpfTerm *term)
{
  g_string_append_c (writer->text, ' ');
  if (term->qualifier)
    g_string_append_c (writer->text, term->qualifier);
  g_string_append (writer->text, name_of (term->kind));
  writer->compiled += TERM_HEADS;
  if (term->kind == SV_SPF_TERM_IP4 || term->kind == SV_SPF_TERM_IP6)
    write_network (writer, term);
  else if (term->spec)
    write_spec (writer, term->kind == SV_SPF_TERM_REDIRECT ? '=' : ':', term->spec);
  if (term->kind == SV_SPF_TERM_A || term->kind == SV_SPF_TERM_MX)
    write_prefixes (writer, term);
}

static gboolean
has_zero_prefix (const SvSpfTerm *term)
{
  switch (term->kind)
    {
    case SV_SPF_TERM_A:
    case SV_SPF_TERM_MX:
      return term->bits4 == 0 || term->bits6 == 0;
    case SV_SPF_TERM_IP4:
      return term->bits4 == 0;
    case SV_SPF_TERM_IP6:
      return term->bits6 == 0;
    default:
      return FALSE;
    }
}

/* Whether libspf2 can read the macros of a well-formed macro-string: it knows neither "R" nor the
 * delimiters "," and "/", and numbers up to 128. */
static gboolean
can_read_macros (const char *value)
{
  for (const char *p = strchr (value, '%'); p; p = strchr (p + 2, '%'))
    {
      if (p[1] != '{')
        continue;
      const char *digits = p + 3;
      gsize n = strspn (digits, "0123456789");
      const char *rest = digits + n + (digits[n] == 'r');
      if (n > 2 || rest[strspn (rest, ".-+=_")] != '}')
        return FALSE;
    }
  return TRUE;
}

/* Modifiers that change nothing are left out; but libspf2 reads them, and what it cannot read there
 * makes its permerror.  A dot in a name is such a thing; "default=" is an old form of "all". */
static void
check_modifier (Writer *writer, const SvSpfTerm *term)
{
  gsize name = strcspn (term->text, "=");
  const char *value = term->text[name] ? term->text + name + 1 : "";
  if (memchr (term->text, '.', name) || g_ascii_strncasecmp (term->text, "default=", 8) == 0
      || name > SV_DOMAIN_MAX || strlen (value) > SV_DOMAIN_MAX || !can_read_macros (value))
    writer->refused = "modifier";
}

SvWitnessRecord
sv_witness_record_read (const char *text, gsize len, const SvMacroValues *values)
{
  SvWitnessRecord out = { 0 };
  g_autoptr (SvSpfRecord) record = sv_spf_record_parse (text, len, NULL);
  if (!record)
    {
      out.refused = "syntax";
      return out;
    }
  Writer writer = { .values = values, .text = g_string_new ("v=spf1") };
  for (guint i = 0; i < record->terms->len && !writer.refused; i++)
    {
      const SvSpfTerm *term = &g_array_index (record->terms, SvSpfTerm, i);
      if (term->kind == SV_SPF_TERM_EXP || term->kind == SV_SPF_TERM_MODIFIER)
        {
          check_modifier (&writer, term);
          continue;
        }
      out.inner_redirect
          = out.inner_redirect || (record->redirect && term > record->redirect && term->qualifier);
      out.zero_prefix = out.zero_prefix || has_zero_prefix (term);
      out.n_terms++;
      write_term (&writer, term);
    }
  if (writer.macros && writer.compiled > COMPILED_MAX)
    writer.refused = "macro";
  out.refused = writer.refused;
  out.text = g_string_free (writer.text, writer.refused != NULL);
  return out;
}
