/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the JSON writer and of the report as JSON. */

#include "suite.h"

#include "output/formats.h"
#include "sample-report.h"
#include <stdlib.h>
#include <string.h>

/* clang-format off */
static const struct { const char *name, *value, *expected; } strings[] = {
  { "NULL", NULL, "null" },
  { "empty", "", "\"\"" },
  { "plain", "a b", "\"a b\"" },
  { "quote and backslash", "\"\\", "\"\\\"\\\\\"" },
  { "slash", "a/b", "\"a/b\"" },
  { "controls", "\001\t\n\r\033", "\"\\u0001\\u0009\\u000a\\u000d\\u001b\"" },
  { "DEL and C1", "\177\302\205", "\"\\u007f\\u0085\"" },
  { "line separators", "\342\200\250\342\200\251", "\"\\u2028\\u2029\"" },
  { "bidi", "a\342\200\256b\342\201\251", "\"a\\u202eb\\u2069\"" },
  { "zero width", "\342\200\213\357\273\277", "\"\\u200b\\ufeff\"" },
  { "tag, as surrogates", "\363\240\200\201", "\"\\udb40\\udc01\"" },
  { "not UTF-8", "a\377b", "\"a\357\277\275b\"" },
  { "truncated", "a\342\202", "\"a\357\277\275\357\277\275\"" },
  { "Japanese", "請求書", "\"請求書\"" },
  { "markup", "<script>", "\"<script>\"" },
};
/* clang-format on */

/* What `write` puts into a document. */
static char *
written (gboolean pretty, void (*write) (SvJsonWriter *json, gconstpointer data),
         gconstpointer data)
{
  char *text = NULL;
  size_t len;
  FILE *stream = open_memstream (&text, &len);
  SvJsonWriter json;
  sv_json_writer_init (&json, stream, pretty);
  write (&json, data);
  sv_json_finish (&json);
  fclose (stream);
  char *copy = g_strdup (text);
  free (text);
  return copy;
}

static void
write_string (SvJsonWriter *json, gconstpointer data)
{
  sv_json_put_string (json, NULL, data);
}

static void
test_strings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      g_autofree char *text = written (FALSE, write_string, strings[i].value);
      g_autofree char *expected = g_strconcat (strings[i].expected, "\n", NULL);
      CHECK_STR (strings[i].name, text, expected);
    }
}

static void
write_tree (SvJsonWriter *json, gconstpointer data)
{
  (void)data;
  sv_json_open_object (json, NULL);
  sv_json_put_int (json, "n", G_MININT64);
  sv_json_open_array (json, "empty");
  sv_json_close (json);
  sv_json_open_array (json, "a");
  sv_json_put_bool (json, NULL, TRUE);
  sv_json_put_null (json, NULL);
  sv_json_open_object (json, NULL);
  sv_json_close (json);
  sv_json_close (json);
  sv_json_put_string (json, "\"\n", "v");
  sv_json_close (json);
}

static void
test_structure (void)
{
  g_autofree char *compact = written (FALSE, write_tree, NULL);
  g_autofree char *pretty = written (TRUE, write_tree, NULL);
  CHECK_STR ("compact", compact,
             "{\"n\":-9223372036854775808,\"empty\":[],\"a\":[true,null,{}],"
             "\"\\\"\\u000a\":\"v\"}\n");
  CHECK_STR ("pretty", pretty,
             "{\n"
             "  \"n\": -9223372036854775808,\n"
             "  \"empty\": [],\n"
             "  \"a\": [\n"
             "    true,\n"
             "    null,\n"
             "    {}\n"
             "  ],\n"
             "  \"\\\"\\u000a\": \"v\"\n"
             "}\n");
}

static gboolean
has (const char *text, const char *part)
{
  return strstr (text, part) != NULL;
}

static const SvOutputOptions options = { .width = 80 };

/* clang-format off */
static const char expected_empty[]
    = "{\"schema\":\"spfview-report/1\","
      "\"source\":{\"file\":\"-\",\"format\":\"message\",\"index\":0,\"offset\":0,\"size\":0,\"part\":null},"
      "\"message\":{\"message_id\":null,\"date\":null,\"subject\":null,\"from\":[]},"
      "\"return_path\":null,\"received\":[],\"received_spf\":[],\"authentication_results\":[],"
      "\"dkim_signatures\":[],\"arc\":null,"
      "\"stored\":{\"receiver\":null,\"spf\":null,\"dkim\":null,\"dmarc\":null},"
      "\"identity\":{\"ip\":null,\"ip_from\":null,\"hop\":null,\"mail_from\":null,\"mail_from_from\":null,"
      "\"helo\":null,\"helo_from\":null,\"confidence\":\"none\",\"why\":null},"
      "\"spf\":null,"
      "\"comparison\":{\"status\":\"not-evaluated\",\"stored\":null,\"now\":null,\"cause\":\"no-client-ip\","
      "\"detail\":\"SPF not evaluated: the client address is not known\"},"
      "\"dmarc\":null,\"findings\":[],\"advice\":null,\"dns\":[]}\n";

