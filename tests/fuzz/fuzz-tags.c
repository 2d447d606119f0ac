/* SPDX-License-Identifier: GPL-3.0-or-later
 * Fuzzes the readers of what strangers publish for DKIM and DMARC.  The first byte picks the
 * reader; the rest is the text of the record. */

#include "fuzz.h"

#include "dkim/key.h"
#include "dkim/tags.h"
#include "dmarc/record.h"

#include <string.h>

static void
read_key (const char *text, gsize len)
{
  g_auto (SvDkimKey) key = { 0 };
  sv_dkim_key_parse (&key, text, len);
  g_assert_true ((key.state == SV_DKIM_KEY_GOOD) == (key.key != NULL));
}

static void
read_tags (const char *text, gsize len)
{
  SvTagList list;
  if (!sv_tags_read (&list, text, len))
    return;
  SvSlice value = sv_tags_value (&list, "p");
  g_autofree char *shown = sv_tag_text (value);
  g_autoptr (GBytes) bytes = sv_tag_base64 (value);
  guint64 number;
  sv_tag_number (value, &number);
  g_assert_true (!shown || strlen (shown) <= len);
  g_assert_true (!bytes || g_bytes_get_size (bytes) <= len);
}

static void
read_policy (const char *text, gsize len)
{
  g_autoptr (SvDmarcRecord) record = sv_dmarc_record_parse (text, len);
  g_autofree char *shown = sv_dmarc_text (text, len);
  g_assert_nonnull (shown);
  if (record)
    g_assert_true (sv_dmarc_record_is_one (text, len));
}

static void (*const readers[]) (const char *, gsize) = { read_key, read_tags, read_policy };

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (size == 0)
    return 0;
  /* A block of its own: sanitizers see a byte read in front of the text too. */
  char *text = g_malloc (MAX (size - 1, 1));
  memcpy (text, data + 1, size - 1);
  readers[data[0] % G_N_ELEMENTS (readers)](text, size - 1);
  g_free (text);
  return 0;
}
