/* SPDX-License-Identifier: GPL-3.0-or-later
 * Decompression by libarchive, and of gzip by GIO: libarchive throws away up to 64 KiB that it had
 * decoded already when a gzip file breaks off, and those files are the ones that do. */

#include "mail/archive.h"

#include "mail/source.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define INPUT_BLOCK (64 * 1024)

/* GIO does not say how much a call decoded in front of a damage, so this is what a damage may cost.
 */
#define GUNZIP_PIECE 4096

struct SvArchive
{
  int fd;
  int stop;
  gboolean fd_ended;
  char *input; /* INPUT_BLOCK bytes or more */
  gsize begin; /* of what is not decoded yet */
  gsize end;
  GError *input_error;
  GConverter *gunzip;     /* either this */
  struct archive *reader; /* or this */
};

/* clang-format off */
static const struct
{
  const char *bytes;
  gsize len;
} magics[] = {
  { "\x1F\x8B\x08", 3 },                           /* gzip, RFC 1952 2.3.1 */
  { "\xFD" "7zXZ\0", 6 },                          /* xz */
  { "\x28\xB5\x2F\xFD", 4 },                       /* zstd, RFC 8878 3.1.1 */
};

/* bzip2: "BZh", a digit, and the mark of a block or of the end. */
static const char bzip2_marks[][7] = { "1AY&SY", "\x17\x72\x45\x38\x50\x90" };
/* clang-format on */

static gboolean
begins_with (const char *data, gsize len, const char *bytes, gsize bytes_len)
{
  return len >= bytes_len && memcmp (data, bytes, bytes_len) == 0;
}

static gboolean
is_gzip (const char *data, gsize len)
{
  return begins_with (data, len, magics[0].bytes, magics[0].len);
}

gboolean
sv_archive_is_compressed (const char *data, gsize len)
{
  for (guint i = 0; i < G_N_ELEMENTS (magics); i++)
    if (begins_with (data, len, magics[i].bytes, magics[i].len))
      return TRUE;
  if (!begins_with (data, len, "BZh", 3) || len < SV_ARCHIVE_MAGIC_LEN)
    return FALSE;
  return memcmp (data + 4, bzip2_marks[0], 6) == 0 || memcmp (data + 4, bzip2_marks[1], 6) == 0;
}

/* Waits for what there is to read, or for the end on request.  What poll(2) cannot say, read(2)
 * will. */
static gboolean
is_stopped (int fd, int stop)
{
  struct pollfd fds[] = { { .fd = fd, .events = POLLIN }, { .fd = stop, .events = POLLIN } };
  return stop >= 0 && poll (fds, G_N_ELEMENTS (fds), -1) > 0 && fds[1].revents;
}

gssize
sv_archive_read_fd (int fd, int stop, char *buffer, gsize len, GError **error)
{
  gssize got;
  do
    got = is_stopped (fd, stop) ? 0 : read (fd, buffer, len);
  while (got < 0 && errno == EINTR);
  if (got < 0)
    g_set_error_literal (error, SV_SOURCE_ERROR, SV_SOURCE_ERROR_READ, g_strerror (errno));
  return got;
}

/* Refills the input when all of it is used; FALSE at the end or after an error. */
static gboolean
fill_input (SvArchive *archive)
{
  if (archive->begin < archive->end)
    return TRUE;
  if (archive->fd_ended)
    return FALSE;
  gssize got = sv_archive_read_fd (archive->fd, archive->stop, archive->input, INPUT_BLOCK,
                                   &archive->input_error);
  archive->begin = 0;
  archive->end = got > 0 ? (gsize)got : 0;
  archive->fd_ended = got <= 0;
  return got > 0;
}

static la_ssize_t
feed_reader (struct archive *reader, void *data, const void **block)
{
  SvArchive *archive = data;
  if (!fill_input (archive) && archive->input_error)
    {
      archive_set_error (reader, EIO, "%s", archive->input_error->message);
      return -1;
    }
  gsize len = archive->end - archive->begin;
  *block = archive->input + archive->begin;
  archive->begin = archive->end;
  return (la_ssize_t)len;
}

static gboolean
set_reader_error (struct archive *reader, GError **error)
{
  const char *text = archive_error_string (reader);
  g_set_error_literal (error, SV_SOURCE_ERROR, SV_SOURCE_ERROR_READ, text ? text : "");
  return FALSE;
}