/* Each stands in the line of the sample report, in this order. */
static const char *const expected_parts[] = {
  "\"message\":{\"message_id\":\"<1@example.org>\",\"date\":\"2026-02-28T21:28:20-03:30\",\"subject\":\"Invoice 7\","
  "\"from\":[{\"name\":\"Alice\",\"address\":\"alice@example.org\",\"domain\":\"example.org\"}]},"
  "\"return_path\":{\"address\":\"alice@example.org\",\"null_sender\":false,\"line\":1},\"received\":[",
  "{\"line\":4,\"helo\":\"mail.example.org\",\"rdns\":\"host7.example.net\",\"ip\":\"203.0.113.7\",\"scope\":\"public\","
  "\"by\":\"mx.example.com\",\"with\":\"ESMTPS\",\"id\":\"B2\",\"for\":\"bob@example.com\","
  "\"date\":\"2026-03-01T01:00:04Z\",\"delay\":104,\"role\":\"border\"}",
  "\"scope\":\"private\",\"by\":\"mail.example.org\",\"with\":\"ESMTPSA\",\"id\":null,\"for\":null,"
  "\"date\":\"2026-02-28T21:28:20-03:30\",\"delay\":null,\"role\":\"outside\"}],\"received_spf\":[",
  "{\"line\":6,\"result\":\"softfail\",\"result_raw\":\"SoftFail\",\"client_ip\":\"203.0.113.7\",\"client_ip_from\":\"client-ip\",",
  "\"trusted\":true}],\"authentication_results\":[",
  "\"authserv_id\":\"mx.example.com\",\"instance\":null,\"trusted\":true,\"results\":[",
  /* header.d stands there twice: the first one counts. */
  "\"properties\":{\"header.d\":\"example.org\",\"header.s\":\"s1\",\"header.b\":\"AbCdEfGh\"},\"client_ip\":null}",
  "\"result\":\"pass\",\"result_raw\":\"Pass\",\"reason\":\"aligned\",\"comment\":null,",
  "\"authserv_id\":\"stranger.example\",\"instance\":null,\"trusted\":false,",
  "\"dkim_signatures\":[{\"line\":13,\"domain\":\"example.org\",\"selector\":\"s1\",\"identity\":null,"
  "\"algorithm\":\"rsa-sha256\",\"key_bits\":null,\"stored\":\"pass\",\"now\":null,\"reason\":null,"
  "\"status\":\"not-evaluated\",\"unsigned_bytes\":null,\"expires\":null,\"aligned\":\"strict\"},",
  /* Only a stranger says that this one passed. */
  "\"algorithm\":\"ed25519-sha256\",\"key_bits\":null,\"stored\":null,\"now\":null,\"reason\":null,"
  "\"status\":\"not-evaluated\",\"unsigned_bytes\":null,\"expires\":null,\"aligned\":\"none\"}],"
  "\"arc\":{\"instances\":2,\"stored\":\"pass\",\"now\":null,\"reason\":null,\"sets\":[]},"
  "\"stored\":{\"receiver\":\"mx.example.com\",\"spf\":{\"result\":\"softfail\",\"header\":\"Received-SPF\",\"line\":6,\"basis\":\"receiver\"},"
  "\"dkim\":\"pass\",\"dmarc\":\"pass\"},"
  "\"identity\":{\"ip\":\"203.0.113.7\",\"ip_from\":\"received-spf\",\"hop\":1,\"mail_from\":\"alice@example.org\","
  "\"mail_from_from\":\"return-path\",\"helo\":\"mail.example.org\",\"helo_from\":\"received\",\"confidence\":\"high\","
  "\"why\":\"The receiver wrote the address down.\"},\"spf\":{",
  "\"dmarc\":{\"from_domain\":\"example.org\",\"organizational_domain\":\"example.org\",\"policy_domain\":null,"
  "\"record\":null,\"policy\":null,\"effective_policy\":null,\"rests_on\":null,\"testing\":null,"
  "\"spf_aligned\":\"strict\",\"dkim_aligned\":\"strict\",\"result\":null,\"rfc7489\":null,\"stored\":\"pass\"},"
  "\"findings\":[{\"id\":\"spf-softfail\",\"severity\":\"warning\",\"title\":\"203.0.113.7 is not listed by example.org\",",
  "\"reference\":\"RFC 7208 2.6.5\",\"line\":6},",
  "{\"id\":\"stored-agrees\",\"severity\":\"info\",\"title\":\"The stored verdict is the present one\","
  "\"detail\":null,\"remedy\":null,\"reference\":null,\"line\":null}],\"advice\":null,\"dns\":[]}\n",
};

