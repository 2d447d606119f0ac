/* SPDX-License-Identifier: GPL-3.0-or-later
 * One SPF record as terms; see record.h.
 *
 * record    = version terms *SP
 * version   = "v=spf1"
 * terms     = *( 1*SP ( directive / modifier ) ) */

#include "spf/record.h"

#include "spf/term.h"

#include <glib/gi18n.h>
#include <string.h>

#define VERSION "v=spf1"

static void
term_clear (gpointer data)
{
  SvSpfTerm *term = data;
  g_free (term->text);
  g_free (term->spec);
}

/* exp and redirect must not appear twice (RFC 7208 6). */
static gboolean
index_terms (SvSpfRecord *record, const SvSpfTerm **twice)
{
  for (guint i = 0; i < record->terms->len; i++)
    {
      const SvSpfTerm *term = &g_array_index (record->terms, SvSpfTerm, i);
      const SvSpfTerm **slot = term->kind == SV_SPF_TERM_REDIRECT ? &record->redirect
                               : term->kind == SV_SPF_TERM_EXP    ? &record->exp
                                                                  : NULL;
      record->has_all = record->has_all || term->kind == SV_SPF_TERM_ALL;
      if (slot && *slot)
        {
          *twice = term;
          return FALSE;
        }
      if (slot)
        *slot = term;
    }
  return TRUE;
}

static void
tell (SvSpfSyntaxError *error, const char *term, guint column, const char *reason)
{
  if (error)
    *error = (SvSpfSyntaxError){ .term = g_strdup (term), .column = column, .reason = reason };
}

static gboolean
append_term (SvSpfRecord *record, const char *text, const char *begin, const char *end,
             SvSpfSyntaxError *error)
{
  SvSpfTerm term = { .column = (guint)(begin - text) + 1 };
  term.text = sv_spf_text (begin, (gsize)(end - begin));
  const char *wrong, *reason;
  if (!sv_spf_term_read (&term, begin, end, &wrong, &reason))
    {
      tell (error, term.text, (guint)(wrong - text) + 1, reason);
      term_clear (&term);
      return FALSE;
    }
  g_array_append_val (record->terms, term);
  return TRUE;
}

SvSpfRecord *
sv_spf_record_parse (const char *text, gsize len, SvSpfSyntaxError *error)
{
  if (error)
    *error = (SvSpfSyntaxError){ 0 };
  if (!sv_spf_record_is_one (text, len))
    {
      tell (error, "", 1, N_ ("a record begins with v=spf1 and a space"));
      return NULL;
    }
  g_autoptr (SvSpfRecord) record = g_new0 (SvSpfRecord, 1);
  record->terms = g_array_new (FALSE, FALSE, sizeof (SvSpfTerm));
  g_array_set_clear_func (record->terms, term_clear);
  const char *end = text + len;
  for (const char *p = text + strlen (VERSION); p < end;)
    {
      const char *stop = memchr (p, ' ', (gsize)(end - p));
      stop = stop ? stop : end;
      if (stop > p && !append_term (record, text, p, stop, error))
        return NULL;
      p = MIN (stop + 1, end);
    }
  const SvSpfTerm *twice = NULL;
  if (!index_terms (record, &twice))
    {
      tell (error, twice->text, twice->column, N_ ("a modifier that may be there only once"));
      return NULL;
    }
  return g_steal_pointer (&record);
}

void
sv_spf_record_free (SvSpfRecord *record)
{
  if (!record)
    return;
  g_array_unref (record->terms);
  g_free (record);
}

void
sv_spf_syntax_error_clear (SvSpfSyntaxError *error)
{
  g_clear_pointer (&error->term, g_free);
}

gboolean
sv_spf_record_is_one (const char *text, gsize len)
{
  gsize n = strlen (VERSION);
  return len >= n && g_ascii_strncasecmp (text, VERSION, n) == 0 && (len == n || text[n] == ' ');
}

char *
sv_spf_text (const char *text, gsize len)
{
  char *copy = g_malloc (len + 1);
  for (gsize i = 0; i < len; i++)
    copy[i] = text[i] ? text[i] : 0x1a;
  copy[len] = '\0';
  return copy;
}
