/* SPDX-License-Identifier: GPL-3.0-or-later
 * People in a text; see redact-text.h. */

#include "redact-text.h"

#include "mail/sender-rewriting.h"

#include <string.h>

/* Shorter words and texts are found everywhere by chance. */
#define SECRET_MIN 3

/* Local parts that are remembered of one message; a list of recipients has some hundreds. */
#define WORDS_MAX 2000

/* Hex digits of a hash: 40 bits, so that even 100,000 people of one run hardly ever share one. */
#define HASH_DIGITS 10

/* Bytes in which a key has its "=". */
#define KEY_MAX 24

/* What stands in front of a local part with "=", and is no part of it. */
static const char *const keys[] = { "envelope-from",
                                    "envelope_from",
                                    "envelope-sender",
                                    "mailfrom",
                                    "mail-from",
                                    "from",
                                    "sender",
                                    "rcpt",
                                    "rcpt-to",
                                    "to",
                                    "for",
                                    "auth",
                                    "authid",
                                    "user",
                                    "i",
                                    "s",
                                    "d",
                                    "id",
                                    "rua",
                                    "ruf",
                                    "email" };
static const char *const key_families[] = { "smtp.", "header.", "policy.", "x-" };

/* What is written in front of a user's bare name. */
static const char *const leads[] = { "authenticated sender: ",
                                     "authenticated sender ",
                                     "authenticated as ",
                                     "authenticated user: ",
                                     "smtp.auth=",
                                     "smtp.user=",
                                     "authid=",
                                     "auth_id=",
                                     "auth=",
                                     "login=",
                                     "sasl_username=" };

void
sv_redact_text_init (SvRedactText *text, const guint8 *key)
{
  *text = (SvRedactText){ .key = key,
                          .secrets = g_ptr_array_new_with_free_func (g_free),
                          .words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                          .pool = g_string_chunk_new (256) };
}

void
sv_redact_text_clear (SvRedactText *text)
{
  g_ptr_array_unref (text->secrets);
  g_hash_table_unref (text->words);
  g_string_chunk_free (text->pool);
}

char *
sv_redact_hash (const SvRedactText *text, const char *kind, const char *secret, gssize len)
{
  g_autofree char *lower = g_ascii_strdown (secret, len);
  g_autofree char *hash = g_compute_hmac_for_data (G_CHECKSUM_SHA256, text->key, 32,
                                                   (const guchar *)lower, strlen (lower));
  return g_strdup_printf ("%s-%.*s", kind, HASH_DIGITS, hash);
}

void
sv_redact_add_secret (SvRedactText *text, const char *secret, const char *replacement)
{
  gsize len = secret ? strlen (secret) : 0;
  if (len < SECRET_MIN)
    return;
  guint at = 0;
  while (at < text->secrets->len && strlen (text->secrets->pdata[at]) >= len)
    at += 2;
  g_ptr_array_insert (text->secrets, (int)at, g_strdup (secret));
  g_ptr_array_insert (text->secrets, (int)at + 1, g_strdup (replacement));
}

/* ---- addresses ---- */

static gboolean
is_local_byte (char c)
{
  return g_ascii_isalnum (c) || (guchar)c >= 0x80 || (c && strchr ("!#$%&'*+-/=?^_`{|}~.", c));
}

/* An "@" as it is, or as URLs and DKIM's i= (RFC 6376 2.11) write it: its bytes, or 0. */
static gsize
at_sign (const char *p)
{
  if (*p == '@')
    return 1;
  return g_str_has_prefix (p, "%40") || g_str_has_prefix (p, "=40") ? 3 : 0;
}

/* Whether `local` of `len` bytes up to its "=" is the key of a pair. */
static gboolean
is_key (const char *local, gsize len)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strlen (keys[i]) == len && g_ascii_strncasecmp (local, keys[i], len) == 0)
      return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (key_families); i++)
    if (g_ascii_strncasecmp (local, key_families[i], strlen (key_families[i])) == 0)
      return TRUE;
  return FALSE;
}

/* Where the local part in front of `at` begins; `run` is where the bytes begin that need no quotes,
 * and it does not begin before `begin`. */
static const char *
local_start (const char *begin, const char *run, const char *at)
{
  if (at > begin && at[-1] == '"')
    {
      const char *p = at - 1;
      while (p > begin && (p[-1] != '"' || (p - 1 > begin && p[-2] == '\\')))
        p--;
      return p > begin ? p - 1 : p;
    }
  const char *equals = memchr (run, '=', MIN ((gsize)(at - run), KEY_MAX));
  return equals && is_key (run, (gsize)(equals - run)) ? equals + 1 : run;
}

/* The next local part at or behind `p`, its end into `end`; NULL: none.  "=40" is an "@" only in
 * the value of a pair: base64 is full of it. */
static const char *
next_local (const char *p, const char **end)
{
  const char *begin = p, *run = p;
  for (; *p; p++)
    {
      gsize at = at_sign (p);
      const char *start = at ? local_start (begin, run, p) : p;
      gboolean pair = start > begin && start[-1] == '=';
      if (at && start < p && (*p != '=' || pair))
        {
          *end = p;
          return start;
        }
      if (*p == '@')
        begin = p + 1;
      if (!is_local_byte (*p))
        run = p + 1;
    }
  return NULL;
}

gsize
sv_redact_person (const SvRedactText *text, const char *local, gsize len)
{
  SvSenderRewriting rewriting;
  g_autofree char *address = g_strdup_printf ("%.*s@example.invalid", (int)len, local);
  if (!sv_sender_rewriting (address, text->pool, &rewriting) || !rewriting.sender
      || (rewriting.kind != SV_REWRITING_SRS && rewriting.kind != SV_REWRITING_BATV))
    return 0;
  const char *at = strrchr (rewriting.sender, '@');
  gsize person = at ? (gsize)(at - rewriting.sender) : strlen (rewriting.sender);
  gboolean ends = person > 0 && person < len
                  && g_ascii_strncasecmp (local + len - person, rewriting.sender, person) == 0;
  return ends ? len - person : 0;
}

