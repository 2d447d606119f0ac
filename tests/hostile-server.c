/* SPDX-License-Identifier: GPL-3.0-or-later
 * A DNS server that never gives a true answer; see hostile-server.h. */

#include "hostile-server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Packets that come for each question. */
#define FLOOD 40

/* Milliseconds between two bytes. */
#define DRIP 20

/* Where the question begins: behind the header of RFC 1035 4.1.1. */
#define HEADER 12

struct HostileServer
{
  HostileMode mode;
  char *address;
  int udp, listener, connection, stop[2]; /* closing the writing end of `stop` ends the thread */
  GThread *thread;
  GRand *random;
  guint chain;
  gint questions, connections; /* atomic */
};

static void
put_random (HostileServer *server, GByteArray *out, guint len)
{
  for (guint i = 0; i < len; i++)
    g_byte_array_append (out, &(guint8){ (guint8)g_rand_int (server->random) }, 1);
}

/* An A record of the name that the packet asks for. */
static void
put_address (GByteArray *out)
{
  static const guint8 record[] = { 0xc0, HEADER, 0, 1, 0, 1, 0, 0, 1, 0, 0, 4, 192, 0, 2, 1 };
  g_byte_array_append (out, record, sizeof record);
}

/* An alias of the name that begins at `owner` for one that nobody asked for yet. */
static void
put_alias (HostileServer *server, GByteArray *out, guint owner)
{
  g_autofree char *label = g_strdup_printf ("n%07u", server->chain++);
  const guint8 head[]
      = { (guint8)(0xc0 | owner >> 8), (guint8)owner, 0, 5, 0, 1, 0, 0, 1, 0, 0, 18, 8 };
  g_byte_array_append (out, head, sizeof head);
  g_byte_array_append (out, (const guint8 *)label, 8);
  g_byte_array_append (out, (const guint8 *)"\7example", 8);
  g_byte_array_append (out, (const guint8 *)"", 1);
}

static void
put_body (HostileServer *server, GByteArray *out, guint question)
{
  static const guint8 loop[] = { 0xc0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 2, 0xc0, 0 };
  guint count = 1;
  switch (server->mode)
    {
    case HOSTILE_GARBAGE_BODY:
      put_random (server, out, g_rand_int_range (server->random, 1, 600));
      break;
    case HOSTILE_COUNTS:
      count = 65535;
      break;
    case HOSTILE_POINTERS:
      g_byte_array_append (out, loop, sizeof loop);
      out->data[question + 1] = (guint8)question;
      out->data[question] = 0xc0;
      out->data[question + 13] = (guint8)(question + 12);
      break;
    case HOSTILE_LONG_CHAIN:
      count = 38;
      for (guint i = 0, owner = HEADER; i < count; i++, owner = out->len - 18)
        put_alias (server, out, owner);
      break;
    case HOSTILE_CHAIN:
      put_alias (server, out, HEADER);
      break;
    case HOSTILE_QUESTIONS:
      count = 0;
      out->data[2] &= 0x7f;
      break;
    default:
      put_address (out);
    }
  out->data[6] = (guint8)(count >> 8);
  out->data[7] = (guint8)count;
}

/* The `n`-th packet that comes for a question of `len` bytes. */
static GByteArray *
lie (HostileServer *server, const guint8 *packet, gsize len, guint n)
{
  GByteArray *out = g_byte_array_new ();
  gsize end = HEADER;
  if (server->mode == HOSTILE_GARBAGE || len <= HEADER + 5)
    {
      put_random (server, out, g_rand_int_range (server->random, 1, 1200));
      return out;
    }
  while (end + 5 < len && packet[end])
    end += 1 + packet[end];
  g_byte_array_append (out, packet, (guint)MIN (end + 5, len));
  out->data[2] = 0x81;
  out->data[3] = 0x80;
  memset (out->data + 6, 0, 6);
  if (server->mode >= HOSTILE_STALL)
    out->data[2] |= 0x02;
  else
    put_body (server, out, out->len);
  if (server->mode == HOSTILE_WRONG_ID)
    out->data[1] ^= (guint8)(1 + n);
  if (server->mode == HOSTILE_WRONG_QUESTION)
    out->data[HEADER + 1] = 'x';
  return out;
}

