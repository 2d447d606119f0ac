/* SPDX-License-Identifier: GPL-3.0-or-later
 * Questions answered from DNS files, then from the network; see ask.h. */

#include "dns/ask.h"

#include "dns/ask-channel.h"
#include "dns/ask-thread.h"
#include "dns/wire.h"

#include <sys/random.h>

G_DEFINE_QUARK (sv_ask_error_quark, sv_ask_error)

/* No fewer questions in flight than this, however many are lost. */
#define ROOM_MIN 8

/* After a loss the room is halved once in this time: what was lost together counts once. */
#define CALM_MICROSECONDS (2 * G_USEC_PER_SEC)

/* Growth of the room with each answer that came at the first try. */
#define ROOM_GROWTH 0.25

/* Names asked for one question, if aliases lead out of the packets. */
#define HOPS_MAX 8

struct SvAsk
{
  GPtrArray *zones; /* SvZone */
  gboolean no_network;
  SvAskChannel *channel;
  GHashTable *open; /* SvDnsQuestion → Query: asked and not answered */
  GQueue waiting;   /* Query: to be sent */
  guint in_flight;
  guint in_flight_max;
  double room;         /* how many may be in flight now: fewer where answers get lost */
  gint64 calm;         /* when a loss counts again */
  gboolean plain;      /* the server does not know EDNS */
  gboolean closing;    /* time is over: send nothing any more */
  SvAskThread *thread; /* NULL until sv_ask_post() needs it */
};

/* One question on its way. */
typedef struct
{
  SvDnsQuestion question; /* as asked */
  SvAsk *ask;
  SvAnswers *answers;
  char *current; /* the name it is about now: the asked one, or where aliases have led */
  guint hops;
  guint32 ttl;        /* the smallest on the way */
  gboolean edns;      /* sent with EDNS */
  gboolean network;   /* some of it came over the network */
  gboolean sent;      /* at least once */
  GPtrArray *waiters; /* SvAskWaiter */
} Query;

static void
query_free (Query *query)
{
  g_free (query->question.name);
  g_free (query->current);
  g_ptr_array_unref (query->waiters);
  g_free (query);
}

/* Gives the answer to the question it belongs to, and ends the query. */
static void
finish (Query *query, SvDnsAnswer *answer)
{
  g_free (answer->name);
  answer->name = g_strdup (query->question.name);
  answer->ttl = MIN (answer->ttl, query->ttl);
  answer->time = query->network ? g_get_real_time () : 0;
  sv_answers_put (query->answers, answer);
  g_hash_table_remove (query->ask->open, &query->question);
  for (guint i = 0; i < query->waiters->len; i++)
    ((SvAskWaiter *)query->waiters->pdata[i])->open--;
  query_free (query);
}

static void
finish_with (Query *query, SvDnsStatus status)
{
  finish (query, sv_dns_answer_new (query->question.name, query->question.type, status));
}

/* Takes the query one step on: to an answer from the files, or to the network's queue. */
static void
advance (Query *query)
{
  SvAsk *ask = query->ask;
  char *unknown;
  guint32 ttl;
  SvDnsAnswer *answer
      = sv_zone_follow (ask->zones, query->current, query->question.type, &unknown, &ttl);
  query->ttl = MIN (query->ttl, ttl);
  if (answer)
    {
      finish (query, answer);
      return;
    }
  g_free (query->current);
  query->current = unknown;
  if (ask->no_network)
    finish_with (query, SV_DNS_UNRECORDED);
  else if (++query->hops > HOPS_MAX)
    finish_with (query, SV_DNS_SERVFAIL);
  else
    g_queue_push_tail (&ask->waiting, query);
}

/* A resolver that loses questions is asked more slowly, and faster again as it keeps up. */
static void
adapt_room (SvAsk *ask, gboolean lost)
{
  gint64 now = g_get_monotonic_time ();
  if (!lost)
    ask->room = MIN (ask->room + ROOM_GROWTH, ask->in_flight_max);
  else if (now >= ask->calm && !ask->closing)
    {
      ask->room = MAX (ask->room / 2, MIN (ROOM_MIN, ask->in_flight_max));
      ask->calm = now + CALM_MICROSECONDS;
    }
}

