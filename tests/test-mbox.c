/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of mail/mbox.h and mail/from-line.h: framing, to the byte. */

#include "mail/from-line.h"
#include "mail/mbox.h"
#include "suite.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* 44 bytes. */
#define FROM "From a@example.org Sun May  8 19:07:09 2005\n"
#define FROM_CRLF "From a@example.org Sun May  8 19:07:09 2005\r\n"

static char *folder;

static SvMbox *
open_text (const char *text, gsize len, SvInputFormat format, gboolean want_bodies)
{
  g_autofree char *path = g_build_filename (folder, "mbox", NULL);
  CHECK (path, g_file_set_contents (path, text, (gssize)len, NULL));
  SvStream *stream = sv_stream_open (path, NULL);
  CHECK (path, stream != NULL);
  SvInputFormat found = format == SV_INPUT_AUTO ? sv_mbox_detect (stream) : format;
  return sv_mbox_new (stream, "box", found, want_bodies);
}

static void
add_message (GString *text, const SvMessage *message)
{
  gsize len;
  const char *body = message->body ? g_bytes_get_data (message->body, &len) : NULL;
  g_string_append_printf (text, "#%u@%u+%u h%u %s", (guint)message->index, (guint)message->offset,
                          (guint)message->size, (guint)g_bytes_get_size (message->header),
                          message->from_line ? message->from_line : "-");
  if (body && len)
    g_string_append_printf (text, " <%.*s>", (int)len, body);
  g_string_append (text, message->format == SV_INPUT_MBOX ? "|" : "*|");
}

/* Everything that the mbox gives, as "#index@offset+size hHEADER sender <body>|…". */
static char *
summary (SvMbox *mbox)
{
  GString *text = g_string_new (NULL);
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SvMessage) message = sv_mbox_next (mbox, &error);
      if (message)
        add_message (text, message);
      else if (error)
        g_string_append_printf (text, "!%d %s|", error->code, error->message);
      else
        return g_string_free (text, FALSE);
    }
}

