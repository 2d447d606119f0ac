/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of mail/source.h: kinds of input, folders and their order, standard input, what is reported
 * as an error. */

#include "inputs.h"
#include "mail/source.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* clang-format off */
static const struct
{
  const char *name;
  const char *text;
  SvInputFormat format;
  const char *walked;
} files[] = {
  { "message", MAIL, SV_INPUT_AUTO, "filem0@0+17 " },
  { "mbox", BOX, SV_INPUT_AUTO, "fileb0@44+17 fileb1@106+17 " },
  { "header alone", "A: b", SV_INPUT_AUTO, "filem0@0+4 " },
  { "leading blank lines", "\n\n" MAIL, SV_INPUT_AUTO, "filem0@0+19 " },
  { "server's line in front", "{\"queue\":1}\nReceived: x\n\n", SV_INPUT_AUTO, "filem0@0+25 " },
  { "empty", "", SV_INPUT_AUTO, "!2 file: empty; " },
  { "blank", "\n\n", SV_INPUT_AUTO, "!2 file: not a mail: it does not begin with header fields; " },
  { "prose", "Hello there\n", SV_INPUT_AUTO, "!2 file: not a mail: it does not begin with header fields; " },
  { "binary", "\x89PNG\r\n\x1A\n\x01\x02", SV_INPUT_AUTO, "!2 file: not a mail: it does not begin with header fields; " },
  { "mbox as a message", BOX, SV_INPUT_MESSAGE, "filem0@44+79 " },
  { "message as an mbox", MAIL, SV_INPUT_MBOX, "fileb0@0+17 " },
  { "file as a Maildir", MAIL, SV_INPUT_MAILDIR, "!2 file: not a mail: it does not begin with header fields; " },
  { "prose as a message", "Hello there\n", SV_INPUT_MESSAGE,
    "!3 file: message 1 (index 0, byte 0) has no header field; " },
  { "empty as an mbox", "", SV_INPUT_MBOX, "!2 file: empty; " },
};
/* clang-format on */

static void
test_files (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      inputs_put ("file", files[i].text, -1);
      g_autofree char *walked = inputs_walk_one ("file", files[i].format);
      CHECK_STR (files[i].name, walked, files[i].walked);
    }
  inputs_clear ();
}

static void
test_content (void)
{
  inputs_put ("file", BOX, -1);
  const char *const paths[] = { "file", NULL };
  for (guint want_bodies = 0; want_bodies < 2; want_bodies++)
    {
      g_autoptr (SvSource) source = sv_source_new (paths, SV_INPUT_AUTO, want_bodies);
      g_autoptr (SvMessage) message = sv_source_next (source, NULL);
      gsize len;
      const char *header = g_bytes_get_data (message->header, &len);
      CHECK ("header", len == 12 && memcmp (header, "Subject: x\n\n", 12) == 0);
      CHECK_STR ("sender", message->from_line, "a@example.org");
      CHECK_INT ("body", message->body != NULL, want_bodies);
      const char *body = message->body ? g_bytes_get_data (message->body, &len) : NULL;
      CHECK ("body", !body || (len == 5 && memcmp (body, "body\n", 5) == 0));
    }
  inputs_clear ();
}

/* Several inputs: in the order given, each error where it belongs, the rest goes on. */
static void
test_inputs (void)
{
  inputs_put ("b", MAIL, -1);
  inputs_put ("a", MAIL, -1);
  const char *const paths[] = { "b", "missing", "a", "b", NULL };
  g_autofree char *walked = inputs_walk (paths, SV_INPUT_AUTO);
  CHECK_STR ("inputs", walked,
             "bm0@0+17 !0 missing: No such file or directory; am0@0+17 bm0@0+17 ");
  const char *const none[] = { NULL };
  g_autofree char *nothing = inputs_walk (none, SV_INPUT_AUTO);
  CHECK_STR ("no inputs", nothing, "");
  inputs_clear ();
}

static void
test_folders (void)
{
  inputs_put ("in/b", MAIL, -1);
  inputs_put ("in/B", BOX, -1);
  inputs_put ("in/a/z", MAIL, -1);
  inputs_put ("in/a/y/x", MAIL, -1);
  inputs_put ("in/a.eml", MAIL, -1);
  inputs_put ("in/.hidden", MAIL, -1);
  inputs_put ("in/.git/mail", MAIL, -1);
  inputs_put ("in/picture", "\x89PNG\r\n\x1A\n", -1);
  inputs_put ("in/empty", "", -1);
  CHECK ("fifo", mkfifo ("in/fifo", 0600) == 0);
  CHECK_WALK ("in", SV_INPUT_AUTO,
              "in/Bb0@44+17 in/Bb1@106+17 in/a/y/xm0@0+17 in/a/zm0@0+17 in/a.emlm0@0+17 "
              "in/bm0@0+17 ");
  CHECK_WALK ("in/", SV_INPUT_MESSAGE,
              "in/Bm0@44+79 in/a/y/xm0@0+17 in/a/zm0@0+17 in/a.emlm0@0+17 in/bm0@0+17 "
              "!3 in/picture: message 1 (index 0, byte 0) has no header field; ");
  CHECK_WALK ("in", SV_INPUT_MAILDIR, "!2 in: no mail in this folder; ");
  inputs_clear ();
}

