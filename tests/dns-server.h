/* SPDX-License-Identifier: GPL-3.0-or-later
 * A DNS server on a port of 127.0.0.1, in threads of the test, that answers from a DNS file as a
 * resolver would, or misbehaves. */

#pragma once

#include "dns/zone.h"

/* How it misbehaves; all 0: not at all. */
typedef struct
{
  guint delay;         /* milliseconds before each answer over UDP */
  guint lose;          /* so many questions over UDP, the first ones, are never answered */
  gboolean silent;     /* reads questions and answers none */
  gboolean truncate;   /* over UDP nothing but "ask by TCP" */
  gboolean bare_alias; /* an alias is answered without what it leads to */
  gboolean no_edns;    /* FORMERR to questions with EDNS */
  gboolean liar;       /* a wrong ID first, then the right answer */
} DnsServerSwitches;

typedef struct DnsServer DnsServer;

/* Starts a server for the DNS file `text`; what the file does not know is REFUSED. */
DnsServer *dns_server_new (const char *text, const DnsServerSwitches *switches);
void dns_server_free (DnsServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DnsServer, dns_server_free)

/* "127.0.0.1:PORT", for --resolver. */
const char *dns_server_address (const DnsServer *server);

/* From now on it knows EDNS, whatever its switches said. */
void dns_server_learn_edns (DnsServer *server);

/* Questions that have come so far. */
guint dns_server_udp_questions (DnsServer *server);
guint dns_server_tcp_questions (DnsServer *server);

/* Questions with EDNS among them. */
guint dns_server_edns_questions (DnsServer *server);

/* The most answers that waited for their time at once, since this was last asked. */
guint dns_server_most_waiting (DnsServer *server);
