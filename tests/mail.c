/* SPDX-License-Identifier: GPL-3.0-or-later
 * Text to message to facts; see mail.h. */

#include "mail.h"

#include "suite.h"

#include <string.h>

SvMessage *
mail_message (const char *text)
{
  SvMessage *message = g_new0 (SvMessage, 1);
  gsize len = strlen (text);
  message->file = g_strdup ("test.eml");
  message->format = SV_INPUT_MESSAGE;
  message->size = len;
  message->header = g_bytes_new_take (suite_exact (text, (gssize)len), len);
  return message;
}

SvMessage *
mail_whole_message (const char *text)
{
  SvMessage *message = mail_message (text);
  gsize end = sv_headers_end (text, strlen (text)), len = strlen (text) - end;
  g_bytes_unref (message->header);
  message->header = g_bytes_new_take (suite_exact (text, (gssize)end), end);
  message->body = g_bytes_new_take (suite_exact (text + end, (gssize)len), len);
  message->index = 7;
  message->offset = 99;
  return message;
}

SvFacts *
mail_facts (const char *text)
{
  g_autoptr (SvMessage) message = mail_message (text);
  return sv_facts_read (message, TRUE);
}

SvIp
mail_ip (const char *text)
{
  SvIp ip = { 0 };
  if (text)
    sv_ip_parse (text, -1, &ip);
  return ip;
}

void
mail_check_ip (const char *row, const SvIp *actual, const char *expected, const char *file,
               int line)
{
  g_autofree char *text = sv_ip_to_string (actual);
  suite_check_str (row, text, expected, "address", file, line);
}
