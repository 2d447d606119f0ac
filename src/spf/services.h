/* SPDX-License-Identifier: GPL-3.0-or-later
 * Well-known mail services: by which names their mail is known, and what they ask customers to put
 * into a record. */

#pragma once

#include <glib.h>

/* When the table was last held against the documentation that it names. */
#define SV_SERVICES_DATE "2026-11"

/* One service.  Domains stand for themselves and all below them. */
typedef struct
{
  const char *name;
  const char *hosts[4];      /* of HELO and reverse names */
  const char *signatures[3]; /* of DKIM d= where the customer has none of its own */
  const char *envelopes[3];  /* of MAIL FROM where the customer has none of its own */
  const char *include;       /* domain of the documented include; NULL: none is needed, or it is the
                                customer's own */
  const char *documentation; /* where the service says so */
} SvService;

/* The service by the host that sent (HELO or reverse name), a signature's domain, or the envelope
 * sender's domain; NULL if it is none of the known. */
const SvService *sv_service_by_host (const char *host);
const SvService *sv_service_by_signature (const char *domain);
const SvService *sv_service_by_envelope (const char *domain);

/* The service that documents this include; NULL if none does. */
const SvService *sv_service_by_include (const char *domain);

/* All of them, for tests and lists. */
const SvService *sv_services (gsize *n);