static void
test_folders_without_mail (void)
{
  inputs_put ("none/picture", "\x89PNG\r\n\x1A\n", -1);
  CHECK_WALK ("none", SV_INPUT_AUTO, "!2 none: no mail in this folder; ");
  CHECK ("mkdir", g_mkdir ("empty", 0700) == 0);
  CHECK_WALK ("empty", SV_INPUT_AUTO, "!2 empty: no mail in this folder; ");
  inputs_put ("dir/cur/.keep", "", -1);
  inputs_put ("dir/new/.keep", "", -1);
  CHECK_WALK ("dir", SV_INPUT_AUTO, "!2 dir: no mail in this folder; ");
  inputs_clear ();
}

static void
test_links (void)
{
  inputs_put ("in/a/mail", MAIL, -1);
  inputs_put ("elsewhere", MAIL, -1);
  CHECK ("link", symlink ("..", "in/a/up") == 0);
  CHECK ("link", symlink (".", "in/self") == 0);
  CHECK ("link", symlink ("a", "in/z") == 0);
  CHECK ("link", symlink ("../elsewhere", "in/file") == 0);
  CHECK ("link", symlink ("nowhere", "in/broken") == 0);
  CHECK_WALK ("in", SV_INPUT_AUTO,
              "in/a/mailm0@0+17 !0 in/broken: No such file or directory; in/filem0@0+17 ");
  inputs_put ("other/mail", MAIL, -1);
  const char *const twice[] = { "other", "other", NULL };
  g_autofree char *walked = inputs_walk (twice, SV_INPUT_AUTO);
  CHECK_STR ("given twice", walked, "other/mailm0@0+17 other/mailm0@0+17 ");
  inputs_clear ();
}

static void
test_maildir (void)
{
  inputs_put ("box/cur/3:2,S", MAIL, -1);
  inputs_put ("box/cur/1:2,", MAIL, -1);
  inputs_put ("box/cur/4", BOX, -1);
  inputs_put ("box/new/2", MAIL, -1);
  inputs_put ("box/new/5", "", -1);
  inputs_put ("box/new/6", "no mail\n", -1);
  inputs_put ("box/tmp/0", MAIL, -1);
  inputs_put ("box/dovecot-uidlist", "3 V1 N9\n", -1);
  inputs_put ("box/.Sent/cur/7", MAIL, -1);
  inputs_put ("box/.Sent/new/8", MAIL, -1);
  inputs_put ("box/.other/9", MAIL, -1);
  static const char wanted[]
      = "box/cur/1:2,d0@0+17 box/new/2d0@0+17 box/cur/3:2,Sd0@0+17 box/cur/4d0@44+79 "
        "!3 box/new/5: message 1 (index 0, byte 0) has no header field; "
        "!3 box/new/6: message 1 (index 0, byte 0) has no header field; "
        "box/.Sent/cur/7d0@0+17 box/.Sent/new/8d0@0+17 ";
  CHECK_WALK ("box", SV_INPUT_AUTO, wanted);
  CHECK_WALK ("box", SV_INPUT_MAILDIR, wanted);
  CHECK_WALK (
      ".", SV_INPUT_MAILDIR,
      "./box/cur/1:2,d0@0+17 ./box/new/2d0@0+17 ./box/cur/3:2,Sd0@0+17 "
      "./box/cur/4d0@44+79 !3 ./box/new/5: message 1 (index 0, byte 0) has no header field; "
      "!3 ./box/new/6: message 1 (index 0, byte 0) has no header field; "
      "./box/.Sent/cur/7d0@0+17 ./box/.Sent/new/8d0@0+17 ");
  inputs_clear ();
}

/* Root may read everything; then there is nothing to see here. */
static void
test_unreadable (void)
{
  inputs_put ("in/a", MAIL, -1);
  inputs_put ("in/b", MAIL, -1);
  inputs_put ("in/c/d", MAIL, -1);
  CHECK ("chmod", g_chmod ("in/a", 0) == 0 && g_chmod ("in/c", 0) == 0);
  if (g_access ("in/a", R_OK) != 0)
    CHECK_WALK ("in", SV_INPUT_AUTO,
                "!0 in/a: Permission denied; in/bm0@0+17 !0 in/c: Permission denied; ");
  g_chmod ("in/c", 0700);
  inputs_clear ();
}

