/* SPDX-License-Identifier: GPL-3.0-or-later
 * What happened between author and receiver: forwarders, lists, gateways, services, clocks. */

#pragma once

#include "judge/compare.h"
#include "mail/sender-rewriting.h"
#include "spf/services.h"

typedef enum
{
  SV_WAY_DIRECT,        /* nothing says otherwise */
  SV_WAY_FORWARDED,     /* with the author's own envelope sender */
  SV_WAY_FORWARDED_SRS, /* with one that the forwarder made of it */
  SV_WAY_LIST           /* sent anew by a mailing list */
} SvWayKind;

/* A hop earlier than the one below it by more than this is impossible; clocks of servers are wrong
 * by seconds, those without NTP by a few minutes. */
#define SV_CLOCK_TOLERANCE (5 * 60)

/* Strings are borrowed from the facts; NULL where there is nothing to say. */
typedef struct
{
  SvWayKind kind;
  guint line;            /* header line that shows it, 0: none */
  const char *forwarder; /* host or mailbox that handed it on */
  const char *list_id;

  SvSenderRewriting sender; /* what the judged envelope sender says */

  /* A relay or gateway of the receiver's own stood in front. */
  gboolean own_relay;
  guint relay_line;
  const char *relay; /* its name, or NULL */
  SvIp relay_ip;     /* its address */
  SvIp outside_ip;   /* the address behind it, if it is to be seen */

  const SvService *service; /* that the judged host belongs to */
  const char *service_host;
  guint service_line;

  guint travel_line;     /* hop whose time is before the one below; 0: none */
  gint64 travel_seconds; /* by how much */
} SvWay;

void sv_way_find (const SvFacts *facts, const SvIdentity *identity, const SvStored *stored,
                  SvWay *way);
