/* SPDX-License-Identifier: GPL-3.0-or-later
 * Messages and keys for the tests of src/dkim; see dkim-case.h. */

#include "dkim-case.h"

#include "suite.h"

#include <string.h>

#define RECEIVED 1500000000
#define NOW 1600000000

void
dkim_case_init (DkimCase *test, const char *text, gssize len)
{
  gsize size = len < 0 ? strlen (text) : (gsize)len;
  gsize header = sv_headers_end (text, size);
  if (!header)
    header = size;
  test->message = g_new0 (SvMessage, 1);
  test->message->format = SV_INPUT_MESSAGE;
  test->message->header = g_bytes_new_take (suite_exact (text, (gssize)header), header);
  test->message->body
      = g_bytes_new_take (suite_exact (text + header, (gssize)(size - header)), size - header);
  test->headers = sv_headers_parse (test->message->header);
  test->content = sv_dkim_content_new (test->headers, test->message);
  test->answers = sv_answers_new ();
  test->lookups = sv_lookups_new (test->answers);
}

void
dkim_case_clear (DkimCase *test)
{
  sv_lookups_free (test->lookups);
  sv_answers_free (test->answers);
  sv_dkim_content_free (test->content);
  sv_headers_free (test->headers);
  sv_message_free (test->message);
}

void
dkim_case_answer (DkimCase *test, const char *name, SvDnsStatus status, const char *const *records)
{
  SvDnsAnswer *answer = sv_dns_answer_new (name, SV_DNS_TXT, status);
  for (; records && *records; records++)
    {
      SvDnsRecord record
          = { .strings = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref) };
      gsize len = strlen (*records);
      g_ptr_array_add (record.strings, g_bytes_new_take (suite_exact (*records, (gssize)len), len));
      sv_dns_answer_add (answer, &record);
    }
  sv_answers_put (test->answers, answer);
}

void
dkim_case_answer_one (DkimCase *test, const char *name, const char *record)
{
  dkim_case_answer (test, name, SV_DNS_NOERROR, (const char *[]){ record, NULL });
}

SvDkimVerdict
dkim_case_verdict (DkimCase *test)
{
  const SvDkimTimes times = { RECEIVED, NOW };
  g_autoptr (SvDkimVerification) verification
      = sv_dkim_verify (test->content, &times, test->lookups);
  if (verification->waiting || verification->verdicts->len == 0)
    return (SvDkimVerdict){ .result = SV_DKIM_UNCHECKED };
  return g_array_index (verification->verdicts, SvDkimVerdict, 0);
}

char *
dkim_case_words (const SvDkimVerdict *verdict)
{
  const char *result = sv_dkim_result_name (verdict->result);
  const char *reason = sv_dkim_reason_name (verdict->reason);
  return g_strdup_printf ("%s%s%s", result ? result : "unchecked", reason ? " " : "",
                          reason ? reason : "");
}

char *
dkim_case_as_archived (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  return g_strjoinv ("\n", lines);
}
