/* SPDX-License-Identifier: GPL-3.0-or-later
 * The walk over inputs: files and folders in order, what each is, one message after another. */

#include "mail/source.h"

#include "mail/maildir.h"
#include "mail/mbox.h"
#include "mail/stream.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* A folder on the way from an input to the file that is read. */
typedef struct
{
  char *path;
  GPtrArray *names; /* below `path` */
  guint next;
  guint messages; /* the first of `names` that are messages of a Maildir */
} Folder;

struct SvSource
{
  char **paths;
  guint next_path;
  SvInputFormat format;
  SvBodies bodies;
  GPtrArray *folders; /* open ones, the innermost last: a stack, not the C stack */
  GHashTable *seen;   /* folders walked for this input, so that links in a circle end */
  const char *input;  /* the folder that was given, while it is walked */
  gboolean found;     /* a message or an error in it */
  SvMbox *mbox;       /* the file being read */
  SvSourceFile file;  /* the same, and after its end until the next call */
  gboolean in_file;
  guint n_files;
  guint64 bytes;       /* of the files behind us */
  gboolean measuring;  /* nothing is opened */
  guint64 position;    /* bytes of all files met so far */
  guint64 begin, end;  /* of those, what is ours */
  gboolean owns_input; /* the folder that was given begins in that */
  int stop;            /* descriptor that ends reading, -1: none */
  SvSourceAsk ask;
  gpointer ask_data;
};

/* clang-format off */
G_DEFINE_QUARK (sv_source_error_quark, sv_source_error)
/* clang-format on */

void
sv_message_free (SvMessage *message)
{
  if (!message)
    return;
  g_free (message->file);
  g_free (message->from_line);
  g_free (message->part);
  g_free (message->reported_mail_from);
  g_clear_pointer (&message->header, g_bytes_unref);
  g_clear_pointer (&message->body, g_bytes_unref);
  g_free (message);
}

static void
folder_free (gpointer data)
{
  Folder *folder = data;
  g_free (folder->path);
  g_ptr_array_unref (folder->names);
  g_free (folder);
}

SvSource *
sv_source_new (const char *const *paths, SvInputFormat format, SvBodies bodies)
{
  SvSource *source = g_new0 (SvSource, 1);
  source->paths = g_strdupv ((char **)paths);
  source->format = format;
  source->bodies = bodies;
  source->end = G_MAXUINT64;
  source->stop = -1;
  source->folders = g_ptr_array_new_with_free_func (folder_free);
  source->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return source;
}

void
sv_source_free (SvSource *source)
{
  if (!source)
    return;
  sv_mbox_free (source->mbox);
  g_free (source->file.path);
  g_ptr_array_unref (source->folders);
  g_hash_table_unref (source->seen);
  g_strfreev (source->paths);
  g_free (source);
}

static gboolean
no_mail (const char *path, const char *why, GError **error)
{
  g_set_error (error, SV_SOURCE_ERROR, SV_SOURCE_ERROR_NO_MAIL, "%s: %s", path, why);
  return FALSE;
}

/* Puts a folder on the stack.  Each is walked once for an input, however many links lead there. */
static gboolean
enter_folder (SvSource *source, const char *path, const struct stat *status, GError **error)
{
  g_autofree char *id = g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT,
                                         (guint64)status->st_dev, (guint64)status->st_ino);
  if (!g_hash_table_add (source->seen, g_steal_pointer (&id)))
    return TRUE;
  gboolean maildir = sv_maildir_is (path);
  g_autoptr (GPtrArray) names
      = maildir ? sv_maildir_messages (path, error) : g_ptr_array_new_with_free_func (g_free);
  if (!names)
    return FALSE;
  guint messages = names->len;
  g_autoptr (GPtrArray) entries = sv_maildir_entries (path, maildir, error);
  if (!entries)
    return FALSE;
  g_ptr_array_extend_and_steal (names, g_steal_pointer (&entries));
  Folder *folder = g_new0 (Folder, 1);
  folder->path = g_strdup (path);
  folder->names = g_steal_pointer (&names);
  folder->messages = messages;
  g_ptr_array_add (source->folders, folder);
  return TRUE;
}

/* Decides what a file is.  One found in a folder may be something else than mail (an index, a
 * picture): that is passed over without a word, unless a Maildir says that it is a message. */
static SvInputFormat
recognise (const SvSource *source, SvStream *stream, gboolean maildir, gsize len)
{
  if (maildir)
    return SV_INPUT_MAILDIR;
  if (len == 0 || source->format == SV_INPUT_MAILDIR)
    return SV_INPUT_AUTO;
  return source->format == SV_INPUT_AUTO ? sv_mbox_detect (stream) : source->format;
}

