/* SPDX-License-Identifier: GPL-3.0-or-later
 * Opens DNS for a command, and writes --dns-record. */

#include "doors.h"

#include "dns/zone.h"
#include "output/sink.h"

/* The recorded DNS of the day of reception: files alone. */
static gboolean
open_then (SvDoors *doors, const SvOptions *options, GError **error)
{
  if (!options->dns_then || !options->dns_then[0])
    return TRUE;
  SvAskOptions ask = { .files = (const char *const *)options->dns_then, .no_network = TRUE };
  doors->then_ask = sv_ask_new (&ask, error);
  if (!doors->then_ask)
    return FALSE;
  doors->then_answers = sv_answers_new ();
  doors->world.then_ask = doors->then_ask;
  doors->world.then_answers = doors->then_answers;
  return TRUE;
}

gboolean
sv_doors_open (SvDoors *doors, const SvOptions *options, GError **error)
{
  *doors = (SvDoors){ 0 };
  SvAskOptions ask = { .files = (const char *const *)options->dns_files,
                       .resolvers = (const char *const *)options->resolvers,
                       .no_network = options->no_network,
                       .in_flight = (guint)options->dns_inflight };
  doors->ask = sv_ask_new (&ask, error);
  if (!doors->ask)
    return FALSE;
  doors->answers = sv_answers_new ();
  if (options->dns_record)
    doors->used = g_hash_table_new_full (NULL, NULL, (GDestroyNotify)sv_dns_answer_unref, NULL);
  g_mutex_init (&doors->lock);
  doors->world = (SvWorld){ .ask = doors->ask,
                            .answers = doors->answers,
                            .dns_timeout = (gint64)(options->dns_timeout * G_USEC_PER_SEC),
                            .now = options->now,
                            .verify_dkim = TRUE,
                            .said = { .ip = options->ip,
                                      .mail_from = options->mail_from,
                                      .helo = options->helo,
                                      .trust = (const char *const *)options->trust,
                                      .relay = (const char *const *)options->relay } };
  if (open_then (doors, options, error))
    return TRUE;
  sv_doors_close (doors);
  return FALSE;
}

void
sv_doors_note_answers (SvDoors *doors, const GPtrArray *answers)
{
  if (!doors->used)
    return;
  g_mutex_lock (&doors->lock);
  for (guint i = 0; i < answers->len; i++)
    g_hash_table_add (doors->used, sv_dns_answer_ref (answers->pdata[i]));
  g_mutex_unlock (&doors->lock);
}

void
sv_doors_note_used (SvDoors *doors, const SvLookups *lookups)
{
  sv_doors_note_answers (doors, sv_lookups_used (lookups));
}

/* A message that gave up waiting has a time-out of its own; if the answer came for others, that is
 * the one to record. */
static GPtrArray *
answers_to_record (const SvDoors *doors)
{
  GPtrArray *record = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer used;
  g_hash_table_iter_init (&iter, doors->used);
  while (g_hash_table_iter_next (&iter, &used, NULL))
    {
      const SvDnsAnswer *answer = used;
      const SvDnsAnswer *stored = sv_answers_get (doors->answers, answer->name, answer->type);
      if (!stored || stored == answer)
        g_ptr_array_add (record, used);
    }
  return record;
}

gboolean
sv_doors_record (const SvDoors *doors, const char *path, GError **error)
{
  if (!path)
    return TRUE;
  SvSink sink;
  if (!sv_sink_open (&sink, path, error))
    return FALSE;
  g_autoptr (GPtrArray) used = answers_to_record (doors);
  sv_zone_write (sink.stream, used);
  return sv_sink_finish (&sink, error);
}

void
sv_doors_close (SvDoors *doors)
{
  g_clear_pointer (&doors->used, g_hash_table_unref);
  g_clear_pointer (&doors->then_ask, sv_ask_free);
  g_clear_pointer (&doors->then_answers, sv_answers_free);
  g_clear_pointer (&doors->ask, sv_ask_free);
  g_clear_pointer (&doors->answers, sv_answers_free);
}
