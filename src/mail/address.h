/* SPDX-License-Identifier: GPL-3.0-or-later
 * Mail addresses: the envelope's one path, and the mailboxes of From. */

#pragma once

#include "mail/scanner.h"

/* One mailbox of an address list; strings are borrowed from the report's pool. */
typedef struct
{
  const char *name;    /* decoded display name, or NULL */
  const char *address; /* local-part@domain as written, or NULL where there is none */
  const char *domain; /* what follows the last "@", without a final dot; NULL where there is none */
} SvMailbox;

/* The reverse-path in `value`: "<a@b>", "a@b", "<>", with comments, source routes ("@x:a@b") and
 * white space around it taken off.  "" for the null sender, NULL where no address can be read. Kept
 * in `strings`. */
const char *sv_address_path (SvSlice value, GStringChunk *strings);

/* Appends the mailboxes of an address-list field (RFC 5322 3.4), groups opened, to `mailboxes`
 * (GArray of SvMailbox). Real From fields break the grammar in many ways; what can be read is read
 * (MAIL-FACTS.md: unquoted comma before an angle address, "<\"a@b\">", "(<a@b>)", unbalanced
 * quotes).  Returns FALSE if the field broke the grammar. */
gboolean sv_address_list (const char *value, GStringChunk *strings, GArray *mailboxes);

/* The domain of an address: behind its last "@", "" and NULL give NULL; borrowed from `address`. */
const char *sv_address_domain (const char *address);
