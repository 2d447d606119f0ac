/* SPDX-License-Identifier: GPL-3.0-or-later
 * A library for LD_PRELOAD that lets calls of the program fail, for tests/faults.py.
 *
 * SPFVIEW_FAULT is "CALL HOW WHEN": CALL one of read, write, sync, open, opendir; HOW an error
 * (EIO …), "short", "truncate" (the file loses its second half), or "unlink=PATH"; WHEN the number
 * of the call, counted from 1, or "every", where an error strikes every second call.
 * SPFVIEW_FAULT_COUNT names a file that gets the number of calls. */

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Short reads and writes have up to so many bytes. */
#define SHORT_MAX 4099

static char call_name[16], how[256], when[16];
static atomic_uint calls;
static int count_fd = -1;

static const struct
{
  const char *name;
  int value;
} errors[] = {
  { "EIO", EIO },       { "ENOSPC", ENOSPC }, { "EINTR", EINTR },
  { "EACCES", EACCES }, { "EMFILE", EMFILE },
};

/* The real function of that name. */
#define REAL(name) ((__typeof__ (&name))dlsym (RTLD_NEXT, #name))

__attribute__ ((constructor)) static void
begin (void)
{
  const char *fault = getenv ("SPFVIEW_FAULT");
  const char *count = getenv ("SPFVIEW_FAULT_COUNT");
  char *copy = strdup (fault ? fault : ""), *rest = copy;
  char *words[3];
  for (unsigned i = 0; i < 3; i++)
    words[i] = strsep (&rest, " ");
  if (words[2])
    {
      snprintf (call_name, sizeof call_name, "%s", words[0]);
      snprintf (how, sizeof how, "%s", words[1]);
      snprintf (when, sizeof when, "%s", words[2]);
    }
  free (copy);
  if (count)
    count_fd = REAL (open) (count, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

__attribute__ ((destructor)) static void
end (void)
{
  if (count_fd >= 0)
    dprintf (count_fd, "%u\n", atomic_load (&calls));
}

/* Whether this call is to go wrong; its number in `n`. */
static int
strikes (const char *name, unsigned *n)
{
  if (strcmp (name, call_name) != 0)
    return 0;
  *n = atomic_fetch_add (&calls, 1) + 1;
  if (strcmp (when, "every") == 0)
    return how[0] != 'E' || *n % 2 == 1;
  return strtoul (when, NULL, 10) == *n;
}

static int
is_error (void)
{
  for (unsigned i = 0; i < sizeof errors / sizeof *errors; i++)
    if (strcmp (how, errors[i].name) == 0)
      {
        errno = errors[i].value;
        return 1;
      }
  return 0;
}

static void
halve (int fd)
{
  struct stat status;
  char link[64], path[4096];
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t len = readlink (link, path, sizeof path - 1);
  if (len <= 0 || fstat (fd, &status) != 0)
    return;
  path[len] = '\0';
  if (truncate (path, status.st_size / 2) != 0)
    perror (path);
}

/* 1: the call fails with errno.  `len`, where there is one, may become less. */
static int
fail (const char *name, int fd, size_t *len)
{
  unsigned n = 0;
  if (fd >= 0 && fd == count_fd)
    return 0;
  if (!strikes (name, &n))
    return 0;
  if (is_error ())
    return 1;
  if (len && strcmp (how, "short") == 0 && *len > 1)
    {
      size_t most = 1 + (size_t)n * 37 % SHORT_MAX;
      *len = *len < most ? *len : most;
    }
  if (strcmp (how, "truncate") == 0)
    halve (fd);
  if (strncmp (how, "unlink=", 7) == 0)
    unlink (how + 7);
  return 0;
}

ssize_t
read (int fd, void *buffer, size_t len)
{
  return fail ("read", fd, &len) ? -1 : REAL (read) (fd, buffer, len);
}

/* What read() and its like are in a program that is built with _FORTIFY_SOURCE. */
ssize_t __read_chk (int fd, void *buffer, size_t len, size_t size);
ssize_t __pread64_chk (int fd, void *buffer, size_t len, off64_t offset, size_t size);
ssize_t __pread_chk (int fd, void *buffer, size_t len, off_t offset, size_t size);

ssize_t
__read_chk (int fd, void *buffer, size_t len, size_t size)
{
  return len > size ? -1 : read (fd, buffer, len);
}

ssize_t
__pread64_chk (int fd, void *buffer, size_t len, off64_t offset, size_t size)
{
  return len > size ? -1 : pread64 (fd, buffer, len, offset);
}

ssize_t
__pread_chk (int fd, void *buffer, size_t len, off_t offset, size_t size)
{
  return len > size ? -1 : pread (fd, buffer, len, offset);
}

ssize_t
pread64 (int fd, void *buffer, size_t len, off64_t offset)
{
  return fail ("read", fd, &len) ? -1 : REAL (pread64) (fd, buffer, len, offset);
}

ssize_t
pread (int fd, void *buffer, size_t len, off_t offset)
{
  return fail ("read", fd, &len) ? -1 : REAL (pread) (fd, buffer, len, offset);
}

ssize_t
write (int fd, const void *buffer, size_t len)
{
  return fail ("write", fd, &len) ? -1 : REAL (write) (fd, buffer, len);
}

ssize_t
pwrite64 (int fd, const void *buffer, size_t len, off64_t offset)
{
  return fail ("write", fd, &len) ? -1 : REAL (pwrite64) (fd, buffer, len, offset);
}

ssize_t
pwrite (int fd, const void *buffer, size_t len, off_t offset)
{
  return fail ("write", fd, &len) ? -1 : REAL (pwrite) (fd, buffer, len, offset);
}

int
fsync (int fd)
{
  return fail ("sync", fd, NULL) ? -1 : REAL (fsync) (fd);
}

int
fdatasync (int fd)
{
  return fail ("sync", fd, NULL) ? -1 : REAL (fdatasync) (fd);
}

int
ftruncate64 (int fd, off64_t len)
{
  return fail ("sync", fd, NULL) ? -1 : REAL (ftruncate64) (fd, len);
}

DIR *
opendir (const char *path)
{
  return fail ("opendir", -1, NULL) ? NULL : REAL (opendir) (path);
}

/* Only mail is counted: the loader and libraries open files of their own. */
static int
fail_open (const char *path)
{
  size_t len = strlen (path);
  return len > 4 && strcmp (path + len - 4, ".eml") == 0 && fail ("open", -1, NULL);
}

static mode_t
mode_of (int flags, va_list arguments)
{
  return flags & O_CREAT ? va_arg (arguments, mode_t) : 0;
}

int
open64 (const char *path, int flags, ...)
{
  va_list arguments;
  va_start (arguments, flags);
  mode_t mode = mode_of (flags, arguments);
  va_end (arguments);
  return fail_open (path) ? -1 : REAL (open64) (path, flags, mode);
}

int
open (const char *path, int flags, ...)
{
  va_list arguments;
  va_start (arguments, flags);
  mode_t mode = mode_of (flags, arguments);
  va_end (arguments);
  return fail_open (path) ? -1 : REAL (open) (path, flags, mode);
}
