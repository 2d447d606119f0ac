/* SPDX-License-Identifier: GPL-3.0-or-later
 * A filter of system calls, by libseccomp: everything that an attacker wants next and that reading
 * mail never needs answers EPERM. */

#include "sandbox-calls.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define REFUSE SCMP_ACT_ERRNO (EPERM)

/* A list of what is refused, not of what is allowed: GLib, libarchive and SQLite call what their
 * next version pleases, and a program that dies of a harmless call protects nobody. */
static const int refused[] = {
  /* other programs, other processes */
  SCMP_SYS (execve),
  SCMP_SYS (execveat),
  SCMP_SYS (kill),
  SCMP_SYS (tkill),
  SCMP_SYS (process_vm_readv),
  SCMP_SYS (process_vm_writev),
  SCMP_SYS (pidfd_getfd),
  SCMP_SYS (pidfd_send_signal),
  SCMP_SYS (kcmp),
  /* servers */
  SCMP_SYS (bind),
  SCMP_SYS (listen),
  SCMP_SYS (accept),
  SCMP_SYS (accept4),
  SCMP_SYS (socketpair),
  /* other names for files */
  SCMP_SYS (link),
  SCMP_SYS (linkat),
  SCMP_SYS (symlink),
  SCMP_SYS (symlinkat),
  SCMP_SYS (mknod),
  SCMP_SYS (mknodat),
  SCMP_SYS (open_by_handle_at),
  /* ways around this filter, and large surfaces of the kernel */
  SCMP_SYS (io_uring_setup),
  SCMP_SYS (io_uring_enter),
  SCMP_SYS (io_uring_register),
  SCMP_SYS (bpf),
  SCMP_SYS (perf_event_open),
  SCMP_SYS (userfaultfd),
  SCMP_SYS (personality),
  SCMP_SYS (keyctl),
  SCMP_SYS (add_key),
  SCMP_SYS (request_key),
  SCMP_SYS (modify_ldt),
  /* the machine */
  SCMP_SYS (mount),
  SCMP_SYS (umount2),
  SCMP_SYS (fsopen),
  SCMP_SYS (move_mount),
  SCMP_SYS (open_tree),
  SCMP_SYS (pivot_root),
  SCMP_SYS (chroot),
  SCMP_SYS (unshare),
  SCMP_SYS (setns),
  SCMP_SYS (swapon),
  SCMP_SYS (swapoff),
  SCMP_SYS (reboot),
  SCMP_SYS (kexec_load),
  SCMP_SYS (kexec_file_load),
  SCMP_SYS (init_module),
  SCMP_SYS (finit_module),
  SCMP_SYS (delete_module),
  SCMP_SYS (settimeofday),
  SCMP_SYS (clock_settime),
  SCMP_SYS (sethostname),
  SCMP_SYS (setdomainname),
  SCMP_SYS (acct),
  SCMP_SYS (quotactl),
  SCMP_SYS (setuid),
  SCMP_SYS (setgid),
  SCMP_SYS (setreuid),
  SCMP_SYS (setregid),
  SCMP_SYS (setresuid),
  SCMP_SYS (setresgid),
  SCMP_SYS (setgroups),
};

/* Threads, but no processes.  clone3() hides its flags from a filter; told that there is no such
 * call, the C library takes clone().  The leak check of sanitizers clones and traces. */
static gboolean
refuse_processes (scmp_filter_ctx filter)
{
  if (SV_SANITIZED)
    return TRUE;
  return seccomp_rule_add (filter, REFUSE, SCMP_SYS (ptrace), 0) == 0
         && seccomp_rule_add (filter, REFUSE, SCMP_SYS (fork), 0) == 0
         && seccomp_rule_add (filter, REFUSE, SCMP_SYS (vfork), 0) == 0
         && seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (clone3), 0) == 0
         && seccomp_rule_add (filter, REFUSE, SCMP_SYS (clone), 1,
                              SCMP_A0 (SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0))
                == 0;
}

/* Memory is written or run, never both. */
static gboolean
refuse_code (scmp_filter_ctx filter)
{
  const struct scmp_arg_cmp both
      = SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_WRITE | PROT_EXEC, PROT_WRITE | PROT_EXEC);
  return seccomp_rule_add (filter, REFUSE, SCMP_SYS (mmap), 1, both) == 0
         && seccomp_rule_add (filter, REFUSE, SCMP_SYS (mprotect), 1, both) == 0;
}

/* With DNS on, sockets of the Internet's two families; without, none. */
static gboolean
refuse_sockets (scmp_filter_ctx filter, gboolean network)
{
  if (!network)
    return seccomp_rule_add (filter, REFUSE, SCMP_SYS (socket), 0) == 0
           && seccomp_rule_add (filter, REFUSE, SCMP_SYS (connect), 0) == 0;
  for (unsigned family = 0; family < AF_INET6; family++)
    if (family != AF_INET
        && seccomp_rule_add (filter, REFUSE, SCMP_SYS (socket), 1,
                             SCMP_A0_32 (SCMP_CMP_EQ, family, 0))
               != 0)
      return FALSE;
  return seccomp_rule_add (filter, REFUSE, SCMP_SYS (socket), 1,
                           SCMP_A0_32 (SCMP_CMP_GT, AF_INET6, 0))
         == 0;
}

static gboolean
fill (scmp_filter_ctx filter, gboolean network)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    if (seccomp_rule_add (filter, REFUSE, refused[i], 0) != 0)
      return FALSE;
  return refuse_processes (filter) && refuse_code (filter) && refuse_sockets (filter, network);
}

gboolean
sv_sandbox_restrict_calls (gboolean network)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ALLOW);
  if (!filter)
    return FALSE;
  gboolean good = fill (filter, network) && seccomp_attr_set (filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0
                  && seccomp_load (filter) == 0;
  seccomp_release (filter);
  return good;
}

/* Asks for what is used: a program under valgrind, say, has no such call. */
gboolean
sv_sandbox_can_restrict_calls (void)
{
  guint32 action = SECCOMP_RET_ERRNO;
  return syscall (SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}
