/* SPDX-License-Identifier: GPL-3.0-or-later
 * The words and signs that people get wrong; see typo-words.h. */

#include "spf/typo-words.h"

#include "ip.h"

#include <string.h>

/* Words that differ more are not compared. */
#define WORD_MAX 16

/* A word of so many letters may have one wrong, or two; shorter ones are all too near each other.
 */
#define ONE_WRONG 5
#define TWO_WRONG 7

/* What the argument of a mechanism is. */
typedef enum
{
  TAKES_NOTHING,
  TAKES_NETWORK,
  TAKES_DOMAIN,
  IS_MODIFIER
} Takes;

/* Rightly spelt words, then wrong ones as seen in the field. */
static const struct
{
  const char *word;
  const char *right;
  Takes takes;
} words[] = {
  /* clang-format off */
  { "all",      "all",      TAKES_NOTHING },
  { "include",  "include",  TAKES_DOMAIN },
  { "a",        "a",        TAKES_DOMAIN },
  { "mx",       "mx",       TAKES_DOMAIN },
  { "ptr",      "ptr",      TAKES_DOMAIN },
  { "exists",   "exists",   TAKES_DOMAIN },
  { "ip4",      "ip4",      TAKES_NETWORK },
  { "ip6",      "ip6",      TAKES_NETWORK },
  { "redirect", "redirect", IS_MODIFIER },
  { "exp",      "exp",      IS_MODIFIER },

  { "al",       "all",      TAKES_NOTHING },
  { "alll",     "all",      TAKES_NOTHING },
  { "inc",      "include",  TAKES_DOMAIN },
  { "incl",     "include",  TAKES_DOMAIN },
  { "aaaa",     "a",        TAKES_DOMAIN },
  { "ip",       "ip4",      TAKES_NETWORK },
  { "ipv4",     "ip4",      TAKES_NETWORK },
  { "ip4v",     "ip4",      TAKES_NETWORK },
  { "ip-4",     "ip4",      TAKES_NETWORK },
  { "ip_4",     "ip4",      TAKES_NETWORK },
  { "ipv6",     "ip6",      TAKES_NETWORK },
  { "ip6v",     "ip6",      TAKES_NETWORK },
  { "exist",    "exists",   TAKES_DOMAIN },
  { "redir",    "redirect", IS_MODIFIER },
  /* clang-format on */
};

/* What typewriters and word processors make of signs. */
static const struct
{
  const char *seen;
  const char *meant;
} signs[] = {
  { "\"", "" },
  { "'", "" },
  { "`", "" },
  { "\\", "" },
  { "\t", " " },
  { "\r", " " },
  { "\n", " " },
  { "\xc2\xa0", " " }, /* no-break space */
  { "\xc2\xab", "" },
  { "\xc2\xbb", "" },     /* « » */
  { "\xe2\x80\x8b", "" }, /* zero-width space */
  { "\xe2\x80\x90", "-" },
  { "\xe2\x80\x91", "-" },
  { "\xe2\x80\x92", "-" }, /* hyphens */
  { "\xe2\x80\x93", "-" },
  { "\xe2\x80\x94", "-" },
  { "\xe2\x88\x92", "-" }, /* – — − */
  { "\xe2\x80\x98", "" },
  { "\xe2\x80\x99", "" },
  { "\xe2\x80\x9a", "" }, /* ‘ ’ ‚ */
  { "\xe2\x80\x9c", "" },
  { "\xe2\x80\x9d", "" },
  { "\xe2\x80\x9e", "" },  /* “ ” „ */
  { "\xe3\x80\x80", " " }, /* ideographic space */
  { "\xef\xbb\xbf", "" },  /* byte order mark */
  { "\xef\xbc\x9a", ":" },
  { "\xef\xbc\x9d", "=" },
  { "\xef\xbd\x9e", "~" }, /* full width */
};

/* What a term may begin with; "$" is the end of the text. */
static const char *const beginnings[] = {
  "include:", "ip4:", "ip6:",     "exists:", "redirect=", "exp=",  "a:",
  "mx:",      "ptr:", "include=", "ip4=",    "ip6=",      "ipv4:", "ipv6:",
  "ip:",      "+",    "~",        "?",       "-all$",     "all$",  "mx$",
};

gboolean
sv_spf_typo_begins_term (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      const char *end = strchr (beginnings[i], '$');
      gsize len = end ? (gsize)(end - beginnings[i]) : strlen (beginnings[i]);
      if (g_ascii_strncasecmp (text, beginnings[i], len) == 0 && (!end || text[len] == '\0'))
        return TRUE;
    }
  return FALSE;
}

char *
sv_spf_typo_clean (const char *text)
{
  GString *out = g_string_sized_new (strlen (text));
  while (*text)
    {
      gsize i = 0;
      /* The first byte decides for nearly every letter of nearly every record. */
      while (i < G_N_ELEMENTS (signs)
             && (*text != signs[i].seen[0] || !g_str_has_prefix (text, signs[i].seen)))
        i++;
      if (i == G_N_ELEMENTS (signs))
        g_string_append_c (out, *text++);
      else
        {
          g_string_append (out, signs[i].meant);
          text += strlen (signs[i].seen);
        }
    }
  return g_string_free (out, FALSE);
}

