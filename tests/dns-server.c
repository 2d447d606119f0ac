/* SPDX-License-Identifier: GPL-3.0-or-later
 * A DNS server for tests; see dns-server.h. */

#include "dns-server.h"

#include "dns/name.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Header, shortest name, type, class. */
#define QUESTION_MIN 17
#define UDP_PLAIN 512
#define UDP_EDNS 1232

/* An answer over UDP that waits for its time. */
typedef struct
{
  gint64 due;
  struct sockaddr_in peer;
  GByteArray *packet;
} Delayed;

struct DnsServer
{
  DnsServerSwitches switches;
  GPtrArray *zones;
  char *address;
  int udp, listener, stop[2]; /* closing the writing end of `stop` ends both threads */
  GThread *udp_thread, *tcp_thread;
  GQueue delayed;                                 /* Delayed, in the order of their time */
  gint udp_count, tcp_count, edns, no_edns, most; /* atomic */
};

static void
put_u16 (GByteArray *out, guint value)
{
  const guint8 bytes[] = { (guint8)(value >> 8), (guint8)value };
  g_byte_array_append (out, bytes, 2);
}

static void
put_name (GByteArray *out, const char *name)
{
  guint8 wire[SV_DNS_WIRE_NAME_MAX];
  gsize len = 0;
  if (!sv_dns_name_encode (name, wire, &len))
    g_error ("the tests serve no impossible name");
  g_byte_array_append (out, wire, (guint)len);
}

static void
put_data (GByteArray *out, const SvDnsRecord *record, SvDnsType type)
{
  if (type == SV_DNS_MX)
    put_u16 (out, record->preference);
  if (type == SV_DNS_A || type == SV_DNS_AAAA)
    g_byte_array_append (out, record->ip.bytes, type == SV_DNS_A ? 4 : 16);
  else if (record->name)
    put_name (out, record->name);
  for (guint i = 0; record->strings && i < record->strings->len; i++)
    {
      gsize len;
      const guint8 *bytes = g_bytes_get_data (record->strings->pdata[i], &len);
      g_byte_array_append (out, &(guint8){ (guint8)len }, 1);
      g_byte_array_append (out, bytes, (guint)len);
    }
}

/* Appends the records of an answer and returns how many. */
static guint
put_records (GByteArray *out, const char *owner, const SvDnsAnswer *answer)
{
  for (guint i = 0; i < answer->records->len; i++)
    {
      g_autoptr (GByteArray) data = g_byte_array_new ();
      put_data (data, &g_array_index (answer->records, SvDnsRecord, i), answer->type);
      put_name (out, owner);
      put_u16 (out, (guint)answer->type);
      put_u16 (out, 1);
      put_u16 (out, answer->ttl >> 16);
      put_u16 (out, answer->ttl & 0xffff);
      put_u16 (out, data->len);
      g_byte_array_append (out, data->data, data->len);
    }
  return answer->records->len;
}

static int
rcode_of (const SvDnsAnswer *answer)
{
  static const int rcodes[]
      = { [SV_DNS_NOERROR] = 0,  [SV_DNS_NODATA] = 0,   [SV_DNS_NXDOMAIN] = 3,
          [SV_DNS_SERVFAIL] = 2, [SV_DNS_TIMEOUT] = -1, [SV_DNS_REFUSED] = 5 };
  return answer ? rcodes[answer->status] : 5;
}

/* Puts what the zone says behind the question; returns the RCODE, -1 for silence. */
static int
put_answers (const DnsServer *server, GByteArray *out, const char *name, SvDnsType type,
             guint *count)
{
  g_autofree char *owner = g_strdup (name);
  for (;;)
    {
      g_autoptr (SvDnsAnswer) alias
          = type == SV_DNS_CNAME ? NULL : sv_zone_lookup (server->zones, owner, SV_DNS_CNAME);
      g_autoptr (SvDnsAnswer) answer = sv_zone_lookup (server->zones, owner, type);
      if (!alias || alias->status != SV_DNS_NOERROR)
        {
          if (answer)
            *count += put_records (out, owner, answer);
          return rcode_of (answer);
        }
      *count += put_records (out, owner, alias);
      if (server->switches.bare_alias || *count > 8)
        return 0;
      g_free (owner);
      owner = g_strdup (g_array_index (alias->records, SvDnsRecord, 0).name);
    }
}