static const char expected_spf[]
    = "{\n"
      "  \"result\": \"softfail\",\n"
      "  \"identity\": \"mailfrom\",\n"
      "  \"domain\": \"example.org\",\n"
      "  \"record\": \"v=spf1 include:_spf.example.net exists:%{i}.spf.example.org ~all\",\n"
      "  \"mechanism\": \"~all\",\n"
      "  \"path\": [\n"
      "    \"example.org\"\n"
      "  ],\n"
      "  \"problem\": null,\n"
      "  \"explanation\": null,\n"
      "  \"lookups\": 2,\n"
      "  \"void_lookups\": 1,\n"
      "  \"engines\": [\n"
      "    {\n"
      "      \"name\": \"rfc7208\",\n";
/* clang-format on */

static void
test_line (void)
{
  SvReport *nothing[] = { sample_report_empty (), NULL };
  SvReport *sample[] = { sample_report_new (), NULL };
  g_autofree char *line = sample_write ("jsonl", &options, NULL, nothing);
  CHECK_STR ("empty", line, expected_empty);
  g_autofree char *full = sample_write ("jsonl", &options, NULL, sample);
  const char *from = full;
  for (gsize i = 0; i < G_N_ELEMENTS (expected_parts); i++)
    {
      const char *at = strstr (from, expected_parts[i]);
      CHECK (expected_parts[i], at != NULL);
      from = at ? at + strlen (expected_parts[i]) : from;
    }
  CHECK ("nothing behind", *from == '\0');
  sample_report_free (nothing[0]);
  sample_report_free (sample[0]);
}

static void
test_document (void)
{
  SvReport *reports[] = { sample_report_empty (), sample_report_empty (), NULL };
  SvTotals totals = { .messages = 2, .unreadable = 1, .by_status = { 1, 2, 3, 4, 5 } };
  g_autofree char *text = sample_write ("json", &options, &totals, reports);
  CHECK ("begin",
         g_str_has_prefix (text, "{\n  \"schema\": \"spfview/1\",\n  \"reports\": [\n    {\n"
                                 "      \"schema\": \"spfview-report/1\",\n"));
  CHECK ("between", has (text, "      \"dns\": []\n    },\n    {\n      \"schema\""));
  CHECK ("end", g_str_has_suffix (text, "      \"dns\": []\n    }\n  ],\n"
                                        "  \"totals\": {\n"
                                        "    \"messages\": 2,\n"
                                        "    \"unreadable\": 1,\n"
                                        "    \"agree\": 1,\n"
                                        "    \"drift\": 2,\n"
                                        "    \"contradiction\": 3,\n"
                                        "    \"no-stored\": 4,\n"
                                        "    \"not-evaluated\": 5\n"
                                        "  }\n}\n"));
  SvReport *none[] = { NULL };
  g_autofree char *bare = sample_write ("json", &options, NULL, none);
  CHECK ("no report",
         g_str_has_prefix (bare, "{\n  \"schema\": \"spfview/1\",\n  \"reports\": [],\n"));
  sample_report_free (reports[0]);
  sample_report_free (reports[1]);
}

static char *
checked (const SvSpfEvaluation *spf)
{
  char *text = NULL;
  size_t len;
  FILE *stream = open_memstream (&text, &len);
  sv_json_check (stream, spf);
  fclose (stream);
  char *copy = g_strdup (text);
  free (text);
  return copy;
}

