/* SPDX-License-Identifier: GPL-3.0-or-later
 * The run over many messages; see engine.h. */

#include "audit/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* How often `progress` is called. */
#define PROGRESS_INTERVAL (G_USEC_PER_SEC / 10)

typedef struct
{
  const SvEngineHooks *hooks;
  const SvWorld *world;
  SvSource *source;
  SvSourceFile file; /* the one that was announced; path NULL: none */
  SvPlace place;
  SvEngineProgress progress;
  gint64 begun;
  gint64 told;
  gboolean stopped;
} Engine;

static void
end_file (Engine *engine)
{
  if (!engine->file.path)
    return;
  SvPlace end = engine->place;
  end.file = &engine->file;
  end.in_message = FALSE;
  if (engine->hooks->file_end)
    engine->hooks->file_end (&end, engine->hooks->data);
  engine->progress.bytes += engine->file.size;
  g_clear_pointer (&engine->file.path, g_free);
}

/* Where what sv_source_next() just returned lies; announces its file, if that is a new one. */
static void
arrive (Engine *engine)
{
  SvSourceStart next;
  const SvSourceFile *file = sv_source_file (engine->source, &next);
  gboolean same = file && engine->file.path && file->number == engine->file.number;
  if (!same)
    end_file (engine);
  if (file && !same)
    {
      engine->file = *file;
      engine->file.path = g_strdup (file->path);
      if (engine->hooks->file)
        engine->hooks->file (&engine->file, engine->hooks->data);
    }
  engine->place = (SvPlace){ .file = file ? &engine->file : NULL,
                             .next_index = next.index,
                             .next_offset = next.offset };
}

/* A message, and behind it those that it encloses, each in front of its own: a list, because how
 * they are nested is a stranger's to choose. */
static void
examine (Engine *engine, SvMessage *message)
{
  const SvEngineHooks *hooks = engine->hooks;
  SvPlace *place = &engine->place;
  g_autoptr (GQueue) waiting = g_queue_new ();
  place->in_message = TRUE;
  place->index = message->index;
  place->offset = message->offset;
  for (guint n = 0; message; n++)
    {
      SvReport *report = sv_examine (message, engine->world);
      GPtrArray *inner = report->enclosed->messages;
      for (guint i = inner->len; i > 0; i--)
        g_queue_push_head (waiting, g_steal_pointer (&inner->pdata[i - 1]));
      message = n < SV_ENCLOSED_MAX ? g_queue_pop_head (waiting) : NULL;
      place->last = !message;
      gpointer made = hooks->make ? hooks->make (report, hooks->data) : report;
      engine->progress.messages++;
      if (hooks->message)
        hooks->message (place, made, hooks->data);
      if (hooks->make || !hooks->message)
        sv_report_free (report);
    }
  g_queue_clear_full (waiting, (GDestroyNotify)sv_message_free);
}

static void
tell_progress (Engine *engine)
{
  gint64 now = g_get_monotonic_time ();
  engine->progress.elapsed = now - engine->begun;
  if (!engine->hooks->progress || now - engine->told < PROGRESS_INTERVAL)
    return;
  engine->told = now;
  engine->stopped = !engine->hooks->progress (&engine->progress, engine->hooks->data);
}

/* One message or one trouble; FALSE at the end. */
static gboolean
step (Engine *engine)
{
  g_autoptr (GError) error = NULL;
  SvMessage *message = sv_source_next (engine->source, &error);
  if (!message && !error)
    return FALSE;
  arrive (engine);
  if (message)
    examine (engine, message);
  else
    {
      engine->progress.unreadable++;
      engine->hooks->unreadable (&engine->place, error, engine->hooks->data);
    }
  return TRUE;
}

gboolean
sv_engine_run (const SvEngineOptions *options, const SvWorld *world, const SvEngineHooks *hooks)
{
  Engine engine = { .hooks = hooks, .world = world, .begun = g_get_monotonic_time () };
  engine.source = sv_source_new (options->paths, options->input_format, TRUE);
  if (hooks->resume)
    sv_source_set_ask (engine.source, hooks->resume, hooks->data);
  while (!engine.stopped && step (&engine))
    tell_progress (&engine);
  end_file (&engine);
  sv_source_free (engine.source);
  return !engine.stopped;
}

/* What is hashed at either end. */
#define FINGERPRINT_PIECE ((gsize)4096)

static gboolean
hash_piece (GChecksum *checksum, int fd, guint64 offset, gsize len)
{
  guint8 piece[FINGERPRINT_PIECE];
  gssize got;
  do
    got = pread (fd, piece, len, (off_t)offset);
  while (got < 0 && errno == EINTR);
  if (got != (gssize)len)
    return FALSE;
  g_checksum_update (checksum, piece, got);
  return TRUE;
}

char *
sv_engine_fingerprint (const char *path, guint64 offset)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return NULL;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize len = (gsize)MIN (offset, FINGERPRINT_PIECE);
  gboolean read = hash_piece (checksum, fd, 0, len) && hash_piece (checksum, fd, offset - len, len);
  close (fd);
  return read ? g_strdup (g_checksum_get_string (checksum)) : NULL;
}
