/* SPDX-License-Identifier: GPL-3.0-or-later
 * Fuzzes what opens an input: its kind, compression, and the framing of its messages. */

#include "fuzz.h"

#include "mail/source.h"

#include <sys/mman.h>
#include <unistd.h>

/* Every message of the input lies behind the one before it, and inside it. */
static void
check_message (const SvMessage *message, guint64 index, guint64 *end)
{
  g_assert_nonnull (message->header);
  g_assert_cmpuint (message->index, ==, index);
  g_assert_true (index == 0 || message->offset >= *end);
  g_assert_cmpuint (g_bytes_get_size (message->header), <=, SV_HEADER_BLOCK_MAX);
  g_assert_cmpuint (g_bytes_get_size (message->header), <=, message->size);
  *end = message->offset + message->size;
}

/* What follows an error is read; an input cannot have more errors than bytes. */
static void
read_all (const char *path, SvInputFormat format, gsize size)
{
  const char *paths[] = { path, NULL };
  g_autoptr (SvSource) source = sv_source_new (paths, format, TRUE);
  guint64 index = 0, errors = 0, end = 0;
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SvMessage) message = sv_source_next (source, &error);
      if (!message && !error)
        return;
      if (message)
        check_message (message, index++, &end);
      else
        index += g_error_matches (error, SV_SOURCE_ERROR, SV_SOURCE_ERROR_MESSAGE);
      g_assert_cmpuint (errors += error != NULL, <=, size + 1);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  int fd = memfd_create ("fuzz", MFD_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, data, size), ==, (gssize)size);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  read_all (path, SV_INPUT_AUTO, size);
  read_all (path, SV_INPUT_MBOX, size);
  close (fd);
  return 0;
}
