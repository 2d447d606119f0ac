/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which files: Landlock.  Which system calls: sandbox-calls.c. */

#include "sandbox.h"

#include "sandbox-calls.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Bit of Landlock's third version (Linux 6.2), which Debian 12's header lacks. */
#define ACCESS_FS_TRUNCATE (1ULL << 14)

#define READ_FILE LANDLOCK_ACCESS_FS_READ_FILE
#define READ_ALL (READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define WRITE \
  (READ_ALL | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG \
   | LANDLOCK_ACCESS_FS_REMOVE_FILE | ACCESS_FS_TRUNCATE)

/* What libraries open late: the resolver's configuration, character sets, translations, time zones,
 * the public suffix list.  No secrets among them. */
static const char *const system_paths[] = { "/etc/resolv.conf",
                                            "/etc/hosts",
                                            "/etc/host.conf",
                                            "/etc/nsswitch.conf",
                                            "/etc/gai.conf",
                                            "/etc/localtime",
                                            "/etc/ld.so.cache",
                                            "/usr/lib",
                                            "/usr/share/locale",
                                            "/usr/share/publicsuffix",
                                            "/usr/share/zoneinfo",
                                            "/lib",
                                            "/lib64",
                                            LOCALEDIR,
                                            "/dev/urandom",
                                            "/proc/self/fd",
#if SV_SANITIZED
                                            "/proc", /* the leak check lists threads there */
#endif
                                            NULL };

/* The kernel's Landlock version; 0 where it has none. */
static int
landlock_version (void)
{
  long version = syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return version > 0 ? (int)version : 0;
}

/* All rights of that version: what is handled and not granted is refused. */
static guint64
handled_rights (int version)
{
  guint64 rights = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
  if (version >= 2)
    rights |= LANDLOCK_ACCESS_FS_REFER;
  if (version >= 3)
    rights |= ACCESS_FS_TRUNCATE;
  return rights;
}

/* Rights that make sense for what is no folder; the kernel refuses others there. */
#define FILE_RIGHTS \
  (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | READ_FILE | ACCESS_FS_TRUNCATE)

/* A path that is not there, or cannot be looked at, is left out: its reader will say so. */
static void
grant (int ruleset, const char *path, guint64 rights)
{
  struct landlock_path_beneath_attr rule = { .parent_fd = open (path, O_PATH | O_CLOEXEC) };
  struct stat status;
  if (rule.parent_fd < 0)
    return;
  if (fstat (rule.parent_fd, &status) == 0)
    {
      rule.allowed_access = S_ISDIR (status.st_mode) ? rights : rights & FILE_RIGHTS;
      if (syscall (SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0)
        g_debug ("sandbox: %s: %s", path, g_strerror (errno));
    }
  close (rule.parent_fd);
}

/* A file that is written appears beside itself under another name first, so its folder is granted;
 * a device or a pipe is granted itself. */
static void
grant_written (int ruleset, const char *path, guint64 rights)
{
  struct stat status;
  if (stat (path, &status) == 0 && !S_ISREG (status.st_mode))
    {
      grant (ruleset, path, rights);
      return;
    }
  g_autofree char *target = realpath (path, NULL); /* of a link, which is written through */
  g_autofree char *folder = g_path_get_dirname (target ? target : path);
  grant (ruleset, folder, rights);
}

static gboolean
is_stream (const char *path)
{
  return strcmp (path, "-") == 0;
}

static void
grant_all (int ruleset, const SvNeeds *needs, guint64 handled)
{
  for (const char *const *path = system_paths; *path; path++)
    grant (ruleset, *path, READ_ALL & handled);
  for (const char *const *path = needs->read; path && *path; path++)
    if (!is_stream (*path))
      grant (ruleset, *path, READ_ALL & handled);
  for (const char *const *path = needs->write; path && *path; path++)
    if (!is_stream (*path))
      grant_written (ruleset, *path, WRITE & handled);
}

static gboolean
restrict_files (const SvNeeds *needs)
{
  int version = landlock_version ();
  if (version == 0)
    return FALSE;
  struct landlock_ruleset_attr attributes = { .handled_access_fs = handled_rights (version) };
  int ruleset = (int)syscall (SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
  if (ruleset < 0)
    return FALSE;
  grant_all (ruleset, needs, attributes.handled_access_fs);
  gboolean good = syscall (SYS_landlock_restrict_self, ruleset, 0) == 0;
  close (ruleset);
  return good;
}

guint
sv_sandbox_enter (const SvNeeds *needs)
{
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return 0;
  guint bits = restrict_files (needs) ? SV_SANDBOX_LANDLOCK : 0;
  if (sv_sandbox_restrict_calls (needs->network))
    bits |= SV_SANDBOX_SECCOMP;
  return bits;
}

guint
sv_sandbox_offered (void)
{
  return (landlock_version () > 0 ? SV_SANDBOX_LANDLOCK : 0)
         | (sv_sandbox_can_restrict_calls () ? SV_SANDBOX_SECCOMP : 0);
}
