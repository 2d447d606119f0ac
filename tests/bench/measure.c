/* SPDX-License-Identifier: GPL-3.0-or-later
 * Runs a command and writes what it took: wall-clock seconds (the least of all runs), kilobytes of
 * memory at its peak (the most), and its last exit status.  Small, because a process that is
 * started begins with the peak of the one that starts it.
 *
 *   measure RUNS FILE COMMAND… */

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
now (void)
{
  struct timespec time;
  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int
main (int argc, char **argv)
{
  if (argc < 4)
    return EXIT_FAILURE;
  double seconds = -1;
  long kilobytes = 0;
  int status = 0;
  for (long run = strtol (argv[1], NULL, 10); run > 0; run--)
    {
      double begun = now ();
      struct rusage usage;
      pid_t child = fork ();
      if (child == 0)
        {
          execvp (argv[3], argv + 3);
          _exit (127);
        }
      if (child < 0 || wait4 (child, &status, 0, &usage) != child)
        return EXIT_FAILURE;
      double taken = now () - begun;
      seconds = seconds < 0 || taken < seconds ? taken : seconds;
      kilobytes = usage.ru_maxrss > kilobytes ? usage.ru_maxrss : kilobytes;
    }
  FILE *out = fopen (argv[2], "w");
  if (!out)
    return EXIT_FAILURE;
  fprintf (out, "%.3f %ld %d\n", seconds, kilobytes,
           WIFEXITED (status) ? WEXITSTATUS (status) : 128);
  return fclose (out) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
