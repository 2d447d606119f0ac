/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the parts that a walk is cut into: each message in exactly one, wherever the cuts lie.
 */

#include "inputs.h"
#include "mail/mbox.h"

#include <string.h>

/* 61 bytes, of which 44 are a From_ line that only looks as if it began a message. */
#define FALSE_BORDER "\n" FROM "Subject: no\n\nno\n"

/* Boxes whose borders are not plain to see. */
/* clang-format off */
static const struct
{
  const char *name;
  const char *text;
  guint messages;
} boxes[] = {
  { "two", BOX, 2 },
  { "empty lines at the end", BOX "\n\n\n", 2 },
  { "no line end at the end", FROM "Subject: x\n\nb\n\n" FROM "Subject: y\n\nb", 2 },
  { "blank lines on top", "\n\n\n" BOX, 2 },
  { "CRLF", "From a@example.org Sun May  8 19:07:09 2005\r\nA: b\r\n\r\nbody\r\n\r\n"
            "From a@example.org Sun May  8 19:07:09 2005\r\nA: c\r\n\r\n", 2 },
  { "headers alone", FROM "A: b\n\n" FROM "A: c\n\n" FROM "A: d\n", 3 },
  { "no header in between", FROM MAIL "\n" FROM "\nno header\n\n" FROM MAIL, 3 },
  { "From_ line alone at the end", BOX "\n" FROM, 3 },
  { "Content-Length over a From_ line", FROM "Content-Length: 61\n\n" FALSE_BORDER "\n" FROM MAIL, 2 },
};
/* clang-format on */

/* The part of a box between two bytes, in the words of inputs_walk(). */
static void
walk_range (GString *text, guint64 begin, guint64 end)
{
  SvMbox *mbox = sv_mbox_new (sv_stream_open ("box", NULL), "box", SV_INPUT_MBOX, SV_BODIES_NONE);
  sv_mbox_set_range (mbox, begin, end);
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SvMessage) message = sv_mbox_next (mbox, &error);
      if (!message && !error)
        break;
      if (message)
        g_string_append_printf (text, "boxb%u@%u+%u ", (guint)message->index,
                                (guint)message->offset, (guint)message->size);
      else
        g_string_append_printf (text, "!%d %s; ", error->code, error->message);
    }
  sv_mbox_free (mbox);
}

/* Messages, and complaints about those that are none. */
static guint
count_pieces (const char *walked)
{
  guint count = 0;
  for (const char *p = walked; *p; p++)
    count += *p == '@' || *p == '!';
  return count;
}

/* Every box cut in two at every byte, and with a part of one byte in the middle. */
static void
test_every_byte (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    {
      gsize len = strlen (boxes[i].text);
      inputs_put ("box", boxes[i].text, (gssize)len);
      g_autofree char *whole = inputs_walk_one ("box", SV_INPUT_MBOX);
      CHECK_INT (boxes[i].name, count_pieces (whole), boxes[i].messages);
      for (gsize cut = 0; cut <= len + 1; cut++)
        {
          g_autofree char *row = g_strdup_printf ("%s, cut at %u", boxes[i].name, (guint)cut);
          g_autoptr (GString) two = g_string_new (NULL), three = g_string_new (NULL);
          walk_range (two, 0, cut);
          walk_range (two, cut, G_MAXUINT64);
          CHECK_STR (row, two->str, whole);
          walk_range (three, 0, cut);
          walk_range (three, cut, cut + 1);
          walk_range (three, cut + 1, G_MAXUINT64);
          CHECK_STR (row, three->str, whole);
        }
    }
  inputs_clear ();
}

/* All parts of a walk, one behind the other. */
static char *
walk_parts (const char *const *paths, guint shards)
{
  GString *text = g_string_new (NULL);
  for (guint shard = 1; shard <= shards; shard++)
    {
      g_autoptr (SvSource) source = sv_source_new (paths, SV_INPUT_AUTO, SV_BODIES_NONE);
      sv_source_set_shard (source, shard, shards);
      for (;;)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (SvMessage) message = sv_source_next (source, &error);
          if (!message && !error)
            break;
          if (message)
            g_string_append_printf (text, "%s:%u@%u ", message->file, (guint)message->index,
                                    (guint)message->offset);
          else
            g_string_append_printf (text, "!%s; ", error->message);
        }
    }
  return g_string_free (text, FALSE);
}

/* A box in as many parts as it has bytes, and in more. */
static void
test_as_many_as_bytes (void)
{
  const char *const paths[] = { "box", NULL };
  inputs_put ("box", BOX, -1);
  for (guint shards = 1; shards <= strlen (BOX) + 3; shards += shards < 16 ? 1 : 5)
    {
      g_autofree char *row = g_strdup_printf ("%u parts", shards);
      g_autofree char *parts = walk_parts (paths, shards);
      CHECK_STR (row, parts, "box:0@44 box:1@106 ");
    }
  inputs_clear ();
}

/* Files of all kinds, a folder without mail, what is missing, and a file given twice. */
static void
test_every_kind (void)
{
  inputs_put ("in/a/mail", MAIL, -1);
  inputs_put ("in/box", BOX "\n" BOX "\n" BOX, -1);
  inputs_put ("in/broken.gz", "\x1f\x8b\x08", 3);
  inputs_put ("in/empty", "", -1);
  inputs_put ("in/picture", "\x89PNG\r\n\x1A\n", -1);
  inputs_put ("dir/cur/2", MAIL, -1);
  inputs_put ("dir/new/1", MAIL, -1);
  inputs_put ("none/text", "no mail here\n", -1);
  inputs_put ("blank", "", -1);
  const char *const paths[]
      = { "missing", "in", "none", "dir", "blank", "in/box", "in/box", "missing", NULL };
  g_autofree char *whole = walk_parts (paths, 1);
  CHECK_STR ("the whole", whole,
             "!missing: No such file or directory; in/a/mail:0@0 in/box:0@44 in/box:1@106 "
             "in/box:2@168 in/box:3@230 in/box:4@292 in/box:5@354 "
             "!in/broken.gz: the compressed data breaks off; "
             "!none: no mail in this folder; dir/new/1:0@0 dir/cur/2:0@0 !blank: empty; "
             "in/box:0@44 in/box:1@106 in/box:2@168 in/box:3@230 in/box:4@292 in/box:5@354 "
             "in/box:0@44 in/box:1@106 in/box:2@168 in/box:3@230 in/box:4@292 in/box:5@354 "
             "!missing: No such file or directory; ");
  for (guint shards = 2; shards <= 16; shards++)
    {
      g_autofree char *row = g_strdup_printf ("%u parts", shards);
      g_autofree char *parts = walk_parts (paths, shards);
      CHECK_STR (row, parts, whole);
    }
  inputs_clear ();
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "every byte", test_every_byte },
    { "as many as bytes", test_as_many_as_bytes },
    { "every kind", test_every_kind },
    { NULL, NULL },
  };
  return inputs_run ("shards", tests);
}
