/* SPDX-License-Identifier: GPL-3.0-or-later
 * A DNS server on a port of 127.0.0.1 that never gives a true answer: it floods, lies, or stalls.
 * The one that behaves, or nearly, is dns-server.h. */

#pragma once

#include <glib.h>

typedef enum
{
  /* over UDP, many packets for each question */
  HOSTILE_GARBAGE,        /* bytes */
  HOSTILE_GARBAGE_BODY,   /* the header and the question are right, the rest is bytes */
  HOSTILE_COUNTS,         /* 65535 records, of which none is there */
  HOSTILE_POINTERS,       /* names that point at themselves */
  HOSTILE_WRONG_ID,       /* an answer, under all ids but the right one */
  HOSTILE_WRONG_QUESTION, /* an answer, to another question */
  HOSTILE_QUESTIONS,      /* the question back, and no answer */
  HOSTILE_CHAIN,          /* an alias, each time to a name that is new */
  HOSTILE_LONG_CHAIN,     /* as many of them as a packet holds */
  /* "ask by TCP", and there */
  HOSTILE_STALL,  /* nothing */
  HOSTILE_DRIP,   /* a byte now and then */
  HOSTILE_CLOSE,  /* the end, at once */
  HOSTILE_RESET,  /* an answer that breaks off */
  HOSTILE_STREAM, /* bytes without an end */
  HOSTILE_N
} HostileMode;

typedef struct HostileServer HostileServer;

HostileServer *hostile_server_new (HostileMode mode);
void hostile_server_free (HostileServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HostileServer, hostile_server_free)

const char *hostile_server_address (const HostileServer *server);
guint hostile_server_questions (HostileServer *server); /* over UDP, so far */
guint hostile_server_connections (HostileServer *server);