static void
serve_udp (HostileServer *server)
{
  guint8 packet[1500];
  struct sockaddr_in peer;
  socklen_t size = sizeof peer;
  ssize_t len = recvfrom (server->udp, packet, sizeof packet, 0, (struct sockaddr *)&peer, &size);
  g_atomic_int_inc (&server->questions);
  gboolean once = server->mode >= HOSTILE_CHAIN;
  for (guint n = 0; len > 0 && n < (once ? 1 : FLOOD); n++)
    {
      g_autoptr (GByteArray) out = lie (server, packet, (gsize)len, n);
      sendto (server->udp, out->data, out->len, 0, (struct sockaddr *)&peer, size);
    }
}

static void
hang_up (HostileServer *server)
{
  if (server->connection >= 0)
    close (server->connection);
  server->connection = -1;
}

static void
take_connection (HostileServer *server)
{
  static const struct linger at_once = { 1, 0 };
  hang_up (server);
  server->connection = accept (server->listener, NULL, NULL);
  g_atomic_int_inc (&server->connections);
  if (server->mode == HOSTILE_RESET)
    {
      send (server->connection, "\1\0abc", 5, MSG_NOSIGNAL);
      setsockopt (server->connection, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
  if (server->mode == HOSTILE_RESET || server->mode == HOSTILE_CLOSE)
    hang_up (server);
}

static void
serve_tcp (HostileServer *server)
{
  guint8 many[65536];
  if (server->connection < 0 || server->mode == HOSTILE_STALL)
    return;
  memset (many, 0xff, sizeof many);
  gsize len = server->mode == HOSTILE_DRIP ? 1 : sizeof many;
  if (send (server->connection, many, len, MSG_NOSIGNAL | MSG_DONTWAIT) == 0)
    hang_up (server);
}

static gpointer
serve (gpointer data)
{
  HostileServer *server = data;
  for (;;)
    {
      struct pollfd fds[] = { { .fd = server->stop[0], .events = POLLIN },
                              { .fd = server->udp, .events = POLLIN },
                              { .fd = server->listener, .events = POLLIN } };
      poll (fds, 3, server->mode == HOSTILE_STREAM ? 1 : DRIP);
      if (fds[0].revents)
        return NULL;
      if (fds[1].revents)
        serve_udp (server);
      if (fds[2].revents)
        take_connection (server);
      serve_tcp (server);
    }
}

static void
bind_sockets (HostileServer *server)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t size = sizeof address;
  for (guint i = 0; i < 50; i++)
    {
      address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
      address.sin_port = 0;
      server->listener = socket (AF_INET, SOCK_STREAM, 0);
      server->udp = socket (AF_INET, SOCK_DGRAM, 0);
      if (bind (server->listener, (struct sockaddr *)&address, sizeof address) == 0
          && getsockname (server->listener, (struct sockaddr *)&address, &size) == 0
          && bind (server->udp, (struct sockaddr *)&address, sizeof address) == 0
          && listen (server->listener, 16) == 0)
        {
          server->address = g_strdup_printf ("127.0.0.1:%u", ntohs (address.sin_port));
          return;
        }
      close (server->listener);
      close (server->udp);
    }
  g_error ("no port on 127.0.0.1");
}

HostileServer *
hostile_server_new (HostileMode mode)
{
  HostileServer *server = g_new0 (HostileServer, 1);
  server->mode = mode;
  server->connection = -1;
  server->random = g_rand_new_with_seed (mode);
  bind_sockets (server);
  if (pipe (server->stop) != 0)
    g_error ("no pipe");
  server->thread = g_thread_new ("hostile", serve, server);
  return server;
}

void
hostile_server_free (HostileServer *server)
{
  if (!server)
    return;
  close (server->stop[1]);
  g_thread_join (server->thread);
  hang_up (server);
  close (server->stop[0]);
  close (server->udp);
  close (server->listener);
  g_rand_free (server->random);
  g_free (server->address);
  g_free (server);
}

const char *
hostile_server_address (const HostileServer *server)
{
  return server->address;
}

guint
hostile_server_questions (HostileServer *server)
{
  return (guint)g_atomic_int_get (&server->questions);
}

guint
hostile_server_connections (HostileServer *server)
{
  return (guint)g_atomic_int_get (&server->connections);
}