/* What vanishes, shrinks or grows while the walk goes on is named, or read as it is then. */
static void
test_vanishing (void)
{
  static const char *const names[] = { "in/a", "in/b", "in/c/d", "in/e", "in/f" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    inputs_put (names[i], MAIL, -1);
  const char *const paths[] = { "in", "in/f", NULL };
  g_autoptr (SvSource) source = sv_source_new (paths, SV_INPUT_AUTO, SV_BODIES_NONE);
  g_autoptr (GString) walked = g_string_new (NULL);
  gboolean begun = FALSE;
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SvMessage) message = sv_source_next (source, &error);
      if (!message && !error)
        break;
      g_string_append_printf (walked, "%s; ", message ? message->file : error->message);
      if (begun)
        continue;
      begun = TRUE;
      CHECK ("unlink", g_unlink ("in/b") == 0);
      CHECK ("unlink", g_unlink ("in/c/d") == 0 && g_rmdir ("in/c") == 0);
      inputs_put ("in/e", "", -1);
      inputs_put ("in/f", BOX, -1);
    }
  CHECK_STR ("walk", walked->str,
             "in/a; in/b: No such file or directory; in/c: No such file or directory; in/f; in/f; "
             "in/f; in/f; ");
  inputs_clear ();
}

/* A box that is cut while it is read ends there. */
static void
test_shrinking (void)
{
  g_autoptr (GString) box = g_string_new (NULL);
  while (box->len < 4 * 1024 * 1024)
    g_string_append (box, FROM MAIL "\n");
  inputs_put ("box", box->str, (gssize)box->len);
  const char *const paths[] = { "box", NULL };
  g_autoptr (SvSource) source = sv_source_new (paths, SV_INPUT_AUTO, SV_BODIES_ALL);
  g_autoptr (SvMessage) first = sv_source_next (source, NULL);
  CHECK ("the first one", first != NULL);
  CHECK ("cut", truncate ("box", 44 + 17 + 1 + 44 + 5) == 0);
  guint n = 1;
  for (;; n++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SvMessage) message = sv_source_next (source, &error);
      CHECK ("no error", !error);
      if (!message)
        break;
    }
  CHECK ("what was read is given", n > 1 && n < box->len / 62);
  inputs_clear ();
}

/* Runs the walk over "-" with a pipe as standard input that `text` comes through in pieces. */
static char *
walk_piped (const char *text, gsize len, gsize piece)
{
  int ends[2], saved = dup (STDIN_FILENO);
  CHECK ("pipe", pipe (ends) == 0 && dup2 (ends[0], STDIN_FILENO) == STDIN_FILENO);
  close (ends[0]);
  pid_t writer = fork ();
  if (writer == 0)
    {
      for (gsize i = 0; i < len; i += piece)
        if (write (ends[1], text + i, MIN (piece, len - i)) < 0)
          _exit (1);
      _exit (0);
    }
  close (ends[1]);
  char *walked = inputs_walk_one ("-", SV_INPUT_AUTO);
  if (saved < 0)
    close (STDIN_FILENO);
  else
    {
      dup2 (saved, STDIN_FILENO);
      close (saved);
    }
  int status;
  CHECK ("writer", waitpid (writer, &status, 0) == writer && status == 0);
  return walked;
}

static void
test_standard_input (void)
{
  g_autofree char *box = walk_piped (BOX, strlen (BOX), 7);
  CHECK_STR ("mbox", box, "-b0@44+17 -b1@106+17 ");
  g_autofree char *mail = walk_piped (MAIL, strlen (MAIL), 100);
  CHECK_STR ("message", mail, "-m0@0+17 ");
  g_autofree char *nothing = walk_piped ("", 0, 1);
  CHECK_STR ("nothing", nothing, "!2 standard input: empty; ");
  static const char counted[]
      = FROM "Content-Length: 50\n\na\n\n" FROM "b\n\n\n" FROM "Subject: y\n\n";
  g_autofree char *length = walk_piped (counted, strlen (counted), 5);
  CHECK_STR ("Content-Length", length, "-b0@44+70 -b1@159+12 ");
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "files", test_files },
    { "content", test_content },
    { "inputs", test_inputs },
    { "folders", test_folders },
    { "folders without mail", test_folders_without_mail },
    { "links", test_links },
    { "Maildir", test_maildir },
    { "unreadable", test_unreadable },
    { "vanishing", test_vanishing },
    { "shrinking", test_shrinking },
    { "standard input", test_standard_input },
    { NULL, NULL },
  };
  return inputs_run ("source", tests);
}
