/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of which DNS answers changed between two days. */

#include "judge/changes.h"

#include "dns/zone.h"
#include "suite.h"

#include <string.h>

/* What a zone answers to "NAME TYPE" questions with blanks between them. */
static GPtrArray *
answers_of (const char *zone_text, const char *questions)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SvZone) zone = sv_zone_parse ("test", zone_text, strlen (zone_text), &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) zones = g_ptr_array_new ();
  g_ptr_array_add (zones, zone);
  GPtrArray *answers = g_ptr_array_new_with_free_func ((GDestroyNotify)sv_dns_answer_unref);
  g_auto (GStrv) words = g_strsplit (questions, " ", -1);
  for (guint i = 0; words[i] && words[i + 1]; i += 2)
    {
      SvDnsType type;
      g_assert_true (sv_dns_type_from_name (words[i + 1], &type));
      SvDnsAnswer *answer = sv_zone_lookup (zones, words[i], type);
      g_ptr_array_add (answers,
                       answer ? answer : sv_dns_answer_new (words[i], type, SV_DNS_UNRECORDED));
    }
  return answers;
}

static void
append (GString *out, char sign, const GPtrArray *texts)
{
  for (guint i = 0; i < texts->len; i++)
    g_string_append_printf (out, " %c%s", sign, (const char *)texts->pdata[i]);
}

/* "NAME TYPE [status>status] -gone +come; …" */
static char *
changes_text (const GArray *changes)
{
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < changes->len; i++)
    {
      const SvChange *change = &g_array_index (changes, SvChange, i);
      g_string_append_printf (out, "%s%s %s", i ? "; " : "", change->name,
                              sv_dns_type_name (change->type));
      if (change->then_status != change->now_status)
        g_string_append_printf (out, " %s>%s", sv_dns_status_name (change->then_status),
                                sv_dns_status_name (change->now_status));
      append (out, '-', change->then);
      append (out, '+', change->now);
    }
  return g_string_free (out, FALSE);
}

#define X "x.example. "
#define Y "y.example. "

/* clang-format off */
static const struct
{
  const char *row;
  const char *then, *then_asked;
  const char *now, *now_asked;
  const char *changes;
} rows[] = {
  { "the same", X "IN A 192.0.2.1\n", "x.example A", X "IN A 192.0.2.1\n", "x.example A", "" },
  { "TTL", X "60 IN A 192.0.2.1\n", "x.example A", X "90 IN A 192.0.2.1\n", "x.example A", "" },
  { "order", X "IN A 192.0.2.1\n" X "IN A 192.0.2.2\n", "x.example A", X "IN A 192.0.2.2\n" X "IN A 192.0.2.1\n", "x.example A", "" },
  { "one of several", X "IN A 192.0.2.1\n" X "IN A 192.0.2.2\n" X "IN A 192.0.2.4\n", "x.example A",
    X "IN A 192.0.2.1\n" X "IN A 192.0.2.3\n" X "IN A 192.0.2.4\n", "x.example A", "x.example A -192.0.2.2 +192.0.2.3" },
  { "one more", X "IN A 192.0.2.1\n", "x.example A", X "IN A 192.0.2.1\n" X "IN A 192.0.2.0\n", "x.example A", "x.example A +192.0.2.0" },
  { "one less", X "IN A 192.0.2.1\n" X "IN A 192.0.2.9\n", "x.example A", X "IN A 192.0.2.1\n", "x.example A", "x.example A -192.0.2.9" },
  { "names have no case", X "IN MX 10 Mail.Example.\n", "x.example MX", X "IN MX 10 mail.example.\n", "x.example MX", "" },
  { "preference", X "IN MX 10 mail.example.\n", "x.example MX", X "IN MX 20 mail.example.\n", "x.example MX", "x.example MX -10 mail.example. +20 mail.example." },
  { "texts have case", X "IN TXT \"a b\"\n", "x.example TXT", X "IN TXT \"a B\"\n", "x.example TXT", "x.example TXT -\"a b\" +\"a B\"" },
  { "cut otherwise", X "IN TXT \"v=spf1 \" \"-all\"\n", "x.example TXT", X "IN TXT \"v=spf1 -all\"\n", "x.example TXT", "" },
  { "only SPF counts", X "IN TXT \"v=spf1 -all\"\n" X "IN TXT \"token=1\"\n", "x.example TXT",
    X "IN TXT \"v=spf1 ~all\"\n" X "IN TXT \"token=2\"\n", "x.example TXT", "x.example TXT -\"v=spf1 -all\" +\"v=spf1 ~all\"" },
  { "a token beside SPF", X "IN TXT \"v=spf1 -all\"\n" X "IN TXT \"token=1\"\n", "x.example TXT", X "IN TXT \"v=spf1 -all\"\n", "x.example TXT", "" },
  { "a second record", X "IN TXT \"v=spf1 -all\"\n", "x.example TXT", X "IN TXT \"v=spf1 -all\"\n" X "IN TXT \"v=spf1 a\"\n", "x.example TXT",
    "x.example TXT +\"v=spf1 a\"" },
  { "gone", X "IN A 192.0.2.1\n", "x.example A", "$DEFAULT NXDOMAIN\n", "x.example A", "x.example A noerror>nxdomain -192.0.2.1" },
  { "no data, no name", X "IN TXT \"a\"\n", "x.example A", "$DEFAULT NXDOMAIN\n", "x.example A", "x.example A nodata>nxdomain" },
  { "trouble", X "IN A 192.0.2.1\n", "x.example A", X "IN A !TIMEOUT\n", "x.example A", "x.example A noerror>timeout -192.0.2.1" },
  { "unrecorded then", Y "IN A 192.0.2.1\n", "x.example A", X "IN A 192.0.2.1\n", "x.example A", "" },
  { "unrecorded now", X "IN A 192.0.2.1\n", "x.example A", Y "IN A 192.0.2.1\n", "x.example A", "" },
  { "asked then only", X "IN A 192.0.2.1\n", "x.example A", X "IN A 192.0.2.2\n", "", "" },
  { "asked now only", X "IN A 192.0.2.1\n", "", X "IN A 192.0.2.2\n", "x.example A", "" },
  { "another type", X "IN A 192.0.2.1\n", "x.example A", X "IN A 192.0.2.2\n", "x.example AAAA", "" },
  { "in the order of now", X "IN A 192.0.2.1\n" Y "IN A 192.0.2.1\n", "x.example A y.example A",
    X "IN A 192.0.2.2\n" Y "IN A 192.0.2.2\n", "y.example A x.example A",
    "y.example A -192.0.2.1 +192.0.2.2; x.example A -192.0.2.1 +192.0.2.2" },
};
/* clang-format on */

static void
test_changes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) then = answers_of (rows[i].then, rows[i].then_asked);
      g_autoptr (GPtrArray) now = answers_of (rows[i].now, rows[i].now_asked);
      g_autoptr (GArray) changes = sv_changes_find (then, now);
      g_autofree char *text = changes_text (changes);
      CHECK_STR (rows[i].row, text, rows[i].changes);
    }
}

int
main (void)
{
  static const SuiteTest tests[] = { { "changes", test_changes }, { NULL, NULL } };
  return suite_run ("changes", tests);
}