static void
test_check (void)
{
  SvReport *report = sample_report_new ();
  g_autofree char *text = checked (report->spf);
  CHECK ("spf", g_str_has_prefix (text, expected_spf));
  CHECK ("witness", has (text, "      \"result\": \"softfail\",\n"
                               "      \"reason\": null\n    }\n  ],\n"));
  CHECK ("a record is entered", has (text, "      \"voids\": 0,\n"
                                           "      \"record\": \"v=spf1 ip4:192.0.2.0/24 -all\"\n"));
  CHECK ("end", g_str_has_suffix (text, "    {\n"
                                        "      \"depth\": 0,\n"
                                        "      \"domain\": \"example.org\",\n"
                                        "      \"term\": \"~all\",\n"
                                        "      \"target\": null,\n"
                                        "      \"outcome\": \"match\",\n"
                                        "      \"decides\": true,\n"
                                        "      \"lookups\": 2,\n"
                                        "      \"voids\": 1,\n"
                                        "      \"record\": null\n"
                                        "    }\n  ]\n}\n"));
  report->spf->witness = (SvSpfWitness){ NULL, "macro" };
  g_autofree char *not_asked = checked (report->spf);
  CHECK ("not consulted", has (not_asked, "      \"result\": null,\n"
                                          "      \"reason\": \"macro\"\n"));
  report->spf->state = SV_SPF_STATE_UNRECORDED;
  g_autofree char *unknown = checked (report->spf);
  CHECK_STR ("no result", unknown, "null\n");
  sample_report_free (report);
}

/* Which stored result speaks of a signature d=example.org s=s1 b=AbCdEfGhIjKl. */
static const struct
{
  const char *name;
  SvProperty properties[3];
  gboolean trusted;
  const char *expected;
} stored[] = {
  { "domain", { { "header.d", "EXAMPLE.org" } }, TRUE, "\"fail\"" },
  { "untrusted", { { "header.d", "example.org" } }, FALSE, "null" },
  { "other domain", { { "header.d", "example.net" } }, TRUE, "null" },
  { "identity", { { "header.i", "@example.org" } }, TRUE, "\"fail\"" },
  { "identity below", { { "header.i", "a@news.example.org" } }, TRUE, "\"fail\"" },
  { "identity beside", { { "header.i", "a@badexample.org" } }, TRUE, "null" },
  { "identity above", { { "header.i", "a@org" } }, TRUE, "null" },
  { "signature", { { "header.b", "AbCdEfGh" } }, TRUE, "\"fail\"" },
  { "signature in other case", { { "header.b", "abcdefgh" } }, TRUE, "null" },
  { "signature too short", { { "header.b", "AbCdEfG" } }, TRUE, "null" },
  { "signature too long", { { "header.b", "AbCdEfGhIjKlM" } }, TRUE, "null" },
  { "selector alone", { { "header.s", "s1" } }, TRUE, "null" },
  { "other selector", { { "header.d", "example.org" }, { "header.s", "s2" } }, TRUE, "null" },
  { "nothing", { { "header.from", "example.org" } }, TRUE, "null" },
};

static void
set_dkim_result (SvReport *report, const SvProperty *properties, gboolean trusted)
{
  SvAuthResults *field = &g_array_index (report->facts->auth_results, SvAuthResults, 0);
  guint n = 0;
  while (properties[n].key)
    n++;
  SvMethodResult result
      = { .method = "dkim", .result = "fail", .result_raw = "fail", .n_properties = n };
  g_array_set_size (field->results, 0);
  g_array_append_val (field->results, result);
  g_array_set_size (field->properties, 0);
  g_array_append_vals (field->properties, properties, n);
  report->identity->results_trusted[0] = trusted ? SV_TRUST_RECEIVER : SV_TRUST_CLAIM;
}

static void
test_stored_signatures (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stored); i++)
    {
      SvReport *reports[] = { sample_report_new (), NULL };
      set_dkim_result (reports[0], stored[i].properties, stored[i].trusted);
      g_array_unref (reports[0]->signatures);
      reports[0]->signatures = sv_signatures_judge (reports[0]->facts, reports[0]->identity);
      g_autofree char *text = sample_write ("jsonl", &options, NULL, reports);
      g_autofree char *expected = g_strdup_printf (
          "\"selector\":\"s1\",\"identity\":null,\"algorithm\":\"rsa-sha256\",\"key_bits\":null,"
          "\"stored\":%s,",
          stored[i].expected);
      CHECK (stored[i].name, has (text, expected));
      sample_report_free (reports[0]);
    }
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "strings", test_strings },
    { "structure", test_structure },
    { "line", test_line },
    { "document", test_document },
    { "check", test_check },
    { "stored signatures", test_stored_signatures },
    { NULL, NULL },
  };
  return suite_run ("json", tests);
}
