/* SPDX-License-Identifier: GPL-3.0-or-later
 * Questions answered from DNS files, then from the network by c-ares; see ask.h.
 *
 * c-ares carries packets, retries and falls back to TCP; what is in the packets is written and read
 * by wire.c, because c-ares' own readers drop RCODEs, aliases that lead elsewhere and the bytes of
 * odd names. */

#include "dns/ask.h"

#include "dns/resolver.h"
#include "dns/wire.h"

#include <ares.h>
#include <arpa/inet.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <string.h>
#include <sys/random.h>

G_DEFINE_QUARK (sv_ask_error_quark, sv_ask_error)

/* Questions in flight at a time: enough that latency is that of the slowest, few enough that the
 * answers fit into the socket's buffer and no resolver takes it for an attack. */
#define IN_FLIGHT_MAX 256

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
};

/* One call of sv_ask_answer(). */
typedef struct
{
  SvAsk *ask;
  SvAnswers *answers;
  GQueue waiting; /* Query: to be sent */
  guint in_flight;
  gboolean plain;   /* the server does not know EDNS */
  gboolean closing; /* the deadline has come: send nothing any more */
} Run;

/* One question on its way. */
typedef struct
{
  Run *run;
  char *name; /* as asked */
  SvDnsType type;
  char *current; /* the name it is about now: `name`, or where aliases have led */
  guint hops;
  guint32 ttl;      /* the smallest on the way */
  gboolean edns;    /* sent with EDNS */
  gboolean network; /* some of it came over the network */
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
  close_channel (ask);
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
  g_free (query->name);
  g_free (query->current);
  g_free (query);
}

/* Gives the answer to the question it belongs to, and ends the query. */
static void
finish (Query *query, SvDnsAnswer *answer)
{
  g_free (answer->name);
  answer->name = g_strdup (query->name);
  answer->ttl = MIN (answer->ttl, query->ttl);
  answer->time = query->network ? g_get_real_time () : 0;
  sv_answers_put (query->run->answers, answer);
  query_free (query);
}

static void
finish_with (Query *query, SvDnsStatus status)
{
  finish (query, sv_dns_answer_new (query->name, query->type, status));
}

/* Takes the query one step on: to an answer from the files, or to the network's queue. */
static void
advance (Query *query)
{
  Run *run = query->run;
  char *unknown;
  guint32 ttl;
  SvDnsAnswer *answer
      = sv_zone_follow (run->ask->zones, query->current, query->type, &unknown, &ttl);
  query->ttl = MIN (query->ttl, ttl);
  if (answer)
    {
      finish (query, answer);
      return;
    }
  g_free (query->current);
  query->current = unknown;
  if (run->ask->no_network)
    finish_with (query, SV_DNS_UNRECORDED);
  else if (++query->hops > HOPS_MAX)
    finish_with (query, SV_DNS_SERVFAIL);
  else
    g_queue_push_tail (&run->waiting, query);
}

/* What c-ares says when there is no packet.  All of it means that no answer came, be the server
 * silent, unreachable or not there (ARES_ECONNREFUSED): TIMEOUT.  SERVFAIL would claim that a
 * server had answered. */
static SvDnsStatus
status_without_packet (int status)
{
  return status == ARES_EBADRESP ? SV_DNS_SERVFAIL : SV_DNS_TIMEOUT;
}