/* Whether it is a hash already: texts are looked at more than once. */
static gboolean
is_hash (const char *local, gsize len)
{
  static const char lead[] = "user-";
  gsize digits = 0;
  if (len != strlen (lead) + HASH_DIGITS || strncmp (local, lead, strlen (lead)) != 0)
    return FALSE;
  while (digits < HASH_DIGITS && g_ascii_isxdigit (local[strlen (lead) + digits]))
    digits++;
  return digits == HASH_DIGITS;
}

static void
append_local (const SvRedactText *text, GString *out, const char *local, gsize len)
{
  gsize skip = sv_redact_person (text, local, len);
  g_autofree char *hash = is_hash (local + skip, len - skip)
                              ? g_strndup (local + skip, len - skip)
                              : sv_redact_hash (text, "user", local + skip, (gssize)(len - skip));
  g_string_append_len (out, local, (gssize)skip);
  g_string_append (out, hash);
}

void
sv_redact_learn (SvRedactText *text, const char *value)
{
  const char *end;
  for (const char *p = value; p && (p = next_local (p, &end)); p = end + 1)
    if (end - p >= SECRET_MIN && g_hash_table_size (text->words) < WORDS_MAX)
      g_hash_table_add (text->words, g_ascii_strdown (p, end - p));
}

void
sv_redact_learn_user (SvRedactText *text, const char *user)
{
  if (user && !strchr (user, '@') && strlen (user) >= SECRET_MIN
      && g_hash_table_size (text->words) < WORDS_MAX)
    g_hash_table_add (text->words, g_ascii_strdown (user, -1));
}

/* ---- passes: each makes a new text of one ---- */

/* Whatever its case: DNS names are lower case, what they are made of need not be. */
static char *
replace_all (char *value, const char *secret, const char *replacement)
{
  gsize len = strlen (secret);
  g_autofree char *lower = g_ascii_strdown (value, -1);
  g_autofree char *wanted = g_ascii_strdown (secret, -1);
  const char *hit = strstr (lower, wanted), *from = lower;
  if (!hit)
    return value;
  GString *out = g_string_new (NULL);
  for (; hit; from = hit + len, hit = strstr (from, wanted))
    {
      g_string_append_len (out, value + (from - lower), hit - from);
      g_string_append (out, replacement);
    }
  g_string_append (out, value + (from - lower));
  g_free (value);
  return g_string_free (out, FALSE);
}

static char *
without_secrets (const SvRedactText *text, char *value)
{
  for (guint i = 0; i < text->secrets->len; i += 2)
    value = replace_all (value, text->secrets->pdata[i], text->secrets->pdata[i + 1]);
  return value;
}

static char *
without_addresses (const SvRedactText *text, char *value)
{
  GString *out = g_string_new (NULL);
  const char *p = value, *end, *start;
  while ((start = next_local (p, &end)))
    {
      g_string_append_len (out, p, start - p);
      append_local (text, out, start, (gsize)(end - start));
      p = end + at_sign (end);
      g_string_append_len (out, end, p - end);
    }
  g_string_append (out, p);
  g_free (value);
  return g_string_free (out, FALSE);
}

static gboolean
is_word_byte (char c)
{
  return is_local_byte (c) && c != '=' && c != '\'' && c != '/';
}

/* Bytes of a lead that ends in front of `p`, 0 where there is none: a name without "@" follows. */
static gboolean
is_led (const char *begin, const char *p)
{
  for (gsize i = 0; i < G_N_ELEMENTS (leads); i++)
    {
      gsize len = strlen (leads[i]);
      if ((gsize)(p - begin) >= len && g_ascii_strncasecmp (p - len, leads[i], len) == 0)
        return TRUE;
    }
  return FALSE;
}

/* A word that is a known local part, or that is said to be a user's name. */
static char *
without_words (const SvRedactText *text, char *value)
{
  GString *out = g_string_new (NULL);
  for (const char *p = value; *p;)
    {
      const char *end = p;
      while (is_word_byte (*end))
        end++;
      g_autofree char *word = g_ascii_strdown (p, end - p);
      gboolean ours = g_str_has_prefix (word, "user-") || g_str_has_prefix (word, "name-");
      if (end > p && !ours && *end != '@'
          && (g_hash_table_contains (text->words, word) || is_led (value, p)))
        {
          g_autofree char *hash = sv_redact_hash (text, "user", p, end - p);
          g_string_append (out, hash);
        }
      else
        g_string_append_len (out, p, end - p);
      if (*end)
        g_string_append_c (out, *end++);
      p = end;
    }
  g_free (value);
  return g_string_free (out, FALSE);
}

char *
sv_redact_string (const SvRedactText *text, const char *value)
{
  if (!value || !*value)
    return g_strdup (value);
  return without_words (text, without_addresses (text, without_secrets (text, g_strdup (value))));
}

/* ---- names of DNS ---- */

char *
sv_redact_name (const SvRedactText *text, const char *name, const char *person)
{
  g_autofree char *lower = g_ascii_strdown (person, -1);
  g_auto (GStrv) pieces = g_strsplit_set (lower, ".-+_=/,", -1);
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);
  for (char **label = labels; *label; label++)
    if (strlen (*label) >= SECRET_MIN && g_strv_contains ((const char *const *)pieces, *label))
      {
        char *hash = sv_redact_hash (text, "user", *label, -1);
        g_free (*label);
        *label = hash;
      }
  return g_strjoinv (".", labels);
}