/* Reads the uncompressed name of the question; returns where it ends, 0 if it is malformed. */
static gsize
read_question_name (const guint8 *packet, gsize len, GString *name)
{
  gsize at = 12;
  while (at < len && packet[at] != 0)
    {
      gsize end = at + 1 + packet[at];
      if (end >= len)
        return 0;
      if (name->len)
        g_string_append_c (name, '.');
      for (at++; at < end; at++)
        sv_dns_name_append_byte (name, packet[at]);
    }
  return at + 5 <= len ? at + 1 : 0;
}

/* The packet that answers a question, or NULL for silence. */
static GByteArray *
reply (DnsServer *server, const guint8 *packet, gsize len, gboolean tcp)
{
  g_autoptr (GString) name = g_string_new (NULL);
  gsize at = len >= QUESTION_MIN ? read_question_name (packet, len, name) : 0;
  guint before = (guint)g_atomic_int_add (tcp ? &server->tcp_count : &server->udp_count, 1);
  if (at == 0 || server->switches.silent || (!tcp && before < server->switches.lose))
    return NULL;
  gboolean edns = packet[11] > 0;
  if (edns)
    g_atomic_int_inc (&server->edns);
  SvDnsType type = (SvDnsType)(packet[at] << 8 | packet[at + 1]);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_byte_array_append (out, packet, (guint)at + 4);
  guint count = 0;
  gboolean formerr = edns && g_atomic_int_get (&server->no_edns);
  int rcode = formerr ? 1 : put_answers (server, out, name->str, type, &count);
  if (rcode < 0)
    return NULL;
  gboolean cut = !tcp && (server->switches.truncate || out->len > (edns ? UDP_EDNS : UDP_PLAIN));
  if (cut || formerr)
    g_byte_array_set_size (out, (guint)at + 4);
  out->data[2] = cut ? 0x83 : 0x81;
  out->data[3] = (guint8)(0x80 | rcode);
  out->data[6] = (guint8)(cut || formerr ? 0 : count >> 8);
  out->data[7] = (guint8)(cut || formerr ? 0 : count);
  memset (out->data + 8, 0, 4);
  if (edns && !formerr)
    {
      static const guint8 opt[] = { 0, 0, 41, UDP_EDNS >> 8, UDP_EDNS & 0xff, 0, 0, 0, 0, 0, 0 };
      out->data[11] = 1;
      g_byte_array_append (out, opt, sizeof opt);
    }
  return g_steal_pointer (&out);
}

static void
send_delayed (DnsServer *server, Delayed *delayed)
{
  GByteArray *packet = delayed->packet;
  const struct sockaddr *peer = (const struct sockaddr *)&delayed->peer;
  if (server->switches.liar)
    {
      packet->data[0] ^= 0xff;
      sendto (server->udp, packet->data, packet->len, 0, peer, sizeof delayed->peer);
      packet->data[0] ^= 0xff;
    }
  sendto (server->udp, packet->data, packet->len, 0, peer, sizeof delayed->peer);
}

static void
delayed_free (Delayed *delayed)
{
  g_byte_array_unref (delayed->packet);
  g_free (delayed);
}

/* Sends what is due; returns the milliseconds until the next, -1 without one. */
static int
send_due (DnsServer *server)
{
  for (;;)
    {
      Delayed *head = g_queue_peek_head (&server->delayed);
      gint64 left = head ? head->due - g_get_monotonic_time () : 0;
      if (!head)
        return -1;
      if (left > 0)
        return (int)(left / 1000) + 1;
      send_delayed (server, head);
      delayed_free (g_queue_pop_head (&server->delayed));
    }
}

static gpointer
serve_udp (gpointer data)
{
  DnsServer *server = data;
  struct pollfd fds[]
      = { { .fd = server->stop[0], .events = POLLIN }, { .fd = server->udp, .events = POLLIN } };
  for (;;)
    {
      poll (fds, 2, send_due (server));
      if (fds[0].revents)
        return NULL;
      if (!fds[1].revents)
        continue;
      guint8 packet[1500];
      Delayed delayed = { 0 };
      socklen_t size = sizeof delayed.peer;
      ssize_t len = recvfrom (server->udp, packet, sizeof packet, 0,
                              (struct sockaddr *)&delayed.peer, &size);
      if (len > 0 && (delayed.packet = reply (server, packet, (gsize)len, FALSE)))
        {
          delayed.due = g_get_monotonic_time () + server->switches.delay * G_GINT64_CONSTANT (1000);
          g_queue_push_tail (&server->delayed, g_memdup2 (&delayed, sizeof delayed));
          if ((gint)server->delayed.length > g_atomic_int_get (&server->most))
            g_atomic_int_set (&server->most, (gint)server->delayed.length);
        }
    }
}

