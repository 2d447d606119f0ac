/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests that the sandbox refuses what an attacker would do next, and nothing that we do. */

#include "sandbox.h"

#include "sandbox-calls.h"
#include "suite.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* A folder to be read, one to be written, and one that is nobody's business; made once. */
static char *top;

static char *
path (const char *name)
{
  return g_build_filename (top, name, NULL);
}

static void
make (const char *folder)
{
  g_autofree char *dir = path (folder);
  g_autofree char *file = g_build_filename (dir, "file", NULL);
  g_mkdir (dir, 0700);
  g_file_set_contents (file, "x", 1, NULL);
}

/* Attempts: errno of what was refused, 0 where it worked. */
static int
open_at (const char *name, int flags)
{
  g_autofree char *file = path (name);
  int fd = open (file, flags, 0600);
  if (fd < 0)
    return errno;
  close (fd);
  return 0;
}

static int
read_given (void)
{
  return open_at ("read/file", O_RDONLY);
}

static int
read_other (void)
{
  return open_at ("other/file", O_RDONLY);
}

static int
read_secret (void)
{
  return open ("/etc/passwd", O_RDONLY) < 0 ? errno : 0;
}

static int
write_given (void)
{
  return open_at ("write/new", O_WRONLY | O_CREAT | O_TRUNC);
}

static int
write_input (void)
{
  return open_at ("read/file", O_WRONLY);
}

static int
create_other (void)
{
  return open_at ("other/new", O_WRONLY | O_CREAT);
}

static int
rename_given (void)
{
  g_autofree char *from = path ("write/file"), *to = path ("write/renamed");
  return g_rename (from, to) == 0 ? 0 : errno;
}

static int
remove_input (void)
{
  g_autofree char *file = path ("read/file");
  return g_unlink (file) == 0 ? 0 : errno;
}

static int
make_link (void)
{
  g_autofree char *link = path ("write/link");
  return symlink ("/etc/passwd", link) == 0 ? 0 : errno;
}

static int
run_program (void)
{
  char *argv[] = { (char *)"true", NULL };
  execv ("/bin/true", argv);
  return errno;
}

static gpointer
nothing (gpointer data)
{
  return data;
}

static int
make_thread (void)
{
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_try_new (NULL, nothing, NULL, &error);
  if (!thread)
    return EPERM;
  g_thread_join (thread);
  return 0;
}

#if !SV_SANITIZED
static int
make_process (void)
{
  pid_t child = fork ();
  if (child == 0)
    _exit (0);
  return child < 0 ? errno : 0;
}

static int
trace (void)
{
  return ptrace (PTRACE_TRACEME, 0, NULL, NULL) < 0 ? errno : 0;
}
#endif

static int
kill_parent (void)
{
  return kill (getppid (), 0) < 0 ? errno : 0;
}