/* Whether what begins at `position` belongs to our part of the walk. */
static gboolean
is_ours (const SvSource *source, guint64 position)
{
  return position >= source->begin && position < source->end;
}

/* Begins to read a file, if whoever is asked wants it. */
static gboolean
begin_file (SvSource *source, SvStream *stream, const char *path, SvInputFormat format,
            guint64 position, GError **error)
{
  SvSourceStart start = { 0 };
  gboolean divisible = format == SV_INPUT_MBOX && sv_stream_is_plain (stream);
  gboolean reaches = divisible && position < source->begin && source->position > source->begin;
  if (!reaches && !is_ours (source, position))
    {
      sv_stream_free (stream);
      return source->found = TRUE;
    }
  g_free (source->file.path);
  source->file = (SvSourceFile){ .path = g_strdup (path),
                                 .number = source->n_files - 1,
                                 .format = format,
                                 .plain = sv_stream_is_plain (stream),
                                 .size = sv_stream_size (stream),
                                 .mtime = sv_stream_mtime (stream) };
  source->in_file = TRUE;
  if (source->ask && !source->ask (&source->file, &start, source->ask_data))
    {
      source->bytes += source->file.size;
      sv_stream_free (stream);
      return source->found = TRUE;
    }
  source->mbox = sv_mbox_new (stream, path, format, source->bodies);
  if (divisible)
    sv_mbox_set_range (source->mbox, source->begin - MIN (source->begin, position),
                       source->end == G_MAXUINT64 ? source->end : source->end - position);
  if (start.offset == 0 || sv_mbox_go_on (source->mbox, start.index, start.offset, error))
    return TRUE;
  g_clear_pointer (&source->mbox, sv_mbox_free);
  return FALSE;
}

static gboolean
open_file (SvSource *source, const char *path, gboolean given, gboolean maildir, guint64 position,
           GError **error)
{
  g_autoptr (SvStream) stream = sv_stream_open_until (path, source->stop, error);
  if (!stream)
    return FALSE;
  gsize len;
  sv_stream_fill (stream, 1);
  sv_stream_window (stream, &len);
  SvInputFormat format = recognise (source, stream, maildir, len);
  if (format != SV_INPUT_AUTO)
    return begin_file (source, g_steal_pointer (&stream), path, format, position, error);
  if (sv_stream_error (stream))
    {
      g_propagate_error (error, g_error_copy (sv_stream_error (stream)));
      return FALSE;
    }
  if (!given)
    return TRUE;
  const char *name = strcmp (path, "-") == 0 ? _ ("standard input") : path;
  return no_mail (
      name, len == 0 ? _ ("empty") : _ ("not a mail: it does not begin with header fields"), error);
}

/* A file of the walk: opened if some of it may be ours, or if it may show that its folder has mail.
 * Other people's troubles are theirs. */
static gboolean
meet_file (SvSource *source, const char *path, gboolean given, gboolean maildir, guint64 size,
           GError **error)
{
  guint64 position = source->position;
  source->position += size;
  source->n_files++;
  gboolean begins = is_ours (source, position);
  gboolean reaches = position < source->begin && source->position > source->begin;
  gboolean shows = !given && source->owns_input && !source->found;
  if (source->measuring || !(begins || reaches || shows))
    return TRUE;
  g_autoptr (GError) trouble = NULL;
  if (open_file (source, path, given, maildir, position, &trouble) || !begins)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&trouble));
  return FALSE;
}

static guint64
file_size (const struct stat *status)
{
  return S_ISREG (status->st_mode) ? (guint64)status->st_size : 0;
}

/* Opens the next input that was given. */
static gboolean
open_input (SvSource *source, GError **error)
{
  const char *path = source->paths[source->next_path++];
  struct stat status;
  g_hash_table_remove_all (source->seen);
  if (strcmp (path, "-") == 0)
    return meet_file (source, path, TRUE, FALSE, 0, error);
  if (g_stat (path, &status) != 0)
    {
      g_set_error (error, SV_SOURCE_ERROR, SV_SOURCE_ERROR_OPEN, "%s: %s", path,
                   g_strerror (errno));
      return FALSE;
    }
  if (!S_ISDIR (status.st_mode))
    return meet_file (source, path, TRUE, FALSE, file_size (&status), error);
  if (!enter_folder (source, path, &status, error))
    return FALSE;
  source->input = path;
  source->found = FALSE;
  source->owns_input = is_ours (source, source->position);
  return TRUE;
}

/* Opens the next entry of the innermost folder.  What is neither file nor folder (a pipe, a socket)
 * is left alone: it might never end. */
