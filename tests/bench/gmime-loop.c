/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a program does that has GMime and an mbox: gives each whole message to the parser, and
 * counts.  bench-audit.sh measures the audit beside it.
 *
 *   gmime-loop FILE */

#include <fcntl.h>
#include <gmime/gmime.h>
#include <stdio.h>
#include <stdlib.h>

int
main (int argc, char **argv)
{
  g_mime_init ();
  GError *error = NULL;
  GMimeStream *stream = argc == 2 ? g_mime_stream_file_open (argv[1], "r", &error) : NULL;
  if (!stream)
    g_error ("usage: gmime-loop FILE: %s", error ? error->message : "which?");
  GMimeParser *parser = g_mime_parser_new_with_stream (stream);
  g_mime_parser_set_format (parser, GMIME_FORMAT_MBOX);
  guint messages = 0;
  while (!g_mime_parser_eos (parser))
    {
      GMimeMessage *message = g_mime_parser_construct_message (parser, NULL);
      messages += message != NULL;
      g_clear_object (&message);
    }
  printf ("%u\n", messages);
  g_object_unref (parser);
  g_object_unref (stream);
  g_mime_shutdown ();
  return EXIT_SUCCESS;
}
