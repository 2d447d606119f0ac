/* SPDX-License-Identifier: GPL-3.0-or-later
 * Questions answered from DNS files, then from the network by c-ares; see ask.h.
 *
 * c-ares carries packets, retries and falls back to TCP; what is in the packets is written and read
 * by wire.c, because c-ares' own readers drop RCODEs, aliases that lead elsewhere and the bytes of
 * odd names. */

#include "dns/ask.h"

#include "dns/ask-thread.h"
#include "dns/resolver.h"
#include "dns/wire.h"

#include <ares.h>
#include <arpa/inet.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <string.h>
#include <sys/random.h>

G_DEFINE_QUARK (sv_ask_error_quark, sv_ask_error)

/* No fewer questions in flight than this, however many are lost. */
#define ROOM_MIN 8

/* After a loss the room is halved once in this time: what was lost together counts once. */
#define CALM_MICROSECONDS (2 * G_USEC_PER_SEC)

/* Growth of the room with each answer that came at the first try. */
#define ROOM_GROWTH 0.25

/* Each try waits twice as long as the one before: 2 + 4 + 8 seconds stay below the 20 of RFC 7208
 * 4.6.4 and give a lost packet two more chances. */
#define TRY_MILLISECONDS 2000
#define TRIES 3

/* Names asked for one question, if aliases lead out of the packets. */
#define HOPS_MAX 8

/* One step of waiting at most, in case that c-ares has nothing to wait for. */
#define WAIT_MILLISECONDS 1000

