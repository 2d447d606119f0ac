/* SPDX-License-Identifier: GPL-3.0-or-later
 * DNS packets (RFC 1035 4): a question written, an answer from a stranger read. */

#pragma once

#include "dns/answers.h"
#include "dns/name.h"

/* UDP answers up to this size are asked for with EDNS (RFC 6891): more gets lost in fragments on
 * some paths (DNS flag day 2020). */
#define SV_DNS_UDP_SIZE 1232

/* Header, name, type and class, OPT. */
#define SV_DNS_QUESTION_MAX (12 + SV_DNS_WIRE_NAME_MAX + 4 + 11)

/* Writes the packet of a question, with EDNS or without, and returns its length; 0 for a name that
 * no packet can carry. */
gsize sv_dns_wire_question (const char *name, SvDnsType type, guint16 id, gboolean edns,
                            guint8 out[SV_DNS_QUESTION_MAX]);

/* Whether the packet is what servers say that do not know EDNS, FORMERR without OPT (RFC 6891 7):
 * ask them without. */
gboolean sv_dns_wire_rejects_edns (const guint8 *packet, gsize len);

/* What a packet answers to the question.  CNAMEs are followed within it; NULL if they lead out of
 * it: `*unknown` is then the name to ask for, `*ttl` the smallest of the aliases.  A packet that
 * makes no sense is SERVFAIL. */
SvDnsAnswer *sv_dns_wire_read (const guint8 *packet, gsize len, const char *name, SvDnsType type,
                               char **unknown, guint32 *ttl);