static void
answered (gpointer data, const guint8 *packet, gsize len, SvDnsStatus without, gboolean lost)
{
  Query *query = data;
  SvAsk *ask = query->ask;
  ask->in_flight--;
  query->network = TRUE;
  adapt_room (ask, lost);
  if (!packet)
    {
      finish_with (query, without);
      return;
    }
  if (query->edns && sv_dns_wire_rejects_edns (packet, len))
    {
      ask->plain = TRUE;
      g_queue_push_tail (&ask->waiting, query);
      return;
    }
  char *unknown;
  guint32 ttl;
  SvDnsAnswer *answer
      = sv_dns_wire_read (packet, len, query->current, query->question.type, &unknown, &ttl);
  query->ttl = MIN (query->ttl, ttl);
  if (answer)
    {
      finish (query, answer);
      return;
    }
  g_free (query->current);
  query->current = unknown;
  advance (query);
}

/* The clock of whoever waits runs from when the first of the questions is sent. */
static void
start_clocks (Query *query)
{
  gint64 now = g_get_monotonic_time ();
  query->sent = TRUE;
  for (guint i = 0; i < query->waiters->len; i++)
    {
      SvAskWaiter *waiter = query->waiters->pdata[i];
      waiter->since = waiter->since ? waiter->since : now;
    }
}

/* Sends one question; answered() may be called before this returns. */
static void
send_one (SvAsk *ask, Query *query)
{
  guint8 packet[SV_DNS_QUESTION_MAX];
  guint16 id;
  gsize len = 0;
  query->edns = !ask->plain;
  if (getrandom (&id, sizeof id, 0) == sizeof id)
    len = sv_dns_wire_question (query->current, query->question.type, id, query->edns, packet);
  if (len == 0 || ask->closing || !sv_ask_channel_open (ask->channel, query->edns))
    {
      query->network = TRUE;
      finish_with (query, SV_DNS_TIMEOUT);
      return;
    }
  start_clocks (query);
  ask->in_flight++;
  sv_ask_channel_send (ask->channel, packet, len, query);
}

/* Sends what waits, as far as there is room.
 *
 * A channel with EDNS and one without take different packets: c-ares cuts the OPT off a question
 * that was rejected, be it there or not, and switches EDNS off for the whole channel, so that
 * answers over 512 bytes cost a TCP connection each.  So the channel is replaced when a server
 * turns out not to know EDNS, and again once nothing is open any more, when nothing is on its
 * way. */
static void
send_waiting (SvAsk *ask)
{
  if (!ask->closing && sv_ask_channel_is_other (ask->channel, !ask->plain))
    {
      if (ask->in_flight > 0)
        return;
      sv_ask_channel_close (ask->channel);
    }
  while (ask->in_flight < (guint)ask->room && !g_queue_is_empty (&ask->waiting))
    send_one (ask, g_queue_pop_head (&ask->waiting));
}

SvAsk *
sv_ask_new (const SvAskOptions *options, GError **error)
{
  g_autoptr (SvAsk) ask = g_new0 (SvAsk, 1);
  ask->zones = g_ptr_array_new_with_free_func ((GDestroyNotify)sv_zone_free);
  ask->no_network = options->no_network;
  ask->open = g_hash_table_new (sv_dns_question_hash, sv_dns_question_equal);
  ask->in_flight_max = options->in_flight ? options->in_flight : SV_ASK_IN_FLIGHT;
  ask->room = ask->in_flight_max;
  ask->channel = sv_ask_channel_new (options->resolvers, answered, error);
  if (!ask->channel)
    return NULL;
  for (const char *const *file = options->files; file && *file; file++)
    {
      SvZone *zone = sv_zone_read (*file, error);
      if (!zone)
        return NULL;
      g_ptr_array_add (ask->zones, zone);
    }
  return g_steal_pointer (&ask);
}

