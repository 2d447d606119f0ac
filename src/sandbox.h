/* SPDX-License-Identifier: GPL-3.0-or-later
 * Gives up what the process will not need once its command is understood: strangers' bytes are read
 * after that. */

#pragma once

#include <glib.h>

/* What a command still needs.  Arrays are NULL-terminated or NULL; an element that is "-" names a
 * standard stream, which stays open in any case. */
typedef struct
{
  const char *const *read;  /* files, and folders with all below them */
  const char *const *write; /* files: their folders can be written to */
  gboolean network;         /* questions to DNS servers */
} SvNeeds;

/* The lines of defence that hold. */
typedef enum
{
  SV_SANDBOX_SECCOMP = 1 << 0, /* no exec, no fork, no ptrace, no sockets but for DNS */
  SV_SANDBOX_LANDLOCK = 1 << 1 /* no files but those needed */
} SvSandbox;

/* Enters the sandbox, for this process and for good; call before threads are made.  Returns the
 * SvSandbox bits that hold from now on: what the kernel does not offer is left out. */
guint sv_sandbox_enter (const SvNeeds *needs);

/* The SvSandbox bits that this kernel and this build offer. */
guint sv_sandbox_offered (void);