static void
answered (void *data, int status, int timeouts G_GNUC_UNUSED, unsigned char *packet, int len)
{
  Query *query = data;
  Run *run = query->run;
  run->in_flight--;
  query->network = TRUE;
  if (!packet || len < 0)
    {
      finish_with (query, status_without_packet (status));
      return;
    }
  if (query->edns && sv_dns_wire_rejects_edns (packet, (gsize)len))
    {
      run->plain = TRUE;
      g_queue_push_tail (&run->waiting, query);
      return;
    }
  char *unknown;
  guint32 ttl;
  SvDnsAnswer *answer
      = sv_dns_wire_read (packet, (gsize)len, query->current, query->type, &unknown, &ttl);
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

/* Sends one question; c-ares may call answered() before ares_send() returns. */
static void
send_one (Run *run, Query *query)
{
  guint8 packet[SV_DNS_QUESTION_MAX];
  guint16 id;
  gsize len = 0;
  query->edns = !run->plain;
  if (getrandom (&id, sizeof id, 0) == sizeof id)
    len = sv_dns_wire_question (query->current, query->type, id, query->edns, packet);
  if (len == 0 || run->closing || (!run->ask->channel && !open_channel (run->ask, query->edns)))
    {
      query->network = TRUE;
      finish_with (query, SV_DNS_TIMEOUT);
      return;
    }
  run->in_flight++;
  ares_send (run->ask->channel, packet, (int)len, answered, query);
}

/* Sends what waits, as far as there is room.
 *
 * A channel with EDNS and one without take different packets: c-ares cuts the OPT off a question
 * that was rejected, be it there or not, and switches EDNS off for the whole channel, so that
 * answers over 512 bytes cost a TCP connection each.  So the channel is replaced when a server
 * turns out not to know EDNS, and again for the next call, once nothing is on its way. */
static void
send_waiting (Run *run)
{
  SvAsk *ask = run->ask;
  if (ask->channel && ask->edns == run->plain && !run->closing)
    {
      if (run->in_flight > 0)
        return;
      close_channel (ask);
    }
  while (run->in_flight < IN_FLIGHT_MAX && !g_queue_is_empty (&run->waiting))
    send_one (run, g_queue_pop_head (&run->waiting));
}

/* Waits for the sockets, for c-ares' next retry, or for the deadline. */
static void
wait_once (SvAsk *ask, gint64 left)
{
  struct timeval longest
      = { .tv_sec = WAIT_MILLISECONDS / 1000, .tv_usec = WAIT_MILLISECONDS % 1000 * 1000 };
  struct timeval buffer, *next = ares_timeout (ask->channel, &longest, &buffer);
  gint64 wait = MIN (left, (gint64)next->tv_sec * G_USEC_PER_SEC + next->tv_usec);
  /* The set changes while c-ares works on it. */
  guint n = ask->sockets->len;
  g_autofree struct pollfd *sockets = g_memdup2 (ask->sockets->data, n * sizeof (struct pollfd));
  int ready = poll (sockets, n, (int)((wait + 999) / 1000));
  for (guint i = 0; ready > 0 && i < n; i++)
    if (sockets[i].revents)
      ares_process_fd (ask->channel,
                       sockets[i].revents & ~POLLOUT ? sockets[i].fd : ARES_SOCKET_BAD,
                       sockets[i].revents & POLLOUT ? sockets[i].fd : ARES_SOCKET_BAD);
  ares_process_fd (ask->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

/* Takes what `lookups` wants and the store does not have. */
static void
start (Run *run, SvLookups *lookups)
{
  g_autoptr (GPtrArray) wanted = sv_lookups_take_wanted (lookups);
  for (guint i = 0; i < wanted->len; i++)
    {
      const SvDnsQuestion *question = wanted->pdata[i];
      if (sv_answers_get (run->answers, question->name, question->type))
        continue;
      Query *query = g_new0 (Query, 1);
      query->run = run;
      query->name = g_strdup (question->name);
      query->type = question->type;
      query->current = g_strdup (question->name);
      query->ttl = G_MAXUINT32;
      advance (query);
    }
}

void
sv_ask_answer (SvAsk *ask, SvLookups *lookups, SvAnswers *answers, gint64 deadline)
{
  Run run = { .ask = ask, .answers = answers, .waiting = G_QUEUE_INIT };
  start (&run, lookups);
  while (run.in_flight > 0 || !g_queue_is_empty (&run.waiting))
    {
      gint64 left = deadline - g_get_monotonic_time ();
      run.closing = left <= 0;
      if (run.closing && run.in_flight > 0)
        /* Calls answered() for all that are open, now and never again. */
        ares_cancel (ask->channel);
      send_waiting (&run);
      if (run.in_flight > 0)
        wait_once (ask, left);
    }
}
