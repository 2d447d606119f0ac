/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names, records, the store of answers and the view of one evaluation. */

#include "dns/answers.h"
#include "dns/name.h"
#include "suite.h"

#include <string.h>

static void
test_names (void)
{
  static const struct
  {
    const char *name, *normal, *master;
    gboolean encodable;
  } rows[] = {
    { "Example.COM", "example.com", "Example.COM.", TRUE },
    { "example.com.", "example.com", "example.com.", TRUE },
    { "", "", ".", TRUE },
    { ".", "", ".", TRUE },
    { "..", "..", "...", FALSE },
    { "example.com..", "example.com..", "example.com...", FALSE },
    { ".example.com", ".example.com", ".example.com.", FALSE },
    { "a..example.com", "a..example.com", "a..example.com.", FALSE },
    { "a b.example.com", "a\\032b.example.com", "a\\032b.example.com.", TRUE },
    { "\xc3\xa4.example.com", "\\195\\164.example.com", "\\195\\164.example.com.", TRUE },
    { "a\\046b.example.com", "a\\046b.example.com", "a\\046b.example.com.", TRUE },
    { "\\065.example.com", "a.example.com", "A.example.com.", TRUE },
    { "\\000.example.com", "\\000.example.com", "\\000.example.com.", TRUE },
    { "a\\b.example.com", "a\\092b.example.com", "a\\092b.example.com.", TRUE },
    { "\\999.example.com", "\\092999.example.com", "\\092999.example.com.", TRUE },
    { "example.com\\", "example.com\\092", "example.com\\092.", TRUE },
    { "example.com\\06", "example.com\\09206", "example.com\\09206.", TRUE },
    { "!TIMEOUT!.example.com", "!timeout!.example.com", "\\033TIMEOUT!.example.com.", TRUE },
    { "a\"b;(c)@$.example.com", "a\"b;(c)@$.example.com",
      "a\\034b\\059\\040c\\041\\064\\036.example.com.", TRUE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *normal = sv_dns_name_normal (rows[i].name);
      g_autofree char *again = sv_dns_name_normal (normal);
      g_autofree char *master = sv_dns_name_master (rows[i].name);
      CHECK_STR (rows[i].name, normal, rows[i].normal);
      CHECK_STR (rows[i].name, again, rows[i].normal);
      CHECK_STR (rows[i].name, master, rows[i].master);
      CHECK_INT (rows[i].name, sv_dns_name_encodable (rows[i].name), rows[i].encodable);
      CHECK_INT (rows[i].name, sv_dns_name_encodable (normal), rows[i].encodable);
    }
}

/* "x" repeated `count` times, as a label. */
static char *
label (guint count)
{
  return g_strnfill (count, 'x');
}

static void
test_limits (void)
{
  g_autofree char *longest = label (63), *too_long = label (64), *l61 = label (61),
                  *l62 = label (62);
  g_autofree char *full = g_strjoin (".", longest, longest, longest, l61, NULL);
  g_autofree char *over = g_strjoin (".", longest, longest, longest, l62, NULL);
  guint8 wire[SV_DNS_WIRE_NAME_MAX];
  gsize len = 0;
  CHECK ("63 bytes of label", sv_dns_name_encodable (longest));
  CHECK ("64 bytes of label", !sv_dns_name_encodable (too_long));
  CHECK_INT ("full", strlen (full), 253);
  CHECK ("253 bytes", sv_dns_name_encode (full, wire, &len));
  CHECK_INT ("253 bytes", len, 255);
  CHECK ("254 bytes", !sv_dns_name_encodable (over));
  CHECK ("escapes count once", sv_dns_name_encode ("\\255\\255.example", wire, &len));
  CHECK_INT ("escapes count once", len, 12);
  CHECK ("bytes on the wire", memcmp (wire, "\2\xff\xff\7example", 12) == 0);
}

static void
test_types (void)
{
  SvDnsType type = SV_DNS_A;
  CHECK_STR ("99", sv_dns_type_name (SV_DNS_SPF), "SPF");
  CHECK_STR ("255", sv_dns_type_name ((SvDnsType)255), NULL);
  CHECK ("aaaa", sv_dns_type_from_name ("aaaa", &type));
  CHECK_INT ("aaaa", type, SV_DNS_AAAA);
  CHECK ("ANY", !sv_dns_type_from_name ("ANY", &type));
  CHECK_STR ("status", sv_dns_status_name (SV_DNS_NOERROR), "noerror");
  CHECK_STR ("status", sv_dns_status_name (SV_DNS_UNRECORDED), "unrecorded");
}

static SvDnsRecord
text_record (const char *one, const char *other, gsize len)
{
  SvDnsRecord record = { 0 };
  record.strings = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_ptr_array_add (record.strings, g_bytes_new (one, strlen (one)));
  g_ptr_array_add (record.strings, g_bytes_new (other, len));
  return record;
}

static void
test_records (void)
{
  SvDnsRecord record = text_record ("v=spf1 \"q\" \\", "\0\xff\t~", 4);
  g_autofree char *text = sv_dns_record_text (&record, SV_DNS_TXT);
  CHECK_STR ("TXT", text, "\"v=spf1 \\\"q\\\" \\\\\" \"\\000\\255\\009~\"");
  g_autoptr (GBytes) joined = sv_dns_record_joined (&record);
  CHECK_INT ("joined", g_bytes_get_size (joined), 16);
  CHECK ("joined", memcmp (g_bytes_get_data (joined, NULL), "v=spf1 \"q\" \\\0\xff\t~", 16) == 0);
  sv_dns_record_clear (&record);

  SvDnsRecord mx = { .preference = 10, .name = (char *)"Mail.example.com" };
  g_autofree char *mx_text = sv_dns_record_text (&mx, SV_DNS_MX);
  CHECK_STR ("MX", mx_text, "10 Mail.example.com.");
  SvDnsRecord null_mx = { .name = (char *)"" };
  g_autofree char *null_text = sv_dns_record_text (&null_mx, SV_DNS_MX);
  CHECK_STR ("null MX", null_text, "0 .");
  SvDnsRecord soa = { .name = (char *)"ns.example.com", .rest = (char *)"x. 1 2 3 4 5" };
  g_autofree char *soa_text = sv_dns_record_text (&soa, SV_DNS_SOA);
  CHECK_STR ("SOA", soa_text, "ns.example.com. x. 1 2 3 4 5");

  SvDnsRecord mapped = { 0 };
  CHECK ("mapped", sv_ip_parse ("::ffff:192.0.2.1", -1, &mapped.ip));
  g_autofree char *four = sv_dns_record_text (&mapped, SV_DNS_A);
  g_autofree char *six = sv_dns_record_text (&mapped, SV_DNS_AAAA);
  CHECK_STR ("A", four, "192.0.2.1");
  CHECK_STR ("AAAA", six, "::ffff:192.0.2.1");
}

static void
test_store (void)
{
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  sv_answers_put (answers, sv_dns_answer_new ("Example.com.", SV_DNS_TXT, SV_DNS_NODATA));
  const SvDnsAnswer *first = sv_answers_get (answers, "EXAMPLE.com", SV_DNS_TXT);
  CHECK ("found without case", first != NULL);
  CHECK_STR ("name", first ? first->name : NULL, "example.com");
  CHECK ("type counts", !sv_answers_get (answers, "example.com", SV_DNS_SPF));
  sv_answers_put (answers, sv_dns_answer_new ("example.com", SV_DNS_TXT, SV_DNS_SERVFAIL));
  CHECK ("the first stays", sv_answers_get (answers, "example.com.", SV_DNS_TXT) == first);
  CHECK_INT ("the first stays", first ? first->status : SV_DNS_TIMEOUT, SV_DNS_NODATA);
}

static void
test_lookups (void)
{
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  g_autoptr (SvLookups) lookups = sv_lookups_new (answers);
  CHECK ("empty", !sv_lookups_get (lookups, "B.example", SV_DNS_A));
  CHECK ("again", !sv_lookups_get (lookups, "b.example.", SV_DNS_A));
  sv_lookups_prefetch (lookups, "a.example", SV_DNS_TXT);
  sv_lookups_prefetch (lookups, "b.example", SV_DNS_A);
  g_autoptr (GPtrArray) wanted = sv_lookups_take_wanted (lookups);
  CHECK_INT ("noted once", wanted->len, 2);
  CHECK_STR ("order", ((SvDnsQuestion *)wanted->pdata[0])->name, "b.example");
  CHECK_STR ("order", ((SvDnsQuestion *)wanted->pdata[1])->name, "a.example");
  g_autoptr (GPtrArray) none = sv_lookups_take_wanted (lookups);
  CHECK_INT ("taken", none->len, 0);

  sv_answers_put (answers, sv_dns_answer_new ("a.example", SV_DNS_TXT, SV_DNS_NODATA));
  sv_answers_put (answers, sv_dns_answer_new ("b.example", SV_DNS_A, SV_DNS_NODATA));
  sv_lookups_prefetch (lookups, "a.example", SV_DNS_TXT);
  CHECK_INT ("prefetching is not using", sv_lookups_used (lookups)->len, 0);
  CHECK ("b", sv_lookups_get (lookups, "b.example", SV_DNS_A) != NULL);
  CHECK ("a", sv_lookups_get (lookups, "a.example", SV_DNS_TXT) != NULL);
  CHECK ("b", sv_lookups_get (lookups, "B.example", SV_DNS_A) != NULL);
  const GPtrArray *used = sv_lookups_used (lookups);
  CHECK_INT ("used once", used->len, 2);
  CHECK_STR ("first use", ((const SvDnsAnswer *)used->pdata[0])->name, "b.example");
  g_autoptr (GPtrArray) rest = sv_lookups_take_wanted (lookups);
  CHECK_INT ("nothing wanted", rest->len, 0);
}

/* The order of what was used, with what the evaluators of one message found in two rounds: in the
 * first, the second evaluator was ahead. */
static void
test_sections (void)
{
  static const char *const names[] = { "c.example", "a.example", "b.example" };
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  g_autoptr (SvLookups) lookups = sv_lookups_new (answers);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    sv_answers_put (answers, sv_dns_answer_new (names[i], SV_DNS_A, SV_DNS_NODATA));
  sv_lookups_begin (lookups, 1);
  sv_lookups_get (lookups, "b.example", SV_DNS_A);
  sv_lookups_get (lookups, "a.example", SV_DNS_A);
  sv_lookups_begin (lookups, 0);
  sv_lookups_get (lookups, "a.example", SV_DNS_A);
  sv_lookups_begin (lookups, 0);
  sv_lookups_get (lookups, "c.example", SV_DNS_A);
  sv_lookups_get (lookups, "a.example", SV_DNS_A);
  const GPtrArray *used = sv_lookups_used (lookups);
  CHECK_INT ("none twice", used->len, G_N_ELEMENTS (names));
  for (guint i = 0; i < MIN (used->len, G_N_ELEMENTS (names)); i++)
    CHECK_STR (names[i], ((const SvDnsAnswer *)used->pdata[i])->name, names[i]);
}

/* Puts and gets the same names as its brothers. */
static gpointer
work (gpointer data)
{
  SvAnswers *answers = data;
  gsize wrong = 0;
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *name = g_strdup_printf ("n%u.example", i % 500);
      sv_answers_put (answers, sv_dns_answer_new (name, SV_DNS_A, SV_DNS_NODATA));
      const SvDnsAnswer *answer = sv_answers_get (answers, name, SV_DNS_A);
      if (!answer || strcmp (answer->name, name) != 0)
        wrong++;
    }
  return GSIZE_TO_POINTER (wrong);
}

