/* SPDX-License-Identifier: GPL-3.0-or-later
 * Domain names as text and as on the wire: one form for keys, one for packets, one for master
 * files.
 *
 * In a text, "." separates labels and "\DDD" (three digits, at most 255) is one byte of a label;
 * every other byte, a lone backslash too, stands for itself, because names made by SPF macros carry
 * whatever a stranger wrote. */

#pragma once

#include <glib.h>

/* RFC 1035 2.3.4: bytes of a label, and of a name on the wire with its final zero. */
#define SV_DNS_LABEL_MAX 63
#define SV_DNS_WIRE_NAME_MAX 255

/* The form of keys: lower case, no final dot, odd bytes as \DDD.  Applying it twice changes
 * nothing.  Names that no packet can carry keep their form otherwise. */
char *sv_dns_name_normal (const char *name);

/* The same for a name whose case is to be kept, as records have them. */
char *sv_dns_name_kept (const char *name);

/* Writes the name as on the wire.  FALSE if it cannot be: an empty label in the middle, a label or
 * the whole too long. */
gboolean sv_dns_name_encode (const char *name, guint8 out[SV_DNS_WIRE_NAME_MAX], gsize *len);

/* Whether a packet can carry the name. */
gboolean sv_dns_name_encodable (const char *name);

/* Appends one byte of a label, as \DDD where it would not stand for itself. */
void sv_dns_name_append_byte (GString *text, guint8 byte);

/* The name in a master file: with its final dot, and with everything escaped that has a meaning
 * there. */
char *sv_dns_name_master (const char *name);
