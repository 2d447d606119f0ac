/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of mail/archive.h through mail/source.h: compressed inputs, whole and damaged. */

#include "inputs.h"
#include "mail/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Writes `text` compressed by a filter of libarchive. */
static void
compress (const char *path, int filter, const char *text, gsize len)
{
  struct archive *writer = archive_write_new ();
  struct archive_entry *entry = archive_entry_new ();
  archive_entry_set_pathname (entry, "data");
  archive_entry_set_filetype (entry, AE_IFREG);
  CHECK (path, archive_write_add_filter (writer, filter) == ARCHIVE_OK);
  archive_write_set_format_raw (writer);
  CHECK (path, archive_write_open_filename (writer, path) == ARCHIVE_OK);
  CHECK (path, archive_write_header (writer, entry) == ARCHIVE_OK);
  CHECK (path, archive_write_data (writer, text, len) == (la_ssize_t)len);
  archive_entry_free (entry);
  CHECK (path, archive_write_free (writer) == ARCHIVE_OK);
}

static const struct
{
  const char *name;
  int filter;
} filters[] = {
  { "gzip", ARCHIVE_FILTER_GZIP },
  { "bzip2", ARCHIVE_FILTER_BZIP2 },
  { "xz", ARCHIVE_FILTER_XZ },
  { "zstd", ARCHIVE_FILTER_ZSTD },
};

/* An mbox of `n` messages of 4 kB that do not compress to nothing. */
static GString *
large_box (guint n)
{
  GString *box = g_string_new (NULL);
  guint32 random = 1;
  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (box, FROM "Subject: %05u\n\n", i);
      for (guint j = 0; j < 100; j++)
        {
          guint32 word[4];
          for (guint k = 0; k < G_N_ELEMENTS (word); k++)
            word[k] = random = random * 1664525 + 1013904223;
          g_string_append_printf (box, "%08x %08x %08x %08x %d\n", word[0], word[1], word[2],
                                  word[3], 1000 + (int)j);
        }
      g_string_append_c (box, '\n');
    }
  return box;
}

static void
test_compressed (void)
{
  g_autoptr (GString) box = large_box (150);
  inputs_put ("box", box->str, (gssize)box->len);
  g_autofree char *plain = inputs_walk_one ("box", SV_INPUT_AUTO);
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      /* Under the plain file's name: kinds are told by content. */
      compress ("box", filters[i].filter, box->str, box->len);
      g_autofree char *walked = inputs_walk_one ("box", SV_INPUT_AUTO);
      CHECK (filters[i].name, g_strcmp0 (walked, plain) == 0);
      compress ("box", filters[i].filter, MAIL, strlen (MAIL));
      CHECK_WALK ("box", SV_INPUT_AUTO, "boxm0@0+17 ");
      compress ("box", filters[i].filter, "\x01\x02", 2);
      CHECK_WALK ("box", SV_INPUT_AUTO,
                  "!2 box: not a mail: it does not begin with header fields; ");
    }
  inputs_clear ();
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      CHECK ("mkdir", g_mkdir_with_parents ("in/cur", 0700) == 0);
      CHECK ("mkdir", g_mkdir_with_parents ("in/new", 0700) == 0);
      compress ("in/cur/1", filters[i].filter, MAIL, strlen (MAIL));
      CHECK_WALK ("in", SV_INPUT_AUTO, "in/cur/1d0@0+17 ");
      inputs_clear ();
    }
}

static void
test_members (void)
{
  g_autofree char *data = NULL;
  gsize len;
  compress ("one", ARCHIVE_FILTER_GZIP, BOX "\n", strlen (BOX) + 1);
  CHECK ("read", g_file_get_contents ("one", &data, &len, NULL));
  g_autoptr (GString) twice = g_string_new_len (data, (gssize)len);
  g_string_append_len (twice, data, (gssize)len);
  g_string_append_len (twice, "\0\0\0\0", 4);
  inputs_put ("two", twice->str, (gssize)twice->len);
  CHECK_WALK ("two", SV_INPUT_AUTO, "twob0@44+17 twob1@106+17 twob2@168+17 twob3@230+17 ");
  inputs_clear ();
}

/* Files that break off: what is whole in front of that is delivered, then the error. */
static void
test_damaged (void)
{
  g_autoptr (GString) box = large_box (150);
  const gsize message_len = box->len / 150;
  /* Half of the file is half of the messages, less the block that the decoder was in: of bzip2
   * 900 kB, of xz and zstd two of 64 kB (15 messages each). */
  static const guint wanted[] = { 70, 0, 30, 30 };
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      gsize len;
      g_autofree char *data = NULL;
      compress ("box", filters[i].filter, box->str, box->len);
      CHECK ("read", g_file_get_contents ("box", &data, &len, NULL));
      inputs_put ("box", data, (gssize)(len / 2));
      const char *const paths[] = { "box", NULL };
      g_autoptr (SvSource) source = sv_source_new (paths, SV_INPUT_AUTO, FALSE);
      g_autoptr (GError) error = NULL;
      guint messages = 0;
      for (SvMessage *message; (message = sv_source_next (source, &error)); messages++)
        {
          CHECK_INT (filters[i].name, message->offset, messages * message_len + strlen (FROM));
          sv_message_free (message);
        }
      CHECK (filters[i].name, g_error_matches (error, SV_SOURCE_ERROR, SV_SOURCE_ERROR_READ));
      CHECK (filters[i].name, error && g_str_has_prefix (error->message, "box: "));
      CHECK (filters[i].name, messages >= wanted[i]);
      CHECK (filters[i].name, sv_source_next (source, NULL) == NULL);
    }
  inputs_clear ();
}

static void
test_damaged_small (void)
{
  gsize len;
  g_autofree char *data = NULL;
  compress ("box", ARCHIVE_FILTER_GZIP, BOX "\n" BOX, 2 * strlen (BOX) + 1);
  CHECK ("read", g_file_get_contents ("box", &data, &len, NULL));
  inputs_put ("box", data, (gssize)len - 8); /* without its checksum and length */
  CHECK_WALK ("box", SV_INPUT_AUTO,
              "boxb0@44+17 boxb1@106+17 boxb2@168+17 !1 box: the compressed data breaks off; ");
  inputs_put ("in/box", data, 11);
  inputs_put ("in/mail", MAIL, -1);
  CHECK_WALK ("in", SV_INPUT_AUTO, "!1 in/box: the compressed data breaks off; in/mailm0@0+17 ");
  inputs_clear ();
}

/* Standard input is not read twice: what was read to recognise it counts. */
static void
test_standard_input (void)
{
  int saved = dup (STDIN_FILENO);
  compress ("box", ARCHIVE_FILTER_XZ, BOX, strlen (BOX));
  int fd = g_open ("box", O_RDONLY, 0);
  CHECK ("dup", dup2 (fd, STDIN_FILENO) == STDIN_FILENO);
  CHECK_WALK ("-", SV_INPUT_AUTO, "-b0@44+17 -b1@106+17 ");
  dup2 (saved, STDIN_FILENO);
  close (saved);
  close (fd);
  inputs_clear ();
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "compressed", test_compressed },
    { "gzip members", test_members },
    { "damaged", test_damaged },
    { "damaged and small", test_damaged_small },
    { "standard input", test_standard_input },
    { NULL, NULL },
  };
  return inputs_run ("archive", tests);
}
