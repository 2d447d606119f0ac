/* SPDX-License-Identifier: GPL-3.0-or-later
 * Slips of the pen: makes candidates of what was meant, and believes those that are well-formed;
 * see typo.h. */

#include "spf/typo.h"

#include "spf/record.h"
#include "spf/typo-words.h"

#include <string.h>

#define VERSION "v=spf1"
#define SENDER_ID "spf2.0"

/* No term that was meant well is longer: a domain name, and the mechanism before it.  What is tried
 * takes quadratic time. */
#define TERM_MAX 280

/* Where "v=spf1" is looked for in a text that begins otherwise: a name and "IN TXT" fit. */
#define LEAD_MAX 80

/* How far the first word may be from "v=spf1". */
#define VERSION_DISTANCE 2

/* ---- well-formed and not strange ---- */

/* Whether the domain-spec holds, outside of macros, what no host name does: the rest of a term that
 * was glued to it. */
static gboolean
is_strange_spec (const char *spec)
{
  gsize len = strlen (spec);
  if (len > 4 && g_ascii_strcasecmp (spec + len - 4, "-all") == 0
      && g_ascii_isalnum (spec[len - 5]))
    return TRUE;
  gboolean inside = FALSE;
  for (const char *p = spec; *p; p++)
    {
      inside = *p == '{' || (inside && *p != '}');
      if (!inside && strchr (",;:='\"|", *p))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_strange (const SvSpfTerm *term)
{
  if (term->kind != SV_SPF_TERM_MODIFIER)
    return term->spec && is_strange_spec (term->spec);
  gsize len = strcspn (term->text, "=");
  return sv_spf_typo_word (term->text, len) || g_ascii_strncasecmp (term->text, "v=", 2) == 0;
}

/* Whether the text is terms as they should be. */
static gboolean
is_fine (const char *terms)
{
  g_autofree char *text = g_strconcat (VERSION " ", terms, NULL);
  g_autoptr (SvSpfRecord) record = sv_spf_record_parse (text, strlen (text), NULL);
  for (guint i = 0; record && i < record->terms->len; i++)
    if (is_strange (&g_array_index (record->terms, SvSpfTerm, i)))
      return FALSE;
  return record && record->terms->len > 0;
}

/* ---- one term ---- */

/* The term by its name and argument, said rightly; NULL if it stays wrong. */
static char *
respell (const char *piece)
{
  g_autofree char *said = sv_spf_typo_respell (piece);
  return said && is_fine (said) ? g_steal_pointer (&said) : NULL;
}

static char *
accept (const char *piece)
{
  return is_fine (piece) ? g_strdup (piece) : respell (piece);
}

/* Takes terms apart that have no space between them: "mxinclude:example.net-all".  `rest` is cut
 * where a term begins and what stands before it is one. */
static char *
unglue (const char *piece)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *rest = piece;
  for (const char *p = rest + 1; *rest && *p; p++)
    {
      if (!sv_spf_typo_begins_term (p))
        continue;
      g_autofree char *head = g_strndup (rest, (gsize)(p - rest));
      g_autofree char *said = accept (head);
      if (!said)
        continue;
      g_string_append_printf (out, "%s ", said);
      rest = p;
    }
  g_autofree char *last = rest > piece ? accept (rest) : NULL;
  return last ? g_strconcat (out->str, last, NULL) : NULL;
}

/* One piece of a list; `first` is the piece before it, whose mechanism it may share, or NULL. */
static char *
mend_piece (const char *piece, const char *first)
{
  char *mended = accept (piece);
  if (!mended)
    mended = unglue (piece);
  const char *colon = first ? strchr (first, ':') : NULL;
  if (mended || !colon)
    return mended;
  g_autofree char *shared = g_strdup_printf ("%.*s%s", (int)(colon - first + 1), first, piece);
  return accept (shared);
}

/* Quotes go, commas and semicolons become spaces, and each piece is mended. */
static char *
mend (const char *term)
{
  g_autofree char *clean = sv_spf_typo_clean (term);
  g_auto (GStrv) pieces = g_strsplit_set (clean, " ,;", -1);
  g_autoptr (GString) out = g_string_new (NULL);
  const char *before = NULL;
  for (guint i = 0; pieces[i]; i++)
    {
      if (!*pieces[i])
        continue;
      g_autofree char *mended = mend_piece (pieces[i], before);
      if (!mended)
        return NULL;
      g_string_append_printf (out, "%s%s", out->len ? " " : "", mended);
      before = pieces[i];
    }
  return is_fine (out->str) || out->len == 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

/* Whether a space has cut a term in two: "ip4: 192.0.2.1", "- all". */
static gboolean
is_cut (const char *term, const char *next)
{
  char last = term[strlen (term) - 1];
  return strchr (":=+-~?/", last) || strchr (":=/", next[0]);
}

char *
sv_spf_typo_term (const char *term, const char *next, gboolean *joined)
{
  if (joined)
    *joined = FALSE;
  if (!*term || strlen (term) > TERM_MAX || is_fine (term))
    return NULL;
  if (g_ascii_strcasecmp (term, VERSION) == 0)
    return g_strdup ("");
  if (next && *next && strlen (next) <= TERM_MAX && is_cut (term, next))
    {
      g_autofree char *whole = g_strconcat (term, next, NULL);
      char *mended = mend (whole);
      if (joined)
        *joined = mended != NULL;
      if (mended)
        return mended;
    }
  return mend (term);
}

/* ---- the version ---- */

static gboolean
is_sender_id_here (const char *text)
{
  return g_ascii_strncasecmp (text, SENDER_ID, strlen (SENDER_ID)) == 0;
}

gboolean
sv_spf_typo_is_sender_id (const char *text)
{
  g_autofree char *clean = sv_spf_typo_clean (text);
  return is_sender_id_here (clean + strspn (clean, " "));
}

static gboolean
is_version_here (const char *text)
{
  gsize len = strlen (VERSION);
  return g_ascii_strncasecmp (text, VERSION, len) == 0 && (text[len] == ' ' || text[len] == '\0');
}

/* "v=spf1", and what follows without what separates it wrongly. */
static char *
with_version (const char *rest)
{
  rest += strspn (rest, " ,;.:");
  return *rest ? g_strconcat (VERSION " ", rest, NULL) : g_strdup (VERSION);
}

/* Where the six characters of the version end, spaces between them or not; NULL if it does not
 * begin so. */
static const char *
behind_version (const char *text)
{
  for (const char *want = VERSION; *want; want++, text++)
    {
      text += strspn (text, " ");
      if (g_ascii_tolower (*text) != *want)
        return NULL;
    }
  return text;
}

/* "v=spf2", "v=sfp1", "spf1" …  Other records are as near ("v=sts1"), so the letters of SPF count:
 * two of them must stand together. */
static gboolean
is_near_version (const char *word, gsize len)
{
  g_autofree char *lower = g_ascii_strdown (word, (gssize)len);
  static const char *const pairs[] = { "sp", "pf", "sf", "fp" };
  if (len > strlen (VERSION) + VERSION_DISTANCE
      || sv_spf_typo_distance (lower, VERSION) > VERSION_DISTANCE)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (strstr (lower, pairs[i]))
      return TRUE;
  return FALSE;
}

/* A record that stands somewhere behind the beginning: "example.com. IN TXT v=spf1 -all". */
static const char *
buried_record (const char *text)
{
  for (guint i = 1; i < LEAD_MAX && text[i]; i++)
    if (!g_ascii_isalnum (text[i - 1]) && is_version_here (text + i))
      return text + i;
  return NULL;
}

char *
sv_spf_typo_version (const char *text)
{
  g_autofree char *clean = sv_spf_typo_clean (text);
  const char *begin = clean + strspn (clean, " ");
  if (!*begin || is_sender_id_here (begin) || is_version_here (text))
    return NULL;
  if (is_version_here (begin))
    return g_strdup (begin);
  const char *rest = behind_version (begin);
  if (rest)
    return with_version (rest + strspn (rest, "0123456789"));
  const char *buried = buried_record (begin);
  if (buried)
    return g_strdup (buried);
  gsize len = strcspn (begin, " ,;");
  return is_near_version (begin, len) ? with_version (begin + len) : NULL;
}

gboolean
sv_spf_typo_is_meant (const char *text)
{
  g_autofree char *version = sv_spf_typo_version (text);
  return version || sv_spf_typo_is_sender_id (text);
}
