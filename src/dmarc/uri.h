/* SPDX-License-Identifier: GPL-3.0-or-later
 * The list of addresses that reports go to (RFC 9989 4.8); for record.c only. */

#pragma once

#include <glib.h>

/* Reads a comma-separated list of URIs.  `any`: whether at least one is valid; returns whether all
 * are. */
gboolean sv_dmarc_uris_read (const char *list, gsize len, gboolean *any);