/* Only the filters of libarchive that are libraries; its other ones start programs. */
static gboolean
open_reader (SvArchive *archive, GError **error)
{
  struct archive *reader = archive->reader = archive_read_new ();
  struct archive_entry *entry;
  archive_read_support_filter_bzip2 (reader);
  archive_read_support_filter_xz (reader);
  archive_read_support_filter_zstd (reader);
  archive_read_support_format_raw (reader);
  archive_read_support_format_empty (reader);
  if (archive_read_open (reader, archive, NULL, feed_reader, NULL) != ARCHIVE_OK)
    return set_reader_error (reader, error);
  int status = archive_read_next_header (reader, &entry);
  if (status != ARCHIVE_OK && status != ARCHIVE_EOF)
    return set_reader_error (reader, error);
  if (status == ARCHIVE_EOF) /* nothing was compressed */
    g_clear_pointer (&archive->reader, archive_read_free);
  return TRUE;
}

SvArchive *
sv_archive_open (int fd, int stop, const char *begun, gsize len, GError **error)
{
  SvArchive *archive = g_new0 (SvArchive, 1);
  archive->fd = fd;
  archive->stop = stop;
  archive->input = g_malloc (MAX (len, INPUT_BLOCK));
  memcpy (archive->input, begun, len);
  archive->end = len;
  if (is_gzip (begun, len))
    archive->gunzip = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  else if (!open_reader (archive, error))
    {
      if (archive->input_error)
        {
          g_clear_error (error);
          g_propagate_error (error, g_steal_pointer (&archive->input_error));
        }
      g_clear_pointer (&archive, sv_archive_free);
    }
  return archive;
}

void
sv_archive_free (SvArchive *archive)
{
  if (!archive)
    return;
  g_clear_object (&archive->gunzip);
  g_clear_pointer (&archive->reader, archive_read_free);
  g_clear_error (&archive->input_error);
  g_free (archive->input);
  g_free (archive);
}

/* A file of several members is their concatenation (RFC 1952 2.2); anything else behind a member is
 * padding, which gzip(1) ignores too. */
static gboolean
next_member (SvArchive *archive)
{
  g_converter_reset (archive->gunzip);
  return fill_input (archive)
         && is_gzip (archive->input + archive->begin, archive->end - archive->begin);
}

static gssize
gunzip (SvArchive *archive, char *buffer, gsize len, GError **error)
{
  while (archive->gunzip)
    {
      GConverterFlags flags = fill_input (archive) ? 0 : G_CONVERTER_INPUT_AT_END;
      gsize used = 0, made = 0;
      GError *trouble = NULL;
      GConverterResult result = g_converter_convert (
          archive->gunzip, archive->input + archive->begin, archive->end - archive->begin, buffer,
          MIN (len, GUNZIP_PIECE), flags, &used, &made, &trouble);
      archive->begin += used;
      gboolean hungry = g_error_matches (trouble, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
      if (result == G_CONVERTER_ERROR && (!hungry || flags))
        {
          g_set_error_literal (error, SV_SOURCE_ERROR, SV_SOURCE_ERROR_READ,
                               hungry ? _ ("the compressed data breaks off")
                                      : _ ("the compressed data is damaged"));
          g_error_free (trouble);
          return -1;
        }
      g_clear_error (&trouble);
      if (result == G_CONVERTER_FINISHED && !next_member (archive))
        g_clear_object (&archive->gunzip);
      if (made > 0)
        return (gssize)made;
    }
  return 0;
}

static gssize
decode (SvArchive *archive, char *buffer, gsize len, GError **error)
{
  if (!archive->reader)
    return gunzip (archive, buffer, len, error);
  la_ssize_t got = archive_read_data (archive->reader, buffer, len);
  if (got < 0)
    set_reader_error (archive->reader, error);
  return (gssize)got;
}

/* To a decoder, input that cannot be read ends or breaks off; behind the end of a member nobody but
 * us would know. */
gssize
sv_archive_read (SvArchive *archive, char *buffer, gsize len, GError **error)
{
  g_autoptr (GError) trouble = NULL;
  gssize got = decode (archive, buffer, len, &trouble);
  if (got <= 0 && archive->input_error)
    {
      g_propagate_error (error, g_steal_pointer (&archive->input_error));
      return -1;
    }
  if (trouble)
    g_propagate_error (error, g_steal_pointer (&trouble));
  return got;
}