static int
make_socket (int family)
{
  int fd = socket (family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return errno;
  close (fd);
  return 0;
}

static int
internet_socket (void)
{
  return make_socket (AF_INET);
}

static int
internet6_socket (void)
{
  return make_socket (AF_INET6);
}

static int
local_socket (void)
{
  return make_socket (AF_UNIX);
}

static int
netlink_socket (void)
{
  return make_socket (AF_NETLINK);
}

static int
make_code (void)
{
  void *code
      = mmap (NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return code == MAP_FAILED ? errno : 0;
}

static int
new_namespace (void)
{
  return unshare (CLONE_NEWUSER) < 0 ? errno : 0;
}

/* Which line of defence refuses it; 0: nothing may. */
typedef struct
{
  const char *name;
  int (*attempt) (void);
  guint line;
  int refusal; /* errno with the network allowed */
  int offline; /* errno without */
} Row;

/* clang-format off */
static const Row rows[] = {
  { "read what was given", read_given, 0, 0, 0 },
  { "read another file", read_other, SV_SANDBOX_LANDLOCK, EACCES, EACCES },
  { "read a file of the system", read_secret, SV_SANDBOX_LANDLOCK, EACCES, EACCES },
  { "write beside the output", write_given, 0, 0, 0 },
  { "rename beside the output", rename_given, 0, 0, 0 },
  { "write to the input", write_input, SV_SANDBOX_LANDLOCK, EACCES, EACCES },
  { "create a file elsewhere", create_other, SV_SANDBOX_LANDLOCK, EACCES, EACCES },
  { "remove the input", remove_input, SV_SANDBOX_LANDLOCK, EACCES, EACCES },
  { "make a symbolic link", make_link, SV_SANDBOX_SECCOMP, EPERM, EPERM },
  { "run a program", run_program, SV_SANDBOX_SECCOMP, EPERM, EPERM },
  { "signal another process", kill_parent, SV_SANDBOX_SECCOMP, EPERM, EPERM },
  { "a thread", make_thread, 0, 0, 0 },
  { "an IPv4 socket", internet_socket, SV_SANDBOX_SECCOMP, 0, EPERM },
  { "an IPv6 socket", internet6_socket, SV_SANDBOX_SECCOMP, 0, EPERM },
  { "a local socket", local_socket, SV_SANDBOX_SECCOMP, EPERM, EPERM },
  { "a netlink socket", netlink_socket, SV_SANDBOX_SECCOMP, EPERM, EPERM },
  { "memory to write and run", make_code, SV_SANDBOX_SECCOMP, EPERM, EPERM },
  { "a name space", new_namespace, SV_SANDBOX_SECCOMP, EPERM, EPERM },
#if !SV_SANITIZED
  { "a process", make_process, SV_SANDBOX_SECCOMP, EPERM, EPERM },
  { "trace", trace, SV_SANDBOX_SECCOMP, EPERM, EPERM },
#endif
};
/* clang-format on */

/* The errno of an attempt made in a sandboxed process of its own; -1 where that died, -2 where a
 * line of defence is missing that the kernel offers. */
static int
attempt_inside (const Row *row, const SvNeeds *needs)
{
  pid_t child = fork ();
  if (child == 0)
    _exit (sv_sandbox_enter (needs) == sv_sandbox_offered () ? row->attempt () : 255);
  int status = 0;
  if (child < 0 || waitpid (child, &status, 0) < 0 || !WIFEXITED (status))
    return -1;
  return WEXITSTATUS (status) == 255 ? -2 : WEXITSTATUS (status);
}

static void
check_rows (gboolean network)
{
  guint offered = sv_sandbox_offered ();
  g_autofree char *read = path ("read"), *written = path ("write/out");
  const char *reads[] = { "-", read, "/nonexistent", NULL }, *writes[] = { written, "-", NULL };
  SvNeeds needs = { reads, writes, network };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      make ("write");
      int wanted = network ? rows[i].refusal : rows[i].offline;
      if (rows[i].line & ~offered)
        continue;
      CHECK_INT (rows[i].name, attempt_inside (&rows[i], &needs), wanted);
    }
}

static void
test_online (void)
{
  check_rows (TRUE);
}

static void
test_offline (void)
{
  check_rows (FALSE);
}

/* An output that is a device or a link: granted itself, or where it leads, and nothing beside. */
static void
test_outputs (void)
{
  g_autofree char *link = path ("read/link"), *target = path ("write/file");
  CHECK_INT ("link made", symlink (target, link), 0);
  const char *writes[] = { "/dev/null", link, NULL };
  SvNeeds needs = { NULL, writes, FALSE };
  Row given = { "beside the link's target", write_given },
      other = { "beside the link", write_input };
  CHECK_INT (given.name, attempt_inside (&given, &needs), 0);
  if (sv_sandbox_offered () & SV_SANDBOX_LANDLOCK)
    CHECK_INT (other.name, attempt_inside (&other, &needs), EACCES);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "with DNS", test_online },
    { "without DNS", test_offline },
    { "outputs", test_outputs },
    { NULL, NULL },
  };
  top = g_dir_make_tmp ("sandbox-XXXXXX", NULL);
  make ("read");
  make ("other");
  int status = suite_run ("sandbox", tests);
  const char *left[] = { "read/file",     "read/link", "read",       "write/file", "write/new",
                         "write/renamed", "write",     "other/file", "other/new",  "other" };
  for (gsize i = 0; i < G_N_ELEMENTS (left); i++)
    {
      g_autofree char *file = path (left[i]);
      g_remove (file);
    }
  g_rmdir (top);
  g_free (top);
  return status;
}