struct SvAsk
{
  GPtrArray *zones;                    /* SvZone */
  struct ares_addr_port_node *servers; /* list of --resolver; NULL: the system's */
  gboolean no_network;
  gboolean library;     /* c-ares is initialised */
  ares_channel channel; /* NULL until it is needed */
  GArray *sockets;      /* struct pollfd: what c-ares waits for */
  gboolean edns;        /* how it was opened */
  GHashTable *open;     /* SvDnsQuestion → Query: asked and not answered */
  GQueue waiting;       /* Query: to be sent */
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
servers_free (struct ares_addr_port_node *servers)
{
  while (servers)
    {
      struct ares_addr_port_node *next = servers->next;
      g_free (servers);
      servers = next;
    }
}

static gboolean
read_resolvers (SvAsk *ask, const char *const *resolvers, GError **error)
{
  struct ares_addr_port_node **tail = &ask->servers;
  for (; resolvers && *resolvers; resolvers++)
    {
      SvIp ip;
      guint16 port;
      if (!sv_resolver_parse (*resolvers, &ip, &port))
        {
          g_set_error (error, SV_ASK_ERROR, SV_ASK_ERROR_RESOLVER,
                       _ ("“%s” is no DNS server: write ADDRESS, ADDRESS:PORT or [IPV6]:PORT"),
                       *resolvers);
          return FALSE;
        }
      struct ares_addr_port_node *server = g_new0 (struct ares_addr_port_node, 1);
      server->family = ip.family == 4 ? AF_INET : AF_INET6;
      memcpy (&server->addr, ip.bytes, ip.family == 4 ? 4 : 16);
      server->udp_port = server->tcp_port = port;
      *tail = server;
      tail = &server->next;
    }
  return TRUE;
}

SvAsk *
sv_ask_new (const SvAskOptions *options, GError **error)
{
  g_autoptr (SvAsk) ask = g_new0 (SvAsk, 1);
  ask->zones = g_ptr_array_new_with_free_func ((GDestroyNotify)sv_zone_free);
  ask->sockets = g_array_new (FALSE, FALSE, sizeof (struct pollfd));
  ask->no_network = options->no_network;
  ask->open = g_hash_table_new (sv_dns_question_hash, sv_dns_question_equal);
  ask->in_flight_max = options->in_flight ? options->in_flight : SV_ASK_IN_FLIGHT;
  ask->room = ask->in_flight_max;
  if (!read_resolvers (ask, options->resolvers, error))
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

static void
close_channel (SvAsk *ask)
{
  if (ask->channel)
    ares_destroy (ask->channel);
  ask->channel = NULL;
  g_array_set_size (ask->sockets, 0);
}

void
sv_ask_free (SvAsk *ask)
{
  if (!ask)
    return;
  sv_ask_thread_free (ask->thread);
  close_channel (ask);
  g_hash_table_unref (ask->open);
  if (ask->library)
    ares_library_cleanup ();
  servers_free (ask->servers);
  g_array_unref (ask->sockets);
  g_ptr_array_unref (ask->zones);
  g_free (ask);
}

gboolean
sv_ask_can_answer (const SvAsk *ask)
{
  return !ask->no_network || ask->zones->len > 0;
}

/* c-ares tells which socket it wants to read or write; neither means that it is closed. */
static void
socket_changed (void *data, ares_socket_t socket, int readable, int writable)
{
  GArray *sockets = ((SvAsk *)data)->sockets;
  short events = (short)((readable ? POLLIN : 0) | (writable ? POLLOUT : 0));
  guint i = 0;
  while (i < sockets->len && g_array_index (sockets, struct pollfd, i).fd != socket)
    i++;
  if (!events && i < sockets->len)
    g_array_remove_index_fast (sockets, i);
  else if (events && i < sockets->len)
    g_array_index (sockets, struct pollfd, i).events = events;
  else if (events)
    {
      struct pollfd added = { .fd = socket, .events = events };
      g_array_append_val (sockets, added);
    }
}

/* No search list, no HOSTALIASES, and never a hosts file (only ares_send() is used).  NOCHECKRESP:
 * SERVFAIL and REFUSED are answers, not reasons to call the server dead. */
static gboolean
open_channel (SvAsk *ask, gboolean edns)
{
  struct ares_options options = { .flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES
                                           | ARES_FLAG_NOCHECKRESP | (edns ? ARES_FLAG_EDNS : 0),
                                  .timeout = TRY_MILLISECONDS,
                                  .tries = TRIES,
                                  .ednspsz = SV_DNS_UDP_SIZE,
                                  .sock_state_cb = socket_changed,
                                  .sock_state_cb_data = ask };
  const int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_EDNSPSZ
                   | ARES_OPT_SOCK_STATE_CB;
  ask->edns = edns;
  if (!ask->library)
    ask->library = ares_library_init (ARES_LIB_INIT_ALL) == ARES_SUCCESS;
  if (!ask->library || ares_init_options (&ask->channel, &options, mask) != ARES_SUCCESS)
    ask->channel = NULL;
  else if (ask->servers && ares_set_servers_ports (ask->channel, ask->servers) != ARES_SUCCESS)
    close_channel (ask);
  return ask->channel != NULL;
}

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

/* What c-ares says when there is no packet.  All of it means that no answer came, be the server
 * silent, unreachable or not there (ARES_ECONNREFUSED): TIMEOUT.  SERVFAIL would claim that a
 * server had answered. */
static SvDnsStatus
status_without_packet (int status)
{
  return status == ARES_EBADRESP ? SV_DNS_SERVFAIL : SV_DNS_TIMEOUT;
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
answered (void *data, int status, int timeouts, unsigned char *packet, int len)
{
  Query *query = data;
  SvAsk *ask = query->ask;
  ask->in_flight--;
  query->network = TRUE;
  adapt_room (ask, timeouts > 0 || status == ARES_ETIMEOUT);
  if (!packet || len < 0)
    {
      finish_with (query, status_without_packet (status));
      return;
    }
  if (query->edns && sv_dns_wire_rejects_edns (packet, (gsize)len))
    {
      ask->plain = TRUE;
      g_queue_push_tail (&ask->waiting, query);
      return;
    }
  char *unknown;
  guint32 ttl;
  SvDnsAnswer *answer
      = sv_dns_wire_read (packet, (gsize)len, query->current, query->question.type, &unknown, &ttl);
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

/* Sends one question; c-ares may call answered() before ares_send() returns. */
static void
send_one (SvAsk *ask, Query *query)
{
  guint8 packet[SV_DNS_QUESTION_MAX];
  guint16 id;
  gsize len = 0;
  query->edns = !ask->plain;
  if (getrandom (&id, sizeof id, 0) == sizeof id)
    len = sv_dns_wire_question (query->current, query->question.type, id, query->edns, packet);
  if (len == 0 || ask->closing || (!ask->channel && !open_channel (ask, query->edns)))
    {
      query->network = TRUE;
      finish_with (query, SV_DNS_TIMEOUT);
      return;
    }
  start_clocks (query);
  ask->in_flight++;
  ares_send (ask->channel, packet, (int)len, answered, query);
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
  if (ask->channel && ask->edns == ask->plain && !ask->closing)
    {
      if (ask->in_flight > 0)
        return;
      close_channel (ask);
    }
  while (ask->in_flight < (guint)ask->room && !g_queue_is_empty (&ask->waiting))
    send_one (ask, g_queue_pop_head (&ask->waiting));
}

/* Waits for the sockets, for `wake`, for c-ares' next retry, or for `left` microseconds. */
static void
wait_once (SvAsk *ask, int wake, gint64 left)
{
  struct timeval longest
      = { .tv_sec = WAIT_MILLISECONDS / 1000, .tv_usec = WAIT_MILLISECONDS % 1000 * 1000 };
  struct timeval buffer, *next = &longest;
  if (ask->channel)
    next = ares_timeout (ask->channel, &longest, &buffer);
  gint64 wait = MIN (left, (gint64)next->tv_sec * G_USEC_PER_SEC + next->tv_usec);
  /* The set changes while c-ares works on it. */
  guint n = ask->sockets->len;
  g_autofree struct pollfd *sockets = g_new (struct pollfd, n + 1);
  if (n > 0)
    memcpy (sockets, ask->sockets->data, n * sizeof (struct pollfd));
  sockets[n] = (struct pollfd){ .fd = wake, .events = POLLIN }; /* -1 is passed over */
  int ready = poll (sockets, n + 1, (int)((MAX (wait, 0) + 999) / 1000));
  if (!ask->channel)
    return;
  for (guint i = 0; ready > 0 && i < n; i++)
    if (sockets[i].revents)
      ares_process_fd (ask->channel,
                       sockets[i].revents & ~POLLOUT ? sockets[i].fd : ARES_SOCKET_BAD,
                       sockets[i].revents & POLLOUT ? sockets[i].fd : ARES_SOCKET_BAD);
  ares_process_fd (ask->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

gboolean
sv_ask_from_files (SvAsk *ask, const SvDnsQuestion *question, SvAnswers *answers)
{
  if (sv_answers_get (answers, question->name, question->type))
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
  if (sv_answers_get (answers, question->name, question->type))
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
    wait_once (ask, wake, wait);
  if (g_hash_table_size (ask->open) == 0)
    ask->plain = FALSE;
}

void
sv_ask_close (SvAsk *ask)
{
  ask->closing = TRUE;
  /* Calls answered() for all that are open, now and never again. */
  if (ask->channel)
    ares_cancel (ask->channel);
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
