/* SPDX-License-Identifier: GPL-3.0-or-later
 * The from-part of a Received field: who the client said it was, and what the receiver saw. */

#pragma once

#include "mail/received.h"
#include "mail/scanner.h"

/* What was collected from a from-part.  Slices point into the field. */
typedef struct
{
  SvSlice first;    /* the word behind "from", brackets and all; empty: none */
  SvIp first_ip;    /* if `first` is an address or address literal */
  SvIp literal_ip;  /* of a bare "[address]" behind the first word */
  SvSlice helo;     /* of "(HELO name)", "helo=name" */
  SvSlice rdns;     /* of "(name [address])" */
  SvIp peer_ip;     /* of a comment with TCP-info (RFC 5321 4.4) */
  gboolean peer;    /* such a comment was there, its address readable or not */
  gboolean unnamed; /* it was the address alone: "([address])" */
  gboolean doubted; /* "(may be forged)" stood behind the name */
} SvFromPart;

/* Takes one word of the from-part, or one "[literal]" with what belongs to it.  FALSE if it has no
 * place there. */
gboolean sv_from_part_word (SvFromPart *from, SvScanner *scanner);

/* Takes the inside of one comment of the from-part.  FALSE if it is TCP-info whose address cannot
 * be read. */
gboolean sv_from_part_comment (SvFromPart *from, SvSlice inside);

/* Sets helo, rdns and ip of `hop`.  `with` is the field's protocol, which may be empty; `exim`
 * tells that Exim wrote the field. */
void sv_from_part_resolve (const SvFromPart *from, SvSlice with, gboolean exim,
                           GStringChunk *strings, SvReceived *hop);
