/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of tag lists and the forms of their values. */

#include "dkim/tags.h"

#include "suite.h"

#include <string.h>

static const struct
{
  const char *row;
  const char *text;
  const char *value; /* of the tag "b", "-" for none; NULL: no tag list */
} lists[] = {
  { "one", "b=x", "x" },
  { "final semicolon", "a=1;b=x;", "x" },
  { "blanks and folds", " a = 1 ;\r\n\tb\r\n = x y\r\n z ; ", "x y\r\n z" },
  { "empty value", "b=", "" },
  { "equals in a value", "b=x=y==", "x=y==" },
  { "other tags", "a=1; bb=2; b_1=3", "-" },
  { "case", "B=x", "-" },
  { "empty elements", ";;b=x; ;", "x" },
  { "nothing", "", NULL },
  { "semicolons", "; ;", NULL },
  { "no equals", "a=1; b", NULL },
  { "no name", "=x", NULL },
  { "digit in front", "1b=x", NULL },
  { "blank in a name", "b b=x", NULL },
  { "twice", "b=x; b=x", NULL },
  { "another one twice", "b=x; zz=1; a=2; zz=1", NULL },
};

static void
test_lists (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      SvTagList list;
      gsize len = strlen (lists[i].text);
      g_autofree char *text = suite_exact (lists[i].text, (gssize)len);
      gboolean read = sv_tags_read (&list, text, len);
      CHECK_INT (lists[i].row, read, lists[i].value != NULL);
      if (!read)
        continue;
      const SvTag *tag = sv_tags_find (&list, "b");
      g_autofree char *value = tag ? g_strndup (tag->value.data, tag->value.len) : g_strdup ("-");
      CHECK_STR (lists[i].row, value, lists[i].value);
    }
}

static void
test_most_tags (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  SvTagList list;
  for (guint i = 0; i < SV_TAGS_MAX; i++)
    g_string_append_printf (text, "t%u=%u;", i, i);
  CHECK ("as many as there may be", sv_tags_read (&list, text->str, text->len));
  g_string_append (text, "x=1");
  CHECK ("one more", !sv_tags_read (&list, text->str, text->len));
}

static const struct
{
  const char *row;
  const char *text;
  const char *hex; /* NULL: not base64 */
} encoded[] = {
  { "three bytes", "AQID", "010203" },
  { "two bytes", "AQI=", "0102" },
  { "one byte", "AQ==", "01" },
  { "white space", " A Q\r\n\tI = ", "0102" },
  { "all digits", "+/+/", "fbffbf" },
  { "no padding", "AQI", "0102" },
  { "half the padding", "AQ=", "01" },
  { "nothing", "", NULL },
  { "only padding", "==", NULL },
  { "too much padding", "AQ===", NULL },
  { "padding in the middle", "AQ==AQID", NULL },
  { "a lone digit", "A", NULL },
  { "a digit too many", "AQIDA", NULL },
  { "bits behind the last byte", "AR==", NULL },
  { "bits behind two bytes", "AQJ=", NULL },
  { "rubbish", "AQ*D", NULL },
  { "URL alphabet", "-_-_", NULL },
  { "beyond ASCII", "AQ\xC3\xA4", NULL },
};

static void
test_base64 (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (encoded); i++)
    {
      gsize len = strlen (encoded[i].text), n = 0;
      g_autofree char *text = suite_exact (encoded[i].text, (gssize)len);
      g_autoptr (GBytes) bytes = sv_tag_base64 ((SvSlice){ text, len });
      g_autoptr (GString) hex = g_string_new (NULL);
      const guint8 *data = bytes ? g_bytes_get_data (bytes, &n) : NULL;
      for (gsize j = 0; j < n; j++)
        g_string_append_printf (hex, "%02x", data[j]);
      CHECK_STR (encoded[i].row, bytes ? hex->str : NULL, encoded[i].hex);
    }
}

static const struct
{
  const char *row;
  const char *text;
  gint64 number; /* -1: none */
} numbers[] = {
  { "zero", "0", 0 },
  { "leading zeros", "0012", 12 },
  { "largest", "9223372036854775807", G_MAXINT64 },
  { "larger", "9223372036854775808", G_MAXINT64 },
  { "much larger", "99999999999999999999999999999999", G_MAXINT64 },
  { "nothing", "", -1 },
  { "sign", "+1", -1 },
  { "minus", "-1", -1 },
  { "blank", "1 2", -1 },
  { "seventy-seven digits",
    "00000000000000000000000000000000000000000000000000000000000000000000000000001", -1 },
};

static void
test_numbers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      guint64 number;
      gboolean read
          = sv_tag_number ((SvSlice){ numbers[i].text, strlen (numbers[i].text) }, &number);
      CHECK_INT (numbers[i].row, read ? (gint64)number : -1, numbers[i].number);
    }
}

static void
test_words (void)
{
  static const char text[] = "one : Two\r\n :three";
  SvSlice list = { text, strlen (text) };
  CHECK ("first", sv_tag_list_has (list, "one"));
  CHECK ("case", sv_tag_list_has (list, "two"));
  CHECK ("last", sv_tag_list_has (list, "three"));
  CHECK ("part of a word", !sv_tag_list_has (list, "thre"));
  CHECK ("empty list", !sv_tag_list_has ((SvSlice){ "", 0 }, "one"));
  g_autofree char *joined = sv_tag_text ((SvSlice){ " exam\r\n ple ", 12 });
  g_autofree char *nothing = sv_tag_text ((SvSlice){ " \t", 2 });
  g_autofree char *nul = sv_tag_text ((SvSlice){ "a\0b", 3 });
  CHECK_STR ("text", joined, "example");
  CHECK_STR ("blanks", nothing, NULL);
  CHECK_STR ("NUL", nul, NULL);
}

static const SuiteTest tests[] = {
  { "tag lists", test_lists }, { "most tags", test_most_tags }, { "base64", test_base64 },
  { "numbers", test_numbers }, { "words", test_words },         { NULL, NULL },
};

int
main (void)
{
  return suite_run ("tags", tests);
}