/* clang-format off */
static const struct
{
  const char *name;
  SvInputFormat format;
  const char *text;
  const char *messages;
} boxes[] = {
  { "one message", SV_INPUT_AUTO, "Subject: x\n\nbody\n", "#0@0+17 h12 - <body\n>*|" },
  { "header alone", SV_INPUT_AUTO, "Subject: x\n", "#0@0+11 h11 -*|" },
  { "leading blank lines", SV_INPUT_AUTO, "\n\r\nSubject: x\n\nb", "#0@0+16 h15 - <b>*|" },
  { "two", SV_INPUT_AUTO, FROM "Subject: x\n\nbody\n\n" FROM "Subject: y\n\nbody2\n\n",
    "#0@44+17 h12 a@example.org <body\n>|#1@106+18 h12 a@example.org <body2\n>|" },
  { "no empty line at the end", SV_INPUT_AUTO, FROM "Subject: x\n\nbody\n",
    "#0@44+17 h12 a@example.org <body\n>|" },
  { "no line end at the end", SV_INPUT_AUTO, FROM "Subject: x\n\nbody",
    "#0@44+16 h12 a@example.org <body>|" },
  { "CRLF", SV_INPUT_AUTO,
    FROM_CRLF "Subject: x\r\n\r\nbody\r\n\r\n" FROM_CRLF "Subject: y\r\n\r\n",
    "#0@45+20 h14 a@example.org <body\r\n>|#1@112+14 h14 a@example.org|" },
  { "two empty lines: one belongs to the body", SV_INPUT_AUTO,
    FROM "Subject: x\n\nbody\n\n\n" FROM "Subject: y\n\n",
    "#0@44+18 h12 a@example.org <body\n\n>|#1@107+12 h12 a@example.org|" },
  { "header alone, then another", SV_INPUT_AUTO, FROM "Subject: x\n\n" FROM "Subject: y\n",
    "#0@44+12 h12 a@example.org|#1@100+11 h11 a@example.org|" },
  { "cut in the middle of a header", SV_INPUT_AUTO,
    FROM "Subject: x\n\nbody\n\n" FROM "Subject: y\nFro",
    "#0@44+17 h12 a@example.org <body\n>|"
    "!1 box: ends inside the header of the last message (index 1, byte 106)|" },
  { "cut in front of the first header field", SV_INPUT_AUTO, FROM "Subject: x\n\n\n" FROM "Sub",
    "#0@44+12 h12 a@example.org|"
    "!1 box: ends inside the header of the last message (index 1, byte 101)|" },
  { "a lone message cut in its header", SV_INPUT_AUTO, FROM "Subject: x\nFrom: a",
    "#0@44+18 h18 a@example.org|" },
  { "quoted >From", SV_INPUT_AUTO,
    FROM "Subject: x\n\na\n\n>From b@example.org Sun May  8 19:07:09 2005\n",
    "#0@44+60 h12 a@example.org <a\n\n>From b@example.org Sun May  8 19:07:09 2005\n>|" },
  { "From_ line without an empty line in front", SV_INPUT_AUTO, FROM "Subject: x\n\na\n" FROM "b\n",
    "#0@44+60 h12 a@example.org <a\n" FROM "b\n>|" },
  { "prose that begins with From", SV_INPUT_AUTO,
    FROM "Subject: x\n\n\nFrom what I know on Sun May 8 it was\n\nFrom \n",
    "#0@44+57 h12 a@example.org <\nFrom what I know on Sun May 8 it was\n\nFrom \n>|" },
  { "blank lines on top", SV_INPUT_AUTO, "\n\n" FROM "Subject: x\n\nb",
    "#0@46+13 h12 a@example.org <b>|" },
  { "BOM on top", SV_INPUT_AUTO, "\xEF\xBB\xBF" FROM "Subject: x\n\nb",
    "#0@47+13 h12 a@example.org <b>|" },
  { "message without header fields", SV_INPUT_AUTO,
    FROM "just text\n\n" FROM "\n" FROM "\ntext\n\n" FROM "Subject: x\n\nb\n",
    "!3 box: message 1 (index 0, byte 44) has no header field|"
    "!3 box: message 2 (index 1, byte 99) has no header field|"
    "!3 box: message 3 (index 2, byte 144) has no header field|#3@195+14 h12 a@example.org <b\n>|" },
  { "From_ line alone", SV_INPUT_AUTO, FROM "Subject: x\n\nb\n\n" FROM,
    "#0@44+14 h12 a@example.org <b\n>|!3 box: message 2 (index 1, byte 103) has no header field|" },
  { "Content-Length reaches over a From_ line", SV_INPUT_AUTO,
    FROM "Content-Length: 50\n\na\n\n" FROM "b\n\n\n" FROM "Subject: y\n\n",
    "#0@44+70 h20 a@example.org <a\n\n" FROM "b\n\n>|#1@159+12 h12 a@example.org|" },
  { "Content-Length on a From_ line without an empty line", SV_INPUT_AUTO,
    FROM "A: b\nContent-length: 2\n\na\n" FROM "Subject: y\n\n",
    "#0@44+26 h24 a@example.org <a\n>|#1@114+12 h12 a@example.org|" },
  { "Content-Length up to the end", SV_INPUT_AUTO,
    FROM "Content-Length: 48\r\n\r\na\n\n" FROM "b",
    "#0@44+70 h22 a@example.org <a\n\n" FROM "b>|" },
  { "Content-Length up to the empty line at the end", SV_INPUT_AUTO,
    FROM "Content-Length: 49\n\na\n\n" FROM "b\n\n",
    "#0@44+69 h20 a@example.org <a\n\n" FROM "b\n>|" },
  { "Content-Length too small", SV_INPUT_AUTO,
    FROM "Content-Length: 1\n\nabc\n\n" FROM "Subject: y\n\n",
    "#0@44+23 h19 a@example.org <abc\n>|#1@112+12 h12 a@example.org|" },
  { "Content-Length too large", SV_INPUT_AUTO,
    FROM "Content-Length: 6\n\nabc\n\n" FROM "Subject: y\n\n",
    "#0@44+23 h19 a@example.org <abc\n>|#1@112+12 h12 a@example.org|" },
  { "Content-Length beyond the end", SV_INPUT_AUTO,
    FROM "Content-Length: 9223372036854775807\n\nabc\n\n" FROM "Subject: y\n\n",
    "#0@44+41 h37 a@example.org <abc\n>|#1@130+12 h12 a@example.org|" },
  { "Content-Length that is no number", SV_INPUT_AUTO,
    FROM "Content-Length: -1\n\nabc\n\n" FROM "Subject: y\n\n",
    "#0@44+24 h20 a@example.org <abc\n>|#1@113+12 h12 a@example.org|" },
  { "mbox read as a message: not divided", SV_INPUT_MESSAGE,
    FROM "Subject: x\n\nbody\n\n" FROM "Subject: y\n\n",
    "#0@44+74 h12 a@example.org <body\n\n" FROM "Subject: y\n\n>*|" },
  { "message without fields read as a message", SV_INPUT_MESSAGE, "text\n\n",
    "!3 box: message 1 (index 0, byte 0) has no header field|" },
  { "From_ line without a date read as an mbox", SV_INPUT_MBOX, "From me\nSubject: x\n\nb",
    "#0@8+13 h12 - <b>|" },
};

