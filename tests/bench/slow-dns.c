/* SPDX-License-Identifier: GPL-3.0-or-later
 * A resolver on loopback, far away: each answer comes so many milliseconds after its question, any
 * number of them in flight.  Every name has an SPF record, every _dmarc. name a DMARC record.
 *
 *   slow-dns MILLISECONDS
 *
 * Writes "ADDRESS:PORT", and when SIGTERM ends it "QUESTIONS REPEATED MOST": how many different
 * ones came, how many came once more, and how many waited at a time. */

#include <arpa/inet.h>
#include <glib.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define HEADER_LEN ((gsize)12)
#define PACKET_MAX 1500
#define TYPE_TXT 16

/* Room for what comes while answers are sent. */
#define SOCKET_BUFFER (8 * 1024 * 1024)

/* One answer on its way; they are due in the order of their questions. */
typedef struct
{
  gint64 due;
  struct sockaddr_in peer;
  gsize len;
  guint8 packet[PACKET_MAX];
} Answer;

typedef struct
{
  int socket;
  gint64 delay; /* microseconds */
  GQueue waiting;
  guint most;
  GHashTable *asked; /* GBytes: name and type */
  guint repeated;
} Server;

static volatile sig_atomic_t over;

static void
end (int number G_GNUC_UNUSED)
{
  over = 1;
}

/* Where the question ends, 0 if there is none. */
static gsize
question_end (const guint8 *packet, gsize len)
{
  gsize at = HEADER_LEN;
  while (at < len && packet[at])
    at += packet[at] + 1u;
  return at + 5 <= len ? at + 5 : 0;
}

static void
append_text (Answer *answer, const char *text)
{
  gsize len = strlen (text);
  const guint8 head[] = { 0xc0, (guint8)HEADER_LEN, 0,          TYPE_TXT, 0, 1, 0, 0, 1, 44,
                          0,    (guint8)(len + 1),  (guint8)len };
  memcpy (answer->packet + answer->len, head, sizeof head);
  memcpy (answer->packet + answer->len + sizeof head, text, len);
  answer->len += sizeof head + len;
}

/* Makes the answer out of the question's packet: no error, one record or none, no EDNS. */
static void
make_answer (Answer *answer, gsize question)
{
  static const guint8 dmarc[] = "\6_dmarc";
  guint8 *packet = answer->packet;
  gboolean text = packet[question - 4] == 0 && packet[question - 3] == TYPE_TXT;
  answer->len = question;
  packet[2] = 0x81;
  packet[3] = 0x80;
  memset (packet + 6, 0, 6);
  packet[7] = (guint8)text;
  if (text)
    append_text (answer, memcmp (packet + HEADER_LEN, dmarc, sizeof dmarc - 1) == 0
                             ? "v=DMARC1; p=none"
                             : "v=spf1 ip4:203.0.113.0/24 -all");
}

static void
receive_all (Server *server)
{
  for (;;)
    {
      Answer answer = { 0 };
      socklen_t size = sizeof answer.peer;
      ssize_t got = recvfrom (server->socket, answer.packet, PACKET_MAX / 2, MSG_DONTWAIT,
                              (struct sockaddr *)&answer.peer, &size);
      if (got < 0)
        return;
      gsize question = question_end (answer.packet, (gsize)got);
      if (question == 0)
        continue;
      answer.due = g_get_monotonic_time () + server->delay;
      if (!g_hash_table_add (server->asked,
                             g_bytes_new (answer.packet + HEADER_LEN, question - HEADER_LEN)))
        server->repeated++;
      make_answer (&answer, question);
      g_queue_push_tail (&server->waiting, g_memdup2 (&answer, sizeof answer));
      server->most = MAX (server->most, server->waiting.length);
    }
}

/* Sends what is due, and returns how long the next one has to wait; a second without one. */
static struct timespec
send_due (Server *server)
{
  gint64 left = G_USEC_PER_SEC;
  for (Answer *answer; (answer = g_queue_peek_head (&server->waiting));)
    {
      left = answer->due - g_get_monotonic_time ();
      if (left > 0)
        break;
      sendto (server->socket, answer->packet, answer->len, 0,
              (const struct sockaddr *)&answer->peer, sizeof answer->peer);
      g_free (g_queue_pop_head (&server->waiting));
      left = G_USEC_PER_SEC;
    }
  return (struct timespec){ .tv_sec = left / G_USEC_PER_SEC,
                            .tv_nsec = left % G_USEC_PER_SEC * 1000 };
}

static void
open_socket (Server *server)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t size = sizeof address;
  const int room = SOCKET_BUFFER;
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  server->socket = socket (AF_INET, SOCK_DGRAM, 0);
  if (server->socket < 0 || bind (server->socket, (struct sockaddr *)&address, size) != 0
      || getsockname (server->socket, (struct sockaddr *)&address, &size) != 0)
    g_error ("no port on 127.0.0.1");
  setsockopt (server->socket, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  printf ("127.0.0.1:%u\n", ntohs (address.sin_port));
  fflush (stdout);
}

int
main (int argc, char **argv)
{
  if (argc != 2)
    g_error ("usage: slow-dns MILLISECONDS");
  Server server = { .delay = g_ascii_strtoll (argv[1], NULL, 10) * 1000 };
  server.asked
      = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
  g_queue_init (&server.waiting);
  signal (SIGTERM, end);
  open_socket (&server);
  while (!over)
    {
      struct timespec wait = send_due (&server);
      struct pollfd poll = { .fd = server.socket, .events = POLLIN };
      if (ppoll (&poll, 1, &wait, NULL) > 0)
        receive_all (&server);
    }
  printf ("%u %u %u\n", g_hash_table_size (server.asked), server.repeated, server.most);
  return EXIT_SUCCESS;
}
