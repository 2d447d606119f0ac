/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the marks that mailing lists leave: subject tags and footers. */

#include "judge/list-marks.h"

#include "mail.h"
#include "suite.h"

#include <string.h>

#define LIST "List-Id: Announcements <announce.example.net>\n"
#define UNDERSCORES "_______________________________________________\n"

/* clang-format off */
static const struct
{
  const char *row, *header, *body;
  const char *expected; /* "TAG", "footer", both, or "" */
} rows[] = {
  { "tag", LIST "Subject: [announce] hello\n\n", NULL, "[announce]" },
  { "tag of an answer", LIST "Subject: Re: [announce] hello\n\n", NULL, "[announce]" },
  { "tag of an answer to an answer", LIST "Subject: AW: Re: [announce] hello\n\n", NULL, "[announce]" },
  { "the first of two", LIST "Subject: [announce] [urgent] hello\n\n", NULL, "[announce]" },
  { "brackets in the middle", LIST "Subject: 5 copies of [this]\n\n", NULL, "" },
  { "brackets within a word", LIST "Subject: array[i] is wrong\n\n", NULL, "" },
  { "no closing bracket", LIST "Subject: [announce hello\n\n", NULL, "" },
  { "longer than any name", LIST "Subject: [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa] x\n\n", NULL, "" },
  { "no subject", LIST "\n", NULL, "" },
  { "no list", "Subject: [announce] hello\n\n", UNDERSCORES, "" },
  { "footer", LIST "\n", "text\n" UNDERSCORES "announce mailing list\n", "footer" },
  { "footer of hyphens", LIST "\n", "text\n----------\nlist\n", "footer" },
  { "footer with CRLF", LIST "\n", "text\r\n__________\r\nlist\r\n", "footer" },
  { "both", LIST "Subject: [announce] hello\n\n", "text\n" UNDERSCORES "list\n", "[announce] footer" },
  { "a signature's hyphens", LIST "\n", "text\n-- \nAlice\n", "" },
  { "too short", LIST "\n", "text\n_________\nlist\n", "" },
  { "two kinds in one line", LIST "\n", "text\n_____-----\nlist\n", "" },
  { "words behind the line", LIST "\n", "text\n__________ list\n", "" },
  { "nothing behind the line's characters", LIST "\n", "text\n__________", "" },
  { "empty body", LIST "\n", "", "" },
};
/* clang-format on */

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SvMessage) message = mail_message (rows[i].header);
      g_autoptr (SvFacts) facts = sv_facts_read (message, TRUE);
      const char *body = rows[i].body;
      g_autoptr (GBytes) bytes
          = body ? g_bytes_new_take (suite_exact (body, -1), strlen (body)) : NULL;
      g_auto (SvListMarks) marks = { 0 };
      sv_list_marks_find (facts, bytes, &marks);
      g_autofree char *words
          = g_strdup_printf ("%s%s%s", marks.tag ? marks.tag : "",
                             marks.tag && marks.footer ? " " : "", marks.footer ? "footer" : "");
      CHECK_STR (rows[i].row, words, rows[i].expected);
    }
}

/* A line far above the end belongs to the text. */
static void
test_far_above (void)
{
  g_autoptr (SvMessage) message = mail_message (LIST "\n");
  g_autoptr (SvFacts) facts = sv_facts_read (message, TRUE);
  g_autoptr (GString) body = g_string_new (UNDERSCORES);
  for (guint i = 0; i < 100; i++)
    g_string_append (body, "a line of the text that goes on\n");
  g_autoptr (GBytes) bytes = g_bytes_new (body->str, body->len);
  g_auto (SvListMarks) marks = { 0 };
  sv_list_marks_find (facts, bytes, &marks);
  CHECK ("far above", !marks.footer);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "tags and footers", test_rows },
    { "far above", test_far_above },
    { NULL, NULL },
  };
  return suite_run ("list-marks", tests);
}