static const struct
{
  const char *line;
  gboolean valid;
  const char *sender;
} lines[] = {
  { FROM, TRUE, "a@example.org" },
  { FROM_CRLF, TRUE, "a@example.org" },
  { "From - Sun May  8 19:07:09 2005", TRUE, NULL },
  { "From MAILER-DAEMON Sun May  8 19:07:09 2005", TRUE, "MAILER-DAEMON" },
  { "From <a@example.org> Sun May  8 19:07:09 2005", TRUE, "a@example.org" },
  { "From  Sun May  8 19:07:09 2005", TRUE, NULL },
  { "From user at example.org  Sun May  8 19:07:09 2005", TRUE, "user@example.org" },
  { "From \"a b\"@example.org Sun May  8 19:07:09 2005", TRUE, "\"a b\"@example.org" },
  { "From host!user Sun May  8 19:07:09 2005 remote from uucp", TRUE, "host!user" },
  { "From a@example.org Sun May  8 19:07 2005", TRUE, "a@example.org" },
  { "From a@example.org Sun May  8 19:07:09 GMT+0100 2005", TRUE, "a@example.org" },
  { "From a@example.org Sun May  8 19:07:09 2005 -0700", TRUE, "a@example.org" },
  { "From a@example.org Sun, 8 May 2005 19:07:09 +0000", TRUE, "a@example.org" },
  { "From a@example.org", FALSE, NULL },
  { "From a@example.org Sun May  8 2005", FALSE, NULL },
  { "From what I know, Sun May  8 19:07:09 2005", FALSE, NULL },
  { "From: a@example.org Sun May  8 19:07:09 2005", FALSE, NULL },
  { ">From a@example.org Sun May  8 19:07:09 2005", FALSE, NULL },
  { "From ", FALSE, NULL },
  { "From", FALSE, NULL },
  { "", FALSE, NULL },
};
/* clang-format on */

static void
test_boxes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    {
      SvMbox *mbox = open_text (boxes[i].text, strlen (boxes[i].text), boxes[i].format, TRUE);
      g_autofree char *messages = summary (mbox);
      CHECK_STR (boxes[i].name, messages, boxes[i].messages);
      sv_mbox_free (mbox);
    }
}

static void
test_from_lines (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      gsize len = strlen (lines[i].line);
      g_autofree char *line = suite_exact (lines[i].line, -1);
      g_autofree char *sender = NULL;
      CHECK_INT (lines[i].line, sv_from_line_parse (line, len, &sender), lines[i].valid);
      CHECK_STR (lines[i].line, sender, lines[i].sender);
    }
  g_autoptr (GString) line = g_string_new (FROM);
  while (line->len <= SV_FROM_LINE_MAX)
    g_string_append_c (line, ' ');
  CHECK ("too long", !sv_from_line_parse (line->str, line->len, NULL));
}