/* Answers one question on a connection; FALSE when it is over. */
static gboolean
serve_one (DnsServer *server, int connection)
{
  guint8 packet[1500];
  if (recv (connection, packet, 2, MSG_WAITALL) != 2)
    return FALSE;
  gsize len = (gsize)(packet[0] << 8 | packet[1]);
  if (len > sizeof packet || recv (connection, packet, len, MSG_WAITALL) != (ssize_t)len)
    return FALSE;
  g_autoptr (GByteArray) answer = reply (server, packet, len, TRUE);
  if (!answer)
    return TRUE;
  guint8 head[] = { (guint8)(answer->len >> 8), (guint8)answer->len };
  g_byte_array_prepend (answer, head, 2);
  return send (connection, answer->data, answer->len, MSG_NOSIGNAL) == (ssize_t)answer->len;
}

/* One connection at a time. */
static gpointer
serve_tcp (gpointer data)
{
  DnsServer *server = data;
  int connection = -1;
  for (;;)
    {
      struct pollfd fds[]
          = { { .fd = server->stop[0], .events = POLLIN },
              { .fd = connection < 0 ? server->listener : connection, .events = POLLIN } };
      poll (fds, 2, -1);
      if (fds[0].revents)
        break;
      if (connection < 0)
        connection = accept (server->listener, NULL, NULL);
      else if (!serve_one (server, connection))
        {
          close (connection);
          connection = -1;
        }
    }
  if (connection >= 0)
    close (connection);
  return NULL;
}

/* Both sockets on one port that the kernel chooses. */
static void
bind_sockets (DnsServer *server)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t size = sizeof address;
  const int any = 1;
  for (guint i = 0; i < 50; i++)
    {
      address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
      address.sin_port = 0;
      server->listener = socket (AF_INET, SOCK_STREAM, 0);
      server->udp = socket (AF_INET, SOCK_DGRAM, 0);
      setsockopt (server->listener, SOL_SOCKET, SO_REUSEADDR, &any, sizeof any);
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

DnsServer *
dns_server_new (const char *text, const DnsServerSwitches *switches)
{
  g_autoptr (GError) error = NULL;
  DnsServer *server = g_new0 (DnsServer, 1);
  SvZone *zone = sv_zone_parse ("server", text, strlen (text), &error);
  if (!zone)
    g_error ("%s", error->message);
  if (switches)
    server->switches = *switches;
  server->no_edns = server->switches.no_edns;
  server->zones = g_ptr_array_new_with_free_func ((GDestroyNotify)sv_zone_free);
  g_ptr_array_add (server->zones, zone);
  g_queue_init (&server->delayed);
  bind_sockets (server);
  if (pipe (server->stop) != 0)
    g_error ("no pipe");
  server->udp_thread = g_thread_new ("udp", serve_udp, server);
  server->tcp_thread = g_thread_new ("tcp", serve_tcp, server);
  return server;
}

void
dns_server_free (DnsServer *server)
{
  if (!server)
    return;
  close (server->stop[1]);
  g_thread_join (server->udp_thread);
  g_thread_join (server->tcp_thread);
  close (server->stop[0]);
  close (server->udp);
  close (server->listener);
  g_queue_clear_full (&server->delayed, (GDestroyNotify)delayed_free);
  g_ptr_array_unref (server->zones);
  g_free (server->address);
  g_free (server);
}

const char *
dns_server_address (const DnsServer *server)
{
  return server->address;
}

void
dns_server_learn_edns (DnsServer *server)
{
  g_atomic_int_set (&server->no_edns, FALSE);
}

guint
dns_server_udp_questions (DnsServer *server)
{
  return (guint)g_atomic_int_get (&server->udp_count);
}

guint
dns_server_tcp_questions (DnsServer *server)
{
  return (guint)g_atomic_int_get (&server->tcp_count);
}

guint
dns_server_edns_questions (DnsServer *server)
{
  return (guint)g_atomic_int_get (&server->edns);
}

guint
dns_server_most_waiting (DnsServer *server)
{
  return (guint)g_atomic_int_exchange (&server->most, 0);
}