static gboolean
open_entry (SvSource *source, Folder *folder, GError **error)
{
  gboolean maildir = folder->next < folder->messages;
  g_autofree char *path
      = g_build_filename (folder->path, folder->names->pdata[folder->next++], NULL);
  struct stat status;
  if (g_stat (path, &status) != 0)
    {
      g_set_error (error, SV_SOURCE_ERROR, SV_SOURCE_ERROR_OPEN, "%s: %s", path,
                   g_strerror (errno));
      return FALSE;
    }
  if (S_ISDIR (status.st_mode))
    return maildir || enter_folder (source, path, &status, error);
  return !S_ISREG (status.st_mode)
         || meet_file (source, path, FALSE, maildir, file_size (&status), error);
}

/* An error of a path that has no bytes belongs to the part in which the walk stands. */
static gboolean
open_next (SvSource *source, Folder *folder, GError **error)
{
  g_autoptr (GError) trouble = NULL;
  guint64 position = source->position;
  if (folder ? open_entry (source, folder, &trouble) : open_input (source, &trouble))
    return TRUE;
  if (is_ours (source, position) && !source->measuring)
    g_propagate_error (error, g_steal_pointer (&trouble));
  return TRUE;
}

/* Goes one step: into the next entry, out of a folder, to the next input.  FALSE with `error` unset
 * at the end. */
static gboolean
step (SvSource *source, GError **error)
{
  if (source->folders->len > 0)
    {
      Folder *folder = source->folders->pdata[source->folders->len - 1];
      if (folder->next < folder->names->len)
        return open_next (source, folder, error);
      g_ptr_array_remove_index (source->folders, source->folders->len - 1);
      return TRUE;
    }
  const char *folder = g_steal_pointer (&source->input);
  if (folder && !source->found && source->owns_input && !source->measuring)
    return no_mail (folder, _ ("no mail in this folder"), error);
  return source->paths[source->next_path] && open_next (source, NULL, error);
}

void
sv_source_leave_file (SvSource *source)
{
  if (!source->mbox)
    return;
  source->bytes += MAX (source->file.size, sv_mbox_bytes (source->mbox));
  g_clear_pointer (&source->mbox, sv_mbox_free);
}

SvMessage *
sv_source_next (SvSource *source, GError **error)
{
  g_autoptr (GError) trouble = NULL;
  SvMessage *message = NULL;
  gboolean more = TRUE;
  source->in_file = source->mbox != NULL;
  while (!message && !trouble && more)
    if (source->mbox)
      {
        message = sv_mbox_next (source->mbox, &trouble);
        if (!message && !trouble)
          {
            source->bytes += sv_mbox_bytes (source->mbox);
            g_clear_pointer (&source->mbox, sv_mbox_free);
          }
        source->in_file = source->mbox != NULL;
      }
    else
      more = step (source, &trouble);
  source->found = source->found || message || trouble;
  if (trouble)
    g_propagate_error (error, g_steal_pointer (&trouble));
  return message;
}

gboolean
sv_source_may_wait (const char *const *paths)
{
  for (struct stat status; *paths; paths++)
    if (strcmp (*paths, "-") == 0
        || (g_stat (*paths, &status) == 0 && !S_ISREG (status.st_mode)
            && !S_ISDIR (status.st_mode)))
      return TRUE;
  return FALSE;
}

guint64
sv_source_measure (const char *const *paths)
{
  g_autoptr (SvSource) source = sv_source_new (paths, SV_INPUT_AUTO, SV_BODIES_NONE);
  source->measuring = TRUE;
  sv_source_next (source, NULL);
  return source->position;
}

void
sv_source_set_shard (SvSource *source, guint shard, guint shards)
{
  guint64 total = sv_source_measure ((const char *const *)source->paths);
  /* Rounded down alike at both sides of a border; what lies behind the last byte is the last's. */
  source->begin = total / shards * (shard - 1) + total % shards * (shard - 1) / shards;
  source->end
      = shard == shards ? G_MAXUINT64 : total / shards * shard + total % shards * shard / shards;
}

void
sv_source_set_stop (SvSource *source, int stop)
{
  source->stop = stop;
}

void
sv_source_set_ask (SvSource *source, SvSourceAsk ask, gpointer data)
{
  source->ask = ask;
  source->ask_data = data;
}

gboolean
sv_source_goes_on (const SvSource *source)
{
  return source->mbox && sv_mbox_goes_on (source->mbox);
}

guint64
sv_source_bytes (const SvSource *source)
{
  return source->bytes + (source->mbox ? sv_mbox_bytes (source->mbox) : 0);
}

const SvSourceFile *
sv_source_file (const SvSource *source, SvSourceStart *next)
{
  *next = (SvSourceStart){ 0 };
  if (!source->in_file)
    return NULL;
  if (source->mbox)
    *next = sv_mbox_place (source->mbox);
  return &source->file;
}
