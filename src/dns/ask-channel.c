/* SPDX-License-Identifier: GPL-3.0-or-later
 * Questions over the network by c-ares; see ask-channel.h.
 *
 * c-ares carries packets, retries and falls back to TCP; what is in the packets is written and read
 * by wire.c, because c-ares' own readers drop RCODEs, aliases that lead elsewhere and the bytes of
 * odd names. */

#include "dns/ask-channel.h"

#include "dns/resolver.h"
#include "dns/wire.h"

#include <ares.h>
#include <arpa/inet.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <signal.h>
#include <string.h>

/* Each try waits twice as long as the one before: 2 + 4 + 8 seconds stay below the 20 of RFC 7208
 * 4.6.4 and give a lost packet two more chances. */
#define TRY_MILLISECONDS 2000
#define TRIES 3

/* One step of waiting at most, in case that c-ares has nothing to wait for. */
#define WAIT_MILLISECONDS 1000

struct SvAskChannel
{
  struct ares_addr_port_node *servers; /* list of --resolver; NULL: the system's */
  SvAskAnswered answered;
  gboolean library;  /* c-ares is initialised */
  ares_channel ares; /* NULL while it is closed */
  GArray *sockets;   /* struct pollfd: what c-ares waits for */
  gboolean edns;     /* how it was opened */
};

/* A question on its way. */
typedef struct
{
  SvAskChannel *channel;
  gpointer data;
} Sent;

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
read_resolvers (SvAskChannel *channel, const char *const *resolvers, GError **error)
{
  struct ares_addr_port_node **tail = &channel->servers;
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

SvAskChannel *
sv_ask_channel_new (const char *const *resolvers, SvAskAnswered answered, GError **error)
{
  g_autoptr (SvAskChannel) channel = g_new0 (SvAskChannel, 1);
  channel->answered = answered;
  channel->sockets = g_array_new (FALSE, FALSE, sizeof (struct pollfd));
  return read_resolvers (channel, resolvers, error) ? g_steal_pointer (&channel) : NULL;
}

void
sv_ask_channel_close (SvAskChannel *channel)
{
  if (channel->ares)
    ares_destroy (channel->ares);
  channel->ares = NULL;
  g_array_set_size (channel->sockets, 0);
}

void
sv_ask_channel_free (SvAskChannel *channel)
{
  if (!channel)
    return;
  sv_ask_channel_close (channel);
  if (channel->library)
    ares_library_cleanup ();
  servers_free (channel->servers);
  g_array_unref (channel->sockets);
  g_free (channel);
}

/* c-ares tells which socket it wants to read or write; neither means that it is closed. */
static void
socket_changed (void *data, ares_socket_t socket, int readable, int writable)
{
  GArray *sockets = ((SvAskChannel *)data)->sockets;
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
gboolean
sv_ask_channel_open (SvAskChannel *channel, gboolean edns)
{
  if (channel->ares)
    return TRUE;
  struct ares_options options = { .flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES
                                           | ARES_FLAG_NOCHECKRESP | (edns ? ARES_FLAG_EDNS : 0),
                                  .timeout = TRY_MILLISECONDS,
                                  .tries = TRIES,
                                  .ednspsz = SV_DNS_UDP_SIZE,
                                  .sock_state_cb = socket_changed,
                                  .sock_state_cb_data = channel };
  const int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_EDNSPSZ
                   | ARES_OPT_SOCK_STATE_CB;
  channel->edns = edns;
  if (!channel->library)
    channel->library = ares_library_init (ARES_LIB_INIT_ALL) == ARES_SUCCESS;
  if (!channel->library || ares_init_options (&channel->ares, &options, mask) != ARES_SUCCESS)
    channel->ares = NULL;
  else if (channel->servers
           && ares_set_servers_ports (channel->ares, channel->servers) != ARES_SUCCESS)
    sv_ask_channel_close (channel);
  return channel->ares != NULL;
}

gboolean
sv_ask_channel_is_other (const SvAskChannel *channel, gboolean edns)
{
  return channel->ares && channel->edns != edns;
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
answered (void *data, int status, int timeouts, unsigned char *packet, int len)
{
  Sent sent = *(Sent *)data;
  g_free (data);
  gboolean there = packet && len >= 0;
  sent.channel->answered (sent.data, there ? packet : NULL, there ? (gsize)len : 0,
                          status_without_packet (status), timeouts > 0 || status == ARES_ETIMEOUT);
}

void
sv_ask_channel_send (SvAskChannel *channel, const guint8 *packet, gsize len, gpointer data)
{
  Sent *sent = g_new0 (Sent, 1);
  *sent = (Sent){ .channel = channel, .data = data };
  ares_send (channel->ares, packet, (int)len, answered, sent);
}

/* c-ares writes to TCP sockets by writev(2), which takes no MSG_NOSIGNAL: a server that closes its
 * connection must not end the process. */
static void
process (SvAskChannel *channel, const struct pollfd *sockets, guint n)
{
  sigset_t sigpipe, before;
  sigemptyset (&sigpipe);
  sigaddset (&sigpipe, SIGPIPE);
  pthread_sigmask (SIG_BLOCK, &sigpipe, &before);
  for (guint i = 0; i < n; i++)
    if (sockets[i].revents)
      ares_process_fd (channel->ares,
                       sockets[i].revents & ~POLLOUT ? sockets[i].fd : ARES_SOCKET_BAD,
                       sockets[i].revents & POLLOUT ? sockets[i].fd : ARES_SOCKET_BAD);
  ares_process_fd (channel->ares, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
  if (!sigismember (&before, SIGPIPE))
    sigtimedwait (&sigpipe, NULL, &(struct timespec){ 0 });
  pthread_sigmask (SIG_SETMASK, &before, NULL);
}

void
sv_ask_channel_wait (SvAskChannel *channel, int wake, gint64 left)
{
  struct timeval longest
      = { .tv_sec = WAIT_MILLISECONDS / 1000, .tv_usec = WAIT_MILLISECONDS % 1000 * 1000 };
  struct timeval buffer, *next = &longest;
  if (channel->ares)
    next = ares_timeout (channel->ares, &longest, &buffer);
  gint64 wait = MIN (left, (gint64)next->tv_sec * G_USEC_PER_SEC + next->tv_usec);
  /* The set changes while c-ares works on it. */
  guint n = channel->sockets->len;
  g_autofree struct pollfd *sockets = g_new (struct pollfd, n + 1);
  if (n > 0)
    memcpy (sockets, channel->sockets->data, n * sizeof (struct pollfd));
  sockets[n] = (struct pollfd){ .fd = wake, .events = POLLIN }; /* -1 is passed over */
  int ready = poll (sockets, n + 1, (int)((MAX (wait, 0) + 999) / 1000));
  if (channel->ares)
    process (channel, sockets, ready > 0 ? n : 0);
}

void
sv_ask_channel_cancel (SvAskChannel *channel)
{
  if (channel->ares)
    ares_cancel (channel->ares);
}