void
sv_ask_free (SvAsk *ask)
{
  if (!ask)
    return;
  sv_ask_thread_free (ask->thread);
  sv_ask_channel_free (ask->channel);
  g_hash_table_unref (ask->open);
  g_ptr_array_unref (ask->zones);
  g_free (ask);
}

gboolean
sv_ask_can_answer (const SvAsk *ask)
{
  return !ask->no_network || ask->zones->len > 0;
}

gboolean
sv_ask_from_files (SvAsk *ask, const SvDnsQuestion *question, SvAnswers *answers)
{
  if (sv_answers_have (answers, question->name, question->type))
    return TRUE;
  g_autofree char *unknown = NULL;
  guint32 ttl;
  SvDnsAnswer *answer = sv_zone_follow (ask->zones, question->name, question->type, &unknown, &ttl);
  if (!answer && !ask->no_network)
    return FALSE;
  if (!answer)
    answer = sv_dns_answer_new (question->name, question->type, SV_DNS_UNRECORDED);
  answer->ttl = MIN (answer->ttl, ttl);
  sv_answers_put (answers, answer);
  return TRUE;
}

void
sv_ask_join (SvAsk *ask, const SvDnsQuestion *question, SvAnswers *answers, SvAskWaiter *waiter)
{
  if (sv_answers_have (answers, question->name, question->type))
    return;
  Query *query = g_hash_table_lookup (ask->open, question);
  gboolean asked = query != NULL;
  if (!asked)
    {
      query = g_new0 (Query, 1);
      query->question.name = g_strdup (question->name);
      query->question.type = question->type;
      query->ask = ask;
      query->answers = answers;
      query->current = g_strdup (question->name);
      query->ttl = G_MAXUINT32;
      query->waiters = g_ptr_array_new ();
      g_hash_table_add (ask->open, query);
    }
  g_ptr_array_add (query->waiters, waiter);
  waiter->open++;
  if (query->sent && !waiter->since)
    waiter->since = g_get_monotonic_time ();
  if (!asked)
    advance (query);
}

void
sv_ask_leave (SvAsk *ask, SvAskWaiter *waiter)
{
  GHashTableIter iter;
  gpointer query;
  g_hash_table_iter_init (&iter, ask->open);
  while (g_hash_table_iter_next (&iter, &query, NULL))
    while (g_ptr_array_remove_fast (((Query *)query)->waiters, waiter))
      waiter->open--;
}

void
sv_ask_turn (SvAsk *ask, int wake, gint64 wait)
{
  send_waiting (ask);
  if (ask->in_flight > 0 || wake >= 0)
    sv_ask_channel_wait (ask->channel, wake, wait);
  if (g_hash_table_size (ask->open) == 0)
    ask->plain = FALSE;
}

void
sv_ask_close (SvAsk *ask)
{
  ask->closing = TRUE;
  sv_ask_channel_cancel (ask->channel);
  send_waiting (ask);
  ask->closing = FALSE;
}

guint
sv_ask_in_flight (const SvAsk *ask)
{
  return g_atomic_int_get ((gint *)&ask->in_flight);
}

SvAskThread **
sv_ask_thread (SvAsk *ask)
{
  return &ask->thread;
}

void
sv_ask_answer (SvAsk *ask, SvLookups *lookups, SvAnswers *answers, gint64 deadline)
{
  SvAskWaiter waiter = { 0 };
  g_autoptr (GPtrArray) wanted = sv_lookups_take_wanted (lookups);
  for (guint i = 0; i < wanted->len; i++)
    if (!sv_ask_from_files (ask, wanted->pdata[i], answers))
      sv_ask_join (ask, wanted->pdata[i], answers, &waiter);
  while (waiter.open > 0)
    {
      gint64 left = deadline - g_get_monotonic_time ();
      if (left <= 0)
        sv_ask_close (ask);
      else
        sv_ask_turn (ask, -1, left);
    }
}
