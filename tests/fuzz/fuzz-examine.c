/* SPDX-License-Identifier: GPL-3.0-or-later
 * Fuzzes the whole path of a message, with hostile DNS, into every format.
 *
 * input = message [ %x1D answers ]     answers: script.h; the last %x1D counts */

#include "fuzz.h"
#include "script.h"

#include "examine.h"
#include "mail/headers.h"
#include "output/output.h"
#include "spf/libspf2.h"

#include <gmime/gmime.h>
#include <stdlib.h>
#include <string.h>

#define SEPARATOR 0x1d

/* SPF, DMARC, twenty keys and the advice need fewer; a step that never ends fails. */
#define ROUNDS_MAX 512

static SvMessage *
message_of (const uint8_t *data, gsize size)
{
  gsize end = sv_headers_end ((const char *)data, size);
  SvMessage *message = g_new0 (SvMessage, 1);
  message->file = g_strdup ("fuzz");
  message->format = SV_INPUT_MESSAGE;
  message->size = size;
  message->header = g_bytes_new (data, end ? end : size);
  message->body = g_bytes_new (data + (end ? end : size), end ? size - end : 0);
  return message;
}

/* No byte that commands a terminal gets through any writer, and all of it is UTF-8. */
static void
check_output (const char *text, gsize len)
{
  g_assert_true (g_utf8_validate (text, (gssize)len, NULL));
  for (gsize i = 0; i < len; i++)
    {
      guchar c = (guchar)text[i];
      g_assert_true (c >= 0x20 || c == '\n' || c == '\r' || c == '\t');
      g_assert_true (c != 0x7f);
    }
}

static void
write_all (const SvReport *report)
{
  for (const SvFormat *format = sv_formats; format->name; format++)
    {
      char *text = NULL;
      size_t len = 0;
      FILE *stream = open_memstream (&text, &len);
      SvOutputOptions look = { .width = 80, .verbose = TRUE, .trace = TRUE };
      SvTotals totals = { .messages = 1 };
      SvOutput output;
      sv_output_init (&output, format, stream, &look);
      sv_output_begin (&output);
      sv_output_report (&output, report);
      sv_output_end (&output, &totals);
      fclose (stream);
      check_output (text, len);
      free (text);
    }
}

static SvReport *
examine (SvMessage *message, const SvWorld *world, Script *script)
{
  SvExamination *examination = sv_examination_new (message, world);
  for (guint round = 0; !sv_examination_step (examination); round++)
    {
      g_assert_cmpuint (round, <, ROUNDS_MAX);
      script_answer (script, sv_examination_lookups (examination), world->answers);
    }
  return sv_examination_finish (examination);
}

/* An examination asks only where DNS can answer at all. */
static SvAsk *
open_dns (void)
{
  SvAskOptions options = { .resolvers = (const char *const[]){ "192.0.2.53", NULL } };
  return sv_ask_new (&options, NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static gsize ready;
  if (g_once_init_enter (&ready))
    {
      g_mime_init ();
      sv_libspf2_init ();
      g_once_init_leave (&ready, 1);
    }
  const uint8_t *mark = memrchr (data, SEPARATOR, size);
  gsize len = mark ? (gsize)(mark - data) : size;
  g_auto (Script) script = script_read (mark ? mark + 1 : data, mark ? size - len - 1 : 0);
  g_autoptr (SvAsk) ask = open_dns ();
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  SvWorld world = { .ask = ask, .answers = answers, .now = 1700000000 };
  g_autoptr (SvReport) report = examine (message_of (data, len), &world, &script);
  write_all (report);
  return 0;
}
