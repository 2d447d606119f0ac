/* SPDX-License-Identifier: GPL-3.0-or-later
 * The only header that includes those of libspf2, and what both of its users need: answers in its
 * form.  For libspf2*.c only. */

#pragma once

#include "dns/answers.h"

#include <setjmp.h>

/* libspf2's headers expect these before them. */
#include <sys/types.h>

#include <netinet/in.h>

#include <arpa/nameser.h>

#include <resolv.h>

#include <netdb.h>

#define HAVE_DECL_NS_T_SPF 0
#include <spf2/spf.h>

/* A server over `layer`, with texts of ours in place of those that it would make of the host's name
 * and of an explanation with macros: it composes them after every term, and nobody reads them. */
SPF_server_t *sv_libspf2_server_new (SPF_dns_server_t *layer);

void sv_libspf2_set_client (SPF_request_t *request, const SvIp *client);

/* What a layer gives back; never NULL, at which libspf2 would abort.  `answer` may be NULL: that is
 * a trouble, like every status but NOERROR, NODATA and NXDOMAIN.  At most `most` records are taken.
 * `stand_in`, which may be NULL, takes the place of addresses of its family. */
SPF_dns_rr_t *sv_libspf2_answer (SPF_dns_server_t *layer, const char *name, ns_type type,
                                 const SvDnsAnswer *answer, guint most, const SvIp *stand_in);

/* Adds a record of `size` bytes to an answer. */
void sv_libspf2_answer_add (SPF_dns_rr_t *rr, const void *data, gsize size);

/* Where an internal error of libspf2 leads while this thread has set it; NULL: it ends the
 * program, for its handler may not return. */
extern _Thread_local sigjmp_buf *sv_libspf2_escape;