static void
test_threads (void)
{
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  GThread *threads[4];
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("store", work, answers);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    CHECK_INT ("wrong answers", GPOINTER_TO_SIZE (g_thread_join (threads[i])), 0);
}

static void
put_numbered (SvAnswers *answers, guint first, guint n)
{
  for (guint i = first; i < first + n; i++)
    {
      g_autofree char *name = g_strdup_printf ("n%u.example", i);
      sv_answers_put (answers, sv_dns_answer_new (name, SV_DNS_TXT, SV_DNS_NODATA));
    }
}

/* How many of the first `n` numbered answers are there still. */
static guint
count_numbered (SvAnswers *answers, guint n)
{
  guint there = 0;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("n%u.example", i);
      there += sv_answers_have (answers, name, SV_DNS_TXT) ? 1 : 0;
    }
  return there;
}

/* A store that forgets is bounded; what is asked for stays, and what a view was given stays with
 * the view. */
static void
test_forgetting (void)
{
  enum
  {
    KEPT = 10
  };
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  sv_answers_forget (answers, KEPT);
  g_autoptr (SvLookups) lookups = sv_lookups_new (answers);
  put_numbered (answers, 0, KEPT);
  CHECK_INT ("not full", count_numbered (answers, KEPT), KEPT);
  const SvDnsAnswer *first = sv_lookups_get (lookups, "n0.example", SV_DNS_TXT);
  put_numbered (answers, KEPT, KEPT);
  CHECK ("old, asked for again", sv_answers_have (answers, "n1.example", SV_DNS_TXT));
  put_numbered (answers, 2 * KEPT, KEPT);
  CHECK ("stays", sv_answers_have (answers, "n1.example", SV_DNS_TXT));
  CHECK ("forgotten", !sv_answers_have (answers, "n2.example", SV_DNS_TXT));
  put_numbered (answers, 3 * KEPT, 100 * KEPT);
  CHECK ("bounded", count_numbered (answers, 200 * KEPT) <= 2 * KEPT);
  CHECK ("the view has it still", first && g_str_equal (first->name, "n0.example"));
  CHECK ("asked for, it is wanted", !sv_lookups_get (lookups, "n0.example", SV_DNS_TXT));
  g_autoptr (GPtrArray) wanted = sv_lookups_take_wanted (lookups);
  CHECK_INT ("asked for, it is wanted", wanted->len, 1);
  CHECK_INT ("used", sv_lookups_used (lookups)->len, 1);
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "names", test_names },
    { "limits", test_limits },
    { "types", test_types },
    { "records", test_records },
    { "store", test_store },
    { "lookups", test_lookups },
    { "sections of lookups", test_sections },
    { "threads", test_threads },
    { "forgetting", test_forgetting },
    { NULL, NULL },
  };
  return suite_run ("answers", tests);
}