guint
sv_spf_typo_distance (const char *a, const char *b)
{
  guint rows[3][WORD_MAX + 1];
  gsize n = strlen (a), m = strlen (b);
  if (n > WORD_MAX || m > WORD_MAX)
    return G_MAXUINT;
  guint *before = rows[0], *last = rows[1], *row = rows[2];
  for (guint k = 0; k <= m; k++)
    last[k] = before[k] = k;
  for (guint i = 1; i <= n; i++)
    {
      row[0] = i;
      for (guint k = 1; k <= m; k++)
        {
          guint best = MIN (last[k], row[k - 1]) + 1;
          best = MIN (best, last[k - 1] + (a[i - 1] != b[k - 1]));
          if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
            best = MIN (best, before[k - 2] + 1);
          row[k] = best;
        }
      guint *oldest = before;
      before = last;
      last = row;
      row = oldest;
    }
  return last[m];
}

/* The row of a word, or the row of the rightly spelt one that it is near to; -1 if none. */
static int
find_word (const char *word, gsize len)
{
  if (len > WORD_MAX)
    return -1;
  g_autofree char *lower = g_ascii_strdown (word, (gssize)len);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (lower, words[i].word) == 0)
      return (int)i;
  guint wrong = len >= TWO_WRONG ? 2 : len >= ONE_WRONG ? 1 : 0;
  for (gsize i = 0; i < G_N_ELEMENTS (words) && wrong > 0; i++)
    if (strlen (words[i].word) >= ONE_WRONG && sv_spf_typo_distance (lower, words[i].word) <= wrong)
      return (int)i;
  return -1;
}

const char *
sv_spf_typo_word (const char *word, gsize len)
{
  int row = find_word (word, len);
  return row >= 0 ? words[row].right : NULL;
}

/* Prefix length of a netmask as text ("255.255.255.0"); -1 if it is none. */
static int
bits_of_mask (const char *text)
{
  SvIp mask;
  if (!sv_ip_parse (text, -1, &mask) || mask.family != 4)
    return -1;
  guint32 value = 0;
  for (gsize i = 0; i < 4; i++)
    value = value << 8 | mask.bytes[i];
  int bits = 0;
  while (bits < 32 && value & 0x80000000u)
    {
      value <<= 1;
      bits++;
    }
  return value == 0 ? bits : -1;
}

/* "ip4:NETWORK" or "ip6:NETWORK"; NULL if the text is no address with or without a length. */
static char *
network_term (const char *text)
{
  const char *slash = strchr (text, '/');
  SvIp ip;
  if (!sv_ip_parse (text, slash ? slash - text : -1, &ip))
    return NULL;
  const char *name
      = memchr (text, ':', slash ? (gsize)(slash - text) : strlen (text)) ? "ip6" : "ip4";
  int bits = slash ? bits_of_mask (slash + 1) : -1;
  if (bits >= 0)
    return g_strdup_printf ("%s:%.*s/%d", name, (int)(slash - text), text, bits);
  return g_strdup_printf ("%s:%s", name, text);
}

/* With a top-level label that begins like one: "192.0.2.1all" is something else. */
static gboolean
is_host_name (const char *text)
{
  for (const char *p = text; *p; p++)
    if (!g_ascii_isalnum (*p) && !strchr ("-_.", *p))
      return FALSE;
  const char *dot = strrchr (text, '.');
  return dot && g_ascii_isalpha (dot[1]);
}

/* The mechanism and its argument, without qualifier. */
static char *
say (int row, char sign, const char *value)
{
  const char *right = words[row].right;
  char *network = words[row].takes == TAKES_NOTHING ? NULL : network_term (value);
  if (network)
    return network;
  switch (words[row].takes)
    {
    case TAKES_NOTHING:
      return *value ? NULL : g_strdup (right);
    case TAKES_NETWORK:
      return is_host_name (value) ? g_strconcat ("a:", value, NULL) : NULL;
    case IS_MODIFIER:
      return g_strconcat (right, "=", value, NULL);
    default:
      return g_strconcat (right, sign == '/' ? "/" : *value ? ":" : "", value, NULL);
    }
}

char *
sv_spf_typo_respell (const char *term)
{
  gsize signs_len = strspn (term, "+-~?");
  const char *name = term + signs_len;
  char qualifier[2] = { signs_len ? name[-1] : '\0', '\0' };
  g_autofree char *address = network_term (name);
  if (address)
    return g_strconcat (qualifier, address, NULL);
  gsize len = strcspn (name, ":=/");
  int row = find_word (name, len);
  if (row < 0)
    return NULL;
  char sign = name[len];
  const char *value = name + len;
  value += strspn (value, sign == '/' ? "/" : ":=");
  g_autofree char *said = say (row, sign, value);
  if (!said)
    return NULL;
  return g_strconcat (words[row].takes == IS_MODIFIER ? "" : qualifier, said, NULL);
}