/* Two messages of which the second one's From_ line falls on every place of a block's edge. */
static void
test_edges (void)
{
  const gsize block = 256 * 1024;
  for (gsize from = block - 50; from < block + 12; from++)
    for (guint crlf = 0; crlf < 2; crlf++)
      {
        g_autofree char *row = g_strdup_printf ("From_ line at %u", (guint)from);
        const char *end = crlf ? "\r\n\r\n" : "\n\n";
        g_autoptr (GString) text = g_string_new (FROM "Subject: x\n\n");
        while (text->len < from - strlen (end))
          g_string_append_c (text, 'b');
        g_string_append_printf (text, "%s" FROM "Subject: y\n\n", end);
        SvMbox *mbox = open_text (text->str, text->len, SV_INPUT_AUTO, FALSE);
        g_autofree char *messages = summary (mbox);
        g_autofree char *wanted
            = g_strdup_printf ("#0@44+%u h12 a@example.org|#1@%u+12 h12 a@example.org|",
                               (guint)(from - 44 - strlen (end) / 2), (guint)from + 44);
        CHECK_STR (row, messages, wanted);
        sv_mbox_free (mbox);
      }
}

static void
test_cut (void)
{
  g_autoptr (GString) text = g_string_new (FROM "Subject: x\nX: ");
  while (text->len < 44 + SV_HEADER_BLOCK_MAX + 1000)
    g_string_append_c (text, 'x');
  g_string_append (text, "\n\nbody\n\n");
  gsize size = text->len - 44 - 1;
  g_string_append (text, FROM "Subject: y\n\n");
  SvMbox *mbox = open_text (text->str, text->len, SV_INPUT_AUTO, TRUE);
  g_autoptr (SvMessage) first = sv_mbox_next (mbox, NULL);
  CHECK ("cut", first->cut);
  CHECK_INT ("cut", g_bytes_get_size (first->header), SV_HEADER_BLOCK_MAX);
  CHECK_INT ("cut", first->size, size);
  CHECK ("cut", first->body == NULL);
  g_autoptr (SvMessage) second = sv_mbox_next (mbox, NULL);
  CHECK ("behind it", !second->cut);
  CHECK_INT ("behind it", second->offset, 44 + size + 1 + 44);
  sv_mbox_free (mbox);
}

static long
memory_used (void)
{
  struct rusage usage;
  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/* A large body, most of it a hole in the file, costs no memory, held or not. */
static void
test_large_body (void)
{
  const guint64 hole = (guint64)256 * 1024 * 1024;
  const long allowed = 160 * 1024; /* kB: the kept part of the body, copied once */
  g_autofree char *path = g_build_filename (folder, "large", NULL);
  for (guint want_bodies = 0; want_bodies < 2; want_bodies++)
    {
      CHECK ("write", g_file_set_contents (path, FROM "Subject: x\n\n", -1, NULL));
      CHECK ("write", truncate (path, (off_t)hole) == 0);
      long before = memory_used ();
      SvMbox *mbox = sv_mbox_new (sv_stream_open (path, NULL), "box", SV_INPUT_MBOX, want_bodies);
      g_autoptr (SvMessage) message = sv_mbox_next (mbox, NULL);
      CHECK_INT ("large", message->size, hole - 44);
      CHECK ("large", message->body == NULL);
      CHECK ("memory", memory_used () - before < (want_bodies ? 4 * allowed : allowed / 10));
      sv_mbox_free (mbox);
    }
  g_unlink (path);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "boxes", test_boxes }, { "From_ lines", test_from_lines }, { "edges of blocks", test_edges },
    { "cut", test_cut },     { "large body", test_large_body },  { NULL, NULL },
  };
  folder = g_dir_make_tmp ("spfview-mbox-XXXXXX", NULL);
  int status = suite_run ("mbox", tests);
  g_autofree char *path = g_build_filename (folder, "mbox", NULL);
  g_unlink (path);
  g_rmdir (folder);
  g_free (folder);
  return status;
}
