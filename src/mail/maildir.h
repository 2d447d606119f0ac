/* SPDX-License-Identifier: GPL-3.0-or-later
 * Folders: ordinary ones, and Maildirs. */

#pragma once

#include <glib.h>

/* Whether `path` is a Maildir: it has cur/ and new/. */
gboolean sv_maildir_is (const char *path);

/* The messages of a Maildir as paths below it ("cur/…", "new/…"), sorted by file name; or NULL with
 * `error` (SV_SOURCE_ERROR) set. */
GPtrArray *sv_maildir_messages (const char *path, GError **error);

/* The entries of a folder that are to be read, sorted by name (bytewise): none that are hidden, but
 * for Maildirs (".Sent" of Maildir++); of a Maildir only its subfolders. */
GPtrArray *sv_maildir_entries (const char *path, gboolean maildir, GError **error);
